"""The queue of a project kept between requests: of what did not change nothing is asked again."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from workflow.flows.queue import Entry, Queue, entries_of, in_order
from workflow.project.workspace import Workspace

if TYPE_CHECKING:
    from workflow.project.spread import Workers

_FEW = 200
"""Files that changed, at most, for which their articles alone are looked at."""
_Look = tuple[int, int, int, int]
"""Size, times of modification and of change (ns) and inode of a file."""


class OpenQueue:
    """The queue of one project; for one thread at a time."""

    def __init__(self) -> None:
        self._looks: Mapping[str, _Look] = {}
        self._entries: dict[str, tuple[Entry, ...]] = {}
        self._queue: Queue | None = None

    def now(
        self,
        workspace: Workspace,
        looked_at: Callable[[int], None] = lambda _: None,
        workers: Workers | None = None,
    ) -> Queue:
        """The queue of the files as they are; ``workspace`` is the project, just opened.

        The others are as of :func:`~workflow.flows.queue.queue`.
        """
        # First: what is changed while it is read is looked at once more the next time.
        looks = dict(_looks(workspace))
        if self._queue is not None and looks == self._looks:
            return self._queue
        slugs = None if self._queue is None else _concerned(workspace, looks, self._looks)
        if slugs is None:
            self._entries = entries_of(workspace, workspace.slugs(), looked_at, workers)
        else:
            self._entries |= entries_of(workspace, slugs)
        self._queue = in_order(each for entries in self._entries.values() for each in entries)
        self._looks = looks
        return self._queue


def _looks(workspace: Workspace) -> Iterator[tuple[str, _Look]]:
    """All files that the queue follows from, as they look."""
    settings, root = workspace.settings, workspace.root
    for path in (root / "setup.cfg", workspace.glossary_path, workspace.signers_path):
        if path.is_file():
            yield str(path), _look(path.stat())
    for folder in (settings.articles, settings.locales, settings.reviews):
        yield from _below(str(root / folder))


def _below(folder: str) -> Iterator[tuple[str, _Look]]:
    try:
        entries = os.scandir(folder)
    except OSError:
        return
    with entries:
        for entry in entries:
            try:
                if entry.is_dir():
                    yield from _below(entry.path)
                else:
                    yield entry.path, _look(entry.stat())
            except OSError:  # it went just now, or nobody may look
                continue


def _look(found: os.stat_result) -> _Look:
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _concerned(
    workspace: Workspace, now: Mapping[str, _Look], before: Mapping[str, _Look]
) -> tuple[str, ...] | None:
    """The articles whose catalogues or logs changed; None where more did, or may have.

    What an article itself says, its pictures, settings and the glossary may concern others.
    """
    changed = {path for path, _ in now.items() ^ before.items()}
    if len(changed) > _FEW:
        return None
    slugs = {_slug(workspace, path) for path in changed}
    return tuple(sorted(slugs)) if slugs <= set(workspace.sources) else None


def _slug(workspace: Workspace, path: str) -> str:
    """The article whose catalogue or log a file is; empty where it is none of these."""
    for folder in _folders(workspace):
        inner, ending = os.path.splitext(os.path.relpath(path, folder))  # noqa: PTH122, RUF100
        if ending in (".po", ".jsonl") and not inner.startswith(".."):
            return Path(inner).as_posix()
    return ""


def _folders(workspace: Workspace) -> Iterable[Path]:
    settings = workspace.settings
    for locale in (*settings.target_locales, settings.source_locale):
        yield workspace.catalogues_folder(locale)
        yield workspace.root / settings.reviews / locale.name
