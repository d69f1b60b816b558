"""Keys taken out of texts that others wrote: a service's answer, a library's error."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import Final

_SHORTEST: Final = 4
"""Characters of a key, or of a part of one, that are worth hiding."""
HIDDEN: Final = "…"


def redacted(text: str, secrets: Iterable[str]) -> str:
    """``text`` without ``secrets``, nor their parts between colons (``key:region``).

    They are found as they are and as an address, JSON or HTML writes them, in any mixture.
    """
    parts = {part for secret in secrets for part in (secret, *secret.split(":"))}
    wanted = sorted((part for part in parts if len(part) >= _SHORTEST), key=len, reverse=True)
    if not wanted:
        return text
    patterns = ("".join(map(_spelt, part)) for part in wanted)
    return re.sub("|".join(patterns), HIDDEN, text, flags=re.IGNORECASE)


def _spelt(character: str) -> str:
    """A pattern of all ways to write a character."""
    units = character.encode("utf-16-be", "surrogatepass").hex()
    data = character.encode("utf-8", "surrogatepass")
    ways = {
        character,
        "".join(f"%{byte:02x}" for byte in data),
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
