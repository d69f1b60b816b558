"""`workflow catalog merge`: what extract does to a catalogue, for two files and no project."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from workflow.cli import main

SLUG = "relire-avant-de-traduire"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["catalog", "merge", *map(str, arguments)])


@pytest.fixture
def files(project: Path) -> tuple[Path, Path]:
    """A catalogue and its template, as extract makes them."""
    CliRunner().invoke(main, ["extract"])
    locales = project / "locales"
    return locales / "en" / "LC_MESSAGES" / f"{SLUG}.po", locales / f"{SLUG}.pot"


def test_it_does_what_extract_does(
    files: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    po, pot = files
    text = po.read_text().replace('msgstr ""\n\n', 'msgstr "A translation"\n\n')
    po.write_text(text)
    old = tmp_path / "old.po"
    old.write_text(text)
    (article,) = Path("articles").iterdir()
    source = article.read_text()
    article.write_text(source.replace("## ", "## Encore : ") + "\nUn dernier paragraphe.\n")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1768557600")
    CliRunner().invoke(main, ["extract"])
    assert po.read_text() != text
    monkeypatch.chdir(tmp_path)
    out = tmp_path / "out.po"
    done = run(old, pot, "-o", out)
    assert done.exit_code == 0, done.output
    assert (done.stdout, done.stderr) == ("", "")
    assert out.read_bytes() == po.read_bytes()
    assert run(old, pot).stdout_bytes == po.read_bytes()
    assert old.read_text() == text
    assert run(old, pot, "-o", old).exit_code == 0
    assert old.read_bytes() == po.read_bytes()
    before = old.stat()
    assert run(old, pot, "-o", old).exit_code == 0
    assert old.stat().st_mtime_ns == before.st_mtime_ns


def test_unchanged_files_come_out_as_they_are(files: tuple[Path, Path]) -> None:
    po, pot = files
    po.write_bytes(po.read_bytes().replace(b"\n", b"\r\n"))
    pot.write_text(pot.read_text().replace("2026-01-15", "2026-02-15"))
    assert run(po, pot).stdout_bytes == po.read_bytes()


def test_another_encoding_stays(tmp_path: Path) -> None:
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=ISO-8859-1\\n"\n\n'
    po, pot = tmp_path / "x.po", tmp_path / "x.pot"
    po.write_bytes((header + 'msgid "a"\nmsgstr "é"\n').encode("latin-1"))
    template = (
        header.replace("ISO-8859-1", "UTF-8") + 'msgid "a"\nmsgstr ""\n\nmsgid "{}"\nmsgstr ""\n'
    )
    pot.write_text(template.format("è"))
    assert "è" in run(po, pot).stdout_bytes.decode("latin-1")
    pot.write_text(template.format("文"))
    for arguments in ((po, pot), (po, pot, "-o", po)):
        done = run(*arguments)
        assert done.exit_code == 2
        assert "ISO-8859-1 has no “文”" in done.stderr


@pytest.mark.parametrize("broken", ["x.po", "x.pot"])
def test_a_broken_file_is_named_and_nothing_written(tmp_path: Path, broken: str) -> None:
    for name in ("x.po", "x.pot"):
        (tmp_path / name).write_text('msgid "a"\nmsgstr ""\n')
    (tmp_path / broken).write_text('msgid "a\nmsgstr ""\n')
    done = run(tmp_path / "x.po", tmp_path / "x.pot", "-o", tmp_path / "out.po")
    assert done.exit_code == 2
    assert f"{broken}:1: PO syntax error" in done.stderr
    assert not (tmp_path / "out.po").exists()


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert run(tmp_path / "a.po", tmp_path / "a.pot").exit_code == 2


RULES = {
    "zh": "nplurals=1; plural=0;",
    "fr": "nplurals=2; plural=(n > 1);",
    "ga": "nplurals=3; plural=n==1 ? 0 : n==2 ? 1 : 2;",
    "sl": "nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);",
    "": "",
}


@pytest.mark.skipif(shutil.which("msgmerge") is None, reason="needs gettext")
@pytest.mark.parametrize("language", RULES)
def test_new_plurals_have_the_forms_that_gettext_gives_them(tmp_path: Path, language: str) -> None:
    """New ones, and messages that got a plural."""
    rule = f'"Plural-Forms: {RULES[language]}\\n"\n' if language else ""
    header = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {language}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n{rule}\n'
    )
    forms = 'msgstr[0] ""\nmsgstr[1] ""\n'
    po, pot = tmp_path / "x.po", tmp_path / "x.pot"
    po.write_text(f'{header}msgid "one file"\nmsgstr "X"\n', encoding="utf-8")
    pot.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        f'msgid "one file"\nmsgid_plural "{{n}} files"\n{forms}\n'
        f'msgid "{{n}} page"\nmsgid_plural "{{n}} pages"\n{forms}',
        encoding="utf-8",
    )
    theirs = subprocess.run(
        ["msgmerge", "--quiet", po, pot], capture_output=True, check=True, encoding="utf-8"
    )
    ours = run(po, pot).stdout

    def new(text: str) -> str:
        return text[text.index('msgid "{n} page"') :].strip()

    assert new(ours) == new(theirs.stdout)
    assert ours.count("msgstr[") == theirs.stdout.count("msgstr[")
