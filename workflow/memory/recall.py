"""The project's translation memory, opened and brought up to date when first asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from workflow.memory import (
    Level,
    Match,
    Query,
    Source,
    Unit,
    units_of,
)
from workflow.model import Article, Bound, Locale, Message, State
from workflow.po.catalogue import Catalogue
from workflow.project.catalogues import read_catalogue
from workflow.project.translation import Translation
from workflow.project.workspace import Workspace
from workflow.review.digests import source_digest, translation_digest
from workflow.review.fold import message_state, standing
from workflow.review.proofs import source_messages

if TYPE_CHECKING:
    from workflow.memory.store import Memory

T = TypeVar("T")
Progress = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]
"""(label, sources) → a context whose value is told of each source done."""
_NOBODY = ("", "Automatically generated", "FULL NAME <EMAIL@ADDRESS>")
"""What Last-Translator says before anybody has translated."""
_NOT_KEPT = (
    "the translation memory cannot be written here (no permission, or a read-only disk): it was "
    "learnt from the project's files for this command alone"
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A match, and whether the project lets it stand without a person's look."""

    match: Match
    trusted: bool

    @property
    def level(self) -> Level:
        """``context``, ``exact`` or ``fuzzy``."""
        return self.match.level

    @property
    def score(self) -> int:
        """See :class:`workflow.memory.Match`."""
        return self.match.score

    @property
    def target(self) -> str:
        """The translation."""
        return self.match.target

    @property
    def article(self) -> str:
        """Slug of the article it comes from."""
        return self.match.article


class Recall:
    """Learns from every catalogue of the project, not only those a run works on."""

    def __init__(
        self,
        workspace: Workspace,
        stack: ExitStack,
        now: datetime,
        *,
        in_memory: bool = False,
        anew: bool = False,
        progress: Progress = lambda _label, _length: nullcontext(lambda _steps: None),
    ) -> None:
        """``stack`` closes the memory; ``in_memory`` keeps it off the disk; ``anew`` forgets all
        and learns it again."""
        self._workspace = workspace
        self._stack = stack
        self._today = now.date().isoformat()
        self._url = "sqlite://" if in_memory else workspace.settings.memory
        self._anew = anew
        self._progress = progress
        self._memory: Memory | None = None
        self.notes: list[str] = []
        """For people, a line each: files that could not be learnt from, a memory made anew."""

    def lookup(
        self, requests: Sequence[Query], source: Locale, target: Locale
    ) -> Sequence[Proposal | None]:
        """Return the best match for each text, as like and as sure as the settings ask."""
        settings = self._workspace.settings
        floor, least = settings.memory_least_score, State(settings.memory_least_state)
        found = self.ask(
            lambda memory: memory.lookup(requests, source, target, floor=floor, least=least)
        )
        return [Proposal(match, self._trusts(match)) if match else None for match in found]

    def ask(self, question: Callable[[Memory], T]) -> T:
        """Put a question to the memory; where that proves damaged, to one made again.

        Raises what :func:`~workflow.memory.store.open_memory` raises for any other
        trouble.
        """
        # Here, not above: a run with nothing to do does not wait for the database's library.
        from workflow.memory.database import BrokenMemoryError  # noqa: PLC0415

        try:
            return question(self._opened())
        except BrokenMemoryError:
            self._make_again()
            return question(self._opened())

    def _trusts(self, match: Match) -> bool:
        allowed = self._workspace.settings.memory_trust_context
        return allowed and match.level == "context" and match.state is State.APPROVED

    def _opened(self) -> Memory:
        from workflow.memory.store import can_be_kept, open_memory  # noqa: PLC0415 - as above

        if self._memory is None:
            if not self._anew and not can_be_kept(self._url, self._workspace.root):
                self._url = "sqlite://"
                self.notes.append(_NOT_KEPT)
            opened = open_memory(self._url, self._workspace.root)
            memory = self._stack.enter_context(opened)
            if self._anew:
                memory.forget()
            sources = list(sources_of(self._workspace))
            with self._progress("Learning", len(sources)) as advance:
                errors = memory.refresh(sources, self._today, advance)
            said = (self._workspace.said(error) for error in errors)
            self.notes += (f"the memory does not learn from {each}" for each in dict.fromkeys(said))
            self._memory = memory
        return self._memory

    def _make_again(self) -> None:
        from workflow.memory.store import set_aside  # noqa: PLC0415 - as above

        self._memory = None
        if aside := set_aside(self._url, self._workspace.root):
            self.notes.append(
                "the translation memory was damaged and is made again; the old file is "
                f"{self._workspace.relative(aside)}"
            )


