"""A catalogue brought up to its template, measured beside other tools: ``make bench``.

``python bench/merge.py [--messages N …] [--runs N] [NAME …]`` makes catalogues of N messages
from the corpus (``scripts/corpora all``), edits one message in twenty, has every contender
merge them as a process of its own, reading and writing included, and prints the median wall
time, the peak memory, and for which share of the edited messages the translation of just the
message they came from is proposed. The Translate Toolkit stands in an environment of its own
under build/bench; msgmerge is Debian's. What cannot be had is left out, and said.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from formats import BENCH, Contender, Measured, install, measure

APART = Path(__file__).with_name("catalogues.py")
"""Work for processes of their own: a child's peak memory is never less than its parent's."""
OURS = "workflow catalog merge"


class Result(NamedTuple):
    """How a contender did."""

    taken: Measured | str
    found: float | None
    """Share of the edited messages with the right proposal; None for what merges nothing."""


def catalogue(count: int) -> Path:
    """A folder with old.po, new.pot and what was edited; made once."""
    folder = BENCH / f"merge-{count}"
    if not (folder / "edits.tsv").exists():
        subprocess.run([sys.executable, APART, "make", folder, str(count)], check=True)
    return folder


# The contenders


def _nothing_there(folder: Path) -> None:
    (folder / "out.po").unlink(missing_ok=True)


def _old_there(folder: Path) -> None:
    shutil.copyfile(folder / "old.po", folder / "out.po")


def _start(folder: Path) -> list[str]:
    return [sys.executable, "-m", "workflow", "--version"]


def _ours(folder: Path) -> list[str]:
    names = ["old.po", "new.pot", "-o", "out.po"]
    return [sys.executable, "-m", "workflow", "catalog", "merge", *names]


def _library(folder: Path) -> list[str]:
    return [sys.executable, str(APART), "merge", str(folder)]


def _msgmerge(folder: Path) -> list[str]:
    return ["msgmerge", "--no-location", "-q", "old.po", "new.pot", "-o", "out.po"]


def _pot2po(folder: Path) -> list[str]:
    program = str(BENCH / "toolkit" / "bin" / "pot2po")
    return [program, "--progress=none", "-t", "old.po", "new.pot", "out.po"]


def _pybabel(folder: Path) -> list[str]:
    program = str(Path(sys.executable).with_name("pybabel"))
    return [program, "-q", "update", "-l", "fr", "-i", "new.pot", "-o", "out.po"]


CONTENDERS = (
    Contender("workflow start", _nothing_there, _start),
    Contender(OURS, _nothing_there, _ours),
    Contender("workflow library", _nothing_there, _library),
    Contender("msgmerge", _nothing_there, _msgmerge, 50_000),
    Contender("pot2po", _nothing_there, _pot2po, 10_000),
    Contender("pybabel update", _old_there, _pybabel, 2_000),
)


# Measuring


def result(contender: Contender, folder: Path, runs: int) -> Result:
    """Measure a contender and count what it found."""
    taken = measure(contender, folder, runs)
    if isinstance(taken, str) or not (folder / "out.po").exists():
        return Result(taken, None)
    command = [sys.executable, APART, "count", folder]
    counted = subprocess.run(command, check=True, capture_output=True, text=True)
    return Result(taken, float(counted.stdout))


def report(count: int, results: dict[str, Result]) -> None:
    """Print the table of one size, then how many times as long the others take."""
    print(f"\n{count} messages; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
    print("| contender | seconds | of CPU | peak MB | right proposals |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, (taken, found) in results.items():
        if isinstance(taken, str):
            print(f"| {name} | {taken} | | | |")
        else:
            share = "" if found is None else f"{found:.1%}"
            times = f"{taken.seconds:.2f} | {taken.cpu:.2f}"
            print(f"| {name} | {times} | {taken.megabytes:.0f} | {share} |")
    print()
    ours = results[OURS].taken if OURS in results else ""
    for name in ("msgmerge", "pot2po", "pybabel update"):
        other = results[name].taken if name in results else ""
        if isinstance(ours, Measured) and isinstance(other, Measured):
            cpu = f"{other.cpu / ours.cpu:.1f} of CPU"
            print(f"{name} / {OURS}: {other.seconds / ours.seconds:.1f} ({cpu})")


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("names", nargs="*", help="contenders (all), by the start of their names")
    sizes = [2_000, 10_000, 50_000, 200_000]
    parser.add_argument("--messages", type=int, nargs="+", default=sizes)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    BENCH.mkdir(parents=True, exist_ok=True)
    install("toolkit")
    for count in options.messages:
        folder = catalogue(count)
        results: dict[str, Result] = {}
        for contender in CONTENDERS:
            chosen = not options.names or contender.name.startswith(tuple(options.names))
            if chosen and count <= contender.most:
                results[contender.name] = result(contender, folder, options.runs)
                print(f"{contender.name}: {results[contender.name]}", file=sys.stderr, flush=True)
        report(count, results)


if __name__ == "__main__":
    main()
