"""The edge to commands that a project names in its settings."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from workflow.errors import WorkflowError
from workflow.model.controls import harmless
from workflow.model.phrase import phrase


def run_command(
    words: Sequence[str], folder: Path, environ: Mapping[str, str], tell: Callable[[str], None]
) -> int:
    """Run a command in ``folder``, without a shell and without input, and return its exit code.

    A program whose name has a slash is looked for in ``folder``, any other on the ``PATH`` of
    ``environ``, which is all the environment that it gets. ``tell`` is given each line that it
    writes, to whichever stream, without control characters. Where ``tell`` raises, or Ctrl-C
    comes, the command is ended first. Raises :class:`WorkflowError` where it cannot be started.
    """
    try:
        process = subprocess.Popen(
            [str(folder / words[0]) if "/" in words[0] else words[0], *words[1:]],
            cwd=folder,
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
    except OSError as error:
        raise WorkflowError(
            phrase("{command} cannot be run: {reason}", command=words[0], reason=error.strerror),
            hint=phrase("Check its name, and that the file may be executed."),
        ) from error
    with process:
        try:
            for line in process.stdout or ():
                tell(harmless(line.rstrip("\r\n")))
        except BaseException:
            process.terminate()
            raise
    return process.returncode
