"""What search engines read of an article: schema.org's NewsArticle as JSON-LD."""

from __future__ import annotations

from datetime import datetime

from workflow.model import moments
from workflow.site import addresses, fields
from workflow.site.shelf import Shelf
from workflow.site.views import Publication


def news_article(
    shelf: Shelf, publication: Publication, images: tuple[str, ...]
) -> dict[str, object]:
    """The article as a JSON object; absent fields are left out.

    ``images`` are paths in the site. The template writes it with Jinja's ``tojson``, which
    escapes ``<``, ``>``, ``&`` and ``'``, so that no value can end the script element.
    """
    base_url = shelf.settings.base_url
    locale = publication.locale
    address = addresses.absolute(base_url, addresses.article_path(locale, publication.slug))
    site_title = shelf.settings.title(locale)
    authors = [{"@type": "Person", "name": name} for name in fields.authors(publication)]
    source = fields.field(publication, "source")
    day = fields.moment(publication)
    published = moments.instant(day) if isinstance(day, datetime) else day
    values: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": address,
        "mainEntityOfPage": address,
        "headline": fields.title(publication),
        "description": fields.summary(publication),
        "inLanguage": locale.bcp47,
        "datePublished": published.isoformat() if published else "",
        "dateModified": fields.updated(publication).isoformat(),
        "dateline": fields.field(publication, "dateline"),
        "keywords": list(fields.keywords(publication)),
        "image": [addresses.absolute(base_url, image) for image in images],
        "author": authors if len(authors) > 1 else next(iter(authors), ""),
        "publisher": {"@type": "Organization", "name": site_title},
        "isBasedOn": source if source.startswith(("http://", "https://")) else "",
        "translationOfWork": _original(shelf, publication),
    }
    return {name: value for name, value in values.items() if value}


def _original(shelf: Shelf, publication: Publication) -> dict[str, str] | None:
    source = publication.source_locale
    if not publication.translated or source not in shelf.versions[publication.slug]:
        return None
    path = addresses.article_path(source, publication.slug)
    address = addresses.absolute(shelf.settings.base_url, path)
    return {"@type": "NewsArticle", "@id": address, "inLanguage": source.bcp47}
