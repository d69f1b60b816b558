"""Telling that a file changed, without reading it."""

from __future__ import annotations

from pathlib import Path

Stamp = tuple[str, int, int]
"""Path, size in bytes and time of change in nanoseconds; 0 and 0 for a file that is not there."""


def stamp(path: Path, *, follow: bool = True) -> Stamp:
    """The stamp of a file or folder; ``follow``: of what a link leads to."""
    try:
        found = path.stat(follow_symlinks=follow)
    except OSError:
        return (str(path), 0, 0)
    return (str(path), found.st_size, found.st_mtime_ns)
