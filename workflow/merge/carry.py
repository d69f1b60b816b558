"""What a message takes from the template and from other messages: flags, comments, forms, parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from workflow.formats.format import sentence_ends
from workflow.inline.wrapping import is_unspaced
from workflow.merge.changes import classify
from workflow.model import Change, ChangeClass, Markup, Message, Text
from workflow.model.change import Besides, without_marks
from workflow.model.ignoring import bound
from workflow.po.messages import NOT_MERGED, running
from workflow.po.template import union

_ASTRAY = 0.15
"""How far from its proportional place, as a share of the text, a sentence may end to be the cut."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a translation is one of."""

    msgctxt: str | None
    msgid: str
    msgid_plural: str | None

    @classmethod
    def of(cls, message: Message) -> Source:
        """What the message is called now."""
        return cls(message.msgctxt, message.msgid, message.msgid_plural)

    @classmethod
    def translated(cls, message: Message) -> Source:
        """What its translation was made of: of a fuzzy one, that is the previous text."""
        if not message.fuzzy or message.previous_msgid is None or _repaired(message):
            return cls.of(message)
        return cls(message.previous_msgctxt, message.previous_msgid, message.previous_msgid_plural)


def updated(known: Message, template: Message) -> Message:
    """A message that is still there, with the template's comments, references and flags.

    It is the same object where that changes nothing. Where it got or lost its plural, or has
    another one, its translation is fuzzy; see :func:`waiting`.
    """
    flags = union(known.flags, template.flags)
    others = union(known.other_comments, template.other_comments)
    wrapped = running(known.comments) == running(template.comments)
    comments = known.comments if wrapped else template.comments
    news = (flags, others, comments, template.references, template.msgid_plural, False)
    if news == (
        known.flags,
        known.other_comments,
        known.comments,
        known.references,
        known.msgid_plural,
        known.obsolete,
    ):
        return known
    same = replace(
        known,
        flags=flags,
        other_comments=others,
        comments=comments,
        references=template.references,
        obsolete=False,
    )
    if known.msgid_plural == template.msgid_plural:
        return same
    same = with_forms_of(known, replace(same, msgid_plural=template.msgid_plural), template)
    return waiting(known, same) if known.has_text else same


def adopting(template: Message, *old: Message) -> Message:
    """The template's message with the flags and comments of old ones, without their texts."""
    return replace(
        _with_flags(template, *(flag for each in old for flag in each.flags)),
        translator_comments=union(
            *(bound(each.translator_comments, each.msgid, each.msgstr) for each in old)
        ),
        other_comments=union(template.other_comments, *(each.other_comments for each in old)),
    )


def waiting(old: Message, new: Message, markup: Markup = "markdown") -> Message:
    """``new``, which has the translation of ``old``, made to wait for a person.

    It is fuzzy and says how its source changed since it was translated. Where the source is
    back at what was translated, it is as it was: not fuzzy either, if it was this that made it
    fuzzy.
    """
    before, besides = Source.translated(old), why_fuzzy(old)
    if (old.msgid_plural is None) != (new.msgid_plural is None):
        besides = "plural"
    if before != Source.of(new) or besides not in ("", "fuzzy before"):
        return marked(new, before, _change_class(before, new, markup), besides)
    comments = without_marks(new.translator_comments)
    plain = replace(new.without_fuzzy(), translator_comments=comments)
    return _with_flags(plain, "fuzzy") if besides else plain


def why_fuzzy(message: Message) -> Besides:
    """Why a translation is fuzzy, apart from a change of its source; empty: for nothing else."""
    if not message.fuzzy:
        return ""
    marks = [mark for line in message.translator_comments if (mark := Change.parse(line))]
    open_conflict = any(map(NOT_MERGED.match, message.translator_comments))
    if open_conflict or not marks or marks[-1].repaired or message.previous_msgid is None:
        return "fuzzy before"
    return marks[-1].besides


def marked(new: Message, before: Source, kind: ChangeClass, besides: Besides) -> Message:
    """``new`` as fuzzy, with what its translation was made of and the class of the change."""
    comments = bound(new.translator_comments, before.msgid, new.msgstr)
    return replace(
        _with_flags(new, "fuzzy"),
        translator_comments=Change(kind, besides=besides).marked(comments),
        previous_msgctxt=before.msgctxt,
        previous_msgid=before.msgid,
        previous_msgid_plural=before.msgid_plural,
    )


def _change_class(before: Source, new: Message, markup: Markup = "markdown") -> ChangeClass:
    """Return the class of the change from what was translated to what a message is now."""
    plurals = (before.msgid_plural, new.msgid_plural)
    if before.msgctxt != new.msgctxt or (None in plurals and plurals != (None, None)):
        return ChangeClass.MEANING
    kind = classify(Text(before.msgid, markup), Text(new.msgid, markup))
    if before.msgid_plural is None or new.msgid_plural is None:
        return kind
    texts = (Text(text, markup) for text in (before.msgid_plural, new.msgid_plural))
    other = classify(*texts)
    return max(kind, other, key=lambda each: each.weight)


def _with_flags(message: Message, *flags: str) -> Message:
    """The message with its own flags and more, ``fuzzy`` before all others."""
    every = union(message.flags, flags)
    return replace(message, flags=tuple(sorted(every, key=lambda flag: flag != "fuzzy")))


def with_forms_of(old: Message, new: Message, template: Message) -> Message:
    """``new`` with the texts of ``old``; those it has no place for go into its comment."""
    if template.msgid_plural is not None:
        forms = old.msgstr_plural or (old.msgstr, *template.msgstr_plural[1:])
        return replace(new, msgstr="", msgstr_plural=forms)
    texts = dict.fromkeys(text for text in (old.msgstr, *old.msgstr_plural) if text)
    first, *others = texts or ("",)
    lines = (f"plural: {' '.join(text.splitlines())}" for text in others)
    comments = union(new.translator_comments, tuple(lines))
    return replace(new, msgstr=first, msgstr_plural=(), translator_comments=comments)


def _repaired(message: Message) -> bool:
    marks = map(Change.parse, message.translator_comments)
    return any(mark is not None and mark.repaired for mark in marks)


def joined(texts: Iterable[str]) -> str:
    """Join paragraphs to one: a space between them, none beside a script that needs none."""
    whole = ""
    for text in texts:
        space = "" if not whole or is_unspaced(whole[-1:]) or is_unspaced(text[:1]) else " "
        whole += space + text
    return whole


def cut(msgstr: str, parts: Sequence[str], language: str | None) -> tuple[str, ...] | None:
    """Cut a translation, at ends of sentences, in the proportion of the source's ``parts``.

    ``language`` is the translation's (ISO 639). None where no sentence ends near enough to
    where a cut would have to be.
    """
    ends = sentence_ends(language or ("zh" if any(map(is_unspaced, msgstr)) else "en"))(msgstr)
    *lengths, whole = accumulate(map(len, parts))
    cuts: list[int] = []
    for length in lengths:
        aim = len(msgstr) * length / whole
        nearest = min(ends, key=lambda end: abs(end - aim), default=0)
        if abs(nearest - aim) > _ASTRAY * len(msgstr):
            return None
        cuts.append(nearest)
    pieces = [msgstr[start:end].strip() for start, end in pairwise((0, *cuts, len(msgstr)))]
    return tuple(pieces) if all(pieces) else None
