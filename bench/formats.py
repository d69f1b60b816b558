"""Extraction from Markdown, measured beside other tools on the same files: ``make bench``.

``python bench/formats.py [--files N …] [--runs N] [NAME …]`` makes N articles from the corpus
(``scripts/corpora all``), each with a small front matter, runs every contender on them as a
process of its own, and prints the median wall time, the peak memory (of the largest process),
and the ratios. The other tools come from their packages, each into an environment of its own
under build/bench; po4a from Debian. What cannot be had is left out, and said.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Container, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
BENCH = ROOT / "build" / "bench"
PATIENCE = 900.0
"""Seconds after which a contender is stopped."""
ENVIRONMENTS = {
    "mdpo": ("mdpo==2.1.4",),
    "toolkit": ("translate-toolkit[markdown]==3.20.4", "rapidfuzz>=3"),
    "sphinx": ("sphinx", "myst-parser"),
    "hugo": ("hugo",),
    "pelican": ("pelican[markdown]",),
    "mkdocs": ("mkdocs",),
    "weblate": ("weblate[postgres]==5.14.3", "PyGObject<3.51"),
}
PROJECT = """[workflow]
source_locale = en
target_locales = fr
base_url = https://bench.example/
"""
SPHINX = 'extensions = ["myst_parser"]\nroot_doc = "00000"\nsuppress_warnings = ["*"]\n'


class Contender(NamedTuple):
    """One program that reads the articles."""

    name: str
    prepare: Callable[[Path], None]
    """Called with the project's folder before each run, outside of the measured time."""
    command: Callable[[Path], list[str]]
    most: int = sys.maxsize
    """With more files than this it is left out: it would take minutes."""


class Measured(NamedTuple):
    """What a contender took."""

    seconds: float
    megabytes: float
    cpu: float
    """Seconds of processor time, which tell more where the machine is busy."""


# The files


def project(count: int) -> Path:
    """A content project of ``count`` articles made from the corpus; made once.

    A process apart makes it, for a child's peak memory is never less than its parent's.
    """
    folder = BENCH / str(count)
    if not (folder / "setup.cfg").exists():
        subprocess.run([sys.executable, __file__, "--make", str(count)], check=True)
    return folder


