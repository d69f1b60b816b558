"""The skeleton of HTML: every tag, what is kept, and where text stands.

Inside a run translations may order elements anew, so a run counts as the set of its tags. An
attribute counts with its value, unless that is text for readers: no msgstr can bring in an
element, an event handler or an address that its source does not have.
"""

from __future__ import annotations

from collections.abc import Hashable

from workflow.formats.html.runs import Run
from workflow.formats.html.stack import Advice
from workflow.formats.html.walk import Walk
from workflow.inline.html_references import is_blank
from workflow.inline.html_tags import Tag
from workflow.inline.html_tokens import Kind


class Skeleton(Walk):
    """See :meth:`workflow.formats.interface.Format.skeleton`."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.parts: list[Hashable] = []

    def meet_run(self, run: Run) -> None:
        """See :class:`Walk`."""
        self.parts.append(run.shape(self.data))

    def meet_start(self, tag: Tag, start: int, readable: bool, advice: Advice) -> None:
        """See :class:`Walk`."""
        self.parts.append(tag.shape)

    def meet_end(self, tag: Tag) -> None:
        """See :class:`Walk`."""
        self.parts.append(tag.shape)

    def meet_content(self, kind: Kind, start: int, end: int) -> None:
        """See :class:`Walk`."""
        text = self.data[start:end]
        if kind == "raw" and self.stack.top.name == "title":
            if not is_blank(text):
                self.parts.append(("text",))
        else:
            self.parts.append(text.decode())
