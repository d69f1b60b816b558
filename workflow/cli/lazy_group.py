"""A group of commands, each imported when it is called for."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import click


class LazyGroup(click.Group):
    """Has the commands of a table, in its order: that of the work, not of the alphabet."""

    def __init__(self, *given: Any, places: Mapping[str, str], **more: Any) -> None:
        """``places``: name → ``module:attribute`` of the command; the rest as click has it."""
        super().__init__(*given, **more)
        self._places = places

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table."""
        return list(self._places)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import and return the command ``name``; None where there is none."""
        if name not in self._places:
            return None
        module, attribute = self._places[name].split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command
