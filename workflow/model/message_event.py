"""What is said of single messages, and of an article beside approvals, bound to digests.

Texts are named by digests alone, those of :class:`~workflow.model.review.Vouched`: a word counts
for the very texts it was said of, wherever a message has gone since.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from workflow.model.digest import digest

_Key = tuple[str | None, str]


def context_part(msgctxt: str | None) -> str:
    """What stands for a context in digests: none and an empty one are two keys to gettext."""
    return "" if msgctxt is None else f"={msgctxt}"


@lru_cache(maxsize=1 << 14)  # of a long article again and again, as one reviews it
def source_of(key: _Key) -> str:
    """The digest that names a source text, given as (msgctxt, msgid)."""
    return digest(context_part(key[0]), key[1])


def translation_of(msgstr: str) -> str:
    """The digest that names a translation."""
    return digest(msgstr)


class MessageAction(StrEnum):
    """What is said of one message."""

    ACCEPT = "accept"
    REJECT = "reject"
    RETRACT = "retract"
    """Takes back what was accepted or rejected of these very texts."""
    COMMENT = "comment"
    SUGGEST = "suggest"
    EDIT = "edit"
    WAIVE = "waive"
    """A check may find what it finds in these very texts."""


class ArticleAction(StrEnum):
    """What is said of an article in a locale beside approvals."""

    ASSIGN = "assign"
    SIGNIFICANCE = "significance"
    CORRECT = "correct"
    """Tells readers what was corrected in a text that was published."""


class Significance(StrEnum):
    """What a change of a source means for its translations, from light to heavy."""

    TYPO = "typo"
    """They say what the source was meant to say: approvals stand."""
    MINOR = "minor"
    MAJOR = "major"
    """Who reads an older translation is to know."""


@dataclass(frozen=True, slots=True)
class MessageEvent:
    """A line of a review log on one message; in an article's own locale, on a source text."""

    time: str
    """ISO 8601, UTC, to the second: ``2026-11-24T06:00:00Z``."""
    actor: str
    """E-mail address."""
    action: MessageAction
    article: str
    """Slug."""
    locale: str
    """gettext spelling."""
    source: str
    """See :func:`source_of`."""
    translation: str
    """Of the msgstr it speaks of, see :func:`translation_of`; of an edit, of the new one."""
    note: str = ""
    """The comment, or the reason."""
    category: str = ""
    """Of a rejection: the kind of error, see :mod:`workflow.model.mqm`."""
    severity: str = ""
    """Of a rejection: ``neutral``, ``minor``, ``major`` or ``critical``."""
    text: str = ""
    """Of a suggestion, the msgstr proposed; of an edit, the new one; of an acceptance, the one that
    was accepted (events of earlier versions have none)."""
    before: str = ""
    """Of an edit: the msgstr that was there."""
    check: str = ""
    """Of a waiver: the name of the check."""
    draft: bool = False
    """Of an acceptance: whether the text was a machine's, that nobody had touched."""
    signature: str = ""
    """Armoured SSH signature; empty where there is none."""


def accepted_text(event: MessageEvent) -> str:
    """The text that an acceptance is of; empty where its line has none that is of its digest."""
    if event.action is not MessageAction.ACCEPT or not event.text:
        return ""
    return event.text if translation_of(event.text) == event.translation else ""


@dataclass(frozen=True, slots=True)
class AssignEvent:
    """A line of a review log: who is to work on an article in a locale, and until when."""

    time: str
    actor: str
    article: str
    locale: str
    assignee: str
    """E-mail address; empty: nobody."""
    due: str = ""
    """ISO 8601 date; empty: no day is set."""
    note: str = ""
    signature: str = ""
    action: ArticleAction = ArticleAction.ASSIGN


class Moved(NamedTuple):
    """A source text and what it became, as digests (:func:`source_of`)."""

    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.old} {self.new}"


@dataclass(frozen=True, slots=True)
class SignificanceEvent:
    """A line of the log of an article's own locale: what a change of its source means."""

    time: str
    actor: str
    article: str
    locale: str
    """The article's own."""
    from_source_digest: str
    """Of the whole source as it was."""
    source_digest: str
    """Of the whole source as it became."""
    significance: Significance
    messages: tuple[Moved, ...] = ()
    """The texts that changed, in document order."""
    note: str = ""
    signature: str = ""
    action: ArticleAction = ArticleAction.SIGNIFICANCE


@dataclass(frozen=True, slots=True)
class CorrectionEvent:
    """A line of a review log: what was corrected in a text, as readers are to be told."""

    time: str
    actor: str
    article: str
    locale: str
    source_digest: str
    """As the next: of the approved version in which it was corrected."""
    translation_digest: str
    note: str
    """In the language of the page."""
    signature: str = ""
    action: ArticleAction = ArticleAction.CORRECT


SmallEvent = MessageEvent | AssignEvent | SignificanceEvent | CorrectionEvent
"""Any word but those that give or take an approval."""


class Assignment(NamedTuple):
    """Who works on an article in a locale."""

    assignee: str
    """E-mail address; empty: nobody."""
    due: str
    """ISO 8601 date; empty: no day is set."""
    by: str
    """Who said so (e-mail address)."""
    time: str
