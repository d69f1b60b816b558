"""PO strings: wrapped where a line may break, and read alike by us, by polib and by msgfmt."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import polib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_catalog_lint import HEADER
from workflow.errors import CatalogueError
from workflow.formats import parse
from workflow.model import Locale, Severity
from workflow.po.catalogue import parse_catalogue
from workflow.po.entries import split_po
from workflow.po.lint import lint
from workflow.po.quoting import po_field
from workflow.po.serialize import po_text
from workflow.po.template import template_messages
from workflow.project.catalogues import read_catalogue

ROOT = Path(__file__).parent.parent

WORDS = "Les guides bilingues accueillent les familles dès leur arrivée au bureau du port."
HAN = (
    "北京为期两天的讲习班，由本组织与公安部共同举办。来自九个省的四十名官员参加了讲习班（第三期）。"
)

text = st.text(
    st.sampled_from('ab é’\\"\n\t\r{}%…—') | st.sampled_from("北京，。（）“”") | st.characters(),
    max_size=200,
).filter(lambda each: not any(mark in each for mark in "\0\a\x1c\x1d\x1e\x85\u2028\u2029"))
"""What polib takes for line ends inside a text, and \\a, it cannot read; NUL ends a text."""


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("court", ['msgid "court"']),
        ("", ['msgid ""']),
        ("une ligne\n", ['msgid "une ligne\\n"']),
        ("deux\nlignes", ['msgid ""', '"deux\\n"', '"lignes"']),
        (
            WORDS,
            [
                'msgid ""',
                '"Les guides bilingues accueillent "',
                '"les familles dès leur arrivée au "',
                '"bureau du port."',
            ],
        ),
        (
            HAN,
            [
                'msgid ""',
                '"北京为期两天的讲习班，由本组织与公"',
                '"安部共同举办。来自九个省的四十名官"',
                '"员参加了讲习班（第三期）。"',
            ],
        ),
        (
            "un_mot_sans_aucun_espace_qui_va_au_dela",
            ['msgid "un_mot_sans_aucun_espace_qui_va_au_dela"'],
        ),
        ("x\n" + HAN[:6], ['msgid ""', '"x\\n"', f'"{HAN[:6]}"']),
    ],
)
def test_a_text_is_wrapped_where_a_line_may_break(written: str, expected: list[str]) -> None:
    assert po_field("msgid", written, 36).splitlines() == expected


@given(text, st.sampled_from([0, 30, 78]), st.sampled_from(["", "#~ "]))
def test_no_line_is_longer_than_it_must_be(text: str, width: int, prefix: str) -> None:
    lines = po_field("msgstr", text, width, prefix)[:-1].split("\n")
    assert all(line.startswith(prefix) for line in lines)
    for line in lines:
        inside = line[len(prefix) :].removeprefix("msgstr ")[1:-1].removesuffix("\\n")
        shown = [each for each in line if unicodedata.category(each)[0] not in "CMZ" or each == " "]
        columns = sum(1 + (unicodedata.east_asian_width(each) in "WF") for each in shown)
        if width and columns > width:
            assert " " not in inside[:-1], "a space to break at was passed over"


@given(st.lists(st.tuples(text.filter(bool), text), unique_by=lambda pair: pair[0], max_size=5))
def test_polib_reads_what_we_read(pairs: list[tuple[str, str]]) -> None:
    entries = [po_field("msgid", a, 78) + po_field("msgstr", b, 78) for a, b in pairs]
    po = "\n".join(['msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n', *entries])
    ours = [(each.msgid, each.msgstr) for each in parse_catalogue(Path("a.po"), po).messages]
    assert ours == pairs
    assert [(each.msgid, each.msgstr) for each in polib.pofile(po)] == pairs


def test_msgfmt_reads_what_we_write(tmp_path: Path) -> None:
    texts = [WORDS, HAN, 'a\tb\\c"d\r\ve\f', "une\nligne\n", "\\n n'est pas une fin de ligne"]
    entries = [po_field("msgid", f"{n} {a}", 40) + po_field("msgstr", f"{n} {a}", 40)
               for n, a in enumerate(texts)]  # fmt: skip
    po = tmp_path / "a.po"
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    po.write_text("\n".join([header, *entries]), encoding="utf-8", newline="")
    subprocess.run(["msgfmt", "-o", tmp_path / "a.mo", po], check=True)
    read = {entry.msgid: entry.msgstr for entry in polib.mofile(str(tmp_path / "a.mo"))}
    assert read == {f"{n} {a}": f"{n} {a}" for n, a in enumerate(texts)}


NAMES = ["l’eau.md", "deux\nlignes.md", "a\tb\x7f.md", "a\u2068b\u2069.md", "新 闻.md", "a:3"]
ESCAPES = {
    r"\303\250": "è",
    r"\xc3\xa8": "è",
    r"\xfC3\xa8": "è",
    r"\345\214\227\xE4\xBA\xAC": "北京",
    r"l\342\200\231\303\251t\303\251": "l’été",
    r"\a\b\f\v\r\t\n\\\"": "\a\b\f\v\r\t\n\\\"",
    r"\1234": "S4",
    r"\12x": "\nx",
    r"\\303": r"\303",
    r"\\\303\250": "\\è",
    '\\303"\n"\\250': "è",
    '\\1"\n"23': "\x0123",
    r"\q": r"\q",
}  # fmt: skip


@pytest.mark.parametrize(("string", "text"), ESCAPES.items(), ids=map(ascii, ESCAPES))
@pytest.mark.parametrize("before", ["", "# x\n#~ "], ids=["live", "obsolete"])
def test_escapes_are_read_as_gettext_reads_them(string: str, text: str, before: str) -> None:
    entry = f'{before}msgid "a"\n{before[4:]}msgstr "{string}"\n'
    po = entry.replace('\n"', f'\n{before[4:]}"')
    assert [each.msgstr for each in parse_catalogue(Path("a.po"), po).messages] == [text]


@pytest.mark.parametrize("string", [r"\303", r"\250\303", r"a\0b", r"\355\240\200", r"\400"])
def test_escapes_that_are_no_text_are_named_with_their_line(string: str) -> None:
    po = f'{HEADER}\nmsgid "a"\nmsgstr "{string}"\n'
    line = HEADER.count("\n") + 2
    with pytest.raises(CatalogueError) as refused:
        parse_catalogue(Path("a.po"), po)
    assert refused.value.line == line
    found = [each for each in lint(po.encode(), template=False) if each.check == "encoding"]
    assert [(each.line, each.severity) for each in found] == [(line + 1, Severity.ERROR)]


def test_escapes_are_bytes_of_the_files_own_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    latin = HEADER.replace("UTF-8", "ISO-8859-1")
    path.write_bytes(f'{latin}\nmsgid "a"\nmsgstr "\\351t\xe9"\n'.encode("latin-1"))
    assert read_catalogue(path).messages[0].msgstr == "été"
    assert not [each for each in lint(path.read_bytes(), template=False) if each.line > 9]


bytes_of_text = st.builds(
    lambda text, ways: "".join(
        f"\\{byte:03o}" if octal else f"\\x{byte:02x}"
        for byte, octal in zip(text.encode(), ways * 9, strict=False)
    ),
    st.text(st.characters(codec="utf-8", min_codepoint=0x20), max_size=5),
    st.lists(st.booleans(), min_size=3, max_size=3),
)
string = st.lists(
    bytes_of_text | st.sampled_from(r"""\n \t \\ \" \a \v é 北 7 f""".split()) | st.just('"\n"'),
    max_size=6,
).map("".join)


