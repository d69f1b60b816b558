"""`workflow check`."""

from __future__ import annotations

from collections.abc import Callable

import click

from workflow.cli.common import (
    App,
    articles_argument,
    emit_json,
    end_with,
    format_option,
    locale_option,
    note,
    pass_app,
    print_findings,
)
from workflow.cli.errors import words
from workflow.cli.workers import processes
from workflow.errors import raise_all
from workflow.flows.check import check as run_checks
from workflow.model import Locale
from workflow.reports import contract
from workflow.reports.findings import (
    checked_nothing,
    summary,
    unchecked,
)


def findings_options(command: Callable[..., None]) -> Callable[..., None]:
    """What a command on findings is given: context, app, ARTICLEs, locales and a format."""
    formatted = format_option("text", "json", "github")(pass_app(click.pass_context(command)))
    return articles_argument(locale_option(formatted))


@click.command(
    epilog="Example: workflow check nanning-workshop --locale en,zh",
)
@findings_options
def check(
    ctx: click.Context,
    app: App,
    articles: tuple[str, ...],
    locales: tuple[Locale, ...],
    output: str,
) -> None:
    """Find what would break a page or mislead a reader.

    Looks at ARTICLEs (slugs or paths; default: all) and their translations. Ends with exit
    code 1 if there is an error; a warning alone does not block a release. What would be an
    error is a warning in a draft, which is not published as it stands. Names what was not
    looked at: articles that are not extracted yet, catalogues that are behind their article.
    A file that cannot be read is named at the end, with exit code 2; it is in no other's way.
    """
    checked = run_checks(app.workspace, articles, locales, processes)
    if output == "json":
        emit_json(contract.check(checked, words()))
    else:
        print_findings(checked.findings, output)
    for line in unchecked(checked):
        note(line)
    errors = [*checked.unread, *checked.errors]
    if not errors:
        end_with(ctx, checked.findings, nothing=checked_nothing(checked))
        return
    note(summary(checked.findings))
    raise_all(errors)
