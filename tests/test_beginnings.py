"""Where a pattern may begin is found without trying all that it may be."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.labels import pairs_of
from workflow.checks import negations
from workflow.checks.bounds import bounds, turned
from workflow.checks.opposites import exchanged, named
from workflow.checks.suspicion import suspected
from workflow.inline.beginnings import beginnings

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
    monkeypatch.setattr(negations, "STARTS", dict.fromkeys(("fr", "en", "zh"), ""))
    negations._reader.cache_clear()
    everywhere = [_ends(negations._reader(language), text) for language, text in _sentences()]
    negations._reader.cache_clear()
    assert [i for i, found in enumerate(quick) if found != everywhere[i]] == []


def _ends(pattern: re.Pattern[str], text: str) -> list[tuple[tuple[int, int], str | None]]:
    return [(found.span(), found.lastgroup) for found in pattern.finditer(text)]


def test_the_words_of_two_texts_tell_what_may_differ() -> None:
    for each in pairs_of("seen"):
        source, target = (name.partition("_")[0] for name in each.pair.split("-"))
        if not {source, target} <= {"fr", "en", "zh"} or suspected(
            each.source, each.target, (source, target)
        ):
            continue
        there, here = bounds(each.source, source), bounds(each.target, target)
        assert turned(there, here) is None, each
        one, other = named(each.source, source), named(each.target, target)
        assert exchanged(one, other) is None, each
