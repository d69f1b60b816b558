"""Characters that drive a terminal, or turn around what is read, when they are printed."""

from __future__ import annotations

from typing import Final

CONTROLS: Final = frozenset(
    (*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
)
"""Code points: C0 and C1 controls, and those that order text of both directions (UAX #9, 2)."""
_HARMLESS: Final = dict.fromkeys(CONTROLS - {9, 10}, "\ufffd")
_UNSHOWABLE: Final = frozenset(
    map(chr, (*range(9), *range(11, 32), *range(127, 160), 0xFFFE, 0xFFFF))
)


def unshowable(text: str) -> frozenset[str]:
    """The characters of ``text`` that no page can show: controls but tabs and line ends, and the
    two of the last places of plane 0, which are no characters (XML 1.0, 2.2)."""
    return frozenset() if text.isprintable() else _UNSHOWABLE.intersection(text)


def harmless(text: str) -> str:
    """``text`` with signs for control characters, one for one, but for tabs and line ends."""
    return text if text.isprintable() else text.translate(_HARMLESS)
