"""`workflow approve`."""

from __future__ import annotations

import click

from workflow.cli.common import App, actor_option, articles_argument, now, parse_locales, pass_app
from workflow.errors import raise_all
from workflow.flows.approve import Outcome, Word, withdraw
from workflow.flows.approve import approve as run_approve
from workflow.model import Locale


@click.command(
    epilog="Example: workflow approve nanning-workshop --locale en,zh",
)
@articles_argument
@click.option("--all", "everything", is_flag=True, help="Every article of the project.")
@click.option(
    "-l",
    "--locale",
    "locales",
    multiple=True,
    required=True,
    metavar="LOCALE[,LOCALE…]",
    callback=lambda _ctx, _param, values: parse_locales(",".join(values)),
    help="The locales approved; an article's own locale stands for its source text.",
)
@actor_option
@click.option("--note", default="", metavar="TEXT", help="Kept with the approval.")
@click.option(
    "--accept-machine",
    is_flag=True,
    help="Take machine drafts as they stand: you vouch for them unread.",
)
@click.option("--withdraw", "back", is_flag=True, help="Take the approval back.")
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
) -> None:
    """Give an editor's word for a translation.

    An approval binds the texts as they are: it is void as soon as the source or the
    translation changes. Each ARTICLE (slug or path) that is ready in a locale is approved;
    the others are listed with what helps, and the exit code is 1.
    """
    if everything == bool(articles):
        raise click.UsageError("Name the articles, or give --all.")
    if back and accept_machine:
        raise click.UsageError("--accept-machine says yes and --withdraw no: give one of them.")
    workspace = app.workspace
    chosen, word = workspace.select(articles), Word(actor, now(), note)
    if back:
        outcomes = withdraw(workspace, chosen, locales, word)
    else:
        outcomes = run_approve(workspace, chosen, locales, word, accept_machine=accept_machine)
    _print(outcomes)


def _print(outcomes: tuple[Outcome, ...]) -> None:
    for outcome in outcomes:
        click.echo(f"{outcome.article} {outcome.locale}: {outcome.done}")
    raise_all([outcome.refusal for outcome in outcomes if outcome.refusal is not None])
