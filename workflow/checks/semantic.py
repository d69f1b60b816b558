"""Translations that say quite another thing than their source, by a model of meaning.

The model is asked elsewhere (:mod:`workflow.memory.embeddings`, extra ``semantic``). It tells
unrelated texts from translations; negations, numbers and names it does not see, which have rules
of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workflow.checks.subject import Remark, Subject
from workflow.inline.prose import plain
from workflow.inline.scripts import han
from workflow.model import Text
from workflow.model.phrase import phrase

_LEAST_LETTERS: Final = 8
"""Of the source; with fewer the model tells nothing."""
_SHORT: Final = 30
"""Letters below which good translations are less like their source."""
_UNLIKE: Final = (0.80, 0.82)
"""Below this likeness a short and a longer text are no translation. Measured with multilingual-
e5-small on this project's own articles, French, English and Chinese, each text beside its
translation and beside that of another text of the same articles."""


def compared_meaning(source: Text, target: Text) -> tuple[str, str] | None:
    """What the model is asked about: both without markup; None where it could tell nothing."""
    said, answered = plain(source), plain(target)
    enough = all(_letters(text) >= _LEAST_LETTERS for text in (said, answered))
    return (said, answered) if enough and said.split() != answered.split() else None


def is_unlike(source: str, likeness: float) -> bool:
    """Whether a text with this likeness to ``source`` (without markup) is no translation of it."""
    return likeness < _UNLIKE[_letters(source) >= _SHORT]


def check_semantic(subject: Subject) -> Iterator[Remark]:
    """A translation whose meaning has nothing to do with its source's."""
    likeness = subject.likeness
    if likeness is not None and is_unlike(plain(subject.source), likeness):
        yield Remark(
            phrase("this seems to be the translation of another text: compare it with its source")
        )


def _letters(text: str) -> float:
    """How many letters a text has; a Chinese character counts as three."""
    return sum(map(str.isalpha, text)) + 2 * han(text)
