"""Where a pattern may begin is found without trying all that it may be."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.labels import pairs_of
from workflow.checks import negations
from workflow.checks.bounds import bounds
from workflow.checks.cues import BOUNDS, COUNTS, DENIES, OPPOSES, cues
from workflow.checks.negations import denials
from workflow.checks.opposites import named
from workflow.inline.beginnings import beginnings, literal

_WORDS = st.lists(st.text("abàé", min_size=1, max_size=4), min_size=1, max_size=6)


@given(_WORDS, st.text("abàéABÀÉ c", max_size=20))
def test_what_begins_like_one_of_the_words(words: list[str], text: str) -> None:
    pattern = re.compile(beginnings(words))
    for place in range(len(text) + 1):
        rest = text[place:].lower()
        assert bool(pattern.match(text, place)) == rest.startswith(tuple(words))


@given(_WORDS, st.text("abàéABÀÉ c", max_size=20))
def test_whole_words(words: list[str], text: str) -> None:
    found = re.search(rf"\b{beginnings(f'{word} ' for word in words)}", text)
    assert bool(found) == (not {*words}.isdisjoint(re.findall(r"\w+", text.lower())))


@pytest.mark.parametrize(
    ("pattern", "start"),
    [
        ("refus", "refus"),
        ("-free\\b", "-free"),
        ("los[et]", "los"),
        ("menses?", "mense"),
        ("(?<![解删])除", "除"),
        ("non-", "non-"),
        ("\\w+less\\b", ""),
    ],
)
def test_the_letters_that_a_pattern_begins_with(pattern: str, start: str) -> None:
    assert literal(pattern) == start


def test_every_word_that_denies_by_its_sense_has_a_beginning() -> None:
    table = files("workflow.checks").joinpath("data/implied-negations.tsv").read_text("utf-8")
    for row in csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        for language in ("en", "fr", "zh"):
            odd = [word for word in row[language].split() if not literal(word)]
            assert odd in ([], ["\\w+less\\b"]), language


@cache
def _sentences() -> list[tuple[str, str]]:
    return [
        (language[:2], text)
        for each in pairs_of("seen")
        for language, text in zip(each.pair.split("-"), (each.source, each.target), strict=True)
        if language[:2] in ("fr", "en", "zh")
    ]


def test_nothing_that_denies_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = [_ends(negations._reader(language), text) for language, text in _sentences()]
    monkeypatch.setattr(negations, "_STARTS", dict.fromkeys(("fr", "en", "zh"), ""))
    negations._reader.cache_clear()
    everywhere = [_ends(negations._reader(language), text) for language, text in _sentences()]
    negations._reader.cache_clear()
    assert [i for i, found in enumerate(quick) if found != everywhere[i]] == []


def _ends(pattern: re.Pattern[str], text: str) -> list[tuple[tuple[int, int], str | None]]:
    return [(found.span(), found.lastgroup) for found in pattern.finditer(text)]


def test_the_words_of_a_text_tell_what_may_be_in_it() -> None:
    for language, text in _sentences():
        told = cues(text, language)
        denied = denials(text, language)
        assert told & DENIES or not (denied.least or denied.firm), text
        assert not bounds(text, language) or (told & BOUNDS and told & COUNTS), text
        assert told & OPPOSES or not named(text, language), text
