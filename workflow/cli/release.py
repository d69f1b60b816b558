"""`workflow release`: plan, publish, list, verify, roll back."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

import click

from workflow.cli.common import (
    App,
    acting,
    actor_option,
    emit_json,
    format_option,
    note,
    pass_app,
    print_table,
    progress,
)
from workflow.cli.errors import words
from workflow.cli.workers import processes
from workflow.errors import NotReadyError, raise_all
from workflow.files.clock import clock_note
from workflow.flows import release as flow
from workflow.model.phrase import together
from workflow.model.release import PlanAction, PlanRow
from workflow.reports import contract
from workflow.reports.blockers import in_words
from workflow.reports.screen import Cell

_STYLES = {
    PlanAction.NEW: "good",
    PlanAction.CHANGED: "good",
    PlanAction.CARRIED: "wait",
    PlanAction.UNCHANGED: "aside",
    PlanAction.WITHHELD: "wait",
    PlanAction.REMOVED: "gone",
}


@click.group()
def release() -> None:
    """Publish what is approved, or go back.

    A release holds the whole site. It is written aside, read back and checked, and then takes
    the place of the live one in one step; if anything fails, readers get what they got before.

    \b
    Examples:
      workflow release plan
      workflow release publish --actor you@example.org
      workflow release rollback
    """


@release.command("plan")
@format_option("table", "json")
@pass_app
def plan_command(app: App, output: str) -> None:
    """Show what publish would do with every page, and why.

    \b
    new        approved, not live yet: goes out
    changed    approved, live in an older version: goes out
    unchanged  live as it stands
    carried    not approved as it stands: the live version stays
    withheld   neither approved nor live: readers get nothing
    removed    live, but its article or locale is gone, or its approval withdrawn

    A page that lacks an image, say, or that an embargo holds, is withheld or carried with the
    reason; it keeps no other from going out. So does a file that cannot be read, and what is
    live of it stays; it is named, and the exit code is 2. Ends with 0 whatever else is withheld.

    \b
    Examples:
      workflow release plan
      workflow release plan --format json
    """
    planned = flow.plan_release(app.workspace, acting(), progress, processes)
    if output == "json":
        emit_json(contract.release_plan(planned.digest, planned.plan.rows, planned.notes, words()))
    else:
        _print_rows(planned.plan.rows)
    _print_notes(planned.notes)
    raise_all(planned.unread)


@release.command()
@actor_option
@pass_app
def publish(app: App, actor: str) -> None:
    """Put out everything that is approved, as one release.

    Does nothing where that is live already. What is not ready or broken is withheld, or stays
    as it is live, and is named with the reason. Ends with 1, and changes nothing, where no
    page is ready; with 2 where a file cannot be read, the rest being out by then. Where
    setup.cfg names roles, only a publisher may do this; one of some languages only may change
    no page of another, and nothing that all languages share.

    \b
    Examples:
      workflow release publish
      workflow release publish --actor you@example.org
    """
    outcome = flow.publish(app.workspace, actor, acting(), progress, processes)
    rows = outcome.planned.plan.rows
    _print_rows([row for row in rows if row.action is not PlanAction.UNCHANGED])
    _print_notes(outcome.planned.notes)
    unread = outcome.planned.unread
    if not outcome.planned.plan.pages and outcome.live == outcome.before:
        nothing = NotReadyError(
            "nothing is ready to be published" if rows else "the project has no articles",
            hint="Mend what the table names, then run workflow approve; nothing was changed."
            if rows
            else "Write one in the articles folder, or run workflow import.",
        )
        raise_all([*unread, nothing])
    if outcome.live == outcome.before:
        click.echo(f"Nothing to change: release {outcome.live} is live, as it stands.")
    else:
        _print_published(app, outcome)
    raise_all(unread)


def _print_published(app: App, outcome: flow.Outcome) -> None:
    rows = outcome.planned.plan.rows
    unchanged = sum(row.action is PlanAction.UNCHANGED for row in rows)
    if unchanged:
        click.echo(f"{unchanged} page{'s' if unchanged > 1 else ''} unchanged.")
    click.echo(f"Published {outcome.live}: {_site(app)}")


@release.command("list")
@format_option("table", "json")
@pass_app
def list_command(app: App, output: str) -> None:
    """List all releases, newest first.

    \b
    Examples:
      workflow release list
      workflow release list --format json
    """
    publisher = flow.publisher_of(app.workspace)
    releases, damaged = publisher.releases()
    if output == "json":
        emit_json({"version": 1, "releases": [each.to_json() for each in releases]})
    elif releases:
        rows = [
            (each.id, each.time, each.articles, each.actor, "live" if each.live else "")
            for each in releases
        ]
        print_table(("Release", "Published", "Articles", "By", ""), rows, right={"Articles"})
    elif not damaged:
        click.echo("There is no release.")
    if gone := publisher.gone():
        note(f"note: {gone}: {flow.GONE}. {flow.PUBLISH}")
    raise_all(damaged)


@release.command()
@click.argument("release_id", metavar="[ID]", required=False)
@actor_option
@pass_app
def rollback(app: App, release_id: str | None, actor: str) -> None:
    """Make an earlier release live again (default: the one before the live one).

    Checks first that every byte of it is as it was published. Only the link to it changes, so
    that going forward again is the same command with the other ID.

    \b
    Examples:
      workflow release rollback
      workflow release rollback 20261124T060000Z-1a2b3c4d
    """
    before, after = flow.rollback(app.workspace, actor, release_id)
    if before == after:
        click.echo(f"Nothing to change: release {after} is live.")
    else:
        click.echo(f"Live is {after}, no longer {before}: {_site(app)}")


@release.command()
@click.argument("release_id", metavar="[ID]", required=False)
@pass_app
def verify(app: App, release_id: str | None) -> None:
    """Compare a release (default: the live one), byte by byte, with what was published.

    \b
    Examples:
      workflow release verify
      workflow release verify 20261124T060000Z-1a2b3c4d
    """
    found, problems = flow.publisher_of(app.workspace).verify(release_id)
    raise_all([NotReadyError(problem, file=found) for problem in problems])
    click.echo(f"Release {found} is as it was published.")


def _print_rows(rows: Sequence[PlanRow]) -> None:
    if rows:
        print_table(("Article", "Locale", "Action", "Why"), list(_cells(rows)))


def _print_notes(notes: Iterable[str]) -> None:
    # A time that the environment gives is not the machine's.
    behind = "" if "SOURCE_DATE_EPOCH" in os.environ else clock_note()
    for each in filter(None, (*notes, behind)):
        note(f"note: {each}.")


def _cells(rows: Iterable[PlanRow]) -> Iterable[tuple[object, ...]]:
    for row in rows:
        action = Cell(row.action.value, _STYLES[row.action])
        yield row.article, row.locale, action, together(in_words(row.reasons))


def _site(app: App) -> str:
    return str(app.workspace.root / app.workspace.settings.public)
