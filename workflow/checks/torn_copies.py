"""Where a mistyped copy of an address or a number begins and ends, when blanks tear it.

``https://exam ple.org`` is an address to its first blank, and ``01 99 00 12 3 4`` a number to its
last pair of digits: who puts the right one there has to take the rest away as well.
"""

from __future__ import annotations

from typing import Final

from rapidfuzz.distance import OSA

from workflow.model import lazy_re as re

_NEXT: Final = re.compile(r"[ \u00a0\u202f]?[!-~]{1,200}")
_PREVIOUS: Final = re.compile(r"[!-~]{1,60}[ \u00a0\u202f]?\Z")
_DIGITS_AFTER: Final = re.compile(r"[ .\u00a0\u202f-]?\d")
_DIGITS_BEFORE: Final = re.compile(r"\d[ .\u00a0\u202f-]?\Z")
_CLOSING: Final = ".,;:!?)]}>\"'*_|"
_OPENING: Final = "([{<\"'*_|"
_PIECES: Final = 3
"""How many pieces of each side may be of it."""


def put(text: str, span: tuple[int, int], wanted: str) -> str | None:
    """``text`` with ``wanted`` in the place of its mistyped copy at ``span``, and of what belongs
    to it; None where digits beside it may be the number's or not."""
    start, end = _torn(text, span, wanted)
    beside = _DIGITS_AFTER.match(text, end) or _DIGITS_BEFORE.search(text, max(0, start - 2), start)
    if beside and "/" not in wanted and wanted[-1:].isdigit():
        return None
    return text[:start] + wanted + text[end:]


def _torn(text: str, span: tuple[int, int], wanted: str) -> tuple[int, int]:
    """The span of a copy with the pieces beside it that bring it nearer to ``wanted``."""
    start, end = span
    for _ in range(_PIECES):
        after, before = _NEXT.match(text, end), _PREVIOUS.search(text, max(0, start - 61), start)
        if after and _nearer(text, (start, end), (start, to := _end(after)), wanted):
            end = to
        elif before and _nearer(text, (start, end), (since := _start(before), end), wanted):
            start = since
        else:
            break
    return start, end


def _end(piece: re.Match[str]) -> int:
    return piece.start() + len(piece[0].rstrip(_CLOSING))


def _start(piece: re.Match[str]) -> int:
    return piece.end() - len(piece[0].lstrip(_OPENING))


def _nearer(text: str, span: tuple[int, int], wider: tuple[int, int], wanted: str) -> bool:
    """Whether all that a wider span has more stands in ``wanted`` at that place, one sign apart
    at most."""
    own, more, right = (_bare(each) for each in (text[slice(*span)], text[slice(*wider)], wanted))
    gained = len(more) - len(own)
    saved = OSA.distance(own, right) - OSA.distance(more, right)
    return gained > 0 and saved >= max(1, gained - (gained > 4))


def _bare(text: str) -> str:
    """Without what a number may be grouped by."""
    return "".join(text.split()) if "://" in text else re.sub(r"[\s()./-]", "", text)
