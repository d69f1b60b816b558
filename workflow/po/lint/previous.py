"""The lines ``#|`` and ``#~|``: what a fuzzy message was the translation of."""

from __future__ import annotations

from dataclasses import dataclass, field

PREFIXES = ("#|", "#~|")
_AFTER: dict[str, list[list[str]]] = {
    "msgctxt": [[]],
    "msgid": [[], ["msgctxt"]],
    "msgid_plural": [["msgid"], ["msgctxt", "msgid"]],
}
"""Keyword → the keywords that may stand before it."""


@dataclass(slots=True)
class Previous:
    """Such lines in front of a message; built up line by line."""

    line: int
    """The first of them."""
    obsolete: bool
    """Whether they are ``#~|``."""
    keywords: list[str] = field(default_factory=list)

    def add(self, keyword: str, *, obsolete: bool) -> str:
        """Take one more line, ``keyword`` empty for a text alone; say what is wrong with it."""
        if obsolete != self.obsolete:
            return "“#|” and “#~|” stand together; #~| belongs to obsolete messages (#~) alone"
        if keyword:
            fits = self.keywords in _AFTER.get(keyword, [])
            self.keywords.append(keyword)
            return "" if fits else f"{keyword} does not belong there: #| msgctxt, then #| msgid"
        return "" if self.keywords else "a text stands there without msgid before it"

    def before(self, *, obsolete: bool) -> str:
        """Say what is wrong with a message, obsolete or not, that comes next."""
        if obsolete != self.obsolete:
            mine, other = PREFIXES if obsolete else reversed(PREFIXES)
            kind = "an obsolete" if obsolete else "a live"
            return f"the lines “{mine}” stand before {kind} message; write “{other}”"
        return "" if "msgid" in self.keywords else "#| msgctxt has no #| msgid after it"
