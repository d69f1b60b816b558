"""Text that was read in another encoding than it was written in.

UTF-8 read as Windows-1252 gives ``Ã©`` for é and ``ä¸­æ–‡`` for 中文, as Mac Roman ``√©``, as
GBK ``茅`` and ``涓枃``. What is found is turned back to see whether it gives letters people
write; capitals before no-break spaces (``CAFÉ\u00a0»``) and the like do not.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product

from workflow.inline.scripts import HAN
from workflow.inline.unlettered import LETTERS
from workflow.model import lazy_re as re

_ENCODINGS = ("cp1252", "mac_roman", "cp437", "cp1251")
_UTF8 = re.compile(
    rb"[\xc2-\xc5][\x80-\xbf]"  # accented letters, signs of Latin-1
    rb"|\xe2[\x80-\x84][\x80-\xbf]"  # dashes, curly quotes, euro
    rb"|(?:[\xe3-\xe9][\x80-\xbf]{2}|\xef[\xbc\xbd][\x80-\xbf]){2}"  # two Chinese characters
)
_READ_AS_GBK = re.compile(
    rf"(?<=[A-Za-z])[{HAN}鈥](?=[A-Za-z\s.,;:!?])|(?<![{HAN}])[{HAN}](?=[a-z]{{2}})"
)
_AMONG = f"[{HAN}\ue000-\uf8ff\ufe30-\ufe4f€]"
_HAN_OR_PRIVATE = re.compile(f"{_AMONG}*[{HAN}\ue000-\uf8ff]{_AMONG}*")
"""Characters, and signs that stand among them where bytes of UTF-8 were read as GBK."""
_SURE = 0.8
_CYRILLIC = re.compile("[а-я]{3}")
_ESCAPED = re.compile(
    r"\\u[0-9a-fA-F]{4}|%[C-E][0-9A-F]%[89AB][0-9A-F]|(?<![?\w])\?{4,}|(?<=[^\W\d_])\?(?=[a-zà-ÿ])"
    r"|(?<=\s)\?(?=[a-zà-ÿ]+\b)"
)
"""Letters written as escapes of programs, and question marks in the place of letters."""
_LOST = re.compile("\ufffd+|[\x80-\x84\x86-\x9f]+")
"""What a decoder puts where it knows no character, and controls that no text has."""


_HARMLESS = re.compile(rf"[ -$'->@-\[\]-~{LETTERS}]*")


def is_harmless(text: str) -> bool:
    """Whether nothing in a text, whatever it is written in, may come of a wrong encoding."""
    return _HARMLESS.fullmatch(text) is not None


def mojibake(text: str) -> list[str]:
    """The pieces of ``text`` that were read in the wrong encoding, in no certain order."""
    marked = "?" in text or "%" in text or "\\u" in text
    escaped = _ESCAPED.findall(text) if marked else []
    if escaped or text.isascii():
        return escaped
    chinese = _as_gbk(text) if _HAN_OR_PRIVATE.search(text) and _may_be_gbk().search(text) else ()
    return [*_LOST.findall(text), *_as_single_bytes(text), *chinese]


def _as_single_bytes(text: str) -> Iterator[str]:
    begun, whole = _suspect()
    if not (begun.search(text) and whole.search(text)):
        return
    for encoding in _ENCODINGS:
        if encoding == "cp1251" and _CYRILLIC.search(text):
            continue
        data = text.translate(_table(encoding)).encode("latin-1", "replace")
        yield from (text[found.start() : found.end()] for found in _UTF8.finditer(data))


@cache
def _suspect() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What begins a letter in UTF-8 and what goes on with it, in any of the encodings: first in
    two classes for all of them, which is quick, then by each."""
    pairs, heads, tails = [], "", "\x80-\x9f"
    for encoding in _ENCODINGS:
        letters = {byte: chr(code) for code, byte in _table(encoding).items()}
        first = (*range(0xC2, 0xC6), *range(0xE2, 0xEA), 0xEF)
        head = re.escape("".join(letters[byte] for byte in first if byte in letters))
        tail = re.escape("".join(letters[byte] for byte in range(0x80, 0xC0) if byte in letters))
        pairs.append(f"[{head}][{tail}\x80-\x9f]")
        heads, tails = heads + head, tails + tail
    return re.compile(f"[{heads}][{tails}]"), re.compile("|".join(pairs))


@cache
def _table(encoding: str) -> dict[int, int]:
    """Character → the byte it was read from; where the encoding has none, that of Latin-1."""
    found: dict[int, int] = {}
    for byte in range(0x80, 0x100):
        try:
            found[ord(bytes([byte]).decode(encoding))] = byte
        except UnicodeDecodeError:
            found[byte] = byte
    for code in range(0x80, 0xA0):  # control characters: read as Latin-1
        found.setdefault(code, code)
    for code in range(0xA0, 0x100):  # not of this encoding: no byte of UTF-8
        found.setdefault(code, ord("?"))
    return found


def _as_gbk(text: str) -> Iterator[str]:
    """Accented letters that became Chinese characters, and Chinese ones that became rarer ones."""
    for found in _READ_AS_GBK.finditer(text):
        if _gbk_back(found[0]).isalpha() and _gbk_back(found[0]) < "\u0250":
            yield found[0]
    for found in _HAN_OR_PRIVATE.finditer(text):
        back = _gbk_back(found[0])
        letters = sum("\u4e00" <= letter <= "\u9fff" for letter in back)
        if letters >= 2 and 3 * letters >= _SURE * 2 * len(found[0]):
            yield found[0]


@cache
def _may_be_gbk() -> re.Pattern[str]:
    """What stands wherever that finds anything: a Chinese character beside Latin letters, or such
    whose bytes may hold the three of one in UTF-8, alone or with the next one."""
    whole, begun, ended = (
        "".join(re.findall(_AMONG, "".join(map(_of_gbk, product(firsts, seconds)))))
        for firsts, seconds in ((_LEADS, _TAILS), (range(0x81, 0xFF), _LEADS), (_TAILS, _TAILS))
    )
    return re.compile(f"[{whole}]|[{begun}][{ended}]|{_READ_AS_GBK.pattern}")


def _of_gbk(pair: tuple[int, int]) -> str:
    return bytes(pair).decode("gb18030", "ignore")


_LEADS, _TAILS = range(0xE4, 0xEA), range(0x80, 0xC0)
"""Bytes that begin a Chinese character in UTF-8, and that go on with it."""


def _gbk_back(text: str) -> str:
    return text.encode("gb18030", "ignore").decode("utf-8", "ignore")
