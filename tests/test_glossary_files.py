"""Glossaries as tables and as TBX: what is read, what is written, what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st

from workflow.cli import main
from workflow.errors import ErrorGroup, GlossaryError
from workflow.glossary.merging import merge
from workflow.glossary.table import Layout, read_table, write_table
from workflow.glossary.tbx import TBX2, TBX3, read_tbx, write_tbx
from workflow.model import Concept, Glossary, Locale, Term, TermStatus
from workflow.model.term import PARTS_OF_SPEECH
from workflow.project.glossary_files import (
    read_glossary,
    write_glossary,
)

FR, EN, ZH = Locale("fr"), Locale("en"), Locale("zh")
PREFERRED, ADMITTED, FORBIDDEN = TermStatus


def table(text: str) -> Glossary:
    return read_table(text, "glossary.csv")[0]


def terms(concept: Concept) -> list[tuple[str, str, str]]:
    return [(term.locale.name, term.text, str(term.status)) for term in concept.terms]


# Tables


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_what_spreadsheets_write(delimiter: str, mark: str, newline: str) -> None:
    rows = [
        ["fr", "EN", "zh-Hans", "fr admitted", "en (forbidden)", "translate", "Note"],
        ["abri", "shelter", "避难所", '"refuge; asile"', "cover", "", '"a, b; c\td"'],
        ["", "", "", "", "", "", ""],
        ["Europol", "", "", "", "", "no", ""],
    ]
    text = mark + newline.join(delimiter.join(row) for row in rows) + newline
    glossary = table(text)
    first, second = glossary.concepts
    assert terms(first) == [
        ("fr", "abri", "preferred"),
        ("fr", "refuge", "admitted"),
        ("fr", "asile", "admitted"),
        ("en", "shelter", "preferred"),
        ("en", "cover", "forbidden"),
        ("zh", "避难所", "preferred"),
    ]
    assert (first.note, first.line, first.translate) == ("a, b; c d", 2, True)
    assert (terms(second), second.translate) == ([("fr", "Europol", "preferred")], False)
    assert second.line == 4


def test_other_names_of_columns_and_locales() -> None:
    text = "fr_FR,en-US,zh_TW,id-ID,pos,Description\nrouler,drive,開車,mengemudi,Verb,to go\n"
    (concept,) = table(text).concepts
    assert [term.locale.name for term in concept.terms] == ["fr", "en", "zh_Hant", "id"]
    assert (concept.part_of_speech, concept.definition) == ("verb", "to go")


def test_lines_are_those_of_the_file() -> None:
    text = 'fr,note\nabri,"one\ntwo"\n\ncamp,x\n'
    assert [concept.line for concept in table(text).concepts] == [2, 5]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "the glossary is empty"),
        ("note,domain\nx,y\n", 1, "no column is named after a language"),
        ("fr,engl\n", 1, "column B: unknown heading “engl”"),
        ("fr,fr banned\n", 1, "column B: unknown heading “fr banned”"),
        ("fr,definitoin\n", 1, "column B: unknown heading “definitoin”"),
        ("fr,,en\n", 1, "column B: unknown heading “”"),
        ("fr,en,FR\n", 1, "column C: “FR” stands here again"),
        ("fr,fr-FR\n", 1, "column B: “fr-FR” stands here again"),
        ("fr,en\na,b,c\n", 2, "row 2, column C: “c” stands under no heading"),
        ("fr,translate\n\na,perhaps\n", 3, "row 3, column B “translate”: “perhaps” is neither"),
        ("fr,pos\na,thing\n", 2, "row 2, column B “pos”: “thing” is no part of speech"),
        ("fr,en\na,b\x07\n", 2, "row 2, column B “en”: has a control character"),
        ('fr,en\na,b\n"c,d\n', 3, "not a well-formed table"),
    ],
)
def test_what_is_refused(text: str, line: int, message: str) -> None:
    with pytest.raises(GlossaryError) as caught:
        table(text)
    assert (caught.value.file, caught.value.line) == ("glossary.csv", line)
    assert message in caught.value.message
    assert caught.value.hint


def test_all_errors_are_told_at_once() -> None:
    with pytest.raises(ErrorGroup) as caught:
        table("fr,translate,pos\na,x,\nb,,y\n")
    assert [error.line for error in caught.value.errors] == [2, 3]


def test_latin_1_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_bytes("fr,en\nabri,shelter\nforcé,forced\n".encode("latin-1"))
    with pytest.raises(Exception, match=r"terms\.csv:3: not UTF-8"):
        read_glossary(path)


def test_a_table_keeps_its_look(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    text = "\ufeffNote;en;fr\r\nx;shelter;abri\r\n"
    path.write_bytes(text.encode())
    glossary = read_glossary(path)
    assert not write_glossary(path, path.read_bytes(), glossary)
    more = Concept((Term("camp", FR), Term("bivouac", FR, FORBIDDEN)), translate=False)
    assert write_glossary(path, path.read_bytes(), Glossary((*glossary.concepts, more)))
    assert path.read_bytes().decode() == (
        "\ufeffNote;en;fr;fr forbidden;translate\r\nx;shelter;abri;;\r\n;;camp;bivouac;no\r\n"
    )


def test_a_new_table_opens_in_a_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "new.csv"
    write_glossary(path, None, Glossary((Concept((Term("forcé", FR), Term("强迫", ZH))),)))
    assert path.read_bytes() == "\ufefffr,zh\nforcé,强迫\n".encode()


# TBX

OLD = """\
<?xml version="1.0"?>
<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">
<martif type="TBX-Basic" xml:lang="en"><martifHeader/><text><body>
  <termEntry id="c7">
    <descrip type="subjectField">shelter</descrip>
    <descripGrp><descrip type="definition">a roof</descrip></descripGrp>
    <langSet xml:lang="fr-FR">
      <ntig><termGrp><term>abri</term>
        <termNote type="partOfSpeech">noun</termNote></termGrp></ntig>
      <tig><term>gîte <hi>x</hi></term>
        <termNote type="administrativeStatus">supersededTerm-admn-sts</termNote></tig>
      <tig><term>refuge</term></tig>
      <tig><term/></tig>
    </langSet>
    <langSet xml:lang="en"><tig><term>shelter</term><note>of any kind</note></tig></langSet>
  </termEntry>
  <termEntry id="c8">
    <descrip type="Translation needed">No</descrip>
    <langSet xml:lang="en"><tig><term>Europol</term><!-- x --></tig></langSet>
  </termEntry>
