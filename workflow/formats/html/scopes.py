"""Which content is translated (HTML standard, 3.2.6.1 ``lang`` and 3.2.6.5 ``translate``)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from workflow.inline.html_elements import (
    KEPT,
    PREFORMATTED,
)
from workflow.inline.html_tags import Tag
from workflow.inline.html_tokens import tokenize

_GRAPHIC: Final = frozenset({"svg", "math"})
_TRANSLATE: Final = {"yes": True, "": True, "no": False}


@dataclass(frozen=True, slots=True)
class Scope:
    """What an element hands down to what is in it."""

    translate: bool = True
    """No ``translate="no"`` or class ``notranslate`` is in force."""
    native: bool = True
    """The content is in the document's language."""
    kept: bool = False
    """Inside code and its like."""
    preformatted: bool = False
    """Inside an element where white space counts."""
    graphic: bool = False
    """Inside SVG or MathML, whose elements are their own."""

    @property
    def readable(self) -> bool:
        """Whether text here is translated."""
        return self.translate and self.native and not self.kept


def enter(scope: Scope, tag: Tag, language: str) -> tuple[Scope, bool]:
    """Return the scope inside ``tag``, and whether the tag's own attributes are translated.

    ``language`` is the document's (BCP 47). Where it is empty, an element that names a
    language is taken for one in another: why else would it.
    """
    wanted = None
    if tag.asks:
        scope, wanted = _ask(scope, tag, language)
    readable = scope.readable
    if tag.name in KEPT and not (wanted and tag.name not in PREFORMATTED):
        scope = replace(
            scope,
            kept=True,
            preformatted=scope.preformatted or tag.name in PREFORMATTED,
            graphic=scope.graphic or tag.name in _GRAPHIC,
        )
    return scope, readable


def _ask(scope: Scope, tag: Tag, language: str) -> tuple[Scope, bool | None]:
    """What the attributes of ``tag`` say, and whether they ask for translation or refuse it."""
    asked = _TRANSLATE.get(tag.attributes.get("translate", "-").lower())
    names = tag.attributes.get("class", "")
    if "notranslate" in names and "notranslate" in names.split():
        asked = False
    named = tag.attributes.get("lang") or tag.attributes.get("xml:lang")
    if asked is None and not named:
        return scope, None
    native = _primary(named) == _primary(language) if named else scope.native
    opened = bool(asked) and not scope.preformatted
    changed = replace(
        scope,
        translate=scope.translate if asked is None else asked,
        native=native or opened,
        kept=scope.kept and not opened,
    )
    return changed, asked


def _primary(tag: str) -> str:
    """``fr`` of ``fr-CA``: regions and scripts of a language are not parted."""
    return tag.strip().partition("-")[0].lower()


def document_language(data: bytes) -> str:
    """Return the language of a document (UTF-8), or nothing where it does not say.

    A page says it on ``<html>`` or ``<body>``, a fragment on the element that holds all of it.
    """
    page = False
    for kind, start, end, tag in tokenize(data):
        if kind == "text" and data[start:end].strip() and not page:
            return ""
        if kind != "start" or tag is None:
            continue
        named = tag.attributes.get("lang") or tag.attributes.get("xml:lang") or ""
        if tag.name in ("html", "body"):
            page = True
            if named or tag.name == "body":
                return named
        elif not page:
            return named if named and _holds_the_rest(data, tag.name, end) else ""
    return ""


def _holds_the_rest(data: bytes, name: str, start: int) -> bool:
    """Whether the element whose content starts at ``start`` ends where ``data`` does."""
    depth = 1
    for kind, _, end, tag in tokenize(data[start:]):
        if tag is not None and tag.name == name:
            depth += 1 if kind == "start" else -1
            if depth == 0:
                return not data[start + end :].strip()
    return False
