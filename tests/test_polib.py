"""Catalogues handed to scripts as polib's files, and taken back."""

from __future__ import annotations

import gettext
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.errors import CatalogueError
from workflow.model import Message
from workflow.po.catalogue import Catalogue, parse_catalogue

PATH = Path("fr.po")
TEXT = """# Translators of the town.
msgid ""
msgstr ""
"Language: fr\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

# A note
#
#. heading 1
#: articles/a.md:3 articles/b.md
#= newer gettext's
msgctxt "title"
msgid   "Water"
msgstr "Eau"

#, fuzzy, c-format
#| msgid "%d boats"
msgid "%d boat"
msgid_plural "%d ships"
msgstr[0] "%d bateau"
msgstr[1] "%d bateaux"

#~| msgid "Older"
#~ msgid "Old"
#~ msgstr "Vieux"

# the end
"""


def catalogue(text: str = TEXT) -> Catalogue:
    return parse_catalogue(PATH, text)


def test_polib_has_all_that_a_catalogue_says() -> None:
    file = catalogue().to_polib()
    water, boats, old = file
    assert file.metadata["Language"] == "fr"
    assert file.header == "Translators of the town."
    assert (water.msgctxt, water.msgid, water.msgstr) == ("title", "Water", "Eau")
    assert (water.tcomment, water.comment) == ("A note\n", "heading 1")
    assert water.occurrences == [("articles/a.md", "3"), ("articles/b.md", "")]
    assert water.linenum == 14
    assert boats.fuzzy
    assert boats.previous_msgid == "%d boats"
    assert boats.msgstr_plural == {0: "%d bateau", 1: "%d bateaux"}
    assert old.obsolete
    assert old.previous_msgid == "Older"


@pytest.mark.parametrize("text", [TEXT, TEXT.replace("\n", "\r\n"), "", 'msgid "a"\nmsgstr "b"'])
def test_what_no_script_touched_keeps_its_bytes(text: str) -> None:
    assert catalogue(text).with_polib(catalogue(text).to_polib()).text == text


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_an_edit_changes_its_entry_alone(newline: str) -> None:
    text = TEXT.replace("\n", newline)
    file = catalogue(text).to_polib()
    file[1].msgstr_plural[1] = "%d navires"
    file[1].flags.remove("fuzzy")
    expected = text.replace("%d bateaux", "%d navires").replace("#, fuzzy, c-f", "#, c-f")
    assert catalogue(text).with_polib(file).text == expected


def test_comments_unknown_to_polib_stay_where_an_entry_changes() -> None:
    file = catalogue().to_polib()
    file[0].msgstr = "L’eau"
    assert "\n#= newer gettext's\n" in catalogue().with_polib(file).text


def test_entries_come_and_go() -> None:
    file = catalogue().to_polib()
    del file[0]
    file.append(polib.POEntry(msgid="Fire", msgstr="Feu", tcomment="new"))
    made = catalogue().with_polib(file)
    assert [message.msgid for message in made.messages] == ["%d boat", "Old", "Fire"]
    assert '#~ msgstr "Vieux"\n\n# new\nmsgid "Fire"\nmsgstr "Feu"\n' in made.text
    assert made.text.endswith("\n# the end\n")
    assert parse_catalogue(PATH, made.text).messages == made.messages


def test_the_header_is_taken_back_with_its_comment() -> None:
    file = catalogue().to_polib()
    file.header = "Of the city."
    file.metadata["Last-Translator"] = "Aline"
    made = catalogue().with_polib(file)
    assert made.headers["Last-Translator"] == "Aline"
    assert made.text.startswith("# Of the city.\nmsgid")
    assert made.text.endswith(TEXT[TEXT.index("\n\n# A note") :])
    assert made == parse_catalogue(PATH, made.text, "UTF-8")


def test_a_new_charset_counts_for_the_bytes() -> None:
    file = catalogue().to_polib()
    file.metadata["Content-Type"] = "text/plain; charset=ISO-8859-1"
    file[0].msgstr = "Été"
    assert b"\xc9t\xe9" in catalogue().with_polib(file).encoded()


def test_a_file_of_polib_becomes_a_catalogue() -> None:
    file = polib.POFile()
    file.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Language": "fr"}
    file.append(polib.POEntry(msgid="Water", msgstr="Eau"))
    made = catalogue("").with_polib(file)
    assert made == parse_catalogue(PATH, made.text, "UTF-8")
    assert made.headers["Language"] == "fr"
    assert made.messages == (Message("Water", "Eau"),)


def test_a_message_that_stands_twice_is_refused() -> None:
    file = catalogue().to_polib()
    file.append(polib.POEntry(msgid="Water", msgctxt="title"))
    with pytest.raises(CatalogueError, match="twice"):
        catalogue().with_polib(file)


def test_lines_that_polib_wraps_come_back_whole(tmp_path: Path) -> None:
    made = "machine translation: an engine with a name of many words, and of more words, 2026-01-01"
    message = replace(catalogue().messages[0], translator_comments=(made,))
    drafted = catalogue().with_messages([message])
    file = drafted.to_polib()
    file.save(str(tmp_path / "fr.po"))
    again = polib.pofile(str(tmp_path / "fr.po"))
    assert len(again[0].tcomment.split("\n")) == 2
    assert drafted.with_polib(again).messages[0].translator_comments == (made,)


def test_programs_read_the_mo_file(tmp_path: Path) -> None:
    catalogue().to_polib().save_as_mofile(str(tmp_path / "fr.mo"))
    with (tmp_path / "fr.mo").open("rb") as file:
        read = gettext.GNUTranslations(file)
    assert read.pgettext("title", "Water") == "Eau"
    assert read.gettext("Old") == "Old"


_WORDS = st.text('aé水%\\"\n\t\u2028 ', max_size=9)
_LINES = st.lists(st.text("a#:. é", min_size=1, max_size=5).map(str.strip).filter(bool), max_size=2)


@st.composite
def messages(draw: st.DrawFn) -> Message:
    plural = draw(st.none() | _WORDS.filter(bool))
    return Message(
        msgid=draw(_WORDS.filter(bool)),
        msgstr="" if plural else draw(_WORDS),
        msgctxt=draw(st.none() | _WORDS),
        flags=tuple(draw(st.sets(st.sampled_from(["fuzzy", "c-format"])))),
        comments=tuple(draw(_LINES)),
        translator_comments=tuple(draw(_LINES.map(lambda lines: [f"x{line}" for line in lines]))),
        references=tuple(draw(st.sets(st.sampled_from(["a.md", "a.md:1", "b b.md:2", "c:d"])))),
        previous_msgid=draw(st.none() | _WORDS),
        obsolete=draw(st.booleans()),
        msgid_plural=plural,
        msgstr_plural=("", draw(_WORDS)) if plural else (),
    )


@given(st.lists(messages(), max_size=4, unique_by=lambda message: (message.key, message.obsolete)))
def test_nothing_is_lost_on_the_way(found: list[Message]) -> None:
    empty = catalogue(TEXT[: TEXT.index("\n# A note")])
    full = empty.merged(found)
    assert full.with_polib(full.to_polib()) is full
    assert empty.with_polib(full.to_polib()).messages == tuple(found)