</body></text></martif>
"""
DCT = """\
<tbx type="TBX-Basic" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
    xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic">
<tbxHeader/><text><body>
  <conceptEntry id="c1"><min:subjectField>shelter</min:subjectField>
    <langSec xml:lang="en"><basic:definition>a roof</basic:definition>
      <termSec><term>shelter</term><min:partOfSpeech>noun</min:partOfSpeech>
        <min:administrativeStatus>admittedTerm-admn-sts</min:administrativeStatus></termSec>
      <termSec><term>roof</term>
        <min:administrativeStatus>preferredTerm-admn-sts</min:administrativeStatus></termSec>
    </langSec>
  </conceptEntry>
</body></text></tbx>
"""


def test_tbx_of_2008() -> None:
    first, second = read_tbx(OLD.encode(), "old.tbx").concepts
    assert terms(first) == [
        ("fr", "abri", "preferred"),
        ("fr", "refuge", "admitted"),
        ("fr", "gîte x", "forbidden"),
        ("en", "shelter", "preferred"),
    ]
    assert (first.id, first.domain, first.definition) == ("c7", "shelter", "a roof")
    assert (first.part_of_speech, first.note, first.line) == ("noun", "of any kind", 4)
    assert (terms(second), second.translate) == ([("en", "Europol", "preferred")], False)


def test_tbx_in_dct_style() -> None:
    (concept,) = read_tbx(DCT.encode(), "dct.tbx").concepts
    assert terms(concept) == [("en", "roof", "preferred"), ("en", "shelter", "admitted")]
    assert (concept.domain, concept.definition) == ("shelter", "a roof")
    assert concept.part_of_speech == "noun"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "not well-formed XML"),
        ("<tbx>\n<text>\n</tbx>", 3, "not well-formed XML"),
        ("\n<html/>", 2, "not TBX: it begins with <html>"),
        (OLD.replace('"fr-FR"', '"fx"'), 7, "unknown locale “fx”"),
        (OLD.replace(' xml:lang="en"><tig>', "><tig>", 1), 15, "unknown locale “”"),
        (OLD.replace("shelter</term>", "a; b</term>"), 15, "has a semicolon"),
        (
            '<!DOCTYPE tbx [<!ENTITY x SYSTEM "file:///etc/hostname">]>\n'
            "<tbx><conceptEntry><langSec xml:lang='en'>\n<termSec><term>&x;</term></termSec>"
            "</langSec></conceptEntry></tbx>",
            3,
            "uses the entity &x;",
        ),
    ],
)
def test_tbx_that_is_refused(text: str, line: int, message: str) -> None:
    with pytest.raises(GlossaryError) as caught:
        read_tbx(text.encode(), "terms.tbx")
    assert message in caught.value.message
    assert (caught.value.file, caught.value.line) == ("terms.tbx", line)
    assert caught.value.hint


def test_entities_are_not_expanded() -> None:
    bomb = "".join(f'<!ENTITY x{n} "{f"&x{n - 1};" * 10}">' for n in range(1, 12))
    text = f'<!DOCTYPE tbx [<!ENTITY x0 "x">{bomb}]><tbx><note>&x11;</note></tbx>'
    with pytest.raises(GlossaryError):
        read_tbx(text.encode(), "bomb.tbx")


def test_an_unknown_ending_is_refused(tmp_path: Path) -> None:
    for act in (read_glossary, lambda path: write_glossary(path, None, Glossary())):
        with pytest.raises(GlossaryError, match="neither a table nor TBX"):
            act(tmp_path / "terms.xlsx")


# Any glossary

letters = st.sampled_from("aéÉßœ1中文ü’\u0928\u093f")
words = st.text(letters, min_size=1, max_size=6)
phrases = st.lists(words, min_size=1, max_size=3).map(" ".join)
lines = st.lists(words | st.sampled_from([",", '"', "=1", "«"]), max_size=4).map(" ".join)


@st.composite
def concepts(draw: st.DrawFn) -> Concept:
    found: dict[tuple[Locale, str], Term] = {}
    for locale in draw(st.lists(st.sampled_from([FR, EN, ZH, Locale("id")]), unique=True)):
        for status in TermStatus:
            for text in draw(st.lists(phrases, max_size=2)):
                found.setdefault((locale, text), Term(text, locale, status))
    return Concept(
        tuple(found.values()),
        translate=draw(st.booleans()),
        part_of_speech=draw(st.sampled_from(["", *PARTS_OF_SPEECH])),
        domain=draw(lines),
        definition=draw(lines),
        note=draw(lines),
    )


def tidy(glossary: Glossary) -> list[Concept]:
    """In the order that a table gives terms, less empty rows."""
    return list(table(write_table(glossary, Layout())).concepts) if glossary.locales else []


@given(st.lists(concepts(), max_size=5))
@example([Concept((Term("1", Locale("fr")), Term("1 1", Locale("fr"))))])
def test_a_table_gives_back_what_it_was_given(found: list[Concept]) -> None:
    glossary = Glossary(tuple(one for one in found if one.terms))
    if not glossary.concepts:
        return
    for delimiter in ",;\t":
        text = write_table(glossary, Layout(delimiter=delimiter))
        back, layout = read_table(text, "x.csv")
        assert write_table(back, layout) == text
        expected = [set(terms(one)) for one in glossary.concepts]
        assert [set(terms(one)) for one in back.concepts] == expected


@given(st.lists(concepts(), max_size=5), st.sampled_from([TBX2, TBX3]))
def test_tbx_gives_back_what_it_was_given(found: list[Concept], edition: object) -> None:
    glossary = Glossary(tuple(tidy(Glossary(tuple(found)))))
    back = read_tbx(write_tbx(glossary, edition), "x.tbx")  # type: ignore[arg-type]
    expected = [one for one in glossary.concepts if one.terms]
    assert [terms(one) for one in back.concepts] == [terms(one) for one in expected]
    for one, other in zip(back.concepts, expected, strict=True):
        assert (one.translate, one.note) == (other.translate, other.note)
        assert (one.domain, one.definition) == (other.domain, other.definition)
        assert one.part_of_speech == other.part_of_speech


def pieces(*known: str) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(known) | st.text(max_size=3), max_size=12).map("".join)


@given(pieces("fr", "en", ",", ";", "\t", "\n", "\r\n", '"', "no", "translate", "\ufeff", "id"))
def test_no_table_breaks_the_reader(text: str) -> None:
    try:
        read_table(text, "x.csv")
    except GlossaryError as error:
        assert error.hint
    except ErrorGroup as group:
        assert all(error.line for error in group.errors)


@given(pieces("<tbx>", "</tbx>", "<conceptEntry>", "<langSec xml:lang='en'>", "<term>", "&x;", "<"))
def test_no_xml_breaks_the_reader(text: str) -> None:
    for data in (text, f"<tbx>{text}</tbx>"):
        try:
            read_tbx(data.encode(errors="replace"), "x.tbx")
        except GlossaryError as error:
            assert error.line
        except ErrorGroup as group:
            assert all(error.line for error in group.errors)


# Merging


@given(st.lists(concepts(), max_size=5), st.lists(concepts(), max_size=5))
def test_merging_twice_adds_nothing(one: list[Concept], other: list[Concept]) -> None:
    own = Glossary(tuple(each for each in one if each.terms))
    more = Glossary(tuple(each for each in other if each.terms))
    first = merge(own, more)
    assert first.added + first.changed + first.unchanged == len(more.concepts)
    assert first.glossary.concepts[: len(own.concepts)] or not own.concepts
    assert merge(first.glossary, more).added == 0


def test_concepts_of_one_file_take_nothing_from_each_other() -> None:
    whole, one, other = (
        Concept(tuple(Term(text, Locale("fr"), TermStatus.FORBIDDEN) for text in texts))
        for texts in (("bac", "bac à fleurs"), ("bac",), ("bac à fleurs",))
    )
    more = Glossary((whole, one, other))
    first = merge(Glossary(()), more)
    assert first.glossary.concepts == more.concepts
    assert merge(first.glossary, more).added == 0


@given(st.lists(concepts(), max_size=5))
def test_merging_with_itself_changes_nothing(found: list[Concept]) -> None:
    own = Glossary(tuple(each for each in found if each.terms))
    merged = merge(own, own)
    assert (merged.added, merged.glossary) == (0, own)


def merged(own: str, other: str) -> tuple[list[list[tuple[str, str, str]]], tuple[int, int, int]]:
    result = merge(table(own), table(other))
    counts = (result.added, result.changed, result.unchanged)
    return [terms(concept) for concept in result.glossary.concepts], counts


def test_a_filled_cell_replaces_an_empty_one_says_nothing() -> None:
    own = "fr,en,en forbidden,note\nabri,refuge,cover,x\n"
    found, counts = merged(own, "id,fr,en\n,abri,refuge\n")
    assert counts == (0, 0, 1)
    found, counts = merged(own, "fr,zh\nAbri,避难所\n")
    assert counts == (0, 1, 0)
    assert found == [
        [
            ("fr", "Abri", "preferred"),
            ("en", "refuge", "preferred"),
            ("en", "cover", "forbidden"),
            ("zh", "避难所", "preferred"),
        ]
    ]


def test_homonyms_stay_apart_and_ids_bring_together() -> None:
    own = "id,fr,en\n,bureau,office\nx1,poste,post\n"
    _, counts = merged(own, "fr,en\nbureau,desk\nbureau,office\n")
    assert counts == (1, 0, 1)
    found, counts = merged(own, "id,fr,en\nx1,poste,position\n")
    assert counts == (0, 1, 0)
    assert found[1] == [("fr", "poste", "preferred"), ("en", "position", "preferred")]


def test_what_comes_back_from_another_tool_finds_its_row() -> None:
    own = table("fr,en\nabri,refuge\ntraite,trade\n")
    sent = write_tbx(own)
    back = read_tbx(sent.replace(b"refuge", b"shelter"), "back.tbx")
    result = merge(own, back)
    assert (result.added, result.changed, result.unchanged) == (0, 1, 1)
    assert terms(result.glossary.concepts[0])[1] == ("en", "shelter", "preferred")
    assert result.glossary.concepts[0].id == ""


def test_a_term_has_one_status_after_merging() -> None:
    found, _ = merged("fr,en,en forbidden\nabri,refuge,shelter\n", "fr,en\nabri,shelter\n")
    assert found == [[("fr", "abri", "preferred"), ("en", "shelter", "preferred")]]


def test_one_concept_with_a_mistake_leaves_the_others(project: Path) -> None:
    case = (
        '<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><text>'
        "<body>\n"
        '<conceptEntry id="c1"><langSec xml:lang="en"><termSec><term>stop</term></termSec>'
        "</langSec>"
        '<langSec xml:lang="zho"><termSec><term>停</term></termSec></langSec></conceptEntry>\n'
        '<conceptEntry id="c2"><langSec xml:lang="en"><termSec><term>load; unload</term></termSec>'
        "</langSec></conceptEntry>\n"
        '<conceptEntry id="c3"><langSec xml:lang="qqq-x"><termSec><term>x</term></termSec>'
        "</langSec></conceptEntry>\n"
        "</body></text></tbx>\n"
    )
    Path("terms.tbx").write_text(case, encoding="utf-8")
    done = CliRunner().invoke(main, ["glossary", "import", "terms.tbx", "--format", "json"])
    assert done.exit_code == 1, done.output
    report = json.loads(done.stdout)
    assert (report["added"], [each["line"] for each in report["left_out"]]) == (1, [3, 4])
    assert "left out: terms.tbx:3: concept c2: “load; unload” has a semicolon" in done.stderr
    assert "2 left out" in done.stderr
    kept = Path("glossary.csv").read_text(encoding="utf-8-sig")
    assert "stop" in kept and "停" in kept and "unload" not in kept


def test_one_row_with_a_mistake_leaves_the_others(project: Path) -> None:
    Path("terms.csv").write_text("fr,en\nun,one,zu viel\ndeux,two\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["glossary", "import", "terms.csv"])
    assert done.exit_code == 1, done.output
    assert "left out: terms.csv:2: row 2, column C" in done.stderr
    assert "deux" in Path("glossary.csv").read_text(encoding="utf-8-sig")
    Path("terms.csv").write_text("fr,en\nun,one,zu viel\n", encoding="utf-8")
    assert CliRunner().invoke(main, ["glossary", "import", "terms.csv"]).exit_code == 2
