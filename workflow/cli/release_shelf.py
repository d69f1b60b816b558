"""`workflow release show`, `diff` and `prune`: what was published, looked at and cleared out."""

from __future__ import annotations

import click

from workflow.cli.common import (
    App,
    actor_option,
    emit_json,
    format_option,
    pass_app,
    progress,
    say,
    screen,
    show,
)
from workflow.reports import contract, release_text


@click.command("show")
@click.argument("release_id", metavar="[ID]", required=False)
@format_option("table", "json")
@pass_app
def show_command(app: App, release_id: str | None, output: str) -> None:
    """Show what a release holds (default: the live one).

    Who published it and when, how large it is, and each page: how its text came to be (human,
    machine-edited, machine), when it last changed, and the digests of what was approved.

    \b
    Examples:
      workflow release show
      workflow release show 20261124T060000Z-1a2b3c4d --format json
    """
    from workflow.flows.release.looking import show_release

    found = show_release(app.workspace, release_id)
    if output == "json":
        emit_json(contract.release_show(found))
    else:
        show(release_text.shown(found, screen()))


@click.command("diff")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option("--words", is_flag=True, help="Show the words and pictures that differ, too.")
@format_option("table", "json")
@pass_app
def diff_command(app: App, before: str, after: str, words: bool, output: str) -> None:
    """Show what differs between two releases.

    Pages that are new, changed or removed in B, then other files that differ: lists, feeds,
    the look, pages that name one of those. Both IDs are those of workflow release list.

    \b
    Examples:
      workflow release diff 20261124T060000Z-1a2b3c4d 20261125T060000Z-5e6f7a8b
      workflow release diff 20261124T060000Z-1a2b3c4d 20261125T060000Z-5e6f7a8b --words
    """
    from workflow.flows.release.looking import compare_releases

    found = compare_releases(app.workspace, before, after, progress, words=words)
    if output == "json":
        emit_json(contract.release_diff(found, words=words))
    else:
        show(release_text.compared(found, screen()))


@click.command("prune")
@click.option(
    "--keep",
    type=click.IntRange(1),
    required=True,
    metavar="N",
    help="How many of the newest releases stay.",
)
@click.option("--dry-run", is_flag=True, help="Delete nothing; say what would go.")
@actor_option
@format_option("table", "json")
@pass_app
def prune_command(app: App, keep: int, dry_run: bool, actor: str, output: str) -> None:
    """Delete older releases to make room.

    The newest N stay, and the one that readers get, however old it is. There is no way back to
    what is deleted, and who approved its pages can no longer be proved from it. Where setup.cfg
    names roles, only a publisher of all languages may do this.

    \b
    Examples:
      workflow release prune --keep 30 --dry-run
      workflow release prune --keep 30
    """
    from workflow.flows.release.pruning import prune

    found = prune(app.workspace, actor, keep, dry_run=dry_run)
    if output == "json":
        emit_json(contract.release_prune(found))
    else:
        say(release_text.pruned(found))
