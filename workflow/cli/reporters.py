"""`workflow report`: what was done, by whom, how long it took and how good it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from workflow.cli.boundary import words
from workflow.cli.common import (
    App,
    acting,
    format_option,
    locale_option,
    note,
    pass_app,
    progress,
)
from workflow.cli.word_logs import period_of, period_options
from workflow.cli.workers import processes
from workflow.errors import raise_all
from workflow.model import Locale
from workflow.model.phrase import phrase
from workflow.reports import contract
from workflow.reports.json_text import json_text


@click.command(
    epilog="Examples: workflow report -o report.html; workflow report --since 2026-11-01 "
    "--until 2026-11-30 --locale zh --format json"
)
@click.option(
    "-o",
    "--output",
    "file",
    metavar="FILE.html",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where the report goes (default, and -: standard output).",
)
@locale_option
@period_options
@format_option("html", "json")
@pass_app
def report(
    app: App,
    *,
    file: Path | None,
    locales: tuple[Locale, ...],
    since: date | None,
    until: date | None,
    output: str,
) -> None:
    """Report on all translations, as one HTML file that needs nothing beside it.

    How far each is, what is due, how long texts wait and how long approvals took; words that each
    person translated, edited and reviewed; errors that reviewers found per 1,000 words, by MQM;
    what engines drafted and how much of that was changed; findings that may stand. It comes from
    the files, the review logs and git. --since and --until narrow what was done, not how things
    stand. A file that cannot be read is in no figure; it is named, and the exit code is 2.
    """
    from workflow.flows.effort_report import effort_report

    workspace, period = app.workspace, period_of(since, until)
    with progress(phrase("Reading"), len(workspace.slugs())) as advance:
        found = effort_report(
            workspace, acting(), locales, period, workers=processes, looked_at=advance
        )
    if output == "json":
        told = f"{json_text(contract.report(found.summary, found.without_git, words()))}\n"
    else:
        from workflow.reports.report_page import report_page

        told = report_page(found.summary, found.without_git, words())
    if file is None or file == Path("-"):
        click.echo(told, nl=False)
    else:
        from workflow.files.atomic import held, save

        path = app.folder / file
        save(path, held(path), told.encode())
        note(phrase("{file}: written", file=file))
    raise_all(found.errors)
