"""Matches of the memory made to fit: numbers, addresses and dates that differ are swapped."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workflow.inline.numerals import months_swapped
from workflow.inline.pattern import Token, read
from workflow.merge.repair import repair
from workflow.model import Locale, Text
from workflow.model.change import ChangeClass

_SWAPPED = (ChangeClass.NUMBER, ChangeClass.URL)
_VARIABLE = re.compile(
    r"(?:https?://|www\.)[^\s<>()\[\]\"'“”«»]+"
    r"|[\w.+-]+@[\w-]+\.[\w.-]+"
    r"|\d+(?:[.,:/’'\u00a0\u202f-]\d+)*"
)
_VARIED = re.compile(r"[\d@]|https?://|www\.")
"""What every text has that has one of these: found much sooner than that there is none."""
_SIGN = re.compile(r"[\d/@]|\]\(|=[\"']|www")
"""What every text has that has something to swap."""
_SPACE = re.compile("[ \u00a0\u2009\u202f]")
_BLANK = "\x1a"


def outline(text: str) -> str:
    """``text`` with one character in the place of each number, address and e-mail address.

    Quick and rough: it says which texts may fit once these are swapped, :func:`adapted` which do.
    """
    return _VARIABLE.sub(_BLANK, text) if _VARIED.search(text) else text


def adapted(
    source: str, target: str, wanted: str, languages: tuple[Locale, Locale]
) -> tuple[str, str] | None:
    """Swap in ``source`` and in ``target``, its translation, what ``wanted`` has otherwise.

    Numbers, addresses, e-mail addresses and the months of dates are paired with those of
    ``wanted`` by their order; there must be as many of each kind. They are swapped in ``target``
    only where that is unambiguous, as :func:`~workflow.merge.repair.repair` and
    :func:`~workflow.inline.numerals.months_swapped` tell. ``languages`` are those of source and
    target. Returns the new source and target; None where nothing can be swapped, or not all.
    """
    if not _SIGN.search(source):
        return None
    old = [token for token in _tokens(source) if token.kind in _SWAPPED]
    new = [token for token in _tokens(wanted) if token.kind in _SWAPPED]
    if [_sort(token) for token in old] != [_sort(token) for token in new]:
        return None
    months = months_swapped(source, target, wanted, languages)
    if months is None:
        return None
    swaps = map(_swap, old, new)
    dated, target = months
    swapped = "".join(
        next(swaps) if token.kind in _SWAPPED else token.text for token in _tokens(dated)
    )
    if swapped == dated:
        return None if dated == source else months
    into = languages[1].babel
    texts = Text(dated, "markdown"), Text(swapped, "markdown"), Text(target, "markdown")
    repaired = repair(*texts, into.plural_form, language=into.language)
    return (swapped, repaired.msgstr) if repaired else None


def _tokens(text: str) -> Sequence[Token]:
    return read(Text(text, "markdown")).tokens


def _swap(old: Token, new: Token) -> str:
    """What stands in the place of ``old``; a number keeps the kind of space it is parted by."""
    space = _SPACE.search(old.text)
    text = _SPACE.sub(space[0], new.text) if space else new.text
    return old.text if _SPACE.sub("", old.text) == _SPACE.sub("", text) else text


def _sort(token: Token) -> tuple[object, object]:
    return (token.kind, token.placeable)
