"""The packet as a DOCX: written, edited as people edit, resaved by LibreOffice, taken in."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_review_acts import events, message
from tests.test_review_helpers import edit, log, po, run, set_msgstr, translated, write_article
from workflow.model.message_event import source_of, translation_of
from workflow.model.phrase import named
from workflow.reports.i18n import Words
from workflow.review.docx_decision import decision
from workflow.review.docx_review import read_docx
from workflow.review.offline_review import Judgement

SOFFICE = shutil.which("soffice")
LONG = "Zeile\n\nzwei\tTab  doppelt «\u00a0x\u202f!\u00a0» 《南宁》 — a\u2011b  "


@pytest.fixture
def root(project: Path) -> Path:
    write_article(project)
    edit(po(project), translated)
    return project


def packet(root: Path, name: str = "p.docx") -> Path:
    result = run("review", "packet", "atelier", "-l", "en", "--format", "docx", "-o", name)
    assert result.exit_code == 0, result.output
    return root / name


def cell(document: Any, number: int, column: int = 1) -> Any:
    """A cell of the row of a message, counted from 1."""
    return document.tables[0].rows[number].cells[column]


def changed(path: Path, change: Callable[[Any], object]) -> Path:
    document = docx.Document(str(path))
    change(document)
    document.save(str(path))
    return path


def taken(*arguments: str) -> list[dict[str, Any]]:
    result = run("review", "import", *arguments, "--yes", "--format", "json")
    found: list[dict[str, Any]] = json.loads(result.stdout)["rows"]
    return found


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def written(path: Path, found: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in found.items():
            archive.writestr(name, data)
    return path


def resaved(path: Path) -> Path:
    """As LibreOffice writes what it read."""
    folder = path.parent / "resaved"
    home = f"-env:UserInstallation={(path.parent / 'office').as_uri()}"
    command = [str(SOFFICE), home, "--headless", "--convert-to", "docx", "--outdir", str(folder)]
    subprocess.run([*command, str(path)], check=True, capture_output=True, timeout=300)
    return folder / path.name


def test_an_unchanged_document_changes_nothing(root: Path) -> None:
    set_msgstr(po(root), "Les suites", LONG)
    before = po(root).read_bytes()
    assert taken(str(packet(root))) == []
    assert (po(root).read_bytes(), log(root).exists()) == (before, False)


def test_what_is_typed_over_and_commented_comes_back(root: Path) -> None:
    def change(document: Any) -> None:
        cell(document, 3).paragraphs[0].text = "What comes next"
        runs = cell(document, 2).paragraphs[0].runs
        document.add_comment(runs, text="Which programme?", author="Zoé", initials="Z")

    file = changed(packet(root), change)
    assert [each["result"] for each in taken(str(file))] == ["done", "done"]
    assert message(root, "Les suites").msgstr == "What comes next"
    found = {each["action"]: each for each in events(root)}
    assert found["edit"]["before"] == "LES SUITES"
    assert found["comment"]["note"].startswith("Which programme? [Zoé, ")
    assert found["comment"]["translation"] == translation_of(message(root, "Deux").msgstr)
    before = log(root).read_bytes()
    assert {each["result"] for each in taken(str(file))} == {"nothing"}
    assert log(root).read_bytes() == before


def track(paragraph: Any, removed: str, added: str) -> None:
    """Put ``added`` in the place of ``removed`` as a tracked change, as Word writes it."""
    whole = paragraph.text
    at = whole.index(removed)
    for each in list(paragraph.runs):
        paragraph._p.remove(each._r)
    paragraph.add_run(whole[:at])
    for name, text, kind in (("w:del", removed, "w:delText"), ("w:ins", added, "w:t")):
        mark, piece, words = OxmlElement(name), OxmlElement("w:r"), OxmlElement(kind)
        mark.set(qn("w:author"), "Zoé")
        mark.set(qn("w:id"), "900" + str(len(name)))
        words.text = text
        words.set(qn("xml:space"), "preserve")
        piece.append(words)
        mark.append(piece)
        paragraph._p.append(mark)
    paragraph.add_run(whole[at + len(removed) :])


def test_tracked_changes_count_as_accepted(root: Path) -> None:
    file = changed(
        packet(root), lambda each: track(cell(each, 3).paragraphs[0], "SUITES", "NEXT STEPS")
    )
    (row,) = taken(str(file))
    assert (row["seen"], row["reviewer"]) == ("LES SUITES", "Zoé")
    assert message(root, "Les suites").msgstr == "LES NEXT STEPS"


def test_made_on_another_text_it_is_refused_and_both_are_shown(root: Path) -> None:
    file = changed(
        packet(root), lambda each: track(cell(each, 3).paragraphs[0], "SUITES", "NEXT STEPS")
    )
    set_msgstr(po(root), "Les suites", "THEIRS")
    result = run("review", "import", str(file), "--yes")
    assert result.exit_code == 1
    for text in ("LES SUITES", "THEIRS", "LES NEXT STEPS"):
        assert text in result.stdout
    assert message(root, "Les suites").msgstr == "THEIRS"


def test_what_breaks_a_placeable_or_a_row_is_refused_alone(root: Path) -> None:
    def change(document: Any) -> None:
        broken = cell(document, 2).paragraphs[0].text.replace("example.org", "example.com")
        cell(document, 2).paragraphs[0].text = broken
        cell(document, 3).paragraphs[0].text = " "
        cell(document, 4).paragraphs[0].text = "Read the notes again;"
        row = document.tables[0].rows[5]._tr
        row.remove(row.tc_lst[1])

    file = changed(packet(root), change)
    found = taken(str(file))
    assert [each["result"] for each in found] == ["refused", "refused", "done", "refused"]
    assert "https://example.org/programme" in found[0]["reason"]
    assert found[1]["reason"] == "the text is empty"
    assert "the cells that it had" in found[3]["reason"]
    assert message(root, "relire").msgstr == "Read the notes again;"


def test_a_line_end_typed_is_one(root: Path) -> None:
    file = changed(packet(root), lambda each: cell(each, 3).add_paragraph("two"))
    taken(str(file))
    assert message(root, "Les suites").msgstr == "LES SUITES\ntwo"


def test_of_two_documents_the_second_names_what_it_could_not_say(root: Path) -> None:
    first, second = packet(root, "a.docx"), packet(root, "b.docx")
    changed(first, lambda each: track(cell(each, 3).paragraphs[0], "SUITES", "ONE"))
    changed(second, lambda each: track(cell(each, 3).paragraphs[0], "SUITES", "TWO"))
    changed(second, lambda each: setattr(cell(each, 4).paragraphs[0], "text", "Notes;"))
    assert [each["result"] for each in taken(str(first))] == ["done"]
    found = taken(str(second))
    assert [each["result"] for each in found] == ["changed", "done"]
    assert (found[0]["msgstr"], found[0]["text"]) == ("LES ONE", "LES TWO")


# Decisions


@pytest.mark.parametrize("language", ["en", "fr", "zh"])
def test_a_decision_is_written_in_the_language_of_the_document(language: str) -> None:
    said = Words(language)
    assert decision(said(named("accept"))) == Judgement(True)
    for colon in (":", " : ", "："):
        found = decision(f"{said(named('reject'))}{colon}第二个日期 / la date\n2")
        assert found == Judgement(False, "other", "major", "第二个日期 / la date 2")


@pytest.mark.parametrize(
    ("text", "accepted", "note"),
    [
        ("OK.", True, ""), (" Accepté ! ", True, ""), ("acceptée", True, ""), ("通过。", True, ""),
        ("✓", True, ""), ("Reject", False, ""), ("REFUSÉ – la date", False, "la date"),
        ("不通过，漏译", False, "漏译"), ("refuse\u0301: x", False, "x"), ("✗ date", False, "date"),
    ],
)  # fmt: skip
def test_what_decides(text: str, accepted: bool, note: str) -> None:
    found = decision(text)
    assert found is not None
    assert (found.accepted, found.note, found.broken) == (accepted, note, "")


@pytest.mark.parametrize(
    "text",
    [
        "maybe", "ok, but the date is missing", "不接受", "接受不了", "acceptable?", "okay-ish",
        "?", "rejection", "x" * 300,
    ],
)  # fmt: skip
def test_what_is_not_clear_decides_nothing(text: str) -> None:
    found = decision(text)
    assert found is not None
    assert found.broken


def decided(document: Any) -> None:
    cell(document, 1, 2).text = "accept"
    cell(document, 2, 2).text = "退回：漏了第二天"
    cell(document, 3, 2).paragraphs[0].add_run(" ")
    cell(document, 3).paragraphs[0].text = "What comes next"
    track(cell(document, 3, 2).paragraphs[0], "", "accepté")
    cell(document, 4, 2).text = "maybe"


DECIDED = [
    ("accept", "done", ""), ("reject", "done", ""), ("edit", "done", ""), ("accept", "done", ""),
    ("reject", "refused", "“maybe” neither accepts nor rejects"),
]  # fmt: skip


def proved(root: Path, found: list[dict[str, Any]]) -> None:
    """That what :func:`decided` says was taken in."""
    assert [(each["action"], each["result"], each["reason"] or "") for each in found] == DECIDED
    said = {(each["action"], each["source"]): each for each in events(root)}
    deux, suites = (message(root, each) for each in ("Deux", "Les suites"))
    rejection = said["reject", source_of(deux.key)]
    assert rejection["note"].startswith("漏了第二天 [")
    assert (rejection["category"], rejection["severity"]) == ("other", "major")
    assert suites.msgstr == "What comes next"
    accepted = said["accept", source_of(suites.key)]
    assert accepted["translation"] == translation_of("What comes next")
    assert len(said) == 4


def test_decisions_come_back(root: Path) -> None:
    file = changed(packet(root), decided)
    proved(root, taken(str(file)))
    before = log(root).read_bytes()
    assert {each["result"] for each in taken(str(file))} == {"nothing", "refused"}
    assert log(root).read_bytes() == before


def test_a_decision_on_another_text_is_refused(root: Path) -> None:
    file = changed(packet(root), decided)
    for number, beginning in enumerate(("Un atelier", "Deux", "Les suites")):
        set_msgstr(po(root), beginning, f"THEIRS {number}")
    found = taken(str(file))
    assert {each["result"] for each in found[:4]} == {"changed"}
    assert not log(root).exists()


def test_a_document_of_two_columns_is_read_as_before(root: Path) -> None:
    def change(document: Any) -> None:
        for row in document.tables[0].rows:
            row._tr.remove(row._tr.tc_lst[2])
        cell(document, 3).paragraphs[0].text = "accept"

    assert [each["action"] for each in taken(str(changed(packet(root), change)))] == ["edit"]
    assert message(root, "Les suites").msgstr == "accept"


def test_a_row_that_lost_its_translation_takes_no_decision_for_one(root: Path) -> None:
    def change(document: Any) -> None:
        cell(document, 3, 2).text = "accept"
        row = document.tables[0].rows[3]._tr
        row.remove(row.tc_lst[1])

    (row,) = taken(str(changed(packet(root), change)))
    assert row["result"] == "refused"
    assert not log(root).exists()


# Hostile files


BOMB = b"bomb"
"""Stands for blanks that are packed small and are more than is read."""
ENTITY = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b"<d><keywords>workflow-review &x;</keywords></d>"
)
LAUGHS = (
    b'<!DOCTYPE d [<!ENTITY a0 "ha">'
    + b"".join(
        b'<!ENTITY a%d "%s">' % (n, (b"&a%d;" % (n - 1 if n else 0)) * 20) for n in range(1, 9)
    )
    + b"]><d>&a8;</d>"
)


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("word/document.xml", BOMB, "too large"),
        ("word/document.xml", ENTITY, "document type"),
        ("word/comments.xml", ENTITY, "document type"),
        ("docProps/core.xml", ENTITY, "document type"),
        ("docProps/core.xml", ENTITY.decode().encode("utf-16"), ""),
        ("word/document.xml", LAUGHS, ""),
        ("word/document.xml", b"<w:document", "not a DOCX"),
        ("docProps/core.xml", b"<a/>", "no packet"),
        ("docProps/core.xml", b"<keywords>workflow-review e30</keywords>", "no packet"),
        ("docProps/core.xml", b"<keywords>workflow-review WzFd</keywords>", "no packet"),
    ],
    ids=map(str, range(10)),
)
def test_hostile_parts_are_refused(root: Path, name: str, data: bytes, told: str) -> None:
    found = parts(packet(root))
    data = b"<d>" + b" " * (65 << 20) if data is BOMB else data
    path = written(root / "bad.docx", {**found, name: data})
    result = run("review", "import", str(path), "--yes")
    assert result.exit_code == 2, result.output
    assert told in result.stderr
    assert "root:" not in result.output
    assert not log(root).exists()


@settings(deadline=None)
@given(st.binary(max_size=300).map(lambda data: b"PK\x03\x04" + data))
def test_what_is_no_archive_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="DOCX"):
        read_docx(data)


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_a_damaged_archive_is_refused_or_read(data: st.DataObject) -> None:
    whole = io.BytesIO()
    docx.Document().save(whole)
    raw = bytearray(whole.getvalue())
    for _ in range(data.draw(st.integers(1, 8))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    with pytest.raises(ValueError, match=r"."):  # no packet at best
        read_docx(bytes(raw))


# LibreOffice


@pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")
def test_libreoffice_keeps_decisions(root: Path) -> None:
    proved(root, taken(str(resaved(changed(packet(root), decided)))))


@pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")
def test_libreoffice_keeps_what_a_packet_is_known_by(root: Path) -> None:
    set_msgstr(po(root), "Les suites", LONG.strip())

    def change(document: Any) -> None:
        track(cell(document, 4).paragraphs[0], "NOTES", "MINUTES")
        runs = cell(document, 2).paragraphs[0].runs
        document.add_comment(runs, text="Which programme?", author="Zoé", initials="Z")

    file = resaved(changed(packet(root), change))
    names = re.findall(r'w:name="_s[0-9]_[0-9a-f]{32}"', parts(file)["word/document.xml"].decode())
    assert len(names) == 5
    found = taken(str(file))
    assert [(each["action"], each["result"]) for each in found] == [
        ("comment", "done"),
        ("edit", "done"),
    ]
    assert "MINUTES" in message(root, "relire").msgstr
