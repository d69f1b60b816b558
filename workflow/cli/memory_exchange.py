"""`workflow tm import`, `export` and `align`: what the memory learns, and gives out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from workflow.cli.boundary import words
from workflow.cli.common import (
    App,
    Command,
    emit_json,
    format_option,
    note,
    now,
    own_locale,
    pass_app,
    progress,
    screen,
    show,
)
from workflow.errors import ExitCode
from workflow.memory.units import STATES
from workflow.model import Locale, State
from workflow.reports import contract

_AS_IS = "as-is"
_STATES = [state.value for state in STATES]
_PIECE = 1 << 20
"""Bytes written at a time."""


STREAM = Path("-")
"""In the place of a file: standard output."""


class _File(click.Path):
    """A file that is there, of a format that its name tells."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if str(value) == str(STREAM):
            self.fail("“-” has no ending that tells its format; save it, and name the file", param)
        return super().convert(value, param, ctx)


FILE = _File(exists=True, dir_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, path_type=Path)


def pair_options(source: str, target: str) -> Callable[[Command], Command]:
    """The options ``--source`` and ``--target``, a locale each, with these words of help."""

    def decorate(command: Command) -> Command:
        for name, text in (("--target", target), ("--source", source)):
            command = click.option(name, metavar="LOCALE", callback=own_locale, help=text)(command)
        return command

    return decorate


@click.command("import", short_help="Import translations from a file.")
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
    from workflow.flows.memory_files import ImportOptions, import_units
    from workflow.reports import memory_text

    options = ImportOptions(
        source, target, None if state == _AS_IS else State(state), name or "", replace
    )
    result = import_units(app.workspace, file, options, progress)
    if output == "json":
        emit_json(contract.tm_import(result, words()))
    for line in memory_text.imported(result):
        note(line)


@click.command("export", short_help="Export the memory as TMX.")
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
    from workflow.flows.memory_files import ExportOptions, export_units
    from workflow.memory.project_memory import project_memory
    from workflow.reports import memory_text

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
        emit_json(contract.tm_export(result))
    for line in memory_text.exported(result, str(file)):
        note(line)
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


@click.command("align", short_help="Pair two versions of an article.")
@click.argument("source_file", metavar="SOURCE", type=FILE)
@click.argument("target_file", metavar="TARGET", type=FILE)
@pair_options(
    "Language of SOURCE (default: what it names, or what its words tell).",
    "Language of TARGET (likewise).",
)
@click.option("--sentences", is_flag=True, help="Pair sentences rather than paragraphs.")
@click.option(
    "--semantic",
    is_flag=True,
    help="Compare meanings too, offline (pip install 'workflow[semantic]').",
)
@click.option(
    "-o",
    "--output",
    "written",
    type=NEW_FILE,
    metavar="FILE",
    help="Write the pairs to FILE (.csv or .tmx) to look through; `tm import` takes it back.",
)
@click.option(
    "--accept",
    "least",
    type=click.FloatRange(0, 1),
    metavar="MIN",
    help="Have the memory learn the pairs of at least this confidence (0.8 is a good start).",
)
@format_option("table", "json")
@pass_app
def align_command(
    app: App,
    *,
    source_file: Path,
    target_file: Path,
    source: Locale | None,
    target: Locale | None,
    sentences: bool,
    semantic: bool,
    written: Path | None,
    least: float | None,
    output: str,
) -> None:
    """Pair two versions of an article that were translated before there was a catalogue.

    SOURCE and TARGET are files of any format that articles have. Their segments are paired by
    structure, length and what stands in both as it is (numbers, addresses, names); each pair
    has a confidence between 0 and 1. Nothing is kept unless you say so: look the pairs through
    (-o), or accept those above a confidence. The memory has them as translated by “aligned”,
    never as reviewed.

    \b
    Examples:
      workflow tm align old/atelier.fr.html old/workshop.en.html
      workflow tm align fr.md en.md -o pairs.csv
      workflow tm align fr.md zh.md --semantic --accept 0.8
    """
    from workflow.flows import align as flow
    from workflow.reports import memory_text

    options = flow.AlignOptions(source, target, sentences, semantic)
    found = flow.align_files(app.workspace, (source_file, target_file), options, progress)
    if written:
        flow.write_alignment(written, found)
    file, learnt = flow.accept(app.workspace, found, least) if least is not None else (None, None)
    if output == "json":
        emit_json(contract.tm_align(found, learnt.units if learnt else None, file))
    else:
        show(memory_text.pairs(found, screen()))
    output_file = str(written) if written else None
    units = learnt.units if learnt else 0
    for line in memory_text.aligned(found, output_file, file, units, least or 0.0):
        note(line)
