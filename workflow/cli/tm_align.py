"""`workflow tm align`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workflow.cli.common import (
    App,
    emit_json,
    format_option,
    note,
    pass_app,
    print_table,
    progress,
)
from workflow.cli.tm_options import FILE, NEW_FILE, counted, pair_options, short
from workflow.model import Locale

if TYPE_CHECKING:
    from workflow.flows.align import Alignment


@click.command("align")
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
    # Here, not above: --help does not wait for the libraries.
    from workflow.flows import align as flow

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
        note(f"{written}: {counted(len(found.complete()), 'pair')}")
    if file and learnt:
        note(f"{file}: {counted(learnt.units, 'pair')} of at least {least}")


def _rows(found: Alignment) -> Iterator[tuple[str, str, str]]:
    for pair in found.pairs:
        yield f"{pair.confidence:.2f}", short(pair.source) or "—", short(pair.target) or "—"


def _summary(found: Alignment) -> str:
    alone = [pair for pair in found.pairs if not pair.complete]
    return (
        f"{counted(len(found.complete()), 'pair')}; "
        f"{sum(bool(pair.sources) for pair in alone)} only in {found.source.locale}, "
        f"{sum(bool(pair.targets) for pair in alone)} only in {found.target.locale}"
    )
