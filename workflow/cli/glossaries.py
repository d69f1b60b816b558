"""`workflow glossary`: import, export, check."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from workflow.cli.boundary import words
from workflow.cli.common import (
    App,
    emit_json,
    end_with,
    format_option,
    note,
    pass_app,
    print_findings,
)
from workflow.cli.translators import findings_options
from workflow.errors import WorkflowError, raise_all
from workflow.model import Locale
from workflow.model.phrase import phrase, phrases
from workflow.reports import contract


@click.group()
def glossary() -> None:
    """Keep the project's terms: which to use, which not, which to leave as they are.

    The glossary is a table, glossary.csv beside setup.cfg (or what `glossary` names there),
    with a row a concept and a column a language. `workflow check` holds translations
    against it and `workflow translate` drafts by it.

    \b
    Examples:
      workflow glossary import terms.tbx
      workflow glossary check
      workflow glossary export for-translators.csv
    """


@glossary.command(
    "import",
    short_help="Import terms from a file.",
    epilog="Example: workflow glossary import terms.tbx",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@format_option("text", "json")
@pass_app
@click.pass_context
def import_command(ctx: click.Context, app: App, file: Path, output: str) -> None:
    """Bring the terms of FILE into the project's glossary.

    FILE is a table (.csv, .tsv, .txt; separated by commas, semicolons or tabs) or TBX (.tbx,
    .xml). What FILE says of a concept that is there takes its place; what it says nothing of
    stays. A concept with a mistake in it is named with its line and left out; the others are
    taken, and the command ends with exit code 1.
    """
    # Here, not above: --help does not wait for the libraries.
    from workflow.flows.glossary import import_terms

    merged, left_out = import_terms(app.workspace, file)
    if output == "json":
        emit_json(contract.glossary_import(merged, left_out, words()))
    for each in left_out:
        place, what = each.location, each.message
        note(
            phrase("left out: {place}: {what}", place=place, what=what)
            if place
            else phrase("left out: {what}", what=what)
        )
    said = phrase(
        "{file}: {added} added, {changed} changed, {unchanged} unchanged",
        file=merged.glossary.file,
        added=merged.added,
        changed=merged.changed,
        unchanged=merged.unchanged,
    )
    note(phrase("{said}, {number} left out", said=said, number=len(left_out)) if left_out else said)
    if left_out:
        ctx.exit(1)


@glossary.command(
    "export",
    short_help="Export the glossary to a file.",
    epilog="Example: workflow glossary export terms.tbx",
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--tbx2",
    "older",
    is_flag=True,
    help="Write TBX of 2008, which Weblate reads, rather than of 2019.",
)
@pass_app
def export_command(app: App, file: Path, *, older: bool) -> None:
    """Write the project's glossary to FILE: a table (.csv, .tsv) or TBX-Basic (.tbx).

    A table that is there keeps its columns and gets new rows; a new one opens in Excel with
    its accents right.
    """
    from workflow.flows.glossary import export_terms

    count = export_terms(app.workspace, file, older=older)
    note(phrases("{file}: {count} concept", "{file}: {count} concepts", count, file=file))


@glossary.command(
    "check",
    short_help="Check translations against the glossary.",
    epilog="Example: workflow glossary check --locale en",
)
@findings_options
def check_command(
    ctx: click.Context,
    app: App,
    articles: tuple[str, ...],
    locales: tuple[Locale, ...],
    output: str,
) -> None:
    """Check the glossary, and the translations of ARTICLEs (default: all) against it.

    In the glossary: rows without a term, terms with two statuses or in two rows, languages
    the project does not have. In translations: what `workflow check` says of terms. Tells
    how many concepts no article names. Ends with exit code 1 if there is an error.
    """
    from workflow.flows.glossary import check_terms

    workspace = app.workspace
    errors: list[WorkflowError] = []
    result = check_terms(workspace, workspace.readable(articles, errors), locales)
    errors += result.errors
    if output == "json":
        emit_json(contract.glossary_check(result.findings, result.concepts, result.unused, words()))
    else:
        print_findings(result.findings, output, errors)
    used = result.concepts - len(result.unused)
    note(
        phrases(
            "{used} of {count} concepts are named by an article",
            "{used} of {count} concepts are named by an article",
            result.concepts,
            used=used,
        )
    )
    raise_all(errors)
    end_with(ctx, Counter(each.severity for each in result.findings))
