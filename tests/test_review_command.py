"""``workflow review show`` and ``workflow review log``: the documented reports, and the text."""

from __future__ import annotations

import json
import urllib.request
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.servers import started
from tests.test_review_helpers import (
    ARTICLE,
    drafted,
    edit,
    log,
    po,
    run,
    set_msgstr,
    translated,
    workspace,
    write_article,
)
from workflow.flows.approve import Seen, approve
from workflow.flows.word import Word
from workflow.model import Locale, Message
from workflow.reports.approvals import done, refusal
from workflow.review.outcome import Result

MESSAGE = [
    "number", "kind", "line", "state", "needs_look", "changed_since_approval", "msgctxt",
    "msgid", "msgstr", "notes", "comments", "origin", "draft", "quality", "doubts", "change",
    "diff", "findings", "terms", "said",
]  # fmt: skip
SHOW = [
    "version", "article", "title", "source_locale", "locale", "file", "catalogue",
    "source_digest", "translation_digest", "approved", "by", "time", "approvable", "blockers",
    "advice", "changes", "findings", "messages",
]  # fmt: skip
EVENT = [
    "time", "actor", "action", "article", "locale", "note", "source_digest",
    "translation_digest", "counts", "reason", "file", "line", "msgid", "source", "translation",
    "category", "severity", "text", "before", "check", "assignee", "due", "significance",
]  # fmt: skip


@pytest.fixture
def root(project: Path) -> Path:
    write_article(project)
    edit(po(project), translated)
    return project


def shown(*arguments: str, locale: str = "en") -> dict[str, Any]:
    result = run("review", "show", "atelier", "-l", locale, "--format", "json", *arguments)
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def said(*arguments: str) -> list[dict[str, Any]]:
    result = run("review", "log", "--format", "json", *arguments)
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert list(report) == ["version", "events"]
    events: list[dict[str, Any]] = report["events"]
    return events


# show


def test_the_report_is_the_documented_one(root: Path) -> None:
    found = shown()
    assert list(found) == SHOW
    assert (found["version"], found["article"], found["title"]) == (
        1,
        "atelier",
        "Un atelier à Nanning",
    )
    assert (found["source_locale"], found["locale"]) == ("fr", "en")
    assert (found["approved"], found["approvable"], found["blockers"]) == (
        False,
        True,
        ["not approved"],
    )
    first = found["messages"][0]
    assert list(first) == MESSAGE
    assert (first["kind"], first["state"], first["msgctxt"]) == (
        "front matter: title",
        "translated",
        "title",
    )
    documented = Path(__file__).parent.parent.joinpath("docs", "reports.md").read_text("utf-8")
    section = documented.partition("## `workflow review show")[2].partition("\n## `workflow c")[0]
    assert [key for key in (*SHOW, *MESSAGE, *EVENT) if f"`{key}`" not in section] == []


def test_an_approval_is_told(root: Path) -> None:
    run("approve", "atelier", "-l", "en")
    found = shown()
    assert (found["approved"], found["by"], found["approvable"]) == (
        True,
        "editor@example.org",
        False,
    )
    assert {message["state"] for message in found["messages"]} == {"approved"}


def test_a_draft_names_its_origin_and_comments_stay_apart(root: Path) -> None:
    edit(po(root), lambda each: replace(drafted(each), translator_comments=(
        "ask Li", *drafted(each).translator_comments)))  # fmt: skip
    first = shown()["messages"][0]
    assert first["origin"] == "machine translation: apertium fr-en, 2026-01-15"
    assert first["comments"] == ["ask Li"]
    assert first["state"] == "machine"


def test_drafts_come_the_weakest_first(root: Path) -> None:
    edit(po(root), drafted)
    set_msgstr(po(root), "Un atelier", "A workshop with 12 people in Nanning, 2026")
    set_msgstr(po(root), "Les suites", "What comes after")
    edit(po(root), _drafted_as_it_stands)
    found = shown("--drafts")["messages"]
    assert [each["quality"] for each in found] == sorted(each["quality"] for each in found)
    assert found[0]["msgstr"] == "A workshop with 12 people in Nanning, 2026"
    assert found[0]["doubts"][0] == "the number 12 is not in the source"
    assert {each["number"] for each in found} == {each["number"] for each in shown()["messages"]}
    run("approve", "atelier", "-l", "en", "--accept-machine")
    assert shown("--drafts")["messages"] == []
    assert {each["quality"] for each in shown()["messages"]} == {None}


def _drafted_as_it_stands(message: Message) -> Message:
    made = message.provenance
    assert made is not None
    return message.with_draft(message.msgstr, made)


def test_what_changed_in_the_source_is_told(root: Path) -> None:
    (root / "articles" / "atelier.md").write_text(ARTICLE.replace("Deux", "Trois"), "utf-8")
    run("extract")
    (changed,) = shown("--attention")["messages"]
    assert changed["diff"][:2] == [["removed", "Deux"], ["added", "Trois"]]
    assert changed["change"] == "source changed: meaning"
    result = run("review", "show", "atelier", "-l", "en", "--attention")
    assert "source was: [-Deux-]{+Trois+} jours" in result.stdout
    assert "1 of 5 messages need a look" in result.stderr


