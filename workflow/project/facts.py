"""What was derived from the project's files, kept for as long as it holds.

One SQLite file (``.workflow/facts.db``), derived and disposable: where it is missing, damaged,
locked, read-only or another program's, everything is derived anew, with the same result. A fact
is kept with the questions that were asked of the disk while it was derived, and one digest over
their answers, this program and the settings (:mod:`~workflow.project.trace`). It holds if all
of them are answered as they were. So each row proves itself, whoever wrote it and whenever.
Where all files look as they did when that was found last, no digest is asked for.

Nothing that derives is imported here: where nothing changed, nothing of it is needed.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import fields, replace
from functools import cached_property, partial
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from workflow.files.program import program_digest
from workflow.files.stamps import StampIndex, look
from workflow.model import digest
from workflow.project.codec import decode, encode
from workflow.project.factstore import FactStore, Row
from workflow.project.kinds import ANCHORS, OUTLINE, Kind
from workflow.project.settings import STATE_FOLDER
from workflow.project.sources import media_answer, media_place
from workflow.project.trace import Derived, Trace, answers_digest
from workflow.project.workspace import AliasesWanted, Workspace

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from workflow.project.spread import Workers

T = TypeVar("T")
MANY = 24
"""Articles to derive from which on starting other processes costs less than it saves."""
CHUNK = 8
"""Articles a worker is handed at a time."""
MOST = 4096
"""Facts, or values, that wait to be written."""
BATCH = 512
"""Articles that are looked at together."""
AT_ONCE = 128
"""Articles of which the facts are in memory together."""


class Fact(NamedTuple, Generic[T]):
    """What is known of one article."""

    slug: str
    value: T
    made: Any = None
    """What its maker made on the way, where it was derived just now."""
    basis: bytes = b""
    """A digest of all that it follows from; empty where that cannot be told."""


class Facts:
    """The facts of a project."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._root = str(workspace.root)
        self._store = FactStore(workspace.root / STATE_FOLDER / "facts.db")
        self._heads: dict[str, str] = {}
        self._answers: dict[str, str] = {}
        self._looks: dict[str, bytes] = {}

    @cached_property
    def stamps(self) -> StampIndex:
        """Digests of files, by full paths."""
        return StampIndex()

    def digest(self, path: Path) -> str:
        """BLAKE2b-128 of a file's bytes, in hex; empty where there is no file."""
        name = str(path)
        if name not in self.stamps.known:
            self.stamps.known.update(self._store.stamps([name]))
        return self.stamps.digest(name)

    def of(
        self,
        kind: Kind[T],
        slugs: Sequence[str],
        workers: Workers | None = None,
        looked_at: Callable[[int], None] = lambda _: None,
    ) -> Iterator[Fact[T]]:
        """Yield the facts of ``slugs``, in that order, deriving those that do not hold.

        ``workers`` makes the executor that much work is spread over; ``looked_at`` is called
        with 1 for each. What is new is kept at the next :meth:`save`.
        """
        with ExitStack() as stack:
            executor: Executor | None = None
            for batch in self._batches(slugs):
                rows = self._holding(kind, batch)
                if workers is not None and executor is None and len(batch) - len(rows) >= MANY:
                    _maker(kind.maker)  # once, where workers are forks
                    executor = stack.enter_context(workers())
                for place in range(0, len(batch), AT_ONCE):
                    some = batch[place : place + AT_ONCE]
                    found = _read(kind, (rows.pop(slug) for slug in some if slug in rows))
                    stale = [slug for slug in some if slug not in found]
                    found |= self._derived(kind, stale, executor)
                    for slug in some:
                        yield found.pop(slug)
                        looked_at(1)

    def told(
        self,
        kind: Kind[T],
        slugs: Sequence[str],
        part: str,
        tell: Callable[[T], bytes | None],
        workers: Workers | None = None,
    ) -> Iterator[tuple[bytes | None, T | None]]:
        """Yield what ``tell`` says of the facts of ``slugs``, in that order.

        It is kept as ``part`` for as long as the fact holds, and the fact is not even read then;
        else that comes along. Of what ``tell`` gives None for nothing is kept.
        """
        known: dict[str, bytes] = {}
        for batch in self._batches(slugs):
            rows = self._holding(kind, batch, bare=True).values()
            keys = {f"{row.name} {row.answers.hex()}": row.name for row in rows}
            found = self._store.kept_of(part, keys)
            known.update((keys[key], said) for key, said in found.items())
        others = self.of(kind, [slug for slug in slugs if slug not in known], workers)
        for slug in slugs:
            if slug in known:
                yield known.pop(slug), None
                continue
            fact = next(others)
            said = tell(fact.value)
            if said is not None and fact.basis:
                self.keep(part, f"{slug} {fact.basis.hex()}", said)
            yield said, fact.value

    def basis(self, kind: Kind[T], slug: str) -> bytes:
        """A digest of all that the fact of an article follows from, as it is now.

        Empty where what it follows from cannot be told.
        """
        self._look_again()
        self._one(kind, [slug])
        return next((row.answers for row in self._store.rows(kind.name, [slug])), b"")

    def held(self, kind: Kind[T], slugs: Sequence[str]) -> Iterator[Fact[T]]:
        """Yield those facts of ``slugs`` that hold; nothing is derived for them."""
        for batch in self._batches(slugs):
            yield from _read(kind, self._holding(kind, batch).values()).values()

    def _batches(self, slugs: Sequence[str]) -> Iterator[list[str]]:
        """A part at a time; what was asked for one is not kept for the next."""
        rest = iter(slugs)
        while batch := list(islice(rest, BATCH)):
            self._look_again()
            yield batch

    def _look_again(self) -> None:
        self._answers.clear()
        self._looks.clear()
        self.stamps.known.clear()

    def put(self, kind: Kind[T], slug: str, value: T, trace: Trace) -> None:
        """Keep a fact that something else than a maker found; see :meth:`save`."""
        self._keep(Derived(kind, slug, encode(value), trace))

    def kept(self, kind: str, key: str) -> bytes | None:
        """What :meth:`keep` was given, by this or an earlier run of any program; else None."""
        return self._store.kept(kind, key)

    def kept_of(self, kind: str, keys: Collection[str]) -> Mapping[str, bytes]:
        """What :meth:`kept` gives of many keys, where it gives anything."""
        return self._store.kept_of(kind, keys)

    def keep(self, kind: str, key: str, value: bytes) -> None:
        """Keep ``value``, which ``key`` says all about, until :meth:`save` is told otherwise."""
        if self._store.keep_value(kind, key, value) >= MOST:
            self.save()

    def save(self, *done: str) -> None:
        """Write what is new, in one transaction; where that cannot be, it is derived again.

        What was kept under keys of the kinds ``done``, and was not asked for in this run, goes.
        """
        self._store.save(self.stamps.fresh, self._workspace.sources, done)
        self.stamps.fresh.clear()

    # What holds

    def _holding(
        self, kind: Kind[T], slugs: Sequence[str], *, bare: bool = False
    ) -> dict[str, Row]:
        """Those facts that hold, as they are kept; ``bare``: without their values."""
        now = self._workspace.now
        if now is None:
            return {}
        found = self._store.rows(kind.name, slugs, bare=bare)
        rows = [row for row in found if row.since <= now.timestamp()]
        other = [row for row in rows if not row.look or row.look != self._look(kind, row)]
        gone = self._changed(kind, other) if other else ()
        return {row.name: row for row in rows if row.name not in gone}

    def _look(self, kind: Kind[T], row: Row) -> bytes:
        """A digest over how the files that a fact follows from look, and over what is no file."""
        told, others = bytearray(row.answers), [self._head(kind)]
        for question in row.questions:
            if question.startswith("f"):
                told += self._looks.get(question) or self._look_at(question)
            else:
                others.append(self._answer(question))
        told += "\0".join(others).encode("utf-8", "surrogateescape")
        return blake2b(told, digest_size=16).digest()

    def _look_at(self, question: str) -> bytes:
        found = self._looks[question] = look(f"{self._root}/{question[1:]}")
        return found

    def _changed(self, kind: Kind[T], rows: Sequence[Row]) -> set[str]:
        """Of those facts whose files look otherwise the names of those that hold no more."""
        asked = {question for row in rows for question in row.questions}
        files = {f"{self._root}/{each[1:]}" for each in asked if each.startswith("f")}
        unknown = files.difference(self.stamps.known)
        self.stamps.known.update(self._store.stamps(unknown))
        changed = set()
        for row in rows:
            answers = map(self._answer, row.questions)
            if answers_digest(self._head(kind), answers) != row.answers:
                changed.add(row.name)
            elif all(map(self._is_settled, row.questions)):
                self._store.note(kind.name, row, self._look(kind, row))
        return changed

    def _is_settled(self, question: str) -> bool:
        """Whether a file would look otherwise if it changed after it was found as it is."""
        if not question.startswith("f"):
            return True
        found = self._looks[question] = look(path := f"{self._root}/{question[1:]}")
        return self.stamps.is_settled(path, found)

    def _head(self, kind: Kind[Any]) -> str:
        """A digest of this program and of the settings that facts of a kind may follow from."""
        if kind.name not in self._heads:
            settings = self._workspace.settings
            names = (each.name for each in fields(settings) if each.name not in kind.apart)
            told = (f"{name} {getattr(settings, name)!r}" for name in names)
            self._heads[kind.name] = digest(program_digest(), self._root, *told)
        return self._heads[kind.name]

    def _answer(self, question: str) -> str:
        known = self._answers.get(question)
        if known is None:
            ask = self._questions.get(question[:1])
            known = self._answers[question] = ask(question[1:]) if ask else "?"
        return known

    @cached_property
    def _questions(self) -> Mapping[str, Callable[[str], str]]:
        """By their letter, see :mod:`.trace`."""
        index = self._workspace.index
        digest, folder = self.stamps.digest, self._workspace.articles_folder
        return {
            "f": lambda name: digest(f"{self._root}/{name}"),
            "e": lambda name: "1" * index.has_file(name),
            "m": lambda name: media_answer(media_place(folder, name), name, self.digest),
            "b": lambda name: "\n".join(index.beside(name)),
            "s": lambda name: "\n".join(index.files.get(name, ())),
            "p": index.slug_of,
            "c": lambda name: "\n".join(index.alike(name)),
            "g": self._committed,
            "S": lambda _: index.digest,
            "a": lambda name: self._one(ANCHORS, [name])[name].value.digest,
            "n": lambda name: self._aliases.get(name, ""),
        }

    def _committed(self, name: str) -> str:
        return self._workspace.commits.answer(name)

    def _one(self, kind: Kind[T], slugs: Sequence[str]) -> Mapping[str, Fact[T]]:
        """Facts that others rest on."""
        found = _read(kind, self._holding(kind, slugs).values())
        return found | self._derived(kind, [slug for slug in slugs if slug not in found], None)

    @cached_property
    def _aliases(self) -> Mapping[str, str]:
        """A slug that an article had before → its slug now; of several the first has it."""
        slugs = tuple(self._workspace.sources)
        facts = self._one(OUTLINE, slugs)
        pairs = [(alias, slug) for slug in slugs for alias in facts[slug].value.aliases]
        return dict(reversed(pairs))

    # What does not

    def _derived(
        self, kind: Kind[T], slugs: Sequence[str], executor: Executor | None
    ) -> dict[str, Fact[T]]:
        found: dict[str, Fact[T]] = {}
        for each in self._derive(kind.maker, slugs, executor):
            basis = b"" if each.trace.volatile else self._keep(each)
            if each.kind.name == kind.name:
                value = decode(kind.value, each.value)
                found[each.slug] = Fact(each.slug, value, each.made, basis)
        return found

    def _keep(self, each: Derived) -> bytes:
        """Keep a fact; returns the digest of what it follows from."""
        answers = answers_digest(self._head(each.kind), each.trace.notes.values())
        row = Row(each.slug, tuple(each.trace.notes), answers, each.trace.since, each.value)
        if self._store.keep(each.kind.name, row) >= MOST:
            self.save()
        return answers

    def _derive(
        self, maker: str, slugs: Sequence[str], executor: Executor | None
    ) -> Iterator[Derived]:
        """Derive all kinds that ``maker`` has of ``slugs``."""
        from workflow.project.spread import work_on  # noqa: PLC0415 - as what derives

        work = work_on(self._workspace, partial(_derived_of, maker))
        while slugs:
            waiting: list[str] = []
            for each in work.spread(slugs, executor, CHUNK):
                if isinstance(each, str):
                    waiting.append(each)
                else:
                    yield each
            if slugs := waiting:
                work = replace(work, aliases=self._aliases)


def _read(kind: Kind[T], rows: Iterable[Row]) -> dict[str, Fact[T]]:
    """Facts as they are kept, by article."""
    found = {}
    for row in rows:
        try:
            found[row.name] = Fact(row.name, decode(kind.value, row.value), None, row.answers)
        except (ValueError, TypeError, LookupError, AttributeError):
            continue  # whoever wrote it, it is no value of this kind
    return found


def _derived_of(maker: str, workspace: Workspace, slug: str) -> list[Derived | str]:
    """What was derived of an article; its slug where every article's aliases are needed for it."""
    try:
        return list(_maker(maker)(workspace, slug))
    except AliasesWanted:
        return [slug]


def _maker(name: str) -> Callable[[Workspace, str], Iterator[Derived]]:
    module, _, function = name.partition(":")
    found: Callable[[Workspace, str], Iterator[Derived]]
    found = getattr(importlib.import_module(module), function)
    return found
