"""PO strings: wrapped where a line may break, and read alike by us, by polib and by msgfmt."""

from __future__ import annotations

import subprocess
import unicodedata
from pathlib import Path

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.catalogue.strings import po_field
from workflow.stores.catalogues import parse_catalogue

WORDS = "Les guides bilingues accueillent les familles dès leur arrivée au bureau du port."
HAN = (
    "北京为期两天的讲习班，由本组织与公安部共同举办。来自九个省的四十名官员参加了讲习班（第三期）。"
)

text = st.text(
    st.sampled_from('ab é’\\"\n\t\r{}%…—') | st.sampled_from("北京，。（）“”") | st.characters(),
    max_size=200,
).filter(lambda each: not any(mark in each for mark in "\x1c\x1d\x1e\x85\u2028\u2029"))
"""What polib takes for line ends inside a text, it cannot read."""


@pytest.mark.parametrize(
    ("written", "lines"),
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
        ("un-mot-sans-aucun-espace-qui-va-au-dela", None),
    ],
)
def test_a_text_is_wrapped_where_a_line_may_break(written: str, lines: list[str] | None) -> None:
    expected = lines or ['msgid ""', f'"{written}"']
    assert po_field("msgid", written, 36).splitlines() == expected


@given(text, st.sampled_from([0, 30, 78]), st.sampled_from(["", "#~ "]))
def test_no_line_is_longer_than_it_must_be(text: str, width: int, prefix: str) -> None:
    lines = po_field("msgstr", text, width, prefix)[:-1].split("\n")
    assert all(line.startswith(prefix) for line in lines)
    for line in lines:
        inside = line[len(prefix) :].removeprefix("msgstr ")[1:-1].removesuffix("\\n")
        columns = sum(1 + (unicodedata.east_asian_width(each) in "WF") for each in line)
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
