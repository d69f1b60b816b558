"""The files of one article in one locale, each read once, and not before it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workflow.errors import WorkflowError
from workflow.model import Article, Locale, ReviewEvent
from workflow.model.lazily import lazy
from workflow.model.same_person import is_among
from workflow.po.catalogue import Catalogue
from workflow.project.logs import nobody, words_of
from workflow.review.discussion import Discussions, discussions
from workflow.review.log import Words
from workflow.review.policy import addresses_of

if TYPE_CHECKING:
    from workflow.formats import Document
    from workflow.project.translation import Translation
    from workflow.project.workspace import Workspace


@dataclass(frozen=True, eq=False)
class TranslationFiles:
    """The files of one article in one locale; in its own locale, the source text itself.

    Its attributes raise :class:`CatalogueError`, :class:`ReviewError` and :class:`FileError` where
    a file cannot be read.
    """

    workspace: Workspace
    article: Article
    locale: Locale
    edited: Catalogue | None = None
    """A catalogue to take in the place of the one on disk."""
    errors: tuple[WorkflowError, ...] = ()
    """Why it cannot be read: then nothing of it counts as translated or approved."""

    @property
    def own(self) -> bool:
        """Whether this is the article's own locale."""
        return self.locale == self.article.locale

    @lazy
    def source(self) -> Translation:
        """The article in its own locale."""
        return self.workspace.translation(self.article, self.article.locale)

    @lazy
    def document(self) -> Document:
        """The source, parsed."""
        return self.workspace.document(self.article) if self.own else self.source.document

    @lazy
    def catalogue(self) -> Catalogue | None:
        """The catalogue; None where there is none, as in the article's own locale."""
        if self.own or self.errors:
            return None
        return self.edited or self.workspace.catalogue(self.article.slug, self.locale)

    @property
    def catalogue_name(self) -> str:
        """The PO file as reports name it."""
        path = self.workspace.catalogue_path(self.article, self.locale)
        return self.workspace.relative(path)

    @lazy
    def words(self) -> Words:
        """What the review log says: the words that count, and what is odd in it."""
        return Words() if self.errors else self.source.log(self.locale)

    @lazy
    def discussions(self) -> Discussions:
        """What the review log says of single messages, and of who works on it."""
        return discussions(self.words)

    def log(self, locale: Locale) -> Words:
        """The words on the article in any locale."""
        if locale not in self._logs:
            is_author = self._is_author if locale == self.article.locale else nobody
            self._logs[locale] = words_of(self.workspace, self.article.names, locale, is_author)
        return self._logs[locale]

    def _is_author(self, actor: str) -> bool:
        return is_among(actor, addresses_of(self.document.front_matter))

    @lazy
    def _logs(self) -> dict[Locale, Words]:
        return {}

    def logs(self) -> Iterator[Words]:
        """The words on the article in its own and every target locale."""
        for locale in dict.fromkeys((self.article.locale, *self.workspace.targets(self.article))):
            yield self.source.log(locale)

    def events(self) -> tuple[ReviewEvent, ...]:
        """The events that count of the article, in its own and every target locale.

        Those of one locale stand together, the oldest first.
        """
        return tuple(event for words in self.logs() for event in words.events)
