"""The translation memory when things go wrong: damage, two processes at once, kill -9."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.texts import Asked
from workflow.errors import FileError, NotReadyError
from workflow.memory import Source, Unit, database, near_misses
from workflow.memory.database import BrokenMemoryError, set_aside
from workflow.memory.store import Memory, open_memory
from workflow.model import Locale

FR, EN = Locale("fr"), Locale("en")
URL = "sqlite:///memory.db"
TODAY = "2026-01-15"
NEAR = Asked("Un atelier de trois jours, le 12 mars")
TEXTS = [f"Un atelier de deux jours, le {day} mars" for day in range(1, 29)]
PROGRAM = """
import sys
from pathlib import Path
from tests.test_memory_trouble import URL, FR, EN, NEAR, TODAY, many
from workflow.memory.store import open_memory

with open_memory(URL, Path(sys.argv[1])) as memory:
    print("open", flush=True)
    errors = memory.refresh(many(int(sys.argv[2])), TODAY)
    (match,) = memory.lookup([NEAR], FR, EN)
    print(len(errors), sum(1 for _ in memory.units()), match and match.score, flush=True)
"""


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.test_memory_trouble import EN, FR, TODAY, URL, many
from workflow.memory import near_misses
from workflow.memory.store import open_memory

def killed(_: object, file: object = None, *others: object) -> None:
    if sys.argv[2] == "write_merged":
        file.write(b"half of it")
        file.flush()
    os.kill(os.getpid(), signal.SIGKILL)

setattr(near_misses, sys.argv[2], killed)
with open_memory(URL, Path(sys.argv[1])) as memory:
    memory.refresh(many(3), TODAY)
    memory.index(FR, EN)
"""


def units(article: str = "one") -> Iterator[Unit]:
    for text in TEXTS:
        yield Unit(FR, EN, text, f"{article}: {text}", article=article)


def many(count: int) -> list[Source]:
    """Sources of 28 units each, some texts in common."""

    def load(number: int) -> Iterator[Unit]:
        for text in TEXTS:
            yield Unit(FR, EN, f"{text} ({number % 7})", text, article=str(number))

    return [Source(f"s{number}", (), partial(load, number)) for number in range(count)]


def learn(root: Path) -> None:
    """Fill a memory in two steps, so that its index has two parts."""
    few = Source("few", (), lambda: [Unit(FR, EN, "Un autre atelier", "Another workshop")])
    with open_memory(URL, root) as memory:
        memory.refresh([Source("one", (), units)], TODAY)
        assert score(memory) is not None
        memory.refresh([Source("one", (), units), few], TODAY)
        assert score(memory) is not None


def score(memory: Memory) -> int | None:
    (match,) = memory.lookup([NEAR], FR, EN)
    return match.score if match else None


def index_files(root: Path) -> list[Path]:
    folder = root / "memory.db.index" / "fr-en"
    return sorted(path for path in folder.iterdir() if not path.name.endswith(".lock"))


