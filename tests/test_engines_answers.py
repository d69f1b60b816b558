"""Answers are kept before they are used, claimed by one process at a time, and counted.

Real processes, real kills, real damage; no time of day.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.engines import claims
from workflow.engines.answers import Key, NoAnswers, Usage, key_of, month_of
from workflow.engines.kept_answers import KeptAnswers
from workflow.errors import EngineError

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
MONTH = "2026-11"
TEXTS = {
    "fr": "La crue a emporté le pont [X1X] — « enfin ! »",
    "en": "The flood took the bridge [X1X] “at last”",
    "zh": "洪水冲走了桥[X1X]，“终于！”\u3000😀",
}


def key(text: str) -> Key:
    return key_of("deepl https://api.example/ more", "fr", "en", text)


def keep(answers: KeptAnswers, found: dict[Key, str], cost: float | None = 0.5) -> None:
    answers.keep(found, engine="deepl", model="m", cost=cost, moment=NOW)


START = """
import os, sys
from contextlib import closing, suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from workflow.engines.answers import key_of
from workflow.engines.kept_answers import KeptAnswers
from workflow.errors import EngineError

def key(text): return key_of("deepl https://api.example/ more", "fr", "en", text)
def keep(found):
    moment = datetime(2026, 11, 30, 12, tzinfo=UTC)
    answers.keep(found, engine="deepl", model="m", cost=None, moment=moment)
def reserve(engine, characters, limit=None):
    return answers.reserve(engine, "2026-11", characters, limit=limit)
def say(*words): print(*words, flush=True)
answers = KeptAnswers(Path(sys.argv[1]))
"""


def start(path: Path, code: str) -> subprocess.Popen[str]:
    """Another process that runs ``code`` on answers of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", START + code, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[1],
    )


def said(process: subprocess.Popen[str], told: str = "") -> list[str]:
    """What the process says until it ends, in words, after it was told so."""
    out, _ = process.communicate(told, timeout=60)
    assert process.returncode == 0
    return out.split()


def all_at_once(path: Path, code: str) -> list[list[str]]:
    """What eight processes say that begin together."""
    processes = [start(path, "say('ready')\nsys.stdin.readline()\n" + code) for _ in range(8)]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    return [said(process) for process in processes]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / ".workflow" / "answers.db"


# Kept and known


def test_what_is_kept_is_known_to_later_runs(path: Path) -> None:
    first = KeptAnswers(path)
    found = {key(text): text.upper() for text in TEXTS.values()}
    keep(first, found)
    first.close()
    later = KeptAnswers(path)
    assert later.known([*found, key("another")]) == found
    assert not later.notes


@settings(max_examples=40)
@given(st.dictionaries(st.binary(min_size=16, max_size=16), st.text(), max_size=20))
def test_any_answer_comes_back_as_it_was(tmp_path_factory, found: dict[Key, str]) -> None:
    answers = KeptAnswers(tmp_path_factory.mktemp("answers") / "answers.db")
    keep(answers, found)
    assert answers.known(found) == found
    answers.close()


@pytest.mark.parametrize("changed", range(5))
def test_each_part_of_what_was_asked_parts_the_keys(changed: int) -> None:
    parts = ["deepl", "fr", "en", TEXTS["fr"], "glossary"]
    other = [f"{part}x" if number == changed else part for number, part in enumerate(parts)]
    assert key_of(*parts) != key_of(*other)
    assert key_of("ab", "c", "d", "e") != key_of("a", "bc", "d", "e")


def test_more_keys_than_one_question_takes(path: Path) -> None:
    answers = KeptAnswers(path)
    found = {key(f"{number}"): f"«{number}»" for number in range(3000)}
    keep(answers, found)
    assert answers.known(found) == found
    assert answers.claim(found) == frozenset()


def test_kill_9_loses_no_answer_that_was_kept(path: Path) -> None:
    code = (
        "for number in range(100000):\n"
        "    keep({key(str(number)): f'« {number} »'})\n"
        "    say(number)\n"
    )
    process = start(path, code)
    assert process.stdout is not None
    seen = [process.stdout.readline().strip() for _ in range(40)]
    process.kill()
    seen += process.stdout.read().split()
    process.wait()
    assert process.returncode == -signal.SIGKILL
    # the last line may be cut
    kept = {key(number): f"« {number} »" for number in seen[:-1]}
    assert KeptAnswers(path).known(kept) == kept


