"""TMX and tables of pairs: read, written, read again, and brought into a project."""

from __future__ import annotations

import codecs
import json
import re
import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.test_review_helpers import ARTICLE, edit, po, run, translated, write_article
from workflow.errors import ExchangeError, FileError
from workflow.memory import (
    STATES,
    Unit,
)
from workflow.memory.exchange import (
    Entry,
    Skip,
    Wanted,
    fit,
    read_pairs,
    write_pairs,
)
from workflow.memory.tmx import (
    read_entries,
    read_tmx,
)
from workflow.memory.tmx_writing import write_tmx
from workflow.model import Locale, State, digest

FR, EN, ZH = Locale("fr"), Locale("en"), Locale("zh")
ROOT = Path(__file__).parent.parent
HEADER = (
    '<header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" '
    'adminlang="en" srclang="{}" datatype="plaintext"/>'
)


def tmx(*units: str, source: str = "fr", version: str = "1.4") -> str:
    body = "\n".join(units)
    return (
        f'<?xml version="1.0"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="{version}">\n'
        f"{HEADER.format(source)}\n<body>\n{body}\n</body></tmx>\n"
    )


def tu(fr: str = "Un", en: str = "One", inner: str = "", languages: str = "fr en") -> str:
    first, second = languages.split()
    return (
        f'<tu>{inner}<tuv xml:lang="{first}"><seg>{fr}</seg></tuv>'
        f'<tuv xml:lang="{second}"><seg>{en}</seg></tuv></tu>'
    )


