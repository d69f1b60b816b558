"""Where sentences end, for articles that are translated sentence by sentence.

sentencex says where, and some of its breaks are not believed, for a sentence cut in two does more
harm than two left together: after an initial (« M. », « O.N.U. »), inside an address or a file's
name, before what begins no sentence, and after a quotation where nothing tells that its sentence
ends with it (“你好。”她说。).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

from workflow.formats.format import SentenceEnds

_TRIMMED = re.compile(r"(?!\\?\s)\S(?:.*(?!\\\n)\S)?", re.DOTALL)
_INITIAL = re.compile(r"(?:^|[^\w-]|-(?=[A-Z]))[^\W\d_]\.$")
_MARK = re.compile(r"<|\\\n|[*_]+\s")
"""What may follow a full stop at once: a tag, a hard break, the end of emphasis."""
_CLOSING = ("”", "’", "»", "」", "』")
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
    import sentencex  # noqa: PLC0415 - 12 ms, for projects that ask for sentences alone

    ends = accumulate(map(len, sentencex.segment(language, text)))
    return tuple(end for end in ends if 0 < end < len(text) and not _doubtful(text, end))


def _doubtful(text: str, end: int) -> bool:
    """Whether the sentence that is said to begin at ``end`` may be one with what is before it."""
    before, after = text[:end].rstrip(), text[end]
    if after.islower() or after in ",;:)]/" or _INITIAL.search(before, max(0, len(before) - 4)):
        return True
    if before.endswith("."):
        return text[end - 1] == "." and after.isascii() and not _MARK.match(text, end)
    return before[-1:] in _CLOSING and not after.isupper()
