"""What the translation memory keeps, where it comes from, and what a look-up answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from workflow.model import Locale, Message, State, digest

STATES = (State.TRANSLATED, State.REVIEWED, State.APPROVED)
"""What a unit can be, the least sure first."""
Level = Literal["context", "exact", "fuzzy"]
NOWHERE = digest("")
"""The neighbour of a text that stands first, last, alone, or nobody knows where."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A text and its translation, as a person left them."""

    source_locale: Locale
    target_locale: Locale
    source: str
    """A msgid: inline Markdown, inline HTML or plain text. Not empty."""
    target: str
    """Not empty."""
    state: State = State.TRANSLATED
    """One of :data:`STATES`."""
    article: str = ""
    """Slug of the article it comes from, or the name of the file that brought it in."""
    msgctxt: str | None = None
    before: str = NOWHERE
    """Digest (:func:`workflow.model.digest`) of the source text that stands before it."""
    after: str = NOWHERE
    """The same of the text after it."""
    translator: str = ""
    """Name and e-mail address, as a catalogue's Last-Translator has them; empty: not known."""
    date: str = ""
    """ISO 8601 date it was made on; where that is empty, the memory fills in the day on which
    it first saw the unit as it is."""
    drafted_by: str = ""
    """The engine that drafted it, as catalogues name it; empty for what people wrote alone."""
    unedited: bool = False
    """Whether it is that draft to the letter, and no approval stands for it."""


@dataclass(frozen=True, slots=True)
class Source:
    """Files the memory learns from, and forgets with them."""

    name: str
    """Unlike that of every other source: a path relative to the project."""
    paths: tuple[Path, ...]
    """All that its units depend on; one that is not there counts as empty. While none of them
    changes, ``load`` is not called."""
    load: Callable[[], Iterable[Unit]]
    """Reads the units. Raises :class:`~workflow.errors.WorkflowError` where a file is broken:
    the memory then keeps what it had from this source, and reports the error."""
    mark: str = ""
    """What else its units depend on: with another mark the source counts as changed."""


class Query(Protocol):
    """A text to look up, and where it stands."""

    @property
    def text(self) -> str: ...
    @property
    def context(self) -> str | None: ...
    @property
    def article(self) -> str: ...
    @property
    def before(self) -> str: ...
    @property
    def after(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Match:
    """A unit that fits a text."""

    score: int
    """102, 101 or 100 for the same text (see :func:`exact_score`), else 1 to 99: the likeness
    in percent."""
    unit: Unit
    target: str
    """The translation, with what differs in the source swapped where that is certain (see
    :mod:`workflow.merge.repair`)."""

    @property
    def level(self) -> Level:
        """``context`` for 102, ``exact`` for 101 and 100, ``fuzzy`` below."""
        if self.score > 101:
            return "context"
        return "exact" if self.score >= 100 else "fuzzy"

    @property
    def article(self) -> str:
        """Slug of the article it comes from."""
        return self.unit.article

    @property
    def drafted_by(self) -> str:
        """See :attr:`Unit.drafted_by`, as of the next."""
        return self.unit.drafted_by

    @property
    def unedited(self) -> bool:
        """Whether nobody edited or approved what an engine drafted."""
        return self.unit.unedited

    @property
    def state(self) -> State:
        """How sure the unit is."""
        return self.unit.state


def exact_score(query: Query, unit: Unit) -> int:
    """Score a unit whose source is the query's text by the place it stands in.

    102: the same msgctxt, and the same article or the same neighbours on both sides. 101: the
    same article, the same msgctxt where there is one, or a neighbour in common. 100: neither.
    (XLIFF 2.1's ``matchQuality`` ends at 100; 101 and 102 are how translation tools rank a
    match in context above a mere exact one.)
    """
    here, there = (digest(query.before), digest(query.after)), (unit.before, unit.after)
    common = any(mine == its != NOWHERE for mine, its in zip(here, there, strict=True))
    between = common and here == there
    article = bool(query.article) and query.article == unit.article
    if unit.msgctxt == query.context and (article or between):
        return 102
    return 101 if article or common or unit.msgctxt == query.context is not None else 100


def sureness(unit: Unit) -> int:
    """Rank a unit's state: its place in :data:`STATES`."""
    return STATES.index(unit.state)


def units_of(
    messages: Sequence[Message],
    states: Callable[[Message], State],
    pair: tuple[Locale, Locale],
    article: str,
    translator: str = "",
) -> Iterator[Unit]:
    """Yield what people made of a catalogue: its translations that are not fuzzy.

    ``messages`` are in file order; ``states`` tells the state of a live one, and what is in none
    of :data:`STATES` (rejected) is left out. Obsolete messages count, since text that moves to
    another article is obsolete where it was; nobody vouches for them: they are TRANSLATED.
    """
    live = [message for message in messages if not message.obsolete]
    texts = [NOWHERE, *(digest(message.msgid) for message in live), NOWHERE]
    around = {
        message.key: (before, after)
        for message, before, after in zip(live, texts, texts[2:], strict=False)
    }
    for message in messages:
        if not message.msgid or not message.msgstr or message.fuzzy:
            continue
        state = State.TRANSLATED if message.obsolete else states(message)
        if state in STATES:
            before, after = (NOWHERE, NOWHERE) if message.obsolete else around[message.key]
            made = message.provenance
            yield Unit(
                *pair,
                message.msgid,
                message.msgstr,
                state,
                article,
                message.msgctxt,
                before,
                after,
                translator,
                drafted_by=made.drafted_by if made else "",
                unedited=message.unedited and state is not State.APPROVED,
            )
