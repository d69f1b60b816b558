"""The fields of a PO file's header: its dates.

What each is for: the gettext manual, "Filling in the Header Entry".
"""

from __future__ import annotations

from datetime import datetime

DATES = ("POT-Creation-Date", "PO-Revision-Date")
NOT_REVISED = "YEAR-MO-DA HO:MI+ZONE"
"""The form that stands in a header until somebody translates."""


def read_date(text: str) -> datetime | None:
    """The date of a header field; None where it is none, or still the form to fill in."""
    try:
        return datetime.strptime(text, "%Y-%m-%d %H:%M%z")
    except ValueError:
        return None
