"""An article's body, rendered for one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from workflow.model import Locale
from workflow.site import anchors, footnotes, links
from workflow.site.addresses import relative
from workflow.site.cldr import Length, length
from workflow.site.content import Content
from workflow.site.fields import Lead
from workflow.site.polish import lower_headings, polish
from workflow.site.tree import inner_html, texts
from workflow.site.views import Publication


@dataclass(frozen=True, slots=True)
class Picture:
    """The image that stands for an article, as its page shows it."""

    href: str
    alt: str
    caption: str
    here: bool
    """Whether the site serves it; the page shows a link to any other."""


@dataclass(frozen=True, slots=True)
class Body:
    """What a page shows of a body."""

    html: Markup
    text: str
    lead: Picture | None
    """None where the body shows it."""
    images: tuple[str, ...]
    """Paths in the site of the images shown, the one that stands for the article first."""
    anchors: tuple[anchors.Names, ...]
    """The names of the headings, in order."""
    length: Length


def render_body(
    content: Content,
    page: str,
    targets: Sequence[links.Target] = (),
    shared: Sequence[anchors.Names] = (),
) -> Body:
    """Render ``content`` for the page at the path ``page``, which links to ``targets``.

    ``shared`` are the names of the source's headings, for a translation.
    """
    parsed, locale = content.parsed(), Locale(content.locale)
    found = links.rewrite(parsed.root, content, page, targets)
    lower_headings(parsed)
    footnotes.gather(parsed, locale)
    headings = anchors.identify(parsed, shared, older=content.older_ids)
    polish(parsed, locale)
    text = " ".join(texts(parsed.root))
    lead = links.lead_place(content)
    first = (lead,) if lead else ()
    return Body(
        html=inner_html(parsed.root),
        text=text,
        lead=None if set(first) & set(found.images) else _picture(content.lead, page, first),
        images=tuple(dict.fromkeys((*first, *found.images))),
        anchors=headings,
        length=length(text),
    )


def _picture(lead: Lead | None, page: str, path: tuple[str, ...]) -> Picture | None:
    if lead is None:
        return None
    href = relative(page, path[0]) if path else links.external(lead.url)
    return Picture(href, lead.alt, lead.caption, here=bool(path)) if href else None


def anchors_of(publication: Publication) -> frozenset[str]:
    """What a link to a place on the page of ``publication`` may name.

    Raises :class:`ArticleError` for an unknown format.
    """
    parsed = Content.of(publication).parsed()
    footnotes.gather(parsed, publication.locale)
    anchors.identify(parsed)
    return anchors.all_ids(parsed.root)
