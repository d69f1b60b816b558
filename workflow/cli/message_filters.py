"""Which messages a command is about: options that filter, and `workflow review list`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import click

from workflow.cli.common import (
    App,
    articles_argument,
    emit_json,
    format_option,
    locale_option,
    note,
    pass_app,
    print_table,
    progress,
)
from workflow.cli.workers import processes
from workflow.errors import WorkflowError, raise_all
from workflow.model import Locale, State
from workflow.model.phrase import phrase
from workflow.reports import contract, review_lists
from workflow.review.listing import Listed, Wanted

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Filters:
    """What the options of :func:`filter_options` say."""

    states: tuple[str, ...]
    checks: tuple[str, ...]
    person: str
    text: str
    due: date | None

    def wanted(self, locales: tuple[Locale, ...]) -> Wanted:
        """The same as a value."""
        return Wanted(
            locales,
            frozenset(map(State, self.states)),
            frozenset(self.checks),
            self.person,
            self.text,
            self.due.isoformat() if self.due else "",
        )


def filter_options(command: Command) -> Command:
    """``--state``, ``--check``, ``--person``, ``--text``, ``--due`` → ``filters: Filters``."""

    def gathered(**values: Any) -> Any:
        names = ("states", "checks", "person", "text", "due")
        filters = Filters(**{name: values.pop(name) for name in names})
        return command(filters=filters, **values)

    gathered.__name__, gathered.__doc__ = command.__name__, command.__doc__
    gathered.__dict__.update(command.__dict__)
    for option in reversed(_FILTERS):
        gathered = option(gathered)
    return gathered  # type: ignore[return-value]


def day(_ctx: click.Context, _param: click.Parameter, value: str | None) -> date | None:
    """Callback of an option that takes a day, as in 2026-12-24; None where it is not given."""
    try:
        return None if value is None else date.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter("write a day as in 2026-12-24") from error


_FILTERS = (
    click.option(
        "--state",
        "states",
        type=click.Choice(tuple(map(str, State))),
        multiple=True,
        help="Only messages in this state (may be repeated).",
    ),
    click.option(
        "--check",
        "checks",
        metavar="NAME",
        multiple=True,
        help="Only messages that this check has something against (may be repeated).",
    ),
    click.option(
        "--person",
        metavar="E-MAIL",
        default="",
        help="Only what this person is to work on, or said something of.",
    ),
    click.option(
        "--text",
        metavar="TEXT",
        default="",
        help="Only messages with this in the source or the translation, in any case.",
    ),
    click.option(
        "--due", metavar="DATE", callback=day, help="Only what is due on that day or before."
    ),
)


@click.command(
    "list",
    epilog="Examples: workflow review list --locale zh --state rejected; "
    "workflow review list --person aline@example.org --due 2026-12-24 --format json",
)
@articles_argument
@locale_option
@filter_options
@format_option("text", "json")
@pass_app
def list_command(
    app: App,
    *,
    articles: tuple[str, ...],
    locales: tuple[Locale, ...],
    filters: Filters,
    output: str,
) -> None:
    """List the messages of ARTICLEs (default: all) with their states.

    Each with its number, what reviewers said and who works on it. What cannot be read is named at
    the end, and the exit code is 2.
    """
    errors: list[WorkflowError] = []
    found = listed(app, articles, filters.wanted(locales), errors)
    if output == "json":
        emit_json(contract.review_list(found))
    else:
        show_list(found)
    raise_all(errors)


def listed(
    app: App, articles: Sequence[str], wanted: Wanted, errors: list[WorkflowError]
) -> list[Listed]:
    """The messages that are wanted; what cannot be read is added to ``errors``."""
    from workflow.flows.review_list import review_list

    workspace = app.workspace
    with progress(phrase("Reading"), len(workspace.named(articles))) as advance:
        return list(
            review_list(workspace, articles, wanted, errors, workers=processes, looked_at=advance)
        )


def show_list(found: Sequence[Listed]) -> None:
    """Print messages as a table, and how many they are."""
    if found:
        print_table(
            review_lists.COLUMNS, list(map(review_lists.cells, found)), right=review_lists.RIGHT
        )
    note(review_lists.counted(found))
