"""Who is at work on a text: processes, each known by a file that it holds locked while it lives.

The operating system lets go of the lock when the process ends, however it ends. One that is only
stopped (Ctrl-Z) keeps it; so each renews a lease as well, by touching another file. Whoever waits
for its texts sees that this stands still, by a clock of its own that neither jumps nor runs while
the machine sleeps, and takes them over. One that goes on after such a time notices that it was
away, and asks before it sends anything.
"""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path
from threading import Event, Thread
from time import monotonic

from filelock import FileLock, Timeout

LEASE = 30.0
"""Seconds in which a process that runs has renewed its lease."""
_RENEWALS = 6
"""Times that it does so in a lease."""
_NAME = re.compile(r"\d+-[0-9a-f]{16}")


class Claimant:
    """This process, as others see it in the folder; see the module's description."""

    def __init__(self, folder: Path) -> None:
        self.name = f"{os.getpid()}-{secrets.token_hex(8)}"
        self._folder = folder
        self._lock: FileLock | None = None
        self._ended = Event()
        self._renewed = 0.0
        self._away = False
        self._seen: dict[str, tuple[int, float]] = {}
        """Of other processes: when they renewed their lease, and since when that is known."""

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
        self._renewed = monotonic()
        self._renew()
        self._renewing = Thread(target=self._keep_renewing, daemon=True)
        self._renewing.start()
        return True

    def end(self) -> None:
        """Be gone."""
        if self._lock is not None:
            self._ended.set()
            self._renewing.join()
            self._lock.release()
            self._remove(self.name)
            self._lock = None

    @property
    def was_away(self) -> bool:
        """Whether it did not run for so long that others may have taken over what it claimed."""
        late = self._lock is not None and monotonic() - self._renewed > LEASE / 2
        return self._away or late

    def is_gone(self, name: str) -> bool:
        """Whether the process called ``name`` has ended, its files going with it, or does not run.

        Not to be asked of this process, nor of one that may not have begun.
        """
        if not _NAME.fullmatch(str(name)):  # damage, and no file to be touched
            return True
        file = self._folder / name
        if not file.exists():
            return True
        try:
            with FileLock(file, timeout=0):
                self._remove(name)
        except (Timeout, OSError):
            return self._stands_still(name)
        return True

    def _stands_still(self, name: str) -> bool:
        try:
            renewed = self._lease(name).stat().st_mtime_ns
        except OSError:  # an older version's
            return False
        now = monotonic()
        seen, since = self._seen.get(name, (0, now))
        if seen != renewed:
            since = now
        self._seen[name] = renewed, since
        return now - since > LEASE

    def _keep_renewing(self) -> None:
        while not self._ended.wait(LEASE / _RENEWALS):
            self._renew()

    def _renew(self) -> None:
        self._away = self.was_away  # before anybody sees that it runs again
        try:
            self._lease(self.name).touch()
        except OSError:
            self._away = True  # nobody sees it
        self._renewed = monotonic()

    def _lease(self, name: str) -> Path:
        return self._folder / f"{name}.lease"

    def _remove(self, name: str) -> None:
        for file in (self._folder / name, self._lease(name)):
            file.unlink(missing_ok=True)
