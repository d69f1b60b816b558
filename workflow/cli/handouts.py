"""Of `workflow export`: the formats of translators' tools."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from workflow.cli.common import App, note, now, progress, say
from workflow.errors import raise_all
from workflow.model import Locale, State
from workflow.model.phrase import phrase
from workflow.reports import exchange_text

HANDOUTS: Final = ("xliff-2.1", "csv")
"""Names of the formats."""


def hand_out(
    app: App,
    kind: str,
    place: Path,
    *,
    states: Sequence[State],
    articles: Sequence[str],
    locales: Sequence[Locale],
) -> None:
    """Write the messages of ``articles`` in ``locales`` (none: all) that are in ``states``."""
    from workflow.flows.export_translations import make_handouts
    from workflow.flows.handout_files import write_handouts

    made = make_handouts(app.workspace, articles, locales, states, now=now(), progress=progress)
    for each in made.notes:
        note(each)
    if not made.handouts:
        note(phrase("no message is in these states: nothing was written"))
    else:
        with progress(phrase("Writing"), len(made.handouts)) as advance:
            written = list(write_handouts(made.handouts, kind, place, advance))
        say(exchange_text.written(each.messages, each.path) for each in written)
    raise_all(made.errors)
