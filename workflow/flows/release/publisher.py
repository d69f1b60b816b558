"""Putting releases out and going back: the release folder and the target, working together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from tempfile import TemporaryDirectory

from workflow.errors import NotReadyError, TargetError, WorkflowError, gathered
from workflow.flows.release.bringing import bring, remember, remembered
from workflow.model.evidence import EvidenceIndex
from workflow.model.phrase import phrase
from workflow.model.release import Manifest, Release
from workflow.model.tombstone import Gone
from workflow.project.builder import Builder
from workflow.project.releases import ReleaseStore
from workflow.project.stock import Stock
from workflow.project.workspace import Workspace
from workflow.targets import OvertakenError, Target, target_of

Progress = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]
"""(label, steps) → a context that gives ``advance(steps)``."""

GONE = phrase("the release that readers are sent to was deleted")
PUBLISH = phrase("Run: workflow release publish")


def nothing(_label: str, _steps: int) -> AbstractContextManager[Callable[[int], None]]:
    """The progress that nobody sees."""
    return nullcontext(lambda _: None)


@dataclass(frozen=True, slots=True)
class Live:
    """The release that readers get."""

    id: str
    since: str
    """ISO 8601 time of its publishing."""
    stock: Stock

    @property
    def manifest(self) -> Manifest:
        """What it is."""
        return self.stock.manifest


@dataclass(frozen=True, slots=True)
class Seen:
    """What readers get, looked at once."""

    id: str | None
    """Of the live release; None where nothing was published."""
    live: Live | None
    """That release; None where there is none, and where it was deleted."""

    @property
    def gone(self) -> str | None:
        """The id that readers are sent to where somebody deleted that release, else None."""
        return self.id if self.live is None else None


@dataclass(frozen=True, slots=True)
class Publisher:
    """Where a project's releases are kept, and where readers get them.

    A release that another machine published is brought here where it is needed. Callers of
    :meth:`put_out` and :meth:`rollback` hold the project's lock.
    """

    store: ReleaseStore
    target: Target

    def see(self, looks: Callable[[str], bytes] = lambda _: b"") -> Seen:
        """What readers get.

        ``looks``: id → how its files looked, see :class:`Stock`.

        Raises :class:`FileError` where it is damaged or something foreign is in its place, and
        :class:`TargetError` where the target does not answer.
        """
        release = self.target.live()
        if release is None or not self._has(release):
            return Seen(release, None)
        if self.target.remote:
            remember(self.store, release)
        return Seen(release, self.held(release, looks))

    def last_seen(self) -> Live | None:
        """What was live when a target elsewhere was last asked: for previews, without asking it."""
        known = remembered(self.store) if self.target.remote else ""
        return self.held(known) if known else self.live()

    def held(self, release: str, looks: Callable[[str], bytes] = lambda _: b"") -> Live:
        """A release that is kept here, as :meth:`see` gives the live one.

        Raises :class:`FileError` where it is damaged.
        """
        since, _actor = self.store.record(release)
        index = self.store.evidence(release) or EvidenceIndex("", ())
        folder, manifest = self.store.folder / release, self.store.manifest(release)
        stock = Stock(folder, manifest, looks(release), index)
        return Live(release, since, stock)

    def live(self) -> Live | None:
        """The release readers get; None before the first one, and where it is gone."""
        return self.see().live

    def gone(self) -> str | None:
        """See :attr:`Seen.gone`."""
        release = self.target.live()
        return release if release is not None and not self._has(release) else None

    def clean(self) -> None:
        """Remove what runs that were killed left behind; what readers get stays."""
        self.target.clean()
        self.store.clean(self.target.live(), unsettled=not self.target.remote)

    def put_out(
        self,
        builder: Builder,
        manifest: Manifest,
        actor: str,
        now: datetime,
        before: str | None,
        *,
        basis: str = "",
        progress: Progress = nothing,
    ) -> tuple[str, bytes]:
        """Complete the release that was built, bring it to the target, and make it live.

        ``before``: id of what was live when it was planned; ``basis``: see
        :class:`EvidenceIndex`.

        Returns its id and how its files look, see :class:`Stock`. ``now`` is in UTC. Whatever
        is raised, readers get what they got before. What was brought to a target elsewhere when it
        failed is used by the next attempt to put out the same; else nothing of the new
        release remains.
        """
        begun = ""
        if self.target.remote:
            begun = self.store.begun(builder, manifest, actor, basis, before)
        if begun:
            release, looks = begun, b""
        else:
            release = self.store.new_id(manifest, now, before)
            time = now.strftime("%Y-%m-%dT%H:%M:%SZ")
            made = Release(release, time, actor, manifest.digest, manifest.articles, live=True)
            looks = self.store.add(builder, made, manifest, basis)
        try:
            self._forget_others(release)
            self._send(release, progress)
            self.target.show(release, before)
        except BaseException as error:
            self._failed(release, error)
            raise
        self.store.settle(release)
        return release, looks

    def rollback(self, wanted: str | None = None) -> tuple[str, str]:
        """Make an earlier release live again and return the ids (live before, live now).

        Without ``wanted`` it is the one published before the live one. The release is
        verified first. Raises :class:`NotReadyError` where there is nothing to go back to or
        the release is damaged, :class:`WorkflowError` where there is none with this id.
        """
        live, chosen = self.choose(wanted)
        self.go_back(live, chosen)
        return live, chosen

    def go_back(
        self,
        live: str,
        chosen: str,
        check: Callable[[Manifest | None, Manifest], None] = lambda _before, _after: None,
        progress: Progress = nothing,
    ) -> None:
        """Make a release live that :meth:`choose` gave, in the place of ``live``.

        ``check`` gets what is live (None where that is gone) and what would be, and may raise.
        Raises :class:`OvertakenError` where another one is live by then, for what was looked at
        since may be otherwise.
        """
        if chosen != live:
            before = self.store.manifest(live) if self._has(live) else None
            check(before, self.store.manifest(chosen))
            if chosen not in self.target.ids():
                self._send(chosen, progress)
            self.target.show(chosen, live)

    def choose(self, wanted: str | None = None) -> tuple[str, str]:
        """The ids of the live release and of the one to go back to; see :meth:`rollback`."""
        live = self.target.live()
        if live is None:
            raise NotReadyError(phrase("nothing was published yet"), hint=PUBLISH)
        chosen = self._earlier(live) if wanted is None else self.find(wanted)
        self._has(chosen)
        self._require_whole(chosen)
        return live, chosen

    def tombstones(self) -> tuple[Gone, ...]:
        """What the live release has as withdrawn, or else the newest that is kept and whole."""
        live = self.target.live()
        for release in (*((live,) if live else ()), *self.store.ids(live)):
            with suppress(WorkflowError):
                return self.store.manifest(release).gone
        return ()

    def releases(self) -> tuple[tuple[Release, ...], tuple[WorkflowError, ...]]:
        """Every release, newest first, and what keeps others from being read."""
        live = self.target.live()
        found: list[Release] = []
        errors: list[WorkflowError] = []
        ids = self.ids(live)
        with self._heads([each for each in ids if not self.store.holds(each)]) as heads:
            for each in ids:
                with gathered(errors):
                    store = self.store if self.store.holds(each) else heads
                    found.append(store.release(each, live))
        return tuple(found), tuple(errors)

    def find(self, wanted: str) -> str:
        """``wanted``, if a release has this id; :class:`WorkflowError` with the nearest if not."""
        ids = self.ids(self.target.live())
        if wanted in ids:
            return wanted
        near = get_close_matches(wanted, ids, n=1, cutoff=0.4)
        raise WorkflowError(
            phrase("no release has the id “{wanted}”", wanted=wanted),
            hint=phrase("Did you mean {near}?", near=near[0])
            if near
            else phrase("See: workflow release list"),
        )

    def stock(self, wanted: str | None = None) -> tuple[Release, Stock]:
        """A release and its files: the one of the id ``wanted``, or the live one.

        Raises :class:`NotReadyError` where nothing was published, :class:`WorkflowError` where
        there is none with this id, and :class:`FileError` where it is damaged.
        """
        live = self.target.live()
        chosen = live if wanted is None else self.find(wanted)
        if chosen is None:
            raise NotReadyError(phrase("nothing was published yet"), hint=PUBLISH)
        if not self._has(chosen):
            raise NotReadyError(GONE, hint=PUBLISH, file=chosen)
        manifest = self.store.manifest(chosen)
        return self.store.release(chosen, live), Stock(self.store.folder / chosen, manifest)

    def verify(self, release: str | None = None) -> tuple[str, tuple[str, ...]]:
        """Return the id (the live release's by default) and what is wrong with its files."""
        chosen = self.target.live() if release is None else self.find(release)
        if chosen is None:
            raise NotReadyError(phrase("nothing was published yet"), hint=PUBLISH)
        if not self._has(chosen):
            return chosen, (GONE,)
        return chosen, self.store.verify(chosen)

    def advice(self, damaged: str) -> str:
        """What to do about the damaged release of this id."""
        if damaged != self.target.live():
            return phrase("Choose another one from: workflow release list")
        if not self._has(damaged):
            return PUBLISH
        return phrase(
            "Run: workflow release publish (where it finds nothing to change, delete the file "
            "named here first); or go back: workflow release rollback"
        )

    def _earlier(self, live: str) -> str:
        for each in self.ids(live):
            if each < live:
                return each
        if not self._has(live):
            raise NotReadyError(
                phrase("{what}, and no older one is left", what=GONE), hint=PUBLISH, file=live
            )
        raise NotReadyError(
            phrase("no release is older than the live one ({live})", live=live),
            hint=phrase("See: workflow release list"),
        )

    def ids(self, live: str | None) -> tuple[str, ...]:
        """Of all releases that are or were live, here or at the target, newest first."""
        return tuple(sorted({*self.store.ids(live), *self.target.ids()}, reverse=True))

    def _has(self, release: str) -> bool:
        """Whether a release is here, brought from the target if need be."""
        return self.store.holds(release) or (
            self.target.remote and bring(self.store, self.target, release)
        )

    @contextmanager
    def _heads(self, releases: Sequence[str]) -> Iterator[ReleaseStore]:
        """A store that has of each of these just the files that say what it is."""
        with TemporaryDirectory(prefix="workflow-") as name:
            for release, files in (self.target.heads(releases) if releases else {}).items():
                (Path(name) / release).mkdir()
                for file, data in files.items():
                    (Path(name) / release / file).write_bytes(data)
            yield ReleaseStore(Path(name))

    def _send(self, release: str, progress: Progress) -> None:
        if self.target.remote:
            files = self.store.files(release)
            with progress(phrase("Uploading"), len(files)) as advance:
                self.target.upload(self.store.folder / release, files, advance)

    def _failed(self, release: str, error: BaseException) -> None:
        """Remove what did not go live, but for what the next attempt can use."""
        if self.target.remote and not isinstance(error, OvertakenError):
            return
        # Ctrl-C may come just after the swap; the release is live then, and stays.
        if self.target.live() != release:
            self.store.discard(release)
            with suppress(TargetError):
                self.target.remove(release)

    def _forget_others(self, release: str) -> None:
        """Remove what earlier attempts, of something else, brought to the target: it needs room."""
        for each in self.store.unsettled() if self.target.remote else ():
            if each != release:
                with suppress(TargetError):
                    self.target.remove(each)
                    self.store.discard(each)

    def _require_whole(self, release: str) -> None:
        if problems := self.store.verify(release):
            raise NotReadyError(
                phrase(
                    "release {release} is damaged: {problems}",
                    release=release,
                    problems=problems[0],
                ),
                hint=self.advice(release),
            )


def publisher_of(workspace: Workspace) -> Publisher:
    """The project's releases, and the place where its readers get them."""
    return Publisher(
        ReleaseStore(workspace.root / workspace.settings.releases), target_of(workspace)
    )
