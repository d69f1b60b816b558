"""What is written out: approved pages, and where the links between them lead."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple
from urllib.parse import SplitResult, quote, urlsplit

from workflow.formats.linking import Page as Named
from workflow.formats.linking import inside, is_file, pages, plain
from workflow.model import Locale
from workflow.site import Publication
from workflow.site.disclosing import Disclosure

Key = tuple[str, str]
"""Slug and locale, in gettext's spelling."""


@dataclass(frozen=True)
class Exported:
    """One approved page."""

    shown: Publication
    document: str
    """Digest of the document it was made of, as the release has it in ``content/``."""
    digests: tuple[str, str]
    """Of the source and of the translation, which an approval binds."""
    media: Mapping[str, str] = field(default_factory=dict)
    """Path below the articles folder, as texts name it → its place in the site."""
    disclosure: Disclosure | None = None
    """What is told of machine translation."""
    file: str = ""
    """The ending of the article's file: ``.mdx`` is read otherwise than ``.md``."""

    @property
    def key(self) -> Key:
        """(slug, locale)."""
        return (self.shown.slug, self.shown.locale.name)


class Leads(NamedTuple):
    """Where an address in a page leads; where both are None, to nothing that is written out."""

    page: Exported | None = None
    home: Locale | None = None
    """The list of the articles in a language."""
    medium: str | None = None
    """Where the site has a file."""
    ending: str = ""
    """The query and the fragment of the address, with their marks."""


@dataclass(frozen=True)
class Edition:
    """All pages of a tree."""

    titles: Mapping[str, str]
    base_url: str
    locales: tuple[Locale, ...]
    """In the order readers see them; the first is that of the site."""
    pages: tuple[Exported, ...]

    @property
    def default(self) -> Locale:
        """The language that generators take for the site's own."""
        return self.locales[0]

    @cached_property
    def base(self) -> str:
        """The path below which the site is served, without a slash at its end."""
        return quote(urlsplit(self.base_url).path.rstrip("/"), safe="/%")

    @cached_property
    def by_slug(self) -> Mapping[str, Mapping[Locale, Exported]]:
        """Slug → the languages that there are, in their order."""
        found: dict[str, dict[Locale, Exported]] = {}
        order = {locale: number for number, locale in enumerate(self.locales)}
        for each in sorted(self.pages, key=lambda each: order.get(each.shown.locale, len(order))):
            found.setdefault(each.shown.slug, {})[each.shown.locale] = each
        return found

    @cached_property
    def _slugs(self) -> Mapping[str, str]:
        former = {
            plain(name): each.shown.slug for each in self.pages for name in each.shown.aliases
        }
        return former | {plain(slug): slug for slug in self.by_slug}

    @cached_property
    def has_footnotes(self) -> bool:
        """Whether a page in Markdown has one."""
        return any("[^" in each.shown.body and "]:" in each.shown.body for each in self.pages)

    def versions(self, page: Exported) -> Iterator[Exported]:
        """The page in all languages there are, itself among them."""
        yield from self.by_slug[page.shown.slug].values()

    def leads(self, page: Exported, url: str, *, shown: bool) -> Leads | None:
        """Where ``url`` leads, in the text of ``page``; None where that is elsewhere.

        ``shown``: whether it is of a picture, say, not of a link. Links are read as the site
        reads them (docs/pages.md).
        """
        split = _split(url)
        if split is None or split.scheme or split.netloc or not split.path:
            return None
        slug, ending = page.shown.slug, _ending(split)
        if shown or is_file(url):
            file = inside(slug, url)
            return Leads(medium=page.media.get(file) if file else None, ending=ending)
        for named in pages(slug, url):
            found = self._find(named, page.shown.locale)
            if found is not None:
                return found._replace(ending=ending)
        return Leads()

    def _find(self, named: Named, locale: Locale) -> Leads | None:
        tagged = Locale.among(named.tag, self.locales) if named.tag else None
        if named.tag and tagged is None:
            return None
        if not named.slug:
            return Leads(home=tagged or self.default)
        slug = named.slug if named.slug in self.by_slug else self._slugs.get(plain(named.slug))
        if slug is None:
            return None
        versions = self.by_slug[slug]
        found = versions.get(tagged or locale) or versions.get(locale)
        if found is None:
            first = next(iter(versions.values()))
            found = versions.get(first.shown.source_locale, first)
        return Leads(page=found)


def relative_path(here: str, there: str) -> str:
    """The link from the file ``here`` to the file ``there``, percent-encoded."""
    return quote(posixpath.relpath(there, posixpath.dirname(here) or "."))


def _split(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:  # a bracketed host that is no IPv6 address
        return None


def _ending(split: SplitResult) -> str:
    query = f"?{split.query}" if split.query else ""
    return query + (f"#{split.fragment}" if split.fragment else "")
