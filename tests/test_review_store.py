"""Review logs on disk: what is written, what is read, what is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.errors import FileError, ReviewError
from workflow.model import Action, Event, Media, ReviewEvent, Vouched
from workflow.project.reviews import (
    append_review,
    log_lines,
)

EVENT = ReviewEvent(
    time="2026-01-15T10:00:00Z",
    actor="ed@example.org",
    action=Action.APPROVE,
    article="atelier",
    locale="en",
    source_digest="0" * 32,
    translation_digest="1" * 32,
    note="lu à l’écran",
)
NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)
LATER = replace(EVENT, time="2026-01-15T10:30:00Z")
LINE = (
    '{"time": "2026-01-15T10:00:00Z", "actor": "ed@example.org", "action": "approve", '
    '"article": "atelier", "locale": "en", "source_digest": "' + "0" * 32 + '", '
    '"translation_digest": "' + "1" * 32 + '", "note": "lu à l’écran"}\n'
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "reviews" / "en" / "atelier.jsonl"


def events(path: Path) -> tuple[Event | None, ...]:
    return tuple(line.event for line in log_lines(path.read_bytes(), str(path)))


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))


def test_a_log_without_lines_is_empty() -> None:
    assert log_lines(b"\n", "atelier.jsonl") == ()


def test_one_line_an_event_keys_in_order(path: Path) -> None:
    append_review(path, EVENT)
    append_review(path, LATER)
    assert path.read_text("utf-8") == LINE + LINE.replace("10:00:00", "10:30:00")
    assert events(path) == (EVENT, LATER)


def test_words_of_one_second_are_dated_one_after_the_other(path: Path) -> None:
    """Words count in the order of their times; a time far ahead is nobody's clock."""
    assert append_review(path, EVENT).time == "2026-01-15T10:00:00Z"
    assert append_review(path, EVENT).time == "2026-01-15T10:00:01Z"
    assert append_review(path, EVENT).time == "2026-01-15T10:00:02Z"
    write(path, path.read_text("utf-8") + LINE.replace("2026", "2999"))
    assert append_review(path, EVENT, NOON).time == "2026-01-15T10:00:03Z"
    later = datetime(2026, 2, 1, tzinfo=UTC)
    assert append_review(path, LATER, later).time == LATER.time
    assert append_review(path, EVENT, later).time == "2026-01-15T10:30:01Z"
    back = replace(EVENT, action=Action.WITHDRAW)
    assert append_review(path, back, later).time == "2999-01-15T10:00:01Z"


def test_a_clock_that_is_behind(path: Path) -> None:
    append_review(path, LATER)
    append_review(path, EVENT, datetime(2026, 1, 16, tzinfo=UTC))
    assert [each.time for each in events(path) if each][1] == "2026-01-15T10:30:01Z"


def test_what_was_vouched_for_comes_back(path: Path) -> None:
    messages = (Vouched("0" * 32, "1" * 32, "2" * 32), Vouched("3" * 32, "4" * 32, "5" * 32))
    event = replace(
        EVENT,
        action=Action.CARRY_OVER,
        from_source_digest="6" * 32,
        from_translation_digest="7" * 32,
        frame="8" * 32,
        messages=messages,
    )
    append_review(path, event)
    assert events(path) == (event,)


@pytest.mark.parametrize(
    "media", [(), (Media("images/carte d’été.png", "0" * 32), Media("图/没有.svg", ""))]
)
def test_media_come_back(path: Path, media: tuple[Media, ...]) -> None:
    append_review(path, replace(EVENT, media=media))
    assert events(path) == (replace(EVENT, media=media),)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_note_comes_back(tmp_path_factory: pytest.TempPathFactory, note: str) -> None:
    path = tmp_path_factory.mktemp("log") / "a.jsonl"
    event = replace(EVENT, note=note)
    append_review(path, event)
    append_review(path, LATER)
    assert events(path) == (event, LATER)


