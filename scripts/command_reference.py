"""Print docs/commands.md: every command's --help, as the program prints it."""

from __future__ import annotations

from collections.abc import Iterator

import click

from workflow.cli import main

HEADER = """# Commands

What `workflow COMMAND --help` prints; written by `make docs`, compared by the tests.
"""


def pages(command: click.Command, context: click.Context) -> Iterator[str]:
    """Yield a section for ``command`` and each command below it, in their order."""
    yield f"## {context.command_path}\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                yield from pages(inner, click.Context(inner, context, name, terminal_width=80))


def reference() -> str:
    """Return the whole document."""
    context = click.Context(main, info_name="workflow", terminal_width=80, **main.context_settings)
    return "\n".join([HEADER, *pages(main, context)])


if __name__ == "__main__":
    click.echo(reference(), nl=False)
