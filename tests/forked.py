"""Commands of the program, each a process that can be killed, at the price of a fork.

``python -m tests.forked`` imports the program once and then forks a process for each line that it
reads: a command costs what it does, not what it takes to begin, so that thousands can be killed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
_BEFOREHAND = (
    "workflow.cli.publishers",
    "workflow.cli.release_shelf",
    "workflow.cli.withdrawers",
    "workflow.flows.release.assembly",
    "workflow.flows.release.withdrawing",
    "workflow.targets.object_store",
    "workflow.targets.over_ssh",
    "workflow.targets.pages_branch",
)


class Forks:
    """Runs commands one after the other; close it with ``close``."""

    def __init__(self, log: Path, *more: str) -> None:
        self.log = log
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.forked", str(log), *more],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._ask("")

    def close(self) -> None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(10)

    def start(self, *arguments: str, limits: Mapping[str, int] | None = None) -> int:
        """Begin a command; its process leads a group of its own, and is reaped by :meth:`wait`."""
        given = {"arguments": arguments, "environ": dict(os.environ), "limits": limits or {}}
        return int(self._ask(json.dumps(given)))

    def wait(self) -> int:
        """The exit code of the command that was begun; negative where a signal ended it."""
        return int(self._ask("wait"))

    def run(self, *arguments: str) -> float:
        """Run a command that has to succeed; the seconds it took."""
        started = time.monotonic()
        self.start(*arguments)
        code = self.wait()
        assert code == 0, f"{' '.join(arguments)}: {code}\n{self.said}"
        return time.monotonic() - started

    @property
    def said(self) -> str:
        """What the last command printed."""
        return self.log.read_text("utf-8", "replace")

    def _ask(self, line: str) -> str:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()


def main(log: str, *more: str) -> None:
    """Fork for each line of standard input; ``more``: modules to be imported beforehand as well."""
    from workflow.cli import main as workflow

    for name in (*_BEFOREHAND, *more):
        import_module(name)
    pid = 0
    for line in sys.stdin:
        if line == "wait\n":
            _answer(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
        elif line == "\n":
            _answer("ready")
        elif pid := os.fork():
            _answer(pid)
        else:
            _become(json.loads(line), log)
            workflow(prog_name="workflow")


def _answer(what: object) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def _become(given: Any, log: str) -> None:
    """A process as a shell would have begun it."""
    import resource

    os.setsid()
    for number, (path, flags) in enumerate(
        ((os.devnull, os.O_RDONLY), (log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC))
    ):
        opened = os.open(path, flags, 0o644)
        os.dup2(opened, number)
        os.close(opened)
    os.dup2(1, 2)
    os.environ.clear()
    os.environ.update(given["environ"])
    for name, limit in given["limits"].items():
        resource.setrlimit(getattr(resource, name), (limit, limit))
    sys.argv = ["workflow", *given["arguments"]]


if __name__ == "__main__":
    main(*sys.argv[1:])
