"""Placeables: what is found in a message, and where."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.strategies import msgstrs
from tests.texts import md
from workflow.inline.pattern import read
from workflow.model import Markup, Text
from workflow.model import PlaceableKind as K

FOUND = [
    ("rien", []),
    ("[a](https://example.org/x_y)", [(K.LINK, "https://example.org/x_y")]),
    ('[a](u "titre")', [(K.LINK, "u")]),
    ("[.f(x, [y])](#fx-y) et [z]", [(K.LINK, "#fx-y")]),
    ("[a][ref]", [(K.LINK, "ref")]),
    ("![a](i/é.png 'x') et é", [(K.IMAGE, "i/é.png")]),
    ("[![a](i.png)](u)", [(K.IMAGE, "i.png"), (K.LINK, "u")]),
    ("`x` y", [(K.CODE, "`x`")]),
    ("<b>x</b>", [(K.TAG, "<b>"), (K.TAG, "</b>")]),
    ("<ul><li>un</li></ul>", [(K.TAG, "<ul>"), (K.TAG, "<li>"), (K.TAG, "</li>"),
                              (K.TAG, "</ul>")]),
    ("note[^bolong].", [(K.FOOTNOTE, "[^bolong]")]),
    ("<presse@example.org>", [(K.EMAIL, "presse@example.org")]),
    ("请致信shelters@example.org。", [(K.EMAIL, "shelters@example.org")]),
    ("见https://example.org/a，谢谢", [(K.URL, "https://example.org/a")]),
    ("(https://example.org/a).", [(K.URL, "https://example.org/a")]),
    ("电话+44 20 7946 0958。", [(K.PHONE, "+442079460958")]),
    ("Tel : + 86 138 1120 9875 Email", [(K.PHONE, "+8613811209875")]),
    ("电话010-6532 1234。", [(K.PHONE, "01065321234")]),
    ("au 01 99 00 12 34", [(K.PHONE, "0199001234")]),
    ("+33\u202f1\u202f99\u202f00\u202f12\u202f34", [(K.PHONE, "+33199001234")]),
    ("le 2026-11-24, 1 240 000 personnes", []),
    ("soit $x_1 = 2$ et $$a+b$$, 5 $ ou $5 et $10", [(K.CODE, "$x_1 = 2$"), (K.CODE, "$$a+b$$")]),
    ("{name} et %(n)s et ${x}", [(K.PLACEHOLDER, "{name}"), (K.PLACEHOLDER, "%(n)s"),
                                 (K.PLACEHOLDER, "${x}")]),
    ("{{< figure src=\"x\" >}} {% raw %}", [(K.SHORTCODE, "{{< figure src=\"x\" >}}"),
                                             (K.SHORTCODE, "{% raw %}")]),
]  # fmt: skip

IN_HTML = [
    ("rien", []),
    ("<a href='u'>é</a>", [(K.TAG, '<a href="u">'), (K.TAG, "</a>")]),
    ('<img alt="Un quai" src=q.png>', [(K.TAG, '<img alt="…" src="q.png">')]),
    ("\\<code>a*b</code> c", [(K.TAG, "<code>"), (K.CODE, "a*b"), (K.TAG, "</code>")]),
    ("a `b` *c* <!-- d -->", [(K.TAG, "<!-- d -->")]),
    ("&lt;b> https://example.org/a", [(K.URL, "https://example.org/a")]),
]
IN_TEXT = [
    ("<b>a</b> [b](c) `d`", []),
    ("presse@example.org", [(K.EMAIL, "presse@example.org")]),
]


@pytest.mark.parametrize(
    ("markup", "text", "expected"),
    [("html", *case) for case in IN_HTML] + [("text", *case) for case in IN_TEXT],
)
def test_each_markup_is_read_by_its_own_rules(
    markup: Markup, text: str, expected: list[tuple[K, str]]
) -> None:
    assert [(each.kind, each.text) for each in read(Text(text, markup)).placeables] == expected


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_found(text: str, expected: list[tuple[K, str]]) -> None:
    assert [(each.kind, each.text) for each in read(md(text)).placeables] == expected


@given(msgstrs)
def test_offsets_are_characters_of_the_message(text: str) -> None:
    done = 0
    for each in read(md(text)).placeables:
        assert done <= each.start < each.end <= len(text)
        if each.kind is not K.PHONE:
            assert text[each.start : each.end] == each.text
        done = each.start


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("voir [[Page|texte]] et [[Autre]]", ["Page", "Autre"]),
        ("voir [[un](deux)] et [[1]] et [N|Solid](x)", ["deux", "x"]),
        ("![[a.png|300]] %% non %% un", ["![[a.png|300]]", "%% non %%"]),
        ("[@doe2020, p. 3; @roe] et @fig-a", ["@doe2020", "@roe", "@fig-a"]),
        ("[@moi](u) et @toi et a@fig-b.org", ["u", "a@fig-b.org"]),
        ("++ctrl+c++ en C++ et C++", ["++ctrl+c++"]),
        ("[un]{.a} {py:class}`X` :material-x:", ["{.a}", "{py:class}", "`X`", ":material-x:"]),
        ("Merci :smile: ! :+1:", [":smile:", ":+1:"]),
        ("很好:tada:。谢谢（:heart:）", [":tada:", ":heart:"]),
        ("à 12:30:15, de 9:00:am:, a:b:c, std::string::npos, note: ceci : cela", []),
        ("`:smile:` {ref:x}:un: :ref:`X`", ["`:smile:`", "`X`"]),
        ("http://e.org:80:smile:x et [a](b:smile:c)", ["http://e.org:80:smile:x", "b:smile:c"]),
    ],
)
def test_marks_of_dialects_inside_a_text(text: str, found: list[str]) -> None:
    assert [each.text for each in read(md(text)).placeables] == found
