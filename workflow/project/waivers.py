"""Findings that somebody who may has let stand: they are told, and are in nobody's way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from workflow.model import Finding, Key, Message, MessageEvent, Severity
from workflow.model.finding import SWITCHES, UNEDITED
from workflow.model.ignoring import Ignoring, texts_digest
from workflow.model.phrase import phrase
from workflow.po.catalogue import Catalogue
from workflow.review.discussion import NO_DISCUSSIONS, NOTHING_SAID, Discussion, Discussions


def heeded(
    found: tuple[Finding, ...], messages: Sequence[Message], said: Discussions
) -> tuple[Finding, ...]:
    """``found``, with what was waived of the texts as they are for information alone.

    What says that nobody has read a draft is left out where somebody accepted it. ``messages``
    are those of the translation, ``said`` what its log says of them.
    """
    if said is NO_DISCUSSIONS:
        return found
    pairs = ((each.key, said.of(each)) for each in messages)
    talk = {key: about for key, about in pairs if about is not NOTHING_SAID}
    return tuple(_all_heeded(found, talk))


def _all_heeded(found: Iterable[Finding], talk: Mapping[Key, Discussion]) -> Iterator[Finding]:
    for each in found:
        said = talk.get((each.msgctxt, each.msgid))
        if said is None:
            yield each
            continue
        if each.check == UNEDITED and said.accepted:
            continue
        waiver = next((event for event in said.waivers if event.check == each.check), None)
        yield _heeded(each, waiver)


def with_waivers(catalogue: Catalogue, said: Discussions) -> Catalogue:
    """``catalogue`` as if its translators had switched off what reviewers waived of its texts."""
    if said is NO_DISCUSSIONS:
        return catalogue
    waived = [(each, said.of(each).waived) for each in catalogue.messages if each.msgstr]
    return catalogue.with_messages(_ignoring(each, names) for each, names in waived if names)


def _ignoring(message: Message, names: frozenset[str]) -> Message:
    texts = texts_digest(message.msgid, message.msgstr)
    line = str(Ignoring(tuple(sorted(names)), texts))
    return replace(message, translator_comments=(*message.translator_comments, line))


def may_be_waived(check: str) -> bool:
    """Whether a check may be waived: just where a project may switch it off."""
    if check in SWITCHES:
        return True
    from workflow.checks import rules  # noqa: PLC0415 - most of what is waived needs no rule

    return any(rule.name == check and rule.optional for rule in rules())


def _heeded(finding: Finding, waiver: MessageEvent | None) -> Finding:
    if waiver is None or not may_be_waived(finding.check):
        return finding
    said: str = phrase(
        "{what} (waived by {actor} until the text changes)",
        what=finding.message,
        actor=waiver.actor,
    )
    if waiver.note:
        said = phrase(
            "{what} (waived by {actor} until the text changes: {reason})",
            what=finding.message,
            actor=waiver.actor,
            reason=waiver.note,
        )
    return replace(finding, severity=Severity.INFO, message=said, waived_by=waiver.actor)
