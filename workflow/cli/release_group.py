"""`workflow release`: its commands in the order of the work, each imported when called for."""

from __future__ import annotations

from typing import Final

import click

from workflow.cli.lazy_group import LazyGroup

COMMANDS: Final = {
    "plan": (
        "workflow.cli.publishers:plan_command",
        "Show what would be published, and why.",
    ),
    "publish": (
        "workflow.cli.publishers:publish",
        "Publish everything that is approved.",
    ),
    "list": (
        "workflow.cli.publishers:list_command",
        "List all releases, newest first.",
    ),
    "show": (
        "workflow.cli.release_shelf:show_command",
        "Show what a release holds.",
    ),
    "diff": (
        "workflow.cli.release_shelf:diff_command",
        "Show what two releases have different.",
    ),
    "rollback": (
        "workflow.cli.publishers:rollback",
        "Make an earlier release live again.",
    ),
    "correct": (
        "workflow.cli.withdrawers:correct_command",
        "Tell readers what was corrected.",
    ),
    "withdraw": (
        "workflow.cli.withdrawers:withdraw_command",
        "Take articles back, in all languages.",
    ),
    "verify": (
        "workflow.cli.publishers:verify",
        "Verify a release and its approvals.",
    ),
    "evidence": (
        "workflow.cli.publishers:evidence",
        "Print who approved what, as JSON.",
    ),
    "prune": (
        "workflow.cli.release_shelf:prune_command",
        "Delete old releases.",
    ),
}
"""Name → (where the command is, what it does)."""


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
