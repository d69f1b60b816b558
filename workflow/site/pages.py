"""The pages of a site: what each of them shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from markupsafe import Markup, escape

from workflow.model import Locale
from workflow.site import addresses, fields, strings, wording
from workflow.site.bodies import Body
from workflow.site.contact import linked_lines, says_contact, says_first
from workflow.site.feeds import alternates, index_alternates
from workflow.site.frame import Frame, Language, page_frame, render, stylesheet_path
from workflow.site.linkeddata import news_article
from workflow.site.shelf import Shelf
from workflow.site.strings import N_
from workflow.site.views import Publication

Bodies = Mapping[tuple[Locale, str], Body]
"""(locale, slug) → the rendered body."""

_MORE: Final = 3


@dataclass(frozen=True, slots=True)
class Card:
    """An article as lists show it."""

    title: str
    href: str
    summary: str
    dateline: str
    day: Markup
    """For readers."""
    iso: str
    """For machines, with the time of day and the zone where the article has them; empty where it
    has no date, or one that is no date."""
    image: str
    words: Markup
    """Attributes for the words of a preview that are not in the page's language."""
    kind: Markup
    """The class of its headline, or nothing."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A language as the root page and the 404 page offer it."""

    language: Language
    site_title: str
    articles: str
    """How many there are."""
    newest: Card | None
    not_found: str
    explanation: str
    to_articles: str


def article_page(shelf: Shelf, publication: Publication, bodies: Bodies) -> bytes:
    """The page of one article in one locale."""
    locale, slug = publication.locale, publication.slug
    path = addresses.article_path(locale, slug)
    body = bodies[locale, slug]
    contact = publication.fields.get("contact")
    frame = page_frame(
        shelf,
        locale,
        path,
        title=fields.title(publication),
        description=fields.summary(publication),
        alternates=alternates(shelf, publication),
        slug=slug,
        indexed=not publication.draft,
    )
    return render(
        "article.html.j2",
        frame,
        publication=publication,
        body=body,
        card=_without_repetition(_card(path, publication, bodies), body),
        author_names=fields.authors(publication),
        image_alt=lead.alt if (lead := fields.lead(publication)) else "",
        authors=wording.listed(fields.authors(publication), locale),
        origin=_origin(shelf, publication),
        follows=_follows(publication),
        facts=(
            wording.minutes_label(body.length, locale),
            wording.length_label(body.length, locale),
        ),
        contact=() if says_contact(body.text, contact) else linked_lines(contact),
        source=[line for line in linked_lines(publication.fields.get("source")) if "<a " in line],
        keywords=fields.keywords(publication),
        images=_images(shelf, body),
        linked_data=news_article(shelf, publication, body.images),
        more=[_card(path, other, bodies) for other in shelf.after(publication, _MORE)],
    )


def moved_page(shelf: Shelf, publication: Publication, path: str) -> bytes:
    """What stands at ``path``, an old address of the page: readers are sent on at once."""
    page = addresses.article_path(publication.locale, publication.slug)
    frame = Frame(
        locale=publication.locale,
        site_title=shelf.settings.title(publication.locale),
        stylesheet=addresses.relative(path, stylesheet_path()),
        title=fields.title(publication),
        canonical=addresses.absolute(shelf.settings.base_url, page),
        indexed=False,
    )
    return render("moved.html.j2", frame, href=addresses.relative(path, page))


def index_page(shelf: Shelf, locale: Locale, bodies: Bodies) -> bytes:
    """The list of articles in ``locale``."""
    path = addresses.index_path(locale)
    frame = page_frame(shelf, locale, path, alternates=index_alternates(shelf))
    cards = [_card(path, publication, bodies) for publication in shelf.lists[locale]]
    return render("index.html.j2", frame, cards=cards)


