"""`workflow review`: its commands in the order of the work, each imported when called for."""

from __future__ import annotations

from typing import Final

import click

from workflow.cli.lazy_group import LazyGroup

COMMANDS: Final = {
    "list": "workflow.cli.message_filters:list_command",
    "show": "workflow.cli.editors:show_command",
    "accept": "workflow.cli.reviewers:accept_command",
    "reject": "workflow.cli.reviewers:reject_command",
    "retract": "workflow.cli.commenters:retract_command",
    "comment": "workflow.cli.commenters:comment_command",
    "suggest": "workflow.cli.commenters:suggest_command",
    "waive": "workflow.cli.commenters:waive_command",
    "assign": "workflow.cli.assigners:assign_command",
    "significance": "workflow.cli.assigners:significance_command",
    "log": "workflow.cli.word_logs:log_command",
    "verify": "workflow.cli.signatures:verify",
    "revert": "workflow.cli.reverts:revert_command",
    "packet": "workflow.cli.packets:packet_command",
    "import": "workflow.cli.packets:import_command",
    "serve": "workflow.cli.editors:serve_command",
}
"""Name → where the command is."""


@click.group(cls=LazyGroup, places=COMMANDS)
def review() -> None:
    """Look translations through beside their sources, in a browser or here, and say what you think.

    \b
    Examples:
      workflow review serve
      workflow review list --locale zh --state translated
      workflow review show nanning-workshop --locale zh
      workflow review accept nanning-workshop 3 4 --locale zh
      workflow review log nanning-workshop
    """
