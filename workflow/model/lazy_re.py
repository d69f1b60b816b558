"""The module ``re``, but that a pattern is compiled when it is first asked for something.

To compile a thousand patterns takes three times as long as to look at an article, and an article
needs a quarter of them. So modules that have many import this as ``re``.
"""

from __future__ import annotations

import re
import sys
from re import (
    ASCII,
    DOTALL,
    IGNORECASE,
    MULTILINE,
    VERBOSE,
    I,
    M,
    Match,
    Pattern,
    escape,
    findall,
    finditer,
    fullmatch,
    match,
    search,
    split,
    sub,
)
from typing import Any, AnyStr, cast

__all__ = [
    "ASCII",
    "DOTALL",
    "IGNORECASE",
    "MULTILINE",
    "VERBOSE",
    "I",
    "M",
    "Match",
    "Pattern",
    "compile",
    "escape",
    "findall",
    "finditer",
    "fullmatch",
    "match",
    "search",
    "split",
    "sub",
]
_KEPT = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")
"""What is asked for again and again."""


def compile(pattern: AnyStr, flags: int = 0) -> Pattern[AnyStr]:
    """``re.compile(pattern, flags)`` when the pattern is first used; till then nobody knows
    whether it is one: :class:`re.error` is raised then.

    Where it stands in a variable of the module that made it, the compiled one stands there from
    then on.
    """
    return cast("Pattern[AnyStr]", _Waiting(pattern, flags, sys._getframe(1).f_globals))


class _Waiting:
    """Has every attribute of a compiled pattern."""

    def __init__(self, pattern: Any, flags: int, home: dict[str, Any]) -> None:
        self.pattern = pattern
        self._flags, self._home = flags, home

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        made = re.compile(self.pattern, self._flags)
        for each in _KEPT:
            self.__dict__[each] = getattr(made, each)
        for each, value in list(self._home.items()):
            if value is self:
                self._home[each] = made
        return getattr(made, name)

    def __reduce__(self) -> tuple[Any, ...]:
        return (re.compile, (self.pattern, self._flags))
