"""`workflow approve --carry-over`: what may keep an approval, what may not, and the proof."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import lines
from tests.test_review_helpers import (
    ARTICLE,
    edit,
    log,
    po,
    run,
    set_msgstr,
    set_roles,
    translated,
    workspace,
)
from tests.texts import md
from workflow.cli import main
from workflow.flows.carry_over import carry_over, fallen
from workflow.flows.word import Word
from workflow.formats import parse
from workflow.merge.changes import classify, words
from workflow.model import Action, Bound, LogLine, Message, ReviewEvent
from workflow.project.reviews import append_review, log_lines
from workflow.review.fold import Standing, standing, translation_digest
from workflow.review.log import Reader, fold
from workflow.review.proofs import FORM, record, source_messages, unproven

CARRY = ("approve", "--carry-over", "--yes")


@pytest.fixture
def root(project: Path) -> Path:
    """A project with one article, approved in English and in its own French."""
    write(project, ARTICLE)
    edit(po(project), translated)
    assert run("approve", "--all", "-l", "en,fr").exit_code == 0
    return project


def write(root: Path, text: str) -> None:
    for other in (root / "articles").rglob("*.md"):
        other.unlink()
    (root / "articles" / "atelier.md").write_text(text, "utf-8")
    assert run("extract").exit_code == 0


def change(root: Path, old: str, new: str) -> None:
    """Change the source, and bring the catalogues up to it."""
    path = root / "articles" / "atelier.md"
    text = path.read_text("utf-8")
    assert old in text
    write(root, text.replace(old, new))


def clear_fuzzy(root: Path) -> None:
    """What a PO editor does to messages a translator has dealt with."""
    edit(po(root), lambda message: message.without_fuzzy())


def status(root: Path) -> dict[str, Any]:
    assert root == Path.cwd()
    report = json.loads(run("status", "-l", "en", "--format", "json").stdout)
    (row,) = report["rows"]
    assert isinstance(row, dict)
    return row


def carried(*arguments: str) -> tuple[int, dict[str, Any]]:
    result = run(*CARRY, "--format", "json", *arguments)
    return result.exit_code, json.loads(result.stdout)


def logs(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in (root / "reviews").rglob("*.jsonl")}


def to_italics(root: Path) -> None:
    change(root, "**publier**", "*publier*")


# What is carried over


def test_a_change_of_markup_is_carried_over(root: Path) -> None:
    before = log(root).read_text("utf-8")
    to_italics(root)
    row = status(root)
    assert (row["approved"], row["carried_over"], row["changes"]) == (False, False, {"markup": 1})
    (blocker,) = row["blockers"]
    assert blocker.endswith("approved it on 2026-01-15 (1 in markup)")

    result = run("approve", "--carry-over", "--yes", "--note", "vu")
    assert result.exit_code == 0
    assert result.stdout == (
        "atelier fr: 1 message changed: 1 in markup\natelier en: 1 message changed: 1 in markup\n"
    )
    assert result.stderr == "carried over: 2 approvals\n"
    row = status(root)
    assert (row["approved"], row["releasable"], row["carried_over"]) == (True, True, True)
    assert (row["changes"], row["states"]["approved"]) == ({}, 5)
    assert "ready for release, approval carried over" in run("status").stdout

    text = log(root).read_text("utf-8")
    assert text.startswith(before)
    old, new = map(json.loads, text.splitlines())
    assert new["action"] == "carry-over"
    assert new["from_source_digest"] == old["source_digest"] != new["source_digest"]
    assert new["from_translation_digest"] == old["translation_digest"]
    assert new["translation_digest"] != old["translation_digest"]
    assert new["note"] == "1 message changed: 1 markup; vu"


def test_the_editors_word_clears_what_typography_left_fuzzy(root: Path) -> None:
    change(root, "les notes\u00a0;", "les notes\u202f;")
    assert status(root)["changes"] == {"typography": 1}
    assert status(root)["states"]["fuzzy"] == 1
    before = po(root).read_bytes()
    code, report = carried("--dry-run")
    assert (code, report["refused"]) == (0, [])
    assert po(root).read_bytes() == before
    code, report = carried()
    assert (code, report["refused"]) == (0, [])
    assert [row["locale"] for row in report["carried"]] == ["fr", "en"]
    assert status(root)["approved"]
    assert status(root)["states"]["fuzzy"] == 0


def test_a_fuzzy_text_that_somebody_wrote_anew_is_not_cleared(root: Path) -> None:
    change(root, "les notes\u00a0;", "les notes\u202f;")
    edit(
        po(root),
        lambda message: (
            replace(message, msgstr=message.msgstr + " Yes.") if message.fuzzy else message
        ),
    )
    code, report = carried("-l", "en")
    assert (code, report["carried"]) == (1, [])
    assert "1 fuzzy" in report["refused"][0]["reasons"]
    assert status(root)["states"]["fuzzy"] == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("## Les suites\n", "## Les suites\n\n\n"),
        ("## Les suites\n", "## Les suites   \n"),
        ("Deux jours de travail, ", "Deux jours de travail,\n"),
        ("\n", "\r\n"),
    ],
    ids=["blank line", "line end", "wrapping", "CRLF"],
)
def test_white_space_between_the_messages_is_carried_over(root: Path, old: str, new: str) -> None:
    path = root / "articles" / "atelier.md"
    path.write_bytes(path.read_bytes().replace(old.encode(), new.encode()))
    assert run("extract").exit_code == 0
    assert status(root)["changes"] == {"white space": 1}
    code, report = carried()
    assert code == 0
    assert [row["messages"] for row in report["carried"]] == [0, 0]
    assert status(root)["approved"]


def test_the_form_of_a_translation_may_change_as_well(root: Path) -> None:
    set_msgstr(po(root), "Les suites", "LES\u00a0SUITES")
    assert status(root)["changes"] == {"translation": 1}
    assert carried()[0] == 0
    assert status(root)["approved"]


def test_carried_over_again_and_again(root: Path) -> None:
    for old, new in (("**publier**", "*publier*"), ("*publier*", "_publier_")):
        change(root, old, new)
        assert carried()[0] == 0
        assert status(root)["carried_over"]
    change(root, "_publier_", "**publier**")
    assert not status(root)["approved"]
    assert "carried its approval over on 2026-01-15 (1 in markup)" in status(root)["blockers"][0]
    assert run("approve", "atelier", "-l", "en").exit_code == 0
    assert not status(root)["carried_over"]


# What is not


@pytest.mark.parametrize(
    ("old", "new", "kind", "reason"),
    [
        ("Deux", "Trois", "meaning", "1 fuzzy"),
        ("org/programme", "org/autre", "URL", "1 message changed in more than"),
        ("relire", "4 fois relire", "meaning", "1 fuzzy"),
        ("## Les suites\n", "", "meaning", "what is not translated changed"),
        ("lang: fr", "lang: fr\ndate: 2026-01-15", "other", "what is not translated changed"),
        ("## Les", "### Les", "other", "what is not translated changed"),
        ("## Les suites\n", "## Les suites\n\n```\nx = 1\n```\n", "other", "what is not"),
        ("- relire les notes\u00a0;\n", "", "meaning", "what is not translated changed"),
    ],
)
def test_other_changes_are_refused(root: Path, old: str, new: str, kind: str, reason: str) -> None:
    to_italics(root)
    change(root, old, new)
    before = logs(root)
    assert kind in status(root)["changes"]
    code, report = carried("-l", "en")
    assert (code, report["carried"]) == (1, [])
    assert reason in "; ".join(report["refused"][0]["reasons"])
    assert logs(root) == before


def test_stars_in_a_title_are_text(root: Path) -> None:
    """A title is no Markdown: readers see them."""
    title = next(line for line in ARTICLE.splitlines() if line.startswith("title: "))
    word = title.split()[-1]
    change(root, title, title.replace(word, f"“*{word}*”"))
    assert "meaning" in status(root)["changes"]
    clear_fuzzy(root)
    code, report = carried("-l", "en")
    assert (code, report["carried"]) == (1, [])
    assert "in more than typography" in "; ".join(report["refused"][0]["reasons"])


def test_a_number_is_refused_although_it_was_repaired(root: Path) -> None:
    change(root, "Deux", "12")
    clear_fuzzy(root)
    set_msgstr(po(root), "12", "12 JOURS DE TRAVAIL, [PROGRAMME](https://example.org/programme)")
    assert run("approve", "atelier", "-l", "en,fr").exit_code == 0
    change(root, "12", "13")
    assert status(root)["changes"] == {"number": 1}
    result = run(*CARRY)
    assert result.exit_code == 1
    assert "(1 message changed: 1 in numbers)" in result.stderr
    assert "1 message changed in more than typography" in result.stderr
    assert not status(root)["approved"]


def test_what_the_translation_says_is_refused(root: Path) -> None:
    to_italics(root)
    set_msgstr(po(root), "Les suites", "LA SUITE")
    assert status(root)["changes"] == {"markup": 1, "translation": 1}
    assert carried("-l", "en")[0] == 1


def test_messages_that_changed_places_are_refused(root: Path) -> None:
    item = "- relire les notes\u00a0;\n"
    change(root, item, "")
    change(root, "rendu.\n", f"rendu.\n{item}")
    assert carried("-l", "en")[0] == 1


def test_comments_and_previous_msgids_prove_nothing(root: Path) -> None:
    change(root, "Deux", "Trois")

    def forged(message: Message) -> Message:
        if not message.msgid.startswith("Trois"):
            return message
        return replace(
            message.without_fuzzy(),
            translator_comments=("repaired: markup ** → *",),
            previous_msgid=f"**{message.msgid}**",
        )

    edit(po(root), forged)
    assert status(root)["changes"] == {"content": 1}
    assert carried("-l", "en")[0] == 1
    assert not status(root)["approved"]


def test_an_approval_of_the_source_alone_falls_by_the_classes_its_catalogues_know(
    root: Path,
) -> None:
    change(root, "**publier**", "*publier*")
    change(root, "les notes\u00a0;", "les notes\u202f;")
    _, report = carried("-l", "fr", "--dry-run")
    assert [row["changes"] for row in report["carried"]] == [{"typography": 1, "markup": 1}]
    assert carried("-l", "fr")[0] == 0
    (note,) = (event.note for event in _events(root, "fr")[1:])
    assert note == "2 messages changed: 1 typography, 1 markup"


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("les notes\u00a0;", "les notes\u202f;", {"form": 1}),
        ("**publier**", "*publier*", {"form": 1}),
        ("Deux", "12", {"content": 1}),
        ("org/programme", "org/autre", {"content": 1}),
    ],
)
def test_a_class_that_no_text_tells_is_left_unsaid(
    root: Path, old: str, new: str, changes: dict[str, int]
) -> None:
    path = root / "articles" / "atelier.md"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    code, report = carried("-l", "fr")
    (row,) = report["carried"] or report["refused"]
    assert (row["changes"], code) == (changes, int("content" in changes))
    # Nor does the comment without the previous msgid, which a program may have dropped.
    assert run("extract").exit_code == 0
    edit(po(root), lambda each: replace(each.without_fuzzy(), translator_comments=()))
    assert status(root)["changes"] == changes


def test_a_catalogue_that_cannot_be_read_keeps_no_source_from_being_approved(root: Path) -> None:
    to_italics(root)
    po(root).write_text('msgid "x\n', "utf-8")
    assert carried("-l", "fr")[0] == 0


def test_letters_composed_otherwise_are_carried_over(root: Path) -> None:
    path = root / "articles" / "atelier.md"
    path.write_text(unicodedata.normalize("NFD", path.read_text("utf-8")), "utf-8")
    assert run("extract").exit_code == 0
    assert set(status(root)["changes"]) == {"typography"}
    assert status(root)["states"]["fuzzy"] == 0
    assert carried()[0] == 0


def test_a_change_that_is_undone_is_approved_as_it_was(root: Path) -> None:
    before = po(root).read_bytes()
    change(root, "Les suites", "Les suites données")
    assert status(root)["states"]["fuzzy"] == 1
    change(root, "Les suites données", "Les suites")
    assert status(root)["approved"]
    assert po(root).read_bytes() == before


def test_approvals_of_earlier_versions_say_too_little(root: Path) -> None:
    old = json.loads(log(root).read_text("utf-8"))
    del old["frame"], old["messages"]
    log(root).write_text(json.dumps(old) + "\n", "utf-8")
    assert status(root)["approved"]
    to_italics(root)
    assert status(root)["changes"] == {"markup": 1}
    code, report = carried("-l", "en")
    assert code == 1
    assert "did not record single messages" in report["refused"][0]["reasons"][0]
    assert run("approve", "atelier", "-l", "en").exit_code == 0
    change(root, "*publier*", "**publier**")
    assert carried("-l", "en")[0] == 0


def test_who_may_not_approve_may_not_carry_over(root: Path) -> None:
    set_roles(root, editor="editor", aline="editor[fr]")
    to_italics(root)
    code, report = carried("--actor", "aline@example.org")
    assert code == 1
    assert [row["locale"] for row in report["carried"]] == ["fr"]
    (refused,) = report["refused"]
    assert refused["reasons"] == ["aline@example.org may not approve in en"]
    assert not status(root)["approved"]


@pytest.mark.parametrize("prepare", [lambda _: None, to_italics], ids=["as it was", "changed"])
def test_nothing_to_carry_over(root: Path, prepare: Callable[[Path], None]) -> None:
    run("approve", "atelier", "-l", "en,fr", "--withdraw")
    prepare(root)
    before = logs(root)
    result = run("approve", "--carry-over")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "nothing to carry over" in result.stderr
    assert logs(root) == before


# How one asks


def test_dry_run_writes_nothing(root: Path) -> None:
    to_italics(root)
    before = logs(root)
    result = run("approve", "--carry-over", "--dry-run", "atelier", "-l", "en")
    assert result.exit_code == 0
    assert result.stdout == "atelier en: 1 message changed: 1 in markup\n"
    assert "nothing was written" in result.stderr
    assert logs(root) == before


def test_scripts_say_yes(root: Path) -> None:
    to_italics(root)
    before = logs(root)
    result = run("approve", "--carry-over")
    assert result.exit_code == 2
    assert "--yes" in result.stderr
    assert logs(root) == before


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 1)])
def test_on_a_terminal_it_asks(
    root: Path, answer: str, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    to_italics(root)
    monkeypatch.setattr("workflow.cli.editors.on_terminal", lambda: True)
    result = CliRunner().invoke(main, ["approve", "--carry-over"], input=answer)
    assert result.exit_code == code
    assert "Carry over 2 approvals?" in result.stderr
    assert status(root)["approved"] == (code == 0)


def test_the_report(root: Path) -> None:
    to_italics(root)
    _, report = carried("-l", "en")
    assert list(report) == ["version", "dry_run", "carried", "refused"]
    assert (report["version"], report["dry_run"]) == (1, False)
    (row,) = report["carried"]
    assert list(row) == [
        "article", "locale", "messages", "changes", "from_source_digest",
        "from_translation_digest", "source_digest", "translation_digest",
    ]  # fmt: skip
    assert (row["article"], row["messages"], row["changes"]) == ("atelier", 1, {"markup": 1})


# The log


def test_a_void_carry_over_changes_nothing_and_is_told(root: Path) -> None:
    (approval,) = _events(root, "en")
    to_italics(root)
    assert carried("-l", "en")[0] == 0
    carry = _events(root, "en")[-1]
    log(root).unlink()
    append_review(log(root), approval)
    append_review(log(root), replace(carry, from_source_digest="0" * 32))
    assert not status(root)["approved"]
    assert "reviews/en/atelier.jsonl:2: void: what it carries over" in run("status").stderr


def test_who_speaks_meanwhile_is_heard(root: Path) -> None:
    to_italics(root)
    project = workspace(root)
    found = fallen(project, project.articles, (), "editor@example.org")
    assert run("approve", "atelier", "-l", "en", "--withdraw").exit_code == 0
    word = Word("editor@example.org", _time())
    first = carry_over(project, found, word)
    assert [bool(each.reasons) for each in first] == [False, True]
    again = carry_over(project, found, word)
    assert all("meanwhile" in str(each.reasons[0]) for each in again)
    assert [event.action for event in _events(root, "en")] == ["approve", "withdraw"]


def test_a_text_that_changes_meanwhile_is_not_approved(root: Path) -> None:
    to_italics(root)
    project = workspace(root)
    found = fallen(project, project.articles, (), "editor@example.org")
    set_msgstr(po(root), "Les suites", "LA SUITE")
    carry_over(project, found, Word("editor@example.org", _time()))
    assert not status(root)["approved"]


def test_two_at_once_write_one_event(root: Path) -> None:
    to_italics(root)
    command = [sys.executable, "-m", "workflow", *CARRY, "atelier", "-l", "en"]
    both = [subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE) for _ in range(2)]
    for each in both:
        _, stderr = each.communicate()
        assert each.returncode in (0, 1), stderr
    actions = [event.action for event in _events(root, "en")]
    assert actions == [Action.APPROVE, Action.CARRY_OVER]
    assert status(root)["approved"]


def _events(root: Path, locale: str) -> tuple[ReviewEvent, ...]:
    path = root / "reviews" / locale / "atelier.jsonl"
    lines = log_lines(path.read_bytes(), str(path)) if path.exists() else ()
    return tuple(line.event for line in lines if isinstance(line.event, ReviewEvent))


def _time() -> datetime:
    return datetime(2026, 1, 15, tzinfo=UTC)


# The proof

NUMBER = re.compile(r"[0-9]+")
ADDRESS = re.compile(r"https?://[^\s<>()\[\]]+")


def spoken(text: str) -> str:
    """Letters and digits of a text, bare tags taken out: another reading than the program's."""
    bare = re.sub(r"</?[A-Za-z][A-Za-z0-9]*\s*/?>", "", text)
    return "".join(char for char in bare if char.isalnum())


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, str]:
    """Two texts that differ a little, often in their form alone."""
    old = draw(lines)
    new = list(old)
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(new)))
        end = place + draw(st.integers(0, 1))
        new[place:end] = draw(
            st.sampled_from(["", "*", "**", "_", "\u00a0", " ", "’", "'", "`", "-", "–", "«"])
            | st.sampled_from(["<", ">", "[", "](", ")", "1", "a", "<b>", "</b>", "<i x='y'>"])
        )
    return old, "".join(new)


