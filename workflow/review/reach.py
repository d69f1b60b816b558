"""How far a release reaches: what it changes of each language, and of what all of them share.

A page of one language names those of the others, and the sitemap and the root page name them
all: such traces of a change belong to the page that changed. What is shared is what would
change without any page: titles, addresses, languages, templates, the style sheet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from workflow.model import Locale
from workflow.model.release import FileRecord, Manifest, Page


@dataclass(frozen=True, slots=True)
class Reach:
    """What a release changes."""

    locales: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """gettext spelling → the pages that change, as paths in the site."""
    shared: tuple[str, ...] = ()
    """Files that change because something did that all languages share, as paths in the site."""


def reach(before: Manifest | None, after: Manifest) -> Reach:
    """What a reader sees change where ``after`` takes the place of ``before`` (None: nothing)."""
    old, new = _pages(before), _pages(after)
    keys = old.keys() | new.keys()
    changed = sorted(key for key in keys if _differ(old.get(key), new.get(key)))
    locales: dict[str, list[str]] = {}
    for slug, locale in changed:
        locales.setdefault(locale, []).append(f"{Locale(locale).bcp47}/{slug}/index.html")
    files = {locale: tuple(paths) for locale, paths in locales.items()}
    if before is None or before.frame == after.frame:
        return Reach(files)
    ours = {path for paths in files.values() for path in paths}
    others = {*before.files} ^ {*after.files}
    return Reach(files, tuple(sorted({record.path for record in others} - ours)))


_Paged = tuple[Page, FileRecord | None]
"""A page and its document."""


def _pages(manifest: Manifest | None) -> Mapping[tuple[str, str], _Paged]:
    if manifest is None:
        return {}
    documents = {record.path.rpartition(".")[0]: record for record in manifest.content}
    return {
        page.key: (page, documents.get(f"{page.locale}/{page.article}")) for page in manifest.pages
    }


def _differ(old: _Paged | None, new: _Paged | None) -> bool:
    """Whether anything of a page but what follows from other pages does, its document included."""
    return old != new and (old is None or new is None or _seen(*old) != _seen(*new))


def _seen(page: Page, document: FileRecord | None) -> tuple[object, ...]:
    return replace(page, follows=None, overtaken="", behind=(), media=()), page.shows, document
