"""From the words of a review log to where an article stands, and each of its messages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from workflow.model import (
    Action,
    Article,
    Bound,
    Change,
    ChangeClass,
    Grade,
    Media,
    Message,
    ReviewEvent,
    State,
    digest,
)
from workflow.model.blocker import Became, Lapse, ShownFile, Void
from workflow.model.phrase import phrase
from workflow.review.discussion import NOTHING_SAID, Discussion, contributors
from workflow.review.log import Words


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether the texts as they are now have an editor's word."""

    approved: bool
    by: str = ""
    """Who spoke last (e-mail address); empty where nobody did."""
    time: str = ""
    """When, as in the event."""
    void: Void | None = None
    """Why an approval that was given does not count; None where it counts or there is none."""
    carried_over: bool = False
    """Whether the approval that counts is one carried over from earlier texts."""
    unknown: str = ""
    """Why it is not known whether one counts: what of the log cannot be read, with its place."""
    approvers: tuple[str, ...] = ()
    """Whose words count for the texts as they are (e-mail addresses), the first first."""
    needed: int = 1
    """Of how many people words are needed."""
    own_work: tuple[str, ...] = ()
    """Whose words do not, for they translated or edited these texts."""

    def has(self, actor: str) -> bool:
        """Whether the word of ``actor`` (any case) counts for the texts as they are."""
        return actor.casefold() in map(str.casefold, self.approvers)


OWN_WORK: Final = phrase("own work: somebody else has to approve it (four_eyes in setup.cfg)")
"""Why an approval counts for nothing where the settings ask for four eyes."""
NEVER = Standing(approved=False)
"""Nobody has approved anything yet."""


def standing(words: Words, bound: Bound) -> Standing:
    """Tell whether the texts and media as they are have an editor's word; the last one wins.

    A later approval takes the place of an earlier one, even where the texts went back to what
    the earlier one was given for: whoever approved a correction has taken the error back.
    """
    if unknown := words.unknown(bound):
        return Standing(False, unknown=unknown)
    last = words.last
    if last is None:
        return NEVER
    if void := _void(last, bound):
        return Standing(False, last.actor, last.time, void)
    approvers, own_work = _approvers(words, bound)
    needed = words.rules.approvals
    return Standing(
        approved=len(approvers) >= needed,
        by=last.actor,
        time=last.time,
        carried_over=last.action is Action.CARRY_OVER,
        approvers=approvers,
        needed=needed,
        own_work=own_work,
    )


def approvals(words: Words, bound: Bound) -> tuple[ReviewEvent, ...]:
    """Return the approvals of texts and media as they are, the latest first.

    Back to the last word to the contrary. A carry-over passes on those of what it carries over;
    it is none itself.
    """
    found: list[ReviewEvent] = []
    texts: tuple[str, str | None] = (bound.source, bound.translation)
    for event in reversed(words.events):
        translation = None if texts[1] is None else event.translation_digest
        if event.action is Action.WITHDRAW or (event.source_digest, translation) != texts:
            break
        if changed_media(event, bound.media):
            break
        if event.action is Action.CARRY_OVER:
            translation = None if texts[1] is None else event.from_translation_digest
            texts = (event.from_source_digest, translation)
        else:
            found.append(event)
    return tuple(found)


