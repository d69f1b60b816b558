"""What a merge writes, read by the programs and libraries that others read PO files with."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import polib
import pytest
from babel.messages.pofile import read_po

from tests.test_catalog_lint import HEADER
from workflow.flows.merge_files import three_way
from workflow.model import Severity
from workflow.po.catalogue import Catalogue, parse_catalogue
from workflow.po.lint import lint
from workflow.po.messages import NOT_MERGED

ENTRY = """
#. heading 2
#: articles/a.md
msgctxt "title"
msgid "Atelier « {b} »"
msgstr "{title}"

msgid "%d gare"
msgid_plural "%d gares"
msgstr[0] "{one}"
msgstr[1] "{many}"

#~ msgid "Vieux"
#~ msgstr "{old}"
"""
VERSIONS = (
    {"title": "", "one": "", "many": "", "old": "Old"},
    {"title": "Workshop", "one": "station", "many": "stations", "old": "Elder"},
    {
        "title": 'A \\"course\\"\\n\\\\ 两天 — été',
        "one": "station",
        "many": "railway\\tstations",
        "old": "Ancient",
    },
)


@pytest.fixture
def conflicts() -> Catalogue:
    """A catalogue with a conflict in a plain, a plural and an obsolete message."""
    files = []
    for day, version in enumerate(VERSIONS, 15):
        text = HEADER.replace("01-15", f"01-{day}") + ENTRY
        for name, value in version.items():
            text = text.replace(f"{{{name}}}", value)
        files.append(parse_catalogue(Path("x.po"), text))
    result = three_way(*files)
    assert len(result.conflicts) == 3
    return result.catalogue


def expected(catalogue: Catalogue) -> list[tuple[str, str, bool]]:
    """msgid, translation (of plural forms the first) and whether it is fuzzy, of live ones."""
    return [
        (each.msgid, each.msgstr or each.msgstr_plural[0], each.fuzzy)
        for each in catalogue.messages
        if not each.obsolete
    ]


def test_lint_finds_the_conflicts_and_no_error(conflicts: Catalogue) -> None:
    problems = lint(conflicts.text.encode(), template=False, locale="en")
    assert [problem.severity for problem in problems] == [Severity.WARNING] * 3
    assert {problem.check for problem in problems} == {"conflict"}


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="gettext is not installed")
def test_msgfmt(conflicts: Catalogue, tmp_path: Path) -> None:
    path = tmp_path / "x.po"
    path.write_text(conflicts.text, encoding="utf-8")
    command = ["msgfmt", "--check", "--use-fuzzy", "-o", str(tmp_path / "x.mo"), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_polib(conflicts: Catalogue) -> None:
    read = polib.pofile(conflicts.text)
    live = [entry for entry in read if not entry.obsolete]
    assert [
        (entry.msgid, entry.msgstr or entry.msgstr_plural[0], entry.fuzzy) for entry in live
    ] == expected(conflicts)
    assert all(NOT_MERGED.match(entry.tcomment) for entry in read)


def test_babel(conflicts: Catalogue) -> None:
    read = read_po(io.BytesIO(conflicts.text.encode()))

    def first(text: Any) -> str:
        return text if isinstance(text, str) else str(text[0])

    found = [(first(each.id), first(each.string), each.fuzzy) for each in read if each.id]
    assert found == expected(conflicts)


def test_the_translate_toolkit(conflicts: Catalogue) -> None:
    pypo = pytest.importorskip("translate.storage.pypo", reason="translate-toolkit is not there")
    units = pypo.pofile.parsestring(conflicts.text.encode()).units
    live = [unit for unit in units if not unit.isheader() and not unit.isobsolete()]
    assert [(str(unit.source), str(unit.target), unit.isfuzzy()) for unit in live] == expected(
        conflicts
    )
    assert all(NOT_MERGED.match(unit.getnotes("translator")) for unit in live)


def test_moz_l10n(conflicts: Catalogue) -> None:
    resource = pytest.importorskip("moz.l10n.resource", reason="moz.l10n is not there")
    gettext = pytest.importorskip("moz.l10n.formats").Format.gettext
    read = resource.parse_resource(gettext, conflicts.text, gettext_skip_obsolete=True)
    entries = [entry for section in read.sections for entry in section.entries]
    assert [entry.id[0] for entry in entries] == [msgid for msgid, _, _ in expected(conflicts)]
    notes = [
        [each.value for each in entry.meta if each.key == "translator-comments"]
        for entry in entries
    ]
    assert all(NOT_MERGED.match(note) for (note,) in notes)
