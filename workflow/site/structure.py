"""The site as it is to be: what stands at which path, and what each file is made of.

Built from cards alone, so that it can be told, with no page rendered, which files would be other
than they were, and so that pages are made one at a time, in any order and any process.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from operator import itemgetter
from typing import Final, NamedTuple

from workflow.errors import ConfigError
from workflow.formats.linking import Page, plain
from workflow.model import Locale, bytes_digest
from workflow.model.phrase import phrase
from workflow.model.tombstone import Gone
from workflow.site import addresses, feeds, pages, sitemaps
from workflow.site.about import is_told
from workflow.site.about_page import about_page
from workflow.site.articles_in_feeds import entry_content
from workflow.site.cards import Card, Link, Made, Task, plain_file, told
from workflow.site.frame import Common, Versions
from workflow.site.gone_pages import EPOCH, gone_page, gone_pages, rules_file
from workflow.site.links import Target
from workflow.site.registers import Registers, menus, newest_first
from workflow.site.search_places import Index, Search, language_of
from workflow.site.views import SiteSettings

_MORE: Final = 2
"""How many other articles a page names besides those before and after it."""


class _Published(NamedTuple):
    """An article in all its languages."""

    versions: Versions
    told: str
    """See :func:`.cards.told`."""
    first: Card
    """The original, or else any: the others take over the names of its headings."""


class Site(Mapping[str, Task]):
    """Path → what makes the file there, in the order of the paths; media apart.

    Tasks are made as they are asked for, and not kept.
    """

    def __init__(
        self,
        cards: Iterable[Card],
        settings: SiteSettings,
        program: str = "",
        gone: Sequence[Gone] = (),
    ) -> None:
        """Give each of ``cards`` its place; ``program`` stands for what makes bytes of a task.

        ``gone``: articles that were withdrawn; at their addresses readers are told so.

        Raises :class:`ArticleError` or :class:`ConfigError` where two of them, or two locales,
        would take the same place, for an impossible slug, and for a site without a language.
        """
        cards = tuple(cards)
        others = {card.locale for card in cards}.difference(settings.locales)
        self._locales = tuple(dict.fromkeys((*settings.locales, *sorted(others))))
        if not self._locales:
            raise ConfigError(
                phrase("a site without languages has no pages"),
                hint=phrase("Name the languages in the settings."),
            )
        addresses.check(((card.locale, card.slug) for card in cards), self._locales)
        self._settings = settings
        self._program = program
        self._gone = gone_pages(gone, self._locales)
        self._lists = newest_first((each for each in cards if not each.standing), self._locales)
        self._standing = newest_first((each for each in cards if each.standing), self._locales)
        """Pages of the project, which no list has."""
        self._registers = Registers(self._lists, settings.page_size)
        self._search = Search(tuple(self.cards()), program)
        self._versions: dict[str, dict[Locale, Card]] = {}
        """Slug → the languages the article is published in, in the order of the locales."""
        for card in self.cards():
            self._versions.setdefault(card.slug, {})[card.locale] = card
        self._slugs = {plain(name): card.slug for card in self.cards() for name in card.aliases}
        """How a link may name an article → its slug: as it is now, or as it was before."""
        self._slugs.update((plain(slug), slug) for slug in self._versions)
        self._common = {locale: self._common_to(locale) for locale in self._locales}
        self._told = {locale: told(common) for locale, common in self._common.items()}
        self._published_in: dict[str, _Published] = {}
        self._alike: dict[Versions, tuple[Versions, str]] = {}
        """What most articles have alike is in memory once."""
        self._led: dict[Locale, dict[Link, Target | None]] = {
            locale: {} for locale in self._locales
        }
        """Where links on pages in a language lead."""
        self._places = self._placed()

    def __getitem__(self, path: str) -> Task:
        make, card, inputs, said, parts = self._places[path]()
        return Task(path, make, inputs, tuple(said), card, self._program, parts)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def cards(self) -> Iterator[Card]:
        """Every card: articles by locale, the newest first, and pages of the project."""
        return chain(*self._lists.values(), *self._standing.values())

    @property
    def withdrawn(self) -> frozenset[str]:
        """The paths of pages that say that an article was withdrawn: to be answered with 410."""
        return frozenset(self._withdrawn_at)

    @property
    def indexes(self) -> Collection[Index]:
        """What is searched."""
        return self._search.indexes.values()

    def lost(self) -> Iterator[tuple[Card, str]]:
        """Each page, and each address in its text that leads to no page of the site."""
        for card in self.cards():
            for link, target in self._targets(card):
                if target is None:
                    yield card, link.url

    def _placed(self) -> dict[str, Callable[[], Made]]:
        """Path → what tells how the file there is made; of what is large not before it is asked."""
        places: dict[str, Callable[[], Made]] = {
            addresses.ROOT: self._root,
            addresses.NOT_FOUND: partial(self._not_found, self._locales[0]),
            addresses.ROBOTS: partial(plain_file, sitemaps.robots, self._settings.base_url),
            **dict(self._sitemaps()),
        }
        theme = self._settings.theme
        for path, data in {**theme.stylesheets, **theme.files}.items():
            places[path] = partial(Made, pages.theme_file, None, (theme,), (bytes_digest(data),))
        for some in (self._registers, self._search):
            places.update(some.places(self._common))
        for locale, listed in self._lists.items():
            places[addresses.lost_path(locale)] = partial(self._not_found, locale)
            if self._versions or self._gone:
                feed = partial(self._feed, locale)
                places[addresses.feed_path(locale)] = partial(feed, feeds.atom)
                places[addresses.json_feed_path(locale)] = partial(feed, feeds.json_feed)
            for number, card in enumerate(listed):
                path = addresses.article_path(locale, card.slug)
                places[path] = partial(self._article, locale, number)
            for card in self._standing[locale]:
                places[addresses.article_path(locale, card.slug)] = partial(self._page, card)
        for card in self.cards():
            if is_told(self._common[card.locale], card):
                path = addresses.about_path(card.locale, card.slug)
                places[path] = partial(self._about, card)
            for path in addresses.alias_paths(card.aliases, card.locale, self._locales):
                places.setdefault(path, partial(self._moved, card))
        self._withdrawn_at = [path for path in self._gone if path not in places]
        for path in self._withdrawn_at:
            places[path] = partial(self._gone_page, path)
            places[addresses.rules_path(path)] = partial(
                plain_file, rules_file, self._settings.base_url
            )
        return dict(sorted(places.items(), key=itemgetter(0)))

    def _article(self, locale: Locale, number: int) -> Made:
        listed = self._lists[locale]
        after = listed[number + 2 : number + 2 + _MORE]
        more = after + listed[: min(max(number - 1, 0), _MORE - len(after))]
        older = listed[number + 1] if number + 1 < len(listed) else None
        newer = listed[number - 1] if number else None
        return self._page(listed[number], more, older, newer)

    def _page(
        self,
        card: Card,
        more: tuple[Card, ...] = (),
        older: Card | None = None,
        newer: Card | None = None,
    ) -> Made:
        """The page of an article with those it leads to, or of the project."""
        around, told = self._around(card, more, older, newer)
        return Made(pages.article_page, card, (self._common[card.locale], around), told)

    def _around(
        self, card: Card, more: tuple[Card, ...], older: Card | None, newer: Card | None
    ) -> tuple[pages.Around, tuple[str, ...]]:
        """What the page of ``card`` has of the rest of the site, and what says all of that."""
        versions, said, first = self._published(card.slug)
        names = "" if first is card else first.names
        targets = tuple([target for _, target in self._targets(card) if target])
        beside = [each.teaser if each else None for each in (older, newer)]
        around = pages.Around(
            versions, names, targets, tuple([each.teaser for each in more]), *beside
        )
        led = [text or "" for target in targets for text in target]
        others = [each.named if each else "" for each in (older, newer, *more)]
        told = (self._told[card.locale], said, names, *led, "", *others)
        return around, told

    def _entry(self, card: Card) -> Task:
        """What feeds show of the text of ``card``."""
        around, told = self._around(card, (), None, None)
        path = addresses.article_path(card.locale, card.slug)
        inputs = (self._common[card.locale], around)
        return Task(path, entry_content, inputs, told, card, self._program)

    def _about(self, card: Card) -> Made:
        common = self._common[card.locale]
        versions, said, _ = self._published(card.slug)
        return Made(about_page, card, (common, versions), (self._told[card.locale], said))

    def _moved(self, card: Card) -> Made:
        return plain_file(pages.moved_page, self._common[card.locale], card.slug, card.teaser.title)

    def _gone_page(self, path: str) -> Made:
        locale, time, reason, _ = self._gone[path]
        return plain_file(gone_page, self._common[locale], time, reason)

    def _root(self) -> Made:
        return plain_file(pages.root_page, self._common[self._locales[0]], self._choices())

    def _not_found(self, locale: Locale) -> Made:
        return plain_file(pages.not_found_page, self._common[locale])

    def _choices(self) -> tuple[pages.Choice, ...]:
        return tuple(
            pages.Choice(
                locale, self._common[locale].site_title, len(listed),
                listed[0].teaser if listed else None,
            )
            for locale, listed in self._lists.items()
        )  # fmt: skip

    def _feed(self, locale: Locale, make: Callable[..., bytes]) -> Made:
        """Where ``locale`` has no article yet, the feed is as old as the newest of the others."""
        listed = self._lists[locale][: feeds.NEWEST]
        deleted = tuple(
            (each.id, each.updated)
            for each in self._gone.values()
            if each.id and each.locale == locale
        )
        times = [card.updated for card in listed or self.cards()]
        updated = max(times + [time for _, time in deleted], default=EPOCH)
        entries = tuple(
            feeds.Entry(
                card.id, card.teaser, card.summary, card.updated, card.authors, card.keywords,
                self._published(card.slug).versions, card.made, card.image,
                card.played,
            )
            for card in listed
        )  # fmt: skip
        feed = feeds.Feed(updated, entries, deleted)
        parts = tuple(map(self._entry, listed))
        told = (each.listed + self._published(each.slug).told for each in listed)
        lost = chain.from_iterable((id_, time.isoformat()) for id_, time in deleted)
        said = (self._told[locale], updated.isoformat(), *told, *lost, "", *(p.key for p in parts))
        return Made(make, None, (self._common[locale], feed), said, parts)

    def _sitemaps(self) -> Iterator[tuple[str, Callable[[], Made]]]:
        """The sitemap: one file, or where that would be too large an index of several."""
        common = self._common[self._locales[0]]
        cards = tuple(self.cards())
        some = sitemaps.spread(common, self._versions, cards)
        if len(some) == 1:
            yield addresses.SITEMAP, partial(self._sitemap, sitemaps.sitemap, cards)
            return
        newest = tuple(max(card.updated for card in each) for each in some)
        yield addresses.SITEMAP, partial(plain_file, sitemaps.sitemap_index, common, newest)
        make: Callable[..., bytes] = sitemaps.sitemap
        for number, each in enumerate(some, start=1):
            yield addresses.sitemap_path(number), partial(self._sitemap, make, each)
            make = sitemaps.more_of_sitemap

    def _sitemap(self, make: Callable[..., bytes], cards: tuple[Card, ...]) -> Made:
        places = tuple(
            (card.slug, card.locale, card.updated, self._published(card.slug).versions)
            for card in cards
        )
        told = (
            (slug, locale.name, updated.isoformat(), self._published(slug).told)
            for slug, locale, updated, _ in places
        )
        said = (self._told[self._locales[0]], *chain.from_iterable(told))
        return Made(make, None, (self._common[self._locales[0]], places), said)

    def _common_to(self, locale: Locale) -> Common:
        return Common(
            locale,
            self._settings.title(locale),
            self._settings.base_url,
            self._locales,
            bool(self._versions or self._gone),
            self._settings.disclosure,
            self._settings.responsible,
            self._settings.credits,
            self._registers.names(locale),
            menus(self._standing[locale]),
            self._settings.theme,
            searched=language_of(locale) in self._search.indexes,
            profiles=self._settings.profiles,
        )

    def _published(self, slug: str) -> _Published:
        """The languages of an article."""
        found = self._published_in.get(slug)
        if found is None:
            cards = self._versions[slug]
            first = next(iter(cards.values()))
            versions = Versions(tuple(cards), cards.get(first.source_locale, first).locale)
            if versions not in self._alike:
                self._alike[versions] = (versions, told(versions))
            first = next((each for each in cards.values() if not each.translated), first)
            found = self._published_in[slug] = _Published(*self._alike[versions], first)
        return found

    def _targets(self, card: Card) -> Iterator[tuple[Link, Target | None]]:
        """The links in the text of ``card``, and where they lead; None where that is no page."""
        led = self._led[card.locale]
        for link in card.links:
            try:
                yield link, led[link]
            except KeyError:
                found = filter(None, (self._find(page, card.locale) for page in link.pages))
                place = next(found, None)
                led[link] = Target(link.url, *place) if place else None
                yield link, led[link]

    def _find(self, page: Page, locale: Locale) -> tuple[str, str | None] | None:
        """The path of the page that one in ``locale`` means, and its language if it is another.

        The article in the language that is named, else in that of the page, else in its own.
        """
        tagged = Locale.among(page.tag, self._locales) if page.tag else None
        if page.tag and tagged is None:
            return None
        if not page.slug:
            return addresses.index_path(tagged) if tagged else addresses.ROOT, None
        slug = page.slug if page.slug in self._versions else self._slugs.get(plain(page.slug))
        if slug is None:
            return None
        versions = self._versions[slug]
        version = versions.get(tagged or locale) or versions.get(locale)
        found = version.locale if version else self._published(slug).versions.default
        path = addresses.article_path(found, slug)
        return path, found.bcp47 if found != locale else None
