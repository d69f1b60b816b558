"""Classes of change, and translations that follow their source where that is safe."""

from __future__ import annotations

import random
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import msgstrs
from tests.texts import MARKUPS, md
from workflow.inline.numerals import (
    rewritten,
    same_number,
)
from workflow.inline.pattern import read
from workflow.merge.changes import classify
from workflow.merge.repair import repair
from workflow.model import Change, ChangeClass, Locale, Markup, Text
from workflow.model.change import Besides, without_marks

CHANGES = [
    ("white space", "un  atelier", "un atelier"),
    ("white space", "un atelier ", "un atelier"),
    ("typography", "l'atelier", "l’atelier"),
    ("typography", "« oui »", "“oui”"),
    ("typography", "oui...", "oui…"),
    ("typography", "le cafe\u0301 e\u0301tait", "le café était"),
    ("typography", "le cafe\u0301  était", "le café était"),
    ("white space", "le cafe\u0301  était", "le cafe\u0301 était"),
    ("number", "48 cafe\u0301s", "50 cafés"),
    ("meaning", "le cafe\u0301", "le cafe"),
    ("typography", "oui - non", "oui – non"),
    ("typography", "10 km", "10\u00a0km"),
    ("typography", "12 400 euros", "12\u202f400 euros"),
    ("typography", "tél. +33 1 23 45 67 89", "tél. +33\u00a01\u00a023\u00a045\u00a067\u00a089"),
    ("markup", "un **grand** atelier", "un grand atelier"),
    ("markup", "un **grand** atelier", "un *grand* atelier"),
    ("markup", "le fichier `a.py`", "le fichier `b.py`"),
    ("markup", "le fichier config", "le fichier `config`"),
    ("markup", "<b>oui</b>", "<i>oui</i>"),
    ("markup", "[ici](https://a.example/)", "ici"),
    ("URL", "[ici](https://a.example/)", "[ici](https://b.example/)"),
    ("URL", "![carte](a.png)", "![carte](b.png)"),
    ("URL", "voir https://a.example/x", "voir https://a.example/y"),
    ("URL", "écrire à <a@a.example>", "écrire à <b@a.example>"),
    ("number", "48 personnes", "50 personnes"),
    ("number", "**48** personnes", "50 personnes"),
    ("number", "tél. +33 1 23 45 67 89", "tél. +33 1 23 45 67 88"),
    ("meaning", "un atelier", "deux ateliers"),
    ("meaning", "Un atelier", "un atelier"),
    ("meaning", "un atelier", "un atelier."),
    ("meaning", "48 personnes", "50 élèves"),
    ("meaning", "为期两天的培训", "为期三天的培训"),
]


@pytest.mark.parametrize(("kind", "old", "new"), CHANGES)
def test_each_change_has_the_class_of_its_heaviest_part(kind: str, old: str, new: str) -> None:
    assert classify(md(old), md(new)) == kind
    assert classify(md(new), md(old)) == kind


@pytest.mark.parametrize(
    ("markup", "kind", "old", "new"),
    [
        ("markdown", "markup", "un *mot*", "un mot"),
        ("html", "meaning", "un *mot*", "un mot"),
        ("text", "meaning", "un *mot*", "un mot"),
        ("markdown", "markup", "le nom", "le `nom`"),
        ("html", "meaning", "le nom", "le `nom`"),
        ("html", "markup", "le nom", "le <code>nom</code>"),
        ("html", "meaning", "le nom", "le <code>mot</code>"),
        ("text", "meaning", "<nom>", "nom"),
        ("html", "markup", "<b>nom</b>", "nom"),
        ("html", "markup", "<b>nom</b>", "<i>nom</i>"),
        ("html", "markup", "<code>a.py</code> ici", "<code>b.py</code> ici"),
        ("html", "markup", '<img alt="salle" src=a> oui', '<img alt="salle" src=b> oui'),
        ("html", "meaning", '<img alt="salle" src=a> oui', '<img alt="bureau" src=a> oui'),
        (
            "html",
            "number",
            '<a href=x title="2 jours">oui</a>',
            '<a href=x title="3 jours">oui</a>',
        ),
        ("html", "meaning", "3 < 4", "3 4"),
        ("html", "number", "3 * 4", "3 * 5"),
        ("text", "number", "3 * 4", "3 * 5"),
        ("text", "number", r"\3", r"\4"),
        ("text", "URL", "voir https://a.example/x", "voir https://a.example/y"),
        ("text", "typography", "« oui »", "“oui”"),
    ],
)
def test_the_class_of_a_change_depends_on_the_markup(
    markup: Markup, kind: str, old: str, new: str
) -> None:
    assert classify(Text(old, markup), Text(new, markup)) == kind
    assert classify(Text(new, markup), Text(old, markup)) == kind


