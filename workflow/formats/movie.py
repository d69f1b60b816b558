"""How large the picture of a film is, from the few bytes of the file that say so.

Sources: ISO/IEC 14496-12 (boxes; 8.3.2, Track Header Box) for MP4, and RFC 8794 (EBML) with RFC
9559 (Matroska; 5.1.4.1.28, Video) for WebM. Nothing else of a film is read.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO, Final

_MOST: Final = 10_000
"""Boxes, or elements, that are looked at: a damaged file may have any number."""
_HEAD: Final = b"\x1a\x45\xdf\xa3"
_SEGMENT, _TRACKS, _TRACK, _VIDEO, _CLUSTER = 0x18538067, 0x1654AE6B, 0xAE, 0xE0, 0x1F43B675
_WIDTH, _HEIGHT, _SHOWN_WIDTH, _SHOWN_HEIGHT, _UNIT = 0xB0, 0xBA, 0x54B0, 0x54BA, 0x54B2
_HOLDERS: Final = (_SEGMENT, _TRACKS, _TRACK, _VIDEO)


def frame_size(film: BinaryIO) -> tuple[int, int] | None:
    """Width and height of the ``film``, in pixels, turned as it says.

    None where it does not say so in a way that is known here.
    """
    end = film.seek(0, 2)
    film.seek(0)
    try:
        return _of_webm(film, end) if film.read(4) == _HEAD else _of_mp4(film, end)
    except (struct.error, ValueError, IndexError):  # damaged, or cut off
        return None


def _of_mp4(file: BinaryIO, end: int) -> tuple[int, int] | None:
    for kind, start, stop in _boxes(file, 0, end, (b"moov", b"trak")):
        if kind != b"tkhd":
            continue
        file.seek(start)
        data = file.read(min(stop - start, 128))
        # The last of it: a matrix of nine numbers, width and height, as 16.16.
        at = 40 if data[0] == 0 else 52
        a, b, _, c, d = struct.unpack_from(">5i", data, at)
        width, height = (value >> 16 for value in struct.unpack_from(">2I", data, at + 36))
        if width and height:
            return (height, width) if a == d == 0 and b and c else (width, height)
    return None


def _boxes(
    file: BinaryIO, start: int, end: int, holders: tuple[bytes, ...]
) -> Iterator[tuple[bytes, int, int]]:
    """Kind, start and end of what each box holds; of ``holders`` what is in them."""
    places = [(start, end)]
    for _ in range(_MOST):
        while places and places[-1][0] + 8 > places[-1][1]:
            places.pop()
        if not places:
            return
        at, stop = places.pop()
        file.seek(at)
        size, kind = struct.unpack(">I4s", file.read(8))
        begin = at + 8
        if size == 1:
            (size,) = struct.unpack(">Q", file.read(8))
            begin += 8
        last = stop if size == 0 else min(at + size, stop)
        if last <= at:
            return
        places.append((last, stop))
        if kind in holders:
            places.append((begin, last))
        else:
            yield kind, begin, last


def _of_webm(file: BinaryIO, end: int) -> tuple[int, int] | None:
    found: dict[int, int] = {}
    at = 0
    for _ in range(_MOST):
        if at >= end:
            break
        file.seek(at)
        name, begin = _number(file, at, keep=True)
        size, begin = _number(file, begin)
        if name == _CLUSTER or (name == _TRACK and _WIDTH in found):
            break  # what follows is the film itself, or another track
        if name in (_WIDTH, _HEIGHT, _SHOWN_WIDTH, _SHOWN_HEIGHT, _UNIT):
            found[name] = int.from_bytes(file.read(min(size, 8)), "big")
        at = begin if name in _HOLDERS else begin + size
    width, height = found.get(_WIDTH, 0), found.get(_HEIGHT, 0)
    if found.get(_UNIT, 0) == 0:  # in pixels
        width = found.get(_SHOWN_WIDTH) or width
        height = found.get(_SHOWN_HEIGHT) or height
    return (width, height) if width and height else None


def _number(file: BinaryIO, at: int, *, keep: bool = False) -> tuple[int, int]:
    """A number of EBML at ``at``, and where what follows begins; ``keep`` keeps its length mark."""
    first = file.read(1)[0]
    length = 9 - first.bit_length()
    if length > 8:
        raise ValueError("no number")
    value = first if keep else first & (0xFF >> length)
    return int.from_bytes(bytes([value]) + file.read(length - 1), "big"), at + length
