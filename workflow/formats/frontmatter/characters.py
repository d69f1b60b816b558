"""Which characters YAML 1.2 and TOML 1.0 take where, and what the others are called.

libyaml keeps to YAML 1.1: U+0085, U+2028 and U+2029 end a line there, and control characters
are refused in quotes as well. In YAML 1.2 the three are text (section 5.4), and quotes may hold
whatever JSON may (``nb-json``, section 5.1). libyaml therefore reads other characters in the
place of these, as many, and what it read gets them back.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_NOWHERE = "[\0-\x08\x0b\x0c\x0e-\x1f]"
_IN_QUOTES = "[\x7f-\x84\x86-\x9f\ufffe\uffff]"
_STAND_INS_FOR = "[\x7f-\x9f\u2028\u2029\ufffe\uffff]"
_INVISIBLE = (
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\xa0\xad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f"
    "\u3000\ufeff\ufffe\uffff]"
)
_NO_BLANK = re.compile(rf"^[ ]*(?:- +)*(?:[^\s:#]+:|-)(?P<odd>{_INVISIBLE})", re.MULTILINE)
_FIRST_STAND_IN = 0x10FF00  # private use; 254 of them, many more than there is to stand in for
_NAMES = {
    "\0": "null character",
    "\t": "tab",
    "\x0b": "vertical tab, the line break of word processors",
    "\x0c": "form feed, a page break",
    "\x1b": "escape character",
    "\x7f": "delete character",
    "\x85": "next line",
    "\ufeff": "byte-order mark",
}


@dataclass(frozen=True, slots=True)
class StandIns:
    """The characters that libyaml reads otherwise, and what stands in their place meanwhile."""

    to: dict[int, int]
    """From each of the characters in the text to one that is not in it."""

    @classmethod
    def of(cls, text: str) -> StandIns:
        """Return those that ``text`` needs: none, as a rule."""
        needed = sorted(set(re.findall(_STAND_INS_FOR, text)))
        free = (code for code in range(_FIRST_STAND_IN, 0x10FFFE) if chr(code) not in text)
        return cls({ord(char): next(free) for char in needed})

    def put(self, text: str) -> str:
        """Return ``text`` with them in it, as long as before."""
        return text.translate(self.to) if self.to else text

    def back(self, text: str) -> str:
        """Return ``text`` as it was."""
        return text.translate({stand_in: char for char, stand_in in self.to.items()})


def first_nowhere(text: str) -> int | None:
    """Where the first character stands that may stand nowhere; None where there is none."""
    found = re.search(_NOWHERE, text)
    return found.start() if found else None


def only_in_quotes(text: str) -> tuple[int, ...]:
    """Where those stand that may stand in quotes alone."""
    return tuple(found.start() for found in re.finditer(_IN_QUOTES, text))


def name(char: str) -> str:
    """What to call a character that nobody sees: “line separator (U+2028)”."""
    known = _NAMES.get(char) or unicodedata.name(char, "control character").lower()
    return f"{known} (U+{ord(char):04X})"


def odd_at(text: str, index: int) -> bool:
    """Whether a character stands at ``index`` that nobody sees and no blank is."""
    return bool(re.match(_INVISIBLE, text[index : index + 1]))


def line_of(text: str, index: int) -> int:
    """The line of a character, counted from 0, in text whose lines end as YAML's do."""
    return len(re.findall(r"\r\n|\r|\n", text[:index]))


def hint(text: str, index: int) -> str:
    """What to do about the character at ``index``, which no reader of the file sees."""
    before = re.split(r"[\r\n]", text[:index])[-1].strip()[-20:]
    place = f"after “{before}”" if before else "at the start of the line"
    return f"Nobody sees it, {place}: {name(text[index])}. Delete it, or type a blank there."


def odd_one(text: str, first: int, last: int) -> int | None:
    """Where an invisible character stands that explains an error between two places, if one does.

    It does at the last place itself, and behind the colon of a key or the dash of an item, where
    a blank belongs; from the line before the first place on.
    """
    if odd_at(text, last) or text[last : last + 1] == "\t":
        return last
    if text[last - 1 : last] == "\ufeff":  # libyaml passes over it at the start of a line
        return last - 1
    begin = text.rfind("\n", 0, max(0, text.rfind("\n", 0, first))) + 1
    found = _NO_BLANK.search(text, begin, last)
    return found.start("odd") if found else None