# Claims


def test_two_processes_never_have_the_same_text_at_once(path: Path) -> None:
    """Eight of them take what they get, keep it, and ask for the rest."""
    code = (
        "import random\n"
        "waiting = [key(str(number)) for number in range(60)]\n"
        "random.Random(os.getpid()).shuffle(waiting)\n"
        "while waiting:\n"
        "    for each in sorted(answers.claim(waiting[:7])):\n"
        "        say(each.hex())\n"
        "        keep({each: str(os.getpid())})\n"
        "    known = answers.known(waiting)\n"
        "    waiting = [each for each in waiting if each not in known]\n"
    )
    sent = [word for words in all_at_once(path, code) for word in words]
    assert len(sent) == len(set(sent)) == 60


@pytest.mark.parametrize("killed", [True, False])
def test_claims_of_a_process_fall_when_it_ends(path: Path, *, killed: bool) -> None:
    code = "say(len(answers.claim([key('a'), key('b')])))\nsys.stdin.readline()\nanswers.close()\n"
    other = start(path, code)
    assert other.stdout is not None
    assert other.stdout.readline() == "2\n"
    answers = KeptAnswers(path)
    assert answers.claim([key("a"), key("b"), key("c")]) == {key("c")}
    if killed:
        other.kill()
    other.communicate("go\n")
    assert answers.claim([key("a"), key("b")]) == {key("a"), key("b")}
    answers.close()
    assert not list(path.with_suffix(".claims").iterdir())


def test_nothing_is_left_of_processes_that_were_killed(path: Path) -> None:
    for number in range(2):
        other = start(path, f"say(len(answers.claim([key('{number}')])))\nsys.stdin.readline()\n")
        assert other.stdout is not None
        other.stdout.readline()
        other.kill()
        other.communicate()
    answers = KeptAnswers(path)
    assert answers.claim([key("a")]) == {key("a")}
    (one, lease) = sorted(each.name for each in path.with_suffix(".claims").iterdir())
    assert lease == f"{one}.lease"
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("SELECT count(*) FROM claims").fetchone() == (1,)


def test_a_process_that_is_stopped_loses_its_claims_and_learns_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claims, "LEASE", 1.5)
    code = (
        "from workflow.engines import claims\n"
        "claims.LEASE = 1.5\n"
        "both = {key('a'): 'a', key('b'): 'b', key('c'): 'c'}\n"
        "say(len(answers.claim(both)), len(answers.lost(both)))\n"
        "sys.stdin.readline()\n"
        "say(*sorted(both[each] for each in answers.lost(both)))\n"
        "answers.close()\n"
    )
    other = start(path, code)
    assert other.stdout is not None
    assert other.stdout.readline() == "3 0\n"
    answers = KeptAnswers(path)
    for _ in range(40):  # one that runs keeps them, however often one asks
        assert answers.claim([key("a"), key("b")]) == frozenset()
        time.sleep(0.05)
    other.send_signal(signal.SIGSTOP)
    while answers.claim([key("a"), key("b")]) == frozenset():
        time.sleep(0.05)
    keep(answers, {key("b"): "B"})
    other.send_signal(signal.SIGCONT)
    assert said(other, "go\n") == ["a", "b"]
    assert answers.claim([key("c")]) == {key("c")}
    answers.close()


def test_what_is_released_another_may_send(path: Path) -> None:
    one, other = KeptAnswers(path), KeptAnswers(path)
    assert one.claim([key("a"), key("b")]) == {key("a"), key("b")}
    assert one.claim([key("a")]) == {key("a")}
    other.release([key("a")])
    assert other.claim([key("a")]) == frozenset()
    one.release([key("a")])
    keep(one, {key("b"): "B"})
    assert other.claim([key("a"), key("b")]) == {key("a")}
    assert other.known([key("b")]) == {key("b"): "B"}


def test_an_answer_of_no_use_is_forgotten_and_may_be_asked_for_again(path: Path) -> None:
    answers = KeptAnswers(path)
    keep(answers, {key("a"): "A", key("b"): "B"})
    answers.forget([key("a"), key("never")])
    assert answers.known([key("a"), key("b")]) == {key("b"): "B"}
    assert KeptAnswers(path).claim([key("a"), key("b")]) == {key("a")}


