"""Figures of a translation beside its source's: numbers, dates, units, money, shares.

Five rules tell one comparison (:mod:`workflow.inline.explained`), each its own part of it, so that
one fault is one finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from workflow.checks.pairing import Pairing
from workflow.checks.subject import Remark, Source, Subject
from workflow.checks.swapped import swapped
from workflow.errors import ArticleError
from workflow.inline.calendar_figures import impossible
from workflow.inline.explained import Placed
from workflow.inline.figure import WRITTEN, Figure
from workflow.inline.measures import MONEY, SHARES
from workflow.inline.prose import plain
from workflow.model import Severity
from workflow.model import lazy_re as re
from workflow.model.phrase import Phrase, listed, phrase

_SIGN: Final = re.compile("(?:(?:US|HK|NT)?[$€£¥￥]|[A-Z]{3} ?)[ \u00a0]?\\Z")


_GROUP: Final = re.compile(r"[0-9]{1,3}[.,][0-9]{3}")
_PERCENTAGE: Final = re.compile(
    r"percentages?(?! points?)|percentiles?|centiles?|百分位|in per ?cent"
    r"|(?<!points de )(?<!point de )pourcentages?"
    "|en pour ?cent|百分比|百分率",
    re.IGNORECASE,
)


class Told(NamedTuple):
    """What one rule says of a translation."""

    rule: str
    said: Phrase
    place: str
    """The words of the translation that it is about; empty: none."""
    severity: Severity = Severity.WARNING


@lru_cache(maxsize=8)
def told(pairing: Pairing) -> tuple[Told, ...]:
    """What all of the rules say."""
    explained = pairing.figures
    if explained is None:
        return ()
    if explained.nothing:
        return tuple(_exchanged(pairing))
    return (
        *_recast(pairing, explained.recast),
        *_foreign(pairing, explained.foreign),
        *_converted(pairing, explained.converted),
        *_others(pairing, explained.placed),
    )


def _exchanged(pairing: Pairing) -> Iterator[Told]:
    found = swapped(pairing)
    if found:
        said = phrase(
            "{given} are exchanged: the source has {wanted} with the same words",
            given=listed([_target(pairing, each) for each in found.given]),
            wanted=listed([_source(pairing, each) for each in found.wanted]),
        )
        yield Told(_rule(found.wanted[0]), said, _target(pairing, found.given[0]))


def _source(pairing: Pairing, one: Figure) -> str:
    return _words(pairing.said, one)


def _target(pairing: Pairing, one: Figure) -> str:
    return _words(pairing.drafted, one)


def _words(text: str, one: Figure) -> str:
    """A figure as it stands there, with its unit."""
    start = one.start
    if one.units and not one.to:
        found = _SIGN.search(text[max(0, start - 4) : start])
        start -= len(found[0]) if found else 0
    return text[start : max(one.end, one.to)].strip()


def _recast(pairing: Pairing, pairs: Sequence[tuple[Figure, Figure]]) -> Iterator[Told]:
    for wanted, given in pairs:
        family = _family(wanted, given) or "units"
        plain = pairing.drafted if SHARES & wanted.units else pairing.said
        if family == "percent" and _PERCENTAGE.search(plain):
            continue  # said of all numbers at once
        said = phrase(
            "“{given}” where the source has “{wanted}”: write the source’s unit, or convert the "
            "figure",
            given=_target(pairing, given),
            wanted=_source(pairing, wanted),
        )
        yield Told(family, said, _target(pairing, given))


def _foreign(pairing: Pairing, pairs: Sequence[tuple[Figure, Figure]]) -> Iterator[Told]:
    if pairing.languages[1] == "fr":  # its typography tells
        return
    for wanted, given in pairs:
        if _GROUP.fullmatch(text := pairing.drafted[given.start : given.end]) and (
            text == pairing.said[wanted.start : wanted.end]
        ):
            continue  # the source itself may write it as other languages do
        said = phrase(
            "“{given}” is not how this language writes “{wanted}”: decimals and thousands are "
            "marked otherwise",
            given=_target(pairing, given),
            wanted=_source(pairing, wanted),
        )
        yield Told("numbers", said, _target(pairing, given))


def _converted(pairing: Pairing, pairs: Sequence[tuple[Figure, Figure]]) -> Iterator[Told]:
    for wanted, given in pairs:
        said = phrase(
            "“{wanted}” was converted to “{given}”: is that wanted here?",
            given=_target(pairing, given),
            wanted=_source(pairing, wanted),
        )
        yield Told("units", said, _target(pairing, given), Severity.INFO)


def _others(pairing: Pairing, placed: Placed) -> Iterator[Told]:
    for wanted, given in placed.instead:
        yield _instead(pairing, wanted, given)
    for one in placed.lost:
        if _idle(one):
            continue
        said = phrase("“{text}” of the source is missing", text=_source(pairing, one))
        yield Told(_rule(one), said, "", _alone(one))
    for one in placed.added:
        if _idle(one):
            continue
        text = _target(pairing, one)
        said = phrase("“{text}” is not in the source", text=text)
        small = one.kind == "number" and not one.units and max(one.values, default=3) <= 2
        yield Told(_rule(one), said, text, Severity.INFO if small else _alone(one))


def _idle(one: Figure) -> bool:
    """Whether nothing is said of a figure that only one side has: one in words may be idiom."""
    return one.kind in ("number", "vague", "time") and one.weight < WRITTEN


def _instead(pairing: Pairing, wanted: Sequence[Figure], given: Sequence[Figure]) -> Told:
    said = phrase(
        "{given} where the source has {wanted}: write what the source says",
        given=listed([_target(pairing, each) for each in given]),
        wanted=listed([_source(pairing, each) for each in wanted]),
    )
    return Told(_rule(wanted[0]), said, _target(pairing, given[0]))


def _alone(one: Figure) -> Severity:
    """A figure that only one side has: sure where it stands in digits."""
    sure = one.weight == WRITTEN and one.kind != "month"
    return Severity.WARNING if sure else Severity.INFO


def _family(*figures: Figure) -> str:
    units = frozenset[str]().union(*(each.units for each in figures))
    if units & SHARES:
        return "percent"
    return "money" if figures[0].units & MONEY and "lb" not in figures[0].units else ""


def _rule(one: Figure) -> str:
    if one.calendar or one.kind in ("time", "month", "weekday"):
        return "dates"
    return "numbers"


def check(rule: str) -> Callable[[Subject], Sequence[Remark]]:
    """The part of the comparison that one rule tells."""

    def look(subject: Subject) -> Sequence[Remark]:
        explained = subject.pairing.figures
        if explained is None:
            return ()
        return tuple(
            Remark(each.said, _place(subject, each.place), severity=each.severity)
            for each in told(subject.pairing)
            if each.rule == rule
        )

    return look


def _place(subject: Subject, text: str) -> tuple[int, int] | None:
    start = subject.message.msgstr.find(text) if text else -1
    return (start, start + len(text)) if start >= 0 else None


_differing_dates = check("dates")


def check_dates(subject: Subject) -> Sequence[Remark]:
    """Dates that differ, and those that cannot be where the source has none such."""
    if subject.pairing.figures is None:  # not even a digit
        return ()
    differing = _differing_dates(subject)
    source, target = subject.pairing.languages
    wrong = () if differing else tuple(impossible(subject.pairing.drafted, target))
    if not wrong or any(impossible(subject.pairing.said, source)):
        return differing
    texts = [subject.pairing.drafted[start:end] for start, end, _ in wrong]
    return tuple(
        Remark(_cannot_be(text, true), _place(subject, text))
        for text, (_, _, true) in zip(texts, wrong, strict=True)
    )


def dates_of_source(source: Source) -> Iterator[tuple[int, Remark]]:
    """Dates of an article as it is written that cannot be."""
    language = source.article.locale.name.partition("_")[0]
    for segment in source.document.segments:
        try:
            text = plain(segment.source)
        except ArticleError:  # of the parser; what reads the article tells it
            continue
        for start, end, true in impossible(text, language):
            yield segment.line, Remark(_cannot_be(text[start:end], true))


def _cannot_be(text: str, weekday: int) -> Phrase:
    if not weekday:
        return phrase("there is no such date or time: “{date}”", date=text)
    return phrase("“{date}” is on another day of the week: which of the two is right?", date=text)
