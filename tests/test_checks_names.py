"""The shipped tables of names, and what rules make of them beside a project's glossary."""

from __future__ import annotations

from typing import get_args

import pytest
from babel import Locale as Cldr
from hypothesis import given
from hypothesis import strategies as st

from workflow.checks import Subject, Translation
from workflow.checks.carried import check_markup
from workflow.checks.consistency import check_inconsistent
from workflow.checks.folding import fold
from workflow.checks.gazetteer import Table, gazetteer, is_acronym, known, related
from workflow.checks.name_signs import GIVEN, OF_TABLE, OFFICE, names_signed
from workflow.checks.other_people import people
from workflow.checks.person_names import check_person_names
from workflow.checks.pinyin import misread
from workflow.formats import parse
from workflow.model import Article, Locale, Message, Segment

LANGUAGES = ("fr", "en", "zh")
SCRIPTS = ("fr", "en", "zh_Hans", "zh_Hant")


@pytest.mark.parametrize("table", get_args(Table))
def test_every_name_of_a_table_is_found_where_it_stands(table: Table) -> None:
    for number, each in known(table).items():
        for script in SCRIPTS:
            assert each.names[script], (number, script)
            for name in each.names[script]:
                text = name.removeprefix("~")
                if len(text) == 1:  # found beside another alone: 中法
                    continue
                between = f"（{text}）" if script.startswith("zh") else f"– {text} –"
                found = gazetteer(table, script[:2]).find(between)
                assert any(number in mention.ids for mention in found), (number, text)
                assert all(between[m.start : m.end] == m.text for m in found if "." not in text)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("table", get_args(Table))
def test_words_show_every_name_that_is_found(table: Table, language: str) -> None:
    names = {name for each in known(table).values() for name in each.names[language]}
    for name in sorted(names):
        text = name.removeprefix("~")
        for frame in ("{}", "({}),", "l’{}", "«\u00a0{}\u00a0»", "x-{}’s", "A/{}"):
            for each in (text, text.upper(), ".".join(text) + "."):
                line = frame.format(each)
                if gazetteer(table, language).find(line):
                    assert names_signed(line, language) & OF_TABLE[table], line


PEOPLE = (
    "Mr M. Dr D’ l’ John Jean Paul Jean-Paul MACRON Macron Marcon Élise x, (Paul) Anna. U.N. "
    "Marie’s mayor le the"
).split()


@given(st.lists(st.sampled_from(PEOPLE)))
def test_words_show_every_given_name_and_office(words: list[str]) -> None:
    text = " ".join(words)
    assert not people(text) or names_signed(text, "en") & GIVEN
    assert "mayor" not in words or names_signed(text, "en") & OFFICE


def test_there_are_three_hundred_organisations_each_part_of_one_that_is_there() -> None:
    organisations = known("organisations")
    assert len(organisations) >= 300
    for number in organisations:
        whole, _, part = number.rpartition("/")
        assert not part or not whole or whole in organisations, number


def test_countries_have_the_names_of_cldr() -> None:
    cldr = {script: Cldr.parse(script).territories for script in SCRIPTS}
    for number in (each for each in known("places") if "/" not in each and len(each) == 2):
        for script in SCRIPTS:
            name = cldr[script].get(number)
            if name is None or number in {"HK", "MO"} or "(" in name or " - " in name:
                continue
            name = name.replace("'", "’").replace("&", "and")
            names = {each.removeprefix("~") for each in known("places")[number].names[script]}
            assert name in names, (number, name)


@pytest.mark.parametrize(
    ("language", "text", "ids"),
    [
        ("en", "It helped us, says the U.S. envoy", {"US"}),
        ("en", "a guinea pig from Guinea-Bissau", {"GW"}),
        ("en", "The Democratic Republic of the Congo", {"CD"}),
        ("fr", "le président chinois et un cochon d’Inde", {"CN"}),
        ("fr", "Elle reste en CÔTE D’IVOIRE", {"CI"}),
        ("zh", "印度尼西亚和印度洋", {"ID"}),
        ("zh", "中法关系", {"CN", "FR"}),
        ("zh", "中午的法院", set()),
        ("zh", "马里奥", set()),
    ],
)
def test_the_longest_name_counts(language: str, text: str, ids: set[str]) -> None:
    found = gazetteer("places", language).find(text)
    assert {each for mention in found for each in mention.ids} == ids


def test_acronyms_are_told_from_words() -> None:
    found = gazetteer("organisations", "en").find("Who is the head of WHO and of the Unesco?")
    assert [mention.text for mention in found] == ["WHO", "Unesco"]
    assert is_acronym("AfDB") and not is_acronym("Interpol")
    assert fold("Évêque Cœur") == "eveque coeur"


