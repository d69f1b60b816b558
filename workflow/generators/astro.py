"""Astro with content collections, as Starlight has them: a folder for each language.

See https://starlight.astro.build/guides/i18n/ and https://docs.astro.build/en/guides/content-collections/.
Astro leaves addresses in Markdown as they are: they begin with the path of the site.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import ClassVar

from workflow.generators.exported import Edition, Exported
from workflow.generators.foreign_marks import is_mdx
from workflow.generators.generator import Fields, Generator, renamed, safe_path
from workflow.generators.literal import mdx_safe

_CONFIG = """\
// An example: bring these lines into your own astro.config.mjs.
import { defineConfig } from "astro/config";
import starlight from "@astrojs/starlight";

export default defineConfig({
  site: %(site)s,
  base: %(base)s,
  integrations: [
    starlight({
      title: %(title)s,
      defaultLocale: %(default)s,
      locales: %(locales)s,
    }),
  ],
});
"""


class Astro(Generator):
    """Astro 5 and later."""

    name: ClassVar[str] = "astro"
    owns: ClassVar[frozenset[str]] = frozenset({"container", "mdx"})
    mdx: ClassVar[bool] = True
    single_tilde: ClassVar[bool] = True
    escapes_tilde: ClassVar[bool] = True
    links_bare: ClassVar[bool] = True
    media_folder: ClassVar[str] = "public/"

    def path(self, edition: Edition, page: Exported) -> str:
        name = safe_path(page.shown.slug)
        return f"src/content/docs/{page.shown.locale.bcp47}/{name}.{_ending(page)}"

    def matter(self, edition: Edition, page: Exported, common: Fields) -> Fields:
        found = renamed(common, updated="lastUpdated", summary="description")
        found["slug"] = f"{page.shown.locale.bcp47.lower()}/{page.shown.slug}"
        found["translationKey"] = page.shown.slug
        return found

    def address(self, edition: Edition, page: Exported) -> str:
        found = super().address(edition, page)
        tag = page.shown.locale.bcp47
        return f"/{tag.lower()}{found.removeprefix(f'/{tag}')}"

    def shared(self, edition: Edition) -> Mapping[str, str]:
        locales = {
            each.bcp47.lower(): {
                "label": each.display_name(),
                "lang": each.bcp47,
                "dir": each.direction,
            }
            for each in edition.locales
        }
        titles = {each.bcp47: edition.titles.get(each.name, "") for each in edition.locales}
        values = {
            "site": json.dumps(edition.base_url),
            "base": json.dumps(edition.base or "/"),
            "title": json.dumps(titles, ensure_ascii=False),
            "default": json.dumps(edition.default.bcp47.lower()),
            "locales": json.dumps(locales, ensure_ascii=False, indent=2).replace("\n", "\n      "),
        }
        return {"astro.workflow.mjs": _CONFIG % values}

    def finish(self, edition: Edition, page: Exported, body: str) -> str:
        return mdx_safe(body) if _ending(page) == "mdx" else body


def _ending(page: Exported) -> str:
    return "mdx" if is_mdx(page) else "md"
