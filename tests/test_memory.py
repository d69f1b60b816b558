"""The translation memory: what enters, what is found again, and how it survives trouble."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from workflow.engines.interface import Request
from workflow.errors import CatalogueError, ConfigError, FileError
from workflow.model import Locale, Message, State
from workflow.stores.memory import Memory, Source, open_memory
from workflow.stores.memory_match import LEAST_LIKENESS, nearest, units_of, window

FR, EN, ZH = Locale("fr"), Locale("en"), Locale("zh")
TODAY = "2026-01-15"


@dataclass
class File:
    """A catalogue that counts how often it is read."""

    path: Path
    messages: Sequence[Message]
    read: int = 0

    def write(self, messages: Sequence[Message]) -> None:
        self.messages = messages
        self.path.write_text(repr(messages), encoding="utf-8")

    def load(self) -> Sequence[Message]:
        self.read += 1
        return self.messages

    def source(self, target: Locale = EN, state: State = State.TRANSLATED) -> Source:
        return Source(self.path.stem, FR, target, self.path, self.load, state)


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    with open_memory("sqlite:///.workflow/memory.db", tmp_path) as it:
        yield it


def file(folder: Path, slug: str, *messages: Message) -> File:
    it = File(folder / f"{slug}.po", messages)
    it.write(messages)
    return it


def found(memory: Memory, *requests: Request) -> list[tuple[str, int, str] | None]:
    return [
        (match.level, match.score, match.target) if match else None
        for match in memory.lookup(requests, FR, EN)
    ]


def test_a_text_is_found_as_it_is_or_nearly(memory: Memory, tmp_path: Path) -> None:
    one = file(tmp_path, "one", Message("Un atelier de deux jours", "A two-day workshop"))
    assert memory.refresh([one.source()], TODAY) == ()
    assert found(
        memory,
        Request("Un atelier de deux jours"),
        Request("Un atelier de trois jours"),
        Request("Un autre sujet"),
        Request(""),
    ) == [("exact", 100, "A two-day workshop"), ("fuzzy", 81, "A two-day workshop"), None, None]


def test_another_pair_has_units_of_its_own(memory: Memory, tmp_path: Path) -> None:
    memory.refresh([file(tmp_path, "one", Message("Un", "一")).source(ZH)], TODAY)
    assert found(memory, Request("Un")) == [None]
    assert [match and match.target for match in memory.lookup([Request("Un")], FR, ZH)] == ["一"]


@pytest.mark.parametrize(
    ("message", "enters"),
    [
        (Message("Un", "One"), True),
        (Message("Un", "One", obsolete=True), True),
        (Message("Un", ""), False),
        (Message("Un", "One", flags=("fuzzy",)), False),
        (Message("Un", "One", flags=("fuzzy",), obsolete=True), False),
        (
            Message("Un", "One", translator_comments=("machine translation: x, 2026-01-01",)),
            True,
        ),
    ],
)
def test_what_people_made_enters(message: Message, enters: bool) -> None:
    assert bool(list(units_of([message], "one", State.TRANSLATED, TODAY))) is enters


A = Message("Un", "One of a", "title")
B = Message("Un", "One of b")
NEIGHBOURS = (Message("Avant", "Before"), Message("Un", "Between"), Message("Après", "After"))


@pytest.mark.parametrize(
    ("request_", "level", "target"),
    [
        (Request("Un", "title", "a"), "context", "One of a"),
        (Request("Un", None, "b"), "context", "One of b"),
        (Request("Un", "title", "z"), "exact", "One of a"),
        (Request("Un", None, "z", "Avant", "Après"), "context", "Between"),
        (Request("Un", None, "z"), "exact", "One of b"),
        (Request("Un", "caption", "z"), "exact", "Approved"),
    ],
)
def test_the_unit_from_the_same_place_comes_first(
    memory: Memory, tmp_path: Path, request_: Request, level: str, target: str
) -> None:
    memory.refresh(
        [
            file(tmp_path, "a", A).source(),
            file(tmp_path, "b", B).source(),
            file(tmp_path, "c", *NEIGHBOURS).source(),
            file(tmp_path, "d", Message("Un", "Approved", "d")).source(state=State.APPROVED),
        ],
        TODAY,
    )
    assert found(memory, request_) == [(level, 100, target)]


def test_files_that_did_not_change_are_not_read(memory: Memory, tmp_path: Path) -> None:
    one, two = file(tmp_path, "one", B), file(tmp_path, "two", A)
    for _ in range(3):
        memory.refresh([one.source(), two.source()], TODAY)
    one.write([Message("Deux", "Two")])
    memory.refresh([one.source(), two.source()], TODAY)
    assert (one.read, two.read) == (2, 1)
    assert found(memory, Request("Un"), Request("Deux")) == [
        ("exact", 100, "One of a"),
        ("exact", 100, "Two"),
    ]


def test_a_catalogue_that_is_gone_is_forgotten(memory: Memory, tmp_path: Path) -> None:
    memory.refresh([file(tmp_path, "one", B).source()], TODAY)
    memory.refresh([], TODAY)
    assert found(memory, Request("Un")) == [None]


def test_a_unit_keeps_the_date_it_was_first_seen(memory: Memory, tmp_path: Path) -> None:
    one = file(tmp_path, "one", B)
    memory.refresh([one.source()], "2026-01-01")
    one.write([B, Message("Deux", "Two")])
    memory.refresh([one.source()], "2026-02-02")
    matches = memory.lookup([Request("Un"), Request("Deux")], FR, EN)
    assert [match and match.unit.updated for match in matches] == ["2026-01-01", "2026-02-02"]


def test_a_broken_catalogue_keeps_its_units_and_is_told(memory: Memory, tmp_path: Path) -> None:
    one, two = file(tmp_path, "one", B), file(tmp_path, "two", Message("Deux", "Two"))
    memory.refresh([one.source()], TODAY)
    one.path.write_text("broken", encoding="utf-8")

    def load() -> Sequence[Message]:
        raise CatalogueError("PO syntax error", file="one.po", line=3)

    broken = Source("one", FR, EN, one.path, load)
    errors = memory.refresh([broken, two.source()], TODAY)
    assert [str(error) for error in errors] == ["one.po:3: PO syntax error"]
    assert found(memory, Request("Un"), Request("Deux")) == [
        ("exact", 100, "One of b"),
        ("exact", 100, "Two"),
    ]


def test_what_was_learnt_is_there_the_next_time(tmp_path: Path) -> None:
    one = file(tmp_path, "one", B)
    for _ in range(2):
        with open_memory("sqlite:///m/memory.db", tmp_path) as memory:
            memory.refresh([one.source()], TODAY)
            assert found(memory, Request("Un")) == [("exact", 100, "One of b")]
    assert one.read == 1
    assert (tmp_path / "m" / "memory.db").is_file()


def test_tables_of_another_version_are_made_anew(tmp_path: Path) -> None:
    one = file(tmp_path, "one", B)
    with open_memory("sqlite:///memory.db", tmp_path) as memory:
        memory.refresh([one.source()], TODAY)
    with sqlite3.connect(tmp_path / "memory.db") as connection:
        connection.execute("UPDATE memory_schema SET version = 99")
    connection.close()
    with open_memory("sqlite:///memory.db", tmp_path) as memory:
        assert found(memory, Request("Un")) == [None]
        memory.refresh([one.source()], TODAY)
        assert found(memory, Request("Un")) == [("exact", 100, "One of b")]


def test_a_memory_without_a_file_leaves_none(tmp_path: Path) -> None:
    one = file(tmp_path, "one", B)
    with open_memory("sqlite://", tmp_path) as memory:
        memory.refresh([one.source()], TODAY)
        assert found(memory, Request("Un")) == [("exact", 100, "One of b")]
    assert [path.name for path in tmp_path.iterdir()] == ["one.po"]


def test_a_file_that_is_no_database_is_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "memory.db").write_text("no database at all" * 100, encoding="utf-8")
    with (
        pytest.raises(FileError, match="file is not a database") as caught,
        open_memory("sqlite:///memory.db", tmp_path),
    ):
        pass
    assert caught.value.hint.startswith("Delete the file")
    assert caught.value.file == str(tmp_path / "memory.db")


@pytest.mark.parametrize("url", ["nosuchdb://x/y", "sqlite:/x", "mysql+nosuchdriver://u@h/d"])
def test_a_url_that_cannot_be_used_is_a_config_error(url: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="memory: the database cannot be used"):
        open_memory(url, tmp_path).__enter__()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with pytest.raises(FileError), open_memory("sqlite:///taken/memory.db", tmp_path):
        pass


texts = st.lists(st.text("abc é中", max_size=12), max_size=8)


@given(texts, texts)
def test_the_nearest_is_the_nearest(wanted: list[str], sources: list[str]) -> None:
    found = nearest(wanted, sources)
    for text in wanted:
        best = max((fuzz.ratio(text, source) for source in sources), default=0.0)
        assert (text in found) is (best >= LEAST_LIKENESS and bool(text or "" in sources))
        if text in found:
            assert fuzz.ratio(text, found[text][0]) == best
            assert found[text][1] == min(99, int(best))


@given(st.integers(0, 5000), st.integers(0, 9000))
def test_no_text_outside_the_window_could_be_like_enough(length: int, other: int) -> None:
    low, high = window(length)
    if not low <= other <= high:
        assert 200 * min(length, other) < LEAST_LIKENESS * (length + other)
