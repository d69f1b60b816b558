"""Bounds that a text sets to numbers: at least, more than; at most, fewer than, nearly.

A bound is read from the words beside a number, in digits or words. « pas plus de », ``no fewer
than`` and 不超过 are read whole, so that a negation turns them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from workflow.model import lazy_re as re

OVER, UNDER = 1, -1


class Bound(NamedTuple):
    """A bound beside a number."""

    way: int
    """:data:`OVER`: the number or more; :data:`UNDER`: the number or less, or nearly it."""
    number: str
    """Its digits, without separators; empty for one in words."""
    words: str
    """The bound as it is written."""


_EN_NUMBER: Final = (
    r"(?:(?:(?<!\w)[$£€¥]|US\$|aged?\s|the\s|an?\s|of\s"
    r"|its\s)?\s*(?P<n{0}>\d[\d.,\u00a0\u202f\s]{{0,18}}\d|\d)|(?:the\s|an?\s|its\s)?\b(?:one"
    r"|two|three|four|"
    r"five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    r"eighteen|nineteen|twent\w+|thirt\w+|fort\w+|fift\w+|sixt\w+|sevent\w+|eight\w+|ninet\w+|"
    r"hundred\w*|thousand\w*|million\w*|dozen\w*|half|third|quarter|tenth|fifth"
    r"|an?\s+(?:decade|century|year|month|week|day|hour|mile|metre|meter|kilo\w*|tonn?e?"
    r"|litre|pound|euro|dollar|foot|inch|third|quarter|fifth|tenth|dozen|hundred|thousand"
    r"|million|billion))\b)"
)
_FR_NUMBER: Final = (
    r"(?:(?:de\s|d['’]|la\s|le\s|les\s|des\s|du\s|à\s"
    r"|l['’])?\s*(?P<n{0}>\d[\d.,\u00a0\u202f\s]{{0,18}}\d|\d)|(?:de\s|d['’]|la\s|le\s|des\s|du\s|à\s"
    r"|l['’])?\b(?:une?|deux|trois|quatre|cinq|six|sept|"
    r"huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingt\w*|trent\w*|quarant\w*|"
    r"cinquant\w*|soixant\w*|cents?|centaine|mille|milliers?|millions?|milliards?|moitié"
    r"|tiers|quart|"
    r"dixième|cinquième|douzaine|dizaine|siècle|an|heure|mois)\b)"
)
_ZH_NUMBER: Final = r"(?:(?P<n{0}>\d[\d.,]{{0,18}}\d|\d)|[一二两三四五六七八九十百千半几数廿])"

_READERS: Final[Mapping[str, re.Pattern[str]]] = {
    "en": re.compile(
        r"(?P<under>(?:n['’]t|\b(?:no|not|never|nor|cannot|nobody|none))\s+(?:\w+\s+){0,4}?(?:more|over|above"
        r"|later|longer|older|higher|greater|larger)\s+than"
        r"|(?:n['’]t|\b(?:not|never|cannot))\s+(?:\w+\s+)?(?:exceed\w*|surpass\w*|be\s+over"
        r"|go\s+over|top)"
        r"|\b(?:less|fewer|lower|younger|smaller|shorter|older(?=\s+than\s+(?:\w+\s)?v?\d+\.\d))"
        r"\s+than|\bunder|\bbelow"
        r"|\bat\s+(?:the\s+)?most|\bup\s+to|\bnearly|\balmost|\bbarely|\bscarcely|\bonly"
        r"|\bjust\s+(?:under|below)|\bclose\s+to|\ba\s+maximum\s+of|\bmaximum|\bshort\s+of"
        r"|\bwithin|\bapproaching|\bvirtually|\bcapped\s+at|\blimited\s+to)\s+"
        + _EN_NUMBER.format(1)
        + r"|(?P<over>(?:n['’]t|\b(?:no|not|never|cannot))\s+(?:\w+\s+){{0,3}}?(?:less|fewer|lower"
        r"|under|below|younger|earlier|sooner)\s+than|\b(?:more|greater|higher|older|longer|larger"
        r"|bigger)\s+than|\bover|\babove|\bexceed\w*|\bin\s+excess\s+of|\bat\s+least"
        r"|\bupwards?\s+of|\bbeyond|\bpast|\ba\s+minimum\s+of|\bminimum|\bsurpass\w*|\btopped"
        r"|\bwell\s+over)\s+".replace("{{", "{").replace("}}", "}")
        + _EN_NUMBER.format(2)
        + r"|"
        + _EN_NUMBER.format(3)
        + r"(?:\s*(?:%|per\s*cent|[a-z]+))?,?\s+(?:(?P<ormore>(?:or|and)\s+(?:more|over|above"
        r"|older|upwards?|up|higher|longer|later)\b|at\s+(?:the\s+)?least\b|minimum\b|plus\b)"
        r"|(?P<orless>(?:or|and)\s+(?:less|fewer|under|below|younger|lower|shorter|earlier)\b"
        r"|at\s+(?:the\s+)?most\b|maximum\b))".replace("{{", "{").replace("}}", "}"),
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"(?P<under>\b(?:pas|jamais|guère)\s+(?:\w+\s+){0,2}?(?:plus|au-delà|dépasser|excéder"
        r"|supérieure?s?\s+à)"
        r"|\bn\S{0,3}\s*(?:\w+\s+){0,3}?(?:dépass\w+|excéd\w+)(?:\s+pas)?"
        r"|\bne\s+(?:peu|pourr|pouv|doi|dev|saur)\w+\s+(?:\w+\s+){0,4}?plus|\bmoins"
        r"|\binférieure?s?\s+à|\b(?:au|en)[- ]dessous|\bau\s+(?:plus|maximum)|\bau\s+max|\bmaximum"
        r"|\bjusqu['’]à|\bprès|\bpresque|\bà\s+peine|\bseulement|\bplafonn\w+\s+à"
        r"|\blimit\w+\s+à|\bsous\s+(?:la\s+barre\s+de|les)|\btout\s+juste|\bquasiment"
        r"|\bne\s+\w+\s+qu['’e])\s*"
        + _FR_NUMBER.format(1)
        + r"|(?P<over>\b(?:pas|jamais)\s+(?:\w+\s+){0,2}?(?:moins|inférieure?s?\s+à)"
        r"|(?<!au )(?<!non )\bplus"
        r"|\bsupérieure?s?\s+à|\b(?:au|en)[- ]dessus|\bau-delà|\bau\s+(?:moins|minimum|bas\s+mot)"
        r"|\bau\s+min|\bminimum|\bdépass\w+|\bexcéd\w+|\bà\s+partir|\bfranchi\w*"
        r"|\bbien\s+plus|\bdu\s+moins)\s*"
        + _FR_NUMBER.format(2)
        + r"|"
        + _FR_NUMBER.format(3)
        + r"(?:\s*(?:%|[^\W\d_]+)){0,3}?\s+(?:(?P<ormore>(?:ou|et)\s+(?:plus(?!\s+\w+\s+qu)"
        r"|davantage|au-delà)\b|(?:au\s+)(?:moins|minimum)\b|minimum\b|révolus\b)|(?P<orless>(?:ou"
        r"|et)\s+moins\b|au\s+(?:plus|maximum)\b|maximum\b))",
        re.IGNORECASE,
    ),
    "zh": re.compile(
        r"(?P<under>不(?:得|能|可|应|要|建议|推荐)[^，。；：\d]{1,5}?(?:超过|多于|高于)"
        r"|不(?:得|能|可|应|会|宜|要|许|准)?(?:超过|高于|多于|大于|超出|逾|早于)|未(?:超过|满|达|及|到)|没有?超过"
        r"|不(?:到|足|满)|低于|少于|小于|最多|至多|最高|最长|近(?!平|代|期|来|年|日|况|东)|将近|接近|几近|仅|仅仅|只有|只|才|勉强|限|上限为?|以下)"
        r"(?:有|是|为|达|约"
        r"|可达?|能|要|不?超过|花|用|服用|容纳|的)?[^，。；：、\d一二两三四五六七八九十百千半几数]{0,4}?"
        + _ZH_NUMBER.format(1)
        + r"(?![^，。；：、]{0,8}?以上)"
        r"|(?P<over>不(?:得|能|可|应|会|宜|要|许|准)?(?:少于|低于|小于|下|下于|止)"
        r"|超过|超出|高于|多于|大于|逾|突破|至少|最少|最低|起码|不止|下限为?|满)"
        r"(?:有|是|为|了|达|约|要|要花|服用|用)?[^，。；：、\d一二两三四五六七八九十百千半几数]{0,4}?"
        + _ZH_NUMBER.format(2)
        + r"|"
        + _ZH_NUMBER.format(3)
        + r"[\d一二两三四五六七八九十百千万亿半几数.,]{0,18}[%％个]?(?:(?P<ormore>多(?![么少])|余)"
        r"|[^，。；：、！？（）“”]{0,5}?(?:(?P<ormore2>(?:及|或)?以上|及更[多大高]|或更[多大高]|以外|开外|以远)"
        r"|(?P<orless>(?:及|或)?以下|以内|之内|之下|或更[少小低]|及更[少小低])))",
    ),
}


_SMALL: Final[Mapping[str, str]] = {
    word: str(value)
    for names in (
        "one two three four five six seven eight nine ten eleven twelve",
        "un deux trois quatre cinq six sept huit neuf dix onze douze",
        "一 二 三 四 五 六 七 八 九 十",
        "一 两",
        "a",
        "an",
        "une",
    )
    for value, word in enumerate(names.split(), 1)
}


_SEVERAL: Final = re.compile(
    r"(?:than\s+one|plus\s+d['’]une?|[^几二三四五六七八九十之]一)\Z", re.IGNORECASE
)
"""``more than one`` is several, no bound …"""
_PART: Final = re.compile(
    r"\s*(?:third|quarter|half|fifth|tenth|hundred|thousand|million|billion|tiers|quart|dixième"
    r"|cinquième|millier|milliard|[半百千万亿])"
)
"""… but before one of these."""


def _digits(words: str, language: str) -> str:
    """Digits of the small number that words end or begin with; empty for any other."""
    if language == "zh":
        found = [each for each in words if each in _SMALL]
        return _SMALL[found[-1]] if len(found) == 1 else ""
    return next(
        (_SMALL[word] for word in re.split(r"[\s’']+", words.lower()) if word in _SMALL), ""
    )


@lru_cache(maxsize=4096)
def bounds(text: str, language: str) -> tuple[Bound, ...]:
    """The bounds that a text (without markup) sets to numbers, in order."""
    reader = _READERS.get(language)
    if reader is None:
        return ()
    found = []
    for each in reader.finditer(text):
        if _SEVERAL.search(each[0]) and not _PART.match(text, each.end()):
            continue
        groups = each.groupdict()
        over = groups["over"] or groups["ormore"] or groups.get("ormore2")
        number = groups["n1"] or groups["n2"] or groups["n3"] or _digits(each[0], language)
        found.append(Bound(OVER if over else UNDER, re.sub(r"\D", "", number), each[0].strip()))
    return tuple(found)


def turned(one: tuple[Bound, ...], other: tuple[Bound, ...]) -> tuple[str, str] | None:
    """Words of two texts that set opposite bounds to one number; None where there are none."""
    for bound in one:
        same = [each for each in other if each.number == bound.number]
        ways = {each.way for each in same}
        own = {each.way for each in one if each.number == bound.number}
        if ways == {-bound.way} and own == {bound.way}:
            return bound.words, same[0].words
    ways, own = ({each.way for each in side} for side in (other, one))
    if len(ways) == len(own) == 1 and ways != own and len(one) == len(other):
        return one[0].words, other[0].words
    return None
