"""VitePress: a folder for each language (https://vitepress.dev/guide/i18n).

Links are relative ones to files, which VitePress checks as it builds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import ClassVar
from urllib.parse import quote

from workflow.generators.exported import Edition, Exported, relative_path
from workflow.generators.generator import Fields, Generator, renamed, safe_path
from workflow.generators.literal import mustache_safe

_CONFIG = """\
// An example: bring these lines into your own .vitepress/config.mjs.
%(notes)sexport default {
%(markdown)s  base: %(base)s,
  locales: %(locales)s,
};
"""


_NOTES = """\
// Articles have footnotes: npm install markdown-it-footnote
import footnote from "markdown-it-footnote";

"""
_WITH_NOTES = "  markdown: { config: (md) => md.use(footnote) },\n"


class VitePress(Generator):
    """VitePress 1."""

    name: ClassVar[str] = "vitepress"
    owns: ClassVar[frozenset[str]] = frozenset(
        {"container", "callout", "heading-attributes", "toc", "vue-include", "output"}
    )
    mustache: ClassVar[bool] = True
    links_bare: ClassVar[bool] = True
    media_folder: ClassVar[str] = "public/"

    def path(self, edition: Edition, page: Exported) -> str:
        return f"{page.shown.locale.bcp47}/{safe_path(page.shown.slug)}.md"

    def address(self, edition: Edition, page: Exported) -> str:
        return quote(f"/{page.shown.locale.bcp47}/{safe_path(page.shown.slug)}.html")

    def link(self, edition: Edition, here: Exported, there: Exported, ending: str) -> str:
        return relative_path(self.path(edition, here), self.path(edition, there)) + ending

    def medium(self, edition: Edition, here: Exported, place: str, *, html: bool) -> str:
        # Vite puts the path of the site before what stands in the public folder.
        return quote(f"/{place}")

    def matter(self, edition: Edition, page: Exported, common: Fields) -> Fields:
        found = renamed(common, updated="lastUpdated", summary="description", draft="")
        found["translationKey"] = page.shown.slug
        return found

    def shared(self, edition: Edition) -> Mapping[str, str]:
        locales = {
            each.bcp47: {
                "label": each.display_name(),
                "lang": each.bcp47,
                "dir": each.direction,
                "title": edition.titles.get(each.name, ""),
                "link": f"/{each.bcp47}/",
            }
            for each in edition.locales
        }
        notes = edition.has_footnotes
        values = {
            "notes": _NOTES if notes else "",
            "markdown": _WITH_NOTES if notes else "",
            "base": json.dumps(f"{edition.base}/"),
            "locales": json.dumps(locales, ensure_ascii=False, indent=2).replace("\n", "\n  "),
        }
        return {".vitepress/config.workflow.mjs": _CONFIG % values}

    def finish(self, edition: Edition, page: Exported, body: str) -> str:
        return body if page.shown.format != "markdown" else mustache_safe(body)
