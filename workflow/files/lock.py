"""One writer at a time in a project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from workflow.errors import NotReadyError
from workflow.files.atomic import (
    file_error,
    sweep,
)
from workflow.model.phrase import phrase

PATIENCE = 5.0
"""Seconds to wait for a command that is writing."""


@contextmanager
def project_lock(
    folder: Path, written: Iterable[Path], patience: float = PATIENCE
) -> Iterator[None]:
    """Hold the project whose state is kept in ``folder``.

    Raises :class:`NotReadyError` where another command still holds it after ``patience``
    seconds.

    What a run leaves half written, in ``folder`` or the folders ``written``, when it is killed is
    taken away by the next.
    """
    running = folder / "running"
    try:
        folder.mkdir(exist_ok=True)
        with FileLock(folder / "lock", timeout=patience):
            if running.exists():
                sweep(folder, *written)
            running.touch()
            try:
                yield
            finally:
                running.unlink(missing_ok=True)
    except Timeout as error:
        raise NotReadyError(
            phrase("another `workflow` command is writing in this project"),
            hint=phrase("Wait until it has ended, then run this one again."),
        ) from error
    except OSError as error:
        raise file_error(folder, "write", error) from error