def saved(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "file.tmx"
    path.write_bytes(text.encode(encoding))
    return path


def texts(path: Path, wanted: Wanted | None = None) -> list[tuple[str, str, str, str] | str]:
    return [
        each.reason
        if isinstance(each, Skip)
        else (
            each.unit.source_locale.name,
            each.unit.target_locale.name,
            each.unit.source,
            each.unit.target,
        )
        for each in read_entries(path, wanted)
    ]


# Reading


@pytest.mark.parametrize(
    ("unit", "source", "expected"),
    [
        (tu(), "fr", [("fr", "en", "Un", "One")]),
        (tu(languages="FR EN-US"), "fr", [("fr", "en_US", "Un", "One")]),
        (tu(), "EN", [("en", "fr", "One", "Un")]),
        (tu(), "fr-FR", [("fr", "en", "Un", "One")]),
        (tu(), "*all*", [("fr", "en", "Un", "One"), ("en", "fr", "One", "Un")]),
        (tu().replace("<tu>", '<tu srclang="en">'), "fr", [("en", "fr", "One", "Un")]),
        (tu().replace("xml:lang", "lang"), "fr", [("fr", "en", "Un", "One")]),
        (tu(), "de", ["there is no text in de"]),
        (tu(languages="fr xx-none"), "fr", ["the language “xx-none” is not known"]),
        (
            tu(languages="fr xx-none", inner='<prop type="x">y</prop>'),
            "fr",
            ["the language “xx-none” is not known"],
        ),
        (
            tu().replace("</tu>", '<tuv xml:lang="Klingon"><seg>E</seg></tuv></tu>'),
            "fr",
            [("fr", "en", "Un", "One"), "the language “Klingon” is not known"],
        ),
        (tu(en=""), "fr", ["a text is empty"]),
        ('<tu><tuv xml:lang="fr"><seg>Un</seg></tuv></tu>', "fr", ["one language only"]),
        (tu("Un &nbsp; b"), "fr", ["it uses the entity &nbsp;, which is not expanded"]),
        (tu(inner='<prop type="x-state">machine</prop>'), "fr", ["its state is machine"]),
        (tu("Un <!-- x -->et<?y z?> deux"), "fr", [("fr", "en", "Un et deux", "One")]),
        (tu("  a\n b "), "fr", [("fr", "en", "  a\n b ", "One")]),
    ],
)
def test_a_unit_is_read(tmp_path: Path, unit: str, source: str, expected: list[object]) -> None:
    assert texts(saved(tmp_path, tmx(unit, source=source))) == expected


@pytest.mark.parametrize(
    ("segment", "text"),
    [
        ('Un <bpt i="1">&lt;b></bpt>mot<ept i="1">&lt;/b></ept>', "Un <b>mot</b>"),
        ('<ph x="1">&lt;img alt="<sub>texte</sub>"/></ph> là', '<img alt="texte"/> là'),
        ('<it pos="begin">**</it>gras', "**gras"),
        ("Un <hi type='x'>mot <hi>là</hi></hi>.", "Un mot là."),
        ('Un<ph/> <bpt i="0"/>mot<ept i="0"/>', "Un mot"),
        ("<ut>{\\cs6\\f1\\cf6 </ut>texte<ut>}</ut>", "texte"),
        ("Un &amp; deux &#8230;", "Un & deux …"),
    ],
)
def test_inline_elements_become_the_text_they_stand_for(
    tmp_path: Path, segment: str, text: str
) -> None:
    (unit,) = read_tmx(saved(tmp_path, tmx(tu(segment))))
    assert unit.source == text


def test_what_is_known_of_a_unit_is_read(tmp_path: Path) -> None:
    unit = (
        '<tu creationdate="20020101T163812Z" creationid="A">'
        "<note>On the unit</note>"
        '<prop type="x-article">one</prop><prop type="x-msgctxt"/><prop type="domain">law</prop>'
        '<tuv xml:lang="fr"><seg>Un</seg></tuv>'
        '<tuv xml:lang="en" changedate="20050203T010203Z" changeid="B"><note>On it</note>'
        "<seg>One</seg></tuv></tu>"
    )
    (entry,) = read_entries(saved(tmp_path, tmx(unit)))
    assert isinstance(entry, Entry)
    assert entry.unit == Unit(
        FR, EN, "Un", "One", State.TRANSLATED, "one", "", translator="B", date="2005-02-03"
    )
    assert (entry.notes, entry.props, entry.line) == (
        ("On it", "On the unit"),
        (("domain", "law"),),
        6,
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-15"])
def test_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    text = tmx(tu("Œuvre à trois")).replace(
        '<?xml version="1.0"?>',
        f'<?xml version="1.0" encoding="{codecs.lookup(encoding).name.removesuffix("-sig")}"?>',
    )
    assert texts(saved(tmp_path, text, encoding)) == [("fr", "en", "Œuvre à trois", "One")]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "not well-formed XML"),
        ("not XML at all", 1, "not well-formed XML"),
        (tmx(tu(), tu("<b>")), 7, "not well-formed XML"),
        ("<?xml version='1.0'?><html><body/></html>", 1, "not TMX: it begins with <html>"),
        (
            tmx(tu("&lol;")).replace(
                'SYSTEM "tmx14.dtd"', '[<!ENTITY l "lol"><!ENTITY lol "&l;&l;">]'
            ),
            1,
            "declares entities",
        ),
        (
            tmx(tu("&x;")).replace(
                'SYSTEM "tmx14.dtd"', '[<!ENTITY x SYSTEM "file:///etc/passwd">]'
            ),
            1,
            "declares entities",
        ),
    ],
)
def test_a_broken_file_is_told_with_its_line(
    tmp_path: Path, text: str, line: int, message: str
) -> None:
    with pytest.raises(ExchangeError, match=re.escape(message)) as caught:
        list(read_entries(saved(tmp_path, text)))
    assert (caught.value.file, caught.value.line) == (str(tmp_path / "file.tmx"), line)
    assert caught.value.hint


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileError):
        list(read_entries(tmp_path / "none.tmx"))


