"""Where the lines of a text end, among its sentences and numbers, in a source and a translation.

A machine that moves a line break to the end of a text, or into another sentence, has lost a line
of an address or a poem. Only what is certain counts: a line without words, or the same sentences
and numbers on other lines. How many sentences there are depends on full stops, which abbreviations
have as well: where a text and its translation do not have the same number, nothing is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

from workflow.model import Markup, Text
from workflow.model import lazy_re as re

_TAG = r"<br[ \t]*/?>[ \t]*\n?"
_ENDS: Mapping[Markup, re.Pattern[str]] = {
    "markdown": re.compile(rf"\\(?:\n|\Z)|[ \t]{{2,}}\n|{_TAG}", re.IGNORECASE),
    "html": re.compile(_TAG, re.IGNORECASE),
    "text": re.compile(r"\n"),
}
_HINT = re.compile(r"\n|<br", re.IGNORECASE)
_SENTENCE = re.compile(r"[.!?…]+(?=[”»’\"')\]*_]*(?:\s|\Z))|[。！？]+")
_NUMBER = re.compile(r"\d+")
_MARKUP = re.compile(r"<[^<>]*>|\]\([^()\s]*\)")
"""Tags and addresses: there is no sentence in them."""


def same_lines(source: Text, translation: Text) -> bool:
    """Whether both have as many lines, each with words where the other has some, and no sentence
    or number stands on another line for certain."""
    if not _HINT.search(source.value):
        return True
    told, found = _lines(source), _lines(translation)
    if len(told) != len(found) or any(
        _has_words(one) != _has_words(other) for one, other in zip(told, found, strict=True)
    ):
        return False
    return all(
        sorted(chain(*one)) != sorted(chain(*other)) or one == other
        for one, other in (
            ([read(line) for line in told], [read(line) for line in found])
            for read in (_sentences, _numbers)
        )
    )


def _lines(text: Text) -> Sequence[str]:
    return [_MARKUP.sub(" ", line) for line in _ENDS[text.markup].split(text.value.strip())]


def _has_words(line: str) -> bool:
    return any(map(str.isalnum, line))


def _sentences(line: str) -> Sequence[str]:
    """As many of the same as there are sentences."""
    return ["."] * len(_SENTENCE.findall(line))


def _numbers(line: str) -> Sequence[str]:
    return sorted(_NUMBER.findall(line))
