"""`# workflow: ignore NAME`: checks that are switched off for one message."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_review_helpers import ARTICLE, edit, po, run, set_msgstr, translated, write_article
from workflow.model import Message
from workflow.model.ignoring import Ignoring, bound, texts_digest
from workflow.project.catalogues import read_catalogue

WRONG = "TWO DAYS, [PROGRAMME](https://example.org/other-place)."
LINE = "workflow: ignore placeables"


@pytest.fixture
def root(project: Path) -> Path:
    write_article(project)
    edit(po(project), translated)
    set_msgstr(po(project), "Deux jours", WRONG)
    return project


def comment(root: Path, *lines: str) -> None:
    def commented(message: Message) -> Message:
        if not message.msgid.startswith("Deux jours"):
            return message
        return replace(message, translator_comments=lines)

    edit(po(root), commented)


def comments(root: Path) -> tuple[str, ...]:
    return next(
        each.translator_comments
        for each in read_catalogue(po(root)).messages
        if each.msgid.startswith("Deux jours")
    )


def errors(root: Path) -> bool:
    return run("check").exit_code == 1


def test_a_message_is_passed_over_by_the_checks_it_names(root: Path) -> None:
    assert errors(root)
    comment(root, "the page has moved", "workflow:ignore markup , placeables")
    assert not errors(root)
    comment(root, "workflow: ignore markup")
    assert errors(root)


def test_it_falls_when_the_translation_changes_once_it_is_bound(root: Path) -> None:
    comment(root, "why", LINE)
    assert "bind it" in run("check").stdout
    assert "1 message corrected (ignore-comments: 1)" in run("check", "--fix").stderr
    assert comments(root)[0] == "why"
    assert comments(root)[1].startswith(f"{LINE} [")
    assert WRONG in po(root).read_text("utf-8")
    result = run("check")
    assert (result.exit_code, result.stdout) == (0, "")
    before = po(root).read_bytes()
    run("check", "--fix")
    assert po(root).read_bytes() == before
    set_msgstr(po(root), "Deux jours", WRONG.replace("TWO", "THREE"))
    result = run("check")
    assert result.exit_code == 1
    assert "was said of other texts" in result.stdout


def test_it_falls_when_the_source_changes(root: Path) -> None:
    comment(root, LINE)
    write_article(root, ARTICLE.replace("Deux jours de travail", "Deux jours de travail commun"))
    assert comments(root)[0].startswith(f"{LINE} [")
    assert "placeables" in run("check").stdout


def test_an_extraction_of_an_unchanged_source_leaves_it_as_it_is(root: Path) -> None:
    comment(root, LINE)
    before = po(root).read_bytes()
    run("extract")
    assert po(root).read_bytes() == before


def test_a_name_that_is_no_check_is_told(root: Path) -> None:
    comment(root, "workflow: ignore placeable")
    result = run("check", "--only", "ignore-comments", "--severity", "warning")
    assert result.exit_code == 1
    assert "did you mean “placeables”?" in result.stdout


def test_what_keeps_a_page_safe_is_not_switched_off(root: Path) -> None:
    comment(root, "workflow: ignore active, placeables, markup")
    set_msgstr(po(root), "Deux jours", "TWO DAYS, [PROGRAMME](javascript:x).")
    assert "active" in run("check").stdout
    assert errors(root)


names = st.lists(st.from_regex(r"\A[a-z][a-z-]{0,8}\Z"), min_size=1, max_size=3).map(tuple)


@given(names, st.text(), st.text(), st.text())
def test_a_line_is_read_as_it_is_written_and_bound_once(
    names: tuple[str, ...], msgid: str, msgstr: str, other: str
) -> None:
    line = str(Ignoring(names))
    (after,) = bound([line], msgid, msgstr)
    assert Ignoring.parse(after) == Ignoring(names, texts_digest(msgid, msgstr))
    assert bound([after], msgid, other) == (after,)
    found = Ignoring.parse(after)
    assert found is not None and found.holds(msgid, msgstr)
    assert found.holds(msgid, other) == (other == msgstr)
    assert bound([other], msgid, msgstr) == (other,) or Ignoring.parse(other)
