"""Keys found in texts that others wrote: a service's answer, a library's error."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

from workflow.model import lazy_re as re

HIDDEN: Final = "…"
_SHORTEST: Final = 4
"""Characters of a key that are worth hiding."""
_LONG: Final = 16
"""Characters, a digit among them, of a later part of a key that is one itself (``appid:appkey``);
others are names (``key:region``)."""
_TELLING: Final = 8
"""Characters, not letters alone, of a key that no text has by chance."""
_UNSEEN: Final = "[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]*"
"""Characters that nobody sees: between the letters of a key they hide it from nobody else."""


class Secrets:
    """Some keys, found as they are and as an address, JSON, HTML or base64 writes them."""

    def __init__(self, keys: Iterable[str]) -> None:
        known = [*keys]
        self._hidden = _pattern({part for key in known for part in (key, *key.split(":"))})
        self._telling = _pattern({part for key in known for part in _telling(key)})

    def redacted(self, text: str) -> str:
        """``text`` without them."""
        return self._hidden.sub(HIDDEN, text) if self._hidden else text

    def are_in(self, text: str) -> bool:
        """Whether ``text`` has one of them that it cannot have by chance."""
        return self._telling is not None and self._telling.search(text) is not None


def _telling(key: str) -> Iterator[str]:
    """What of a key no text has by chance; regions and the like, it may have."""
    first, *others = key.split(":")
    long = (part for part in others if len(part) >= _LONG and re.search(r"\d", part))
    for part in (key, first, *long):
        if len(part) >= _TELLING and not part.isalpha():
            yield part


def _pattern(parts: Iterable[str]) -> re.Pattern[str] | None:
    worth = (part for part in parts if len(part) >= _SHORTEST)
    longest_first = sorted(worth, key=lambda part: (-len(part), part))
    ways = [way for part in longest_first for way in (_spelt_out(part), *_in_64(part))]
    return re.compile("|".join(ways), re.IGNORECASE) if ways else None


def _spelt_out(part: str) -> str:
    return _UNSEEN.join(map(_spelt, part))


def _spelt(character: str) -> str:
    """A pattern of all ways to write a character."""
    units = character.encode("utf-16-be", "surrogatepass").hex()
    data = character.encode("utf-8", "surrogatepass")
    ways = {
        character,
        "".join(f"%{byte:02x}" for byte in data),
        "".join(f"%25{byte:02x}" for byte in data),  # by a proxy, of an address that was one
        "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4)),
        f"\\{character}",
        escape(character),
        f"&#{ord(character)};",
        f"&#x{ord(character):x};",
    }
    if character == " ":
        ways.add("+")
    longest_first = sorted(ways, key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, longest_first))})"


def _in_64(part: str) -> Iterator[str]:
    """Patterns of what is certain of it in base64, after any number of other bytes."""
    data = part.encode("utf-8", "surrogatepass")
    for before in range(3):
        text = b64encode(b"\0" * before + data).decode()
        # a character stands for six bits: those that have none of another byte
        middle = text[-(-before * 4 // 3) : (before + len(data)) * 4 // 3]
        if len(middle) >= _TELLING:
            yield re.escape(middle).replace(r"\+", "[+-]").replace("/", "[/_]")