@contextmanager
def project_memory(
    workspace: Workspace, now: datetime, progress: Progress, *, anew: bool = False
) -> Iterator[Recall]:
    """The memory of a project, closed at the end; see :class:`Recall`."""
    with ExitStack() as stack:
        yield Recall(workspace, stack, now, anew=anew, progress=progress)


def sources_of(workspace: Workspace) -> Iterator[Source]:
    """Yield all that the memory of a project learns from: its catalogues and TMX files."""
    yield from _catalogues(workspace)
    yield from _tmx_files(workspace)


def _catalogues(workspace: Workspace) -> Iterator[Source]:
    """The catalogues of all target locales; those of articles that are gone as well.

    A catalogue does not name the language it translates from: where its article is gone, that
    is taken for the project's own.
    """
    settings = workspace.settings
    slugs = set(workspace.slugs())
    read = lru_cache(maxsize=1)(partial(_article, workspace))
    mark = " ".join(
        str(getattr(settings, name))
        for name in (
            "source_locale",
            "front_matter",
            "segmentation",
            "directive_arguments",
            "roles",
        )
    )
    # An article's catalogues one after the other, so that it is parsed once for them all.
    for path, slug, locale in sorted(_catalogue_files(workspace), key=lambda file: file[1]):
        name = workspace.relative(path)
        if slug in slugs:
            paths = (path, workspace.source_path(slug), workspace.reviews_path(slug, locale))
            load = partial(_units, workspace, read, slug, path, locale)
            yield Source(name, paths, load, mark)
        elif locale != settings.source_locale:
            pair = (settings.source_locale, locale)
            yield Source(name, (path,), partial(_left_units, path, slug, pair), mark)


def _catalogue_files(workspace: Workspace) -> Iterator[tuple[Path, str, Locale]]:
    for locale in workspace.settings.target_locales:
        folder = workspace.root / workspace.settings.locales / locale.name / "LC_MESSAGES"
        for path in folder.rglob("*.po"):
            yield path, path.relative_to(folder).with_suffix("").as_posix(), locale


_Read = Callable[[str], tuple[Article, tuple[Message, ...]]]


def _article(workspace: Workspace, slug: str) -> tuple[Article, tuple[Message, ...]]:
    """An article and its messages, untranslated."""
    article, document = workspace.read(slug)
    return article, source_messages(document)


def _units(
    workspace: Workspace, read: _Read, slug: str, path: Path, locale: Locale
) -> Iterator[Unit]:
    """The units of a catalogue, each in the state it has by the review log."""
    article, messages = read(slug)
    if article.locale == locale:
        return
    catalogue = read_catalogue(path)
    translated = tuple(catalogue.get(message.key) or message for message in messages)
    # Texts alone: another picture makes no other translation.
    bound = Bound(source_digest(article), translation_digest(translated))
    stand = standing(Translation(workspace, article, article.locale).log(locale), bound)
    known = {message.key for message in messages}

    def state(message: Message) -> State:
        return message_state(message, stand) if message.key in known else State.TRANSLATED

    pair = (article.locale, locale)
    translator = _translator(catalogue) or (stand.by if stand.approved else "")
    for unit in units_of(catalogue.messages, state, pair, slug, translator):
        approved = unit.state is State.APPROVED
        yield replace(unit, date=stand.time[:10]) if approved else unit


def _left_units(path: Path, slug: str, pair: tuple[Locale, Locale]) -> Iterator[Unit]:
    """The units of a catalogue whose article is gone: nobody vouches for them any more."""
    catalogue = read_catalogue(path)
    translator = _translator(catalogue)
    yield from units_of(catalogue.messages, lambda _: State.TRANSLATED, pair, slug, translator)


def _translator(catalogue: Catalogue) -> str:
    name = catalogue.headers.get("Last-Translator", "").strip()
    return "" if name in _NOBODY else name


def _tmx_files(workspace: Workspace) -> Iterator[Source]:
    settings = workspace.settings
    locales = tuple(dict.fromkeys((settings.source_locale, *settings.target_locales)))
    slugs = set(workspace.slugs())
    for pattern in settings.tm_files:
        for path in sorted(workspace.root.glob(pattern)):
            name = workspace.relative(path)
            # No article: a text of that name would count as one in the same place.
            origin = f"./{name}" if path.name in slugs else path.name
            load = partial(_tmx_units, path, origin, locales)
            yield Source(name, (path,), load, f"{origin} {locales}")


def _tmx_units(path: Path, origin: str, locales: tuple[Locale, ...]) -> Iterator[Unit]:
    """The units of a TMX file, in the project's spelling of locales (``en-US`` → ``en``)."""
    from workflow.memory.tmx import Entry, Wanted, read_entries  # noqa: PLC0415 - few have any

    for entry in read_entries(path, Wanted(locales)):
        if isinstance(entry, Entry):
            unit = entry.unit
            yield unit if unit.article else replace(unit, article=origin)
