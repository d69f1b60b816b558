"""Where the files of a project are, by what they hold."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from workflow.model import Article, Locale
from workflow.project.settings import GLOSSARY, STATE_FOLDER, Settings


@dataclass(frozen=True)
class Paths:
    """The files of a project by what they hold."""

    root: Path
    settings: Settings

    @property
    def articles_folder(self) -> Path:
        """Where the articles are."""
        return self.root / self.settings.articles

    @property
    def locales_folder(self) -> Path:
        """Where the catalogues are."""
        return self.root / self.settings.locales

    def template_path(self, article: Article | str) -> Path:
        """``locales/<slug>.pot``, of an article or the slug of one."""
        return self.locales_folder / f"{_slug_of(article)}.pot"

    def catalogue_path(self, article: Article | str, locale: Locale) -> Path:
        """``locales/<locale>/LC_MESSAGES/<slug>.po``."""
        return self.catalogues_folder(locale) / f"{_slug_of(article)}.po"

    def catalogues_folder(self, locale: Locale) -> Path:
        """Where the catalogues of a locale are."""
        return self.locales_folder / locale.name / "LC_MESSAGES"

    def reviews_path(self, article: Article | str, locale: Locale) -> Path:
        """``reviews/<locale>/<slug>.jsonl``."""
        return self.reviews_folder / locale.name / f"{_slug_of(article)}.jsonl"

    @property
    def reviews_folder(self) -> Path:
        """Where the review logs are, a folder for each locale."""
        return self.root / self.settings.reviews

    @property
    def signers_path(self) -> Path:
        """Whose words are signed with which keys, whether there is such a file or not."""
        name = self.settings.review.allowed_signers
        return self.root / name if name else self.reviews_folder / "allowed_signers"

    @property
    def glossary_path(self) -> Path:
        """The table of terms, whether there is one or not."""
        return self.root / (self.settings.glossary or GLOSSARY)

    @property
    def answers_path(self) -> Path:
        """What machine translation answered, and what it was sent."""
        return self.root / STATE_FOLDER / "answers.db"

    @property
    def links_path(self) -> Path:
        """What other hosts answered of late when they were asked for links."""
        return self.root / STATE_FOLDER / "links.json"

    @property
    def styles_folder(self) -> Path:
        """Where ``<locale>.md`` says how a language is to be written, if there is any."""
        return self.root / "styles"

    def relative(self, path: Path) -> str:
        """The path as reports name it: POSIX, relative to the project."""
        return (
            path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)
        )

    def lock(self, patience: float | None = None) -> AbstractContextManager[None]:
        """One writer at a time; see :func:`project_lock`."""
        from workflow.files.lock import PATIENCE, project_lock  # noqa: PLC0415 - few commands write

        written = (self.settings.locales, self.settings.reviews, "memory")
        folders = [self.root / name for name in written]
        seconds = PATIENCE if patience is None else patience
        return project_lock(self.root / STATE_FOLDER, folders, seconds)


def _slug_of(article: Article | str) -> str:
    return article if isinstance(article, str) else article.slug
