"""From what was done for each translation to what a report has of all of them.

Pure: the same efforts, days and day come to the same. Every figure is a sum over translations,
so that the parts of a table add up to its whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from statistics import quantiles
from typing import Final, NamedTuple

from workflow.model import State, mqm
from workflow.model.effort import (
    NOBODY,
    Amount,
    Drafted,
    Effort,
    Flaw,
    Judged,
    Maker,
    Since,
    Waived,
    Work,
)
from workflow.review.log_filter import ALWAYS, Period
from workflow.review.row import DONE

AGES: Final = (1, 7, 30, 90)
"""Days from which on what waits is of the next age."""
SOON: Final = 7
"""Days within which what is due is due soon."""
NOTHING: Final = Amount()


class Translated(NamedTuple):
    """One article in one locale."""

    article: str
    """Slug."""
    title: str
    locale: str
    effort: Effort

    def amounts(self) -> Mapping[State, Amount]:
        """How much of it is in each state, every state named."""
        return _amounts([self])


class LocaleProgress(NamedTuple):
    """How far all articles are in one locale."""

    locale: str
    translations: int
    approved: int
    """Of them, those with an approval that stands."""
    amounts: Mapping[State, Amount]


class PersonWork(NamedTuple):
    """What one person did in the days asked for."""

    person: str
    work: Mapping[Work, Amount]
    """Every kind of work named."""


class Turnaround(NamedTuple):
    """How many days it took until translations were approved."""

    locale: str
    since: Since
    spans: int
    quartiles: tuple[float, float, float]
    """Lower quartile, median, upper quartile (by linear interpolation)."""


class Ageing(NamedTuple):
    """How much waits in one state, by how long."""

    state: State
    amounts: tuple[Amount, ...]
    """Up to each of :data:`AGES`, longer, and not known how long."""


class Due(NamedTuple):
    """A translation that is not approved and has a day set."""

    translated: Translated
    days: int
    """Until it is due; below 0: overdue."""
    left: Amount
    """Of it, what nobody has translated or vouched for."""


class Quality(NamedTuple):
    """How good what was reviewed was found to be."""

    amount: Amount
    """What was reviewed, each text once."""
    flaws: Mapping[str, Mapping[str, int]]
    """Kind of error → severity → how many, every severity named."""

    @property
    def score(self) -> float | None:
        """See :func:`~workflow.model.mqm.score`; None where nothing was reviewed."""
        severities = (
            severity
            for counts in self.flaws.values()
            for severity, count in counts.items()
            for _ in range(count)
        )
        return mqm.score(severities, self.amount.words)

    @property
    def points(self) -> int:
        """Penalty points, see :data:`~workflow.model.mqm.WEIGHTS`."""
        return sum(
            mqm.WEIGHTS[severity] * count
            for counts in self.flaws.values()
            for severity, count in counts.items()
        )

    @property
    def errors(self) -> int:
        """How many errors there are."""
        return sum(sum(counts.values()) for counts in self.flaws.values())


class StandingWaiver(NamedTuple):
    """A finding that may stand, and where."""

    article: str
    title: str
    locale: str
    waived: Waived


@dataclass(frozen=True, slots=True)
class Summary:
    """All figures of a report."""

    today: date
    """In UTC."""
    period: Period
    translated: tuple[Translated, ...]
    """By article, in the order of its locales."""
    locales: tuple[LocaleProgress, ...]
    people: tuple[PersonWork, ...]
    """Who did most words first."""
    nobodys: Amount
    """Finished texts as they are now that nothing tells the maker of."""
    turnaround: tuple[Turnaround, ...]
    ageing: tuple[Ageing, ...]
    """Those states that something is in."""
    due: tuple[Due, ...]
    """What is overdue longest first."""
    by_locale: Mapping[str, Quality]
    by_maker: Mapping[Maker, Quality]
    drafts: tuple[Drafted, ...]
    """By origin; people's own first."""
    waivers: tuple[StandingWaiver, ...]


def summary(translated: Sequence[Translated], now: datetime, period: Period = ALWAYS) -> Summary:
    """What a report says of the translations, as of ``now`` (with its zone).

    ``period`` narrows what was done (work, turnaround, quality), not how things stand.
    """
    today = now.date()
    by_locale: dict[str, list[Translated]] = defaultdict(list)
    for each in translated:
        by_locale[each.locale].append(each)
    efforts = [each.effort for each in translated]
    return Summary(
        today,
        period,
        tuple(translated),
        tuple(_progress(locale, some) for locale, some in sorted(by_locale.items())),
        tuple(_people(efforts, period)),
        reduce(Amount.plus, (each.nobodys for each in efforts), NOTHING),
        tuple(_turnaround(by_locale, period)),
        tuple(_ageing(efforts, today)),
        tuple(_due(translated, today)),
        {
            locale: quality
            for locale, some in sorted(by_locale.items())
            if (quality := _quality(*_said([each.effort for each in some], period))).amount.texts
        },
        _by_maker(efforts, period),
        tuple(_drafts(efforts)),
        tuple(
            StandingWaiver(each.article, each.title, each.locale, waived)
            for each in translated
            for waived in each.effort.waivers
        ),
    )


def age_of(since: str, today: date) -> int:
    """Which of the ages of :class:`Ageing` what waits since a day has."""
    try:
        days = (today - date.fromisoformat(since)).days
    except ValueError:
        return len(AGES) + 1
    return sum(days >= age for age in AGES)


