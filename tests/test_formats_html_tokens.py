"""HTML's tokens: what browsers see in any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.inline.html_tags import (
    escape_values,
    read_tag,
)
from workflow.inline.html_tokens import tokenize

TOKENS = [
    # source, (kind, text) of every token; after the HTML standard, 13.2.5
    ("a <b>c</b >", [("text", "a "), ("start", "<b>"), ("text", "c"), ("end", "</b >")]),
    ("a < b <3 </", [("text", "a < b <3 </")]),
    ("<a <b>c", [("start", "<a <b>"), ("text", "c")]),
    ("<a b='>' c=\">\" d=\">'", [("lost", "<a b='>' c=\">\" d=\">'")]),
    ("<a b=c'>' d>x", [("start", "<a b=c'>"), ("text", "' d>x")]),
    ("<a =b='c'>x", [("start", "<a =b='c'>"), ("text", "x")]),
    ("<a/b/>", [("start", "<a/b/>")]),
    ("<!-->a--><!--->b--><!----!>c", [("comment", "<!-->"), ("text", "a-->"),
     ("comment", "<!--->"), ("text", "b-->"), ("comment", "<!----!>"), ("text", "c")]),
    ("<!-- a > b", [("comment", "<!-- a > b")]),
    ("<?a?><!a></3></>b", [("comment", "<?a?>"), ("comment", "<!a>"), ("comment", "</3>"),
     ("comment", "</>"), ("text", "b")]),
    ("<title><b></titles></TITLE >", [("start", "<title>"), ("raw", "<b></titles>"),
     ("end", "</TITLE >")]),
    ("<style></script></style>", [("start", "<style>"), ("raw", "</script>"),
     ("end", "</style>")]),
    ("<script><!--<script></script>--></script>", [("start", "<script>"),
     ("raw", "<!--<script></script>-->"), ("end", "</script>")]),
    ("<script><!--><script></script>a", [("start", "<script>"), ("raw", "<!--><script>"),
     ("end", "</script>"), ("text", "a")]),
    ("<plaintext></plaintext>", [("start", "<plaintext>"), ("raw", "</plaintext>")]),
    ("<svg><style><a></style><![CDATA[>]]></svg>", [("start", "<svg>"), ("start", "<style>"),
     ("start", "<a>"), ("end", "</style>"), ("comment", "<![CDATA[>]]>"), ("end", "</svg>")]),
    ("<svg><p><style><a></style>", [("start", "<svg>"), ("start", "<p>"), ("start", "<style>"),
     ("raw", "<a>"), ("end", "</style>")]),
    ("<a\u00a0b><\u212a>", [("start", "<a\u00a0b>"), ("text", "<\u212a>")]),
]  # fmt: skip


def tokens(source: str) -> list[tuple[str, str]]:
    data = source.encode()
    return [(kind, data[start:end].decode()) for kind, start, end, _ in tokenize(data)]


@pytest.mark.parametrize(("source", "expected"), TOKENS)
def test_tokens_are_those_of_the_standard(source: str, expected: list[tuple[str, str]]) -> None:
    assert tokens(source) == expected


ATTRIBUTES = [
    # tag, its attributes
    ("<a B=c D='e' f=\"g\" h>", {"b": "c", "d": "e", "f": "g", "h": ""}),
    ("<a b=1 b=2>", {"b": "1"}),
    ("<a b='x'c>", {"b": "x", "c": ""}),
    ("<a b = c/>", {"b": "c/"}),
    ("<a b='?x&copy=1&copy;&copyx&amp;&#38'>", {"b": "?x&copy=1©&copyx&&"}),
    ("<a/b='c'/>", {"b": "c"}),
    ("</a b=c>", {"b": "c"}),
]


@pytest.mark.parametrize(("tag", "expected"), ATTRIBUTES)
def test_attributes_are_those_of_the_standard(tag: str, expected: dict[str, str]) -> None:
    assert read_tag(tag.encode()).attributes == expected


def test_different_attributes_have_different_shapes() -> None:
    tags = ["<a b='c\" d=\"'>", "<a b=c d>", "<a b=c>", "<a b='c d'>", "<a b='&quot;'>",
            "<a b='&amp;quot;'>", "<a b>", "<a b=c b=d>"]  # fmt: skip
    assert len({read_tag(tag.encode()).shape for tag in tags}) == len(tags)
    assert read_tag(b"<IMG src='a&amp;b' alt=x>").shape == read_tag(b'<img src=a&b alt="">').shape


def test_signs_in_values_can_be_escaped_without_a_change() -> None:
    tag = b"<a b='<i>' c=x<y d<e>"
    assert escape_values(tag) == b"<a b='&lt;i>' c=x&lt;y d<e>"
    assert read_tag(escape_values(tag)).attributes == read_tag(tag).attributes
    assert escape_values(b"<a=<b = '<c'>") == b"<a=<b = '<c'>"


atoms = st.sampled_from(
    ["<p>", "</p>", "<b", ">", '"', "'", "=", "/", " ", "\n", "a", "x=1", "<", "<!--", "-->",
     "--!>", "!", "<?", "</", "<script>", "</script>", "<title>", "</title>", "<textarea>",
     "</textarea>", "<style>", "</style>", "<!--->", "&amp;", "&lt", "&", '<a href="', "/>", "<3",
     "<!doctype html>", "<plaintext>", "<svg>", "</svg>", "<![CDATA[", "]]>", "é", "\x00", "\x0b",
     '<a href="x">y</a>', "<div class=z>", "</div>", "<li>", "<br>", "<x-y>", "<b\u00a0c>", "text",
     "<p/>", "<!--<script>", "</script "]
)  # fmt: skip


@given(st.lists(atoms, max_size=12).map("".join))
def test_tokens_cover_any_text(source: str) -> None:
    assert "".join(text for _, text in tokens(source)) == source
    assert all(text for _, text in tokens(source))
