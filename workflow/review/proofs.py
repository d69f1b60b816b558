"""What an approval says of each message, and what of it still holds of the texts as they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from workflow.merge.changes import (
    classify,
    words,
)
from workflow.model import (
    Action,
    Change,
    ChangeClass,
    Key,
    Markup,
    Message,
    ReviewEvent,
    Text,
    Vouched,
    digest,
)
from workflow.model.change import OTHER, TRANSLATION
from workflow.model.message_event import context_part, source_of, translation_of
from workflow.model.phrase import phrase, phrases
from workflow.po.template import message_markup

if TYPE_CHECKING:
    from workflow.formats import Document
    from workflow.review.fold import Standing

FORM = frozenset({ChangeClass.WHITE_SPACE, ChangeClass.TYPOGRAPHY, ChangeClass.MARKUP})
"""Classes of a change in form alone: what `approve --carry-over` may take over."""
SOME_FORM = "form"
"""Beside the classes: it can be proved that the words are the approved ones, but not what they
looked like."""
CONTENT = "content"
"""Beside the classes: words, a number or an address are others; which of these, no text tells."""
_ORDER = (
    *(kind for kind in ChangeClass if kind in FORM),
    SOME_FORM,
    *(kind for kind in ChangeClass if kind not in FORM),
    CONTENT,
    TRANSLATION,
    OTHER,
)


@dataclass(frozen=True, slots=True)
class Record:
    """What an approval of these texts would say beside their digests."""

    frame: str
    messages: tuple[Vouched, ...]


def record(document: Document, messages: Sequence[Message]) -> Record:
    """Return what vouches for each of ``messages``, the document's in document order."""
    markup = message_markup(document.segments)
    said = (_vouched(message, markup[message.key]) for message in messages)
    return Record(frame_of(document), tuple(said))


def source_messages(document: Document) -> tuple[Message, ...]:
    """The document's messages without any translation, each once: what a word for the source
    alone vouches for."""
    return tuple(Message(msgctxt=context, msgid=msgid) for context, msgid in document.keys)


def recalled(
    approval: ReviewEvent, messages: Sequence[Message], elsewhere: Iterable[Message]
) -> tuple[Message, ...]:
    """``messages`` with the previous msgids of ``elsewhere``, the catalogues of other locales.

    Only those that can be proved to be what ``approval`` vouched for: so the change of a text
    that has no catalogue of its own is known by its class.
    """
    sources = {each.source for each in approval.messages}
    known = {
        each.key: each
        for each in elsewhere
        if each.previous_msgid is not None
        and source_of((each.previous_msgctxt, each.previous_msgid)) in sources
    }
    return tuple(
        replace(
            message,
            previous_msgctxt=known[message.key].previous_msgctxt,
            previous_msgid=known[message.key].previous_msgid,
        )
        if message.key in known
        else message
        for message in messages
    )


def changed(approval: ReviewEvent, messages: Sequence[Message]) -> tuple[Message, ...]:
    """The messages that are not as ``approval`` (an event with a record) vouched for them."""
    known = {(each.source, each.translation) for each in approval.messages}
    return tuple(each for each in messages if exact(each) not in known)


def not_as_approved(
    stand: Standing, last: ReviewEvent | None, messages: Sequence[Message]
) -> frozenset[Key]:
    """The keys of ``messages`` that are not as they were approved.

    Empty where an approval stands, and where ``last``, the last word that counts, does not tell.
    """
    if stand.void is None or last is None or last.action is Action.WITHDRAW or not last.frame:
        return frozenset()
    return frozenset(message.key for message in changed(last, messages))


def open_changes(
    approval: ReviewEvent, document: Document, messages: Sequence[Message], source_digest: str
) -> Mapping[str, int]:
    """Count what changed since ``approval``, by class, from light to heavy.

    For people: the class of a changed source is read off its previous msgid, where that was
    approved, else off the translators' comment; where there is neither, it is left at ``form``
    (the words are the approved ones) or ``content``. Messages that went count as meaning. A source
    that changed in none of its messages, nor in what stands around them, counts as one of
    white space. Of an approval without a record only messages with a previous msgid are known.
    """
    markup = message_markup(document.segments)
    if not approval.frame:
        return _sorted(Counter(_by_previous(messages, markup)))
    others = changed(approval, messages)
    found = Counter(_kind(approval, message, markup[message.key]) for message in others)
    if gone := max(0, len(approval.messages) - len(messages)):
        found[ChangeClass.MEANING] += gone
    if approval.frame != frame_of(document):
        found[OTHER] += 1
    if not found and approval.source_digest != source_digest:
        found[ChangeClass.WHITE_SPACE] += 1
    return _sorted(found)


def in_log(changes: Mapping[str, int]) -> str:
    """Changes by class as the note of an event has them: “1 typography, 2 meaning”."""
    places = {OTHER: "in what is not translated", TRANSLATION: "in the translation"}
    return ", ".join(f"{count} {places.get(kind, kind)}" for kind, count in changes.items())


