"""Translations that say the opposite: a negation lost or added, a bound turned, an opposite.

Told by words, in French, English and Chinese; see :mod:`.negations`, :mod:`.bounds` and
:mod:`.opposites`. A sentence has one fault at
most: that a closed shop does « n’ouvre pas » is none, for a negation and an opposite undo each
other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from workflow.checks.bounds import bounds, turned
from workflow.checks.cues import BOUNDS, COUNTS, DENIES, OPPOSES, cues
from workflow.checks.negations import NONE, Denials, denials, lost
from workflow.checks.opposites import exchanged, named
from workflow.checks.pairing import Fault, Pairing, marked
from workflow.checks.subject import Remark, Subject
from workflow.model.phrase import phrase

_READ: Final = frozenset({"fr", "en", "zh"})
_LOOSE: Final = 1
"""Sentences of a text that is told apart as a whole, where it has not as many as the other."""
_MANY: Final = 4
"""Negations in one piece of text, from which on they are too many to be told apart."""


def of_meaning(it: Pairing) -> Iterator[Fault]:
    """What a draft says the opposite of, sentence by sentence."""
    if not _READ.issuperset(it.languages):
        return
    aligned = it.aligned
    if len(aligned) == 1 and max(map(len, it.sentences)) > _LOOSE:
        return
    for source, target in aligned:
        fault = _of_sentence(source, target, it.languages)
        if fault is not None:
            yield fault


def _of_sentence(source: str, target: str, languages: tuple[str, str]) -> Fault | None:
    there, here = languages
    told, tells = cues(source, there), cues(target, here)
    both = told & tells
    if not ((told | tells) & DENIES or both & OPPOSES or both & BOUNDS):
        return None
    bounded = both & BOUNDS and both & COUNTS
    if bounded and (found := turned(bounds(source, there), bounds(target, here))):
        said = phrase(
            "“{given}” where the source has “{wanted}”: the bound is turned round",
            given=found[1],
            wanted=found[0],
        )
        return marked("comparison", said)
    if (told | tells) & DENIES:
        wanted, given = denials(source, there), denials(target, here)
    else:
        wanted = given = NONE
    if both & OPPOSES and wanted.least == given.least:
        first = named(source, there)
        if first and (opposed := exchanged(first, named(target, here))):
            said = phrase(
                "“{given}” is the opposite of “{wanted}”: which is meant?",
                given=opposed[1],
                wanted=opposed[0],
            )
            return marked("antonyms", said)
    several = min(wanted.least, given.least) > 0  # 没有……，也没有 is one in other languages
    if max(wanted.least, given.least) >= _MANY or (several and "zh" in languages):
        return None
    words = None
    if lost(wanted, given) and not _quoted(wanted, target):
        words = wanted.words or wanted.firm[0]
        said = phrase(
            "the source has a negation (“{words}”), the translation none: put it in", words=words
        )
    elif lost(given, wanted) and not _quoted(given, source):
        words = given.words or given.firm[0]
        said = phrase(
            "the translation has a negation (“{words}”), the source none: take it out", words=words
        )
    return marked("negation", said) if words else None


def _quoted(one: Denials, text: str) -> bool:
    """Whether the other text has a negation as it is, in a quotation of the language, say."""
    return bool(one.words) and one.words in text


def _look(kind: str) -> Callable[[Subject], Sequence[Remark]]:
    return lambda subject: [
        Remark(fault.reason) for fault in subject.pairing.found_by(of_meaning) if fault.kind == kind
    ]


check_negation = _look("negation")
check_comparison = _look("comparison")
check_antonyms = _look("antonyms")
