"""Translations that are the source's text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workflow.checks.subject import Remark, Subject
from workflow.inline.pattern import read
from workflow.model.phrase import phrase

_WORD = re.compile(r"[^\W\d_]+")


def check_same_as_source(subject: Subject) -> Iterator[Remark]:
    """The translation is the source's text, word for word: it was forgotten, or copied.

    Numbers, placeables and names are the same in every language and are let through.
    """
    text = subject.message.msgstr
    if text.strip() != subject.message.msgid.strip():
        return
    words = _WORD.findall("".join(read(subject.target).between))
    if words and not _only_names(words, subject.east_asian):
        yield Remark(
            phrase(
                "the translation is the source's text: translate it (or leave it if it is a name)"
            ),
            (0, len(text)),
        )


def _only_names(words: list[str], east_asian: bool) -> bool:
    """Whether every word begins with a capital.

    One word alone that does is a name among Latin letters (and a cognate is often right:
    “Contact”), but in Chinese more often a heading that was forgotten.
    """
    capitals = all(word[0].isupper() for word in words)
    return capitals and (not east_asian or len(words) > 1 or words[0].isupper())
