"""Which e-mail addresses are one person's where something is allowed."""

from __future__ import annotations

from collections.abc import Iterable


def is_among(actor: str, people: Iterable[str]) -> bool:
    """Whether ``actor`` is one of ``people`` (e-mail addresses, any case).

    Not by :meth:`str.casefold`: by that the Kelvin sign is a k, a long s an s and a sharp s two,
    so that who has a mailbox with one of these would be another person.
    """
    wanted = _lower(actor)
    return any(_lower(each) == wanted for each in people)


def _lower(address: str) -> str:
    if address.isascii():
        return address.lower()
    return "".join(map(_lower_sign, address))


def _lower_sign(sign: str) -> str:
    lower = sign.lower()
    return lower if sign.isascii() or not lower[0].isascii() else sign
