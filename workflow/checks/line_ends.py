"""Translations that begin or end with a line end, unlike their source."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.checks.subject import Remark, Subject


def check_line_ends(subject: Subject) -> Iterator[Remark]:
    """The translation begins or ends with a line end where its source does not, or not where
    it does: gettext's msgfmt refuses the whole catalogue for it.
    """
    msgid, msgstr = subject.message.msgid, subject.message.msgstr
    last = len(msgstr) - 1
    for there, here, verb, place in (
        (msgid.startswith("\n"), msgstr.startswith("\n"), "begins", 0),
        (msgid.endswith("\n"), msgstr.endswith("\n"), "ends", last),
    ):
        if there != here and msgstr.strip():
            one, other = ("translation", "source") if here else ("source", "translation")
            message = f"the {one} {verb} with a line end, the {other} does not: write both alike"
            span = (place, place + 1) if here else None
            yield Remark(message, span, _like(msgid, msgstr))


def _like(msgid: str, msgstr: str) -> str:
    """``msgstr`` with line ends at its ends where ``msgid`` has some, and only there."""
    if msgid.startswith("\n") != msgstr.startswith("\n"):
        msgstr = f"\n{msgstr}" if msgid.startswith("\n") else msgstr.lstrip("\n")
    if msgid.endswith("\n") != msgstr.endswith("\n"):
        msgstr = f"{msgstr}\n" if msgid.endswith("\n") else msgstr.rstrip("\n")
    return msgstr
