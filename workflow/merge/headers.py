"""What becomes of the fields of a PO file's header when two sides changed them.

What each is for: the gettext manual, "Filling in the Header Entry".
"""

from __future__ import annotations

from collections.abc import Mapping

from workflow.merge.threeway import items, scalar
from workflow.po.header import DATES, read_date

_REVISED = "PO-Revision-Date"


def merge_fields(
    base: Mapping[str, str], ours: Mapping[str, str], theirs: Mapping[str, str]
) -> dict[str, str]:
    """The header fields of two sides that both come from ``base``, name → value.

    A field that one side changed is as that side has it. Where both did, a date is the later
    one, and any other field that of the side that was revised last (ours, if that is unknown).
    """
    newer = theirs if _later(ours.get(_REVISED), theirs.get(_REVISED)) else ours
    merged: dict[str, str] = {}
    for name in items(tuple(base), tuple(ours), tuple(theirs)):
        mine, other = ours.get(name), theirs.get(name)
        value = scalar(base.get(name), mine, other)
        if value != other and other is not None and base.get(name) != other:
            later = _later(mine, other) if name in DATES else newer is theirs
            value = other if later else mine
        merged[name] = value or ""
    return merged


def _later(ours: str | None, theirs: str | None) -> bool:
    """Whether their date is the later one."""
    mine, other = read_date(ours or ""), read_date(theirs or "")
    return other is not None and (mine is None or other > mine)
