"""The lists of a language beside that of its articles: by tag, by author and by year.

Which lists there are, what stands in each, and where another language has the same one.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from workflow.model import Locale, moments
from workflow.site import addresses, list_pages
from workflow.site.cards import Card, Made, told
from workflow.site.frame import Common, Elsewhere, Entry
from workflow.site.naming import known_by, name_of

Words = Callable[[Card], Sequence[str]]
_DENSE = 5
"""How many times as many lines as articles a page has."""


def newest_first(
    cards: Iterable[Card], locales: Iterable[Locale]
) -> dict[Locale, tuple[Card, ...]]:
    """The cards of each of ``locales``, the newest first."""
    found: dict[Locale, list[Card]] = {locale: [] for locale in locales}
    for card in cards:
        found[card.locale].append(card)
    for listed in found.values():
        listed.sort(key=attrgetter("slug"))
        listed.sort(key=published_at, reverse=True)
    return {locale: tuple(listed) for locale, listed in found.items()}


def published_at(card: Card) -> datetime:
    """When it was published, to the minute where the article says so."""
    return moments.instant(card.teaser.moment) or card.updated


def menus(standing: Iterable[Card]) -> tuple[Entry, ...]:
    """The pages of the project that menus name: by their order, then by their titles."""
    named = [
        (each.standing.order, each.teaser.title, each.slug, each.standing.menu)
        for each in standing
        if each.standing and each.standing.menu
    ]
    return tuple([Entry(menu, slug, title) for _, title, slug, menu in sorted(named)])


class Register(NamedTuple):
    """Articles with one tag, or of one author."""

    title: str
    """In the spelling that most of them have."""
    name: str
    """Of its folder."""
    cards: tuple[Card, ...]
    uses: frozenset[tuple[str, int, int]]
    """Where it stands: article, which of its words it is, and how many it has. A translation keeps
    their order, so that one register is another's in the other language where these are equal."""


def registers(cards: Iterable[Card], words: Words) -> tuple[Register, ...]:
    """The registers that the ``words`` of each card make, by their titles."""
    found: dict[str, dict[int, Card]] = {}
    titles: dict[str, Counter[str]] = {}
    uses: dict[str, list[tuple[str, int, int]]] = {}
    for number, card in enumerate(cards):
        each = words(card)
        for place, word in enumerate(each):
            name = name_of(word)
            found.setdefault(name, {})[number] = card
            titles.setdefault(name, Counter())[word] += 1
            uses.setdefault(name, []).append((card.slug, place, len(each)))
    made = (
        Register(_commonest(titles[name]), name, tuple(listed.values()), frozenset(uses[name]))
        for name, listed in found.items()
    )
    return tuple(sorted(made, key=lambda each: (_sorted_by(each.title), each.name)))


def _commonest(titles: Counter[str]) -> str:
    return min(titles, key=lambda title: (-titles[title], title))


def _sorted_by(title: str) -> str:
    """Accents and case are of no account in the order of words."""
    apart = unicodedata.normalize("NFD", known_by(title))
    return "".join(each for each in apart if not unicodedata.combining(each))


class _Kind(NamedTuple):
    """Tags, or authors."""

    words: Words
    all_at: Callable[[Locale, int], str]
    """The place of a page of the list of all of them."""
    one_at: Callable[[Locale, str, int], str]
    """The place of a page of one of them."""


KINDS: Mapping[str, _Kind] = {
    "tags": _Kind(lambda card: card.keywords, addresses.tags_path, addresses.tag_path),
    "authors": _Kind(lambda card: card.authors, addresses.authors_path, addresses.author_path),
}


def year_of(card: Card) -> int:
    """The year of the day that readers see, else of the last change."""
    moment = card.teaser.moment
    return moment.year if moment else card.updated.year


