"""What a site knows of a page without its text: lists, feeds and links need no more."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, lru_cache
from itertools import chain
from sys import intern
from typing import Any, Final, NamedTuple

from workflow.formats.linking import Page
from workflow.model import Locale, digest
from workflow.model.picture_sizes import PictureSizes
from workflow.site import addresses, anchors, fields, links
from workflow.site.content import Content, to_json
from workflow.site.disclosing import Making
from workflow.site.search_index import Indexed, indexed, texts_of
from workflow.site.theme import Theme
from workflow.site.tree import Node
from workflow.site.uses import MediaUse
from workflow.site.views import Publication


class Teaser(NamedTuple):
    """What other pages say of an article."""

    slug: str
    locale: Locale
    title: str
    dateline: str
    moment: date | datetime | None
    """The field ``date``; None where it is absent or no date."""
    words: Locale | None
    """The language of its words, where a preview shows them untranslated."""


class Link(NamedTuple):
    """An address that is to lead to a page of the site."""

    url: str
    """As the text has it."""
    pages: tuple[Page, ...]
    """What it may mean, the likeliest first."""


class Card(NamedTuple):
    """One publication, its text left out."""

    teaser: Teaser
    source_locale: Locale
    summary: str
    image: str
    """The path in the site of the picture that stands for it; empty without one."""
    sizes: PictureSizes | None
    """Of this picture, as far as it is known."""
    updated: datetime
    keywords: tuple[str, ...]
    authors: tuple[str, ...]
    id: str
    aliases: tuple[str, ...]
    uses: tuple[MediaUse, ...]
    """The files it shows or leads to."""
    played: tuple[tuple[str, int], ...]
    """Sound and films that it plays: their paths in the site, and how large they are."""
    links: tuple[Link, ...]
    """What is to lead to pages of the site, in its text; each address once."""
    names: str
    """The names of its headings, see :func:`headings`."""
    made: Making
    """How its text came to be."""
    standing: fields.Standing | None
    """What makes a page of the project of it; None for an article."""
    marks: str
    """Of what readers find it by, see :attr:`.search_index.Indexed.marks`."""
    digest: str
    """Over all that its page is made of but the rest of the site."""
    named: str
    """A digest of the teaser …"""
    listed: str
    """… and of all that a feed says of it."""

    @property
    def slug(self) -> str:
        """The article's path below the articles folder without the ending."""
        return self.teaser.slug

    @property
    def locale(self) -> Locale:
        """The language of the page."""
        return self.teaser.locale

    @property
    def pictured(self) -> str:
        """All that there is to say of its picture."""
        return self.image + told(self.sizes) if self.sizes else self.image

    @property
    def translated(self) -> bool:
        """Whether the page is a translation."""
        return self.teaser.locale != self.source_locale

    def dump(self) -> bytes:
        """As bytes that :meth:`load` reads."""
        slug, locale, title, dateline, moment, words = self.teaser
        (
            source, summary, image, sizes, updated, *others, _, names, made, standing, marks, own,
            named, listed,
        ) = self[1:]  # fmt: skip
        flat = [(link.url, *chain.from_iterable(link.pages)) for link in self.links]
        values = (
            slug, locale.name, title, dateline, moment.isoformat() if moment else "",
            words.name if words else "", source.name, summary, image, sizes, updated.isoformat(),
            *others, flat, names, made, standing, marks, own, named, listed,
        )  # fmt: skip
        return to_json(values).encode("utf-8", "surrogatepass")

    @classmethod
    def load(cls, data: bytes) -> Card:
        """Read what :meth:`dump` wrote; raise :class:`ValueError` for anything else.

        Strings that many cards have are there once.
        """
        try:
            (
                slug, locale, title, dateline, moment, words, source, summary, image, sizes,
                updated, keywords, authors, id_, aliases, uses, played, links, names, made,
                standing, marks, *others,
            ) = json.loads(data.decode("utf-8", "surrogatepass"))  # fmt: skip
            # Which raises where one of them is no text.
            "".join((title, summary, moment, words, id_, names, marks, *others, *aliases))
            return cls(
                Teaser(
                    intern(slug), _locale(locale), title, intern(dateline), _moment(moment),
                    _locale(words) if words else None,
                ),
                _locale(source), summary, intern(image), sizes and PictureSizes.load(sizes),
                datetime.fromisoformat(updated),
                tuple(map(intern, keywords)), tuple(map(intern, authors)), id_, tuple(aliases),
                tuple([MediaUse(intern(url), path, *how) for url, path, *how in uses]),
                tuple([(intern(place), size) for place, size in played]),
                tuple([_link(tuple(link)) for link in links]), names,
                Making.load(made), fields.Standing(*standing) if standing else None,
                marks, *others,
            )  # fmt: skip
        except TypeError as error:
            raise ValueError("no card") from error


