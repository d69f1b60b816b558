"""One thing that is wrong with a PO file."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.model import Severity


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and where."""

    check: str
    """``encoding``, ``syntax``, ``conflict``, ``header``, ``plural``, ``duplicate``,
    ``obsolete`` or ``line-ends``."""
    severity: Severity
    """``error`` where programs refuse the file or read something else than was meant."""
    line: int
    """Line of the file, counted from 1."""
    message: str
    """What is wrong and what to do."""
    msgctxt: str | None = None
    msgid: str = ""
    msgstr: str = ""
