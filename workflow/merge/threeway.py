"""Two versions of a catalogue that come from one: what each side did, in one catalogue.

The unit is the message, not the line: git parts a file by lines and so finds conflicts where
two people translated two neighbours, and none where a merged file holds a message twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from workflow.merge.versions import Entry, Slot, in_order, items, obsolete_last, scalar, slots
from workflow.model import Message
from workflow.po.quoting import quoted


@dataclass(frozen=True, slots=True)
class Merged:
    """A message of the result."""

    message: Message
    kept: Entry | None
    """The side's entry whose bytes it keeps; None where it is written anew."""
    conflict: bool = False
    """Whether a person's translation on one side stands against another on the other."""


@dataclass(frozen=True, slots=True)
class _Translation:
    """What a person judges as a whole: no part of it is taken without the others."""

    msgstr: str
    msgid_plural: str | None
    msgstr_plural: tuple[str, ...]
    fuzzy: bool
    previous: tuple[str | None, str | None, str | None]
    mark: tuple[str, ...]
    """The comment of an engine's draft."""
    draft: bool
    """Whether no person has touched it."""

    @classmethod
    def of(cls, message: Message) -> _Translation:
        return cls(
            message.msgstr,
            message.msgid_plural,
            message.msgstr_plural,
            message.fuzzy,
            (*_previous(message), message.previous_msgid_plural),
            (str(message.provenance),) if message.provenance else (),
            message.untouched,
        )

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.msgstr, *self.msgstr_plural)

    @property
    def empty(self) -> bool:
        return not any(self.texts)


def threeway(
    base: Sequence[Entry], ours: Sequence[Entry], theirs: Sequence[Entry]
) -> tuple[Merged, ...]:
    """Merge the messages of two sides that both come from ``base``, each in file order.

    What one side alone changed, added, moved or deleted is as that side has it, byte for byte.
    Where both changed a message, fields are merged one by one: flags, comments and references
    item by item; a translation as a whole. Two different translations are a conflict: ours
    stands, fuzzy, and theirs in a translator comment (see :data:`.comments.NOT_MERGED`); against an
    engine's draft a person's text stands as it is, the draft in the comment. What one side
    deleted and the other translated goes to the message that took its place, if there is one
    (see :func:`_hand_on`), or stays, obsolete. So no text that either side wrote since
    ``base`` is lost.
    """
    before, mine, other = (slots(side) for side in (base, ours, theirs))
    merged: dict[Slot, Merged] = {}
    for slot in in_order(list(before), list(mine), list(other)):
        one = _merge_entry(before.get(slot), mine.get(slot), other.get(slot))
        if one is not None:
            merged[slot] = one
    heirs = {_previous(each.message): slot for slot, each in merged.items()}
    for slot in [slot for slot in before if slot in merged]:
        heir = heirs.get(before[slot].message.key)
        if heir in merged and not (slot in mine and slot in other):
            _hand_on(slot, before[slot].message, heir, merged)
    result = list(merged.values())
    if obsolete_last(ours) and obsolete_last(theirs):
        result.sort(key=lambda each: each.message.obsolete)
    return tuple(result)


def _previous(message: Message) -> tuple[str | None, str | None]:
    """The key of the message that it was made from when the source changed."""
    return message.previous_msgctxt, message.previous_msgid


def _hand_on(slot: Slot, base: Message, place: Slot, merged: dict[Slot, Merged]) -> None:
    """Give work on a message to the one that was made from it on the side that deleted it.

    That one is to have the translation that both come from, still.
    """
    work, heir = merged[slot].message, merged[place].message
    if not work.obsolete or heir.obsolete or heir.msgstr != base.msgstr:
        return
    if work.msgstr in ("", base.msgstr):
        return
    notes = dict.fromkeys((*_notes(heir), *work.translator_comments))
    message = replace(
        heir,
        msgstr=work.msgstr,
        flags=("fuzzy", *_flags(heir)),
        translator_comments=tuple(notes),
    )
    merged[place] = Merged(message, None)
    del merged[slot]


def _merge_entry(base: Entry | None, ours: Entry | None, theirs: Entry | None) -> Merged | None:
    """What becomes of one slot; None where it is in the result no longer."""
    if ours is None or theirs is None:
        there = ours or theirs
        if there is None:
            return None
        return _deleted(base.message, there) if base else Merged(there.message, there)
    # Added on both sides: live where it is live on one.
    blank = Message(ours.message.msgid, msgctxt=ours.message.msgctxt, obsolete=True)
    base = base or Entry(blank, "")
    taken = _changed_alone(base, ours, theirs)
    return Merged(taken.message, taken) if taken else _merge_message(base.message, ours, theirs)


