"""Characters that do not belong in an article: leftovers of wrong decodings and copying."""

from __future__ import annotations

import re
import unicodedata

_LEFTOVER = re.compile("[\x80-\x9f]")
_FEEDS = re.compile("[\x0b\x0c]")
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufeff\ufffe\uffff]")
_NO_LETTERS = re.compile(r"[^a-z0-9]+")
_SPACES = re.compile(r"[ \t\n\r\f\v\x85\u2028\u2029]+")


def tidy(text: str) -> str:
    """Return ``text`` without control characters, byte-order marks and lone surrogates.

    C1 control characters stand for nothing in Unicode text; where they occur, Windows-1252 was
    read as Latin-1, and they are read again as the Windows-1252 they were (WHATWG Encoding
    Standard, index-windows-1252). Form feeds part lines. No-break spaces, which French
    typography needs, stay.
    """
    return _FEEDS.sub("\n", _UNWANTED.sub("", _LEFTOVER.sub(_windows_1252, text)))


def _windows_1252(found: re.Match[str]) -> str:
    return found[0].encode("latin-1").decode("cp1252", errors="ignore")


def one_line(text: str) -> str:
    """Return ``text`` on one line: each run of white space is one space, no-break spaces stay."""
    return _SPACES.sub(" ", tidy(text)).strip()


def squash(text: str) -> str:
    """Return the letters and digits of ``text``, in one case, to compare texts however spaced."""
    if text.isascii():
        return _NO_LETTERS.sub("", text.lower())
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def columns(text: str) -> int:
    """Return the width of ``text`` in columns: two for each wide character (UAX #11), else one."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
