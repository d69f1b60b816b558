"""Docusaurus: posts and docs in its folders of translations.

See https://docusaurus.io/docs/i18n/introduction. An article with a date is a post of the blog, any
other a doc. Docusaurus builds a page in a language only where the first language has a file of that
name: where that language lacks the article, the text in another stands in, unlisted.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import ClassVar
from urllib.parse import quote

from workflow.generators.exported import Edition, Exported, relative_path
from workflow.generators.foreign_marks import is_mdx
from workflow.generators.generator import Fields, Generator, order_of, renamed, safe_path
from workflow.generators.jekyll import is_post
from workflow.generators.literal import mdx_safe
from workflow.model import Locale

_CONFIG = """\
// An example: bring these lines into your own docusaurus.config.js.
export default {
  title: %(title)s,
  url: %(url)s,
  baseUrl: %(base)s,
  i18n: %(i18n)s,
  presets: [["classic", { docs: {}, blog: { onUntruncatedBlogPosts: "ignore" } }]],
};
"""


class Docusaurus(Generator):
    """Docusaurus 3."""

    name: ClassVar[str] = "docusaurus"
    owns: ClassVar[frozenset[str]] = frozenset({"container", "mdx", "heading-attributes", "more"})
    mdx: ClassVar[bool] = True
    single_tilde: ClassVar[bool] = True
    escapes_tilde: ClassVar[bool] = True
    links_bare: ClassVar[bool] = True
    posts: ClassVar[bool] = True
    media_folder: ClassVar[str] = "static/"

    def path(self, edition: Edition, page: Exported) -> str:
        return self._place(edition, page, page.shown.locale)

    def _place(self, edition: Edition, page: Exported, locale: Locale) -> str:
        kind, current = ("blog", "") if is_post(page) else ("docs", "current/")
        name = f"{safe_path(page.shown.slug)}.md"
        if locale == edition.default:
            return f"{kind}/{name}"
        return f"i18n/{locale.bcp47}/docusaurus-plugin-content-{kind}/{current}{name}"

    def stand_ins(self, edition: Edition) -> Sequence[tuple[str, Exported]]:
        found = []
        for versions in edition.by_slug.values():
            if edition.default not in versions:
                first = next(iter(versions.values()))
                page = versions.get(first.shown.source_locale, first)
                found.append((self._place(edition, page, edition.default), page))
        return found

    def address(self, edition: Edition, page: Exported) -> str:
        kind = "blog" if is_post(page) else "docs"
        return self.home(edition, page.shown.locale) + quote(f"{kind}/{page.shown.slug}")

    def home(self, edition: Edition, locale: Locale) -> str:
        return "/" if locale == edition.default else f"/{locale.bcp47}/"

    def link(self, edition: Edition, here: Exported, there: Exported, ending: str) -> str:
        if is_post(here) == is_post(there):
            # In every language the files of the first tell what a link means.
            first = self._place(edition, here, edition.default)
            return f"./{relative_path(first, self._place(edition, there, edition.default))}{ending}"
        kind = "blog" if is_post(there) else "docs"
        return quote(f"/{kind}/{there.shown.slug}") + ending

    def medium(self, edition: Edition, here: Exported, place: str, *, html: bool) -> str:
        if html:
            return super().medium(edition, here, place, html=html)
        return quote(f"/{place}")

    def matter(self, edition: Edition, page: Exported, common: Fields) -> Fields:
        found = renamed(common, updated="", summary="description", lang="")
        found["slug"] = f"/{page.shown.slug}"
        found["last_update"] = {"date": common["updated"]}
        found["authors"] = [{"name": name} for name in common["authors"]]  # type: ignore[attr-defined]
        if not is_post(page):
            found["sidebar_position"] = order_of(page)
        if not is_mdx(page):
            found["mdx"] = {"format": "md"}
        found["translationKey"] = page.shown.slug
        return found

    def shared(self, edition: Edition) -> Mapping[str, str]:
        i18n = {
            "defaultLocale": edition.default.bcp47,
            "locales": [each.bcp47 for each in edition.locales],
            "localeConfigs": {
                each.bcp47: {
                    "label": each.display_name(),
                    "htmlLang": each.bcp47,
                    "direction": each.direction,
                }
                for each in edition.locales
            },
        }
        scheme, _, rest = edition.base_url.partition("://")
        values = {
            "title": json.dumps(edition.titles.get(edition.default.name, ""), ensure_ascii=False),
            "url": json.dumps(f"{scheme}://{rest.partition('/')[0]}"),
            "base": json.dumps(f"{edition.base}/"),
            "i18n": json.dumps(i18n, ensure_ascii=False, indent=2).replace("\n", "\n  "),
        }
        return {"docusaurus.workflow.js": _CONFIG % values}

    def finish(self, edition: Edition, page: Exported, body: str) -> str:
        return mdx_safe(body) if is_mdx(page) else body
