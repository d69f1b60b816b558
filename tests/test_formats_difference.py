"""What a finding says of a page that would be built otherwise."""

from __future__ import annotations

import re
from itertools import permutations

import pytest

from workflow.formats import parse
from workflow.formats.difference import describe_difference
from workflow.model.phrase import Phrase

MARKDOWN = [
    "# A\n\n| a | b |\n|---|:-:|\n| c | d |\n",
    "# A\n\n| a | b | c |\n|---|---|---|\n| c | d | e |\n",
    "# A\n\n| 甲 |\n|---|\n| 乙 |\n",
    "# A {#id .c k=v}\n\n![x](a.png)\n\n[^1]: note\n\ntext[^1]\n\n$$\nx\n$$\n",
    "# A\n\n- x\n\n1. z\n\n```py\ncode\n```\n\n> q\n\n<div>html</div>\n",
    "# A\n\n- x\n\n3. z\n\n```js\ncode\n```\n",
    "# A\n\n    code\n",
    "# A\n\n```\ncode\n```\n",
    "# A\n\n- [ ] y\n",
    "# A\n\n- [x] y\n",
    "# A\n\nTerm\n: Def\n",
    "---\ntitle: x\nlist: [a, b]\n---\n\n# A\n",
    "---\ntitle: x\nlist: [a]\nn: {a: 1}\n---\n\n# A\n",
    "---\ntitle: {a: 1}\nlist: [a]\nn: {a: null}\n---\n\n# A\n",
    "::: note Title\n\ntext\n\n:::\n",
    "",
]
HTML = [
    "<table><tr><td colspan=2>a</td></tr></table>", "<ul><li>x</li></ul>", "<pre>x</pre>", "plain",
    "<p>a <img src=a.png alt=x></p>", "<p>a</p><!-- c -->", "<ol start=3><li>x</ol>", "",
]  # fmt: skip


@pytest.mark.parametrize(("format", "texts"), [("markdown", MARKDOWN), ("html", HTML)])
def test_no_value_of_the_program_s_own_is_shown(format: str, texts: list[str]) -> None:
    skeletons = [parse(text, format=format).skeleton for text in texts]
    for one, other in permutations(skeletons, 2):
        said = describe_difference(one, other)
        assert said or one == other
        assert not re.search(r"None|True|False|[({]['\"(]|',|\(\)|^ |  | $", said or ""), said


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            MARKDOWN[0],
            MARKDOWN[1],
            "a table of 2 columns (not aligned, centred) becomes a table of 3 columns",
        ),
        (MARKDOWN[1], MARKDOWN[2], "a table of 3 columns becomes a table of 1 column"),
        (MARKDOWN[6], MARKDOWN[7], "indented code (“code”) becomes code (“code”)"),
        (MARKDOWN[8], MARKDOWN[9], "an empty box becomes a ticked box"),
        (MARKDOWN[11], MARKDOWN[12], "the field “list” of the front matter becomes another value"),
        (MARKDOWN[11], "# A\n", "the field “title” of the front matter is lost"),
    ],
)  # fmt: skip
def test_where_two_documents_part_is_said_in_words(before: str, after: str, said: str) -> None:
    one, other = (parse(text, format="markdown").skeleton for text in (before, after))
    assert describe_difference(one, other) == said


@pytest.mark.parametrize("block", ["table cell", "list item", "paragraph", "quotation"])
def test_a_part_is_a_phrase_whatever_it_is(block: str) -> None:
    parts = (("text",), ("end of", block), (block, ()))
    for one, other in permutations(parts, 2):
        said = describe_difference(("front", one), ("front", other))
        assert said
        assert all(isinstance(each, Phrase) for each in said.params.values())
