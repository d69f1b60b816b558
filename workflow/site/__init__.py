"""The static site: pages, feeds and sitemap as values, and the site's own translated words.

Pure: publications and settings in, paths and bytes out. Only the package's own templates and
catalogues are read.
"""

from workflow.site.addresses import article_path, media_path
from workflow.site.build import build_site
from workflow.site.links import media_paths
from workflow.site.views import Publication, SiteSettings

__all__ = [
    "Publication",
    "SiteSettings",
    "article_path",
    "build_site",
    "media_path",
    "media_paths",
]
