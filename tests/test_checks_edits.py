"""Families of typography: what rules make of the edits that one reading of a text gives."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import msgstrs
from workflow.checks import Source, Subject, Translation, check_translation, mended
from workflow.checks.edits import Edit, Look
from workflow.checks.english_rules import ENGLISH_RULES
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


GOOD_ENGLISH = [
    "He is 5'10\" tall, 48°51'24\" north.",
    "Rock ’n’ roll in the ’90s, the writers’ room",
    "“He told me ‘never’,” she said.",
    "The file(s) of example.org (re)open at 9:30 … or so.",
    'Run `cmd --force; "x"` and see <a href="x.html" title="y ;">there</a>.',
    "The World Health Organization brought its neighbours together.",
    "A well-informed, first- and second-class Paris - Lyon line: 5 - 3 = 2",
    "**Note:** closed (see below). Price: €1,250.50, 12%",
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


def said_in_english(msgstr: str, locale: str = "en") -> set[str]:
    subject = subject_of(msgstr, locale=locale)
    document = parse("x")
    translation = Translation(subject.article, subject.locale, document, (subject,))
    return {each.check for each in check_translation(translation) if each.check[:3] == "en-"}


def mended_in_english(msgstr: str, locale: str = "en") -> str:
    """The text as the fixes of the rules of English leave it."""
    subject = subject_of(msgstr, locale=locale)
    translation = Translation(subject.article, subject.locale, parse("x"), (subject,))
    found = mended(translation, only=[rule.name for rule in ENGLISH_RULES])
    return found[subject.message.key].msgstr if found else msgstr


ENGLISH_BITS = st.sampled_from(
    [
        "word", "Town", "it", "'s", "’s", '"', "'", "“", "”", "‘", "’", "«", "»", " ", " ", " ",
        "\u00a0", ";", ":", "!", "?", ",", ".", "(", ")", "-", "--", "–", "—", "，", "。", "5",
        "%", "colour", "center", "`a;b`", "*it*", "[a](b.md)", "<br>", "\n", "…", "’90s",
    ]
)  # fmt: skip


@given(
    st.lists(ENGLISH_BITS, min_size=1, max_size=14).map("".join).filter(str.strip),
    st.sampled_from(["en", "en_GB", "en_US"]),
)
def test_fixes_of_english_settle_and_change_no_letter(msgstr: str, locale: str) -> None:
    after = mended_in_english(msgstr, locale)
    assert mended_in_english(after, locale) == after
    if "en-dialect" not in said_in_english(msgstr, locale):
        assert [*filter(str.isalnum, after)] == [*filter(str.isalnum, msgstr)]


@pytest.mark.parametrize("text", GOOD_ENGLISH)
def test_good_english_is_left_as_it_is(text: str) -> None:
    assert not said_in_english(text)
    assert mended_in_english(text) == text


@pytest.mark.parametrize(
    ("locale", "text", "fixed"),
    [
        ("en", "He said \"No,\" and 'Go' in the '90s.", "He said “No,” and ‘Go’ in the ’90s."),
        (
            "en",
            '5\'10" and 12" of the writers\' "code `x`"',
            '5\'10" and 12" of the writers’ “code `x`”',
        ),
        ("en", 'A *"bold" word* and "*another*"', "A *“bold” word* and “*another*”"),
        ("en_US", "A ‘failure’, they say. A “flop”.", "A “failure,” they say. A “flop.”"),
        (
            "en_GB",
            "The center - a gray one - organized it",
            "The centre – a grey one – organized it",
        ),
        ("en_US", "The centre - a grey one - organised it", "The center—a gray one—organized it"),
        ("en", "Who ? Me ! 5 % ( six )", "Who? Me! 5% (six)"),
    ],
)
def test_english_is_mended_by_its_profile(locale: str, text: str, fixed: str) -> None:
    assert mended_in_english(text, locale) == fixed
