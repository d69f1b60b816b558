"""A project's folder: where its articles, catalogues and reviews are, and what is in them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, cached_property
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from workflow.errors import (
    ArticleError,
    LocaleError,
    NotReadyError,
    WorkflowError,
    gathered,
    raise_all,
)
from workflow.model import SUFFIXES, Article, Locale
from workflow.stores.config import load_settings
from workflow.stores.files import file_error, read_text, sweep
from workflow.stores.settings import Settings

if TYPE_CHECKING:
    from workflow.formats import Document
    from workflow.formats.terminology import Terminology
    from workflow.stores.catalogues import Catalogue

STATE_FOLDER = ".workflow"
"""What the tool derives and can make again: memory, lock, logs."""


@dataclass(frozen=True)
class Workspace:
    """One content project; reads each file once."""

    root: Path
    settings: Settings

    @classmethod
    def open(cls, root: Path) -> Workspace:
        """The project in ``root``; raises what :func:`load_settings` raises."""
        return cls(root, load_settings(root))

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

    def reviews_path(self, article: Article, locale: Locale) -> Path:
        """``reviews/<locale>/<slug>.jsonl``."""
        return self.root / self.settings.reviews / locale.name / f"{article.slug}.jsonl"

    def relative(self, path: Path) -> str:
        """The path as reports name it: POSIX, relative to the project."""
        return (
            path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)
        )

    # Articles

    @cached_property
    def _files(self) -> Mapping[str, Path]:
        """Slug → file, sorted; nothing is opened."""
        known = _suffixes()
        files: dict[str, Path] = {}
        for inner in _files_below(self.articles_folder):
            stem, ending = os.path.splitext(inner)  # noqa: PTH122 - as below
            if ending.lower() not in known:
                continue
            slug = stem.replace(os.sep, "/")
            path = self.articles_folder / inner
            if slug in files:
                raise ArticleError(
                    f"two articles with the slug “{slug}”: the other is "
                    f"{self.relative(files[slug])}",
                    hint="Rename one of them; the file's name without its ending is the slug.",
                    file=str(path),
                    line=1,
                )
            files[slug] = path
        return dict(sorted(files.items()))

    def slugs(self) -> tuple[str, ...]:
        """Every article's slug, sorted. Raises :class:`ArticleError` for two with one slug."""
        return tuple(self._files)

    @cached_property
    def articles(self) -> tuple[Article, ...]:
        """Every article, sorted by slug; the errors of all are raised together."""
        return self._read(self.slugs())

    def select(self, names: Sequence[str]) -> tuple[Article, ...]:
        """The articles named by slug or path; all where none is named."""
        return self._read(self.named(names)) if names else self.articles

    def named(self, names: Sequence[str]) -> tuple[str, ...]:
        """The slugs of the articles named by slug or path, each once; all where none is named."""
        return tuple(dict.fromkeys(map(self._slug, names))) if names else self.slugs()

    def source_path(self, slug: str) -> Path:
        """The article's file."""
        return self._files[slug]

    def _slug(self, name: str) -> str:
        files = self._files
        if name in files:
            return name
        for slug, path in files.items():
            if path in (Path(name).resolve(), (self.root / name).resolve()):
                return slug
        near = get_close_matches(name, files, n=1)
        hint = f"Did you mean “{near[0]}”?" if near else "`workflow status` lists the articles."
        raise ArticleError(f"no article “{name}”", hint=hint)

    def _read(self, slugs: Sequence[str]) -> tuple[Article, ...]:
        articles: list[Article] = []
        errors: list[WorkflowError] = []
        for slug in slugs:
            with gathered(errors):
                articles.append(self._article(slug))
        raise_all(errors)
        return tuple(articles)

    def _article(self, slug: str) -> Article:
        if slug not in self._cache:
            self._cache[slug] = self.read(slug)
        return self._cache[slug][0]

    def document(self, article: Article) -> Document:
        """The article parsed, with the project's front-matter fields as segments."""
        known = self._cache.get(article.slug)
        if known is not None and known[0] == article:
            return known[1]
        return self._parse(article.text, article.format)

    @cached_property
    def _cache(self) -> dict[str, tuple[Article, Document]]:
        return {}

    def read(self, slug: str) -> tuple[Article, Document]:
        """One article and its document, read now and not kept."""
        path = self._files[slug]
        file = self.relative(path)
        try:
            text = read_text(path)
            format_name = _suffixes()[path.suffix.lower()]
            document = self._parse(text, format_name)
        except WorkflowError as error:
            error.file = str(path)
            raise
        locale = self._locale(document, path)
        _check_front_matter(document, path)
        return Article(slug, file, format_name, locale, text), document

    def _parse(self, text: str, format_name: str) -> Document:
        """Parse by the project's settings, and what the article's front matter says of them."""
        # Here, not above: a run that finds nothing to do does not wait for the parsers.
        from workflow.formats import parse, sentence_ends  # noqa: PLC0415

        fields = self.settings.front_matter
        arguments = frozenset(self.settings.directive_arguments)
        document = parse(text, format=format_name, fields=fields, arguments=arguments)
        wanted = document.front_matter.get("segmentation", self.settings.segmentation)
        if wanted == "block":
            return document
        if wanted != "sentence":
            raise ArticleError(
                f"unknown segmentation “{wanted}”",
                hint="It is “block” or “sentence”.",
                line=field_line(document, "segmentation"),
            )
        language = str(document.front_matter.get("lang", self.settings.source_locale))[:2]
        return parse(
            text,
            format=format_name,
            fields=fields,
            sentences=sentence_ends(language),
            arguments=arguments,
        )

    def _locale(self, document: Document, path: Path) -> Locale:
        value = document.front_matter.get("lang")
        if value is None:
            return self.settings.source_locale
        try:
            return Locale.parse(str(value))
        except LocaleError as error:
            raise LocaleError(
                f"{error.message} in “lang”",
                hint=error.hint,
                file=str(path),
                line=field_line(document, "lang"),
            ) from error

    # Catalogues

    def targets(self, article: Article, only: Sequence[Locale] = ()) -> tuple[Locale, ...]:
        """The locales the article is translated to, in the order of the settings.

        ``only`` narrows them; raises :class:`LocaleError` for one that is no target.
        """
        targets = self.settings.target_locales
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
        from workflow.stores.catalogues import read_catalogue  # noqa: PLC0415 - as above

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
            for inner in _files_below(self._catalogues(locale)):
                slug, ending = os.path.splitext(inner.replace(os.sep, "/"))  # noqa: PTH122
                if ending == ".po" and slug not in self._files:
                    orphans.setdefault(slug, []).append(locale)
        return {slug: tuple(locales) for slug, locales in sorted(orphans.items())}

    @cached_property
    def terms(self) -> Terminology:
        """The project's glossary, ready for look-ups; raises what :func:`load_glossary` does."""
        from workflow.formats.terminology import Terminology  # noqa: PLC0415 - as above
        from workflow.stores.glossary import load_glossary  # noqa: PLC0415

        return Terminology(load_glossary(self.root, self.settings.glossary))

    @contextmanager
    def lock(self) -> Iterator[None]:
        """One writer at a time; raises :class:`NotReadyError` while another runs.

        What a run leaves half written when it is killed is taken away by the next.
        """
        folder = self.root / STATE_FOLDER
        running = folder / "running"
        try:
            folder.mkdir(exist_ok=True)
            with FileLock(folder / "lock", timeout=5):
                if running.exists():
                    sweep(
                        *(
                            self.root / name
                            for name in (self.settings.locales, self.settings.reviews, "memory")
                        ),
                        folder,
                    )
                running.touch()
                try:
                    yield
                finally:
                    running.unlink(missing_ok=True)
        except Timeout as error:
            raise NotReadyError(
                "another workflow command is writing in this project",
                hint="Wait until it has ended, then run this one again.",
            ) from error
        except OSError as error:
            raise file_error(folder, "write", error) from error


