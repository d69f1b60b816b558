"""Eleventy with its i18n plugin: a folder for each language.

See https://www.11ty.dev/docs/plugins/i18n/. The plugin finds a page’s translations by its place
in the folders. Addresses begin at the root; the HtmlBase plugin puts the path of the site before.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import ClassVar

from workflow.generators.exported import Edition, Exported
from workflow.generators.generator import Fields, Generator, renamed, safe_path
from workflow.generators.literal import liquid_safe

_CONFIG = """\
// An example: bring these lines into your own eleventy.config.js.
import { EleventyHtmlBasePlugin, EleventyI18nPlugin } from "@11ty/eleventy";
%(notes)s
export default function (eleventyConfig) {
  eleventyConfig.addPlugin(EleventyI18nPlugin, { defaultLanguage: %(default)s });
  eleventyConfig.addPlugin(EleventyHtmlBasePlugin);
  eleventyConfig.addPassthroughCopy("media");
%(markdown)s  return {
    pathPrefix: %(prefix)s,
    markdownTemplateEngine: "liquid",
    htmlTemplateEngine: "liquid",
  };
}
"""


_NOTES = """\
// Articles have footnotes: npm install markdown-it-footnote
import footnote from "markdown-it-footnote";
"""
_WITH_NOTES = """\
  eleventyConfig.amendLibrary("md", (md) => md.use(footnote));
"""


class Eleventy(Generator):
    """Eleventy 3."""

    name: ClassVar[str] = "eleventy"
    owns: ClassVar[frozenset[str]] = frozenset({"tag", "output"})
    html: ClassVar[bool] = True
    liquid: ClassVar[bool] = True
    with_base: ClassVar[bool] = False

    def path(self, edition: Edition, page: Exported) -> str:
        ending = ".md" if page.shown.format == "markdown" else ".html"
        return f"{page.shown.locale.bcp47}/{safe_path(page.shown.slug)}{ending}"

    def matter(self, edition: Edition, page: Exported, common: Fields) -> Fields:
        found = renamed(common, updated="lastmod", draft="", summary="")
        found["description"] = common["summary"]
        found["permalink"] = f"/{page.shown.locale.bcp47}/{page.shown.slug}/"
        found["translationKey"] = page.shown.slug
        return found

    def shared(self, edition: Edition) -> Mapping[str, str]:
        notes = edition.has_footnotes
        values = {
            "notes": _NOTES if notes else "",
            "markdown": _WITH_NOTES if notes else "",
            "default": json.dumps(edition.default.bcp47),
            "prefix": json.dumps(f"{edition.base}/"),
        }
        data = {
            f"{each.bcp47}/{each.bcp47}.json": json.dumps({"lang": each.bcp47}) + "\n"
            for each in edition.locales
        }
        return {"eleventy.workflow.js": _CONFIG % values, **data}

    def finish(self, edition: Edition, page: Exported, body: str) -> str:
        return liquid_safe(body)
