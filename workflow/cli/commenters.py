"""Of `workflow review`: retract, comment, suggest, waive, each on one message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from workflow.cli.common import App, acting, actor_option, own_locale, pass_app, say
from workflow.errors import raise_all
from workflow.model import Locale
from workflow.reports import review_lists
from workflow.review.outcome import Said

if TYPE_CHECKING:
    from workflow.flows.on_messages import Seen

article_argument = click.argument("article", metavar="ARTICLE")
message_argument = click.argument("message", metavar="MESSAGE")
language_option = click.option(
    "-l", "--locale", required=True, metavar="LOCALE", callback=own_locale, help="Which language."
)


@click.command(
    "comment",
    epilog="Example: workflow review comment nanning-workshop 3 "
    '"Which of the two halls?" --locale zh',
)
@article_argument
@message_argument
@click.argument("text", metavar="TEXT")
@language_option
@actor_option
@pass_app
def comment_command(
    app: App, *, article: str, message: str, text: str, locale: Locale, actor: str
) -> None:
    """Say TEXT of MESSAGE (its number or its source text) of ARTICLE; nothing follows from it.

    In the article's own locale it is a comment on the source.
    """
    from workflow.flows.judge import comment
    from workflow.flows.word import Word

    seen = named_messages(app, article, (message,), locale)
    told(comment(app.workspace, seen, Word(actor, acting(), text)))


@click.command("retract", epilog="Example: workflow review retract nanning-workshop 3 --locale zh")
@article_argument
@message_argument
@click.option("--note", "reason", default="", metavar="TEXT", help="Why.")
@language_option
@actor_option
@pass_app
def retract_command(
    app: App, *, article: str, message: str, reason: str, locale: Locale, actor: str
) -> None:
    """Take back what was accepted or rejected last of MESSAGE (number or source text) of ARTICLE.

    A machine's draft that was accepted as it stood is fuzzy again.
    """
    from workflow.flows.judge import retract
    from workflow.flows.word import Word

    seen = named_messages(app, article, (message,), locale)
    told(retract(app.workspace, seen, Word(actor, acting(), reason)))


@click.command(
    "suggest",
    epilog='Example: workflow review suggest nanning-workshop 3 "次日" --locale zh',
)
@article_argument
@message_argument
@click.argument("text", metavar="TEXT")
@click.option("--note", "reason", default="", metavar="TEXT", help="Why.")
@language_option
@actor_option
@pass_app
def suggest_command(
    app: App, *, article: str, message: str, text: str, reason: str, locale: Locale, actor: str
) -> None:
    """Propose TEXT as the translation of MESSAGE (its number or its source text) of ARTICLE.

    The catalogue stays as it is until somebody takes the suggestion.
    """
    from workflow.flows.judge import suggest
    from workflow.flows.word import Word

    seen = named_messages(app, article, (message,), locale)
    told(suggest(app.workspace, seen, Word(actor, acting(), reason), text))


@click.command(
    "waive",
    epilog="Example: workflow review waive nanning-workshop 3 numbers --locale zh "
    '--reason "the source counts a day too many"',
)
@article_argument
@message_argument
@click.argument("check", metavar="CHECK")
@click.option("--reason", required=True, metavar="TEXT", help="Why it may stand.")
@language_option
@actor_option
@pass_app
def waive_command(
    app: App, *, article: str, message: str, check: str, reason: str, locale: Locale, actor: str
) -> None:
    """Let stand what CHECK finds in MESSAGE (its number or its source text) of ARTICLE.

    It is in nobody's way from then on, until one of the two texts changes; `workflow check` goes
    on to list it, as a note.
    """
    from workflow.flows.check import named as known
    from workflow.flows.judge import waive
    from workflow.flows.word import Word

    known((check,))
    seen = named_messages(app, article, (message,), locale)
    told(waive(app.workspace, seen, Word(actor, acting(), reason), check))


def named_messages(app: App, article: str, messages: tuple[str, ...], locale: Locale) -> list[Seen]:
    """The messages that somebody named, as they are now."""
    from workflow.flows.on_messages import named

    return named(app.workspace, article, locale, messages)


def told(found: Sequence[Said]) -> None:
    """Say what came of words on messages; ends with what has to be done first."""
    say(map(review_lists.done, found))
    raise_all(list(review_lists.refusals(found)))
