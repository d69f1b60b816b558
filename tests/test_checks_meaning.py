"""Translations that say the opposite of their source, or less or more than it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.checks import Subject
from workflow.checks.bounds import bounds, turned
from workflow.checks.completeness import check_sentences
from workflow.checks.meaning import of_meaning
from workflow.checks.negations import denials, lost
from workflow.checks.opposites import exchanged, named
from workflow.checks.pairing import Pairing
from workflow.checks.sentence_pairs import sentence, unpaired
from workflow.inline.sentences import sentences
from workflow.model import Article, Locale, Message, Segment, Text


def kinds(pair: str, source: str, target: str) -> list[str]:
    first, second = pair.split("-")
    it = Pairing(Text(source, "text"), Text(target, "text"), (Locale(first), Locale(second)))
    return [fault.kind for fault in it.found_by(of_meaning)]


SAME = {
    "closed": (
        "The museum does not open on Mondays.",
        "The museum is closed on Mondays.",
        "Le musée n’ouvre pas le lundi.",
        "Le musée est fermé le lundi.",
        "博物馆周一不开放。",
        "博物馆周一闭馆。",
    ),
    "form": (
        "Feel free to call us with any question.",
        "N’hésitez pas à nous appeler si vous avez une question.",
        "如有疑问，请随时致电。",
    ),
    "late": (
        "The train is not on time.",
        "The train is late.",
        "Le train n’est pas à l’heure.",
        "Le train est arrivé en retard.",
        "火车晚点了。",
        "火车没有准点到达。",
    ),
    "optional": (
        "This field is not optional.",
        "This field is required.",
        "Cette donnée n’est pas facultative.",
        "Cette donnée est obligatoire.",
        "此项必填。",
    ),
    "until": (
        "The change will not take effect until the restart.",
        "Le changement ne prendra effet qu’au redémarrage.",
        "更改要到重启后才会生效。",
    ),
    "bound": (
        "Grants of up to 5,000 euros are available.",
        "La subvention ne peut dépasser 5 000 euros.",
        "补助金不得超过5000欧元。",
    ),
    "comparison": (
        "Long-term loans are cheaper this year.",
        "Les prêts à long terme sont moins chers cette année.",
        "今年长期贷款更便宜。",
    ),
}
"""Texts of one sense in three languages: none may be told as another's opposite."""


def language(text: str) -> str:
    if any("\u4e00" <= each <= "\u9fff" for each in text):
        return "zh"
    return "fr" if any(each in text for each in "éèàô’") or " le " in text else "en"


@pytest.mark.parametrize("texts", SAME.values(), ids=SAME)
def test_texts_of_one_sense_are_no_opposites(texts: tuple[str, ...]) -> None:
    for source in texts:
        for target in texts:
            pair = f"{language(source)}-{language(target)}"
            assert kinds(pair, source, target) == [], (source, target)


@pytest.mark.parametrize(
    ("pair", "source", "target", "kind"),
    [
        ("fr-en", "Personne n’a vu le feu.", "Somebody saw the fire.", "negation"),
        ("en-zh", "The law applies to companies.", "该法律不适用于公司。", "negation"),
        ("zh-fr", "部长拒绝发表评论。", "Le ministre a fait un commentaire.", "negation"),
        ("en-fr", "More than 300 came.", "Moins de 300 sont venus.", "comparison"),
        ("zh-en", "路程不少于四小时。", "The trip takes at most four hours.", "comparison"),
        ("en-fr", "Prices rose in March.", "Les prix ont baissé en mars.", "antonyms"),
        ("en-zh", "The rich pay, the poor wait.", "富人缴费，富人等待。", "antonyms"),
        ("en-zh_TW", "The museum does not open.", "博物館開放。", "negation"),
        ("en-zh_TW", "The vote failed.", "投票成功。", "antonyms"),
        ("fr-en", "Le comité n’exclut pas un vote.", "The committee rules out a vote.", "negation"),
        ("en-fr", "She arrived. He left.", "Elle est partie. Il est parti.", "antonyms"),
    ],
)
def test_opposites_are_told_once(pair: str, source: str, target: str, kind: str) -> None:
    assert kinds(pair, source, target) == [kind]


@given(st.text(max_size=200), st.sampled_from(["fr", "en", "zh", "de"]))
def test_a_text_never_denies_more_than_itself(text: str, code: str) -> None:
    found = denials(text, code)
    assert not lost(found, found)
    assert turned(bounds(text, code), bounds(text, code)) is None
    if code != "de":
        assert exchanged(named(text, code), named(text, code)) is None


