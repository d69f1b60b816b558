"""Opposites that a text names: which of *open* and *closed*, of 上升 and 下降.

The pairs are in ``data/opposites.tsv`` (``*``: any ending), and patterns for what words alone do
not tell in ``data/opposite-phrases.tsv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

Side = tuple[str, int]
"""Name of a pair, and which half: 0 or 1."""
_LANGUAGES: Final = ("en", "fr", "zh")
_LEAST: Final = 3
"""Letters that a beginning of words has."""


@cache
def _table(language: str) -> Mapping[str, frozenset[Side]]:
    """Words and beginnings of words (with ``*``) → what they name."""
    place = _LANGUAGES.index(language)
    found: dict[str, set[Side]] = {}
    for name, *cells in _lines("opposites"):
        for half in (0, 1):
            for word in cells[place + len(_LANGUAGES) * half].split():
                found.setdefault(word, set()).add((name, half))
    return {word: frozenset(sides) for word, sides in found.items()}


def _lines(table: str) -> Iterator[list[str]]:
    text = files("workflow.checks").joinpath(f"data/{table}.tsv").read_text("utf-8")
    return (line.split("\t") for line in text.rstrip("\n").split("\n")[1:])


@lru_cache(maxsize=65536)
def _of_word(word: str, language: str) -> frozenset[Side]:
    """What a word in small letters names."""
    table = _table(language)
    if word in table:
        return table[word]
    for end in range(len(word), _LEAST - 1, -1):
        if (start := f"{word[:end]}*") in table:
            return table[start]
    return frozenset()


@cache
def _chinese() -> re.Pattern[str]:
    words = sorted(_table("zh"), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


@cache
def _phrases(language: str) -> tuple[tuple[Side, re.Pattern[str]], ...]:
    """What words alone do not tell: halves of pairs, and patterns for them."""
    return tuple(
        ((name, half), re.compile(pattern, re.IGNORECASE if language == "en" else 0))
        for name, of, *halves in _lines("opposite-phrases")
        if of == language
        for half, pattern in enumerate(halves)
    )


_CUES: Final[Mapping[str, tuple[str, ...]]] = {
    "en": tuple(
        "more less fewer left right early beginning start late end vot light lamp switch power "
        "heating machine screen turn free paid fee day night before after".split()
    ),
    "fr": tuple(
        "plus moins ouest rive côte aile façade partie mur porte banlieue versant gauche droit "
        "début tôt fin tard vot allum étei jour nuit été hiver avant après marché est".split()
    ),
    "zh": tuple("更多少比初早年末晚底前后亮开点关熄灭左右"),
}
"""One of these begins a word of every text that the patterns find something in."""
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_UNDONE: Final = {
    "en": re.compile(
        r"\b(?:less|not|n['’]t|no|never|hardly|without|nor|neither|un|non)[\s-]+(?:\w{1,9}\s+)?\Z"
    ),
    "fr": re.compile(r"\b(?:moins|peu|pas|jamais|sans|ni|non|guère)[\s-]+(?:\w{1,9}\s+)?\Z"),
    "zh": re.compile(r"(?:不(?!断|仅|但|同|久|少|过|光|只|管|论)|[没无未非免勿别]).?\Z"),
}
"""What turns the word after it into its opposite, or nearly."""
_REACH: Final = 20
_LOOSE: Final = frozenset({"more", "before", "early", "day"})
"""Pairs whose words have many other uses."""


def may_oppose(word: str, language: str) -> bool:
    """Whether a text with a word (in small letters), in Chinese a character, may name a half."""
    if language == "zh":
        return word in _firsts()
    return word.startswith(_CUES[language]) or bool(_of_word(word, language))


@cache
def _firsts() -> frozenset[str]:
    """The characters that what names a half in Chinese begins with."""
    return frozenset(word[0] for word in (*_table("zh"), *_CUES["zh"]))


def named(text: str, language: str) -> dict[str, list[tuple[int, str]]]:
    """Pairs that a text (without markup) names words of → which half, and by which word, in order.

    A word that is denied, or lessened (« moins cher »), names neither half.
    """
    found: list[tuple[int, Side, str]] = []
    chinese = language == "zh"
    low = text if chinese else text.lower()
    table, undone = _table(language), _UNDONE[language]
    for each in (_chinese() if chinese else _WORD).finditer(low):
        word = each[0]
        sides = table[word] if chinese else _of_word(word, language)
        if sides and not undone.search(low, max(0, each.start() - _REACH), each.start()):
            found += ((each.start(), side, word) for side in sides)
    for side, pattern in _phrases(language):
        for each in pattern.finditer(text):
            following = each.groupdict().get("next")
            if following is None or not _of_word(following.lower(), language):
                found.append((each.start(), side, each[0]))
    pairs: dict[str, list[tuple[int, str]]] = {}
    for _, (name, half), word in sorted(found, key=lambda each: each[0]):
        pairs.setdefault(name, []).append((half, word))
    return pairs


def exchanged(
    one: Mapping[str, Sequence[tuple[int, str]]], other: Mapping[str, Sequence[tuple[int, str]]]
) -> tuple[str, str] | None:
    """Words of two texts that name opposite halves of a pair; None where there are none.

    Either each text names one half alone; or both name as many, but not as often each half; or
    one pair is turned round, and another is not.
    """
    turned, kept = None, False
    for name, here in one.items():
        there = other.get(name)
        if there is None:
            continue
        first, second = [half for half, _ in here], [half for half, _ in there]
        if first == second:
            kept = kept or len(set(first)) > 1
        elif not {*first} & {*second} or (
            len(first) == len(second) and sum(first) != sum(second) and name not in _LOOSE
        ):
            return next(
                (mine[1], their[1]) for mine in here for their in there if mine[0] != their[0]
            )
        elif first == second[::-1] and len(first) == 2:
            turned = here[0][1], there[0][1]
    return turned if kept else None
