"""How good a draft is likely to be, told without anybody's translation and without a network.

From 100 points something is taken off for each fault of :mod:`.drafts`, and for what good
translations seldom lack: a usual length, as many sentences, the names, questions and quotation
marks of the source, the glossary's terms. It tells drafts that are broken, cut, of another text
or half translated from usable ones; a fluent draft that says something else it does not see.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from workflow.checks.drafts import faults_of
from workflow.checks.pairing import Fault, Pairing, marked
from workflow.checks.semantic import is_unlike
from workflow.inline.lexis import ALPHABETIC, SMALL
from workflow.model import Locale, Text
from workflow.model import lazy_re as re
from workflow.model.phrase import Phrase, phrase

LEAST = 20
"""A draft with fewer points is left: whoever translates is faster without it."""
_COSTS: Mapping[str, tuple[int, int]] = {
    "language": (40, 40),
    "script": (25, 25),
    "short": (30, 30),
    "long": (25, 25),
    "number": (20, 50),
    "variant": (12, 12),
    "leftover": (12, 40),
    "doubled": (10, 20),
    "meaning": (60, 60),
}
"""Kind of a mark → points that one costs, and that all of the kind cost at most."""
_REJECTED = 90
_USUAL = 0.25
"""A length may differ by so much (of its logarithm) for nothing."""
_COGNATES = 0.15
"""The share of words that French and English may have in common."""
_SENTENCES = re.compile(r"[.!?…。！？]+(?=[\s”»’\")」』]*(?:\s|$|[^\W\d_a-z]))")
_NAME = re.compile(r"(?<=[\w,;] )[A-ZÀ-Þ][\w’'-]{2,}")
_NEGATIONS: Mapping[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "fr": "pas jamais rien personne aucun aucune nul nulle ni sans non plus seul seule seuls "
        "seules seulement faute ne n malgré interdit impossible manque",
        "en": "no not none never nobody nothing neither nor without only cannot lack lacks little "
        "few hardly spite despite forbidden impossible until before unless isn aren wasn don "
        "doesn didn hasn haven can couldn won wouldn shouldn",
        "zh": "",
    }.items()
}
_CHINESE_NEGATIONS = re.compile("[不没沒无無未非勿别別莫]|只|仅|鲜|尽管|直到|禁")


@dataclass(frozen=True, slots=True)
class Quality:
    """An estimate."""

    score: int
    """0: of no use; 100: nothing was found."""
    reasons: tuple[Phrase, ...]
    """What points were taken off for."""
    faults: tuple[Fault, ...]
    """Those among them that are faults."""


def quality(
    source: Text,
    draft: Text,
    pair: tuple[Locale, Locale],
    missing: int = 0,
    likeness: float | None = None,
) -> Quality:
    """Estimate a draft of ``source``; ``missing``: how many of the glossary's terms it lacks.

    ``pair`` is what it is translated from and to; ``likeness``: of the meanings of both, -1 to 1,
    where a model was asked. Raises as the parser of Markdown does.
    """
    it = Pairing(source, draft, pair)
    points: dict[str, float] = {}
    reasons: list[Phrase] = []
    found = faults_of(it)
    if likeness is not None and is_unlike(it.said, likeness):
        found = (*found, marked("meaning", phrase("the meaning seems to be another")))
    for fault in found:
        rejected = fault.weight == "reject"
        cost, most = (_REJECTED, _REJECTED) if rejected else _COSTS.get(fault.kind, (10, 10))
        points[fault.kind] = min(most, points.get(fault.kind, 0) + cost)
        reasons.append(fault.reason)
    for name, taken, reason in _signs(it, missing):
        if name not in points and not (name == "leftover" and "language" in points):
            points[name] = taken
            reasons.append(reason)
    score = max(0, round(100 - sum(points.values())))
    return Quality(score, tuple(reasons), found)


def _signs(it: Pairing, missing: int) -> Iterator[tuple[str, float, Phrase]]:
    """What is no fault by itself: its name, what it costs, and what to say of it."""
    if missing:
        yield "term", min(45, 15 * missing), phrase("terms of the glossary are missing")
    if it.size >= 12 and it.ratio > 0:
        away = abs(math.log(it.ratio)) - _USUAL
        if away > 0:
            sure = min(1.0, it.size / 60)
            kind = "short" if it.ratio < 1 else "long"
            yield kind, 60 * away * sure, phrase("of unusual length")
    copied = _copied(it)
    if copied > _COGNATES:
        yield "leftover", min(20, 80 * (copied - _COGNATES)), phrase("many words of the source")
    lost = _lost_names(it)
    if lost:
        yield "name", min(30, 12 * len(lost)), phrase("names are missing")
    for name, cost, differs, reason in _DIFFERENCES:
        if differs(it):
            yield name, cost, reason


def _copied(it: Pairing) -> float:
    """The share of longer words in small letters that the source has too."""
    words = [word for word in it.draft_words if word.islower() and len(word) >= 5]
    return sum(word in it.source_known for word in words) / len(words) if len(words) > 2 else 0.0


def _lost_names(it: Pairing) -> list[str]:
    """Capitalised words inside a sentence of which nothing is alike in the draft.

    Between alphabets alone: in Chinese a name may be written in either script.
    """
    if not ALPHABETIC.issuperset(it.languages):
        return []
    names = {word for word in _NAME.findall(it.said) if word.lower() not in _NO_NAMES}
    there = it.drafted.casefold()
    return [name for name in names if name.casefold()[:4] not in there]


_NO_NAMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december english french chinese mr mrs ms".split()
).union(*SMALL.values())


def fewer_sentences(it: Pairing) -> bool:
    """Whether a draft is shorter than usual, and has fewer sentences than its source."""
    if it.ratio >= 0.9:
        return False
    said, drafted = (len(_SENTENCES.findall(text)) for text in (it.said, it.drafted))
    return said >= 2 and drafted < said - (said > 3)


def _one_has(marks: str) -> Callable[[Pairing], bool]:
    """Tells whether only one of source and draft has one of the marks."""
    return lambda it: (
        any(map(it.said.__contains__, marks)) != any(map(it.drafted.__contains__, marks))
    )


def _one_denies(it: Pairing) -> bool:
    source, target = it.languages
    denied = (
        _denies(source, it.said, it.source_known),
        _denies(target, it.drafted, it.draft_known),
    )
    return None not in denied and denied[0] != denied[1]


def _denies(language: str, text: str, words: frozenset[str]) -> bool | None:
    if language == "zh":
        return _CHINESE_NEGATIONS.search(text) is not None
    known = _NEGATIONS.get(language)
    return None if known is None else not known.isdisjoint(words)


_DIFFERENCES: Sequence[tuple[str, float, Callable[[Pairing], bool], Phrase]] = (
    ("sentence", 15, fewer_sentences, phrase("fewer sentences than the source")),
    ("question", 15, _one_has("?？"), phrase("a question in only one of the two")),
    ("quotation", 6, _one_has('«“「『"《'), phrase("a quotation in only one of the two")),
    ("bracket", 4, _one_has("(（"), phrase("brackets in only one of the two")),
    ("negation", 6, _one_denies, phrase("a negation in only one of the two")),
)
"""Each with what it costs."""
