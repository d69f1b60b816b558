"""Drafts on their way into catalogues, while engines work and translators save.

They go into a catalogue as it stands at that moment, and only where a message still waits for
one. The project is held for that moment alone. A catalogue is written when all its texts are
drafted, and else every few seconds: not for every draft, and never long after it came.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from workflow.engines.engine import Draft, Request
from workflow.errors import CatalogueError, ChangedError, NotReadyError, WorkflowError, gathered
from workflow.files.atomic import again
from workflow.flows.open_texts import waits
from workflow.model import Key, Locale, Message, Provenance
from workflow.model.phrase import phrase
from workflow.project.catalogues import write_catalogue
from workflow.project.workspace import Workspace

LONGEST = 2.0
"""Seconds that a draft waits for others of its catalogue."""
_PATIENCE = 0.3
"""Seconds to wait for another command that is writing; after them, drafts come to others."""
Place = tuple[str, Locale]
"""An article's slug and a target locale."""


class _Waiting(NamedTuple):
    engine: str
    draft: Draft


class DraftMerger:
    """Writes the drafts of one run."""

    def __init__(
        self,
        workspace: Workspace,
        requests: Sequence[Request],
        date: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``requests`` are all texts of the run; ``date`` (ISO 8601) is that of the drafts."""
        self._workspace = workspace
        self._date = date
        self._clock = clock
        self._open = Counter((each.article, each.target) for each in requests)
        self._waiting: dict[Place, dict[Key, _Waiting]] = {}
        """The place first that has waited longest."""
        self._since: dict[Place, float] = {}
        self.unneeded: Counter[tuple[str, Locale, str]] = Counter()
        """Drafts of messages that somebody did or took out meanwhile, by place and engine."""
        self.lost: Counter[tuple[str, Locale, str]] = Counter()
        """Drafts of catalogues in :attr:`broken`."""
        self.broken: list[WorkflowError] = []
        """Of catalogues that could not be read or written; the others are done."""

    def add(self, request: Request, engine: str, draft: Draft) -> None:
        """Take a draft, and write what is due."""
        place = (request.article, request.target)
        if place not in self._waiting:
            self._waiting[place] = {}
            self._since[place] = self._clock()
        self._waiting[place][request.context, request.text] = _Waiting(engine, draft)
        self._open[place] -= 1
        oldest = next(iter(self._waiting))
        if not self._open[place]:
            self._write([place])
        elif self._clock() - self._since[oldest] >= LONGEST:
            self._write([oldest])

    def end(self) -> None:
        """Write all that waits; what cannot be written now is said."""
        self._write(list(self._waiting))
        if self._waiting:
            with gathered(self.broken), self._workspace.lock():
                self._merge(list(self._waiting))
        for place, drafts in self._waiting.items():
            self.lost.update((*place, each.engine) for each in drafts.values())

    def _write(self, places: Sequence[Place]) -> None:
        try:
            with self._workspace.lock(_PATIENCE):
                self._merge(places)
        except NotReadyError:  # another command is writing: later, then
            self._since |= dict.fromkeys(places, self._clock())

    def _merge(self, places: Sequence[Place]) -> None:
        for place in places:
            drafts = self._waiting[place]
            gone, into = frozenset(drafts), self.lost
            with gathered(self.broken):
                gone = again(partial(self._merged, place, drafts), CatalogueError)
                into = self.unneeded
            into.update((*place, drafts[key].engine) for key in gone)
            del self._waiting[place]

    def _merged(self, place: Place, drafts: Mapping[Key, _Waiting]) -> frozenset[Key]:
        """Write drafts into a catalogue as it stands; return the keys that it has no need of.

        A :class:`CatalogueError` of one that was whole a moment ago: it is being saved just now.
        """
        catalogue = self._workspace.catalogue(*place)
        if catalogue is None:
            raise ChangedError(
                phrase("somebody deleted this file while engines drafted it; it stays deleted"),
                hint=phrase(
                    "If it is to be there, run `workflow extract`, then this command again."
                ),
                file=str(self._workspace.catalogue_path(*place)),
            )
        found = filter(None, map(catalogue.get, drafts))
        waiting = [message for message in found if waits(message)]
        write_catalogue(
            catalogue.with_messages(self._filled(each, drafts[each.key].draft) for each in waiting)
        )
        return frozenset(drafts) - {message.key for message in waiting}

    def _filled(self, message: Message, draft: Draft) -> Message:
        provenance = Provenance(draft.kind, _origin(draft), self._date)
        filled = message.with_draft(draft.text, provenance)
        return filled.without_fuzzy() if draft.trusted else filled


def _origin(draft: Draft) -> str:
    """The engine, with the model where it has several: ``gpt (openai, gpt-x)``."""
    origin, model = draft.origin, draft.model
    if not model or model in origin:
        return origin
    return f"{origin[:-1]}, {model})" if origin.endswith(")") else f"{origin} ({model})"
