"""How far each translation is, what a release would do or did, and which releases there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, groupby
from typing import TYPE_CHECKING

from workflow.errors import NotReadyError
from workflow.model import State
from workflow.model.phrase import Phrase, listed, phrase, phrase_in, phrases, together
from workflow.model.release import PlanAction, PlanRow, Release
from workflow.model.tombstone import Gone
from workflow.reports.blockers import in_words
from workflow.reports.screen import Cell, Screen, folded, padded, visible, width

if TYPE_CHECKING:
    from workflow.model.schedule import Due
    from workflow.review.row import Row


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
    PlanAction.CARRIED: phrase_in("release plan", "kept"),
    PlanAction.UNCHANGED: phrase_in("release plan", "unchanged"),
    PlanAction.WITHHELD: phrase_in("release plan", "withheld"),
    PlanAction.REMOVED: phrase_in("release plan", "removed"),
}
_ARTICLES = phrase("Articles")
_READY = phrase("ready")
_NOT_READY = phrase("not ready yet")


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


def schedule(due: Sequence[Due], screen: Screen) -> Iterator[str]:
    """When pages go out that an embargo holds; nothing where there is none."""
    columns = (phrase("Due"), phrase("Article"), phrase("Locale"), "")
    ready, waits = Cell(screen.words(_READY), "good"), Cell(screen.words(_NOT_READY), "wait")
    cells = [(each.at, each.article, each.locale, ready if each.ready else waits) for each in due]
    return chain(("",), screen.table(columns, cells)) if due else iter(())


def insisting(digest: str) -> str:
    """How to publish just what was planned."""
    return phrase("To publish just this: workflow release publish --expect {digest}", digest=digest)


def next_due(due: Sequence[Due]) -> Iterator[str]:
    """When to publish next, for pages that are ready but for an embargo."""
    ready = [each for each in due if each.ready]
    if ready:
        first = [each for each in ready if each.at == ready[0].at]
        yield phrases(
            "Due next: {count} page at {time} ({page}). Run: workflow release publish",
            "Due next: {count} pages at {time} ({page} …). Run: workflow release publish",
            len(first),
            time=first[0].at,
            page=phrase("{article} ({locale})", article=first[0].article, locale=first[0].locale),
        )


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
        hint=phrase(
            "Correct what the table names, then run workflow approve; nothing was changed."
        ),
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
    for row in rows:
        if row.sisters:
            yield phrase(
                "The text of {article} in {locale} was changed; look at it again in: {locales}",
                article=row.article,
                locale=row.locale,
                locales=listed(row.sisters),
            )


def rolled_back(before: str, live: str, base: str, site: str) -> Iterator[str]:
    """What going back to the release ``base`` came to."""
    if before == live:
        yield phrase("Nothing to change: release {release} is live.", release=live)
        return
    if base != live:
        yield phrase(
            "Articles were withdrawn since {release}: a new release has its other pages.",
            release=base,
        )
    yield phrase(
        "Live is {release}, no longer {before}: {site}", release=live, before=before, site=site
    )


def withdrawn(
    gone: Sequence[Gone], before: str | None, live: str | None, site: str
) -> Iterator[str]:
    """What taking articles back came to; ``before`` and ``live`` are ids of releases."""
    for each in gone:
        yield phrase(
            "{article} is withdrawn ({date}): {reason}",
            article=each.article,
            date=each.time[:10],
            reason=each.reason,
        )
    addresses = {page.path for each in gone for page in each.pages}
    if live == before:
        yield phrase("Nothing of it was live: no release was made.")
        return
    yield phrases(
        "Readers are told so at {count} address.",
        "Readers are told so at {count} addresses.",
        len(addresses),
    )
    yield phrase("Published {release}: {site}", release=live, site=site)


def lifted(gone: Sequence[Gone]) -> Iterator[str]:
    """What lifting withdrawals came to."""
    for each in gone:
        yield phrase("{article} is no longer withdrawn.", article=each.article)
    yield phrase("Nothing was published. See what would be: workflow release plan")


_BAR = 8
"""Columns of a bar."""
_COUNT = 8
"""Columns of a count, at least."""
_LEFT = 12
"""Columns of the words left, at least."""
HEADINGS = {
    # Translators: headings of columns; short words.
    State.UNTRANSLATED: phrase("to do"),
    State.MACHINE: phrase("drafts"),
    State.FUZZY: phrase("fuzzy"),
    State.TRANSLATED: phrase("translated"),
    State.REVIEWED: phrase("reviewed"),
    State.APPROVED: phrase("approved"),
    State.REJECTED: phrase("rejected"),
}


def progress_table(rows: Sequence[Row], screen: Screen) -> Iterator[str]:
    """Lines: a heading, then for each article its name and for each locale the counts.

    What is in the way stands beneath them: there it has room on a narrow terminal.
    """
    states = [state for state in State if any(row.states[state] for row in rows)]
    headings = [screen.words(HEADINGS[state]) for state in states]
    headings.append(screen.words(phrase("words left")))
    least = [*[_COUNT] * len(states), _LEFT]
    columns = [max(some, width(name) + 1) for some, name in zip(least, headings, strict=True)]
    named = (padded(name, some, right=True) for name, some in zip(headings, columns, strict=True))
    indent = 2 + max(len(row.locale) for row in rows) + 2
    yield screen.style(" " * (indent + _BAR + 6) + "".join(named), "name")
    for article, group in groupby(rows, key=lambda row: row.article):
        yield screen.style(article, "name")
        for row in group:
            counts = [*(row.states[state] for state in states), row.words_to_do]
            numbers = (_number(*pair, screen) for pair in zip(counts, columns, strict=True))
            yield f"  {row.locale:{indent - 2}}{_bar(row.percent, screen)}{''.join(numbers)}"
            style = "good" if row.releasable else "wait"
            room = None if screen.width is None else screen.width - indent
            for line in folded(visible(screen.words(way(row))), room):
                yield " " * indent + screen.style(line, style)


def _bar(percent: int, screen: Screen) -> str:
    full = _BAR * percent // 100
    bar = screen.style("█" * full, "good") + screen.style("░" * (_BAR - full), "aside")
    return f"{bar}{padded(screen.words(percentage(percent)), 6, right=True)}"


def percentage(percent: int) -> Phrase:
    """So many in a hundred, as the reader's language writes it."""
    return phrase("{percent}%", percent=percent)


def _number(count: int, columns: int, screen: Screen) -> str:
    return f"{count:>{columns}}" if count else screen.style(f"{'·':>{columns}}", "aside")


def way(row: Row) -> str:
    """What is in the way of a release, or that nothing is."""
    said: list[str] = list(in_words(row.blockers))
    if row.releasable and row.carried_over:
        said = [phrase("ready for release, approval carried over")]
    elif row.releasable:
        said = [phrase("ready for release")]
    if row.unedited:
        said.append(phrases("{count} unedited draft", "{count} unedited drafts", row.unedited))
    if row.assignee and row.due:
        said.append(phrase("{actor} works on it until {date}", actor=row.assignee, date=row.due))
    elif row.assignee:
        said.append(phrase("{actor} works on it", actor=row.assignee))
    elif row.due:
        said.append(phrase("due {date}", date=row.due))
    return together(said)


def ready(rows: Sequence[Row]) -> str:
    """How many of them a release may take."""
    return phrases(
        "{ready} of {count} translations ready for release",
        "{ready} of {count} translations ready for release",
        len(rows),
        ready=sum(row.releasable for row in rows),
    )