def _in(period: Period, day: str) -> bool:
    return bool(day) and period.has(date.fromisoformat(day))


def _amounts(translated: Iterable[Translated]) -> Mapping[State, Amount]:
    found = dict.fromkeys(State, NOTHING)
    for each in translated:
        for waiting in each.effort.waiting:
            found[waiting.state] = found[waiting.state].plus(waiting.amount)
    return found


def _progress(locale: str, some: Sequence[Translated]) -> LocaleProgress:
    approved = sum(each.effort.approved for each in some)
    return LocaleProgress(locale, len(some), approved, _amounts(some))


def _people(efforts: Iterable[Effort], period: Period) -> Iterator[PersonWork]:
    found: dict[str, dict[Work, Amount]] = defaultdict(lambda: dict.fromkeys(Work, NOTHING))
    for effort in efforts:
        for deed in effort.deeds:
            if _in(period, deed.day):
                work = found[deed.person]
                work[deed.work] = work[deed.work].plus(deed.amount)
    for person, work in sorted(found.items(), key=lambda each: (-_all(each[1]), each[0])):
        yield PersonWork(person, work)


def _all(work: Mapping[Work, Amount]) -> int:
    return sum(amount.words for amount in work.values())


def _turnaround(
    by_locale: Mapping[str, Sequence[Translated]], period: Period
) -> Iterator[Turnaround]:
    for locale, some in sorted(by_locale.items()):
        for since in Since:
            days = [
                _days(span.start, span.end)
                for each in some
                for span in each.effort.spans
                if span.since is since and _in(period, span.day)
            ]
            if days:
                yield Turnaround(locale, since, len(days), quartiles(days))


def quartiles(days: Sequence[float]) -> tuple[float, float, float]:
    """Lower quartile, median and upper quartile of at least one number."""
    if len(days) == 1:
        return (days[0],) * 3
    low, middle, high = quantiles(days, n=4, method="inclusive")
    return low, middle, high


def _days(start: str, end: str) -> float:
    took = datetime.fromisoformat(end) - datetime.fromisoformat(start)
    return took.total_seconds() / 86_400


def _ageing(efforts: Iterable[Effort], today: date) -> Iterator[Ageing]:
    found: dict[State, list[Amount]] = {}
    for effort in efforts:
        for state, since, amount in effort.waiting:
            ages = found.setdefault(state, [NOTHING] * (len(AGES) + 2))
            age = age_of(since, today)
            ages[age] = ages[age].plus(amount)
    for state in State:
        if state in found:
            yield Ageing(state, tuple(found[state]))


def _due(translated: Iterable[Translated], today: date) -> Iterator[Due]:
    found: list[Due] = []
    for each in translated:
        effort = each.effort
        if effort.due and not effort.approved:
            left = (amount for state, amount in each.amounts().items() if state not in DONE)
            days = (date.fromisoformat(effort.due) - today).days
            found.append(Due(each, days, reduce(Amount.plus, left, NOTHING)))
    found.sort(key=lambda due: (due.days, due.translated.article, due.translated.locale))
    yield from found


def _said(efforts: Iterable[Effort], period: Period) -> tuple[list[Judged], list[Flaw]]:
    """What was reviewed in the days asked for, and what was found."""
    some = list(efforts)
    return (
        [each for effort in some for each in effort.judged if _in(period, each.day)],
        [each for effort in some for each in effort.flaws if _in(period, each.day)],
    )


def _quality(judged: Iterable[Judged], found: Iterable[Flaw]) -> Quality:
    flaws: dict[str, dict[str, int]] = {}
    for flaw in found:
        counts = flaws.setdefault(_kind(flaw), dict.fromkeys(mqm.WEIGHTS, 0))
        counts[_severity(flaw)] += flaw.times
    amount = reduce(Amount.plus, (each.amount for each in judged), NOTHING)
    return Quality(amount, {kind: flaws[kind] for kind in mqm.CATEGORIES if kind in flaws})


def _kind(flaw: Flaw) -> str:
    """The kind at the top of MQM's tree; what is none of it is another one."""
    kind = flaw.category.partition("/")[0]
    return kind if kind in mqm.CATEGORIES else "other"


def _severity(flaw: Flaw) -> str:
    return flaw.severity if flaw.severity in mqm.WEIGHTS else mqm.DEFAULT_SEVERITY


def _by_maker(efforts: Sequence[Effort], period: Period) -> Mapping[Maker, Quality]:
    """People first, then engines, then what nobody knows the maker of."""
    judged, flaws = _said(efforts, period)
    known: dict[Maker, tuple[list[Judged], list[Flaw]]] = defaultdict(lambda: ([], []))
    for each in judged:
        known[each.maker][0].append(each)
    for flaw in flaws:
        known[flaw.maker][1].append(flaw)
    makers = sorted(known, key=lambda each: (each == NOBODY, bool(each.engine), each))
    return {maker: _quality(*known[maker]) for maker in makers}


def _drafts(efforts: Iterable[Effort]) -> Iterator[Drafted]:
    found: dict[str, Drafted] = {}
    for effort in efforts:
        for each in effort.drafts:
            known = found.get(each.origin)
            found[each.origin] = each if known is None else _together(known, each)
    for _, drafted in sorted(found.items()):
        yield drafted


def _together(one: Drafted, two: Drafted) -> Drafted:
    counts = (mine + other for mine, other in zip(one[2:], two[2:], strict=True))
    return Drafted(one.origin, one.amount.plus(two.amount), *counts)
