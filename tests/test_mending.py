"""Numbers, dates and punctuation of a draft become those of its language, and nothing else does."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.texts import MARKUPS
from workflow.engines.engine import MACHINE, Draft, Request
from workflow.engines.masking import sound
from workflow.engines.verification import finish, mended
from workflow.errors import EngineError
from workflow.inline.datelines import may_be_dated, redated
from workflow.inline.localised import strictly
from workflow.inline.pattern import read
from workflow.model import Locale, Markup, Text

FR, EN, ZH = "fr", "en", "zh"
N, T = "\u00a0", "\u202f"


def mend(source: str, draft: str, pair: tuple[str, str], markup: Markup = "markdown") -> str:
    locales = Locale(pair[0]), Locale(pair[1])
    return mended(Text(source, markup), Text(draft, markup), locales).value


@pytest.mark.parametrize(
    ("source", "target", "written", "left", "printed"),
    [
        # a decimal mark, thousands
        (FR, EN, "1 234,5", "1 234,5", "1,234.5"),
        (FR, EN, f"1{T}234,5", "1 234,5", "1,234.5"),
        (FR, ZH, "12,5", "12,5", "12.5"),
        (EN, FR, "1,234.5", "1,234.5", f"1{T}234,5"),
        (EN, FR, "10,000", "10,000", f"10{T}000"),
        (EN, FR, "10,000", "10 000", f"10{T}000"),
        (EN, "fr_CA", "1,234.5", "1,234.5", f"1{N}234,5"),
        (EN, "fr_CH", "1,234.5", "1,234.5", f"1{T}234,5"),
        ("fr_CH", EN, "1’234,5", "1’234,5", "1,234.5"),
        (ZH, FR, "3.5公里", "3.5 km", "3,5\u00a0km"),
        (EN, FR, "2.5 to 3.7%", "2.5 à 3.7 %", f"2,5 à 3,7{N}%"),
        (ZH, FR, "12,345.6公里", "12,345.6 km", f"12{T}345,6{N}km"),
        (FR, EN, "1,234", "1,234", "1.234"),
        (EN, FR, "1.234 kg", "1.234 kg", "1,234\u00a0kg"),
        # millions, 万
        (FR, EN, "3,2 millions d’euros", "3,2 millions of euros", "3.2 million euros"),
        (EN, FR, "About 3.2 million", "Environ 3.2 millions", "Environ 3,2 millions"),
        (EN, FR, "Some 1.4 billion", "Quelque 1.4 milliard", "Quelque 1,4 milliard"),
        (FR, EN, "Seuls 3,5 % des foyers", "Only 3,5 % of homes", "Only 3.5% of homes"),
        (EN, FR, "Table 3.2: 4.5%", "Tableau 3.2 : 4.5 %", f"Tableau 3.2{N}: 4,5{N}%"),
        (FR, EN, "3,2 millions d’euros", "3.2 million euros", "3.2 million euros"),
        (FR, EN, "1,5 milliard de francs", "1,5 milliard of francs", "1.5 billion francs"),
        (FR, ZH, "3,2 millions", "3,2 millions", "320万"),
        (FR, "zh_Hant", "3,2 millions", "3,2 millions", "320萬"),
        (EN, ZH, "3.2 million people", "3.2 million 人", "320万人"),
        (EN, ZH, "1.5 billion", "1.5 billion", "15亿"),
        (EN, FR, "3.5 million euros", "3.5 million euros", "3,5 millions d’euros"),
        (EN, FR, "2 billion dollars", "2 billion dollars", "2 milliards de dollars"),
        (ZH, FR, "320万欧元", "320万 euros", "3,2 millions d’euros"),
        (ZH, EN, "25万人", "25万 people", "250,000 people"),
        (ZH, EN, "12亿", "12亿", "1.2 billion"),
        # money, percentages
        (FR, EN, "5 €", "5 €", "€5"),
        (FR, EN, "5 millions €", "5 million €", "€5 million"),
        (EN, FR, "$5", "$5", f"5{N}$"),
        (EN, FR, "$5 million", "$5 million", "5 millions de dollars"),
        (EN, ZH, "€3.2 million", "€3.2 million", "320万欧元"),
        (FR, EN, "3,5 %", "3,5 %", "3.5%"),
        (FR, ZH, "3 %", "3 %", "3%"),
        (ZH, FR, "3%", "3%", f"3{N}%"),
        (EN, FR, "3%", "3 %", f"3{N}%"),
        # times, dates, ordinals
        (FR, EN, "à 14 h 30", "at 14 h 30", "at 14:30"),
        (FR, ZH, "14h30", "14h30", "14:30"),
        (EN, FR, "at 2:30 p.m.", "à 2:30 p.m.", f"à 14{N}h{N}30"),
        (EN, FR, "at 2 pm", "à 2 pm", f"à 14{N}h"),
        (EN, ZH, "at 9:05 a.m.", "9:05 a.m.", "9:05"),
        (ZH, EN, "下午2点30分", "下午2点30分", "14:30"),
        (ZH, FR, "上午9时", "上午9时", "上午9时"),
        (FR, EN, "le 12/03/2026", "on 12/03/2026", "on 12 March 2026"),
        (FR, ZH, "le 12/03/2026", "12/03/2026", "2026年3月12日"),
        (FR, "en_GB", "le 12/03/2026", "on 12/03/2026", "on 12/03/2026"),
        (EN, FR, "on 03/25/2026", "le 03/25/2026", "le 25/03/2026"),
        (EN, FR, "on 03/05/2026", "le 03/05/2026", "le 03/05/2026"),
        ("en_GB", FR, "on 03/05/2026", "le 03/05/2026", "le 03/05/2026"),
        ("en_GB", ZH, "on 03/05/2026", "03/05/2026", "2026年5月3日"),
        (FR, EN, "le 12 mars 2026", "on 12 mars 2026", "on 12 March 2026"),
        (FR, "en_US", "le 12 mars 2026", "on 12 mars 2026", "on March 12, 2026"),
        (EN, FR, "on March 1, 2026", "le March 1, 2026", "le 1er mars 2026"),
        (EN, ZH, "on 12 March 2026", "12 March 2026", "2026年3月12日"),
        (ZH, FR, "2026年3月1日", "2026年3月1日", "1er mars 2026"),
        (ZH, EN, "3月12日", "on 3月12日", "on 12 March"),
        (FR, EN, "le 2e étage", "the 2e floor", "the 2nd floor"),
        (FR, EN, "le 1er, le 11e", "the 1er, the 11e", "the 1st, the 11th"),
        (EN, FR, "the 1st, the 22nd", "le 1st, le 22nd", "le 1er, le 22e"),
        # names, versions, what stands right already, what the source has not
        (EN, FR, "Python 3.11 and version 2.5", "Python 3.11 et version 2.5",
         "Python 3.11 et version 2.5"),
        (EN, FR, "CC BY 4.0, CC-BY-SA-4.0, GPT-4.5, HTTP/1.1, f/1.8, 4.2(b)",
         "CC BY 4.0, CC-BY-SA-4.0, GPT-4.5, HTTP/1.1, f/1.8, 4.2(b)",
         "CC BY 4.0, CC-BY-SA-4.0, GPT-4.5, HTTP/1.1, f/1.8, 4.2(b)"),
        (EN, FR, "(48.8566, 2.3522) target 5.2", "(48.8566, 2.3522) objectif 5.2",
         "(48.8566, 2.3522) objectif 5.2"),
        (EN, ZH, "from 2.30 pm to 10.15am", "2.30 pm到10.15am", "14:30到10:15"),
        (EN, FR, "COVID-19, A4, 2026", "COVID-19, A4, 2026", "COVID-19, A4, 2026"),
        (FR, EN, "1 234,5", "1,234.5", "1,234.5"),
        (FR, EN, "deux", "2,5", "2,5"),
        (EN, FR, "10.1.2 and 192.168.0.1", "10.1.2 et 192.168.0.1", "10.1.2 et 192.168.0.1"),
        (FR, EN, "2026-03-12", "2026-03-12", "2026-03-12"),
    ],
)  # fmt: skip
def test_numbers_left_as_the_source_writes_them(
    source: str, target: str, written: str, left: str, printed: str
) -> None:
    assert mend(written, left, (source, target)) == printed
    assert mend(f"**{written}** `1,5`", f"**{left}** `1,5`", (source, target)).startswith(
        f"**{printed}**"
    )


@pytest.mark.parametrize(
    ("target", "raw", "printed"),
    [
        ("fr", "Oui ! Non ? Vu ; fini : là", f"Oui{T}! Non{T}? Vu{T}; fini{N}: là"),
        ("fr", "Oui! Non? Vu; fini: là", f"Oui{T}! Non{T}? Vu{T}; fini{N}: là"),
        ("fr", "“ un mot ” et 5%", f"«{N}un mot{N}» et 5{N}%"),
        ("fr", 'dit "mot".', f"dit «{N}mot{N}»."),
        ("fr", "«un mot»", f"«{N}un mot{N}»"),
        ("fr", "l'eau", "l’eau"),
        ("fr", "Bonjour，le monde。Oui（non）！", f"Bonjour, le monde. Oui (non){T}!"),
        ("fr", "à 14:30 (http://a.example/b?c)", "à 14:30 (http://a.example/b?c)"),
        ("fr", "**Note**: *oui*!", f"**Note**{N}: *oui*{T}!"),
        ("fr_CA", "Oui ! Vu ; fini : là", f"Oui! Vu; fini{N}: là"),
        ("fr_CH", "Oui! «mot»", f"Oui! «{T}mot{T}»"),
        ("en", "« a word », he said : yes ; no ?", "“a word”, he said: yes; no?"),
        ("en", "it's 12 %", "it’s 12%"),
        ("en", "Hello（world），yes：no。", "Hello (world), yes: no."),
        ("en", '5" and "six', '5" and "six'),
        ("zh", "你好,世界!好吗?是:不;", "你好，世界！好吗？是：不；"),
        ("zh", "你好 ， 世界 。", "你好，世界。"),
        ("zh", '他说"好".', "他说“好”。"),
        ("zh", "他说「好」（见下）", "他说“好”（见下）"),
        ("zh", "城市(Prato)和人(见下).", "城市（Prato）和人（见下）。"),
        ("zh", "等等...", "等等……"),
        ("zh", "3.5, 4,000 and A, B", "3.5, 4,000 and A, B"),
        ("zh", "**注意**:见[表](a.b)!", "**注意**：见[表](a.b)！"),
        ("zh_Hant", "他說“好‘的’”,", "他說「好『的』」，"),
    ],
)
def test_punctuation(target: str, raw: str, printed: str) -> None:
    source = {"fr": "en", "en": "fr", "zh": "fr"}[target[:2]]
    assert mend("un «mot» ici 14:30", raw, (source, target)) == printed


@pytest.mark.parametrize(
    ("source", "draft", "better", "pair"),
    [
        ("Une carte du port", "A map\nof the port", "A map of the port", (FR, EN)),
        ("Une carte du port", "港口\n地图", "港口地图", (FR, ZH)),
        ("Une carte", "# A map", "A map", (FR, EN)),
        ("地图", "> Une carte", "Une carte", (ZH, FR)),
        ("A map", "- 一张地图", "一张地图", (EN, ZH)),
        ("— Une carte", "- A map", "- A map", (FR, EN)),
        ("Une carte", "\ufeff\u202eA\u200b map", "A map", (FR, EN)),
        ("Une carte", '"A map"', "A map", (FR, EN)),
        ("A map", "«\u00a0Une carte\u00a0»", "Une carte", (EN, FR)),
        ("« Une carte »", '"A map"', "“A map”", (FR, EN)),
    ],
)
def test_what_models_put_around_a_text_goes(
    source: str, draft: str, better: str, pair: tuple[str, str]
) -> None:
    assert mend(source, draft, pair) == better


def test_straight_marks_of_the_source_stay() -> None:
    assert mend('L\'eau "claire"', 'It\'s "clear"', (FR, EN)) == 'It\'s "clear"'


@pytest.mark.parametrize("markup", MARKUPS)
def test_references_that_a_service_wrote_are_letters_again(markup: Markup) -> None:
    raw = "The &eacute;t&amp;eacute; isn&#39;t &laquo;&nbsp;on&nbsp;&raquo;"
    assert mend("L’été", raw, (FR, EN), markup) == "The été isn’t “on”"
    assert mend("a &copy; b", "x &copy; y", (FR, EN), markup) == "x &copy; y"
    assert mend("a", "b &lt;i>", (FR, EN), "html") == "b &lt;i>"


PIECES = (
    "mot", "Word", "中文", "，", "。", ",", ".", " ", "!", "?", ":", ";", "«", "»", "“", "”", '"',
    "'",
    "(", ")", "（", "）", "3,5", "1 234", "1,234.5", "12/03/2026", "14 h 30", "2:30 p.m.", "%", "€",
    "320万", "3.2 million", "12 mars 2026", "**", "*", "`a,b!`", "[a](b:c)", "<b>", "</b>", "{x}",
    "https://a.example/?b;c", "+33 1 99 00 12 34", "&eacute;", "\\*", "\\\n", "[^1]", "...", "…",
    "\u00a0", "\u202f", "\U000f0001",
)  # fmt: skip
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=14).map("".join)
pairs = st.sampled_from(
    [
        (a, b)
        for a in ("fr", "en", "zh")
        for b in ("fr", "fr_CA", "fr_CH", "en", "en_GB", "zh", "zh_Hant")
    ]
)


@given(texts, texts, pairs, st.sampled_from(MARKUPS))
def test_mending_changes_no_placeable_and_mends_once(
    source: str, draft: str, pair: tuple[str, str], markup: Markup
) -> None:
    before = Text(draft, markup)
    once = mend(source, draft, pair, markup)
    after = Text(once, markup)
    kept = [each.text for each in read(after).placeables]
    if "&" not in draft:
        assert kept == [each.text for each in read(before).placeables]
        assert sound(before, after)
    assert mend(source, once, pair, markup) == once


@given(texts, texts, pairs, st.sampled_from(MARKUPS))
def test_every_answer_becomes_a_draft_or_an_error(
    source: str, draft: str, pair: tuple[str, str], markup: Markup
) -> None:
    request = Request(source, Locale(pair[0]), Locale(pair[1]), markup=markup)
    outcome = finish(Draft(draft, MACHINE, "engine"), request)
    assert isinstance(outcome, Draft | EngineError)


@given(
    st.decimals(min_value=0, max_value=Decimal(10) ** 9, places=2, allow_nan=False),
    st.sampled_from([(FR, EN), (EN, FR), (FR, ZH), (ZH, FR), ("fr_CA", EN), (EN, "fr_CA")]),
)
def test_no_number_changes_its_value(number: Decimal, pair: tuple[str, str]) -> None:
    source, target = pair
    written = format_decimal(number, locale=source)
    found = mend(f"x {written} km", f"z {written} km", pair)[2:-3]
    there, here = strictly(written, Locale(source)), strictly(found, Locale(target))
    assume(there is not None)
    assert here is not None
    assert there is not None
    assert float(here) == float(there)
    assert re.sub(r"\D", "", found) == re.sub(r"\D", "", written)


_OF_DATES = (
    "12 3 30 2026 14 / : . h H a p m , er st nd 年 月 日 点 时 半 下午 mars Mars March août "
    "décembre Dec May le at"
)
_DATED = st.lists(st.sampled_from([*_OF_DATES.split(), " ", N, T]), max_size=9).map("".join)


@given(_DATED, st.sampled_from([(FR, EN), (EN, FR), (FR, ZH), (ZH, FR), (EN, ZH), (ZH, EN)]))
def test_a_line_that_is_told_to_have_no_date_has_none(line: str, pair: tuple[str, str]) -> None:
    locales = Locale(pair[0]), Locale(pair[1])
    if redated(line, locales, lambda _text: True) != line:
        assert may_be_dated(line, locales[0])
