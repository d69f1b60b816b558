"""What a message takes from the template and from another message: flags, comments, forms."""

from __future__ import annotations

from dataclasses import replace

from workflow.model import Message


def updated(known: Message, template: Message) -> Message:
    """A message that is still there, with the template's comments, references and flags.

    It is the same object where that changes nothing. Where it got or lost its plural, or has
    another one, its translation is fuzzy.
    """
    flags = (*known.flags, *(flag for flag in template.flags if flag not in known.flags))
    news = (flags, template.comments, template.references, template.msgid_plural, False)
    if news == (known.flags, known.comments, known.references, known.msgid_plural, known.obsolete):
        return known
    same = replace(
        template,
        msgstr=known.msgstr,
        msgstr_plural=known.msgstr_plural,
        flags=flags,
        translator_comments=known.translator_comments,
        previous_msgid=known.previous_msgid,
        previous_msgctxt=known.previous_msgctxt,
    )
    if known.msgid_plural == template.msgid_plural:
        return same
    same = with_forms_of(known, same, template)
    return with_flags(same, "fuzzy") if known.has_text else same


def with_flags(message: Message, *flags: str) -> Message:
    """The message with its own flags and more, ``fuzzy`` before all others."""
    every = dict.fromkeys((*message.flags, *flags))
    return replace(message, flags=tuple(sorted(every, key=lambda flag: flag != "fuzzy")))


def with_forms_of(old: Message, new: Message, template: Message) -> Message:
    """``new`` with the texts of ``old``; those it has no place for go into its comment."""
    if template.msgid_plural is not None:
        forms = old.msgstr_plural or (old.msgstr, *template.msgstr_plural[1:])
        return replace(new, msgstr="", msgstr_plural=forms)
    first, *others = dict.fromkeys(text for text in (old.msgstr, *old.msgstr_plural) if text)
    lines = (f"plural: {' '.join(text.splitlines())}" for text in others)
    comments = tuple(dict.fromkeys((*new.translator_comments, *lines)))
    return replace(new, msgstr=first, msgstr_plural=(), translator_comments=comments)
