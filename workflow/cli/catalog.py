"""`workflow catalog`: merge, lint, prune, merge-driver."""

from __future__ import annotations

import importlib

import click

COMMANDS = {
    "merge": "workflow.cli.catalog_merge:merge",
    "lint": "workflow.cli.catalog_lint:lint",
    "prune": "workflow.cli.catalog_prune:prune",
    "merge-driver": "workflow.cli.catalog_driver:merge_driver",
}
"""Name → where the command is. Git starts one of them for every file of a merge, so that none
waits for the libraries of another."""


class Catalog(click.Group):
    """The group that imports a command only when it is called for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, the ones used most first."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import and return the command ``name``; None where there is none."""
        if name not in COMMANDS:
            return None
        module, attribute = COMMANDS[name].split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command


@click.group(cls=Catalog)
def catalog() -> None:
    """Work on PO files themselves: bring up to date, proof, clear out, merge in git.

    merge, lint and merge-driver need no project around the files they are given.

    \b
    Examples:
      workflow catalog lint
      workflow catalog merge old/en.po new.pot -o en.po
    """
