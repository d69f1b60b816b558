"""A sentence as a value: what it says, apart from the language it is read in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from types import MappingProxyType
from typing import Any, Self

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
        params = {
            name: value if isinstance(value, str | int | float) else str(value)
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
