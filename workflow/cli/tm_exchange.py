"""`workflow tm import`, `export` and `align`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workflow.cli.common import (
    App,
    Command,
    emit_json,
    format_option,
    note,
    now,
    parse_locales,
    pass_app,
    print_table,
    progress,
)
from workflow.errors import ExitCode
from workflow.model import Locale, State
from workflow.stores.memory import STATES

if TYPE_CHECKING:
    from workflow.flows.align import Alignment

_SHOWN = 60
"""Characters of a text in a table."""
_NAMED = 5
"""Units that were left out and are shown one by one."""
_AS_IS = "as-is"
_STATES = [state.value for state in STATES]
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_NEW_FILE = click.Path(dir_okay=False, path_type=Path)


def _pair_options(source: str, target: str) -> Callable[[Command], Command]:
    def one(_ctx: click.Context, _param: click.Parameter, value: str | None) -> Locale | None:
        found = parse_locales(value) if value else ()
        if len(found) > 1:
            raise click.BadParameter("name one language")
        return found[0] if found else None

    def decorate(command: Command) -> Command:
        for name, text in (("--target", target), ("--source", source)):
            command = click.option(name, metavar="LOCALE", callback=one, help=text)(command)
        return command

    return decorate


@click.command("import")
@click.argument("file", type=_FILE)
@_pair_options(
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
    from workflow.flows.tm_exchange import (  # noqa: PLC0415
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
        note(f"left out: {_count(left.number, 'unit')}: {left.reason}{where}")
    for (one, other), number in result.pairs.items():
        note(f"{one} → {other}: {_count(number, 'unit')}")
    note(f"{result.file}: {'written' if result.changed else 'unchanged'}")


@click.command("export")
@click.argument("file", type=_NEW_FILE)
@_pair_options("Only translations from this language.", "Only translations into this language.")
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

    What TMX has no place for (article, state, context) goes into properties, so that
    `workflow tm import --state as-is` brings everything back. Ends with exit code 1 if a unit
    has a control character, which no XML file can hold.

    \b
    Examples:
      workflow tm export memory-fr-en.tmx --source fr --target en
      workflow tm export approved.tmx --state approved
    """
    from workflow.flows.recall import project_memory  # noqa: PLC0415 - as above
    from workflow.flows.tm_exchange import (  # noqa: PLC0415
        ExportOptions,
        export_units,
        report_export,
    )

    workspace = app.workspace
    options = ExportOptions(source, target, tuple(map(State, states)))
    with project_memory(workspace, now(), progress) as recall:
        result = export_units(recall, workspace, file, options, progress)
        remarks = list(recall.notes)
    for remark in remarks:
        note(remark)
    if output == "json":
        emit_json(report_export(result))
    for one in result.refused[:_NAMED]:
        note(f"left out: U+{ord(one.character):04X} in “{_short(one.unit.source)}”")
    if len(result.refused) > _NAMED:
        note(f"left out: {len(result.refused) - _NAMED} more with such characters")
    note(f"{result.file}: {_count(result.units, 'unit')}")
    if result.refused:
        ctx.exit(ExitCode.FINDINGS)


@click.command("align")
@click.argument("source_file", metavar="SOURCE", type=_FILE)
@click.argument("target_file", metavar="TARGET", type=_FILE)
@_pair_options(
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
    type=_NEW_FILE,
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
    from workflow.flows import align as flow  # noqa: PLC0415 - as above

    options = flow.AlignOptions(source, target, sentences, semantic)
    found = flow.align_files(app.workspace, (source_file, target_file), options, progress)
    if written:
        flow.write_alignment(written, found)
    file, learnt = flow.accept(app.workspace, found, least) if least is not None else (None, None)
    if output == "json":
        emit_json(flow.report(found, learnt.units if learnt else None, file))
    else:
        print_table(
            ("Confidence", found.source.locale.name, found.target.locale.name),
            list(_rows(found)),
            right=("Confidence",),
        )
    note(_summary(found))
    if written:
        note(f"{written}: {_count(len(found.complete()), 'pair')}")
    if file and learnt:
        note(f"{file}: {_count(learnt.units, 'pair')} of at least {least}")


def _rows(found: Alignment) -> Iterator[tuple[str, str, str]]:
    for pair in found.pairs:
        yield f"{pair.confidence:.2f}", _short(pair.source) or "—", _short(pair.target) or "—"


def _summary(found: Alignment) -> str:
    alone = [pair for pair in found.pairs if not pair.complete]
    return (
        f"{_count(len(found.complete()), 'pair')}; "
        f"{sum(bool(pair.sources) for pair in alone)} only in {found.source.locale}, "
        f"{sum(bool(pair.targets) for pair in alone)} only in {found.target.locale}"
    )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
