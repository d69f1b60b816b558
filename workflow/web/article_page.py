"""The page of one article in one language, whole or the part that changed: values in, HTML out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from workflow.errors import ReviewError
from workflow.inline.pattern import read
from workflow.model import Concept, MessageAction, State, Term, Text
from workflow.model.mqm import CATEGORIES, WEIGHTS
from workflow.model.phrase import Phrase, phrase
from workflow.reports.i18n import Words
from workflow.review.discussion import Discussion
from workflow.review.highlights import target_terms
from workflow.review.outcome import Result
from workflow.review.review_units import Unit
from workflow.web.desk import Desk
from workflow.web.filling import path, render

SIZE = 100
"""Units on a page; the script adds the next ones as one scrolls."""
OUTCOMES: Mapping[str, tuple[str, Phrase]] = {
    Result.APPROVED: ("good", phrase("Approved. Your approval binds the texts below.")),
    Result.WITHDRAWN: ("good", phrase("The approval is withdrawn.")),
    Result.NOTHING: ("plain", phrase("There was nothing to do: see where it stands.")),
    Result.CHANGED: (
        "bad",
        phrase(
            "Not approved: the texts or an image changed meanwhile. All is shown as it is now; "
            "look at it, then approve."
        ),
    ),
    Result.REFUSED: (
        "bad",
        phrase("Not approved: it is not ready. The reasons stand here."),
    ),
    Result.DONE: ("good", phrase("Done.")),
}
"""What came of a form, a word in the address → (how it looks, what it says)."""
_UNFINISHED = frozenset({State.UNTRANSLATED, State.MACHINE, State.FUZZY, State.REJECTED})
_UNIT_PARTS = {"": "unit.html.j2", "more": "unit_more.html.j2"}
"""What is asked for of a unit's page → its template; else that of all that can be done."""
_ALWAYS = ("", "attention")
"""Filters that are offered though they show nothing."""


@dataclass(frozen=True, slots=True)
class Editor:
    """Who looks at a page, and what the settings let him or her do there."""

    actor: str
    token: str
    """What a form has to bring."""
    barred: ReviewError | None
    """Why not approve, if not."""
    may: frozenset[str] = frozenset()
    """The acts that are open: those of events, and to take what nobody works on."""


@dataclass(frozen=True, slots=True)
class ArticleTerm:
    """A concept that the shown units name, or whose forbidden word they have."""

    concept: Concept
    written: tuple[str, ...]
    """How the article writes it, each spelling once; else how the translation does."""
    named: bool
    """Whether the article names it."""
    terms: tuple[Term, ...]
    """Those of the target language, best first, forbidden ones last."""
    numbers: tuple[int, ...]
    """Of the units it stands in."""


@dataclass(frozen=True, slots=True)
class View:
    """Which part of an article an address asks for."""

    show: str
    """See :data:`_FILTERS`."""
    text: str
    """Only units that have it in source or translation; empty: all."""
    start: int
    """Place of the first one shown among them, from 0."""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> View:
        """What the query of an address says; what is none of ours counts for nothing."""
        show = query.get("show", "")
        start = query.get("from", "")
        place = int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 0
        return cls(show if show in _FILTERS else "", query.get("q", "")[:200].strip(), place)

    def query(self, **changed: str | int) -> str:
        """The query of an address that asks for it, with ``changed`` fields; ``?`` before it."""
        fields = {"show": self.show, "q": self.text, "from": self.start, **changed}
        said = urlencode({name: value for name, value in fields.items() if value})
        return f"?{said}" if said else ""

    def numbers(self, desk: Desk) -> Sequence[int]:
        """The units that are asked for, all of them."""
        numbers = _FILTERS[self.show][1](desk)
        if self.show == "drafts":
            numbers = desk.weakest
        wanted = self.text.casefold()
        if not wanted:
            return numbers
        return [
            number
            for number in numbers
            if wanted in desk.messages[number - 1].msgid.casefold()
            or wanted in desk.messages[number - 1].msgstr.casefold()
        ]


def article(desk: Desk, editor: Editor, query: Mapping[str, str], words: Words) -> str:
    """One article side by side; ``query`` is that of the address."""
    view = View.of(query)
    numbers = view.numbers(desk)
    start = min(view.start, max(0, len(numbers) - 1))
    shown = numbers[start : start + SIZE]
    units = tuple(desk.units(shown))
    part = "part" in query
    return render(
        words,
        "units.html.j2" if part else "article.html.j2",
        **_common(desk, editor),
        units=units,
        view=view,
        filters=_offered(desk),
        total=len(numbers),
        earlier=view.query(**{"from": max(0, start - SIZE)}) if start else None,
        later=view.query(**{"from": start + SIZE}) if start + SIZE < len(numbers) else None,
        terms=() if part else _terms(units, desk),
        outcome=outcome(desk, query.get("said", "")),
    )


