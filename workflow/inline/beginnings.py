"""Where a pattern may begin: a look ahead that spares trying many alternatives everywhere.

``re`` tries the alternatives of a pattern one after the other at each place of a text, a hundred of
them for hardly any match. Words that begin alike are told apart here letter by letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

Tree = dict[str, "Tree"]


def beginnings(words: Iterable[str]) -> str:
    """A pattern of any of ``words``, in capitals and small letters, whatever flags it has; a word
    is the beginning of what it stands for, but for one with a blank after it."""
    tree: Tree = {}
    for word in words:
        branch = tree
        for letter in word.lower():
            branch = branch.setdefault(letter, {})
        branch[""] = {}
    return _pattern(tree)


def _pattern(tree: Tree) -> str:
    if not tree or "" in tree:
        return ""
    ways = (f"{_letter(letter)}{_pattern(rest)}" for letter, rest in tree.items())
    return f"(?:{'|'.join(ways)})"


def _letter(letter: str) -> str:
    if letter == " ":
        return r"\b"
    return f"[{letter}{letter.upper()}]" if letter != letter.upper() else re.escape(letter)
