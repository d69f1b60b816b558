"""The static site: pages, feeds and sitemap as values, and the site's own translated words.

Pure: publications and settings in, paths and bytes out. Only the package's own templates and
catalogues are read.
"""

from workflow.site.addresses import article_path, folder_names, media_path
from workflow.site.bodies import anchors_of
from workflow.site.build import build_site
from workflow.site.links import media_paths
from workflow.site.views import Publication, SiteSettings

__all__ = [
    "Publication",
    "SiteSettings",
    "anchors_of",
    "article_path",
    "build_site",
    "folder_names",
    "media_path",
    "media_paths",
]