@pytest.fixture(scope="module")
def learnt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a memory and its index, to be copied."""
    folder = tmp_path_factory.mktemp("learnt")
    learn(folder)
    return folder


@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("harm", ["delete", "empty", "cut", "more", "flip", "zeros"])
@pytest.mark.parametrize("told", [True, False], ids=["times tell", "the same times"])
def test_a_damaged_index_is_made_again(
    learnt: Path, tmp_path: Path, number: int, harm: str, told: bool
) -> None:
    shutil.copytree(learnt, tmp_path, dirs_exist_ok=True)
    path = index_files(tmp_path)[number]
    times = path.stat()
    data = path.read_bytes()
    middle = len(data) // 2
    new = {
        "empty": b"",
        "cut": data[:middle],
        "more": data + data,
        "flip": data[:middle] + bytes([data[middle] ^ 0xFF]) + data[middle + 1 :],
        "zeros": bytes(len(data)),
    }
    path.unlink()
    if harm in new:
        path.write_bytes(new[harm])
        if not told:
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    with open_memory(URL, tmp_path) as memory:
        assert score(memory) is not None
        everything = [Source(f"more {n}", (), partial(units, str(n))) for n in range(2)]
        extra = [Unit(FR, EN, f"{text} au soir", text) for text in TEXTS]
        memory.refresh([*everything, Source("extra", (), lambda: extra)], TODAY)
        (match,) = memory.lookup([Asked("Un atelier de deux jours, le 5 mars au noir")], FR, EN)
        assert match is not None
        assert match.unit.source.endswith("au soir")


def test_an_index_of_another_version_is_made_again(
    learnt: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(learnt, tmp_path, dirs_exist_ok=True)
    before = index_files(tmp_path)
    monkeypatch.setattr(near_misses, "FORMAT", near_misses.FORMAT + 1)
    with open_memory(URL, tmp_path) as memory:
        assert memory.index_standing(FR, EN)[0] == "missing"
        assert score(memory) is not None
        assert memory.index_standing(FR, EN)[0] == "ready"
    assert not set(before) & {path for path in index_files(tmp_path) if path.suffix == ".part"}


def test_what_other_programs_left_in_the_folder_is_taken_away(learnt: Path, tmp_path: Path) -> None:
    shutil.copytree(learnt, tmp_path, dirs_exist_ok=True)
    folder = tmp_path / "memory.db.index" / "fr-en"
    (folder / "meta.json").write_text("{}", encoding="utf-8")
    (folder / "killed.part").write_bytes(b"half")
    with open_memory(URL, tmp_path) as memory:
        memory.refresh([Source("one", (), units), Source("two", (), partial(units, "b"))], TODAY)
        memory.refresh(many(1), TODAY)
        assert score(memory) is not None
    assert {path.suffix for path in index_files(tmp_path)} == {".json", ".part"}
    assert not {"meta.json", "killed.part"} & {path.name for path in index_files(tmp_path)}


def test_an_index_that_is_gone_or_is_a_file_is_made_again(tmp_path: Path) -> None:
    learn(tmp_path)
    for path in index_files(tmp_path):
        path.unlink()
    with open_memory(URL, tmp_path) as memory:
        assert score(memory) is not None


def test_an_index_of_other_tables_is_not_taken_for_this_ones(tmp_path: Path) -> None:
    learn(tmp_path)
    for path in tmp_path.glob("memory.db*"):
        if path.is_file():
            path.unlink()
    with open_memory(URL, tmp_path) as memory:
        memory.refresh([Source("two", (), lambda: [Unit(FR, EN, NEAR.text[:-1], "New")])], TODAY)
        (match,) = memory.lookup([NEAR], FR, EN)
        assert match is not None
        assert match.target == "New"


def test_an_index_cannot_be_made_where_its_folder_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "memory.db.index").write_text("", encoding="utf-8")
    with open_memory(URL, tmp_path) as memory:
        memory.refresh([Source("one", (), units)], TODAY)
        with pytest.raises(FileError):
            score(memory)


def test_texts_that_are_gone_do_not_fill_the_index(tmp_path: Path) -> None:
    with open_memory(URL, tmp_path) as memory:
        for turn in range(4):
            texts = [f"{text}, {turn} {number}" for text in TEXTS for number in range(40)]
            found = [Unit(FR, EN, text, "x") for text in texts]
            memory.refresh([Source("s", (), partial(list, found), str(turn))], TODAY)
            assert score(memory) is not None
        near = memory._near[FR, EN]
        assert near._parts is not None
        assert sum(kept.texts for kept in near._parts) <= 2 * len(texts) + 1000


def test_an_index_of_texts_that_are_mostly_gone_is_made_again(tmp_path: Path) -> None:
    texts = [f"{text}, {number}" for text in TEXTS for number in range(60)]
    found = [Unit(FR, EN, text, "x") for text in texts]
    with open_memory(URL, tmp_path) as memory:
        memory.refresh([Source("a", (), partial(list, found)), Source("b", (), units)], TODAY)
        assert score(memory) is not None
        memory.refresh([Source("b", (), units)], TODAY)
    with open_memory(URL, tmp_path) as memory:
        assert score(memory) is not None
        near = memory._near[FR, EN]
        assert near._parts is not None
        assert sum(kept.texts for kept in near._parts) == len(TEXTS)


def test_a_file_that_is_no_database_is_put_aside(tmp_path: Path) -> None:
    (tmp_path / "memory.db").write_text("no database at all" * 100, encoding="utf-8")
    with (
        pytest.raises(BrokenMemoryError, match="file is not a database") as caught,
        open_memory(URL, tmp_path),
    ):
        pass
    assert "workflow tm rebuild" in caught.value.hint
    assert set_aside(URL, tmp_path) == tmp_path / "memory.db.broken"
    assert (tmp_path / "memory.db.broken").read_text(encoding="utf-8").startswith("no database")
    learn(tmp_path)


def test_damage_in_the_middle_is_known_as_damage(tmp_path: Path) -> None:
    with open_memory(URL, tmp_path) as memory:
        memory.refresh(many(100), TODAY)
    path = tmp_path / "memory.db"
    data = bytearray(path.read_bytes())
    data[4096 * 8 :] = b"\xa5" * (len(data) - 4096 * 8)
    path.write_bytes(data)
    with pytest.raises(BrokenMemoryError), open_memory(URL, tmp_path) as memory:
        list(memory.units())


def test_a_memory_that_another_process_fills_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learn(tmp_path)
    monkeypatch.setitem(database._SQLITE, "timeout", 0.05)
    other = sqlite3.connect(tmp_path / "memory.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with open_memory(URL, tmp_path) as memory:
        assert score(memory) is not None  # who reads does not wait
        with pytest.raises(NotReadyError, match="another `workflow` command is filling"):
            memory.refresh(many(1), TODAY)
    other.close()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(FileError, match="cannot be used") as caught, open_memory(URL, tmp_path):
        pass
    assert caught.value.hint.startswith("Check the permissions")


def test_a_database_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    (tmp_path / "memory.db").mkdir()
    with pytest.raises(FileError, match="cannot be used") as caught, open_memory(URL, tmp_path):
        pass
    assert caught.value.hint.startswith("Check the permissions")


def start(root: Path, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(root), str(count)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent.parent,
    )


def test_processes_at_once_do_not_harm_each_other(tmp_path: Path) -> None:
    processes = [start(tmp_path, 60) for _ in range(2)]
    for process in processes:
        output, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
        assert output.splitlines()[1].split()[:2] == ["0", str(60 * len(TEXTS))]
    with open_memory(URL, tmp_path) as memory:
        assert score(memory) is not None


def test_a_process_that_is_killed_leaves_a_memory_that_works(tmp_path: Path) -> None:
    rnd = random.Random(3)
    for _ in range(4):
        process = start(tmp_path, 200)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(rnd.uniform(0.0, 0.4))
        process.send_signal(signal.SIGKILL)
        process.communicate()
    with open_memory(URL, tmp_path) as memory:
        assert memory.refresh(many(200), TODAY) == ()
        assert sum(1 for _ in memory.units()) == 200 * len(TEXTS)
        assert score(memory) is not None


@pytest.mark.parametrize("step", ["write_merged", "_opened", "write_text"])
def test_an_index_whose_making_was_killed_is_as_it_was(
    learnt: Path, tmp_path: Path, step: str
) -> None:
    shutil.copytree(learnt, tmp_path, dirs_exist_ok=True)
    root = Path(__file__).parent.parent
    program = [sys.executable, "-c", KILLED, str(tmp_path), step]
    if step == "_opened":
        for path in index_files(tmp_path):
            path.unlink()
    done = subprocess.run(program, check=False, capture_output=True, text=True, cwd=root)
    assert done.returncode == -signal.SIGKILL, done.stderr
    with open_memory(URL, tmp_path) as memory:
        assert memory.index_standing(FR, EN)[0] == ("missing" if step == "_opened" else "behind")
        assert score(memory) is not None
        assert memory.index_standing(FR, EN)[0] == "ready"
    record = (tmp_path / "memory.db.index" / "fr-en" / "state.json").read_text(encoding="utf-8")
    parts = [path.name for path in index_files(tmp_path) if path.name != "state.json"]
    assert all(name.endswith(".part") and name in record for name in parts)
