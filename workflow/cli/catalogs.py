"""`workflow catalog`: merge, lint, prune, merge-driver."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from workflow.cli.boundary import words
from workflow.cli.common import (
    App,
    articles_argument,
    emit_json,
    format_option,
    locale_option,
    note,
    pass_app,
    print_findings,
    print_table,
    progress,
)
from workflow.errors import ExitCode, raise_all
from workflow.model import Finding, Locale, Severity
from workflow.model.phrase import phrase, phrases
from workflow.reports import contract, remarks
from workflow.reports.findings import summary
from workflow.reports.screen import shortened

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_WIDEST = 60
"""Characters of a text that a table shows."""


class _Catalog(click.Group):
    """Commands in the order they are written in here, the ones used most first."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=_Catalog)
def catalog() -> None:
    """Work on PO files themselves: merge, validate, clean up, merge in git.

    merge, lint and merge-driver need no project around the files they are given.

    \b
    Examples:
      workflow catalog lint
      workflow catalog merge old/en.po new.pot -o en.po
    """


@catalog.command(
    short_help="Merge a template into a catalogue.",
    epilog="Example: workflow catalog merge old/en.po new.pot -o en.po",
)
@click.argument("old", metavar="OLD.po", type=_FILE)
@click.argument("template", metavar="NEW.pot", type=_FILE)
@click.option(
    "-o",
    "--output",
    metavar="OUT.po",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where the result goes, OLD.po itself if you like (default, and -: standard output).",
)
def merge(old: Path, template: Path, output: Path | None) -> None:
    """Bring the catalogue OLD.po up to date with the template NEW.pot, as `workflow extract` does.

    A stand-in for msgmerge that needs no project. Messages that did not change keep their
    bytes; where the source changed, the nearest old translation is proposed as fuzzy; what is
    gone from the template becomes obsolete.
    """
    from workflow.files.atomic import held
    from workflow.flows.merge_files import updated
    from workflow.project.catalogues import write_catalogue

    there = held(output) if output and output.is_file() else None
    catalogue = updated(old, template)
    if output is None or output == Path("-"):
        click.echo(catalogue.encoded(), nl=False)
    else:
        write_catalogue(catalogue.at(output, there))


@catalog.command(
    short_help="Validate PO files.", epilog="Example: workflow catalog lint locales/zh"
)
@click.argument(
    "paths", nargs=-1, metavar="[PATH]...", type=click.Path(exists=True, path_type=Path)
)
@format_option("text", "json", "github", "sarif")
@pass_app
@click.pass_context
def lint(ctx: click.Context, app: App, paths: tuple[Path, ...], output: str) -> None:
    """Find what is wrong with PO files as files: all of it, not only the first.

    Looks at PATHs, files or folders, which need be in no project (default: every catalogue
    and template of the project): syntax, encoding, line ends, header, plural forms, messages
    that stand there twice, merge conflicts, obsolete leftovers. Ends with exit code 1 if there
    is an error. `workflow check` looks at the translations themselves.
    """
    from workflow.flows.lint_files import lint_file, po_files
    from workflow.flows.unused import unused_catalogues

    root = None if paths else app.workspace.root
    locales = root / app.workspace.settings.locales if root else Path()
    files = po_files(paths or [locales] * locales.is_dir())
    findings: list[Finding] = []
    with progress(phrase("Reading"), len(files)) as advance:
        for file in files:
            name = app.workspace.relative(file) if root else file.as_posix()
            findings += lint_file(file, name, locales)
            advance(1)
    unused = unused_catalogues(app.workspace, {}) if root else None
    for line in remarks.unused_catalogues(unused or ()):
        note(line)
    if output == "json":
        emit_json(contract.catalog_lint(findings, unused, words()))
    else:
        print_findings(findings, output)
    said = phrases(
        "{count} file: {summary}", "{count} files: {summary}", len(files), summary=summary(findings)
    )
    note(said)
    if any(finding.severity is Severity.ERROR for finding in findings):
        ctx.exit(ExitCode.FINDINGS)


@catalog.command(
    short_help="Delete obsolete messages.",
    epilog="Example: workflow catalog prune nanning-workshop --locale en --dry-run",
)
@articles_argument
@locale_option
@click.option("--dry-run", is_flag=True, help="Say what would be dropped, and drop nothing.")
@format_option("table", "json")
@pass_app
def prune(
    app: App, articles: tuple[str, ...], locales: tuple[Locale, ...], *, dry_run: bool, output: str
) -> None:
    """Drop obsolete messages (#~) from the catalogues of ARTICLEs (default: all).

    Nothing else ever drops them. The translation memory learns from them, too, and forgets
    what is dropped, unless it stands elsewhere or in a TMX file: `workflow tm export` first.
    What was committed to git can be had back from there.
    """
    from workflow.flows.prune import prune as run
    from workflow.flows.unused import unused_catalogues

    with progress(phrase("Pruning"), len(app.workspace.named(articles))) as advance:
        pruning = run(app.workspace, articles, locales, advance, dry_run=dry_run)
    unused = () if articles or locales else unused_catalogues(app.workspace, {})
    for line in remarks.unused_catalogues(unused):
        note(line)
    if output == "json":
        emit_json(contract.catalog_prune(pruning, unused, words()))
    elif pruning.rows:
        cells = [
            [row.article, row.locale, *(shortened(text, _WIDEST) for text in texts)]
            for row in pruning.rows
            for texts in ((message.msgid, message.msgstr) for message in row.dropped)
        ]
        print_table([phrase("article"), phrase("locale"), "msgid", "msgstr"], cells)
    for line in remarks.pruned(pruning):
        note(line)
    raise_all(pruning.errors)


@catalog.command(
    "merge-driver",
    epilog="Example: git config merge.workflow-po.driver "
    '"workflow catalog merge-driver %O %A %B %P" (`workflow init --git` does it)',
)
@click.argument("base", metavar="%O", type=_FILE)
@click.argument("ours", metavar="%A", type=_FILE)
@click.argument("theirs", metavar="%B", type=_FILE)
@click.argument("name", metavar="[%P]", required=False)
@click.pass_context
def merge_driver(
    ctx: click.Context, base: Path, ours: Path, theirs: Path, name: str | None
) -> None:
    """Merge two versions of a PO file by message; git calls this.

    %O is what both come from, %A our version, which becomes the result, %B theirs, %P the
    file's path in the repository, for messages. Where both sides translated a message, each in
    its own way, ours stands as fuzzy and theirs in a comment; then the exit code is 1 and git
    asks you to look, but the file is whole. Where a version cannot be read, ours stays as it
    is and the exit code is 2.
    """
    from workflow.flows.merge_files import merge_files

    file = name or str(ours)
    result = merge_files(base, ours, theirs, file)
    for message in result.conflicts:
        said = phrase(
            "{file}:{line}: two translations; ours is fuzzy now, theirs in a comment",
            file=file,
            line=str(result.catalogue.line(message.key)),
        )
        note(said)
    if result.conflicts:
        said = phrase(
            "Choose, take out “fuzzy” and the comment, then: `git add {file}`",
            file=shlex.quote(file),
        )
        note(said)
        ctx.exit(ExitCode.FINDINGS)