def test_a_part_is_related_to_its_whole_alone() -> None:
    assert related("un/who", "un") and related("CN", "CN/Beijing")
    assert not related("un/who", "un/ilo") and not related("un", "unasur")


def translation(pair: str, *texts: tuple[str, str]) -> Translation:
    """An article of several messages."""
    source, target = map(Locale, pair.split("-"))
    article = Article("a", "articles/a.md", "markdown", source, "")
    subjects = tuple(
        Subject(
            article,
            target,
            Segment(0, 0, msgid, "paragraph", 1, markup="markdown"),
            Message(msgid, msgstr, msgctxt=str(number)),
            "a.po",
            number,
        )
        for number, (msgid, msgstr) in enumerate(texts)
    )
    return Translation(article, target, parse(""), subjects)


@pytest.mark.parametrize(
    ("pair", "one", "other"),
    [
        ("en-fr", ("Back to top", "Haut de page"), ("Back to top", "Retour en haut")),
        ("zh-en", ("联系人", "Contact"), ("**联系人**", "**Contacts here**")),
        ("fr-zh", ("Source : enquête", "来源：调查"), ("Source : enquête", "资料来源：调查")),
    ],
)
def test_one_text_is_translated_in_one_way(
    pair: str, one: tuple[str, str], other: tuple[str, str]
) -> None:
    found = list(check_inconsistent(translation(pair, one, other)))
    assert [subject.line for subject, _ in found] == [1]
    assert one[1] in found[0][1].message
    assert not list(check_inconsistent(translation(pair, one, one)))
    assert not list(check_inconsistent(translation(pair, one, (one[0], f"{one[1].upper()}."))))


@pytest.mark.parametrize(
    ("pair", "one", "other"),
    [
        ("fr-zh", ("Hier, Macron dort.", "马克龙睡了。"), ("Puis Macron lit.", "马克隆。")),
        ("en-zh", ("Paul Ekotto left.", "保罗·埃科托。"), ("Paul Ekotto sang.", "保罗·埃克托。")),
        ("zh-en", ("李国鹮来了。", "Li Guohuan came."), ("李国鹮走了。", "Li Guoxuan left.")),
    ],
)  # fmt: skip
def test_a_person_has_one_name_in_an_article(
    pair: str, one: tuple[str, str], other: tuple[str, str]
) -> None:
    found = list(check_person_names(translation(pair, one, other)))
    assert [subject.line for subject, _ in found] == [1]
    assert not list(check_person_names(translation(pair, one, one)))
    assert not list(check_person_names(translation(pair, other)))


@given(
    st.text("abé中 ,", min_size=1, max_size=12).filter(lambda text: text == text.strip(" ,")),
    st.text("xyz大。 ", max_size=8),
    st.booleans(),
)
def test_a_lost_star_comes_back_and_nothing_else_changes(
    word: str, rest: str, before: bool
) -> None:
    broken = f"*{word}** z{rest}" if before else f"**{word}* z{rest}"
    (subject,) = translation("fr-en", (f"**{word}** z{rest}", broken)).subjects
    for remark in check_markup(subject):
        if remark.fix is not None:
            assert remark.fix.replace("*", "") == broken.replace("*", "")
            (mended,) = translation("fr-en", (f"**{word}** z{rest}", remark.fix)).subjects
            assert not check_markup(mended)


@given(
    st.text(st.sampled_from("王李张伟明小红建国和的 ,。aLiWeWang-’"), max_size=20),
    st.text(st.sampled_from("LiWeiWangJ nguo,.-’ àM. de王"), max_size=30),
)
def test_names_of_any_texts_are_read_and_a_remark_quotes_its_place(one: str, other: str) -> None:
    for pair, texts in (("zh-en", (one, other)), ("en-zh", (other, one)), ("fr-en", (one, other))):
        for subject, remark in check_person_names(translation(pair, texts)):
            assert remark.span is None or 0 <= remark.span[0] < remark.span[1]
            assert remark.span is None or remark.span[1] <= len(subject.message.msgstr)


@pytest.mark.parametrize(
    ("chinese", "latin", "told"),
    [
        ("吕布", "Lu Bu", False),
        ("吕布", "Lü Bu", False),
        ("欧阳修", "Ouyang Xiu", False),
        ("欧阳修", "Ouyang Xun", True),
        ("曾国藩", "Zeng Guofan", False),
        ("张伟来了", "Wei Zhang", False),
        ("张伟来了", "Li Wei", True),
        ("王先生来了", "Wang Jianjun", False),
        ("韩国作家韩江", "Han Kang, South Korea", False),
        ("小王和老李都来了", "Xiao Wang, Lao Li", False),
    ],
)
def test_pinyin_is_that_of_the_characters(chinese: str, latin: str, told: bool) -> None:
    assert bool(list(misread(chinese, latin))) == told
