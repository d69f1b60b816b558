"""Hugo: a folder of content for each language (https://gohugo.io/content-management/multilingual/).

Links are the shortcode ``relref``, which Hugo checks as it builds; pages have the addresses of this
program's own site (``url``), whatever the file is called.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import ClassVar

from workflow.generators.exported import Edition, Exported
from workflow.generators.generator import Fields, Generator, order_of, renamed, safe_path
from workflow.site import fields


class Hugo(Generator):
    """Hugo 0.111 and later."""

    name: ClassVar[str] = "hugo"
    owns: ClassVar[frozenset[str]] = frozenset({"shortcode", "heading-attributes", "more"})
    single_tilde: ClassVar[bool] = True
    escapes_tilde: ClassVar[bool] = True
    links_bare: ClassVar[bool] = True
    media_folder: ClassVar[str] = "static/"

    def path(self, edition: Edition, page: Exported) -> str:
        return f"content/{page.shown.locale.bcp47}/{self._name(page)}"

    def _name(self, page: Exported) -> str:
        return f"{safe_path(page.shown.slug, dots=False)}.md"

    def link(self, edition: Edition, here: Exported, there: Exported, ending: str) -> str:
        query, mark, fragment = ending.partition("#")
        path = f"/{self._name(there)}{mark}{fragment}"
        if query or "`" in path or '"' in path:
            return super().link(edition, here, there, ending)
        if here.shown.locale == there.shown.locale:
            return f'{{{{< relref "{path}" >}}}}'
        return f'{{{{< relref path="{path}" lang="{_code(there)}" >}}}}'

    def matter(self, edition: Edition, page: Exported, common: Fields) -> Fields:
        found = renamed(common, updated="lastmod", image="", lang="")
        found["description"] = common["summary"]
        found["url"] = f"/{page.shown.locale.bcp47}/{page.shown.slug}/"
        found["aliases"] = [f"/{page.shown.locale.bcp47}/{each}/" for each in page.shown.aliases]
        found["translationKey"] = page.shown.slug
        if common["image"]:
            found["images"] = [common["image"]]
        standing = fields.standing(page.shown)
        if standing:
            found["type"] = "page"
            found["weight"] = order_of(page)
            found["menus"] = standing.menu
        return found

    def shared(self, edition: Edition) -> Mapping[str, str]:
        lines = [
            "# An example: bring these settings into your own hugo.toml, or build with",
            "#   hugo --config hugo.toml,hugo.workflow.toml",
            f"defaultContentLanguage = {json.dumps(edition.default.bcp47.lower())}",
            "defaultContentLanguageInSubdir = true",
            "# Articles dated in the time to come were approved and are due.",
            "buildFuture = true",
            "",
            "# HTML in Markdown is left out otherwise.",
            "[markup.goldmark.renderer]",
            "unsafe = true",
        ]
        for number, locale in enumerate(edition.locales, start=1):
            tag = locale.bcp47
            lines += [
                "",
                f"[languages.{tag.lower()}]",
                f"locale = {json.dumps(tag)}",
                f"label = {json.dumps(locale.display_name(), ensure_ascii=False)}",
                f"direction = {json.dumps(locale.direction)}",
                f"title = {json.dumps(edition.titles.get(locale.name, ''), ensure_ascii=False)}",
                f"contentDir = {json.dumps(f'content/{tag}')}",
                f"weight = {number}",
            ]
        return {"hugo.workflow.toml": "\n".join(lines) + "\n"}


def _code(page: Exported) -> str:
    """How Hugo names a language: in lower case."""
    return page.shown.locale.bcp47.lower()
