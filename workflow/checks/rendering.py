"""Translations beside their sources: language, what is left out or over.

What is asked of a machine's draft (:mod:`.drafts`, :mod:`.foreign`) is asked of any translation
here; a text wholly in capitals tells nothing of its language.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from workflow.checks.doubled import said_twice, says_again
from workflow.checks.drafts import Rule as DraftRule
from workflow.checks.drafts import of_encoding, of_loops, of_messages, of_remains
from workflow.checks.foreign import of_script
from workflow.checks.pairing import has_any
from workflow.checks.subject import Remark, Subject
from workflow.inline.mojibake import is_harmless
from workflow.inline.scripts import telling_of
from workflow.model import lazy_re as re
from workflow.model.phrase import Phrase, phrase

Look = Callable[[Subject], Sequence[Remark]]
_LEFT: Final = re.compile(
    r"&(?:amp;)?(?:\#\d+|\#x[0-9a-f]+|[a-z]{2,8});|▁|<0x[0-9a-f]{2}>|(?<=\w)@@(?=\s|\Z)"
    r"|\[\[\d+\]\]|⟦\d+⟧|\{\{\d+\}\}|__[A-Z]+_?\d+__|\bXX\d+XX\b"
    r"|</?(?:s|pad|unk|think|bos|eos)>|<\|\w+\|>|[\u200b\u2060\ufeff\ufffd]",
    re.IGNORECASE,
)
"""Entities, marks of pieces of words, bytes and turns of models, characters of no width."""

_GARBLED: Final = re.compile(
    "ï¿½|â€[“”™œ˜¦\u0080-\u009f]|Ã[©¨ª«§®¢´¹»¯‰€]|Â[«»°·]|ã€[‚\u0080-\u009f]"
)
_CHAT: Final = re.compile(
    r"\A\W*(?:(?:sure|certainly|of course|okay|here(?:[’']s| is)|bien sûr|bien entendu|certainement"
    r"|voici|d[’']accord|好的|当然|没问题|以下(?:是|为)|这是)[^\n]{0,60}?"
    r"(?:translation|translated|traduction|traduit|翻译|译文)[^\n:：]{0,30}[:：]"
    r"|(?:translation|traduction|译文|翻译)\s?[:：])"
    r"|[(（]?\b(?:note|remarque|translator[’']s note)\s?[:：]\s?"
    r"(?:I |I[’']|the translation|je |j[’']|la traduction)"
    r"|[(（]?(?:注|注意|说明)[:：](?:我|本译文|译文)|let me know if you"
    r"|n[’']hésitez pas à me (?:dire|demander)"
    r"|希望(?:这|以上)?对您有帮助|如有(?:任何)?(?:需要|问题).{0,6}告诉我",
    re.IGNORECASE,
)
"""What a chat model says around a translation."""
_LIKE_CHAT: Final = (
    "ransla", "radu", "翻译", "译文", "ote", "OTE", "emarque", "注", "说", "et me", "hésitez",
    "希望", "告诉我",
)  # fmt: skip
"""One of them stands wherever that finds something."""
_LIKE_LEFT: Final = (
    "&", "<", "@@", "[[", "{{", "__", "XX", "Xx", "xX", "xx", "▁", "⟦", "\u200b", "\u2060",
    "\ufeff", "\ufffd",
)  # fmt: skip
"""The same of marks that are left."""


def _of_faults(looks: Sequence[DraftRule], said: Phrase, kinds: Sequence[str]) -> Look:
    """What rules on drafts find, of some kinds, as remarks."""

    def look(subject: Subject) -> Sequence[Remark]:
        it = subject.pairing
        found = [fault for rule in looks for fault in it.found_by(rule) if fault.kind in kinds]
        return [Remark(said) for _ in found] if found and not it.drafted.isupper() else ()

    return look


_variant = _of_faults(
    (of_script,),
    phrase("characters of the other kind of Chinese: write those of the locale"),
    ("variant",),
)


def check_variant(subject: Subject) -> Sequence[Remark]:
    """Characters of the other kind of Chinese."""
    other = "Hans" if subject.locale.script == "Hant" else "Hant"
    return () if telling_of(other).isdisjoint(subject.pairing.drafted) else _variant(subject)


_encoding = _of_faults((of_encoding,), phrase("garbled: read in a wrong encoding"), ("mojibake",))


def check_encoding(subject: Subject) -> Sequence[Remark]:
    """Letters that were read in another encoding, whole texts or a sign here and there."""
    if is_harmless(subject.message.msgstr):
        return ()
    found = _GARBLED.search(subject.message.msgstr)
    if found is None or found[0] in subject.message.msgid:
        return _encoding(subject)
    return (Remark(phrase("garbled: read in a wrong encoding"), found.span()),)


_repeated = _of_faults((of_loops,), phrase("says the same words over and over"), ("loop",))


def check_repeated(subject: Subject) -> Sequence[Remark]:
    """The same words over and over, or twice at once."""
    if not says_again(subject.pairing):
        return ()
    found = _repeated(subject)
    if found or not said_twice(subject):
        return found
    return (Remark(phrase("says the same words over and over")),)


_remains = _of_faults(
    (of_remains, of_messages),
    phrase("words or marks that a program left: take them out"),
    ("remains", "message"),
)


_NOTE: Final = re.compile(
    r"[(（\[【]\s*(?:(?:remarque|note|nb|n\.?b\.|注意?|译注|譯註|说明|提示)"
    r"[\s\u00a0\u202f]*[:：][\s\u00a0]*)?"
    r"(?:(?:this is an? |ceci est une )?(?:traduction automatique|traduit automatiquement"
    r"|machine[- ]translat(?:ion|ed)|automatic(?:ally)? translat(?:ion|ed)|(?:本文由"
    r"|由)?(?:机器|機器|自动|自動)翻[译譯]"
    r"|译文仅供参考|譯文僅供參考)[^()（）\[\]【】]{0,40}"
    r"|(?:todo|fixme|tbd|xxx|à traduire|à vérifier|à relire|待译|待翻译|待校对|待审校|待确认)"
    r"(?:[\s\u00a0\u202f]*[:：][^()（）\[\]【】]{0,60})?)"
    r"\s*[)）\]】]",
    re.IGNORECASE,
)
"""Notes of translators and machines in brackets."""
_FOR_REFERENCE: Final = re.compile(
    r"machine|automati|机器|機器|自动|自動|referen|référence|indicatif|参考|參考|todo|tbd|fixme|xxx",
    re.IGNORECASE,
)


_SIGNED: Final = re.compile(
    r"[&<@\[{_(（【［＜:：▁⟦/=\\#$*>}\]\u200b\u2060\ufeff\ufffd\ue000-\uf8ff-]|\.\w"
    "|(?=[抱翻译我希诉智模QqXx])(?:抱歉|翻译|译文|我[无不]|希望|诉我|智能|模型|[Xx]{2}\\d|[Qq][Zz][Xx])"
    "|[’']hésitez"
)
_SPOKEN: Final = frozenset(
    "know mymemory free query distinct invalid error traceback model modèle requests quota limit "
    "gateway unavailable forbidden unauthorized key failed request sorry désolé désolée help "
    "assist translate provide traduire répondre aider sure here voici translation "
    "traduction".split()
)
"""One of these signs, or words, is in every text in which anything is left over."""


def _may_be_left(subject: Subject) -> bool:
    """Whether anything may be left over, at a first look at signs and words."""
    signed = _SIGNED.search(subject.message.msgstr) is not None
    return signed or not _SPOKEN.isdisjoint(subject.pairing.draft_known)


def check_leftovers(subject: Subject) -> Sequence[Remark]:
    """Marks and words that machines leave behind."""
    source, target = subject.message.msgid, subject.message.msgstr
    if not _may_be_left(subject):
        return ()
    found: list[re.Match[str]] = []
    if has_any(target, _LIKE_LEFT):
        found = [each for each in _LEFT.finditer(target) if each[0] not in source]
    chat = _CHAT.search(target) if has_any(target, _LIKE_CHAT) else None
    if chat is not None and not _CHAT.search(source):
        said = phrase("words of a chat model around the translation: take them out")
        return (Remark(said, chat.span()),)
    note = _NOTE.search(target) if has_any(target, ("(", "（", "[", "【")) else None
    if note is not None and not (_NOTE.search(source) or _FOR_REFERENCE.search(source)):
        said = phrase("“{text}” is a note of who or what translated: take it out", text=note[0])
        return (Remark(said, note.span()),)
    return (
        *(
            Remark(phrase("“{text}” is left over from a program", text=each[0]), each.span())
            for each in found
        ),
        *(() if found else _remains(subject)),
    )


def check_unedited(subject: Subject) -> Sequence[Remark]:
    """A machine's draft that passes as translated and is its own to the letter."""
    message = subject.message
    made = message.provenance if message.translator_comments and message.unedited else None
    if made is None or not any(map(str.isalpha, message.msgstr)):
        return ()
    said = phrase(
        "the unchanged draft of {origin}, {date}: read it; if it may stay as it is, delete the "
        "comment that names the draft",
        origin=made.origin,
        date=made.date,
    )
    return (Remark(said),)
