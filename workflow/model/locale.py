"""Locales and their spellings: the one module that converts between them, through babel."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

import babel
from babel.core import get_global
from babel.localedata import locale_identifiers

from workflow.errors import LocaleError
from workflow.model.phrase import phrase
from workflow.model.plurals import plural_forms


@dataclass(frozen=True, slots=True, order=True)
class Locale:
    """A locale in gettext's spelling (``fr``, ``zh``, ``zh_Hant``, ``pt_BR``)."""

    name: str

    @classmethod
    def parse(cls, text: str) -> Locale:
        """Read a locale in gettext's or BCP 47's spelling, any case (``zh-hant``, ``pt_BR``).

        Codes that stand for another one are read as that (``fra``, ``fre``: ``fr``; ``cmn``,
        ``zh-cmn``, ``zho``: ``zh``); what is no part of a language (``.UTF-8``) is left out.

        Raises :class:`LocaleError` where CLDR, as babel ships it, has no such locale.
        """
        name = _canonical(text)
        if name is None:
            from difflib import get_close_matches  # noqa: PLC0415 - for this message alone

            near = get_close_matches(
                text.strip().replace("-", "_").lower(), locale_identifiers(), n=1
            )
            hint = f"Did you mean “{near[0]}”?" if near else "Use a code such as fr, en or zh."
            raise LocaleError(phrase("unknown locale “{text}”", text=text.strip()), hint=hint)
        return cls(name)

    @classmethod
    def among(cls, text: str, locales: Iterable[Locale]) -> Locale | None:
        """The one of ``locales`` that ``text`` means, in whatever spelling; None for none."""
        name = _canonical(text)
        if name is None:
            return None
        wanted = _minimal(name)
        return next((each for each in locales if _minimal(each.name) == wanted), None)

    def __str__(self) -> str:
        return self.name

    @property
    def babel(self) -> babel.Locale:
        """The same locale for babel's formatting functions."""
        return _babel(self.name)

    @property
    def bcp47(self) -> str:
        """The tag for the web, with the script where readers need it (``zh`` → ``zh-Hans``).

        CLDR's likely subtags tell which languages are written in more than one script
        depending on the territory; only these carry a script subtag.
        """
        return _bcp47(self.name)

    @property
    def minimal(self) -> Locale:
        """The shortest spelling of the same locale (``fr_FR`` → ``fr``, ``zh_TW`` → ``zh_Hant``).

        What CLDR's likely subtags add by themselves is left out.
        """
        return Locale(_minimal(self.name))

    def is_beside(self, other: Locale) -> bool:
        """Whether it is another locale of the same language (``fr_CA`` beside ``fr``)."""
        same = self.name.split("_")[0] == other.name.split("_")[0]
        return same and self.minimal != other.minimal

    @property
    def chain(self) -> tuple[Locale, ...]:
        """The locale and those whose words it shares, nearest first (``fr_CA``, ``fr``).

        Never one in another script: ``zh_Hant`` does not share those of ``zh``.
        """
        script = _full(self.name)[1]
        spellings = (self.name.split("_"), _minimal(self.name).split("_"))
        names = dict.fromkeys(
            "_".join(parts[:count]) for parts in spellings for count in range(len(parts), 0, -1)
        )
        return tuple(Locale(name) for name in names if _full(name)[1] == script)

    @property
    def script(self) -> str:
        """ISO 15924 code of the script it is written in; empty where CLDR does not say."""
        return _full(self.name)[1]

    @property
    def open_graph(self) -> str:
        """As Open Graph has it, ``language_TERRITORY`` (https://ogp.me/): ``fr_FR``, ``zh_CN``."""
        language, _, territory = _full(self.name)
        return "_".join(filter(None, (language, territory)))

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``."""
        return self.babel.text_direction

    @property
    def plural_forms(self) -> str:
        """The value of the catalogue header ``Plural-Forms``; see :mod:`.plurals`."""
        language, territory, *_ = babel.core.parse_locale(self.name)
        return plural_forms(f"{language}_{territory}", language, self.babel.language)

    def display_name(self, in_locale: Locale | None = None) -> str:
        """The language's name, in its own language unless ``in_locale`` says otherwise."""
        return _display_name(self.name, (in_locale or self).name)


