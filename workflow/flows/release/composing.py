"""A release made of another one's pages alone: less what was withdrawn, and nothing new.

What happens to be approved in the project does not go out with it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from workflow.flows.release.approvers import evidence_basis, keep_evidence
from workflow.flows.release.contents import Contents, Spool
from workflow.flows.release.prepare import Prepared, why_gone
from workflow.flows.release.publisher import Live, Progress, Publisher, nothing
from workflow.model.phrase import phrase
from workflow.model.release import Manifest, PlanAction, PlanRow, PublishPlan
from workflow.project.withdrawals import Tombstones
from workflow.project.workspace import Workspace

if TYPE_CHECKING:
    from workflow.project.spread import Workers

Check = Callable[[Manifest], None]
"""Is given what would be live, and may raise."""


def passes(manifest: Manifest, stones: Tombstones) -> bool:
    """Whether a release may go out as it is: with nothing withdrawn, and every tombstone."""
    return manifest.gone == stones.standing and not any(map(stones.of, manifest.pages))


def compose(workspace: Workspace, base: Live, stones: Tombstones) -> Prepared:
    """The pages of ``base`` that are not withdrawn.

    Raises :class:`FileError` where a file of them is not what was published.
    """
    contents = Contents(workspace, base.stock)
    rows = []
    for page in base.manifest.pages:
        if gone := stones.of(page):
            rows.append(PlanRow(*page.key, PlanAction.REMOVED, (why_gone(gone),), *page.version))
        else:
            row = PlanRow(*page.key, PlanAction.UNCHANGED, (), *page.version, page)
            rows.append(contents.carry(row, None))
    return Prepared(
        plan=PublishPlan(tuple(rows)),
        contents=contents,
        spool=Spool(),
        cards={},
        names={page.article: (page.article,) for page in base.manifest.pages},
        versions={},
        notes=stones.notes,
        unread=(),
        due=(),
        gone=stones.standing,
    )


def put_out(
    prepared: Prepared,
    publisher: Publisher,
    actor: str,
    now: datetime,
    before: str | None,
    *,
    check: Check,
    progress: Progress = nothing,
    workers: Workers | None = None,
) -> str:
    """Make a release of what was composed, and make it live; returns its id.

    ``now`` is in UTC, ``before`` the id of what is live. Raises what ``check`` and writing raise;
    readers then get what they got.
    """
    from workflow.flows.release.assembly import Assembly  # noqa: PLC0415 - it renders

    workspace = prepared.contents.workspace
    with (
        progress(phrase("Publishing"), 2 * len(prepared.pages)) as advance,
        publisher.store.building(prepared.contents.stock) as builder,
    ):
        manifest, _ = Assembly.of(prepared, workers).make(builder, advance)
        check(manifest)
        keep_evidence(prepared, builder, manifest)
        basis = evidence_basis(prepared)
        release, looks = publisher.put_out(
            builder, manifest, actor, now, before, basis=basis, progress=progress
        )
    workspace.facts.keep("looks", release, looks)
    workspace.facts.save()
    return release
