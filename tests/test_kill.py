"""`kill -9` at random instants: every catalogue stays readable, and no translation is lost.

`make faults` kills 200 times over 200 articles; `make test` does the same on a small scale.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import polib
import pytest

KILLS = int(os.environ.get("KILLS", "10"))
ARTICLES = int(os.environ.get("KILLED_ARTICLES", "24"))
SETTINGS = """\
[workflow]
source_locale = fr
target_locales = en, zh
engines = dummy
"""
ARTICLE = """\
---
title: Une nouvelle du port, numéro {number}
lang: fr
---

## Ce que dit la capitainerie

{paragraphs}
"""


class Newsroom:
    """A project whose articles change while translators work and commands are killed."""

    def __init__(self, root: Path, random_: random.Random) -> None:
        self.root = root
        self.random = random_
        self.written: dict[Path, set[str]] = {}
        """Catalogue → marks of what its translator wrote."""
        self.paragraphs = {
            number: [self.paragraph() for _ in range(5)] for number in range(ARTICLES)
        }
        (root / "articles").mkdir()
        (root / "setup.cfg").write_text(SETTINGS, encoding="utf-8")
        for number in self.paragraphs:
            self.save(number)

    def paragraph(self) -> str:
        words = ["le", "bateau", "attend", "au", "quai", "que", "la", "marée", "monte", "encore"]
        return " ".join(self.random.choices(words, k=14)) + f" ({self.random.random()})."

    def save(self, number: int) -> None:
        text = ARTICLE.format(number=number, paragraphs="\n\n".join(self.paragraphs[number]))
        (self.root / "articles" / f"port-{number:03}.md").write_text(text, encoding="utf-8")

    def edit(self) -> None:
        """The authors change a sixth of the articles: a word, a paragraph more, one less."""
        for number in self.random.sample(sorted(self.paragraphs), max(1, ARTICLES // 6)):
            paragraphs = self.paragraphs[number]
            place = self.random.randrange(len(paragraphs))
            paragraphs[place] = paragraphs[place].replace("bateau", "ferry", 1)
            paragraphs.insert(place, self.paragraph())
            if len(paragraphs) > 5:
                del paragraphs[self.random.randrange(len(paragraphs))]
            self.save(number)

    def translate_by_hand(self) -> None:
        """A translator fills a message in some catalogues, each with a mark of its own."""
        paths = sorted(self.root.glob("locales/*/LC_MESSAGES/*.po"))
        for path in self.random.sample(paths, min(len(paths), max(4, ARTICLES // 6))):
            catalogue = polib.pofile(str(path))
            entry = self.random.choice([each for each in catalogue if not each.obsolete])
            marks = self.written.setdefault(path, set())
            kept = {mark for mark in marks if mark in entry.msgstr}
            mark = f"⟨{len(marks)}-{self.random.random()}⟩"
            marks.add(mark)
            entry.msgstr = " ".join(["The boat waits at the quay", *sorted(kept), mark])
            entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
            catalogue.save()

    def command(self, name: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "workflow", name],
            cwd=self.root,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def run(self, name: str) -> float:
        """Run a command to its end; return the seconds it took."""
        started = time.monotonic()
        process = self.command(name)
        _, said = process.communicate()
        assert process.returncode == 0, said.decode()
        return time.monotonic() - started

    def check(self) -> None:
        """Every catalogue parses, and what translators wrote is in it, current or obsolete."""
        for path in self.root.glob("locales/*/LC_MESSAGES/*.po"):
            texts = "\n".join(entry.msgstr for entry in polib.pofile(str(path)))
            lost = [mark for mark in self.written.get(path, ()) if mark not in texts]
            assert not lost, (path, lost)

    def state(self) -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in self.root.glob("locales/**/*.po*")}


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    newsroom = Newsroom(tmp_path, random.Random(f"{KILLS} {ARTICLES}"))
    newsroom.run("extract")
    newsroom.translate_by_hand()
    return newsroom


@pytest.mark.parametrize("command", ["extract", "translate"])
def test_a_command_killed_at_any_instant_loses_nothing(newsroom: Newsroom, command: str) -> None:
    newsroom.edit()
    length = newsroom.run(command)
    for _ in range(KILLS // 2):
        newsroom.edit()
        newsroom.translate_by_hand()
        if command == "translate":
            newsroom.run("extract")
        process = newsroom.command(command)
        time.sleep(newsroom.random.uniform(0, length))
        process.kill()
        process.communicate()
        newsroom.check()
    newsroom.run("extract")
    newsroom.run(command)
    newsroom.check()
    before = newsroom.state()
    newsroom.run(command)
    assert newsroom.state() == before
    assert not list(newsroom.root.rglob(".*.tmp")), "what killed runs left is swept away"
    for path in newsroom.root.glob("locales/*/LC_MESSAGES/*.po"):
        subprocess.run(["msgfmt", "--check", "-o", os.devnull, path], check=True)


def test_two_commands_at_once_leave_everything_whole(newsroom: Newsroom) -> None:
    """One waits for the other, or says that it cannot; neither breaks a file."""
    newsroom.edit()
    commands = [newsroom.command(name) for name in ("extract", "translate", "extract", "translate")]
    for process in commands:
        _, said = process.communicate()
        assert process.returncode in (0, 1), said.decode()
        if process.returncode:
            assert "another `workflow` command is writing in this project" in said.decode()
    newsroom.check()
    newsroom.run("extract")
    newsroom.run("translate")
    newsroom.check()
