"""The edge to git: which repository a folder is in, and what its configuration says."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

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


def is_shallow(folder: Path) -> bool:
    """Whether the history of the folder's repository is cut off."""
    return _git(folder, "rev-parse", "--is-shallow-repository").stdout.strip() == "true"


def line_authors(file: Path) -> list[str]:
    """Who wrote each line of a file as it stands, as e-mail addresses, by ``git blame``.

    A mail map (``.mailmap``) is followed. What is not committed is whoever's git works for here;
    so is all of a file that git does not know. Empty where there is no repository. Raises
    :class:`WorkflowError` where there is no git, or where the history is cut off (a shallow
    clone): git names the author of the last commit then, whoever wrote the line.
    """
    if not any((folder / ".git").exists() for folder in file.resolve().parents):
        return []
    if is_shallow(file.parent):
        raise FileError(
            phrase("git’s history is cut off here, so that nobody knows who wrote which line"),
            hint=phrase("Run: `git fetch --unshallow`"),
            file=str(file),
        )
    here = setting(file.parent, "user.email") or ""
    done = _git(file.parent, "blame", "--line-porcelain", "--", file.name)
    if done.returncode:
        return [here] * file.read_bytes().count(b"\n")
    found = re.findall(r"^author-mail <(.*)>$", done.stdout, re.MULTILINE)
    return [here if each == _UNCOMMITTED else each for each in found]


class Commit(NamedTuple):
    """A commit that changed a file."""

    name: str
    """Its digest."""
    author: str
    """E-mail address, after the mail map."""
    time: datetime
    """When it was written, with its zone."""
    file: str
    """Path of the file from the top of the work tree, as it was then."""
    now: str
    """As it is by now."""


def commits(place: Path, *, follow: bool = False) -> list[Commit]:
    """The commits that changed a file, or files in a folder, the newest first.

    One for each file. ``follow`` a file to the names that it had before. Empty where there is no
    repository, or no commit. Raises :class:`WorkflowError` where there is no git.
    """
    folder = place if place.is_dir() else place.parent
    if not any((each / ".git").exists() for each in (folder, *folder.resolve().parents)):
        return []
    options = ["--follow"] if follow else []
    quiet = ("-c", "core.quotePath=off", "log", *options, "--name-status", "-M")
    done = _git(folder, *quiet, "--format=%x01%H%x02%aE%x02%aI", "--", str(place))
    found: list[Commit] = []
    names: dict[str, str] = {}
    """Name in the commit at hand → name by now, where it is another."""
    for part in done.stdout.split("\x01")[1:]:
        head, *files = filter(None, part.split("\n"))
        name, author, time = head.split("\x02")
        for _, *paths in (line.split("\t") for line in files):
            now = names.get(paths[-1], paths[-1])
            names[paths[0]] = now  # of a renamed file the older name comes first
            found.append(Commit(name, author, datetime.fromisoformat(time), paths[-1], now))
    return found


def uncommitted(folder: Path) -> tuple[str, frozenset[str]]:
    """Who works here (``user.email``), and the files below ``folder`` that changed since a commit.

    As paths from the top of the work tree; those that git does not know are among them.
    """
    done = _git(
        folder,
        "-c",
        "core.quotePath=off",
        "status",
        "--porcelain",
        "--no-renames",
        "-uall",
        "--",
        ".",
    )
    files = (line[3:] for line in done.stdout.splitlines())
    return setting(folder, "user.email") or "", frozenset(files)


def contents(folder: Path, versions: Sequence[Commit]) -> list[bytes | None]:
    """The bytes that files had in commits; None for what is not there."""
    asked = "".join(f"{each.name}:{each.file}\n" for each in versions).encode()
    done = subprocess.run(
        ["git", "-C", str(folder), "cat-file", "--batch"],
        input=asked,
        capture_output=True,
        check=False,
    )
    found: list[bytes | None] = []
    rest = done.stdout
    for _ in versions:
        head, _, rest = rest.partition(b"\n")
        kind, _, size = head.rpartition(b" ")
        if not kind.endswith(b" blob"):
            found.append(None)
            continue
        found.append(rest[: int(size)])
        rest = rest[int(size) + 1 :]
    return found


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
        hint=phrase("That is what git says; correct it there, then run the command again."),
        file=str(folder),
    )
