"""The messages of a PO file as lint sees them: put together from whatever can be read."""

from __future__ import annotations

from dataclasses import dataclass, field

from workflow.model import Key, Severity
from workflow.model.phrase import phrase
from workflow.po.grammar import PREVIOUS

_BEFORE: dict[str, list[list[str]]] = {
    "msgctxt": [[]],
    "msgid": [[], ["msgctxt"]],
    "msgid_plural": [["msgid"], ["msgctxt", "msgid"]],
}
"""Keyword of a previous text → the keywords that may stand before it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a PO file, and where."""

    check: str
    """``encoding``, ``syntax``, ``conflict``, ``header``, ``plural``, ``duplicate``,
    ``obsolete`` or ``line-ends``."""
    severity: Severity
    """``error`` where programs refuse the file or read something else than was meant."""
    line: int
    """Line of the file, counted from 1."""
    message: str
    """What is wrong and what to do."""
    msgctxt: str | None = None
    msgid: str = ""
    msgstr: str = ""


@dataclass(slots=True)
class Record:
    """One message as far as its lines can be read; built up line by line."""

    line: int
    """Line of its first keyword."""
    obsolete: bool
    fields: dict[str, str] = field(default_factory=dict)
    """Keyword → text, its escapes undone."""
    lines: dict[str, int] = field(default_factory=dict)
    """Keyword → line."""
    comments: list[tuple[int, str]] = field(default_factory=list)
    """Line and what follows the ``#``."""

    @property
    def key(self) -> Key:
        """(msgctxt, msgid)."""
        return self.fields.get("msgctxt"), self.fields.get("msgid", "")

    @property
    def header(self) -> bool:
        """Whether it is the header entry, or would like to be one."""
        return not self.obsolete and self.fields.get("msgid") == "" and "msgctxt" not in self.fields

    @property
    def msgstrs(self) -> dict[str, str]:
        """The translation or its plural forms, by keyword."""
        return {name: text for name, text in self.fields.items() if name.startswith("msgstr")}

    @property
    def flags(self) -> dict[str, int]:
        """Flag → line."""
        lines = ((line, text) for line, text in self.comments if text.startswith(","))
        return {flag.strip(): line for line, text in lines for flag in text[1:].split(",")}


@dataclass(slots=True)
class Previous:
    """Lines ``#|`` or ``#~|`` in front of a message; built up line by line."""

    line: int
    """The first of them."""
    obsolete: bool
    """Whether they are ``#~|``."""
    keywords: list[str] = field(default_factory=list)

    def add(self, keyword: str, *, obsolete: bool) -> str:
        """Take one more line, ``keyword`` empty for a text alone; say what is wrong with it."""
        if obsolete != self.obsolete:
            return phrase(
                "“#|” and “#~|” stand together; #~| belongs to obsolete messages (#~) alone"
            )
        if keyword:
            fits = self.keywords in _BEFORE.get(keyword, [])
            self.keywords.append(keyword)
            said = phrase(
                "{keyword} does not belong there: #| msgctxt, then #| msgid", keyword=keyword
            )
            return "" if fits else said
        return "" if self.keywords else phrase("a text stands there without msgid before it")

    def before(self, *, obsolete: bool) -> str:
        """Say what is wrong with a message, obsolete or not, that comes next."""
        if obsolete != self.obsolete:
            mine, other = PREVIOUS if obsolete else reversed(PREVIOUS)
            if obsolete:
                return phrase(
                    "the lines “{mine}” stand before an obsolete message; write “{other}”",
                    mine=mine,
                    other=other,
                )
            return phrase(
                "the lines “{mine}” stand before a live message; write “{other}”",
                mine=mine,
                other=other,
            )
        return "" if "msgid" in self.keywords else phrase("#| msgctxt has no #| msgid after it")
