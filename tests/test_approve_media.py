"""An approval binds what the page shows, byte by byte."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.test_review_helpers import (
    edit,
    log,
    po,
    run,
    set_msgstr,
    set_option,
    translated,
    workspace,
    write_article,
)
from workflow.flows.approve import Seen
from workflow.model import Locale

ARTICLE = """\
---
title: Un atelier à Nanning
lang: fr
image: images/une.jpg
---

Deux jours de travail.

![La carte](images/carte.png "Une carte")

<video src="film.mp4" poster="images/affiche.webp"></video>

Voir [le rapport](rapport.pdf) et ![logo].

[logo]: <images/le logo.svg>
"""
FILES = (
    "images/une.jpg",
    "images/carte.png",
    "film.mp4",
    "images/affiche.webp",
    "rapport.pdf",
    "images/le logo.svg",
)


@pytest.fixture
def root(project: Path) -> Path:
    (project / "articles" / "images").mkdir(exist_ok=True)
    for name in FILES:
        (project / "articles" / name).write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    write_article(project, ARTICLE)
    edit(po(project), translated)
    set_msgstr(po(project), "Voir", "SEE [THE REPORT](rapport.pdf) AND ![THE LOGO][logo].")
    assert run("approve", "atelier", "-l", "en,fr").exit_code == 0
    return project


def row(locale: str = "en") -> dict[str, Any]:
    rows = json.loads(run("status", "--format", "json").stdout)["rows"]
    found: dict[str, Any] = next(each for each in rows if each["locale"] == locale)
    return found


def source_approved(root: Path) -> bool:
    project = workspace(root)
    return project.translation(project.articles[0], Locale("fr")).standing.approved


def test_an_event_names_what_the_page_shows(root: Path) -> None:
    for locale in ("en", "fr"):
        (event,) = map(json.loads, log(root, locale).read_text("utf-8").splitlines())
        assert [each.partition(" ")[2] for each in event["media"]] == sorted(FILES)
    assert row()["approved"]
    assert source_approved(root)


@pytest.mark.parametrize("name", FILES)
def test_one_byte_voids_an_approval(root: Path, name: str) -> None:
    file = root / "articles" / name
    before = file.read_bytes()
    file.write_bytes(before[:-1] + b"\n")
    found = row()
    assert not found["approved"]
    assert not found["releasable"]
    noun = "file" if name.endswith(("mp4", "pdf")) else "image"
    why = f"{noun} {name} changed since editor@example.org approved it on 2026-01-15"
    assert found["blockers"] == [f"approval void: {why}"]
    assert not source_approved(root)
    plan = json.loads(run("release", "plan", "--format", "json").stdout)["rows"]
    assert {each["action"] for each in plan} == {"withheld"}
    assert why in str(plan)
    assert why in run("review", "log").stdout
    assert why in run("review", "show", "atelier", "-l", "en").stdout
    file.write_bytes(before)  # just what was approved
    assert row()["approved"]
    assert source_approved(root)


def test_a_picture_that_went(root: Path) -> None:
    set_option(root, "checks_off", "metadata")
    (root / "articles" / "images" / "carte.png").unlink()
    assert "image images/carte.png is gone since" in "; ".join(row()["blockers"])


def test_what_the_translation_alone_shows_is_bound(root: Path) -> None:
    set_option(root, "checks_off", "placeables, markup")
    other = root / "articles" / "images" / "autre.png"
    other.write_bytes(b"1")
    set_msgstr(po(root), "Voir", "SEE [THE REPORT](rapport.pdf) ![X](images/autre.png)")
    assert run("approve", "atelier", "-l", "en").exit_code == 0
    assert row()["approved"]
    other.write_bytes(b"2")
    assert "image images/autre.png changed" in "; ".join(row()["blockers"])


def test_what_the_page_does_not_show_changes_nothing(root: Path) -> None:
    (root / "articles" / "images" / "brouillon.png").write_bytes(b"x")
    assert row()["approved"]


def test_events_of_earlier_versions_do_not_bind_pictures(root: Path) -> None:
    event = json.loads(log(root).read_text("utf-8"))
    del event["media"]
    for locale in ("en", "fr"):
        log(root, locale).write_text(json.dumps(event | {"locale": locale}) + "\n", "utf-8")
    (blocker,) = row()["blockers"]
    assert "run workflow approve" in blocker
    assert "images/carte.png" in blocker
    assert run("approve", "atelier", "-l", "en").exit_code == 0
    assert row()["approved"]


def test_events_of_earlier_versions_count_where_nothing_is_shown(project: Path) -> None:
    write_article(project)
    edit(po(project), translated)
    assert run("approve", "atelier", "-l", "en").exit_code == 0
    event = json.loads(log(project).read_text("utf-8"))
    assert event.pop("media") == []
    log(project).write_text(json.dumps(event) + "\n", "utf-8")
    assert row()["approved"]


def test_a_changed_picture_is_not_carried_over(root: Path) -> None:
    set_msgstr(po(root), "Deux jours", "DEUX JOURS DE\u00a0TRAVAIL.")
    file = root / "articles" / "images" / "carte.png"
    before = file.read_bytes()
    file.write_bytes(b"another")
    result = run("approve", "--carry-over", "--yes", "-l", "en")
    assert result.exit_code == 1
    assert "image images/carte.png changed" in result.stderr
    file.write_bytes(before)
    assert run("approve", "--carry-over", "--yes", "-l", "en").exit_code == 0
    assert row()["carried_over"]
    file.write_bytes(b"another")
    assert "image images/carte.png changed since editor@example.org carried" in str(row())


def test_the_digests_somebody_saw(root: Path) -> None:
    project = workspace(root)
    seen = Seen.of(project.translation(project.articles[0], Locale("en")).bound)
    (root / "articles" / "film.mp4").write_bytes(b"another film")
    again = workspace(root)
    now = Seen.of(again.translation(again.articles[0], Locale("en")).bound)
    assert seen[:2] == now[:2]
    assert seen.media != now.media
