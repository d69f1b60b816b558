"""What of a text can be recognised in a translation of it: names, places, figures."""

from __future__ import annotations

from typing import Final

from workflow.checks.folding import fold
from workflow.checks.gazetteer import gazetteer
from workflow.checks.opposites import named
from workflow.inline.figure import SAID
from workflow.inline.figure_reader import figures
from workflow.model import lazy_re as re

_NAME: Final = re.compile(r"[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ÿ]{2,}")
_LANGUAGES: Final = frozenset({"fr", "en", "zh"})


def landmarks(text: str, language: str) -> frozenset[str]:
    """Keys of the capitalised words of a text without markup, of its places, of the figures that
    mean one thing, and of words that have an opposite."""
    found = {fold(each) for each in _NAME.findall(text)}
    if language not in _LANGUAGES:
        return frozenset(found)
    for each in figures(text, language):
        if each.weight >= SAID and len(each.values) == 1:
            found.add(f"{each.kind} {min(each.values)}")
    for mention in gazetteer("places", language).find(text):
        found |= mention.ids
    for pair, halves in named(text, language).items():
        found |= {f"{pair} {half}" for half, word in halves if word}
    return frozenset(found)
