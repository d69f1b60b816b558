"""The translation memory on SQLite and PostgreSQL: what enters, and what is found again."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path

import pytest
from rapidfuzz import fuzz, process

from tests import postgresql
from tests.texts import Asked
from workflow.errors import CatalogueError, ConfigError, FileError
from workflow.memory import (
    Match,
    Source,
    Unit,
    units_of,
)
from workflow.memory.store import (
    Memory,
    open_memory,
)
from workflow.model import Locale, Message, State

FR, EN, ZH = Locale("fr"), Locale("en"), Locale("zh")
TODAY = "2026-01-15"
NUMBERS = count()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    try:
        with postgresql.server() as url:
            yield url
    except postgresql.CannotStartError as error:
        pytest.skip(str(error))


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database."""
    if request.param == "sqlite":
        return "sqlite:///.workflow/memory.db"
    return postgresql.make_database(request.getfixturevalue("server"), f"memory{next(NUMBERS)}")


@pytest.fixture
def memory(url: str, tmp_path: Path) -> Iterator[Memory]:
    with open_memory(url, tmp_path) as it:
        yield it


@dataclass
class File:
    """A catalogue that counts how often it is read."""

    path: Path
    messages: Sequence[Message]
    read: int = 0

    def write(self, messages: Sequence[Message]) -> None:
        self.messages = messages
        self.path.write_text(repr(messages), encoding="utf-8")

    def source(self, target: Locale = EN, state: State = State.TRANSLATED) -> Source:
        def load() -> Iterable[Unit]:
            self.read += 1
            return units_of(self.messages, lambda _: state, (FR, target), self.path.stem)

        return Source(self.path.name, (self.path,), load, state)


def file(folder: Path, slug: str, *messages: Message) -> File:
    it = File(folder / f"{slug}.po", messages)
    it.write(messages)
    return it


def found(memory: Memory, *requests: Asked) -> list[tuple[int, str] | None]:
    return [
        (match.score, match.target) if match else None for match in memory.lookup(requests, FR, EN)
    ]


def test_a_text_is_found_as_it_is_or_nearly(memory: Memory, tmp_path: Path) -> None:
    one = file(tmp_path, "one", Message("Un atelier de deux jours", "A two-day workshop"))
    assert memory.refresh([one.source()], TODAY) == ()
    assert found(
        memory,
        Asked("Un atelier de deux jours"),
        Asked("Un atelier de trois jours"),
        Asked("Un autre sujet"),
        Asked(""),
    ) == [(100, "A two-day workshop"), (81, "A two-day workshop"), None, None]


def test_another_pair_has_units_of_its_own(memory: Memory, tmp_path: Path) -> None:
    memory.refresh([file(tmp_path, "one", Message("Un", "一")).source(ZH)], TODAY)
    assert found(memory, Asked("Un")) == [None]
    assert [match and match.target for match in memory.lookup([Asked("Un")], FR, ZH)] == ["一"]


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
    units = list(units_of([message], lambda _: State.TRANSLATED, (FR, EN), "one"))
    assert bool(units) is enters


def test_what_was_rejected_does_not_enter() -> None:
    assert not list(units_of([Message("Un", "One")], lambda _: State.REJECTED, (FR, EN), "one"))


A = Message("Un", "One of a", "title")
B = Message("Un", "One of b")
NEIGHBOURS = (Message("Avant", "Before"), Message("Un", "Between"), Message("Après", "After"))


