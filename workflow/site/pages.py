"""The pages of a site: what each of them shows.

Each function makes the page at ``path`` of what the site has in common and of what it shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup, escape

from workflow.model import Locale
from workflow.site import addresses, behind, fields, strings
from workflow.site.bodies import render_body
from workflow.site.cards import Card, Teaser, headings
from workflow.site.content import Content
from workflow.site.disclosing import disclosure_of
from workflow.site.frame import (
    Common,
    Frame,
    Versions,
    fragment,
    page_frame,
    render,
    stylesheet,
    stylesheet_path,
)
from workflow.site.links import Target
from workflow.site.schema_org import news_article
from workflow.site.strings import N_


class Choice(NamedTuple):
    """A language as the root page and the 404 page offer it."""

    locale: Locale
    site_title: str
    articles: int
    """How many there are."""
    newest: Teaser | None


@dataclass(frozen=True, slots=True)
class Listed:
    """An article as lists on a page show it."""

    title: str
    href: str
    summary: str
    dated: Markup
    """The line with its place and day."""
    iso: str
    """For machines, with the time of day and the zone where the article has them; empty where it
    has no date, or one that is no date."""
    image: str
    words: Markup
    """Attributes for the words of a preview that are not in the page's language."""
    kind: Markup
    """The class of its headline, or nothing."""


class Around(NamedTuple):
    """What the page of an article has of the rest of the site."""

    versions: Versions
    names: str
    """Those of the original's headings, for a translation (:func:`.cards.headings`)."""
    targets: tuple[Target, ...]
    """The pages it links to."""
    more: tuple[Teaser, ...]
    """Other articles."""


def article_page(path: str, common: Common, around: Around, card: Card, content: Content) -> bytes:
    """The page of one article in one locale: of ``content``, of which ``card`` is the card."""
    body = render_body(content, path, around.targets, headings(around.names))
    elsewhere = [body.lead.href] if body.lead and not body.lead.here else []
    teaser = card.teaser
    if fields.says_first(body.text, teaser.dateline):  # that is how the text itself begins
        teaser = teaser._replace(dateline="")
    return render(
        "article.html.j2",
        page_frame(
            common,
            path,
            around.versions,
            card.slug,
            title=teaser.title,
            description=card.summary,
            indexed=not content.draft,
        ),
        draft=content.draft,
        body=body,
        card=listed(path, teaser, card.summary),
        author_names=card.authors,
        image_alt=content.lead.alt if content.lead else "",
        authors=strings.listed(card.authors, card.locale),
        **notices(path, common, around, card, content),
        facts=(
            strings.minutes_label(body.length, card.locale),
            strings.length_label(body.length, card.locale),
        ),
        contact=()
        if fields.says_contact(body.text, content.contact)
        else fields.linked_lines(content.contact),
        source=[line for line in fields.linked_lines(content.source) if "<a " in line],
        keywords=card.keywords,
        images=elsewhere + [addresses.absolute(common.base_url, image) for image in body.images],
        linked_data=news_article(
            common,
            around.versions,
            card,
            content.based_on,
            body.images,
            corrections=content.corrections,
        ),
        more=[listed(path, other) for other in around.more],
    )


def notices(
    path: str, common: Common, around: Around, card: Card, content: Content
) -> dict[str, object]:
    """What readers are told of a text before it begins, as its page and feeds have it."""
    return {
        "origin": _origin(path, card, around.versions),
        "follows": _day(content.follows, card.locale),
        "overtaken": _day(content.overtaken, card.locale),
        "behind": f'aria-describedby="{behind.NOTE}"' in content.html,
        "corrections": [
            {"day": _day(date, card.locale), "note": note} for date, note in content.corrections
        ],
        "disclosure": disclosure_of(card.made, common.disclosure, common.responsible, card.locale),
    }


def stylesheet_file(_path: str) -> bytes:
    """The one stylesheet."""
    return stylesheet()


def moved_page(path: str, common: Common, slug: str, title: str) -> bytes:
    """What stands at an old address of the article ``slug``: readers are sent on at once."""
    page = addresses.article_path(common.locale, slug)
    frame = Frame(
        locale=common.locale,
        site_title=common.site_title,
        stylesheet=addresses.relative(path, stylesheet_path()),
        title=title,
        canonical=addresses.absolute(common.base_url, page),
        indexed=False,
    )
    return render("moved.html.j2", frame, href=addresses.relative(path, page))


def index_page(path: str, common: Common, shown: tuple[tuple[Teaser, str, str], ...]) -> bytes:
    """The list of articles in one language, each with its summary and picture."""
    cards = [listed(path, *each) for each in shown]
    return render("index.html.j2", page_frame(common, path), cards=cards)


def root_page(path: str, common: Common, choices: tuple[Choice, ...]) -> bytes:
    """The choice of languages, for readers who come without one (hreflang x-default)."""
    frame = page_frame(common, path)
    shown = [
        {
            "language": language,
            "site_title": choice.site_title,
            "articles": strings.articles_label(choice.articles, choice.locale),
            "newest": listed(path, choice.newest) if choice.newest else None,
        }
        for language, choice in zip(frame.languages, choices, strict=True)
    ]
    return render("root.html.j2", frame, choices=shown)


def not_found_page(path: str, common: Common, choices: tuple[Choice, ...]) -> bytes:
    """What a server answers with where there is no page, in every language of the site.

    It is served at any depth, so its links start from the root of the server.
    """
    frame = Frame(
        locale=common.locale,
        site_title=common.site_title,
        stylesheet=addresses.rooted(common.base_url, stylesheet_path()),
        title=strings.translations(common.locale).gettext(N_("Page not found")),
        indexed=False,
    )
    shown = []
    for locale in common.locales:
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
    return render("404.html.j2", frame, choices=shown)


def listed(page: str, teaser: Teaser, summary: str = "", image: str = "") -> Listed:
    """An article as the page at ``page`` shows it in a list."""
    moment, words = teaser.moment, teaser.words
    day = moment.date() if isinstance(moment, datetime) else moment
    iso = moment.isoformat() if moment else ""
    clauses = strings.breaks_at_clauses(teaser.title)
    return Listed(
        title=teaser.title,
        href=addresses.relative(page, addresses.article_path(teaser.locale, teaser.slug)),
        summary=summary,
        dated=_dated(teaser.dateline, day, iso, teaser.locale),
        iso=iso,
        image=addresses.relative(page, image) if image else "",
        words=Markup(' lang="{}" dir="{}"').format(words.bcp47, words.direction)
        if words
        else Markup(""),
        kind=Markup(' class="clauses"') if clauses else Markup(""),
    )


@lru_cache(maxsize=10_000)
def _dated(dateline: str, day: date | None, iso: str, locale: Locale) -> Markup:
    """The line above a headline, which several pages have."""
    shown = strings.long_date(day, locale) if day else ""
    return fragment("dated.html.j2", dateline=dateline, day=shown, iso=iso)


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


def _day(written: str, locale: Locale) -> Markup:
    day = fields.iso_date(written)
    return strings.long_date(day, locale) if day else escape(fields.one_line(written))
