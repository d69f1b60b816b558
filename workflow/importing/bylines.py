"""Lines beside a page's title that say when, by whom and for how long: not the article's text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from lxml.html import HtmlElement

from workflow.importing.characters import (
    columns,
    one_line,
    squash,
)
from workflow.importing.credit_lines import (
    Credit,
    credit,
)
from workflow.importing.elements import (
    BLOCKS,
    HEADINGS,
    LEAVES,
    holds_block,
    own_text,
)
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
