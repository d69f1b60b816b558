"""`workflow approve`."""

from __future__ import annotations

import sys

import click

from workflow.cli.common import (
    App,
    acting,
    actor_option,
    articles_argument,
    emit_json,
    format_option,
    own_locales,
    pass_app,
    progress,
)
from workflow.cli.common import (
    note as say,
)
from workflow.errors import NotReadyError, WorkflowError, raise_all
from workflow.flows.approve import Word, withdraw
from workflow.flows.approve import approve as run_approve
from workflow.flows.carry_over import Fallen, carry_over, fallen, report
from workflow.model import Locale
from workflow.reports.approvals import done, not_carried_over, refusal
from workflow.reports.blockers import in_words


@click.command(
    epilog="Examples: workflow approve nanning-workshop --locale en,zh; "
    "workflow approve --carry-over --dry-run",
)
@articles_argument
@click.option("--all", "everything", is_flag=True, help="Every article of the project.")
@click.option(
    "-l",
    "--locale",
    "locales",
    multiple=True,
    metavar="LOCALE[,LOCALE…]",
    callback=own_locales,
    help="The locales approved; an article's own locale stands for its source text. "
    "Needed, but with --carry-over.",
)
@actor_option
@click.option("--note", default="", metavar="TEXT", help="Kept with the approval.")
@click.option(
    "--accept-machine",
    is_flag=True,
    help="Take machine drafts as they stand: you vouch for them unread.",
)
@click.option("--withdraw", "back", is_flag=True, help="Take the approval back.")
@click.option(
    "--carry-over",
    "carried",
    is_flag=True,
    help="Confirm, all at once, the approvals that fell by changes in typography, white space "
    "or markup alone (default: of every article and locale).",
)
@click.option("--dry-run", is_flag=True, help="With --carry-over: list, and write nothing.")
@click.option("--yes", is_flag=True, help="With --carry-over: do not ask.")
@format_option("text", "json")
@pass_app
def approve(
    app: App,
    *,
    articles: tuple[str, ...],
    everything: bool,
    locales: tuple[Locale, ...],
    actor: str,
    note: str,
    accept_machine: bool,
    back: bool,
    carried: bool,
    dry_run: bool,
    yes: bool,
    output: str,
) -> None:
    """Give an editor's word for a translation.

    An approval binds the texts as they are: it is void as soon as the source or the
    translation changes. Each ARTICLE (slug or path) that is ready in a locale is approved;
    the others are listed with what helps, and the exit code is 1 (2 where a file cannot be
    read; that holds up no other).

    --carry-over gives the approvals that fell by changes of form alone to the texts as they
    are now, after a look at the list and one question. What changed in more, or cannot be
    proved not to have, is listed with the reason, and the exit code is 1.
    """
    if everything and articles:
        raise click.UsageError("Name the articles, or give --all.")
    if sum((back, accept_machine, carried)) > 1:
        raise click.UsageError("Give one of --accept-machine, --withdraw and --carry-over.")
    word = Word(actor, acting(), note)
    errors: list[WorkflowError] = []
    if carried:
        chosen = app.workspace.readable(articles, errors)
        with progress("Comparing", len(chosen)) as advance:
            found = fallen(app.workspace, chosen, locales, actor, looked_at=advance, errors=errors)
        errors += _carry_over(app, found, word, dry_run=dry_run, yes=yes, output=output)
        raise_all(errors)
        return
    if dry_run or yes or output != "text":
        raise click.UsageError("--dry-run, --yes and --format json go with --carry-over.")
    if not (everything or articles):
        raise click.UsageError("Name the articles, or give --all.")
    if not locales:
        raise click.UsageError("Name the locales: --locale en,zh.")
    workspace = app.workspace
    chosen = workspace.readable(articles, errors)
    if back:
        outcomes = withdraw(workspace, chosen, locales, word)
    else:
        outcomes = run_approve(workspace, chosen, locales, word, accept_machine=accept_machine)
    for outcome in outcomes:
        click.echo(f"{outcome.article} {outcome.locale}: {done(outcome)}")
    errors += filter(None, map(refusal, outcomes))
    raise_all(errors)


def _carry_over(
    app: App, found: tuple[Fallen, ...], word: Word, *, dry_run: bool, yes: bool, output: str
) -> list[NotReadyError]:
    """List, ask, carry over; returns the refusals of what was not."""
    able = [each for each in found if not each.reasons]
    for each in able:
        click.echo(f"{each.article} {each.locale}: {each.summary}", err=output == "json")
    if not found:
        say("no approval fell: nothing to carry over")
    if able and not dry_run:
        if not yes and not _confirmed(len(able)):
            raise NotReadyError("nothing was carried over")
        found = carry_over(app.workspace, found, word)
        say(f"carried over: {_approvals(sum(not each.reasons for each in found))}")
    elif able:
        say(f"would carry over {_approvals(len(able))}; nothing was written")
    if output == "json":
        emit_json(report(found, in_words, dry_run=dry_run))
    return [
        not_carried_over(each.article, each.locale, each.summary, in_words(each.reasons))
        for each in found
        if each.reasons
    ]


def _confirmed(count: int) -> bool:
    if not on_terminal():
        raise click.UsageError("Nobody can be asked here: look at --dry-run, then give --yes.")
    return click.confirm(f"Carry over {_approvals(count)}?", err=True)


def on_terminal() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty()


def _approvals(count: int) -> str:
    return f"{count} approval{'' if count == 1 else 's'}"