def _slug_of(article: Article | str) -> str:
    return article if isinstance(article, str) else article.slug


def _files_below(top: Path) -> Iterator[str]:
    """Every file below ``top``, relative to it, in a fixed order; hidden ones are left out."""
    root = str(top)
    try:
        for folder, folders, names in os.walk(root, onerror=_unless_missing):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            inner = folder[len(root) + 1 :]
            yield from (
                os.path.join(inner, name)  # noqa: PTH118 - a Path each is half of the time
                for name in sorted(names)
                if not name.startswith(".")
            )
    except OSError as error:
        raise file_error(top, "read", error) from error


def _unless_missing(error: OSError) -> None:
    """Raise ``error``, but take a folder that is not there for an empty one."""
    if not isinstance(error, FileNotFoundError):
        raise error


@cache
def _suffixes() -> Mapping[str, str]:
    """File name ending → format."""
    if entry_points(group="workflow.formats"):
        from workflow.formats import suffixes  # noqa: PLC0415 - as above

        return suffixes()
    return {ending: name for name, endings in SUFFIXES.items() for ending in endings}


def _check_front_matter(document: Document, path: Path) -> None:
    title = document.front_matter.get("title")
    if not document.front_matter:
        raise ArticleError(
            "the article has no front matter",
            hint="Start the file with a line ---, then “title: …” and “lang: …”, then a line ---.",
            file=str(path),
            line=1,
        )
    if not isinstance(title, str) or not title.strip():
        raise ArticleError(
            "the front matter has no title",
            hint="Add a line “title: …” between the --- lines (in quotes if it has “: ” in it).",
            file=str(path),
            line=field_line(document, "title"),
        )
    if not document.body.strip():
        raise ArticleError(
            "the article is empty: there is nothing after the front matter",
            hint="Write the article below the second --- line, or delete the file.",
            file=str(path),
            line=document.body_line,
        )


def field_line(document: Document, name: str) -> int:
    """Line of a front-matter field, counted from 1 (1 where the field is not there)."""
    found = re.search(rf"^{re.escape(name)}[ \t]*:", document.text, re.MULTILINE)
    return document.text.count("\n", 0, found.start()) + 1 if found else 1
