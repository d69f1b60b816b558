"""Checks on real messages, beside pofilter and Weblate's checks: ``python bench/checks.py``.

``--messages N`` (25,000) of the catalogues of large free programs (``scripts/corpora catalogs``),
the same ones in French and in simplified Chinese, go through all rules of ours, through
``pofilter`` with all its tests and through Weblate's checks: each as a process of its own that
reads the same PO file, less what it takes for a file of one message. Then ``workflow check`` on a
project of ten thousand catalogues that hold the same messages: from cold, with nothing changed,
and with one catalogue changed. Weblate comes into an environment of its own; what cannot be had is
left out, and said.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polib
from formats import BENCH, ROOT, Measured, install, once

from workflow.checks.running import check_translation
from workflow.checks.subject import Subject, Translation
from workflow.formats import parse
from workflow.model import Article, Locale, Message, Segment
from workflow.project import Project
from workflow.project.catalogues import write_catalogue

CATALOGS = ROOT / "build" / "corpora" / "catalogs"
FOLDER = BENCH / "checks"
LANGUAGES = {"fr": "fr", "zh": "zh_CN"}
"""Ours, and that of the catalogues."""
AN_ARTICLE = 5
"""Messages of an article of the project."""
SETTINGS = """[workflow]
source_locale = en
target_locales = fr, zh
"""
SYSTEM = """
    gir1.2-pango-1.0 libacl1-dev libcairo2-dev libgirepository1.0-dev liblz4-dev libssl-dev
    libxxhash-dev libzstd-dev
"""
"""What Weblate's own requirements are built with."""


# The messages


def messages(count: int) -> dict[str, list[tuple[str, str]]]:
    """Messages that both languages have, drawn by lot: our language → (msgid, msgstr)."""
    read = {ours: _read(CATALOGS / theirs) for ours, theirs in LANGUAGES.items()}
    both = sorted(read["fr"].keys() & read["zh"].keys())
    drawn = random.Random(17).sample(both, min(count, len(both)))
    return {ours: [(msgid, found[msgid]) for msgid in drawn] for ours, found in read.items()}


def _read(folder: Path) -> dict[str, str]:
    """Messages that are a paragraph of a text by themselves, and their translations."""
    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*.po")):
        for entry in polib.pofile(str(path)):
            msgid, msgstr = entry.msgid, entry.msgstr
            if " " in msgid.strip() == msgid and "\n" not in msgid + msgstr and msgstr.strip():
                found.setdefault(msgid, msgstr)
    return found


def _write(name: str, language: str, pairs: list[tuple[str, str]]) -> Path:
    file = polib.POFile()
    file.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Language": LANGUAGES[language]}
    file.extend(polib.POEntry(msgid=msgid, msgstr=msgstr) for msgid, msgstr in pairs)
    path = FOLDER / f"{name}.po"
    file.save(str(path))
    return path


# The rules alone


def run_rules(path: Path, language: str) -> None:
    """All rules on a PO file, in this process."""
    source, target = Locale("en"), Locale(language)
    article = Article("bench", "articles/bench.txt", "text", source, "")
    document = parse("", format="text")
    entries = polib.pofile(str(path))
    seconds, found = 0.0, 0
    for start in range(0, len(entries), AN_ARTICLE):
        subjects = tuple(
            Subject(
                article,
                target,
                Segment(0, 0, entry.msgid, "paragraph", 1, markup="text"),
                Message(entry.msgid, entry.msgstr),
                "bench.po",
                number,
            )
            for number, entry in enumerate(entries[start : start + AN_ARTICLE], start)
        )
        started = time.process_time()
        found += len(check_translation(Translation(article, target, document, subjects)))
        seconds += time.process_time() - started
    print(f"{len(entries)} messages, {seconds:.2f} s of rules; found: {found}")


def _contenders(path: Path, language: str) -> Iterator[tuple[str, list[str]]]:
    theirs = LANGUAGES[language]
    yield "workflow", [sys.executable, __file__, "--rules", str(path), language]
    pofilter = str(Path(sys.executable).with_name("pofilter"))
    yield "pofilter, all tests", [pofilter, f"--language={theirs}", str(path), f"{path}.out"]
    weblate = str(BENCH / "weblate" / "bin" / "python")
    program = str(Path(__file__).with_name("weblate_checks.py"))
    yield "Weblate’s checks", [weblate, "-P", program, str(path), theirs]


