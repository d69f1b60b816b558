"""What time it is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from workflow.model.phrase import phrase

MADE: Final = datetime(2026, 12, 1, 13, 30, tzinfo=UTC)
"""No earlier than the newest review and article of this repository; set anew with each version."""


def machine_time() -> datetime:
    """The machine's time in UTC, but never before this version was made.

    A machine without a battery, a container or a restored image may be years behind; what
    everybody else dated would then be still to come. systemd-timesyncd.service(8) sets the
    clock forward to the time of its own making for the same reason.
    """
    return max(datetime.now(UTC), MADE)


def clock_note() -> str:
    """What is to be said of a clock that is certainly wrong; empty where it is not."""
    said = datetime.now(UTC)
    if said >= MADE:
        return ""
    return phrase(
        "this machine’s clock says {day}, which is over; {other} is taken instead. Set the clock",
        day=said.date().isoformat(),
        other=MADE.date().isoformat(),
    )