@given(edited())
def test_texts_with_the_same_words_say_the_same(pair: tuple[str, str]) -> None:
    old, new = pair
    if words(md(old)) == words(md(new)):
        assert classify(md(old), md(new)) in FORM
        assert spoken(old) == spoken(new)
        assert NUMBER.findall(" ".join(words(md(old)))) == NUMBER.findall(" ".join(words(md(new))))
        assert set(ADDRESS.findall(old)) == set(ADDRESS.findall(new))


@given(st.lists(edited(), min_size=1, max_size=4), st.data())
def test_no_approval_is_carried_to_another_meaning(
    pairs: list[tuple[str, str]], data: st.DataObject
) -> None:
    """Whatever the catalogue's comments and previous msgids claim."""
    before, after = (
        parse("---\ntitle: T\n---\n\n" + "\n\n".join(texts) + "\n", format="markdown")
        for texts in zip(*pairs, strict=True)
    )
    old = [replace(each, msgstr=each.msgid.upper()) for each in source_messages(before)]
    new = [
        replace(
            each,
            msgstr=each.msgid.upper(),
            previous_msgid=data.draw(st.none() | st.sampled_from([was.msgid for was in old])),
            translator_comments=("repaired: markup ** → *",),
        )
        for each in source_messages(after)
    ]
    said = record(before, old)
    approval = replace(EVENT, frame=said.frame, messages=said.messages)
    if unproven(approval, after, new):
        return
    assert [spoken(each.msgid) for each in old] == [spoken(each.msgid) for each in new]
    assert [spoken(each.msgstr) for each in old] == [spoken(each.msgstr) for each in new]
    for was, now in zip(old, new, strict=True):
        if was.msgid != now.msgid and now.previous_msgid == was.msgid:
            assert classify(md(was.msgid), md(now.msgid)) in FORM


