"""The translation memory, measured beside a scan of all its texts: ``python bench/memory.py``.

Fills a memory with ``--units`` units (a million) of French and as many of Chinese, of real
length, made by a chain of words (characters for Chinese) from the corpus (``scripts/corpora
all``); they are kept under build/bench/memory. Then looks up, on one core and warm, texts that
are in it and texts that were edited (words or letters replaced, left out, put in; at least 70 %
alike), and compares the best match of each with that of rapidfuzz's ratio over all texts.
``--url`` measures another database than SQLite.
"""

from __future__ import annotations

import argparse
import html
import os
import random
import re
import shutil
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz, process

from workflow.engines.engine import Request
from workflow.memory import (
    Source,
    Unit,
)
from workflow.memory.store import (
    Memory,
    open_memory,
)
from workflow.model import Locale

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / "bench" / "memory"
ALIKE = 70
EN = Locale("en")


class Language(NamedTuple):
    """What texts are made of."""

    name: str
    files: tuple[str, ...]
    word: str
    """A pattern: what the chain is made of."""
    glue: str
    length: float
    """Mean of the logarithm of a text's length in characters."""


LANGUAGES = (
    Language(
        "fr",
        (
            "html/debian-faq-fr/**/*.html", "html/developers-reference-fr/**/*.html",
            "html/aptitude-doc-fr/**/*.html", "markdown/gouvfr-dsfr/**/*.md",
        ),
        r"\S+", " ", 4.5,
    ),
    Language(
        "zh",
        (
            "html/debian-faq-zh-cn/**/*.html", "html/debian-reference-zh-cn/**/*.html",
            "html/maint-guide-zh-cn/**/*.html", "markdown/amazeui/**/*.md", "markdown/zarm/**/*.md",
        ),
        r"[\u4e00-\u9fff，。、：；]", "", 3.3,
    ),
)  # fmt: skip


def texts(language: Language, count: int) -> list[str]:
    """Make ``count`` different texts, the same each time."""
    rnd = random.Random(1)
    chain = _chain(language)
    words = sorted(chain)
    made: dict[str, None] = {}
    while len(made) < count:
        wanted = max(8.0, min(400.0, rnd.lognormvariate(language.length, 0.6)))
        parts = [rnd.choice(words)]
        length = len(parts[0])
        while length < wanted:
            parts.append(rnd.choice(chain.get(parts[-1]) or words))
            length += len(parts[-1]) + len(language.glue)
        made[language.glue.join(parts)] = None
    return list(made)


def _chain(language: Language) -> dict[str, list[str]]:
    """Word → the words that follow it in the corpus."""
    chain: dict[str, list[str]] = defaultdict(list)
    for pattern in language.files:
        for path in sorted((ROOT / "build" / "corpora").glob(pattern)):
            text = path.read_text(encoding="utf-8")
            if path.suffix == ".html":
                text = re.sub(r"(?s)<(script|style|pre|code)\b.*?</\1>|<[^>]+>", " ", text)
                text = html.unescape(text)
            words = re.findall(language.word, text)
            for word, following in pairwise(words):
                chain[word].append(following)
    if not chain:
        sys.exit("No corpus: run scripts/corpora all first.")
    return chain


def edited(rnd: random.Random, language: Language, among: Sequence[str]) -> str:
    """One of the texts, changed as an author changes one, and still alike enough."""
    while True:
        text = rnd.choice(among)
        glue = language.glue if rnd.random() < 0.7 else ""
        parts = text.split(glue) if glue else list(text)
        for _ in range(max(1, int(len(parts) * rnd.uniform(0.03, 0.25)))):
            place, act = rnd.randrange(len(parts)), rnd.random()
            other = rnd.choice(among)
            part = rnd.choice(other.split(glue) if glue else list(other))
            if act < 0.5:
                parts[place] = part
            elif act < 0.75 and len(parts) > 1:
                del parts[place]
            else:
                parts.insert(place, part)
        changed = glue.join(parts)
        if changed != text and fuzz.ratio(changed, text) >= ALIKE:
            return changed


