"""`workflow release`: its commands in the order of the work, each imported when called for."""

from __future__ import annotations

from typing import Final

import click

from workflow.cli.lazy_group import LazyGroup

COMMANDS: Final = {
    "plan": "workflow.cli.publishers:plan_command",
    "publish": "workflow.cli.publishers:publish",
    "list": "workflow.cli.publishers:list_command",
    "show": "workflow.cli.release_shelf:show_command",
    "diff": "workflow.cli.release_shelf:diff_command",
    "rollback": "workflow.cli.publishers:rollback",
    "correct": "workflow.cli.withdrawers:correct_command",
    "withdraw": "workflow.cli.withdrawers:withdraw_command",
    "verify": "workflow.cli.publishers:verify",
    "evidence": "workflow.cli.publishers:evidence",
    "prune": "workflow.cli.release_shelf:prune_command",
}
"""Name → where the command is."""


@click.group(cls=LazyGroup, places=COMMANDS)
def release() -> None:
    """Publish what is approved, or go back.

    A release holds the whole site. It is written aside, read back and checked, and then takes
    the place of the live one in one step; if anything fails, readers get what they got before.

    \b
    Examples:
      workflow release plan
      workflow release publish --actor you@example.org
      workflow release rollback
      workflow release withdraw flood --reason "The figures were wrong."
    """
