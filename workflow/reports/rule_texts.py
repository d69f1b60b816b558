"""The rules of `workflow check`, told: a list for people, a table for the documentation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from workflow.model.phrase import phrase
from workflow.reports.findings import SEVERITIES, STYLES
from workflow.reports.i18n import Words
from workflow.reports.screen import Screen, padded, visible

if TYPE_CHECKING:
    from workflow.checks import Example, Rule


def as_list(rules: Sequence[Rule], screen: Screen) -> Iterator[str]:
    """Yield lines for people: name, severity and title of each, and where it comes from."""
    words = screen.words
    names = max(len(rule.name) for rule in rules)
    severities = max(len(words(each)) for each in SEVERITIES.values())
    for rule in rules:
        severity = padded(words(SEVERITIES[rule.severity]), severities)
        yield (
            screen.style(padded(rule.name, names), "name")
            + f"  {screen.style(severity, STYLES[rule.severity])}  {words(rule.title)}"
            + screen.style(f"  ({rule.source})", "aside")
        )


def as_markdown(rules: Sequence[Rule]) -> str:
    """The table of docs/checks.md, in English."""
    rows = [
        f"| `{rule.name}` | {rule.severity} | {rule.explanation} | {rule.source} |"
        for rule in rules
    ]
    head = ["| name | severity | what it finds | source |", "| --- | --- | --- | --- |"]
    return "\n".join([*head, *rows, ""])


def help_text(rule: Rule, words: Words) -> str:
    """What a rule finds, with its examples and its source; several lines."""
    lines = [words(rule.explanation), ""]
    for examples, mark in ((rule.wrong, "✗"), (rule.right, "✓")):
        lines += [f"{mark} {_shown(each)}" for each in examples]
    return "\n".join([*lines, "", words(phrase("Source: {text}", text=rule.source))])


def _shown(example: Example) -> str:
    texts = (example.source, example.target) if example.target else (example.source,)
    return " → ".join(visible(text.replace("\n", "⏎")) for text in texts)
