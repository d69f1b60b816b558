"""Other programs that bring releases away: run without a terminal, so that they ask nobody."""

from __future__ import annotations

import atexit
import os
import shlex
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from tempfile import TemporaryFile, mkdtemp
from typing import Final, NamedTuple

from workflow.errors import TargetError
from workflow.model import lazy_re as re
from workflow.model.controls import harmless
from workflow.model.phrase import phrase

_NOISE: Final = re.compile(
    r"rsync error:|rsync: (\[\w+\] )?(connection unexpectedly closed|safe_read)|@+$|hint:"
    r"|error: failed to push|Broken pipe|and the repository exists|Could not read from remote"
    r"|Please make sure you have|^To |Warning: Permanently added"
)
"""Lines that say only that something went wrong, or nothing."""
_TELLING: Final = re.compile(
    r"No space left|File too large|Disk quota|[Pp]ermission denied|Read-only|No such file|refused"
    r"|timed out|Timeout|verification failed|not found|does not exist|Could not resolve|pre-receive"
)
"""What the cause is called."""


SSH_OPTIONS: Final = (
    "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes", "-o", "ConnectTimeout=15",
    "-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=4",
)  # fmt: skip
"""Nobody is asked, no unknown server is trusted, and one that is silent is given up."""


class Done(NamedTuple):
    """What a program came to."""

    code: int
    out: bytes
    err: str


def run(
    command: Sequence[str],
    *,
    given: bytes = b"",
    env: Mapping[str, str | None] | None = None,
    line: Callable[[str], None] | None = None,
    address: str = "",
) -> Done:
    """Run a program, and say what it wrote; ``line`` gets what it prints as it comes.

    ``given``: its standard input; ``env``: what changes in the environment; None takes away.
    Messages are in English, for they are looked at. Raises :class:`TargetError` where there is
    no such program.
    """
    changes = {"LC_ALL": "C.UTF-8", "SSH_ASKPASS_REQUIRE": "never", **(env or {})}
    environment = {
        name: value for name, value in {**os.environ, **changes}.items() if value is not None
    }
    with TemporaryFile() as source, TemporaryFile() as said:
        source.write(given)
        source.seek(0)
        try:
            process = subprocess.Popen(
                command, stdin=source, stdout=subprocess.PIPE, stderr=said, env=environment
            )
        except OSError as error:
            raise TargetError(
                phrase("{program} cannot be run: {reason}", program=command[0],
                       reason=error.strerror or error),
                hint=phrase("Install it; on Debian: `apt install {package}`",
                            package={"ssh": "openssh-client"}.get(command[0], command[0])),
                file=address,
            ) from error  # fmt: skip
        with process:
            try:
                assert process.stdout is not None  # noqa: S101 - a pipe was asked for
                out = b""
                if line is None:
                    out = process.stdout.read()
                else:
                    for each in process.stdout:
                        line(each.decode("utf-8", "replace").rstrip("\n"))
                process.wait()
            except BaseException:
                process.terminate()
                raise
        said.seek(0)
        return Done(process.returncode, out, said.read().decode("utf-8", "replace"))


def cause(said: str) -> str:
    """The line of what a program wrote that tells why it failed."""
    lines = [harmless(each.strip()) for each in said.splitlines() if each.strip()]
    worth = [each for each in lines if not _NOISE.search(each)] or lines or ["?"]
    return next((each for each in worth if _TELLING.search(each)), worth[-1])


def ssh_command(variable: str) -> tuple[str, ...]:
    """The command that a variable of the environment names, or ssh, with what must hold.

    ssh takes the first of several values of an option. One connection carries all that a run
    asks for; it ends ten seconds after the last.
    """
    program, *rest = shlex.split(os.environ.get(variable, "")) or ["ssh"]
    shared = ("ControlMaster=auto", f"ControlPath={_sockets()}/%C", "ControlPersist=10")
    return (program, *SSH_OPTIONS, *(f"-o{each}" for each in shared), *rest)


@cache
def _sockets() -> str:
    """A folder of this run for connections that are shared."""
    folder = mkdtemp(prefix="ssh-")  # short: the path of a socket has about a hundred characters
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
