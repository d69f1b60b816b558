"""`workflow translate`."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import click

from workflow.cli.common import (
    App,
    articles_argument,
    emit_json,
    format_option,
    locale_option,
    note,
    now,
    pass_app,
    print_table,
    progress,
)
from workflow.cli.errors import report as report_error
from workflow.errors import WorkflowError
from workflow.flows.translate import TranslateOptions
from workflow.flows.translate import translate as run_translate
from workflow.model import Locale
from workflow.model.phrase import phrase
from workflow.model.results import TranslateReport
from workflow.reports import contract
from workflow.reports.remarks import translated

_NUMBERS = (phrase("Filled"), phrase("Left"), phrase("Failed"))
_THREADS = 64
"""More than any engine's in_flight is likely to be; a thread starts only when it is needed."""


@click.command(
    epilog="Example: workflow translate nanning-workshop --locale en --dry-run",
)
@articles_argument
@locale_option
@click.option(
    "--engine",
    "engines",
    multiple=True,
    metavar="NAME",
    help="Use this engine instead of the chain in setup.cfg (may be repeated; in order).",
)
@click.option("--dry-run", is_flag=True, help="Count what would be sent; send and write nothing.")
@click.option(
    "--max-chars",
    type=click.IntRange(min=0),
    metavar="N",
    help="Stop before more than N characters are sent.",
)
@click.option("--strict", is_flag=True, help="Exit with 3 if any message is left untranslated.")
@format_option("table", "json")
@pass_app
@click.pass_context
def translate(
    ctx: click.Context,
    app: App,
    *,
    articles: tuple[str, ...],
    locales: tuple[Locale, ...],
    engines: tuple[str, ...],
    dry_run: bool,
    max_chars: int | None,
    strict: bool,
    output: str,
) -> None:
    """Draft what is untranslated, from the translation memory and by machine.

    Works on ARTICLEs (slugs or paths; default: all). Drafts are marked fuzzy and name their
    engine in a comment; a translator corrects them and takes the mark away. What is
    translated stays as it is. Built-in engines: memory, apertium (offline), google and
    mymemory (no key needed, texts leave this machine), dummy (for previews). An article or
    catalogue that cannot be read is named and left as it is; the others are drafted.
    """
    workspace = app.workspace
    errors: list[WorkflowError] = []
    chosen = workspace.readable(articles, errors)
    with ThreadPoolExecutor(_THREADS) as executor:
        result = run_translate(
            workspace,
            chosen,
            locales,
            TranslateOptions(engines, dry_run, max_chars),
            now=now(),
            executor=executor,
            environ=os.environ,
            progress=progress,
        )
    result = replace(result, broken=(*errors, *result.broken))
    _print(result, output, dry_run=dry_run)
    ctx.exit(result.exit_code(strict=strict))


def _print(result: TranslateReport, output: str, *, dry_run: bool) -> None:
    if output == "json":
        emit_json(contract.translate(result))
    elif result.rows:
        print_table(
            (phrase("Article"), phrase("Locale"), phrase("Engine"), *_NUMBERS),
            [
                (row.article, row.locale, row.engine, row.filled, row.left, row.failed)
                for row in result.rows
            ],
            right=_NUMBERS,
        )
    for error in (*result.errors, *result.broken):
        report_error(error)
    for line in result.notes:
        note(line)
    note(translated(result, dry_run=dry_run))
