"""One source text that an article translates in two ways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workflow.checks.subject import Remark, Subject, Translation
from workflow.errors import ArticleError
from workflow.model import lazy_re as re
from workflow.model.phrase import phrase

_MARKS: Final = re.compile(r"[\W_]+")
_LEAST: Final = 2
"""Characters of what is a term; a mark or letter may be anything."""


def check_inconsistent(translation: Translation) -> Iterator[tuple[Subject, Remark]]:
    """The later of two translations of one text, capitals and marks apart.

    Within an article alone: two articles may rightly call a thing two things, and what an article
    is told of must not change with another's.
    """
    first: dict[str, Subject] = {}
    for subject in translation.subjects:
        try:
            said, drafted = subject.pairing.said, subject.pairing.drafted
        except ArticleError:  # of the parser; one rule that always runs tells it
            continue
        text = _MARKS.sub(" ", said).strip()
        if len(text) < _LEAST or not any(map(str.isalpha, text)):
            continue
        other = first.setdefault(text, subject)
        if other is not subject and _letters(other.pairing.drafted) != _letters(drafted):
            said_of = phrase(
                "the same text is “{other}” elsewhere in the article: translate it in one way",
                other=other.message.msgstr,
            )
            yield subject, Remark(said_of, (0, len(subject.message.msgstr)))


def _letters(text: str) -> str:
    return _MARKS.sub("", text).casefold()
