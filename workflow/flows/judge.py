"""What a reviewer says of single messages: accepted, rejected, commented on, another text, waived.

Each takes messages with the digest of the msgstr that was seen, and returns what came of each, in
that order. They raise :class:`ReviewError`, before anything is written, where the settings do not
let the actor do that in one of the locales; a file that cannot be read or written is in the way of
its own messages alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from workflow.errors import ConfigError
from workflow.flows.on_messages import Act, Decision, Found, Seen, not_a_text, on_each
from workflow.flows.word import Word
from workflow.model import MessageAction, Severity, State
from workflow.model.mqm import NAMES, WEIGHTS
from workflow.model.phrase import phrase
from workflow.project.config_values import near
from workflow.project.waivers import may_be_waived
from workflow.project.workspace import Workspace
from workflow.review.outcome import Said

_NO_TEXT = phrase("it is not translated")


def accept(workspace: Workspace, places: Iterable[Seen], word: Word) -> tuple[Said, ...]:
    """Say that the texts are right as they stand.

    What is fuzzy is so no more; the comment that names the engine of a draft stays. A text that
    is not there yet is refused.
    """

    def decide(found: Found) -> Decision | Said:
        if found.state is State.UNTRANSLATED:
            return found.refused(_NO_TEXT)
        if found.said.accepted and not found.message.fuzzy:
            return found.nothing(phrase("accepted already"))
        event = found.event(MessageAction.ACCEPT, word)
        # The text as well: a PO editor that opened the file before may save another over it.
        text = found.message.msgstr
        event = replace(event, text=text, draft=found.state is State.MACHINE)
        # The word first: a text that nobody vouched for is never without its flag.
        cleared = found.message.without_fuzzy() if found.message.fuzzy else None
        return Decision(event, cleared)

    return on_each(workspace, places, Act(MessageAction.ACCEPT, word.actor, decide))


def reject(
    workspace: Workspace,
    places: Iterable[Seen],
    word: Word,
    category: str = "other",
    severity: str = "major",
) -> tuple[Said, ...]:
    """Say that the texts are not right; they keep their page back until they change.

    ``category`` and ``severity`` are those of :mod:`workflow.model.mqm`; ``word.note`` is the
    reason. Raises :class:`ConfigError` with the nearest name for what is none of them.
    """
    for name, known in ((category, NAMES), (severity, tuple(WEIGHTS))):
        if name not in known:
            said = phrase("“{name}” is no kind or severity of an error", name=name)
            raise ConfigError(said, hint=near(name, known))

    def decide(found: Found) -> Decision | Said:
        if found.state is State.UNTRANSLATED:
            return found.refused(_NO_TEXT)
        event = found.event(MessageAction.REJECT, word)
        event = replace(event, category=category, severity=severity)
        last = found.said.verdict
        if last is not None and replace(event, time=last.time, signature=last.signature) == last:
            return found.nothing(phrase("rejected already"))
        return Decision(event)

    return on_each(workspace, places, Act(MessageAction.REJECT, word.actor, decide))


def retract(workspace: Workspace, places: Iterable[Seen], word: Word) -> tuple[Said, ...]:
    """Take back what was accepted or rejected last of the texts as they are.

    A machine's draft that was accepted as it stood waits for a person again: it is fuzzy.
    """

    def decide(found: Found) -> Decision | Said:
        verdict = found.said.verdict
        if verdict is None:
            return found.nothing(phrase("nobody has accepted or rejected it"))
        message = found.message
        drafted = verdict.draft and found.said.accepted and message.unedited
        flags = ("fuzzy", *(flag for flag in message.flags if flag != "fuzzy"))
        flagged = replace(message, flags=flags) if drafted else None
        return Decision(found.event(MessageAction.RETRACT, word), flagged)

    # The flag first: a draft that nobody vouches for is never without it.
    act = Act(MessageAction.RETRACT, word.actor, decide, text_first=True)
    return on_each(workspace, places, act)


def comment(workspace: Workspace, places: Iterable[Seen], word: Word) -> tuple[Said, ...]:
    """Say ``word.note`` of the texts; nothing follows from it."""

    def decide(found: Found) -> Decision | Said:
        if not word.note.strip():
            return found.refused(phrase("the comment is empty"))
        return Decision(found.event(MessageAction.COMMENT, word))

    return on_each(workspace, places, Act(MessageAction.COMMENT, word.actor, decide))


def suggest(
    workspace: Workspace, places: Iterable[Seen], word: Word, text: str
) -> tuple[Said, ...]:
    """Propose ``text`` in the place of the msgstr; the catalogue stays as it is."""
    text = text.replace("\r\n", "\n")

    def decide(found: Found) -> Decision | Said:
        if why := not_a_text(text, found.message.msgid):
            return found.refused(why)
        if text == found.message.msgstr:
            return found.nothing(phrase("that is the text already"))
        if any(each.text == text for each in found.said.suggestions):
            return found.nothing(phrase("suggested already"))
        return Decision(replace(found.event(MessageAction.SUGGEST, word), text=text))

    return on_each(workspace, places, Act(MessageAction.SUGGEST, word.actor, decide))


def waive(workspace: Workspace, places: Iterable[Seen], word: Word, check: str) -> tuple[Said, ...]:
    """Let stand what ``check`` finds in the texts, until they change; ``word.note`` says why."""

    def decide(found: Found) -> Decision | Said:
        if check in found.said.waived:
            return found.nothing(phrase("waived already"))
        if not word.note.strip():
            return found.refused(phrase("say why: a waiver has a reason"))
        told = [
            each
            for each in found.translation.translation_findings
            if (each.msgctxt, each.msgid) == found.message.key and each.check == check
        ]
        if not told or all(each.severity is Severity.INFO for each in told):
            return found.refused(phrase("the check “{name}” has nothing against it", name=check))
        if not may_be_waived(check):
            return found.refused(phrase("the check “{name}” cannot be waived", name=check))
        return Decision(replace(found.event(MessageAction.WAIVE, word), check=check))

    return on_each(workspace, places, Act(MessageAction.WAIVE, word.actor, decide))
