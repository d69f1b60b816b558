"""`workflow catalog merge`."""

from __future__ import annotations

from pathlib import Path

import click

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(epilog="Example: workflow catalog merge old/en.po new.pot -o en.po")
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
    """Bring the catalogue OLD.po up to the template NEW.pot, as `workflow extract` does.

    A stand-in for msgmerge that needs no project. Messages that did not change keep their
    bytes; where the source changed, the nearest old translation is proposed as fuzzy; what is
    gone from the template becomes obsolete.
    """
    # Here, not above: --help does not wait for the libraries.
    from workflow.files.atomic import held  # noqa: PLC0415
    from workflow.flows.merge_files import updated  # noqa: PLC0415
    from workflow.project.catalogues import write_catalogue  # noqa: PLC0415

    there = held(output) if output and output.is_file() else None
    catalogue = updated(old, template)
    if output is None or output == Path("-"):
        click.echo(catalogue.encoded(), nl=False)
    else:
        write_catalogue(catalogue.at(output, there))
