"""Whole commands with a service that answers badly: what is stored, left and said."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polib
import pytest
from click.testing import CliRunner, Result

from tests.libre import Libre, quick, serving
from workflow.cli import main

__all__ = ["quick"]

ARTICLE = """\
---
lang: fr
title: Le port de Nanning
---

La crue a détruit le marché du port en mai.

Le budget atteint 3,2 millions d’euros ; voir [le plan](plan.md "Le plan du port").

Les abris ouvrent à 14 h 30.
"""
GOOD = {
    "Le port de Nanning": "The harbour of Nanning",
    "La crue a détruit le marché du port en mai.": "The flood destroyed the harbour market in May.",
    "Les abris ouvrent à 14 h 30.": "The shelters open at 14 h 30.",
    "Le plan du port": "The harbour map",
}
BUDGET = 'Le budget atteint 3,2 millions d’euros ; voir [le plan](plan.md "Le plan du port").'
EN = "locales/en/LC_MESSAGES/port.po"


def said(text: str, _language: str) -> str:
    """A translation as engines give it: numbers as they were, tokens in their place."""
    if text.startswith("Le budget"):
        marks = [part.partition("]")[0] + "]" for part in text.split("[")[1:]]
        first, last = (f"[{mark}" for mark in marks)
        return f"The budget is 3,2 millions of euros; see {first}the map{last}."
    return GOOD[text]


@pytest.fixture
def port(project: Path) -> Path:
    for path in (project / "articles").iterdir():
        path.unlink()
    (project / "articles" / "port.md").write_text(ARTICLE, encoding="utf-8")
    assert run("extract").exit_code == 0
    return project


@pytest.fixture
def libre(port: Path, quick: None) -> Iterator[Libre]:
    with serving(port) as service:
        yield service


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def drafts() -> dict[str, str]:
    return {entry.msgid: entry.msgstr for entry in polib.pofile(EN) if entry.msgstr}


def report(*arguments: str) -> tuple[int, dict[str, Any]]:
    done = run("translate", "--locale", "en", "--engine", "libre", "--format", "json", *arguments)
    found: dict[str, Any] = json.loads(done.stdout)
    return done.exit_code, found


def test_numbers_titles_and_times_are_those_of_the_target(libre: Libre) -> None:
    libre.spoken = said
    code, found = report()
    assert (code, found["errors"]) == (0, [])
    assert drafts() == {
        "Le port de Nanning": "The harbour of Nanning",
        "La crue a détruit le marché du port en mai.":
            "The flood destroyed the harbour market in May.",
        BUDGET: 'The budget is 3.2 million euros; see [the map](plan.md "The harbour map").',
        "Les abris ouvrent à 14 h 30.": "The shelters open at 14:30.",
    }  # fmt: skip


FLOOD = "La crue a détruit le marché du port en mai."


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda text: text.encode().decode("cp1252") if "é" in text else "Ã©", "garbled"),
        (lambda text: text, "source’s own text"),
        (lambda text: "The The The The market.", "over and over"),
        (lambda text: "La inundación destruyó el mercado del puerto en mayo.", "another language"),
        (lambda text: "The flood destroyed 12 markets and 3 harbours.\n\nNote: May.", "more lines"),
        (lambda text: "", ""),
    ],
)  # fmt: skip
def test_an_answer_of_no_use_is_left_and_named_and_the_rest_is_drafted(
    libre: Libre, spoil: Callable[[str], str], reason: str
) -> None:
    libre.spoken = lambda text, language: spoil(text) if text == FLOOD else said(text, language)
    code, found = report()
    assert code == 3
    assert set(drafts()) == {*GOOD, BUDGET} - {FLOOD, "Le plan du port"}
    assert reason in found["errors"][0]["message"]
    assert (found["rows"][0]["filled"], found["rows"][0]["failed"]) == (3, 1)


def test_a_stray_word_is_kept_and_told(libre: Libre) -> None:
    libre.spoken = lambda text, language: said(text, language).replace("flood", "riada")
    done = run("translate", "--locale", "en", "--engine", "libre")
    assert done.exit_code == 0
    assert drafts()[FLOOD] == "The riada destroyed the harbour market in May."
    assert "“riada” is not translated" in done.stderr + done.stdout
    found = json.loads(
        run("review", "show", "port", "-l", "en", "--drafts", "--format", "json").stdout
    )["messages"]
    (flood,) = (each for each in found if each["msgid"] == FLOOD)
    assert flood["doubts"][0] == "“riada” is not translated"
    assert [each["quality"] for each in found] == sorted(each["quality"] for each in found)


def test_the_next_engine_drafts_what_the_first_spoilt(libre: Libre) -> None:
    libre.spoken = lambda text, language: text if text == FLOOD else said(text, language)
    done = run("translate", "--locale", "en", "--engine", "libre", "--engine", "dummy")
    assert done.exit_code == 0, done.stderr
    assert drafts()[FLOOD].startswith("⟦")
    assert drafts()["Le port de Nanning"] == GOOD["Le port de Nanning"]
