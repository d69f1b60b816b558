"""``workflow explain``: one message's whole life, in words and as the documented report."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.test_review_helpers import edit, po, run, translated, write_article
from workflow.model import Message

KEYS = [
    "version", "article", "locale", "message", "writers", "approved", "live", "past", "matches",
    "releases",
]  # fmt: skip
LATER = "Two days of **hard** work"


@pytest.fixture
def root(project: Path) -> Path:
    write_article(project)
    edit(po(project), translated)
    return project


def git(root: Path, *arguments: str, author: str = "bao@example.org") -> None:
    who = ("-c", f"user.name={author}", "-c", f"user.email={author}")
    subprocess.run(["git", "-C", str(root), *who, *arguments], check=True, capture_output=True)


def life(message: str) -> dict[str, Any]:
    result = run("explain", "atelier", message, "-l", "en", "--format", "json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def rewrite(root: Path, number: int, text: str) -> None:
    key = life(str(number))["message"]["msgid"]

    def changed(message: Message) -> Message:
        return replace(message, msgstr=text) if message.msgid == key else message

    edit(po(root), changed)


def test_a_text_that_has_no_past_says_so(root: Path) -> None:
    found = life("1")
    assert list(found) == KEYS
    assert found["message"]["state"] == "translated"
    assert (found["writers"], found["approved"], found["live"]) == ([], None, None)
    assert (found["past"], found["releases"]) == ([], [])
    told = run("explain", "atelier", "1", "-l", "en").output
    assert "in no release yet" in told


def test_what_was_approved_published_and_changed_is_told(root: Path) -> None:
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "translated", author="aline@example.org")
    before = life("2")["message"]["msgstr"]
    assert run("approve", "--all", "-l", "fr,en").exit_code == 0
    published = run("release", "publish", "--actor", "editor@example.org")
    assert published.exit_code in (0, 1), published.output
    rewrite(root, 2, LATER)
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "rewritten")

    found = life("2")
    assert (found["approved"], found["live"]) == (before, before)
    assert found["writers"] == ["bao@example.org"]
    assert [(each["text"], each["author"]) for each in found["past"]] == [
        (LATER, "bao@example.org"),
        (before, "aline@example.org"),
    ]
    assert [(each["live"], each["same"]) for each in found["releases"]] == [(True, False)]
    told = run("explain", "atelier", "2", "-l", "en").output
    assert f"readers get: {before}" in told
    assert "written by bao@example.org (git)" in told
    assert "since then:" in told

    rewrite(root, 2, before)
    assert [each["same"] for each in life("2")["releases"]] == [True]


def test_what_reviewers_said_is_told(root: Path) -> None:
    run("review", "comment", "atelier", "2", "Which days?", "-l", "en", "--actor", "a@example.org")
    run("review", "accept", "atelier", "2", "-l", "en", "--actor", "a@example.org")
    said = [each["action"] for each in life("2")["message"]["said"]]
    assert sorted(said) == ["accept", "comment"]
    assert "Which days?" in run("explain", "atelier", "2", "-l", "en").output


def test_the_memory_is_asked_for_what_else_is_like_it(root: Path) -> None:
    text = "---\ntitle: Un autre atelier à Nanning\nlang: fr\n---\n\nDeux jours de repos.\n"
    (root / "articles" / "autre.md").write_text(text, "utf-8")
    assert run("extract").exit_code == 0
    edit(po(root, slug="autre"), translated)
    matches = life("1")["matches"]
    assert [each["origin"] for each in matches] == ["autre"]
    assert 50 <= matches[0]["score"] < 100


@pytest.mark.parametrize("message", ["99", "no such text"])
def test_a_message_that_is_not_there_is_named(root: Path, message: str) -> None:
    result = run("explain", "atelier", message, "-l", "en")
    assert result.exit_code == 2
    assert message in result.output


def test_the_report_is_documented() -> None:
    documented = Path(__file__).parent.parent.joinpath("docs", "reports.md").read_text("utf-8")
    section = documented.partition("## `workflow explain")[2].partition("\n## ")[0]
    assert [key for key in KEYS if f"`{key}`" not in section] == []
