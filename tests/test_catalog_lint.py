"""`workflow catalog lint`: every problem of a PO file, and no other."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from workflow.cli import main
from workflow.errors import CatalogueError
from workflow.flows.lint_files import lint_file
from workflow.po.catalogue import parse_catalogue
from workflow.po.lint import lint
from workflow.po.serialize import NOT_REVISED

HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: x\\n"
"PO-Revision-Date: 2026-01-15 10:00+0100\\n"
"Last-Translator: A <a@example.org>\\n"
"Language-Team: English\\n"
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""
N = HEADER.count("\n") + 1
"""Line of the header's end, an empty one; the first message starts in the next."""
PLURAL = 'msgid "a"\nmsgid_plural "as"\nmsgstr[0] "x"\n'


def found(data: bytes, *, template: bool = False, locale: str | None = None) -> list[str]:
    problems = lint(data, template=template, locale=locale)
    return [f"{each.line} {each.severity} {each.check}" for each in problems]


MESSAGES = {
    # after the header and an empty line: what is written, what is said of it
    "nothing": ('msgid "a"\nmsgstr "b"\n', []),
    "every construct": (
        "# note\n#. extracted\n#: a.md:1\n#, fuzzy, c-format\n#| msgctxt \"old\"\n#| msgid \"A\"\n"
        'msgctxt "c"\nmsgid ""\n"a\\n"\n"b"\nmsgstr "\\t\\"\\\\\\x41\\101"\n\n'
        + PLURAL + 'msgstr[1] ""\n\n#~| msgid "y"\n#~ msgid "z"\n#~ msgstr "w"\n',
        [],
    ),
    "two at once": ('msgid "a\nmsgstr "b"\n\nfoo\n', [(1, "error syntax"), (4, "error syntax")]),
    "no opening quotes": ('msgid "a"\nmsgstr b"\n', [(2, "error syntax")]),
    "no closing quotes": ('msgid "a"\nmsgstr "b\n', [(2, "error syntax")]),
    "an escaped closing quote": ('msgid "a"\nmsgstr "b\\"\n', [(2, "error syntax")]),
    "a line broken in two": (
        'msgid "a"\nmsgstr "b\nc"\n', [(2, "error syntax"), (3, "error syntax")]
    ),
    "quotes not escaped": ('msgid "a"\nmsgstr "b "c" d"\n', [(2, "error syntax")]),
    "an unknown escape": ('msgid "a"\nmsgstr "\\q"\n', [(2, "error syntax")]),
    "an unknown keyword": ('msgid "a"\nmsgstr "b"\nmsgstrr "c"\n', [(3, "error syntax")]),
    "no msgstr": ('msgid "a"\n\nmsgid "b"\nmsgstr "c"\n', [(1, "error syntax")]),
    "no msgid": ('msgstr "a"\n', [(1, "error syntax")]),
    "msgctxt alone": ('msgctxt "a"\n', [(1, "error syntax")]),
    "msgstr twice": ('msgid "a"\nmsgstr "b"\nmsgstr "c"\n', [(3, "error syntax")]),
    "a string alone": ('#: a\n"a"\nmsgid "b"\nmsgstr "c"\n', [(2, "error syntax")]),
    "a duplicate": ('msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', [(4, "error duplicate")]),
    "the same in another context": (
        'msgid "a"\nmsgstr "b"\n\nmsgctxt ""\nmsgid "a"\nmsgstr "c"\n', []
    ),
    "a duplicate written otherwise": (
        'msgid "ab"\nmsgstr "b"\n\nmsgid ""\n"a"\n"\\142"\nmsgstr "c"\n', [(4, "error duplicate")]
    ),
    "an obsolete duplicate": (
        'msgid "a"\nmsgstr "b"\n\n#~ msgid "a"\n#~ msgstr "c"\n', [(4, "error duplicate")]
    ),
    "obsolete without text": ('#~ msgid "a"\n#~ msgstr ""\n', [(1, "warning obsolete")]),
    "comments at the end": ('msgid "a"\nmsgstr "b"\n\n# x\n# y\n', [(4, "info obsolete")]),
    "a second header": ('msgid ""\nmsgstr "Language: fr\\n"\n', [(1, "error duplicate")]),
    "a conflict": (
        '<<<<<<< HEAD\nmsgid "a"\nmsgstr "b"\n=======\nmsgid "a"\nmsgstr "c\n>>>>>>> x\n',
        [(1, "error conflict")],
    ),
    "a conflict with its base": (
        'msgid "a"\n<<<<<<< H\nmsgstr "b"\n||||||| 1\nmsgstr ""\n=======\nmsgstr "c"\n>>>>>>> x\n',
        [(2, "error conflict")],
    ),
    "a mark left behind": (
        '=======\nmsgid "a"\nmsgstr "b\n', [(1, "error conflict"), (3, "error syntax")]
    ),
    "a merge to be looked at": (
        '# not merged, theirs: "c \\"d\\""\n#, fuzzy\nmsgid "a"\nmsgstr "b"\n',
        [(1, "warning conflict")],
    ),
    "too few plural forms": (PLURAL, [(1, "error plural")]),
    "too many plural forms": (PLURAL + 'msgstr[1] "y"\nmsgstr[2] "z"\n', [(1, "error plural")]),
    "plural forms of nothing": ('msgid "a"\nmsgstr[0] "x"\n', [(1, "error plural")]),
    "untranslated plurals": (PLURAL.replace('"x"', '""'), []),
    "plural forms in another order": (
        'msgid "a"\nmsgid_plural "as"\nmsgstr[1] ""\nmsgstr[0] ""\n', [(1, "error plural")]
    ),
    "one translation for two forms": (
        'msgid "a"\nmsgid_plural "as"\nmsgstr "x"\n', [(1, "error plural")]
    ),
    "a line end too many": ('msgid "a"\nmsgstr "b\\n"\n', [(2, "error line-ends")]),
    "a line end too few": ('msgid "\\na\\n"\nmsgstr "\\nb"\n', [(2, "error line-ends")]),
    "a line end too many in a draft": ('#, fuzzy\nmsgid "a"\nmsgstr "b\\n"\n', []),
    "a line end in one plural form": (
        PLURAL.replace('"x"', '"x\\n"') + 'msgstr[1] "y"\n', [(3, "error line-ends")]
    ),
    "a flag below the previous text": (
        '#| msgid "b"\n#, fuzzy\nmsgid "a"\nmsgstr "b"\n', [(2, "error syntax")]
    ),
    "a previous text of a message that went": (
        '#| msgid "b"\n#~ msgid "a"\n#~ msgstr "b"\n', [(1, "error syntax")]
    ),
    "a previous text of nothing": (
        'msgid "a"\nmsgstr "b"\n\n#| msgid "b"\n', [(4, "error syntax")]
    ),
    "a previous text in the wrong order": (
        '#| msgid "b"\n#| msgctxt "c"\nmsgid "a"\nmsgstr "b"\n', [(2, "error syntax")]
    ),
    "a previous context alone": (
        '#| msgctxt "c"\nmsgid "a"\nmsgstr "b"\n', [(1, "error syntax")]
    ),
    "a comment in the middle": (
        'msgid "a"\n# how?\nmsgstr "b"\n', [(2, "error syntax")]
    ),
    "obsolete in part": ('msgid "a"\nmsgstr "b"\n#~ "c"\n', [(3, "error syntax")]),
    "a no-break space between two messages": (
        'msgid "a"\nmsgstr "b"\n\u00a0\nmsgid "c"\nmsgstr "d"\n', [(3, "error syntax")]
    ),
    "an obsolete header": ('#~ msgid ""\n#~ msgstr "c"\n', [(1, "error duplicate")]),
}  # fmt: skip


