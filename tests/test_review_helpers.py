"""A small article and its catalogues, for the tests of checks, status and approvals."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from click.testing import CliRunner, Result

from workflow.cli import main
from workflow.model import Message, Provenance
from workflow.project.catalogues import read_catalogue, write_catalogue
from workflow.project.config import load_settings
from workflow.project.workspace import Workspace

SLUG = "atelier"
ARTICLE = """\
---
title: Un atelier à Nanning
lang: fr
---

Deux jours de travail, [programme](https://example.org/programme) compris.

## Les suites

- relire les notes\u00a0;
- **publier** le compte rendu.
"""
MACHINE = Provenance("machine translation", "apertium fr-en", "2026-01-15")


def write_article(root: Path, text: str = ARTICLE, slug: str = SLUG) -> None:
    """Write the article and bring it into the catalogues; the project has no other."""
    for other in (root / "articles").rglob("*.md"):
        other.unlink()
    (root / "articles" / f"{slug}.md").write_text(text, "utf-8")
    assert run("extract").exit_code == 0


def run(*arguments: str) -> Result:
    """Run ``workflow`` with these arguments in the current folder."""
    return CliRunner().invoke(main, list(arguments))


def workspace(root: Path) -> Workspace:
    return Workspace(root, load_settings(root))


def po(root: Path, locale: str = "en", slug: str = SLUG) -> Path:
    return root / "locales" / locale / "LC_MESSAGES" / f"{slug}.po"


def log(root: Path, locale: str = "en", slug: str = SLUG) -> Path:
    return root / "reviews" / locale / f"{slug}.jsonl"


def edit(path: Path, change: Callable[[Message], Message]) -> None:
    """Change every live message of a catalogue."""
    catalogue = read_catalogue(path)
    live = [message for message in catalogue.messages if not message.obsolete]
    write_catalogue(catalogue.with_messages(map(change, live)))


def translated(message: Message) -> Message:
    """A translation nobody could object to: every word in capitals, placeables kept."""
    parts = re.split(r"(\]\(.*?\))", message.msgid)
    text = "".join(part if part.startswith("](") else part.upper() for part in parts)
    text = re.sub("[ \u00a0]+([;:!?])", r"\1", text)  # which French has and English has not
    return replace(message, msgstr=text)


def drafted(message: Message) -> Message:
    return message.with_draft(translated(message).msgstr, MACHINE)


def set_msgstr(path: Path, msgid: str, msgstr: str) -> None:
    """Give the one message that starts with ``msgid`` this translation."""
    edit(
        path,
        lambda message: (
            replace(message, msgstr=msgstr) if message.msgid.startswith(msgid) else message
        ),
    )


def set_option(root: Path, name: str, value: str) -> None:
    """Set an option of the section ``[workflow]``, in the place of the one there is."""
    path = root / "setup.cfg"
    lines = path.read_text("utf-8").split("\n")
    kept = [line for line in lines if not line.startswith(f"{name} =")]
    kept.insert(kept.index("[workflow]") + 1, f"{name} = {value}")
    path.write_text("\n".join(kept), "utf-8")


def set_roles(root: Path, **roles: str) -> None:
    """Name who may do what: the local part of an address at example.org = its roles."""
    path = root / "setup.cfg"
    lines = path.read_text("utf-8").split("\n")
    place = lines.index("[workflow:roles]") + 1
    lines[place:place] = [f"{name}@example.org = {value}" for name, value in roles.items()]
    path.write_text("\n".join(lines), "utf-8")
