"""What ``bench/site.py`` has processes of their own do: make articles, edit, translate, clear.

``python bench/written.py FOLDER make|edit|translate|clear [NUMBER …]``: ``make`` writes the sources
of FOLDER/ours and the same texts for the other generators; ``edit`` changes a line of the
first paragraph of articles, everywhere; ``translate`` fills in their catalogues; ``clear`` empties
them. FOLDER's name is the number of articles.
"""

from __future__ import annotations

import json
import random
import shutil
import struct
import sys
import zlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from generators import FOLDERS, LAYOUTS, files, front_matter, picture, slug
from newsroom import LANGUAGES, PICTURES, Article, article

from workflow.formats import parse
from workflow.model import Key
from workflow.project import Project
from workflow.project.catalogues import write_catalogue

_SETTINGS = """[workflow]
source_locale = fr
target_locales = fr, en, zh
engines = memory, dummy
base_url = https://bench.example/

[workflow:site]
title = Bench
"""
_REVISIONS = "revisions.json"
"""How often each article was edited, by its number."""


def make(folder: Path) -> None:
    """Write everything but the catalogues."""
    project = folder / "ours"
    project.mkdir(parents=True)
    (project / "setup.cfg").write_text(_SETTINGS, encoding="utf-8")
    for name in LAYOUTS:
        files(name, folder / name)
    chance = random.Random(0)
    for place in ("ours/articles/images", *(f"{name}/{FOLDERS[name]}" for name in FOLDERS)):
        (folder / place).mkdir(parents=True)
    for number in range(PICTURES):
        data = _png(chance)
        (project / "articles" / "images" / picture(number)).write_bytes(data)
        for name, inner in FOLDERS.items():
            (folder / name / inner / picture(number)).write_bytes(data)
    (folder / _REVISIONS).write_text("{}", encoding="utf-8")
    _write(folder, range(int(folder.name)))


def _png(chance: random.Random) -> bytes:
    """A picture of 64 × 64 points in colours of chance: 12 KB."""
    rows = b"".join(b"\0" + chance.randbytes(192) for _ in range(64))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def edit(folder: Path, numbers: Iterable[int]) -> None:
    """Edit the articles once more, in every layout; the catalogues follow later."""
    revisions = _revisions(folder)
    for number in numbers:
        revisions[str(number)] = revisions.get(str(number), 0) + 1
    (folder / _REVISIONS).write_text(json.dumps(revisions), encoding="utf-8")
    _write(folder, numbers)


def _write(folder: Path, numbers: Iterable[int]) -> None:
    for number in numbers:
        versions = _versions(folder, number)
        path = folder / "ours" / "articles" / f"{slug(number)}.md"
        path.write_text(_markdown(_source(versions, number)), encoding="utf-8")
        for name, layout in LAYOUTS.items():
            layout(folder / name, number, versions)


def translate(folder: Path, numbers: Iterable[int]) -> None:
    """Fill in the catalogues of the articles, as a person would: all of them or some."""
    project = Project.find(folder / "ours")
    for number in numbers:
        versions = _versions(folder, number)
        found = _texts(_source(versions, number))
        for version in versions:
            texts = dict(zip(found, _texts(version), strict=True))
            _fill(project, number, version.language, texts)


def clear(folder: Path, numbers: Iterable[int]) -> None:
    """Take every translation out of the catalogues of the articles."""
    project = Project.find(folder / "ours")
    for number in numbers:
        for language in LANGUAGES:
            _fill(project, number, language, {})


def _fill(project: Project, number: int, language: str, texts: dict[Key, Key]) -> None:
    """Set each message to what ``texts`` has for it, else to nothing."""
    (written,) = project.select([slug(number)])
    for locale in project.targets(written):
        if locale.name == language:
            catalogue = project.catalogue(written, locale)
            assert catalogue is not None
            changed = [
                replace(each, msgstr=texts.get(each.key, (None, ""))[1], flags=())
                for each in catalogue.messages
                if not each.obsolete
            ]
            write_catalogue(catalogue.with_messages(changed))


def _versions(folder: Path, number: int) -> tuple[Article, ...]:
    revision = _revisions(folder).get(str(number), 0)
    return article(number, int(folder.name), revision)


def _revisions(folder: Path) -> dict[str, int]:
    found: dict[str, int] = json.loads((folder / _REVISIONS).read_text(encoding="utf-8"))
    return found


def _source(versions: tuple[Article, ...], number: int) -> Article:
    """Half of the articles are written in French, a quarter each in English and in Chinese."""
    return versions[(0, 0, 1, 2)[number % 4]]


def _texts(version: Article) -> list[Key]:
    return [segment.key for segment in parse(_markdown(version), format="markdown").segments]


def _markdown(version: Article) -> str:
    head = front_matter(
        {
            "title": version.title,
            "lang": version.language,
            "date": version.written.isoformat(),
            "summary": version.summary,
            "dateline": version.dateline,
            "keywords": version.keywords,
        }
    )
    return head + version.laid_out(lambda n: f"{slug(n)}.md", lambda n: f"images/{picture(n)}")


def main() -> None:
    """Run the command line."""
    folder, what = Path(sys.argv[1]), sys.argv[2]
    numbers = [int(each) for each in sys.argv[3:]] or range(int(folder.name))
    if what == "make":
        shutil.rmtree(folder, ignore_errors=True)
        make(folder)
    else:
        {"edit": edit, "translate": translate, "clear": clear}[what](folder, numbers)


if __name__ == "__main__":
    main()
