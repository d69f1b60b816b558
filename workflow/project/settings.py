"""The settings of a project, as values; ``config`` reads them from ``setup.cfg``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import Any

from workflow.model import FIELDS, PLAIN_RULES, Locale, Profile, ReviewRules
from workflow.model.release_rules import PLAIN_RELEASE, ReleaseRules

BUILT_IN_ENGINES = (
    "memory",
    "apertium",
    "argos",
    "firefox",
    "opencc",
    "dummy",
    "google",
    "mymemory",
)
"""Engines the chain may name without a section of their own."""

GLOSSARY = "glossary.csv"
"""The table of terms where the settings name none."""

STATE_FOLDER = ".workflow"
"""What the tool derives and can make again (memory, lock, logs), and what engines answered."""

_LOCALES = (Locale("fr"), Locale("en"), Locale("zh"))


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """One ``[workflow:mt.NAME]`` section."""

    name: str
    provider: str
    """Which kind of engine it is, in lower case: ``deepl``, ``openai``, ``apertium``, …"""
    url: str | None = None
    key_env: str | None = None
    """Name of the environment variable that holds the key; the key itself is never stored."""
    in_flight: int = 4
    """Most requests at a time."""
    timeout: float = 20.0
    """Seconds a request may take."""
    characters_per_month: int | None = None
    """Most characters that are sent in a month; None: no limit."""
    price_per_million: float | None = None
    """Of characters; of tokens where the service counts these."""
    batch: int | None = None
    """Most texts in one request; None: what the service allows."""
    requests_per_minute: int | None = None
    model: str | None = None
    formality: str | None = None
    """``more`` or ``less``."""
    email: str | None = None
    """Tells the service who asks."""
    glossary_id: str | None = None
    """Of a glossary that the service keeps."""


@dataclass(frozen=True, slots=True)
class Role:
    """What an actor may do, and in which locales (none named: in all)."""

    name: str
    """``translator``, ``editor`` or ``publisher``."""
    locales: tuple[Locale, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """Section ``[workflow]`` and its sisters; every field has the documented default."""

    source_locale: Locale = _LOCALES[0]
    target_locales: tuple[Locale, ...] = _LOCALES
    articles: str = "articles"
    locales: str = "locales"
    reviews: str = "reviews"
    public: str = "public"
    releases: str = "releases"
    engines: tuple[str, ...] = ("memory", "apertium")
    """The chain, in order: built-in engines or names of ``[workflow:mt.NAME]`` sections."""
    memory: str = "sqlite:///.workflow/memory.db"
    """SQLAlchemy URL; a relative SQLite path is relative to the project's folder."""
    memory_least_score: int = 70
    """Percent: what is less like a text is not proposed for it."""
    memory_least_state: str = "translated"
    """``translated``, ``reviewed`` or ``approved``: what is less sure is not proposed."""
    memory_trust_context: bool = False
    """Whether an approved translation of the same text in the same place is taken as it is,
    not left fuzzy."""
    tm_files: tuple[str, ...] = ("memory/*.tmx",)
    """TMX files the memory learns from: patterns, relative to the project's folder."""
    glossary: str = ""
    """The table of terms; empty for :data:`GLOSSARY`, if there is one."""
    base_url: str = "https://example.org/"
    """Always ends with a slash."""
    locations: str = "file"
    """``file``, ``full`` or ``never``: what ``#:`` references name."""
    segmentation: str = "block"
    """``block`` or ``sentence``: what one segment of running text is."""
    front_matter: tuple[str, ...] = FIELDS
    directive_arguments: tuple[str, ...] = ()
    """Names of the text arguments of Markdown's directives, which are translated."""
    checks_off: tuple[str, ...] = ()
    """Names of checks the project switches off."""
    checks_on: tuple[str, ...] = ()
    """Names of checks that run on request alone."""
    profiles: tuple[Profile, ...] = ()
    """Whose typography languages without territory or script follow, one a language."""
    titles: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Site title by locale name; the key ``""`` is the one for locales not named."""
    theme: str = ""
    """The folder of the site's own templates and styles; empty for none."""
    page_size: int = 20
    """How many articles a page of a list shows."""
    mt: Mapping[str, EngineSettings] = field(default_factory=lambda: MappingProxyType({}))
    roles: Mapping[str, tuple[Role, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Actor (e-mail) → roles. Empty: everybody may do everything."""
    credits: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Actor (e-mail) → the name that readers may see; who is not listed is named nowhere."""
    review: ReviewRules = PLAIN_RULES
    """What it takes for an approval to count: section ``[workflow:review]``."""
    release: ReleaseRules = PLAIN_RELEASE
    """How and where releases go out: section ``[workflow:release]``."""

    def __reduce__(self) -> tuple[object, ...]:
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        plain = {
            name: dict(value) if isinstance(value, Mapping) else value
            for name, value in values.items()
        }
        return (_settings, (plain,))

    def own(self, locale: Locale) -> Locale:
        """``locale`` as the settings spell it, where they name it; else its shortest spelling.

        So ``zh_CN``, ``zh_Hans`` and ``zh`` are one language here, and have one folder. Which
        spellings are of one locale, CLDR's likely subtags say (:attr:`Locale.minimal`).
        """
        named = {each.minimal: each for each in (self.source_locale, *self.target_locales)}
        return named.get(locale.minimal, locale.minimal)

    def beside(self, locale: Locale) -> tuple[Locale, ...]:
        """Target locales of the same language as ``locale``, which is none itself.

        ``fr`` for ``fr_CA``: readers of one understand the other, but each has its own pages.
        """
        if locale in self.target_locales:
            return ()
        return tuple(target for target in self.target_locales if locale.is_beside(target))


def _settings(values: Mapping[str, Any]) -> Settings:
    """The settings whose fields are ``values``, as they come from another process."""
    frozen: dict[str, Any] = {
        name: MappingProxyType(value) if isinstance(value, dict) else value
        for name, value in values.items()
    }
    return Settings(**frozen)
