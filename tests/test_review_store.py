"""Review logs on disk: what is written, what is read, what is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.errors import FileError, ReviewError
from workflow.model import Action, ReviewEvent, Vouched
from workflow.stores.reviews import ReviewLog, append_review, read_reviews

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
LINE = (
    '{"time": "2026-01-15T10:00:00Z", "actor": "ed@example.org", "action": "approve", '
    '"article": "atelier", "locale": "en", "source_digest": "' + "0" * 32 + '", '
    '"translation_digest": "' + "1" * 32 + '", "note": "lu à l’écran"}\n'
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "reviews" / "en" / "atelier.jsonl"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))


def test_a_log_that_is_not_there_is_empty(path: Path) -> None:
    assert read_reviews(path) == ReviewLog()


def test_one_line_an_event_keys_in_order(path: Path) -> None:
    append_review(path, EVENT)
    append_review(path, EVENT)
    assert path.read_text("utf-8") == LINE * 2
    assert read_reviews(path) == ReviewLog((EVENT, EVENT))


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
    assert read_reviews(path) == ReviewLog((event,))


def test_a_carry_over_after_an_unknown_act_does_not_unblock(path: Path) -> None:
    write(path, LINE + LINE.replace('"approve"', '"reject"'))
    append_review(path, replace(EVENT, action=Action.CARRY_OVER))
    assert read_reviews(path).blocker is not None
    append_review(path, EVENT)
    assert read_reviews(path).blocker is None


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_note_comes_back(tmp_path_factory: pytest.TempPathFactory, note: str) -> None:
    path = tmp_path_factory.mktemp("log") / "a.jsonl"
    event = replace(EVENT, note=note)
    append_review(path, event)
    append_review(path, EVENT)
    assert read_reviews(path).events == (event, EVENT)


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
    assert len(read_reviews(path).events) == 1
    append_review(path, EVENT)
    after = path.read_bytes().decode("utf-8")
    assert after.startswith(text)
    assert after.endswith("\n" + LINE)
    assert read_reviews(path).events[-1] == EVENT


@pytest.mark.parametrize(
    ("bad", "what"),
    [
        ("<<<<<<< HEAD", "merge conflict"),
        ("=======", "merge conflict"),
        (">>>>>>> branch", "merge conflict"),
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[1]", "not a JSON object"),
        (LINE[:60], "not JSON"),
        ("{}", "“time” is missing"),
        (LINE.strip().replace('"ed@example.org"', "7"), "“actor” is not text"),
        (LINE.strip().replace('"approve"', "null"), "“action” is not text"),
        (LINE.strip().replace("lu à", "\\ud800"), "“note” is not text"),
        (LINE.strip().replace("{", '{"messages": "x", '), "“messages” is not a list"),
        (LINE.strip().replace("{", '{"messages": ["x y z"], '), "“messages” is not a list"),
        (LINE.strip().replace("{", '{"frame": 1, '), "“frame” is not text"),
    ],
)
def test_a_broken_line_is_told_and_nothing_is_added(path: Path, bad: str, what: str) -> None:
    write(path, f"{LINE}{bad}\n")
    before = path.read_bytes()
    for act in (read_reviews, lambda path: append_review(path, EVENT)):
        with pytest.raises(ReviewError) as caught:
            act(path)
        assert what in caught.value.message
        assert (caught.value.file, caught.value.line) == (str(path), 2)
        assert caught.value.hint
    assert path.read_bytes() == before


def test_not_utf_8(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(LINE.encode("utf-8") + b"\xff\n")
    with pytest.raises(FileError) as caught:
        read_reviews(path)
    assert caught.value.line == 2


def test_a_newer_key_is_reported(path: Path) -> None:
    write(path, LINE.replace("{", '{"signature": "x", "by": "y", '))
    log = read_reviews(path)
    assert len(log.events) == 1
    assert log.blocker is None
    (unknown,) = log.unknown
    assert unknown.line == 1
    assert "“signature”, “by”" in unknown.text


def test_an_act_of_a_newer_version_is_in_the_way_until_the_next_word(path: Path) -> None:
    write(path, LINE + LINE.replace('"approve"', '"reject"'))
    log = read_reviews(path)
    assert log.events == (EVENT,)
    assert log.blocker is not None
    assert (log.blocker.line, log.unknown) == (2, (log.blocker,))
    assert "“reject”" in log.blocker.text
    append_review(path, EVENT)
    assert read_reviews(path).blocker is None
    assert json.loads(path.read_text("utf-8").split("\n")[1])["action"] == "reject"


def test_a_failure_leaves_the_log_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    append_review(path, EVENT)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(FileError):
        append_review(path, EVENT)
    assert path.read_text("utf-8") == LINE
    assert [each.name for each in path.parent.iterdir()] == [path.name]