def unproven(
    approval: ReviewEvent, document: Document, messages: Sequence[Message]
) -> tuple[str, ...]:
    """Say, for people, why these texts cannot be proved to differ in form alone; () if they can.

    The proof is of digests, not of comments: what stands around the messages is the same but
    for blank lines and blanks at line ends; there are as many messages, and each has, place by
    place, the words that were approved there, in source and translation. Where a previous
    msgid can be proved to be the approved one, the change from it has to be one of form, too.
    """
    if not approval.frame:
        return (phrase("it was approved by a version that did not record single messages"),)
    if approval.frame != frame_of(document):
        return (phrase("what is not translated changed (a date, code or the structure)"),)
    if len(approval.messages) != len(messages):
        return (phrase("messages came or went"),)
    markup = message_markup(document.segments)
    heavy = sum(
        _is_heavy(approval, was, message, markup[message.key])
        for was, message in zip(approval.messages, messages, strict=True)
    )
    if not heavy:
        return ()
    return (
        phrases(
            "{count} message changed in more than typography, white space and markup",
            "{count} messages changed in more than typography, white space and markup",
            heavy,
        ),
    )


def carried_over(approval: ReviewEvent, messages: Sequence[Message]) -> tuple[Vouched, ...]:
    """What a carry-over of ``approval`` says of ``messages``, which :func:`unproven` let pass.

    The digests of words are the approval's own, so that another version of the program, which
    may read a text otherwise, still finds the two events alike.
    """
    pairs = zip(approval.messages, messages, strict=True)
    return tuple(Vouched(*exact(message), was.words) for was, message in pairs)


def _is_heavy(approval: ReviewEvent, was: Vouched, message: Message, markup: Markup) -> bool:
    if exact(message) == (was.source, was.translation):
        return False
    kind = _kind(approval, message, markup)
    return (
        kind not in {*FORM, SOME_FORM, TRANSLATION} or _vouched(message, markup).words != was.words
    )


def _by_previous(messages: Sequence[Message], markup: Mapping[Key, Markup]) -> Iterator[str]:
    for message in messages:
        if message.previous_msgid is not None:
            previous = (message.previous_msgctxt, message.previous_msgid)
            yield _class(previous, message, markup[message.key])


def _kind(approval: ReviewEvent, message: Message, markup: Markup) -> str:
    """The class of the change of a message that is not as it was approved."""
    sources = {each.source for each in approval.messages}
    if source_of(message.key) in sources:
        return TRANSLATION
    if message.previous_msgid is not None:
        previous = (message.previous_msgctxt, message.previous_msgid)
        if source_of(previous) in sources:
            return _class(previous, message, markup)
    same_words = _vouched(message, markup).words in {each.words for each in approval.messages}
    marks = (Change.parse(line) for line in message.translator_comments)
    said = next((mark.kind for mark in marks if mark is not None), None)
    if said is not None and (said in FORM) == same_words:
        return said
    return SOME_FORM if same_words else CONTENT


def _class(previous: Key, message: Message, markup: Markup) -> ChangeClass:
    if previous[0] != message.msgctxt:
        return ChangeClass.MEANING
    return classify(Text(previous[1], markup), Text(message.msgid, markup))


def _sorted(found: Mapping[str, int]) -> Mapping[str, int]:
    return {str(kind): found[kind] for kind in _ORDER if kind in found}


# Digests


def _vouched(message: Message, markup: Markup) -> Vouched:
    return Vouched(*exact(message), vouched_words(message, markup))


def vouched_words(message: Message, markup: Markup) -> str:
    """See :attr:`Vouched.words`."""
    context = context_part(message.msgctxt)
    source, target = (words(Text(text, markup)) for text in (message.msgid, message.msgstr))
    return digest(context, str(len(source)), *source, *target)


def exact(message: Message) -> tuple[str, str]:
    """The digests of a message's source and translation, as :class:`Vouched` has them."""
    return source_of(message.key), translation_of(message.msgstr)


def frame_of(document: Document) -> str:
    """Digest of the source with its kind and its message's number in the place of each segment.

    Blanks at line ends, blank lines, the kind of line ends and ``aliases`` are not covered.
    """
    start, end = document.aliases
    text = document.text
    # As long as it was: the segments' offsets stay.
    entry = "\n" * len(text[start:end].encode())
    data = (text[:start] + entry + text[end:]).encode()
    numbers: dict[Key, int] = {}
    parts: list[str] = []
    done = 0
    for segment in sorted(document.segments, key=lambda each: (each.start, each.end)):
        number = numbers.setdefault(segment.key, len(numbers))
        between = data[done : max(done, segment.start)].decode().replace("\x00", "\x00\x00")
        parts += (between, f"\x00{number} {segment.kind}\x00")
        done = max(done, segment.end)
    parts.append(data[done:].decode())
    lines = re.split(r"\r\n|\r|\n", "".join(parts).removeprefix("\ufeff"))
    return digest(*(line.rstrip(" \t") for line in lines if line.strip(" \t")))
