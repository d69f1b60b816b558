"""What a new message takes over from the old one it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from workflow.catalogue.carry import with_flags, with_forms_of
from workflow.catalogue.changes import classify
from workflow.catalogue.matching import Match
from workflow.catalogue.repair import Repaired, repair, roughly
from workflow.catalogue.split import cut, joined
from workflow.model import Change, ChangeClass, Key, Locale, Message
from workflow.model.change import without_marks


def proposed(match: Match, locale: Locale | None, markup: str = "markdown") -> Iterator[Message]:
    """The new messages of a match with what they take over; ``locale`` is translated to.

    Texts are compared as what the new ones are written in, ``markup``.
    A translation that can follow its source's change is repaired, and stays what it was;
    every other one is fuzzy. The translators' comment names the class of the change, in a
    line that takes the place of what it said of an earlier one. Parts of a translation that
    can be cut go to the parts of its paragraph, else all of it goes to each.
    """
    if len(match.new) > 1:
        yield from _split(match.old[0], match.new, locale, markup)
    elif len(match.old) > 1:
        yield _joined(match.old, match.new[0], markup)
    else:
        yield _changed(match.old[0], match.new[0], locale, markup)


def _changed(old: Message, new: Message, locale: Locale | None, markup: str) -> Message:
    context, text = _translated(old)
    same_context = context == new.msgctxt
    kind = classify(text, new.msgid, markup) if same_context else ChangeClass.MEANING
    if repaired := _repaired(old, new, kind, locale, markup):
        comments = repaired.change.marked(old.translator_comments)
        draft = replace(new, msgstr=repaired.msgstr, translator_comments=comments)
        return replace(with_flags(draft, *old.flags), previous_msgid=old.msgid,
                       previous_msgctxt=old.msgctxt)  # fmt: skip
    draft = with_forms_of(old, replace(new, translator_comments=old.translator_comments), new)
    draft = with_flags(draft, "fuzzy", *old.flags)
    if (context, text) == new.key:  # it is back at what was translated
        return replace(draft, translator_comments=without_marks(draft.translator_comments))
    return _marked(draft, kind, (context, text))


def _repaired(
    old: Message, new: Message, kind: ChangeClass, locale: Locale | None, markup: str
) -> Repaired | None:
    plural = (old.msgid_plural, new.msgid_plural) != (None, None)
    if old.fuzzy or plural or kind is ChangeClass.MEANING:
        return None
    plural_form = locale.babel.plural_form if locale else roughly
    return repair(old.msgid, new.msgid, old.msgstr, plural_form, markup)


def _split(
    old: Message, new: tuple[Message, ...], locale: Locale | None, markup: str
) -> Iterator[Message]:
    context, text = _translated(old)
    parts = [message.msgid for message in new]
    language = locale.babel.language if locale else None
    pieces = cut(old.msgstr, parts, language) or [old.msgstr] * len(new)
    kind = classify(text, joined(parts), markup)
    for message, piece in zip(new, pieces, strict=True):
        draft = replace(message, msgstr=piece, translator_comments=old.translator_comments)
        yield _marked(with_flags(draft, "fuzzy", *old.flags), kind, (context, text))


def _joined(old: tuple[Message, ...], new: Message, markup: str) -> Message:
    text = joined(_translated(message)[1] for message in old)
    comments = dict.fromkeys(chain.from_iterable(each.translator_comments for each in old))
    draft = replace(
        new,
        msgstr=joined(message.msgstr for message in old),
        translator_comments=tuple(comments),
    )
    flags = chain.from_iterable(message.flags for message in old)
    kind = classify(text, new.msgid, markup)
    return _marked(with_flags(draft, "fuzzy", *flags), kind, (new.msgctxt, text))


def _marked(draft: Message, kind: ChangeClass, previous: Key) -> Message:
    """The draft that says what it translates, and how its source changed since."""
    comments = Change(kind).marked(draft.translator_comments)
    return replace(
        draft,
        translator_comments=comments,
        previous_msgctxt=previous[0],
        previous_msgid=previous[1],
    )


def _translated(old: Message) -> Key:
    """The context and text that the translation is one of: a fuzzy one's are the previous."""
    if old.fuzzy and old.previous_msgid is not None:
        return (old.previous_msgctxt, old.previous_msgid)
    return old.key
