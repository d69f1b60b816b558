"""A group of commands, each imported when it is called for."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import click


class LazyGroup(click.Group):
    """Has the commands of a table, in its order: that of the work, not of the alphabet."""

    def __init__(self, *given: Any, places: Mapping[str, tuple[str, str]], **more: Any) -> None:
        """``places``: name → (``module:attribute`` of the command, what it does in a few words);
        the rest as click has it."""
        super().__init__(*given, **more)
        self._places = places

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(self._places)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import and return the command ``name``; None where there is none."""
        if name not in self._places:
            return None
        module, attribute = self._places[name][0].split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table alone, which keeps it fast."""
        with formatter.section("Commands, in the order of the work"):
            formatter.write_dl([(name, summary) for name, (_, summary) in self._places.items()])
