"""Comments that polib and Babel wrap at 76 columns say what they said before."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import polib
import pytest
from babel.messages.pofile import read_po, write_po
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from workflow.cli import main
from workflow.model import Change, ChangeClass, Message, Provenance
from workflow.po.lint import lint
from workflow.po.messages import unwrapped
from workflow.po.quoting import quoted
from workflow.po.serialize import format_message
from workflow.project.catalogues import read_catalogue

Save = Callable[[Path], None]


def by_polib(path: Path) -> None:
    polib.pofile(str(path)).save()


def by_babel(path: Path) -> None:
    with path.open("rb") as file:
        read = read_po(file)
    with path.open("wb") as file:
        write_po(file, read)


TOOLS = pytest.mark.parametrize("save", [by_polib, by_babel])
TITLES = {
    "fr": "Une salle où l’on se retrouve après-demain, le porte-à-porte, et tout l’arrière-pays",
    "en": "A well-known meeting room of the so-called old-town quarter, its day-to-day business",
    "zh": "南宁市青少年活动中心举办的为期三天的少年司法研讨会以及随后举行的圆桌会议和参观活动" * 2,
}
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: de\\n"\n\n'


@pytest.mark.parametrize("lang", TITLES)
@TOOLS
def test_a_save_changes_no_state_and_extract_not_a_byte(
    project: Path, lang: str, save: Save
) -> None:
    (project / "setup.cfg").write_text(
        f"[workflow]\nsource_locale = {lang}\ntarget_locales = de\nengines = dummy\n", "utf-8"
    )
    (path,) = (project / "articles").iterdir()
    title = TITLES[lang]
    path.write_text(f"---\ntitle: x\nlang: {lang}\n---\n\n## {title}\n\nA, b.\n", "utf-8")
    run("extract")
    file = project / f"locales/de/LC_MESSAGES/{path.stem}.po"
    _name_engine(file, "apertium (fr-es, spa-eng, eng-deu, by way of a chain)")
    before = read_catalogue(file)
    assert [each.is_draft for each in before.messages] == [True, True, True]
    save(file)
    assert "# machine translation: apertium" in file.read_text("utf-8")
    assert file.read_text("utf-8").count("[") == 3
    assert max(map(len, file.read_text("utf-8").splitlines())) < 100, "it wraps"
    after = read_catalogue(file)
    assert [each.provenance for each in after.messages] == [
        each.provenance for each in before.messages
    ]
    assert [each.is_draft for each in after.messages] == [True, True, True]
    saved = file.read_bytes()
    run("extract")
    assert file.read_bytes() == saved


def run(*arguments: str) -> None:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code == 0, result.output


def _name_engine(file: Path, origin: str) -> None:
    made = Provenance("machine translation", origin, "2026-11-30")
    catalogue = polib.pofile(str(file), wrapwidth=0)
    for entry in catalogue:
        drafted = Message(entry.msgid).with_draft(f"«{entry.msgid}»", made)
        entry.msgstr, entry.tcomment = drafted.msgstr, drafted.translator_comments[0]
        entry.flags = ["fuzzy"]
    catalogue.save()


LONG = "A text that is long enough, with well-known - and other - hyphens, to be wrapped twice. "


@pytest.mark.parametrize(
    "line",
    [
        f"not merged, theirs: {quoted(LONG * 2 + 'End')}",
        f"not merged, ours[1]: {quoted(LONG + chr(34) + 'x' + chr(34))}",
        f"not merged, theirs: {quoted(TITLES['fr'] * 2)}",
        str(Change(ChangeClass.URL, repaired=True, repairs=f"https://a.example/{'x' * 60} → b")),
        str(Provenance("translation memory", LONG + "100 %", "2026-01-02", "0" * 12, "f" * 12)),
        str(Provenance("machine translation", LONG + "x", "2026-01-02")),
    ],
)
@TOOLS
def test_each_line_of_our_own_is_whole_again(tmp_path: Path, line: str, save: Save) -> None:
    path = tmp_path / "de.po"
    comments = ("a person’s remark", line)
    message = Message("One", "Eins", translator_comments=comments)
    path.write_text(HEADER + format_message(message, 79), "utf-8")
    assert read_catalogue(path).messages[0].translator_comments == comments
    save(path)
    assert line not in path.read_text("utf-8"), "it wraps"
    assert read_catalogue(path).messages[0].translator_comments == comments
    conflicts = [each.check for each in lint(path.read_bytes(), template=False)]
    assert conflicts.count("conflict") == line.startswith("not merged")


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=90), max_size=6))
def test_what_a_person_wrote_stays_as_it_is(lines: list[str]) -> None:
    made = str(
        Provenance("machine translation", "apertium (a-b)", "2026-01-02", "0" * 12, "f" * 12)
    )
    assert unwrapped((*lines, made)) == (*lines, made)
    assert unwrapped((made, *lines)) == (made, *lines)
    assert unwrapped((*lines, *textwrap.wrap(made, 76))) == (*lines, made)
