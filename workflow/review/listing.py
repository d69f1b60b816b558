"""Messages of many translations in a list: which are asked for, and what is told of each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from workflow.errors import ReviewError
from workflow.model import Key, Locale, Message, State
from workflow.model.phrase import listed, phrase
from workflow.review.discussion import Discussion
from workflow.review.row import Row

_SHOWN = 5
"""Texts that are named where a beginning is not enough."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which messages are asked for; what is empty asks for nothing."""

    locales: tuple[Locale, ...] = ()
    states: frozenset[State] = frozenset()
    checks: frozenset[str] = frozenset()
    """Names of checks of which one has something against it."""
    person: str = ""
    """E-mail address, any case: who is to work on it, or said something of it."""
    text: str = ""
    """What stands in the source or the translation, any case."""
    due: str = ""
    """ISO 8601 date: due on that day or before."""

    def among(self, states: Iterable[State]) -> Wanted:
        """The same of messages in ``states``, where it names none itself."""
        return self if self.states else replace(self, states=frozenset(states))

    def may_have(self, row: Row) -> bool:
        """Whether a translation with this row may have what is asked for."""
        if self.states and not any(row.states[state] for state in self.states):
            return False
        return not self.due or "" < row.due <= self.due

    def takes(self, each: Listed) -> bool:
        """Whether a message is asked for."""
        message = each.message
        if self.states and each.state not in self.states:
            return False
        if self.checks and not self.checks.intersection(each.checks):
            return False
        if self.person and self.person.casefold() not in each.people():
            return False
        text = self.text.casefold()
        return text in message.msgid.casefold() or text in message.msgstr.casefold()


@dataclass(frozen=True, slots=True)
class Listed:
    """One message of an article in a locale, as lists have it."""

    article: str
    """Slug."""
    locale: Locale
    number: int
    """Its place among the article's messages, counted from 1."""
    message: Message
    state: State
    said: Discussion
    assignee: str
    """Who is to work on the article in the locale (e-mail address); empty: nobody."""
    due: str
    """Until when: ISO 8601 date; empty: no day is set."""
    checks: tuple[str, ...]
    """Names of the checks that have something against it, one a finding; waived ones left out."""

    def people(self) -> Collection[str]:
        """Who is to work on it, or said something of it (addresses, casefolded)."""
        spoke = (event.actor.casefold() for event in self.said.events)
        return {self.assignee.casefold(), *spoke} - {""}


def chosen(messages: Sequence[Message], names: Sequence[str]) -> Iterator[Message]:
    """Yield those of an article's ``messages`` that people name, in that order.

    A name is a number, counted from 1 as `review show` prints it; the msgid, whole or as much of
    it as no other begins with; or either after its context and ``|``. Raises
    :class:`ReviewError` for what names none, or several.
    """
    for name in names:
        yield _chosen(messages, name)


def _chosen(messages: Sequence[Message], name: str) -> Message:
    if name.isascii() and name.isdigit() and 1 <= int(name) <= len(messages):
        return messages[int(name) - 1]
    context, parted, msgid = name.partition("|")
    known: dict[Key, Message] = {each.key: each for each in messages}
    for key in ((None, name), (context, msgid) if parted else None):
        if key in known:
            return known[key]
    whole = [each for each in messages if each.msgid == name]
    begun = [each for each in messages if name and each.msgid.startswith(name)]
    if parted and msgid:
        begun += [
            each for each in messages if each.msgctxt == context and each.msgid.startswith(msgid)
        ]
    found = whole or begun
    if len(found) == 1:
        return found[0]
    raise _unclear(name, messages, found)


def _unclear(name: str, messages: Sequence[Message], found: Sequence[Message]) -> ReviewError:
    if not found:
        return ReviewError(
            phrase("no message “{name}”", name=name),
            hint=phrase(
                "There are {count}: `workflow review show ARTICLE --locale LOCALE` lists them with "
                "their numbers.",
                count=len(messages),
            ),
        )
    numbers = [str(messages.index(each) + 1) for each in found[:_SHOWN]]
    return ReviewError(
        phrase("“{name}” names {count} messages", name=name, count=len(found)),
        hint=phrase("Give the number instead: {numbers}.", numbers=listed(numbers)),
    )
