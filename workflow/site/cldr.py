"""Dates, numbers and reading times as the reader's language writes them, by CLDR."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal
from markupsafe import Markup, escape

from workflow.model import Locale
from workflow.site.strings import translations

# Silent reading, from the International Reading Speed Texts (Trauzettel-Klosinski and Dietz,
# 2012, doi:10.1167/iovs.11-8284): 255 characters a minute in Chinese; the languages written
# with spaces range from 160 to 230 words.
_CHARACTERS_A_MINUTE = 255
_WORDS_A_MINUTE = 200

# Han, kana; Hangul is written with spaces and counts by the word.
_CHARACTER = re.compile(
    "[\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_WORD = re.compile(r"[^\W_]++(?:['’‑-][^\W_]++)*+")
_MARKS = "，、；：。？！…—“”‘’《》「」『』（）"
_CLAUSES = re.compile(f"[^{_MARKS}]+[{_MARKS}]*|[{_MARKS}]+")
_CLAUSE = 8
"""Characters of a headline, marks included, that stand beside a picture at 320 pixels."""


@dataclass(frozen=True, slots=True)
class Length:
    """How long a text is."""

    words: int
    """Words of scripts that part them by spaces."""
    characters: int
    """Chinese and Japanese characters, punctuation apart."""

    @property
    def minutes(self) -> int:
        """Reading time in whole minutes, one at least."""
        minutes = self.words / _WORDS_A_MINUTE + self.characters / _CHARACTERS_A_MINUTE
        return max(1, round(minutes))


def length(text: str) -> Length:
    """Count ``text``."""
    rest, characters = _CHARACTER.subn(" ", text)
    return Length(words=len(_WORD.findall(rest)), characters=characters)


def length_label(size: Length, locale: Locale) -> str:
    """“812 words”, or characters where the text is mostly made of them."""
    ngettext = translations(locale).ngettext
    if size.characters > size.words:
        count = size.characters + size.words
        label = ngettext("%(count)s character", "%(count)s characters", count)
    else:
        count = size.words
        label = ngettext("%(count)s word", "%(count)s words", count)
    return label % {"count": number(count, locale)}


def minutes_label(size: Length, locale: Locale) -> str:
    """“4-minute read”."""
    count = size.minutes
    ngettext = translations(locale).ngettext
    label = ngettext("%(count)s-minute read", "%(count)s-minute read", count)
    return label % {"count": number(count, locale)}


def articles_label(count: int, locale: Locale) -> str:
    """“3 articles”."""
    label = translations(locale).ngettext("%(count)s article", "%(count)s articles", count)
    return label % {"count": number(count, locale)}


@lru_cache(maxsize=10_000)
def number(value: int, locale: Locale) -> str:
    """``value`` with the digits and separators of ``locale``."""
    return format_decimal(value, locale=locale.babel)


@lru_cache(maxsize=10_000)
def long_date(value: date, locale: Locale) -> Markup:
    """``31 mars 2017``, ``1<sup>er</sup> mars 2017``, ``March 31, 2017``, ``2017年3月31日``.

    CLDR has a cardinal number for the first of a month, French an ordinal one (Lexique des
    règles typographiques en usage à l'Imprimerie nationale, « Date »).
    """
    text = format_date(value, format="long", locale=locale.babel)
    if locale.babel.language == "fr" and value.day == 1:
        return Markup("1<sup>er</sup>{}").format(text.removeprefix("1"))
    return escape(text)


def listed(names: Sequence[str], locale: Locale) -> str:
    """``A, B et C``, ``A, B, and C``, ``A、B和C``."""
    return format_list(list(names), locale=locale.babel)


def breaks_at_clauses(title: str) -> bool:
    """Whether a headline may break at its punctuation alone, in scripts that part no words.

    Each clause then fits any line, and none leaves a line with one character.
    """
    clauses = _CLAUSES.findall(title)
    return len(clauses) > 1 and all(2 < len(each) <= _CLAUSE for each in clauses)
