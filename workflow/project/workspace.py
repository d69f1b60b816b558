"""A project's folder: where its articles, catalogues and reviews are, and what is in them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from workflow.errors import ArticleError, LocaleError, WorkflowError, gathered, raise_all
from workflow.files.clock import machine_time
from workflow.model import Article, Locale
from workflow.project.articles import (
    files_below,
    find_sources,
    parse_article,
    read_article,
)
from workflow.project.config import load_settings
from workflow.project.settings import STATE_FOLDER, Settings

if TYPE_CHECKING:
    from workflow.formats import Document
    from workflow.glossary import Terminology
    from workflow.po.catalogue import Catalogue
    from workflow.project.media_digests import MediaReader
    from workflow.project.translation import Translation


@dataclass(frozen=True)
class Workspace:
    """One content project; reads each file once."""

    root: Path
    settings: Settings
    now: datetime | None = None
    """The clock, by which times to come are known; None where nobody asks for them."""

    @classmethod
    def open(cls, root: Path) -> Workspace:
        """The project in ``root``; raises what :func:`load_settings` raises."""
        return cls(root, load_settings(root), machine_time())

    # Where things are

    @property
    def articles_folder(self) -> Path:
        """Where the articles are."""
        return self.root / self.settings.articles

    def template_path(self, article: Article | str) -> Path:
        """``locales/<slug>.pot``, of an article or the slug of one."""
        return self.root / self.settings.locales / f"{_slug_of(article)}.pot"

    def catalogue_path(self, article: Article | str, locale: Locale) -> Path:
        """``locales/<locale>/LC_MESSAGES/<slug>.po``."""
        return self._catalogues(locale) / f"{_slug_of(article)}.po"

    def _catalogues(self, locale: Locale) -> Path:
        return self.root / self.settings.locales / locale.name / "LC_MESSAGES"

    def reviews_path(self, article: Article | str, locale: Locale) -> Path:
        """``reviews/<locale>/<slug>.jsonl``."""
        return self.root / self.settings.reviews / locale.name / f"{_slug_of(article)}.jsonl"

    def review_logs(self, article: Article, locale: Locale) -> tuple[Path, ...]:
        """The article's log, and those under names it had before that no article has now."""
        slugs = (name for name in article.aliases if name not in self.sources)
        return tuple(self.reviews_path(each, locale) for each in (article.slug, *slugs))

    def relative(self, path: Path) -> str:
        """The path as reports name it: POSIX, relative to the project."""
        return (
            path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)
        )

    # Articles

    @cached_property
    def sources(self) -> Mapping[str, tuple[str, ...]]:
        """Slug → the article's file, a POSIX path relative to the project; sorted.

        Where there are several files, the article cannot be read.
        """
        return find_sources(self.root, self.settings.articles)

    def slugs(self) -> tuple[str, ...]:
        """Every article's slug, sorted."""
        return tuple(self.sources)

    @cached_property
    def articles(self) -> tuple[Article, ...]:
        """Every article, sorted by slug; the errors of all are raised together."""
        return self._read(self.slugs())

    def select(self, names: Sequence[str]) -> tuple[Article, ...]:
        """The articles named by slug or path; all where none is named."""
        return self._read(self.named(names)) if names else self.articles

    def readable(self, names: Sequence[str], errors: list[WorkflowError]) -> tuple[Article, ...]:
        """What :meth:`select` returns of articles that can be read; what others raise is added.

        Raises :class:`ArticleError` for a name that is no article's.
        """
        return self._readable(self.named(names), errors)

    def named(self, names: Sequence[str]) -> tuple[str, ...]:
        """The slugs of the articles named by slug or path, each once; all where none is named."""
        return tuple(dict.fromkeys(map(self._slug, names))) if names else self.slugs()

    def source_path(self, slug: str) -> Path:
        """The article's file."""
        return self.root / self.sources[slug][0]

    def _slug(self, name: str) -> str:
        if name in self.sources:
            return name
        paths = (Path(name).resolve(), (self.root / name).resolve())
        files = set(map(self.relative, paths))
        for slug, own in self.sources.items():
            if files.intersection(own):
                return slug
        from difflib import get_close_matches  # noqa: PLC0415 - nearly every run has no need of it

        near = get_close_matches(name, self.sources, n=1)
        hint = f"Did you mean “{near[0]}”?" if near else "`workflow status` lists the articles."
        raise ArticleError(f"no article “{name}”", hint=hint)

    def _read(self, slugs: Sequence[str]) -> tuple[Article, ...]:
        errors: list[WorkflowError] = []
        articles = self._readable(slugs, errors)
        raise_all(errors)
        return articles

    def _readable(self, slugs: Sequence[str], errors: list[WorkflowError]) -> tuple[Article, ...]:
        articles: list[Article] = []
        for slug in slugs:
            with gathered(errors):
                articles.append(self._article(slug))
        return tuple(articles)

    def said(self, error: WorkflowError) -> str:
        """An error on one line as reports say it: file and line, relative to the project."""
        if error.file:
            error.file = self.relative(Path(error.file))
        return " ".join(str(error).split())

    def _article(self, slug: str) -> Article:
        if slug not in self._cache:
            self._cache[slug] = self.read(slug)
        return self._cache[slug][0]

    def document(self, article: Article) -> Document:
        """The article parsed, with the project's front-matter fields as segments."""
        known = self._cache.get(article.slug)
        if known is not None and known[0] == article:
            return known[1]
        return parse_article(article.text, article.format, self.settings)

    @cached_property
    def _cache(self) -> dict[str, tuple[Article, Document]]:
        return {}

    def translation(self, article: Article, locale: Locale) -> Translation:
        """The article in ``locale``; in its own, the source itself, which is kept."""
        from workflow.project.translation import Translation  # noqa: PLC0415 - see parse_article

        if locale != article.locale:
            return Translation(self, article, locale)
        known = self._sources.get(article.slug)
        if known is None or known.article != article:
            known = self._sources[article.slug] = Translation(self, article, locale)
        return known

    def forget(self, article: Article) -> None:
        """Read the article's review logs again when they are asked for next."""
        self._sources.pop(article.slug, None)

    def translations(
        self, article: Article, locales: Sequence[Locale] = ()
    ) -> Iterator[Translation]:
        """The article in every target locale, or those of ``locales``."""
        return (self.translation(article, each) for each in self.targets(article, locales))

    @cached_property
    def _sources(self) -> dict[str, Translation]:
        return {}

    def anchors(self, slug: str) -> frozenset[str] | None:
        """What a link may name on the page of an article; None where it cannot be read."""
        from workflow.site import Publication, anchors_of  # noqa: PLC0415 - see parse_article

        if slug not in self._anchors:
            errors: list[WorkflowError] = []  # they are told where that article is looked at
            self._anchors[slug] = None
            with gathered(errors):
                (article,) = self.select([slug])
                document = self.document(article)
                fields, locale = document.front_matter, article.locale
                self._anchors[slug] = anchors_of(
                    Publication(slug, locale, locale, article.format, fields, document.body, "")
                )
        return self._anchors[slug]

    @cached_property
    def _anchors(self) -> dict[str, frozenset[str] | None]:
        return {}

    def slug_now(self, slug: str) -> str:
        """The slug now of the article that had ``slug`` before; empty where none had."""
        articles = self.readable((), [])  # what cannot be read is told where it is looked at
        return next((each.slug for each in articles if slug in each.aliases), "")

    def read(self, slug: str) -> tuple[Article, Document]:
        """One article and its document, read now and not kept."""
        return read_article(self.root, slug, self.sources[slug], self.settings)

    # Media

    @cached_property
    def media(self) -> MediaReader:
        """Digests of what articles show."""
        from workflow.project.media_digests import MediaReader  # noqa: PLC0415 - see parse_article

        return MediaReader(self.articles_folder)

    # Catalogues

    def targets(self, article: Article, only: Sequence[Locale] = ()) -> tuple[Locale, ...]:
        """The locales the article is translated to, in the order of the settings.

        ``only`` narrows them; raises :class:`LocaleError` for one that is no target.
        """
        targets = self.settings.target_locales
        only = tuple(map(self.settings.own, only))
        for locale in only:
            if locale not in (*targets, article.locale):
                names = ", ".join(target.name for target in targets)
                raise LocaleError(
                    f"“{locale.name}” is not a target locale of this project",
                    hint=f"Target locales are {names}; add it to target_locales in setup.cfg.",
                )
        return tuple(
            each for each in targets if each != article.locale and (not only or each in only)
        )

    def catalogue(self, article: Article | str, locale: Locale) -> Catalogue | None:
        """The catalogue as it stands on disk; None where there is none yet."""
        from workflow.project.catalogues import read_catalogue  # noqa: PLC0415 - see parse_article

        path = self.catalogue_path(article, locale)
        if not path.exists():
            return None
        try:
            return read_catalogue(path)
        except WorkflowError as error:
            error.file = str(path)
            raise

    def has_catalogue(self, slug: str) -> bool:
        """Whether there is a catalogue of the article in any target locale."""
        locales = self.settings.target_locales
        return any(self.catalogue_path(slug, locale).exists() for locale in locales)

    def orphans(self) -> Mapping[str, tuple[Locale, ...]]:
        """Slugs of no article that catalogues stand under, and the target locales of these."""
        orphans: dict[str, list[Locale]] = {}
        for locale in self.settings.target_locales:
            for inner in files_below(self._catalogues(locale)):
                slug, ending = os.path.splitext(inner)  # noqa: PTH122 - a Path takes longer
                if ending == ".po" and slug not in self.sources:
                    orphans.setdefault(slug, []).append(locale)
        return {slug: tuple(locales) for slug, locales in sorted(orphans.items())}

    @cached_property
    def terms(self) -> Terminology:
        """The project's glossary, ready for look-ups; raises what :func:`load_glossary` does."""
        from workflow.glossary import Terminology  # noqa: PLC0415 - as above
        from workflow.project.glossaries import load_glossary  # noqa: PLC0415

        return Terminology(load_glossary(self.root, self.settings.glossary))

    def lock(self) -> AbstractContextManager[None]:
        """One writer at a time; see :func:`project_lock`."""
        from workflow.files.lock import project_lock  # noqa: PLC0415 - as above

        written = (self.settings.locales, self.settings.reviews, "memory")
        return project_lock(self.root / STATE_FOLDER, [self.root / name for name in written])


def _slug_of(article: Article | str) -> str:
    return article if isinstance(article, str) else article.slug
