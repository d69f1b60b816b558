"""Matches made to fit: what is swapped, and what is left because it is not certain."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.merge.changes import compared
from workflow.merge.repair import adapted, outline
from workflow.model import Locale

FR, EN, ZH = Locale("fr"), Locale("en"), Locale("zh")

SWAPPED = [
    # numbers, as each language writes them
    ("34 personnes", "34 people", "56 personnes", EN, "56 people"),
    ("4\u202f000 francs", "4,000 francs", "5\u202f500 francs", EN, "5,500 francs"),
    ("4\u202f000 francs", "4,000 francs", "5 500 francs", EN, "5,500 francs"),
    ("12,5 % des pages", "12.5% of pages", "37,5 % des pages", EN, "37.5% of pages"),
    # where words differ as well
    ("34 personnes sont là", "34 people are there", "56 gens sont là", EN, "56 people are there"),
    # addresses
    ("Voir https://a.org/x", "See https://a.org/x", "Voir https://b.net/y", EN, "See https://b.net/y"),
    ("Écrire à a@b.org", "Write to a@b.org", "Écrire à c@d.org", EN, "Write to c@d.org"),
    ("[ici](https://a.org)", "[here](https://a.org)", "[ici](/b)", EN, "[here](/b)"),
    # dates
    ("Le 12/03/2026", "On 12/03/2026", "Le 13/04/2027", EN, "On 13/04/2027"),
    ("Le 2026-03-12", "On 2026-03-12", "Le 2027-04-13", EN, "On 2027-04-13"),
    ("Le 12 mars 2026", "On March 12, 2026", "Le 13 avril 2027", EN, "On April 13, 2027"),
    ("Le 12 mars 2026", "On 12 Mar 2026", "Le 12 avril 2026", EN, "On 12 Apr 2026"),
    ("Le 1er mars", "1 March", "Le 1er mai", EN, "1 May"),
    ("Du 2 mars au 3 mai", "2 March to 3 May", "Du 2 juin au 4 mai", EN, "2 June to 4 May"),
    ("Le 12 mars 2026", "2026年3月12日", "Le 15 avril 2027", ZH, "2027年4月15日"),
]  # fmt: skip

LEFT = [
    # nothing differs that is swapped
    ("34 personnes", "34 people", "34 gens", EN),
    # not the same kinds in the same order
    ("34 personnes", "34 people", "beaucoup de personnes", EN),
    ("34 personnes", "34 people", "34 personnes, 2 fois", EN),
    ("34 personnes", "34 people", "https://a.org personnes", EN),
    # one becomes two
    ("2 et 2 chats", "2 and 2 cats", "2 et 3 chats", EN),
    # not in the translation, or not as often
    ("34 personnes", "thirty-four people", "56 personnes", EN),
    ("34 personnes", "34 of 34 people", "56 personnes", EN),
    ("Le 12 mars", "On 12th", "Le 12 avril", EN),
    # another plural
    ("1 chat", "1 cat", "2 chats", EN),
    # no date: no number beside it
    ("Fin mars", "End of March", "Fin avril", EN),
]


@pytest.mark.parametrize(("source", "target", "wanted", "language", "result"), SWAPPED)
def test_swapped(source: str, target: str, wanted: str, language: Locale, result: str) -> None:
    found = adapted(source, target, wanted, (FR, language))
    assert found is not None
    assert found[1] == result


@pytest.mark.parametrize(("source", "target", "wanted", "language"), LEFT)
def test_left(source: str, target: str, wanted: str, language: Locale) -> None:
    assert adapted(source, target, wanted, (FR, language)) is None


def test_english_months_that_are_words_are_left_alone() -> None:
    text = "On 2 May 2026, it may rain; they march"
    found = adapted(text, "Le 2 mai 2026", "On 2 June 2026, it may rain; they march", (EN, FR))
    assert found == ("On 2 June 2026, it may rain; they march", "Le 2 juin 2026")


def test_chinese_dates_are_sources_too() -> None:
    found = adapted("2026年3月12日", "Le 12 mars 2026", "2027年4月15日", (ZH, FR))
    assert found == ("2027年4月15日", "Le 15 avril 2027")


@given(st.text("abc 12,./@é中-", max_size=40), st.text("abc 12,./@é中-", max_size=40))
def test_never_fails(source: str, wanted: str) -> None:
    found = adapted(source, source, wanted, (FR, EN))
    if found is not None:
        assert found[0] != source


def test_the_outline_is_blind_to_what_is_swapped() -> None:
    assert outline("Le 12/03 à a@b.org, https://c.org/d?e (4\u202f000 €)") == outline(
        "Le 3/04 à c@d.fr, https://x.net (5 €)"
    )
    assert outline("Un atelier") == "Un atelier"


@given(st.text("ab c,中é", max_size=30), st.text("ab c,中é", max_size=30))
def test_the_pieces_of_a_comparison_are_both_texts(old: str, new: str) -> None:
    pieces = list(compared(old, new))
    assert "".join(piece for kind, piece in pieces if kind != "added") == old
    assert "".join(piece for kind, piece in pieces if kind != "removed") == new


def test_words_are_compared_whole_and_chinese_by_the_character() -> None:
    assert list(compared("Un atelier de deux jours", "Un atelier de trois jours")) == [
        ("same", "Un atelier de "),
        ("removed", "deux"),
        ("added", "trois"),
        ("same", " jours"),
    ]
    assert list(compared("移动登记点", "移动登记站")) == [
        ("same", "移动登记"),
        ("removed", "点"),
        ("added", "站"),
    ]
