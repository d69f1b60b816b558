"""Rows of things in a text: “a, b and c”, « a, b et c », a、b和c; and how many each has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from workflow.model import lazy_re as re

_WORDS: Final = (
    r"(?!(?:and|or|et|ou|avec|with|dans|in|on|sur|pour|for|à|at|from|qui|who|which|where|où)\b)"
    r"[^\W_][\w’'-]*"
    r"(?:[ \u00a0](?!(?:and|or|et|ou)\b)[\w’'-]+){0,3}"
)
_BEFORE: Final = re.compile(
    r"\b(?:and|or|et|ou|On|In|At|By|For|After|Before|Since|From|To|With|As|When|If|Yet|But|So|En|À"
    r"|Au|Aux|Dans|Pour|Après|Avant|Depuis|Par|Avec|Comme|Si|Mais|Chez|Lors)[ \u00a0]\Z"
)
"""What stands before a word that is no first thing in a row: « En mars, … », « X et Y, … »"""
_ASIDE: Final = re.compile(
    r",[ \u00a0](?:sur|sous|à|au|aux|dans|en|par|pour|depuis|avec|sans|chez|selon|dès|après|avant"
    r"|pendant|on|upon|at|by|for|from|in|with|without|since|after|before|under|during)[ \u00a0]\Z"
)
"""What stands before words between commas that are no first thing: « …, sur demande, … »"""
_SAYS: Final = re.compile(r"-(?:ils?|elles?|on)\b|\b(?:he|she|they) (?:says?|said|adds?|added)\b")
_MORE: Final = re.compile(r"\betc\b|\bso on\b|\bothers?\b|\bautres?\b|\bincluding\b|等|其他")
"""A row that is open: what it leaves out may be named."""
_ITEM_ZH: Final = "[^\\s，。、；：！？（）“”《》]"
_AND_ZH: Final = re.compile("和(?![平解谐睦])|与(?!会)|以及|及(?!其|格|时)|还有|或(?!许)")
_LISTS: Final = {
    "en": re.compile(
        rf"(?<![\w’'-])(?P<items>(?:{_WORDS}, ){{1,9}})(?P<last>{_WORDS}),? (?:and|or) "
    ),
    "fr": re.compile(
        rf"(?<![\w’'-])(?P<items>(?:{_WORDS}, ){{1,9}})(?P<last>{_WORDS}),? (?:et|ou) "
    ),
    "zh": re.compile(
        rf"(?P<items>(?:{_ITEM_ZH}{{1,14}}、){{1,9}})"
        rf"(?P<last>{_ITEM_ZH}{{1,24}}(?:，(?:还有|以及|和){_ITEM_ZH}{{1,12}})?)"
    ),
}
"""Three or more things in a row, the last joined by a word."""
_MARKS: Final = {"en": ", ", "fr": ", ", "zh": "、"}
_NONE: Final = "\0"
_JOINING: Final = {"en": (" and ", " or "), "fr": (" et ", " ou "), "zh": ("、",)}
ROW: Final = 3
"""Things that make a row."""
_DETERMINED: Final = re.compile(
    r"(?:l[ea]s?|des?|du|une?|ses?|sa|son|leurs?|nos|notre|vos|votre|au|aux|à)[ \u00a0]|[ld]['’]",
    re.IGNORECASE,
)
"""What a thing in French begins with: a verb before it is none of the row."""
_JOINER: Final[Mapping[str, re.Pattern[str]]] = {
    "en": re.compile(r"\b(?:and|or|but|plus|with|nor|then)\b|&"),
    "fr": re.compile(r"\b(?:et|ou|mais|avec|ni|puis)\b|&"),
    "zh": re.compile(
        "、|(?<![共温缓总饱柔中调附])和(?![平解谐睦气谈善])|(?<![参给])与(?![会此其])|以及"
        "|(?<![以普涉顾])及(?![其格时])|还有|或(?!许)|[并跟同且]|加上|连同"
    ),
}
"""What joins two things."""
_OTHERWISE: Final = re.compile(
    r"\b(?:both|between|as well|together|each|entre|ainsi|deux|two|three|trois|al)\b"
    "|[两双三]|之间|[^，。]、[^，。]{1,12}的"
)
"""What says that two are meant, or that they are described."""
_DIGIT: Final = re.compile(r"\d")
_FIRST: Final = re.compile(
    r"(?:\w+ly|\w+ment|yesterday|today|tomorrow|however|meanwhile|then|later|now|still|instead|indeed"
    r"|(?:last|next|this|that|every|each)[ ]\w+|hier|demain|aujourd['’]hui|cependant|toutefois"
    r"|pourtant|ensuite|puis|enfin|ainsi|désormais|\w+di|\w+day"
    r"|according[ ].*|selon[ ].*|(?:en|in|at|on|by)[ ].*|dehors|outside|inside|elsewhere|ailleurs"
    r"|(?:ce|cet|cette|chaque)[ ]\w+|\d+)\Z",
    re.IGNORECASE,
)
"""What stands first in a sentence, and in no row."""


def may_list(text: str, language: str) -> bool:
    """Whether a text may have a row, at a first look."""
    return _MARKS.get(language, _NONE) in text


def rows(text: str, language: str) -> list[int]:
    """How many things stand in each row, of two in Chinese. ``language``: of any text."""
    if (
        not may_list(text, language)
        or not any(map(text.__contains__, _JOINING[language]))
        or _MORE.search(text)
    ):
        return []
    return [
        len(_things(found, language))
        for found in _LISTS[language].finditer(text)
        if not _BEFORE.search(text, max(0, found.start() - 8), found.start())
        and not _ASIDE.search(text, max(0, found.start() - 12), found.start())
        and not _BEFORE.search(f"{found[0].split(' ')[0]} ")
        and _is_row([*re.split(", |、", found["items"])[:-1], found["last"]])
    ]


def _is_row(things: Sequence[str]) -> bool:
    """Whether words between commas may be things of one kind: not what a row of figures follows
    (« trois séances, les 3, 10 et 17 »), what somebody is beside names, or who says so."""
    first, *others = things
    figured = [each[-1].isdigit() for each in others]
    if (all(figured) and not first[-1].isdigit()) or any(map(_SAYS.search, things)):
        return False
    return len({each[0].isupper() for each in others}) == 1


def _things(found: re.Match[str], language: str) -> list[str]:
    """The things of a row, without what only stands before it."""
    if language == "zh":
        last = found["last"]
        joined = _AND_ZH.search(last)
        after = [last[: joined.start()], last[joined.end() :]] if joined else [last]
        if not after[0]:  # 、或
            del after[0]
        return [*found["items"].split("、")[:-1], *after]
    things = re.split(r",? (?:and|or|et|ou) |, ", found[0])[:-1]
    things.append(found.string[found.end() : found.end() + 12])
    if language == "fr" and _DETERMINED.match(things[-1]):
        while len(things) >= ROW and not _DETERMINED.match(things[1]):
            del things[0]
    return things


def plain(text: str, language: str) -> bool:
    """Whether the one row of a text is of things alone: no apposition, nothing before it, nothing
    else joined."""
    found = _LISTS[language].search(text)
    if found is None or _OTHERWISE.search(text) or _DIGIT.search(found[0]):
        return False
    if language == "zh":
        return "，" not in text[found.start() :]
    things = _things(found, language)
    first, second = things[0].split()[-1], things[1]
    return (
        text.count(", ") == found["items"].count(", ") + found[0].count(", and ")
        and len(_JOINER[language].findall(text)) == 1
        and (first[0].isupper() == second[0].isupper() or first[0].isupper() == (not found.start()))
        and not _FIRST.match(things[0])
    )


def two_things(text: str, language: str) -> list[int]:
    """A two, where a text joins two things and nothing else; empty where it does not."""
    if language not in _JOINER or _MORE.search(text) or _OTHERWISE.search(text):
        return []
    if any(map(text.__contains__, ",，")):
        return []  # a row that was not read, perhaps
    return [ROW - 1] if len(_JOINER[language].findall(text)) == 1 else []
