"""The documents that pages are made from: articles with their translations spliced in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from workflow.errors import ArticleError, FileError, NotReadyError
from workflow.flows.release.contents import Contents, Spool
from workflow.formats import Document
from workflow.model import Key, Locale
from workflow.model.phrase import phrase
from workflow.model.release import FileRecord, Page
from workflow.project.settings import Settings
from workflow.project.spread import spread
from workflow.project.translation import Translation
from workflow.project.workspace import Workspace

if TYPE_CHECKING:
    from workflow.project.spread import Workers

_Project = tuple[Path, Settings, datetime | None]
_Wanted = Sequence[tuple[str, Sequence[str]]]
"""Articles, each with locales."""
_AT_ONCE = 8
"""Articles that another process is handed at a time."""


def translated(translation: Translation) -> Document:
    """The article in the translation's locale, spliced, parsed again and found built the same.

    Raises :class:`NotReadyError` where a translation would break the page; the checks say so
    before, but nothing goes out on their word alone.
    """
    source = translation.document
    if translation.own:
        return source
    with suppress(ArticleError):
        again = translation.shown
        if again.skeleton == source.skeleton:
            return again
    usable = translation.usable
    segment, reason = source.breakage(lambda each: usable.get(each.key))[0]
    workspace, article = translation.workspace, translation.article
    catalogue = workspace.catalogue_path(article, translation.locale)
    raise NotReadyError(
        phrase(
            "the translation of “{text}” would break the page: {reason}",
            text=segment.text,
            reason=reason,
        ),
        hint=phrase("Correct it in {file}.", file=workspace.relative(catalogue)),
        file=article.path,
        line=segment.line,
    )


def spliced(translation: Translation, texts: Mapping[Key, str]) -> Document | None:
    """The article with ``texts`` (key → msgstr) spliced in; None if that breaks its structure."""
    source = translation.document
    try:
        again = source.translated(lambda segment: texts.get(segment.key))
        return again if again.skeleton == source.skeleton else None
    except ArticleError:
        return None


@dataclass(frozen=True, slots=True)
class Documents:
    """Finds the document of any page that goes out: put by, live, or made again."""

    contents: Contents
    spool: Spool
    """Has documents by (article, locale)."""
    workers: Workers | None

    def of(self, pages: Sequence[Page]) -> Iterator[tuple[Page, str]]:
        """Each of ``pages`` with its document.

        Raises :class:`NotReadyError` where one is not to be had any more.
        """
        lacking: dict[str, list[str]] = {}
        for page in pages:
            if page.key not in self.spool and not self._is_live(page):
                lacking.setdefault(page.article, []).append(page.locale)
        workspace, wanted = self.contents.workspace, list(lacking.items())
        project = (workspace.root, workspace.settings, workspace.now)
        places = range(0, len(wanted), _AT_ONCE)
        jobs = ((project, wanted[place : place + _AT_ONCE]) for place in places)
        for made in spread(self.workers, _spliced_again, jobs, len(wanted), at_once=1):
            for key, data in made:
                self.spool.put(key, data)
        return ((page, self._text(page)) for page in pages)

    def _is_live(self, page: Page) -> bool:
        """Whether the live release has just this document, as it was published."""
        stock = self.contents.stock
        try:
            return stock is not None and stock.document(page) == self.contents.documents[page.key]
        except FileError:
            return False

    def _text(self, page: Page) -> str:
        record = self.contents.documents[page.key]
        if page.key not in self.spool and self.contents.stock is not None:
            return self.contents.stock.text(record)
        data = self.spool[page.key]
        if FileRecord.of(record.path, data) != record:
            raise NotReadyError(
                phrase("this article changed while the release was prepared"),
                hint=phrase("Run the command again."),
                file=page.article,
            )
        return data.decode()


def _spliced_again(job: tuple[_Project, _Wanted]) -> list[tuple[tuple[str, str], bytes]]:
    """(Article, locale) and document, in UTF-8, of articles in some locales."""
    project, wanted = job
    workspace = Workspace(*project)
    found = []
    for slug, locales in wanted:
        (article,) = workspace.select([slug])
        for locale in locales:
            document = translated(workspace.translation(article, Locale(locale)))
            found.append(((slug, locale), document.text.encode()))
    return found
