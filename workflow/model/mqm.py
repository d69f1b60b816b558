"""Kinds of translation errors and their weights, after MQM (https://themqm.org/).

The tree is that of MQM Core with the children that reviewers of articles use; severities and
their weights are those of MQM's scoring model: penalty points of all errors, per 1,000 words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

CATEGORIES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "terminology": ("inconsistent", "wrong-term", "not-the-glossary"),
        "accuracy": (
            "mistranslation",
            "overtranslation",
            "undertranslation",
            "addition",
            "omission",
            "untranslated",
            "do-not-translate",
        ),
        "linguistic": (
            "grammar",
            "punctuation",
            "spelling",
            "unintelligible",
            "encoding",
            "consistency",
        ),
        "style": ("house-style", "register", "awkward", "unidiomatic", "inconsistent-style"),
        "locale": ("number-format", "date-format", "measurement", "currency", "name-format"),
        "audience": ("culture", "offensive", "unclear"),
        "markup": ("tags", "links", "layout", "truncation"),
        "other": (),
    }
)
"""Kind of error → its children."""
WEIGHTS: Final[Mapping[str, int]] = MappingProxyType(
    {"neutral": 0, "minor": 1, "major": 5, "critical": 25}
)
"""Severity → penalty points."""
NAMES: Final = tuple(
    name
    for kind, children in CATEGORIES.items()
    for name in (kind, *(f"{kind}/{child}" for child in children))
)
"""Every category as an event names it: ``accuracy``, ``accuracy/mistranslation``."""
DEFAULT_SEVERITY: Final = "major"
"""Where a reviewer names none."""


def score(severities: Iterable[str], words: int) -> float | None:
    """Penalty points per 1,000 source words; None where there are no words.

    What is no severity of ours weighs as a major error.
    """
    if words <= 0:
        return None
    points = sum(WEIGHTS.get(each, WEIGHTS[DEFAULT_SEVERITY]) for each in severities)
    return 1000 * points / words
