"""The verbs of ``workflow release``."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from workflow.errors import NotReadyError, ReviewError, WorkflowError
from workflow.flows.release.approvers import (
    evidence_basis,
    has_other_evidence,
    keep_evidence,
)
from workflow.flows.release.notes import notes
from workflow.flows.release.prepare import Prepared, prepare
from workflow.flows.release.publisher import (
    Live,
    Progress,
    Publisher,
    Seen,
    nothing,
    publisher_of,
)
from workflow.model.phrase import from_json, listed, phrase, to_json
from workflow.model.release import Manifest, PlanAction, PlanRow, PublishPlan
from workflow.model.same_person import is_among
from workflow.model.schedule import Due
from workflow.project.builder import Builder
from workflow.project.settings import Role
from workflow.project.withdrawals import tombstones
from workflow.project.workspace import Workspace
from workflow.review.policy import PUBLISHER, beyond, publishers
from workflow.review.reach import Reach, reach

if TYPE_CHECKING:
    from workflow.project.spread import Workers
    from workflow.review.page_diff import PageDiff

KEPT: Final = ("release", "frame", "card", "files", "looks", "evidence", "corrected", "behind")
"""Kinds of what is kept by keys of its own; keys that a release did not ask for go."""
_NAMED = 5
"""Files that a message names."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What a release would be."""

    plan: PublishPlan
    digest: str
    notes: tuple[str, ...]
    """What a publisher should know that keeps nothing from going out, for people."""
    unread: tuple[WorkflowError, ...]
    """What cannot be read; its pages are withheld, or stay as they are live."""
    due: tuple[Due, ...] = ()
    """See :attr:`Prepared.due`."""
    diffs: tuple[PageDiff, ...] = ()
    """What readers would see change, page by page, where that was asked for."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a publish came to."""

    planned: Planned
    before: str | None
    """Id of the release that was live."""
    live: str | None
    """Id of the one that is; the same where nothing had to change or could go out."""


def plan_release(
    workspace: Workspace,
    now: datetime,
    progress: Progress,
    workers: Workers | None = None,
    *,
    diff: bool = False,
) -> Planned:
    """What :func:`publish` would put out at ``now`` (in UTC); with ``diff``, word by word."""
    work = _Work.begin(workspace, now, progress, workers)
    found = work.known()
    if found is None:
        manifest, lost, asked = work.make(None)
        workspace.facts.save(*KEPT, *asked)
        found = manifest.digest, lost
    else:
        workspace.facts.save()
    planned = work.planned(*found)
    return work.with_diffs(planned) if diff else planned


def publish(
    workspace: Workspace,
    actor: str,
    now: datetime,
    progress: Progress,
    workers: Workers | None = None,
    *,
    expected: str | None = None,
) -> Outcome:
    """Put out what is approved, as one release, if that differs from what is live.

    ``actor`` is an e-mail address, ``now`` in UTC; ``workers`` makes the executor that a large
    site is spread over; ``expected`` is the digest the release must have, if any. Where nothing is
    ready for readers nothing is written, and :attr:`Outcome.planned` has no pages; only a page
    that was withdrawn goes even if it is the last one. Raises :class:`ReviewError` where the actor
    may not publish what changes, :class:`NotReadyError` where the release is not the expected one,
    and what writing raises; readers then get what they got before.
    """
    require_publisher(workspace.settings.roles, actor)
    with workspace.lock():
        publisher_of(workspace).clean()
        work = _Work.begin(workspace, now, progress, workers)
        plan, live = work.prepared.plan, work.live
        before = work.seen.id
        standing = live.manifest.digest if live and not work.lacks else ""
        found = work.known() or ("", ())
        if found[0]:
            require_digest(found[0], expected)
        anew = found[0] == standing != "" and has_other_evidence(work.prepared)
        same = found[0] == standing != "" and not anew
        taken = work.prepared.gone or _taken_down(workspace, plan.rows)
        if same or not (plan.pages or (taken and live)):
            workspace.facts.save()
            return Outcome(work.planned(*found), before, before)
        with (
            # Each page is a file, and has a document.
            progress(phrase("Publishing"), 2 * len(plan.pages)) as advance,
            work.publisher.store.building(live.stock if live else None) as builder,
        ):
            manifest, lost, asked = work.make(builder, advance)
            require_digest(manifest.digest, expected)
            planned, after = work.planned(manifest.digest, lost), before
            if anew or manifest.digest != standing:
                changes = reach(live.manifest if live else None, manifest)
                require_publisher(workspace.settings.roles, actor, changes)
                keep_evidence(work.prepared, builder, manifest)
                basis = evidence_basis(work.prepared)
                after, looks = work.publisher.put_out(
                    builder, manifest, actor, now, before, basis=basis, progress=progress
                )
                workspace.facts.keep("looks", after, looks)
        workspace.facts.save(*KEPT, *asked)
        return Outcome(planned, before, after)


