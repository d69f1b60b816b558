"""When pages go out that an embargo holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple


class Due(NamedTuple):
    """One page that waits for a time; sorted, the first comes first."""

    time: datetime
    """With zone."""
    article: str
    """Slug."""
    locale: str
    """gettext spelling."""
    ready: bool
    """Whether nothing but the time is in its way."""

    @property
    def at(self) -> str:
        """The first whole second at which it may go out: ISO 8601, UTC."""
        time = self.time.astimezone(UTC)
        if time.microsecond and time.replace(tzinfo=None) < datetime.max.replace(microsecond=0):
            time += timedelta(seconds=1)
        return f"{time.replace(microsecond=0, tzinfo=None).isoformat()}Z"
