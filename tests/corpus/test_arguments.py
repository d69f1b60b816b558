"""Arguments of directives: real documents, and time that grows with length alone."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest

from workflow.errors import WorkflowError
from workflow.formats import parse
from workflow.formats.markdown.arguments import pending, shapes
from workflow.formats.markdown.dialect import directives
from workflow.model import Segment

NAMES = frozenset(("caption", "title", "alt", "label", "summary"))
CORPUS = Path(__file__).resolve().parents[2] / "build" / "corpora" / "markdown"
PIECES = [
    '{{< f caption="a\n', '{{< f caption="a ', "{{< f caption=`a\n", "{% f caption='a\n",
    '<T label="a\n', "<T a={\n", "<T a={{", "<T\n", "<T a\n", ":::note[a\n", ":::note [[a](",
    ":::note {a\n", ':::{a="\n', '!!! note "a\n', '!!! note "a\n    b\n', "{% raw %}\n",
    '{{< f caption="a b" >}}\n', '    {{< f caption="a b" >}}\n\na\n\n', '<T label="a b">\n',
    '- {{< f >}}\n\n  {{< f caption="a b" >}}\n',
    '<!-- translators: a -->\n{{< f caption="a b" >}}\n\n',
]  # fmt: skip
SIZE = 200_000


@pytest.mark.parametrize("piece", PIECES)
def test_time_grows_with_length_alone(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        started = time.process_time()
        assert all(each.parts for each in pending(text, NAMES))
        assert sum(1 for _ in shapes(text, directives(text), NAMES)) >= 0
        return time.process_time() - started

    short = min(seconds(SIZE) for _ in range(2))
    assert seconds(8 * SIZE) < 24 * max(short, 0.005)


def test_real_documents() -> None:
    files = sorted(CORPUS.rglob("*.md*"))
    if not files:
        pytest.skip("no corpus: scripts/corpora fetches it")
    found = 0
    for file in files:
        try:
            text = file.read_bytes().decode()
            document = parse(text, fields=(), arguments=NAMES)
        except (UnicodeDecodeError, WorkflowError):
            continue
        assert document.render(lambda segment: segment.text) == text
        plain = {segment.start for segment in parse(text, fields=()).segments}
        own = {segment.start for segment in document.segments} - plain
        found += len(own)
        texts = {
            segment.start: f'[{segment.text} – « ça "va" »]'
            for segment in document.segments
            if segment.start in own
        }
        assert not document.breakage(partial(_translation, texts)), file
    assert found > 1000


def _translation(texts: Mapping[int, str], segment: Segment) -> str | None:
    return texts.get(segment.start)
