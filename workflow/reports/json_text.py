"""JSON for reports: large ones have a hundred thousand values."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Final


class Written(tuple[str, ...]):
    """Members of a list, in texts of one or more, as :func:`json_text` writes them there."""

    __slots__ = ()


_quoted: Final = json.encoder.encode_basestring
_plain: Final[Mapping[type, Callable[[Any], str]]] = {
    str: _quoted,
    int: int.__repr__,
    bool: {True: "true", False: "false"}.__getitem__,
    type(None): lambda _: "null",
}
"""How values of the types that are met most are written."""


def json_text(value: Any, line: str = "\n") -> str:
    """``value`` as ``json.dumps`` writes it with an indent of two and characters as they are.

    In two thirds of its time: with an indent, ``json`` writes value by value. ``line`` ends a line
    where the value stands, and begins the next.
    """
    inner = f"{line}  "
    if isinstance(value, Mapping):
        members = [
            _key(name) + (say(each) if (say := _plain.get(type(each))) else json_text(each, inner))
            for name, each in value.items()
        ]
        return f"{{{inner}{f',{inner}'.join(members)}{line}}}" if members else "{}"
    if isinstance(value, Written):
        return f"[{inner}{f',{inner}'.join(value)}{line}]" if value else "[]"
    if isinstance(value, list | tuple):
        texts = [
            say(each) if (say := _plain.get(type(each))) else json_text(each, inner)
            for each in value
        ]
        return f"[{inner}{f',{inner}'.join(texts)}{line}]" if texts else "[]"
    return json.dumps(value, ensure_ascii=False)


@cache
def _key(name: str) -> str:
    return f"{_quoted(name)}: "
