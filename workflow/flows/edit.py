"""Texts of messages, replaced by others in the catalogue as it stands now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from workflow.flows.on_messages import Act, Decision, Found, Seen, not_a_text, on_each
from workflow.flows.word import Word
from workflow.model import MessageAction
from workflow.model.message_event import translation_of
from workflow.model.phrase import phrase
from workflow.project.workspace import Workspace
from workflow.review.outcome import Place, Said


def edit(workspace: Workspace, place: Place, text: str, word: Word, seen: str | None) -> Said:
    """Give the message at ``place`` the msgstr ``text``; it is fuzzy no more.

    See :func:`edit_many`; ``seen`` is the digest of the msgstr that the actor was shown.
    """
    (done,) = edit_many(workspace, [((place, seen), text)], word)
    return done


def edit_many(
    workspace: Workspace, texts: Sequence[tuple[Seen, str]], word: Word
) -> tuple[Said, ...]:
    """Give each message the msgstr that stands with it; they are fuzzy no more.

    Where somebody saved another one than the actor was shown meanwhile, nothing is written of it,
    and the outcome has what is there now. What others saved of other messages stays. The catalogue
    is written first, then the events: a text without its event is as one from a PO editor. No
    message may be named twice. Raises :class:`ReviewError` where the settings do not let the actor
    edit in one of the locales.
    """
    wanted = {place: text.replace("\r\n", "\n") for (place, _), text in texts}

    def decide(found: Found) -> Decision | Said:
        before, text = found.message, wanted[found.place]
        if not found.in_catalogue:
            return found.refused(phrase("the catalogue does not have it yet: run workflow extract"))
        if why := not_a_text(text, before.msgid):
            return found.refused(why)
        if text == before.msgstr and not before.fuzzy:
            return found.nothing(phrase("that is the text already"))
        event = replace(
            found.event(MessageAction.EDIT, word),
            before=before.msgstr,
            text=text,
            translation=translation_of(text),
        )
        return Decision(event, replace(before.without_fuzzy(), msgstr=text))

    act = Act(MessageAction.EDIT, word.actor, decide, text_first=True)
    return on_each(workspace, [seen for seen, _ in texts], act)
