"""Translations that would change how the page is built."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.checks.subject import Remark, Subject, Translation
from workflow.model import Segment
from workflow.model.naming import named
from workflow.model.phrase import phrase


def check_structure(translation: Translation) -> Iterator[tuple[Subject, Remark]]:
    """With the translation the page would be built otherwise than its source: another kind
    of block, another table, other code, other front matter.

    What can be escaped safely is escaped when the page is made; this is what cannot.
    """
    subjects = {subject.message.key: subject for subject in translation.subjects}

    def translate(segment: Segment) -> str | None:
        subject = subjects.get(segment.key)
        return subject.message.msgstr if subject is not None else None

    seen: set[tuple[tuple[str | None, str], str]] = set()
    for segment, reason in translation.document.breakage(translate):
        if (segment.key, reason) not in seen:  # one message may stand in several places
            seen.add((segment.key, reason))
            subject = subjects[segment.key]
            yield (
                subject,
                Remark(
                    phrase(
                        "breaks the page ({kind}): {reason}; write it on one line, built as the "
                        "source is",
                        kind=named(segment.kind),
                        reason=reason,
                    ),
                    (0, len(subject.message.msgstr)),
                ),
            )