def unit(desk: Desk, editor: Editor, number: int, words: Words, **values: object) -> str:
    """The page of one unit: all that is known of it, and all that can be done to it.

    ``values`` may have ``mine``, a text that could not be saved, ``matches`` of the memory,
    ``others``, its :class:`~workflow.model.message_life.OtherTexts`, and ``outcome``, how the last
    act looks and what came of it; ``part``: without the page about it, or only ``more``.
    """
    (found,) = desk.units([number])
    message = found.message
    segments = desk.translation.document.segments
    markup = next(each.markup for each in segments if each.key == message.key)
    placeables = tuple(
        dict.fromkeys(each.text for each in read(Text(message.msgid, markup)).placeables)
    )
    return render(
        words,
        _UNIT_PARTS.get(str(values.pop("part", "")), "unit_panel.html.j2"),
        **_common(desk, editor),
        unit=found,
        placeables=placeables,
        categories=CATEGORIES,
        severities=tuple(WEIGHTS),
        outcome=values.pop("outcome", None),
        mine=values.pop("mine", None),
        matches=values.pop("matches", ()),
        others=values.pop("others", None),
        history=desk.said(number).events,
        before=number - 1 if number > 1 else None,
        after=number + 1 if number < len(desk.messages) else None,
    )


def row(desk: Desk, editor: Editor, number: int, words: Words) -> str:
    """One unit as the list has it."""
    (found,) = desk.units([number])
    return render(words, "row.html.j2", **_common(desk, editor), unit=found)


def standing(desk: Desk, editor: Editor, words: Words) -> str:
    """Where the whole stands, and what it takes to approve it."""
    return render(words, "standing.html.j2", **_common(desk, editor))


def _common(desk: Desk, editor: Editor) -> dict[str, object]:
    return {
        "desk": desk,
        "found": desk.translation,
        "source": desk.article.locale,
        "target": desk.locale,
        "editor": editor,
        "here": path(desk.locale, desk.article.slug),
        "acts": MessageAction,
    }


def outcome(desk: Desk, said: str) -> tuple[str, Phrase] | None:
    """What came of a form, where that is still so: an address lives longer than an approval."""
    found = desk.translation
    holds: dict[str, Callable[[], bool]] = {
        Result.APPROVED: lambda: found.standing.approved,
        Result.WITHDRAWN: lambda: desk.last is not None and not desk.withdrawable,
        Result.CHANGED: lambda: not found.standing.approved,
        Result.REFUSED: lambda: desk.checked is not None and bool(found.unready),
        Result.NOTHING: lambda: True,
        Result.DONE: lambda: True,
    }
    return OUTCOMES[said] if said in holds and holds[said]() else None


def in_state(desk: Desk, states: frozenset[State] | set[State]) -> Sequence[int]:
    """The units that are in one of these states."""
    return [number for number, state in enumerate(desk.states, start=1) if state in states]


def _changed(desk: Desk) -> Sequence[int]:
    """The units that are not as they were approved."""
    return [number for number, each in enumerate(desk.messages, 1) if each.key in desk.new]


def _discussed(desk: Desk) -> Sequence[int]:
    """The units that somebody commented on, or has another text for."""
    if not desk.translation.discussions.by_source:
        return ()
    return [number for number in range(1, len(desk.messages) + 1) if _is_open(desk.said(number))]


def _is_open(said: Discussion) -> bool:
    return bool(said.comments or said.suggestions)


def _offered(desk: Desk) -> list[tuple[str, Phrase, int]]:
    """The filters: the word in the address, what it is called, how many units it shows."""
    found = [(name, label, len(numbers(desk))) for name, (label, numbers) in _FILTERS.items()]
    return [each for each in found if each[2] or each[0] in _ALWAYS]


def _terms(shown: Sequence[Unit], desk: Desk) -> tuple[ArticleTerm, ...]:
    uses: dict[int, list[tuple[Unit, int]]] = {}
    for each in shown:
        for place, use in enumerate(each.terms):
            uses.setdefault(id(use.concept), []).append((each, place))
    return tuple(_article_term(group, desk) for group in uses.values())


def _article_term(group: Sequence[tuple[Unit, int]], desk: Desk) -> ArticleTerm:
    concept = group[0][0].terms[group[0][1]].concept
    named = [
        each.message.msgid[found.start : found.end]
        for each, place in group
        for found in each.terms[place].source
    ]
    said = [found.term.text for each, place in group for found in each.terms[place].forbidden]
    return ArticleTerm(
        concept=concept,
        written=tuple(dict.fromkeys(named or said)),
        named=bool(named),
        terms=target_terms(concept, desk.locale),
        numbers=tuple(each.number for each, _ in group),
    )


_FILTERS: Mapping[str, tuple[Phrase, Callable[[Desk], Sequence[int]]]] = {
    "": (phrase("All messages"), lambda desk: range(1, len(desk.messages) + 1)),
    "attention": (phrase("Only what needs a look"), lambda desk: desk.attention),
    "unfinished": (phrase("Unfinished"), lambda desk: in_state(desk, _UNFINISHED)),
    "unread": (phrase("Translated, not reviewed"), lambda desk: in_state(desk, {State.TRANSLATED})),
    "changed": (phrase("Not as approved"), _changed),
    "rejected": (phrase("Rejected"), lambda desk: in_state(desk, {State.REJECTED})),
    "discussed": (phrase("Discussed"), _discussed),
    "drafts": (phrase("Machine drafts, the weakest first"), lambda desk: desk.drafts),
}
"""Which units are shown: a word in the address → (what it is called, the numbers)."""