# What is sent


def test_what_is_sent_is_counted_by_engine_and_month(path: Path) -> None:
    answers = KeptAnswers(path)
    assert answers.reserve("libre", "2026-12", 7)
    assert answers.reserve("deepl", MONTH, 10, cost=0.25)
    assert answers.reserve("deepl", MONTH, 5, cost=0.5, limit=15)
    assert not answers.reserve("deepl", MONTH, 1, cost=1, limit=15)
    answers.unspend("libre", "2026-12", 3)
    answers.charge("chat", MONTH, 2)
    answers.close()
    assert KeptAnswers(path, write=False).usage() == [
        Usage("chat", MONTH, 0, 0, 2.0),
        Usage("deepl", MONTH, 2, 15, 0.75),
        Usage("libre", "2026-12", 0, 4, None),
    ]


def test_a_budget_is_never_passed_by_eight_processes(path: Path) -> None:
    code = (
        "sizes = range(1, 60)\n"
        "sent = [each for each in sizes if reserve('deepl', each, limit=5000)]\n"
        "say(sum(sent), len(sent))\n"
    )
    figures = all_at_once(path, code)
    characters = sum(int(characters) for characters, _ in figures)
    requests = sum(int(requests) for _, requests in figures)
    (usage,) = KeptAnswers(path).usage()
    assert (usage.characters, usage.requests) == (characters, requests)
    # no room is left for the smallest of those refused
    assert 5000 - 59 < characters <= 5000


def test_months_are_those_of_utc() -> None:
    assert month_of(datetime.fromisoformat("2026-12-01T00:30:00+02:00")) == "2026-11"
    assert month_of(NOW) == MONTH


def test_without_a_file_a_limit_holds_within_the_run() -> None:
    answers = NoAnswers()
    assert answers.reserve("deepl", MONTH, 10, limit=12)
    assert not answers.reserve("deepl", MONTH, 3, limit=12)
    answers.unspend("deepl", MONTH, 10)
    assert answers.reserve("deepl", MONTH, 12, limit=12)


def test_a_dry_run_changes_no_byte_and_lets_nothing_be_sent(path: Path) -> None:
    folder = path.parent
    assert KeptAnswers(path, write=False).known([key("a")]) == {}
    assert not folder.exists()
    writer = KeptAnswers(path)
    keep(writer, {key("a"): "A"})
    for _ in range(2):  # while another run writes, and after
        before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
        dry = KeptAnswers(path, write=False)
        assert dry.known([key("a"), key("b")]) == {key("a"): "A"}
        assert dry.claim([key("b")]) == {key("b")}
        assert not dry.reserve("deepl", MONTH, 1)
        keep(dry, {key("b"): "B"})
        dry.close()
        assert dry.known([key("b")]) == {}
        after = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
        assert {name for name in before if not name.name.endswith("-shm")} == {
            name for name in after if not name.name.endswith("-shm")
        }
        assert all(before[name] == after[name] for name in after if "-shm" not in name.name)
        writer.close()


# Trouble


def kept_many(path: Path, number: int = 400) -> dict[Key, str]:
    answers = KeptAnswers(path)
    found = {key(f"{number}"): f"« {number} » " * 30 for number in range(number)}
    keep(answers, found)
    answers.reserve("deepl", MONTH, 100)
    answers.close()
    return found


