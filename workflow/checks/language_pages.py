"""Addresses of one page in two languages: a translation may well lead to the one of its own."""

from __future__ import annotations

import re
from typing import Final

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


def is_page_of_a_language(one: str, other: str) -> bool:
    """Whether two addresses may lead to one page in two languages: ``/en/`` and ``/fr/``, articles
    of one encyclopedia."""
    if "://" not in one or "://" not in other or one == other:
        return False
    first, second = _WIKI.match(one), _WIKI.match(other)
    if first and second:
        return first["of"] == second["of"] and first[0] != second[0]
    plain = {_OF_LANGUAGE.sub("*", each) for each in (one, other)}
    return len(plain) == 1 and "*" in plain.pop()
