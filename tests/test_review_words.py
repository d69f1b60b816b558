"""`workflow review`: list, accept, reject, comment, suggest, waive, assign; `status --mine`."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.test_review_helpers import (
    ARTICLE,
    drafted,
    edit,
    log,
    po,
    run,
    set_msgstr,
    set_roles,
    translated,
    write_article,
)
from workflow.cli import main

LISTED = [
    "article", "locale", "msgctxt", "msgid", "msgstr", "state", "assignee", "comments", "findings",
    "number", "due", "suggestions",
]  # fmt: skip
OTHER = ("--actor", "other@example.org")


@pytest.fixture
def root(project: Path) -> Path:
    write_article(project)
    edit(po(project), translated)
    return project


def rows(*arguments: str) -> list[dict[str, Any]]:
    result = run("review", "list", *arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert found["version"] == 1
    rows: list[dict[str, Any]] = found["rows"]
    return rows


def texts(*arguments: str) -> list[str]:
    return [row["msgid"] for row in rows(*arguments)]


def test_the_report_is_the_documented_one(root: Path) -> None:
    found = rows()
    assert {(row["article"], row["locale"]) for row in found} == {
        ("atelier", "en"),
        ("atelier", "zh"),
    }
    assert all(list(row) == LISTED for row in found)
    assert found[0] | {"msgstr": ""} == dict(
        zip(
            LISTED,
            [
                "atelier",
                "en",
                "title",
                "Un atelier à Nanning",
                "",
                "translated",
                None,
                0,
                0,
                1,
                None,
                0,
            ],
            strict=True,
        )
    )
    documented = Path(__file__).parent.parent.joinpath("docs", "reports.md").read_text("utf-8")
    section = documented.partition("## `workflow review list")[2].partition("\n## ")[0]
    assert [key for key in LISTED if f"`{key}`" not in section] == []


def test_findings_are_those_that_check_tells(root: Path) -> None:
    set_msgstr(po(root), "Deux jours", "The the two days")
    told = json.loads(run("check", "--format", "json").stdout)["findings"]
    for row in rows("-l", "en"):
        here = [each for each in told if each["msgid"] == row["msgid"] and each["locale"] == "en"]
        assert row["findings"] == len(here)
    assert texts("-l", "en", "--check", "doubled-words") == [
        "Deux jours de travail, [programme](https://example.org/programme) compris."
    ]


def test_filters(root: Path) -> None:
    assert texts("-l", "en", "--text", "NANNING") == ["Un atelier à Nanning"]
    assert texts("--state", "untranslated", "--text", "suites") == ["Les suites"]
    run("review", "accept", "atelier", "3", "-l", "en", *OTHER)
    assert texts("--state", "reviewed") == ["Les suites"]
    assert texts("--state", "reviewed", "--state", "untranslated", "--text", "Les suites") == [
        "Les suites",
        "Les suites",
    ]
    assert texts("--person", "OTHER@example.org") == ["Les suites"]
    assert rows("--due", "2026-12-24") == []
    run("review", "assign", "atelier", "-l", "zh", "--to", "li@example.org", "--due", "2026-12-24")
    assert len(rows("--due", "2026-12-24")) == len(rows("--person", "li@example.org")) == 5
    assert rows("--due", "2026-12-23") == []
    assert {row["due"] for row in rows("-l", "zh")} == {"2026-12-24"}
    assert run("review", "list", "--due", "soon").exit_code == 2
    assert run("review", "list", "--state", "done").exit_code == 2
    assert run("review", "list", "-l", "de").exit_code == 2
    assert run("review", "list", "nothing").exit_code == 2


def test_what_cannot_be_read_is_in_the_way_of_its_own_rows(root: Path) -> None:
    po(root, "zh").write_text('msgid "a\n', "utf-8")
    result = run("review", "list", "--format", "json")
    assert result.exit_code == 2
    assert {row["locale"] for row in json.loads(result.stdout)["rows"]} == {"en"}
    assert "locales/zh" in result.stderr


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("3", "Les suites: done"),
        ("Les suites", "Les suites: done"),
        ("Les s", "Les suites: done"),
        ("title|Un atelier à Nanning", "Un atelier à Nanning: done"),
        ("title|Un", "Un atelier à Nanning: done"),
        ("Un atelier à Nanning", "Un atelier à Nanning: done"),
        ("9", "no message “9”"),
        ("Rien", "no message “Rien”"),
        ("", "no message “”"),
    ],
)
def test_a_message_is_named_by_number_or_text(root: Path, name: str, said: str) -> None:
    result = run("review", "accept", "atelier", name, "-l", "en")
    assert said in result.output
    assert result.exit_code == (0 if said.endswith("done") else 2)


def test_a_beginning_of_several_is_refused(root: Path) -> None:
    write_article(root, f"{ARTICLE}\nLes restes.\n")
    edit(po(root), translated)
    result = run("review", "accept", "atelier", "Les ", "-l", "en")
    assert result.exit_code == 2
    assert "names 2 messages" in result.output
    assert re.search(r"Give the number instead: \d, \d\.", result.output)
    assert not log(root).exists()


def test_what_is_said_is_shown_and_logged(root: Path) -> None:
    said = (
        ("comment", "atelier", "3", "Which ones?", "-l", "en"),
        ("suggest", "atelier", "3", "WHAT FOLLOWS", "-l", "en", "--note", "warmer"),
        ("reject", "atelier", "3", "-l", "en", "--kind", "style/awkward", "--severity", "minor",
         "--note", "stiff"),
    )  # fmt: skip
    for arguments in said:
        result = run("review", *arguments)
        assert (result.exit_code, "Les suites: done" in result.output) == (0, True), result.output
    shown = run("review", "show", "atelier", "-l", "en").output
    for line in (
        "3  heading 2  rejected",
        "editor@example.org on 2026-01-15: Which ones?",
        "suggests on 2026-01-15: WHAT FOLLOWS: warmer",
        "rejected it on 2026-01-15 (style: awkward, minor): stiff",
    ):
        assert line in shown
    told = json.loads(run("review", "show", "atelier", "-l", "en", "--format", "json").stdout)
    (message,) = [each for each in told["messages"] if each["said"]]
    assert [each["action"] for each in message["said"]] == ["comment", "suggest", "reject"]
    lines = run("review", "log", "atelier").output
    assert "“Les suites”; style: awkward, minor; stiff" in lines
    events = json.loads(run("review", "log", "--format", "json").stdout)["events"]
    assert [(each["msgid"], each["counts"]) for each in events] == [("Les suites", True)] * 3
    assert (events[1]["text"], events[2]["category"]) == ("WHAT FOLLOWS", "style/awkward")
    assert "1 rejected" in run("status").output
    assert run("approve", "atelier", "-l", "en").exit_code == 1
    assert "--state rejected" in run("approve", "atelier", "-l", "en").output


def test_a_verdict_is_taken_back(root: Path) -> None:
    run("review", "reject", "atelier", "3", "-l", "en")
    back = run("review", "retract", "atelier", "3", "-l", "en")
    assert (back.exit_code, "Les suites: done" in back.output) == (0, True)
    assert texts("--state", "rejected") == []
    assert "nothing to do" in run("review", "retract", "atelier", "3", "-l", "en").output


def test_a_source_text_is_commented_on_in_its_own_locale(root: Path) -> None:
    assert run("review", "comment", "atelier", "3", "Lesquelles ?", "-l", "fr").exit_code == 0
    assert "Lesquelles" in run("review", "log", "atelier").output
    assert run("review", "accept", "atelier", "3", "-l", "fr").exit_code == 1


def test_a_waiver(root: Path) -> None:
    set_msgstr(po(root), "Deux jours", "TWO DAYS")
    assert run("check").exit_code == 1
    told = json.loads(run("check", "--format", "json").stdout)["findings"]
    for name in {each["check"] for each in told if each["severity"] == "error"}:
        result = run("review", "waive", "atelier", "2", name, "-l", "en", "--reason", "No link")
        assert result.exit_code == 0, result.output
    assert run("check").exit_code == 0
    told = json.loads(run("check", "--format", "json").stdout)["findings"]
    assert {each["waived_by"] for each in told if "waived" in each["message"]} == {
        "editor@example.org"
    }
    assert rows("-l", "en", "--text", "jours")[0]["findings"] == sum(
        each["waived_by"] is None and each["locale"] == "en" and "jours" in each["msgid"]
        for each in told
    )
    refused = run("review", "waive", "atelier", "3", "numbers", "-l", "en", "--reason", "x")
    assert refused.exit_code == 1
    assert "has nothing against it" in refused.output
    assert run("review", "waive", "atelier", "3", "numbers", "-l", "en").exit_code == 2
    unknown = run("review", "waive", "atelier", "3", "numberz", "-l", "en", "--reason", "x")
    assert unknown.exit_code == 2
    assert "numbers" in unknown.output


# Many at once


def test_many_are_listed_asked_about_and_accepted(root: Path) -> None:
    edit(po(root, "zh"), drafted)
    asked = run("review", "accept", "--all", "-l", "zh", "--state", "machine")
    assert asked.exit_code == 2
    assert "Nobody can be asked here" in asked.output
    assert "Les suites" in asked.output
    looked = run("review", "accept", "--all", "-l", "zh", "--state", "machine", "--dry-run")
    assert looked.exit_code == 0
    assert not log(root, "zh").exists()
    done = run("review", "accept", "--all", "-l", "zh", "--state", "machine", "--yes")
    assert (done.exit_code, "5 messages accepted" in done.output) == (0, True)
    assert {row["state"] for row in rows("-l", "zh")} == {"reviewed"}
    assert "unedited" not in run("status", "-l", "zh").output
    again = run("review", "accept", "--all", "-l", "zh", "--yes")
    assert (again.exit_code, "0 messages" in again.output) == (0, True)


def test_on_a_terminal_one_question_is_asked(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workflow.cli.reviewers.on_terminal", lambda: True)

    def answer(text: str) -> Any:
        arguments = ["review", "reject", "atelier", "-l", "en", "--text", "Les suites"]
        return CliRunner().invoke(main, arguments, input=text)

    assert answer("n\n").exit_code == 1
    assert not log(root).exists()
    assert answer("y\n").exit_code == 0
    assert texts("--state", "rejected") == ["Les suites"]


def test_the_plan_and_the_outcome_as_json(root: Path) -> None:
    options = ("atelier", "-l", "en", "--text", "Les suites", "--format", "json")
    for more, dry_run in (("--dry-run", True), ("--yes", False)):
        found = json.loads(run("review", "accept", *options, more).stdout)
        assert (found["action"], found["dry_run"]) == ("accept", dry_run)
        (row,) = found["rows"]
        assert (row["msgid"], row["result"]) == ("Les suites", "done")
    found = json.loads(
        run("review", "accept", "atelier", "3", "-l", "en", "--format", "json").stdout
    )
    assert (found["rows"][0]["result"], found["rows"][0]["reason"]) == (
        "nothing",
        "accepted already",
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("-l", "en"),
        ("atelier", "--all", "-l", "en"),
        ("atelier", "3", "-l", "en", "--text", "x"),
        ("atelier", "3", "-l", "en", "--yes"),
        ("atelier", "3"),
        ("atelier", "3", "-l", "de"),
    ],
)
def test_wrong_usage(root: Path, arguments: tuple[str, ...]) -> None:
    assert run("review", "accept", *arguments).exit_code == 2
    assert not log(root).exists()


def test_roles_are_named_with_who_may(root: Path) -> None:
    set_roles(root, aline="editor[en]", editor="translator")
    result = run("review", "accept", "atelier", "3", "-l", "en")
    assert result.exit_code == 2
    assert "editor@example.org may not accept in en" in result.output
    assert "aline@example.org" in result.output
    assert run("review", "reject", "atelier", "3", "-l", "en", "--kind", "acuracy").exit_code == 2


# Who works on what


def test_assigned_and_mine(root: Path) -> None:
    done = run("review", "assign", "atelier", "-l", "en,zh", "--to", "li@example.org")
    assert (done.exit_code, "atelier zh: assigned to li@example.org" in done.output) == (0, True)
    run(
        "review",
        "assign",
        "atelier",
        "-l",
        "en",
        "--to",
        "Editor@example.org",
        "--due",
        "2026-12-24",
    )
    shown = run("status", "--mine")
    assert shown.exit_code == 0
    assert "Editor@example.org works on it until 2026-12-24" in shown.output
    assert "li@example.org" not in shown.output
    found = json.loads(run("status", "--mine", "--format", "json").stdout)["rows"]
    assert [(row["locale"], row["assignee"], row["due"]) for row in found] == [
        ("en", "Editor@example.org", "2026-12-24")
    ]
    again = run("review", "assign", "atelier", "-l", "zh", "--to", "li@example.org")
    assert "nothing to do" in again.output
    assert run("review", "assign", "--all", "-l", "en,zh", "--nobody").exit_code == 0
    assert "nothing is assigned to you" in run("status", "--mine").output


@pytest.mark.parametrize(
    "arguments",
    [
        ("atelier", "-l", "en"),
        ("-l", "en", "--nobody"),
        ("atelier", "--all", "-l", "en", "--nobody"),
        ("atelier", "-l", "en", "--nobody", "--to", "li@example.org"),
        ("atelier", "-l", "en", "--nobody", "--due", "2026-12-24"),
        ("atelier", "-l", "en", "--to", "li@example.org", "--due", "24.12.2026"),
        ("atelier", "-l", "en", "--to", "li"),
        ("atelier", "--to", "li@example.org"),
        ("atelier", "-l", "de", "--to", "li@example.org"),
    ],
)
def test_wrong_assignments(root: Path, arguments: tuple[str, ...]) -> None:
    assert run("review", "assign", *arguments).exit_code == 2
    assert not log(root).exists()


def test_who_may_not_assign_is_told_who_may(root: Path) -> None:
    set_roles(root, aline="editor[en]", editor="translator")
    result = run("review", "assign", "atelier", "-l", "en", "--to", "aline@example.org")
    assert result.exit_code == 2
    assert "ask an editor: aline@example.org" in result.output
    assert (
        run("review", "assign", "atelier", "-l", "en", "--to", "editor@example.org").exit_code == 0
    )