@pytest.mark.skipif(shutil.which("msgcat") is None, reason="needs gettext's msgcat")
@settings(max_examples=20)
@given(st.lists(string, min_size=10, max_size=20))
def test_any_escapes_are_what_msgcat_makes_of_them(written: list[str]) -> None:
    entries = [f'msgctxt "{n}"\nmsgid "a"\nmsgstr "{each}"\n' for n, each in enumerate(written)]
    po = "\n".join([HEADER, *entries])
    done = subprocess.run(["msgcat", "-"], input=po.encode(), capture_output=True, check=False)
    if done.returncode:  # a run of escapes that is no text
        with pytest.raises(CatalogueError):
            parse_catalogue(Path("a.po"), po)
        return
    ours = [each.msgstr for each in parse_catalogue(Path("a.po"), po).messages]
    plain = parse_catalogue(Path("a.po"), done.stdout.decode()).messages
    assert ours == [each.msgstr for each in plain]


def gettext_wraps(texts: Sequence[str], *, prefix: str = "") -> list[str]:
    """The lines that msgcat writes for each text."""
    entries = [
        f'{prefix}msgctxt "{number}"\n{po_field("msgid", each, 0, prefix)}{prefix}msgstr "x"\n'
        for number, each in enumerate(texts)
    ]
    done = subprocess.run(
        ["msgcat", "-"], input="\n".join([HEADER, *entries]).encode(), capture_output=True,
        check=True,
    )  # fmt: skip
    blocks = split_po(done.stdout.decode(), "a.po").blocks[1:]
    lines = {}
    for block in blocks:
        number, rest = block.text.removeprefix(f'{prefix}msgctxt "').split('"\n', 1)
        lines[int(number)] = rest.removesuffix(f'{prefix}msgstr "x"\n')
    return [lines[number] for number in range(len(texts))]


