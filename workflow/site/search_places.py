"""The files of the search: a page in each language, a script, and an index of each language.

All tags of one language share an index (``zh``, ``zh-Hans``, ``zh-Hant``): who searches is led to
the article in the language of the page where there is one. Pages are numbered by their slugs, so
that an edit leaves the numbers as they are; ``version`` stands for all of them, and is in every
file, so that a browser that still has files of an earlier release notices.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property, partial
from importlib import resources
from itertools import groupby
from operator import attrgetter
from typing import Final

from markupsafe import Markup

from workflow.model import Locale, digest
from workflow.site import addresses, strings
from workflow.site.cards import Card, Made, Task, Teaser, plain_file, terms_of, told
from workflow.site.content import to_json
from workflow.site.frame import Common, Elsewhere, page_frame, render
from workflow.site.registers import published_at
from workflow.site.search_index import marks_of, shard_file, shards_of
from workflow.site.strings import N_

_TOGETHER: Final = 16
"""Pages of which one file says what results show."""
_MANY: Final = 1_000_000
"""A number by whose form a language counts many."""
_Place = tuple[str, Callable[[], Made]]


@cache
def _script() -> tuple[str, bytes]:
    """The path of the script, named by its content, and the script."""
    data = resources.files("workflow.site").joinpath("scripts", "search.js").read_bytes()
    return f"assets/search.{hashlib.blake2b(data, digest_size=6).hexdigest()}.js", data


@dataclass(frozen=True)
class Search:
    """That of a whole site."""

    cards: Iterable[Card]
    program: str

    @cached_property
    def indexes(self) -> Mapping[str, Index]:
        """Language → its index."""
        ranked = sorted(self.cards, key=attrgetter("slug", "locale.bcp47"))
        ranked.sort(key=published_at, reverse=True)
        ranked.sort(key=lambda card: (language_of(card.locale), card.standing is not None))
        return {
            language: Index(language, tuple(some), self.program)
            for language, some in groupby(ranked, key=lambda card: language_of(card.locale))
        }

    def places(self, common: Mapping[Locale, Common]) -> Iterator[_Place]:
        """Path → how the file there is made; ``common`` to the pages of each language."""
        everywhere = tuple(
            (each, addresses.search_path(each))
            for each, shared in common.items()
            if shared.searched
        )
        if not everywhere:
            return
        yield _script()[0], partial(plain_file, script_file)
        for locale, path in everywhere:
            yield path, partial(plain_file, search_page, common[locale], Elsewhere(everywhere))
        for index in self.indexes.values():
            yield from index.places(common[everywhere[0][0]].written)


def language_of(locale: Locale) -> str:
    """The language whose index pages in ``locale`` are in."""
    return locale.babel.language


@dataclass(frozen=True)
class Index:
    """That of one language."""

    language: str
    ranked: Sequence[Card]
    """The newest first; pages of the project after all articles."""
    program: str

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """Those that it finds, by their numbers."""
        return tuple(sorted(self.ranked, key=attrgetter("slug", "locale.bcp47")))

    @cached_property
    def version(self) -> str:
        """Says which page has which number."""
        names = (part for card in self.cards for part in (card.slug, card.locale.bcp47))
        return digest("search", *names)[:12]

    @property
    def shards(self) -> int:
        """How many there are."""
        return shards_of(len(self.cards))

    @cached_property
    def parts(self) -> tuple[Task, ...]:
        """What makes the words of each page; all shards are made of them."""
        return tuple([Task("", terms_of, (), (), card, self.program) for card in self.cards])

    @cached_property
    def marks(self) -> Sequence[str]:
        """What each shard holds, as a digest."""
        return marks_of([card.marks for card in self.cards], self.shards)

    def places(self, written: Callable[[Locale], Locale]) -> Iterator[_Place]:
        """Path → how the file there is made; ``written`` as :meth:`.Common.written`."""
        yield addresses.found_path(self.language), self._head
        for number in range(self.shards):
            yield addresses.shard_path(self.language, number), partial(self._shard, number)
        for number in range(-(-len(self.cards) // _TOGETHER)):
            yield addresses.shown_path(self.language, number), partial(self._shown, number, written)

    def _head(self) -> Made:
        place = {(card.slug, card.locale): number for number, card in enumerate(self.ranked)}
        ranks = tuple([place[card.slug, card.locale] for card in self.cards])
        tags = tuple(sorted({card.locale.bcp47 for card in self.cards}))
        several: tuple[tuple[int, int], ...] = ()
        if len(tags) > 1:
            numbers: dict[str, int] = {}
            several = tuple(
                [
                    (tags.index(card.locale.bcp47), numbers.setdefault(card.slug, len(numbers)))
                    for card in self.cards
                ]
            )
        return plain_file(head_file, self.version, (self.shards, ranks), (tags, several))

    def _shard(self, number: int) -> Made:
        inputs = (self.version, number, self.shards)
        said = (told(inputs), self.marks[number])
        return Made(shard_file, None, inputs, said, self.parts)

    def _shown(self, number: int, written: Callable[[Locale], Locale]) -> Made:
        some = self.cards[number * _TOGETHER : (number + 1) * _TOGETHER]
        shown = tuple(
            [
                (card.teaser, "" if card.standing else _day(card.teaser, written), card.summary)
                for card in some
            ]
        )
        said = [
            part
            for card, (_, day, summary) in zip(some, shown, strict=True)
            for part in (card.named, day, summary)
        ]
        return Made(shown_file, None, (self.version, shown), (self.version, *said))


def script_file(_path: str) -> bytes:
    """What searches, in the browser."""
    return _script()[1]


def head_file(
    _path: str,
    version: str,
    pages: tuple[int, tuple[int, ...]],
    tagged: tuple[tuple[str, ...], tuple[tuple[int, int], ...]],
) -> bytes:
    """What a browser reads first of an index.

    ``pages``: how many shards there are, and the place of each page among all; ``tagged``: the
    tags, and where there are several, of each page which it has and the number of its article.
    """
    (shards, ranks), (tags, several) = pages, tagged
    found = {"version": version, "shards": shards, "shown": _TOGETHER, "ranks": ranks}
    if several:
        tag, article = zip(*several, strict=True)
        found |= {"tags": tags, "tagged": tag, "articles": article}
    return to_json(found).encode()


def shown_file(_path: str, version: str, shown: tuple[tuple[Teaser, str, str], ...]) -> bytes:
    """What results show of some pages: address, title, day, summary."""
    lines = [
        [addresses.quoted(addresses.article_path(teaser.locale, teaser.slug)), teaser.title, *more]
        for teaser, *more in shown
    ]
    return to_json({"version": version, "pages": lines}).encode()


def _day(teaser: Teaser, written: Callable[[Locale], Locale]) -> str:
    moment = teaser.moment
    if moment is None:
        return ""
    day = moment.date() if isinstance(moment, datetime) else moment
    return strings.long_date(day, written(teaser.locale)).striptags()


def search_page(path: str, common: Common, everywhere: Elsewhere) -> bytes:
    """The page on which readers search."""
    translations = strings.translations(common.locale)
    title = translations.gettext(N_("Search"))
    frame = page_frame(common, path, title=title, elsewhere=everywhere, indexed=False, scripts=True)
    language = language_of(common.locale)
    head = addresses.relative(path, addresses.found_path(language))
    one, many = (
        translations.ngettext("%(count)s result", "%(count)s results", count)
        for count in (1, _MANY)
    )
    return render(
        "search.html.j2",
        frame,
        script=addresses.relative(path, _script()[0]),
        index=head.rpartition("/")[0],
        top=addresses.relative(path, addresses.ROOT).rpartition("/")[0],
        one=Markup(one) % {"count": "{}"},  # noqa: S704 - translators write HTML's text
        many=Markup(many) % {"count": "{}"},  # noqa: S704 - as above
    )
