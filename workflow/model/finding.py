"""What a check has to say of one message or article."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

ON_REQUEST = ("spelling", "semantic")
"""Names of checks that run where a project names them, and else not."""
UNEDITED = "unedited"
"""Name of the check on drafts that pass as translated and that nobody is known to have read."""
SWITCHES = (
    "empty", "line-ends", "line-breaks", "same-as-source", "placeables", "markup", "structure",
    "glossary", "numbers", "dates", "units", "money", "percent",
    "other-language", "source-words", "half-translated", "address-form", "chinese-script",
    "mojibake", "leftovers", "unedited", "repeated", "doubled-words", "spelling",
    "semantic",
    "length", "sentences", "end-marks", "open-quote", "negation", "comparison", "antonyms",
    "zh-width", "zh-quotes", "zh-enumeration", "zh-ellipsis", "zh-dash", "zh-space",
    "zh-brackets", "zh-titles", "zh-names-dot",
    "organisations", "countries", "acronyms", "person-names", "inconsistent", "placeholders",
    "telephone",
    "fr-spaces", "fr-quotes", "fr-apostrophe", "fr-numbers", "fr-capitals", "fr-ordinals",
    "fr-abbreviations", "fr-title-case", "fr-dashes",
    "en-quotes", "en-spaces", "en-dashes", "en-capitals", "en-article", "en-dialect",
    "metadata", "fields", "links", "embeds", "comments",
    "title-length", "summary-length", "slug", "date-order", "alt-text", "link-text",
    "heading-order", "table-head", "foreign-lang", "external-links",
)  # fmt: skip
"""Names of the checks that ``checks_off`` may switch off; every other one always runs."""


class Severity(StrEnum):
    """``error`` blocks a release; the others do not."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding; the fields are the keys of the JSON report."""

    check: str
    """Name of the check, ``placeables`` say."""
    severity: Severity
    article: str
    """Slug."""
    locale: str
    """gettext spelling of the target locale (the article's own for findings on a source)."""
    message: str
    """What is wrong and what to do."""
    file: str
    """The file to open, relative to the project's folder."""
    line: int
    """Line of ``file``, counted from 1."""
    msgctxt: str | None = None
    msgid: str = ""
    msgstr: str = ""
    span: tuple[int, int] | None = None
    """Start and end of the trouble, in characters of ``msgstr``."""
    fix: str | None = None
    """The whole new msgstr, where a machine can tell."""
    waived_by: str = ""
    """Who let it stand in these very texts (e-mail address); empty where nobody did."""
