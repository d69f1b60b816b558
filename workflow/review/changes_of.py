"""What the entries' own comments tell of changes that nobody has looked at yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from workflow.model import Change, ChangeClass, Message, State


@dataclass(frozen=True, slots=True)
class Marks:
    """How many changes of each class there are, from light to heavy."""

    waiting: Mapping[str, int] = field(default_factory=dict)
    """Of fuzzy messages."""
    followed: Mapping[str, int] = field(default_factory=dict)
    """Of messages whose translation the program changed likewise."""

    @classmethod
    def of(cls, messages: Sequence[Message], states: Sequence[State]) -> Marks:
        """Read the translators' comments of ``messages``; ``states`` are theirs, one each.

        A message that is translated again, reviewed or approved keeps its comment, which then
        tells of nothing open.
        """
        waiting: Counter[ChangeClass] = Counter()
        followed: Counter[ChangeClass] = Counter()
        for message, state in zip(messages, states, strict=True):
            for mark in filter(None, map(Change.parse, message.translator_comments)):
                if state is State.FUZZY:
                    waiting[mark.kind] += 1
                elif mark.repaired and state is State.TRANSLATED:
                    followed[mark.kind] += 1
        return cls(_by_weight(waiting), _by_weight(followed))

    @property
    def together(self) -> Mapping[str, int]:
        """Both."""
        both = Counter(self.waiting) + Counter(self.followed)
        return {str(kind): both[kind] for kind in ChangeClass if both[kind]}


def _by_weight(found: Mapping[ChangeClass, int]) -> Mapping[str, int]:
    return {str(kind): found[kind] for kind in ChangeClass if kind in found}
