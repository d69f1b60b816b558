"""The project's translation memory, opened and brought up to date when first asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeVar

from workflow.memory import Level, Match, Query
from workflow.memory.project_units import sources_of
from workflow.model import Locale, State
from workflow.model.phrase import phrase
from workflow.project.workspace import Workspace

if TYPE_CHECKING:
    from workflow.memory.store import Memory

T = TypeVar("T")
Progress = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]
"""(label, sources) → a context whose value is told of each source done."""
_NOT_KEPT = phrase(
    "the translation memory cannot be written here (no permission, or a read-only disk): it was "
    "learnt from the project’s files for this command alone"
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
    def source(self) -> str:
        """The text that was translated."""
        return self.match.unit.source

    @property
    def target(self) -> str:
        """The translation."""
        return self.match.target

    @property
    def article(self) -> str:
        """Slug of the article it comes from."""
        return self.match.article

    @property
    def drafted_by(self) -> str:
        """See :attr:`workflow.memory.Match.drafted_by`, as of the next."""
        return self.match.drafted_by

    @property
    def unedited(self) -> bool:
        """Whether nobody edited or approved what an engine drafted."""
        return self.match.unedited


class ProjectMemory:
    """Learns from every catalogue of the project, not only those a run works on."""

    def __init__(
        self,
        workspace: Workspace,
        stack: ExitStack,
        now: datetime,
        *,
        aside: bool = False,
        anew: bool = False,
        progress: Progress = lambda _label, _length: nullcontext(lambda _steps: None),
    ) -> None:
        """``stack`` closes the memory; ``aside`` leaves the one on disk as it is and works on a
        copy; ``anew`` forgets all and learns it again."""
        self._workspace = workspace
        self._stack = stack
        self._today = now.date().isoformat()
        self._url = workspace.settings.memory
        self._aside = aside
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
        return [
            Proposal(
                match,
                settings.memory_trust_context
                and match.level == "context"
                and match.state is State.APPROVED,
            )
            if match
            else None
            for match in found
        ]

    def approved(
        self, queries: Sequence[Query], source: Locale, target: Locale, floor: int = 100
    ) -> Sequence[Match | None]:
        """Return what people approved that is most like each text, ``floor`` percent at least."""
        return self.ask(
            lambda memory: memory.lookup(queries, source, target, floor=floor, least=State.APPROVED)
        )

    def ask(self, question: Callable[[Memory], T]) -> T:
        """Put a question to the memory; where that proves damaged, to one made again.

        Raises what :func:`~workflow.memory.store.open_memory` raises for any other
        trouble.
        """
        # Here, not above: a run with nothing to do does not wait for the database's library.
        from workflow.memory.database import BrokenMemoryError, set_aside  # noqa: PLC0415

        try:
            return question(self._opened())
        except BrokenMemoryError:
            self._memory = None
            if self._aside:  # the one on disk is left for a run that may write
                self._aside, self._url = False, "sqlite://"
            elif aside := set_aside(self._url, self._workspace.root):
                said = phrase(
                    "the translation memory was damaged and is made again; the old file is {file}",
                    file=self._workspace.relative(aside),
                )
                self.notes.append(said)
            return question(self._opened())

    def _opened(self) -> Memory:
        from workflow.memory.database import can_be_kept, copied  # noqa: PLC0415 - as above
        from workflow.memory.store import open_memory  # noqa: PLC0415 - as above

        if self._memory is None:
            if self._aside:
                folder = Path(self._stack.enter_context(TemporaryDirectory()))
                self._url = copied(self._url, self._workspace.root, folder)
            elif not self._anew and not can_be_kept(self._url, self._workspace.root):
                self._url = "sqlite://"
                self.notes.append(_NOT_KEPT)
            opened = open_memory(self._url, self._workspace.root)
            memory = self._stack.enter_context(opened)
            if self._anew:
                memory.forget()
            sources = list(sources_of(self._workspace))
            with self._progress(phrase("Learning"), len(sources)) as advance:
                errors = memory.refresh(sources, self._today, advance)
            said = (self._workspace.said(error) for error in errors)
            self.notes += (
                phrase("the memory does not learn from {what}", what=each)
                for each in dict.fromkeys(said)
            )
            self._memory = memory
        return self._memory


@contextmanager
def project_memory(
    workspace: Workspace, now: datetime, progress: Progress, *, anew: bool = False
) -> Iterator[ProjectMemory]:
    """The memory of a project, closed at the end; see :class:`ProjectMemory`."""
    with ExitStack() as stack:
        yield ProjectMemory(workspace, stack, now, anew=anew, progress=progress)
