"""Where sentences end, for articles that are translated sentence by sentence.

Two libraries are asked, sentencex and pySBD, and a break stands where both see one: a sentence
cut in two does more harm than two left together. Each alone fails on what newsrooms write
(sentencex cuts after « M. » and inside « O.N.U. » in French, pySBD before a closing Chinese
quotation mark and after “p.”).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import accumulate, pairwise
from typing import Any

SentenceEnds = Callable[[str], tuple[int, ...]]
"""Takes a msgid, returns the offsets (characters) at which a sentence after the first begins."""

_TRIMMED = re.compile(r"(?!\\?\s)\S(?:.*(?!\\\n)\S)?", re.DOTALL)
_LANGUAGES = frozenset(("fr", "en", "zh"))


def sentence_ends(language: str) -> SentenceEnds:
    """The splitter for a language (``fr``, ``en``, ``zh``; any other is split like English)."""
    code = language if language in _LANGUAGES else "en"
    return lambda text: _ends(text, code)


def trimmed(text: str, ends: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield start and end of each sentence, the spaces and hard breaks between left out."""
    for start, end in pairwise((0, *ends, len(text))):
        found = _TRIMMED.search(text[start:end])
        if found is not None:
            yield start + found.start(), start + found.end()


def _ends(text: str, language: str) -> tuple[int, ...]:
    import sentencex  # noqa: PLC0415 - only needed where a project asks for sentences

    first = _starts(list(sentencex.segment(language, text)))
    second = _starts([span.sent for span in _pysbd(language).segment(text)])
    return tuple(sorted((first & second) - {0, len(text)}))


def _starts(sentences: list[str]) -> set[int]:
    return set(accumulate(map(len, sentences)))


@cache
def _pysbd(language: str) -> Any:
    import pysbd  # noqa: PLC0415

    return pysbd.Segmenter(language=language, clean=False, char_span=True)
