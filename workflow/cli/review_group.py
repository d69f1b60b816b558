"""`workflow review`: its commands in the order of the work, each imported when called for."""

from __future__ import annotations

from typing import Final

import click

from workflow.cli.lazy_group import LazyGroup

COMMANDS: Final = {
    "list": (
        "workflow.cli.message_filters:list_command",
        "List messages with their states.",
    ),
    "show": (
        "workflow.cli.editors:show_command",
        "Print an article message by message.",
    ),
    "accept": (
        "workflow.cli.reviewers:accept_command",
        "Accept translations of messages.",
    ),
    "reject": (
        "workflow.cli.reviewers:reject_command",
        "Reject translations of messages.",
    ),
    "retract": (
        "workflow.cli.commenters:retract_command",
        "Take an acceptance or rejection back.",
    ),
    "comment": (
        "workflow.cli.commenters:comment_command",
        "Comment on a message.",
    ),
    "suggest": (
        "workflow.cli.commenters:suggest_command",
        "Suggest another translation of a message.",
    ),
    "waive": (
        "workflow.cli.commenters:waive_command",
        "Let a finding of a check stand.",
    ),
    "assign": (
        "workflow.cli.assigners:assign_command",
        "Assign articles to a person.",
    ),
    "significance": (
        "workflow.cli.assigners:significance_command",
        "Say what a change of a source means.",
    ),
    "log": (
        "workflow.cli.word_logs:log_command",
        "List who did what, oldest first.",
    ),
    "verify": (
        "workflow.cli.signatures:verify",
        "Verify the signatures of review events.",
    ),
    "revert": (
        "workflow.cli.reverts:revert_command",
        "Undo what a person made of texts.",
    ),
    "packet": (
        "workflow.cli.packets:packet_command",
        "Write a file for a reviewer elsewhere.",
    ),
    "import": (
        "workflow.cli.packets:import_command",
        "Take in the files that reviewers return.",
    ),
    "serve": (
        "workflow.cli.editors:serve_command",
        "Open the review page in a browser.",
    ),
}
"""Name → (where the command is, what it does)."""


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
