"""What a translation may give its readers in the place of an address or number of the source."""

from __future__ import annotations

from typing import Final

from workflow.model import Placeable, PlaceableKind
from workflow.model import lazy_re as re

_OF_LANGUAGE: Final = re.compile(
    r"(?<=/)(?:en|fr|zh)(?:[-_](?:us|gb|uk|fr|ca|ch|be|cn|tw|hk|hans|hant))?(?=/|\Z)", re.IGNORECASE
)
"""A folder that is named after one of our languages."""
_WIKI: Final = re.compile(
    r"https?://[a-z-]{2,12}\.(?P<of>(?:m\.)?(?:wiki(?:pedia|source|voyage|quote|news|books|versity)"
    r"|wiktionary)\.org)/",
    re.IGNORECASE,
)
"""An encyclopedia of which each language has one, whose articles have names of their own."""

_EXAMPLE: Final = re.compile(r"(?:^|\.)example(?:\.(?:org|com|net))?$|\.(?:test|invalid)$")
"""Domains of nobody (RFC 2606)."""


def is_adapted(one: Placeable, other: Placeable) -> bool:
    """Whether a reader of another language is given the same: a telephone number with its
    country's code, an address of the domains that are for examples, a page in that language."""
    if one.kind is not other.kind:
        return False
    if one.kind in (PlaceableKind.URL, PlaceableKind.LINK):
        return _is_page_of_a_language(one.text, other.text)
    if one.kind is PlaceableKind.PHONE:
        short, long = sorted((one.text, other.text), key=lambda each: each[0] == "+")
        return long[0] == "+" != short[0] and long.endswith(short.removeprefix("0"))
    if one.kind is not PlaceableKind.EMAIL:
        return False
    (who, _, domain), (person, _, host) = (x.text.lower().rpartition("@") for x in (one, other))
    return domain == host and _EXAMPLE.search(host) is not None and who[0] != person[0]


def is_national(placeable: Placeable, msgid: str) -> bool:
    """Whether a telephone number is the source's with its country's code before it."""
    if placeable.kind is not PlaceableKind.PHONE or placeable.text[0] != "+":
        return False
    digits = re.sub(r"\D", "", msgid)
    return any(len(placeable.text) > 8 + code and placeable.text[1 + code :] in digits
               for code in (1, 2, 3)) and placeable.text[1:] not in digits  # fmt: skip


def _is_page_of_a_language(one: str, other: str) -> bool:
    """Whether two addresses may lead to one page in two languages: ``/en/`` and ``/fr/``, articles
    of one encyclopedia."""
    if "://" not in one or "://" not in other or one == other:
        return False
    first, second = _WIKI.match(one), _WIKI.match(other)
    if first and second:
        return first["of"] == second["of"] and first[0] != second[0]
    plain = {_OF_LANGUAGE.sub("*", each) for each in (one, other)}
    return len(plain) == 1 and "*" in plain.pop()