DAMAGE = {
    "header": lambda data: b"\0" * 100 + data[100:],
    "text": lambda data: b"never a database\n" * 500,
    "empty": lambda data: b"",
    "cut": lambda data: data[: len(data) // 2],
    "middle": lambda data: data[:20480] + b"\xff" * 8192 + data[28672:],
    "a letter": lambda data: data.replace("« 7 »".encode(), "« 8 »".encode()),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_file_is_set_aside_and_what_can_be_read_goes_on(path: Path, kind: str) -> None:
    found = kept_many(path)
    broken = DAMAGE[kind](path.read_bytes())
    path.write_bytes(broken)
    answers = KeptAnswers(path)
    known = answers.known(found)
    assert all(found[each] == text for each, text in known.items())
    if kind in {"middle", "a letter"}:
        assert len(known) > len(found) / 2
    (aside,) = path.parent.glob("*.damaged-*.db")
    assert aside.read_bytes() == broken
    assert any(aside.name in text for text in answers.notes)
    keep(answers, {key("new"): "NEW"})
    assert answers.known([key("new")]) == {key("new"): "NEW"}
    # Either what was sent is still known, or no budget is spent until somebody has looked.
    try:
        assert not answers.reserve("deepl", MONTH, 1, limit=100)
        assert kind in {"middle", "a letter", "cut"}
    except EngineError as error:
        assert aside.name in str(error)
        assert answers.reserve("libre", MONTH, 1)
        aside.unlink()
        assert answers.reserve("deepl", MONTH, 1, limit=101)
    assert KeptAnswers(path).known([key("new")]) == {key("new"): "NEW"}


@cache
def whole() -> tuple[bytes, dict[Key, str]]:
    """A file with answers, claims and a spent budget, and what it knows."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "answers.db"
        found = kept_many(path, 60)
        answers = KeptAnswers(path)
        for month in ("2026-09", "2026-10"):
            answers.reserve("libre", month, 9)
        answers.claim([key("claimed")])
        answers.release([key("claimed")])
        answers.close()
        return path.read_bytes(), found


@settings(max_examples=50)
@given(
    edits=st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=40)),
        min_size=1,
        max_size=4,
    ),
    length=st.floats(0.4, 1.6),
)
def test_no_damage_whatever_tells_lies_or_frees_a_budget(
    edits: list[tuple[float, bytes]], length: float
) -> None:
    good, found = whole()
    broken = bytearray(good)
    for place, new in edits:
        at = int(place * len(good))
        broken[at : at + len(new)] = new
    del broken[int(length * len(good)) :]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "answers.db"
        path.write_bytes(broken)
        answers = KeptAnswers(path)
        known = answers.known(found)
        sound = all(found[each] == text for each, text in known.items())
        assert sound
        with suppress(EngineError):
            assert not answers.reserve("deepl", MONTH, 1, limit=100)
        keep(answers, {key("new"): "NEW"})
        # a damaged index may hide a row; it never shows another
        assert answers.known([key("new")]).items() <= {key("new"): "NEW"}.items()
        assert answers.claim([key("x")]) == {key("x")}
        answers.close()


def test_damage_while_several_have_it_open_sets_it_aside_once(path: Path) -> None:
    found = kept_many(path)
    one, other = KeptAnswers(path), KeptAnswers(path)
    assert one.known(found) == other.known(found) == found
    changed = path.read_bytes().replace("« 7 »".encode(), "« 8 »".encode())
    path.write_bytes(changed)
    fresh = KeptAnswers(path)
    assert len(fresh.known(found)) == len(found) - 1
    keep(one, {key("one"): "1"})
    assert one.reserve("deepl", MONTH, 1, limit=200)
    assert other.reserve("deepl", MONTH, 1, limit=200)
    assert fresh.known([key("one")]) == other.known([key("one")]) == {key("one"): "1"}
    assert fresh.usage()[0].characters == 102
    assert len(list(path.parent.glob("*.damaged-*.db"))) == 1


def test_damage_that_eight_meet_at_once_is_set_aside_once(path: Path) -> None:
    found = kept_many(path)
    path.write_bytes(path.read_bytes().replace("« 7 »".encode(), "« 8 »".encode()))
    code = (
        "known = answers.known([key(str(number)) for number in range(400)])\n"
        "keep({key(f'new {os.getpid()}'): 'NEW'})\n"
        "say(len(known), reserve('deepl', 1, limit=104), os.getpid())\n"
    )
    said = all_at_once(path, code)
    assert {int(known) for known, _, _ in said} == {len(found) - 1}
    assert sum(fits == "True" for _, fits, _ in said) == 4
    answers = KeptAnswers(path)
    assert len(answers.known([key(f"new {process}") for _, _, process in said])) == 8
    assert len(list(path.parent.glob("*.damaged-*.db"))) == 1


def test_killed_while_it_sets_aside_the_next_run_knows_of_it(path: Path) -> None:
    kept_many(path)
    path.rename(path.with_name("answers.damaged-1.db"))
    path.with_name("answers.damaged-1.db").write_bytes(b"damaged")
    answers = KeptAnswers(path)
    with pytest.raises(EngineError, match=r"answers\.damaged-1\.db"):
        answers.reserve("deepl", MONTH, 1, limit=100)
    with pytest.raises(EngineError):  # in the same month only
        KeptAnswers(path).reserve("deepl", MONTH, 1, limit=100)
    assert answers.reserve("deepl", "2026-12", 1, limit=100)


def test_damage_of_another_month_is_over(path: Path) -> None:
    kept_many(path)
    path.write_bytes(b"damaged")
    november = KeptAnswers(path)
    with pytest.raises(EngineError):
        november.reserve("deepl", MONTH, 1, limit=100)
    november.close()
    december = KeptAnswers(path)
    assert december.reserve("deepl", "2026-12", 60, limit=100)
    keep(december, {key("7"): "« 7 » " * 99})
    december.close()
    path.write_bytes(path.read_bytes().replace("« 7 »".encode(), "« 8 »".encode()))
    again = KeptAnswers(path)
    assert again.known([key("7")]) == {}
    assert len(list(path.parent.glob("answers.damaged-?.db"))) == 2
    assert not again.reserve("deepl", "2026-12", 60, limit=100)
    assert again.reserve("deepl", "2026-12", 40, limit=100)


def test_a_newer_programs_file_is_left_alone(path: Path) -> None:
    found = kept_many(path)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = path.read_bytes()
    answers = KeptAnswers(path)
    for _ in range(2):
        assert answers.known(found) == {}
        assert answers.claim(found) == frozenset(found)
        keep(answers, {key("new"): "NEW"})
        assert answers.known([key("new")]) == {key("new"): "NEW"}
        assert answers.reserve("deepl", MONTH, 1)
        with pytest.raises(EngineError, match="newer"):
            answers.reserve("deepl", MONTH, 1, limit=10**9)
    assert any("newer" in text for text in answers.notes)
    answers.close()
    assert path.read_bytes() == before


def test_on_a_full_disk_answers_wait_and_no_budget_is_spent(path: Path) -> None:
    """The limit on a file's size stands for the disk; what was answered is kept when it goes."""
    kept_many(path)
    code = (
        "import resource, signal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "keep({key('before'): 'BEFORE'})\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, resource.RLIM_INFINITY))\n"
        "keep({key(f'full {number}'): 'X' * 9000 for number in range(90)})\n"
        "say(answers.known([key('full 3')]) == {key('full 3'): 'X' * 9000})\n"
        "say(reserve('libre', 7))\n"
        "try:\n"
        "    reserve('deepl', 1, limit=1000)\n"
        "except EngineError as error:\n"
        "    say('refused')\n"
        "notes = len(answers.notes)\n"
        "keep({key('full again'): 'X'})\n"
        "say(notes == len(answers.notes) > 0)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)\n"
        "say(reserve('libre', 2))\n"
        "answers.close()\n"
    )
    assert said(start(path, code)) == ["True", "True", "refused", "True", "True"]
    answers = KeptAnswers(path)
    assert len(answers.known(map(key, ["before", "full 0", "full 89", "full again"]))) == 4
    assert Usage("libre", MONTH, 2, 9) in answers.usage()
    assert not answers.notes


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_file_that_may_not_be_written_is_read(what: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "state" / "answers.db"
        found = kept_many(path, 3)
        Path(folder).chmod(0o755)
        path.chmod(0o444)
        path.parent.chmod(0o777 if what == "file" else 0o555)
        code = (
            "os.geteuid() or os.setuid(65534)\n"
            "say(len(answers.known([key('0'), key('1'), key('2')])))\n"
            "keep({key('new'): 'NEW'})\n"
            "say(len(answers.known([key('new')])), len(answers.claim([key('0'), key('x')])))\n"
            "say(reserve('libre', 1))\n"
            "try:\n"
            "    reserve('deepl', 1, limit=1000)\n"
            "except EngineError:\n"
            "    say('refused')\n"
            "say(len(answers.notes))\n"
        )
        assert said(start(path, code)) == ["3", "1", "1", "True", "refused", "3"]
        path.parent.chmod(0o755)
        assert KeptAnswers(path).known(found) == found
