"""Making a translation follow a change of its source that has nothing to do with words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat

from workflow.catalogue.changes import Difference, classify, differences
from workflow.catalogue.numerals import readings, rewritten, same_number
from workflow.catalogue.tokens import BLANKS, Token, tokens
from workflow.model import Change, ChangeClass, PlaceableKind

PluralForm = Callable[[float], str]
"""Takes a number, returns CLDR's name of its plural category in the language translated to."""

_FOLLOWED = (ChangeClass.MARKUP, ChangeClass.URL, ChangeClass.NUMBER)
_MARKS = ("***", "**", "*", "__", "_", "~~")


@dataclass(frozen=True, slots=True)
class Repaired:
    """A translation that followed the change of its source."""

    msgstr: str
    change: Change


@dataclass(frozen=True, slots=True)
class _Replacement:
    """A token of the old msgid and what stands in its place, wherever it stood."""

    old: Token
    new: Token | None
    """None: nothing."""
    times: int
    endings: frozenset[str]
    """What is written on to it, as in ``21st``."""

    def __str__(self) -> str:
        new = self.new.text if self.new else "(nothing)"
        return " ".join(f"{self.old.text} → {new}".split())

    @property
    def numeral(self) -> bool:
        """Whether a number is replaced, which a translation may write in its own way."""
        return _is_numeral(self.old)


def roughly(number: float) -> str:
    """Name the plural category where the language is not known: 0 and 1 are apart."""
    return f"{number:g}" if abs(number) in (0, 1) else "other"


def repair(
    old: str,
    new: str,
    msgstr: str,
    plural_form: PluralForm = roughly,
    markup: str = "markdown",
) -> Repaired | None:
    """Make ``msgstr``, a translation of the msgid ``old``, one of the msgid ``new``.

    All three are written in ``markup``: ``markdown``, ``html`` or plain ``text``.
    Followed are white space, markup, addresses and numbers, where the same replacement is
    unambiguous: what is replaced stands as often in ``msgstr`` as it stood in ``old``, it is
    replaced wherever it stood, always by the same, and a number keeps its plural category.
    A number is written as ``msgstr`` writes it. None where words or typography changed, or
    where anything is in doubt.
    """
    found = differences(old.strip(BLANKS), new.strip(BLANKS), markup)
    if found is None or old == new:
        return None
    kind = classify(old, new, markup)
    for mark in _MARKS:
        if new == f"{mark}{old}{mark}" and mark[0] not in f"{old}{msgstr}":
            return Repaired(f"{mark}{msgstr}{mark}", Change(kind, True, f"(nothing) → {mark}"))
    if not all(map(_can_be_followed, found)):
        return None
    replacements = _replacements(found, tokens(old, markup))
    parts = tokens(msgstr, markup)
    text = None if replacements is None else _followed(parts, replacements, plural_form)
    if replacements is None or text is None:
        return None
    return Repaired(
        _with_ends(text, old, new), Change(kind, True, "; ".join(map(str, replacements)))
    )


def _can_be_followed(difference: Difference) -> bool:
    """Whether each token that went has one of its kind in its place, or all of a kind went."""
    old, new = difference.of(ChangeClass.TYPOGRAPHY)
    if difference.kind is ChangeClass.TYPOGRAPHY or old != new:
        return False
    if _line_ends(difference.old) != _line_ends(difference.new):
        return False
    pairs = [difference.of(kind) for kind in _FOLLOWED]
    if any(new and len(old) != len(new) for old, new in pairs):
        return False
    gone = {kind for kind, (_, new) in zip(_FOLLOWED, pairs, strict=True) if not new}
    return _order(difference.new) == [each for each in _order(difference.old) if each not in gone]


def _order(text: Sequence[Token]) -> list[ChangeClass]:
    return [token.kind for token in text if token.kind in _FOLLOWED]


def _line_ends(text: Sequence[Token]) -> int:
    return sum(token.text.count("\n") for token in text)


def _replacements(
    found: Sequence[Difference], old: Sequence[Token]
) -> tuple[_Replacement, ...] | None:
    """What is replaced by what; None where a token is replaced here and kept there."""
    pairs: dict[object, list[tuple[Token, Token | None]]] = {}
    for before, after in _pairs(found):
        pairs.setdefault(before.identity, []).append((before, after))
    replacements: list[_Replacement] = []
    for changes in pairs.values():
        before, after = changes[0]
        news = {after and after.identity for _, after in changes}
        places = [place for place, token in enumerate(old) if _same(before, token)]
        if len(news) > 1 or len(places) != len(changes):
            return None
        endings = frozenset(_ending(old, place) for place in places)
        replacements.append(_Replacement(before, after, len(places), endings))
    return tuple(replacements)


def _pairs(found: Sequence[Difference]) -> Iterator[tuple[Token, Token | None]]:
    for difference in found:
        for kind in _FOLLOWED:
            old, new = difference.of(kind)
            for before, after in zip(old, new or repeat(None, len(old)), strict=True):
                if after is None or before.identity != after.identity:
                    yield before, after


def _followed(
    parts: Sequence[Token], replacements: Sequence[_Replacement], plural_form: PluralForm
) -> str | None:
    """The translation with all replacements made at once; None where one is in doubt."""
    new: dict[int, str] = {}
    for replacement in replacements:
        places = [place for place, token in enumerate(parts) if _same(replacement.old, token)]
        if len(places) != replacement.times or not new.keys().isdisjoint(places):
            return None
        for place in places:
            text = _written(replacement, parts[place], plural_form)
            if text is None or not _fits(replacement, _ending(parts, place)):
                return None
            new[place] = text
    return "".join(new.get(place, token.text) for place, token in enumerate(parts))


def _same(one: Token, other: Token) -> bool:
    if _is_numeral(one) and _is_numeral(other):
        return same_number(one.text, other.text)
    return one.identity == other.identity


def _is_numeral(token: Token) -> bool:
    return token.kind is ChangeClass.NUMBER and token.placeable is None


def _ending(text: Sequence[Token], place: int) -> str:
    """Letters right after a token; in scripts without upper and lower case, that is a word."""
    following = text[place + 1].text if place + 1 < len(text) else ""
    return following if following.lower() != following.upper() else ""


def _fits(replacement: _Replacement, ending: str) -> bool:
    """Whether a number may be another one before this ending: ``21st`` does not become ``22st``."""
    return not replacement.numeral or not ending or ending in replacement.endings


def _written(replacement: _Replacement, translated: Token, plural_form: PluralForm) -> str | None:
    old, new = replacement.old, replacement.new
    if new is None:
        marks = old.kind is ChangeClass.MARKUP or old.placeable is PlaceableKind.LINK
        return "" if marks else None
    if new.placeable is not old.placeable:
        return None
    if not replacement.numeral:
        return new.text
    if _plural_forms(old.text, plural_form) != _plural_forms(new.text, plural_form):
        return None
    return rewritten(old.text, new.text, translated.text)


def _plural_forms(numeral: str, plural_form: PluralForm) -> set[str]:
    return {plural_form(float(value)) for value in readings(numeral)}


def _with_ends(msgstr: str, old: str, new: str) -> str:
    """The white space around the translation follows the source's, where it was the same."""
    before, after, own = _ends(old), _ends(new), _ends(msgstr)
    start, end = (
        now if mine == was else mine for was, now, mine in zip(before, after, own, strict=True)
    )
    return f"{start}{msgstr.strip(BLANKS)}{end}"


def _ends(text: str) -> tuple[str, str]:
    body = text.strip(BLANKS)
    start = text.index(body)
    return text[:start], text[start + len(body) :]
