"""The versions that catalogues had, as far as git keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from workflow.errors import WorkflowError
from workflow.files.git import commits, contents, repository, uncommitted
from workflow.model import Key
from workflow.po.catalogue import Catalogue
from workflow.project.catalogues import read_catalogue
from workflow.review.reverting import Version, Whose

_NOW = datetime.max.replace(tzinfo=UTC)
"""When what is not committed was written."""


class Stage(NamedTuple):
    """A version of a catalogue."""

    catalogue: Catalogue
    author: str
    """E-mail address."""
    time: datetime


class PastVersions:
    """The versions of the catalogues below a folder; none where there is no repository."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def touched_by(self, whose: Whose) -> frozenset[str]:
        """Full paths of the catalogues that ``whose`` changed, by git."""
        if self._top is None:
            return frozenset()
        here, changed = self._uncommitted
        found = {each.now for each in commits(self._folder) if whose.has(each.author, each.time)}
        if whose.has(here, _NOW):
            found |= changed
        return frozenset(str(self._top / name) for name in found)

    def of(self, file: Path) -> Sequence[Stage]:
        """Those of one file, the newest first, with what is on the disk."""
        if self._top is None or not file.is_file():
            return ()
        stages = []
        here, changed = self._uncommitted
        if any(self._top / name == file.resolve() for name in changed):
            stages += _read(file, file.read_bytes(), here, _NOW)
        found = commits(file, follow=True)
        for commit, data in zip(found, contents(self._top, found), strict=True):
            if data is not None:
                stages += _read(file, data, commit.author, commit.time)
        return stages

    @cached_property
    def _top(self) -> Path | None:
        return repository(self._folder)

    @cached_property
    def _uncommitted(self) -> tuple[str, frozenset[str]]:
        return uncommitted(self._folder)


def versions_of(stages: Sequence[Stage], key: Key) -> list[Version]:
    """The versions of one message."""
    return [Version(each.catalogue.get(key), each.author, each.time) for each in stages]


def _read(file: Path, data: bytes, author: str, time: datetime) -> list[Stage]:
    """A version of a catalogue; none where nobody could read it."""
    with suppress(WorkflowError):
        return [Stage(read_catalogue(file, lambda _: data), author, time)]
    return []