def _compare(language: str, pairs: list[tuple[str, str]]) -> None:
    """Print a line for each contender."""
    one, every = _write(f"{language}-one", language, pairs[:1]), _write(language, language, pairs)
    ours = 0.0
    for (name, start), (_, command) in zip(
        _contenders(one, language), _contenders(every, language), strict=True
    ):
        least, taken = once(start, FOLDER), once(command, FOLDER)
        if isinstance(least, str) or isinstance(taken, str):
            print(f"| {name} | {language} | {taken} | | |")
            continue
        seconds = taken.cpu - least.cpu
        ours = ours or seconds
        each = seconds / len(pairs) * 1e6
        print(f"| {name} | {language} | {seconds:.2f} | {each:.0f} | {seconds / ours:.1f} × |")


# The project


def make_project(pairs: dict[str, list[tuple[str, str]]]) -> Project:
    """Ten thousand catalogues, or as many as the messages make; translated."""
    folder = FOLDER / "project"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "articles").mkdir(parents=True)
    (folder / "setup.cfg").write_text(SETTINGS, encoding="utf-8")
    msgids = [msgid for msgid, _ in pairs["fr"]]
    for start in range(0, len(msgids), AN_ARTICLE):
        head = f"---\ntitle: Number {start}\nlang: en\n---\n\n"
        text = head + "\n\n".join(msgids[start : start + AN_ARTICLE]) + "\n"
        (folder / "articles" / f"a{start:05}.txt").write_text(text, encoding="utf-8")
    _run(_workflow("extract"))
    project = Project.find(folder)
    texts = {language: dict(found) for language, found in pairs.items()}
    for article in project.select([]):
        for locale in project.targets(article):
            catalogue = project.catalogue(article, locale)
            assert catalogue is not None
            known = texts[locale.name]
            filled = [
                replace(each, msgstr=known.get(each.msgid, ""), flags=())
                for each in catalogue.messages
            ]
            write_catalogue(catalogue.with_messages(filled))
    return project


def _workflow(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "workflow", "-C", str(FOLDER / "project"), *arguments]


def _run(command: list[str]) -> Measured:
    """A measured run; 1, findings are there, is fine."""
    found = once(command, FOLDER, fine=(0, 1))
    if isinstance(found, str):
        sys.exit(f"{' '.join(command)}: {found}")
    return found


def measure_project(pairs: dict[str, list[tuple[str, str]]]) -> None:
    """Print how long ``check`` takes on it."""
    make_project(pairs)
    catalogues = sorted((FOLDER / "project" / "locales").rglob("*.po"))
    print(f"\n{len(catalogues)} catalogues\n")
    print("| `workflow check` | seconds | of processor | peak MB |\n| --- | ---: | ---: | ---: |")
    shutil.rmtree(FOLDER / "project" / ".workflow", ignore_errors=True)
    _row("from cold", _run(_workflow("check", "--format", "json")))
    for name in ("nothing changed", "again"):
        _row(name, _run(_workflow("check", "--format", "json")))
    for path in (catalogues[100], catalogues[-100]):
        with path.open("a", encoding="utf-8") as file:
            file.write("\n# a translator’s note\n")
        _row("one catalogue changed", _run(_workflow("check", "--format", "json")))


def _row(name: str, found: Measured) -> None:
    print(f"| {name} | {found.seconds:.2f} | {found.cpu:.2f} | {found.megabytes:.0f} |")


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=25_000, help="of each language")
    parser.add_argument("--rules", nargs=2, metavar=("FILE", "LANGUAGE"), help=argparse.SUPPRESS)
    parser.add_argument("--no-project", action="store_true", help="the rules alone")
    chosen = parser.parse_args()
    if chosen.rules:
        gc.disable()
        run_rules(Path(chosen.rules[0]), chosen.rules[1])
        return
    subprocess.run([ROOT / "scripts" / "corpora", "catalogs"], check=True)
    subprocess.run([ROOT / "scripts" / "system-packages", "Weblate", *SYSTEM.split()], check=False)
    install("weblate")
    FOLDER.mkdir(parents=True, exist_ok=True)
    pairs = messages(chosen.messages)
    print(f"\n{len(pairs['fr'])} messages a language; load {os.getloadavg()[0]:.1f}\n")
    print("| rules on messages | language | s of processor | µs a message | beside ours |")
    print("| --- | --- | ---: | ---: | ---: |")
    for language, found in pairs.items():
        _compare(language, found)
    if not chosen.no_project:
        measure_project(pairs)


if __name__ == "__main__":
    main()