def make(count: int) -> None:
    """Write the files of :func:`project`."""
    folder = BENCH / str(count)
    shutil.rmtree(folder, ignore_errors=True)
    articles = folder / "articles"
    articles.mkdir(parents=True)
    texts = list(bodies())
    if count < len(texts):  # spread over all packages
        texts = [texts[number * len(texts) // count] for number in range(count)]
    for number in range(count):
        copy, index = divmod(number, len(texts))
        mark = f"\nThis is copy {copy}.\n" if copy else ""
        text = f"---\ntitle: Document {number}\n---\n\n{texts[index]}{mark}"
        (articles / f"{number:05}.md").write_bytes(text.encode())
    (folder / "conf.py").write_text(SPHINX, encoding="utf-8")
    (folder / "setup.cfg").write_text(PROJECT, encoding="utf-8")


def bodies() -> Iterator[str]:
    """The corpus's documents that have no front matter of their own."""
    paths = sorted((ROOT / "build" / "corpora" / "markdown").rglob("*.m*"))
    if not paths:
        sys.exit("No corpus here: run `scripts/corpora all` first.")
    for path in paths:
        text = path.read_bytes().decode("utf-8") if path.is_file() else ""
        if text.strip() and not text.lstrip("\ufeff").startswith(("---", "+++")):
            yield text


# What runs inside a measured process of ours


def work(what: str, articles: Path) -> None:
    """Do a part of the work, to see what it costs: ``nothing``, ``read``, ``events``, ``parse``."""
    if what == "nothing":
        return
    if what == "read":
        for path in sorted(articles.iterdir()):
            hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()
    elif what == "events":
        from pyromark import Options, events_with_range  # noqa: PLC0415 - part of what is measured

        # The dialect that the project reads, without importing the project.
        options = Options.ENABLE_TABLES | Options.ENABLE_FOOTNOTES | Options.ENABLE_STRIKETHROUGH
        options |= Options.ENABLE_TASKLISTS | Options.ENABLE_HEADING_ATTRIBUTES
        options |= Options.ENABLE_DEFINITION_LIST | Options.ENABLE_GFM
        for path in sorted(articles.iterdir()):
            for _event in events_with_range(path.read_text("utf-8"), options=options):
                pass
    else:
        from workflow.formats import parse  # noqa: PLC0415

        for path in sorted(articles.iterdir()):
            assert parse(path.read_text("utf-8")).segments


def _ours(what: str) -> Callable[[Path], list[str]]:
    return lambda folder: [sys.executable, __file__, "--work", what, str(folder / "articles")]


# The contenders


def _nothing(folder: Path) -> None:
    """Nothing is in the way of the next run."""


def _without_catalogues(folder: Path) -> None:
    """Put the last run's files aside: ext4 is slow to make files where many were just deleted."""
    aside = Path(tempfile.mkdtemp(dir=BENCH, prefix="aside-"))
    for name in ("locales", ".workflow"):
        if (folder / name).exists():
            (folder / name).rename(aside / name)


def _without_output(folder: Path) -> None:
    shutil.rmtree(folder / "out", ignore_errors=True)
    (folder / "out").mkdir()


def _start(folder: Path) -> list[str]:
    return [sys.executable, "-m", "workflow", "--version"]


def _extract(folder: Path) -> list[str]:
    return [sys.executable, "-m", "workflow", "extract"]


_MDPO = """
from pathlib import Path
from mdpo.md2po import markdown_to_pofile
failed = 0
for path in sorted(Path("articles").iterdir()):
    try:
        markdown_to_pofile(str(path), save=True, po_filepath=f"out/{path.stem}.pot")
    except Exception:
        failed += 1
print(failed, "files failed")
"""
"""Its library, a catalogue a file: its command with all files at once takes time by the square
of the messages (58 s for 200 files), a process a file takes longer than this too."""


def _mdpo(folder: Path) -> list[str]:
    return [str(BENCH / "mdpo" / "bin" / "python"), "-c", _MDPO]


def _toolkit(folder: Path) -> list[str]:
    program = str(BENCH / "toolkit" / "bin" / "md2po")
    return [program, "--progress=none", "-P", "-i", "articles", "-o", "out"]


def _sphinx(folder: Path) -> list[str]:
    program = str(BENCH / "sphinx" / "bin" / "sphinx-build")
    return [program, "-Q", "-E", "-b", "gettext", "-c", ".", "-d", "out/cache", "articles", "out"]


_PO4A = """
for f in articles/*.md; do
    timeout 30 po4a-updatepo -f text -o markdown -M UTF-8 -m $f -p out/$(basename $f).pot ||
        echo failed: $f
done
"""
"""A process a file: in a run over all, the first file it cannot read ends it, and one or two make
it run for ever."""


def _po4a(folder: Path) -> list[str]:
    return ["sh", "-c", _PO4A]


CONTENDERS = (
    Contender("interpreter start", _nothing, _ours("nothing")),
    Contender("read and hash", _nothing, _ours("read")),
    Contender("pyromark events", _nothing, _ours("events")),
    Contender("parse + segments", _nothing, _ours("parse")),
    Contender("workflow start", _nothing, _start),
    Contender("workflow extract, cold", _without_catalogues, _extract),
    Contender("workflow extract, again", _nothing, _extract),
    Contender("mdpo", _without_output, _mdpo),
    Contender("Translate Toolkit", _without_output, _toolkit),
    Contender("Sphinx gettext", _without_output, _sphinx, 2000),
    Contender("po4a", _without_output, _po4a, 2000),
)


def install(*names: str) -> None:
    """The other tools, each where it can disturb no other."""
    for name in names:
        folder, packages = BENCH / name, ENVIRONMENTS[name]
        complete, wanted = folder / "complete", " ".join(packages)
        if complete.exists() and complete.read_text(encoding="utf-8") == wanted:
            continue
        venv.create(folder, with_pip=True, clear=True)
        command = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", *packages]
        if subprocess.run(command, check=False).returncode == 0:
            complete.write_text(wanted, encoding="utf-8")


def _install_all() -> None:
    install("mdpo", "toolkit", "sphinx")
    if not shutil.which("po4a-gettextize"):
        subprocess.run([ROOT / "scripts" / "system-packages", "benchmarks", "po4a"], check=False)


# Measuring


def measure(contender: Contender, folder: Path, runs: int) -> Measured | str:
    """The medians of ``runs`` runs (one, where a run takes a minute); a word why there is none."""
    taken: list[Measured] = []
    for _ in range(runs):
        contender.prepare(folder)
        try:
            found = once(contender.command(folder), folder)
        except OSError as error:
            return f"left out: {error.strerror}"
        if isinstance(found, str):
            return found
        taken.append(found)
        if found.seconds > 60:
            break
    return Measured(
        statistics.median(each.seconds for each in taken),
        statistics.median(each.megabytes for each in taken),
        statistics.median(each.cpu for each in taken),
    )


def once(command: Sequence[str], folder: Path, fine: Container[int] = (0,)) -> Measured | str:
    """Run a command in ``folder``; a word where its exit code is none of ``fine``."""
    # Installed packages have their bytecode; so have ours here, from the first run on.
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}
    with (folder / "log").open("wb") as log:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env=environment)
        status, usage = 0, None
        while usage is None:
            pid, status, found = os.wait4(process.pid, os.WNOHANG)
            seconds = time.perf_counter() - started
            if pid:
                usage = found
            elif seconds > PATIENCE:
                process.kill()
                os.wait4(process.pid, 0)
                return f"stopped after {PATIENCE:.0f} s"
            else:
                time.sleep(0.002)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in fine:
        last = (folder / "log").read_text("utf-8", "replace").strip().splitlines()[-1:]
        return f"failed ({process.returncode}): {''.join(last)[:90]}"
    return Measured(seconds, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime)


