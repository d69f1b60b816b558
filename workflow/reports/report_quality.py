"""Who did what, and how good it is: parts of a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from workflow.model import mqm
from workflow.model.effort import Drafted, Maker, Work
from workflow.model.phrase import listed, named, phrase, phrases
from workflow.reports.charts import Figures
from workflow.reports.error_kinds import error_kind, severity_name
from workflow.reports.report_parts import ARTICLE, LANGUAGE, Section, Table, Telling
from workflow.reports.screen import visible
from workflow.review.summing import Quality

_WORKS = {
    Work.TRANSLATED: phrase("translated"),
    Work.EDITED: phrase("edited"),
    Work.REVIEWED: phrase("reviewed"),
}


class WhoDidWhat(Telling):
    """The parts of a report on people and machines."""

    def people(self, without_git: str) -> Section:
        """Who did how much."""
        title = phrase("Words by person")
        rows = [
            [
                visible(each.person),
                *(self._number(each.work[work].words) for work in Work),
                *(self._number(each.work[work].texts) for work in Work),
                self._number(sum(amount.unmeasured for amount in each.work.values())),
            ]
            for each in self._found.people
        ]
        bars = []
        for each in self._found.people:
            counts = [each.work[work].words for work in Work]
            bars.append(Figures(visible(each.person), self._number(sum(counts)), counts))
        names = [_WORKS[work] for work in Work]
        columns = [
            phrase("Person"),
            *(phrase("Words {done}", done=name) for name in names),
            *(phrase("Texts {done}", done=name) for name in names),
            phrase("Of unknown length"),
        ]
        return self._section(
            "people",
            title,
            [Table(self._words(title), self._columns(*columns), rows)],
            phrase("Nothing is known of anybody’s work in these days."),
            drawn=self._chart(
                phrase("Source words that each person translated, edited and reviewed."),
                title,
                [(f"work-{work}", name) for work, name in zip(Work, names, strict=True)],
                bars,
            ),
            notes=list(self._sources(without_git)),
        )

    def _sources(self, without_git: str) -> Iterator[str]:
        """Where the figures on people come from, and what they lack."""
        yield phrase(
            "From review logs (edits, acceptances, rejections, approvals that count) and, for what "
            "they do not tell, from the authors of commits. A text counts once a day for who "
            "writes it, once for who reviews it. Machine drafts are nobody’s."
        )
        if without_git:
            yield phrase(
                "What was saved in other editors is not known: {reason}.", reason=without_git
            )
        nobodys = self._found.nobodys
        if nobodys.texts:
            yield phrases(
                "Who translated {count} finished text ({words} words) is not known.",
                "Who translated {count} finished texts ({words} words) is not known.",
                nobodys.texts,
                words=nobodys.words,
            )

    def quality(self) -> Section:
        """What reviewers found wrong, by language and by whose text it is."""
        title = phrase("Errors that reviewers found")
        by_locale = {self._language(name): each for name, each in self._found.by_locale.items()}
        by_maker = {self._maker(each): what for each, what in self._found.by_maker.items()}
        bars = [
            Figures(name, self._score(each), (each.score or 0,)) for name, each in by_locale.items()
        ]
        by_language, by_person = phrase("By language"), phrase("By whose text it is")
        kinds = phrase("Kinds of errors by language")
        persons = phrase("Kinds of errors by whose text it is")
        whose = phrase("Text of")
        tables = [
            self._scores(by_language, LANGUAGE, by_locale),
            self._kinds(kinds, LANGUAGE, by_locale),
            self._scores(by_person, whose, by_maker),
            self._kinds(persons, whose, by_maker),
        ]
        points = listed(
            f"{self._words(severity_name(name))} {weight}" for name, weight in mqm.WEIGHTS.items()
        )
        return self._section(
            "quality",
            title,
            tables,
            phrase("Nobody reviewed anything in these days."),
            drawn=self._chart(
                phrase("Penalty points per 1,000 reviewed source words, for each language."),
                title,
                [("score", phrase("points per 1,000 words"))],
                bars,
            ),
            notes=[
                phrase(
                    "Rejections that stand, by MQM: points ({points}) per 1,000 source words that "
                    "were reviewed, each text once. 0 is best.",
                    points=points,
                )
            ],
        )

    def _maker(self, maker: Maker) -> str:
        if maker.engine:
            return self._words(phrase("machine: {engine}", engine=visible(maker.engine)))
        return visible(maker.person) or self._words(phrase("not known"))

    def _score(self, quality: Quality) -> str:
        return "–" if quality.score is None else self._number(quality.score, ",.2f")

    def _scores(self, caption: str, head: str, found: Mapping[str, Quality]) -> Table:
        rows = [
            [
                name,
                self._number(each.amount.words),
                self._number(each.amount.unmeasured),
                self._number(each.errors),
                self._number(each.points),
                self._score(each),
            ]
            for name, each in found.items()
        ]
        columns = (
            phrase("Words reviewed"),
            phrase("Texts of unknown length"),
            phrase("Errors"),
            phrase("Points"),
            phrase("Points per 1,000 words"),
        )
        return Table(self._words(caption), self._columns(head, *columns), rows)

    def _kinds(self, caption: str, head: str, found: Mapping[str, Quality]) -> Table:
        rows = [
            [
                name,
                self._words(error_kind(kind)),
                *(self._number(counts[severity]) for severity in mqm.WEIGHTS),
                self._number(sum(counts.values())),
            ]
            for name, each in found.items()
            for kind, counts in each.flaws.items()
        ]
        severities = map(severity_name, mqm.WEIGHTS)
        columns = (head, phrase("Kind of error"), *severities, phrase("All"))
        return Table(self._words(caption), self._columns(*columns, texts=2), rows)

    def drafts(self) -> Section:
        """What engines drafted, and how much of that people changed."""
        title = phrase("Who or what drafted the texts")
        found = self._found.drafts
        whole = sum(each.amount.words for each in found)
        bars = [
            Figures(
                self._origin(each), self._percent(each.amount.words, whole), [each.amount.words]
            )
            for each in found
        ]
        columns = (
            phrase("Drafted by"),
            phrase("Texts"),
            phrase("Words"),
            phrase("Share of words"),
            phrase("Waiting"),
            phrase("Kept as drafted"),
            phrase("Changed"),
            phrase("Cannot be told"),
            phrase("Characters changed"),
        )
        rows = [self._drafted(each, whole) for each in found]
        return self._section(
            "drafts",
            title,
            [Table(self._words(title), self._columns(*columns), rows)],
            phrase("There is no text yet."),
            drawn=self._chart(
                phrase("Source words of the texts there are now, by what drafted them."),
                title,
                [("share", phrase("words"))],
                bars,
            ),
            notes=[
                phrase(
                    "As the texts are now. Characters changed: edit distance (Levenshtein) from "
                    "draft to text, of the longer of both, over the drafts that are taken and "
                    "still known."
                )
            ],
        )

    def _origin(self, each: Drafted) -> str:
        return visible(self._words(named(each.origin))) or self._words(phrase("people"))

    def _drafted(self, each: Drafted, whole: int) -> Sequence[str]:
        amount = each.amount
        machine = (each.waiting, each.kept, each.changed, each.untold)
        counts = map(self._number, machine) if each.origin else ("–",) * 4
        return [
            self._origin(each),
            self._number(amount.texts),
            self._number(amount.words),
            self._percent(amount.words, whole),
            *counts,
            self._percent(each.distance, each.length),
        ]

    def waivers(self) -> Section:
        """What checks find that may stand."""
        title = phrase("Waived findings")
        rows = [
            [
                self._named(each.article, each.title),
                self._language(each.locale),
                self._number(each.waived.number),
                each.waived.check,
                visible(each.waived.person),
                each.waived.day,
                visible(each.waived.note) or "–",
            ]
            for each in self._found.waivers
        ]
        columns = (
            ARTICLE,
            LANGUAGE,
            phrase("Message"),
            phrase("Check"),
            phrase("Waived by"),
            phrase("On"),
            phrase("Reason"),
        )
        return self._section(
            "waivers",
            title,
            [Table(self._words(title), self._columns(*columns, texts=7), rows)],
            phrase("No finding was waived."),
        )
