"""The index of near misses: which texts could be like a given one, without comparing all.

Derived from the table of texts and disposable. For each language pair a folder holds a few parts
(:mod:`workflow.memory.postings`), files that are mapped into memory, and a record that names
them, written last. It follows the table by the texts' numbers, which only grow: what is new
becomes a part of its own, into which smaller ones are merged, so that there is a handful. Texts
that are gone stay in it until it is made again, and are passed over.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Literal, NamedTuple, Protocol
from uuid import uuid4

import numpy as np
from filelock import FileLock, Timeout

from workflow.errors import NotReadyError
from workflow.files.atomic import file_error, replacing, write_text
from workflow.memory.ngrams import GramSizes
from workflow.memory.postings import Part, cut_up, likeliest, part_of, write_merged
from workflow.model import Locale
from workflow.model.phrase import phrase

FORMAT = 2
"""Another number on disk: the index is made again."""
_PATIENCE = 120
"""Seconds to wait for another process that brings the index up to date."""
_CHARACTERS = 250_000
"""Of texts that are cut at once."""
_OPEN = 64
"""Parts from so many cuts are merged before more are made."""
_TIMES = 8
"""A part that has not so many times the texts of what is new is merged into it."""
_STATE = "state.json"
_SLACK = 1_000
"""Texts that are gone and yet indexed, beside half of all, before it is made again."""

Standing = Literal["ready", "behind", "missing"]
"""``behind`` and ``missing`` (or damaged): the next look-up puts it right."""


class Texts(Protocol):
    """The texts of one language pair, as the table has them now."""

    def last(self) -> int:
        """Number of the newest text; 0 where there is none."""
        ...

    def count(self) -> int:
        """How many there are."""
        ...

    def after(self, number: int) -> Iterable[tuple[int, str]]:
        """Those with a higher number, and their numbers."""
        ...


class _Kept(NamedTuple):
    """A part and what the record says of it."""

    part: Part
    file: str
    """Name in the folder; empty where there is none."""
    grams: int

    @property
    def texts(self) -> int:
        return len(self.part.numbers)


class NearMisses:
    """The index of one language pair."""

    def __init__(self, folder: Path | None, pair: tuple[Locale, Locale], epoch: str) -> None:
        """``folder`` holds those of all pairs (None: kept in memory); ``epoch`` names the
        filling of the tables that the index must be of."""
        self._sizes = GramSizes.of(pair[0])
        self._epoch = epoch
        self._folder = folder / "-".join(locale.name for locale in pair) if folder else None
        self._parts: Sequence[_Kept] | None = None
        self._last = 0

    def follow(self, texts: Texts) -> None:
        """Bring the index up to date; one that is missing, old or damaged is made again.

        Raises :class:`FileError` where it cannot be written, :class:`NotReadyError` where
        another process has been writing it too long.
        """
        last = texts.last()
        if self._parts is None:
            self._parts, self._last = self._stored()
        if self._parts is None or self._last < last:
            self._make(texts)

    def tidy(self, texts: Texts) -> None:
        """Make the index again if most of what is in it is gone; raises what :meth:`follow` does.

        Not done each time: counting the texts takes longer than a look-up.
        """
        if self._parts is not None and self._outgrown(self._parts, texts):
            self._make(texts)

    def candidates(self, text: str, limit: int) -> Sequence[int]:
        """Numbers of the texts most like ``text``, the likeliest first; some may be gone."""
        return likeliest([kept.part for kept in self._parts or ()], text, self._sizes, limit)

    def standing(self, texts: Texts) -> Standing:
        """How the index stands, without bringing it up to date."""
        parts, last = self._stored()
        if parts is None:
            return "missing"
        return "ready" if last >= texts.last() else "behind"

    @property
    def size(self) -> int:
        """Bytes on disk."""
        if self._folder is None or not self._folder.is_dir():
            return 0
        return sum(path.stat().st_size for path in self._folder.iterdir())

    def _make(self, texts: Texts) -> None:
        with self._alone():
            parts, self._last = self._stored()
            if parts is None or self._outgrown(parts, texts):
                parts, self._last = self._empty(), 0
            if self._last < texts.last():
                try:
                    parts = self._grown(parts, texts)
                except ValueError:  # damage that times and sizes do not tell
                    self._last = 0
                    parts = self._grown(self._empty(), texts)
            self._parts = parts

    def _outgrown(self, parts: Sequence[_Kept], texts: Texts) -> bool:
        return sum(kept.texts for kept in parts) > 2 * texts.count() + _SLACK

    def _grown(self, parts: Sequence[_Kept], texts: Texts) -> Sequence[_Kept]:
        """The parts with what is new in the table, on disk as well."""
        new: list[_Kept] = []
        last = self._last
        for some in _by_length(texts.after(last)):
            new.append(self._merged([cut_up(some, self._sizes)]))
            last = max(last, *(number for number, _ in some))
            if len(new) == _OPEN:
                new = [self._merged([kept.part for kept in new])]
        old = list(parts)
        while old and old[-1].texts < _TIMES * sum(kept.texts for kept in new):
            new.insert(0, old.pop())
        if len(new) > 1:
            new = [self._merged([kept.part for kept in new])]
        self._last = last
        self._store([*old, *new])
        return [*old, *new]

    # On disk

    def _empty(self) -> Sequence[_Kept]:
        if self._folder is not None:
            try:
                shutil.rmtree(self._folder, ignore_errors=True)
                self._folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise file_error(self._folder, "make", error) from error
        return ()

    def _merged(self, parts: Sequence[Part]) -> _Kept:
        if self._folder is None:
            buffer = BytesIO()
            texts, grams = write_merged(parts, buffer)
            return _Kept(
                part_of(np.frombuffer(buffer.getbuffer(), np.uint8), texts, grams), "", grams
            )
        path = self._folder / f"{uuid4().hex}.part"
        with replacing(path) as new:
            texts, grams = write_merged(parts, new.file)
        return _opened(path, texts, grams)

    def _stored(self) -> tuple[Sequence[_Kept] | None, int]:
        """The parts on disk and the last text in them, if they are whole and of these tables."""
        if self._folder is None:
            return self._parts, self._last
        # A record that is missing or broken is one of no index: it is made again.
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            state = json.loads((self._folder / _STATE).read_bytes())
            kept = [_opened(self._folder / file, *sizes) for file, *sizes, _ in state["parts"]]
            if state == self._state(self._folder, kept, int(state["last"])):
                return kept, int(state["last"])
        return None, 0

    def _store(self, parts: Sequence[_Kept]) -> None:
        if self._folder is not None:
            state = self._state(self._folder, parts, self._last)
            write_text(self._folder / _STATE, json.dumps(state))
            named = {_STATE, *(kept.file for kept in parts)}
            for path in self._folder.iterdir():
                if path.name not in named:
                    with contextlib.suppress(OSError):  # the next run takes it away
                        path.unlink()

    def _state(self, folder: Path, parts: Sequence[_Kept], last: int) -> dict[str, object]:
        """What tells an index that is whole: times and sizes, since reading it takes long."""
        files = [[kept.file, kept.texts, kept.grams, _stamp(folder / kept.file)] for kept in parts]
        return {"format": FORMAT, "epoch": self._epoch, "last": last, "parts": files}

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if self._folder is None:
            yield
            return
        try:
            self._folder.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(f"{self._folder}.lock", timeout=_PATIENCE):
                yield
        except Timeout as error:
            raise NotReadyError(
                phrase("another `workflow` command is making the index of the translation memory"),
                hint=phrase("Wait until it has ended, then run this one again."),
            ) from error
        except OSError as error:
            raise file_error(self._folder, "write", error) from error


def _opened(path: Path, texts: int, grams: int) -> _Kept:
    data = np.memmap(path, np.uint8, "r").view(np.ndarray)
    return _Kept(part_of(data, texts, grams), path.name, grams)


def _stamp(path: Path) -> list[int]:
    there = path.stat()
    return [there.st_size, there.st_mtime_ns]


def _by_length(texts: Iterable[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    """Cut ``texts`` into lists of about :data:`_CHARACTERS`."""
    some: list[tuple[int, str]] = []
    length = 0
    for number, text in texts:
        some.append((number, text))
        length += len(text)
        if length >= _CHARACTERS:
            yield some
            some, length = [], 0
    if some:
        yield some
