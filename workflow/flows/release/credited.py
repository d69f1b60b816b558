"""Who translated and reviewed a text, by the names that readers may see: those of the section
``[workflow:credits]``. Who is not listed there is named nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from workflow.model import MessageAction, MessageEvent
from workflow.model.message_event import translation_of
from workflow.model.same_person import is_among
from workflow.project.translation import Translation

_ADDRESS: Final = re.compile(r"<([^<>\s]+@[^<>\s]+)>\s*$")
"""In the header ``Last-Translator`` of a catalogue."""


def reviewers(translation: Translation) -> tuple[str, ...]:
    """Whose approvals count for a translation as it is, sorted by name.

    Nobody for a source text: whoever approves any translation of it vouches for it.
    """
    if translation.own:
        return ()
    return _names(translation.workspace.settings.credits, translation.standing.approvers)


def translators(translation: Translation) -> tuple[str, ...]:
    """Who made or changed texts of a translation as they are, sorted by name.

    By the review log, and by the header of the catalogue that editors of catalogues write. Nobody
    where each text is a draft that a machine made and nobody changed.
    """
    credits = translation.workspace.settings.credits
    if not credits or translation.own:
        return ()
    texts = {
        translation_of(each.msgstr)
        for each in translation.messages
        if each.msgstr and not (each.untouched or each.unedited)
    }
    return _names(credits, _people(translation, texts)) if texts else ()


def _people(translation: Translation, texts: set[str]) -> Iterator[str]:
    for line in translation.words.lines:
        event = line.line.event
        if (
            isinstance(event, MessageEvent)
            and event.action is MessageAction.EDIT
            and event.translation in texts
        ):
            yield event.actor
    catalogue = translation.catalogue
    headers = catalogue.headers if catalogue else {}
    if found := _ADDRESS.search(headers.get("Last-Translator", "")):
        yield found[1]


def _names(credits: Mapping[str, str], people: Iterable[str]) -> tuple[str, ...]:
    if not credits:
        return ()
    known = tuple(people)
    return tuple(sorted({name for actor, name in credits.items() if is_among(actor, known)}))
