"""What the review page asks for again and again, made anew only where a file changed."""

from __future__ import annotations

import os
import signal
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, NamedTuple

from workflow.errors import LocaleError, WorkflowError
from workflow.files.clock import machine_time
from workflow.files.stamps import look
from workflow.flows.queue import Queue
from workflow.model import Article, Locale
from workflow.model.phrase import listed, phrase
from workflow.project.config import load_settings
from workflow.project.disk import Shared
from workflow.project.kinds import CHECKS
from workflow.project.settings import Settings
from workflow.project.translation import Translation
from workflow.project.workspace import Workspace
from workflow.web.desk import Checked, Desk
from workflow.web.open_queue import OpenQueue

if TYPE_CHECKING:
    from workflow.project.spread import Workers

_KEPT = 8
"""Desks kept: what a handful of open pages show."""
AT_ONCE = 200
"""Messages, at most, for which a page waits until the checks have looked at them."""
Looks = tuple[tuple[str, bytes], ...]
"""Files by their full paths, as they looked before they were read."""


_Place = tuple[str, Locale]
"""Slug and language."""


class _Opened(NamedTuple):
    """The project as it was opened last."""

    settings: Settings
    shared: Shared
    common: Looks


class _Open(NamedTuple):
    """A desk, and what it was made of."""

    desk: Desk
    common: Looks
    """What all articles share: settings, glossary, which articles there are."""
    article: Looks
    catalogue: Looks
    logs: Looks
    media: Looks
    """The files that the page shows."""

    def holds(self) -> bool:
        """Whether its own files look as they did."""
        return _are((*self.article, *self.catalogue, *self.logs, *self.media))


class OpenReviews:
    """The reviews of a project as its files are at each moment; safe to share between threads."""

    def __init__(
        self, root: Path, clock: Callable[[], datetime], workers: Workers | None = None
    ) -> None:
        """``workers`` makes the executor that looking at many articles is spread over."""
        self.root = root
        self._clock = clock
        self._lock = Lock()
        self._opening = Lock()
        self._opened: _Opened | None = None
        self._queue, self._workers = OpenQueue(self.open, workers), workers
        self._desks: OrderedDict[_Place, _Open] = OrderedDict()
        self._checking: set[_Place] = set()

    def open(self) -> Workspace:
        """The project as it is now; raises what reading the settings and the glossary raises.

        Where neither changed, nor which articles there are, it knows what it knew before.
        """
        with self._opening:
            # First: what is changed while it is read is read once more the next time.
            first = _looks([self.root / "setup.cfg"])
            settings, now = load_settings(self.root), max(self._clock(), machine_time())
            workspace = Workspace(self.root, settings, now)
            common = (*first, *_looks(_common(workspace)))
            if self._opened is not None and self._opened.common == common:
                known, shared = self._opened.shared, workspace.shared
                shared.terms, shared.glossary = known.terms, known.glossary
                shared.sources = known.sources
            _ = workspace.terms, workspace.sources
            self._opened = _Opened(settings, workspace.shared, common)
            return workspace

    def queue(self) -> Queue:
        """What there is to review, as far as it is known; raises what :meth:`open` does."""
        return self._queue.now()

    def close(self) -> None:
        """End what goes on in the background."""
        self._queue.close()

    def desk(self, workspace: Workspace, slug: str, locale: Locale) -> Desk:
        """The article with this slug in ``locale``; ``workspace`` is the project, just opened.

        Raises :class:`LocaleError` for a locale that it is not translated to, and what reading
        its files raises.
        """
        with self._lock:
            common = self._common_of(workspace)
            known = self._desks.get((slug, locale))
            if known is not None and (common is None or known.common != common):
                known = None
            if known is None or not known.holds():
                known = self._made(workspace, (slug, locale), known, common or ())
            else:
                workspace.take_article(known.desk.translation.workspace, slug)
                workspace.take_catalogue(known.desk.translation.catalogue)
            self._desks[slug, locale] = known
            self._desks.move_to_end((slug, locale))
            if len(self._desks) > _KEPT:
                self._desks.popitem(last=False)
            return known.desk

    def _common_of(self, workspace: Workspace) -> Looks | None:
        """How what all share looked when ``workspace`` was opened; None where it changed since."""
        now, shared = self._opened, workspace.shared
        same = (
            now is not None
            and workspace.settings == now.settings
            and shared.terms is now.shared.terms
            and shared.sources is now.shared.sources
        )
        return now.common if now is not None and same else None

    def _made(self, workspace: Workspace, place: _Place, old: _Open | None, common: Looks) -> _Open:
        """The desk of files as they are: what did not change is taken from the ``old`` one."""
        slug, locale = place
        # First: what is changed while it is read is read once more the next time.
        article_now = _looks([workspace.source_path(slug)])
        if old is not None and old.article != article_now:
            old = None
        if old is not None:
            workspace.take_article(old.desk.translation.workspace, slug)
            workspace.take_catalogue(old.desk.translation.catalogue)
        (article,) = workspace.select((slug,))
        _targeted(workspace, article, locale)
        catalogue_now = _looks([workspace.catalogue_path(article, locale)])
        logs = _looks(_logs(workspace, article))
        translation = workspace.translation(article, locale)
        if old is not None and old.catalogue == catalogue_now:
            translation.take_texts(old.desk.translation, media=_are(old.media))
        desk = Desk(translation, _checked(translation, old.desk.checked if old else None))
        if old is not None and old.desk.translation.document is translation.document:
            desk.take_names(old.desk)
        if desk.checked is None and place not in self._checking:
            self._checking.add(place)
            Thread(target=self._check, args=(desk, place), daemon=True).start()
        shown = [workspace.articles_folder / each.path for each in translation.bound.media]
        return _Open(desk, common, article_now, catalogue_now, logs, _looks(shown))

    def _check(self, desk: Desk, place: _Place) -> None:
        """Have the checks look at what is on a desk that is shown already."""
        old = desk.translation
        translation = old.workspace.translation(old.article, old.locale)
        translation.take_texts(old, media=True)
        checked: Checked | None = None
        with suppress(WorkflowError):  # who asks for the page once more is told
            if self._workers is not None:  # there it keeps nobody waiting, and is kept
                _apart(self.root, self._clock(), old.article.slug)
                checked = _checked(translation, None)
            if checked is None:
                checked = Checked.of(translation)
        with self._lock, suppress(WorkflowError):
            self._checking.discard(place)
            known = self._desks.get(place)
            if checked is None or known is None or known.desk.checked is not None:
                return
            if known.desk.article == old.article:  # a text or two may have changed meanwhile
                now = Checked.of(known.desk.translation, checked)
                self._desks[place] = known._replace(desk=Desk(known.desk.translation, now))
            else:  # the next look at the page has it checked anew
                del self._desks[place]


