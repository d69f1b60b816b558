"""Who is at work on a text: processes, each known by a file that it holds locked while it lives.

The operating system lets go of the lock when the process ends, however it ends.
"""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

from filelock import FileLock, Timeout

_NAME = re.compile(r"\d+-[0-9a-f]{16}")


class Claimant:
    """This process, as others see it in the folder; see the module's description."""

    def __init__(self, folder: Path) -> None:
        self.name = f"{os.getpid()}-{secrets.token_hex(8)}"
        self._folder = folder
        self._lock: FileLock | None = None

    def begin(self) -> bool:
        """Show that it lives, from now on; raises :class:`OSError` where it cannot.

        Returns whether this was the first time.
        """
        if self._lock is not None:
            return False
        self._folder.mkdir(parents=True, exist_ok=True)
        # one thread claims, another may end the run
        lock = FileLock(self._folder / self.name, timeout=0, thread_local=False)
        lock.acquire()
        self._lock = lock
        return True

    def end(self) -> None:
        """Be gone."""
        if self._lock is not None:
            self._lock.release()
            (self._folder / self.name).unlink(missing_ok=True)
            self._lock = None

    def is_gone(self, name: str) -> bool:
        """Whether the process called ``name`` has ended; its file goes with it.

        Not to be asked of this process, nor of one that may not have begun.
        """
        if not _NAME.fullmatch(str(name)):  # damage, and no file to be touched
            return True
        file = self._folder / name
        if not file.exists():
            return True
        try:
            with FileLock(file, timeout=0):
                file.unlink(missing_ok=True)
        except (Timeout, OSError):
            return False
        return True
