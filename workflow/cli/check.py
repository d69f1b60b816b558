"""`workflow check`."""

from __future__ import annotations

from collections.abc import Callable

import click

from workflow.checks.report import as_github, as_json, as_text, summary
from workflow.cli.common import (
    App,
    articles_argument,
    console,
    emit_json,
    format_option,
    locale_option,
    note,
    pass_app,
)
from workflow.errors import ExitCode
from workflow.flows.check import check as run_checks
from workflow.model import Finding, Locale, Severity

_WIDEST = 120
"""Columns of an excerpt where the output is no terminal, or a very wide one."""


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
    error is a warning in a draft, which is not published as it stands.
    """
    workspace = app.workspace
    findings = run_checks(workspace, workspace.select(articles), locales)
    print_findings(findings, output)
    end_with(ctx, findings)


def print_findings(findings: tuple[Finding, ...], output: str) -> None:
    """Print findings as ``text``, ``json`` or ``github``."""
    if output == "json":
        emit_json(as_json(findings))
    elif output == "github":
        for line in as_github(findings):
            click.echo(line)
    else:
        terminal = console()
        for text in as_text(findings, min(terminal.width, _WIDEST)):
            terminal.print(text, soft_wrap=True)


def end_with(ctx: click.Context, findings: tuple[Finding, ...]) -> None:
    """Sum up what was found; exit code 1 if there is an error."""
    note(summary(findings))
    if any(finding.severity == Severity.ERROR for finding in findings):
        ctx.exit(ExitCode.FINDINGS)
