"""`workflow check`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from itertools import groupby
from types import MappingProxyType

import click

from workflow.cli.common import (
    App,
    articles_argument,
    emit_json,
    format_option,
    locale_option,
    note,
    pass_app,
    screen,
    show,
)
from workflow.cli.errors import words
from workflow.errors import ExitCode, WorkflowError, raise_all
from workflow.flows.check import MISSING, Checked
from workflow.flows.check import check as run_checks
from workflow.model import Finding, Locale, Severity
from workflow.reports.contract import findings as as_json
from workflow.reports.findings import as_github, as_text, summary

_NAMED = 5
"""Articles that one line names."""


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
    workspace = app.workspace
    errors: list[WorkflowError] = []
    checked = run_checks(workspace, workspace.readable(articles, errors), locales)
    rows = [asdict(each) for each in checked.unchecked]
    print_findings(checked.findings, output, {"unchecked": rows})
    for line in _omitted(checked):
        note(line)
    errors += checked.errors
    if not errors:
        end_with(ctx, checked.findings, nothing=_nothing(checked))
        return
    note(summary(checked.findings))
    raise_all(errors)


def _omitted(checked: Checked) -> Iterator[str]:
    """What was not looked at, a line for each reason."""
    missing: dict[str, list[str]] = {}
    for each in checked.unchecked:
        if each.reason == MISSING:
            missing.setdefault(each.article, []).append(each.locale)
    for locales, group in groupby(sorted(missing, key=missing.__getitem__), missing.__getitem__):
        slugs = list(group)
        named = ", ".join(slugs[:_NAMED]) + (", …" if len(slugs) > _NAMED else "")
        command = "workflow extract" + (f" {' '.join(slugs)}" if len(slugs) <= _NAMED else "")
        yield f"{named}: {MISSING} in {', '.join(locales)}; nothing to check. Run: {command}"
    broken = {str(error) for error in checked.errors}
    for each in checked.unchecked:
        if each.reason != MISSING and each.reason not in broken:
            yield f"{each.article} in {each.locale}: {each.reason}. Run: workflow extract"


def _nothing(checked: Checked) -> str:
    if not checked.articles:
        return "there is no article to check"
    if not checked.translations:
        return "nothing found in the articles; no translation was there to check"
    return ""


def print_findings(
    findings: tuple[Finding, ...], output: str, more: Mapping[str, object] = MappingProxyType({})
) -> None:
    """Print findings as ``text``, ``json`` (with the keys of ``more``) or ``github``."""
    if output == "json":
        emit_json({**as_json(findings, words()), **more})
    elif output == "github":
        show(as_github(findings, words()))
    else:
        show(as_text(findings, screen()))


def end_with(ctx: click.Context, findings: tuple[Finding, ...], nothing: str = "") -> None:
    """Sum up what was found (``nothing``: what to say of none); exit code 1 if an error is."""
    note(nothing if nothing and not findings else summary(findings))
    if any(finding.severity == Severity.ERROR for finding in findings):
        ctx.exit(ExitCode.FINDINGS)
