"""Of `workflow review`: accept and reject, of single messages or of many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from workflow.cli.boundary import words
from workflow.cli.commenters import language_option, named_messages
from workflow.cli.common import (
    App,
    acting,
    actor_option,
    emit_json,
    format_option,
    on_terminal,
    pass_app,
    say,
)
from workflow.cli.message_filters import Command, Filters, filter_options, listed, show_list
from workflow.errors import NotReadyError, WorkflowError, raise_all
from workflow.model import Locale, State
from workflow.model.message_event import translation_of
from workflow.model.phrase import Phrase, phrase, phrases
from workflow.reports import contract, review_lists
from workflow.review.listing import Listed
from workflow.review.outcome import Place, Result, Said

if TYPE_CHECKING:
    from workflow.flows.on_messages import Seen

_NO_FILTERS = Filters((), (), "", "", None)


def _many(command: Command) -> Command:
    """The options of a word on many messages at once."""
    options = (
        click.argument("article", metavar="[ARTICLE]", default=""),
        click.argument("messages", metavar="[MESSAGE]...", nargs=-1),
        click.option("--all", "everything", is_flag=True, help="Of every article of the project."),
        language_option,
        filter_options,
        actor_option,
        click.option("--dry-run", is_flag=True, help="List, and write nothing."),
        click.option("--yes", is_flag=True, help="Do not ask."),
        format_option("text", "json"),
        pass_app,
    )
    for option in reversed(options):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class _Asked:
    """On which messages a word is to be said, and how."""

    article: str
    messages: tuple[str, ...]
    everything: bool
    locale: Locale
    filters: Filters
    dry_run: bool
    yes: bool
    output: str

    def __post_init__(self) -> None:
        if self.everything is bool(self.article):
            raise click.UsageError("Name the article, or give --all.")
        if self.messages and self.filters != _NO_FILTERS:
            raise click.UsageError("Name the messages, or give filters.")
        if self.messages and (self.dry_run or self.yes):
            raise click.UsageError("--dry-run and --yes go with filters.")


@dataclass(frozen=True, slots=True)
class _Act:
    """What is said of them."""

    name: str
    speak: Callable[[Sequence[Seen]], tuple[Said, ...]]
    states: tuple[State, ...]
    """Of the messages that are meant where nothing else is said."""
    question: Callable[[int], Phrase]


@click.command(
    "accept",
    epilog="Examples: workflow review accept nanning-workshop 3 4 --locale zh; "
    "workflow review accept --all --locale en --state machine --text programme --dry-run",
)
@_many
@click.option("--note", "comment", default="", metavar="TEXT", help="Kept with it.")
def accept_command(app: App, *, actor: str, comment: str, **options: Any) -> None:
    """Accept MESSAGEs of ARTICLE: their translation is right as it stands.

    A MESSAGE is a number, as `workflow review show` prints it, or the source text or its
    beginning. Without any, all that the filters leave, after a look at the list and one question;
    without --state those that are translated and that nobody has judged yet. What is fuzzy or a
    machine's draft is so no more. What is not there, or changed since it was listed, is named, and
    the exit code is 1.
    """
    from workflow.flows.judge import accept
    from workflow.flows.word import Word

    word = Word(actor, acting(), comment)
    asking = partial(phrases, "Accept {count} message?", "Accept {count} messages?")
    speak = _Act(
        "accept", lambda seen: accept(app.workspace, seen, word), (State.TRANSLATED,), asking
    )
    _on_messages(app, _Asked(**options), speak)


@click.command(
    "reject",
    epilog="Example: workflow review reject nanning-workshop 3 --locale zh "
    '--kind accuracy/omission --note "the second date is missing"',
)
@_many
@click.option(
    "--kind",
    metavar="KIND",
    default="other",
    show_default=True,
    help="What kind of error it is, after MQM: accuracy/mistranslation, say.",
)
@click.option(
    "--severity",
    type=click.Choice(("neutral", "minor", "major", "critical")),
    default="major",
    show_default=True,
    help="How much it weighs.",
)
@click.option("--note", "comment", default="", metavar="TEXT", help="What is wrong.")
def reject_command(
    app: App, *, actor: str, comment: str, kind: str, severity: str, **options: Any
) -> None:
    """Reject MESSAGEs of ARTICLE: their translation keeps the page back until it changes.

    MESSAGEs and filters as of `workflow review accept`; without --state all that is translated.
    """
    from workflow.flows.judge import reject
    from workflow.flows.word import Word

    word = Word(actor, acting(), comment)
    asking = partial(phrases, "Reject {count} message?", "Reject {count} messages?")
    speak = _Act(
        "reject",
        lambda seen: reject(app.workspace, seen, word, kind, severity),
        tuple(state for state in State if state is not State.UNTRANSLATED),
        asking,
    )
    _on_messages(app, _Asked(**options), speak)


def _on_messages(app: App, asked: _Asked, act: _Act) -> None:
    """Say a word on the messages that were named, or, after a look, on those the filters leave."""
    if asked.messages:
        found = act.speak(named_messages(app, asked.article, asked.messages, asked.locale))
        _tell(asked, act, found)
        raise_all(list(review_lists.refusals(found)))
        return
    errors: list[WorkflowError] = []
    wanted = asked.filters.wanted((asked.locale,)).among(act.states)
    chosen = listed(app, [asked.article] if asked.article else [], wanted, errors)
    if asked.output == "text":
        show_list(chosen)
    found = tuple(Said(_place(each), Result.DONE, message=each.message) for each in chosen)
    if chosen and not asked.dry_run:
        if not asked.yes:
            _confirm(act.question(len(chosen)))
        found = act.speak([(_place(each), translation_of(each.message.msgstr)) for each in chosen])
    _tell(asked, act, found)
    raise_all([*errors, *review_lists.refusals(found)])


def _place(each: Listed) -> Place:
    return Place(each.article, each.locale, each.message.key)


def _tell(asked: _Asked, act: _Act, found: Sequence[Said]) -> None:
    """Print what came of it."""
    if asked.output == "json":
        emit_json(contract.review_acts(act.name, found, words(), dry_run=asked.dry_run))
    elif asked.messages:
        say(map(review_lists.done, found))
    elif not asked.dry_run:
        say(review_lists.done_many(act.name, found))


def _confirm(question: str) -> None:
    if not on_terminal():
        raise click.UsageError("Nobody can be asked here: look at --dry-run, then give --yes.")
    if not click.confirm(words()(question), err=True):
        raise NotReadyError(phrase("nothing was changed"))