def expected(findings: list[tuple[int, str]]) -> list[str]:
    return [f"{N + line} {rest}" for line, rest in findings]


@pytest.mark.parametrize(("text", "findings"), MESSAGES.values(), ids=MESSAGES)
def test_messages(text: str, findings: list[tuple[int, str]]) -> None:
    assert found(f"{HEADER}\n{text}".encode()) == expected(findings)


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="gettext is not installed")
@pytest.mark.parametrize(("text", "findings"), MESSAGES.values(), ids=MESSAGES)
def test_an_error_is_what_msgfmt_refuses(
    tmp_path: Path, text: str, findings: list[tuple[int, str]]
) -> None:
    path = tmp_path / "x.po"
    path.write_bytes(f"{HEADER}\n{text}".encode())
    said = refused_by_msgfmt(path)
    assert bool(said) == any("error" in rest for _, rest in findings), said


def refused_by_msgfmt(path: Path) -> str:
    """What msgfmt says of a file that it refuses; empty where it takes it."""
    command = ["msgfmt", "--check-header", "-o", os.devnull, str(path)]
    done = subprocess.run(command, capture_output=True, check=False)
    return done.stderr.decode(errors="replace") if done.returncode else ""


OURS = {
    # what gettext reads and this program does not: what is written, what is said of it
    "no space after #~": ('#~msgid "a"\n#~ msgstr "b"\n', "1 a space after #~"),
    "no space after msgid": ('msgid"a"\nmsgstr "b"\n', "1 a space after msgid"),
    "a domain": ('domain "x"\nmsgid "a"\nmsgstr "b"\n', "1 no domains"),
    "two texts on a line": ('msgid "a" "b"\nmsgstr "c"\n', "1 a line holds one text"),
    "a space before the index": (
        PLURAL.replace("[0]", " [0]") + 'msgstr[1] "y"\n',
        "3 only msgstr[0]",
    ),
    "an index of two digits": (
        PLURAL.replace("[0]", "[00]") + 'msgstr[01] "y"\n',
        "1 plural forms are msgstr[0]",
    ),
    "a form feed before a message": ('\fmsgid "a"\nmsgstr "b"\n', "1 cannot read the file"),
}


