"""Opposites that a text names: which of *open* and *closed*, of 上升 and 下降.

The pairs are in ``data/opposites.tsv`` (``*``: any ending), and patterns for what words alone do
not tell in ``data/opposite-phrases.tsv``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import islice
from typing import Final, NamedTuple

from workflow.checks.cues import lines_of
from workflow.inline.word_table import Looked, tokens, words_of
from workflow.model import lazy_re as re

EXPLAINING: Final = "~"
"""What the name of a pair begins with that only explains « pas à l’heure » for 晚点: its words
have too many other uses to be held against a text."""
Side = tuple[str, int]
"""Name of a pair, and which half: 0 or 1."""
_LANGUAGES: Final = ("en", "fr", "zh")
_OPPOSITES, SYNONYMS = "opposites", "opposite-synonyms"
"""Words that are held against a text; and those that only tell that it says what the other does,
for they have other uses."""
_NO_PAIR: Final = "-"
"""What stands for a pair's name before words that look like those of one, and are none: vidéo."""
_LEAST: Final = 3
"""Letters that a beginning of words has."""


@cache
def _table(language: str, of: str = _OPPOSITES) -> Mapping[str, frozenset[Side]]:
    """Words and beginnings of words (with ``*``) → what they name; nothing, of those that only
    look like one."""
    found: dict[str, set[Side]] = {}
    for name, *cells in _lines(of):
        for half in (0, 1):
            for word in cells[_column(language, half)].split():
                sides = found.setdefault(word, set())
                if name != _NO_PAIR:
                    sides.add((name, half))
    for name, *cells in _lines(SYNONYMS):
        for word in cells[_column(language, 0)].split() if name == _NO_PAIR else ():
            found.setdefault(word, set())
    return {word: frozenset(sides) for word, sides in found.items()}


def _column(language: str, half: int) -> int:
    return _LANGUAGES.index(language) + len(_LANGUAGES) * half


def _lines(table: str) -> Iterator[tuple[str, ...]]:
    return iter(lines_of(table)[1:])


@cache
def _heads(language: str, of: str) -> frozenset[str]:
    """The first letters of the beginnings of words."""
    return frozenset(word[:_LEAST] for word in _table(language, of) if word.endswith("*"))


def _beginnings(word: str, language: str, of: str) -> Iterator[str]:
    """The beginnings of a word that the table has, with ``*``, the longest first."""
    if word[:_LEAST] in _heads(language, of):
        table = _table(language, of)
        for end in range(len(word), _LEAST - 1, -1):
            if (start := f"{word[:end]}*") in table:
                yield start


def _sides_of(language: str, of: str) -> Looked[frozenset[Side]]:
    def look(word: str) -> frozenset[Side]:
        table = _table(language, of)
        found = _beginnings(word, language, of)
        told = found if of == SYNONYMS else islice(found, 1)
        return frozenset().union(table.get(word, ()), *(table[each] for each in told))

    return Looked(look)


_SIDES, _NEARLY = (
    {language: _sides_of(language, of) for language in ("en", "fr")}
    for of in (_OPPOSITES, SYNONYMS)
)
"""What words in small letters name, and what they may name."""


@cache
def _hints(language: str) -> Mapping[str, frozenset[Side]]:
    """Words (of Chinese: signs) that a pattern for a half of a pair needs."""
    found: dict[str, set[Side]] = {}
    for name, of, *cells in _lines("opposite-phrases"):
        if of == language:
            for half in (0, 1):
                for word in cells[2 + half].split():
                    found.setdefault(word, set()).add((name, half))
    return {word: frozenset(sides) for word, sides in found.items()}


@cache
def _numbered() -> Mapping[Side, int]:
    """Each half of a pair → the bit that stands for it; its opposite's is beside it."""
    names = dict.fromkeys(line[0] for line in (*_lines("opposites"), *_lines("opposite-phrases")))
    return {
        (name, half): 1 << (2 * number + half)
        for number, name in enumerate(names)
        for half in (0, 1)
    }


@cache
def halves(language: str) -> Mapping[str, int]:
    """Words and beginnings of words (with ``*``), in small letters → what they may name, a bit for
    each half of a pair; of several beginnings the longest counts."""
    found: dict[str, int] = {}
    for table in (_table(language), _hints(language)):
        for word, sides in table.items():
            for side in sides:
                found[word] = found.get(word, 0) | _numbered()[side]
    return found


