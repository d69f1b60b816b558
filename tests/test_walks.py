"""The walk of each verb: which files it reads, how often, and how often each parser runs."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
PARTS = ("articles", "locales", "reviews", "glossary.csv", "setup.cfg")
ARTICLES = len(list((ROOT / "articles").glob("*.md")))
ACTOR = ("--actor", "publisher@example.org")

# Runs a command in this process and writes what it opened for reading, and what it parsed, to
# the file that is named first.
WALKER = """
import collections, json, os, sys
root, into, arguments = os.getcwd() + os.sep, sys.argv[1], sys.argv[2:]
opened, parsed = collections.Counter(), collections.Counter()
def hook(event, args):
    if event == "open" and isinstance(args[0], str) and not args[2] & (os.O_WRONLY | os.O_RDWR):
        path = os.path.join(root, args[0])
        if path.startswith(root) and os.path.isfile(path):
            opened[path[len(root):]] += 1
sys.addaudithook(hook)
def counted(module, name):
    inner = getattr(module, name)
    def outer(*args, **kwargs):
        parsed[name] += 1
        return inner(*args, **kwargs)
    for each in list(sys.modules.values()):
        if getattr(each, name, None) is inner:
            setattr(each, name, outer)
import workflow.flows.merge_drafts
import workflow.formats.parsing, workflow.po.catalogue, workflow.project.catalogues
workflow.flows.merge_drafts.LONGEST = float("inf")  # a slow machine writes drafts no sooner
import workflow.project.articles, workflow.project.reviews, workflow.project.workspace
counted(workflow.formats.parsing, "parse")
counted(workflow.po.catalogue, "parse_catalogue")
counted(workflow.project.reviews, "log_lines")
from workflow.cli import main
try:
    main(arguments, standalone_mode=False)
finally:
    with open(into, "w") as file:
        json.dump({"opened": opened, "parsed": parsed}, file)
"""


class Walk(NamedTuple):
    """What a command did."""

    opened: Mapping[str, int]
    """File → how often it was opened to be read."""
    parsed: Mapping[str, int]
    """Parser → how often it ran."""

    def twice(self) -> dict[str, int]:
        """The project's files that were read more than once, but for what it wrote itself."""
        parts = ("articles/", "locales/", "reviews/", "glossary.csv")
        return {
            name: count
            for name, count in self.opened.items()
            if count > 1 and name.startswith(parts) and not name.endswith(".tmp")
        }


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of this repository's own project."""
    root = tmp_path / "own"
    root.mkdir()
    for name in PARTS:
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, root / name)
    monkeypatch.chdir(root)
    return root


def walk(root: Path, *arguments: str) -> Walk:
    """Run a command in ``root`` and see what it does."""
    into = root.parent / "walk.json"
    found = subprocess.run(
        [sys.executable, "-c", WALKER, into, *arguments],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert into.is_file(), found.stderr
    seen = json.loads(into.read_text(encoding="utf-8"))
    into.unlink()
    return Walk(seen["opened"], seen["parsed"])


VERBS = (("extract",), ("status",), ("check",), ("release", "plan"), ("release", "publish", *ACTOR))


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_from_cold_each_file_is_read_once_and_parsed_once(
    project: Path, verb: tuple[str, ...]
) -> None:
    found = walk(project, *verb)
    # What goes out is read once more, to be copied and to be found as it was approved.
    copied = {name: 2 for name in found.twice() if name.startswith("articles/images/")}
    assert found.twice() == (copied if "publish" in verb else {})
    assert found.parsed.get("parse", 0) <= ARTICLES
    assert found.parsed.get("parse_catalogue", 0) <= 2 * ARTICLES
    assert found.parsed.get("log_lines", 0) <= 3 * ARTICLES


DRAFT = ("translate", "--engine", "dummy")


def test_drafts_read_each_file_once_and_parse_nothing_where_none_waits(project: Path) -> None:
    for path in (project / "locales").glob("*/LC_MESSAGES/*.po"):
        path.unlink()
    walk(project, "extract")
    first = walk(project, *DRAFT)
    assert first.parsed.get("parse", 0) <= ARTICLES
    # Once to see what waits, and once more as they stand when the drafts come.
    assert first.parsed.get("parse_catalogue", 0) <= 2 * 2 * ARTICLES
    walk(project, *DRAFT)
    assert dict(walk(project, *DRAFT).parsed) == {}
    path = sorted((project / "locales/en/LC_MESSAGES").glob("*.po"))[0]
    path.write_text(f'{path.read_text(encoding="utf-8")}\n#~ msgid "x"\n', encoding="utf-8")
    assert walk(project, *DRAFT).parsed["parse"] == 1


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_where_nothing_changed_nothing_is_parsed(project: Path, verb: tuple[str, ...]) -> None:
    walk(project, *verb)
    again = walk(project, *verb)
    assert dict(again.parsed) == {}
    assert again.twice() == {}


@pytest.mark.parametrize("verb", VERBS[1:4], ids=" ".join)
def test_after_an_edit_only_the_article_that_changed_is_parsed(
    project: Path, verb: tuple[str, ...]
) -> None:
    # Where nothing is out, a plan has to make the neighbours of what changed as well.
    walk(project, *(VERBS[-1] if verb[0] == "release" else verb))
    article = sorted((project / "articles").glob("*.md"))[0]
    article.write_text(f"{article.read_text(encoding='utf-8')}\nOne more.\n", encoding="utf-8")
    found = walk(project, *verb)
    # A plan holds what readers have in two languages against the source that they did not follow.
    compared = 3 if verb[0] == "release" else 0
    assert found.parsed.get("parse", 0) == 1 + compared
    assert found.parsed.get("parse_catalogue", 0) <= 2 + compared
