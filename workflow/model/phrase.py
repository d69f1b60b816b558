"""A sentence as a value, apart from the language it is read in; and the names of parts of texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from types import MappingProxyType
from typing import Any, Final, Self

_PLAIN = (str, int, float)
_NOTHING: Mapping[str, object] = MappingProxyType({})


class Phrase(str):
    """A text for people, in English, that knows what it was made of.

    Wherever a text is needed it is that text; ``reports`` makes the same sentence in the
    language of the reader (:mod:`workflow.reports.i18n`). Two that read alike are equal.
    Made by :func:`phrase` and :func:`phrases`, whose arguments babel extracts.
    """

    __slots__ = ("context", "msgid", "params", "plural")

    msgid: str
    """In the format of :meth:`str.format`, with named fields alone."""
    plural: str
    """What is said of more than one; empty where nothing is counted."""
    params: Mapping[str, object]
    """Field → text, number or another phrase (of anything else its text); ``count`` chooses the
    plural form."""
    context: str | None
    """gettext's msgctxt: parts what is one word in English."""

    def __new__(
        cls,
        msgid: str,
        plural: str = "",
        params: Mapping[str, object] = _NOTHING,
        context: str | None = None,
    ) -> Self:
        if any(not isinstance(value, _PLAIN) for value in params.values()):
            params = {
                name: value if isinstance(value, _PLAIN) else str(value)
                for name, value in params.items()
            }
        several = bool(plural) and params["count"] != 1
        made = super().__new__(cls, (plural if several else msgid).format_map(params))
        made.msgid, made.plural, made.params, made.context = msgid, plural, params, context
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), (self.msgid, self.plural, dict(self.params), self.context))


def phrase(msgid: str, /, **params: object) -> Phrase:
    """The sentence ``msgid`` with ``params`` in its fields: ``{name}``, literal braces doubled."""
    return Phrase(msgid, "", params)


def phrase_in(context: str, msgid: str, /, **params: object) -> Phrase:
    """The same where ``msgid`` says something else elsewhere: ``context`` parts the two."""
    return Phrase(msgid, "", params, context)


def phrases(one: str, many: str, count: int, /, **params: object) -> Phrase:
    """The same of a number of things, which is the field ``count``."""
    return Phrase(one, many, {"count": count, **params})


def listed(parts: Iterable[str]) -> str:
    """``a, b, c``; empty for nothing."""
    return _joined(lambda some, more: phrase("{some}, {more}", some=some, more=more), parts)


def together(parts: Iterable[str]) -> str:
    """``a; b; c``, for parts that may have commas; empty for nothing."""
    return _joined(lambda some, more: phrase("{some}; {more}", some=some, more=more), parts)


def sentences(parts: Iterable[str]) -> str:
    """One sentence after the other; empty for nothing."""
    return _joined(lambda some, more: phrase("{some} {more}", some=some, more=more), parts)


def _joined(join: Callable[[str, str], str], parts: Iterable[str]) -> str:
    several = list(parts)
    return reduce(join, several) if several else ""


def to_json(text: str) -> object:
    """A value for JSON from which :func:`from_json` makes ``text`` again, phrase or not."""
    if not isinstance(text, Phrase):
        return str(text)
    params = {
        name: to_json(value) if isinstance(value, str) else value
        for name, value in text.params.items()
    }
    return [text.msgid, text.plural, params, text.context]


def from_json(value: Any) -> str:
    """What :func:`to_json` was given."""
    if isinstance(value, str):
        return value
    msgid, plural, params, context = value
    read = {name: from_json(p) if isinstance(p, str | list) else p for name, p in params.items()}
    return Phrase(msgid, plural, read, context)


_FRONT: Final = "front matter: "
_ALSO: Final = {
    "image_alt": "image text",
    "image.alt": "image text",
    "image_caption": "image caption",
}
"""Fields of the front matter that are called as something else is."""
_NAMES: Final[dict[str, Phrase]] = {
    name: name
    for name in (
        # Segments
        phrase("button"),
        phrase("caption"),
        phrase("definition"),
        phrase("definition term"),
        phrase("footnote"),
        phrase("image text"),
        phrase("image title"),
        phrase("label"),
        phrase("legend"),
        phrase("link title"),
        phrase("list item"),
        phrase("option"),
        phrase("page title"),
        phrase("paragraph"),
        phrase("quotation"),
        phrase("summary"),
        phrase("table cell"),
        phrase("title"),
        phrase("abbreviation"),
        phrase("admonition title"),
        phrase("callout title"),
        phrase("directive label"),
        phrase("line of verse"),
        phrase("tab title"),
        phrase("table caption"),
        # Fields of the front matter
        phrase("contact"),
        phrase("dateline"),
        phrase("description"),
        phrase("image caption"),
        phrase("keywords"),
        phrase("tags"),
        # Placeables
        phrase("link target"),
        phrase("image path"),
        phrase("code"),
        phrase("tag"),
        phrase("footnote mark"),
        phrase("shortcode"),
        phrase("URL"),
        phrase("e-mail address"),
        phrase("telephone number"),
        phrase("placeholder"),
        # Terms of a glossary
        phrase("preferred"),
        phrase("admitted"),
        phrase("forbidden"),
        # States of messages
        phrase("untranslated"),
        phrase("machine"),
        phrase("fuzzy"),
        phrase("translated"),
        phrase("reviewed"),
        phrase("approved"),
        phrase("rejected"),
        # How a translation came to be
        phrase("human"),
        phrase("machine-edited"),
        # Drafts
        phrase("machine translation"),
        phrase("translation memory"),
        # Changes of the source, and why else a translation waits
        phrase("white space"),
        phrase("typography"),
        phrase("markup"),
        phrase("number"),
        phrase("meaning"),
        phrase("form"),
        phrase("content"),
        phrase("fuzzy before"),
        phrase("split"),
        phrase("joined"),
        phrase("plural"),
        # Acts of reviewers
        phrase("approve"),
        phrase("withdraw"),
        phrase("carry-over"),
        phrase("accept"),
        phrase("reject"),
        phrase("retract"),
        phrase("comment"),
        phrase("suggest"),
        phrase("edit"),
        phrase("waive"),
        phrase("assign"),
        phrase("significance"),
        phrase("correct"),
        # What a change of a source means
        phrase("typo"),
        phrase("minor"),
        phrase("major"),
        # Inline markup
        phrase("emphasis"),
        phrase("strong emphasis"),
        phrase("strikethrough"),
        phrase("link"),
        phrase("image"),
    )
}


def named(name: str) -> str:
    """The phrase for what is called ``name`` (a segment, placeable, markup or term).

    Any other name is returned as it is.
    """
    if name.startswith("heading ") and name[8:].isdigit():
        return phrase("heading {level}", level=int(name[8:]))
    if name.startswith(_FRONT):
        return phrase("front matter: {field}", field=named(name.removeprefix(_FRONT)))
    return _NAMES.get(_ALSO.get(name, name), name)
