"""What something was derived from: every question that was asked of the disk, with its answer.

A question is a letter and a name:

====== ======================================= ======================================
letter name                                    answer
====== ======================================= ======================================
``f``  a file, relative to the project         digest of its bytes; empty for no file
``e``  a path, relative to the project         whether there is a file
``g``  a catalogue, relative to the project    see :meth:`.CommitHistory.answer`
``m``  a file below the articles folder        see :func:`.sources.media_answer`
``b``  a file below the articles folder        see :meth:`.Sources.beside`
``s``  a slug                                  the article's files
``p``  a slug in any normal form of Unicode    the slug of the article it means
``S``                                          all slugs
``a``  a slug                                  digest of the places links to it may name
``n``  a slug that an article had              its slug now
====== ======================================= ======================================
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from workflow.project.kinds import Kind


class Trace:
    """The questions of one derivation."""

    __slots__ = ("notes", "since", "volatile")

    def __init__(self) -> None:
        self.notes: dict[str, str] = {}
        """Question → answer."""
        self.since = 0.0
        """POSIX time: before that, the clock would give another result."""
        self.volatile = False
        """Whether the result will be another one when some time has passed."""

    def copy(self) -> Trace:
        """The questions so far."""
        other = Trace()
        other.notes |= self.notes
        other.since, other.volatile = self.since, self.volatile
        return other

    def note(self, letter: str, name: str, answer: str) -> None:
        """Keep a question; of two answers to one nobody knows which counted."""
        if self.notes.setdefault(letter + name, answer) != answer:
            self.volatile = True

    def clock(self, moment: float, now: float) -> None:
        """Note that the result depends on whether ``moment`` (POSIX time) is over."""
        if moment > now:
            self.volatile = True
        else:
            self.since = max(self.since, moment)


class Derived(NamedTuple):
    """A fact, just derived."""

    kind: Kind[Any]
    slug: str
    value: bytes
    """See :func:`~workflow.project.codec.encode`."""
    trace: Trace
    made: object = None
    """What was made on the way, for who asked alone: it is not kept."""


def answers_digest(head: str, answers: Iterable[str]) -> bytes:
    """One digest over the answers to a list of questions, in order, and over ``head``."""
    told = "\0".join((head, *answers)).encode("utf-8", "surrogateescape")
    return blake2b(told, digest_size=16).digest()