@pytest.mark.parametrize(("text", "said"), OURS.values(), ids=OURS)
def test_what_only_this_program_does_not_read_is_said(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "x.po"
    path.write_bytes(f"{HEADER}\n{text}".encode())
    line, _, words = said.partition(" ")
    errors = [each for each in lint_file(path, "x.po", tmp_path) if each.severity == "error"]
    assert any(each.line == N + int(line) and words in each.message for each in errors), errors
    if shutil.which("msgfmt") is not None:
        assert refused_by_msgfmt(path) == ""


LINES = (
    "#, fuzzy", '#| msgid "o"', '#| msgctxt "o"', '#~| msgid "o"', "# c", "#. c", "#: a.md:1",
    '#~ msgid "x"', '#~ msgstr "y"', 'msgid "a"', 'msgid "b\\n"', 'msgid ""', 'msgstr "c"',
    'msgstr "d\\n"', 'msgstr ""',
    'msgctxt "e"', 'msgid_plural "as"', 'msgstr[0] "f"', 'msgstr[1] "g"', 'msgstr[1] ""', '"h"',
    '#~ "i"', '#| "j"', "\u00a0", "\v", '"\\q"', '"k', 'domain "z"', 'msgid"l"', "#~", "#",
    'msgid "m" # c', '"\\n"', "",
)  # fmt: skip


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="gettext is not installed")
@given(st.lists(st.sampled_from(LINES), max_size=12))
def test_what_msgfmt_refuses_is_an_error(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    path = tmp_path_factory.getbasetemp() / "mutant.po"
    path.write_bytes("\n".join((HEADER, *lines, "")).encode())
    said = refused_by_msgfmt(path)
    found = lint(path.read_bytes(), template=False)
    assert not said or any(each.severity == "error" for each in found), said


HEADERS = {
    "none": ("", ["1 error header"]),
    "fuzzy": (f"#, fuzzy\n{HEADER}", ["1 warning header"]),
    "not the first": (f'msgid "a"\nmsgstr "b"\n\n{HEADER}', ["4 warning header"]),
    "no charset": (HEADER.replace("; charset=UTF-8", ""), ["1 error header"]),
    "the form to fill in": (HEADER.replace("UTF-8", "CHARSET"), ["1 error header"]),
    "a field twice": (HEADER + '"Language: fr\\n"\n', ["1 warning header"]),
    "fields missing": (HEADER.replace('"MIME-Version: 1.0\\n"\n', ""), ["1 warning header"]),
    "a line that is none": (HEADER + '"what is this\\n"\n', ["1 warning header"]),
    "an empty language": (HEADER.replace("Language: en", "Language: "), ["1 warning header"]),
    "an empty language, blanks": (HEADER.replace(": en", ":  "), ["1 warning header"]),
    "not revised yet": (HEADER.replace("2026-01-15 10:00+0100", NOT_REVISED), []),
    "not revised, no word translated": (
        HEADER.replace("2026-01-15 10:00+0100", NOT_REVISED) + '\nmsgid "a"\nmsgstr ""\n',
        [],
    ),
    "not revised, but translated": (
        HEADER.replace("2026-01-15 10:00+0100", NOT_REVISED) + '\nmsgid "a"\nmsgstr "b"\n',
        ["1 warning header"],
    ),
    "a bad date": (HEADER.replace("2026-01-15 10", "YEAR-MO-DA HO"), ["1 warning header"]),
    "an unknown language": (HEADER.replace(": en", ": xx"), ["1 warning header"]),
    "another language": (HEADER.replace(": en", ": fr"), ["1 error header"]),
    "another territory": (HEADER.replace(": en", ": en_GB"), ["1 warning header"]),
    "the same language in full": (HEADER.replace(": en", ": en_US"), []),
    "no plural rule": (HEADER.replace("n != 1", "n !="), ["1 error plural"]),
    "a plural rule that goes too far": (HEADER.replace("(n != 1)", "n%3"), ["1 error plural"]),
    "no form of a plural rule": (HEADER.replace("nplurals=2", "two"), ["1 error plural"]),
    "a plural rule elsewhere": (HEADER.replace(": x", ": plural=x"), ["1 error plural"]),
    "a division by nothing": (HEADER.replace("(n != 1)", "n/0"), ["1 error plural"]),
}


@pytest.mark.parametrize(("text", "findings"), HEADERS.values(), ids=HEADERS)
def test_headers(text: str, findings: list[str]) -> None:
    assert found(text.encode(), locale="en") == findings


def test_a_template_need_not_be_filled_in() -> None:
    text = HEADER.replace(": en", ": ").replace("2026-01-15 10", "YEAR-MO-DA HO")
    text = f'#, fuzzy\n{text.replace("UTF-8", "CHARSET")}\nmsgid "a"\nmsgstr ""\n'
    assert found(text.encode(), template=True) == []
    text += '\n#~ msgid "b"\n#~ msgstr "c"\n'
    assert found(text.encode(), template=True) == [f"{N + 5} warning obsolete"]


BYTES = {
    "a byte order mark": (b"\xef\xbb\xbf" + HEADER.encode(), ["1 error encoding"]),
    "two lines that are not UTF-8": (
        HEADER.encode() + b'\nmsgid "\xe9"\nmsgstr "b"\n\nmsgid "c"\nmsgstr "\xff"\n',
        [f"{N + 1} error encoding", f"{N + 5} error encoding"],
    ),
    "an unknown charset": (HEADER.replace("UTF-8", "UTF-9").encode(), ["9 error encoding"]),
    "a codec that is no charset": (
        HEADER.replace("UTF-8", "rot13").encode(), ["9 error encoding"]
    ),
    "a codec for names": (HEADER.replace("UTF-8", "idna").encode(), ["9 error encoding"]),
    "a charset without ASCII": (HEADER.replace("UTF-8", "cp037").encode(), ["9 error encoding"]),
    "another charset": (
        HEADER.replace("UTF-8", "ISO-8859-1").encode() + b'\nmsgid "a"\nmsgstr "\xe9"\n', []
    ),
    "UTF-8 under another name": (
        HEADER.replace("UTF-8", "ISO-8859-1").encode() + '\nmsgid "a"\nmsgstr "é"\n'.encode(),
        ["9 warning encoding"],
    ),
    "UTF-16": (HEADER.encode("utf-16"), ["1 error encoding"]),
    "a zero byte": (HEADER.encode() + b"\n\0", [f"{N + 1} error encoding"]),
    "mixed line ends": (
        HEADER.encode() + b'\nmsgid "a"\r\nmsgstr "b"\n', [f"{N + 1} warning line-ends"]
    ),
    "CRLF": (HEADER.replace("\n", "\r\n").encode(), []),
    "CR": (HEADER.replace("\n", "\r").encode(), ["1 error line-ends"]),
    "no last line end": (HEADER.encode() + b'\nmsgid "a"\nmsgstr "b"', []),
}  # fmt: skip


@pytest.mark.parametrize(("data", "findings"), BYTES.values(), ids=BYTES)
def test_bytes(data: bytes, findings: list[str]) -> None:
    assert found(data) == findings


PIECES = (
    "msgid ", "msgstr ", "msgctxt ", "msgid_plural ", "msgstr[0] ", "#~ ", "#| ", "# c",
    "#, fuzzy", '"a"', '""', '"', "\\", "\n", "\r\n", "\r", "<<<<<<< a\n", "=======\n",
    ">>>>>>> b\n", "x", "é",
)  # fmt: skip
pieces = st.lists(st.sampled_from(PIECES)).map("".join)


@given(pieces)
def test_what_the_reader_refuses_is_an_error(text: str) -> None:
    """And whatever the file, lint ends with a list of problems."""
    errors = [each for each in lint(text.encode(), template=True) if each.severity == "error"]
    assert all(1 <= each.line <= text.count("\n") + text.count("\r") + 1 for each in errors)
    try:
        parse_catalogue(Path("x.po"), text)
    except CatalogueError:
        assert errors


# The command


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["catalog", "lint", *arguments])


