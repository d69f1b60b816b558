"""What Apertium's dictionaries want to read, and what of its output is not fit for print.

Punctuation and quotation marks are :mod:`workflow.inline.typesetting`'s.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from workflow.engines.masking import Part, Role
from workflow.inline.typesetting import typeset
from workflow.model import Locale

_SPACES = "\u00a0\u202f\u2009"
_HARD = "\u00a0"
_Rules = Sequence[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]]

_APOSTROPHE = (re.compile("[’ʼ]"), "'")
_PREPARE: Mapping[str, _Rules] = {
    "fr": (
        _APOSTROPHE,
        (re.compile("œ"), "oe"),
        (re.compile("Œ"), "Oe"),
        # an article in the plural, which Apertium takes for "of the"
        (re.compile(r"(?:^|(?<=[.!?…] ))Des (\w)"), lambda found: found[1].upper()),
        # inversion: the euphonic t runs into the next word, the hyphen stays
        (re.compile(r"\b([Yy]) a-t-il\b"), r"il \1 a"),
        (re.compile(r"\b(\w+)-(?:t-)?(il|elle|ils|elles)\b"), r"\2 \1"),
        (re.compile(r"\b(\w+)-t-on\b"), r"on \1"),
        # "plus d'informations" becomes "main information" by way of Spanish
        (re.compile(r"\bplus d'informations?\b"), "des informations supplémentaires"),
        # what contact lines say, and Apertium's dictionaries lack
        (re.compile(r"\b([Vv])euillez contacter\b"), "contactez"),
        (re.compile(r"\bT[ée]l\.?(?=\s*:)"), "Téléphone"),
        (re.compile(r"\btél\.?(?=\s*:)"), "téléphone"),
        (re.compile(r"\b([Cc])ourriel\b"), "e-mail"),
    ),
    "en": (
        _APOSTROPHE,
        # "a two-day workshop", of which Apertium makes one word
        (
            re.compile(r"\b([a-z]+|\d+)-(minute|hour|day|week|month|year) (\w+)"),
            r"\3 of \1 \2s",
        ),
    ),
}
_WORDS = "An?|The|Of|To|In|On|At|For|From|By|With|And|Or|Is|Are|Was|Were|Two|Three"
_SMALL = re.compile(rf"^\W*(?:{_WORDS})\b")
"""Words nobody capitalises inside a sentence; Apertium does, after a word it does not know."""
_EVERYWHERE: _Rules = (
    (re.compile(rf"(?<=\d)[{_SPACES}](?=\d)"), _HARD),
    (re.compile(rf"(?<!\d)[{_SPACES}]|[{_SPACES}](?!\d)"), " "),
)
_FINISH: Mapping[str, _Rules] = {
    "en": ((re.compile(rf"(?<=\w )(?:{_WORDS})\b"), lambda found: found[0].lower()),),
    "es": ((re.compile(r"« +"), "«"), (re.compile(r" +»"), "»")),
}
_TIDY: _Rules = (
    (re.compile(r"(?<=\S) {2,}"), " "),
    (re.compile(r" +([,.…)\]])(?=\W|$)"), r"\1"),
    (re.compile(r"([(\[]) +"), r"\1"),
)


def prepare(text: str, source: Locale) -> str:
    """Return a text as Apertium reads it best."""
    return _apply((*_PREPARE.get(_language(source), ()), *_EVERYWHERE), text)


def finish(text: str, original: str, target: Locale) -> str:
    """Return Apertium's text as it is printed in ``target``.

    Apostrophes are curly unless ``original``, the whole message, has straight ones.
    """
    for mark in "*#@":
        if mark not in original:  # a mark of Apertium's for what its dictionaries lack
            text = re.sub(rf"{re.escape(mark)}(?=\w)", "", text)
    if "<" not in original:  # grammar that its dictionaries could make no word of
        text = re.sub(r" ?<\*?\w+>", "", text)
    text = _apply((*_TIDY, *_FINISH.get(_language(target), ())), text)
    return typeset(text, target, straight="".join(mark for mark in "\"'" if mark in original))


def keep_ends(parts: Sequence[Part], original: str) -> list[Part]:
    """Give a translation the first letter, capital or small, and the full stop at its end
    that ``original``, the whole message, has.
    """
    result = list(parts)
    words = [index for index, part in enumerate(parts) if part.role is Role.TEXT]
    if not words or not original.strip():
        return result
    first = next((index for index in words if _initial(parts[index].text)), words[0])
    text = result[first].text
    if _initial(original).isupper():
        text = re.sub(r"[^\W_]", lambda found: found[0].upper(), text, count=1)
    elif _initial(original).islower():
        text = _SMALL.sub(lambda found: found[0].lower(), text)
    result[first] = result[first]._replace(text=text)
    stop = original.rstrip()[-1]
    if stop in ".!?…" and words[-1] == len(parts) - 1:
        text = result[-1].text.rstrip()
        if not text.endswith((".", "!", "?", "…")):
            result[-1] = result[-1]._replace(text=text + stop)
    return result


def _initial(text: str) -> str:
    """The first letter or digit of a text; empty where it has none."""
    return next((character for character in text if character.isalnum()), "")


def _language(locale: Locale) -> str:
    return locale.name.split("_")[0]


def _apply(rules: _Rules, text: str) -> str:
    for pattern, replacement in rules:
        text = pattern.sub(replacement, text)
    return text
