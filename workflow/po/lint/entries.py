"""What is wrong with messages that can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from workflow.model import Key, Severity
from workflow.po.lint.problem import Problem
from workflow.po.lint.scan import Record

_NOT_MERGED = re.compile(r'not merged, (?:ours|theirs)(?:\[\d+\])?: "')
"""How :data:`~workflow.po.comments.NOT_MERGED` begins: other programs wrap the rest."""


def check_entries(records: Sequence[Record], *, template: bool) -> Iterator[Problem]:
    """Yield what is wrong with the messages, the header apart."""
    seen: dict[Key, Record] = {}
    for record in records:
        if record.header:
            seen.setdefault(record.key, record)
            continue
        first = seen.setdefault(record.key, record)
        if first is not record:
            yield _duplicate(record, first)
        if record.obsolete:
            yield from _obsolete(record, template=template)
        elif "fuzzy" not in record.flags:
            yield from _line_feeds(record)
        yield from _not_merged(record)


def of_record(
    record: Record, check: str, severity: Severity, message: str, line: int | None = None
) -> Problem:
    """Return a problem of a message, at its msgid unless ``line`` is given."""
    msgctxt, msgid = record.key
    msgstr = next(iter(record.msgstrs.values()), "")
    at = line or record.lines.get("msgid", record.line)
    return Problem(check, severity, at, message, msgctxt, msgid, msgstr)


def _duplicate(record: Record, first: Record) -> Problem:
    """Of obsolete messages too: msgfmt refuses the file for them as well."""
    line = first.lines.get("msgid", first.line)
    which = "an obsolete one of the same text stands" if first.obsolete else "the message stands"
    message = f"{which} there already, in line {line}; delete the one that is worse"
    return of_record(record, "duplicate", Severity.ERROR, message)


def _obsolete(record: Record, *, template: bool) -> Iterator[Problem]:
    if template:
        message = "an obsolete message in a template; delete it"
        yield of_record(record, "obsolete", Severity.WARNING, message)
    elif not any(record.msgstrs.values()):
        message = "an obsolete message without a translation; `workflow catalog prune` drops it"
        yield of_record(record, "obsolete", Severity.WARNING, message)


def _line_feeds(record: Record) -> Iterator[Problem]:
    """Of messages that msgfmt compiles: a fuzzy or untranslated one may differ."""
    if not next(iter(record.msgstrs.values()), ""):
        return
    msgid = record.fields.get("msgid", "")
    others = {"msgid_plural": record.fields.get("msgid_plural", msgid), **record.msgstrs}
    for name, text in others.items():
        for where, there, here in (
            ("begins", msgid.startswith("\n"), text.startswith("\n")),
            ("ends", msgid.endswith("\n"), text.endswith("\n")),
        ):
            if there != here:
                which = f"{name} {where}" if here else f"msgid {where}"
                other = "msgid" if here else name
                message = f"{which} with a line end (\\n), {other} does not; write both alike"
                at = record.lines.get(name)
                yield of_record(record, "line-ends", Severity.ERROR, message, at)


def _not_merged(record: Record) -> Iterator[Problem]:
    for line, comment in record.comments:
        if _NOT_MERGED.match(comment.strip()):
            message = "a merge left two translations; choose, then delete this comment"
            yield of_record(record, "conflict", Severity.WARNING, message, line)