def _apart(root: Path, now: datetime, slug: str) -> None:
    """Have a process of its own do what :func:`_survey` does; it ends with this one."""
    # Here, not above: few articles are that long. Not forked: another thread may hold a lock.
    from multiprocessing import get_context  # noqa: PLC0415

    process = get_context("spawn").Process(target=_survey, args=(root, now, slug), daemon=True)
    process.start()
    process.join()


def _survey(root: Path, now: datetime, slug: str) -> None:
    """Find out, and keep, what the checks find in an article and its translations."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started it ends it
    os.nice(10)
    workspace = Workspace(root, load_settings(root), max(now, machine_time()))
    deque(workspace.facts.of(CHECKS, (slug,)), maxlen=0)
    workspace.facts.save()


def _checked(translation: Translation, before: Checked | None) -> Checked | None:
    """What the checks find, if that is known or soon found; else None."""
    if before is not None:
        new = sum(each not in before.told for each in translation.messages)
        if new <= AT_ONCE:
            return Checked.of(translation, before)
    slug = translation.article.slug
    for fact in translation.workspace.facts.held(CHECKS, (slug,)):
        for each in fact.value.translations:
            waived = any(found.waived_by for found in each.findings)
            if each.locale == translation.locale.name and not (each.failure or waived):
                return Checked.from_fact(translation, fact.value.source, each.findings)
    return Checked.of(translation) if len(translation.messages) <= AT_ONCE else None


def _targeted(workspace: Workspace, article: Article, locale: Locale) -> None:
    """Raise :class:`LocaleError` where the article is not translated to ``locale``."""
    if locale not in workspace.targets(article, (locale,)):
        raise LocaleError(
            phrase(
                "{article} is written in {locale}, not translated to it",
                article=article.slug,
                locale=locale,
            ),
            hint=phrase(
                "Its translations: {locales}.",
                locales=listed(map(str, workspace.targets(article))),
            ),
        )


def _are(looks: Looks) -> bool:
    """Whether files look as they did."""
    return all(look(path) == at for path, at in looks)


def _looks(paths: Iterable[Path]) -> Looks:
    return tuple((str(path), look(str(path))) for path in paths)


def _common(workspace: Workspace) -> Iterator[Path]:
    """The files and folders that all articles share, beside the settings."""
    yield workspace.glossary_path
    yield workspace.signers_path
    for folder, _, _ in os.walk(workspace.articles_folder):
        yield Path(folder)


def _logs(workspace: Workspace, article: Article) -> Iterator[Path]:
    """Where the logs of an article are, or were under its former names."""
    for locale in (article.locale, *workspace.targets(article)):
        for name in article.names:
            yield workspace.reviews_path(name, locale)
