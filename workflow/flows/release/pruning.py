"""Older releases deleted, to make room."""

from __future__ import annotations

from workflow.errors import ReviewError
from workflow.flows.release.publisher import Publisher, publisher_of
from workflow.flows.release.publishing import who_may
from workflow.model.phrase import phrase
from workflow.model.pruned import Pruned
from workflow.model.same_person import is_among
from workflow.project.workspace import Workspace
from workflow.review.policy import publishers


def prune(workspace: Workspace, actor: str, keep: int, *, dry_run: bool) -> Pruned:
    """Delete all releases but the newest ``keep`` and the one that readers get.

    With ``dry_run`` nothing is deleted. A run that is killed leaves each release whole, or takes
    it away. Raises :class:`ReviewError` where the actor (e-mail address) may not, and
    :class:`FileError` where the system refuses to delete.
    """
    roles = workspace.settings.roles
    if roles and not dry_run and not is_among(actor, publishers(roles)):
        raise ReviewError(
            phrase("{actor} may not delete releases, which have all languages", actor=actor),
            hint=who_may(publishers(roles)),
        )
    publisher = publisher_of(workspace)
    if dry_run:
        return _pruned(publisher, keep, dry_run=True)
    with workspace.lock():
        publisher.clean()
        found = _pruned(publisher, keep, dry_run=False)
        for release, _ in found.removed:
            _remove(publisher, release)
        return found


def _pruned(publisher: Publisher, keep: int, *, dry_run: bool) -> Pruned:
    live = publisher.target.live()
    ids = publisher.ids(live)
    gone = sorted(each for each in ids[keep:] if each != live)
    room = zip(gone, publisher.store.room(gone), strict=True)
    return Pruned(tuple(each for each in ids if each not in gone), tuple(room), dry_run)


def _remove(publisher: Publisher, release: str) -> None:
    """Delete a release, unless somebody else made it live meanwhile."""
    if publisher.target.live() == release:
        return
    publisher.target.remove(release)
    publisher.store.remove(release)
