"""The publications of a site in the orders its pages need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from workflow.errors import ConfigError
from workflow.model import Locale, moments
from workflow.site import addresses, fields
from workflow.site.views import Publication, SiteSettings


@dataclass(frozen=True, slots=True)
class Shelf:
    """All publications of a site, by locale and by article."""

    settings: SiteSettings
    locales: tuple[Locale, ...]
    """The settings' locales, then any other that something is published in."""
    lists: dict[Locale, tuple[Publication, ...]]
    """What each locale's index lists, newest first."""
    versions: dict[str, dict[Locale, Publication]]
    """Slug → the languages the article is published in, in the order of ``locales``."""

    @property
    def publications(self) -> tuple[Publication, ...]:
        """Everything, by locale, newest first."""
        return tuple(publication for listed in self.lists.values() for publication in listed)

    def default(self, slug: str) -> Publication | None:
        """The version for readers of any other language; None for an unknown article.

        The source's, where it is published, else the first there is.
        """
        found = self.versions.get(slug)
        if not found:
            return None
        first = next(iter(found.values()))
        return found.get(first.source_locale, first)

    def after(self, publication: Publication, count: int) -> tuple[Publication, ...]:
        """Up to ``count`` others of the same list: the next older, then from the newest on."""
        listed = self.lists[publication.locale]
        place = [other.slug for other in listed].index(publication.slug)
        return (listed[place + 1 :] + listed[:place])[:count]


def shelve(publications: Sequence[Publication], settings: SiteSettings) -> Shelf:
    """Sort ``publications``.

    Raises :class:`ArticleError` or :class:`ConfigError` where two of them, or two locales,
    would take the same place.
    """
    others = {publication.locale for publication in publications}.difference(settings.locales)
    locales = tuple(dict.fromkeys((*settings.locales, *sorted(others))))
    if not locales:
        raise ConfigError(
            "a site without languages has no pages", hint="Name the languages in the settings."
        )
    addresses.check(publications, locales)
    lists: dict[Locale, tuple[Publication, ...]] = {}
    versions: dict[str, dict[Locale, Publication]] = {}
    for locale in locales:
        own = (publication for publication in publications if publication.locale == locale)
        lists[locale] = _newest_first(own)
        for publication in lists[locale]:
            versions.setdefault(publication.slug, {})[locale] = publication
    return Shelf(settings=settings, locales=locales, lists=lists, versions=versions)


def _newest_first(publications: Iterable[Publication]) -> tuple[Publication, ...]:
    by_slug = sorted(publications, key=lambda publication: publication.slug)
    return tuple(sorted(by_slug, key=_time, reverse=True))


def _time(publication: Publication) -> datetime:
    """When it was published, to the minute where the article says so."""
    return moments.instant(fields.moment(publication)) or fields.updated(publication)
