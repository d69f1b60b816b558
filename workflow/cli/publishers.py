"""`workflow release` and `workflow serve`: what publishers do."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workflow.cli.announcing import announce, prepare
from workflow.cli.boundary import report, words
from workflow.cli.common import (
    App,
    Command,
    acting,
    actor_option,
    emit_json,
    format_option,
    note,
    pass_app,
    progress,
    say,
    screen,
    show,
)
from workflow.cli.workers import processes
from workflow.errors import NotReadyError, gathered, raise_all
from workflow.files.clock import clock_note
from workflow.model.phrase import phrase
from workflow.model.release import PlanAction
from workflow.reports import contract, proof_text, publication, release_text

if TYPE_CHECKING:
    from workflow.flows.release.examining import Examined


def _digest(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """The digest of a release, in lower case."""
    if value is not None and not re.fullmatch(r"[0-9a-fA-F]{32}", value):
        raise click.BadParameter("That is no digest: copy the one that release plan prints.")
    return value and value.lower()


@click.command("plan")
@format_option("table", "json")
@click.option("--diff", is_flag=True, help="Show the words and pictures that readers see change.")
@pass_app
def plan_command(app: App, output: str, diff: bool) -> None:
    """Show what publish would do with every page, and why.

    \b
    new        approved, not live yet: goes out
    changed    approved, live in an older version: goes out
    unchanged  live as it stands
    kept       not approved as it stands: the live version stays (in JSON: carried)
    withheld   neither approved nor live: readers get nothing
    removed    live, but its article or locale is gone, or its approval withdrawn

    A page that lacks an image, say, or that an embargo holds, is withheld or kept with the
    reason; it keeps no other from going out. So does a file that cannot be read, and what is
    live of it stays; it is named, and the exit code is 2. Ends with 0 whatever else is withheld.

    Below the table stands when pages are due that an embargo holds, and the digest by which
    publish --expect insists on just this plan.

    \b
    Examples:
      workflow release plan
      workflow release plan --diff
      workflow release plan --format json
    """
    from workflow.flows import release as flow

    planned = flow.plan_release(app.workspace, acting(), progress, processes, diff=diff)
    if output == "json":
        emit_json(
            contract.release_plan(
                planned.digest,
                planned.plan.rows,
                planned.due,
                planned.notes,
                words(),
                diffs=planned.diffs if diff else None,
            )
        )
    else:
        show(publication.plan_table(planned.plan.rows, screen()))
        show(publication.schedule(planned.due, screen()))
        show(release_text.differences(planned.diffs, screen()))
        if planned.plan.pages:
            say([publication.insisting(planned.digest)])
    _print_notes(planned.notes)
    raise_all(planned.unread)


@click.command()
@actor_option
@click.option(
    "--expect",
    callback=_digest,
    metavar="DIGEST",
    help="Publish only what has this digest, which plan prints; else change nothing.",
)
@pass_app
def publish(app: App, actor: str, expect: str | None) -> None:
    """Put out everything that is approved, as one release.

    Does nothing where that is live already. What is not ready or broken is withheld, or stays
    as it is live, and is named with the reason. Ends with 1, and changes nothing, where no
    page is ready; with 2 where a file cannot be read, the rest being out by then. Where
    setup.cfg names roles, only a publisher may do this; one of some languages only may change
    no page of another, and nothing that all languages share.

    The command that `before` in setup.cfg names is run first; where it fails nothing is published,
    and the exit code is 1. The one that `after` names is run at the end; where that fails the
    release is live, and the exit code is 3.

    With --expect, ends with 1 and changes nothing where the release would be another than the
    one that was planned. Names the time at which the next page is due that an embargo holds.

    \b
    Examples:
      workflow release publish
      workflow release publish --actor you@example.org
    """
    from workflow.flows import release as flow

    prepare(app, actor)
    outcome = flow.publish(app.workspace, actor, acting(), progress, processes, expected=expect)
    planned, rows = outcome.planned, outcome.planned.plan.rows
    changed = [row for row in rows if row.action is not PlanAction.UNCHANGED]
    show(publication.plan_table(changed, screen()))
    _print_notes(planned.notes)
    if not planned.plan.pages and outcome.live == outcome.before:
        say(publication.next_due(planned.due))
        raise_all([*planned.unread, publication.nothing_ready(rows)])
    say(publication.published(rows, outcome.before, outcome.live, _site(app)))
    say(publication.next_due(planned.due))
    unread = list(planned.unread)
    with gathered(unread):
        announce(app, actor, outcome.before, outcome.live)
    raise_all(unread)


@click.command("list")
@format_option("table", "json")
@pass_app
def list_command(app: App, output: str) -> None:
    """List all releases, newest first.

    \b
    Examples:
      workflow release list
      workflow release list --format json
    """
    from workflow.flows import release as flow

    publisher = flow.publisher_of(app.workspace)
    releases, damaged = publisher.releases()
    if output == "json":
        emit_json(contract.release_list(releases))
    elif releases:
        show(publication.releases_table(releases, screen()))
    elif not damaged:
        say([phrase("There is no release.")])
    if gone := publisher.gone():
        note(
            phrase(
                "note: {release}: {what}. {advice}",
                release=gone,
                what=flow.GONE,
                advice=flow.PUBLISH,
            )
        )
    raise_all(damaged)


@click.command()
@click.argument("release_id", metavar="[ID]", required=False)
@actor_option
@pass_app
def rollback(app: App, release_id: str | None, actor: str) -> None:
    """Make an earlier release live again (default: the one before the live one).

    Checks first that every byte of it is as it was published. Only the link to it changes, so
    that going forward again is the same command with the other ID. Where something of it was
    withdrawn since, a new release of its other pages is made and goes live instead.

    \b
    Examples:
      workflow release rollback
      workflow release rollback 20261124T060000Z-1a2b3c4d
    """
    from workflow.flows import release as flow

    done = flow.rollback(
        app.workspace, actor, acting(), release_id, progress=progress, workers=processes
    )
    say(publication.rolled_back(*done, _site(app)))
    announce(app, actor, done.before, done.live)


def signers_option(command: Command) -> Command:
    """``--allowed-signers`` → ``signers: Path | None``."""
    return click.option(
        "--allowed-signers",
        "signers",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Whose keys are whose (default: the project's, see docs/reviews.md).",
    )(command)


@click.command()
@click.argument("release_id", metavar="[ID]", required=False)
@signers_option
@pass_app
def verify(app: App, release_id: str | None, signers: Path | None) -> None:
    """Compare a release with what was published, and prove who approved its pages.

    ID is the live release's by default; or the folder of a copy, wherever it is, with
    --allowed-signers: no project is needed then, and an unsigned approval proves nothing.
    Every byte is compared, and each page has to be approved by events that are kept with the
    release, whose signatures, if they have any, are good. Else the exit code is 1.

    \b
    Examples:
      workflow release verify
      workflow release verify 20261124T060000Z-1a2b3c4d
      workflow release verify /backup/20261124T060000Z-1a2b3c4d --allowed-signers signers
    """
    found = _examined(app, release_id, signers)
    errors = [NotReadyError(problem, file=found.release) for problem in found.problems]
    if errors:
        errors[-1].hint = found.hint
    errors += proof_text.unproved(found.pages)
    raise_all(errors)
    say([phrase("Release {release} is as it was published.", release=found.release)])
    if found.recorded:
        say([proof_text.proved(found.pages)])
    else:
        note(
            phrase(
                "note: the release was published by a version that did not record who approved it"
            )
        )


@click.command()
@click.argument("release_id", metavar="[ID]", required=False)
@signers_option
@pass_app
def evidence(app: App, release_id: str | None, signers: Path | None) -> None:
    """Print, as JSON, what a release proves of each page: who approved which texts, and when.

    ID and --allowed-signers are those of verify. A signature is good, bad or none; where the
    events that are kept with a page do not approve it, “trouble” says why.

    \b
    Examples:
      workflow release evidence
      workflow release evidence 20261124T060000Z-1a2b3c4d
    """
    found = _examined(app, release_id, signers)
    emit_json(contract.release_evidence(found.release, found.pages, words()))
    raise_all([NotReadyError(problem, file=found.release) for problem in found.problems])


def _examined(app: App, release_id: str | None, signers: Path | None) -> Examined:
    from workflow.flows.release.examining import examine, examine_copy, is_copy

    copied = release_id is not None and is_copy(release_id)
    if copied and signers is None:
        raise click.UsageError("A copy needs --allowed-signers FILE.")
    if release_id is not None and copied and signers is not None:
        return examine_copy(Path(release_id), signers, progress)
    return examine(app.workspace, release_id, signers, progress)


def _print_notes(notes: Iterable[str]) -> None:
    # A time that the environment gives is not the machine's.
    behind = "" if "SOURCE_DATE_EPOCH" in os.environ else clock_note()
    for each in filter(None, (*notes, behind)):
        note(phrase("note: {what}.", what=each))


def _site(app: App) -> str:
    from workflow.targets import target_of

    return target_of(app.workspace).address


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Where to listen; 0 takes a free port.",
)
@click.option(
    "--drafts/--no-drafts",
    default=True,
    show_default=True,
    help="Show what is not approved, marked as a draft; without, what a publish would put out.",
)
@pass_app
def serve(app: App, port: int, drafts: bool) -> None:
    """Preview the site on this machine; reload the page to see what you changed.

    Answers on 127.0.0.1 only. A draft may be in two languages: what has no translation yet is
    shown in the source language. In the place of a page that cannot be read stands why; the
    others are shown. Ctrl-C ends it.

    \b
    Examples:
      workflow serve
      workflow serve --port 0 --no-drafts
    """
    from workflow.flows.preview import LivePreview
    from workflow.web.local_server import PreviewServer

    root = app.workspace.root
    language = words()
    tell = partial(report, say=language)
    with PreviewServer(port, note, language) as server:
        server.show(LivePreview(root, server.address, drafts=drafts, report=tell).get)
        say([phrase("Preview: {address} (Ctrl-C ends it)", address=server.address)])
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever()
