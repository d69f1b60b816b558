"""The edge to git: which repository a folder is in, and what its configuration says."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Final

from workflow.errors import FileError, WorkflowError
from workflow.model.phrase import phrase

_UNCOMMITTED: Final = "not.committed.yet"
"""What ``git blame`` calls the author of a line that is in no commit."""


def repository(folder: Path) -> Path | None:
    """The top folder of the work tree that ``folder`` is in, or would be; None outside of any.

    Raises :class:`WorkflowError` where there is no git, or it refuses the repository.
    """
    while not folder.is_dir():
        folder = folder.parent
    done = _git(folder, "rev-parse", "--show-toplevel")
    if done.returncode == 0:
        return Path(done.stdout.rstrip("\n"))
    if "not a git repository" in done.stderr:
        return None
    raise _refused(folder, done.stderr)


def make_repository(folder: Path) -> None:
    """Run ``git init`` there; raises :class:`WorkflowError` where git does not do it."""
    done = _git(folder, "init", "--quiet")
    if done.returncode:
        raise _refused(folder, done.stderr)


def attributes_file(folder: Path) -> Path:
    """The file of attributes that hold in this repository alone, its work trees included."""
    done = _git(folder, "rev-parse", "--git-path", "info/attributes")
    if done.returncode:
        raise _refused(folder, done.stderr)
    return folder / done.stdout.rstrip("\n")


def prefix(folder: Path) -> str:
    """The folder as seen from the top of its work tree: empty there, else with ``/`` at the end."""
    done = _git(folder, "rev-parse", "--show-prefix")
    if done.returncode:
        raise _refused(folder, done.stderr)
    return done.stdout.rstrip("\n")


def line_authors(file: Path) -> list[str]:
    """Who wrote each line of a file as it stands, as e-mail addresses, by ``git blame``.

    A mail map (``.mailmap``) is followed. What is not committed is whoever's git works for here;
    so is all of a file that git does not know. Empty where there is no repository. Raises
    :class:`WorkflowError` where there is no git, or where the history is cut off (a shallow
    clone): git names the author of the last commit then, whoever wrote the line.
    """
    if not any((folder / ".git").exists() for folder in file.resolve().parents):
        return []
    if _git(file.parent, "rev-parse", "--is-shallow-repository").stdout.strip() == "true":
        raise FileError(
            phrase("git’s history is cut off here, so that nobody knows who wrote which line"),
            hint=phrase("Run: git fetch --unshallow"),
            file=str(file),
        )
    here = setting(file.parent, "user.email") or ""
    done = _git(file.parent, "blame", "--line-porcelain", "--", file.name)
    if done.returncode:
        return [here] * file.read_bytes().count(b"\n")
    found = re.findall(r"^author-mail <(.*)>$", done.stdout, re.MULTILINE)
    return [here if each == _UNCOMMITTED else each for each in found]


def setting(folder: Path, name: str) -> str | None:
    """The value of a setting in the folder's repository, the user's and the system's included."""
    done = _git(folder, "config", "--get", name)
    return done.stdout.rstrip("\n") if done.returncode == 0 else None


def set_setting(folder: Path, name: str, value: str) -> None:
    """Set it in the repository's own configuration, which is not shared with other clones."""
    done = _git(folder, "config", "--local", name, value)
    if done.returncode:
        raise _refused(folder, done.stderr)


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            ["git", "-C", str(folder), *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            env={**os.environ, "LC_ALL": "C"},  # what it says is looked at
        )
    except FileNotFoundError as error:
        raise WorkflowError(
            phrase("git is not installed"),
            hint=phrase("Install git (https://git-scm.com/), then run the command again."),
        ) from error


def _refused(folder: Path, said: str) -> FileError:
    message = said.strip().splitlines()[0] if said.strip() else "git failed and says nothing"
    return FileError(
        message.removeprefix("fatal: "),
        hint=phrase("That is git’s word; mend it there, then run the command again."),
        file=str(folder),
    )
