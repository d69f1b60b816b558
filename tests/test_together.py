"""Many files replaced in one go: each is whole, none is written over bytes that nobody read."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.files import atomic, together
from workflow.files.together import Change, save_together
from workflow.model import Action, ReviewEvent
from workflow.project.reviews import append_review, append_reviews

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


def approval(number: int, note: str = "", second: int = 0) -> ReviewEvent:
    return ReviewEvent(
        time=f"2026-11-30T08:00:{second:02}Z",
        actor="aline@example.org",
        action=Action.APPROVE,
        article=f"article-{number}",
        locale="zh",
        source_digest="a" * 32,
        translation_digest="b" * 32,
        note=note,
    )


def test_what_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    files = [tmp_path / f"log-{number}" for number in range(5)]
    for file in files[:4]:
        file.write_bytes(b"old")
    files[1].write_bytes(b"somebody's")
    files[2].unlink()
    files[4].write_bytes(b"new already")
    changes = [Change(file, b"old", b"new") for file in files[:4]] + [Change(files[4], None, b"x")]
    assert save_together(changes) == [True, False, False, True, False]
    assert [file.read_bytes() if file.exists() else None for file in files] == [
        b"new",
        b"somebody's",
        None,
        b"new",
        b"new already",
    ]
    assert not list(tmp_path.glob(".*"))


def test_a_save_in_the_moment_of_the_rename_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "log"
    file.write_bytes(b"old")
    real = atomic.unchanged

    @contextmanager
    def late(path: Path, target: str, temporary: str, old: bytes | None) -> Iterator[None]:
        with real(path, target, temporary, old):
            Path(target).write_bytes(b"an editor's")
            yield

    monkeypatch.setattr(together, "unchanged", late)
    assert save_together([Change(file, b"old", b"new")]) == [False]
    assert file.read_bytes() == b"an editor's"


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "folder").symlink_to("real")
    (tmp_path / "real" / "log").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real/log")
    assert save_together([Change(tmp_path / "link", b"old", b"new")]) == [True]
    assert save_together([Change(tmp_path / "folder" / "log", b"new", b"newer")]) == [True]
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "log").read_bytes() == b"newer"


def test_a_disk_that_refuses_one_takes_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, flushed = os.fsync, []

    def full(handle: int) -> None:
        flushed.append(handle)
        if len(flushed) == 2:
            raise OSError(28, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", full)
    files = [tmp_path / f"{number}" for number in range(4)]
    done = save_together([Change(file, None, b"new") for file in files])
    assert sorted(done) == [False, True, True, True]
    assert [file.exists() for file in files] == done


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.sampled_from(["", "vu", "看过", "seen \u2028 it"])),
        max_size=8,
    ),
    st.lists(st.integers(0, 3), max_size=3, unique=True),
)
def test_together_is_as_one_after_the_other(
    tmp_path_factory: pytest.TempPathFactory, said: list[tuple[int, str]], before: list[int]
) -> None:
    words = [approval(number, note) for number, note in said]
    found = []
    for way in ("alone", "together"):
        root = tmp_path_factory.mktemp(way)
        for number in before:
            append_review(root / f"{number}.jsonl", approval(number, "before"), NOW)
        logs = [root / f"{number}.jsonl" for number, _ in said]
        done = [False] * len(words)
        if way == "together":
            done = append_reviews(list(zip(logs, words, strict=True)), NOW)
        for log, word, written in zip(logs, words, done, strict=True):
            if not written:
                append_review(log, word, NOW)
        found.append({file.name: file.read_bytes() for file in root.iterdir()})
    assert found[0] == found[1]


KILLED = """
import sys
from pathlib import Path
from workflow.files import together
root = Path(sys.argv[1])
print("ready", flush=True)
while True:
    changes = []
    for file in sorted(root.glob("log-*")):
        old = file.read_bytes()
        changes.append(together.Change(file, old, old + b"a line of this log\\n"))
    together.save_together(changes)
"""


def test_killed_at_any_point_each_file_is_whole(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"log-{number}").write_bytes(b"")
    for kill in range(4):
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        process.stdout.readline()
        while sum(file.stat().st_size for file in tmp_path.glob("log-*")) < 3000 * (kill + 1):
            pass
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        lines = {file.read_bytes() for file in tmp_path.glob("log-*")}
        assert all(data == b"a line of this log\n" * (len(data) // 19) for data in lines)
