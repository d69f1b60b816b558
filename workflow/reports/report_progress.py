"""How far translations are, how long they take, and what is due: parts of a report."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from workflow.model import State
from workflow.model.effort import Since
from workflow.model.phrase import named, phrase, phrases
from workflow.reports.charts import Figures
from workflow.reports.report_parts import (
    ARTICLE,
    ASSIGNED,
    LANGUAGE,
    LEFT,
    Section,
    Table,
    Telling,
)
from workflow.reports.screen import visible
from workflow.review.row import DONE
from workflow.review.summing import AGES, LocaleProgress, Translated

_SINCE = {Since.EXTRACTED: phrase("since extraction"), Since.ASSIGNED: phrase("since assignment")}


class HowFar(Telling):
    """The parts of a report on how things stand."""

    def progress(self) -> Section:
        """How far each language is."""
        title = phrase("Progress by language")
        states = [state for state in State if any(each.amounts[state].words for each in self._some)]
        rows, bars = [], []
        for each in self._some:
            name, amounts = self._language(each.locale), each.amounts
            counts = [amounts[state].words for state in states]
            done = sum(amounts[state].words for state in DONE)
            share = self._percent(done, sum(counts))
            rows.append(
                [
                    name,
                    *map(self._number, counts),
                    self._number(sum(counts)),
                    share,
                    self._of(each.approved, each.translations),
                ]
            )
            bars.append(Figures(name, share, counts))
        names = [named(str(state)) for state in states]
        columns = (*names, phrase("All words"), phrase("Done"), phrase("Approved translations"))
        return self._section(
            "progress",
            title,
            [Table(self._words(title), self._columns(LANGUAGE, *columns), rows)],
            phrase("There is no translation to report on."),
            drawn=self._chart(
                phrase("Source words in each state, for each language."),
                title,
                [(f"state-{state}", name) for state, name in zip(states, names, strict=True)],
                bars,
            ),
            notes=[
                phrase(
                    "Words are those of the source texts. What is done a person has translated or "
                    "vouched for."
                )
            ],
        )

    @property
    def _some(self) -> Sequence[LocaleProgress]:
        return self._found.locales

    def _of(self, part: int, whole: int) -> str:
        return self._words(phrase("{part} of {whole}", part=part, whole=whole))

    def articles(self) -> Section:
        """How far each article is in each language."""
        title = phrase("Progress by article")
        used = [state for state in State if any(each.amounts[state].texts for each in self._some)]
        rows = [self._article(each, used) for each in self._found.translated]
        columns = (
            *(named(str(state)) for state in used),
            phrase("Done"),
            LEFT,
            ASSIGNED,
        )
        return self._section(
            "articles",
            title,
            [Table(self._words(title), self._columns(ARTICLE, LANGUAGE, *columns, texts=2), rows)],
            phrase("There is no translation to report on."),
            notes=[phrase("States are counted in texts.")],
        )

    def _article(self, each: Translated, used: Sequence[State]) -> Sequence[str]:
        amounts = each.amounts()
        texts = sum(amount.texts for amount in amounts.values())
        done = sum(amounts[state].texts for state in DONE)
        left = sum(amount.words for state, amount in amounts.items() if state not in DONE)
        return [
            self._named(each.article, each.title),
            self._language(each.locale),
            *(self._number(amounts[state].texts) for state in used),
            self._percent(done, texts),
            self._number(left),
            visible(each.effort.assignee) or "–",
        ]

    def turnaround(self) -> Section:
        """How long it took until translations were approved."""
        title = phrase("Time until approval")
        rows, bars = [], []
        for each in self._found.turnaround:
            low, middle, high = each.quartiles
            name = self._language(each.locale)
            since = self._words(_SINCE[each.since])
            days = [self._number(value, ",.1f") for value in each.quartiles]
            rows.append([name, since, self._number(each.spans), *days])
            label = self._words(phrase("{name}, {since}", name=name, since=since))
            bars.append(Figures(label, days[1], (low, middle - low, high - middle)))
        quarters = (phrase("Lower quartile"), phrase("Median"), phrase("Upper quartile"))
        columns = (LANGUAGE, phrase("From"), phrase("Approvals"), *quarters)
        return self._section(
            "turnaround",
            title,
            [Table(self._words(title), self._columns(*columns, texts=2), rows)],
            phrase("No approval in these days has a known beginning."),
            drawn=self._chart(
                phrase("Days until approval: the middle half of all, divided at the median."),
                title,
                [
                    ("", ""),
                    ("range-low", phrase("lower quartile to median")),
                    ("range-high", phrase("median to upper quartile")),
                ],
                bars,
            ),
            notes=[
                phrase(
                    "In days, from the first commit of the catalogue to the first approval, and "
                    "from each assignment to the approval after it."
                )
            ],
        )

    def _ages(self) -> Sequence[str]:
        between = (
            phrase("{first}–{last} days", first=first, last=last - 1)
            for first, last in pairwise(AGES)
        )
        under = phrases("under {count} day", "under {count} days", AGES[0])
        longer = phrases("{count} day or more", "{count} days or more", AGES[-1])
        return [under, *between, longer, phrase("not known")]

    def ageing(self) -> Section:
        """How long texts are in their states."""
        title = phrase("How long texts wait")
        rows, bars = [], []
        for each in self._found.ageing:
            name = self._words(named(str(each.state)))
            counts = [amount.words for amount in each.amounts]
            rows.append([name, *map(self._number, counts), self._number(sum(counts))])
            bars.append(Figures(name, self._number(sum(counts)), counts))
        ages = self._ages()
        columns = (phrase("State"), *ages, phrase("All words"))
        return self._section(
            "ageing",
            title,
            [Table(self._words(title), self._columns(*columns), rows)],
            phrase("Nothing waits."),
            drawn=self._chart(
                phrase("Source words in each state, by how long they are in it."),
                title,
                [(f"age-{place}", age) for place, age in enumerate(ages)],
                bars,
            ),
            notes=[
                phrase(
                    "Since the event, draft or commit that brought a text into its state; without "
                    "any, what is untranslated or fuzzy waits at least since the last extraction."
                )
            ],
        )

    def due(self) -> Section:
        """What is due and overdue."""
        title = phrase("Due")
        late = sum(each.days < 0 for each in self._found.due)
        rows = [
            [
                self._named(each.translated.article, each.translated.title),
                self._language(each.translated.locale),
                visible(each.translated.effort.assignee) or "–",
                each.translated.effort.due,
                self._when(each.days),
                self._number(each.left.words),
            ]
            for each in self._found.due
        ]
        columns = (
            ARTICLE,
            LANGUAGE,
            ASSIGNED,
            phrase("Due on"),
            phrase("Days"),
            LEFT,
        )
        overdue = phrases(
            "{count} translation is overdue.", "{count} translations are overdue.", late
        )
        return self._section(
            "due",
            title,
            [Table(self._words(title), self._columns(*columns, texts=5), rows)],
            phrase("No open translation has a due date."),
            notes=[overdue] if late else [],
        )

    def _when(self, days: int) -> str:
        if not days:
            return self._words(phrase("today"))
        if days < 0:
            return self._words(phrases("{count} day late", "{count} days late", -days))
        return self._words(phrases("in {count} day", "in {count} days", days))
