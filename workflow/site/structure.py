"""The site as it is to be: what stands at which path, and what each file is made of.

Built from cards alone, so that it can be told, with no page rendered, which files would be other
than they were, and so that pages are made one at a time, in any order and any process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import chain
from operator import attrgetter, itemgetter
from typing import Any, Final, NamedTuple

from workflow.errors import ConfigError
from workflow.formats.linking import Page, plain
from workflow.model import Locale, bytes_digest, digest, moments
from workflow.model.phrase import phrase
from workflow.model.release_rules import PLAIN_RELEASE
from workflow.model.tombstone import Gone
from workflow.site import addresses, feeds, pages, sitemaps
from workflow.site.articles_in_feeds import entry_content
from workflow.site.cards import Card, Link, Task, describe, render_whole, told
from workflow.site.content import Content
from workflow.site.frame import Common, Versions, stylesheet_path, templates
from workflow.site.gone_pages import EPOCH, gone_page, gone_pages, rules_file
from workflow.site.links import Target
from workflow.site.views import Publication, SiteSettings

_MORE: Final = 3
"""How many other articles a page names."""
Lost = Callable[[Publication, str], None]
"""Takes a page, and an address in its text that leads to no page of the site."""


class _Made(NamedTuple):
    """A file of the site, its place left out; see :class:`.cards.Task`."""

    make: Callable[..., bytes]
    card: Card | None
    inputs: tuple[Any, ...]
    told: Iterable[str]
    parts: tuple[Task, ...] = ()


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
        self._lists = _newest_first(cards, self._locales)
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
        """Every card, by locale, the newest first."""
        return (card for listed in self._lists.values() for card in listed)

    @property
    def withdrawn(self) -> frozenset[str]:
        """The paths of pages that say that an article was withdrawn: to be answered with 410."""
        return frozenset(self._withdrawn_at)

    def lost(self) -> Iterator[tuple[Card, str]]:
        """Each page, and each address in its text that leads to no page of the site."""
        for card in self.cards():
            for link, target in self._targets(card):
                if target is None:
                    yield card, link.url

    def _placed(self) -> dict[str, Callable[[], _Made]]:
        """Path → what tells how the file there is made; of what is large not before it is asked."""
        places: dict[str, Callable[[], _Made]] = {
            stylesheet_path(): lambda: _Made(pages.stylesheet_file, None, (), ()),
            addresses.ROOT: self._root,
            addresses.NOT_FOUND: self._not_found,
            addresses.ROBOTS: partial(_plain, sitemaps.robots, self._settings.base_url),
            **dict(self._sitemaps()),
        }
        for locale, listed in self._lists.items():
            places[addresses.index_path(locale)] = partial(self._index, locale)
            if self._versions or self._gone:
                feed = partial(self._feed, locale)
                places[addresses.feed_path(locale)] = partial(feed, feeds.atom)
                places[addresses.json_feed_path(locale)] = partial(feed, feeds.json_feed)
            for number, card in enumerate(listed):
                path = addresses.article_path(locale, card.slug)
                places[path] = partial(self._article, locale, number)
        for card in self.cards():
            for path in addresses.alias_paths(card.aliases, card.locale, self._locales):
                places.setdefault(path, partial(self._moved, card))
        self._withdrawn_at = [path for path in self._gone if path not in places]
        for path in self._withdrawn_at:
            places[path] = partial(self._gone_page, path)
            places[addresses.rules_path(path)] = partial(
                _plain, rules_file, self._settings.base_url
            )
        return dict(sorted(places.items(), key=itemgetter(0)))

    def _article(self, locale: Locale, number: int) -> _Made:
        listed = self._lists[locale]
        card = listed[number]
        after = listed[number + 1 : number + 1 + _MORE]
        more = after + listed[: min(number, _MORE - len(after))]
        around, told = self._around(card, more)
        return _Made(pages.article_page, card, (self._common[locale], around), told)

    def _around(self, card: Card, more: tuple[Card, ...]) -> tuple[pages.Around, tuple[str, ...]]:
        """What the page of ``card`` has of the rest of the site, and what says all of that."""
        versions, said, first = self._published(card.slug)
        names = "" if first is card else first.names
        targets = tuple([target for _, target in self._targets(card) if target])
        around = pages.Around(versions, names, targets, tuple([each.teaser for each in more]))
        led = [text or "" for target in targets for text in target]
        told = (self._told[card.locale], said, names, *led, "", *(each.named for each in more))
        return around, told

    def _entry(self, card: Card) -> Task:
        """What feeds show of the text of ``card``."""
        around, told = self._around(card, ())
        path = addresses.article_path(card.locale, card.slug)
        inputs = (self._common[card.locale], around)
        return Task(path, entry_content, inputs, told, card, self._program)

    def _moved(self, card: Card) -> _Made:
        return _plain(pages.moved_page, self._common[card.locale], card.slug, card.teaser.title)

    def _gone_page(self, path: str) -> _Made:
        locale, time, reason, _ = self._gone[path]
        return _plain(gone_page, self._common[locale], time, reason)

    def _index(self, locale: Locale) -> _Made:
        cards = self._lists[locale]
        listed = tuple((card.teaser, card.summary, card.image) for card in cards)
        told = chain.from_iterable((card.named, card.summary, card.image) for card in cards)
        return _Made(
            pages.index_page, None, (self._common[locale], listed), (self._told[locale], *told)
        )

    def _root(self) -> _Made:
        return _plain(pages.root_page, self._common[self._locales[0]], self._choices())

    def _not_found(self) -> _Made:
        return _plain(pages.not_found_page, self._common[self._locales[0]], self._choices())

    def _choices(self) -> tuple[pages.Choice, ...]:
        return tuple(
            pages.Choice(
                locale, self._common[locale].site_title, len(listed),
                listed[0].teaser if listed else None,
            )
            for locale, listed in self._lists.items()
        )  # fmt: skip

    def _feed(self, locale: Locale, make: Callable[..., bytes]) -> _Made:
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
            )
            for card in listed
        )  # fmt: skip
        feed = feeds.Feed(updated, entries, deleted)
        parts = tuple(map(self._entry, listed))
        told = (each.listed + self._published(each.slug).told for each in listed)
        lost = chain.from_iterable((id_, time.isoformat()) for id_, time in deleted)
        keys = (part.key for part in parts)
        said = (self._told[locale], updated.isoformat(), *told, *lost, "", *keys)
        return _Made(make, None, (self._common[locale], feed), said, parts)

    def _sitemaps(self) -> Iterator[tuple[str, Callable[[], _Made]]]:
        """The sitemap: one file, or where that would be too large an index of several."""
        common = self._common[self._locales[0]]
        cards = tuple(self.cards())
        some = sitemaps.spread(common, self._versions, cards)
        if len(some) == 1:
            yield addresses.SITEMAP, partial(self._sitemap, sitemaps.sitemap, cards)
            return
        newest = tuple(max(card.updated for card in each) for each in some)
        yield addresses.SITEMAP, partial(_plain, sitemaps.sitemap_index, common, newest)
        make: Callable[..., bytes] = sitemaps.sitemap
        for number, each in enumerate(some, start=1):
            yield addresses.sitemap_path(number), partial(self._sitemap, make, each)
            make = sitemaps.more_of_sitemap

    def _sitemap(self, make: Callable[..., bytes], cards: tuple[Card, ...]) -> _Made:
        places = tuple(
            (card.slug, card.locale, card.updated, self._published(card.slug).versions)
            for card in cards
        )
        told = (
            (slug, locale.name, updated.isoformat(), self._published(slug).told)
            for slug, locale, updated, _ in places
        )
        said = (self._told[self._locales[0]], *chain.from_iterable(told))
        return _Made(make, None, (self._common[self._locales[0]], places), said)

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


def _plain(make: Callable[..., bytes], *inputs: Any) -> _Made:
    """A file that shows no publication, and is made of little."""
    return _Made(make, None, inputs, (told(inputs),))


def _newest_first(
    cards: Iterable[Card], locales: Iterable[Locale]
) -> dict[Locale, tuple[Card, ...]]:
    found: dict[Locale, list[Card]] = {locale: [] for locale in locales}
    for card in cards:
        found[card.locale].append(card)
    for listed in found.values():
        listed.sort(key=attrgetter("slug"))
        listed.sort(key=_time, reverse=True)
    return {locale: tuple(listed) for locale, listed in found.items()}


def _time(card: Card) -> datetime:
    """When it was published, to the minute where the article says so."""
    return moments.instant(card.teaser.moment) or card.updated


def build_site(
    publications: Sequence[Publication],
    settings: SiteSettings,
    lost: Lost = lambda _publication, _url: None,
) -> dict[str, bytes]:
    """Return every file of the site but the media: path → bytes, sorted by path.

    ``lost`` is called for each link that is plain text on its page, as it leads nowhere.

    Text is UTF-8. The same input gives the same bytes on every machine, whatever the order
    of ``publications``. Raises :class:`ArticleError` for an article without title, with an
    impossible slug, a time that is not ISO 8601 or an unknown format, and
    :class:`ConfigError` where two locales share a folder or there is
    no locale at all.
    """
    contents = [Content.of(each) for each in publications]
    site = Site(map(describe, publications, contents), settings)
    known = {(each.locale, each.slug): each for each in publications}
    for card, url in site.lost():
        lost(known[card.locale, card.slug], url)
    shown = {(each.locale, each.slug): each for each in contents}
    return {
        path: render_whole(task, lambda card: shown[card.locale.name, card.slug])
        for path, task in site.items()
    }


def frame_digest(settings: SiteSettings) -> str:
    """The digest of what pages of all languages share: the site without an article.

    Its files hold the settings and the style sheet; the templates come on top.
    """
    shared = {**build_site((), settings), **templates()}
    # What a site without an article does not show.
    told = (settings.disclosure, settings.responsible)
    rules = () if told == (PLAIN_RELEASE.disclosure, "") else told
    parts = (f"{bytes_digest(shared[name])} {name}" for name in shared)
    return digest("workflow frame", *parts, *rules)
