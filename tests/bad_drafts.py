"""Good translations of a small corpus of our own, and what engines make of them when they fail."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

LANGUAGES = ("fr", "en", "zh")
CORPUS = Path(__file__).parent / "data" / "drafts.tsv"
_HABITS = {"fr": "de de de la", "en": "of the of the", "zh": "的的的的"}


class Labelled(NamedTuple):
    """A draft, and whether an editor could start from it."""

    source: str
    draft: str
    pair: tuple[str, str]
    fault: str
    """What was done to it; empty: it is good."""


def halves(seed: int) -> tuple[list[Sequence[str]], list[Sequence[str]]]:
    """The corpus, each line in three languages, parted in two at random."""
    lines: list[Sequence[str]] = [
        line.split("\t") for line in CORPUS.read_text("utf-8").splitlines()
    ]
    Random(seed).shuffle(lines)
    return lines[::2], lines[1::2]


def labelled(lines: Sequence[Sequence[str]], seed: int) -> Iterator[Labelled]:
    """Each line in each pair as it is, and once with each fault that can be done to it."""
    random = Random(seed)
    for line in lines:
        texts = dict(zip(LANGUAGES, line, strict=True))
        for source in LANGUAGES:
            for target in LANGUAGES:
                if source == target:
                    continue
                pair = (source, target)
                yield Labelled(texts[source], texts[target], pair, "")
                for fault in FAULTS:
                    other = dict(zip(LANGUAGES, random.choice(lines), strict=True))
                    draft = fault(texts, other, pair, random)
                    if draft and draft != texts[target]:
                        yield Labelled(texts[source], draft, pair, fault.__name__)


Texts = dict[str, str]
Damage = Callable[[Texts, Texts, tuple[str, str], Random], str]


def another_text(texts: Texts, other: Texts, pair: tuple[str, str], random: Random) -> str:
    return other[pair[1]]


def untranslated(texts: Texts, other: Texts, pair: tuple[str, str], random: Random) -> str:
    return texts[pair[0]]


def third_language(texts: Texts, other: Texts, pair: tuple[str, str], random: Random) -> str:
    (third,) = set(LANGUAGES) - set(pair)
    return texts[third]


def cut_off(texts: Texts, other: Texts, pair: tuple[str, str], random: Random) -> str:
    text = texts[pair[1]]
    return text[: int(len(text) * random.uniform(0.3, 0.6))]


def sentence_lost(texts: Texts, other: Texts, pair: tuple[str, str], random: Random) -> str:
    parts = re.findall(r"[^.!?。！？]+[.!?。！？]+", texts[pair[1]])
    return "".join(parts[:-1]) if len(parts) > 1 else ""


def half_translated(texts: Texts, other: Texts, pair: tuple[str, str], random: Random) -> str:
    first, last = texts[pair[0]], texts[pair[1]]
    return first[: len(first) // 2] + " " + last[len(last) // 2 :]


def number_changed(texts: Texts, other: Texts, pair: tuple[str, str], random: Random) -> str:
    found = list(re.finditer(r"\d", texts[pair[1]]))
    if not found:
        return ""
    at = random.choice(found).start()
    digit = random.choice([each for each in "123456789" if each != texts[pair[1]][at]])
    return texts[pair[1]][:at] + digit + texts[pair[1]][at + 1 :]


def goes_round(texts: Texts, other: Texts, pair: tuple[str, str], random: Random) -> str:
    text = texts[pair[1]]
    return text[: len(text) // 2] + (" " + _HABITS[pair[1]]) * random.randint(3, 8)


def more_than_asked(texts: Texts, other: Texts, pair: tuple[str, str], random: Random) -> str:
    return f"{texts[pair[1]]} {other[pair[1]]}" if other != texts else ""


def garbled(texts: Texts, other: Texts, pair: tuple[str, str], random: Random) -> str:
    return texts[pair[1]].encode().decode("latin-1")


def words_left(texts: Texts, other: Texts, pair: tuple[str, str], random: Random) -> str:
    """A few words of the target's text give way to the source's."""
    words = re.findall(r"[A-Za-zÀ-ÿ’]{5,}", texts[pair[0]])
    text = texts[pair[1]]
    if not words:
        return ""
    for _ in range(2):
        at = random.randrange(len(text))
        spaces = [found.start() for found in re.finditer(" ", text)] or [at]
        at = random.choice(spaces)
        text = f"{text[:at]} {random.choice(words)}{text[at:]}"
    return text


FAULTS: tuple[Damage, ...] = (
    another_text, untranslated, third_language, cut_off, sentence_lost, half_translated,
    number_changed, goes_round, more_than_asked, garbled, words_left,
)  # fmt: skip
