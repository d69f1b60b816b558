"""Which old message a changed one comes from.

What stands between the same neighbours as before is compared first, and at a lower
similarity; only what finds no sure match there is looked up among all messages that are gone.
Since nearly every edit leaves its neighbours alone, that keeps the cost near-linear.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest
from itertools import chain, pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from workflow.merge.carry import Source, joined, why_fuzzy
from workflow.model import Key, Message
from workflow.model import lazy_re as re

SIMILAR = 60.0
"""Least similarity, per cent, at which an old translation is proposed."""
NEIGHBOURLY = 50.0
"""The least between the same neighbours, where context and kind are the same as well."""
_SURE = 80.0
"""From this similarity on, a match between the same neighbours is not looked for elsewhere."""
_WHOLE = 75.0
"""Least similarity of a paragraph to the parts it was split into, joined."""
_LEAST_LENGTH = 0.6
"""Of the longer side, how much of its length the shorter has at least to be as similar as that."""
_PARTS = 4
_CROWD = 40_000
"""Comparisons beyond which only a few are made of each message in a stretch, the others being
left to the index."""
_ABOUT = 5
"""Messages to either side that are compared all the same."""

_PLACE, _KIND = 12.0, 4.0
_OTHER_CONTEXT, _OBSOLETE, _IN_PARTS = -15.0, -5.0, -5.0
"""What place, kind, context and so on count beside the similarity, in its unit."""

_SAME = 200.0
"""The weight of what was translated from the very same text: more than any similarity."""

_Neighbours = tuple[Key | None, Key | None]
"""The unchanged messages before and after; None at either end of the catalogue."""
_SPACELESS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
"""Thai, Lao, Burmese, Khmer, kana and Han: scripts that put no spaces between words."""
_WORD = re.compile(rf"[{_SPACELESS}]|(?:(?![{_SPACELESS}])\w)+")
_RUN = re.compile(rf"[{_SPACELESS}]{{2,}}")
_FEW = 5
"""Words a text needs for its words alone to tell that it stands in another."""
_CONTAINED = 0.8
"""Share of its words, in their order, that must stand there."""
_LONGER = 1.25
"""How many times as long a text at least is that holds so much of another one unlike it."""
_SHORT = 32
"""Characters up to which a text is looked up by its letters too, for it has few words."""
_COUNTED = 1000
"""Texts that may be counted for one look-up: those with its rarer grams, gram by gram."""
_LOOKED_AT = 12
"""Texts with most in common that are worth a comparison in full."""


@dataclass(frozen=True, slots=True)
class Match:
    """Old messages and the new ones that come from them; on one side there is just one."""

    old: tuple[Message, ...]
    new: tuple[Message, ...]
    weight: float
    """Similarity, and what speaks for and against the match beside it."""


def matches(
    old: Sequence[Message],
    template: Sequence[Message],
    unchanged: Collection[Key],
    wanting: Collection[Key],
) -> tuple[Match, ...]:
    """Return where the ``wanting`` messages of a template come from, best match first.

    ``old`` are a catalogue's messages in its order, ``unchanged`` the keys of those that are
    live and in the template as well. Every old and every new message is in one match at most,
    and no old one is without text.
    """
    keys = {message.key for message in template}
    gone = [message for message in old if message.has_text and message.key not in keys]
    if not gone or not wanting:
        return ()
    stretches = list(_stretches([each for each in old if not each.obsolete], template, unchanged))
    back = _back(gone, [each for each in template if each.key in wanting])
    near = [match for stretch in stretches for match in stretch.matches(wanting)]
    near += back
    sure = {match.new[0].key for match in near if match.weight >= _SURE + _PLACE}
    left = [each for each in template if each.key in wanting and each.key not in sure]
    return _best(chain(near, _anywhere(left, gone)))


def _best(candidates: Iterable[Match]) -> tuple[Match, ...]:
    """The heaviest matches that have no message in common; of equal ones the first."""
    taken: set[int] = set()
    best: list[Match] = []
    for match in sorted(candidates, key=lambda match: -match.weight):
        ids = set(map(id, chain(match.old, match.new)))
        if taken.isdisjoint(ids):
            taken |= ids
            best.append(match)
    return tuple(best)


def _back(gone: Iterable[Message], new: Iterable[Message]) -> list[Match]:
    """The matches of new messages with translations that were made of just their text."""
    made: dict[Key, Message] = {}
    for message in sorted(gone, key=lambda each: each.obsolete):
        made.setdefault(_composed(message.key), message)
        source = Source.translated(message)
        if why_fuzzy(message) in ("", "fuzzy before"):
            made.setdefault(_composed((source.msgctxt, source.msgid)), message)
    found = ((made.get(_composed(message.key)), message) for message in new)
    return [Match((old,), (message,), _SAME) for old, message in found if old is not None]


def _composed(key: Key) -> Key:
    """The key, its letters composed (Unicode's NFC)."""
    return key[0], unicodedata.normalize("NFC", key[1])


# Between the same neighbours


@dataclass(frozen=True, slots=True)
class _Stretch:
    """New messages in a row, and the gone ones that stood between the same neighbours."""

    old: Sequence[Message]
    new: Sequence[Message]

    def matches(self, wanting: Collection[Key]) -> Iterator[Match]:
        """All matches between the two that are good enough."""
        new = [message for message in self.new if message.key in wanting]
        crowded = len(new) * len(self.old) > _CROWD
        for place, message in enumerate(new):
            for candidate in self._about(place / len(new)) if crowded else self.old:
                if match := _match(candidate, message, near=True):
                    yield match
        if not crowded:
            for whole in self.old:
                yield from (_in_parts((whole,), part) for part in _runs(whole, new))
            for message in new:
                yield from (_in_parts(part, (message,)) for part in _runs(message, self.old))

    def _about(self, share: float) -> Sequence[Message]:
        """The old messages at about this share of the way."""
        place = round(share * len(self.old))
        return self.old[max(0, place - _ABOUT) : place + _ABOUT + 1]


def _stretches(
    live: Sequence[Message], template: Sequence[Message], unchanged: Collection[Key]
) -> Iterator[_Stretch]:
    after: dict[Key | None, list[Message]] = {}
    before: dict[Key | None, list[Message]] = {}
    for neighbours, messages in _rows(live, unchanged):
        after[neighbours[0]] = before[neighbours[1]] = messages
    for (previous, following), new in _rows(template, unchanged):
        first, second = after.get(previous, []), before.get(following, [])
        old = first if first is second else [*first, *second]
        yield _Stretch([message for message in old if message.has_text], new)


def _rows(
    messages: Iterable[Message], unchanged: Collection[Key]
) -> Iterator[tuple[_Neighbours, list[Message]]]:
    """The messages in a row that are not unchanged, with their neighbours that are."""
    previous: Key | None = None
    row: list[Message] = []
    for message in messages:
        key = message.key
        if key in unchanged:
            if row:
                yield (previous, key), row
                row = []
            previous = key
        else:
            row.append(message)
    if row:
        yield (previous, None), row


def _match(old: Message, new: Message, near: bool) -> Match | None:
    """The match of one with one, if they are similar enough."""
    alike = old.msgctxt == new.msgctxt and _kind(old) == _kind(new)
    score = similarity(old.msgid, new.msgid, NEIGHBOURLY if near and alike else SIMILAR)
    if not score:
        return None
    weight = score + near * _PLACE + (_kind(old) == _kind(new)) * _KIND
    weight += (old.msgctxt != new.msgctxt) * _OTHER_CONTEXT + old.obsolete * _OBSOLETE
    return Match((old,), (new,), weight)


def _kind(message: Message) -> str:
    """What a message is in its article (``heading 2``): see ``template_messages``."""
    return message.comments[0].partition(" (under ")[0] if message.comments else ""


def _runs(whole: Message, parts: Sequence[Message]) -> Iterator[tuple[Message, ...]]:
    """Messages in a row that together may be ``whole``."""
    if whole.msgid_plural is not None:
        return
    least, most = len(whole.msgid) * _LEAST_LENGTH, len(whole.msgid) / _LEAST_LENGTH
    for start in range(len(parts) - 1):
        length = len(parts[start].msgid)
        for end in range(start + 1, min(start + _PARTS, len(parts))):
            length += len(parts[end].msgid)
            if length < least:
                continue
            if length > most:
                break
            run = tuple(parts[start : end + 1])
            texts = joined(part.msgid for part in run)
            if fuzz.ratio(whole.msgid, texts, score_cutoff=_WHOLE) and all(
                (part.msgctxt, part.msgid_plural) == (whole.msgctxt, None) for part in run
            ):
                yield run


def _in_parts(old: tuple[Message, ...], new: tuple[Message, ...]) -> Match:
    texts = [joined(message.msgid for message in side) for side in (old, new)]
    return Match(old, new, fuzz.ratio(*texts) + _PLACE + _IN_PARTS)


# Anywhere


def _anywhere(new: Sequence[Message], gone: Sequence[Message]) -> Iterator[Match]:
    """The matches of the new messages among all that are gone, wherever they stood."""
    if not new:
        return
    index = Index([message.msgid for message in gone])
    for message in new:
        for place in index.near(message.msgid):
            if match := _match(gone[place], message, near=False):
                yield match


def similarity(one: str, other: str, least: float) -> float:
    """Return how similar two texts are, per cent; 0 where that is less than ``least``.

    It is rapidfuzz's ratio, or how much of the shorter text's words the longer one has where
    that says more: a paragraph that grew to three times its length is still that paragraph.
    """
    return fuzz.ratio(one, other, score_cutoff=least) or _containment(one, other, least)


def _containment(one: str, other: str, least: float) -> float:
    """60 where just enough of the shorter text stands in the longer one, 70 where all does."""
    if max(len(one), len(other)) < _LONGER * min(len(one), len(other)):
        return 0.0
    short, long = sorted((_words(one), _words(other)), key=len)
    if len(short) < _FEW:
        return 0.0
    share = LCSseq.similarity(short, long) / len(short)
    score = 60 + 10 * (share - _CONTAINED) / (1 - _CONTAINED)
    return score if share >= _CONTAINED and score >= least else 0.0


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text))


