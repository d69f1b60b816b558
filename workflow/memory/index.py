"""The index of near misses: which texts could be like a given one, without comparing all.

Derived from the table of texts and disposable. One tantivy index for each language pair holds
the character n-grams of its texts; what shares the most with a query, weighted by how rare it
is (BM25), is then compared letter by letter. It follows the table by the texts' numbers, which
only grow; texts that are gone stay in it until it is made again, and are passed over.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

import tantivy
from filelock import FileLock, Timeout

from workflow.errors import FileError, NotReadyError
from workflow.files.atomic import (
    file_error,
    write_text,
)
from workflow.merge.adapt import outline
from workflow.model import Locale

FORMAT = 1
"""Another number on disk: the index is made again."""
_SHORT = 20
"""Characters below which a query is looked up by short grams: long ones leave too little."""
_IDEOGRAPHIC = frozenset({"Hans", "Hant", "Hani", "Jpan", "Kore", "Bopo"})
_PATIENCE = 120
"""Seconds to wait for another process that brings the index up to date."""
_HEAP = 128_000_000
"""Bytes that tantivy may use while it writes."""
_MOST = 400
"""Grams in one query: enough to know a long text by."""
_STATE = "state.json"
_SLACK = 1_000
"""Texts that are gone and yet indexed, beside half of all, before it is made again."""


@dataclass(frozen=True, slots=True)
class Grams:
    """How texts of one language are cut: measured by bench/memory.py.

    An alphabet needs three letters to tell texts apart, and five are faster on long ones; a
    Chinese character tells as much as a syllable, so that two do, whatever the length.
    """

    short: int
    long: int

    @classmethod
    def of(cls, locale: Locale) -> Grams:
        """The sizes for a source language."""
        return cls(2, 2) if locale.script in _IDEOGRAPHIC else cls(3, 5)


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


class NearMisses:
    """The index of one language pair."""

    def __init__(self, folder: Path | None, pair: tuple[Locale, Locale], epoch: str) -> None:
        """``folder`` holds those of all pairs (None: kept in memory); ``epoch`` names the
        filling of the tables that the index must be of."""
        self._grams = Grams.of(pair[0])
        self._schema = _schema()
        self._epoch = epoch
        self._folder = folder / "-".join(locale.name for locale in pair) if folder else None
        self._index: tantivy.Index | None = None
        self._last = 0

    def follow(self, texts: Texts) -> None:
        """Bring the index up to date; one that is missing, old or damaged is made again.

        Raises :class:`FileError` where it cannot be written, :class:`NotReadyError` where
        another process has been writing it too long.
        """
        last = texts.last()
        if self._index is None:
            with self._converted():
                self._index, self._last = self._stored()
        if self._index is None or self._last < last:
            self._make(texts)

    def tidy(self, texts: Texts) -> None:
        """Make the index again if most of what is in it is gone; raises what :meth:`follow` does.

        Not done each time: counting the texts takes longer than a look-up.
        """
        if self._index is not None and self._outgrown(self._index, texts):
            self._make(texts)

    def _make(self, texts: Texts) -> None:
        with self._alone(), self._converted():
            self._index, self._last = self._stored()
            if self._index is None or self._outgrown(self._index, texts):
                self._index, self._last = self._empty(), 0
            if self._last < texts.last():
                self._add(self._index, texts)

    def standing(self, texts: Texts) -> Standing:
        """How the index stands, without bringing it up to date."""
        index, last = self._stored()
        if index is None:
            return "missing"
        return "ready" if last >= texts.last() else "behind"

    @property
    def size(self) -> int:
        """Bytes on disk."""
        if self._folder is None or not self._folder.is_dir():
            return 0
        return sum(path.stat().st_size for path in self._folder.iterdir())

    def candidates(self, text: str, limit: int) -> Sequence[int]:
        """Numbers of the texts most like ``text``, the likeliest first; some may be gone."""
        if self._index is None:
            return ()
        size = self._grams.short if len(text) < _SHORT else self._grams.long
        field = "short" if size == self._grams.short else "long"
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self._schema, field, gram, "basic"))
            for gram in _some(_cut(_framed(text), size))
        ]
        with self._converted():
            searcher = self._index.searcher()
            query = tantivy.Query.boolean_query(terms)
            places = [place for _, place in searcher.search(query, limit, count=False).hits]
            found = searcher.fast_field_values("number", places) if places else []
        return [int(number) for number in found if number is not None]

    def _add(self, index: tantivy.Index, texts: Texts) -> None:
        writer = index.writer(_HEAP, 1)
        alike = self._grams.short == self._grams.long
        for number, text in texts.after(self._last):
            document = tantivy.Document()
            framed = _framed(text)
            if alike or len(text) <= 2 * _SHORT:
                document.add_text("short", framed)
            if not alike:
                document.add_text("long", framed)
            document.add_unsigned("number", number)
            writer.add_document(document)
            self._last = max(self._last, number)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._store()

    def _outgrown(self, index: tantivy.Index, texts: Texts) -> bool:
        return index.searcher().num_docs > 2 * texts.count() + _SLACK

    # On disk

    def _empty(self) -> tantivy.Index:
        if self._folder is not None:
            try:
                shutil.rmtree(self._folder, ignore_errors=True)
                self._folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise file_error(self._folder, "make", error) from error
        return self._opened()

    def _opened(self) -> tantivy.Index:
        path = str(self._folder) if self._folder else None
        index = tantivy.Index(self._schema, path)
        for field, size in (("short", self._grams.short), ("long", self._grams.long)):
            cutter = tantivy.Tokenizer.ngram(size, size, False)
            index.register_tokenizer(field, tantivy.TextAnalyzerBuilder(cutter).build())
        return index

    def _stored(self) -> tuple[tantivy.Index | None, int]:
        """The index on disk and the last text in it, if it is whole and of these tables."""
        if self._folder is None:
            return self._index, self._last
        # A record that is missing or broken is one of no index: it is made again.
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            state = json.loads((self._folder / _STATE).read_bytes())
            if state == self._state(self._folder, int(state["last"])):
                return self._opened(), int(state["last"])
        return None, 0

    def _store(self) -> None:
        if self._folder is not None:
            state = self._state(self._folder, self._last)
            write_text(self._folder / _STATE, json.dumps(state))

    def _state(self, folder: Path, last: int) -> dict[str, object]:
        """What tells an index that is whole: tantivy itself does not look for damage."""
        files = {
            path.name: [path.stat().st_size, path.stat().st_mtime_ns]
            for path in sorted(folder.iterdir())
            if path.suffix != ".lock" and path.name != _STATE
        }
        return {"format": FORMAT, "epoch": self._epoch, "last": last, "files": files}

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
                "another workflow command is making the index of the translation memory",
                hint="Wait until it has ended, then run this one again.",
            ) from error
        except OSError as error:
            raise file_error(self._folder, "write", error) from error

    @contextmanager
    def _converted(self) -> Iterator[None]:
        """Turn tantivy's error, which is always a ValueError, into ours."""
        try:
            yield
        except ValueError as error:
            raise FileError(
                f"the index of the translation memory cannot be used: {error}",
                hint="Free space on the disk, or run `workflow tm rebuild`.",
                file=str(self._folder) if self._folder else None,
            ) from error


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for field in ("short", "long"):
        builder.add_text_field(field, tokenizer_name=field, index_option="basic")
    return builder.add_unsigned_field("number", fast=True).build()


def _framed(text: str) -> str:
    """The text as it is cut: its outline, between marks that make its ends grams of their own."""
    return f"\x02{outline(text)}\x03"


def _cut(text: str, size: int) -> list[str]:
    return list(dict.fromkeys(text[i : i + size] for i in range(len(text) - size + 1)))


def _some(grams: list[str]) -> list[str]:
    """Not more than :data:`_MOST`, from the whole length of the text."""
    return grams[:: -(-len(grams) // _MOST) or 1]
