"""Days and times as front matter has them.

Source: ISO 8601, in the spellings that people and YAML 1.1 use: a blank for the ``T``, no
seconds, a blank before the zone, a zone without colon.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Final

from workflow.model import lazy_re as re

_WRITTEN: Final = re.compile(
    r"(\d{4}-\d{2}-\d{2})"
    r"(?:[Tt ] *(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)? *([Zz]|UTC|[+-]\d{2}(?::?\d{2})?)?)?"
)


def moment(value: object) -> date | datetime | None:
    """The day or the time, with its zone where it names one; None for anything else.

    ``value`` is what YAML or TOML gives, or text.
    """
    if isinstance(value, date):  # a datetime is one, too
        return value
    found = _WRITTEN.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return None
    day, hour, minute, second, zone = found.groups()
    try:
        if hour is None:
            return date.fromisoformat(day)
        clock = f"{hour:0>2}:{minute}:{second or '00'}"
        offset = "+00:00" if zone in {"Z", "z", "UTC"} else zone or ""
        return datetime.fromisoformat(f"{day}T{clock}{offset}")
    except ValueError:  # the 30th of February
        return None


def instant(value: object) -> datetime | None:
    """The point in time; where no zone is named, UTC; of a day, its beginning."""
    found = moment(value)
    if found is None:
        return None
    whole = found if isinstance(found, datetime) else datetime.combine(found, time())
    return whole if whole.tzinfo else whole.replace(tzinfo=UTC)