def test_the_project_of_today_is_clean(project: Path) -> None:
    assert CliRunner().invoke(main, ["extract"]).exit_code == 0
    done = run()
    assert done.exit_code == 0
    assert done.stdout == ""
    assert done.stderr == "3 files: nothing found\n"


def test_the_report_has_the_keys_of_check(project: Path) -> None:
    CliRunner().invoke(main, ["extract"])
    (path,) = (project / "locales" / "en" / "LC_MESSAGES").iterdir()
    path.write_bytes(path.read_bytes() + b'\nmsgid "new"\nmsgstr "x\n')
    done = run("--format", "json")
    assert done.exit_code == 1
    report = json.loads(done.stdout)
    (finding,) = report["findings"]
    assert report["version"] == 1
    assert finding["file"] == "locales/en/LC_MESSAGES/relire-avant-de-traduire.po"
    assert (finding["article"], finding["locale"]) == ("relire-avant-de-traduire", "en")
    assert (finding["check"], finding["severity"]) == ("syntax", "error")
    assert finding["line"] == path.read_bytes().count(b"\n")
    assert set(finding) >= {"msgctxt", "msgid", "msgstr", "span", "message", "fix"}


def test_paths_need_no_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "po" / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "x.po").write_text(HEADER)
    (folder / "x.po~").write_text("no PO file")
    done = run("po")
    assert done.exit_code == 1
    assert "Language is en, but the file stands in the folder of fr" in done.stdout
    assert done.stderr == "1 file: 1 error\n"
    (folder / "x.po").write_text(HEADER.replace("Language: en", "Language: "))
    assert "Language is empty; write fr there" in run("po").stdout
    (tmp_path / "y.txt").write_text("")
    assert run("y.txt").exit_code == 2
    assert run("z.po").exit_code == 2
