"""Whom an article names at its end: the contact."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from workflow.importing.characters import columns
from workflow.inline.placeables import find_placeables
from workflow.model import Placeable, PlaceableKind

# Laxer than what formats/ takes for a telephone number, which translations must carry over: here
# it is only asked whether a line looks like a contact. (The phonenumbers library knows each
# country's plan, in 48 MB.) E.164 allows 15 digits.
_PHONE = re.compile(
    r"""(?<![\w.,])(?<!\d\s)(?:
        (?:\+\s?|00|\(?0)\d(?:[\s().\-/]{0,2}\d){5,13}   # international, or with a trunk zero
      | \(?\d{3}\)?[\s.\-]\d{3,4}[\s.\-]\d{4}           # in the usual groups of ten or eleven
    )(?!\w)""",
    re.VERBOSE,
)

_CONTACT_COLUMNS = 400
_LAST_PARAGRAPHS = 6


def mend_email(text: str) -> str:
    """Return ``text`` without digits run together with an e-mail address at its very end.

    A top-level domain has no digits (RFC 1123, section 2.1): they are the mark of a footnote, say.

    >>> mend_email("Write to desk@example.org2")
    'Write to desk@example.org'
    """
    for address in _addresses(text):
        if text[address.end :].isdigit():
            return text[: address.end]
    return text


def is_contact(text: str) -> bool:
    """Tell whether ``text`` is a line with an e-mail address or telephone number."""
    found = any(_addresses(text)) or _PHONE.search(text) is not None
    return found and columns(text) <= _CONTACT_COLUMNS


def _addresses(text: str) -> Iterator[Placeable]:
    return (one for one in find_placeables(text) if one.kind is PlaceableKind.EMAIL)


def contact(paragraphs: Sequence[str]) -> str | None:
    """Return the contact at the end of an article, given its paragraphs as plain text.

    That is the last run of paragraphs with an e-mail address or telephone number, with the line
    that introduces them (“For more information:”) where there is one. None where the last few
    paragraphs hold neither.
    """
    last = list(paragraphs[-_LAST_PARAGRAPHS:])
    while last and not is_contact(last[-1]):
        last.pop()
    lines = list(takewhile(is_contact, reversed(last)))
    rest = last[: len(last) - len(lines)]
    if lines and rest and rest[-1].endswith((":", "：")):
        lines.append(rest[-1])
    return " ".join(reversed(lines)) or None