class Index:
    """Texts by the words in them, so that similar ones are found without comparing them all."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, text in enumerate(texts):
            for gram in _grams(text):
                self._places[gram].append(place)

    def near(self, text: str) -> list[int]:
        """Return the places of texts that have most in common with ``text``, best first.

        As many of its grams are counted as can be at a bounded cost, not only the rarest: an
        edit makes rare grams of its own, and it is the others that lead to the right text.
        """
        known = [places for gram in _grams(text) if (places := self._places.get(gram))]
        votes: dict[int, float] = defaultdict(float)
        left = _COUNTED
        for places in sorted(known, key=len):
            for place in places[:left]:
                votes[place] += 1 / len(places)
            left -= len(places)
            if left <= 0:
                break
        return nlargest(_LOOKED_AT, votes, key=votes.__getitem__)


def _grams(text: str) -> Iterable[str]:
    """Words, pairs of characters in scripts without spaces, and a short text's trigrams."""
    text = text.casefold()
    grams = dict.fromkeys(_WORD.findall(text))
    for run in _RUN.findall(text):
        grams |= dict.fromkeys(map("".join, pairwise(run)))
    if len(text) <= _SHORT:
        grams |= dict.fromkeys(text[start : start + 3] for start in range(len(text) - 2))
    return grams
