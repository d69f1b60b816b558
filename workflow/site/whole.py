"""A site as bytes, all of it at once, and the digest of what its pages share."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from workflow.model import bytes_digest, digest
from workflow.model.release_rules import PLAIN_RELEASE
from workflow.site.cards import describe, render_whole
from workflow.site.content import Content
from workflow.site.structure import Site
from workflow.site.theme import templates
from workflow.site.views import Publication, SiteSettings

Lost = Callable[[Publication, str], None]
"""Takes a page, and an address in its text that leads to no page of the site."""


def build_site(
    publications: Sequence[Publication],
    settings: SiteSettings,
    lost: Lost = lambda _publication, _url: None,
) -> dict[str, bytes]:
    """Return every file of the site but the media: path → bytes, sorted by path.

    ``lost`` is called for each link that is plain text on its page, as it leads nowhere.

    Text is UTF-8. The same input gives the same bytes on every machine, whatever the order
    of ``publications``. Raises :class:`ArticleError` for an article without title, with an
    impossible slug, a time that is not ISO 8601 or an unknown format, and
    :class:`ConfigError` where two locales share a folder or there is
    no locale at all.
    """
    contents = [Content.of(each) for each in publications]
    site = Site(map(describe, publications, contents), settings)
    known = {(each.locale, each.slug): each for each in publications}
    for card, url in site.lost():
        lost(known[card.locale, card.slug], url)
    shown = {(each.locale, each.slug): each for each in contents}
    return {
        path: render_whole(task, lambda card: shown[card.locale.name, card.slug])
        for path, task in site.items()
    }


def frame_digest(settings: SiteSettings) -> str:
    """The digest of what pages of all languages share: the site without an article.

    Its files hold the settings and the style sheet; the templates come on top.
    """
    shared = {**build_site((), settings), **templates()}
    # What a site without an article does not show.
    told = (settings.disclosure, settings.responsible)
    rules: tuple[str, ...] = () if told == (PLAIN_RELEASE.disclosure, "") else told
    if theme := settings.theme.digest:
        rules += (theme,)
    if settings.profiles:
        rules += ("profiles", *settings.profiles)
    parts = (f"{bytes_digest(shared[name])} {name}" for name in shared)
    return digest("workflow frame", *parts, *rules)
