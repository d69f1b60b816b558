"""One writer at a time in a project."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from workflow.errors import NotReadyError
from workflow.stores.files import file_error, sweep
from workflow.stores.settings import STATE_FOLDER, Settings

PATIENCE = 5.0
"""Seconds to wait for a command that is writing."""


@contextmanager
def project_lock(root: Path, settings: Settings) -> Iterator[None]:
    """Hold the project in ``root``; raises :class:`NotReadyError` while another command does.

    What a run leaves half written when it is killed is taken away by the next.
    """
    folder = root / STATE_FOLDER
    running = folder / "running"
    try:
        folder.mkdir(exist_ok=True)
        with FileLock(folder / "lock", timeout=PATIENCE):
            if running.exists():
                written = (settings.locales, settings.reviews, "memory", STATE_FOLDER)
                sweep(*(root / name for name in written))
            running.touch()
            try:
                yield
            finally:
                running.unlink(missing_ok=True)
    except Timeout as error:
        raise NotReadyError(
            "another workflow command is writing in this project",
            hint="Wait until it has ended, then run this one again.",
        ) from error
    except OSError as error:
        raise file_error(folder, "write", error) from error
