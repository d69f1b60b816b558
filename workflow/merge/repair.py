"""Making a translation follow a change of its source that has nothing to do with words.

Matches of the memory are made to fit alike: numbers, addresses and dates that differ are swapped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat

from workflow.inline.numerals import months_swapped, rewritten, same_number
from workflow.inline.pattern import BLANKS, Token, read
from workflow.merge.agreement import Place, PluralForm, may_become
from workflow.merge.changes import Difference, classify, composed_of, differences
from workflow.model import Change, ChangeClass, Locale, PlaceableKind, Text
from workflow.model import lazy_re as re

_FOLLOWED = (ChangeClass.MARKUP, ChangeClass.URL, ChangeClass.NUMBER)
_MARKS = ("***", "**", "*", "__", "_", "~~")
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
    places: tuple[Place, ...]
    """Where it stood."""

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
    old: Text,
    new: Text,
    msgstr: Text,
    plural_form: PluralForm = roughly,
    *,
    language: str | None = None,
) -> Repaired | None:
    """Make ``msgstr``, a translation of the msgid ``old``, one of the msgid ``new``.

    ``language`` is that of ``msgstr`` (ISO 639), if known.
    Followed are white space, markup, addresses and numbers, where the same replacement is
    unambiguous: what is replaced stands as often in ``msgstr`` as it stood in ``old``, it is
    replaced wherever it stood, always by the same, and nothing around a number depends on it
    (:mod:`~workflow.merge.agreement`). A number is written as ``msgstr`` writes it. Letters
    composed otherwise (Unicode's NFC and NFD) change nothing. None where words or typography
    changed, where anything is in doubt, or where ``new`` and the result would not begin and
    end alike in line feeds, which msgfmt refuses.
    """
    found = differences(*(text.having(text.value.strip(BLANKS)) for text in (old, new)))
    if found is None or old == new:
        return None
    kind = classify(old, new)
    old, new = composed_of(old), composed_of(new)
    done = _enclosed(old.value, new.value, msgstr.value)
    if done is None and all(map(_can_be_followed, found)):
        done = _replaced(found, old, msgstr, _Target(plural_form, language))
    if done is None:
        return None
    text, repairs = _with_ends(done[0], old.value, new.value), done[1]
    return Repaired(text, Change(kind, True, repairs)) if _end_alike(text, new.value) else None


@dataclass(frozen=True, slots=True)
class _Target:
    """What is known of the translation beside its text."""

    plural_form: PluralForm
    language: str | None


def _enclosed(old: str, new: str, msgstr: str) -> tuple[str, str] | None:
    """The translation between marks that are all that is new in the source, and what was done."""
    for mark in _MARKS:
        if new == f"{mark}{old}{mark}" and mark[0] not in f"{old}{msgstr}":
            return f"{mark}{msgstr}{mark}", f"(nothing) → {mark}"
    return None


def _replaced(
    found: Sequence[Difference], old: Text, msgstr: Text, target: _Target
) -> tuple[str, str] | None:
    """The translation with what differs replaced, and what was done."""
    replacements = _replacements(found, read(old).tokens)
    if replacements is None:
        return None
    text = _followed(read(msgstr).tokens, replacements, target)
    return None if text is None else (text, "; ".join(map(str, replacements)))


def _end_alike(one: str, other: str) -> bool:
    """Whether both begin and end in line feeds, or neither does."""
    return (one[:1] == "\n", one[-1:] == "\n") == (other[:1] == "\n", other[-1:] == "\n")


def _can_be_followed(difference: Difference) -> bool:
    """Whether each token that went has one of its kind in its place, or all of a kind went."""
    old, new = difference.of(ChangeClass.TYPOGRAPHY)
    if difference.kind is ChangeClass.TYPOGRAPHY:
        return False
    if [token.text for token in old] != [token.text for token in new]:
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
        around = tuple(Place.of(old, place) for place in places)
        replacements.append(_Replacement(before, after, around))
    return tuple(replacements)


def _pairs(found: Sequence[Difference]) -> Iterator[tuple[Token, Token | None]]:
    for difference in found:
        for kind in _FOLLOWED:
            old, new = difference.of(kind)
            for before, after in zip(old, new or repeat(None, len(old)), strict=True):
                if after is None or before.identity != after.identity:
                    yield before, after


def _followed(
    parts: Sequence[Token], replacements: Sequence[_Replacement], target: _Target
) -> str | None:
    """The translation with all replacements made at once; None where one is in doubt."""
    new: dict[int, str] = {}
    for replacement in replacements:
        places = [place for place, token in enumerate(parts) if _same(replacement.old, token)]
        if len(places) != len(replacement.places) or not new.keys().isdisjoint(places):
            return None
        for place in places:
            text = _written(replacement, Place.of(parts, place), target)
            if text is None:
                return None
            new[place] = text
    return "".join(new.get(place, token.text) for place, token in enumerate(parts))


def _same(one: Token, other: Token) -> bool:
    if _is_numeral(one) and _is_numeral(other):
        return same_number(one.text, other.text)
    return one.identity == other.identity


def _is_numeral(token: Token) -> bool:
    return token.kind is ChangeClass.NUMBER and token.placeable is None


def _written(replacement: _Replacement, there: Place, target: _Target) -> str | None:
    old, new = replacement.old, replacement.new
    if new is None:
        marks = old.kind is ChangeClass.MARKUP or old.placeable is PlaceableKind.LINK
        return "" if marks else None
    if new.placeable is not old.placeable:
        return None
    if not replacement.numeral:
        return new.text
    text = rewritten(old.text, new.text, there.number)
    known = (target.plural_form, target.language)
    return text if text and may_become(replacement.places, new.text, there, *known) else None


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
