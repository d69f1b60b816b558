"""Which rules are asked of a message: those alone that can have something to say of it.

Most messages are words and a full stop, while most rules are about signs and figures. So a rule
says what stands in every message of which it speaks (:class:`~.rule.Needs`). All these are an index
from characters to rules, in which the few characters of a message that are no letters are looked
up. Rules that look for the same things are asked together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Final, NamedTuple

from workflow.checks.rule import Family, Needs, Part, Rule
from workflow.checks.subject import Remark, Subject
from workflow.inline.unlettered import USUAL, telling

_KEPT: Final = 4096
"""Sets of rules that are remembered."""


class Asked(NamedTuple):
    """Who is asked of a message; rules come with their places in the registry."""

    alone: Sequence[tuple[int, Rule, Callable[[Subject], Sequence[Remark]]]]
    families: Sequence[tuple[Family, Mapping[str, tuple[int, Rule]]]]
    """Each with those of its rules whose remarks are wanted, by name."""


class _Index(dict[str, int]):
    """A character → those who may speak of a text that has it, one bit each."""

    def __init__(self, needs: Sequence[str]) -> None:
        super().__init__(dict.fromkeys(USUAL, 0))
        self._every = (1 << len(needs)) - 1
        for number, characters in enumerate(needs):
            for each in characters:
                self[each] |= 1 << number

    def __missing__(self, character: str) -> int:
        """An unusual one: whoever said what it needs did not think of it."""
        return self._every


class Asking:
    """Those of some rules that are asked of a message; ``languages`` (``fr``, without territory)
    are that of the msgids and that of the msgstrs."""

    def __init__(self, rules: Iterable[tuple[int, Rule]], languages: tuple[str, str]) -> None:
        self._there, self._here = map(telling, languages)
        together: dict[Family | str, list[tuple[int, Rule]]] = {}
        for number, rule in rules:
            if look := rule.of_message:
                key = look.family if isinstance(look, Part) else rule.name
                together.setdefault(key, []).append((number, rule))
        self._units: Final = tuple(together.items())
        needs = [_needs([rule for _, rule in unit]) for _, unit in self._units]
        self._source: Final = _Index([each.source if each else "" for each in needs])
        self._target: Final = _Index([each.target if each else "" for each in needs])
        self._always: Final = sum(1 << at for at, each in enumerate(needs) if each is None)
        self._asked: Final[dict[int, Asked]] = {}

    def of(self, subject: Subject) -> Asked:
        """Who is asked of a message."""
        there, here = self._there(subject.message.msgid), self._here(subject.message.msgstr)
        bits = reduce(or_, map(self._source.__getitem__, there), self._always)
        bits = reduce(or_, map(self._target.__getitem__, here), bits)
        found = self._asked.get(bits)
        if found is None:
            if len(self._asked) >= _KEPT:
                self._asked.clear()
            found = self._asked[bits] = self._of_bits(bits)
        return found

    def _of_bits(self, bits: int) -> Asked:
        units = [unit for at, unit in enumerate(self._units) if bits >> at & 1]
        return Asked(
            tuple(
                (number, rule, rule.of_message)
                for key, ((number, rule), *_) in units
                if isinstance(key, str) and rule.of_message
            ),
            tuple(
                (key, {rule.name: (number, rule) for number, rule in unit})
                for key, unit in units
                if not isinstance(key, str)
            ),
        )


def _needs(rules: Sequence[Rule]) -> Needs | None:
    """What one of some rules needs; None if one needs nothing."""
    needs = [rule.needs for rule in rules]
    known = [each for each in needs if each is not None]
    if len(known) < len(needs):
        return None
    return Needs("".join(each.source for each in known), "".join(each.target for each in known))
