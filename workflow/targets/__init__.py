"""The edge to where a site goes."""

from workflow.targets.folder import FolderTarget
from workflow.targets.interface import Target

__all__ = ["FolderTarget", "Target"]
