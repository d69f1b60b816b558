"""A project's folder: where its articles, catalogues and reviews are, and what is in them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from workflow.errors import (
    ArticleError,
    LocaleError,
    WorkflowError,
    gathered,
    raise_all,
)
from workflow.files.clock import machine_time
from workflow.model import Article, Locale, bytes_digest, digest
from workflow.model.phrase import Phrase, phrase
from workflow.project.articles import (
    files_below,
    parse_article,
    read_article,
)
from workflow.project.config import load_settings
from workflow.project.disk import Reading
from workflow.project.trace import Trace

if TYPE_CHECKING:
    from workflow.formats import Document
    from workflow.po.catalogue import Catalogue
    from workflow.project.facts import Facts
    from workflow.project.translation import Translation


class AliasesWanted(Exception):
    """Raised where it has to be known which slugs all articles had before, and is not yet."""


def anchors_answer(anchors: Iterable[str] | None) -> str:
    """What a trace keeps of what links may name."""
    return "!" if anchors is None else digest(*sorted(anchors))


@dataclass(frozen=True)
class Workspace(Reading):
    """One content project; reads each file once."""

    @classmethod
    def open(cls, root: Path) -> Workspace:
        """The project in ``root``; raises what :func:`load_settings` raises."""
        return cls(root, load_settings(root), machine_time())

    # Articles

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
        hint = phrase("`workflow status` lists the articles.")
        if near:
            hint = phrase("Did you mean “{name}”?", name=near[0])
        raise ArticleError(phrase("no article “{name}”", name=name), hint=hint)

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
        what = error.message
        if not isinstance(what, Phrase):
            what = " ".join(what.split())
        return phrase("{place}: {what}", place=error.location, what=what) if error.file else what

    def placed(self, error: WorkflowError) -> WorkflowError:
        """The error of a file relative to the project, with the file's full path."""
        if error.file:
            error.file = str(self.root / error.file)
        return error

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

    def take_article(self, other: Workspace, slug: str) -> None:
        """Take what ``other`` read of an article; it counts while its file has those bytes."""
        if slug in other._cache and other.settings == self.settings:
            self._taken[slug] = other._cache[slug]

    def take_catalogue(self, catalogue: Catalogue | None) -> None:
        """Take a catalogue that was read or written before; it counts while its file has those
        bytes."""
        if catalogue is not None:
            self._parsed[catalogue.path] = (catalogue, *self._parsed.get(catalogue.path, ()))

    def take_catalogues(self, other: Workspace) -> None:
        """Take what ``other`` read, was given or wrote, each as of :meth:`take_catalogue`."""
        for path, some in other._parsed.items():
            self._parsed[path] = (*some, *self._parsed.get(path, ()))

    @cached_property
    def _parsed(self) -> dict[Path, tuple[Catalogue, ...]]:
        return {}

    @cached_property
    def _cache(self) -> dict[str, tuple[Article, Document]]:
        return {}

    @cached_property
    def _taken(self) -> dict[str, tuple[Article, Document]]:
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

    def forget(self, slug: str) -> None:
        """Read the article's review logs again when they are asked for next."""
        self._sources.pop(slug, None)

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
        if slug not in self.shared.anchors:
            errors: list[WorkflowError] = []  # they are told where that article is looked at
            trace, found = Trace(), None
            with gathered(errors):
                found = self.anchors_in(*self._reread(slug, trace))
            self.shared.anchors[slug] = (found, trace)
            self.shared.fresh.append(slug)
        anchors = self.shared.anchors[slug][0]
        self._note("a", slug, anchors_answer(anchors))
        return anchors

    def anchors_in(self, article: Article, document: Document) -> frozenset[str]:
        """What a link may name on the page of an article, were ``document`` its own."""
        from workflow.site import Publication, anchors_of  # noqa: PLC0415 - see parse_article

        slug, fields, locale = article.slug, document.front_matter, article.locale
        return anchors_of(
            Publication(slug, locale, locale, article.format, fields, document.body, "")
        )

    def _reread(self, slug: str, trace: Trace) -> tuple[Article, Document]:
        """An article, read before or now, with what it was derived from in ``trace``."""
        if slug not in self._cache:
            return self.tracked(trace).read(slug)
        article, document = self._cache[slug]
        trace.note("s", slug, article.path)
        trace.note("f", article.path, bytes_digest(article.text.encode()))
        return article, document

    def slug_now(self, slug: str) -> str:
        """The slug now of the article that had ``slug`` before; empty where none had."""
        if self.shared.aliases is None:
            if self.trace is not None:
                raise AliasesWanted
            articles = self.readable((), [])  # what cannot be read is told where it is looked at
            pairs = [(alias, each.slug) for each in articles for alias in each.aliases]
            self.shared.aliases = dict(reversed(pairs))  # the first has it
        return self._note("n", slug, self.shared.aliases.get(slug, ""))

    def read(self, slug: str) -> tuple[Article, Document]:
        """One article and its document, read now and not kept."""
        if files := self._files(slug):
            read, known = self.read_bytes, self._taken.get(slug)
            return read_article(self.root, slug, files, self.settings, read, known=known)
        raise ArticleError(phrase("no article “{slug}”", slug=slug))  # it was there a moment ago

    # What was derived before

    @cached_property
    def facts(self) -> Facts:
        """What is known of every article without reading it again."""
        from workflow.project.facts import Facts  # noqa: PLC0415 - it derives with this module

        return Facts(self)

    # Catalogues

    def targets(self, article: Article, only: Sequence[Locale] = ()) -> tuple[Locale, ...]:
        """The locales the article is translated to; see :meth:`targets_of`."""
        return self.targets_of(article.locale, only)

    def targets_of(self, own: Locale, only: Sequence[Locale] = ()) -> tuple[Locale, ...]:
        """The locales an article written in ``own`` is translated to, in the settings' order.

        ``only`` narrows them; raises :class:`LocaleError` for one that is no target.
        """
        targets = self.settings.target_locales
        only = tuple(map(self.settings.own, only))
        for locale in only:
            if locale not in (*targets, own):
                names = ", ".join(target.name for target in targets)
                raise LocaleError(
                    phrase("“{name}” is not a target locale of this project", name=locale.name),
                    hint=phrase(
                        "Target locales are {names}; add it to target_locales in setup.cfg.",
                        names=names,
                    ),
                )
        return tuple(each for each in targets if each != own and (not only or each in only))

    def catalogue(self, article: Article | str, locale: Locale) -> Catalogue | None:
        """The catalogue as it stands on disk; None where there is none yet."""
        from workflow.project.catalogues import read_catalogue  # noqa: PLC0415 - see parse_article

        path = self.catalogue_path(article, locale)
        if not self._exists(path):
            return None
        try:
            data = self.read_bytes(path)
            for known in self._parsed.get(path, ()):
                if data == known.on_disk:
                    return known
            return read_catalogue(path, lambda _: data)
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
            for inner in files_below(self.catalogues_folder(locale)):
                slug, ending = os.path.splitext(inner)  # noqa: PTH122 - a Path takes longer
                if ending == ".po" and slug not in self.sources:
                    orphans.setdefault(slug, []).append(locale)
        return {slug: tuple(locales) for slug, locales in sorted(orphans.items())}
