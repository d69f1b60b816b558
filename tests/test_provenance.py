"""What an engine drafted, and what a person made of it, are told apart by the comment's digests."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from babel.messages.pofile import read_po, write_po
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from workflow.cli import main
from workflow.merge.merge import merge
from workflow.merge.threeway import Merged, threeway
from workflow.merge.versions import Entry
from workflow.model import Grade, Locale, Message, Provenance, State
from workflow.po.serialize import format_message
from workflow.project.catalogues import read_catalogue
from workflow.review.fold import NEVER, grade, message_state

MACHINE = Provenance("machine translation", "apertium", "2026-01-15")
TEXTS = {
    "fr": (
        "L’atelier dure **deux** jours.",
        "The workshop lasts **two** days.",
        "Two-day workshop.",
    ),
    "en": ("Free of charge", "Entrée libre", "Entrée gratuite « pour tous »"),
    "zh": ("免费入场。", "Free entry.", "Admission is free."),
}
LANGUAGES = pytest.mark.parametrize(("source", "draft", "rewrite"), TEXTS.values(), ids=TEXTS)


def state(message: Message) -> State:
    return message_state(message, NEVER)


def entry(message: Message) -> Entry:
    return Entry(message, format_message(message, 78))


@LANGUAGES
def test_a_draft_that_a_person_rewrote_needs_work_and_is_no_draft(
    source: str, draft: str, rewrite: str
) -> None:
    drafted = Message(source).with_draft(draft, MACHINE)
    assert re.fullmatch(
        r"machine translation: apertium, 2026-01-15 \[[0-9a-f]{12} of [0-9a-f]{12}\]",
        drafted.translator_comments[-1],
    )
    assert state(drafted) is State.MACHINE
    rewritten = replace(drafted, msgstr=rewrite)
    assert (state(rewritten), rewritten.rewritten) == (State.FUZZY, True)
    assert state(rewritten.without_fuzzy()) is State.TRANSLATED
    assert state(replace(rewritten, msgstr=draft)) is State.MACHINE, "and back"


@LANGUAGES
def test_a_draft_of_another_source_is_known_though_an_editor_dropped_the_old_one(
    source: str, draft: str, rewrite: str
) -> None:
    """Poedit, Babel, moz.l10n and pofile lose `#|`."""
    del rewrite
    drafted = Message(source).with_draft(draft, MACHINE)
    (changed,) = [
        each
        for each in merge([drafted], [Message(f"{source} 2026")], locale=Locale("de"))
        if not each.obsolete
    ]
    assert changed.previous_msgid == source
    assert state(changed) is State.FUZZY
    dropped = replace(changed, previous_msgid=None)
    assert state(dropped) is State.FUZZY
    (again,) = [
        each
        for each in merge([dropped], [Message(source)], locale=Locale("de"))
        if not each.obsolete
    ]
    assert again.msgstr == draft


@LANGUAGES
def test_comments_of_earlier_versions_mean_what_they_meant(
    source: str, draft: str, rewrite: str
) -> None:
    for text in (draft, rewrite):
        old = Message(source, text, flags=("fuzzy",), translator_comments=(MACHINE.label,))
        assert (state(old), old.rewritten) == (State.MACHINE, False)
        assert state(replace(old, previous_msgid="x")) is State.FUZZY


@LANGUAGES
@pytest.mark.parametrize("swap", [False, True])
def test_a_merge_prefers_a_persons_rewrite_to_a_newer_draft(
    source: str, draft: str, rewrite: str, swap: bool
) -> None:
    base = Message(source).with_draft(draft, MACHINE)
    person = replace(base, msgstr=rewrite)
    later = Provenance("machine translation", "google", "2026-02-01")
    machine = base.with_draft(f"{draft} (2)", later)
    sides = (machine, person) if swap else (person, machine)
    (found,) = threeway(*([entry(each)] for each in (base, *sides)))
    assert found.message.msgstr == rewrite
    assert not found.conflict
    assert state(found.message) is State.FUZZY
    side = "ours" if swap else "theirs"
    assert f'not merged, {side}: "{draft} (2)"' in found.message.translator_comments
    assert sum("translation:" in line for line in found.message.translator_comments) == 1


@LANGUAGES
def test_two_rewrites_of_one_draft_are_a_conflict(source: str, draft: str, rewrite: str) -> None:
    base = Message(source).with_draft(draft, MACHINE)
    ours, theirs = replace(base, msgstr=rewrite), replace(base, msgstr=f"{rewrite} !")
    (found,) = threeway([entry(base)], [entry(ours)], [entry(theirs)])
    assert found.conflict
    assert found.message.msgstr == rewrite


@LANGUAGES
def test_two_drafts_are_no_conflict(source: str, draft: str, rewrite: str) -> None:
    base = Message(source)
    one, two = base.with_draft(draft, MACHINE), base.with_draft(rewrite, MACHINE)
    (found,) = threeway([entry(base)], [entry(one)], [entry(two)])
    assert not found.conflict
    assert state(found.message) is State.MACHINE


@LANGUAGES
def test_a_draft_whose_flag_was_cleared_is_unedited_until_a_person_changes_it(
    source: str, draft: str, rewrite: str
) -> None:
    drafted = Message(source).with_draft(draft, MACHINE)
    cleared = drafted.without_fuzzy()
    assert (drafted.unedited, cleared.unedited) == (False, True)
    assert state(cleared) is State.TRANSLATED
    assert not replace(cleared, msgstr=rewrite).unedited
    no_digest = replace(cleared, translator_comments=(MACHINE.label,))
    assert not no_digest.unedited, "nothing tells what an early version proposed"


@LANGUAGES
def test_the_grade_says_how_a_translation_came_to_be(source: str, draft: str, rewrite: str) -> None:
    own = Message("Été", "Summer")
    drafted = Message(source).with_draft(draft, MACHINE)
    edited = replace(drafted.without_fuzzy(), msgstr=rewrite)
    exact = Provenance("translation memory", "exact match, port", "2026-01-15")
    near = replace(exact, origin="86 % match, port")
    table: list[tuple[list[Message], bool, Grade | None]] = [
        ([Message(source)], False, None),
        ([own], False, Grade.HUMAN),
        ([own, drafted], False, Grade.MACHINE),
        ([own, drafted.without_fuzzy()], False, Grade.MACHINE),
        ([own, drafted.without_fuzzy()], True, Grade.MACHINE_EDITED),
        ([own, edited], False, Grade.MACHINE_EDITED),
        ([own, edited], True, Grade.MACHINE_EDITED),
        ([edited, drafted], False, Grade.MACHINE),
        ([Message(source).with_draft(draft, exact).without_fuzzy()], True, Grade.HUMAN),
        ([Message(source).with_draft(draft, near).without_fuzzy()], False, Grade.MACHINE),
    ]
    for messages, approved, expected in table:
        assert grade(messages, approved=approved) is expected, (messages, approved)


@pytest.mark.skipif(shutil.which("msgattrib") is None, reason="needs: apt install gettext")
def test_drafts_cleared_in_bulk_are_shown_and_counted(project: Path) -> None:
    (project / "setup.cfg").write_text(
        "[workflow]\nsource_locale = fr\ntarget_locales = en\nengines = dummy\n", encoding="utf-8"
    )
    (path,) = (project / "articles").iterdir()
    path.write_text("---\ntitle: Été\nlang: fr\n---\n\nUn texte.\n\nFin du jour.\n", "utf-8")
    run("extract")
    assert graded() == (None, 0)
    run("translate")
    assert graded() == ("machine", 0)
    catalogue = project / f"locales/en/LC_MESSAGES/{path.stem}.po"
    subprocess.run(["msgattrib", "--clear-fuzzy", "-o", catalogue, catalogue], check=True)
    assert graded() == ("machine", 3)
    assert "3 unedited drafts" in run("status")
    shown = run("review", "show", path.stem, "--locale", "en")
    assert "unedited draft: dummy, 20" in shown
    edited(catalogue, "A text, they say.")
    assert graded() == ("machine", 2)
    assert "2 unedited drafts" in run("status")
    shown = run("review", "show", path.stem, "--locale", "en")
    assert "changed since the draft of dummy, 20" in shown
    assert shown.count("machine translation") == 0
    run("approve", path.stem, "--locale", "en", "--actor", "ed@example.org")
    assert graded() == ("machine-edited", 2)


def graded() -> tuple[str | None, int]:
    (row,) = json.loads(run("status", "--format", "json"))["rows"]
    return row["grade"], row["unedited"]


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)


@given(texts, texts, texts, st.booleans())
def test_no_merge_puts_a_draft_in_the_place_of_a_persons_text(
    draft: str, newer: str, person: str, swap: bool
) -> None:
    base = Message("Un").with_draft(draft, MACHINE)
    rewritten = replace(base, msgstr=person)
    if not rewritten.rewritten:
        return
    sides = [rewritten, base.with_draft(newer, replace(MACHINE, date="2026-03-01"))]
    merged: tuple[Merged, ...] = threeway(
        *([entry(each)] for each in (base, *(reversed(sides) if swap else sides)))
    )
    assert merged[0].message.msgstr == person


def run(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code == code, result.output
    return result.output


def edited(path: Path, text: str) -> None:
    """A translator's rewrite that is left marked as needing work, as Poedit writes it."""
    catalogue = polib.pofile(str(path))
    catalogue[1].msgstr = text
    catalogue[1].previous_msgid = None
    catalogue.save()


