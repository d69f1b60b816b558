"""The site's own words in the reader's language, from gettext catalogues.

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
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from workflow.model import Locale

DOMAIN = "site"
ENGLISH = Locale("en")


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
    for length in range(len(parts), 0, -1):
        wider = Locale("_".join(parts[:length]))
        if _catalogue(wider).is_file() and _script(wider) == _script(locale):
            return wider
    return ENGLISH


@cache
def translations(locale: Locale) -> gettext.GNUTranslations:
    """The compiled catalogue that serves ``locale``, see :func:`strings_locale`."""
    found = strings_locale(locale)
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(_catalogue(found).read_bytes()), locale=found.name))
    return gettext.GNUTranslations(BytesIO(compiled.getvalue()))


def _catalogue(locale: Locale) -> Traversable:
    folder = files("workflow").joinpath("locales", locale.name, "LC_MESSAGES")
    return folder.joinpath(f"{DOMAIN}.po")


def _script(locale: Locale) -> str:
    return next((part for part in locale.bcp47.split("-") if len(part) == 4), "")