@dataclass(frozen=True, slots=True)
class _Work:
    """What planning and publishing begin with."""

    publisher: Publisher
    seen: Seen
    lacks: str
    """A file that the live release has lost."""
    prepared: Prepared
    workers: Workers | None

    @classmethod
    def begin(
        cls, workspace: Workspace, now: datetime, progress: Progress, workers: Workers | None
    ) -> _Work:
        publisher = publisher_of(workspace)
        seen = publisher.see(lambda release: workspace.facts.kept("looks", release) or b"")
        live = seen.live
        lacks = publisher.store.lacks(live.id, live.manifest) if live else ""
        with progress(phrase("Preparing"), len(workspace.slugs())) as advance:
            prepared = prepare(workspace, live, now, advance, workers)
        return cls(publisher, seen, lacks, prepared, workers)

    @property
    def live(self) -> Live | None:
        return self.seen.live

    def known(self) -> tuple[str, Sequence[str]] | None:
        """The release's digest and the links that lead nowhere, where that was told before."""
        facts = self.prepared.contents.workspace.facts
        with suppress(ValueError):
            digest, *lost = json.loads(facts.kept("release", self.prepared.key) or b"")
            return digest, list(map(from_json, lost))
        return None

    def make(
        self, builder: Builder | None, done: Callable[[int], None] = lambda _: None
    ) -> tuple[Manifest, Sequence[str], Sequence[str]]:
        """See :meth:`Assembly.make` and, for the last, :attr:`Assembly.asked`."""
        # All that renders stands behind this; nothing of it is needed where nothing changed.
        from workflow.flows.release.assembly import Assembly  # noqa: PLC0415

        assembly = Assembly.of(self.prepared, self.workers)
        manifest, lost = assembly.make(builder, done)
        facts = self.prepared.contents.workspace.facts
        told = json.dumps([manifest.digest, *map(to_json, lost)]).encode()
        facts.keep("release", self.prepared.key, told)
        return manifest, lost, assembly.asked

    def planned(self, digest: str, lost: Sequence[str]) -> Planned:
        settings = self.prepared.contents.workspace.settings
        said = (*self.prepared.notes, *lost, *notes(settings, self.seen.gone, self.lacks))
        prepared = self.prepared
        return Planned(prepared.plan, digest, said, prepared.unread, prepared.due)

    def with_diffs(self, planned: Planned) -> Planned:
        """See :attr:`Planned.diffs`."""
        from workflow.flows.release.differing import planned_diffs  # noqa: PLC0415 - as above

        errors: list[WorkflowError] = []
        diffs = tuple(planned_diffs(self.prepared, self.workers, errors))
        return replace(planned, diffs=diffs, unread=(*planned.unread, *errors))


class RolledBack(NamedTuple):
    """What going back to an earlier release came to."""

    before: str
    """Id of the release that was live."""
    live: str
    """Id of the one that is."""
    base: str
    """Id of the one that was gone back to; another where something of it is withdrawn by now."""


