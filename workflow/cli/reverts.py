"""`workflow review revert`: a person's work taken back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from workflow.cli.boundary import words
from workflow.cli.common import (
    App,
    acting,
    articles_argument,
    emit_json,
    format_option,
    locale_option,
    note,
    on_terminal,
    pass_app,
    progress,
    resolve_actor,
    say,
    screen,
    show,
)
from workflow.errors import NotReadyError, raise_all
from workflow.model import Locale
from workflow.model.phrase import phrase, phrases
from workflow.reports import contract, revert_text, review_lists

if TYPE_CHECKING:
    from workflow.review.outcome import Said
    from workflow.review.reverting import Plan


def _moment(_ctx: click.Context, _param: click.Parameter, value: str) -> datetime:
    """Callback of ``--since``: a day or a time, in UTC where it has no zone."""
    try:
        found = datetime.fromisoformat(value)
    except ValueError as error:
        raise click.BadParameter("write a day or a time as in 2026-12-24T18:00") from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


@click.command(
    "revert",
    epilog="Example: workflow review revert --actor eve@example.org --since 2026-11-20 --dry-run",
)
@articles_argument
@locale_option
@click.option("--actor", "whose", metavar="E-MAIL", required=True, help="Whose work to take back.")
@click.option(
    "--since",
    metavar="DATE",
    required=True,
    callback=_moment,
    help="From this day, or time, on (UTC where it has no zone).",
)
@click.option("--dry-run", is_flag=True, help="List, and write nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@format_option("text", "json")
@pass_app
def revert_command(
    app: App,
    *,
    articles: tuple[str, ...],
    locales: tuple[Locale, ...],
    whose: str,
    since: datetime,
    dry_run: bool,
    yes: bool,
    output: str,
) -> None:
    """Take back what somebody made of the texts of ARTICLEs (default: all).

    Message by message, the last text comes back that was approved, or that a person wrote,
    before that; where there is none, the draft that was there, as fuzzy, or nothing. Edits and
    accepted drafts are known from the review logs, what was saved in a PO editor from git, by
    the author of the commit. What somebody else changed since stays, and is named.

    The plan is shown first, with one question. Nothing is lost: each text that is replaced stands
    in the log, and what changed after the plan was made is left alone. It is done in your name
    ($WORKFLOW_ACTOR, then git's user.email). Approvals are not touched: those of texts that come
    back count again.
    """
    from workflow.flows.revert import plan_revert, revert
    from workflow.flows.word import Word
    from workflow.review.reverting import Whose

    with progress(phrase("Comparing"), len(app.workspace.named(articles))) as advance:
        plan = plan_revert(app.workspace, articles, locales, Whose(whose, since), advance)
    if output == "text" and plan.rows:
        show(screen().table(revert_text.COLUMNS, list(map(revert_text.cells, plan.rows))))
    back = [row for row in plan.rows if row.back is not None]
    done: tuple[Said, ...] = ()
    if back and not dry_run:
        if not yes:
            _ask(len(back))
        word = Word(resolve_actor(), acting(), str(revert_text.reason(whose, since)))
        done = revert(app.workspace, back, word)
    _tell(plan, done, output, dry_run=dry_run)
    raise_all([*plan.errors, *review_lists.refusals(done)])


def _ask(count: int) -> None:
    if not on_terminal():
        raise click.UsageError("Nobody can be asked here: look at --dry-run, then give --yes.")
    question = phrases(
        "Bring back {count} earlier text?", "Bring back {count} earlier texts?", count
    )
    if not click.confirm(words()(question), err=True):
        raise NotReadyError(phrase("nothing was changed"))


def _tell(plan: Plan, done: tuple[Said, ...], output: str, *, dry_run: bool) -> None:
    if output == "json":
        emit_json(contract.review_revert(plan, done, words(), dry_run=dry_run))
    elif not plan.rows:
        note(phrase("there is nothing to take back"))
    elif not dry_run:
        say(revert_text.done(done))