def test_languages_are_those_of_the_project(tmp_path: Path) -> None:
    unit = tu(languages="fr-FR en-GB").replace(
        "</tu>",
        '<tuv xml:lang="zh-CN"><seg>一</seg></tuv><tuv xml:lang="de"><seg>E</seg></tuv></tu>',
    )
    path = saved(tmp_path, tmx(unit, tu(languages="fr de"), source="fr-FR"))
    only = "de is not a locale of this project"
    both = [("fr", "en", "Un", "One"), ("fr", "zh", "Un", "一")]
    assert texts(path, Wanted((FR, EN, ZH))) == [*both, only, only]
    assert texts(path, Wanted((FR, EN, ZH), target=EN)) == [both[0], only]
    assert texts(path, Wanted((FR, EN, ZH), source=EN, target=ZH)) == [
        ("en", "zh", "One", "一"),
        only,
    ]


@pytest.mark.parametrize(
    ("name", "found"),
    [("en_US", "en"), ("en_GB", "en"), ("zh_CN", "zh"), ("zh_TW", None), ("pt_BR", "pt_BR")],
)
def test_a_locale_finds_its_like(name: str, found: str | None) -> None:
    fitting = fit(Locale(name), (Locale("en"), Locale("zh"), Locale("pt_BR")))
    assert (fitting and fitting.name) == found


def test_a_large_file_is_read_a_unit_at_a_time(tmp_path: Path) -> None:
    def entries(number: int) -> list[Entry]:
        return [Entry(Unit(FR, EN, f"Texte {each}", "Text")) for each in range(number)]

    write_tmx(tmp_path / "large.tmx", entries(5000), FR)
    parsed = read_entries(tmp_path / "large.tmx")
    first = next(parsed)
    assert isinstance(first, Entry)
    # Of what follows nothing has been read but the block the parser was fed with.
    (tmp_path / "large.tmx").write_bytes(b"")
    with pytest.raises(ExchangeError):
        assert len(list(parsed)) < 5000


# Writing

legal = st.characters(codec="utf-8")
anything = st.text(legal, max_size=12) | st.sampled_from(
    [
        "\r\n",
        "a\rb",
        "\ta ",
        "]]>",
        "<b>&amp;",
        "\x00",
        "\x0b",
        "\ufffe",
        "é\u0301",
        "\x85",
        "\u2028",
    ]
)
units = st.builds(
    Unit,
    st.sampled_from([FR, Locale("zh_Hant"), Locale("pt_BR")]),
    st.sampled_from([EN, ZH]),
    anything.filter(bool),
    anything.filter(bool),
    st.sampled_from(STATES),
    anything,
    st.none() | anything,
    st.text("0123456789abcdef", max_size=32).map(digest),
    st.text("0123456789abcdef", max_size=32).map(digest),
    anything,
    st.sampled_from(["", "2026-01-15"]),
)
entries_ = st.builds(
    Entry,
    units,
    st.lists(anything.filter(bool), max_size=2).map(tuple),
    st.lists(st.tuples(st.sampled_from(["domain", "x-client"]), anything), max_size=2).map(tuple),
)
_LEGAL = re.compile("[\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")


def strings(entry: Entry) -> Sequence[str]:
    unit = entry.unit
    own = (unit.source, unit.target, unit.article, unit.msgctxt or "", unit.translator)
    return (*own, *entry.notes, *(text for prop in entry.props for text in prop))


@given(st.lists(entries_, max_size=6))
def test_what_is_written_is_read_again_and_nothing_is_lost_silently(
    tmp_path_factory: pytest.TempPathFactory, entries: list[Entry]
) -> None:
    path = tmp_path_factory.mktemp("tmx") / "round.tmx"
    written = write_tmx(path, entries, None)
    kept = [each for each in entries if all(map(_LEGAL.fullmatch, strings(each)))]
    assert [each.unit for each in kept] == list(read_tmx(path))
    again = [each for each in read_entries(path) if isinstance(each, Entry)]
    assert [(each.notes, each.props) for each in again] == [(e.notes, e.props) for e in kept]
    assert written.units == len(kept)
    assert [each.unit for each in written.refused] == [e.unit for e in entries if e not in kept]


