"""Which revisions of a source a major change overtook: who reads their translations is told.

Revisions are named by the digest of the whole source. What leads from one to the next are words on
changes, and approvals of one after the other: there need not be a word for every edit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC
from itertools import pairwise

from workflow.model import Significance, SignificanceEvent
from workflow.review.kept import meanings
from workflow.review.log import FIRST, moment

_Step = tuple[str, str]


def overtaken(
    events: Iterable[SignificanceEvent], now: str, approved: Iterable[Sequence[str]] = ()
) -> Mapping[str, str]:
    """Digest of an older source → ISO date (UTC) of the last word that a change since is major.

    ``events`` are the words that count, ``now`` is the digest of the source as it is, ``approved``
    has the sources that were approved one after the other, log by log. Of each change the last
    word holds. Where none leads to the source as it is, those hold that lead to the last revision
    that was spoken of: an edit that nobody spoke of takes nothing back. A word on a change from
    one revision straight to another takes back what was said of one between that was never
    approved.
    """
    words = meanings(events)
    steps = {*words, *(pair for each in approved for pair in pairwise(each))}
    if not any(each.significance is Significance.MAJOR for each in words.values()):
        return {}
    older = {revision for step in steps for revision in step} - {now}
    found = {each: _majors(words, steps, each, now) for each in sorted(older)}
    return {revision: max(map(_day, majors)) for revision, majors in found.items() if majors}


def _majors(
    words: Mapping[_Step, SignificanceEvent], steps: Collection[_Step], before: str, now: str
) -> list[SignificanceEvent]:
    """The major changes on a way from one revision to another."""
    typos = [step for step, each in words.items() if each.significance is Significance.TYPO]
    # What became it by typos alone says the same: what is said of that is said of it.
    starts = _reached({before}, [(new, old) for old, new in typos])
    onward = [step for step in steps if step[1] not in starts]
    after = _reached(starts, onward)
    if now not in after:
        spoken = [words[step] for step in onward if step[0] in after and step in words]
        if not spoken:
            return []
        now = max(spoken, key=_order).source_digest
    towards = _reached({now}, [(new, old) for old, new in onward])
    return [
        words[old, new]
        for old, new in onward
        if old in after
        and new in towards
        and (old, new) in words
        and words[old, new].significance is Significance.MAJOR
    ]


def _reached(starts: Collection[str], steps: Sequence[_Step]) -> set[str]:
    """``starts``, and whatever the steps lead to from there."""
    found, waiting = set(starts), list(starts)
    while waiting:
        at = waiting.pop()
        new = {end for start, end in steps if start == at} - found
        found |= new
        waiting += new
    return found


def _order(event: SignificanceEvent) -> tuple[object, ...]:
    return (moment(event.time) or FIRST, event.source_digest)


def _day(event: SignificanceEvent) -> str:
    return (moment(event.time) or FIRST).astimezone(UTC).date().isoformat()