WORDS_AND_MARKS = r"""
mot l’été « » « mot » （ ） ， 。 “ ” 《 》 …… —— – - ‑ 中 文字 % 100 1,5 € $ ! ? : ; 、 ； ： ！ ？
👍🏽 👩‍👧 🇫🇷 é 한국 ー カ ｱ א -א / // * ** [ ] { } ~ @ # № ° ’ | + = . , × → _ · `code` \ \n \"
<a href="x">y</a> {{<ref>}} https://example.org/a/b?c=d&e=f#g xxxxxxxxxxxxxxxxxxxxxxxxxxxxx
第三期讲习班 北京为期两天的讲习班由本组织与公安部共同举办
"""
PIECES = (
    *WORDS_AND_MARKS.split(),
    *(" ", "  ", "\n", "\t", "\r", "\a", "\u00a0", "\u202f", "\u200b", "\u2028", "\u00ad"),
    "e\u0301",
)
COMMON = frozenset("".join(PIECES)) | set(map(chr, range(0x20, 0x180)))
pieces = st.lists(st.sampled_from(PIECES) | st.just(" "), min_size=1, max_size=60).map("".join)


@pytest.mark.skipif(shutil.which("msgcat") is None, reason="needs gettext's msgcat")
@settings(max_examples=20)
@given(st.lists(pieces | text.filter(bool), min_size=1, max_size=30), st.sampled_from(["", "#~ "]))
def test_lines_end_where_gettext_ends_them(texts: list[str], prefix: str) -> None:
    """Of characters that Unicode had when libunistring was made: the sample is common text."""
    known = [each for each in texts if set(each) <= COMMON]
    expected = gettext_wraps(known, prefix=prefix)
    assert [po_field("msgid", each, 79, prefix) for each in known] == expected


@pytest.mark.skipif(shutil.which("msgcat") is None, reason="needs gettext's msgcat")
def test_the_paragraphs_of_this_repository_are_wrapped_as_gettext_wraps_them() -> None:
    files = [*ROOT.glob("articles/**/*.*"), *ROOT.glob("docs/*.md"), *ROOT.glob("locales/*/*/*.po")]
    paragraphs = {
        " ".join(each.split())
        for file in files
        if file.suffix in (".md", ".html", ".txt", ".po")
        for each in file.read_text(encoding="utf-8").split("\n\n")
    }
    texts = sorted(paragraphs - {""})
    assert [po_field("msgid", each, 79) for each in texts] == gettext_wraps(texts)


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="needs gettext's msgfmt")
@pytest.mark.parametrize("name", NAMES)
def test_any_file_name_makes_a_catalogue_that_gettext_reads(name: str, tmp_path: Path) -> None:
    segments = parse("# Titre\n\nTexte.\n", format="markdown").segments
    messages = template_messages(segments, f"articles/{name}", "full")
    path = tmp_path / "a.po"
    text = po_text(name, messages, datetime(2026, 3, 1, tzinfo=UTC), Locale("en"))
    path.write_text(text, encoding="utf-8")
    subprocess.run(["msgfmt", "--check", "-o", "/dev/null", path], check=True)
    assert read_catalogue(path).messages == messages
