"""What `workflow tm import`, `export`, `align` and `search` have in common."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from workflow.cli.common import Command, own_locale

STREAM = Path("-")
"""In the place of a file: standard output."""
_SHOWN = 60
"""Characters of a text in a table."""


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


def short(text: str) -> str:
    """A text on one line, cut off where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


def counted(number: int, what: str) -> str:
    """``1 unit``, ``2 units``."""
    return f"{number} {what}{'' if number == 1 else 's'}"
