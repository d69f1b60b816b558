"""From a project's settings to the target they name."""

from __future__ import annotations

from workflow.errors import ConfigError
from workflow.model.phrase import phrase
from workflow.project.workspace import Workspace
from workflow.targets.folder import FolderTarget
from workflow.targets.interface import Target


def target_of(workspace: Workspace) -> Target:
    """Where the project's releases go.

    Raises :class:`ConfigError` where the settings name what there is no target for.
    """
    settings = workspace.settings
    address = settings.release.target
    if ":" not in address:
        public = workspace.root / (address or settings.public)
        return FolderTarget(public, workspace.root / settings.releases)
    raise ConfigError(phrase("no target is known for {address}", address=address), file="setup.cfg")
