"""Which commits changed which file of the project: asked of git once for all."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from workflow.errors import WorkflowError
from workflow.files.git import Commit, commits, is_shallow, prefix, repository
from workflow.model.digest import digest
from workflow.model.phrase import phrase


class _Known(NamedTuple):
    by_file: dict[str, list[Commit]]
    """Path from the top of the work tree → its commits, the newest first."""
    prefix: str = ""
    trouble: str = ""


class CommitHistory:
    """The history of the files below ``folder`` of the project in ``root``."""

    def __init__(self, root: Path, folder: str) -> None:
        self._root = root
        self._folder = folder

    def of(self, name: str) -> Sequence[Commit]:
        """The commits that changed a file (a path relative to the project), the newest first.

        None where there is no repository, or where its history is cut off.
        """
        return self._known.by_file.get(self._known.prefix + name, ())

    def answer(self, name: str) -> str:
        """A digest of them; empty where there are none."""
        found = self.of(name)
        return digest(*(f"{each.name} {each.author}" for each in found)) if found else ""

    @property
    def trouble(self) -> str:
        """Why nothing is known, for people; empty where there is a history."""
        return self._known.trouble

    @cached_property
    def _known(self) -> _Known:
        try:
            return self._asked()
        except WorkflowError as error:
            return _Known({}, trouble=error.message)

    def _asked(self) -> _Known:
        root = self._root
        if not any((each / ".git").exists() for each in (root, *root.resolve().parents)):
            return _Known({}, trouble=phrase("there is no git repository"))
        repository(root)  # which raises what git has against it
        if is_shallow(root):
            return _Known({}, trouble=phrase("git’s history is cut off here"))
        folder = root / self._folder
        found: dict[str, list[Commit]] = {}
        for each in commits(folder) if folder.is_dir() else ():
            found.setdefault(each.now, []).append(each)
        return _Known(found, prefix(root))