def test_the_same_units_give_the_same_bytes_and_no_new_file(tmp_path: Path) -> None:
    path = tmp_path / "a" / "one.tmx"
    entries = [Entry(Unit(FR, EN, "Un", "One"))]
    assert write_tmx(path, entries, FR).changed
    before = path.stat().st_mtime_ns, path.stat().st_ino
    assert not write_tmx(path, entries, FR).changed
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == before


def test_a_file_that_cannot_be_finished_leaves_the_old_one(tmp_path: Path) -> None:
    path = saved(tmp_path, tmx(tu()))

    def broken() -> object:
        yield Entry(Unit(FR, EN, "Un", "One"))
        raise ExchangeError("no further")

    with pytest.raises(ExchangeError):
        write_tmx(path, broken(), FR)  # type: ignore[arg-type]
    assert path.read_text("utf-8") == tmx(tu())
    assert [each.name for each in tmp_path.iterdir()] == ["file.tmx"]


def definition() -> etree.DTD:
    """TMX 1.4's DTD, which OmegaT's package has."""
    jar, dtd = Path("/usr/share/omegat/OmegaT.jar"), ROOT / "build/corpora/spec/tmx14.dtd"
    if dtd.exists():
        return etree.DTD(str(dtd))
    if jar.exists():
        with zipfile.ZipFile(jar) as archive:
            return etree.DTD(BytesIO(archive.read("schemas/tmx14.dtd")))
    pytest.skip("no DTD of TMX 1.4: apt install omegat")


FULL = Entry(
    Unit(
        FR,
        EN,
        "Un <b>",
        "One\r\n",
        State.APPROVED,
        "a/b",
        "title",
        "x",
        "y",
        "A <a@b>",
        "2026-01-15",
    ),
    ("A note",),
    (("domain", "law"),),
)


def test_what_is_written_is_valid_tmx(tmp_path: Path) -> None:
    path = tmp_path / "valid.tmx"
    for source in (FR, None):
        write_tmx(path, [FULL, Entry(Unit(FR, ZH, "Un", "一"))], source)
        dtd = definition()
        assert dtd.validate(etree.parse(str(path))), dtd.error_log


def test_the_translate_toolkit_reads_what_is_written(tmp_path: Path) -> None:
    reader = pytest.importorskip("translate.storage.tmx", reason="no translate-toolkit")
    path = tmp_path / "one.tmx"
    write_tmx(path, [FULL, Entry(Unit(FR, EN, "Deux", "Two"))], FR)
    with path.open("rb") as file:
        store = reader.tmxfile(file, "fr", "en")
    assert [(unit.source, unit.target) for unit in store.units] == [
        ("Un <b>", "One\r\n"),
        ("Deux", "Two"),
    ]


def test_what_the_translate_toolkit_writes_is_read(tmp_path: Path) -> None:
    writer = pytest.importorskip("translate.storage.tmx", reason="no translate-toolkit")
    store = writer.tmxfile(None, "fr", "en")
    store.addtranslation("Un & deux", "fr", "One & two", "en", comment="A note")
    (tmp_path / "one.tmx").write_bytes(bytes(store))
    (entry,) = read_entries(tmp_path / "one.tmx")
    assert isinstance(entry, Entry)
    assert (entry.unit.source, entry.unit.target) == ("Un & deux", "One & two")
    assert entry.notes == ("A note",)


