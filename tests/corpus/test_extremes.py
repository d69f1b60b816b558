"""Ten megabytes, five thousand levels: done in a second of processor time, or a clear error."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from workflow.errors import WorkflowError
from workflow.formats import parse
from workflow.formats.format import Remarks
from workflow.formats.parsing import formats
from workflow.inline.placeables import placeables_in
from workflow.model import Markup, Text

SECONDS = 1.0
SIZE = 10_000_000
DEPTH = 5000
PIECES = {
    "markdown": {
        "paragraphs": "Un *mot*, un [lien](https://example.org/a) et du `code`.\n\n",
        "one line": "mot ",
        "one word": "a",
        "wrapped lines": "une ligne qui suit la ligne\n",
        "hard breaks": "a  \n",
        "backslash breaks": "a\\\n",
        "list items": "- un\n",
        "headings": "# Titre\n",
        "table rows": "|a|\n|-|\n|b|\n",
        "quotations": "> un\n",
        "blank lines": "\n",
        "lone CR": "a\r\r",
        "backticks": "`",
        "stars": "*a ",
        "mixed emphasis": "*a_ ",
        "open brackets": "[",
        "half links": "[a](",
        "half images": "![",
        "links": "[a](b) ",
        "references": "[a][b] ",
        "open tags": "<b>",
        "less-than signs": "<",
        "open comments": "<!-- a ",
        "comments for the tool": "<!-- translators: x -->\n\na\n\n",
        "escapes": "\\*",
        "open shortcodes": "{{< a\n",
        "open shortcodes in text": "{{< a ",
        "open template tags": "{% a\n",
        "placeholders": "{a} {{b}} %(c)s ",
        "half e-mail addresses": "a@",
        "digits": "+1 ",
        "directives": ":::note\n\na\n\n:::\n",
        "admonitions": "!!! note\n    a\n\n",
        "definitions": "a\n: b\n\n",
        "images alone": '![a](b "c")\n\n',
        "Chinese": "北京为期两天的讲习班。\n\n",
        "NUL": "\0",
        "spaces": " ",
    },
    "html": {
        "paragraphs": '<p>Un <b>mot</b>, un <a href="/a">lien</a> &amp; du <i>code</i>.</p>\n',
        "text": "mot ",
        "tags left open": "<p>a",
        "inline tags left open": "<b>a",
        "less-than signs": "<",
        "attributes": "<a b='",
        "comments left open": "<!-- a ",
        "entities": "&amp;",
        "half entities": "&",
        "cells": "<td>a</td>",
        "stray end tags": "</p>",
        "scripts": "<script>a</script>",
        "NUL": "\0",
        "Chinese": "<p>北京为期两天的讲习班。</p>",
    },
    "text": {
        "paragraphs": "une ligne de texte\n\n",
        "one word": "a",
        "lines": "a\n",
        "items": "- a\n",
        "spaces": " ",
        "open shortcodes": "{{< a ",
    },
}
"""What is repeated to fill ten megabytes."""
NESTED: dict[str, dict[str, Callable[[int], str]]] = {
    "markdown": {
        "quotations": lambda depth: "> " * depth + "a\n",
        "lists": lambda depth: "- " * depth + "a\n",
        "indented lists": lambda depth: "".join(f"{'  ' * level}- a\n" for level in range(depth)),
        "quotations and lists": lambda depth: "> - " * depth + "a\n",
        "emphasis": lambda depth: "*a **b " * depth + "c** d*" * depth,
        "brackets": lambda depth: "[" * depth + "a" + "]" * depth,
        "links": lambda depth: "[" * depth + "a" + "](u)" * depth,
        "images": lambda depth: "![" * depth + "a" + "](u)" * depth,
        "parentheses": lambda depth: "[a](" + "(" * depth + ")" * depth + ")",
        "inline HTML": lambda depth: "a " + "<b>" * depth + "a" + "</b>" * depth,
        "HTML blocks": lambda depth: "<div>" * depth + "a" + "</div>" * depth,
        "HTML around Markdown": lambda depth: "<div>\n\n" * depth + "a\n\n" + "</div>\n\n" * depth,
        "admonitions": lambda depth: "".join(f"{'    ' * n}!!! a\n" for n in range(depth // 4)),
        "YAML lists": lambda depth: f"---\ntitle: {'[' * depth}a{']' * depth}\n---\nb\n",
        "YAML aliases": lambda depth: f"---\n{_aliases(depth)}title: t\n---\nb\n",
        "YAML maps": lambda depth: (
            "---\n" + "".join(f"{' ' * n}a:\n" for n in range(depth)) + f"{' ' * depth}a\n---\nb\n"
        ),
        "TOML lists": lambda depth: f"+++\ntitle = {'[' * depth}1{']' * depth}\n+++\nb\n",
    },
    "html": {
        "blocks": lambda depth: "<div>" * depth + "a" + "</div>" * depth,
        "inline": lambda depth: "<b>" * depth + "a" + "</b>" * depth,
        "lists": lambda depth: "<ul><li>a" * depth,
        "tables": lambda depth: "<table><tr><td>" * depth + "a",
        "links": lambda depth: "<a href=b>" * depth + "a",
    },
}


def _aliases(depth: int) -> str:
    """Each level nine times the one before it: 9 ** (depth / 500) strings, were they copied."""
    levels = (
        f"k{level}: &k{level} [{', '.join([f'*k{level - 1}'] * 9)}]\n"
        for level in range(1, depth // 500)
    )
    return "k0: &k0 [x, x, x, x, x, x, x, x, x]\n" + "".join(levels)


CASES = [(name, f"10 MB: {piece}") for name, pieces in PIECES.items() for piece in pieces]
CASES += [(name, f"deep: {shape}") for name, shapes in NESTED.items() for shape in shapes]


@pytest.mark.parametrize(("format", "case"), CASES)
def test_extreme_input_ends_in_a_second_or_a_clear_error(format: str, case: str) -> None:
    if format not in formats():
        pytest.skip(f"the format {format} is not registered")
    command = [sys.executable, "-m", "tests.corpus.test_extremes", format, case]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    except subprocess.TimeoutExpired:
        pytest.fail("hangs: not done in 20 s")
    assert done.returncode == 0, done.stderr[-600:]
    seconds, outcome = done.stdout.split(maxsplit=1)
    assert float(seconds) < SECONDS, f"{seconds} s of processor time; {outcome}"


def text_of(format: str, case: str) -> str:
    """The input that a case is about."""
    kind, name = case.split(": ", 1)
    if kind == "deep":
        return NESTED[format][name](DEPTH)
    piece = PIECES[format][name]
    return piece * (SIZE // len(piece.encode()) + 1)


def main(format: str, case: str) -> None:
    """Parse one case; print the processor seconds it took and how it ended."""
    text = text_of(format, case)
    parse("# a\n", format=format)
    started = time.process_time()
    try:
        outcome = f"{len(parse(text, format=format).segments)} segments"
    except WorkflowError as error:
        assert error.hint
        outcome = f"refused: {error.message}"
    sys.stdout.write(f"{time.process_time() - started:.2f} {outcome}\n")


MESSAGES = (
    "a_", "$a_", "$ ", "[^", "{{<", "{%", "{{", "%(", "$$a", "a@", "a.b@", "+1 1", "01 01 ", "0",
    "http://", "<", "`", "[a](", "&amp;", "\\",
)  # fmt: skip


@pytest.mark.parametrize("markup", ["markdown", "html", "text"])
@pytest.mark.parametrize("piece", MESSAGES)
def test_the_placeables_of_a_long_message(piece: str, markup: Markup) -> None:
    text = f"a $x{piece * (100_000 // len(piece))}"
    started = time.process_time()
    placeables_in(Text(text, markup))
    assert time.process_time() - started < SECONDS


def test_a_long_comment() -> None:
    started = time.process_time()
    Remarks().read(f"<!--{' ' * 100_000}x\n--> y")
    assert time.process_time() - started < SECONDS


if __name__ == "__main__":
    main(*sys.argv[1:])
