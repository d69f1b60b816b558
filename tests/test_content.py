"""What is form and what is content: what `approve --carry-over` may take over, and what never."""

from __future__ import annotations

import pytest

from tests.texts import MARKUPS, md
from workflow.merge.changes import classify, words
from workflow.model import ChangeClass, Markup, Text

CONTENT = [
    # signs of numbers
    ("Il fait –5 degrés", "Il fait 5 degrés"),
    ("Il fait -5 degrés", "Il fait 5 degrés"),
    ("Il fait −5 degrés", "Il fait 5 degrés"),
    ("−5", "5"),
    ("气温为-5度", "气温为5度"),
    ("(–5)", "(5)"),
    ("pages 5–7", "pages 5 7"),
    ("pages 5-7", "pages 5 7"),
    ("pages 5–7", "pages 57"),
    ("5 − 3", "5 3"),
    ("5 – 3", "5 — 3 ans"),
    ("2020—2024年", "2020 2024年"),
    ("2020–2024", "2020−2024"),
    ("5 -3", "5 - 3"),
    ("1,5 million", "1.5 million"),
    ("1,5 million", "15 million"),
    ("1.500 euros", "1500 euros"),
    ("5 %", "5 ‰"),
    ("5%", "5"),
    ("+5", "5"),
    ("5' 30\"", "5\" 30'"),
    ("<5", "5"),
    ("3 * 4", "3 4"),
    # signs in words
    ("peut-être", "peut être"),
    ("peut-être", "peutêtre"),
    ("co-op", "coop"),
    ("re-sign", "resign"),
    ("l’a", "la"),
    ("l’a", "l a"),
    ("qu'il", "quil"),
    ("we're", "were"),
    ("it's", "its"),
    ("Covid-19", "Covid 19"),
    ("Paris–Lyon", "Paris Lyon"),
    ("Paris–Lyon", "Paris-Lyon"),
    ("vingt-et-un", "vingt et un"),
    # letters
    ("Polish", "polish"),
    ("a", "à"),
    ("pêche", "péché"),
    ("ISI", "İSİ"),
    ("中国", "中國"),
    # punctuation and brackets
    ("甲，乙", "甲、乙"),
    ("《报告》", "“报告”"),
    ("《报告》", "报告"),
    ("好。", "好？"),
    ("Oui.", "Oui ?"),
    ("(sic)", "sic"),
    ("a, b", "a b"),
    ("« libre »", "libre"),
    ("“free”", "free"),
    ("Fin…", "Fin"),
    ("Oui – non", "Oui non"),
    ("a; b", "a, b"),
    # markup that says something
    ("~~supprimé~~", "supprimé"),
    ("un ~~mot~~ ici", "un mot ici"),
    ("km<sup>2</sup>", "km2"),
    ("H<sub>2</sub>O", "H2O"),
    ("<del>non</del> oui", "non oui"),
    ("<ins>oui</ins>", "oui"),
    ("<s>90 €</s> 50 €", "90 € 50 €"),
    ("[ici](a.md)", "ici"),
    ("note[^1]", "note"),
    ("`rm`", "`ls`"),
]
FORM = [
    ("« Bonjour »", "“Bonjour”"),
    ("« Bonjour »", "\u00ab\u00a0Bonjour\u00a0\u00bb"),
    ("'Bonjour'", "‘Bonjour’"),
    ("“a ‘b’ c”", "« a « b » c »"),
    ("「你好」", "“你好”"),
    ("l'eau", "l’eau"),
    ("dogs' tails", "dogs’ tails"),
    ("Fin...", "Fin…"),
    ("好……", "好…"),
    ("Oui – non", "Oui — non"),
    ("Oui - non", "Oui – non"),
    ("是——不是", "是—不是"),
    ("5 km", "5\u00a0km"),
    ("1 500 €", "1\u202f500 €"),
    ("1 500 €", "1500 €"),
    ("Quoi ?", "Quoi\u202f?"),
    ("a  b", "a b"),
    ("a\u200bb c", "a\u200bb  c"),
    ("peut-être", "peut‑être"),
    ("*mot*", "**mot**"),
    ("*mot*", "mot"),
    ("<b>mot</b>", "<strong>mot</strong>"),
    ("e\u0301te\u0301", "été"),
]


@pytest.mark.parametrize(("old", "new"), CONTENT)
def test_content(old: str, new: str) -> None:
    for one, other in ((old, new), (new, old)):
        assert words(md(one)) != words(md(other))
        light = {ChangeClass.WHITE_SPACE, ChangeClass.TYPOGRAPHY}
        assert classify(md(one), md(other)) not in light


@pytest.mark.parametrize(("old", "new"), FORM)
def test_form(old: str, new: str) -> None:
    assert words(md(old)) == words(md(new))


@pytest.mark.parametrize("markup", MARKUPS)
def test_signs_count_whatever_the_text_is_written_in(markup: Markup) -> None:
    for one, other in (("–5", "5"), ("5–7", "5 7"), ("peut-être", "peut être"), ("l’a", "la")):
        assert words(Text(one, markup)) != words(Text(other, markup))
        assert classify(Text(one, markup), Text(other, markup)) is ChangeClass.MEANING
