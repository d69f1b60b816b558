"""XLIFF 2: what goes out, and what comes back of it, however tools and people change it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree
from translate.storage import xliff2 as toolkit

from tests.exchange_files import exported, handouts, imported, results
from tests.test_review_acts import events, message
from tests.test_review_helpers import (
    drafted,
    edit,
    log,
    po,
    run,
    set_msgstr,
    translated,
    write_article,
)
from workflow.exchange.handout import Handout, HandoutUnit, shown_of, unit_id, writable
from workflow.exchange.inline_codes import coded
from workflow.exchange.xliff2_reading import read_xliff2
from workflow.exchange.xliff2_writing import xliff2
from workflow.exchange.xml_parsing import parsed
from workflow.model import Locale, State

NS = {"x": "urn:oasis:names:tc:xliff:document:2.0"}
SCHEMAS = Path(os.environ.get("XLIFF_SCHEMAS", "build/schemas"))
"""Where the OASIS schemas of XLIFF 2.1 are; no package has them."""
LINK = "Deux jours"


@pytest.fixture
def root(project: Path) -> Path:
    write_article(project)
    edit(po(project), translated)
    return project


def changed(path: Path, change: Callable[[str], str]) -> Path:
    before = path.read_text("utf-8")
    after = change(before)
    assert after != before
    path.write_text(after, "utf-8")
    return path


def everything(root: Path) -> dict[str, bytes]:
    places = [*root.glob("articles/**/*"), *root.glob("locales/**/*"), *root.glob("reviews/**/*")]
    return {str(each): each.read_bytes() for each in places if each.is_file()}


# Unchanged


@given(handouts())
@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
def test_what_goes_out_comes_back_as_it_was(handout: Handout) -> None:
    (back,) = read_xliff2(parsed(xliff2([handout])))
    assert (back.article, back.locale) == ("atelier", "zh-Hans")
    for unit, known in zip(back.units, handout.units, strict=True):
        assert unit.id == unit_id("atelier", known.key)
        assert unit.source == writable(known.key[1])
        assert (unit.target or "") == writable(known.msgstr)
        assert unit.shown_text == shown_of(known.msgstr)
        assert unit.shown_state is known.state
        assert unit.state in (known.state, None)
        assert unit.lost == coded(known.source, known.target).lost or unit.target is None
        assert (unit.notes, unit.broken) == ((), "")


def test_a_file_that_comes_back_unchanged_changes_no_byte(root: Path) -> None:
    edit(po(root), lambda each: drafted(each) if each.msgid.startswith("relire") else each)
    before = everything(root)
    exported(root, "xliff-2.1", "a.xlf")
    told = imported("a.xlf")
    assert told["rows"] == []
    assert told["unchanged"] == 5
    assert everything(root) == before


def test_inline_codes_keep_bytes_and_terms_that_stay_are_marked() -> None:
    text = "Le HCR **aide** [ici](https://example.org/a)\u00a0: `x`."
    unit = HandoutUnit((None, text), "", State.UNTRANSLATED, "markdown", keep=((3, 6),))
    root = parsed(xliff2([Handout("a", Locale("fr"), Locale("en"), (unit,))]))
    source = root.find(".//x:source", NS)
    kinds = [(etree.QName(each).localname, each.get("type")) for each in source.iter()][1:]
    assert kinds == [("mrk", None), ("pc", "fmt"), ("pc", "link"), ("ph", "other")]
    assert source.find("x:mrk", NS).attrib == {"id": "m1", "translate": "no"}
    data = [each.text for each in root.findall(".//x:data", NS)]
    assert data == ["**", "[", "](https://example.org/a)", "`x`"]


def test_the_facts_of_the_schema_hold(root: Path) -> None:
    edit(po(root), lambda each: drafted(each) if each.msgid.startswith("relire") else each)
    document = parsed(exported(root, "xliff-2.1", "a.xlf").read_bytes())
    assert (document.get("version"), document.get("srcLang")) == ("2.1", "fr")
    for unit in document.iter(f"{{{NS['x']}}}unit"):
        names = [etree.QName(each).localname for each in unit]
        order = ["matches", "glossary", "metadata", "notes", "originalData", "segment"]
        assert [order.index(each) for each in names] == sorted(map(order.index, names))
        ids = [
            each.get("id") for each in unit.find("x:segment/x:source", NS).iter() if each.get("id")
        ]
        assert len(ids) == len(set(ids))
        references = {
            value
            for each in unit.iter()
            for name, value in each.attrib.items()
            if name.startswith("dataRef")
        }
        assert references <= {each.get("id") for each in unit.findall("x:originalData/x:data", NS)}
        segment = unit.find("x:segment", NS)
        assert segment.get("state") in {"initial", "translated", "reviewed", "final"}
        sub = segment.get("subState")
        assert sub is None or re.fullmatch("workflow:[a-z]+", sub)


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the OASIS schemas are not here: XLIFF_SCHEMAS")
@given(handouts())
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
def test_the_schemas_of_oasis_find_nothing(handout: Handout) -> None:
    names = {
        "document": "xliff_core_2.0",
        "glossary": "glossary",
        "matches": "matches",
        "metadata": "metadata",
        "sizerestriction": "size_restriction",
    }
    imports = "".join(
        f'<xs:import namespace="urn:oasis:names:tc:xliff:{space}:2.0" '
        f'schemaLocation="{(SCHEMAS / name).resolve()}.xsd"/>'
        for space, name in names.items()
    )
    whole = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>'
    etree.XMLSchema(etree.fromstring(whole)).assertValid(etree.fromstring(xliff2([handout])))


# Edited


def test_an_edit_is_taken_and_told_once(root: Path) -> None:
    path = exported(root, "xliff-2.1", "a.xlf")
    changed(path, lambda text: text.replace(">LES SUITES<", ">What follows<"))
    told = imported("a.xlf")
    assert results(told) == ["taken"]
    assert message(root, "Les suites").msgstr == "What follows"
    (event,) = events(root)
    assert (event["action"], event["text"], event["before"]) == (
        "edit",
        "What follows",
        "LES SUITES",
    )
    assert event["note"] == "[a.xlf]"
    before = everything(root)
    assert imported("a.xlf")["rows"] == []
    assert everything(root) == before


def test_a_dry_run_writes_nothing(root: Path) -> None:
    path = exported(root, "xliff-2.1", "a.xlf")
    changed(path, lambda text: text.replace(">LES SUITES<", ">What follows<"))
    before = everything(root)
    result = run("import-translations", "a.xlf", "--dry-run")
    assert result.exit_code == 0
    assert "What follows" in result.output
    assert everything(root) == before


def test_final_and_reviewed_approve_nothing_but_confirm_a_draft(root: Path) -> None:
    edit(po(root), drafted)
    path = exported(root, "xliff-2.1", "a.xlf")
    changed(
        path,
        lambda text: text.replace(
            'state="initial" subState="workflow:machine"', 'state="final"', 2
        ),
    )
    assert results(imported("a.xlf")) == ["taken", "taken"]
    assert {each["action"] for each in events(root)} == {"edit"}


def test_a_text_that_its_translator_calls_unfinished_is_fuzzy(root: Path) -> None:
    path = exported(root, "xliff-2.1", "a.xlf")
    fuzzy = 'state="initial" subState="workflow:fuzzy"'
    changed(
        path,
        lambda text: re.sub(
            'state="translated">(\\s*<source[^>]*>Les suites.*?<target[^>]*>)LES SUITES',
            rf"{fuzzy}>\1Half done",
            re.sub('state="translated">(\\s*<source[^>]*>relire)', rf"{fuzzy}>\1", text),
            flags=re.DOTALL,
        ),
    )
    assert sorted(results(imported("a.xlf"))) == ["fuzzy", "marked"]
    assert message(root, "Les suites").fuzzy
    assert message(root, "Les suites").msgstr == "Half done"
    assert message(root, "relire").fuzzy
    assert imported("a.xlf")["rows"] == []


def test_where_ours_changed_since_theirs_is_a_suggestion(root: Path) -> None:
    path = exported(root, "xliff-2.1", "a.xlf")
    changed(path, lambda text: text.replace(">LES SUITES<", ">What follows<"))
    set_msgstr(po(root), "Les suites", "The sequel")
    told = imported("a.xlf")
    assert results(told) == ["suggested"]
    assert (told["rows"][0]["text"], told["rows"][0]["msgstr"]) == ("What follows", "The sequel")
    assert message(root, "Les suites").msgstr == "The sequel"
    (event,) = events(root)
    assert (event["action"], event["text"]) == ("suggest", "What follows")
    assert imported("a.xlf")["rows"] == []


def test_nothing_is_lost_of_two_peoples_files_in_either_order(root: Path) -> None:
    path = exported(root, "xliff-2.1", "a.xlf")
    other = root / "b.xlf"
    other.write_bytes(path.read_bytes())
    changed(path, lambda text: text.replace(">LES SUITES<", ">What follows<"))
    changed(other, lambda text: text.replace(">LES SUITES<", ">Next steps<"))
    kept = everything(root)
    for order in (("a.xlf", "b.xlf"), ("b.xlf", "a.xlf")):
        for name, data in kept.items():
            Path(name).write_bytes(data)
        log(root).unlink(missing_ok=True)
        assert results(imported(*order)) == ["taken", "suggested"]
        said = {each["text"] for each in events(root)}
        assert said == {"What follows", "Next steps"}
        assert message(root, "Les suites").msgstr in said


@pytest.mark.parametrize("extracted", [True, False])
def test_where_the_source_changed_since_both_texts_are_kept(root: Path, extracted: bool) -> None:
    path = exported(root, "xliff-2.1", "a.xlf")
    changed(path, lambda text: text.replace(">RELIRE LES NOTES;<", ">reread the notes;<"))
    article = root / "articles" / "atelier.md"
    changed(article, lambda text: text.replace("relire les notes", "relire bien les notes"))
    if not extracted:
        told = imported("a.xlf", code=1)
        assert results(told) == ["refused"]
        assert "run workflow extract" in told["rows"][0]["reason"]
        return
    assert run("extract").exit_code == 0
    told = imported("a.xlf")
    assert results(told) == ["source-changed"]
    found = message(root, "relire bien")
    assert (found.msgstr, found.fuzzy) == ("reread the notes;", True)
    assert found.previous_msgid == "relire les notes\u00a0;"
    assert imported("a.xlf")["rows"] == []


def test_a_text_that_is_gone_for_good_is_named(root: Path) -> None:
    path = exported(root, "xliff-2.1", "a.xlf")
    changed(path, lambda text: text.replace(">RELIRE LES NOTES;<", ">reread the notes;<"))
    article = root / "articles" / "atelier.md"
    changed(article, lambda text: text.replace("- relire les notes\u00a0;\n", ""))
    assert run("extract").exit_code == 0
    before = everything(root)
    told = imported("a.xlf", code=1)
    assert results(told) == ["unknown"]
    assert told["rows"][0]["text"] == "reread the notes;"
    assert everything(root) == before


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (
            lambda text: re.sub(r"<pc id=.1.[^>]*>PROGRAMME</pc>", "PROGRAMME!", text),
            "lacks the code 1",
        ),
        (
            lambda text: re.sub(r"(<pc id=.1.[^>]*>)PROGRAMME(</pc>)", r"\1A\2\1B\2", text),
            "the code 1 is there twice",
        ),
        (
            lambda text: re.sub(r'<data id="d2"[^>]*>[^<]*</data>', "", text).replace(
                "PROGRAMME", "X"
            ),
            "what the code 1 stands for is not in the file",
        ),
    ],
)
def test_a_lost_or_doubled_code_refuses_its_message_alone(
    root: Path, change: Callable[[str], str], why: str
) -> None:
    path = exported(root, "xliff-2.1", "a.xlf")
    changed(path, lambda text: change(text.replace(">LES SUITES<", ">What follows<")))
    told = imported("a.xlf", code=1)
    assert sorted(results(told)) == ["refused", "taken"]
    (row,) = [each for each in told["rows"] if each["result"] == "refused"]
    assert why in row["reason"]
    assert row["id"] == unit_id("atelier", message(root, LINK).key)
    assert message(root, LINK).msgstr.startswith("DEUX JOURS")


def test_a_message_that_is_there_twice_is_refused(root: Path) -> None:
    path = exported(root, "xliff-2.1", "a.xlf")
    changed(
        path, lambda text: re.sub(r"(<unit .*?</unit>)", r"\1\1", text, count=1, flags=re.DOTALL)
    )
    assert results(imported("a.xlf", code=1)) == ["refused", "refused"]


def test_new_notes_are_comments_once(root: Path) -> None:
    edit(po(root), lambda each: replace(each, translator_comments=("seen by Zoé",)))
    path = exported(root, "xliff-2.1", "a.xlf")
    assert "seen by Zoé" in path.read_text("utf-8")
    changed(
        path,
        lambda text: text.replace("<notes>", "<notes><note>Which hall?</note>", 1),
    )
    told = imported("a.xlf")
    assert results(told) == ["commented"]
    (event,) = events(root)
    assert (event["action"], event["note"]) == ("comment", "Which hall? [a.xlf]")
    assert imported("a.xlf")["rows"] == []
    exported(root, "xliff-2.1", "c.xlf")
    assert imported("c.xlf")["rows"] == []


# Tools


def test_a_unit_cut_into_segments_and_codes_as_sc_and_ec(root: Path) -> None:
    path = exported(root, "xliff-2.1", "a.xlf")

    def cut(text: str) -> str:
        text = re.sub(
            r'<pc id="1"([^>]*)dataRefStart="(d\d)"([^>]*)dataRefEnd="(d\d)"[^>]*>PROGRAMME</pc>',
            r'<sc id="1" canDelete="no" dataRef="\2"/>plan<ec startRef="1" dataRef="\4"/>',
            text,
        )
        return text.replace(
            ">LES SUITES</target>\n      </segment>",
            ">After</target></segment><ignorable><source> </source><target> </target></ignorable>"
            '<segment id="s2" state="translated"><source/><target>that</target></segment>',
        )

    changed(path, cut)
    assert results(imported("a.xlf")) == ["taken", "taken"]
    assert message(root, "Les suites").msgstr == "After that"
    assert "[plan](https://example.org/programme)" in message(root, LINK).msgstr


@pytest.mark.parametrize(("space", "version"), [("2.0", "2.0"), ("2.2", "2.2")])
def test_two_point_nought_and_two_point_two_are_read(root: Path, space: str, version: str) -> None:
    path = exported(root, "xliff-2.1", "a.xlf")
    changed(
        path,
        lambda text: (
            text.replace("document:2.0", f"document:{space}")
            .replace('version="2.1"', f'version="{version}"')
            .replace(">LES SUITES<", ">What follows<")
        ),
    )
    assert results(imported("a.xlf")) == ["taken"]


def test_translate_toolkit_saves_it_and_nothing_changes(root: Path) -> None:
    path = exported(root, "xliff-2.1", "a.xlf")
    store = toolkit.Xliff2File.parsefile(str(path))
    assert len(store.units) == 5
    store.savefile(str(path))
    told = imported("a.xlf")
    assert (told["rows"], told["unchanged"]) == ([], 5)
    store = toolkit.Xliff2File.parsefile(str(path))
    (unit,) = [each for each in store.units if each.source == "Les suites"]
    unit.target = "What follows"
    store.savefile(str(path))
    assert results(imported("a.xlf")) == ["taken"]


# Nothing that harms


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<xliff",
        b"PK\x03\x04",
        b"<html/>",
        b'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="fr"/>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xliff>&a;</xliff>',
        b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><xliff/>',
        b"<!DOCTYPE l [<!ENTITY a '"
        + b"x" * 1000
        + b"'>"
        + b"".join(b"<!ENTITY a%d '&a;&a;'>" % n for n in range(30))
        + b"]><l>&a29;</l>",
        b"<a>" * 100_000,
    ],
)
def test_what_is_damaged_or_reaches_further_is_refused(root: Path, data: bytes) -> None:
    (root / "a.xlf").write_bytes(data)
    before = everything(root)
    result = run("import-translations", "a.xlf")
    assert result.exit_code == 2
    assert "a.xlf" in result.output
    assert "Traceback" not in result.output
    assert "root:" not in result.output
    assert everything(root) == before


def test_another_article_and_another_language_are_named(root: Path) -> None:
    path = exported(root, "xliff-2.1", "a.xlf")
    changed(path, lambda text: text.replace('original="atelier"', 'original="../etc"'))
    result = run("import-translations", "a.xlf")
    assert result.exit_code == 2
    assert "../etc" in result.output
    path = exported(root, "xliff-2.1", "b.xlf")
    changed(path, lambda text: text.replace('trgLang="en"', 'trgLang="tlh"'))
    assert run("import-translations", "b.xlf").exit_code == 2


def test_states_and_folders(root: Path) -> None:
    result = run("export", "--format", "xliff-2.1", "-o", "all.xlf")
    assert result.exit_code == 2
    assert "fr→en" in result.output
    result = run("export", "--format", "xliff-2.1", "-o", "out")
    assert result.exit_code == 0, result.output
    assert sorted(each.name for each in (root / "out").iterdir()) == [
        "atelier.en.xlf",
        "atelier.zh.xlf",
    ]
    result = run("export", "--format", "xliff-2.1", "-o", "no.xlf", "--state", "rejected")
    assert (result.exit_code, (root / "no.xlf").exists()) == (0, False)


def test_the_settings_say_who_may(root: Path) -> None:
    path = exported(root, "xliff-2.1", "a.xlf")
    changed(path, lambda text: text.replace(">LES SUITES<", ">What follows<"))
    changed(
        root / "setup.cfg",
        lambda text: text.replace(
            "[workflow:roles]", "[workflow:roles]\naline@example.org = editor"
        ),
    )
    told = imported("a.xlf", code=1)
    assert results(told) == ["refused"]
    assert "editor@example.org may not edit in en" in told["rows"][0]["reason"]
