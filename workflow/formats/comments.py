"""What authors tell the tool in comments of the source, each on a line of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_SPACE = re.compile(r"\s+")


@dataclass(slots=True)
class Remarks:
    """Collects the comments before a block; the format asks for them when the block starts."""

    notes: list[str] = field(default_factory=list)
    context: str | None = None
    skip_next: bool = False
    skipping: bool = False
    """Between ``skip-begin`` and ``skip-end``."""
    any: bool = False
    """Whether there is something to hand over to the next block."""

    def read(self, html: str) -> bool:
        """Take in a comment; return whether ``html`` is nothing but one meant for the tool."""
        comment = html.strip()
        inside = comment[len("<!--") : -len("-->")]
        if comment != f"<!--{inside}-->" or "-->" in inside:
            return False
        name, colon, value = inside.partition(":")
        value = _SPACE.sub(" ", value).strip()
        match name.strip(), value:
            case "translators", _ if colon:
                self.notes.append(value)
            case "context", _ if colon:
                self.context = value or None
            case "workflow", "skip":
                self.skip_next = True
            case "workflow", "skip-begin":
                self.skipping = True
            case "workflow", "skip-end":
                self.skipping = False
            case _:
                return False
        self.any = bool(self.notes or self.context or self.skip_next)
        return True

    def take(self) -> Remarks:
        """Hand over what stands before the block that starts now, and forget it."""
        taken = Remarks(self.notes, self.context, self.skip_next, self.skipping, self.any)
        self.notes, self.context, self.skip_next, self.any = [], None, False, False
        return taken
