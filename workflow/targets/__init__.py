"""The edge to where a site goes."""

from workflow.targets.choosing import target_at, target_of
from workflow.targets.folder import FolderTarget
from workflow.targets.interface import OvertakenError, Target

__all__ = ["FolderTarget", "OvertakenError", "Target", "target_at", "target_of"]
