"""The static site: pages, feeds and sitemap as values, and the site's own translated words.

Pure: publications and settings in, paths and bytes out. Only the package's own templates and
catalogues are read.
"""

from workflow.site.about import AboutTranslation, about_translation
from workflow.site.addresses import (
    article_path,
    media_path,
    page_address,
)
from workflow.site.bodies import anchors_of
from workflow.site.cards import (
    Card,
    Task,
    check_publication,
    describe,
    found_by,
    render,
    render_whole,
)
from workflow.site.content import Content
from workflow.site.disclosing import Disclosure, Making, disclosure_of
from workflow.site.links import media_uses
from workflow.site.search_index import shard_file
from workflow.site.structure import Site
from workflow.site.uses import MediaUse
from workflow.site.views import Publication, SiteSettings
from workflow.site.whole import build_site, frame_digest

__all__ = [
    "AboutTranslation",
    "Card",
    "Content",
    "Disclosure",
    "Making",
    "MediaUse",
    "Publication",
    "Site",
    "SiteSettings",
    "Task",
    "about_translation",
    "anchors_of",
    "article_path",
    "build_site",
    "check_publication",
    "describe",
    "disclosure_of",
    "found_by",
    "frame_digest",
    "media_path",
    "media_uses",
    "page_address",
    "render",
    "render_whole",
    "shard_file",
]