@given(st.lists(st.floats(1, 300), max_size=8))
def test_a_text_is_paired_with_itself_whole(sizes: list[float]) -> None:
    same = [sentence("", size) for size in sizes]
    assert unpaired(same, same) == ([], [])


def test_the_sentence_without_a_partner_is_named() -> None:
    source = [sentence("", size) for size in (60.0, 90.0, 70.0)]
    assert unpaired(source, [source[0], source[2]]) == ([1], [])
    assert unpaired([source[0], source[2]], source) == ([], [1])


@pytest.mark.parametrize(
    ("pair", "source", "target", "lost"),
    [
        (
            "fr-en",
            "Le musée a fermé en mars. Selon Claire Dubois, les travaux coûtent 3 millions "
            "d’euros. Il rouvrira au printemps.",
            "The museum closed in March. It will open again in spring.",
            "Selon Claire Dubois, les travaux coûtent 3 millions d’euros.",
        ),
        (
            "en-zh",
            "The bridge was built in 1931. Two lanes go to Canada. Cars pay five dollars.",
            "这座桥建于1931年。汽车收费五美元。",
            "Two lanes go to Canada.",
        ),
        (
            "zh-fr",
            "桥建于1931年。两条车道通往加拿大。汽车收费五美元。",
            "Le pont date de 1931. Deux voies mènent au Canada.",
            "汽车收费五美元。",
        ),
        (
            "en-fr",
            "The choir sang three old songs. The crowd sang with it at length. Nobody went home "
            "early.",
            "Le chœur a chanté de vieux airs. La foule est restée tard ensuite.",
            "1 sentence of the source",
        ),
    ],
)
def test_a_missing_sentence_is_named_where_it_is_sure(
    pair: str, source: str, target: str, lost: str
) -> None:
    said = [str(each.message) for each in check_sentences(_subject(pair, source, target))]
    assert len(said) == 1
    assert lost in said[0]


def _subject(pair: str, source: str, target: str) -> Subject:
    first, second = map(Locale, pair.split("-"))
    article = Article("a", "articles/a.md", "markdown", first, "")
    segment = Segment(0, 0, source, "paragraph", 1, markup="text")
    return Subject(article, second, segment, Message(source, target), "a.po", 1)


@given(st.text(max_size=200))
def test_sentences_lose_nothing_but_blanks(text: str) -> None:
    kept = "".join("".join(sentences(text)).split())
    assert [each for each in kept if each.isalnum()] == [
        each for each in "".join(text.split()) if each.isalnum()
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Dr. Lin arrived at 5.30 p.m. on the U.S. vessel. It weighs 3.5 million lbs.", 2),
        ("M. Hall est venu. Il a dit : « Quoi ? » et il est parti.", 2),
        ("“你去哪儿了？”她问。他没有回答。", 2),
        ("See fig. 3, p. 12, by J. K. Rowling, etc.", 1),
        ("Quoi ?! Vraiment… Oui.", 3),
        ("版本3.5已发布。请更新！好吗？", 3),
    ],
)
def test_sentences_are_counted_as_people_do(text: str, number: int) -> None:
    assert len(sentences(text)) == number


@pytest.mark.parametrize(
    "piece", ['."', "1 ", "ne ", "n’a ", "不、", "没有", "a b c, ", "more than "]
)
def test_no_text_takes_long(piece: str) -> None:
    text = piece * 1500
    before = time.process_time()
    sentences(text)
    for code in ("fr", "en", "zh"):
        denials(text, code)
        bounds(text, code)
        named(text, code)
    assert time.process_time() - before < 5


def test_words_are_quoted_as_they_are_written() -> None:
    it = Pairing(
        Text("Trains run.", "text"), Text("火車沒有開。", "text"), (Locale("en"), Locale("zh_TW"))
    )
    assert ["沒有" in str(fault.reason) for fault in it.found_by(of_meaning)] == [True]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        # long: a free rendering may put it otherwise
        (f"The orchestra played {'and sang ' * 20}in Lyon.", f"L’orchestre {'n’a pas joué ' * 9}."),
        ("Opacity", "不透明度"),  # no sentence
        ("Blend opacity of the layer.", "图层的不透明度。"),
    ],
)
def test_where_a_negation_is_not_certain_nothing_is_said(source: str, target: str) -> None:
    assert kinds(f"en-{language(target)}", source, target) == []
