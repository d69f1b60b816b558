"""What an engine's answer must be before it becomes a draft."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace

from workflow.checks.pairing import same_words
from workflow.checks.quality import LEAST, quality
from workflow.engines.engine import Draft, Request
from workflow.engines.masking import sound
from workflow.errors import ArticleError, EngineError
from workflow.inline.localised import localised
from workflow.inline.prose import plain, veil
from workflow.inline.typesetting import typeset
from workflow.inline.wrapping import soft_break
from workflow.model import Locale, Text
from workflow.model.phrase import phrase

_REFERENCE = re.compile(r"&(?:amp;)*(?P<name>#\d+|#[xX][0-9A-Fa-f]+|[A-Za-z]\w*);")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Controls, halves of characters, and what Unicode says is none."""
_ONE_LINE_END = re.compile(r"(?<![\n\\])[ \t\r]*\n[ \t]*(?![\s\n])")
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\u00ad]")
_QUOTE = re.compile('["“”«»「」‘]')
_IN_QUOTES = re.compile(
    r"\A\s*[\"“«「][ \u00a0\u202f]?([^\"“”«»「」]+?)[ \u00a0\u202f]?[\"”»」]\s*\Z"
)
_BLOCK_MARK = re.compile(r"\A(?:#{1,6}|[-*+>])[ \t]+(?=\S)")
_ROUNDS = 4
"""Rules that make others apply come to rest after so many rounds, or nothing is mended."""
_MARKS = frozenset("<>&*_`[]\\~|#")
"""What is markup where it stands bare."""


Alike = Callable[[Text, Text], float | None]
"""Tells how like the meanings of two texts are, -1 to 1; None where nobody can tell."""


def finish(
    draft: Draft, request: Request, alike: Alike = lambda _source, _draft: None
) -> Draft | EngineError:
    """The draft as it is stored, with what is odd about it in ``notes``.

    An error, which says the same of every text that has it, where it is of no use: garbled, not
    translated, cut off, with markup lost or numbers changed, or below the least quality. Sends and
    reads nothing.
    """
    if any(sign not in request.text for sign in _UNPRINTABLE.findall(draft.text)):
        return EngineError(phrase("the answer has characters in it that no text has"))
    try:
        return _verified(draft, request, alike)
    except ArticleError as error:
        return EngineError(phrase("the answer cannot be read"), hint=error.message)


def _verified(draft: Draft, request: Request, alike: Alike) -> Draft | EngineError:
    source = request.value
    answer = source.having(draft.text)
    text = mended(source, answer, request.pair)
    if not sound(source, text):
        return EngineError(phrase("the answer lost or changed markup, links or code"))
    if text.value.strip().count("\n") > source.value.strip().count("\n"):
        return EngineError(phrase("the answer has more lines than its source"))
    copied = same_words(source.value, answer.value)
    likeness = None if copied else alike(source, text)
    found = quality(source, answer if copied else text, request.pair, likeness=likeness)
    if found.faults and found.faults[0].weight == "reject":
        return EngineError(found.faults[0].reason)
    if found.score < LEAST:
        return EngineError(phrase("the answer is hardly a translation of its source"))
    notes = dict.fromkeys((*draft.notes, *(fault.reason for fault in found.faults)))
    return replace(draft, text=text.value, notes=tuple(notes))


def mended(source: Text, draft: Text, pair: tuple[Locale, Locale]) -> Text:
    """The draft with references as letters, and numbers, dates and punctuation as the target has
    them; what is no words stays as it is. ``pair`` is what it is translated from and to.
    """
    better = draft
    for _ in range(_ROUNDS):
        before, better = better, _mended_once(source, better, pair)
        if better == before:
            return better if better == draft or sound(draft, better) else draft
    return draft


def _mended_once(source: Text, draft: Text, pair: tuple[Locale, Locale]) -> Text:
    veiled = veil(_unescaped(source, _bared(source, draft, pair[1])))
    straight = "".join(mark for mark in "\"'" if mark in source.value)
    line = localised(veiled.line, plain(source), pair)
    return veiled.unveil(typeset(line, pair[1], straight=straight))


def _bared(source: Text, draft: Text, target: Locale) -> Text:
    """The draft on as few lines as its source, without invisible signs, and without the marks of
    headings, lists and quotations that models put around a text."""
    value = draft.value
    if "\n" in value and "\n" not in source.value:
        value = _ONE_LINE_END.sub(
            lambda found: soft_break(value[: found.start()], value[found.end() :]), value
        )
    if not value.isascii() and target.direction == "ltr":
        value = _INVISIBLE.sub(lambda found: found[0] if found[0] in source.value else "", value)
    if draft.markup != "html" and source.value[:1].isalnum():
        value = _BLOCK_MARK.sub("", value)
    if not _QUOTE.search(source.value) and (whole := _IN_QUOTES.match(value)):
        value = whole[1]
    return draft.having(value)


def _unescaped(source: Text, draft: Text) -> Text:
    """The draft without references that its source has not: services for HTML write ``&#39;``."""

    def letter(found: re.Match[str]) -> str:
        if found[0] in source.value:
            return found[0]
        character = html.unescape(f"&{found['name']};")
        plain_text = draft.markup == "text"
        bare = len(character) == 1 and (plain_text or character not in _MARKS)
        return character if bare else found[0]

    return draft.having(_REFERENCE.sub(letter, draft.value)) if "&" in draft.value else draft
