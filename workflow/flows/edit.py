"""One message's text, replaced by another one in the catalogue as it stands now."""

from __future__ import annotations

from dataclasses import replace

from workflow.flows.on_messages import Act, Decision, Found, on_each
from workflow.flows.word import Word
from workflow.model import MessageAction
from workflow.model.message_event import translation_of
from workflow.model.phrase import phrase
from workflow.project.workspace import Workspace
from workflow.review.outcome import Place, Said


def edit(workspace: Workspace, place: Place, text: str, word: Word, seen: str | None) -> Said:
    """Give the message at ``place`` the msgstr ``text``; it is fuzzy no more.

    ``seen`` is the digest of the msgstr that the actor was shown (None: whatever is there): where
    somebody saved another one meanwhile, nothing is written, and the outcome has what is there
    now. What others saved of other messages stays. The catalogue is written first, then the
    event: a text without its event is as one from a PO editor. Raises :class:`ReviewError` where
    the settings do not let the actor edit in the locale.
    """
    text = text.replace("\r\n", "\n")

    def decide(found: Found) -> Decision | Said:
        before = found.message
        if not found.in_catalogue:
            return found.refused(phrase("the catalogue does not have it yet: run workflow extract"))
        if not text.strip():
            return found.refused(phrase("the text is empty"))
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
    (done,) = on_each(workspace, [(place, seen)], act)
    return done
