"""Processes that large runs are spread over."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import Executor


def processes() -> Executor:
    """An executor with a process a core; they answer no Ctrl-C, and end when this process does."""
    # Here, not above: most runs need none, and these take long to import.
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(initializer=_follow_parent)


def quiet_processes() -> Executor:
    """The same for a server: they leave the processor to whoever waits for an answer."""
    from concurrent.futures import ProcessPoolExecutor  # see above
    from multiprocessing import get_context

    # Not forked: another thread may hold a lock at that moment, for ever as the child sees it.
    return ProcessPoolExecutor(mp_context=get_context("spawn"), initializer=_follow_quietly)


def _follow_quietly() -> None:
    os.nice(10)
    _follow_parent()


def _follow_parent() -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever, and keep files half done."""
    from multiprocessing import parent_process

    if parent := parent_process():
        parent.join()
        os._exit(1)
