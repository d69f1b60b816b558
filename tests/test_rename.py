"""A renamed article: its approvals go with it, and its old slug becomes an alias."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.test_review_helpers import edit, log, po, run, translated, workspace, write_article

ARTICLE = """\
---
title: Un atelier à Nanning
lang: fr
---

Deux jours de travail.
"""


@pytest.fixture
def root(project: Path) -> Path:
    write_article(project, ARTICLE)
    edit(po(project), translated)
    assert run("approve", "atelier", "-l", "en,fr").exit_code == 0
    return project


def rename(root: Path, old: str, new: str, text: str | None = None) -> None:
    target = root / "articles" / f"{new}.md"
    target.parent.mkdir(parents=True, exist_ok=True)
    (root / "articles" / f"{old}.md").rename(target)
    if text is not None:
        target.write_bytes(text.encode())


def row() -> dict[str, Any]:
    rows = json.loads(run("status", "--format", "json").stdout)["rows"]
    found: dict[str, Any] = next(each for each in rows if each["locale"] == "en")
    return found


@pytest.mark.parametrize("new", ["stage", "2026/stage", "培训班"])
def test_approvals_move_with_the_article(root: Path, new: str) -> None:
    before = log(root).read_bytes()
    rename(root, "atelier", new)
    result = run("extract")
    assert result.exit_code == 0
    assert f"atelier was renamed to {new}" in result.stderr
    assert "“atelier” was added to `aliases`" in result.stderr
    assert not log(root).exists()
    assert log(root, slug=new).read_bytes() == before
    assert (row()["article"], row()["approved"]) == (new, True)
    text = (root / "articles" / f"{new}.md").read_text("utf-8")
    assert text == ARTICLE.replace("lang: fr\n", 'lang: fr\naliases: ["atelier"]\n')
    plan = json.loads(run("release", "plan", "--format", "json").stdout)["rows"]
    assert {each["action"] for each in plan if each["locale"] != "zh"} == {"new"}
    assert run("extract").exit_code == 0  # and once more, nothing happens
    assert (root / "articles" / f"{new}.md").read_text("utf-8") == text


def test_renamed_twice(root: Path) -> None:
    rename(root, "atelier", "stage")
    assert run("extract").exit_code == 0
    rename(root, "stage", "cours")
    assert run("extract").exit_code == 0
    assert 'aliases: ["atelier", "stage"]' in (root / "articles/cours.md").read_text("utf-8")
    assert row()["approved"]
    assert run("approve", "cours", "-l", "en", "--withdraw").exit_code == 0
    assert not row()["approved"]


def test_renamed_back(root: Path) -> None:
    for old, new in (("atelier", "stage"), ("stage", "atelier"), ("atelier", "stage")):
        rename(root, old, new)
        assert run("extract").exit_code == 0
        text = (root / f"articles/{new}.md").read_text("utf-8")
        assert f'aliases: ["{old}"]\n' in text
        assert row()["approved"]
        assert row()["releasable"]
        plan = json.loads(run("release", "plan", "--format", "json").stdout)["rows"]
        assert {each["action"] for each in plan if each["locale"] != "zh"} == {"new"}


def test_an_author_who_names_the_alias(root: Path) -> None:
    """Before anybody extracts, too: the logs that stand under the old slug are read."""
    text = ARTICLE.replace("lang: fr\n", "lang: fr\naliases:\n  - /atelier/\n")
    rename(root, "atelier", "stage", text)
    project = workspace(root)
    assert [
        each.name
        for each in project.review_logs(project.articles[0].names, project.articles[0].locale)
    ] == [
        "stage.jsonl",
        "atelier.jsonl",
    ]
    assert run("extract").exit_code == 0
    assert row()["approved"]
    assert (root / "articles/stage.md").read_text("utf-8") == text


def test_a_renamed_and_changed_article_is_not_approved(root: Path) -> None:
    rename(root, "atelier", "stage", ARTICLE.replace("Deux", "Trois"))
    assert run("extract").exit_code == 0
    assert not row()["approved"]


def test_lines_of_an_article_that_is_no_old_name_count_nothing(root: Path) -> None:
    (root / "articles/autre.md").write_text(
        ARTICLE.replace("title: Un", "title: Un autre"), "utf-8"
    )
    assert run("extract").exit_code == 0
    log(root, slug="autre").write_bytes(log(root).read_bytes())
    rows = json.loads(run("status", "--format", "json").stdout)["rows"]
    assert not any(each["approved"] for each in rows if each["article"] == "autre")
    assert "reviews/en/autre.jsonl:1: of another article (atelier)" in run("status").stderr


def test_an_alias_of_an_article_that_is_there_is_refused(root: Path) -> None:
    (root / "articles/autre.md").write_text(
        ARTICLE.replace("lang: fr", "lang: fr\naliases: [atelier, autre, ../x]"), "utf-8"
    )
    assert run("extract").exit_code == 0
    said = run("check", "autre").stdout
    assert "the alias “atelier” is the slug of another article" in said
    assert "the alias “autre” is the article’s own slug" in said
    assert "the alias “../x” cannot be the address of a page" in said


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("---\r\ntitle: Un\r\n---\r\n\r\nDeux jours.\r\n", '\r\naliases: ["atelier"]\r\n'),
        ('+++\ntitle = "Un"\n+++\n\nDeux jours.\n', '\naliases = ["atelier"]\n'),
        ('+++\ntitle = "Un"\n[a]\nb = 1\n+++\n\nDeux jours.\n', '+++\naliases = ["atelier"]\n'),
        ("---\n{title: Un}\n---\n\nDeux jours.\n", None),
        ("---\ntitle: Un\naliases: [x] # vieux\n---\n\nDeux jours.\n", None),
    ],
)
def test_front_matter_of_other_kinds(project: Path, text: str, entry: str | None) -> None:
    write_article(project, text)
    (project / "articles/atelier.md").write_bytes(text.encode())
    assert run("extract").exit_code == 0
    edit(po(project), translated)
    assert run("approve", "atelier", "-l", "en").exit_code == 0
    rename(project, "atelier", "stage")
    result = run("extract")
    now = (project / "articles/stage.md").read_bytes().decode()
    if entry is None:
        assert now == text
        assert "articles/stage.md: add “atelier” to `aliases`" in result.stderr
        assert "write `aliases: [atelier]`" in run("status").stderr
    else:
        assert entry in now
        assert row()["approved"]