class Times(NamedTuple):
    """Milliseconds of each query: by the clock, and of the processor's time.

    The second is the first on an idle machine, and stays what it is on a busy one.
    """

    clock: list[float]
    processor: list[float]


def timed(act: Callable[[str], float], queries: Sequence[str]) -> tuple[list[float], Times]:
    """What ``act`` answers to each query, and what it took."""
    answers, times = [], Times([], [])
    for query in queries:
        start, began = time.perf_counter(), time.process_time()
        answers.append(act(query))
        times.clock.append(1000 * (time.perf_counter() - start))
        times.processor.append(1000 * (time.process_time() - began))
    return answers, times


def report(what: str, times: Times, beside: Times | None = None) -> None:
    """Print median and 95th percentile, and how much faster than a scan that is."""
    clock, late = (
        f"{statistics.median(each):8.2f} ms, p95 {sorted(each)[len(each) * 95 // 100]:8.2f} ms"
        for each in times
    )
    line = f"  {what:<18} clock {clock}   processor {late}"
    if beside is not None:
        ratio = statistics.median(beside.processor) / statistics.median(times.processor)
        line += f"   {ratio:.0f} × faster than the scan"
    print(line)


def measure(memory: Memory, language: Language, units: int, count: int) -> None:
    """Fill the memory if need be, then print what look-ups in it take."""
    made = texts(language, units)
    locale = Locale(language.name)
    mean = statistics.mean(map(len, made))
    print(f"{language.name}: {units} units, {mean:.0f} characters on average")
    start = time.perf_counter()
    memory.lookup([Request(made[0][:-1] + "~")], locale, EN)
    print(f"  index made or opened in {time.perf_counter() - start:.1f} s")
    rnd = random.Random(2)
    known = [rnd.choice(made) for _ in range(count)]
    near = [edited(rnd, language, made) for _ in range(count)]

    def look(text: str) -> float:
        match = memory.lookup([Request(text)], locale, EN, floor=ALIKE)[0]
        return fuzz.ratio(text, match.unit.source) if match else 0.0

    def scan(text: str) -> float:
        found = process.extractOne(text, made, scorer=fuzz.ratio, score_cutoff=ALIKE)
        return found[1] if found else 0.0

    def search(text: str, floor: int) -> float:
        return float(len(memory.search(Request(text), locale, EN, floor=floor)))

    timed(look, [*known[:20], *near[:20]])
    best, scans = timed(scan, near)
    report("scan of all texts", scans)
    report("exact", timed(look, known)[1], scans)
    found, times = timed(look, near)
    report("fuzzy", times, scans)
    report("search, the same", timed(partial(search, floor=100), known)[1])
    report("search, 70 %", timed(partial(search, floor=ALIKE), near)[1])
    alike = sum(one >= other - 1e-9 for one, other in zip(found, best, strict=True))
    some = sum(one >= ALIKE for one in found)
    print(f"  recall: as good as the scan's best {alike / count:.1%}, any match {some / count:.1%}")


def _sources(units: int) -> list[Source]:
    def load(language: Language) -> Iterator[Unit]:
        made = texts(language, units)
        for number, text in enumerate(made):
            target = made[number - 1]
            yield Unit(Locale(language.name), EN, text, target, article=f"a{number % 5000}")

    return [
        Source(f"bench-{language.name}", (), partial(load, language), str(units))
        for language in LANGUAGES
    ]


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--units", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--url", default="sqlite:///memory.db")
    parser.add_argument("--fresh", action="store_true", help="fill the memory again")
    options = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    folder = FOLDER / str(options.units)
    if options.fresh:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    with open_memory(options.url, folder) as memory:
        start = time.perf_counter()
        memory.refresh(_sources(options.units), "2026-01-01")
        print(f"learnt, or found to be unchanged, in {time.perf_counter() - start:.1f} s")
        for language in LANGUAGES:
            measure(memory, language, options.units, options.queries)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print(f"on disk: {size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
