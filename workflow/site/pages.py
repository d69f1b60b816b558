"""The pages of a site: what each of them shows.

Each function makes the page at ``path`` of what the site has in common and of what it shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from markupsafe import Markup, escape

from workflow.model import Locale
from workflow.model.picture_sizes import PictureSizes
from workflow.site import addresses, behind, fields, strings
from workflow.site.about import is_told
from workflow.site.bodies import render_body
from workflow.site.cards import Card, Teaser, headings
from workflow.site.content import Content
from workflow.site.disclosing import disclosure_of
from workflow.site.frame import (
    Common,
    Frame,
    Named,
    Versions,
    look,
    page_frame,
    render,
)
from workflow.site.links import Target
from workflow.site.naming import name_of
from workflow.site.responsive import LEADING
from workflow.site.schema_org import news_article
from workflow.site.strings import N_
from workflow.site.teasers import listed_as
from workflow.site.theme import Theme


class Choice(NamedTuple):
    """A language as the root page and the 404 page offer it."""

    locale: Locale
    site_title: str
    articles: int
    """How many there are."""
    newest: Teaser | None


class Around(NamedTuple):
    """What the page of an article has of the rest of the site."""

    versions: Versions
    names: str
    """Those of the original's headings, for a translation (:func:`.cards.headings`)."""
    targets: tuple[Target, ...]
    """The pages it links to."""
    more: tuple[Teaser, ...]
    """Other articles."""
    older: Teaser | None = None
    """The one published before it, in its language …"""
    newer: Teaser | None = None
    """… and after it."""


def article_page(path: str, common: Common, around: Around, card: Card, content: Content) -> bytes:
    """The page of one article in one locale: of ``content``, of which ``card`` is the card."""
    body = render_body(content, path, around.targets, headings(around.names))
    elsewhere = [body.lead.href] if body.lead and not body.lead.here else []
    teaser = card.teaser
    if fields.says_first(body.text, teaser.dateline):  # that is how the text itself begins
        teaser = teaser._replace(dateline="")
    locale, standing = card.locale, card.standing is not None
    written = common.written(locale)
    return render(
        "page.html.j2" if standing else "article.html.j2",
        page_frame(
            common,
            path,
            around.versions,
            card.slug,
            title=teaser.title,
            description=card.summary,
            indexed=not content.draft,
            plays=body.plays,
        ),
        draft=content.draft,
        body=body,
        card=listed_as(path, common, teaser, card.summary),
        author_names=card.authors,
        image_alt=content.lead.alt if content.lead else "",
        authors=() if standing else _authors(path, card.authors, locale, written),
        **notices(path, common, around, card, content),
        about=addresses.relative(path, addresses.about_path(locale, card.slug))
        if is_told(common, card)
        else "",
        facts=(
            strings.minutes_label(body.length, written),
            strings.length_label(body.length, written),
        ),
        contact=()
        if fields.says_contact(body.text, content.contact)
        else fields.linked_lines(content.contact),
        source=[line for line in fields.linked_lines(content.source) if "<a " in line],
        keywords=card.keywords,
        tags=[
            Named(word, addresses.relative(path, addresses.tag_path(locale, name_of(word))))
            for word in card.keywords
        ],
        older=listed_as(path, common, around.older) if around.older else None,
        newer=listed_as(path, common, around.newer) if around.newer else None,
        image_sizes=None if elsewhere else _first_sizes(content, body.images),
        images=elsewhere + [addresses.absolute(common.base_url, image) for image in body.images],
        linked_data=news_article(
            common,
            around.versions,
            card,
            content.based_on,
            body.images,
            corrections=content.corrections,
        ),
        more=[listed_as(path, common, other) for other in around.more],
    )


def _first_sizes(content: Content, images: tuple[str, ...]) -> PictureSizes | None:
    """Those of the first of ``images``."""
    return next((s for file, s in content.pictures if content.place(file) in images[:1]), None)