def _changed_alone(base: Entry, ours: Entry, theirs: Entry) -> Entry | None:
    """The side that alone changed the entry, in its bytes or at least in what they say."""
    if theirs.text in (ours.text, base.text):
        return ours
    if ours.text == base.text:
        return theirs
    if theirs.message in (ours.message, base.message):
        return ours
    return theirs if ours.message == base.message else None


def _deleted(base: Message, there: Entry) -> Merged | None:
    """A message that one side deleted stays where the other has worked on it since.

    Work is also that it came back to life, or that somebody vouched for its translation.
    """
    message = there.message
    if base.obsolete and not message.obsolete:
        return Merged(message, there)
    vouched = base.fuzzy and not message.fuzzy and message.has_text
    work = (message.msgstr, *message.msgstr_plural, *message.translator_comments)
    before = (base.msgstr, *base.msgstr_plural, *base.translator_comments)
    if (work == before and not vouched) or not any(work):
        return None
    obsolete = replace(message, obsolete=True)
    return Merged(obsolete, there if message.obsolete else None)


def _merge_message(base: Message, ours: Entry, theirs: Entry) -> Merged:
    sides = (base, ours.message, theirs.message)
    before, mine, other = map(_Translation.of, sides)
    if base.obsolete and not (ours.message.obsolete and theirs.message.obsolete):
        before = _Translation.of(Message(base.msgid))  # to bring it back to life is work on it
    chosen, left, side = _choose(before, mine, other)
    notes = items(*map(_notes, sides))
    flags = items(*map(_flags, sides))
    message = Message(
        msgid=base.msgid,
        msgctxt=base.msgctxt,
        msgstr=chosen.msgstr,
        msgid_plural=chosen.msgid_plural,
        msgstr_plural=chosen.msgstr_plural,
        flags=(*("fuzzy",) * chosen.fuzzy, *flags),
        previous_msgctxt=chosen.previous[0],
        previous_msgid=chosen.previous[1],
        previous_msgid_plural=chosen.previous[2],
        other_comments=items(*(each.other_comments for each in sides)),
        comments=items(*(each.comments for each in sides)),
        references=items(*(each.references for each in sides)),
        translator_comments=tuple(
            dict.fromkeys((*notes, *chosen.mark, *_left_out(left, chosen, side)))
        ),
        obsolete=scalar(*(each.obsolete for each in sides)),
    )
    kept = next((entry for entry in (ours, theirs) if entry.message == message), None)
    return Merged(message, kept, left is not None and not (mine.draft or other.draft))


def _choose(
    before: _Translation, mine: _Translation, other: _Translation
) -> tuple[_Translation, _Translation | None, str]:
    """The translation to take, and the one whose text is left out, of ``ours`` or ``theirs``."""
    settled = _settled(before, mine, other)
    if settled is not None:
        return settled, None, ""
    if mine.draft and not other.draft:
        return other, mine, "ours"
    return (mine if other.draft else replace(mine, fuzzy=True, mark=())), other, "theirs"


def _settled(before: _Translation, mine: _Translation, other: _Translation) -> _Translation | None:
    """The translation that both sides can live with, if there is one."""
    if before in (mine, other) or mine == other:
        return scalar(before, mine, other)
    if mine.texts == other.texts != before.texts:
        return other if mine.fuzzy else mine  # one of two people vouched for it
    if mine.texts == other.texts:
        return other if mine.fuzzy == before.fuzzy else mine
    if mine.empty or other.empty:  # cleared on one side, worked on on the other
        worked = other if mine.empty else mine
        return replace(worked, fuzzy=worked.fuzzy or not before.empty)
    for doubted, better in ((mine, other), (other, mine)):
        if doubted.fuzzy and doubted.texts == before.texts:
            return better
    return None


def _notes(message: Message) -> tuple[str, ...]:
    """The translators' comments without an engine's mark."""
    mark = str(message.provenance)
    return tuple(line for line in message.translator_comments if line != mark)


def _flags(message: Message) -> tuple[str, ...]:
    return tuple(flag for flag in message.flags if flag != "fuzzy")


def _left_out(left: _Translation | None, chosen: _Translation, side: str) -> Iterator[str]:
    """The comments that keep a translation's texts: see :data:`.comments.NOT_MERGED`."""
    if left is None:
        return
    if left.msgstr and left.msgstr not in chosen.texts:
        yield f"not merged, {side}: {quoted(left.msgstr)}"
    for number, text in enumerate(left.msgstr_plural):
        if text and text not in chosen.texts:
            yield f"not merged, {side}[{number}]: {quoted(text)}"
