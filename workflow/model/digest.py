"""The digest that binds approvals and releases to texts."""

from __future__ import annotations

from hashlib import blake2b


def digest(*parts: str) -> str:
    """Return BLAKE2b-128, in hex, over the length-prefixed UTF-8 of ``parts``.

    The length prefix (8 bytes, big-endian) keeps ``("ab", "c")`` and ``("a", "bc")`` apart.
    """
    state = blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8")
        state.update(len(data).to_bytes(8, "big"))
        state.update(data)
    return state.hexdigest()
