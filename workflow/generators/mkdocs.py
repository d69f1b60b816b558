"""MkDocs with mkdocs-static-i18n: a folder for each language below ``docs/``.

See https://ultrabug.github.io/mkdocs-static-i18n/. Links are relative ones to files, which MkDocs
checks as it builds; media, which all languages share, have addresses from the root, as the plugin
leads relative ones astray.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import ClassVar
from urllib.parse import quote

from workflow.generators.exported import Edition, Exported, relative_path
from workflow.generators.generator import Fields, Generator, renamed, safe_path
from workflow.model import Locale


class MkDocs(Generator):
    """MkDocs 1.5 and later."""

    name: ClassVar[str] = "mkdocs"
    owns: ClassVar[frozenset[str]] = frozenset(
        {"admonition", "attributes", "heading-attributes", "abbreviation", "toc", "snippet"}
    )
    wide_lists: ClassVar[bool] = True
    media_folder: ClassVar[str] = "docs/"

    def path(self, edition: Edition, page: Exported) -> str:
        return f"docs/{_code(page.shown.locale)}/{safe_path(page.shown.slug)}.md"

    def address(self, edition: Edition, page: Exported) -> str:
        home = self.home(edition, page.shown.locale)
        return home + quote(f"{safe_path(page.shown.slug)}/")

    def home(self, edition: Edition, locale: Locale) -> str:
        return "/" if locale == edition.default else f"/{_code(locale)}/"

    def link(self, edition: Edition, here: Exported, there: Exported, ending: str) -> str:
        if here.shown.locale == there.shown.locale:
            return relative_path(self.path(edition, here), self.path(edition, there)) + ending
        return super().link(edition, here, there, ending)

    def matter(self, edition: Edition, page: Exported, common: Fields) -> Fields:
        found = renamed(common, updated="lastmod", summary="description", draft="")
        found["translationKey"] = page.shown.slug
        return found

    def shared(self, edition: Edition) -> Mapping[str, str]:
        lines = [
            "# An example: bring these settings into your own mkdocs.yml.",
            f"site_name: {json.dumps(_title(edition, edition.default), ensure_ascii=False)}",
            f"site_url: {json.dumps(edition.base_url)}",
            "docs_dir: docs",
            "plugins:",
            "  - i18n:",
            "      docs_structure: folder",
            "      fallback_to_default: false",
            "      languages:",
        ]
        for locale in edition.locales:
            lines += [
                f"        - locale: {_code(locale)}",
                f"          name: {json.dumps(locale.display_name(), ensure_ascii=False)}",
                f"          site_name: {json.dumps(_title(edition, locale), ensure_ascii=False)}",
                f"          default: {json.dumps(locale == edition.default)}",
                "          build: true",
            ]
        lines += [
            "markdown_extensions:",
            *(f"  - {name}" for name in _EXTENSIONS),
        ]
        return {"mkdocs.workflow.yml": "\n".join(lines) + "\n"}


_EXTENSIONS = (
    "abbr", "admonition", "attr_list", "def_list", "fenced_code", "footnotes", "md_in_html",
    "sane_lists", "tables",
)  # fmt: skip


def _code(locale: Locale) -> str:
    """How the plugin names a language: ``zh``, ``pt_BR``; its themes take no script."""
    return locale.open_graph if "_" in locale.name else locale.name


def _title(edition: Edition, locale: Locale) -> str:
    return edition.titles.get(locale.name, "") or edition.base_url