# Tables


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_of_pairs_is_read(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "pairs.csv"
    rows = [
        ["confidence", "fr-FR", "en", "note"],
        ["1.00", " Un ", "One", "x"],
        ["0.2", "Deux", ""],
    ]
    path.write_text("\n".join(map(delimiter.join, rows)), "utf-8-sig")
    assert [
        each.reason if isinstance(each, Skip) else (each.unit.source, each.unit.target)
        for each in read_pairs(path, Wanted((FR, EN)))
    ] == [("Un", "One"), "a text is empty"]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("", 1, "there are no two languages in it"),
        ("fr,note\nUn,x\n", 1, "there are no two languages in it"),
        ("fr,english\nUn,One\n", 1, "unknown heading “english”"),
        ('fr,en\nUn,"One"x\n', 2, "not a well-formed table"),
    ],
)
def test_a_table_that_is_none_is_told(tmp_path: Path, text: str, line: int, message: str) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(ExchangeError, match=message) as caught:
        list(read_pairs(path))
    assert caught.value.line == line


@given(st.lists(st.tuples(anything, anything).filter(lambda pair: all(map(str.strip, pair)))))
def test_a_table_keeps_texts(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("csv") / "pairs.csv"
    write_pairs(path, (FR, EN), [("1.00", one, other, "paragraph", "1") for one, other in pairs])
    found = [(e.unit.source, e.unit.target) for e in read_pairs(path) if isinstance(e, Entry)]
    assert found == [(one.strip(), other.strip()) for one, other in pairs]


# In a project


def test_units_are_kept_in_the_project_and_survive_the_database(project: Path) -> None:
    path = saved(
        project, tmx(tu("Un texte", "A text"), tu("X", "", inner=""), tu(languages="fr de"))
    )
    result = run("tm", "import", str(path), "--name", "agency", "--format", "json")
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert (report["file"], report["units"]) == ("memory/agency.tmx", 1)
    assert [(each["reason"], each["line"]) for each in report["left"]] == [
        ("a text is empty", 7),
        ("de is not a locale of this project", 8),
    ]
    for _ in range(2):
        found = run("tm", "search", "Un texte", "--target", "en", "--format", "json")
        assert [each["target"] for each in json.loads(found.stdout)["matches"]] == ["A text"]
        for database in (project / ".workflow").glob("memory.db*"):
            if database.is_file():
                database.unlink()


def test_importing_again_changes_nothing_and_other_units_are_not_overwritten(
    project: Path,
) -> None:
    path = saved(project, tmx(tu()))
    assert "written" in run("tm", "import", str(path)).output
    assert "unchanged" in run("tm", "import", str(path)).output
    saved(project, tmx(tu("Deux", "Two")))
    refused = run("tm", "import", str(path))
    assert (refused.exit_code, "--replace" in refused.output) == (1, True)
    assert [unit.source for unit in read_tmx(project / "memory/file.tmx")] == ["Un"]
    assert run("tm", "import", str(path), "--replace").exit_code == 0
    assert [unit.source for unit in read_tmx(project / "memory/file.tmx")] == ["Deux"]


def test_no_file_makes_its_units_surer_than_a_person_says(project: Path) -> None:
    path = saved(project, tmx(tu(inner='<prop type="x-state">approved</prop>')))
    states = []
    for options in ([], ["--state", "reviewed"], ["--state", "as-is"]):
        run("tm", "import", str(path), "--replace", *options)
        states += [unit.state.value for unit in read_tmx(project / "memory/file.tmx")]
    assert states == ["translated", "reviewed", "approved"]


@pytest.mark.parametrize("slug", ["file", "file.tmx"])
def test_a_file_named_like_an_article_is_no_place_in_it(project: Path, slug: str) -> None:
    config = project / "setup.cfg"
    text = re.sub(
        "(?m)^memory_trust_context = .*$", "memory_trust_context = yes", config.read_text()
    )
    config.write_text(text, "utf-8")
    write_article(project, "---\ntitle: Un\nlang: fr\n---\n\nUn texte.\n", slug)
    path = saved(project, tmx(tu("Un texte.", "A text.")))
    assert run("tm", "import", str(path), "--state", "approved").exit_code == 0
    found = run("tm", "search", "Un texte.", "--format", "json").stdout
    assert [each["origin"] for each in json.loads(found)["matches"]] != [slug]
    assert run("translate", "--engine", "memory").exit_code == 0
    text = (project / "locales/en/LC_MESSAGES" / f"{slug}.po").read_text("utf-8")
    assert "translation memory: exact match, " in text
    assert re.search(r'#, fuzzy\nmsgid "Un texte."', text)


def test_what_a_table_has_for_others_is_named(project: Path) -> None:
    path = project / "pairs.csv"
    path.write_text("fra,eng,deu,zho\nUn,One,Eins,一\nDeux,Two,,二\n", "utf-8")
    result = run("tm", "import", str(path))
    assert result.exit_code == 0
    assert result.stderr.count("left out") == 1
    assert "left out: 1 unit: de is not a locale of this project, the first in line 2" in (
        result.stderr
    )
    path.write_text("deu,spa\nEins,Uno\n", "utf-8")
    hint = run("tm", "import", str(path), "--name", "b").stderr
    path = saved(project, tmx(tu(languages="de es"), source="de"))
    hint += run("tm", "import", str(path), "--name", "c").stderr
    assert "The project’s locales are fr, en, zh;" in hint


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (tmx(), "there is no pair of texts for this project in it"),
        (tmx(tu(languages="de es"), source="de"), "de is not a locale of this project"),
        ("<tmx", "not well-formed XML"),
    ],
)
def test_an_import_that_fails_leaves_nothing(project: Path, text: str, message: str) -> None:
    result = run("tm", "import", str(saved(project, text)))
    assert (result.exit_code, message in result.output) == (2, True)
    assert not list(project.glob("memory/*"))


