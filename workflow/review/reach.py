"""How far a release reaches: what it changes of each language, and of what all of them share.

A page of one language names those of the others, and the sitemap and the root page name them
all: such traces of a change belong to the page that changed. What is shared is what would
change without any page: titles, addresses, languages, templates, the style sheet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from workflow.model import Locale
from workflow.model.release import Manifest


@dataclass(frozen=True, slots=True)
class Reach:
    """What a release changes."""

    locales: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """gettext spelling → the pages that change, as paths in the site."""
    shared: tuple[str, ...] = ()
    """Files that change because something did that all languages share, as paths in the site."""


def reach(before: Manifest | None, after: Manifest) -> Reach:
    """What a reader sees change where ``after`` takes the place of ``before`` (None: nothing)."""
    old, new = _seen(before), _seen(after)
    changed = sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key))
    locales: dict[str, list[str]] = {}
    for slug, locale in changed:
        locales.setdefault(locale, []).append(f"{Locale(locale).bcp47}/{slug}/index.html")
    files = {locale: tuple(paths) for locale, paths in locales.items()}
    if before is None or before.frame == after.frame:
        return Reach(files)
    ours = {path for paths in files.values() for path in paths}
    others = {*before.files} ^ {*after.files}
    return Reach(files, tuple(sorted({record.path for record in others} - ours)))


def _seen(manifest: Manifest | None) -> Mapping[tuple[str, str], tuple[object, ...]]:
    """All of every page but what follows from other pages; its document with it."""
    if manifest is None:
        return {}
    documents = {record.path.rpartition(".")[0]: record for record in manifest.content}
    return {
        page.key: (
            replace(page, follows=None, media=()),
            page.shows,
            documents.get(f"{page.locale}/{page.article}"),
        )
        for page in manifest.pages
    }