EVENT = ReviewEvent(
    time="2026-01-15T10:00:00Z",
    actor="editor@example.org",
    action=Action.APPROVE,
    article="atelier",
    locale="en",
    source_digest="source",
    translation_digest="old",
)
CARRIED = replace(
    EVENT,
    action=Action.CARRY_OVER,
    time="2026-01-15T10:00:01Z",
    from_source_digest="source",
    from_translation_digest="old",
)


@given(lines, lines, st.data())
def test_one_character_more_and_it_is_void(msgid: str, msgstr: str, data: st.DataObject) -> None:
    message = Message(msgid, msgstr)
    bound = translation_digest([message])
    log = (replace(EVENT, frame="f"), replace(CARRIED, frame="f", translation_digest=bound))
    assert _stand(log, "source", bound).carried_over
    field = data.draw(st.sampled_from(["msgid", "msgstr"]))
    text = getattr(message, field)
    place = data.draw(st.integers(0, len(text)))
    char = data.draw(st.characters(exclude_categories=["Cs"]))
    put_in = text[:place] + char + text[place:]
    other = replace(message, **{field: data.draw(st.sampled_from([put_in, text[1:] or char]))})
    assert not _stand(log, "source", translation_digest([other])).approved
    assert not _stand(log, "another source", bound).approved


def _stand(log: Iterable[ReviewEvent], source: str, translation: str) -> Standing:
    lines = (LogLine("log", number, each) for number, each in enumerate(log, start=1))
    words = fold(lines, Reader(("atelier",), "en", lambda *_: True))
    return standing(words, Bound(source, translation))


def test_a_release_takes_what_was_carried_over(root: Path) -> None:
    assert run("release", "publish").exit_code == 0
    to_italics(root)
    assert _planned() == {"en": "carried", "fr": "carried"}
    assert carried()[0] == 0
    assert _planned() == {"en": "changed", "fr": "changed"}


def _planned() -> dict[str, str]:
    """What the next release does with each page that is live."""
    rows = json.loads(run("release", "plan", "--format", "json").stdout)["rows"]
    return {row["locale"]: row["action"] for row in rows if row["action"] != "withheld"}
