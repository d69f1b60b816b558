"""Whose habits a text's typography follows: language with territory or script."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, get_args

from babel.core import get_global

from workflow.model.locale import Locale

Profile = Literal["fr-FR", "fr-CH", "fr-CA", "zh-Hans", "zh-Hant", "en", "en-GB", "en-US"]
"""``en`` is either dialect of English, but not both in one article."""
PROFILES: Final[tuple[Profile, ...]] = get_args(Profile)

_USUAL: Final[dict[str, Profile]] = {"fr": "fr-FR", "en": "en", "zh": "zh-Hans"}
"""Of a language of which nothing more is said."""
_FRENCH: Final[dict[str, Profile]] = {"CH": "fr-CH", "CA": "fr-CA"}
"""By territory."""
_WORLD: Final = frozenset({"en_001", "en_150"})
"""CLDR's parents of those kinds of English that follow Britain's rather than America's."""


def regional(locale: Locale, chosen: Iterable[Profile]) -> Locale:
    """``locale`` as its dates, numbers and lists are written: a bare language as ``chosen`` says.

    With ``en-GB`` chosen, ``en`` gives ``en_GB``: 18 June 2026.
    """
    if "_" in locale.name:
        return locale
    own = (each for each in chosen if each.partition("-")[0] == locale.name)
    return Locale(next(own, locale.name).replace("-", "_")).minimal if chosen else locale


def profile_of(locale: Locale, chosen: Iterable[Profile] = ()) -> Profile | None:
    """The profile of texts in ``locale``; None where it is neither French, English nor Chinese.

    A locale that names a territory or script says it itself (``fr_CH``, ``zh_TW``, ``en_AU``);
    for a bare language the one of ``chosen`` that is of it holds, which are the project's.
    """
    language, _, more = locale.name.partition("_")
    if language not in _USUAL:
        return None
    if not more:
        own = (each for each in chosen if each.partition("-")[0] == language) if chosen else ()
        return next(iter(own), _USUAL[language])
    if language == "zh":
        return "zh-Hant" if locale.script == "Hant" else "zh-Hans"
    territory = more.rpartition("_")[2]
    if language == "fr":
        return _FRENCH.get(territory, "fr-FR")
    british = get_global("parent_exceptions").get(locale.name) in _WORLD or locale.name in _WORLD
    return "en-GB" if british else "en-US"