def _approvers(words: Words, bound: Bound) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Whose approvals of the texts as they are count, and whose do not for want of four eyes."""
    found = approvals(words, bound)
    people = {event.actor.casefold(): event.actor for event in reversed(found)}
    barred: set[str] = set()
    if words.rules.four_eyes:
        barred.update(*(contributors(words, event) for event in found))
    return (
        tuple(name for person, name in people.items() if person not in barred),
        tuple(name for person, name in people.items() if person in barred),
    )


def source_standing(logs: Iterable[Words], bound: Bound) -> Standing:
    """Tell whether anybody vouches for the source text of an article.

    ``logs`` are the article's in every locale, its own included; ``bound`` says nothing of a
    translation. Whoever approves a translation vouches for the source it translates, so that
    any approval which is the last word of its locale and binds the source and what it shows
    will do; the earliest of them is named.
    """
    found = [standing(words, bound) for words in logs]
    vouching = [each for each in found if each.by and each.void is None]
    people = {name.casefold(): name for each in vouching for name in each.approvers}
    needed = max((each.needed for each in vouching), default=1)
    if len(people) >= needed:
        first = min((each for each in vouching if each.approvers), key=_earliest)
        approvers = tuple(people.values())
        return Standing(True, first.by, first.time, approvers=approvers, needed=needed)
    if unknown := next((each for each in found if each.unknown), None):
        return unknown
    spoken = [each for each in found if each.by]
    if not spoken:
        return NEVER
    latest = max(vouching or spoken, key=_earliest)
    return replace(latest, approved=False, approvers=tuple(people.values()))


def _earliest(each: Standing) -> tuple[str, str]:
    return (each.time, each.by)


def message_state(
    message: Message | None, standing: Standing, said: Discussion = NOTHING_SAID
) -> State:
    """Return the state of one message of an article with this standing.

    None is a message the catalogue does not have; ``said`` is what was said of it as it is. A
    draft stays a draft whatever the standing says: fuzzy is for a person to clear. What was
    rejected since stands in the way of an approval that counts otherwise.
    """
    if message is None or message.obsolete or not message.msgstr:
        return State.UNTRANSLATED
    if message.fuzzy:
        return State.MACHINE if message.is_draft else State.FUZZY
    if said.rejected:
        return State.REJECTED
    if standing.approved:
        return State.APPROVED
    return State.REVIEWED if said.verdict is not None else State.TRANSLATED


def grade(messages: Iterable[Message], *, approved: bool) -> Grade | None:
    """How a translation came to be; None while it has no text.

    ``approved``: an editor vouches for it as it stands. What the memory had word for word is a
    person's, if no engine drafted it where the memory has it from.
    """
    texts = [message for message in messages if message.msgstr]
    made = [
        message
        for message in texts
        if message.provenance is not None
        and (message.provenance.drafted_by or not message.provenance.of_a_person)
    ]
    if not texts:
        return None
    if not made:
        return Grade.HUMAN
    untouched = any(message.untouched or message.unedited for message in made)
    return Grade.MACHINE if untouched and not approved else Grade.MACHINE_EDITED


def changed_media(event: ReviewEvent, media: Iterable[Media]) -> tuple[ShownFile, ...]:
    """Those of ``media`` that are not as ``event`` binds them."""
    known = {each.path: each.digest for each in event.media or ()}
    return tuple(
        ShownFile(each.path, _became(each, known))
        for each in media
        if known.get(each.path) != each.digest
    )


def _became(now: Media, known: dict[str, str]) -> Became:
    if not now.digest:
        return Became.GONE
    return Became.CHANGED if known.get(now.path) else Became.CAME


def _void(event: ReviewEvent, bound: Bound) -> Void | None:
    """Why the last word is no approval of these texts; None where it is one."""
    files: tuple[ShownFile, ...] = ()
    if event.action is Action.WITHDRAW:
        lapse = Lapse.WITHDRAWN
    elif event.source_digest != bound.source:
        lapse = Lapse.SOURCE
    elif bound.translation not in (None, event.translation_digest):
        lapse = Lapse.TRANSLATION
    elif files := changed_media(event, bound.media):
        lapse = Lapse.UNRECORDED if event.media is None else Lapse.MEDIA
    else:
        return None
    carried = event.action is Action.CARRY_OVER
    return Void(lapse, event.actor, event.time[:10], carried, files)


def source_digest(article: Article) -> str:
    """Return the digest of the article's whole text, front matter and line ends included."""
    return article.digest


def translation_digest(messages: Iterable[Message]) -> str:
    """Return the digest over context, msgid and msgstr of ``messages``.

    ``messages`` are the document's, in document order, each once; one that the catalogue does
    not have yet counts as a message without translation. Flags and comments are not covered:
    a reader never sees them. No context and an empty context are different keys to gettext,
    and so they are here.
    """
    parts: list[str] = []
    for message in messages:
        context = "" if message.msgctxt is None else f"={message.msgctxt}"
        parts += (context, message.msgid, message.msgstr)
    return digest(*parts)


@dataclass(frozen=True, slots=True)
class Marks:
    """How many changes of each class there are, from light to heavy."""

    waiting: Mapping[str, int] = field(default_factory=dict)
    """Of fuzzy messages."""
    followed: Mapping[str, int] = field(default_factory=dict)
    """Of messages whose translation the program changed likewise."""

    @classmethod
    def of(cls, messages: Sequence[Message], states: Sequence[State]) -> Marks:
        """Read the translators' comments of ``messages``; ``states`` are theirs, one each.

        A message that is translated again, reviewed or approved keeps its comment, which then
        tells of nothing open.
        """
        waiting: Counter[ChangeClass] = Counter()
        followed: Counter[ChangeClass] = Counter()
        for message, state in zip(messages, states, strict=True):
            for mark in filter(None, map(Change.parse, message.translator_comments)):
                if state is State.FUZZY:
                    waiting[mark.kind] += 1
                elif mark.repaired and state is State.TRANSLATED:
                    followed[mark.kind] += 1
        return cls(_by_weight(waiting), _by_weight(followed))

    @property
    def together(self) -> Mapping[str, int]:
        """Both."""
        both = Counter(self.waiting) + Counter(self.followed)
        return {str(kind): both[kind] for kind in ChangeClass if both[kind]}


def _by_weight(found: Mapping[ChangeClass, int]) -> Mapping[str, int]:
    return {str(kind): found[kind] for kind in ChangeClass if kind in found}
