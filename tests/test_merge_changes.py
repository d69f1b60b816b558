"""Classes of change, and translations that follow their source where that is safe."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import msgstrs
from workflow.catalogue.changes import classify
from workflow.catalogue.numerals import rewritten, same_number
from workflow.catalogue.repair import repair
from workflow.catalogue.tokens import tokens
from workflow.model import Change, ChangeClass, Locale
from workflow.model.change import without_marks

CHANGES = [
    ("white space", "un  atelier", "un atelier"),
    ("white space", "un atelier ", "un atelier"),
    ("typography", "l'atelier", "l’atelier"),
    ("typography", "« oui »", "“oui”"),
    ("typography", "oui...", "oui…"),
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
    assert classify(old, new) == kind
    assert classify(new, old) == kind


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
    markup: str, kind: str, old: str, new: str
) -> None:
    assert classify(old, new, markup) == kind
    assert classify(new, old, markup) == kind


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
    ("white space", "un jour\n", "un jour", "a day\n", "a day"),
    ("number", "**48** ici", "*50* ici", "**48** here", "*50* here"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "old", "new", "msgstr", "expected"), REPAIRED)
def test_a_translation_follows_where_the_same_replacement_is_unambiguous(
    kind: str, old: str, new: str, msgstr: str, expected: str
) -> None:
    repaired = repair(old, new, msgstr)
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
    markup: str, old: str, new: str, msgstr: str, expected: str | None
) -> None:
    repaired = repair(old, new, msgstr, markup=markup)
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
    "the words": ("un jour", "deux jours", "one day"),
    "typography": ("l'an 4", "l’an 5", "year 4"),
}


@pytest.mark.parametrize(("old", "new", "msgstr"), LEFT.values(), ids=LEFT)
def test_what_is_in_doubt_is_left_to_a_person(old: str, new: str, msgstr: str) -> None:
    assert repair(old, new, msgstr) is None


def test_a_number_keeps_its_plural_form_in_the_language_translated_to() -> None:
    polish = Locale("pl").babel.plural_form
    assert repair("4 jours", "5 jours", "4 dni", polish) is None
    repaired = repair("5 jours", "6 jours", "5 dni", polish)
    assert repaired is not None
    assert repaired.msgstr == "6 dni"


@given(
    msgstrs | st.just("<img alt=\"a\" src=b title='c d'><a title=e>f</a><!-- g --> < h *i* \\j"),
    st.sampled_from(["markdown", "html", "text"]),
)
def test_tokens_joined_are_the_text(text: str, markup: str) -> None:
    assert "".join(token.text for token in tokens(text, markup)) == text


@given(msgstrs, msgstrs, msgstrs)
def test_a_change_there_and_back_has_one_class_and_repairs_nothing_but_itself(
    old: str, new: str, msgstr: str
) -> None:
    assert classify(old, new) is classify(new, old)
    repaired = repair(old, new, msgstr)
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
    repaired = repair(source, changed, translation)
    if repaired is not None:
        assert _carried(repaired.msgstr) == _carried(changed)


def _carried(text: str) -> list[str]:
    kinds = (ChangeClass.NUMBER, ChangeClass.URL, ChangeClass.MARKUP)
    return sorted(token.value or token.text for token in tokens(text) if token.kind in kinds)


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


changes = st.builds(
    Change,
    st.sampled_from(ChangeClass),
    repaired=st.booleans(),
    repairs=st.just(""),
) | st.builds(
    Change,
    st.sampled_from(ChangeClass),
    repaired=st.just(True),
    repairs=st.sampled_from(["48 → 50", "** → (nothing); 3 → 4"]),
)


@given(changes, changes)
def test_the_comment_says_one_change_and_keeps_what_people_wrote(one: Change, two: Change) -> None:
    assert Change.parse(str(one)) == one
    human = ("repaired: number plate", "source changed: twice", "changed")
    once = one.marked(human)
    assert two.marked(once) == (*human, str(two))
    assert without_marks(once) == human
