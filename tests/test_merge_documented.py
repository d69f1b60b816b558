"""What docs/synchronisation.md shows is what a merge makes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from workflow.merge.merge import merge
from workflow.model import Message
from workflow.po.catalogue import parse_catalogue
from workflow.po.serialize import WRAP, format_message

PAGE = Path(__file__).parent.parent / "docs" / "synchronisation.md"
_BLOCK = r"```po {}\n(.*?)```\s*"
EXAMPLES = re.findall(
    "".join(_BLOCK.format(name) for name in ("before", "template", "after")),
    PAGE.read_text(encoding="utf-8"),
    re.DOTALL,
)


def _messages(text: str) -> tuple[Message, ...]:
    return parse_catalogue(PAGE, text).messages


@pytest.mark.parametrize(("before", "template", "after"), EXAMPLES)
def test_every_example_is_true(before: str, template: str, after: str) -> None:
    merged = merge(_messages(before), _messages(template))
    assert "\n".join(format_message(message, WRAP) for message in merged) == after


def test_there_is_an_example_of_each_change() -> None:
    shown = "".join(after for _, _, after in EXAMPLES)
    for kind in ("white space", "typography", "markup", "URL", "number", "meaning"):
        assert re.search(rf"^# (repaired|source changed): {kind}", shown, re.MULTILINE)