def test_terms_have_their_places_in_both_texts(root: Path) -> None:
    table = "fr,en,zh,en forbidden,translate\natelier,workshop,讲习班,studio,\nNanning,,,,no\n"
    (root / "glossary.csv").write_text(table, "utf-8")
    set_msgstr(po(root), "Un atelier", "A studio in Nanning")
    first, kept = shown()["messages"][0]["terms"]
    assert first == {
        "use": "misused",
        "translate": True,
        "terms": [
            {"term": "workshop", "status": "preferred"},
            {"term": "studio", "status": "forbidden"},
        ],
        "source": [[3, 10]],
        "followed": [],
        "forbidden": [[2, 8]],
        "note": "",
    }
    assert (kept["use"], kept["translate"], kept["followed"]) == ("followed", False, [[12, 19]])
    set_msgstr(po(root, "zh"), "Un atelier", "Nanning讲习班")
    first, kept = shown(locale="zh")["messages"][0]["terms"]
    assert (first["use"], first["followed"]) == ("followed", [[7, 10]])
    text = run("review", "show", "atelier", "-l", "en").stdout
    assert "term: atelier → workshop; not studio; a forbidden term is used" in text


def test_the_longer_term_counts_where_a_forbidden_one_has_an_allowed_one_in_it(root: Path) -> None:
    (root / "glossary.csv").write_text("fr,en,en forbidden\natelier,work,work shop\n", "utf-8")
    set_msgstr(po(root), "Un atelier", "A work shop in Nanning")
    (use,) = shown()["messages"][0]["terms"]
    assert (use["use"], use["followed"], use["forbidden"]) == ("misused", [], [[2, 11]])


def test_the_text_holds_no_control_characters(root: Path) -> None:
    set_msgstr(po(root), "Les suites", "What \x1b[31m next")
    text = run("review", "show", "atelier", "-l", "en").stdout
    assert "\x1b" not in text
    assert "What �[31m next" in text


WRONG = [
    (("show", "atelier"), 2, "Missing option"),
    (("show", "atelier", "-l", "en,zh"), 2, "name one locale"),
    (("show", "atelier", "-l", "de"), 2, "not a target locale"),
    (("show", "atelier", "-l", "fr"), 2, "atelier is written in fr"),
    (("show", "ateleir", "-l", "en"), 2, "Did you mean “atelier”?"),
    (("log", "ateleir"), 2, "Did you mean “atelier”?"),
    (("log", "-l", "de"), 2, "not a target locale"),
]


@pytest.mark.parametrize(("arguments", "code", "words"), WRONG)
def test_what_is_asked_wrongly_is_said(
    root: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    result = run("review", *arguments)
    assert result.exit_code == code
    assert words in result.stderr


# log


def test_the_log_tells_which_word_counts_and_why_others_do_not(root: Path) -> None:
    run("approve", "atelier", "-l", "en", "--note", "first")
    run("approve", "atelier", "-l", "fr")
    run("approve", "atelier", "-l", "en", "--withdraw")
    run("approve", "atelier", "-l", "en", "--actor", "aline@example.org")
    events = said()
    assert [list(event) for event in events] == [EVENT] * 4
    english = [event for event in events if event["locale"] == "en"]
    assert [(each["action"], each["counts"], each["reason"]) for each in english] == [
        ("approve", False, "withdrawn by editor@example.org on 2026-01-15"),
        ("withdraw", False, "approved anew by aline@example.org on 2026-01-15"),
        ("approve", True, ""),
    ]
    (french,) = said("-l", "fr")
    assert (french["action"], french["counts"]) == ("approve", True)


def test_an_approval_of_other_texts_does_not_count(root: Path) -> None:
    run("approve", "atelier", "-l", "en,fr")
    set_msgstr(po(root), "Les suites", "WHAT FOLLOWS")
    found = {event["locale"]: event for event in said()}
    assert not found["en"]["counts"]
    assert "the translation changed since" in found["en"]["reason"]
    assert found["fr"]["counts"]
    with (root / "articles" / "atelier.md").open("a", encoding="utf-8") as file:
        file.write("\n")
    assert not any(event["counts"] for event in said())


def test_events_come_by_time_whatever_file_they_are_in(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(po(root, "zh"), translated)
    for hour, locale in ((1, "zh"), (0, "en"), (2, "fr")):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1768471200 + 3600 * hour))
        run("approve", "atelier", "-l", locale)
    assert [event["locale"] for event in said()] == ["en", "zh", "fr"]


def test_what_a_newer_version_wrote_is_told(root: Path) -> None:
    run("approve", "atelier", "-l", "en")
    line = log(root).read_text("utf-8").replace('"approve"', '"bless"')
    with log(root).open("a", encoding="utf-8") as file:
        file.write(line)
    result = run("review", "log")
    assert "“bless” is not known" in result.stderr
    (event,) = said()
    assert not event["counts"]
    assert "not known" in event["reason"]


def test_a_project_without_events_says_so(root: Path) -> None:
    result = run("review", "log")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "nobody has said anything yet" in result.stderr


# The argument of approve that the page needs


def test_an_approval_binds_what_was_shown(root: Path) -> None:
    project = workspace(root)
    found = project.translation(project.articles[0], Locale("en"))
    seen = Seen.of(found.bound)
    word = Word("editor@example.org", datetime(2026, 1, 15, tzinfo=UTC))
    for wrong in (
        seen._replace(translation="0" * 32),
        seen._replace(source="0" * 32),
        seen._replace(media="0" * 32),
        Seen("", "", ""),
    ):
        (outcome,) = approve(project, (), [Locale("en")], word, seen=wrong).outcomes
        assert outcome.result is Result.CHANGED
        assert done(outcome) == "not approved: it changed meanwhile"
        assert refusal(outcome) is not None
        assert not log(root).exists()
    (outcome,) = approve(project, (), [Locale("en")], word, seen=seen).outcomes
    assert done(outcome) == "approved"


# serve


def test_the_page_starts_prints_its_address_and_ends_quietly(root: Path) -> None:
    with started(root, "review", "serve", "--port", "0") as line:
        assert "as editor@example.org" in line
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        with opener.open(line.split()[1], timeout=20) as found:
            assert "Un atelier à Nanning" in found.read().decode()
