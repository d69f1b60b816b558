"""The page that tells how a translation was made: at ``translation/`` below the article's."""

from __future__ import annotations

from markupsafe import Markup, escape

from workflow.model import Locale
from workflow.site import addresses, fields, strings
from workflow.site.about import about_translation
from workflow.site.cards import Card
from workflow.site.content import Content
from workflow.site.frame import Common, Elsewhere, Named, Versions, page_frame, render


def about_page(
    path: str, common: Common, versions: Versions, card: Card, content: Content
) -> bytes:
    """What is known of the translation on the page of ``card``; search engines leave it alone."""
    about = about_translation(common, card, content)
    locale = common.locale
    written = common.spoken(locale)
    gettext = strings.translations(locale).gettext
    elsewhere = Elsewhere(
        tuple((each, addresses.article_path(each, card.slug)) for each in versions.locales),
        alternate=False,
    )
    article = addresses.relative(path, addresses.article_path(locale, card.slug))
    source = card.source_locale
    original = addresses.relative(path, addresses.article_path(source, card.slug))
    return render(
        "about.html.j2",
        page_frame(
            common,
            path,
            title=f"{gettext('About this translation')} · {card.teaser.title}",
            indexed=False,
            elsewhere=elsewhere,
        ),
        about=about,
        article=Named(card.teaser.title, article),
        origin=strings.translated_from(source, locale),
        original=original if source in versions.locales else "",
        source=source,
        approved=_day(about.approved, written) if about else "",
        updated=_day(about.updated.isoformat(), written) if about else "",
        translators=strings.listed(about.translators, written) if about else "",
        reviewers=strings.listed(about.reviewers, written) if about else "",
        corrections=[(_day(day, written), note) for day, note in about.corrections]
        if about
        else [],
    )


def _day(written: str, locale: Locale) -> Markup:
    day = fields.iso_date(written)
    return strings.long_date(day, locale) if day else escape(written)
