"""Print docs/checks.md with the table of rules as the program has them."""

from __future__ import annotations

import re
from pathlib import Path

import click

from workflow.checks import built_in
from workflow.reports.rule_texts import as_markdown

PAGE = Path(__file__).parent.parent / "docs" / "checks.md"
BETWEEN = re.compile(r"(<!-- rules: .*-->\n)(?:.*\n)*?(<!-- end of rules -->)")


def reference() -> str:
    """Return the whole document."""
    table = as_markdown(built_in())
    text = PAGE.read_text(encoding="utf-8")
    return BETWEEN.sub(lambda found: f"{found[1]}\n{table}\n{found[2]}", text)


if __name__ == "__main__":
    click.echo(reference(), nl=False)
