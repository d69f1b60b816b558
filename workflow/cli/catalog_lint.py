"""`workflow catalog lint`."""

from __future__ import annotations

from pathlib import Path

import click

from workflow.cli.check import print_findings
from workflow.cli.common import App, format_option, note, pass_app, progress
from workflow.errors import ExitCode
from workflow.flows.lint_files import lint_file, po_files
from workflow.flows.unused import in_words, unused_catalogues
from workflow.flows.unused import report as report_unused
from workflow.model import Finding, Severity
from workflow.reports.findings import summary


@click.command(epilog="Example: workflow catalog lint locales/zh")
@click.argument(
    "paths", nargs=-1, metavar="[PATH]...", type=click.Path(exists=True, path_type=Path)
)
@format_option("text", "json", "github")
@pass_app
@click.pass_context
def lint(ctx: click.Context, app: App, paths: tuple[Path, ...], output: str) -> None:
    """Find what is wrong with PO files as files: all of it, not only the first.

    Looks at PATHs, files or folders, which need be in no project (default: every catalogue
    and template of the project): syntax, encoding, line ends, header, plural forms, messages
    that stand there twice, merge conflicts, obsolete leftovers. Ends with exit code 1 if there
    is an error. `workflow check` looks at the translations themselves.
    """
    root = None if paths else app.workspace.root
    locales = root / app.workspace.settings.locales if root else Path()
    files = po_files(paths or [locales] * locales.is_dir())
    findings: list[Finding] = []
    with progress("Reading", len(files)) as advance:
        for file in files:
            name = app.workspace.relative(file) if root else file.as_posix()
            findings += lint_file(file, name, locales)
            advance(1)
    unused = unused_catalogues(app.workspace, {}) if root else ()
    for line in in_words(unused):
        note(line)
    extra = {"unused": report_unused(unused)} if root else {}
    print_findings(tuple(findings), output, extra)
    note(f"{len(files)} {'file' if len(files) == 1 else 'files'}: {summary(findings)}")
    if any(finding.severity is Severity.ERROR for finding in findings):
        ctx.exit(ExitCode.FINDINGS)
