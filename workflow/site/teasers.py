"""Articles as lists on other pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from markupsafe import Markup

from workflow.model import Locale
from workflow.model.picture_sizes import PictureSizes
from workflow.site import addresses, strings
from workflow.site.cards import Teaser
from workflow.site.frame import Common, fragment
from workflow.site.responsive import srcset
from workflow.site.theme import Theme


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
    sizes: PictureSizes | None
    """Of the image, as far as it is known."""
    copies: str
    """Its ``srcset``; empty without one."""
    words: Markup
    """Attributes for the words of a preview that are not in the page's language."""
    kind: Markup
    """The class of its headline, or nothing."""


def listed_as(
    page: str,
    common: Common,
    teaser: Teaser,
    summary: str = "",
    *,
    image: str = "",
    sizes: PictureSizes | None = None,
) -> Listed:
    """``teaser`` as the page at ``page`` shows it, with a path in the site for ``image``."""
    moment, words = teaser.moment, teaser.words
    day = moment.date() if isinstance(moment, datetime) else moment
    iso = moment.isoformat() if moment else ""
    clauses = strings.breaks_at_clauses(teaser.title)
    return Listed(
        title=teaser.title,
        href=addresses.relative(page, addresses.article_path(teaser.locale, teaser.slug)),
        summary=summary,
        dated=_dated(common.theme, teaser.dateline, day, iso, common.written(teaser.locale)),
        iso=iso,
        image=addresses.relative(page, image) if image else "",
        sizes=sizes,
        copies=srcset(page, sizes, "webp"),
        words=Markup(' lang="{}" dir="{}"').format(words.bcp47, words.direction)
        if words
        else Markup(""),
        kind=Markup(' class="clauses"') if clauses else Markup(""),
    )


@lru_cache(maxsize=10_000)
def _dated(theme: Theme, dateline: str, day: date | None, iso: str, locale: Locale) -> Markup:
    """The line above a headline, which several pages have."""
    shown = strings.long_date(day, locale) if day else ""
    return fragment(theme, "dated.html.j2", dateline=dateline, day=shown, iso=iso)
