"""The verbs of ``workflow release``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from workflow.errors import ReviewError, raise_all
from workflow.flows.release.edition import Edition
from workflow.flows.release.outlet import outlet_of
from workflow.flows.release.prepare import prepare
from workflow.model.release import PlanAction, PlanRow
from workflow.stores.settings import Role
from workflow.stores.workspace import Workspace

Progress = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]
"""(label, steps) → a context that gives ``advance(steps)``."""

PUBLISHER = "publisher"
"""The role that publishes."""
_TOUCHED = {PlanAction.NEW, PlanAction.CHANGED, PlanAction.REMOVED}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a publish came to."""

    edition: Edition
    before: str | None
    """Id of the release that was live."""
    live: str | None
    """Id of the one that is; the same where nothing had to change or could go out."""


def plan_release(workspace: Workspace, progress: Progress) -> Edition:
    """What :func:`publish` would put out now; nothing is written."""
    with progress("Preparing", _steps(workspace)) as advance:
        return prepare(workspace, outlet_of(workspace), advance)


def publish(workspace: Workspace, actor: str, now: datetime, progress: Progress) -> Outcome:
    """Put out what is approved, as one release, if that differs from what is live.

    ``actor`` is an e-mail address, ``now`` in UTC. Where nothing is ready for readers nothing
    is written, and :attr:`Outcome.edition` has no pages; only a page that was withdrawn goes
    even if it is the last one. Raises
    :class:`~workflow.errors.NotReadyError` where a page that should go out is broken,
    :class:`ReviewError` where the actor may not publish it, and what writing raises; readers
    then get what they got before.
    """
    roles = workspace.settings.roles
    require_publisher(roles, actor, ())
    outlet = outlet_of(workspace)
    with workspace.lock():
        outlet.clean()
        live = outlet.live()
        before = live.id if live else None
        with progress("Preparing", _steps(workspace)) as advance:
            edition = prepare(workspace, outlet, advance)
        raise_all(edition.problems)
        same = live is not None and live.manifest.digest == edition.manifest.digest
        if same or not (edition.plan.pages or _taken_down(workspace, edition.plan.rows)):
            return Outcome(edition, before, before)
        require_publisher(roles, actor, edition.plan.rows)
        with progress("Publishing", len(edition.site) + len(edition.content)) as advance:
            after = outlet.put_out(edition, actor, now, lambda: advance(1))
        return Outcome(edition, before, after)


def rollback(workspace: Workspace, actor: str, wanted: str | None = None) -> tuple[str, str]:
    """Make an earlier release live again; see :meth:`Outlet.rollback`."""
    require_publisher(workspace.settings.roles, actor, ())
    outlet = outlet_of(workspace)
    with workspace.lock():
        outlet.clean()
        return outlet.rollback(wanted)


def require_publisher(
    roles: Mapping[str, Sequence[Role]], actor: str, rows: Sequence[PlanRow]
) -> None:
    """Raise :class:`ReviewError` unless ``actor`` may put out the pages that ``rows`` change.

    A project that names no roles trusts everybody who can write its files.
    """
    if not roles:
        return
    grants = [
        role
        for name, given in roles.items()
        if name.casefold() == actor.casefold()
        for role in given
        if role.name == PUBLISHER
    ]
    if not grants:
        raise ReviewError(f"{actor} may not publish", hint=_publishers(roles))
    if all(role.locales for role in grants):
        allowed = {locale.name for role in grants for locale in role.locales}
        touched = {row.locale for row in rows if row.action in _TOUCHED}
        if foreign := sorted(touched - allowed):
            raise ReviewError(
                f"{actor} may not publish in {', '.join(foreign)}", hint=_publishers(roles)
            )


def _publishers(roles: Mapping[str, Sequence[Role]]) -> str:
    names = [name for name, given in roles.items() if any(r.name == PUBLISHER for r in given)]
    listed = ", ".join(names) or "nobody"
    return f"Publishers, by [workflow:roles] in setup.cfg: {listed}."


def _taken_down(workspace: Workspace, rows: Sequence[PlanRow]) -> bool:
    """Whether a person withdrew a page that is live.

    Only then may a site become empty: that every article is gone is more likely a mistake.
    """
    slugs = workspace.slugs()
    return any(row.action is PlanAction.REMOVED and row.article in slugs for row in rows)


def _steps(workspace: Workspace) -> int:
    locales = {workspace.settings.source_locale, *workspace.settings.target_locales}
    return len(workspace.slugs()) * len(locales)