def test_the_memory_is_given_out_and_comes_back_whole(project: Path) -> None:
    write_article(project, ARTICLE)
    edit(po(project), translated)
    assert run("approve", "atelier", "--locale", "en").exit_code == 0
    out = project / "out.tmx"
    assert run("tm", "export", str(out), "--source", "fr").exit_code == 0
    given_out = list(read_tmx(out))
    assert {(unit.state, unit.article) for unit in given_out} == {(State.APPROVED, "atelier")}
    assert run("tm", "import", str(out), "--state", "as-is").exit_code == 0
    assert list(read_tmx(project / "memory/out.tmx")) == given_out
    few = run("tm", "export", str(out), "--state", "translated", "--format", "json")
    assert json.loads(few.stdout)["units"] == 0


def test_the_memory_is_given_out_to_standard_output(project: Path) -> None:
    write_article(project, ARTICLE)
    edit(po(project), translated)
    out = project / "out.tmx"
    assert run("tm", "export", str(out)).exit_code == 0
    result = run("tm", "export", "-")
    assert (result.exit_code, result.stdout_bytes) == (0, out.read_bytes())
    assert "-: 5 units" in result.stderr
    assert not (project / "-").exists()
    refused = run("tm", "export", "-", "--format", "json")
    assert (refused.exit_code, "name a file" in refused.output) == (2, True)


def test_nothing_is_brought_in_from_standard_input(project: Path) -> None:
    result = run("tm", "import", "-")
    assert (result.exit_code, "no ending that tells its format" in result.output) == (2, True)


def test_the_memory_is_not_given_out_to_itself(project: Path) -> None:
    result = run("tm", "export", "memory/out.tmx")
    assert (result.exit_code, "learns from this file" in result.output) == (2, True)


def test_a_project_without_a_place_for_tmx_is_told(project: Path) -> None:
    config = project / "setup.cfg"
    config.write_text(
        config.read_text("utf-8").replace("[workflow]", "[workflow]\ntm_files = a/*/x.tmx", 1),
        "utf-8",
    )
    result = run("tm", "import", str(saved(project, tmx(tu()))))
    assert (result.exit_code, "tm_files" in result.output) == (2, True)
