"""What a new message takes over from the old one it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from workflow.merge.carry import (
    Source,
    adopting,
    marked,
    waiting,
    with_forms_of,
)
from workflow.merge.changes import classify
from workflow.merge.matching import Match
from workflow.merge.repair import (
    Repaired,
    repair,
    roughly,
)
from workflow.merge.split import (
    cut,
    joined,
)
from workflow.model import ChangeClass, Locale, Message


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
    draft = adopting(new, old)
    if repaired := _repaired(old, new, locale, markup):
        return replace(
            draft,
            msgstr=repaired.msgstr,
            translator_comments=repaired.change.marked(old.translator_comments),
            previous_msgid=old.msgid,
            previous_msgctxt=old.msgctxt,
        )
    return waiting(old, with_forms_of(old, draft, new), markup)


def _repaired(old: Message, new: Message, locale: Locale | None, markup: str) -> Repaired | None:
    plural = (old.msgid_plural, new.msgid_plural) != (None, None)
    if old.fuzzy or plural or old.msgctxt != new.msgctxt:
        return None
    if classify(old.msgid, new.msgid, markup) is ChangeClass.MEANING:
        return None
    language = locale.babel.language if locale else None
    plural_form = locale.babel.plural_form if locale else roughly
    return repair(old.msgid, new.msgid, old.msgstr, plural_form, markup, language=language)


def _split(
    old: Message, new: tuple[Message, ...], locale: Locale | None, markup: str
) -> Iterator[Message]:
    before = Source.translated(old)
    parts = [message.msgid for message in new]
    language = locale.babel.language if locale else None
    pieces = cut(old.msgstr, parts, language) or [old.msgstr] * len(new)
    kind = classify(before.msgid, joined(parts), markup)
    for message, piece in zip(new, pieces, strict=True):
        draft = replace(adopting(message, old), msgstr=piece)
        yield marked(draft, before, kind, "split")


def _joined(old: tuple[Message, ...], new: Message, markup: str) -> Message:
    # Once each: parts of one text have all of it as their previous one.
    text = joined(dict.fromkeys(Source.translated(message).msgid for message in old))
    draft = replace(adopting(new, *old), msgstr=joined(message.msgstr for message in old))
    kind = classify(text, new.msgid, markup)
    return marked(draft, Source(new.msgctxt, text, None), kind, "joined")
