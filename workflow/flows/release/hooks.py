"""Commands of a project that are run before and after its releases (``before``, ``after``)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

from workflow.errors import NotReadyError, TargetError, WorkflowError
from workflow.files.commands import run_command
from workflow.model.phrase import phrase
from workflow.project.workspace import Workspace

_LIVE: Final = phrase("The release is live. Run the command by hand.")


class Outside(NamedTuple):
    """What a command of the project is given of the world."""

    environ: Mapping[str, str]
    tell: Callable[[str], None]
    """Is told each line that it writes."""


def run_before(workspace: Workspace, actor: str, outside: Outside) -> None:
    """Run ``before``, if the settings have it; :class:`NotReadyError` where it fails.

    Nothing is held meanwhile, so that it may run any command of this program.
    """
    words = workspace.settings.release.before
    if words and (code := _run(workspace, words, {"WORKFLOW_ACTOR": actor}, outside)):
        raise NotReadyError(
            phrase("`before` ended with exit code {code}: {command}", code=code, command=words[0]),
            hint=phrase("Nothing was published. See what it says above."),
        )


def run_after(
    workspace: Workspace, actor: str, releases: tuple[str | None, str | None], outside: Outside
) -> None:
    """Run ``after``, if the settings have it and readers get another release.

    ``releases``: the ids of what was live before and of what is. Raises :class:`TargetError`
    where it fails; the release stays live.
    """
    before, live = releases
    words = workspace.settings.release.after
    if not words or live is None or live == before:
        return
    told = {
        "WORKFLOW_ACTOR": actor,
        "WORKFLOW_RELEASE": live,
        "WORKFLOW_RELEASE_BEFORE": before or "",
        "WORKFLOW_SITE": str(workspace.root / workspace.settings.releases / live / "site"),
    }
    try:
        code = _run(workspace, words, told, outside)
    except WorkflowError as error:
        raise TargetError(error.message, hint=_LIVE) from error
    if code:
        said = phrase("`after` ended with exit code {code}: {command}", code=code, command=words[0])
        raise TargetError(said, hint=_LIVE)


def _run(
    workspace: Workspace, words: Sequence[str], told: Mapping[str, str], outside: Outside
) -> int:
    return run_command(words, workspace.root, {**outside.environ, **told}, outside.tell)
