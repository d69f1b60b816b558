"""What search engines read of an article: schema.org's NewsArticle as JSON-LD."""

from __future__ import annotations

from datetime import datetime

from workflow.model import moments
from workflow.site import addresses
from workflow.site.cards import Card
from workflow.site.frame import Common, Versions


def news_article(
    common: Common,
    versions: Versions,
    card: Card,
    based_on: str,
    images: tuple[str, ...],
) -> dict[str, object]:
    """The article as a JSON object; absent fields are left out.

    ``images`` are paths in the site. The template writes it with Jinja's ``tojson``, which
    escapes ``<``, ``>``, ``&`` and ``'``, so that no value can end the script element.
    """
    base_url, locale = common.base_url, card.locale
    address = addresses.absolute(base_url, addresses.article_path(locale, card.slug))
    authors = [{"@type": "Person", "name": name} for name in card.authors]
    day = card.teaser.moment
    published = moments.instant(day) if isinstance(day, datetime) else day
    values: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": address,
        "mainEntityOfPage": address,
        "headline": card.teaser.title,
        "description": card.summary,
        "inLanguage": locale.bcp47,
        "datePublished": published.isoformat() if published else "",
        "dateModified": card.updated.isoformat(),
        "dateline": card.teaser.dateline,
        "keywords": list(card.keywords),
        "image": [addresses.absolute(base_url, image) for image in images],
        "author": authors if len(authors) > 1 else next(iter(authors), ""),
        "publisher": {"@type": "Organization", "name": common.site_title},
        "isBasedOn": based_on if based_on.startswith(("http://", "https://")) else "",
        "translationOfWork": _original(common, versions, card),
    }
    return {name: value for name, value in values.items() if value}


def _original(common: Common, versions: Versions, card: Card) -> dict[str, str] | None:
    source = card.source_locale
    if not card.translated or source not in versions.locales:
        return None
    path = addresses.article_path(source, card.slug)
    address = addresses.absolute(common.base_url, path)
    return {"@type": "NewsArticle", "@id": address, "inLanguage": source.bcp47}
