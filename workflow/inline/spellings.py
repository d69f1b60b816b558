"""Words that British and American English spell otherwise (``spellings.tsv``).

``scripts/english_spellings.py`` makes the table from the word lists of SCOWL.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

Side = Literal["GB", "US"]


class Spelling(NamedTuple):
    """A word that tells whose English it is."""

    side: Side
    other: str
    """How the other side spells it."""
    oxford: bool
    """Whether it ends in -ise or -ize, which British publishers write as they choose."""


@cache
def spellings() -> Mapping[str, Spelling]:
    """Word in lower case → what it tells."""
    found: dict[str, Spelling] = {}
    for line in (files("workflow.inline") / "spellings.tsv").read_text("utf-8").splitlines():
        british, american, which = line.split("\t")
        oxford = british.replace("is", "iz") == american.replace("is", "iz")
        found[british] = Spelling("GB", american, oxford)
        if which == "both":
            found[american] = Spelling("US", british, oxford)
    return found