REPAIRED = [
    ("number", "48 personnes", "50 personnes", "48 people", "50 people"),
    ("number", "5 et 6", "6 et 5", "6 and 5", "5 and 6"),
    ("number", "48 ici, 48 là", "50 ici, 50 là", "48 here, 48 there", "50 here, 50 there"),
    ("number", "12 400 euros", "13 650 euros", "12,400 euros", "13,650 euros"),
    ("number", "12\u202f400 euros", "9\u202f500 euros", "12400欧元", "9500欧元"),
    ("number", "12,400 people", "1,112,400 people", "12 400 Menschen", "1 112 400 Menschen"),
    ("number", "3,5 %", "4,25 %", "3.5%", "4.25%"),
    ("number", "le 12 mars 2024", "le 13 mars 2025", "2024年3月12日", "2025年3月13日"),
    ("number", "tél. +33 1 23 45 67 89", "tél. +33 1 23 45 67 88", "☎ +33 123456789",
     "☎ +33 1 23 45 67 88"),
    ("number", "la 5G à 10 km", "la 6G à 12 km", "5G at 10 km", "6G at 12 km"),
    ("URL", "[ici](a)", "[ici](b)", "[here](a)", "[here](b)"),
    ("URL", "![carte](a.png) de 2024", "![carte](b.png) de 2024", "![map](a.png)", "![map](b.png)"),
    ("URL", "<a@a.example>", "<b@a.example>", "write: <a@a.example>", "write: <b@a.example>"),
    ("markup", "un **grand** jour", "un grand jour", "a **great** day", "a great day"),
    ("markup", "un **grand** jour", "un *grand* jour", "a **great** day", "a *great* day"),
    ("markup", "un jour", "**un jour**", "a day", "**a day**"),
    ("markup", "[ici](a) oui", "ici oui", "[here](a) yes", "here yes"),
    ("markup", "`a.py` ici", "`b.py` ici", "here `a.py`", "here `b.py`"),
    ("white space", "un  jour", "un jour", "a day", "a day"),
    ("white space", "un jour\n", "un jour \n", "a day\n", "a day \n"),
    ("typography", "le cafe\u0301", "le café", "the cafe\u0301", "the cafe\u0301"),
    ("number", "48 cafe\u0301s", "50 cafés", "48 cafe\u0301s", "50 cafe\u0301s"),
    ("URL", "https://a.example/e\u0301", "https://a.example/x", "https://a.example/é",
     "https://a.example/x"),
    ("white space", "un jour\n", "un jour", "a day\n", "a day"),
    ("number", "**48** ici", "*50* ici", "**48** here", "*50* here"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "old", "new", "msgstr", "expected"), REPAIRED)
def test_a_translation_follows_where_the_same_replacement_is_unambiguous(
    kind: str, old: str, new: str, msgstr: str, expected: str
) -> None:
    repaired = repair(md(old), md(new), md(msgstr))
    assert repaired is not None
    assert repaired.msgstr == expected
    assert (repaired.change.kind, repaired.change.repaired) == (kind, True)


@pytest.mark.parametrize(
    ("markup", "old", "new", "msgstr", "expected"),
    [
        ("html", "<b>un</b> jour", "<i>un</i> jour", "<b>a</b> day", "<i>a</i> day"),
        ("html", "<a href=x>ici", "<a href=y>ici", "<a href=x>here", "<a href=y>here"),
        ("html", "<a href=x>ici", "<a href=y>ici", "<a href=z>here", None),
        (
            "html",
            '<img alt="une salle" src="a.png"> ici',
            '<img alt="une salle" src="b.png"> ici',
            '<img alt="a room" src="a.png"> here',
            '<img alt="a room" src="b.png"> here',
        ),
        ("html", "un jour", "*un jour*", "a day", None),
        ("text", "un jour", "**un jour**", "a day", None),
        ("text", "<nom> de 48", "<nom> de 50", "<name> of 48", "<name> of 50"),
        ("text", "5 * 3", "5 * 4", "5 * 3", "5 * 4"),
    ],
)
def test_a_translation_follows_in_the_markup_it_is_written_in(
    markup: Markup, old: str, new: str, msgstr: str, expected: str | None
) -> None:
    repaired = repair(Text(old, markup), Text(new, markup), Text(msgstr, markup))
    assert (repaired.msgstr if repaired else None) == expected


