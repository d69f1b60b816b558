"""Checks that a translator switches off for one message, in its comment.

``# workflow: ignore NAME[, NAME]``. A person writes no more; `workflow check --fix` binds the line
to the texts it was written for by adding a digest of them, ``[0123456789ab]``. A bound line says
nothing of other texts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from workflow.model import lazy_re as re
from workflow.model.digest import digest

_LINE = re.compile(
    r"\s*workflow:\s*ignore\s+(?P<names>[\w-]+(?:\s*,\s*[\w-]+)*)\s*(?:\[(?P<texts>[0-9a-f]{12})\])?\s*"
)


@dataclass(frozen=True, slots=True)
class Ignoring:
    """One such line."""

    names: tuple[str, ...]
    texts: str = ""
    """Digest of the msgid and msgstr it is bound to; empty where nobody has bound it."""

    def __str__(self) -> str:
        """The line, which :meth:`parse` reads back."""
        return f"workflow: ignore {', '.join(self.names)}" + f" [{self.texts}]" * bool(self.texts)

    @classmethod
    def parse(cls, line: str) -> Ignoring | None:
        """Read one line of a translators' comment; None for any other."""
        found = _LINE.fullmatch(line)
        if found is None:
            return None
        return cls(tuple(re.split(r"\s*,\s*", found["names"])), found["texts"] or "")

    def holds(self, msgid: str, msgstr: str) -> bool:
        """Whether it speaks of these texts."""
        return self.texts in ("", texts_digest(msgid, msgstr))


def texts_digest(msgid: str, msgstr: str) -> str:
    """What binds a line to two texts: twelve hexadecimal digits."""
    return digest(msgid, msgstr)[:12]


def bound(comments: Iterable[str], msgid: str, msgstr: str) -> tuple[str, ...]:
    """A translators' comment, with lines that nobody has bound bound to these texts."""
    return tuple(
        str(replace(found, texts=texts_digest(msgid, msgstr)))
        if (found := Ignoring.parse(line)) and not found.texts
        else line
        for line in comments
    )
