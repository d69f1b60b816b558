"""Figures that the other text says without a figure, or written in a way that is none of language.

Asked of what nothing explains alone, which is seldom: *a positive number* is one greater than 0,
base 16 is hexadecimal, what comes every 3 months is quarterly, (0,1) is (0, 1).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final, NamedTuple

from workflow.inline.explained import Explained
from workflow.inline.figure import Figure
from workflow.model import lazy_re as re

_Worded = Mapping[str, re.Pattern[str]]
Languages = tuple[str, str]


def _words(en: str, fr: str, zh: str) -> _Worded:
    """A pattern a language."""
    bounded = {"en": rf"(?<![a-z])(?:{en})(?![a-z])", "fr": rf"(?<!\w)(?:{fr})(?!\w)", "zh": zh}
    return {name: re.compile(text, re.IGNORECASE) for name, text in bounded.items()}


class _Idiom(NamedTuple):
    """A figure, and the words that stand for it."""

    value: Fraction
    unit: str
    """One of those that the figure may have; empty: whatever they are."""
    beside: re.Pattern[str] | None
    """What stands right before or after it, in any language; None: nothing has to."""
    words: _Worded


_BASE: Final = re.compile(r"base \Z|\A ?进制|\A ?進[位制]", re.IGNORECASE)
_IDIOMS: Final = (
    _Idiom(Fraction(0), "", None, _words(
        "zeros?|zeroes|positive|negative|nonnegative|null|none|empty|unlimited|freezing",
        "zéros?|positi(?:f|ve)s?|négati(?:f|ve)s?|nul(?:le)?s?|vides?|illimité\\w*|gel",
        "零|[正负][数整实值]|非负|空|无限|冰点",
    )),
    _Idiom(Fraction(16), "", _BASE, _words("hexadecimal|hex", "hexadécima\\w+", "十六进制|十六進")),
    _Idiom(Fraction(8), "", _BASE, _words("octal", "octa(?:l|le|ux|les)", "八进制|八進")),
    _Idiom(Fraction(10), "", _BASE, _words("decimal", "décima(?:l|le|ux|les)", "十进制|十進")),
    _Idiom(Fraction(2), "", _BASE, _words("binary", "binaires?", "二进制|二進")),
    _Idiom(Fraction(180), "deg", None, _words(
        "upside[- ]down|half[- ]turn|about[- ]face|u-turn",
        "tête en bas|à l[’']envers|demi-tour|volte-face",
        "颠倒|倒[置转立]|掉头|调头",
    )),
    _Idiom(Fraction(1), "day", None, _words("daily|every day", "quotidien\\w*", "每[天日]|日常")),
    _Idiom(Fraction(24), "hour", None, _words("daily|all day", "quotidien\\w*", "全天|整天")),
    _Idiom(Fraction(1), "week", None, _words("weekly", "hebdomadaire\\w*", "每[周週]|周[刊报]")),
    _Idiom(Fraction(7), "day", None, _words("weekly", "hebdomadaire\\w*", "每[周週](?!.[天日])")),
    _Idiom(Fraction(2), "week", None, _words(
        "fortnight\\w*|biweekly|bi-weekly", "bimensuel\\w*|quinzaine", "双周|半[个]?月",
    )),
    _Idiom(Fraction(1), "month", None, _words("monthly", "mensuel\\w*", "每月|月[刊报度]")),
    _Idiom(Fraction(2), "month", None, _words("bimonthly|bi-monthly", "bimestriel\\w*", "双月")),
    _Idiom(Fraction(3), "month", None, _words("quarterly|quarters?", "trimestr\\w+", "季")),
    _Idiom(Fraction(6), "month", None, _words(
        "half[- ]year\\w*|biannual\\w*|semi-?annual\\w*", "semestr\\w+", "半年",
    )),
    _Idiom(Fraction(1), "year", None, _words(
        "annual\\w*|yearly|anniversary", "annuel\\w*|annualis\\w+|anniversaire", "每年|年[度刊报]",
    )),
    _Idiom(Fraction(2), "year", None, _words(
        "biennial\\w*|biennale", "bienna\\w+|bisannuel\\w*", "双年",
    )),
    _Idiom(Fraction(3), "year", None, _words("triennial\\w*", "triennal\\w*", "三年")),
    _Idiom(Fraction(5), "year", None, _words("quinquennial\\w*", "quinquenna\\w+|lustre", "五年")),
    _Idiom(Fraction(10), "year", None, _words("decennial\\w*", "décenn\\w+", "十年")),
    _Idiom(Fraction(100), "year", None, _words(
        "centen\\w+|century|centuries", "centenaires?|siècles?|séculaires?", "百年|世纪",
    )),
    _Idiom(Fraction(1, 10), "", None, _words("tenths?", "dixièmes?", "十分之一")),
    _Idiom(Fraction(1, 100), "", None, _words("hundredths?", "centièmes?", "百分之一")),
    _Idiom(Fraction(1, 1000), "", None, _words("thousandths?", "millièmes?", "千分之一")),
)  # fmt: skip
_FEASTS: Final = (
    _words("easter", "pâques", "复活节|復活節"),
    _words("good friday", "vendredi saint", "受难|受難"),
    _words("palm sunday", "rameaux", "棕枝|圣枝|聖枝"),
    _words("whit ?sun\\w*|pentecost", "pentecôte", "五旬|圣灵降临|聖靈降臨"),
    _words("shrove tuesday|mardi gras|pancake day", "mardi gras", "忏悔|狂欢|懺悔"),
    _words("ash wednesday", "cendres", "圣灰|聖灰"),
    _words("(?:maundy|holy) thursday", "jeudi saint", "濯足|圣周四|聖週四"),
    _words("thanksgiving", "action de grâces?", "感恩节|感恩節"),
)
"""Feasts whose names have a weekday in one language."""
_RANK: Final = re.compile(r"\W?(?:first|1st|premi(?:er|ère)|1(?:er|re))\Z|第", re.IGNORECASE)
_LATIN: Final = r"(?<=[A-Za-z_])"
_MARKED: Final = re.compile(r"[(（\[][&_~]\Z")
"""What stands before the letter of a key in the words of a program: 中文(&4)."""
_BLANKS: Final = re.compile(r"[ \u00a0\u202f]")
_COMMA: Final = ",[ \u00a0\u202f]?"
_PART_OF: Final = re.compile(r"(?:tenth|hundredth|thousandth)s? of an? \Z", re.IGNORECASE)


def spared(found: Explained, source: str, target: str, languages: Languages) -> Explained:
    """What is left of ``found`` once words and ways of writing have been asked, too.

    The texts are without markup, as the figures were read from them.
    """
    if not (found.lost or found.added or found.recast):
        return found
    recast = [each for each in found.recast if not _ranks(each, source, target)]
    lost = _unsaid(found.lost, found.added, source, target, languages[::-1])
    added = _unsaid(found.added, found.lost, target, source, languages)
    lost, added = _written_together(lost, source, added, target)
    added, lost = _written_together(added, target, lost, source)
    lost, added = _in_millions(lost, source, added)
    if not added:  # what seemed to stand in the place of a part of a second, say
        lost = [one for one in lost if not _PART_OF.search(source[: one.start])]
    return replace(found, lost=tuple(lost), added=tuple(added), recast=tuple(recast))


def _ranks(pair: tuple[Figure, Figure], source: str, target: str) -> bool:
    """Whether one of them alone is a rank, and no length: the first day of a week."""
    one, other = pair
    ranks = (
        _RANK.match(text[max(0, each.start - 1) : each.end]) is not None
        for each, text in ((one, source), (other, target))
    )
    return sum(ranks) == 1


def _unsaid(
    these: Sequence[Figure], others: Sequence[Figure], own: str, other: str, languages: Languages
) -> list[Figure]:
    """Those that the other text has no words for; the day of a feast may stand for another."""
    dated = any(each.kind == "weekday" for each in others)
    return [
        one
        for one in these
        if (dated and one.kind == "weekday") or not _in_words(one, own, other, languages)
    ]


def _in_words(one: Figure, own: str, other: str, languages: Languages) -> bool:
    """Whether the other text has words for it; ``languages`` ends with the figure's own."""
    before, after = own[max(0, one.start - 12) : one.start], own[one.end : one.end + 12]
    if one.kind == "weekday":
        return any(
            words[languages[1]].search(own) and words[languages[0]].search(other)
            for words in _FEASTS
            if words.keys() >= set(languages)
        )
    if one.kind == "month":  # a word that is another month's in neither: Maithili (mai)
        return re.search(rf"\b{re.escape(own[one.start : one.end])}\b", other) is not None
    if one.kind != "number":
        return False
    text = own[one.start : one.end]
    if text.isdecimal() and (_MARKED.search(before) or _part_of_name(text, before, other)):
        return True
    for idiom in _IDIOMS:
        if idiom.value not in one.values or (idiom.unit and idiom.unit not in one.units):
            continue
        if idiom.beside and not any(map(idiom.beside.search, (before, after))):
            continue
        words = idiom.words.get(languages[0])
        if words is not None and words.search(other):
            return True
    return False