LEFT = {
    "an ordinal has an ending": ("le 21e siècle", "le 22e siècle", "the 21st century"),
    "a number went": ("12 jours de fête", "jours de fête", "12 days of feast"),
    "an address went": ("voir https://a.example/x ici", "voir ici", "see https://a.example/x here"),
    "the number is written out": ("12 jours", "13 jours", "twelve days"),
    "it stands twice in the translation": ("le 3 mars", "le 4 mars", "3月3日"),
    "one of two equal numbers changed": ("48 et 48", "50 et 48", "48 and 48"),
    "one may mean another plural": ("1 jour", "2 jour", "1 day"),
    "how the translation would part thousands is not known": ("48 €", "1 250 €", "€48"),
    "a comma may part thousands or decimals": ("48 €", "1,250 €", "€48"),
    "the link is not the same": ("[ici](a)", "[ici](b)", "[here](c)"),
    "emphasis on other words": ("**un jour** là", "**un** jour là", "**a day** there"),
    "new markup": ("un jour là", "un **jour** là", "a day there"),
    "a line break more": ("un jour", "un\njour", "a day"),
    "it would end in another way": ("un jour\n", "un jour\n ", "a day\n\n"),
    "it ended in another way before": ("un jour\n", "un  jour\n", "a day"),
    "the words": ("un jour", "deux jours", "one day"),
    "typography": ("l'an 4", "l’an 5", "year 4"),
}


@pytest.mark.parametrize(("old", "new", "msgstr"), LEFT.values(), ids=LEFT)
def test_what_is_in_doubt_is_left_to_a_person(old: str, new: str, msgstr: str) -> None:
    assert repair(md(old), md(new), md(msgstr)) is None


NUMBERS_LEFT = {
    "a.m.": ("avant 10 h", "avant 14 h", "before 10 a.m.", "en"),
    "a.m., no space": ("avant 10 h", "avant 14 h", "before 10am", "en"),
    "AM after minutes": ("à 10:30", "à 14:30", "at 10:30 AM", "en"),
    "P.M.": ("at 20:00", "at 9:00", "at 20:00 P. M.", "en"),
    "a range of hours": ("de 10:00 à 11:00", "de 14:00 à 11:00", "10:00 to 11:00 a.m.", "en"),
    "noon": ("vers 12 h", "vers 14 h", "around 12 noon", "en"),
    "midnight": ("à 12 h", "à 13 h", "at 12 Midnight", "en"),
    "o’clock": ("à 8 h", "à 20 h", "at 8 o’clock", "en"),
    "a mere number for an hour": ("à 8 h", "à 20 h", "open at 8", "en"),
    "in the evening": ("à 8 h", "à 10 h", "at 8 hours in the evening", "en"),
    "the source has halves of the day": ("at 11 a.m.", "at 12 a.m.", "à 11 h", "fr"),
    "the source counts to twelve": ("at 11 o’clock", "at 12 o’clock", "à 11 h", "fr"),
    "du matin": ("at 10:00", "at 14:00", "à 10:00 du matin", "fr"),
    "de l’après-midi": ("à 3 h", "à 10 h", "à 3 h de l’après-midi", "fr"),
    "上午": ("à 10 h", "à 14 h", "上午10时", "zh"),
    "下午": ("à 3 h", "à 10 h", "下午3点", "zh"),
    "下午 before a time": ("at 3:30", "at 10:30", "下午3:30", "zh"),
    "早上": ("à 8 h", "à 20 h", "早上8点", "zh"),
    "晚上": ("at 8 hours", "at 10 hours", "晚上8点钟", "zh"),
    "点": ("à 8 h", "à 20 h", "8点开门", "zh"),
    "点 in the source": ("8点开门", "20点开门", "open at 8 h", "en"),
    "an ordinal": ("le 1er mai", "le 2er mai", "May 1st", "en"),
    "21st": ("第21届", "第22届", "the 21st", "en"),
    "an ordinal apart": ("le 21 mai", "le 22 mai", "the 21 st of May", "en"),
    "an ordinal in a tag": ("第21届", "第22届", "the 21<sup>st</sup>", "en"),
    "2e": ("on day 2", "on day 3", "le 2e jour", "fr"),
    "1ᵉʳ": ("May 21", "May 22", "le 21ᵉ mai", "fr"),
    "3º": ("May 21", "May 22", "el 21º de mayo", "es"),
    "a before a vowel": ("5 ans", "11 ans", "a 5-year-old", "en"),
    "an before a consonant": ("8 ans", "9 ans", "an 8-year-old", "en"),
    "An before marks": ("8 ans", "7 ans", "An *8*-year-old", "en"),
    "a before a currency": ("5 €", "8 €", "a €5 ticket", "en"),
    "a before thousands": ("5 000 pas", "11 000 pas", "a 5,000-step walk", "en"),
    "two ways to read it": ("1700 pages", "1800 pages", "a 1700-page book", "en"),
    "a before a percentage": ("10 %", "80 %", "a 10% rise", "en"),
    "one day": ("1 jours", "2 jours", "1 day", "en"),
    "more to one": ("第3天", "第1天", "3 days", "en"),
    "zero is one in French": ("0 days", "2 days", "0 jour", "fr"),
    "one and a half is one in French": ("1.5 days", "2.5 days", "1,5 jour", "fr"),
    "millions in French": ("2000000 people", "2000001 people", "2000000 de personnes", "fr"),
    "a fraction": ("1/2 journée", "3/2 journée", "1/2 day", "en"),
    "a range to one": ("0-2天", "0-1天", "0-2 days", "en"),
    "an elided word": ("more than 11", "more than 12", "plus d’11 personnes", "fr"),
    "a pair": ("les 2 hommes", "les 3 hommes", "both of the 2 men", "en"),
    "两": ("les 2 pays", "les 3 pays", "两国：共2个", "zh"),
    "tous deux": ("2 women", "3 women", "2 femmes, toutes deux", "fr"),
    "10多人": ("plus de 10 personnes", "plus de 12 personnes", "10多人", "zh"),
    "百余": ("plus de 100 personnes", "plus de 123 personnes", "100余人", "zh"),
    "10-odd": ("10多人", "12多人", "10-odd people", "en"),
    "a month is no count": ("3 personnes en mars", "4 personnes en mars", "3月有三人", "zh"),
    "a count is no month": ("3月有三人", "4月有三人", "in March, 3 people", "en"),
    "a share is no count": ("3 %", "4 %", "three per cent of 3", "en"),
    "百分之 is a share": ("3 sur cent", "4 sur cent", "百分之3", "zh"),
    "ten thousands are no units": ("3 personnes", "4 personnes", "3万人", "zh"),
    "a name": ("19 malades", "20 malades", "nineteen ill with Covid-19", "en"),
    "a sign that goes": ("de -5 %", "de 5 %", "by -5%", "en"),
    "a sign that comes": ("de 5 %", "de -5 %", "a rise of 5%", "en"),
    "day and month alike": ("le 05/05/2024", "le 06/05/2024", "on 05/05/2024", "en"),
}


