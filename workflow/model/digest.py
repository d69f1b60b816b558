"""The digests that bind approvals and releases to texts and media."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from struct import Struct
from typing import Final

_head: Final = Struct(">Q").pack
_SHORT: Final = 10_000
"""Bytes up to which a copy costs less than another call."""


def digest(*parts: str | bytearray) -> str:
    """Return BLAKE2b-128, in hex, over the length-prefixed UTF-8 of ``parts``.

    A bytearray is UTF-8 already, of something long. The length prefix (8 bytes, big-endian) keeps
    ``("ab", "c")`` and ``("a", "bc")`` apart.
    """
    told: list[bytes | bytearray] = []
    for part in parts:
        if len(part) > _SHORT:
            return digest_of(parts)
        data = part.encode("utf-8") if isinstance(part, str) else part
        told += (_head(len(data)), data)
    return blake2b(b"".join(told), digest_size=16).hexdigest()


def digest_of(parts: Iterable[str | bytearray]) -> str:
    """The :func:`digest` of parts that need not be in memory together."""
    state = blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8") if isinstance(part, str) else part
        head = _head(len(data))
        if len(data) < _SHORT:
            state.update(head + data)
        else:
            state.update(head)
            state.update(data)
    return state.hexdigest()


def bytes_digest(data: bytes) -> str:
    """Return BLAKE2b-128, in hex, over ``data``: what stands for an image or another file."""
    return blake2b(data, digest_size=16).hexdigest()