def _part_of_name(text: str, before: str, other: str) -> bool:
    """Whether it is glued to a word here and to one of an alphabet there: 分支2, branch2."""
    if not before[-1:].isalpha():
        return False
    return re.search(rf"{_LATIN}{text}(?![\d.,])", other) is not None


def _written_together(
    these: Sequence[Figure], own: str, others: Sequence[Figure], other: str
) -> tuple[list[Figure], list[Figure]]:
    """Those of two texts that are left where the other has the same digits and marks, read there
    as several numbers: (0,1) beside (0, 1)."""
    left, over = [], list(others)
    for one in these:
        text = _BLANKS.sub("", own[one.start : one.end])
        if not ("," in text and text[:1].isdecimal() and text[-1:].isdecimal()):
            left.append(one)
            continue
        wanted = _COMMA.join(map(re.escape, text.split(",")))
        found = re.search(rf"(?<![\d.,]){wanted}(?![\d.,]?\d)", other)
        inside = (
            []
            if found is None
            else [each for each in over if found.start() <= each.start < found.end()]
        )
        if not inside:
            left.append(one)
        over = [each for each in over if each not in inside]
    return left, over


def _in_millions(
    lost: Sequence[Figure], source: str, added: Sequence[Figure]
) -> tuple[list[Figure], list[Figure]]:
    """Those that are left where the source has millions as 16m, which may be metres, too."""
    gone, over = list[Figure](), list(added)
    for one in lost:
        if "m" in one.units and source[one.end : one.end + 1] == "m":
            wanted = {value * 10**6 for value in one.values}
            meant = [each for each in over if not wanted.isdisjoint(each.values)]
            if meant:
                gone.append(one)
                over.remove(meant[0])
    return [one for one in lost if one not in gone], over
