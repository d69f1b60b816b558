"""Translations that begin or end with a line end, unlike their source."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.checks.subject import Remark, Subject
from workflow.model.phrase import phrase

_BEGINS = (
    phrase("the source begins with a line end, the translation does not: write both alike"),
    phrase("the translation begins with a line end, the source does not: write both alike"),
)
_ENDS = (
    phrase("the source ends with a line end, the translation does not: write both alike"),
    phrase("the translation ends with a line end, the source does not: write both alike"),
)
"""What to say where the source has it alone, and where the translation has."""


def check_line_ends(subject: Subject) -> Iterator[Remark]:
    """The translation begins or ends with a line end where its source does not, or not where
    it does: gettext's msgfmt refuses the whole catalogue for it.
    """
    msgid, msgstr = subject.message.msgid, subject.message.msgstr
    last = len(msgstr) - 1
    for there, here, said, place in (
        (msgid.startswith("\n"), msgstr.startswith("\n"), _BEGINS, 0),
        (msgid.endswith("\n"), msgstr.endswith("\n"), _ENDS, last),
    ):
        if there != here and msgstr.strip():
            span = (place, place + 1) if here else None
            yield Remark(said[here], span, _like(msgid, msgstr))


def _like(msgid: str, msgstr: str) -> str:
    """``msgstr`` with line ends at its ends where ``msgid`` has some, and only there."""
    if msgid.startswith("\n") != msgstr.startswith("\n"):
        msgstr = f"\n{msgstr}" if msgid.startswith("\n") else msgstr.lstrip("\n")
    if msgid.endswith("\n") != msgstr.endswith("\n"):
        msgstr = f"{msgstr}\n" if msgid.endswith("\n") else msgstr.rstrip("\n")
    return msgstr
