"""Jekyll: posts in a folder of each language (https://jekyllrb.com/docs/posts/).

Jekyll knows no languages: pages say theirs (``lang``), name their translations (``translations``)
and have the addresses of this program's own site (``permalink``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import ClassVar

from workflow.generators.exported import Edition, Exported
from workflow.generators.generator import Fields, Generator, renamed, safe_path
from workflow.generators.literal import liquid_safe
from workflow.site import fields


class Jekyll(Generator):
    """Jekyll 4."""

    name: ClassVar[str] = "jekyll"
    owns: ClassVar[frozenset[str]] = frozenset(
        {"tag", "output", "kramdown", "attributes", "abbreviation", "math", "footnote"}
    )
    html: ClassVar[bool] = True
    liquid: ClassVar[bool] = True
    posts: ClassVar[bool] = True

    def path(self, edition: Edition, page: Exported) -> str:
        folder, day = page.shown.locale.bcp47, fields.published(page.shown)
        ending = ".md" if page.shown.format == "markdown" else ".html"
        parents, slash, name = safe_path(page.shown.slug).rpartition("/")
        if not is_post(page):
            return f"{folder}/{parents}{slash}{name}{ending}"
        return f"_posts/{folder}/{parents}{slash}{day}-{name}{ending}"

    def link(self, edition: Edition, here: Exported, there: Exported, ending: str) -> str:
        path = self.path(edition, there)
        if "%}" in path or any(sign in path for sign in "\"' "):
            return super().link(edition, here, there, ending)
        return f"{{% link {path} %}}{ending}"

    def medium(self, edition: Edition, here: Exported, place: str, *, html: bool) -> str:
        address = super().medium(edition, here, place, html=html)
        if html or "'" in place:
            return address
        plain = address.removeprefix(edition.base)
        return f"{{{{ '{plain}' | relative_url }}}}"

    def matter(self, edition: Edition, page: Exported, common: Fields) -> Fields:
        tag = page.shown.locale.bcp47
        found = renamed(common, updated="last_modified_at", authors="author", summary="", draft="")
        found["description"] = common["summary"]
        found["author"] = ", ".join(fields.authors(page.shown))
        found["authors"] = common["authors"]
        found.setdefault("layout", "post" if is_post(page) else "page")
        found["permalink"] = f"/{tag}/{page.shown.slug}/"
        found["redirect_from"] = [f"/{tag}/{each}/" for each in page.shown.aliases]
        found["translationKey"] = page.shown.slug
        others = [each for each in edition.versions(page) if each.key != page.key]
        found["translations"] = {
            each.shown.locale.bcp47: f"/{each.shown.locale.bcp47}/{each.shown.slug}/"
            for each in others
        }
        return found

    def shared(self, edition: Edition) -> Mapping[str, str]:
        tags = ", ".join(json.dumps(each.bcp47) for each in edition.locales)
        lines = [
            "# An example: bring these settings into your own _config.yml, or build with",
            "#   jekyll build --config _config.yml,_config.workflow.yml",
            f"languages: [{tags}]",
            f"baseurl: {json.dumps(edition.base)}",
            "# Articles dated in the time to come were approved and are due.",
            "future: true",
        ]
        return {"_config.workflow.yml": "\n".join(lines) + "\n"}

    def finish(self, edition: Edition, page: Exported, body: str) -> str:
        return liquid_safe(body)


def is_post(page: Exported) -> bool:
    """Whether an article is one of those that have a day."""
    return fields.published(page.shown) is not None and fields.standing(page.shown) is None
