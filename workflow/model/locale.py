"""Locales and their spellings: the one module that converts between them, through babel."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

import babel
from babel.core import get_global
from babel.localedata import locale_identifiers
from babel.messages.plurals import get_plural

from workflow.errors import LocaleError


@dataclass(frozen=True, slots=True, order=True)
class Locale:
    """A locale in gettext's spelling (``fr``, ``zh``, ``zh_Hant``, ``pt_BR``)."""

    name: str

    @classmethod
    def parse(cls, text: str) -> Locale:
        """Read a locale in gettext's or BCP 47's spelling, any case (``zh-hant``, ``pt_BR``).

        Raises :class:`LocaleError` where CLDR, as babel ships it, has no such locale.
        """
        return cls(_canonical(text))

    def __str__(self) -> str:
        return self.name

    @property
    def babel(self) -> babel.Locale:
        """The same locale for babel's formatting functions."""
        return babel.Locale.parse(self.name)

    @property
    def bcp47(self) -> str:
        """The tag for the web, with the script where readers need it (``zh`` → ``zh-Hans``).

        CLDR's likely subtags tell which languages are written in more than one script
        depending on the territory; only these carry a script subtag.
        """
        return _bcp47(self.name)

    @property
    def direction(self) -> str:
        """``ltr`` or ``rtl``."""
        return self.babel.text_direction

    @property
    def plural_forms(self) -> str:
        """The value of the catalogue header ``Plural-Forms``.

        From the table that babel derives from CLDR for gettext, which counts whole numbers
        only (CLDR's rules for compact decimals have no gettext form).
        """
        count, expression = get_plural(self.name)
        return f"nplurals={count}; plural={expression};"

    def display_name(self, in_locale: Locale | None = None) -> str:
        """The language's name, in its own language unless ``in_locale`` says otherwise."""
        name = self.babel.get_display_name((in_locale or self).babel)
        return name if name is not None else self.name


@cache
def _canonical(text: str) -> str:
    """Return gettext's spelling of ``text``; raise :class:`LocaleError` if CLDR has none."""
    name = text.strip().replace("-", "_")
    try:
        language, territory, script, variant, *_ = babel.core.parse_locale(name)
        canonical = "_".join(part for part in (language, script, territory, variant) if part)
        babel.Locale.parse(canonical)
    except (babel.UnknownLocaleError, ValueError) as error:
        near = get_close_matches(name.lower(), locale_identifiers(), n=1)
        hint = f"Did you mean “{near[0]}”?" if near else "Use a code such as fr, en or zh."
        raise LocaleError(f"unknown locale “{text.strip()}”", hint=hint) from error
    return canonical


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