@pytest.mark.parametrize(
    ("old", "new", "msgstr", "language"), NUMBERS_LEFT.values(), ids=NUMBERS_LEFT
)
def test_a_number_that_its_sentence_depends_on_is_left_to_a_person(
    old: str, new: str, msgstr: str, language: str
) -> None:
    plural_form = Locale(language).babel.plural_form
    assert repair(md(old), md(new), md(msgstr), plural_form, language=language) is None


NUMBERS_FOLLOWED = [
    ("2 h de train", "3 h de train", "2 hours by train", "3 hours by train", "en"),
    ("48 h", "72 h", "48-hour", "72-hour", "en"),
    ("à 14 h", "à 15 h", "14 h", "15 h", "en"),
    ("at 14:30", "at 15:30", "à 14:30", "à 15:30", "fr"),
    ("2 h de train", "3 h de train", "坐2小时火车", "坐3小时火车", "zh"),
    ("14 h", "15 h", "14时", "15时", "zh"),
    ("8 ans", "11 ans", "an 8-year-old", "an 11-year-old", "en"),
    ("5 ans", "7 ans", "a 5-year-old", "a 7-year-old", "en"),
    ("aged 5", "aged 8", "il a 5 ans", "il a 8 ans", "fr"),
    ("3 mois", "4 mois", "3个月", "4个月", "zh"),
    ("3月", "4月", "3月", "4月", "zh"),
    ("1 jour", "2 jour", "1天", "2天", "zh"),
    ("5 %", "6 %", "5%", "6%", "en"),
    ("5 %", "6 %", "百分之5", "百分之6", "zh"),
    ("5 %", "6 %", "5 percent", "6 percent", "en"),
    ("3 millions", "4 millions", "3 million", "4 million", "en"),
    ("5 km", "6 km", "5千米", "6千米", "zh"),
    ("le G7", "le G8", "七国集团（G7）", "七国集团（G8）", "zh"),
    ("第21届", "第22届", "Session 21", "Session 22", "en"),
    ("I am 10 and you are 20", "I am 11 and you are 20", "我10岁，你20岁", "我11岁，你20岁", "zh"),
    ("1-10 fois", "2-80 fois", "1-10 times", "2-80 times", "en"),
    ("BASE64, CB-3035", "BASE32, CB-3036", "base64, cb-3035", "base32, cb-3036", "en"),
    ("10-12 personnes", "10-15 personnes", "10-12 people", "10-15 people", "en"),
    ("le 05/06/2024", "le 07/06/2024", "on 05/06/2024", "on 07/06/2024", "en"),
    ("2 femmes", "3 femmes", "2 women", "3 women", "en"),
]