def pages_of(count: int, size: int) -> int:
    """How many pages a list of ``count`` takes; an empty one has a page, too."""
    return max(1, -(-count // size))


@dataclass(frozen=True)
class Registers:
    """Those of all languages."""

    lists: Mapping[Locale, tuple[Card, ...]]
    """The articles of each, the newest first."""
    size: int
    """Articles on a page."""

    @cached_property
    def of(self) -> Mapping[str, Mapping[Locale, tuple[Register, ...]]]:
        """Kind → language → its registers; languages without are left out."""
        return {
            name: {
                locale: made
                for locale, cards in self.lists.items()
                if (made := registers(cards, kind.words))
            }
            for name, kind in KINDS.items()
        }

    @cached_property
    def years(self) -> Mapping[Locale, Mapping[int, tuple[Card, ...]]]:
        """Language → year, the last first → its articles, the newest first."""
        found: dict[Locale, dict[int, list[Card]]] = {}
        for locale, cards in self.lists.items():
            for card in cards:
                found.setdefault(locale, {}).setdefault(year_of(card), []).append(card)
        return {
            locale: {year: tuple(years[year]) for year in sorted(years, reverse=True)}
            for locale, years in found.items()
        }

    def names(self, locale: Locale) -> tuple[str, ...]:
        """Which lists there are in ``locale``, as :attr:`.Common.lists` has it."""
        kinds = tuple(name for name in KINDS if locale in self.of[name])
        return ("archive", *kinds) if locale in self.years else kinds

    def places(self, common: Mapping[Locale, Common]) -> Iterator[tuple[str, Callable[[], Made]]]:
        """Path → how the page there is made; ``common`` to the pages of each language."""
        said = {locale: told(each) for locale, each in common.items()}
        for locale, shared in common.items():
            start = partial(_Maker, shared, said[locale], self.size)
            yield from self._index(locale, start)
            yield from self._archive(locale, start)
        for name in KINDS:
            yield from self._kind(name, common, said)

    def _index(self, locale: Locale, start: Callable[..., _Maker]) -> Iterator[_Place]:
        paths = partial(addresses.index_path, locale)
        yield from start(paths=paths).cards("", self.lists[locale], lambda _: None)

    def _archive(self, locale: Locale, start: Callable[..., _Maker]) -> Iterator[_Place]:
        years = self.years.get(locale)
        if not years:
            return
        everywhere = tuple((each, addresses.archive_path(each)) for each in self.years)
        paths = partial(_only, addresses.archive_path(locale))
        entries = [
            (str(year), addresses.year_path(locale, year), len(cards))
            for year, cards in years.items()
        ]
        yield from start(paths=paths).entries("archive", entries, Elsewhere(everywhere))
        for year, cards in years.items():
            paths = partial(addresses.year_path, locale, year)
            same = Elsewhere(
                tuple(
                    (each, addresses.year_path(each, year))
                    for each, those in self.years.items()
                    if year in those
                )
            )
            yield from start(paths=paths).lines(str(year), cards, same)

    def _kind(
        self, name: str, common: Mapping[Locale, Common], said: Mapping[Locale, str]
    ) -> Iterator[_Place]:
        kind, found = KINDS[name], self.of[name]
        everywhere = Elsewhere(tuple((locale, kind.all_at(locale, 1)) for locale in found))
        named = {
            locale: {each.uses: each.name for each in those} for locale, those in found.items()
        }
        for locale, those in found.items():
            start = partial(_Maker, common[locale], said[locale], self.size)
            entries = [
                (each.title, kind.one_at(locale, each.name, 1), len(each.cards)) for each in those
            ]
            paths: Callable[[int], str] = partial(kind.all_at, locale)
            yield from start(paths=paths).entries(name, entries, everywhere)
            for each in those:
                paths = partial(kind.one_at, locale, each.name)
                same = partial(_same, kind, named, each.uses)
                up = kind.all_at(locale, 1)
                maker = start(paths=paths, kind=name, up=up)
                yield from maker.cards(each.title, each.cards, same)


_Place = tuple[str, Callable[[], Made]]


def _only(path: str, _number: int) -> str:
    return path


def _same(
    kind: _Kind,
    named: Mapping[Locale, Mapping[frozenset[tuple[str, int, int]], str]],
    uses: frozenset[tuple[str, int, int]],
    number: int,
) -> Elsewhere:
    """The registers of other languages that are just the same."""
    found = ((locale, names.get(uses)) for locale, names in named.items())
    paths = ((locale, kind.one_at(locale, name, 1)) for locale, name in found if name)
    return Elsewhere(tuple(paths), alternate=number == 1)


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes the pages of one list."""

    common: Common
    told: str
    size: int
    paths: Callable[[int], str]
    """The place of each page, counted from 1."""
    kind: str = ""
    """Of the register; empty for other lists."""
    up: str = ""
    """Where all of them are listed."""

    def cards(
        self, title: str, cards: tuple[Card, ...], same: Callable[[int], Elsewhere | None]
    ) -> Iterator[_Place]:
        """Pages of articles with summary and picture; the front page where ``title`` is empty."""
        last = pages_of(len(cards), self.size)
        for number in range(1, last + 1):
            yield self.paths(number), partial(self._cards, title, cards, same, number, last)

    def _cards(
        self,
        title: str,
        cards: tuple[Card, ...],
        same: Callable[[int], Elsewhere | None],
        number: int,
        last: int,
    ) -> Made:
        some = cards[(number - 1) * self.size : number * self.size]
        shape = self._shape(title, number, last, len(cards), same(number))
        listed = tuple([(card.teaser, card.summary, card.image, card.sizes) for card in some])
        said = chain.from_iterable((card.named, card.summary, card.pictured) for card in some)
        told_ = (self.told, told(shape), *said)
        return Made(list_pages.cards_page, None, (self.common, shape, listed), told_)

    def lines(self, title: str, cards: tuple[Card, ...], same: Elsewhere) -> Iterator[_Place]:
        """Pages of the articles of a year, a line each."""
        size = self.size * _DENSE
        last = pages_of(len(cards), size)
        for number in range(1, last + 1):
            some = cards[(number - 1) * size : number * size]
            make = partial(self._lines, title, some, same, (number, last, len(cards)))
            yield self.paths(number), make

    def _lines(
        self, title: str, some: tuple[Card, ...], same: Elsewhere, place: tuple[int, int, int]
    ) -> Made:
        number, last, count = place
        same = same._replace(alternate=number == 1)
        shape = self._shape(title, number, last, count, same)._replace(
            kind="archive", up=addresses.archive_path(self.common.locale)
        )
        listed = tuple([card.teaser for card in some])
        told_ = (self.told, told(shape), *(card.named for card in some))
        return Made(list_pages.lines_page, None, (self.common, shape, listed), told_)

    def entries(
        self, kind: str, entries: Sequence[tuple[str, str, int]], everywhere: Elsewhere
    ) -> Iterator[_Place]:
        """Pages that name lists: title, path, and how many articles there are."""
        size = self.size * _DENSE
        last = pages_of(len(entries), size)
        last = 1 if self.paths(1) == self.paths(2) else last
        for number in range(1, last + 1):
            some = tuple(entries[(number - 1) * size : number * size] if last > 1 else entries)
            make = partial(self._entries, kind, some, everywhere, (number, last, len(entries)))
            yield self.paths(number), make

    def _entries(
        self,
        kind: str,
        some: tuple[tuple[str, str, int], ...],
        everywhere: Elsewhere,
        place: tuple[int, int, int],
    ) -> Made:
        number, last, count = place
        same = everywhere._replace(alternate=number == 1)
        shape = self._shape("", number, last, count, same)._replace(kind=kind)
        told_ = (self.told, told(shape), told(some))
        return Made(list_pages.entries_page, None, (self.common, shape, some), told_)

    def _shape(
        self, title: str, number: int, last: int, count: int, same: Elsewhere | None
    ) -> list_pages.Shape:
        return list_pages.Shape(
            self.kind,
            title,
            number,
            last,
            count,
            self.paths(number - 1) if number > 1 else "",
            self.paths(number + 1) if number < last else "",
            self.up,
            same,
        )
