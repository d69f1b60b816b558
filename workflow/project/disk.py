"""Questions to the disk that concern more than one article, and a trace of what was asked."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

from workflow.errors import FileError
from workflow.files.atomic import read_bytes
from workflow.files.stamps import answer
from workflow.model import Locale, Media, bytes_digest
from workflow.model.phrase import phrase
from workflow.project.paths import Paths
from workflow.project.sources import Sources, media_answer, media_place
from workflow.project.trace import Trace

if TYPE_CHECKING:
    from workflow.files.git import Commit
    from workflow.formats import Document
    from workflow.glossary.usage import Terminology
    from workflow.model import LogLine
    from workflow.project.commit_history import CommitHistory
    from workflow.project.mediafile import MediaFile
    from workflow.project.verdicts import Verdicts


@dataclass
class Shared:
    """What is read once for all articles."""

    sources: Sources | None = None
    media: dict[str, str] = field(default_factory=dict)
    """Path below the articles folder → :func:`media_answer`."""
    places: dict[str, tuple[Path | None, str]] = field(default_factory=dict)
    """See :meth:`Reading.media_place`."""
    files: dict[tuple[Path, str], MediaFile] = field(default_factory=dict)
    """See :meth:`Reading.medium`."""
    terms: Terminology | None = None
    glossary: dict[str, str] = field(default_factory=dict)
    """The questions that reading the glossary asked, with their answers."""
    fresh: list[str] = field(default_factory=list)
    """Slugs whose anchors were derived just now."""
    anchors: dict[str, tuple[frozenset[str] | None, Trace]] = field(default_factory=dict)
    """Slug → what a link may name on its page, and what that was derived from."""
    aliases: Mapping[str, str] | None = None
    """A slug that an article had before → its slug now; None where it is not known yet."""
    verdicts: Verdicts | None = None
    """What is known of signatures in review logs."""
    commits: CommitHistory | None = None
    """Which commits changed which catalogue."""


@dataclass(frozen=True)
class Reading(Paths):
    """Reads the files of a project; where there is a trace, each question is kept in it."""

    now: datetime | None = None
    """The clock, by which times to come are known; None where nobody asks for them."""
    trace: Trace | None = field(default=None, repr=False, compare=False)
    """Keeps what is asked of the disk; None: nobody wants to know."""
    shared: Shared = field(default_factory=Shared, repr=False, compare=False)
    """What was read before of what many articles need."""
    asks: bool = False
    """Whether somebody is there, at a terminal, to be asked for a passphrase."""
    by_hand: Mapping[bytes, str] | None = field(default=None, repr=False, compare=False)
    """Signatures that people made elsewhere, by what they are of: no key that is known here signs
    then. None: the key that is known here does."""

    def tracked(self, trace: Trace) -> Self:
        """The same project, which has read nothing of single articles, and keeps a trace."""
        return replace(self, trace=trace)

    def _note(self, letter: str, name: str, answer: str) -> str:
        if self.trace is not None:
            self.trace.note(letter, name, answer)
        return answer

    def read_bytes(self, path: Path) -> bytes:
        """The bytes of a file of the project; raises :class:`FileError`."""
        name = self.relative(path)
        try:
            self._stays_inside(path)
            data = read_bytes(path)
        except FileError as error:
            cause = error.__cause__
            self._note("f", name, answer(cause) if isinstance(cause, OSError) else "!")
            raise
        self._note("f", name, bytes_digest(data))
        return data

    def _stays_inside(self, path: Path) -> None:
        """Raise :class:`FileError` where a link leads from a folder of the project elsewhere.

        Nothing of such a file is read: whoever can put a link into a repository would else see,
        in an error or on a page, what the machine that serves reviews has on its disk.
        """
        real = os.path.realpath(path)
        if real.startswith(f"{self._home}{os.sep}"):
            return
        for folder in (self.articles_folder, self.locales_folder, self.reviews_folder):
            # The folder itself may be a link: whoever made it keeps it elsewhere.
            inside = path.is_relative_to(folder) and path != self.signers_path
            if inside and not real.startswith(f"{os.path.realpath(folder)}{os.sep}"):
                raise FileError(
                    phrase("a link on the disk leads out of the project; it is not read"),
                    hint=phrase("Put the file itself there in place of the link."),
                    file=str(path),
                )

    @cached_property
    def _home(self) -> str:
        """Where the project really is."""
        return os.path.realpath(self.root)

    def _exists(self, path: Path) -> bool:
        try:
            found = path.exists()
        except OSError as error:
            if answer(error):  # no permission, say
                raise
            found = False  # a name that is too long for any file
        if not found:
            self._note("f", self.relative(path), "")
        return found

    @property
    def index(self) -> Sources:
        """Which articles there are."""
        if self.shared.sources is None:
            self.shared.sources = Sources(self.root, self.settings.articles)
        return self.shared.sources

    @property
    def sources(self) -> Mapping[str, tuple[str, ...]]:
        """See :attr:`Sources.files`."""
        return self.index.files

    def slugs(self) -> tuple[str, ...]:
        """Every article's slug, sorted."""
        if self.trace is not None:
            self.trace.note("S", "", self.index.digest)
        return tuple(self.sources)

    def slug_of(self, name: str) -> str:
        """See :meth:`Sources.slug_of`."""
        return self._note("p", name, self.index.slug_of(name))

    def alike(self, slug: str) -> tuple[str, ...]:
        """See :meth:`Sources.alike`."""
        found = self.index.alike(slug)
        self._note("c", slug, "\n".join(found))
        return found

    def has_file(self, path: str) -> bool:
        """See :meth:`Sources.has_file`."""
        found = self.index.has_file(path)
        self._note("e", path, "1" * found)
        return found

    def _files(self, slug: str) -> tuple[str, ...]:
        """The files of an article; () where there is no such article."""
        files = self.sources.get(slug, ())
        self._note("s", slug, "\n".join(files))
        return files

    def media_of(
        self, slug: str, document: Document, locale: Locale, language: Locale
    ) -> tuple[Media, ...]:
        """What a page of ``document`` under ``slug`` shows in ``locale``, with digests; by path.

        ``language`` is that of the article.
        """
        # Here, not above: a run that finds nothing to do does not wait for the parsers.
        from workflow.formats.companions import companions  # noqa: PLC0415
        from workflow.formats.linking import files, played  # noqa: PLC0415

        paths = {self.localised(path, locale) for path in files(slug, document)}
        for path in played(slug, document):
            paths.update(companions(path, self.beside(path), locale, language))
        found = {path: self._shown(path) for path in sorted(paths)}
        return tuple(Media(path, told.partition(" ")[0]) for path, told in found.items())

    def beside(self, path: str) -> tuple[str, ...]:
        """See :meth:`Sources.beside`."""
        found = self.index.beside(path)
        self._note("b", path, "\n".join(found))
        return found

    def localised(self, path: str, locale: Locale) -> str:
        """The file that pages in ``locale`` show where a text names ``path``; see
        :func:`.companions.localised`."""
        from workflow.formats.companions import localised  # noqa: PLC0415 - see media_of

        return localised(path, self.beside(path), locale)

    def _shown(self, path: str) -> str:
        def digest(file: Path) -> str:
            try:
                return self.medium(file, path).blake2b
            except OSError as error:
                return answer(error)

        known = self.shared.media
        if path not in known:
            known[path] = media_answer(self.media_place(path), path, digest)
        return self._note("m", path, known[path])

    def media_place(self, path: str) -> tuple[Path | None, str]:
        """See :func:`.sources.media_place`; looked for once."""
        known = self.shared.places
        if path not in known:
            known[path] = media_place(self.articles_folder, path)
        return known[path]

    def medium(self, file: Path, path: str) -> MediaFile:
        """The ``file`` that a page shows as ``path``, read once; raises :class:`OSError`."""
        from workflow.project.mediafile import read_medium  # noqa: PLC0415 - see media_of

        known = self.shared.files
        if (file, path) not in known:
            known[file, path] = read_medium(file, path)
        return known[file, path]

    @property
    def commits(self) -> CommitHistory:
        """Which commits changed which catalogue."""
        if self.shared.commits is None:
            # Here, not above: few ask git.
            from workflow.project.commit_history import CommitHistory  # noqa: PLC0415

            self.shared.commits = CommitHistory(self.root, self.settings.locales)
        return self.shared.commits

    def history_of(self, name: str) -> Sequence[Commit]:
        """The commits that changed a catalogue, see :meth:`CommitHistory.of`."""
        self._note("g", name, self.commits.answer(name))
        return self.commits.of(name)

    def review_logs(self, names: Sequence[str], locale: Locale) -> tuple[Path, ...]:
        """The log of the article that has the first of ``names``, and those under the others,
        which it had before, that no article has now."""
        slugs = (name for name in names[1:] if not self._files(name))
        return tuple(self.reviews_path(each, locale) for each in (names[0], *slugs))

    def log_lines(self, names: Sequence[str], locale: Locale) -> tuple[LogLine, ...]:
        """The lines of an article's :meth:`review_logs`, in that order."""
        from workflow.project.reviews import heard_from, log_lines  # noqa: PLC0415 - see media_of

        lines: list[LogLine] = []
        for path in self.review_logs(names, locale):
            if self._exists(path):
                lines += log_lines(self.read_bytes(path), self.relative(path))
        if self.trace is not None:
            self.trace.volatile |= self.now is None
            if self.now is not None:
                for time in heard_from(lines):
                    self.trace.clock(time, self.now.timestamp())
        return tuple(lines)

    @property
    def terms(self) -> Terminology:
        """The project's glossary, ready for look-ups; raises what :func:`load_glossary` does."""
        from workflow.glossary.usage import Terminology  # noqa: PLC0415 - see media_of
        from workflow.project.glossary_files import load_glossary  # noqa: PLC0415

        asked = Trace()
        try:
            if self.shared.terms is None:
                view = self.tracked(asked)
                if not self.glossary_path.is_file():
                    view._note("f", self.relative(self.glossary_path), "")
                glossary = load_glossary(self.root, self.settings.glossary, view.read_bytes)
                self.shared.terms = Terminology(glossary)
                self.shared.glossary = asked.notes
            return self.shared.terms
        finally:
            for question, found in (asked.notes or self.shared.glossary).items():
                self._note(question[0], question[1:], found)
