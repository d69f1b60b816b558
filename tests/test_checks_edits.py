"""Families of typography: what rules make of the edits that one reading of a text gives."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import msgstrs
from workflow.checks import Source, Subject
from workflow.checks.edits import Edit, Look
from workflow.formats import parse
from workflow.inline.prose import Veiled, veil
from workflow.model import Article, Locale, Markup, Message, Profile, Segment, Text
from workflow.model.phrase import phrase


def semicolons(veiled: Veiled, _: Profile) -> Sequence[Edit]:
    said = phrase("a colon here")
    return [
        Edit("a", at, at + 1, ":", said) for at, sign in enumerate(veiled.line) if sign == ";"
    ] + [
        Edit("b", at, at + 1, None, phrase("no “{sign}”", sign=sign))
        for at, sign in enumerate(veiled.line)
        if sign in "!?"
    ]


A, B = Look(semicolons, "a"), Look(semicolons, "b")


def subject_of(msgstr: str, markup: Markup = "markdown", locale: str = "en") -> Subject:
    article = Article("a", "articles/a.md", "markdown", Locale("fr"), "")
    segment = Segment(0, 0, "x", "paragraph", 1, markup=markup)
    return Subject(article, Locale(locale), segment, Message("x", msgstr), "a.po", 7)


@pytest.mark.parametrize(
    ("msgstr", "fixed", "span"),
    [
        ("a; b", "a: b", (1, 2)),
        ("`x;`; b; c", "`x;`: b: c", (4, 5)),
        ("[a](x;y.html); *b*;", "[a](x;y.html): *b*:", (13, 14)),
        ("<i class='a;'>a</i>;&amp;;", "<i class='a;'>a</i>:&amp;:", (19, 20)),
    ],
)
def test_what_is_kept_is_not_seen_and_places_are_of_the_text(
    msgstr: str, fixed: str, span: tuple[int, int]
) -> None:
    (remark,) = A.at_message(subject_of(msgstr))
    assert (remark.fix, remark.span) == (fixed, span)
    assert not B.at_message(subject_of(msgstr))


def test_each_thing_is_said_once_and_only_of_languages_with_a_profile() -> None:
    remarks = B.at_message(subject_of("a! b! c?"))
    assert [(str(each.message), each.span, each.fix) for each in remarks] == [
        ("no “!”", (1, 2), None),
        ("no “?”", (7, 8), None),
    ]
    assert not B.at_message(subject_of("a!", locale="de"))


def test_an_article_is_read_by_the_profile_of_its_own_language() -> None:
    text = "---\ntitle: a; b\n---\n\nUn `x;`.\n\n- un; deux; trois\n"
    source = Source(
        Article("a", "articles/a.md", "markdown", Locale("fr_CH"), text),
        parse(text),
        "articles",
        exists=bool,
    )
    assert source.profile == "fr-CH"
    assert [(line, str(each.message)) for line, each in A.at_source(source)] == [
        (2, "a colon here"),
        (7, "a colon here"),
    ]


@given(msgstrs, st.data())
def test_every_place_of_the_words_is_one_of_the_text(msgstr: str, data: st.DataObject) -> None:
    veiled = veil(Text(msgstr, "markdown"))
    offset = data.draw(st.integers(0, len(veiled.line)))
    place = veiled.place(offset)
    assert veiled.place(len(veiled.line)) == len(msgstr)
    if offset < len(veiled.line) and veiled.line[offset] < "\U000f0000":
        assert msgstr[place] == veiled.line[offset]
