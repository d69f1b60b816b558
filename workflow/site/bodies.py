"""An article's body, rendered for one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from workflow.site import footnotes, links
from workflow.site.markup import inner_html, parse
from workflow.site.polish import lower_headings, polish
from workflow.site.views import Publication
from workflow.site.wording import Length, length


@dataclass(frozen=True, slots=True)
class Body:
    """What a page shows of a body."""

    html: Markup
    images: tuple[str, ...]
    """Paths in the site of the images shown, in order."""
    anchors: tuple[str, ...]
    """The ids of the headings, in order."""
    length: Length


def render_body(
    publication: Publication,
    page: str,
    find_article: links.FindArticle,
    anchors: Sequence[str] = (),
) -> Body:
    """Render ``publication`` for the page at the path ``page``.

    ``anchors`` are the source's heading ids, for a translation. Raises
    :class:`ArticleError` for an unknown format or a file outside the articles folder.
    """
    root = parse(publication)
    images = links.rewrite(root, publication, page, find_article)
    lower_headings(root)
    footnotes.gather(root, publication.locale)
    heading_ids = polish(root, publication.locale, anchors)
    return Body(
        html=inner_html(root),
        images=images,
        anchors=heading_ids,
        length=length(" ".join(root.itertext())),
    )
