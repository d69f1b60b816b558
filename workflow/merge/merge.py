"""What becomes of a catalogue's messages when its template changes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from workflow.merge.carry import (
    Source,
    adopting,
    cut,
    joined,
    marked,
    updated,
    waiting,
    with_forms_of,
)
from workflow.merge.changes import classify
from workflow.merge.matches import Match, matches
from workflow.merge.repair import Repaired, repair, roughly
from workflow.model import ChangeClass, Key, Locale, Markup, Message, Text
from workflow.po.quoting import quoted
from workflow.po.template import union

Elsewhere = Callable[[Key], Message | None]
"""Finds a message with exactly this (msgctxt, msgid) in another catalogue of the locale."""


def merge(
    old: Sequence[Message],
    template: Sequence[Message],
    *,
    locale: Locale | None = None,
    elsewhere: Elsewhere | None = None,
    markup: Mapping[Key, Markup] | None = None,
) -> tuple[Message, ...]:
    """Return the messages of the catalogue brought up to its template.

    ``old`` are the catalogue's messages in file order, obsolete ones included; ``template``
    those of the article; ``locale`` is the one translated to: it tells which numbers share a
    plural form, and where sentences end. ``markup`` is what messages of the template are
    written in (``markdown``, ``html``, ``text``), where that is known; else it is Markdown.

    A message that is still there keeps translation, flags, translators' comments and place,
    and takes the template's extracted comments and references (the same object, where they
    are the same). A new one stands after the message it follows in the template. It gets the
    translation that ``elsewhere`` has of exactly its text (a mapping's ``get`` will do), as
    that stands there; else what can be taken over from the old message it comes from, if
    :mod:`~workflow.merge.matches` finds one. Messages that are gone become obsolete, unless a
    new one has all of their translation, and come back when their text does. No msgstr with text
    disappears, and merging again changes nothing. A live message without translation beside
    obsolete ones of the same text, as ``pybabel update`` leaves a text that came back, has
    theirs, and they go.
    """
    old = _reunited(old)
    wanted = {message.key: message for message in template}
    keyed = [(message.key, message) for message in old]
    live = {key for key, message in keyed if not message.obsolete}
    here = {
        key: message
        for key, message in keyed
        if key in wanted and (not message.obsolete or key not in live)
    }
    known = here | _elsewhere([key for key in wanted if key not in here], elsewhere)
    matched = matches(old, template, live & wanted.keys(), wanted.keys() - known.keys())
    found = {key: updated(message, wanted[key]) for key, message in known.items()}
    markup = markup or {}
    proposals = {
        message.key: message
        for match in matched
        for message in _proposed(match, locale, markup.get(match.new[0].key, "markdown"))
    }
    brought_up = wanted | found | proposals
    kept, retired = _old(keyed, here, brought_up, matched)
    return (*_placed(kept, brought_up.items(), live), *retired)


def _reunited(old: Sequence[Message]) -> Sequence[Message]:
    """The messages with those that have no translation and their obsolete twins made one."""
    empty = {message.key for message in old if not (message.obsolete or message.has_text)}
    twins: dict[Key, list[Message]] = {}
    for message in old:
        if message.obsolete and message.has_text and message.key in empty:
            twins.setdefault(message.key, []).append(message)
    if not twins:
        return old
    return [
        message if message.key not in twins else _with_translation(message, twins[message.key])
        for message in old
        if not (message.obsolete and message.key in twins)
    ]


def _with_translation(live: Message, twins: Sequence[Message]) -> Message:
    """``live`` with the best translation of its twins, another that differs in its comment."""
    best, *others = sorted(twins, key=lambda twin: twin.fuzzy)
    left = {twin.msgstr or twin.msgstr_plural[0] for twin in others} - {
        best.msgstr,
        *best.msgstr_plural,
        "",
    }
    notes = tuple(f"not merged, theirs: {quoted(text)}" for text in sorted(left))
    return replace(
        adopting(live, best),
        msgid_plural=best.msgid_plural,
        msgstr=best.msgstr,
        msgstr_plural=best.msgstr_plural,
        translator_comments=union(
            live.translator_comments, *(twin.translator_comments for twin in twins), notes
        ),
        previous_msgctxt=best.previous_msgctxt,
        previous_msgid=best.previous_msgid,
        previous_msgid_plural=best.previous_msgid_plural,
    )


def _elsewhere(keys: Iterable[Key], elsewhere: Elsewhere | None) -> dict[Key, Message]:
    if elsewhere is None:
        return {}
    found = ((key, elsewhere(key)) for key in keys)
    return {key: message for key, message in found if message is not None and message.has_text}


def _old(
    old: Iterable[tuple[Key, Message]],
    here: Mapping[Key, Message],
    brought_up: Mapping[Key, Message],
    matched: Sequence[Match],
) -> tuple[list[Message], list[Message]]:
    """What of the old catalogue stays in its place, brought up, and what becomes obsolete."""
    moved = {id(match.old[0]) for match in matched if len(match.old) == len(match.new) == 1}
    kept: list[Message] = []
    retired: list[Message] = []
    for key, message in old:
        if message.obsolete:
            kept += () if here.get(key) is message else (message,)
        elif key in brought_up:
            kept.append(brought_up[key])
        elif message.has_text and id(message) not in moved:
            retired.append(replace(message, obsolete=True))
    return kept, retired


def _placed(
    kept: Iterable[Message], wanted: Iterable[tuple[Key, Message]], live: Collection[Key]
) -> Iterator[Message]:
    """The file's own order, each new message after the one it follows in the template."""
    after: dict[Key | None, list[Message]] = {}
    previous: Key | None = None
    for key, message in wanted:
        if key in live:
            previous = key
        else:
            after.setdefault(previous, []).append(message)
    yield from after.get(None, ())
    for message in kept:
        yield message
        if not message.obsolete:
            yield from after.get(message.key, ())


def _proposed(match: Match, locale: Locale | None, markup: Markup) -> Iterator[Message]:
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


def _changed(old: Message, new: Message, locale: Locale | None, markup: Markup) -> Message:
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


def _repaired(old: Message, new: Message, locale: Locale | None, markup: Markup) -> Repaired | None:
    plural = (old.msgid_plural, new.msgid_plural) != (None, None)
    if old.fuzzy or plural or old.msgctxt != new.msgctxt:
        return None
    if classify(Text(old.msgid, markup), Text(new.msgid, markup)) is ChangeClass.MEANING:
        return None
    language = locale.babel.language if locale else None
    plural_form = locale.babel.plural_form if locale else roughly
    texts = Text(old.msgid, markup), Text(new.msgid, markup), Text(old.msgstr, markup)
    return repair(*texts, plural_form, language=language)


def _split(
    old: Message, new: tuple[Message, ...], locale: Locale | None, markup: Markup
) -> Iterator[Message]:
    before = Source.translated(old)
    parts = [message.msgid for message in new]
    language = locale.babel.language if locale else None
    pieces = cut(old.msgstr, parts, language) or [old.msgstr] * len(new)
    kind = classify(Text(before.msgid, markup), Text(joined(parts), markup))
    for message, piece in zip(new, pieces, strict=True):
        draft = replace(adopting(message, old), msgstr=piece)
        yield marked(draft, before, kind, "split")


def _joined(old: tuple[Message, ...], new: Message, markup: Markup) -> Message:
    # Once each: parts of one text have all of it as their previous one.
    text = joined(dict.fromkeys(Source.translated(message).msgid for message in old))
    draft = replace(adopting(new, *old), msgstr=joined(message.msgstr for message in old))
    kind = classify(Text(text, markup), Text(new.msgid, markup))
    return marked(draft, Source(new.msgctxt, text, None), kind, "joined")
