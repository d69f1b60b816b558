"""Run the tutorials as a reader does: ``python scripts/tutorials.py [--write] [PAGE…]``.

Each page of ``docs/tutorials`` and ``docs/guides`` is one walk in one shell, from a folder that
has the repository's ``docs`` in it. In a block ``console`` each line that begins with ``$`` is a
command, and what follows is what it prints, both streams as they come; ``…`` stands for what
differs each time. A block ``diff`` is an edit that the reader makes. Other blocks are looked at,
not run.

Prints what differs and ends with 1 if anything does; with ``--write`` puts what was printed into
the pages instead, with ``…`` for times, ids of releases and digests.
"""

from __future__ import annotations

import difflib
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
FOLDER: Final = ROOT / "docs" / "tutorials"
_BLOCK: Final = re.compile(r"^```(?P<kind>console|diff)\n(?P<text>.*?)^```$", re.M | re.S)
_CHANGING: Final = re.compile(
    r"\b\d{8}T\d{6}Z-[0-9a-f]{8}\b|\b\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d{4})?)?\b"
    r"|\b[0-9a-f]{32}\b|\b\d+(?= kB\b)"
)
"""Ids of releases, days and times, digests, sizes."""


@dataclass(frozen=True, slots=True)
class Step:
    """A command with what the page says it prints, or an edit."""

    command: str
    """Empty for an edit."""
    text: str
    """What is printed; of an edit the unified diff."""
    span: tuple[int, int]
    """Where that stands in the page."""


def steps(page: str) -> Iterator[Step]:
    """What a page has a reader do, in order."""
    for block in _BLOCK.finditer(page):
        if block["kind"] == "diff":
            yield Step("", block["text"], block.span("text"))
            continue
        start, text = block.start("text"), block["text"]
        commands = [*re.finditer(r"^\$ (.*)\n", text, re.M)]
        ends = [each.start() for each in commands[1:]] + [len(text)]
        for each, end in zip(commands, ends, strict=True):
            yield Step(each[1], text[each.end() : end], (start + each.end(), start + end))


def walk(page: str, folder: Path) -> list[tuple[Step, str, int]]:
    """Do what a page says, in ``folder``: each step, what it printed, its exit code."""
    todo = list(steps(page))
    mark = "-- end of a step --"
    script = ["set +e"]
    for each in todo:
        if each.command:
            script.append(each.command)
        else:
            script.append(f"printf %s {shlex.quote(each.text)} | patch --quiet -p0")
        script.append(f"code=$?; printf '\\n{mark}%s\\n' $code")
    environ = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "COLUMNS": "100",
        "PYTHONUNBUFFERED": "1",
    }
    done = subprocess.run(
        ["bash", "-c", "\n".join(script)],
        cwd=folder, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    printed = re.split(rf"\n?{mark}(\d+)\n", done.stdout)
    found = [
        (step, printed[2 * place], int(printed[2 * place + 1])) for place, step in enumerate(todo)
    ]
    return [(step, _ended(text), code) for step, text, code in found]


def prepare(folder: Path) -> None:
    """What the reader has before the first line of a page."""
    shutil.copytree(FOLDER / "practice", folder / "docs/tutorials/practice")


def fits(said: str, printed: str) -> bool:
    """Whether what was printed is what a page says."""
    pattern = ".*?".join(map(re.escape, said.split("…")))
    return re.fullmatch(pattern, printed, re.S) is not None


def said_of(printed: str, folder: Path) -> str:
    """What a page says of what was printed in ``folder``."""
    return _CHANGING.sub("…", printed.replace(str(folder), "…"))


def _ended(text: str) -> str:
    lines = [line.rstrip() for line in text.strip("\n").split("\n")]
    return "\n".join(lines) + "\n" if any(lines) else ""


def check(path: Path, *, write: bool = False) -> list[str]:
    """What a page says otherwise than it is; nothing once it was written anew."""
    page = path.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder)
        found = walk(page, folder)
    wrong: list[str] = []
    for step, printed, code in reversed(found):
        if not step.command:
            if code:
                wrong.append(f"{path.name}: the edit cannot be made: {printed}\n{step.text}")
        elif "Traceback" in printed:
            wrong.append(f"{path.name}: $ {step.command}\n{printed}")
        elif not fits(step.text, printed):
            start, end = step.span
            page = f"{page[:start]}{said_of(printed, folder)}{page[end:]}"
            if not write:
                lines = difflib.unified_diff(
                    step.text.splitlines(), printed.splitlines(), "said", "printed", lineterm=""
                )
                wrong.append("\n".join((f"{path.name}: $ {step.command}", *lines)))
    if write:
        path.write_text(page, encoding="utf-8")
    return wrong[::-1]


def main() -> int:
    """See above."""
    arguments = [each for each in sys.argv[1:] if each != "--write"]
    every = [*sorted(FOLDER.glob("*.md")), *sorted((ROOT / "docs" / "guides").glob("*.md"))]
    names = {Path(each).stem for each in arguments}
    pages = [each for each in every if not names or each.stem in names]
    wrong = [each for page in pages for each in check(page, write="--write" in sys.argv)]
    said = "\n\n".join(wrong) or "the tutorials are as the program is"
    sys.stdout.write(f"{said}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
