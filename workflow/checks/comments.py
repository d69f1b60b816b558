"""Sources: what their authors say to the tool."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from workflow.checks.subject import Remark, Source, meant
from workflow.formats.markdown.dialect import mask, name_and_data, opaque_blocks
from workflow.model.phrase import phrase

_WORDS = ("skip", "skip-begin", "skip-end")
_COMMENT = re.compile(
    r"^[ \t>]*<!--[ \t]*+workflow:[ \t]*+(?P<word>[^\r\n]*?)[ \t]*-->[ \t]*$", re.MULTILINE
)


def check_comments(source: Source) -> Iterator[tuple[int, Remark]]:
    """A comment `workflow: …` that says nothing this program knows, or `skip-begin` without
    `skip-end`: the rest of the article would not be translated.
    """
    opened = 0
    for line, word in _comments(source):
        if word not in _WORDS:
            near = get_close_matches(word, _WORDS, n=1)
            advice = meant(near, _WORDS)
            yield (
                line,
                Remark(
                    phrase("“workflow: {word}” means nothing: {advice}", word=word, advice=advice)
                ),
            )
        elif word == "skip-begin":
            opened = opened or line
        elif word == "skip-end":
            opened = 0
    if opened:
        yield (
            opened,
            Remark(
                phrase(
                    "nothing after it is translated: write <!-- workflow: skip-end --> where the "
                    "part to skip ends"
                )
            ),
        )


def _comments(source: Source) -> Iterator[tuple[int, str]]:
    """Line and word of each comment to the tool that stands in no code."""
    body = source.document.body
    found = list(_COMMENT.finditer(body))
    blocks = opaque_blocks(mask(body)) if found and source.article.format == "markdown" else ()
    code = [(start, end) for block, start, end in blocks if name_and_data(block)[0] == "CodeBlock"]
    for comment in found:
        at = len(body[: comment.start()].encode())
        if not any(start <= at < end for start, end in code):
            yield source.document.body_line + body.count("\n", 0, comment.start()), comment["word"]