@lru_cache(maxsize=10_000)
def _link(flat: tuple[str, ...]) -> Link:
    """The link with the address and the slugs and tags of ``flat``; equal ones are there once."""
    url, *names = map(intern, flat)
    return Link(url, tuple(map(Page, names[::2], names[1::2])))


@cache
def _locale(name: str) -> Locale:
    return Locale(intern(name))


def _moment(text: str) -> date | datetime | None:
    if len(text) > len("2026-03-24"):
        return datetime.fromisoformat(text)
    return date.fromisoformat(text) if text else None


def describe(
    publication: Publication, content: Content | None = None, found: Indexed | None = None
) -> Card:
    """The card of ``publication``; ``content`` is that of it, where it is at hand.

    ``found`` is what :func:`found_by` says of it, likewise. Raises :class:`ArticleError` for an
    article without title, a time that is not ISO 8601 or an unknown format.
    """
    title, updated = fields.title(publication), fields.updated(publication)
    content = content or Content.of(publication)
    parsed = content.parsed()
    marks = (found or found_by(publication, content, parsed.root)).marks
    shown = links.rewrite(parsed.root, content, "")
    anchors.gather(parsed, publication.locale)
    names = anchors.identify(parsed, older=publication.older_ids)
    teaser = Teaser(
        publication.slug,
        publication.locale,
        title,
        fields.field(publication, "dateline"),
        fields.moment(publication),
        publication.source_locale if publication.untranslated else None,
    )
    summary, image = fields.summary(publication), links.lead_place(content)
    image = image or next(iter(shown.images), "")
    sizes = next((each for path, each in content.pictures if content.place(path) == image), None)
    keywords, authors = fields.keywords(publication), fields.authors(publication)
    named, time = digest(told(teaser)), updated.isoformat()
    said = (named, summary, image, time, *keywords, "", *authors, "", publication.id)
    if publication.made.grade:
        said += (told(publication.made),)
    if sizes:
        said += (told(sizes),)
    known = dict(content.players)
    paths = dict.fromkeys(use.path for use in shown.uses if use.played)
    played = tuple((content.place(path), known[path].size) for path in paths if path in known)
    if played:
        said += (told(played),)
    card = Card(
        teaser,
        publication.source_locale,
        summary,
        image,
        sizes,
        updated,
        keywords,
        authors,
        publication.id,
        publication.aliases,
        shown.uses,
        played,
        tuple(Link(url, links.named(content.slug, url)) for url in shown.lost),
        "\n".join(map(" ".join, names)),
        publication.made,
        fields.standing(publication),
        marks,
        digest("publication", repr(_fixed(publication))),
        named,
        digest(*said),
    )
    return Card.load(card.dump())  # the very value that is read where it was kept


def found_by(publication: Publication, content: Content, root: Node | None = None) -> Indexed:
    """What readers find a page by; ``root`` is its body, where it was just parsed."""
    words = (*fields.keywords(publication), *fields.authors(publication))
    texts = (fields.title(publication), fields.summary(publication), *words)
    return _found_by(texts, fields.field(publication, "dateline"), content, root)


