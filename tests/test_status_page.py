"""`workflow status --format html`: one page, whole, in the reader's language."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.test_review_helpers import edit, po, run, translated, write_article
from workflow.model import State
from workflow.model.blocker import Blocker, BlockerKind
from workflow.reports.i18n import Words
from workflow.reports.progress_page import progress_page
from workflow.review.row import Row

TO_DO = {State.UNTRANSLATED: 3, State.APPROVED: 2}


@pytest.fixture
def root(project: Path) -> Path:
    write_article(project)
    return project


def row(article: str = "atelier", locale: str = "en", **changes: object) -> Row:
    values: dict[str, object] = {
        "article": article,
        "locale": locale,
        "source_locale": "fr",
        "messages": 5,
        "words": 40,
        "states": {state: TO_DO.get(state, 0) for state in State},
        "approved": False,
        "releasable": False,
        "blockers": (Blocker(BlockerKind.UNTRANSLATED, 3),),
        "words_to_do": 24,
        "percent": 40,
        "notes": (),
        "carried_over": False,
        "changes": {},
        "grade": None,
        "unedited": 0,
    }
    return Row(**{**values, **changes})  # type: ignore[arg-type]


def texts(page: str) -> list[str]:
    """What a reader reads, piece by piece."""
    found: list[str] = []
    parser = HTMLParser()
    parser.handle_data = lambda data: found.append(data.strip())  # type: ignore[method-assign]
    parser.feed(re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL))
    return [text for text in found if text]


def test_a_row_says_what_the_table_says() -> None:
    said = texts(progress_page([row(), row(locale="zh_Hant")], Words()))
    assert "0 of 2 translations ready for release" in said
    assert said.count("atelier") == 1
    assert "English" in said
    assert "Chinese (Traditional)" in said
    assert said.count("3 untranslated") == 2
    assert [text for text in said if text.isdigit()] == ["3", "2", "24", "3", "2", "24"]


@pytest.mark.parametrize(
    ("language", "name", "way"),
    [("fr", "anglais", "3\xa0non traduits"), ("zh", "英语", "3 条未翻译")],
)
def test_it_speaks_the_readers_language(language: str, name: str, way: str) -> None:
    page = progress_page([row()], Words(language))
    assert f'<html lang="{language}">' in page
    assert name in texts(page)
    assert any(way in text for text in texts(page))


def test_it_loads_nothing_and_names_cannot_break_it() -> None:
    page = progress_page([row(article='a"><script>alert(1)</script>')], Words())
    assert "<script" not in page
    assert not re.search(r"(?:src|href|url)\s*[=(]", page)


def test_the_command_prints_it_whole(root: Path) -> None:
    edit(po(root), translated)
    result = run("status", "--format", "html")
    assert result.exit_code == 0
    assert result.stdout.startswith("<!doctype html>")
    assert result.stdout.endswith("</html>\n")
    assert {"atelier", "English", "translated", "100%"} <= set(texts(result.stdout))


def test_without_translations_it_says_so() -> None:
    assert texts(progress_page([], Words()))[-1] == "There is no translation to report on."
