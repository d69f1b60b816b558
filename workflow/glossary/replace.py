"""Putting one term in another's place, where that leaves the sentence right."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workflow.glossary.index import Occurrence
from workflow.model import Locale, Term, TermStatus

_UNAGREEING = frozenset("en zh yue ja".split())
"""Languages in which no word changes with the noun beside it."""
_ARTICLE = re.compile(r"\ban? $", re.IGNORECASE)
_VOWELS = frozenset("aeiouyàâäéèêëîïôöùûüœæh")


def replaced(
    text: str, occurrence: Occurrence, wanted: Sequence[Term], locale: Locale
) -> str | None:
    """Return ``text`` with the preferred term for the one found; None where a person must tell.

    That is: where there is not one preferred term but several, where the one found is
    inflected or has mark-up in it, where the word before would have to change (a, an), and
    in languages whose articles and adjectives agree with the noun, unless both are acronyms.
    """
    preferred = list({term.text: 0 for term in wanted if term.status is TermStatus.PREFERRED})
    start, end = occurrence.span
    written, old = text[start:end], occurrence.term.text
    if len(preferred) != 1 or written.casefold() != old.casefold():
        return None
    new = preferred[0]
    if not _fits(text[:start], old, new, locale):
        return None
    if written[0].isupper() and not old[0].isupper():
        if len(written) > 1 and written.isupper():
            return None
        new = new[0].upper() + new[1:]
    return text[:start] + new + text[end:]


def _fits(before: str, old: str, new: str, locale: Locale) -> bool:
    alike = (old[0].lower() in _VOWELS) == (new[0].lower() in _VOWELS)
    if locale.name.split("_")[0] in _UNAGREEING:
        return alike or not _ARTICLE.search(before)
    return alike and old.isupper() and new.isupper()
