"""One grammar of PO files for all who read them: its two ways, and polib's, agree."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.errors import CatalogueError
from workflow.po import messages, scanner
from workflow.po.entries import Block, Found, split_po
from workflow.po.grammar import BLANKS, LINE_END, pieces
from workflow.po.messages import message_of

LINES = [
    'msgid ""', 'msgid "a"', 'msgid "b"', 'msgctxt "c"', 'msgid_plural "as"', 'msgstr ""',
    'msgstr "x"', 'msgstr "é\\n"', 'msgstr[0] "x"', 'msgstr[1] "y"', '"more"', '"\\t\\"\\q"',
    '"\\303\\251"', '"\\303"', "# note", "#. heading 1", "#: a.md:3", "#, fuzzy", "#= new", "#",
    '#| msgid "old"', '#| msgctxt "oc"', '#| "more"', "#| none", '#~ msgid "o"', '#~ msgstr "t"',
    '#~ msgid_plural "os"', '#~ msgstr[0] "t"', '#~| msgid "oo"', '#~ "more"', '#~msgid "z"',
    'msgid"z"', '  msgid "lead"', 'msgid "tail" \t', 'msgid "open', "", "", " ", "\x0c", "\u00a0",
    "<<<<<<< ours", "=======", ">>>>>>> theirs", 'domain "x"', 'msgstr [0] "x"', "nothing",
    '# | msgid "of Babel"', 'msgid "a\u2028b"', 'msgid\u00a0"x"',
]  # fmt: skip
MESSAGES = [
    '# n\n#, fuzzy\n#| msgid "w"\nmsgctxt "c"\nmsgid "k"\nmsgstr ""\n"v"\n"w"\n',
    '#. h\nmsgid "k\\n"\nmsgstr "v\\n"\n',
    'msgid "p"\nmsgid_plural "ps"\nmsgstr[0] "1"\nmsgstr[1] ""\n',
    '#~| msgid "w"\n#~ msgid "o"\n#~ msgstr "t"\n',
    '#~ msgctxt "c"\n#~ msgid "p"\n#~ msgid_plural "ps"\n#~ msgstr[1] "2"\n#~ msgstr[0] "1"\n',
]
documents = st.builds(
    lambda parts, newline, last: "\n".join(parts).replace("\n", newline) + newline * last,
    st.lists(st.sampled_from(LINES) | st.sampled_from(MESSAGES), max_size=12),
    st.sampled_from(["\n", "\n", "\r\n", "\r"]),
    st.booleans(),
)


@given(documents, st.sampled_from([BLANKS, r"\s"]))
def test_pieces_are_the_whole_text_in_order(text: str, blanks: str) -> None:
    found = ""
    for number, piece in pieces(text, blanks=blanks):
        assert number == 1 + len(LINE_END.findall(found))
        if isinstance(piece, re.Match):
            found += piece[0]
        else:
            found += "".join(line.text for line in piece)
    assert found == text


@given(documents)
def test_lint_sees_a_regular_message_as_its_lines(text: str) -> None:
    by_pattern = scanner.scan(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scanner._Scanner, "ready", False)
        by_line = scanner.scan(text)
    assert list(map(asdict, by_pattern[0])) == list(map(asdict, by_line[0]))
    assert sorted(map(repr, by_pattern[1])) == sorted(map(repr, by_line[1]))


@given(documents)
def test_a_message_in_order_is_what_polib_reads(text: str) -> None:
    def read(block: Block, found: Found) -> Any:
        try:
            return message_of(block, found, "f.po", "utf-8")
        except (CatalogueError, UnicodeError) as error:
            return str(error)

    def both(block: Block, found: Found) -> None:
        ours = read(block, found)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(messages, "_ordered", lambda _: None)
            assert read(block, found) == ours

    try:
        split_po(text, "f.po", both)
    except CatalogueError as error:
        assert error.line
