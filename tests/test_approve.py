"""`workflow approve`: what is approved, what is refused, what is written."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.test_review_helpers import (
    ARTICLE,
    MACHINE,
    drafted,
    edit,
    log,
    po,
    run,
    set_msgstr,
    set_roles,
    translated,
    workspace,
    write_article,
)
from workflow.model import Locale
from workflow.model.phrase import Phrase, phrases, together
from workflow.project.catalogues import read_catalogue
from workflow.reports.review_text import noted


@pytest.fixture
def root(project: Path) -> Path:
    write_article(project)
    edit(po(project), translated)
    return project


def events(root: Path, locale: str = "en") -> list[dict[str, Any]]:
    return [json.loads(line) for line in log(root, locale).read_text("utf-8").splitlines()]


def approved(root: Path, locale: str) -> bool:
    project = workspace(root)
    (article,) = project.articles
    return project.translation(article, Locale(locale)).standing.approved


def files(root: Path) -> dict[str, bytes]:
    kept = ("articles", "locales", "reviews")
    return {
        str(path): path.read_bytes()
        for folder in kept
        for path in (root / folder).rglob("*")
        if path.is_file()
    }


def test_an_approval_is_one_event(root: Path) -> None:
    result = run("approve", "atelier", "--locale", "en", "--note", "relu deux fois")
    assert (result.exit_code, result.stdout) == (0, "atelier en: approved\n")
    (event,) = events(root)
    assert list(event) == [
        "time", "actor", "action", "article", "locale", "source_digest", "translation_digest",
        "note", "frame", "messages", "media",
    ]  # fmt: skip
    assert event["time"] == "2026-01-15T10:00:00Z"
    assert (event["actor"], event["action"]) == ("editor@example.org", "approve")
    assert (event["article"], event["locale"]) == ("atelier", "en")
    assert event["note"] == "relu deux fois"
    assert len(event["messages"]) == 5
    assert approved(root, "en")


def test_a_second_time_nothing_is_done(root: Path) -> None:
    run("approve", "atelier", "-l", "en")
    before = files(root)
    result = run("approve", "--all", "-l", "en", "--actor", "other@example.org")
    assert result.exit_code == 0
    assert "already approved by editor@example.org on 2026-01-15" in result.stdout
    assert files(root) == before


@pytest.mark.parametrize(
    ("prepare", "said", "helps"),
    [
        (
            lambda root: po(root, "zh").unlink(),
            "no catalogue: run workflow extract",
            "workflow extract atelier",
        ),
        (lambda _: None, "5 untranslated", "workflow translate atelier --locale zh"),
        (
            lambda root: edit(po(root, "zh"), drafted),
            "5 machine drafts",
            "--accept-machine",
        ),
        (
            lambda root: edit(po(root, "zh"), lambda each: replace(each, msgstr="两天")),
            "2 check errors",
            "workflow check atelier --locale zh",
        ),
        (
            lambda root: (root / "articles" / "atelier.md").write_text(ARTICLE + "\nPlus.\n"),
            "catalogue is behind the source",
            "workflow extract atelier",
        ),
    ],
)
def test_refused_with_what_helps(root: Path, prepare: Any, said: str, helps: str) -> None:
    prepare(root)
    before = files(root)
    result = run("approve", "atelier", "-l", "zh")
    assert result.exit_code == 1
    assert result.stdout == "atelier zh: not approved\n"
    assert said in result.stderr
    assert helps in result.stderr
    assert files(root) == before


def test_a_warning_is_no_obstacle(root: Path) -> None:
    set_msgstr(po(root), "Les suites", "Les suites")
    assert run("approve", "atelier", "-l", "en").exit_code == 0


def test_what_is_ready_is_approved_beside_what_is_not(root: Path) -> None:
    result = run("approve", "atelier", "-l", "en,zh", "--locale", "fr")
    assert result.exit_code == 1
    assert result.stdout == "atelier en: approved\natelier zh: not approved\natelier fr: approved\n"
    assert "atelier in zh is not ready: 5 untranslated" in result.stderr
    assert approved(root, "en")
    assert not approved(root, "zh")


# Machine drafts


def test_machine_drafts_are_accepted_by_command_alone(root: Path) -> None:
    edit(po(root), drafted)
    assert run("approve", "atelier", "-l", "en").exit_code == 1
    result = run("approve", "atelier", "-l", "en", "--accept-machine", "--note", "lu")
    assert (result.exit_code, result.stdout) == (
        0,
        "atelier en: approved, 5 machine drafts accepted\n",
    )
    messages = read_catalogue(po(root)).messages
    assert not any(message.fuzzy for message in messages)
    labels = {each.provenance.label for each in messages if each.provenance}
    assert labels == {MACHINE.label}
    (event,) = events(root)
    assert event["note"] == "5 machine drafts accepted as they stand; lu"
    assert noted(event["note"]) == together(
        [
            phrases(
                "{count} machine draft accepted as they stand",
                "{count} machine drafts accepted as they stand",
                5,
            ),
            "lu",
        ]
    )
    assert [type(noted(each)) for each in (event["note"], "lu", "5 machine drafts")] == [
        Phrase,
        str,
        str,
    ]
    assert approved(root, "en")


def test_accepting_drafts_leaves_other_fuzzy_messages(root: Path) -> None:
    def mixed(message: Any) -> Any:
        return drafted(message) if message.msgctxt else _fuzzy(message)

    edit(po(root), mixed)
    before = files(root)
    result = run("approve", "atelier", "-l", "en", "--accept-machine")
    assert result.exit_code == 1
    assert "4 fuzzy" in result.stderr
    assert files(root) == before


def _fuzzy(message: Any) -> Any:
    return replace(translated(message), flags=("fuzzy",))


def test_an_error_in_a_draft_counts_once_it_is_accepted(root: Path) -> None:
    def lossy(message: Any) -> Any:
        return message.with_draft(message.msgstr.replace("**", ""), MACHINE)

    edit(po(root), lossy)
    before = files(root)
    result = run("approve", "atelier", "-l", "en", "--accept-machine")
    assert result.exit_code == 1
    assert "1 check error" in result.stderr
    assert files(root) == before


def test_accepting_where_there_is_no_draft_is_a_plain_approval(root: Path) -> None:
    assert run("approve", "atelier", "-l", "en,fr", "--accept-machine").exit_code == 0
    assert [events(root, locale)[0]["note"] for locale in ("en", "fr")] == ["", ""]


def test_drafts_stay_drafts_where_the_catalogue_cannot_be_written(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(po(root), drafted)
    before = po(root).read_bytes()

    def full(_catalogue: object) -> bool:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("workflow.flows.approve.write_catalogue", full)
    assert run("approve", "atelier", "-l", "en", "--accept-machine").exit_code == 2
    assert po(root).read_bytes() == before
    project = workspace(root)
    (article,) = project.articles
    assert not project.translation(article, Locale("en")).releasable


# Source texts


def test_a_source_is_approved_in_its_own_locale(root: Path) -> None:
    assert not approved(root, "fr")
    assert run("approve", "atelier", "-l", "fr").exit_code == 0
    assert approved(root, "fr")
    write_article(root, ARTICLE + "\nPlus.\n")
    assert not approved(root, "fr")


def test_who_approves_a_translation_vouches_for_its_source(root: Path) -> None:
    run("approve", "atelier", "-l", "en")
    assert approved(root, "fr")
    result = run("approve", "atelier", "-l", "fr")
    assert result.stdout == "atelier fr: approved\n"
    result = run("approve", "atelier", "-l", "fr", "--withdraw")
    assert "editor@example.org, who approved a translation of it, still vouches" in result.stdout
    assert approved(root, "fr")
    run("approve", "atelier", "-l", "en", "--withdraw")
    assert not approved(root, "fr")


def test_a_source_with_an_error_is_refused(root: Path) -> None:
    write_article(root, f"{ARTICLE}\n![Salle](salle.png)\n")
    result = run("approve", "atelier", "-l", "fr")
    assert result.exit_code == 1
    assert "workflow check atelier" in result.stderr


# Withdrawing


def test_withdrawing(root: Path) -> None:
    run("approve", "atelier", "-l", "en")
    result = run("approve", "atelier", "-l", "en", "--withdraw", "--note", "une coquille")
    assert (result.exit_code, result.stdout) == (0, "atelier en: approval withdrawn\n")
    assert [event["action"] for event in events(root)] == ["approve", "withdraw"]
    assert not approved(root, "en")
    before = files(root)
    result = run("approve", "atelier", "-l", "en,zh", "--withdraw")
    assert result.exit_code == 0
    assert result.stdout.count("nothing to do") == 2
    assert files(root) == before
    run("approve", "atelier", "-l", "en")
    assert approved(root, "en")


def test_a_void_approval_can_be_withdrawn(root: Path) -> None:
    run("approve", "atelier", "-l", "en")
    set_msgstr(po(root), "Les suites", "NEXT")
    assert "withdrawn" in run("approve", "atelier", "-l", "en", "--withdraw").stdout
    set_msgstr(po(root), "Les suites", "LES SUITES")
    assert not approved(root, "en")


# Who may, and how one asks


@pytest.mark.parametrize("more", [[], ["--withdraw"], ["--accept-machine"]])
def test_who_is_no_editor_is_refused_before_anything_is_written(
    root: Path, more: list[str]
) -> None:
    set_roles(root, editor="editor[en]", zhang="editor[zh]", aline="editor, publisher")
    before = files(root)
    result = run("approve", "atelier", "-l", "en,zh", *more)
    assert result.exit_code == 2
    assert "editor@example.org may not approve in zh" in result.stderr
    assert "zhang@example.org, aline@example.org" in result.stderr
    assert files(root) == before
    assert run("approve", "atelier", "-l", "en").exit_code == 0
    assert run("approve", "atelier", "-l", "fr", "--actor", "Aline@example.org").exit_code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["-l", "en"],
        ["atelier"],
        ["atelier", "--all", "-l", "en"],
        ["atelier", "-l", "de"],
        ["atelier", "-l", "xx_yy_zz"],
        ["attelier", "-l", "en"],
        ["atelier", "-l", "en", "--actor", "nobody"],
        ["atelier", "-l", "en", "--accept-machine", "--withdraw"],
        ["atelier", "-l", "en", "--accept-machine", "--carry-over"],
        ["atelier", "-l", "en", "--dry-run"],
        ["atelier", "-l", "en", "--yes"],
        ["atelier", "-l", "en", "--format", "json"],
        ["atelier", "--all", "--carry-over"],
        ["attelier", "--carry-over"],
    ],
)
def test_wrong_usage(root: Path, arguments: list[str]) -> None:
    before = files(root)
    result = run("approve", *arguments)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert files(root) == before


def test_a_broken_log_gets_no_event(root: Path) -> None:
    run("approve", "atelier", "-l", "en")
    with log(root).open("a", encoding="utf-8") as file:
        file.write("=======\n")
    before = files(root)
    result = run("approve", "atelier", "-l", "en")
    assert result.exit_code == 2
    assert "reviews/en/atelier.jsonl:2: merge conflict marker" in result.stderr
    assert files(root) == before


def test_help_has_an_example() -> None:
    assert "Examples: workflow approve" in run("approve", "--help").stdout