def terms_of(_path: str, card: Card, content: Content) -> bytes:
    """The same of a page that ``card`` is of: :attr:`.search_index.Indexed.terms`, in UTF-8."""
    texts = (card.teaser.title, card.summary, *card.keywords, *card.authors)
    return _found_by(texts, card.teaser.dateline, content, None).terms.encode()


def _found_by(
    texts: tuple[str, ...], dateline: str, content: Content, root: Node | None
) -> Indexed:
    """``texts``: the title, then what is as important as the summary."""
    headings, others = texts_of(content.parsed().root if root is None else root)
    others += [dateline, content.lead.caption if content.lead else "", *content.contact]
    return indexed((texts[:1], texts[1:], headings, others))


def _fixed(publication: Publication) -> Publication:
    """The same, its mappings in an order of their own."""
    moved, sizes = dict(publication.moved), dict(publication.shown_sizes)
    return replace(publication, places=moved, sizes=sizes, players=dict(publication.played))


def headings(names: str) -> tuple[anchors.Names, ...]:
    """The names of headings as a card has them: a line each, parted by blanks, as none has one."""
    return tuple(tuple(line.split(" ")) for line in names.split("\n")) if names else ()


def check_publication(publication: Publication) -> None:
    """Raise :class:`ArticleError` where this page alone would keep the site from being built."""
    fields.title(publication)
    fields.updated(publication)
    fields.standing(publication)
    for slug in (publication.slug, *publication.aliases):
        addresses.check_slug(slug)


def _plain(value: Any) -> str:
    if type(value) is Theme:
        return value.shown
    said: str = value.name if type(value) is Locale else value.isoformat()
    return said


told: Final = json.JSONEncoder(check_circular=False, default=_plain).encode
"""A text that says all that a value is: texts, numbers, locales, times, themes, and tuples of
them."""


class Made(NamedTuple):
    """A file of the site, its place left out; see :class:`Task`."""

    make: Callable[..., bytes]
    card: Card | None
    inputs: tuple[Any, ...]
    told: Iterable[str]
    parts: tuple[Task, ...] = ()


def plain_file(make: Callable[..., bytes], *inputs: Any) -> Made:
    """A file that shows no publication, and is made of little."""
    return Made(make, None, inputs, (told(inputs),))


@dataclass(frozen=True, slots=True)
class Task:
    """One file of the site, to be made."""

    path: str
    make: Callable[..., bytes]
    inputs: tuple[object, ...]
    """What it is made of besides a publication."""
    told: tuple[str, ...]
    """What says all that :attr:`inputs` are; see :func:`told`."""
    card: Card | None
    """Of the publication that it shows; None for a file that shows none."""
    program: str
    parts: tuple[Task, ...] = ()
    """What is made of other publications first, and stands in the file."""

    @property
    def key(self) -> str:
        """A digest over everything that the bytes of the file depend on."""
        shown = self.card.digest if self.card else ""
        return digest("page", self.program, self.path, self.make.__name__, shown, *self.told)


def render(
    task: Task,
    shown: Publication | Content | None = None,
    parts: tuple[bytes, ...] = (),
) -> bytes:
    """The bytes of a file, of which its ``parts`` are made.

    ``shown`` is what the task's card is of, where it has one.
    """
    if task.card is None:
        return task.make(task.path, *task.inputs, *((parts,) if task.parts else ()))
    content = Content.of(shown) if isinstance(shown, Publication) else shown
    return task.make(task.path, *task.inputs, task.card, content)


def render_whole(task: Task, shown: Callable[[Card], Publication | Content]) -> bytes:
    """The bytes of a file and all that stands in it; ``shown`` has what cards are of."""
    parts = tuple(render_whole(part, shown) for part in task.parts)
    return render(task, shown(task.card) if task.card else None, parts)