def report(count: int, results: dict[str, Measured | str]) -> None:
    """Print the table of one number of files, then the ratios the project is held to."""
    size = sum(path.stat().st_size for path in (project(count) / "articles").iterdir()) / 1e6
    print(
        f"\n{count} files, {size:.1f} MB; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n"
    )
    print("| contender | seconds | ms a file | peak MB |\n| --- | ---: | ---: | ---: |")
    for name, each in results.items():
        if isinstance(each, str):
            print(f"| {name} | {each} | | |")
        else:
            a_file = each.seconds * 1000 / count
            print(f"| {name} | {each.seconds:.2f} | {a_file:.2f} | {each.megabytes:.0f} |")
    print()
    cold, again = "workflow extract, cold", "workflow extract, again"
    _ratio(
        results, ("parse + segments", "interpreter start"), ("pyromark events", "interpreter start")
    )
    _ratio(results, (again, "workflow start"), ("read and hash", "interpreter start"))
    for name in [each.name for each in CONTENDERS][7:]:
        _ratio(results, (name, ""), (cold, ""))


def _ratio(
    results: dict[str, Measured | str], one: tuple[str, str], other: tuple[str, str]
) -> None:
    """Print how many times as long one takes as the other, each less the start named with it."""
    taken = []
    for name, start in (one, other):
        found, apart = results.get(name), results.get(start)
        if not isinstance(found, Measured):
            return
        taken.append(found.seconds - (apart.seconds if isinstance(apart, Measured) else 0.0))
    starts = " (starting apart)" if one[1] else ""
    print(f"{one[0]} / {other[0]}: {taken[0] / max(taken[1], 1e-9):.1f}{starts}")


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("names", nargs="*", help="contenders (all), by the start of their names")
    parser.add_argument("--files", type=int, nargs="+", default=[1000, 10000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--make", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--work", choices=["nothing", "read", "events", "parse"])
    options = parser.parse_args()
    if options.work:
        work(options.work, Path(options.names[0]))
        return
    if options.make:
        make(options.make)
        return
    BENCH.mkdir(parents=True, exist_ok=True)
    _install_all()
    for count in options.files:
        folder = project(count)
        results: dict[str, Measured | str] = {}
        for contender in CONTENDERS:
            chosen = not options.names or contender.name.startswith(tuple(options.names))
            if chosen and count <= contender.most:
                results[contender.name] = measure(contender, folder, options.runs)
                print(f"{contender.name}: {results[contender.name]}", file=sys.stderr, flush=True)
        report(count, results)
    for aside in BENCH.glob("aside-*"):
        shutil.rmtree(aside)


if __name__ == "__main__":
    main()