def notices(
    path: str, common: Common, around: Around, card: Card, content: Content
) -> dict[str, object]:
    """What readers are told of a text before it begins, as its page and feeds have it."""
    written = common.spoken(card.locale)
    return {
        "lead_width": LEADING,
        "origin": _origin(path, card, around.versions),
        "follows": _day(content.follows, written),
        "overtaken": _day(content.overtaken, written),
        "behind": f'aria-describedby="{behind.NOTE}"' in content.html,
        "corrections": [
            {"day": _day(date, written), "note": note} for date, note in content.corrections
        ],
        "disclosure": disclosure_of(card.made, common.disclosure, common.responsible, written),
    }


def theme_file(path: str, theme: Theme) -> bytes:
    """A style sheet, or a picture or a font of the theme."""
    return theme.stylesheets.get(path) or theme.files[path]


def moved_page(path: str, common: Common, slug: str, title: str) -> bytes:
    """What stands at an old address of the article ``slug``: readers are sent on at once."""
    page = addresses.article_path(common.locale, slug)
    frame = Frame(
        locale=common.locale,
        site_title=common.site_title,
        title=title,
        canonical=addresses.absolute(common.base_url, page),
        indexed=False,
        **look(common, partial(addresses.relative, path)),
    )
    return render("moved.html.j2", frame, href=addresses.relative(path, page))


def root_page(path: str, common: Common, choices: tuple[Choice, ...]) -> bytes:
    """The choice of languages, for readers who come without one (hreflang x-default)."""
    frame = page_frame(common, path)
    shown = [
        {
            "language": language,
            "site_title": choice.site_title,
            "articles": strings.articles_label(choice.articles, common.written(choice.locale)),
            "newest": listed_as(path, common, choice.newest) if choice.newest else None,
        }
        for language, choice in zip(frame.languages, choices, strict=True)
    ]
    return render("root.html.j2", frame, choices=shown)


def not_found_page(path: str, common: Common) -> bytes:
    """What a server answers with where there is no page, in one language or in every one of them.

    It is served at any depth, so its links start from the root of the server.
    """
    frame = Frame(
        locale=common.locale,
        site_title=common.site_title,
        title=strings.translations(common.locale).gettext(N_("Page not found")),
        home=addresses.rooted(common.base_url, addresses.index_path(common.locale)),
        indexed=False,
        **look(common, partial(addresses.rooted, common.base_url)),
    )
    own = path == addresses.lost_path(common.locale)
    shown = []
    for locale in (common.locale,) if own else common.locales:
        gettext = strings.translations(locale).gettext
        shown.append(
            {
                "locale": locale,
                "href": addresses.rooted(common.base_url, addresses.index_path(locale)),
                "not_found": gettext("Page not found"),
                "explanation": gettext("The page you are looking for has moved or never was here."),
                "to_articles": gettext("All articles"),
            }
        )
    return render("404.html.j2", frame, choices=shown, own=own)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a translation comes from."""

    label: str
    """“Translated from French”."""
    href: str
    """The original's page; empty where it is not published."""
    tag: str
    """Its language."""


def _origin(path: str, card: Card, versions: Versions) -> Origin | None:
    source = card.source_locale
    if not card.translated:
        return None
    original = addresses.article_path(source, card.slug)
    return Origin(
        label=strings.translated_from(source, card.locale),
        href=addresses.relative(path, original) if source in versions.locales else "",
        tag=source.bcp47,
    )


def _authors(path: str, names: tuple[str, ...], locale: Locale, written: Locale) -> Markup:
    """Names, each with a link to what else they wrote."""
    link = Markup('<a rel="author" href="{}">{}</a>')
    return Markup(  # noqa: S704 - the words between them are CLDR's
        strings.listed(
            [
                link.format(
                    addresses.relative(path, addresses.author_path(locale, name_of(name))), name
                )
                for name in names
            ],
            written,
        )
    )


def _day(written: str, locale: Locale) -> Markup:
    day = fields.iso_date(written)
    return strings.long_date(day, locale) if day else escape(fields.one_line(written))
