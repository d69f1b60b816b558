"""New texts of a translation that would break its page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from workflow.model import Finding, Key, Severity
from workflow.po.catalogue import Catalogue
from workflow.project.checking import translation_findings
from workflow.project.translation import Translation

_BREAKING: Final = frozenset({"placeables", "placeholders", "markup", "structure", "active"})
"""Checks whose errors say that a text would break the page."""


def breaking(
    translation: Translation, catalogue: Catalogue, texts: Mapping[Key, str]
) -> Mapping[Key, str]:
    """Why texts cannot take the place of those that ``catalogue`` has: key of a message → reason.

    What is wrong with the text that is there already is no reason. All of ``texts`` are in the
    catalogue.
    """
    edited = catalogue.with_messages(
        replace(message.without_fuzzy(), msgstr=text)
        for key, text in texts.items()
        if (message := catalogue.get(key)) is not None
    )
    before = {
        (each.msgctxt, each.msgid, each.check)
        for each in _errors(translation_findings(translation, catalogue, texts.keys()))
    }
    after = _errors(translation_findings(translation.edit(edited), edited, texts.keys()))
    return {
        (each.msgctxt, each.msgid): each.message
        for each in after
        if (each.msgctxt, each.msgid, each.check) not in before
    }


def _errors(found: Iterable[Finding]) -> Iterator[Finding]:
    for each in found:
        if each.severity is Severity.ERROR and each.check in _BREAKING:
            yield each