def root_page(shelf: Shelf, bodies: Bodies) -> bytes:
    """The choice of languages, for readers who come without one (hreflang x-default)."""
    path = addresses.ROOT
    locale = shelf.locales[0]
    frame = page_frame(shelf, locale, path, alternates=index_alternates(shelf))
    choices = [_choice(shelf, language, path, bodies) for language in frame.languages]
    return render("root.html.j2", frame, choices=choices)


def not_found_page(shelf: Shelf, bodies: Bodies) -> bytes:
    """What a server answers with where there is no page, in every language of the site.

    It is served at any depth, so its links start from the root of the server.
    """
    base_url = shelf.settings.base_url
    locale = shelf.locales[0]
    frame = Frame(
        locale=locale,
        site_title=shelf.settings.title(locale),
        stylesheet=addresses.rooted(base_url, stylesheet_path()),
        title=strings.translations(locale).gettext(N_("Page not found")),
        indexed=False,
    )
    choices = [
        _choice(
            shelf,
            Language(other, addresses.rooted(base_url, addresses.index_path(other))),
            addresses.NOT_FOUND,
            bodies,
        )
        for other in shelf.locales
    ]
    return render("404.html.j2", frame, choices=choices)


def _images(shelf: Shelf, body: Body) -> list[str]:
    """The addresses of the images, for programs that show the page elsewhere."""
    found = [addresses.absolute(shelf.settings.base_url, image) for image in body.images]
    elsewhere = [body.lead.href] if body.lead and not body.lead.here else []
    return elsewhere + found


def _card(page: str, publication: Publication, bodies: Bodies) -> Card:
    path = addresses.article_path(publication.locale, publication.slug)
    images = bodies[publication.locale, publication.slug].images
    day, moment = fields.published(publication), fields.moment(publication)
    title = fields.title(publication)
    return Card(
        title=title,
        href=addresses.relative(page, path),
        summary=fields.summary(publication),
        dateline=fields.field(publication, "dateline"),
        day=wording.long_date(day, publication.locale) if day else Markup(""),
        iso=moment.isoformat() if moment else "",
        image=addresses.relative(page, images[0]) if images else "",
        words=_words(publication),
        kind=Markup(' class="clauses"') if wording.breaks_at_clauses(title) else Markup(""),
    )


def _words(publication: Publication) -> Markup:
    source = publication.source_locale
    if not publication.untranslated:
        return Markup("")
    return Markup(' lang="{}" dir="{}"').format(source.bcp47, source.direction)


def _without_repetition(card: Card, body: Body) -> Card:
    """``card`` without the dateline, where that is how the text itself begins."""
    begins = says_first(body.text, card.dateline)
    return replace(card, dateline="") if begins else card


def _choice(shelf: Shelf, language: Language, page: str, bodies: Bodies) -> Choice:
    locale = language.locale
    listed = shelf.lists[locale]
    gettext = strings.translations(locale).gettext
    return Choice(
        language=language,
        site_title=shelf.settings.title(locale),
        articles=wording.articles_label(len(listed), locale),
        newest=_card(page, listed[0], bodies) if listed else None,
        not_found=gettext("Page not found"),
        explanation=gettext("The page you are looking for has moved or never was here."),
        to_articles=gettext("All articles"),
    )


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a translation comes from."""

    label: str
    """“Translated from French”."""
    href: str
    """The original's page; empty where it is not published."""
    tag: str
    """Its language."""


def _origin(shelf: Shelf, publication: Publication) -> Origin | None:
    source = publication.source_locale
    if not publication.translated:
        return None
    published = source in shelf.versions[publication.slug]
    page = addresses.article_path(publication.locale, publication.slug)
    original = addresses.article_path(source, publication.slug)
    return Origin(
        label=strings.translated_from(source, publication.locale),
        href=addresses.relative(page, original) if published else "",
        tag=source.bcp47,
    )


def _follows(publication: Publication) -> Markup:
    day = fields.iso_date(publication.follows or "")
    if day is None:
        return escape(fields.one_line(publication.follows))
    return wording.long_date(day, publication.locale)