@cache
def _first_halves() -> int:
    return sum(bit for (_, half), bit in _numbered().items() if not half)


def across(halves: int) -> int:
    """The opposites of halves; of a text with ``less`` or « moins », the halves as well."""
    first = _first_halves()
    swapped = ((halves & first) << 1) | ((halves >> 1) & first)
    return swapped | halves if halves & _numbered()["more", 1] else swapped


@cache
def _chinese_halves() -> Mapping[int, tuple[str, ...]]:
    """Words, or signs of words, of each half in Chinese."""
    bits = _numbered()
    found: dict[int, list[str]] = {}
    for table in (_table("zh"), _hints("zh")):
        for word, sides in table.items():
            for side in sides:
                found.setdefault(bits[side], []).append(word)
    return {bit: tuple(words) for bit, words in found.items()}


def any_of(text: str, halves: int) -> bool:
    """Whether a Chinese text may name one of these halves."""
    words = _chinese_halves()
    while halves:
        bit = halves & -halves
        halves ^= bit
        for word in words.get(bit, ()):
            if word in text:
                return True
    return False


@cache
def _chinese() -> re.Pattern[str]:
    words = sorted({*_table("zh"), *_table("zh", SYNONYMS)}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


@cache
def _phrases(language: str) -> tuple[tuple[Side, re.Pattern[str]], ...]:
    """What words alone do not tell: halves of pairs, and patterns for them."""
    return tuple(
        ((name, half), re.compile(pattern, re.IGNORECASE if language == "en" else 0))
        for name, of, *cells in _lines("opposite-phrases")
        if of == language
        for half, pattern in enumerate(cells[:2])
    )


_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_UNDONE: Final = {
    "en": re.compile(
        r"(?:n['’]t|\b(?:less|not|no(?: longer)?|never|hardly|without|nor|neither|un|non|counter"
        r"|anti))[\s-]+(?:\w{1,9}\s+)?(?:be(?:en|ing)?\s+)?\Z"
    ),
    "fr": re.compile(
        r"\b(?:(?:moins|peu|jamais|sans|ni|non|guère|aucune?)[\s-]+(?:\w{1,9}\s+)?"
        r"|pas[\s-]+(?:[\w()]{1,14}[\s'’]+){0,4}"
        r"|n(?:e\s+|['’])\w{1,9}\s+plus\s+(?:\w{1,9}\s+)?"
        r"|n(?:e\s+|['’])(?:(?:se|s['’]|y|en|lui|leur|la|le|l['’])\s*)?)\Z"
    ),
    "zh": re.compile(r"(?:不(?!断|仅|但|同|久|少|过|光|只|管|论)|[没无未非免勿别]).?\Z"),
}
"""What turns the word after it into its opposite, or nearly."""
_LESS: Final = re.compile(r"(?<!not )(?<!no )(?<!pas )\b(?:less|moins|peu)\s\Z")
"""What makes the word after it its opposite."""
_GRADED: Final = frozenset(
    "cheap fast strong hot high big easy good near heavy thick wide deep wet new safe rich young "
    "long happy healthy common reliable stable crowded clean noisy".split()
)
"""Pairs of adjectives: ``less income`` is no spending."""
_REACH: Final = 40
_LOOSE: Final = frozenset({"more", "before", "early", "day"})
"""Pairs whose words have many other uses."""


class Word(NamedTuple):
    """A word of a pair, in a text."""

    start: int
    side: Side
    word: str
    undone: bool
    """Whether it is denied, or made less of."""
    firm: bool = True
    """Whether it can be held against a text."""


@lru_cache(maxsize=1024)
def _words(text: str, language: str) -> tuple[Word, ...]:
    found: list[Word] = []
    chinese = language == "zh"
    low = text if chinese else text.lower()
    none: frozenset[Side] = frozenset()
    firm = _table(language) if chinese else _SIDES[language]
    nearly = _table(language, SYNONYMS) if chinese else _NEARLY[language]
    for each in (_chinese() if chinese else _WORD).finditer(low):
        word, start = each[0], each.start()
        for table, sure in ((firm, True), (nearly, False)):
            sides = table.get(word, none) if chinese else table[word]
            found += _named_by(low, language, (start, word), sides, sure=sure)
    for side, pattern in _hinted(low, language):
        for each in pattern.finditer(text):
            following = each.groupdict().get("next")
            if following is None or not _SIDES[language][following.lower()]:
                place = each.start(), each[0]
                found += _named_by(low, language, place, frozenset({side}), sure=True)
    return tuple(sorted(set(found)))


def _named_by(
    low: str, language: str, place: tuple[int, str], sides: frozenset[Side], *, sure: bool
) -> Iterator[Word]:
    """What a word names; one that is made less of names the other half."""
    start, word = place
    undone = bool(sides) and _undone(low, language, start)
    less = undone and _LESS.search(low, max(0, start - _REACH), start)
    for name, half in sides:
        if less and name in _GRADED:
            yield Word(start, (name, 1 - half), word, undone=False, firm=sure)
        else:
            yield Word(start, (name, half), word, undone, sure)


def _undone(low: str, language: str, start: int) -> bool:
    return _UNDONE[language].search(low, max(0, start - _REACH), start) is not None


def named(text: str, language: str) -> dict[str, list[tuple[int, str]]]:
    """Pairs that a text (without markup) names words of → which half, and by which word, in order;
    without the word where it only may name it.

    A word that is denied names neither half; one that is lessened (« moins cher ») the other.
    """
    pairs: dict[str, list[tuple[int, str]]] = {}
    for each in _words(text, language):
        if not each.undone:
            name, half = each.side
            pairs.setdefault(name, []).append((half, each.word if each.firm else ""))
    return pairs


def _hinted(low: str, language: str) -> Iterator[tuple[Side, re.Pattern[str]]]:
    """The patterns whose words a text in small letters has."""
    hints = _hints(language)
    if language == "zh":
        sides = {side for sign, of in hints.items() if sign in low for side in of}
    else:
        sides = {
            side
            for token in tokens(low)
            for word in words_of(token)
            for side in hints.get(word, ())
        }
    return ((side, pattern) for side, pattern in _phrases(language) if side in sides)


def exchanged(
    one: Mapping[str, Sequence[tuple[int, str]]], other: Mapping[str, Sequence[tuple[int, str]]]
) -> tuple[str, str] | None:
    """Words of two texts that name opposite halves of a pair; None where there are none.

    Either each text names one half alone; or both name as many, but not as often each half; or
    one pair is turned round, and another is not.
    """
    turned, kept = None, False
    for name in one:
        here, there = one[name], other.get(name)
        if there is None or name.startswith(EXPLAINING):
            continue
        first, second = [half for half, _ in here], [half for half, _ in there]
        if not all(word for _, word in (*here, *there)):
            found = None if {*first} & {*second} else _unlike(here, there)
            if found:
                return found
            here, there = ([each for each in side if each[1]] for side in (here, there))
            first, second = [half for half, _ in here], [half for half, _ in there]
            if not len({*first}) == len({*second}) == 2:
                continue
        if first == second:
            kept = kept or len(set(first)) > 1
        elif not {*first} & {*second} or (
            len(first) == len(second) and sum(first) != sum(second) and name not in _LOOSE
        ):
            return _unlike(here, there)
        elif first == second[::-1] and len(first) == 2:
            turned = here[0][1], there[0][1]
    return turned if kept else None


def _unlike(
    here: Sequence[tuple[int, str]], there: Sequence[tuple[int, str]]
) -> tuple[str, str] | None:
    """The first words of two texts that name opposite halves; None for none."""
    pairs = ((mine, their) for mine in here for their in there)
    return next(
        (
            (mine[1], their[1])
            for mine, their in pairs
            if mine[0] != their[0] and mine[1] and their[1]
        ),
        None,
    )


def explained(texts: tuple[str, str], languages: tuple[str, str]) -> bool:
    """Whether one of two texts denies a word, and the other says its opposite (« pas à l’heure »,
    晚点)."""
    one, other = (_words(*each) for each in zip(texts, languages, strict=True))
    return _undo(one, other) or _undo(other, one) or _exclusive(one, other)


def _exclusive(one: Sequence[Word], other: Sequence[Word]) -> bool:
    """Whether they name the opposite halves of a pair, far as the negation may be: « ne peuvent
    pas porter le même nom », have different names."""
    here, there = ({each.side for each in side if not each.undone} for side in (one, other))
    return any(
        (name, 1 - half) in there and (name, 1 - half) not in here and (name, half) not in there
        for name, half in here
        if name.startswith(EXPLAINING)
    )


def _undo(one: Sequence[Word], other: Sequence[Word]) -> bool:
    opposed = {(each.side[0], 1 - each.side[1]) for each in one if each.undone}
    return any(each.side in opposed and not each.undone for each in other)
