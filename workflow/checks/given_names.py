"""Given names, and which of them are one name in several languages."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from workflow.checks.folding import bare

BY_SOUND: Final = frozenset(
    "abdel abdul ahmed aleksandr alexei ali anatoli anton boris dimitri dmitri dmitry fiodor "
    "fyodor habib hassan hussein ibrahim igor ivan khaled mahmoud mikhail mohamed mohammed "
    "mouammar moussa muammar muhammad mustafa nasser nikita nikolai oleg omar osama oussama "
    "piotr pyotr saddam salman sergei sergey serguei tariq vassili vladimir volodymyr yasser "
    "youri youssef yuri yusuf".split()
)
"""Names from other scripts, whose bearers' family names each language spells by their sound."""


@cache
def _groups() -> Mapping[str, str]:
    """Each name of the table → the first of its line."""
    text = files("workflow.checks").joinpath("data/given-names.tsv").read_text("utf-8")
    lines = (line.split("|") for line in text.splitlines()[1:])
    return {name: names[0] for names in lines for name in names}


def given_name(word: str) -> str:
    """What the names that are one in several languages share (Pierre, Peter); empty for a word
    that is no given name. Of a compound (Jean-Paul) the first part tells."""
    return _groups().get(bare(word.partition("-")[0]), "") or _groups().get(bare(word), "")


def same_word(word: str) -> str:
    """A word of a name to compare: of a given name what its forms share, else its letters."""
    letters = bare(word)
    return _groups().get(letters, letters)


def given_names() -> Collection[str]:
    """Every given name, folded."""
    return _groups().keys()
