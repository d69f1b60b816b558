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
        late = timedelta(microseconds=-self.time.microsecond % 1_000_000)
        return (self.time.astimezone(UTC) + late).strftime("%Y-%m-%dT%H:%M:%SZ")
