"""Which program this is: what is derived by one may be other than what the next derives."""

from __future__ import annotations

import os
import sys
from functools import cache
from hashlib import blake2b
from pathlib import Path

from workflow import __version__


@cache
def program_digest() -> str:
    """A digest of this program and of the packages beside it.

    Over names, sizes and times of the program's files, the names (with their versions) of the
    distributions that are installed, and Python's version; no file is opened.
    """
    state = blake2b(f"{__version__} {sys.version}".encode(), digest_size=16)
    package = Path(__file__).parent.parent
    for folder, folders, names in os.walk(package):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            found = os.stat(f"{folder}/{name}")  # noqa: PTH116 - a Path for each takes as long again
            state.update(f"{folder[len(str(package)) :]}/{name}".encode())
            state.update(f" {found.st_size} {found.st_mtime_ns}\n".encode())
    # Where a program is started from is in sys.path as well, and says nothing of the program.
    for place in filter(_holds_packages, sys.path):
        try:
            names = sorted(name for name in os.listdir(place) if _is_installed(name))  # noqa: PTH208
        except OSError:  # it is not there
            continue
        state.update("\n".join(names).encode())
    return state.hexdigest()


def _holds_packages(place: str) -> bool:
    return place.endswith(("site-packages", "dist-packages"))


def _is_installed(name: str) -> bool:
    return name.endswith((".dist-info", ".egg-info"))
