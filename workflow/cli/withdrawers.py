"""`workflow release withdraw` and `correct`: take articles back, or tell what was corrected."""

from __future__ import annotations

import click

from workflow.cli.announcing import announce
from workflow.cli.common import (
    App,
    acting,
    actor_option,
    own_locale,
    pass_app,
    progress,
    say,
    screen,
    show,
)
from workflow.cli.common import (
    note as note_to_screen,
)
from workflow.cli.workers import processes
from workflow.model import Locale
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
    from workflow.targets import target_of

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
        note_to_screen(phrase("note: {what}.", what=each))
    say(publication.withdrawn(done.gone, done.before, done.live, target_of(app.workspace).address))
    announce(app, actor, done.before, done.live)


@click.command("correct")
@click.argument("article", metavar="ARTICLE")
@click.option(
    "-l", "--locale", required=True, metavar="LOCALE", callback=own_locale, help="Which language."
)
@click.option(
    "--note",
    required=True,
    metavar="TEXT",
    help="What was corrected, in the language of the page. Readers see it.",
)
@actor_option
@pass_app
def correct_command(app: App, article: str, locale: Locale, note: str, actor: str) -> None:
    """Tell readers what was corrected in a live text.

    Correct the text, approve and publish it first: its page then says by itself on which day it
    was updated, unless just typography, white space or markup changed. With this, an editor of the
    language says what was wrong; from the next release on the page has it in the place of that
    line, dated by the approval of the text, and keeps it.

    \b
    Examples:
      workflow release correct flood --locale en --note "Twelve people were hurt, not twenty."
    """
    from workflow.flows.release.correcting import correct
    from workflow.flows.word import Word

    page = correct(app.workspace, article, locale, Word(actor, acting(), note))
    say(
        [
            phrase(
                "Recorded for {article} in {locale}. Now run: workflow release publish",
                article=page.article,
                locale=page.locale,
            )
        ]
    )