@pytest.mark.parametrize(
    ("request_", "score", "target"),
    [
        # the same msgctxt, and the same article or the same neighbours on both sides
        (Asked("Un", "title", "a"), 102, "One of a"),
        (Asked("Un", None, "b"), 102, "One of b"),
        (Asked("Un", None, "z", "Avant", "Après"), 102, "Between"),
        # the same article, msgctxt or neighbour
        (Asked("Un", "summary", "a"), 101, "One of a"),
        (Asked("Un", "title", "z"), 101, "One of a"),
        (Asked("Un", None, "z", "Avant", "Autre"), 101, "Between"),
        # neither: the surest
        (Asked("Un", None, "z"), 100, "Approved"),
        (Asked("Un", "caption", "z"), 100, "Approved"),
    ],
)
def test_the_unit_from_the_same_place_comes_first(
    memory: Memory, tmp_path: Path, request_: Asked, score: int, target: str
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
    assert found(memory, request_) == [(score, target)]


@pytest.mark.parametrize(
    ("score", "level"), [(102, "context"), (101, "exact"), (100, "exact"), (99, "fuzzy")]
)
def test_levels(score: int, level: str) -> None:
    assert Match(score, Unit(FR, EN, "Un", "One"), "One").level == level


def test_all_matches_of_a_text_are_found_best_first(memory: Memory, tmp_path: Path) -> None:
    memory.refresh(
        [
            file(tmp_path, "a", Message("Un atelier de deux jours", "One")).source(),
            file(tmp_path, "b", Message("Un atelier de deux jours", "Two")).source(
                state=State.APPROVED
            ),
            file(tmp_path, "c", Message("Un atelier de trois jours", "Three")).source(),
            file(tmp_path, "d", Message("Un atelier de trois jours", "Three")).source(),
            file(tmp_path, "e", Message("Tout autre chose", "Else")).source(),
        ],
        TODAY,
    )

    def targets(**options: object) -> list[tuple[int, str]]:
        text = Asked("Un atelier de deux jours")
        matches = memory.search(text, FR, EN, **options)  # type: ignore[arg-type]
        return [(match.score, match.target) for match in matches]

    assert targets() == [(100, "Two"), (100, "One"), (81, "Three")]
    assert targets(limit=1) == [(100, "Two")]
    assert targets(floor=90) == [(100, "Two"), (100, "One")]
    assert targets(least=State.REVIEWED) == [(100, "Two")]


def test_only_what_is_sure_enough_is_proposed(memory: Memory, tmp_path: Path) -> None:
    memory.refresh(
        [
            file(tmp_path, "a", Message("Un atelier", "Unsure")).source(),
            file(tmp_path, "b", Message("Deux ateliers", "Sure")).source(state=State.REVIEWED),
        ],
        TODAY,
    )

    def target(text: str, least: State, floor: int = 70) -> str | None:
        (match,) = memory.lookup([Asked(text)], FR, EN, least=least, floor=floor)
        return match.target if match else None

    assert target("Un atelier", State.TRANSLATED) == "Unsure"
    assert target("Un atelier", State.REVIEWED) is None
    assert target("Un atelier", State.REVIEWED, floor=60) == "Sure"
    assert target("Deux ateliers", State.REVIEWED) == "Sure"
    assert target("Deux ateliers", State.APPROVED) is None


def test_a_match_is_made_to_fit(memory: Memory, tmp_path: Path) -> None:
    text = Message(
        "Le 12 mars 2026, 34 personnes sont venues.", "On 12 March 2026, 34 people came."
    )
    memory.refresh([file(tmp_path, "one", text).source()], TODAY)
    (match,) = memory.lookup([Asked("Le 3 avril 2027, 56 personnes sont venues.")], FR, EN)
    assert match is not None
    assert (match.score, match.target) == (99, "On 3 April 2027, 56 people came.")
    assert match.unit.target == text.msgstr


def test_a_text_that_is_mostly_an_address_is_found_by_the_rest(
    memory: Memory, tmp_path: Path
) -> None:
    text = Message("Voir https://example.org/a/long/path", "See https://example.org/a/long/path")
    memory.refresh([file(tmp_path, "one", text).source()], TODAY)
    assert found(memory, Asked("Voir https://news.example.net/2026")) == [
        (99, "See https://news.example.net/2026")
    ]


def test_short_texts_and_chinese_are_found(memory: Memory) -> None:
    pairs = {"Chat": "Cat", "Non": "No", "Café": "Coffee"}
    chinese = {"移动登记点": "Mobile desk", "第一章": "Chapter 1", "南宁": "Nanning"}
    units = [
        *(Unit(FR, EN, source, target) for source, target in pairs.items()),
        *(Unit(ZH, EN, source, target) for source, target in chinese.items()),
    ]
    memory.refresh([Source("units", (), lambda: units)], TODAY)
    assert found(memory, Asked("Chats"), Asked("Chot"), Asked("Café!"), Asked("Oui")) == [
        (88, "Cat"),
        (75, "Cat"),
        (88, "Coffee"),
        None,
    ]
    matches = memory.lookup([Asked("移动登记站"), Asked("南宁市"), Asked("北京")], ZH, EN)
    assert [match and (match.score, match.target) for match in matches] == [
        (80, "Mobile desk"),
        (80, "Nanning"),
        None,
    ]


def test_files_that_did_not_change_are_not_read(memory: Memory, tmp_path: Path) -> None:
    one, two = file(tmp_path, "one", B), file(tmp_path, "two", A)
    for _ in range(3):
        memory.refresh([one.source(), two.source()], TODAY)
    one.write([Message("Deux", "Two")])
    memory.refresh([one.source(), two.source()], TODAY)
    assert (one.read, two.read) == (2, 1)
    assert found(memory, Asked("Un"), Asked("Deux")) == [(100, "One of a"), (100, "Two")]


def test_files_whose_times_are_the_same_are_not_even_opened(
    memory: Memory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As if two seconds had passed since they were written.
    monkeypatch.setattr("workflow.memory.learning._SETTLED", -1)
    one = file(tmp_path, "one", B)
    memory.refresh([one.source()], TODAY)
    one.path.chmod(0o644)  # another time, the same bytes
    memory.refresh([one.source()], TODAY)

    def refuse(_: Path) -> bytes:
        raise AssertionError("opened")

    monkeypatch.setattr("workflow.memory.learning._bytes", refuse)
    memory.refresh([one.source()], TODAY)
    assert one.read == 1


def test_another_mark_makes_a_source_read_again(memory: Memory, tmp_path: Path) -> None:
    one = file(tmp_path, "one", B)
    memory.refresh([one.source()], TODAY)
    memory.refresh([one.source(state=State.APPROVED)], TODAY)
    assert one.read == 2
    assert [unit.state for unit in memory.units()] == [State.APPROVED]


def test_a_text_that_no_database_can_hold_is_left_out(memory: Memory) -> None:
    units = [Unit(FR, EN, "Un\0", "One"), Unit(FR, EN, "Deux", "Two")]
    assert memory.refresh([Source("s", (), lambda: units)], TODAY) == ()
    assert [unit.source for unit in memory.units()] == ["Deux"]


def test_a_source_that_is_gone_is_forgotten(memory: Memory, tmp_path: Path) -> None:
    one = file(tmp_path, "one", B)
    memory.refresh([one.source(), file(tmp_path, "two", A).source()], TODAY)
    memory.refresh([one.source()], TODAY)
    assert found(memory, Asked("Un")) == [(100, "One of b")]
    memory.refresh([], TODAY)
    assert found(memory, Asked("Un"), Asked("Uns")) == [None, None]
    assert list(memory.units()) == []


def test_a_unit_keeps_the_date_it_was_first_seen(memory: Memory, tmp_path: Path) -> None:
    one = file(tmp_path, "one", B)
    memory.refresh([one.source()], "2026-01-01")
    one.write([B, Message("Deux", "Two")])
    memory.refresh([one.source()], "2026-02-02")
    assert {unit.source: unit.date for unit in memory.units()} == {
        "Un": "2026-01-01",
        "Deux": "2026-02-02",
    }


def test_a_broken_source_keeps_its_units_and_is_told(memory: Memory, tmp_path: Path) -> None:
    one, two = file(tmp_path, "one", B), file(tmp_path, "two", Message("Deux", "Two"))
    memory.refresh([one.source()], TODAY)
    one.path.write_text("broken", encoding="utf-8")

    def load() -> Iterable[Unit]:
        yield Unit(FR, EN, "Half", "read")
        raise CatalogueError("PO syntax error", file="one.po", line=3)

    errors = memory.refresh([Source("one.po", (one.path,), load), two.source()], TODAY)
    assert [str(error) for error in errors] == ["one.po:3: PO syntax error"]
    assert {(unit.source, unit.target) for unit in memory.units()} == {
        ("Un", "One of b"),
        ("Deux", "Two"),
    }


def test_a_file_that_cannot_be_read_is_told(memory: Memory, tmp_path: Path) -> None:
    (error,) = memory.refresh([Source("folder", (tmp_path,), list)], TODAY)
    assert isinstance(error, FileError)
    assert error.file == str(tmp_path)


def test_what_was_learnt_is_there_the_next_time(url: str, tmp_path: Path) -> None:
    one = file(tmp_path, "one", B, Message("Un atelier de deux jours", "A workshop"))
    for _ in range(2):
        with open_memory(url, tmp_path) as memory:
            memory.refresh([one.source()], TODAY)
            assert found(memory, Asked("Un"), Asked("Un atelier de deux nuits")) == [
                (100, "One of b"),
                (87, "A workshop"),
            ]
    assert one.read == 1


def test_two_at_once_learn_without_harm(url: str, tmp_path: Path) -> None:
    files = [file(tmp_path, f"n{n}", Message(f"Un {n % 3}", f"One {n}")) for n in range(30)]

    def learn(_: int) -> int:
        with open_memory(url, tmp_path) as memory:
            assert memory.refresh([each.source() for each in files], TODAY) == ()
            return len(found(memory, Asked("Un 1!")))

    with ThreadPoolExecutor(3) as executor:
        assert list(executor.map(learn, range(3))) == [1, 1, 1]
    with open_memory(url, tmp_path) as memory:
        assert len(list(memory.units())) == 30


def test_tables_of_another_version_are_made_anew(url: str, tmp_path: Path) -> None:
    one = file(tmp_path, "one", B)
    with open_memory(url, tmp_path) as memory:
        memory.refresh([one.source()], TODAY)
        with memory._engine.begin() as connection:
            connection.exec_driver_sql("UPDATE memory_schema SET version = 99")
    with open_memory(url, tmp_path) as memory:
        assert found(memory, Asked("Un")) == [None]
        memory.refresh([one.source()], TODAY)
        assert found(memory, Asked("Un")) == [(100, "One of b")]


def test_a_table_that_is_missing_is_made_again(url: str, tmp_path: Path) -> None:
    with open_memory(url, tmp_path) as memory, memory._engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE memory_units")
    with open_memory(url, tmp_path) as memory:
        memory.refresh([file(tmp_path, "one", B).source()], TODAY)
        assert found(memory, Asked("Un")) == [(100, "One of b")]


def test_what_is_forgotten_is_learnt_again(memory: Memory, tmp_path: Path) -> None:
    one = file(tmp_path, "one", Message("Un atelier de deux jours", "A workshop"))
    near = Asked("Un atelier de deux nuits")
    memory.refresh([one.source()], TODAY)
    assert found(memory, near) == [(87, "A workshop")]
    memory.forget()
    assert found(memory, near) == [None]
    memory.refresh([one.source()], TODAY)
    assert found(memory, near) == [(87, "A workshop")]


def test_it_tells_what_it_has(memory: Memory, tmp_path: Path) -> None:
    memory.refresh(
        [
            file(tmp_path, "a", A, Message("Deux", "Two")).source(),
            file(tmp_path, "b", B).source(state=State.APPROVED),
            file(tmp_path, "c", Message("Un", "一")).source(ZH),
        ],
        TODAY,
    )
    assert memory.counts() == {
        (FR, EN): {("a", State.TRANSLATED): 2, ("b", State.APPROVED): 1},
        (FR, ZH): {("c", State.TRANSLATED): 1},
    }
    assert memory.index_standing(FR, EN) == ("missing", 0)
    memory.index(FR, EN)
    assert memory.index_standing(FR, EN)[0] == "ready"
    memory.refresh([file(tmp_path, "d", Message("Trois", "Three")).source()], TODAY)
    assert memory.index_standing(FR, EN)[0] == "behind"


def test_the_same_text_is_found_without_the_index(memory: Memory, tmp_path: Path) -> None:
    memory.refresh([file(tmp_path, "a", A).source()], TODAY)
    same = Asked(A.msgid)
    assert [match.score for match in memory.search(same, FR, EN, floor=100)] == [100]
    assert [match and match.score for match in memory.lookup([same], FR, EN)] == [100]
    assert memory.search(Asked(f"{A.msgid}s"), FR, EN, floor=100) == ()
    assert memory.index_standing(FR, EN) == ("missing", 0)


CONCORDANCE = (
    Unit(FR, EN, "L’Été dernier, un atelier pour policiers", "Last summer, a police workshop"),
    Unit(FR, EN, "Deux ateliers", "Two workshops"),
    Unit(FR, EN, "Une partie", "A 100% share"),
    Unit(FR, EN, "Elle dit « non »", "She says no"),
    Unit(FR, EN, 'Il dit "oui"', "He says yes"),
    Unit(ZH, EN, "移动登记点", "Mobile registration desk"),
)


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("atelier", ["Deux ateliers", CONCORDANCE[0].source]),
        ("ATELIER ete", [CONCORDANCE[0].source]),
        ("policiers atelier", [CONCORDANCE[0].source]),
        ('"policiers atelier"', []),
        ('"atelier pour"', [CONCORDANCE[0].source]),
        ("workshop", ["Deux ateliers", CONCORDANCE[0].source]),
        ("atelier workshop", []),
        ("art", []),
        ("l'ete", [CONCORDANCE[0].source]),
        ("100%", ["Une partie"]),
        ("", []),
        ('"', ['Il dit "oui"', "Elle dit « non »"]),
        ('dit "', ['Il dit "oui"', "Elle dit « non »"]),
        ('"oui', ['Il dit "oui"']),
    ],
)
def test_concordance(memory: Memory, text: str, sources: list[str]) -> None:
    memory.refresh([Source("units", (), lambda: CONCORDANCE)], TODAY)
    assert [match.unit.source for match in memory.concordance(text, FR, EN)] == sources
    assert [match.unit.target for match in memory.concordance("登记", ZH, EN)] == [
        "Mobile registration desk"
    ]


