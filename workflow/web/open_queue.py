"""The queue of a project kept between requests: of what did not change nothing is asked again."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING

from workflow.errors import WorkflowError
from workflow.flows.queue import Entry, Queue, entries_of, in_order, known_entries
from workflow.project.workspace import Workspace

if TYPE_CHECKING:
    from workflow.project.spread import Workers

_FEW = 200
"""Files that changed, at most, for which their articles alone are looked at."""
AT_ONCE = 60
"""Articles, at most, for which a page waits until they are looked at."""
_TOGETHER = 40
"""Articles whose entries are shown together once they are looked at."""
_PART = 2000
"""Articles that are looked at until what changed meanwhile is asked for."""
_Look = tuple[int, int, int, int]
"""Size, times of modification and of change (ns) and inode of a file."""


class OpenQueue:
    """The queue of one project; safe to share between threads.

    Where many articles are to be looked at, nobody waits for that: :meth:`now` gives what is
    known, and a thread looks at the others.
    """

    def __init__(self, opened: Callable[[], Workspace], workers: Workers | None = None) -> None:
        """``opened`` gives the project as it is; ``workers`` as of :func:`entries_of`."""
        self._opened, self._workers = opened, workers
        self._lock = Lock()
        self._looks: Mapping[str, _Look] = {}
        self._entries: dict[str, tuple[Entry, ...]] = {}
        self._queue: Queue | None = None
        self._waiting: set[str] = set()
        self._articles = 0
        self._reader: Thread | None = None
        self._closed = False

    def now(self) -> Queue:
        """The queue of the files as they are; raises what opening the project does."""
        with self._lock:
            workspace = self._opened()
            # First: what is changed while it is read is looked at once more the next time.
            looks = dict(_looks(workspace))
            if looks != self._looks or not self._looks:
                self._look_at(workspace, looks)
                self._looks, self._queue = looks, None
            if self._waiting:
                self._start()
            if self._queue is None:
                found = in_order(each for some in self._entries.values() for each in some)
                self._queue = replace(found, waiting=len(self._waiting), articles=self._articles)
            return self._queue

    def close(self) -> None:
        """Look at nothing more."""
        self._closed = True
        if (reader := self._reader) is not None:
            reader.join()

    def _look_at(self, workspace: Workspace, looks: Mapping[str, _Look]) -> None:
        """Look at what changed since, or leave it to the thread if that is much."""
        concerned = _concerned(workspace, looks, self._looks) if self._looks else None
        if concerned is None:
            slugs = workspace.slugs()
            self._articles = len(slugs)
            self._entries = dict(known_entries(workspace, slugs))
            concerned = tuple(slug for slug in slugs if slug not in self._entries)
            self._waiting = set(concerned) if len(concerned) > AT_ONCE else set()
        # What waits already is looked at as it is then.
        now = [slug for slug in concerned if slug not in self._waiting]
        self._entries.update(entries_of(workspace, now))

    def _start(self) -> None:
        if self._reader is None or not self._reader.is_alive():
            self._reader = Thread(target=self._read, daemon=True)
            self._reader.start()

    def _read(self) -> None:
        """Look at all that waits, a part at a time."""
        with suppress(WorkflowError):  # who asks for the queue is told, and asks anew
            while slugs := self._next():
                workspace, looked = self._opened(), dict[str, tuple[Entry, ...]]()
                with closing(entries_of(workspace, slugs, self._workers)) as found:
                    for slug, entries in found:
                        looked[slug] = entries
                        if self._closed:
                            break
                        if len(looked) >= _TOGETHER:
                            self._take(looked)
                            looked = {}
                workspace.facts.save()
                self._take(looked)

    def _next(self) -> Sequence[str]:
        with self._lock:
            return () if self._closed else sorted(self._waiting)[:_PART]

    def _take(self, looked: Mapping[str, tuple[Entry, ...]]) -> None:
        """Add what was looked at, unless that was done in another way meanwhile."""
        with self._lock:
            for slug in self._waiting.intersection(looked):
                self._entries[slug] = looked[slug]
            self._waiting.difference_update(looked)
            self._queue = None


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
