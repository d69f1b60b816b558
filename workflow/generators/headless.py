"""JSON for sites that bring their own pages: one file for each, and an index.

docs/exports.md tells what the keys mean. Addresses begin at the root, with the path of the site.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import quote

from workflow.generators.exported import Edition, Exported
from workflow.generators.generator import DROPPED, Fields, Generator
from workflow.site import fields
from workflow.site.tree import texts, tree_of

VERSION = 1
"""Of the format; it grows when a key goes or means something else."""


class Headless(Generator):
    """Not a generator: JSON for any program."""

    name: ClassVar[str] = "json"
    rendered: ClassVar[bool] = True

    def path(self, edition: Edition, page: Exported) -> str:
        return f"{page.shown.locale.bcp47}/{page.shown.slug}.json"

    def compose(self, edition: Edition, page: Exported, matter: Fields, body: str) -> str:
        shown = page.shown
        media = {place: path for path, place in page.media.items()}
        found = {
            "version": VERSION,
            **self._entry(edition, page),
            "authors": matter["authors"],
            "tags": matter["tags"],
            "image": _image(page, str(matter["image"])),
            "fields": {
                str(name): value for name, value in shown.fields.items() if name not in DROPPED
            },
            "html": body,
            "text": " ".join("".join(texts(tree_of(body))).split()),
            "media": [
                {"address": self.root(edition, quote(f"/{place}")), "file": place, "source": path}
                for place, path in sorted(media.items())
            ],
            "alternates": [
                self._entry(edition, each) for each in edition.versions(page) if each is not page
            ],
            "disclosure": matter.get("disclosure"),
            "corrections": matter.get("corrections", []),
            "follows": shown.follows,
            "digests": {
                "source": page.digests[0],
                "translation": page.digests[1],
                "document": page.document,
            },
        }
        return _dumped(found)

    def shared(self, edition: Edition) -> Mapping[str, str]:
        order = {locale: number for number, locale in enumerate(edition.locales)}
        pages = sorted(edition.pages, key=lambda each: (order[each.shown.locale], each.shown.slug))
        found = {
            "version": VERSION,
            "site": {
                "address": edition.base_url,
                "default_locale": edition.default.bcp47,
                "locales": [
                    {
                        "locale": each.bcp47,
                        "name": each.display_name(),
                        "direction": each.direction,
                        "title": edition.titles.get(each.name, ""),
                    }
                    for each in edition.locales
                ],
            },
            "pages": [self._entry(edition, each) for each in pages],
        }
        return {"index.json": _dumped(found)}

    def _entry(self, edition: Edition, page: Exported) -> dict[str, Any]:
        shown = page.shown
        standing = fields.standing(shown)
        return {
            "article": shown.slug,
            "locale": shown.locale.bcp47,
            "source_locale": shown.source_locale.bcp47,
            "kind": "page" if standing else "article",
            "address": self.root(edition, self.address(edition, page)),
            "file": self.path(edition, page),
            "title": fields.title(shown),
            "summary": fields.summary(shown),
            "date": fields.moment(shown),
            "updated": fields.updated(shown),
        }


def _image(page: Exported, address: str) -> dict[str, str] | None:
    lead = fields.lead(page.shown)
    return {"address": address, "alt": lead.alt, "caption": lead.caption} if lead else None


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, default=_written) + "\n"


def _written(value: Any) -> str:
    return str(value.isoformat() if hasattr(value, "isoformat") else value)
