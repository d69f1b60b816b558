"""How many requests the files that this process may open allow."""

from __future__ import annotations

from pathlib import Path

_EACH = 3
"""Files that a request may hold: its connection, or the pipes of a worker."""
_OURS = 32
"""Files that are left for catalogues, databases and locks while requests are under way."""
_OPEN = Path("/proc/self/fd")


def most_requests(wanted: int) -> int:
    """``wanted``, or as many as may be under way at a time without running out of files.

    At least one. The limit is the one ``ulimit -n`` sets (getrlimit(2), RLIMIT_NOFILE).
    """
    try:
        import resource  # noqa: PLC0415 - Windows has none, and no such limit
    except ImportError:
        return wanted
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if limit == resource.RLIM_INFINITY:
        return wanted
    taken = len([*_OPEN.iterdir()]) if _OPEN.is_dir() else _OURS
    return max(1, min(wanted, (limit - taken - _OURS) // _EACH))
