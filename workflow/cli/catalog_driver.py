"""`workflow catalog merge-driver`."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from workflow.errors import ExitCode

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(
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
    # Here, not above: --help does not wait for the libraries.
    from workflow.flows.merge_files import merge_files  # noqa: PLC0415

    file = name or str(ours)
    result = merge_files(base, ours, theirs, file)
    for message in result.conflicts:
        line = result.catalogue.line(message.key)
        click.echo(
            f"{file}:{line}: two translations; ours is fuzzy now, theirs in a comment", err=True
        )
    if result.conflicts:
        todo = f"Choose, take out “fuzzy” and the comment, then: git add {shlex.quote(file)}"
        click.echo(todo, err=True)
        ctx.exit(ExitCode.FINDINGS)