def test_learning_can_be_followed(memory: Memory, tmp_path: Path) -> None:
    done: list[int] = []
    sources = [file(tmp_path, f"n{number}", B).source() for number in range(5)]
    for _ in range(2):
        memory.refresh(sources, TODAY, done.append)
        assert sum(done) == 5
        done.clear()


def test_a_memory_without_a_file_leaves_none(tmp_path: Path) -> None:
    one = file(tmp_path, "one", B, Message("Un atelier de deux jours", "A workshop"))
    with open_memory("sqlite://", tmp_path) as memory:
        memory.refresh([one.source()], TODAY)
        assert found(memory, Asked("Un"), Asked("Un atelier de deux nuits")) == [
            (100, "One of b"),
            (87, "A workshop"),
        ]
    assert [path.name for path in tmp_path.iterdir()] == ["one.po"]


@pytest.mark.parametrize("url", ["nosuchdb://x/y", "sqlite:/x", "mysql+nosuchdriver://u@h/d"])
def test_a_url_that_cannot_be_used_is_a_config_error(url: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="`memory`: the database cannot be used"):
        open_memory(url, tmp_path).__enter__()


def test_a_server_that_is_not_there_is_told_without_a_password(tmp_path: Path) -> None:
    pytest.importorskip("psycopg", reason="needs: pip install 'workflow[postgresql]'")
    url = f"postgresql+psycopg://me:s3cr3t@/memory?host={tmp_path}"
    with pytest.raises(FileError, match="the translation memory cannot be used") as caught:
        open_memory(url, tmp_path).__enter__()
    assert "s3cr3t" not in str(caught.value)
    assert caught.value.hint == "Check that the database server runs and lets you in."


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with pytest.raises(FileError), open_memory("sqlite:///taken/memory.db", tmp_path):
        pass


