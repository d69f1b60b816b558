"""What is proved of each document, wherever it comes from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import unescape
from typing import NamedTuple

from tests.corpus.pseudo import PSEUDO_LOCALES
from workflow.checks.carried import differences
from workflow.errors import ArticleError
from workflow.formats import Document, parse
from workflow.formats.markdown.dialect import mask
from workflow.inline.commonmark import to_html
from workflow.model import Markup


@dataclass(frozen=True)
class Finding:
    """One thing that did not go through as it is."""

    what: str
    """``refused`` (cannot be read), ``named`` (a translation is refused, and rightly or not,
    said to be), or a failure: ``identity``, ``silent``, ``stuck`` (of blocks), ``inline``,
    ``link``, ``text`` (inside one)."""
    locale: str
    reason: str
    line: int | None = None

    @property
    def failed(self) -> bool:
        """Whether the format layer broke its word."""
        return self.what not in ("refused", "named")


def prove(text: str, format: str = "markdown") -> list[Finding]:
    """Every proof of one document; empty where all hold and nothing had to be refused."""
    try:
        document = parse(text, format=format)
    except ArticleError as error:
        return [Finding("refused", "", error.message, error.line)]
    found = list(identity(document))
    for name, translate in PSEUDO_LOCALES.items():
        found += pseudo_localised(document, name, translate)
    return found


def identity(document: Document) -> list[Finding]:
    """Untranslated, and translated by its own words, a document is its source."""
    text = document.text
    found = []
    if document.render(lambda segment: None) != text:
        found.append(Finding("identity", "none", "differs with no translation"))
    if document.render(lambda segment: segment.text) != text:
        found.append(Finding("identity", "own", "differs with msgstr = msgid"))
    size = len(text.encode())
    done = 0
    for segment in document.segments:
        if not done <= segment.start < segment.end <= size:
            found.append(Finding("identity", "span", f"“{segment.text}”", segment.line))
        done = segment.end
    return found


def pseudo_localised(
    document: Document, name: str, translate: Callable[[str, Markup], str]
) -> list[Finding]:
    """Translated throughout, a document keeps its skeleton, or what breaks it is named.

    What is named, by the document or by the check of placeables, is taken out and the rest
    tried again, as a release would have it; that it must come to an end with a kept skeleton
    is part of the proof.
    """
    translations: dict[int, str] = {}
    found: list[Finding] = []
    for segment in document.segments:
        translation = translate(segment.text, segment.markup)
        if any(differences(segment.source, segment.source.having(translation))):
            reason = f"a placeable is changed: “{segment.text}”"
            found.append(Finding("named", name, reason, segment.line))
        else:
            translations[segment.start] = translation
    for _ in range(len(translations) + 1):
        broken = document.breakage(lambda segment: translations.get(segment.start))
        if not broken:
            break
        for segment, reason in broken:
            found.append(Finding("named", name, f"{reason}: “{segment.text}”", segment.line))
            translations.pop(segment.start, None)
    else:
        return [*found, Finding("stuck", name, "what is named is not what breaks it")]
    rendered = document.render(lambda segment: translations.get(segment.start))
    return [*found, *_silent(document, rendered, name, translations)]


def _silent(
    document: Document, rendered: str, name: str, translations: dict[int, str]
) -> list[Finding]:
    """What went wrong that the document itself has no word for."""
    again = parse(rendered, format=document.format.name, fields=document.fields)
    if again.skeleton != document.skeleton:
        return [Finding("silent", name, "the skeleton differs, and no breakage is named")]
    if document.format.name == "markdown":
        before, after = outline(document.body), outline(again.body)
        if before.tags != after.tags:
            return [Finding("inline", name, f"as HTML, {_difference(before.tags, after.tags)}")]
        if before.addresses != after.addresses:
            where = _difference(before.addresses, after.addresses)
            return [Finding("link", name, f"as HTML, {where}")]
    return _lost_words(document, again, name, translations)


def _lost_words(
    document: Document, again: Document, name: str, translations: dict[int, str]
) -> list[Finding]:
    """Every translation is found again as the message in its place, escapes aside.

    In plain text widths tell which lines run on, those of the translation too: there it is
    found again in its place on the page.
    """
    if document.format.name == "text":
        wanted_texts = [translations.get(each.start, each.text) for each in document.segments]
        if words_in_order(wanted_texts, again):
            return []
        return [Finding("text", name, "words are lost or out of order")]
    if len(again.segments) != len(document.segments):
        number = f"{len(document.segments)} segments become {len(again.segments)}"
        return [Finding("text", name, number)]
    for source, target in zip(document.segments, again.segments, strict=True):
        wanted = translations.get(source.start, source.text)
        if _bare(wanted) != _bare(target.text):
            return [Finding("text", name, f"“{wanted}” becomes “{target.text}”", source.line)]
    return []


def words_in_order(wanted: Iterable[str], document: Document) -> bool:
    """Tell whether a plain-text document holds all ``wanted`` one after the other, spaces aside."""
    fields = (each.text for each in document.segments if each.line < document.body_line)
    page = "".join("".join([*fields, document.body]).split())
    at = 0
    for text in wanted:
        words = "".join(text.split())
        at = page.find(words, at)
        if at < 0:
            return False
        at += len(words)
    return True


def _bare(text: str) -> str:
    """The text without escapes and spaces, each character reference as its character."""
    return re.sub(r"[\\\s]+", "", unescape(text))


class Outline(NamedTuple):
    """A Markdown body rendered as HTML, without its words."""

    tags: list[str]
    """Every tag but those of links and emphasis."""
    addresses: list[str]
    """Those of links and images."""


_TAG = re.compile(r"<(/?[a-z][a-z0-9]*)\b([^>]*)>", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:src|href)=\"([^\"]*)\"", re.IGNORECASE)
_LOOSE = frozenset("a em strong del sup /a /em /strong /del /sup".split())


def outline(body: str) -> Outline:
    """A second opinion on a skeleton: a body as a web page's reader gets it.

    Emphasis is left out, for without spaces around it Chinese has none (CommonMark, 6.2).
    """
    lines = re.sub(r"\r\n?", "\n", mask(body))  # the parser takes a lone CR for text in places
    html = to_html(lines)
    found = _TAG.findall(html)
    tags = [tag for tag, _ in found if tag.lower() not in _LOOSE]
    return Outline(tags, [each for _, rest in found for each in _ADDRESS.findall(rest)])


def _difference(before: list[str], after: list[str]) -> str:
    for one, other in zip(before, after, strict=False):
        if one != other:
            return f"{one} becomes {other}"
    return f"{len(before)} become {len(after)}"