@pytest.mark.parametrize(("old", "new", "msgstr", "expected", "language"), NUMBERS_FOLLOWED)
def test_a_number_that_nothing_depends_on_is_followed(
    old: str, new: str, msgstr: str, expected: str, language: str
) -> None:
    plural_form = Locale(language).babel.plural_form
    repaired = repair(md(old), md(new), md(msgstr), plural_form, language=language)
    assert repaired is not None
    assert repaired.msgstr == expected


def test_a_number_keeps_its_plural_form_in_the_language_translated_to() -> None:
    polish = Locale("pl").babel.plural_form
    assert repair(md("4 jours"), md("5 jours"), md("4 dni"), polish) is None
    repaired = repair(md("5 jours"), md("6 jours"), md("5 dni"), polish)
    assert repaired is not None
    assert repaired.msgstr == "6 dni"


@given(
    msgstrs | st.just("<img alt=\"a\" src=b title='c d'><a title=e>f</a><!-- g --> < h *i* \\j"),
    st.sampled_from(MARKUPS),
)
def test_tokens_joined_are_the_text(text: str, markup: Markup) -> None:
    assert "".join(token.text for token in read(Text(text, markup)).tokens) == text


@given(msgstrs, msgstrs, msgstrs)
def test_a_change_there_and_back_has_one_class_and_repairs_nothing_but_itself(
    old: str, new: str, msgstr: str
) -> None:
    assert classify(md(old), md(new)) is classify(md(new), md(old))
    repaired = repair(md(old), md(new), md(msgstr))
    if repaired is not None:
        assert repaired.change.kind not in (ChangeClass.MEANING, ChangeClass.TYPOGRAPHY)


carried = st.sampled_from(
    ["48", "50", "12 400", "3,5", "2024", "**x**", "*x*", "<b>x</b>", "[x](a)", "[x](b)", "`a`",
     "`b`", "https://a.example/x", "https://a.example/y", "[^1]", "+33 1 23 45 67 89"]
)  # fmt: skip


@given(st.lists(carried, max_size=5), st.lists(carried, max_size=5), st.randoms())
def test_a_repaired_translation_carries_what_its_source_carries(
    old: list[str], new: list[str], chance: random.Random
) -> None:
    moved = [*old, *(f"mot{letter}" for letter in "abc")]
    chance.shuffle(moved)
    source, changed, translation = (" , ".join(each) for each in (old, new, moved))
    repaired = repair(md(source), md(changed), md(translation))
    if repaired is not None:
        assert _carried(repaired.msgstr) == _carried(changed)


def _carried(text: str) -> list[str]:
    kinds = (ChangeClass.NUMBER, ChangeClass.URL, ChangeClass.MARKUP)
    return sorted(
        token.value or token.text for token in read(md(text)).tokens if token.kind in kinds
    )


@given(st.integers(2, 10**9), st.integers(2, 10**9), st.sampled_from([" ", "\u202f", ",", "."]))
def test_a_number_is_written_as_the_translation_writes_numbers(
    old: int, new: int, group: str
) -> None:
    source, target = f"{old:_}".replace("_", "\u202f"), f"{old:_}".replace("_", group)
    assert same_number(source, target)
    expected = f"{new:_}".replace("_", group)
    found = rewritten(source, f"{new:_}".replace("_", "\u202f"), target)
    assert found in (expected, None)
    if len(str(old)) > 3 or len(str(new)) <= 3:
        assert found == expected


changes = (
    st.builds(
        Change,
        st.sampled_from(ChangeClass),
        repaired=st.booleans(),
        repairs=st.just(""),
    )
    | st.builds(
        Change,
        st.sampled_from(ChangeClass),
        besides=st.sampled_from(get_args(Besides)),
    )
    | st.builds(
        Change,
        st.sampled_from(ChangeClass),
        repaired=st.just(True),
        repairs=st.sampled_from(["48 → 50", "** → (nothing); 3 → 4"]),
    )
)


@given(changes, changes)
def test_the_comment_says_one_change_and_keeps_what_people_wrote(one: Change, two: Change) -> None:
    assert Change.parse(str(one)) == one
    human = ("repaired: number plate", "source changed: twice", "changed")
    once = one.marked(human)
    assert two.marked(once) == (*human, str(two))
    assert without_marks(once) == human
