"""What an import finds: an article's title, text and facts; what it left out; the file to write."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from pathlib import PurePath

from workflow.formats.frontmatter.writing import write_yaml

_LONGEST_SLUG = 60
"""A slug is a file name, a gettext domain and part of an address."""
_LATIN = re.compile(r"LATIN (?:SMALL|CAPITAL) (?:LETTER|LIGATURE) (?:DOTLESS )?([A-Z]{1,2})\b")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A block of the source that is not in the article."""

    text: str
    """The whole of it, on one line."""
    reason: str
    """Why it is no part of the article, in a few words: ``menu``, ``after the article``."""


@dataclass(frozen=True, slots=True)
class ImportedImage:
    """An image that the article shows."""

    source: str
    """Its address, or its path as seen from the source; the body's Markdown has the same."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as one reader (page, dump, Markdown) found it; empty strings for the unknown."""

    title: str
    body: str
    """Markdown without the title."""
    lang: str | None = None
    """What the source says it is written in, as it says it."""
    date: str = ""
    """ISO 8601."""
    author: str = ""
    """Several are parted by semicolons."""
    source: str = ""
    """Address of the page."""
    dateline: str = ""
    contact: str = ""
    front_matter: MutableMapping[str, object] = field(default_factory=dict)
    """What the source's own front matter says, which goes before everything else."""
    head: str = ""
    """That front matter as it is written there (YAML)."""
    left_out: tuple[LeftOut, ...] = ()
    """What of the source is not in the article, in its order."""
    images: tuple[ImportedImage, ...] = ()
    """The images in the body, each once, in its order."""


@dataclass(frozen=True, slots=True)
class ImportedArticle:
    """A clean article, not yet written anywhere."""

    fields: Mapping[str, object]
    """Front matter in its order: title, lang, date (ISO 8601), source, dateline, contact, author.

    The last five only where they are known. Fields that the source's own front matter has come
    first, in its order.
    """
    body: str
    """Markdown without the title, ``\\n`` line ends, no blank line before or after."""
    slug: str
    """Proposed: ASCII, lower case, words parted by hyphens."""
    left_out: tuple[LeftOut, ...] = ()
    """What of the source is not in the article, in its order."""
    images: tuple[ImportedImage, ...] = ()
    """The images in the body, each once, in its order."""
    head: str = ""
    """The source's own front matter (YAML), whose comments and quotation marks stay."""

    def to_markdown(self) -> str:
        """Return the file's text: front matter between ``---`` lines, a blank line, the body."""
        return f"---\n{write_yaml(self.fields, self.head)}---\n\n{self.body}\n"


def slug(title: str, name: str) -> str:
    """Return a slug from ``title``, or from the stem of the file ``name``.

    The stem serves where most letters of the title are in a script that has no ASCII spelling
    (Chinese, say); ``article`` where neither yields anything.
    """
    letters = sum(map(str.isalpha, title))
    ascii_title = _ascii(title)
    if letters and sum(map(str.isalpha, ascii_title)) * 2 >= letters:
        return _shortened(ascii_title)
    return _shortened(_ascii(PurePath(name).stem)) or "article"


def _ascii(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(_base(char) for char in decomposed if not unicodedata.combining(char))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _base(char: str) -> str:
    """Return the letters that a Latin letter without decomposition is named after (ø, œ, ł)."""
    if char.isascii():
        return char
    found = _LATIN.match(unicodedata.name(char, ""))
    return found[1].lower() if found else " "


def _shortened(text: str) -> str:
    """Return ``text`` cut between words where it is too long."""
    if len(text) <= _LONGEST_SLUG:
        return text
    return text[: _LONGEST_SLUG + 1].rpartition("-")[0] or text[:_LONGEST_SLUG]
