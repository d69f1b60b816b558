"""What search engines read of one article: schema.org's NewsArticle, as JSON-LD."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from workflow.model import Locale, moments
from workflow.site import addresses
from workflow.site.cards import Card
from workflow.site.disclosing import disclosure_of, named
from workflow.site.frame import Common, Versions


def news_article(
    common: Common,
    versions: Versions,
    card: Card,
    based_on: str,
    images: tuple[str, ...],
    *,
    corrections: tuple[tuple[str, str], ...] = (),
) -> dict[str, object]:
    """The article as a JSON object; absent fields are left out.

    ``images`` are paths in the site, ``corrections`` dates and notes. The template writes it with
    Jinja's ``tojson``, which escapes ``<``, ``>``, ``&`` and ``'``, so that no value can end the
    script element.
    """
    base_url, locale = common.base_url, card.locale
    told = disclosure_of(card.made, common.disclosure, common.responsible, locale)
    address = _page(base_url, locale, card)
    day = card.teaser.moment
    published = moments.instant(day) if isinstance(day, datetime) else day
    source, original = card.source_locale, {}
    if card.translated and source in versions.locales:
        page = _page(base_url, source, card)
        original = {"@type": "NewsArticle", "@id": page, "inLanguage": source.bcp47}
    translations = []
    if not card.translated:
        translations = [
            {"@type": "NewsArticle", "@id": _page(base_url, each, card), "inLanguage": each.bcp47}
            for each in versions.locales
            if each != locale
        ]
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
        "correction": [
            {"@type": "CorrectionComment", "text": note, "datePublished": date}
            for date, note in corrections
            if note
        ],
        "dateline": card.teaser.dateline,
        "keywords": list(card.keywords),
        "image": [addresses.absolute(base_url, image) for image in images],
        "author": _persons(card.authors),
        "translator": _persons(named(card.made.translators, common.credits)),
        "publisher": {"@type": "Organization", "name": common.site_title},
        "isBasedOn": based_on if based_on.startswith(("http://", "https://")) else "",
        "translationOfWork": original,
        "workTranslation": translations,
        "digitalSourceType": told.source_type if told else "",
    }
    return {name: value for name, value in values.items() if value}


def _page(base_url: str, locale: Locale, card: Card) -> str:
    return addresses.absolute(base_url, addresses.article_path(locale, card.slug))


def _persons(names: Sequence[str]) -> list[dict[str, str]] | dict[str, str] | str:
    """One person, several, or nobody."""
    persons = [{"@type": "Person", "name": name} for name in names]
    return persons if len(persons) > 1 else next(iter(persons), "")
