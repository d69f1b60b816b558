"""Lines about an article that say when, where and by whom: beside its title, and its dateline."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from workflow.importing.dates import Dated, find_date
from workflow.importing.elements import BLOCKS, HEADINGS, LEAVES, holds_block, own_text
from workflow.importing.people import Credit, credit
from workflow.importing.plain import columns, one_line, squash
from workflow.model import Locale

Judge = Callable[[str], Credit | None]
"""Returns what a line says of date and authors; None where it says anything else."""
_READING_TIME = re.compile(
    r"\W*(?:(?:reading time|(?:temps|durée) de lecture|lecture|读完约?需?|阅读(?:时间|时长)?|约)"
    r"\W*)?"
    r"\d{1,3}\s?[-–]?\s?(?:min(?:ute)?s?\.?|分钟|分鐘)"
    r"\s*(?:read(?:ing)?|de lecture|阅读|读完)?\W*",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:,|;|&|、|，|\s(?:and|et|und|y|和)\s)\s*", re.IGNORECASE)
_SAYS_PUBLISHED = re.compile(
    r"publi|posted|updated|submitted|mise? (?:à jour|en ligne)|发布|发表|更新|来源|时间|日期",
    re.IGNORECASE,
)
_LONGEST_LABEL = 40
"""Columns of a line in a box of date and author; more may be a standfirst."""
_DATELINE = re.compile(
    r"""(?P<open>\*{0,2})(?P<prefix>[^*\[\]<>`\\\n]{2,60}?)(?P<close>\*{0,2})
        (?:\s+[-–]+(?=[\s*]) | \s*(?:[—―]+|--+|－))        # a dash that parts, no hyphen
        (?P<late>\*{0,2})\s*(?P<rest>\S.*)""",
    re.VERBOSE | re.DOTALL,
)
_WIRE = re.compile(
    r"""\s*\**(?:本报|本网|[\u4e00-\u9fff]{2,4}[社网])(?P<place>[\u4e00-\u9fff]{2,8}?)
        (?:(?:\d{4}年)?\d{1,2}月\d{1,2}日)(?:电|讯|訊|電)
        \s*(?P<credit>（[^（）]{2,60}）|\([^()]{2,60}\))?""",
    re.VERBOSE,
)
"""How Chinese agencies and papers begin: 新华社南宁3月14日电（记者王明）."""
_DASH = re.compile(r"\s[-–]\s|[—―]+")
_FIRST = re.compile(r"[\s*_\"«“‘(「『《]*(\w)")
_SENTENCE_END = re.compile(r"[.!?。！？]")
_WORD = r"[^\W\d_]+(?:[’'.-][^\W\d_]+)*\.?"
_PLACE = re.compile(rf"{_WORD}(?:(?:,\s|\s/\s|\s)\(?{_WORD}\)?){{0,5}}")
_WIDE_PLACE = re.compile(r"[^\W\d_]{2,8}(?:[（(·、，,][^\W\d_]{2,8}[）)]?)?")
_SHORT_WORD = 3
"""Letters that a lower-case word in a place's name may have: de, of, the, sur."""


def judge(locale: Locale, authors: Sequence[str]) -> Judge:
    """Return what tells lines of date and authors, of a page by ``authors`` in ``locale``."""
    known = frozenset(map(squash, authors))

    def judged(text: str) -> Credit | None:
        text = one_line(text)
        names = [squash(name) for name in _AND.split(text) if squash(name)]
        if known and names and known.issuperset(names):
            return Credit(tuple(authors))
        return Credit() if _READING_TIME.fullmatch(text) else credit(text, locale)

    return judged


def bylines(before: Sequence[HtmlElement], said: Judge) -> frozenset[HtmlElement]:
    """Return which of ``before``, what stands between title and text, says only that.

    Lines do, and boxes of short lines among which such a line is (an avatar, “Follow”).
    """
    found = {one for one in before if _is_line(one) and said(own_text(one)) is not None}
    return frozenset(found.union(one for one in before if _is_box(one, found)))


def _is_line(element: HtmlElement) -> bool:
    """Tell whether ``element`` is a line of text; a heading is one of the article's own."""
    text = squash(own_text(element))
    return element.tag in BLOCKS and element.tag not in HEADINGS and text != ""


def _is_box(element: HtmlElement, lines: set[HtmlElement]) -> bool:
    if element.tag in LEAVES or element.tag not in BLOCKS or not holds_block(element):
        return False
    inside = list(element.iterdescendants(*BLOCKS))
    short = all(columns(one_line(own_text(one))) <= _LONGEST_LABEL for one in (element, *inside))
    headed = any(one.tag in HEADINGS and not lines.intersection(one) for one in inside)
    return short and not headed and any(one in lines for one in inside)


def closing(after: Sequence[HtmlElement], said: Judge) -> frozenset[HtmlElement]:
    """Return which of ``after``, what follows the text, names editors or sources alone (责任编辑).

    Authors stay, and so does a date: it may be that of a decree.
    """
    lines = [one for one in after if _is_line(one) and not holds_block(one)]
    told = [(one, said(own_text(one))) for one in lines]
    return frozenset(one for one, what in told if what and not (what.authors or what.date))


def published_line(block: HtmlElement, said: Judge) -> bool:
    """Tell whether ``block``, after a standfirst, says by itself when the article came out."""
    text = own_text(block)
    told = said(text) if _is_line(block) and not holds_block(block) else None
    return told is not None and told.date is not None and bool(_SAYS_PUBLISHED.search(text))


@dataclass(frozen=True, slots=True)
class Dateline:
    """What the dateline of a lead paragraph says."""

    place: str
    date: str | None
    """ISO 8601."""
    authors: tuple[str, ...] = ()
    """Whom it names as reporters."""


def find_dateline(lead: str, locale: Locale) -> Dateline | None:
    """Return the dateline (“Geneva, 12 May 2017 – ”) that opens a lead paragraph in Markdown.

    None where there is none: what stands before the dash must be a place and at most a date. A
    dash that a second one closes (“Jane Doe – a teacher – said”) opens no dateline, and neither
    does one that a lower-case letter follows.
    """
    if wire := _WIRE.match(lead):
        said = credit(wire["credit"] or "", locale)
        dated = find_date(wire[0], locale)
        authors = said.authors if said else ()
        return Dateline(wire["place"], dated.iso if dated else None, authors)
    found = _DATELINE.match(lead)
    if found is None or found["open"] != found["close"] + found["late"]:
        return None
    first = _FIRST.match(found["rest"])
    sentence = _SENTENCE_END.split(found["rest"], maxsplit=1)[0]
    if first is None or first[1].islower() or len(_DASH.findall(sentence)) % 2:
        return None
    dated = find_date(found["prefix"], locale)
    place = _without(found["prefix"], dated) if dated else found["prefix"].strip()
    day = dated.iso if dated else None
    return Dateline(place, day) if _is_place(place) else None


def _without(prefix: str, dated: Dated) -> str:
    """Return ``prefix`` without the date, and without the article before it (“le 12 mai”)."""
    before = re.sub(rf"\b[^\W\d_]{{1,{_SHORT_WORD}}}\s+$", "", prefix[: dated.start])
    return (before.rstrip(" \u00a0,，(（") + prefix[dated.end :].strip(" \u00a0,，)）")).strip()


def _is_place(text: str) -> bool:
    """Tell whether ``text`` is built like the name of a place: capitals, or a few wide letters."""
    if columns(text) == 2 * sum(map(str.isalpha, text)) or "（" in text:
        return _WIDE_PLACE.fullmatch(text) is not None
    words = re.findall(_WORD, text)
    capitals = [not word[0].islower() for word in words]
    small = all(
        capital or len(word) <= _SHORT_WORD for word, capital in zip(words, capitals, strict=True)
    )
    return _PLACE.fullmatch(text) is not None and capitals[0] and small
