"""What a release would do, did, and what there is to know of releases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workflow.errors import NotReadyError
from workflow.model.phrase import phrase, phrase_in, phrases, together
from workflow.model.release import PlanAction, PlanRow, Release
from workflow.reports.blockers import in_words
from workflow.reports.screen import Cell, Screen

_STYLES = {
    PlanAction.NEW: "good",
    PlanAction.CHANGED: "good",
    PlanAction.CARRIED: "wait",
    PlanAction.UNCHANGED: "aside",
    PlanAction.WITHHELD: "wait",
    PlanAction.REMOVED: "gone",
}
_ACTIONS = {
    PlanAction.NEW: phrase_in("release plan", "new"),
    PlanAction.CHANGED: phrase_in("release plan", "changed"),
    PlanAction.CARRIED: phrase_in("release plan", "carried"),
    PlanAction.UNCHANGED: phrase_in("release plan", "unchanged"),
    PlanAction.WITHHELD: phrase_in("release plan", "withheld"),
    PlanAction.REMOVED: phrase_in("release plan", "removed"),
}
_ARTICLES = phrase("Articles")


def plan_table(rows: Sequence[PlanRow], screen: Screen) -> Iterator[str]:
    """The rows of a plan, each with its reasons; nothing where there is none."""
    columns = (phrase("Article"), phrase("Locale"), phrase("Action"), phrase("Why"))
    cells = [
        (
            row.article,
            row.locale,
            Cell(screen.words(_ACTIONS[row.action]), _STYLES[row.action]),
            together(in_words(row.reasons)),
        )
        for row in rows
    ]
    return screen.table(columns, cells) if rows else iter(())


def releases_table(releases: Sequence[Release], screen: Screen) -> Iterator[str]:
    """All releases."""
    columns = (phrase("Release"), phrase("Published"), _ARTICLES, phrase("By"), "")
    rows = [
        (each.id, each.time, each.articles, each.actor, phrase("live") if each.live else "")
        for each in releases
    ]
    return screen.table(columns, rows, right={_ARTICLES})


def nothing_ready(rows: Sequence[PlanRow]) -> NotReadyError:
    """The refusal to publish where no page is ready."""
    if not rows:
        return NotReadyError(
            phrase("the project has no articles"),
            hint=phrase("Write one in the articles folder, or run workflow import."),
        )
    return NotReadyError(
        phrase("nothing is ready to be published"),
        hint=phrase("Mend what the table names, then run workflow approve; nothing was changed."),
    )


def published(
    rows: Sequence[PlanRow], before: str | None, live: str | None, site: str
) -> Iterator[str]:
    """What a publish came to; ``before`` and ``live`` are ids of releases, ``site`` the folder."""
    if live == before:
        yield phrase("Nothing to change: release {release} is live, as it stands.", release=live)
        return
    if unchanged := sum(row.action is PlanAction.UNCHANGED for row in rows):
        yield phrases("{count} page unchanged.", "{count} pages unchanged.", unchanged)
    yield phrase("Published {release}: {site}", release=live, site=site)


def rolled_back(before: str, live: str, site: str) -> str:
    """What going back to an earlier release came to."""
    if before == live:
        return phrase("Nothing to change: release {release} is live.", release=live)
    return phrase(
        "Live is {release}, no longer {before}: {site}", release=live, before=before, site=site
    )
