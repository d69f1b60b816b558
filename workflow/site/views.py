"""What the site is built from: articles in one language each, and the site's settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from workflow.model import Locale
from workflow.model.picture_sizes import PictureSizes
from workflow.model.player import Player
from workflow.model.profile import Profile
from workflow.model.release_rules import PLAIN_RELEASE
from workflow.model.tombstone import Correction
from workflow.site.addresses import media_path
from workflow.site.disclosing import UNKNOWN, Making
from workflow.site.theme import NO_THEME, Theme


@dataclass(frozen=True, slots=True)
class Publication:
    """One article in one locale, ready to be read."""

    slug: str
    """The article's path below the articles folder without the ending: ``news/foo``."""
    locale: Locale
    """The language of ``fields`` and ``body``."""
    source_locale: Locale
    """The language the article was written in."""
    format: str
    """``markdown``, ``html`` or ``text``."""
    fields: Mapping[str, object]
    """The front matter in the page's language: ``title`` always; ``date``, ``summary``,
    ``dateline``, ``keywords``, ``contact``, ``source`` (address of the original, where the
    article was imported) and ``author`` where the article has them."""
    body: str
    """The text after the front matter, in the page's language."""
    updated: str
    """ISO 8601 date or time of the last change, for the feed and the sitemap."""
    follows: str | None = None
    """ISO 8601 date of the source revision this translation follows, when the source has
    moved on since; the page then says so."""
    overtaken: str = ""
    """ISO 8601 date on which it was said that the source changed in an important way since; the
    page then says this, too."""
    id: str = ""
    """What the feed knows the page by: its first address; empty where that is its address now."""
    aliases: tuple[str, ...] = ()
    """Slugs the article had before; their addresses send readers on."""
    places: Mapping[str, str] = field(default_factory=dict)
    """Where a file below the articles folder stands in the site, if not at its usual place. The
    place may be that of another file, which is shown in its stead in this language."""
    sizes: Mapping[str, PictureSizes] = field(default_factory=dict)
    """How large pictures below the articles folder are, as far as it is known."""
    players: Mapping[str, Player] = field(default_factory=dict)
    """What there is to say of sound and films below the articles folder that the page plays."""
    older_ids: bool = False
    """Whether the page was out before ids were those of GitHub; links to its ids of then hold."""
    behind: tuple[int, ...] = ()
    """Where passages of ``body`` begin whose source has changed in meaning since, in characters."""
    corrections: tuple[Correction, ...] = ()
    """What readers are told of changes of the text since it was published, the oldest first."""
    made: Making = UNKNOWN
    """How the text came to be."""
    draft: bool = False
    """A preview: the page says so, and asks search engines to leave it alone."""
    untranslated: bool = False
    """A preview of which nothing is translated yet: ``fields`` and ``body`` are in
    ``source_locale``."""
    lacking: str = ""
    """A preview: the texts of ``body`` that are in ``source_locale``, each a paragraph of
    ``format``."""

    def place(self, path: str) -> str:
        """Where the site has the file at ``path`` (POSIX, below the articles folder)."""
        return self.places.get(path, media_path(path))

    @property
    def moved(self) -> tuple[tuple[str, str], ...]:
        """The files that do not stand at their usual place, and where they do, sorted."""
        places = sorted(self.places.items())
        return tuple((path, at) for path, at in places if at != media_path(path))

    @property
    def shown_sizes(self) -> tuple[tuple[str, PictureSizes], ...]:
        """:attr:`sizes`, sorted."""
        return tuple(sorted(self.sizes.items()))

    @property
    def played(self) -> tuple[tuple[str, Player], ...]:
        """:attr:`players`, sorted."""
        return tuple(sorted(self.players.items()))

    @property
    def translated(self) -> bool:
        """Whether the page is a translation."""
        return self.locale != self.source_locale


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """What the pages of a site have in common."""

    titles: Mapping[str, str]
    """Locale name → title of the site in that language; an empty name: in all others."""
    base_url: str
    """Where the site is served, ``https://news.example.org/``."""
    locales: tuple[Locale, ...]
    """The site's languages in the order readers see them; each gets an index and a feed."""
    disclosure: str = PLAIN_RELEASE.disclosure
    """When readers are told of machine translation, see :func:`.disclosing.disclosure_of`."""
    responsible: str = ""
    """Who answers for what is published: a name, and after a comma an address."""
    credits: tuple[str, ...] = ()
    """Names that readers may see, sorted."""
    page_size: int = 20
    """How many articles a page of a list shows."""
    theme: Theme = NO_THEME
    profiles: tuple[Profile, ...] = ()
    """Whose dates, numbers and lists pages have, see :func:`~workflow.model.profile.regional`."""

    def title(self, locale: Locale) -> str:
        """The site's title in ``locale``, else in its language, for all, the first there is.

        Without any title the host of ``base_url`` stands in.
        """
        for name in (locale.name, locale.babel.language, "", *self.titles):
            if title := self.titles.get(name, "").strip():
                return title
        return urlsplit(self.base_url).hostname or self.base_url
