"""What differs between two texts, word by word, for people to see."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from rapidfuzz.distance import Indel

Kind = Literal["same", "removed", "added"]
_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_\u3040-\u9fff]+|\s+|.", re.DOTALL
)
"""A word, a Chinese or Japanese character, white space, or anything else by itself."""


def compared(old: str, new: str) -> Iterator[tuple[Kind, str]]:
    """Yield what both texts have, what only ``old`` has and what only ``new`` has, in order.

    Joined, the pieces that are ``same`` or ``removed`` are ``old``; ``same`` or ``added``, ``new``.
    """
    before, after = _WORD.findall(old), _WORD.findall(new)
    removed = added = ""
    for step in Indel.opcodes(before, after):
        if step.tag == "equal":
            yield from _changed(removed, added)
            removed = added = ""
            yield "same", "".join(before[step.src_start : step.src_end])
        removed += "".join(before[step.src_start : step.src_end]) if step.tag == "delete" else ""
        added += "".join(after[step.dest_start : step.dest_end]) if step.tag == "insert" else ""
    yield from _changed(removed, added)


def _changed(removed: str, added: str) -> Iterator[tuple[Kind, str]]:
    if removed:
        yield "removed", removed
    if added:
        yield "added", added
