"""Translations of paragraphs that were split in parts or joined to one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise

from workflow.inline.marks import is_unspaced

_ASTRAY = 0.15
"""How far from its proportional place, as a share of the text, a sentence may end to be the cut."""


def joined(texts: Iterable[str]) -> str:
    """Join paragraphs to one: a space between them, none beside a script that needs none."""
    whole = ""
    for text in texts:
        space = "" if not whole or is_unspaced(whole[-1:]) or is_unspaced(text[:1]) else " "
        whole += space + text
    return whole


def cut(msgstr: str, parts: Sequence[str], language: str | None) -> tuple[str, ...] | None:
    """Cut a translation, at ends of sentences, in the proportion of the source's ``parts``.

    ``language`` is the translation's (ISO 639). None where no sentence ends near enough to
    where a cut would have to be.
    """
    from workflow.formats import sentence_ends  # noqa: PLC0415 - its libraries start slowly

    ends = sentence_ends(language or ("zh" if any(map(is_unspaced, msgstr)) else "en"))(msgstr)
    *lengths, whole = accumulate(map(len, parts))
    cuts: list[int] = []
    for length in lengths:
        aim = len(msgstr) * length / whole
        nearest = min(ends, key=lambda end: abs(end - aim), default=0)
        if abs(nearest - aim) > _ASTRAY * len(msgstr):
            return None
        cuts.append(nearest)
    pieces = [msgstr[start:end].strip() for start, end in pairwise((0, *cuts, len(msgstr)))]
    return tuple(pieces) if all(pieces) else None
