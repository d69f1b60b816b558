"""A server of the command line, as a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_RUN = (
    # Where the tests run in the background of a shell, Ctrl-C is ignored, and so it would be here.
    "import runpy, signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "runpy.run_module('workflow', run_name='__main__', alter_sys=True)"
)


@contextmanager
def started(root: Path, *arguments: str) -> Iterator[str]:
    """Start ``workflow`` with ``arguments`` in ``root``; give the line it prints first.

    At the end Ctrl-C has to end it, with nothing more said.
    """
    process = subprocess.Popen(
        [sys.executable, "-c", _RUN, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
        cwd=root,
    )
    with process:
        try:
            assert process.stdout
            yield process.stdout.readline()
            process.send_signal(signal.SIGINT)
            output, errors = process.communicate(timeout=20)
        finally:
            process.kill()
    assert (process.returncode, output, errors) == (0, "", "")
