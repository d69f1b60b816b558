"""Of `workflow review`: assign and significance, on whole articles."""

from __future__ import annotations

from datetime import date

import click

from workflow.cli.common import (
    App,
    acting,
    actor_option,
    articles_argument,
    own_locales,
    pass_app,
    resolve_actor,
    say,
)
from workflow.cli.message_filters import day
from workflow.errors import raise_all
from workflow.model import Locale, Significance
from workflow.reports import review_lists


@click.command(
    "assign",
    epilog="Examples: workflow review assign nanning-workshop --locale zh "
    "--to aline@example.org --due 2026-12-24; workflow review assign --all --locale zh --nobody",
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
    callback=own_locales,
    help="In which languages.",
)
@click.option("--to", "assignee", metavar="E-MAIL", help="Who is to work on it.")
@click.option("--nobody", is_flag=True, help="Nobody is to work on it any more.")
@click.option("--due", metavar="DATE", callback=day, help="Until when.")
@click.option("--note", "comment", default="", metavar="TEXT", help="Kept with it.")
@actor_option
@pass_app
def assign_command(
    app: App,
    *,
    articles: tuple[str, ...],
    everything: bool,
    locales: tuple[Locale, ...],
    assignee: str | None,
    nobody: bool,
    due: date | None,
    comment: str,
    actor: str,
) -> None:
    """Give ARTICLEs to somebody to work on in a language.

    `workflow status` and the review page tell who has what, and until when; `workflow status
    --mine` lists your own. Editors assign; anybody with a role may take what nobody has, and give
    it back.
    """
    if (everything and articles) or not (everything or articles):
        raise click.UsageError("Name the articles, or give --all.")
    if nobody is (assignee is not None) or (nobody and due):
        raise click.UsageError("Say who with --to, or give --nobody alone.")
    from workflow.flows.assign import assign
    from workflow.flows.word import Word

    person = resolve_actor(assignee) if assignee else ""
    until = due.isoformat() if due else ""
    word = Word(actor, acting(), comment)
    found = assign(app.workspace, articles, locales, word, assignee=person, due=until)
    say(review_lists.assigned(each, person, until) for each in found.outcomes)
    raise_all([*found.unread, *(each.error for each in found.outcomes if each.error is not None)])


@click.command(
    "significance",
    epilog="Example: workflow review significance nanning-workshop typo "
    '--note "a letter was missing"',
)
@click.argument("article", metavar="ARTICLE")
@click.argument("kind", metavar="KIND", type=click.Choice(tuple(map(str, Significance))))
@click.option("--note", "comment", default="", metavar="TEXT", help="Kept with it.")
@actor_option
@pass_app
def significance_command(app: App, article: str, kind: str, comment: str, actor: str) -> None:
    """Say what the last change of ARTICLE's source means for its translations.

    KIND is typo, minor or major. A typo keeps the approvals of all languages whose texts are
    otherwise as they were approved, and takes the fuzzy flag off just the messages that it made
    fuzzy; it is refused where something came, went or changed beside the texts. Said by editors for
    the article's own language, and by its author: `author` in its front matter, with an address.
    What an author says keeps translations; the source needs an editor's approval. After major,
    translations that stay live as they were tell their readers so, from the next release on.
    """
    from workflow.flows.significance import significance
    from workflow.flows.word import Word

    word = Word(actor, acting(), comment)
    found = significance(app.workspace, article, word, Significance(kind))
    refused = review_lists.no_meaning(found)
    if refused is None:
        say(review_lists.meant(found))
    raise_all([*found.errors, *([refused] if refused else [])])
