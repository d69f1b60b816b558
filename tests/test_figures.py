"""Figures: what is read of a text in three languages, and what another one says of them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from babel.numbers import format_decimal
from hypothesis import example, given
from hypothesis import strategies as st

from workflow.checks.numeric import Told, told
from workflow.checks.pairing import Pairing
from workflow.inline.calendar_figures import impossible
from workflow.inline.explained import explain
from workflow.inline.figure import SAID
from workflow.inline.figure_idioms import spared
from workflow.inline.figure_reader import figures
from workflow.inline.han_numbers import value_of
from workflow.model import Locale, Severity, Text

LANGUAGES = ("fr", "en", "zh")
PEOPLE = {"fr": "{} personnes", "en": "{} people", "zh": "{}人"}
HAN = "零一二三四五六七八九"


def said(source: str, target: str, pair: str) -> set[str]:
    """The rules that warn of a translation."""
    locales = tuple(Locale(each) for each in pair.split("-"))
    pairing = Pairing(Text(source, "text"), Text(target, "text"), (locales[0], locales[1]))
    return {each.rule for each in told(pairing) if each.severity is Severity.WARNING}


def warned(pairing: Pairing) -> list[Told]:
    return [each for each in told.__wrapped__(pairing) if each.severity is Severity.WARNING]


def in_han(number: int) -> str:
    """A number in Chinese characters."""
    for size, name in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= size:
            many, rest = divmod(number, size)
            gap = "零" if rest and rest < size // 10 else ""
            return in_han(many) + name + gap + (in_han(rest) if rest else "")
    return HAN[number]


@given(st.integers(0, 10**12), st.sampled_from(LANGUAGES))
def test_digits_are_read_as_cldr_writes_them(number: int, language: str) -> None:
    text = PEOPLE[language].format(format_decimal(number, locale=language))
    assert any(number in each.values for each in figures(text, language))


@given(st.integers(0, 10**11))
def test_chinese_characters_are_read(number: int) -> None:
    assert number in value_of(in_han(number))


@given(st.integers(2, 10**9), st.integers(2, 10**9))
def test_a_number_in_another_s_place_is_told_and_the_same_one_never(one: int, other: int) -> None:
    for pair in ("fr-en", "en-zh", "zh-fr"):
        first, second = pair.split("-")
        source = PEOPLE[first].format(format_decimal(one, locale=first))
        for number in (one, other):
            target = PEOPLE[second].format(format_decimal(number, locale=second))
            assert bool(said(source, target, pair)) == (number != one)


@given(st.text(), st.text(), st.sampled_from(LANGUAGES), st.sampled_from(LANGUAGES))
def test_any_two_texts_can_be_compared(one: str, other: str, first: str, second: str) -> None:
    for each in figures(one, first):
        assert 0 <= each.start < each.end <= len(one)
    said(one, other, f"{first}-{second}")


@example("€两半2%", "zh")
@given(st.text("0123456789 ,.:/-%一二十百万亿两点半成倍年月日h€$km"), st.sampled_from(LANGUAGES))
def test_a_text_says_all_figures_of_itself(text: str, language: str) -> None:
    assert not said(text, text, f"{language}-{language}")


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("fr", "quatre-vingt-dix-sept élèves", 97),
        ("fr", "nonante-sept élèves", 97),
        ("fr", "soixante et onze élèves", 71),
        ("fr", "deux cent mille élèves", 200000),
        ("fr", "mille neuf cent quatre-vingt-neuf", 1989),
        ("fr", "un demi-million d’élèves", 500000),
        ("fr", "trois quarts des élèves", Fraction(3, 4)),
        ("fr", "un élève sur cinq", Fraction(1, 5)),
        ("fr", "deux euros cinquante", Fraction(5, 2)),
        ("en", "nineteen eighty-nine", 1989),
        ("en", "two hundred and fifty thousand pupils", 250000),
        ("en", "the twenty-first pupil", 21),
        ("en", "four in ten pupils", Fraction(2, 5)),
        ("en", "1½ cups", Fraction(3, 2)),
        ("zh", "两百五十万人", 2500000),
        ("zh", "1亿3000万人", 130000000),
        ("zh", "增加了两倍", 3),
        ("zh", "五分之二的学生", Fraction(2, 5)),
        ("zh", "八折", 20),
        ("zh", "三块五", Fraction(7, 2)),
    ],
)
def test_words_are_read(language: str, text: str, value: int) -> None:
    assert any(value in each.values and each.weight >= SAID for each in figures(text, language))


@pytest.mark.parametrize(
    "text",
    ["这件事十分重要。", "万一失败怎么办？", "五角大楼", "我们一起去四川吃三明治。", "千万别忘。"],
)
def test_idioms_of_chinese_ask_for_nothing(text: str) -> None:
    assert not [each for each in figures(text, "zh") if each.weight >= SAID]


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("fr", "le 31 avril", 1),
        ("fr", "le 29 février 2024, le 30 avril", 0),
        ("fr", "lundi 14 mars 2026", 1),
        ("fr", "samedi 14 mars 2026", 0),
        ("en", "30 February", 1),
        ("en", "February 29, 2023", 1),
        ("en", "Saturday, March 14, 2026", 0),
        ("en", "13/25/2026", 1),
        ("en", "3/14/2026 and 14/3/2026", 0),
        ("zh", "2月30日", 1),
        ("zh", "2026年3月14日星期六", 0),
        ("zh", "2026年3月14日（星期日）", 1),
        ("en", "Monday 1 January 1900", 0),
    ],
)
def test_dates_that_cannot_be(language: str, text: str, count: int) -> None:
    assert len([*impossible(text, language)]) == count


PIECES = st.sampled_from(
    "0 1 2 3 12 20 1984 1,000 3.2 10.5 5:4 10:30 2-3 km % € h pm May mars 月 日 点 年 个 "
    "two deux second double million times fois in sur of de and et to à files fichiers "
    "文件 的 三 半 成 %s %1$s v2 x86 ( ) . , XIe XX I LI e VLC an hour une heure minute 一分钟 "
    "twenty-two (three) l’une --four “five” sept, d'eux 两倍 周一 翻番 元月".split()
)


@given(
    st.lists(PIECES, max_size=9),
    st.lists(PIECES, max_size=9),
    st.booleans(),
    st.sampled_from([(a, b) for a in LANGUAGES for b in LANGUAGES]),
)
def test_what_is_seen_without_reading_is_what_reading_finds(
    one: list[str], other: list[str], same: bool, pair: tuple[str, str]
) -> None:
    source, target = " ".join(one), " ".join(one if same else other)
    locales = (Locale(pair[0]), Locale(pair[1]))
    seen = Pairing(Text(source, "text"), Text(target, "text"), locales)
    read = Pairing(Text(source, "text"), Text(target, "text"), locales)
    whole = explain(figures(source, pair[0]), figures(target, pair[1]))
    read.__dict__["figures"] = spared(whole, source, target, pair)
    assert warned(seen) == warned(read)


@pytest.mark.parametrize(
    ("pair", "source", "target"),
    [
        ("en-fr", "Requires version 2.10 or later.", "Nécessite la version 2.1 ou ultérieure."),
        ("en-zh", "Requires version 2.10 or later.", "需要2.1版或更高版本。"),
        ("fr-en", "La version 3.20 corrige ce défaut.", "Version 3.2 mends this fault."),
        ("en-fr", "v1.10 is out", "La v1.1 est sortie"),
        ("en_US-fr", "on 3/4/2026", "le 3 avril 2026"),
        ("en_GB-fr", "on 3/4/2026", "le 4 mars 2026"),
        ("fr-en_US", "le 3/4/2026", "on 3/4/2026"),
        ("zh-en_US", "2026年4月3日", "3/4/2026"),
        ("en-fr", "Open 9-5", "Ouvert de 9 h à 16 h"),
        ("zh-fr", "票价¥30", "Le billet coûte 30 euros"),
        ("fr-en", "Les élèves de 6e visitent le musée.", "Year 9 pupils visit the museum."),
        ("fr-zh", "Les élèves de sixième visitent le musée.", "九年级学生参观博物馆。"),
        ("en-fr", "The 6th of the month", "Le 7 du mois"),
        ("en-fr", "3 rooms, 5 beds and 5 keys", "3 chambres, 3 lits et 5 clés"),
        ("en-zh", "12 villages, 7 schools and 12 roads", "12个村庄、7所学校和7条道路"),
        ("en-fr", "40 per cent of all messages", "40 messages"),
        ("fr-en", "7 personnes et 8 chats, à 8 h 30", "9 people and 8 cats, at 8:30"),
        ("en-fr", "30 people at 8:30", "20 personnes à 8 h 30"),
        ("en-zh", "30 people at 8:30", "20人，8:30"),
        ("en-fr", "It is increased by two-thirds.", "Elle est augmentée d’un quart."),
        ("en-fr", "The shop closes at 22:15.", "Le magasin ferme à 21 h 15."),
        ("en-zh", "The shop closes at 22:15.", "商店21:15关门。"),
        ("zh-en", "政府将投入15亿元。", "The government will spend 15 billion yuan."),
        ("en-fr", "20 million trees by 2035", "20 milliards d’arbres d’ici à 2035"),
        ("fr-zh", "Plus de 40 millions de touristes", "40多万游客"),
        ("zh-en", "利润翻番。", "Profits tripled."),
        ("en-fr", "Half the village came.", "Le tiers du village est venu."),
        ("zh-en", "一半的学生来自农村。", "A third of the students come from villages."),
        ("fr-en", "Un quart des élèves y mange.", "Half of the pupils eat there."),
        ("zh-en", "静置一小时。", "Leave to rest for a minute."),
        ("en-fr", "Closed for a week.", "Fermé pendant un mois."),
        ("fr-zh", "L’opération dure une heure.", "手术持续一天。"),
        ("zh-fr", "五分钟内有效。", "Il est valable cinq heures."),
        ("fr-en", "Le trajet dure 6 heures.", "The journey takes 6 days."),
        ("fr-en", "La pause dure six heures.", "The break lasts six days."),
        ("fr-en", "Un reçu sera adressé sous quinzaine.", "A receipt is sent within two days."),
        ("zh-fr", "2小时8分14秒", "2 h 8 min 41 s"),
        ("en-zh", "3 hours and 20 minutes", "220分钟"),
        ("zh-en", "票价100元，学生半价。", "Tickets cost 100 yuan, 60 yuan for students."),
        ("zh-en", "年过八旬的他", "Now in his seventies, he"),
    ],
)
def test_kinds_of_faults(pair: str, source: str, target: str) -> None:
    assert said(source, target, pair)


@pytest.mark.parametrize(
    ("pair", "source", "target"),
    [
        ("en-zh", "Requires version 2.10 or later.", "需要2.10版或更高版本。"),
        ("fr-en", "La version 3.20 corrige ce défaut.", "Version 3.20 mends this fault."),
        ("en-fr", "It costs $2.50.", "Il coûte 2,5 $."),
        ("en_US-fr", "on 3/4/2026", "le 4 mars 2026"),
        ("en_GB-fr", "on 3/4/2026", "le 3 avril 2026"),
        ("en-fr", "on 3/4/2026", "le 3 avril 2026"),
        ("en-fr", "on 3/4/2026", "le 4 mars 2026"),
        ("fr-en_US", "le 3/4/2026", "on 4/3/2026"),
        ("fr-en_GB", "le 3/4/2026", "on 3/4/2026"),
        ("zh-en_US", "2026年4月3日", "4/3/2026"),
        ("en-fr", "Open 10–6 daily", "Ouvert tous les jours de 10 h à 18 h"),
        ("en-fr", "Open 9-5", "Ouvert de 9 h à 17 h"),
        ("en-zh", "Open 10–6 daily", "每天10点至18点开放"),
        ("en-zh", "Open 10–6 daily", "每天10时至下午6时开放"),
        ("zh-fr", "票价¥30", "Le billet coûte 30 yuans"),
        ("zh-en", "票价¥30", "Tickets cost 30 yen"),
        ("fr-en", "Les élèves de 6e visitent le musée.", "Year 7 pupils visit the museum."),
        ("fr-zh", "Les élèves de 6e visitent le musée.", "初一学生参观博物馆。"),
        ("fr-zh", "Les élèves de sixième visitent le musée.", "七年级学生参观博物馆。"),
        ("fr-zh", "Il est en troisième.", "他上初三。"),
        ("fr-en", "Elle est en troisième au collège.", "She is in Year 10."),
        ("zh-en", "他上初二。", "He is in Year 8."),
        ("zh-en", "他上初二。", "He is in eighth grade."),
        ("zh-fr", "初一学生", "élèves de sixième"),
        ("en-fr", "Year 9 pupils", "Élèves de 4e"),
        ("en-zh", "At the turn of the 21st century", "世纪之交"),
        ("en-fr", "At the turn of the 21st century", "Au tournant du siècle"),
        ("fr-en", "Au tournant du XXIe siècle", "At the turn of the century"),
        ("zh-fr", "世纪之交", "au tournant du XXIe siècle"),
        ("en-fr", "3 rooms, 5 beds and 5 keys", "3 chambres, 5 lits et 5 clés"),
        ("fr-en", "avant 1918 de l’empire", "of the empire before 1918"),
        (
            "en-fr",
            "The discount, in percent, must be between 0 and 100.",
            "La remise doit être comprise entre 0 et 100 %.",
        ),
        ("en-zh", "Discount percentage must be between 0-100", "折扣必须介于 0-100%之间"),
        ("en-fr", "The step 8: 30 minutes", "Étape 8 : 30 minutes"),
        ("en-fr", "1500 15:10 photos", "1500 photos 15x10"),
        ("en-zh", "a 16:10 screen", "16比10的屏幕"),
        ("en-fr", "Act 3: 20 songs", "Acte 3 : 20 chansons"),
        ("fr-en", "Acte 3 : 20 chansons, 2 h", "Act 3: 20 songs, 2 hours"),
        ("fr-zh", "À 8 : 30, départ", "8:30出发"),
        ("fr-zh", "Le 11 septembre 2001", "“9·11”事件"),
        ("en-zh", "the 9/11 attacks", "“9·11”恐怖袭击"),
        ("en-fr", "a 50 cent coin", "une pièce de 50 centimes"),
        ("en-fr", "50 cents", "50 cents"),
        ("en-zh", "He paid 300 euros.", "他付了300欧。"),
        ("en-fr", "in 5 minutes", "dans 5 minute"),
        ("en-fr", "GMT-05:00", "GMT - 05 : 00"),
        ("en-fr", "1:4 Quarter", "¼ Quart"),
        ("en-fr", "It is increased by two-thirds.", "Elle est augmentée de deux tiers."),
        ("en-zh", "popular in the 1970’s", "流行于 20 世纪 70 年代"),
        ("en-zh", "the 99th percentile", "99%的百分位"),
        ("en-zh_TW", "with two radii", "用兩個半徑"),
        ("en-fr", "Thu Mar 3 23:05:25 2005", "jeu. 3 mars 2005 23:05:25"),
        ("en-zh", "At 23:13:48", "23时13分48秒"),
        ("en-fr", "Chop the tile in half", "Couper la tuile en deux"),
        ("en-fr", "A 3rd party extension", "Une extension tierce"),
        ("en-zh_TW", "DITH 0404 GEN", "抖色 4x4 一般"),
        ("en-zh_TW", "0 people in the room", "沒有人在聊天室"),
        ("fr-zh", "décale d’une octave, soit 1,0", "1 个八度，即 1.0"),
        ("en-fr", "8.5 in wide by 11 in high", "21,6 cm de large sur 27,9 cm de haut"),
        ("en-fr", "Mono,Stereo,2.1,4 channels,5.1,7.1", "Mono, Stereo, 2.1, 4 canaux, 5.1, 7.1"),
        ("en-fr", "Sixteenth note, eighth note", "Double croche, croche"),
        ("en-zh", "Adjusted R^2", "调整后 R²"),
        ("en-fr", "In:%1, Out:%2 (%3%4)", "Entrée :%1, Sortie : %2 (%3 %4)"),
        ("en-zh", '<b style="font-weight:600;">Very</b> large', "很大"),
        ("en-zh", "1st to 10th", "上旬"),
        ("en-zh", "8 hexadecimal bytes", "8 十六进制字节"),
        ("fr-en", "Comptez trente minutes jusqu’au refuge.", "Allow half an hour’s walk."),
        ("fr-zh", "Il dure 2 h 20.", "片长140分钟。"),
        ("en-zh", "It runs for 95 minutes.", "片长1小时35分钟。"),
        ("en-fr", "2 hours, 8 minutes and 14 seconds", "2 h 8 min 14 s"),
        ("zh-fr", "2小时8分14秒", "2 h 8 min 14 s"),
        ("zh-en", "成人80元，儿童半价。", "80 yuan for adults and 40 yuan for children."),
        ("en-fr", "Adults €24; students half price.", "Adultes 24 € ; étudiants 12 €."),
        ("en-fr", "Adults €18, half price for under-12s.", "18 €, moitié prix avant 12 ans."),
        ("zh-en", "三人行，必有我师。", "When I walk with two others, I learn."),
        ("zh-fr", "性能强两倍的望远镜", "un télescope trois fois plus puissant"),
        ("fr-zh", "Elle touche une personne sur 10 000.", "发病率为万分之一。"),
        ("zh-en", "发病率为万分之一。", "It affects one person in 10,000."),
        ("zh-fr", "都年逾七旬", "tous âgés de plus de 70 ans"),
        ("en-fr", "Dispatched within a fortnight.", "Expédié sous quinzaine."),
        ("fr-zh", "La foire dure une quinzaine de jours.", "展会为期约半个月。"),
        ("en-fr", "Just a minute!", "Un instant !"),
        ("zh-fr", "每人每月汇款，一年可少付", "envoyés chaque mois, ils paieraient en un an"),
        ("en-zh", "She works eight hours a day.", "她每天工作八小时。"),
    ],
)
def test_kinds_of_good_translations(pair: str, source: str, target: str) -> None:
    assert not said(source, target, pair)


@pytest.mark.parametrize(
    ("words", "language", "values"),
    [
        ("de 4,2 à 6,9 milliards", "fr", (4_200_000_000, 6_900_000_000)),
        ("de 3 à 5 millions", "fr", (3_000_000, 5_000_000)),
        ("from 3 to 5 thousand", "en", (3000, 5000)),
        ("3至5亿", "zh", (300_000_000, 500_000_000)),
    ],
)
def test_the_scale_of_a_range_s_end_is_its_start_s_too(
    words: str, language: str, values: tuple[int, int]
) -> None:
    assert all(
        value in each.values for value, each in zip(values, figures(words, language), strict=True)
    )
