"""The index of near misses: what it finds beside a scan, whatever the parts it is made of."""

from __future__ import annotations

import random
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz, process

from workflow.memory import near_misses
from workflow.memory.matching import near_texts
from workflow.memory.near_misses import NearMisses
from workflow.memory.ngrams import GramSizes
from workflow.memory.postings import Part, cut_up, likeliest, part_of, write_merged
from workflow.merge.repair import outline
from workflow.model import Locale

FR, EN, ZH = Locale("fr"), Locale("en"), Locale("zh")
WORDS = {
    FR: "un une des atelier ateliers jours semaine policiers formation ville à de https://a.fr/1 4",
    EN: "a the workshop workshops days week police officers training town at of http://a.org 4",
    ZH: " ".join("移动登记点南宁工作坊两天警察培训城市的了在上海3"),
}
TEXTS = st.text(st.sampled_from("abcdé 移动1@.🚚\x02\x03"), min_size=1, max_size=60)


def made(locale: Locale, rnd: random.Random, count: int) -> list[str]:
    """Different texts of 2 to 30 words (characters)."""
    words, glue = WORDS[locale].split(), "" if locale == ZH else " "
    found: dict[str, None] = {}
    while len(found) < count:
        found[glue.join(rnd.choices(words, k=rnd.randint(2, 30)))] = None
    return list(found)


def edited(rnd: random.Random, text: str) -> str:
    """``text`` with up to every fourth character left out, doubled or replaced."""
    letters, share = list(text), rnd.uniform(0.02, 0.25)
    for place in range(len(letters)):
        if rnd.random() < share:
            letters[place] = rnd.choice(["", letters[place] * 2, rnd.choice(text)])
    return "".join(letters)


def written(*parts: Part) -> Part:
    file = BytesIO()
    sizes = write_merged(parts, file)
    return part_of(np.frombuffer(file.getvalue(), np.uint8), *sizes)


@pytest.mark.parametrize("locale", [FR, EN, ZH])
@pytest.mark.parametrize("least", [55, 70, 90])
def test_the_best_of_a_scan_is_among_the_candidates(locale: Locale, least: int) -> None:
    rnd = random.Random(least)
    texts = made(locale, rnd, 1000)
    part = cut_up([*enumerate(texts)], GramSizes.of(locale))
    missed = wanted = 0
    for _ in range(300):
        query = edited(rnd, rnd.choice(texts))
        best = process.extractOne(query, texts, scorer=fuzz.ratio, score_cutoff=least)
        if best is None:
            continue
        wanted += 1
        proposed = likeliest([part], query, GramSizes.of(locale), 100)
        missed += max((fuzz.ratio(query, texts[n]) for n in proposed), default=0) < best[1]
    assert wanted > 150
    assert missed <= wanted // 100


@given(st.lists(st.lists(TEXTS, min_size=1, max_size=12), min_size=1, max_size=6), TEXTS)
def test_parts_that_are_merged_are_one_part_of_all(batches: list[list[str]], query: str) -> None:
    cut = GramSizes.of(FR)
    numbered: list[list[tuple[int, str]]] = []
    for batch in batches:
        start = sum(map(len, numbered))
        numbered.append([*enumerate(batch, start)])
    parts = [cut_up(batch, cut) for batch in numbered]
    whole = cut_up([each for batch in numbered for each in batch], cut)
    for merged in (written(*parts), written(written(*parts[:2]), *parts[2:]), written(whole)):
        assert [each.tolist() for each in merged] == [each.tolist() for each in whole]
    assert likeliest(parts, query, cut, 5) == likeliest([whole], query, cut, 5)


@given(st.lists(TEXTS, min_size=1, max_size=30, unique=True), st.data())
def test_a_text_is_always_found_by_itself(texts: list[str], data: st.DataObject) -> None:
    query = data.draw(st.sampled_from(texts))
    found = likeliest([cut_up([*enumerate(texts)], GramSizes.of(ZH))], query, GramSizes.of(ZH), 30)
    assert query in [texts[number] for number in found]


@given(st.lists(TEXTS, min_size=1, max_size=20), TEXTS, st.data())
def test_damage_finds_too_little_or_is_a_value_error(
    texts: list[str], query: str, data: st.DataObject
) -> None:
    file = BytesIO()
    sizes = write_merged([cut_up([*enumerate(texts)], GramSizes.of(FR))], file)
    harmed = bytearray(file.getvalue())
    for place in data.draw(st.lists(st.integers(0, len(harmed) - 1), max_size=8)):
        harmed[place] ^= data.draw(st.integers(1, 255))
    try:
        part = part_of(np.frombuffer(bytes(harmed), np.uint8), *sizes)
    except ValueError:
        return
    assert len(likeliest([part], query, GramSizes.of(FR), 10)) <= 10
    try:
        written(part, cut_up([(99, query)], GramSizes.of(FR)))
    except ValueError:
        return


@given(TEXTS, st.lists(TEXTS, max_size=12), st.sampled_from([50, 70, 95]))
def test_likeness_is_that_of_texts_or_of_their_outlines(
    query: str, among: list[str], least: int
) -> None:
    likeness = [
        max(fuzz.ratio(query, each), fuzz.ratio(outline(query), outline(each))) for each in among
    ]
    enough = [place for place, score in enumerate(likeness) if score >= least]
    expected = sorted(enough, key=lambda place: (-likeness[place], among[place]))
    assert near_texts(query, among, least, 5) == expected[:5]


class Table:
    """The texts of a pair, as they come."""

    def __init__(self, texts: Sequence[str] = ()) -> None:
        self.texts = list(texts)

    def last(self) -> int:
        return len(self.texts)

    def count(self) -> int:
        return len(self.texts)

    def after(self, number: int) -> list[tuple[int, str]]:
        return [*enumerate(self.texts[number:], number + 1)]


def test_an_index_that_grew_finds_what_one_made_at_once_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(near_misses, "_CHARACTERS", 500)
    monkeypatch.setattr(near_misses, "_OPEN", 3)
    rnd = random.Random(8)
    texts = made(FR, rnd, 1500)
    table = Table()
    growing = NearMisses(tmp_path / "grown", (FR, EN), "epoch")
    while len(table.texts) < len(texts):
        more = texts[len(table.texts) :][: rnd.choice([1, 3, 20, 300])]
        table.texts += more
        growing.follow(table)
        if rnd.random() < 0.3:  # another process goes on
            growing = NearMisses(tmp_path / "grown", (FR, EN), "epoch")
    assert growing._parts is not None
    assert len(growing._parts) <= 5
    others = [NearMisses(folder, (FR, EN), "epoch") for folder in (tmp_path / "at once", None)]
    for other in others:
        other.follow(table)
    for _ in range(100):
        query = edited(rnd, rnd.choice(texts))
        expected = growing.candidates(query, 20)
        assert [other.candidates(query, 20) for other in others] == [expected, expected]


def test_to_open_an_index_is_not_to_read_it(tmp_path: Path) -> None:
    table = Table(made(FR, random.Random(1), 300))
    NearMisses(tmp_path, (FR, EN), "epoch").follow(table)
    opened = NearMisses(tmp_path, (FR, EN), "epoch")
    opened.follow(table)
    assert opened._parts is not None
    for kept in opened._parts:
        assert isinstance(kept.part.places.base, np.ndarray)
        assert isinstance(_owner(kept.part.places), np.memmap)


def _owner(array: np.ndarray) -> object:
    """The array that holds the memory of a view."""
    base = array
    while isinstance(base.base, np.ndarray):
        base = base.base
    return base
