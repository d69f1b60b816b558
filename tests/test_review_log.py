"""One fold of a review log for every command: foreign, nonsensical, doubled, damaged lines."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_review_helpers import edit, log, po, run, set_roles, translated, write_article
from workflow.model import Action, Bound, LogLine, ReviewEvent
from workflow.project.event_lines import event_line
from workflow.project.reviews import log_lines
from workflow.review.fold import Standing, standing
from workflow.review.log import Reader, Words, fold

NOW = datetime(2026, 1, 20, tzinfo=UTC)
EVENT = ReviewEvent(
    time="2026-01-15T10:00:00Z",
    actor="ed@example.org",
    action=Action.APPROVE,
    article="a",
    locale="en",
    source_digest="0" * 32,
    translation_digest="1" * 32,
)
HERE = Bound("0" * 32, "1" * 32)
EDITORS = {"ed@example.org", "other@example.org"}


def may(actor: str, _act: str) -> bool:
    """Whether the settings let somebody speak."""
    return actor in EDITORS


def read(*lines: ReviewEvent | LogLine) -> Words:
    found = (
        each if isinstance(each, LogLine) else LogLine("log", number, each)
        for number, each in enumerate(lines, start=1)
    )
    return fold(found, Reader(("a", "old"), "en", may, NOW))


def at(minute: int, action: Action = Action.APPROVE, **changes: Any) -> ReviewEvent:
    return replace(EVENT, time=f"2026-01-15T10:{minute:02}:00Z", action=action, **changes)


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (replace(EVENT, actor="translator@example.org"), "no editor for en"),
        (replace(EVENT, actor=" "), "does not say who speaks"),
        (replace(EVENT, article="b"), "of another article (b)"),
        (replace(EVENT, locale="zh"), "of another locale (zh)"),
        (replace(EVENT, time="yesterday"), "no time with a zone"),
        (replace(EVENT, time=""), "no time with a zone"),
        (replace(EVENT, time="2026-01-15T10:00:00"), "no time with a zone"),
        (replace(EVENT, time="2026-02-30T10:00:00Z"), "no time with a zone"),
        (replace(EVENT, time="2026-01-15"), "no time with a zone"),
        (replace(EVENT, time="1970-01-01T00:00:00Z"), "before there was any review"),
        (replace(EVENT, time="0001-01-01T00:00:00+10:00"), "no time with a zone"),
        (replace(EVENT, time="2026-01-20T00:11:00Z"), "still to come"),
        (replace(EVENT, time="9999-12-31T23:59:59Z"), "still to come"),
    ],
)
def test_a_line_that_is_no_word_raises_nothing_and_is_named(event: ReviewEvent, why: str) -> None:
    words = read(event)
    assert not standing(words, HERE).approved
    assert words.events == ()
    (note,) = words.notes
    assert note.startswith("log:1: ")
    assert why in note
    # it changes nothing of a word that counts
    assert standing(read(at(1), event), HERE).approved
    assert not standing(read(at(1), at(2, Action.WITHDRAW), event), HERE).approved


@pytest.mark.parametrize(
    "time",
    ["2026-01-15T10:00:00Z", "2026-01-15T18:00:00+08:00", "2026-01-20T00:09:00Z"],
)
def test_times_that_count(time: str) -> None:
    assert standing(read(replace(EVENT, time=time)), HERE).approved


def test_a_word_under_an_old_name_counts() -> None:
    assert standing(read(replace(EVENT, article="old")), HERE).approved


def test_a_withdrawal_wins_over_what_is_older_wherever_it_stands() -> None:
    lines = (at(1), at(3, Action.WITHDRAW), at(2))
    for order in permutations(lines):
        assert not standing(read(*order), HERE).approved
    for order in permutations((*lines, at(4))):
        assert standing(read(*order), HERE).approved
    assert read(*lines).notes == (
        "log:3: older than the line above it; events count in the order of their times",
    )
    same_second = (at(1), at(1, Action.WITHDRAW))
    for order in permutations(same_second):
        assert not standing(read(*order), HERE).approved


def test_a_line_that_stands_there_twice_counts_once() -> None:
    words = read(at(1), at(1), at(2, Action.WITHDRAW), at(1))
    assert [each.action for each in words.events] == ["approve", "withdraw"]
    assert [note for note in words.notes if "the same line" in note] == [
        "log:2,4: the same line stands there before"
    ]


def test_what_is_the_same_of_many_lines_is_said_once() -> None:
    twice = [at(1) for _ in range(8)]
    (note,) = read(*twice).notes
    assert note == "log:2-8: the same line stands there before"
    scattered = [word for second in range(1, 9) for word in (at(second), at(1))]
    (note,) = [note for note in read(*scattered).notes if "the same line" in note]
    assert note == "log:2,4,6,8,10,…: the same line stands there before"


@pytest.mark.parametrize("action", [Action.WITHDRAW, Action.APPROVE])
def test_a_line_of_no_time_that_says_otherwise_leaves_it_open(action: Action) -> None:
    """It may be the withdrawal, or the approval of another text, that came last."""
    odd = replace(at(9, action), time="soon", translation_digest="2" * 32)
    found = standing(read(at(1), odd), HERE)
    assert not found.approved
    assert "log:2: “soon” is no time with a zone, and may take" in found.unknown


def test_a_damaged_line_leaves_it_open_and_a_newer_act_until_the_next_word() -> None:
    damaged = LogLine("log", 2, trouble="damaged: not JSON")
    assert standing(read(at(1), damaged, at(3)), HERE).unknown == "log:2: damaged: not JSON"
    newer = LogLine("log", 2, trouble="the act “reject” is not known", time=at(2).time)
    assert standing(read(at(1), newer), HERE).unknown
    assert standing(read(at(1), newer, at(3)), HERE).approved
    assert standing(read(at(3), newer, at(1)), HERE).approved
    carried = at(3, Action.CARRY_OVER, from_source_digest="0" * 32)
    assert standing(read(at(1), newer, carried), HERE).unknown


events = st.builds(
    at,
    st.integers(0, 5),
    st.sampled_from(Action),
    actor=st.sampled_from([*EDITORS, "no@example.org"]),
    article=st.sampled_from(["a", "a", "a", "b"]),
    locale=st.sampled_from(["en", "en", "en", "zh"]),
    source_digest=st.just("0" * 32),
    translation_digest=st.sampled_from(["1" * 32, "2" * 32]),
    from_source_digest=st.just("0" * 32),
    from_translation_digest=st.sampled_from(["1" * 32, "2" * 32]),
    frame=st.just("3" * 32),
)
logs = st.lists(events, max_size=7)


@given(logs, logs, st.data())
def test_no_union_shuffle_doubling_or_damage_raises_a_log(
    one: list[ReviewEvent],
    other: list[ReviewEvent],
    data: st.DataObject,
) -> None:
    """What the merged log gives is what all its words give, and damage takes from that."""

    def stand(lines: Iterable[bytes]) -> Standing:
        reader = Reader(("a",), "en", may, NOW)
        return standing(fold(log_lines(b"".join(lines), "log"), reader), HERE)

    clean = [event_line(each).encode() for each in (*one, *other)]
    wanted = stand(clean)
    doubled = clean + data.draw(st.lists(st.sampled_from(clean), max_size=3)) if clean else []
    mixed = data.draw(st.permutations(doubled))
    assert stand(mixed) == wanted
    if not mixed:
        return
    line = data.draw(st.sampled_from(mixed))
    cut = data.draw(st.integers(1, len(line) - 3))
    damages = [line[:cut] + b"\n", line[cut:], b"<<<<<<< x\n", line[:cut] + b"\xff\n"]
    rest = [each for each in mixed if each != line]
    found = stand([*rest, data.draw(st.sampled_from(damages))])
    assert not found.approved
    assert found.unknown


# The commands


def status(*options: str) -> dict[str, Any]:
    rows: list[dict[str, Any]] = json.loads(run("status", "--format", "json", *options).stdout)[
        "rows"
    ]
    return next(row for row in rows if row["locale"] == "en")


def planned() -> dict[str, Any]:
    rows = json.loads(run("release", "plan", "--format", "json").stdout)["rows"]
    found: dict[str, Any] = next(row for row in rows if row["locale"] == "en")
    return found


@pytest.fixture
def root(project: Path) -> Path:
    write_article(project)
    edit(po(project), translated)
    set_roles(project, editor="editor, publisher", aline="editor[en]", paul="translator[en]")
    assert run("approve", "atelier", "-l", "en,fr").exit_code == 0
    return project


FOREIGN = [
    ({"actor": "paul@example.org"}, "paul@example.org is no editor for en"),
    ({"actor": "stranger@example.org"}, "stranger@example.org is no editor for en"),
    ({"time": "2026-13-45T99:00:00Z"}, "is no time with a zone"),
    ({"time": "2999-01-01T00:00:00Z"}, "is still to come"),
    ({"article": "autre"}, "of another article (autre)"),
    ({"locale": "zh"}, "of another locale (zh)"),
]


@pytest.mark.parametrize(("changes", "why"), FOREIGN)
def test_what_raises_nothing_is_named_by_every_command(
    root: Path, changes: dict[str, str], why: str
) -> None:
    line = json.loads(log(root).read_text("utf-8"))
    log(root).write_text(json.dumps(line | changes) + "\n", "utf-8")
    row = status()
    assert not row["approved"]
    assert not row["releasable"]
    assert planned()["action"] == "withheld"
    for command in (("status",), ("release", "plan"), ("review", "log")):
        assert f"reviews/en/atelier.jsonl:1: {why}" in run(*command).stderr.replace(
            changes.get("time", "-"), ""
        ).replace("“” ", "").replace(":1:  ", ":1: "), command
    events = json.loads(run("review", "log", "--format", "json").stdout)["events"]
    (event,) = (each for each in events if each["file"] == "reviews/en/atelier.jsonl")
    assert not event["counts"]
    assert why in event["reason"]


def test_a_line_that_says_two_things(root: Path) -> None:
    line = log(root).read_text("utf-8").rstrip()
    log(root).write_text(f'{line[:-1]}, "action": "approve"}}\n', "utf-8")
    assert not status()["approved"]
    assert "the key “action” stands there twice" in run("review", "log").stderr


def test_an_editor_who_is_none_any_more(root: Path) -> None:
    assert status()["approved"]
    path = root / "setup.cfg"
    path.write_text(
        path.read_text("utf-8").replace("editor@example.org = editor, ", "editor@example.org = "),
        "utf-8",
    )
    assert not status()["approved"]
    assert planned()["action"] == "withheld"
    assert run("approve", "atelier", "-l", "en", "--actor", "aline@example.org").exit_code == 0
    assert status()["approved"]


def test_a_union_that_puts_an_older_approval_last(root: Path) -> None:
    assert run("approve", "atelier", "-l", "en", "--withdraw").exit_code == 0
    first, second = log(root).read_text("utf-8").splitlines(keepends=True)
    log(root).write_text(second + first, "utf-8")
    assert not status()["approved"]
    assert "withdrawn by editor@example.org" in "; ".join(status()["blockers"])
    assert planned()["action"] == "withheld"
    assert ":2: older than the line above it" in run("status").stderr
    assert run("approve", "atelier", "-l", "en").exit_code == 0
    assert status()["approved"]


def test_a_damaged_line_holds_up_its_own_article_alone(root: Path) -> None:
    with log(root).open("a", encoding="utf-8") as file:
        file.write('{"time": "2026-01-15T1\n')
    result = run("status")
    assert result.exit_code == 2
    assert "reviews/en/atelier.jsonl:2: damaged: not JSON" in result.stderr
    assert "approval not known: reviews/en/atelier.jsonl:2: damaged: not JSON" in result.stdout
    assert planned()["action"] == "withheld"
    assert "reviews/en/atelier.jsonl:2: damaged" in "; ".join(planned()["reasons"])
    assert "reviews/en/atelier.jsonl:2: damaged" in run("review", "log").stderr


def test_a_project_without_roles_trusts_whoever_writes(project: Path) -> None:
    write_article(project)
    edit(po(project), translated)
    assert run("approve", "atelier", "-l", "en", "--actor", "anyone@example.org").exit_code == 0
    assert status()["approved"]