@pytest.mark.parametrize("tool", ["polib", "babel"])
def test_a_rewrite_from_the_editor_to_the_page(project: Path, tool: str) -> None:
    """It counts as fuzzy, no engine takes its place, and no editor accepts it as a draft."""
    (project / "setup.cfg").write_text(
        "[workflow]\nsource_locale = fr\ntarget_locales = en\nengines = dummy\n", encoding="utf-8"
    )
    (path,) = (project / "articles").iterdir()
    path.write_text("---\ntitle: Été\nlang: fr\n---\n\nUn texte.\n\nFin du jour.\n", "utf-8")
    run("extract")
    run("translate")
    catalogue = project / f"locales/en/LC_MESSAGES/{path.stem}.po"
    edited(catalogue, "A text, they say.")
    if tool == "babel":
        with catalogue.open("rb") as file:
            read = read_po(file, locale="en")
        with catalogue.open("wb") as file:
            write_po(file, read)
    assert '"machine": 2' in run("status", "--format", "json")
    assert '"fuzzy": 1' in run("status", "--format", "json")
    run("translate")
    output = run("approve", path.stem, "--locale", "en", "--accept-machine", code=1)
    assert "1 fuzzy" in output
    assert "changed since" in run("review", "show", path.stem, "--locale", "en")
    assert read_catalogue(catalogue).messages[1].msgstr == "A text, they say."
    path.write_text(path.read_text("utf-8").replace("Fin du jour", "Fin du soir"), "utf-8")
    run("extract")
    found = polib.pofile(str(catalogue))
    for each in found:
        each.previous_msgid = None
    found.save()
    assert '"machine": 1' in run("status", "--format", "json")
    assert '"fuzzy": 2' in run("status", "--format", "json")
