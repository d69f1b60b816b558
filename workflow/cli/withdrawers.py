"""`workflow release withdraw`: take articles back, or lift that."""

from __future__ import annotations

import click

from workflow.cli.common import (
    App,
    acting,
    actor_option,
    note,
    pass_app,
    progress,
    say,
    screen,
    show,
)
from workflow.cli.workers import processes
from workflow.model.phrase import phrase


@click.command("withdraw")
@click.argument("names", metavar="ARTICLE...", nargs=-1, required=True)
@click.option(
    "--reason",
    required=True,
    metavar="TEXT",
    help="Why. Readers see it in the place of the article, in every language as you write it.",
)
@click.option("--lift", is_flag=True, help="End the withdrawal: the article may go out again.")
@actor_option
@pass_app
def withdraw_command(app: App, names: tuple[str, ...], reason: str, lift: bool, actor: str) -> None:
    """Take articles back, in all languages at once.

    Publishes the live site without them, in one step, and nothing else. At each of their
    addresses readers find that the article was withdrawn, on which day, and the reason. They do
    not come back by a later release or a rollback, under another name either, until somebody
    lifts the withdrawal. It takes a publisher of all languages that the article is published in;
    to lift it, one of all languages of the project. Lifting publishes nothing; the reason is then
    for the record alone. See docs/releases.md.

    \b
    Examples:
      workflow release withdraw flood --reason "The figures were wrong."
      workflow release withdraw flood rain --reason "Au nom de la loi." --actor you@example.org
      workflow release withdraw flood --lift --reason "The figures were right after all."
    """
    from workflow.flows.release import withdrawing
    from workflow.reports import publication

    reason = reason.strip()
    if not reason:
        raise click.UsageError("Say why: --reason TEXT.")
    if lift:
        say(publication.lifted(withdrawing.lift(app.workspace, names, reason, actor, acting())))
        return
    done = withdrawing.withdraw(
        app.workspace, names, reason, actor, acting(), progress=progress, workers=processes
    )
    show(publication.plan_table(done.rows, screen()))
    for each in done.notes:
        note(phrase("note: {what}.", what=each))
    site = str(app.workspace.root / app.workspace.settings.public)
    say(publication.withdrawn(done.gone, done.before, done.live, site))