@pytest.mark.parametrize(
    "text",
    [
        LINE.rstrip("\n"),
        LINE.replace("\n", "\r\n"),
        "\ufeff" + LINE,
        "\n" + LINE + "\n\n",
        LINE.replace(', "note": "lu à l’écran"', ""),
        LINE.replace(", ", ",").replace("{", '{"reviewer_key":"x",'),
    ],
    ids=["no line end", "CRLF", "BOM", "blank lines", "no note", "newer key"],
)
def test_what_stands_is_read_and_kept(path: Path, text: str) -> None:
    write(path, text)
    assert len(events(path)) == 1
    append_review(path, LATER)
    after = path.read_bytes().decode("utf-8")
    assert after.startswith(text)
    assert after.endswith("\n" + LINE.replace("10:00:00", "10:30:00"))
    assert events(path)[-1] == LATER


@pytest.mark.parametrize(
    ("bad", "what"),
    [
        ("<<<<<<< HEAD", "merge conflict"),
        ("=======", "merge conflict"),
        (">>>>>>> branch", "merge conflict"),
        ("{", "not JSON"),
        ("[" * 100_000, "nested too deeply"),
        ("[1]", "not a JSON object"),
        (LINE[:60], "not JSON"),
        ("{}", "“time” is missing"),
        (LINE.strip().replace('"ed@example.org"', "7"), "“actor” is not text"),
        (LINE.strip().replace('"approve"', "null"), "“action” is not text"),
        (LINE.strip().replace("lu à", "\\ud800"), "“note” is not text"),
        (LINE.strip().replace("{", '{"messages": "x", '), "“messages” is not a list"),
        (LINE.strip().replace("{", '{"messages": ["x y z"], '), "“messages” is not a list"),
        (LINE.strip().replace("{", '{"frame": 1, '), "“frame” is not text"),
        (LINE.strip().replace("{", '{"media": {}, '), "“media” is not a list"),
        (LINE.strip().replace("{", '{"media": ["a.png"], '), "“media” is not a list"),
    ],
)
def test_a_broken_line_is_told_and_nothing_is_added(path: Path, bad: str, what: str) -> None:
    write(path, f"{LINE}{bad}\n")
    before = path.read_bytes()
    good, broken = log_lines(path.read_bytes(), "reviews/en/atelier.jsonl")
    assert (good.event, good.trouble) == (EVENT, "")
    assert (broken.event, broken.place) == (None, "reviews/en/atelier.jsonl:2")
    assert what in broken.trouble
    with pytest.raises(ReviewError) as caught:
        append_review(path, EVENT)
    assert what in caught.value.message
    assert (caught.value.file, caught.value.line) == (str(path), 2)
    assert caught.value.hint
    assert path.read_bytes() == before


def test_not_utf_8(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(LINE.encode("utf-8") + b"\xff\n" + LINE.encode("utf-8"))
    first, bad, last = log_lines(path.read_bytes(), str(path))
    assert (first.event, bad.event, last.event) == (EVENT, None, EVENT)
    assert "UTF-8" in bad.trouble


def test_a_newer_key_is_reported(path: Path) -> None:
    write(path, LINE.replace("{", '{"seal": "x", "by": "y", '))
    (line,) = log_lines(path.read_bytes(), str(path))
    assert line.event == EVENT
    assert "“seal”, “by”" in line.trouble


def test_an_act_of_a_newer_version_is_kept_with_its_time(path: Path) -> None:
    write(path, LINE + LINE.replace('"approve"', '"revise"'))
    _, newer = log_lines(path.read_bytes(), str(path))
    assert (newer.event, newer.time) == (None, EVENT.time)
    assert "“revise”" in newer.trouble
    assert append_review(path, EVENT).time > newer.time
    assert json.loads(path.read_text("utf-8").split("\n")[1])["action"] == "revise"


def test_a_failure_leaves_the_log_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    append_review(path, EVENT)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(FileError):
        append_review(path, EVENT)
    assert path.read_text("utf-8") == LINE
    assert [each.name for each in path.parent.iterdir()] == [path.name]
