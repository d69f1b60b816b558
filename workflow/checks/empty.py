"""Translations that hold nothing but white space."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.checks.subject import Remark, Subject
from workflow.model.phrase import phrase


def check_empty(subject: Subject) -> Iterator[Remark]:
    """The translation is only white space: a reader would find a hole in the page.

    A message without any translation is no finding; `workflow status` counts it.
    """
    msgstr = subject.message.msgstr
    if subject.message.msgid.strip() and not msgstr.strip():
        yield Remark(
            phrase("the translation is only white space: translate it"), (0, len(msgstr)), ""
        )