def test_the_index_finds_what_a_scan_of_all_texts_finds(tmp_path: Path) -> None:
    rnd = random.Random(4)
    for locale, words, glue in (
        (
            FR,
            "un une des atelier ateliers jours semaine policiers formation ville à de".split(),
            " ",
        ),
        (ZH, list("移动登记点南宁工作坊两天警察培训城市的了在上海"), ""),
    ):
        texts = sorted({glue.join(rnd.choices(words, k=rnd.randint(3, 25))) for _ in range(2000)})
        units = [Unit(locale, EN, text, "x") for text in texts]
        with open_memory(f"sqlite:///{locale}.db", tmp_path) as memory:
            memory.refresh([Source("s", (), partial(list, units))], TODAY)
            queries = [edited(rnd, rnd.choice(texts)) for _ in range(150)]
            found = memory.lookup([Asked(text) for text in queries], locale, EN)
        best = [process.extractOne(query, texts, scorer=fuzz.ratio)[1] for query in queries]
        wanted = [int(score) >= 70 for score in best]
        as_good = [
            match is not None and match.score >= min(99, int(score))
            for match, score, needed in zip(found, best, wanted, strict=True)
            if needed
        ]
        assert len(as_good) > 100
        assert sum(as_good) >= 0.98 * len(as_good)


def edited(rnd: random.Random, text: str) -> str:
    """``text`` with about every tenth character left out, doubled or replaced."""
    letters = list(text)
    for place in range(len(letters)):
        if rnd.random() < 0.1:
            letters[place] = rnd.choice(["", letters[place] * 2, rnd.choice(text)])
    return "".join(letters)
