"""The program itself, where what it made is kept: other code may make something else of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

from workflow.model import digest

_LIBRARIES: Final = ("babel", "jinja2", "lxml", "markupsafe", "nh3", "pyromark", "pyyaml")
"""Whose version shows in what is derived from articles and catalogues."""


@cache
def program_digest() -> str:
    """A digest, in hex, that is another where this program or one of its libraries is.

    Sizes and times of the package's files stand for what is in them, so that it says nothing on
    another machine.
    """
    package = Path(__file__).parent.parent
    files = sorted(_files(os.fspath(package)))
    versions = (f"{name} {version(name)}" for name in _LIBRARIES)
    return digest("program", sys.version, *versions, *files)


def _files(folder: str, below: str = "") -> Iterator[str]:
    """Path below the package, size and time of change of each of its files."""
    with os.scandir(folder) as found:
        for each in found:
            path = f"{below}/{each.name}"
            if each.is_dir():
                if each.name != "__pycache__":
                    yield from _files(each.path, path)
            else:
                stat = each.stat()
                yield f"{path} {stat.st_size} {stat.st_mtime_ns}"
