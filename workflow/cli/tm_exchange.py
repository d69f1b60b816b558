"""`workflow tm import` and `export`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from workflow.cli.common import (
    App,
    emit_json,
    format_option,
    note,
    now,
    pass_app,
    progress,
)
from workflow.cli.tm_options import FILE, NEW_FILE, STREAM, counted, pair_options, short
from workflow.errors import ExitCode
from workflow.memory import STATES
from workflow.model import Locale, State

_NAMED = 5
"""Units that were left out and are shown one by one."""
_AS_IS = "as-is"
_STATES = [state.value for state in STATES]
_PIECE = 1 << 20
"""Bytes written at a time."""


@click.command("import")
@click.argument("file", type=FILE)
@pair_options(
    "Language translated from, whatever FILE names as its source language.",
    "Only translations into this language.",
)
@click.option(
    "--state",
    type=click.Choice([*_STATES, _AS_IS]),
    default=State.TRANSLATED.value,
    show_default=True,
    help=f"What the units are; {_AS_IS}: what FILE says they are, if workflow wrote it.",
)
@click.option("--name", metavar="NAME", help="Keep them as NAME.tmx (default: FILE's name).")
@click.option("--replace", is_flag=True, help="Take the place of what is there under that name.")
@format_option("text", "json")
@pass_app
def import_command(
    app: App,
    *,
    file: Path,
    source: Locale | None,
    target: Locale | None,
    state: str,
    name: str | None,
    replace: bool,
    output: str,
) -> None:
    """Have the translation memory learn the pairs of texts in FILE.

    FILE is TMX, as translation tools export it, or a table (.csv, .tsv) with a column for each
    language, headed by its code. What the project's languages need of it is kept in the
    project, in the folder memory/, to be put under version control; the memory learns it from
    there, and forgets it when that file is deleted.

    \b
    Examples:
      workflow tm import agency.tmx
      workflow tm import pairs.csv --state reviewed
    """
    # Here, not above: --help does not wait for the libraries.
    from workflow.flows.memory_files import (
        ImportOptions,
        import_units,
        report_import,
    )

    options = ImportOptions(
        source, target, None if state == _AS_IS else State(state), name or "", replace
    )
    result = import_units(app.workspace, file, options, progress)
    if output == "json":
        emit_json(report_import(result))
    for left in result.left:
        where = f", the first in line {left.line}" if left.line else ""
        note(f"left out: {counted(left.number, 'unit')}: {left.reason}{where}")
    for (one, other), number in result.pairs.items():
        note(f"{one} → {other}: {counted(number, 'unit')}")
    note(f"{result.file}: {'written' if result.changed else 'unchanged'}")


@click.command("export")
@click.argument("file", type=NEW_FILE)
@pair_options("Only translations from this language.", "Only translations into this language.")
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice(_STATES),
    help="Only units in this state (may be repeated; default: in any).",
)
@format_option("text", "json")
@pass_app
@click.pass_context
def export_command(
    ctx: click.Context,
    app: App,
    *,
    file: Path,
    source: Locale | None,
    target: Locale | None,
    states: Sequence[str],
    output: str,
) -> None:
    """Write the translation memory to FILE, as TMX 1.4b for any translation tool.

    FILE may be “-”, for standard output.

    What TMX has no place for (article, state, context) goes into properties, so that
    `workflow tm import --state as-is` brings everything back. Ends with exit code 1 if a unit
    has a control character, which no XML file can hold.

    \b
    Examples:
      workflow tm export memory-fr-en.tmx --source fr --target en
      workflow tm export approved.tmx --state approved
    """
    from workflow.flows.memory_files import (
        ExportOptions,
        export_units,
        report_export,
    )
    from workflow.memory.project_memory import project_memory

    workspace = app.workspace
    if file == STREAM and output == "json":
        raise click.UsageError("the report and “-” both go to standard output: name a file")
    options = ExportOptions(source, target, tuple(map(State, states)))
    with project_memory(workspace, now(), progress) as known, _written_to(file) as place:
        result = export_units(known, workspace, place, options, progress)
        remarks = list(known.notes)
    for remark in remarks:
        note(remark)
    if output == "json":
        emit_json(report_export(result))
    for one in result.refused[:_NAMED]:
        note(f"left out: U+{ord(one.character):04X} in “{short(one.unit.source)}”")
    if len(result.refused) > _NAMED:
        note(f"left out: {len(result.refused) - _NAMED} more with such characters")
    note(f"{file}: {counted(result.units, 'unit')}")
    if result.refused:
        ctx.exit(ExitCode.FINDINGS)


@contextmanager
def _written_to(file: Path) -> Iterator[Path]:
    """Where to write so that it gets to ``file``: all of it or nothing, to “-” as well."""
    if file != STREAM:
        yield file
        return
    with TemporaryDirectory() as folder:
        place = Path(folder) / "memory.tmx"
        yield place
        with place.open("rb") as whole:
            for piece in iter(partial(whole.read, _PIECE), b""):
                click.echo(piece, nl=False)
