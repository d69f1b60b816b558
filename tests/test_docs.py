"""What the documentation says is what the program does."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from workflow.checks import built_in
from workflow.cli import COMMANDS
from workflow.project.config import (
    ENGINE_KEYS,
    PROJECT_KEYS,
)
from workflow.reports.rule_texts import as_markdown

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])


def test_the_command_reference_is_what_help_prints() -> None:
    printed = subprocess.run(
        [sys.executable, ROOT / "scripts" / "command_reference.py"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    written = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert written == printed.stdout, "run: make docs"


def test_the_reference_of_settings_is_what_init_writes() -> None:
    printed = subprocess.run(
        [sys.executable, ROOT / "scripts" / "settings_reference.py"],
        capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    written = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert written == printed.stdout, "run: make docs"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    found = re.search(rf"^## workflow {name}$(.*?)(?=^## workflow [a-z]+$|\Z)", text, re.M | re.S)
    assert found
    assert "Example" in found[1]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_in_the_documentation_leads_somewhere(page: Path) -> None:
    text = re.sub(r"`[^`\n]*`", "", page.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)#\s]+)", text):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_module_that_the_documentation_names_is_there(page: Path) -> None:
    named = re.findall(r"`(workflow/[\w/.]+)`", page.read_text(encoding="utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_table_of_checks_is_what_the_program_has() -> None:
    text = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    assert as_markdown(built_in()) in text


def test_every_setting_is_explained_in_a_new_project() -> None:
    text = (ROOT / "workflow" / "flows" / "skeleton" / "workflow.cfg").read_text(encoding="utf-8")
    missing = [key for key in (*PROJECT_KEYS, *ENGINE_KEYS) if not re.search(rf"\b{key}\b", text)]
    assert missing == []


def _tutorials() -> ModuleType:
    spec = importlib.util.spec_from_file_location("tutorials", ROOT / "scripts" / "tutorials.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["tutorials"] = module
    spec.loader.exec_module(module)
    return module


TUTORIALS = _tutorials()
WALKS = sorted((ROOT / "docs" / "tutorials").glob("*.md")) + sorted(
    (ROOT / "docs" / "guides").glob("*.md")
)


@pytest.mark.parametrize("page", WALKS, ids=lambda page: page.stem)
def test_who_does_what_a_tutorial_says_sees_what_it_says(page: Path) -> None:
    assert "\n\n".join(TUTORIALS.check(page)) == "", "run: python scripts/tutorials.py --write"


def test_a_tutorial_that_says_something_else_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```console\n$ echo one; false\ntwo\n$ cat x\n… here\n```\n", "utf-8")
    said = "\n".join(TUTORIALS.check(page))
    assert "-two" in said
    assert "+one" in said
    assert "cat x" in said
    TUTORIALS.check(page, write=True)
    assert "$ echo one; false\none\n$ cat x\ncat: x" in page.read_text("utf-8")
    page.write_text("```diff\n--- x\n+++ x\n@@ -1 +1 @@\n-a\n+b\n```\n", "utf-8")
    assert "cannot be made" in TUTORIALS.check(page)[0]
