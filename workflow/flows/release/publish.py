"""The verbs of ``workflow release``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from workflow.errors import ReviewError
from workflow.flows.release.edition import Edition
from workflow.flows.release.outlet import outlet_of
from workflow.flows.release.prepare import prepare
from workflow.model.release import Manifest, PlanAction, PlanRow
from workflow.project.settings import Role
from workflow.project.workspace import Workspace
from workflow.review.policy import PUBLISHER, beyond, publishers
from workflow.review.reach import Reach, reach

Progress = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]
"""(label, steps) → a context that gives ``advance(steps)``."""

_NAMED = 5
"""Files that a message names."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a publish came to."""

    edition: Edition
    before: str | None
    """Id of the release that was live."""
    live: str | None
    """Id of the one that is; the same where nothing had to change or could go out."""


def plan_release(workspace: Workspace, now: datetime, progress: Progress) -> Edition:
    """What :func:`publish` would put out at ``now`` (in UTC); nothing is written."""
    with progress("Preparing", _steps(workspace)) as advance:
        return prepare(workspace, outlet_of(workspace), now, advance)


def publish(workspace: Workspace, actor: str, now: datetime, progress: Progress) -> Outcome:
    """Put out what is approved, as one release, if that differs from what is live.

    ``actor`` is an e-mail address, ``now`` in UTC. Where nothing is ready for readers nothing
    is written, and :attr:`Outcome.edition` has no pages; only a page that was withdrawn goes
    even if it is the last one. Raises :class:`ReviewError` where the actor may not publish
    what changes, and what writing raises; readers then get what they got before.
    """
    roles = workspace.settings.roles
    require_publisher(roles, actor)
    outlet = outlet_of(workspace)
    with workspace.lock():
        outlet.clean()
        live = outlet.live()
        before = live.id if live else None
        with progress("Preparing", _steps(workspace)) as advance:
            edition = prepare(workspace, outlet, now, advance)
        same = live is not None and live.manifest.digest == edition.manifest.digest
        same = same and not outlet.lacks()
        if same or not (edition.plan.pages or _taken_down(workspace, edition.plan.rows)):
            return Outcome(edition, before, before)
        manifest = live.manifest if live else None
        require_publisher(roles, actor, reach(manifest, edition.manifest))
        with progress("Publishing", len(edition.site) + len(edition.content)) as advance:
            after = outlet.put_out(edition, actor, now, lambda: advance(1))
        return Outcome(edition, before, after)


def rollback(workspace: Workspace, actor: str, wanted: str | None = None) -> tuple[str, str]:
    """Make an earlier release live again; see :meth:`Outlet.rollback`.

    Raises :class:`ReviewError` where the actor may not publish what that changes.
    """
    roles = workspace.settings.roles
    require_publisher(roles, actor)
    outlet = outlet_of(workspace)

    def check(before: Manifest | None, after: Manifest) -> None:
        require_publisher(roles, actor, reach(before, after))

    with workspace.lock():
        outlet.clean()
        return outlet.rollback(wanted, check)


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
    if actor.casefold() not in map(str.casefold, publishing):
        raise ReviewError(f"{actor} may not publish", hint=_hint(publishing))
    wanted = wanted or Reach()
    refused = beyond(roles, actor, wanted)
    if refused.locales:
        locales = sorted(refused.locales)
        files = [path for locale in locales for path in refused.locales[locale]]
        may = [name for name in publishing if beyond(roles, name, wanted) == Reach()]
        raise ReviewError(
            f"{actor} may not publish in {', '.join(locales)}: {_listed(files)}", hint=_hint(may)
        )
    if refused.shared:
        raise ReviewError(
            f"{actor} publishes in some languages only, and the settings, the look or the "
            f"program changed for all of them: {_listed(refused.shared)}",
            hint=_hint(publishers(roles)),
        )


def _listed(files: Sequence[str]) -> str:
    more = len(files) - _NAMED
    return ", ".join(files[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _hint(names: Sequence[str]) -> str:
    return f"Who may, by [workflow:roles] in setup.cfg: {', '.join(names) or 'nobody'}."


def _taken_down(workspace: Workspace, rows: Sequence[PlanRow]) -> bool:
    """Whether a person withdrew a page that is live.

    Only then may a site become empty: that every article is gone is more likely a mistake.
    """
    slugs = workspace.slugs()
    return any(row.action is PlanAction.REMOVED and row.article in slugs for row in rows)


def _steps(workspace: Workspace) -> int:
    locales = {workspace.settings.source_locale, *workspace.settings.target_locales}
    return len(workspace.slugs()) * len(locales)
