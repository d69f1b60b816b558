"""A content project as a library: the names other programs build on.

>>> from workflow.project import Project
>>> project = Project.find(".")  # doctest: +SKIP
>>> [row["article"] for row in project.status()["rows"]]  # doctest: +SKIP
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workflow.errors import raise_all
from workflow.files.clock import machine_time
from workflow.project.config import (
    find_root,
    load_settings,
)
from workflow.project.workspace import Workspace


@dataclass(frozen=True)
class Project(Workspace):
    """A :class:`~workflow.project.workspace.Workspace` that also tells how far it is."""

    @classmethod
    def find(cls, path: str | Path = ".") -> Project:
        """The project in ``path`` or the nearest folder above it.

        Raises :class:`~workflow.errors.ConfigError` where there is none, or its
        ``setup.cfg`` has an error.
        """
        root = find_root(Path(path))
        return cls(root, load_settings(root), machine_time())

    def status(self) -> dict[str, Any]:
        """What ``workflow status --format json`` prints, as a value.

        Raises the errors of articles that cannot be read.
        """
        # Here, not above: the one arrow that points up, from the front door to a verb.
        from workflow.flows.status import status  # noqa: PLC0415
        from workflow.reports import contract  # noqa: PLC0415
        from workflow.reports.i18n import Words  # noqa: PLC0415

        found = status(self, (), machine_time())
        raise_all(found.unread)
        return contract.status(found.rows, Words())
