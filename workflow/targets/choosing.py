"""From a project's settings to the target they name."""

from __future__ import annotations

from pathlib import Path

from workflow.project.settings import STATE_FOLDER
from workflow.project.workspace import Workspace
from workflow.targets.folder import FolderTarget
from workflow.targets.interface import Target


def target_of(workspace: Workspace) -> Target:
    """Where the project's releases go: a folder, or what the scheme of the address names."""
    settings = workspace.settings
    address = settings.release.target
    if "://" not in address:
        public = workspace.root / (address or settings.public)
        return FolderTarget(public, workspace.root / settings.releases)
    return target_at(address, workspace.root / STATE_FOLDER)


def target_at(address: str, state: Path) -> Target:
    """What an address with a scheme names; a scheme that is none of ours is fsspec's.

    ``state``: a folder for what can be made again.
    """
    # Here, not above: most projects have a folder, and an address has libraries of its own.
    if address.startswith("rsync://"):
        from workflow.targets.over_ssh import OverSsh  # noqa: PLC0415

        return OverSsh(address.rstrip("/"))
    if address.startswith("git+"):
        from workflow.targets.pages_branch import PagesBranch  # noqa: PLC0415

        return PagesBranch(address, state / "target.git")
    from workflow.targets.object_store import ObjectStore  # noqa: PLC0415

    return ObjectStore(address.rstrip("/"))
