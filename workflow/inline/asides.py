"""Words for readers beside the run of a text: titles of links and images, attributes of tags.

« Voir [le port](a "Le port de Nanning") » has a title, ``<img src="a.png" alt="Une salle">`` an
image text; each is a text of its own, plain once it is decoded.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workflow.inline.html_references import encode_value
from workflow.inline.html_tokens import tokens_of
from workflow.inline.pattern import read
from workflow.model import Text
from workflow.model import lazy_re as re

_TITLE = re.compile(
    r"""\]\(\s*(?:<[^<>\n]*>|[^\s<)]\S*)\s+(?:"(?P<double>(?:\\.|[^"\\])*)"
        |'(?P<single>(?:\\.|[^'\\])*)'|\((?P<round>(?:\\.|[^()\\])*)\))\s*\)\Z""",
    re.VERBOSE | re.DOTALL,
)
_TITLE_HINT = re.compile(r"""\s["'(]""")
_QUOTES: Mapping[str, str] = {"double": '"', "single": "'", "round": "()"}
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_REFERENCE = re.compile(r"&(?=\w+;|#)")


@dataclass(frozen=True, slots=True)
class Aside:
    """A text for readers inside a tag or the tail of a link."""

    value: str
    """Decoded."""
    kind: str
    """``link title``, ``image title``, ``image text`` and so on, as segments are called."""
    start: int
    end: int
    """Where it is written, in characters of the whole text, without its quotes."""
    quote: str
    """What it stands in: ``"``, ``'``, ``()``, or nothing."""
    markdown: bool
    """Whether it is a title of Markdown's own; else an attribute."""

    def written(self, value: str) -> str:
        """``value`` as it is written in its place."""
        if not self.markdown:
            return encode_value(value, self.quote)
        plain = _REFERENCE.sub("&amp;", " ".join(value.split()).replace("\\", "\\\\"))
        return re.sub(f"([{self.quote}])", r"\\\1", plain)


def asides_in(text: Text) -> tuple[Aside, ...]:
    """Return the words beside the run of a text, in order; none of what is not translated.

    Raises as the parser of Markdown does.
    """
    value = text.value
    at = value.find("](")
    if text.markup == "text" or not ("<" in value or (at >= 0 and _TITLE_HINT.search(value, at))):
        return ()
    return tuple(_found(text))


def with_asides(text: Text, said: Mapping[str, str]) -> Text:
    """The text with other words beside its run: ``said`` has value → what takes its place."""
    value = text.value
    for aside in reversed(asides_in(text)):
        if aside.value in said:
            written = aside.written(said[aside.value])
            value = value[: aside.start] + written + value[aside.end :]
    return text.having(value)


def _found(text: Text) -> Iterator[Aside]:
    for piece in read(text).pieces:
        raw = text.value[piece.start : piece.end]
        if raw.startswith("<") and piece.role != "close":
            yield from _attributes(raw, piece.start)
        elif piece.name in ("Link", "Image") and piece.role != "open":
            yield from _title(raw, piece.start, piece.name)


def _attributes(raw: str, start: int) -> Iterator[Aside]:
    tokens = tokens_of(raw)
    tag = tokens[0][3]
    if len(tokens) != 1 or tag is None or tag.attributes.get("translate", "").lower() == "no":
        return
    data = raw.encode()
    for attribute, kind in tag.texts:
        first, last = (len(data[:at].decode()) for at in (attribute.start, attribute.end))
        yield Aside(attribute.value, kind, start + first, start + last, attribute.quote, False)


def _title(raw: str, start: int, name: str) -> Iterator[Aside]:
    found = _TITLE.search(raw)
    if found is None or found.lastgroup is None:
        return
    group = found.lastgroup
    value = html.unescape(_ESCAPED.sub(r"\1", found[group]))
    if value.strip():
        first, last = (start + at for at in found.span(group))
        yield Aside(value, f"{name.lower()} title", first, last, _QUOTES[group], True)
