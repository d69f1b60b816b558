"""A translator's PO editor, as a process of its own: it reads whole files and saves whole files.

``python -m tests.po_editor FILE`` takes a JSON list a line and answers each with a line:
``["open"]``; ``["set", beginning of the msgid, msgstr]``; ``["save", "rename" or "overwrite",
width]``; ``["busy", beginning, text]``, which sets and saves over and over, each time another
text, until the next line comes, and says how often. It looks at nothing that others saved since
it opened the file, as the plainest of them do; ``busy`` opens it anew before each change.
"""

from __future__ import annotations

import json
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep

import polib

ROOT = Path(__file__).parent.parent


class PoEditor:
    """What the process does."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.open()

    def open(self) -> None:
        self.file = polib.pofile(str(self.path))

    def set(self, beginning: str, text: str) -> None:
        entry = next(each for each in self.file if each.msgid.startswith(beginning))
        entry.msgstr = text
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]

    def save(self, way: str, width: int) -> None:
        self.file.wrapwidth = width
        data = f"{self.file}".encode()
        if way == "rename":
            beside = self.path.with_suffix(".po~new")
            beside.write_bytes(data)
            beside.replace(self.path)
        else:
            self.path.write_bytes(data)

    def busy(self, beginning: str, text: str) -> int:
        count = 0
        while not select.select([sys.stdin], [], [], 0)[0]:
            self.open()
            count += 1
            self.set(beginning, f"{text} {count}")
            self.save(("rename", "overwrite")[count % 2], (30, 78, 200)[count % 3])
            sleep(0.05)  # a person's pause; nothing rests on it
        return count


class Desk:
    """The process, as a test sees it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def begin(self, *order: object) -> None:
        """Give an order that takes its time."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()

    def end(self) -> object:
        """What came of the order that was given."""
        assert self._process.stdout
        return json.loads(self._process.stdout.readline())

    def do(self, *order: object) -> object:
        """Give an order, and wait until it is done."""
        self.begin(*order)
        return self.end()


@contextmanager
def opened(path: Path) -> Iterator[Desk]:
    """Open the file in an editor of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.po_editor", str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
    )
    with process:
        try:
            desk = Desk(process)
            desk.do("open")
            yield desk
        finally:
            process.kill()


def main(path: str) -> None:
    """Follow the orders on the standard input."""
    editor = PoEditor(Path(path))
    while line := sys.stdin.readline():
        name, *values = json.loads(line)
        sys.stdout.write(json.dumps(getattr(editor, name)(*values)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
