"""The commands that a project has run before and after its releases, run from a terminal."""

from __future__ import annotations

import os

from workflow.cli.common import App, note
from workflow.flows.release.hooks import Outside, run_after, run_before


def prepare(app: App, actor: str) -> None:
    """Run ``before`` of the settings; what it writes goes to standard error."""
    run_before(app.workspace, actor, Outside(os.environ, note))


def announce(app: App, actor: str, before: str | None, live: str | None) -> None:
    """Run ``after`` of the settings, if readers get another release now; as :func:`prepare`."""
    run_after(app.workspace, actor, (before, live), Outside(os.environ, note))
