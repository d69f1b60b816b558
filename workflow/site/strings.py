"""The site's own words in the reader's language, from gettext catalogues, and dates, numbers and
reading times as CLDR has them.

The ``.po`` files under ``workflow/locales`` are read when first needed and compiled in memory
by babel, once a process. Shipping ``.mo`` files would cost a build step and a binary that can
fall behind the text a translator edits; sixty messages compile in a few milliseconds.

After a change of a template or of a marked string::

    pybabel extract -F workflow/site/babel.cfg -k N_ -s -c Translators: --add-location file \
        --sort-output --project workflow -o workflow/locales/site.pot workflow/site
    pybabel update -D site -i workflow/locales/site.pot -d workflow/locales
"""

from __future__ import annotations

import gettext
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO

from babel.dates import format_date
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.units import format_unit
from markupsafe import Markup, escape

from workflow.model import Locale
from workflow.model import lazy_re as re

DOMAIN = "site"
ENGLISH = Locale("en")
_UNITS = ((10**9, "gigabyte"), (10**6, "megabyte"), (10**3, "kilobyte"))
# Silent reading, from the International Reading Speed Texts (Trauzettel-Klosinski and Dietz,
# 2012, doi:10.1167/iovs.11-8284): 255 characters a minute in Chinese; the languages written
# with spaces range from 160 to 230 words.
_CHARACTERS_A_MINUTE = 255
_WORDS_A_MINUTE = 200
# Han, kana; Hangul is written with spaces and counts by the word.
_CHARACTERS = re.compile(
    "[\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_WORD = re.compile(r"[^\W_]++(?:['’‑-][^\W_]++)*+")
_MARKS = "，、；：。？！…—“”‘’《》「」『』（）"
_CLAUSES = re.compile(f"[^{_MARKS}]+[{_MARKS}]*|[{_MARKS}]+")
_CLAUSE = 8
"""Characters of a headline, marks included, that stand beside a picture at 320 pixels."""


def N_(message: str) -> str:
    """Mark ``message`` for extraction where it is looked up elsewhere."""
    return message


# Whole sentences, because « du français », « de l’anglais » cannot be put together from parts.
_ORIGINS = {
    "ar": N_("Translated from Arabic"),
    "de": N_("Translated from German"),
    "en": N_("Translated from English"),
    "es": N_("Translated from Spanish"),
    "fr": N_("Translated from French"),
    "it": N_("Translated from Italian"),
    "ja": N_("Translated from Japanese"),
    "pt": N_("Translated from Portuguese"),
    "ru": N_("Translated from Russian"),
    "zh": N_("Translated from Chinese"),
}


def translated_from(source: Locale, locale: Locale) -> str:
    """The line on a translation that names its source language, for readers of ``locale``."""
    _ = translations(locale).gettext
    if message := _ORIGINS.get(source.babel.language):
        return _(message)
    name = source.display_name(strings_locale(locale))
    # Translators: stands alone in a list of facts about the article.
    return _("Original language: %(language)s") % {"language": name}


@cache
def strings_locale(locale: Locale) -> Locale:
    """The locale whose catalogue serves ``locale``: itself, a wider one or English.

    ``fr_CA`` reads ``fr``; ``zh_Hant`` does not read ``zh``, which is in another script
    (CLDR, too, lets the script part the two).
    """
    parts = locale.name.split("_")
    for count in range(len(parts), 0, -1):
        wider = Locale("_".join(parts[:count]))
        if _catalogue(wider).is_file() and _script(wider) == _script(locale):
            return wider
    return ENGLISH


def spoken(locale: Locale) -> Locale:
    """``locale`` with its own lists and numbers, or English where its words are English."""
    found = strings_locale(locale)
    return locale if found.babel.language == locale.babel.language else found


def translations(locale: Locale) -> gettext.GNUTranslations:
    """The compiled catalogue that serves ``locale``, see :func:`strings_locale`."""
    return _compiled(strings_locale(locale))


@cache
def _compiled(locale: Locale) -> gettext.GNUTranslations:
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(_catalogue(locale).read_bytes()), locale=locale.name))
    return gettext.GNUTranslations(BytesIO(compiled.getvalue()))


def _catalogue(locale: Locale) -> Traversable:
    folder = files("workflow").joinpath("locales", locale.name, "LC_MESSAGES")
    return folder.joinpath(f"{DOMAIN}.po")


def _script(locale: Locale) -> str:
    return next((part for part in locale.bcp47.split("-") if len(part) == 4), "")


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
    rest, runs = _CHARACTERS.subn(" ", text)
    return Length(words=len(_WORD.findall(rest)), characters=len(text) - len(rest) + runs)


def length_label(size: Length, locale: Locale) -> str:
    """“812 words”, or characters where the text is mostly made of them."""
    ngettext = translations(locale).ngettext
    if size.characters > size.words:
        count = size.characters + size.words
        label = ngettext("%(count)s character", "%(count)s characters", count)
    else:
        count = size.words
        label = ngettext("%(count)s word", "%(count)s words", count)
    return label % {"count": number(count, spoken(locale))}


def minutes_label(size: Length, locale: Locale) -> str:
    """“4-minute read”."""
    count = size.minutes
    ngettext = translations(locale).ngettext
    label = ngettext("%(count)s-minute read", "%(count)s-minute read", count)
    return label % {"count": number(count, spoken(locale))}


def articles_label(count: int, locale: Locale) -> str:
    """“3 articles”."""
    label = translations(locale).ngettext("%(count)s article", "%(count)s articles", count)
    return label % {"count": number(count, spoken(locale))}


def page_label(here: str, last: str, locale: Locale) -> str:
    """“Page 2 of 5”, of numbers as the language writes them."""
    label = translations(locale).gettext("Page %(number)s of %(count)s")
    return label % {"number": here, "count": last}


@lru_cache(maxsize=10_000)
def number(value: int, locale: Locale) -> str:
    """``value`` with the digits and separators of ``locale``."""
    return format_decimal(value, locale=locale.babel)


@lru_cache(maxsize=10_000)
def long_date(value: date, locale: Locale) -> Markup:
    """``31 mars 2017``, ``1<sup>er</sup> mars 2017``, ``2017年3月31日``; ``March 31, 2017`` in
    English, ``31 March 2017`` in Britain's.

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


def file_size(size: int, locale: Locale) -> str:
    """Like ``1,2 Mo``, of two digits at least."""
    unit, name = next((each for each in _UNITS if size >= each[0]), _UNITS[-1])
    value = size / unit
    rounded = round(value, 1 if value < 10 else 0) if size >= 100 else 0.1
    return format_unit(rounded, f"digital-{name}", length="short", locale=locale.babel)
