"""The labelled sentence pairs of ``tests/checks``: their form, and that both halves are whole."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

import pytest

from tests.labels import HALVES, Pair, pairs_of

LOCALES = {"fr", "fr_CH", "fr_CA", "en", "en_GB", "en_US", "zh", "zh_Hant"}
DIRECTIONS = {f"{one}-{other}" for one in ("fr", "en", "zh") for other in ("fr", "en", "zh")}
RULES = frozenset(
    """
    numbers dates units money percent placeholders telephone
    fr-spaces fr-quotes fr-apostrophe fr-numbers fr-capitals fr-ordinals fr-abbreviations
    fr-title-case fr-dashes
    zh-width zh-quotes zh-enumeration zh-ellipsis zh-dash zh-space zh-brackets zh-titles
    zh-names-dot
    en-quotes en-spaces en-dashes en-dialect
    doubled-words other-language source-words same-as-source half-translated chinese-script
    address-form leftovers repeated mojibake length sentences end-marks open-quote
    negation comparison antonyms
    glossary organisations countries acronyms person-names inconsistent markup placeables
    """.split()
)
LATER = frozenset({"en-capitals", "en-article"})
"""Rules made after the half that is held was written."""
NOTE = re.compile(r"title|article:[a-z]+-[a-z]+-\d+|term: [^=;]+ = [^=;]+(; not: [^=;]+)?")


@pytest.mark.parametrize("half", HALVES)
def test_each_line_is_of_the_agreed_form(half: str) -> None:
    for line in pairs_of(half):
        source, _, target = line.pair.partition("-")
        assert {source, target} <= LOCALES and source[:2] != target[:2], line.place
        assert set(line.expect) <= RULES | LATER, line.place
        assert len(set(line.expect)) == len(line.expect), line.place
        assert line.source.strip() == line.source != "", line.place
        assert line.target.strip() == line.target != "", line.place
        assert unicodedata.is_normalized("NFC", line.source + line.target), line.place
        assert not line.note or NOTE.fullmatch(line.note), line.place


@pytest.mark.parametrize("half", HALVES)
def test_a_half_covers_every_rule_and_direction_with_good_ones_and_bad(half: str) -> None:
    lines = list(pairs_of(half))
    wrong = Counter(line.expect[0] for line in lines if line.expect)
    assert len(lines) >= 650
    assert len(lines) * 2 <= sum(not line.expect for line in lines) * 4
    assert sum(bool(line.expect) for line in lines) >= 300
    rules = RULES | LATER if half == "seen" else RULES
    assert not [name for name in sorted(rules) if wrong[name] < 3]
    for kind in (True, False):
        ways = Counter(
            "-".join(end[:2] for end in line.pair.split("-"))
            for line in lines
            if bool(line.expect) is kind
        )
        assert {way for way, count in ways.items() if count >= 30} == {
            way for way in DIRECTIONS if way[:2] != way[3:]
        }


def test_no_pair_stands_twice_and_none_is_both_good_and_wrong() -> None:
    alone = [line for half in HALVES for line in pairs_of(half) if "article:" not in line.note]
    places: dict[tuple[str, str, str, str], str] = {}
    for line in alone:
        key = (line.pair, line.source, line.target, line.note)
        assert key not in places, (line.place, places[key])
        places[key] = line.place


def test_the_halves_share_no_text() -> None:
    # A word or two, as a button has it, may well be the same; a sentence may not.
    texts = [{text for line in pairs_of(half) for text in line[3:5]} for half in HALVES]
    assert not [text for text in texts[0] & texts[1] if len(text) > 24]


def test_an_article_has_several_messages_of_one_pair() -> None:
    articles: dict[str, list[Pair]] = {}
    for half in HALVES:
        for line in pairs_of(half):
            if line.note.startswith("article:"):
                articles.setdefault(line.note, []).append(line)
    for note, lines in articles.items():
        assert len(lines) > 1 and len({line.pair for line in lines}) == 1, note
