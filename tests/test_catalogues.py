"""PO files on disk: untouched messages keep their bytes, whoever wrote them."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import polib
import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from workflow.errors import CatalogueError, FileError
from workflow.model import Locale, Message, Provenance
from workflow.po.catalogue import parse_catalogue
from workflow.po.entries import split_po
from workflow.po.serialize import format_message, po_text
from workflow.project.catalogues import as_written, read_catalogue, write_catalogue

WHEN = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)

# What other programs write: Poedit's long lines, msgmerge's wrapping, odd order and comments.
FOREIGN = """# Traduction de l'équipe
#
msgid ""
msgstr ""
"Project-Id-Version: x\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"X-Poedit-Basepath: .\\n"

#, c-format, fuzzy, x-unknown
#. extracted
#: articles/a.md
# after the rest
msgid "one"
msgstr   "un"


#~ msgid "gone"
#~ msgstr "parti"

#  two spaces
#| msgctxt "title"
#| msgid "twp"
msgctxt "title"
msgid ""
"two "
"lines"
msgstr ""
"deux "

"lignes"
#: articles/a.md:3 articles/b.md
msgid "three"
msgstr "trois"

#~| msgid "previous"
#~ msgid "obsolete with previous"
#~ msgstr "vieux"

# comment at the end
"""


PREVIOUS = """#, fuzzy
#| msgctxt "Titre"
#| msgid ""
#| "Un \\"vieux\\" "
#| "fichier\\n"
#| msgid_plural "Des %d \u2028 vieux"
msgctxt "title"
msgid "Un fichier"
msgid_plural "%d fichiers"
msgstr[0] "a file"
msgstr[1] "%d files"
"""
COMMENTS = """#
# 
#translator, no space
#\ttab
# twice
#twice
#: old.c:1
#, fuzzy, range: 0..5
#= c-format
#!  weird
#@ note
#| no previous text
msgid "a"
msgstr "b"
"""  # noqa: W291 - as found


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    path = tmp_path / "a.po"
    path.write_text(FOREIGN, encoding="utf-8")
    return path


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("end", ["", "\n\n", "\n# tail"])
def test_what_is_read_is_written_back(tmp_path: Path, newline: str, end: str) -> None:
    text = (FOREIGN.rstrip("\n") + end).replace("\n", newline)
    assert str(split_po(text, "a.po")) == text
    path = tmp_path / "a.po"
    path.write_text(text, encoding="utf-8", newline="")
    catalogue = read_catalogue(path)
    assert catalogue.text == text
    assert catalogue.merged(catalogue.messages) is catalogue


def test_every_part_of_a_message_is_read(foreign: Path) -> None:
    catalogue = read_catalogue(foreign)
    one = catalogue.get((None, "one"))
    assert one == Message(
        "one",
        "un",
        flags=("c-format", "fuzzy", "x-unknown"),
        comments=("extracted",),
        translator_comments=("after the rest",),
        references=("articles/a.md",),
    )
    two = catalogue.get(("title", "two lines"))
    assert two is not None
    assert (two.msgstr, two.previous_msgctxt, two.previous_msgid) == ("deux lignes", "title", "twp")
    assert [m.msgid for m in catalogue.messages if m.obsolete] == ["gone", "obsolete with previous"]
    assert catalogue.headers["X-Poedit-Basepath"] == "."
    assert foreign.read_text(encoding="utf-8").splitlines()[
        catalogue.line((None, "three")) - 1
    ] == ('msgid "three"')


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("obsolete", [False, True])
def test_the_previous_text_is_read_and_stays(newline: str, obsolete: bool) -> None:
    text = PREVIOUS
    if obsolete:
        text = re.sub("^(?=msg)", "#~ ", re.sub("^#[|]", "#~|", text, flags=re.M), flags=re.M)
    text = text.replace("\n", newline)
    catalogue = parse_catalogue(Path("a.po"), text)
    (message,) = catalogue.messages
    assert message.obsolete == obsolete
    assert (message.previous_msgctxt, message.previous_msgid, message.previous_msgid_plural) == (
        "Titre", 'Un "vieux" fichier\n', "Des %d \u2028 vieux",
    )  # fmt: skip
    written = catalogue.merged([replace(message, translator_comments=("x",))])
    assert parse_catalogue(Path("a.po"), written.text).messages == written.messages
    joined = re.sub(r'""\r?\n#~?[|] "(.*)"\r?\n#~?[|] "(.*)"', r'"\1\2"', text, count=1)
    assert written.text == f"# x{newline}{joined}"


def test_comments_of_unknown_kinds_keep_their_bytes() -> None:
    catalogue = parse_catalogue(Path("a.po"), COMMENTS)
    (message,) = catalogue.messages
    assert message.translator_comments == (
        "", "", "translator, no space", "\ttab", "twice", "twice",
    )  # fmt: skip
    assert message.other_comments == ("#= c-format", "#!  weird", "#@ note", "#| no previous text")
    assert message.flags == ("fuzzy", "range: 0..5")
    changed = catalogue.merged([replace(message, references=("new.c:1",))])
    assert changed.text == COMMENTS.replace("old.c", "new.c")


@pytest.mark.parametrize("blank", ["\n", ""])
def test_the_comment_at_the_end_stays_by_itself(blank: str) -> None:
    end = f"{blank}# nobody's\n"
    one, two = 'msgid "a"\nmsgstr "b"\n', '#~ msgid "c"\n#~ msgstr "d"\n'
    catalogue = parse_catalogue(Path("a.po"), one + end)
    new = Message("c", "d", obsolete=True)
    assert catalogue.merged([*catalogue.messages, new]).text == f"{one}\n{two}{end}"
    assert (
        parse_catalogue(Path("a.po"), one + "\n" + two + end).merged(catalogue.messages).text
        == one + "\n" + "# nobody's\n"
    )
    assert parse_catalogue(Path("a.po"), "# nobody's\n").merged([new]).text == (
        f"{two}\n# nobody's\n"
    )


def test_only_the_changed_message_is_written_anew(foreign: Path) -> None:
    catalogue = read_catalogue(foreign)
    three = catalogue.get((None, "three"))
    assert three is not None
    draft = three.with_draft("TROIS", Provenance("machine translation", "dummy", "2026-11-24"))
    assert write_catalogue(catalogue.with_messages([draft]))
    expected = FOREIGN.replace(
        '#: articles/a.md:3 articles/b.md\nmsgid "three"\nmsgstr "trois"\n',
        f"# {draft.provenance}\n#: articles/a.md:3 articles/b.md\n"
        '#, fuzzy\nmsgid "three"\nmsgstr "TROIS"\n',
    )
    assert foreign.read_text(encoding="utf-8") == expected


def test_a_new_message_takes_the_files_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_text('msgid "a"\r\nmsgstr "b"', encoding="utf-8", newline="")
    catalogue = read_catalogue(path)
    catalogue = catalogue.merged([*catalogue.messages, Message("c", "d")])
    assert catalogue.text == 'msgid "a"\r\nmsgstr "b"\r\n\r\nmsgid "c"\r\nmsgstr "d"\r\n'


strings = st.text(st.characters(codec="utf-8", exclude_characters="\r"), min_size=1)


@given(
    st.lists(
        st.builds(
            Message,
            msgid=strings,
            msgstr=strings,
            msgctxt=st.none() | strings,
            previous_msgid=st.none() | strings,
            obsolete=st.booleans(),
            flags=st.sampled_from([(), ("fuzzy",)]),
            references=st.sampled_from([(), ("a.md",), ("mon article.md:3",)]),
        ),
        unique_by=lambda message: message.key,
        max_size=5,
    )
)
def test_any_texts_are_read_as_they_were_written(messages: list[Message]) -> None:
    catalogue = parse_catalogue(Path("a.po"), po_text("a", (), WHEN, Locale("en")))
    written = catalogue.merged(messages)
    read = parse_catalogue(catalogue.path, written.text)
    assert read.messages == written.messages == tuple(messages)
    assert read.merged(messages) is read
    assert [block for block, _ in read.entries] == [block for block, _ in written.entries]


@given(
    st.lists(st.tuples(st.integers(0, 2), st.text(st.characters(codec="utf-8"))), max_size=4),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([FOREIGN, FOREIGN.replace("\n\n", "\n"), FOREIGN + '\nmsgid "e"\nmsgstr ""']),
)
def test_what_was_written_is_known_without_reading_it(
    edits: list[tuple[int, str]], newline: str, text: str
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.po")
        path.write_text(text, encoding="utf-8", newline=newline)
        known = read_catalogue(path)
        for number, msgstr in edits:
            live = [each for each in known.messages if not each.obsolete]
            message = live[number % len(live)].without_fuzzy()
            edited = known.with_messages([replace(message, msgstr=msgstr)])
            told = as_written(known, edited)
            write_catalogue(edited)
            read = read_catalogue(path)
            if told is None:  # a carriage return, say, in a file whose lines end otherwise
                assert any(ord(sign) < 32 or sign in "\x85\u2028\u2029\x7f" for sign in msgstr)
            else:
                assert (told, told.on_disk, told.headers) == (read, read.on_disk, read.headers)
                assert told.messages == edited.messages
            known = read if told is None else told


BROKEN = [
    ('msgid "a"\nmsgstr "b\n', 2, "syntax"),
    ('msgid "a"\nmsgstr "x"y"\n', 2, "syntax"),
    ("msgid a\n", 1, "syntax"),
    ('msgid "a"\n\nmsgid "b"\nmsgstr ""\n', 3, "syntax"),
    ('msgid "a"\n\n#. text\nmsgid "b"\nmsgstr ""\n', 4, "msgid stands twice"),
    ('msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[0] "d"\n', 4, "twice in one message"),
    ('msgid "a"\n', 1, "no msgstr"),
    ('msgstr "a"\n', 1, "no msgid"),
    ('msgid "a"\nmsgstr ""\n\nmsgid "a"\nmsgstr ""\n', 4, "twice"),
    ('msgid "a"\n<<<<<<< HEAD\nmsgstr "b"\n=======\nmsgstr "c"\n>>>>>>> x\n', 2, "conflict"),
]


@pytest.mark.parametrize(("text", "line", "words"), BROKEN)
def test_a_broken_file_is_refused_with_its_line(
    tmp_path: Path, text: str, line: int, words: str
) -> None:
    path = tmp_path / "a.po"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError, match=words) as caught:
        read_catalogue(path)
    assert caught.value.line == line
    assert caught.value.file == str(path)
    assert caught.value.hint


def test_the_headers_charset_is_kept_and_named_when_it_lacks_a_character(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=ISO-8859-1\\n"\n\n'
    path.write_bytes((header + 'msgid "été"\nmsgstr ""\n').encode("latin-1"))
    catalogue = read_catalogue(path)
    write_catalogue(catalogue.with_messages([Message("été", "summer à")]))
    assert b"summer \xe0" in path.read_bytes()
    with pytest.raises(CatalogueError, match="ISO-8859-1 has no “夏”"):
        write_catalogue(catalogue.with_messages([Message("été", "夏")]))


def test_bytes_that_are_not_of_the_charset_are_refused_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    path.write_bytes(b'msgid "a"\nmsgstr "\xe9"\n')
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(path)
    assert caught.value.line == 2


def test_a_file_that_cannot_be_read_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="cannot read"):
        read_catalogue(tmp_path / "missing.po")


MESSAGES = [
    Message("Titre : l’été", "Title", msgctxt="title", comments=("front matter: title",)),
    Message("deux\\\nlignes \"et\" tab\t", "two\\\nlines", references=("articles/a.md",)),
    Message("长" * 100, "", flags=("fuzzy",), previous_msgid="短"),
    Message("parti", "gone", obsolete=True),
]  # fmt: skip


@pytest.mark.parametrize("locale", ["fr", "en", "zh", "ar", "pt_BR"])
def test_other_programs_read_what_is_written(tmp_path: Path, locale: str) -> None:
    path = tmp_path / "a.po"
    catalogue = parse_catalogue(path, po_text("a", MESSAGES, WHEN, Locale.parse(locale)))
    write_catalogue(catalogue)
    read = polib.pofile(str(path))
    assert [(e.msgctxt, e.msgid, e.msgstr) for e in read] == [
        (m.msgctxt, m.msgid, m.msgstr) for m in MESSAGES
    ]
    with path.open("rb") as file:
        babel = read_po(file, locale=locale)
    assert {m.id for m in babel if m.id} == {m.msgid for m in MESSAGES if not m.obsolete}
    assert babel.num_plurals == int(catalogue.headers["Plural-Forms"][9])


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="GNU gettext's msgfmt is not installed")
def test_msgfmt_finds_nothing_to_say(tmp_path: Path) -> None:
    po, pot = tmp_path / "a.po", tmp_path / "a.pot"
    po.write_text(po_text("a", MESSAGES, WHEN, Locale("fr")), encoding="utf-8")
    pot.write_text(po_text("a", MESSAGES[:1], WHEN), encoding="utf-8")
    checked = subprocess.run(
        ["msgfmt", "--check", "-o", "/dev/null", str(po)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (checked.returncode, checked.stderr) == (0, "")
    assert (
        subprocess.run(["msgfmt", "--check-format", "-o", "/dev/null", pot], check=False).returncode
        == 0
    )


def test_translators_comments_are_not_wrapped() -> None:
    long = "mot " * 40
    text = format_message(Message("a", translator_comments=(long.strip(),)), 78)
    assert text.splitlines()[0] == f"# {long.strip()}"


def test_msgcmp_finds_every_message_of_the_template(tmp_path: Path) -> None:
    translated = [Message(f"Un quai, {n} « bateaux »\n", f"A quay, {n} “boats”\n") for n in (1, 2)]
    template = [Message(message.msgid) for message in translated]
    po, pot = tmp_path / "a.po", tmp_path / "a.pot"
    pot.write_text(po_text("a", template, WHEN), encoding="utf-8")
    po.write_text(po_text("a", translated, WHEN, Locale("en")), encoding="utf-8")
    subprocess.run(["msgcmp", po, pot], check=True, capture_output=True)
    po.write_text(po_text("a", translated[:1], WHEN, Locale("en")), encoding="utf-8")
    missing = subprocess.run(["msgcmp", po, pot], check=False, capture_output=True)
    assert missing.returncode == 1, "it tells a catalogue that lacks a message"
