"""Two texts' figures side by side, read no further than it takes.

Most texts have no figure at all, and most of the others the same plain digits in both languages;
that is seen without reading either text. What is told is the same as if both were read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Final

from workflow.inline.calendar_figures import calendar_names
from workflow.inline.explained import Explained, explain
from workflow.inline.figure import WRITTEN
from workflow.inline.figure_idioms import spared
from workflow.inline.figure_reader import LONG, TRADITIONAL, figures, unfilled
from workflow.inline.lasting import period_words, single_periods
from workflow.inline.measures import MONEY, Units, at_odds, unit_at
from workflow.inline.number_words import LEXICONS
from workflow.inline.word_figures import counting, has_roman, values_of, vocabulary
from workflow.model import lazy_re as re

_DIGIT: Final = re.compile("[0-9０-９½¼¾⅓⅔]")
_TOKEN: Final = re.compile(r"[^\W\d_]+")
_HAN: Final = re.compile(
    "[零〇二三四五六七八九十百千万亿两倍半一0-9周期拜元翻](?:(?<=[零〇二三四五六七八九十百千万亿两倍半])"
    "|(?<=[一0-9])[成折]|(?<=[周期拜])[一日天]|(?<=[一元])月|(?<=一)[分点]|(?<=翻)了?番)"
)
_READ: Final = frozenset(("zh", *LEXICONS))
"""Languages whose numbers in words are read."""
_SAME: Final = Explained((), (), (), (), ())
_NUMBER: Final = re.compile(r"[0-9]+(?:[.:-][0-9]+)*")
_TIMED: Final = re.compile("heure|[mM]i(?:di|nuit|dday|dnight)|noon|clock|past| to ")
_CHUNK: Final = re.compile(r"[A-Za-z_]*[0-9]+(?:[.:-][0-9]+)*[A-Za-z_]*")
_ENTANGLED: Final = re.compile(
    r"[0-9](?:[,/'’\u00a0\u2009\u202f：．，−–] ?[0-9]| [0-9]|[.:-] [0-9]|[½¼¾⅓⅔]"
    r"|\.[0-9](?:[0-9]{2}|[0-9]?[.,][0-9])|:[0-5][0-9]|-[0-9]+[.-][0-9]"
    r"|[ \u00a0\u202f]?(?:[hH](?![A-Za-z])|[hH](?:[0-9]|eure)"
    r"|[aApP]\.?[ \u00a0\u202f]?[mM](?![A-Za-z])"
    r"|[oO][’']|[月点點时時年世后後代万萬亿億千百十多余餘来來几幾楼樓层層]|[’']?s\b)"
    r"|[ \u00a0\u2009\u202f]?-?(?:[mM]illi|[bB]illi|[tT]rilli|[mM](?:ille|n)|[bB]n|[tT]n"
    r"|[mM][dr]|[tT]housand|[hH]undred|[dD]ozen|[cC]ents?\b|[cC]entaine|[dD]ou?zaine|[dD]izaine"
    r"|[kKmM](?![A-Za-z])))"
)
"""What may make another figure of a number in digits: a date, a time, a scale, a group."""
_OTHER: Final = re.compile("[½¼¾⅓⅔０-９％第]")


ASKS, DATES, LASTS = 1, 2, 4
"""Signs of words: a figure that has to be explained, or a part of one; the name of a month or a day
that is a common word as well; a unit of time."""


@cache
def figure_signs(language: str) -> Mapping[str, int]:
    """Words of French or English, in small letters, that may be of a figure → sums of signs."""
    asking, dated = (vocabulary(language, dated=each) for each in (False, True))
    lasting = period_words(language)
    return {
        word: ASKS * (word in asking) | DATES * (word in dated) | LASTS * (word in lasting)
        for word in asking | dated | lasting
    }


def compared(
    source: str,
    target: str,
    languages: tuple[str, str],
    signs: tuple[int, int],
    month_first: tuple[bool | None, bool | None] = (None, None),
) -> Explained | None:
    """How the figures of both go together; None where neither has one to explain.

    The texts are without markup; ``signs``: which of :func:`figure_signs` the words of each have,
    of French and English; ``month_first`` as for :func:`.figure_reader.figures`.
    """
    digits = _DIGIT.search(source) is not None or _DIGIT.search(target) is not None
    first, second = languages
    if not _READ.issuperset(languages):
        return _written(source, target, languages) if digits else None
    asking = ASKS | DATES if digits else ASKS
    here, there = _signs(source, first, signs[0]), _signs(target, second, signs[1])
    told, tells = here & asking > 0, there & asking > 0
    timed = here & there & LASTS and _timed_otherwise(source, target, languages)
    if not (digits or told or tells or timed):
        return None
    if timed:
        pass
    elif told or tells:
        if not digits and _spoken(source, target, languages, told=told, tells=tells):
            return _SAME
    elif _alike(source, target, languages):
        return _SAME
    else:
        found = explain(
            figures(source, first, spelt=False, month_first=month_first[0]),
            figures(target, second, spelt=False, month_first=month_first[1]),
        )
        if not (found.lost or found.added):
            return found
    found = explain(
        figures(source, first, month_first=month_first[0]),
        figures(target, second, month_first=month_first[1]),
    )
    return spared(found, source, target, languages)


def _signs(plain: str, language: str, words: int) -> int:
    """What a text may have in words."""
    if language == "zh":
        return ASKS * (_HAN.search(plain) is not None) | LASTS * ("一" in plain)
    return words | ASKS * has_roman(plain)


def _timed_otherwise(source: str, target: str, languages: tuple[str, str]) -> bool:
    """Whether one has an hour where the other may have a minute."""
    own = single_periods(source, languages[0])
    return bool(own) and bool(single_periods(target, languages[1]) - own)


def _spoken(
    source: str, target: str, languages: tuple[str, str], *, told: bool, tells: bool
) -> bool:
    """Whether nothing is to be said of two texts with numbers in words alone; ``told`` and
    ``tells``: which has any."""
    first, second = languages
    if told and tells:
        return "zh" not in languages and _alike_in_words(source, target, languages)
    if told:
        return _unanswered(source, first, target, second)
    return _unanswered(target, second, source, first)


def _unanswered(one: str, language: str, other: str, another: str) -> bool:
    """Whether nothing is to be said of figures in words that one text alone has: they are no
    dates, and there is no word in the other that may stand in their place."""
    if language == "zh":
        dated = any(map(one.__contains__, "周期拜月"))
    else:
        known = calendar_names(language)
        dated = has_roman(one) or not known.keys().isdisjoint(_tokens(one))
    return not dated and (another == "zh" or counting(another).isdisjoint(_tokens(other)))


def _tokens(plain: str) -> list[str]:
    return _TOKEN.findall(plain.lower())


def _written(source: str, target: str, languages: tuple[str, str]) -> Explained:
    """The same of what stands in digits alone, where one language is none of ours."""
    read = (figures(source, languages[0], spelt=False), figures(target, languages[1], spelt=False))
    return explain(*(tuple(one for one in each if one.weight == WRITTEN) for each in read))


def _alike_in_words(source: str, target: str, languages: tuple[str, str]) -> bool:
    """Whether French and English texts without digits have the same number words in the same
    order, with the same units."""
    texts = (source, target)
    if any(_TIMED.search(text) or has_roman(text) for text in texts):
        return False
    said: list[list[tuple[frozenset[Fraction], Units]]] = []
    for text, language in zip(texts, languages, strict=True):
        known, found = counting(language), []
        for token in _TOKEN.finditer(text):
            word = token[0].lower()
            if word in calendar_names(language):
                return False
            if word in known:
                found.append((values_of(word, language), unit_at(text, *token.span())[0]))
        said.append(found)
    return len(said[0]) == len(said[1]) and not any(
        mine.isdisjoint(theirs) or units != others
        for (mine, units), (theirs, others) in zip(*said, strict=True)
    )


def _alike(source: str, target: str, languages: tuple[str, str]) -> bool:
    """Whether two texts without numbers in words have the same plain numbers in the same order,
    with the same units: then each explains the other."""
    source, target = unfilled(source), unfilled(target)
    numbers = _chunks(source)
    if numbers != _chunks(target):
        return False
    if not numbers:
        return True
    first = tuple(text.index(numbers[0]) for text in (source, target))
    for text, start in zip((source, target), first, strict=True):
        if _ENTANGLED.search(text, start) or LONG.search(text) or _OTHER.search(text):
            return False
        if any(map(text.__contains__, ("demi", "Demi", "année", "Année", "nnee"))):
            return False
    if "zh" in languages:
        source, target = source.translate(TRADITIONAL), target.translate(TRADITIONAL)
    return all(
        _same_unit(unit_at(source, *one.span())[0], unit_at(target, *other.span())[0], numbers)
        for one, other in zip(
            _NUMBER.finditer(source, first[0]), _NUMBER.finditer(target, first[1]), strict=True
        )
    )


def _chunks(text: str) -> list[str]:
    """Its numbers with the letters that they are joined to; words of letters alone, which most
    are, have none."""
    words = [word for word in text.split() if not word.isalpha()]
    return [chunk for word in words for chunk in _CHUNK.findall(word)]


def _same_unit(one: Units, other: Units, numbers: Sequence[str]) -> bool:
    """Whether equal numbers beside these can be nothing else; money may have cents, and with
    several numbers a sign of per cent may be another's too."""
    if "%" in one or "%" in other:
        return one == other and len(numbers) == 1
    return not at_odds(one, other) and MONEY.isdisjoint(one | other)
