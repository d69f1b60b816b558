"""Putting releases out and going back: the release folder and the target, working together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches

from workflow.errors import NotReadyError, WorkflowError, gathered
from workflow.model.evidence import EvidenceIndex
from workflow.model.phrase import phrase
from workflow.model.release import Manifest, Release
from workflow.project.builder import Builder
from workflow.project.releases import ReleaseStore
from workflow.project.stock import Stock
from workflow.project.workspace import Workspace
from workflow.targets import FolderTarget, Target

GONE = phrase("the release that readers are sent to was deleted")
PUBLISH = phrase("Run: workflow release publish")


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
class Publisher:
    """Where a project's releases are kept, and where readers get them.

    Callers of :meth:`put_out` and :meth:`rollback` hold the project's lock.
    """

    store: ReleaseStore
    target: Target

    def live(self, looks: Callable[[str], bytes] = lambda _: b"") -> Live | None:
        """The release readers get; None before the first one, and where it is :meth:`gone`.

        ``looks``: id → how its files looked, see :class:`Stock`.

        Raises :class:`FileError` where it is damaged or something foreign is in its place.
        """
        release = self.target.live()
        if release is None or not self.store.holds(release):
            return None
        since, _actor = self.store.record(release)
        index = self.store.evidence(release) or EvidenceIndex("", ())
        folder, manifest = self.store.folder / release, self.store.manifest(release)
        stock = Stock(folder, manifest, looks(release), index)
        return Live(release, since, stock)

    def gone(self) -> str | None:
        """The id that readers are sent to where somebody deleted that release, else None."""
        release = self.target.live()
        return release if release is not None and not self.store.holds(release) else None

    def clean(self) -> None:
        """Remove what runs that were killed left behind; what readers get stays."""
        self.target.clean()
        self.store.clean(self.target.live())

    def put_out(
        self, builder: Builder, manifest: Manifest, actor: str, now: datetime, basis: str = ""
    ) -> tuple[str, bytes]:
        """Complete the release that was built, and make it live.

        ``basis``: see :class:`EvidenceIndex`.

        Returns its id and how its files look, see :class:`Stock`. ``now`` is in UTC. Whatever
        is raised, readers get what they got before, and nothing of the new release remains.
        """
        release = Release(
            id=self.store.new_id(manifest, now, self.target.live()),
            time=now.strftime("%Y-%m-%dT%H:%M:%SZ"),
            actor=actor,
            digest=manifest.digest,
            articles=manifest.articles,
            live=True,
        )
        looks = self.store.add(builder, release, manifest, basis)
        try:
            self.target.show(release.id)
        except BaseException:
            # Ctrl-C may come just after the swap; the release is live then, and stays.
            if self.target.live() != release.id:
                self.store.discard(release.id)
            raise
        self.store.settle(release.id)
        return release.id, looks

    def rollback(
        self,
        wanted: str | None = None,
        check: Callable[[Manifest | None, Manifest], None] = lambda _before, _after: None,
    ) -> tuple[str, str]:
        """Make an earlier release live again and return the ids (live before, live now).

        Without ``wanted`` it is the one published before the live one. The release is
        verified first; ``check`` gets what is live (None where that is gone) and what would be,
        and may raise. Raises :class:`NotReadyError` where there is nothing to go back to or
        the release is damaged, :class:`WorkflowError` where there is none with this id.
        """
        live = self.target.live()
        if live is None:
            raise NotReadyError(phrase("nothing was published yet"), hint=PUBLISH)
        chosen = self._earlier(live) if wanted is None else self.find(wanted)
        self._require_whole(chosen)
        if chosen != live:
            before = self.store.manifest(live) if self.store.holds(live) else None
            check(before, self.store.manifest(chosen))
            self.target.show(chosen)
        return live, chosen

    def releases(self) -> tuple[tuple[Release, ...], tuple[WorkflowError, ...]]:
        """Every release, newest first, and what keeps others from being read."""
        live = self.target.live()
        found: list[Release] = []
        errors: list[WorkflowError] = []
        for each in self.store.ids(live):
            with gathered(errors):
                found.append(self.store.release(each, live))
        return tuple(found), tuple(errors)

    def find(self, wanted: str) -> str:
        """``wanted``, if a release has this id; :class:`WorkflowError` with the nearest if not."""
        ids = self.store.ids(self.target.live())
        if wanted in ids:
            return wanted
        near = get_close_matches(wanted, ids, n=1, cutoff=0.4)
        raise WorkflowError(
            phrase("no release has the id “{wanted}”", wanted=wanted),
            hint=phrase("Did you mean {near}?", near=near[0])
            if near
            else phrase("See: workflow release list"),
        )

    def verify(self, release: str | None = None) -> tuple[str, tuple[str, ...]]:
        """Return the id (the live release's by default) and what is wrong with its files."""
        chosen = self.target.live() if release is None else self.find(release)
        if chosen is None:
            raise NotReadyError(phrase("nothing was published yet"), hint=PUBLISH)
        if not self.store.holds(chosen):
            return chosen, (GONE,)
        return chosen, self.store.verify(chosen)

    def advice(self, damaged: str) -> str:
        """What to do about the damaged release of this id."""
        if damaged != self.target.live():
            return phrase("Choose another one from: workflow release list")
        if not self.store.holds(damaged):
            return PUBLISH
        return phrase(
            "Run: workflow release publish (where it finds nothing to change, delete the file "
            "named here first); or go back: workflow release rollback"
        )

    def _earlier(self, live: str) -> str:
        for each in self.store.ids(live):
            if each < live:
                return each
        if not self.store.holds(live):
            raise NotReadyError(
                phrase("{what}, and no older one is left", what=GONE), hint=PUBLISH, file=live
            )
        raise NotReadyError(
            phrase("no release is older than the live one ({live})", live=live),
            hint=phrase("See: workflow release list"),
        )

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
    """The project's releases and the folder its readers get."""
    settings = workspace.settings
    releases = workspace.root / settings.releases
    return Publisher(
        ReleaseStore(releases), FolderTarget(workspace.root / settings.public, releases)
    )