def rollback(
    workspace: Workspace,
    actor: str,
    now: datetime,
    wanted: str | None = None,
    *,
    progress: Progress = nothing,
    workers: Workers | None = None,
) -> RolledBack:
    """Make an earlier release live again; see :meth:`.Publisher.rollback`.

    One that has an article that was withdrawn since, or says of none that it was, is not made
    live: a new release is made of its other pages, with all tombstones. Raises
    :class:`ReviewError` where the actor may not publish what that changes, or nobody knows what
    is withdrawn.
    """
    from workflow.flows.release.composing import compose, passes, put_out  # noqa: PLC0415 - they import this

    roles = workspace.settings.roles
    require_publisher(roles, actor)
    publisher = publisher_of(workspace)
    with workspace.lock():
        publisher.clean()
        live, chosen = publisher.choose(wanted)
        seen = publisher.see()

        def check(_before: Manifest | None, after: Manifest) -> None:
            before = seen.live.manifest if seen.live else None
            require_publisher(roles, actor, reach(before, after))

        stones = tombstones(workspace, publisher.tombstones())
        base = publisher.held(chosen)
        if passes(base.manifest, stones):
            publisher.go_back(live, chosen, check, progress)
            return RolledBack(live, chosen, chosen)
        prepared = compose(workspace, base, stones)
        made = put_out(
            prepared, publisher, actor, now, live,
            check=partial(check, None), progress=progress, workers=workers,
        )  # fmt: skip
        return RolledBack(live, made, chosen)


def require_digest(found: str, expected: str | None) -> None:
    """Raise :class:`NotReadyError` where the release would be another than the expected one."""
    if expected is not None and found != expected:
        raise NotReadyError(
            phrase(
                "the release would be {found}, not {expected}: something changed since the plan",
                found=found,
                expected=expected,
            ),
            hint=phrase("Nothing was published. See: workflow release plan --diff"),
        )


def require_publisher(
    roles: Mapping[str, Sequence[Role]], actor: str, wanted: Reach | None = None
) -> None:
    """Raise :class:`ReviewError` unless ``actor`` may put out what ``wanted`` changes.

    Without it: unless the actor may publish anything at all. A project that names no roles
    trusts everybody who can write its files.
    """
    if not roles:
        return
    publishing = [
        name for name, given in roles.items() if any(role.name == PUBLISHER for role in given)
    ]
    if not is_among(actor, publishing):
        raise ReviewError(phrase("{actor} may not publish", actor=actor), hint=who_may(publishing))
    wanted = wanted or Reach()
    refused = beyond(roles, actor, wanted)
    if refused.locales:
        locales = sorted(refused.locales)
        files = [path for locale in locales for path in refused.locales[locale]]
        may = [name for name in publishing if beyond(roles, name, wanted) == Reach()]
        raise ReviewError(
            phrase(
                "{actor} may not publish in {locales}: {files}",
                actor=actor,
                locales=listed(locales),
                files=_listed(files),
            ),
            hint=who_may(may),
        )
    if refused.shared:
        raise ReviewError(
            phrase(
                "{actor} publishes in some languages only, and the settings, the look or the "
                "program changed for all of them: {files}",
                actor=actor,
                files=_listed(refused.shared),
            ),
            hint=who_may(publishers(roles)),
        )


def _listed(files: Sequence[str]) -> str:
    more = len(files) - _NAMED
    named = listed(files[:_NAMED])
    return phrase("{names} and {more} more", names=named, more=more) if more > 0 else named


def who_may(names: Sequence[str]) -> str:
    """What helps who may not do something: the names of those who may."""
    return phrase(
        "Who may, by [workflow:roles] in setup.cfg: {names}.",
        names=listed(names) or phrase("nobody"),
    )


def _taken_down(workspace: Workspace, rows: Sequence[PlanRow]) -> bool:
    """Whether a person withdrew a page that is live.

    Only then may a site become empty: that every article is gone is more likely a mistake.
    """
    slugs = workspace.slugs()
    return any(row.action is PlanAction.REMOVED and row.article in slugs for row in rows)
