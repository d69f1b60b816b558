"""The one way to leave something of a page out: it is written down."""

from __future__ import annotations

from lxml import html
from lxml.html import HtmlElement

from workflow.importing.characters import (
    one_line,
    squash,
)
from workflow.importing.elements import (
    drop,
    replace,
    shown_text,
)
from workflow.importing.findings import LeftOut

_APART = frozenset(("audio", "embed", "iframe", "object", "video"))


class Ledger:
    """What is left out of one page, while it is read."""

    def __init__(self, tree: HtmlElement, *, keep_all: bool) -> None:
        """Begin with nothing left out of ``tree``; with ``keep_all`` nothing ever is."""
        self._keep_all = keep_all
        self._order = {element: place for place, element in enumerate(tree.iter())}
        self._found: list[tuple[int, LeftOut]] = []

    def leave_out(self, element: HtmlElement, reason: str) -> None:
        """Take ``element`` out of its tree and write its text down, if it has one."""
        if not self._keep_all:
            self.note(element, shown_text(element), reason)
            drop(element)

    def leave_out_as(self, element: HtmlElement, text: str, reason: str) -> None:
        """Take ``element`` out, written down as ``text``, which stays where nothing is left out."""
        if self._keep_all and squash(text):
            shown = html.Element("p" if element.tag in _APART else "span")
            shown.text = text
            replace(element, shown)
        else:
            self.note(element, text, reason)
            drop(element)

    def note(self, element: HtmlElement, text: str, reason: str) -> None:
        """Write ``text`` down, which ``element`` shows and the article cannot have."""
        if squash(text):
            self._found.append((self._place(element), LeftOut(one_line(text), reason)))

    def entries(self) -> tuple[LeftOut, ...]:
        """Return what was left out, in the order of the page."""
        return tuple(entry for _, entry in sorted(self._found, key=lambda found: found[0]))

    def _place(self, element: HtmlElement) -> int:
        """Return where ``element`` stood in the page, one made since by what is in or about it."""
        near = (*element.iter(), *element.iterancestors())
        return next((self._order[one] for one in near if one in self._order), 0)
