"""`workflow status`: the documented report, the blockers, the table."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.test_review_helpers import (
    ARTICLE,
    drafted,
    edit,
    log,
    po,
    run,
    set_msgstr,
    translated,
    write_article,
)
from workflow.model import Message
from workflow.model.words import count_words
from workflow.reports.screen import width

KEYS = [
    "article", "locale", "source_locale", "messages", "words", "states", "approved",
    "releasable", "blockers", "grade", "assignee", "due", "words_to_do", "percent",
    "carried_over", "changes", "unedited",
]  # fmt: skip
STATES = [
    "untranslated", "machine", "fuzzy", "translated", "reviewed", "approved", "rejected",
]  # fmt: skip


@pytest.fixture
def root(project: Path) -> Path:
    write_article(project)
    return project


def rows(*arguments: str) -> dict[str, dict[str, Any]]:
    """The rows of the report by locale."""
    result = run("status", "--format", "json", *arguments)
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert report["version"] == 1
    return {row["locale"]: row for row in report["rows"]}


def test_the_report_is_the_documented_one(root: Path) -> None:
    found = rows()
    assert list(found) == ["en", "zh"]
    row = found["en"]
    assert list(row) == KEYS
    assert list(row["states"]) == STATES
    assert (row["article"], row["source_locale"]) == ("atelier", "fr")
    assert row["messages"] == sum(row["states"].values()) == 5
    assert row["words"] == row["words_to_do"] == 4 + 6 + 2 + 3 + 4
    assert (row["percent"], row["approved"], row["releasable"]) == (0, False, False)


def test_no_row_for_an_article_in_its_own_language(root: Path) -> None:
    assert "fr" not in rows()
    assert rows("-l", "fr") == {}
    assert run("status", "-l", "fr").exit_code == 0


def test_locales_and_articles_limit_the_rows(root: Path) -> None:
    assert list(rows("-l", "zh")) == ["zh"]
    assert list(rows("atelier", "--locale", "en")) == ["en"]
    assert run("status", "attelier").exit_code == 2
    assert run("status", "-l", "de").exit_code == 2


@pytest.mark.parametrize(
    ("change", "state", "blocker"),
    [
        (lambda message: message, "untranslated", "5 untranslated"),
        (drafted, "machine", "5 machine drafts"),
        (
            lambda message: replace(translated(message), flags=("fuzzy",)),
            "fuzzy",
            "5 fuzzy",
        ),
        (
            lambda message: replace(drafted(message), previous_msgid="x"),
            "fuzzy",
            "5 fuzzy",
        ),
        (translated, "translated", "not approved"),
    ],
)
def test_states(root: Path, change: Any, state: str, blocker: str) -> None:
    edit(po(root), change)
    row = rows()["en"]
    assert row["states"] == dict.fromkeys(STATES, 0) | {state: 5}
    assert blocker in row["blockers"]
    done = state == "translated"
    assert (row["percent"], row["words_to_do"]) == ((100, 0) if done else (0, row["words"]))


def test_one_draft_is_named_in_the_singular(root: Path) -> None:
    def all_but_one(message: Message) -> Message:
        return drafted(message) if message.msgctxt else translated(message)

    edit(po(root), all_but_one)
    row = rows()["en"]
    assert row["blockers"] == ["1 machine draft", "not approved"]
    assert (row["percent"], row["words_to_do"]) == (80, 4)


def test_approval_and_what_voids_it(root: Path) -> None:
    edit(po(root), translated)
    assert run("approve", "atelier", "-l", "en").exit_code == 0
    row = rows()["en"]
    assert (row["approved"], row["releasable"], row["blockers"]) == (True, True, [])
    assert row["states"]["approved"] == 5

    set_msgstr(po(root), "Les suites", "NEXT STEPS")
    row = rows()["en"]
    assert (row["approved"], row["releasable"]) == (False, False)
    assert row["blockers"] == [
        "approval void: the translation changed since editor@example.org approved it on "
        "2026-01-15 (1 in the translation)"
    ]
    assert row["states"]["translated"] == 5

    set_msgstr(po(root), "Les suites", "LES SUITES")
    assert rows()["en"]["approved"]
    write_article(root, ARTICLE + "\n")
    assert rows()["en"]["blockers"] == [
        "approval void: the source changed since editor@example.org approved it on "
        "2026-01-15 (1 in white space)"
    ]


def test_a_fuzzy_message_blocks_what_was_approved(root: Path) -> None:
    edit(po(root), translated)
    assert run("approve", "atelier", "-l", "en").exit_code == 0
    edit(po(root), lambda message: replace(message, flags=("fuzzy",)))
    row = rows()["en"]
    assert (row["approved"], row["releasable"], row["blockers"]) == (True, False, ["5 fuzzy"])


def test_a_catalogue_behind_its_source(root: Path) -> None:
    edit(po(root), translated)
    (root / "articles" / "atelier.md").write_text(f"{ARTICLE}\nUn mot de plus.\n", "utf-8")
    row = rows()["en"]
    assert row["blockers"] == [
        "catalogue is behind the source: run workflow extract",
        "1 untranslated",
        "not approved",
    ]
    assert (row["messages"], row["words_to_do"]) == (6, 4)


def test_no_catalogue(root: Path) -> None:
    po(root, "zh").unlink()
    assert rows()["zh"]["blockers"] == [
        "no catalogue: run workflow extract",
        "5 untranslated",
        "not approved",
    ]


def test_check_errors_block_and_warnings_do_not(root: Path) -> None:
    edit(po(root), translated)
    set_msgstr(po(root), "Les suites", "Les suites")
    assert rows()["en"]["blockers"] == ["not approved"]
    set_msgstr(po(root), "Deux jours", "TWO DAYS")
    assert rows()["en"]["blockers"] == ["1 check error", "not approved"]
    write_article(root, f"{ARTICLE}\n![Salle](salle.png)\n")
    assert "2 check errors" in rows()["en"]["blockers"]


def test_equal_segments_are_one_message(root: Path) -> None:
    write_article(root, f"{ARTICLE}\n## Les suites\n")
    row = rows()["en"]
    assert row["messages"] == 5
    assert row["words"] == row["words_to_do"] + 2


def test_a_newer_log_is_told_and_blocks(root: Path) -> None:
    edit(po(root), translated)
    assert run("approve", "atelier", "-l", "en").exit_code == 0
    line = log(root).read_text("utf-8")
    log(root).write_text(line + line.replace('"approve"', '"revise"'), "utf-8")
    result = run("status", "--format", "json")
    assert "reviews/en/atelier.jsonl:2: the act “revise”" in result.stderr
    (blocker,) = rows()["en"]["blockers"]
    assert blocker.startswith("approval not known: reviews/en/atelier.jsonl:2: ")


def test_what_cannot_be_read_is_told_together(root: Path) -> None:
    po(root, "en").write_text('msgid "a\n', "utf-8")
    po(root, "zh").write_text('msgid "a\n', "utf-8")
    result = run("status")
    assert result.exit_code == 2
    for output in (result.stdout, result.stderr):
        assert "locales/en/LC_MESSAGES/atelier.po:1: " in output
        assert "locales/zh/LC_MESSAGES/atelier.po:1: " in output


def test_the_table(root: Path) -> None:
    edit(po(root), drafted)
    result = run("status")
    lines = result.stdout.split("\n")
    assert lines[0].split() == ["to", "do", "drafts", "words", "left"]
    assert lines[1] == "atelier"
    assert lines[2].split() == ["en", "░░░░░░░░", "0%", "·", "5", "19"]
    assert lines[3].strip() == "5 machine drafts; not approved"
    assert lines[4].split() == ["zh", "░░░░░░░░", "0%", "5", "·", "19"]
    assert all(width(line) <= 80 for line in lines)
    ready, withheld = result.stderr.splitlines()
    assert ready == "0 of 2 translations ready for release"
    assert withheld.startswith("not approved in the language it was written in")
    assert ": atelier. See: workflow release plan" in withheld


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_an_article_that_an_approval_vouches_for_is_not_told_of(root: Path, locale: str) -> None:
    edit(po(root), translated)
    for _ in ("derived", "kept"):
        assert "not approved in the language" in run("status").stderr
    assert run("approve", "atelier", "-l", locale).exit_code == 0
    assert "not approved in the language" not in run("status").stderr


def test_nothing_to_tell(root: Path) -> None:
    (root / "articles" / "atelier.md").unlink()
    result = run("status")
    assert (result.exit_code, result.stdout) == (0, "")


def test_help_has_an_example() -> None:
    assert "Example: workflow status" in run("status", "--help").stdout


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("Un atelier à Nanning", 4),
        ("l’atelier d’été", 2),
        ("« Bonjour » : oui !", 2),
        ("un\u00a0mot — deux", 3),
        ("北京欢迎你", 5),
        ("OIM，北京 2017 年。", 5),
        ("カタカナとひらがな", 9),
        ("한국어 낱말", 2),
        ("[programme](https://example.org/a-b)", 1),
        ("**", 0),
        ("𠮷野家", 3),
    ],
)
def test_words(text: str, words: int) -> None:
    assert count_words(text) == words


def test_without_an_approval_the_entries_tell_the_classes_of_changes(root: Path) -> None:
    path = root / "articles" / "atelier.md"
    text = f"{ARTICLE}\nUn atelier pour 34 policiers.\n"
    write_article(root, text)
    edit(po(root), translated)
    path.write_text(text.replace("34", "35").replace("Les suites", "Les suites à donner"), "utf-8")
    assert run("extract").exit_code == 0
    row = rows()["en"]
    assert row["changes"] == {"number": 1, "meaning": 1}
    assert row["blockers"] == [
        "1 fuzzy (1 in wording)",
        "not approved (followed by the program: 1 in numbers)",
    ]
    edit(po(root), lambda message: replace(message, flags=()))
    assert rows()["en"]["changes"] == {"number": 1}, (
        "what a person translated again is open no more"
    )
    assert run("approve", "atelier", "-l", "en").exit_code == 0
    assert rows()["en"]["changes"] == {}