_MODIFIERS = {"latin": "Latn", "cyrillic": "Cyrl", "devanagari": "Deva", "arabic": "Arab"}
"""gettext's modifiers that name a script (``sr@latin``); others (``@euro``) are of no language."""
_EXTENDED = frozenset(("ar", "kok", "lv", "ms", "sgn", "sw", "uz", "zh"))
"""Languages with extended ones (``zh-cmn``), by IANA's Language Subtag Registry."""
_LEGACY = {"zh_chs": "zh_Hans", "zh_cht": "zh_Hant"}
"""Tags of older Windows programs that neither RFC 5646 nor CLDR has."""


@cache
def _canonical(text: str) -> str | None:
    """Return gettext's spelling of ``text``; None if CLDR has no such locale."""
    try:
        language, territory, script, variant, *_ = babel.core.parse_locale(_plain(text))
        aliased, *rest = _alias("language", language).split("_")
        script = script or next(iter(rest), None)  # sh is sr_Latn
        territory = territory and _alias("territory", territory)
        canonical = "_".join(part for part in (aliased, script, territory, variant) if part)
        babel.Locale.parse(canonical)
    except (babel.UnknownLocaleError, ValueError):
        return None
    return canonical


@cache
def _babel(name: str) -> babel.Locale:
    return babel.Locale.parse(name)


@cache
def _display_name(name: str, in_locale: str) -> str:
    found = _babel(name).get_display_name(_babel(in_locale))
    return found if found is not None else name


def _plain(text: str) -> str:
    """Return the subtags of ``text`` that name a language, parted by ``_``.

    Left out are POSIX's encoding (``fr_FR.UTF-8``), extensions (``en-u-ca-buddhist``, ``en-x-a``,
    RFC 5646, section 2.2.6) and the prefix of an extended language (``zh-cmn``, section 4.5).
    """
    bare, _, modifier = text.strip().partition("@")
    name = bare.partition(".")[0].replace("-", "_")
    first, *subtags = _LEGACY.get(name.lower(), name).split("_")
    singleton = next((at for at, tag in enumerate(subtags[:-1]) if len(tag) == 1), None)
    subtags = subtags[:singleton]
    if subtags and re.fullmatch("[A-Za-z]{3}", subtags[0]):
        territory = _alias("territory", subtags[0].upper())
        if len(territory) == 2:  # CHN is CN
            subtags[0] = territory
        elif first.lower() in _EXTENDED:
            first, *subtags = subtags
    script = _MODIFIERS.get(modifier.lower())
    return "_".join([first, *([script] if script else ()), *subtags])


def _alias(kind: Literal["language", "territory"], subtag: str) -> str:
    """Return CLDR's code for one that stands for it (``zho``, ``chi``: ``zh``; ``UK``: ``GB``).

    ISO 639-2 has two codes for some languages, ISO 639-1 mostly one as well; UTS 35, "Canonical
    Unicode Locale Identifiers", says which is to be used. What became several stays as it is.
    """
    if kind == "language":
        return str(get_global("language_aliases").get(subtag, subtag))
    found = get_global("territory_aliases").get(subtag, ())
    return str(found[0]) if len(found) == 1 else subtag


@cache
def _full(name: str) -> tuple[str, str, str]:
    """Language, script and territory, what is not said taken from CLDR's likely subtags.

    UTS 35, "Likely Subtags".
    """
    language, territory, script, *_ = babel.core.parse_locale(name)
    likely = get_global("likely_subtags")
    ways = ((script, territory), (territory,), (script,), ())
    names = ("_".join([language, *filter(None, way)]) for way in ways if all(way))
    found = next((likely[each] for each in names if each in likely), "")
    usual = found.split("_") if found.count("_") == 2 else [language, "", ""]
    return language, script or usual[1], territory or usual[2]


@cache
def _minimal(name: str) -> str:
    full = _full(name)
    parts = name.split("_")
    if len(parts) > 3 or any(part not in full for part in parts):  # a variant
        return name
    language, script, territory = full
    shorter = (language, f"{language}_{script}", f"{language}_{territory}")
    return next((each for each in shorter if _full(each) == full), name)


@cache
def _bcp47(name: str) -> str:
    language, *subtags = name.split("_")
    likely = get_global("likely_subtags")
    scripts = {
        value.split("_")[1]
        for key, value in likely.items()
        if key.split("_")[0] == language and not any(map(_is_script, key.split("_")[1:]))
    }
    if len(scripts) > 1 and not any(map(_is_script, subtags)):
        default = likely.get(name) or likely[language]
        subtags.insert(0, default.split("_")[1])
    return "-".join([language, *subtags])


def _is_script(subtag: str) -> bool:
    return len(subtag) == 4 and subtag.isalpha()
