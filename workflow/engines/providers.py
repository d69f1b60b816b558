"""deep-translator's providers: where each class is, what it needs, how it spells languages.

Those whose services have been shut down are left out (yandex, papago, qcri), as are
dictionaries of single words (pons, linguee).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import babel
from babel.core import get_global

from workflow.engines.backend import Backend
from workflow.engines.deep_classes import CLASSES, UNSAFE
from workflow.engines.engine import Options
from workflow.errors import ConfigError
from workflow.model import Locale
from workflow.model.phrase import phrase

SERVED = ("libretranslate", "deepl", "microsoft", "google-cloud", "mymemory", *CLASSES)
"""What :func:`make_backend` makes one of: services of our own, and deep-translator's classes."""


def make_backend(options: Options, environ: Mapping[str, str]) -> Backend:
    """The backend of a provider that is :data:`SERVED`; ``environ`` has its key and the proxy.

    Raises :class:`ConfigError` for a provider of deep-translator that cannot be used, with why.
    """
    # Here, not above: a run without a service does not wait for what speaks HTTP to be loaded.
    if options.provider in CLASSES:
        from workflow.engines.worker_backend import WorkerBackend  # noqa: PLC0415

        return WorkerBackend(options, environ)
    if options.provider in SERVED:
        from workflow.engines.http_backend import HttpBackend  # noqa: PLC0415

        return HttpBackend(options, environ)
    raise ConfigError(
        phrase(
            "[workflow:mt.{name}]: provider {provider} cannot be used: {reason}",
            name=options.name,
            provider=options.provider,
            reason=UNSAFE[options.provider],
        ),
        file="setup.cfg",
    )


@dataclass(frozen=True, slots=True)
class Provider:
    """One of deep-translator's translators."""

    module: str
    name: str
    """Of the class in that module."""
    languages: str | None
    """The table in ``deep_translator.constants``; None where the service itself is asked."""
    keys: tuple[str, ...] = ()
    """Its arguments for the key, parted by colons in the environment variable; none: free."""
    takes_url: bool = False
    """Whether it can be run on a machine of one's own, then perhaps without a key."""
    limit: int | None = None
    """Most characters of a request."""
    refusals: tuple[str, ...] = ()
    """How texts begin that it sends in the place of a translation."""


PROVIDERS: Mapping[str, Provider] = {
    "google": Provider("google", "GoogleTranslator", "GOOGLE_LANGUAGES_TO_CODES", limit=4999),
    "mymemory": Provider(
        "mymemory",
        "MyMemoryTranslator",
        "MY_MEMORY_LANGUAGES_TO_CODES",
        limit=499,
        refusals=("MYMEMORY WARNING", "INVALID ", "PLEASE SELECT", "QUERY LENGTH LIMIT"),
    ),
    "libretranslate": Provider(
        "libre", "LibreTranslator", "LIBRE_LANGUAGES_TO_CODES", ("api_key",), takes_url=True
    ),
    "deepl": Provider("deepl", "DeeplTranslator", "DEEPL_LANGUAGE_TO_CODE", ("api_key",)),
    "microsoft": Provider("microsoft", "MicrosoftTranslator", None, ("api_key", "region")),
    "baidu": Provider("baidu", "BaiduTranslator", "BAIDU_LANGUAGE_TO_CODE", ("appid", "appkey")),
}


def code_for(locale: Locale, languages: Mapping[str, str]) -> str | None:
    """Return a provider's code for a locale; None where it does not know the language.

    ``languages`` is deep-translator's table, English name → code. Looked up are the tag
    (``pt-BR``), the language with its likeliest territory by CLDR (``zh`` → ``zh-CN``,
    ``zh_Hant`` → ``zh-TW``), the language alone (never for a script that is not its usual
    one), and the English name.
    """
    codes = {code.lower(): code for code in languages.values()}
    names = {name.lower(): code for name, code in languages.items()}
    for tag in _tags(locale):
        if tag.lower() in codes:
            return codes[tag.lower()]
    return next((names[name] for name in _names(locale) if name in names), None)


def tag_for(locale: Locale) -> str:
    """Return a lower-case tag without a territory (``zh-hans``, ``pt``), as Microsoft lists."""
    language, *subtags = locale.bcp47.lower().split("-")
    return "-".join([language, *(subtag for subtag in subtags if len(subtag) == 4)])


def _tags(locale: Locale) -> Iterator[str]:
    yield locale.name.replace("_", "-")
    own = locale.babel
    if own.territory is None:
        likely = get_global("likely_subtags").get(locale.name, "")
        if territory := babel.Locale.parse(likely).territory if likely else None:
            yield f"{own.language}-{territory}"
    if own.script in (None, _usual_script(own.language)):
        yield own.language


def _names(locale: Locale) -> Iterator[str]:
    own = locale.babel
    script = own.script or _usual_script(own.language)
    for candidate in (own, babel.Locale(own.language, script=script)):
        if name := candidate.get_display_name("en"):
            yield name.lower()
            yield name.lower().replace("(", "").replace(")", "")
    if own.script in (None, _usual_script(own.language)) and (name := own.get_language_name("en")):
        yield name.lower()


def _usual_script(language: str) -> str | None:
    likely = get_global("likely_subtags").get(language)
    return babel.Locale.parse(likely).script if likely else None
