"""Punctuation as it is printed in French, English and Chinese.

Rules: for French the "Lexique des règles typographiques en usage à l'Imprimerie nationale"
(spaces before high punctuation, inside guillemets), for Canada those of the Office québécois de
la langue française (none before ``;``, ``!`` and ``?``); for English the Chicago Manual of Style;
for Chinese see :mod:`.han_setting`.
A rule changes only what its language never writes; where a line mixes two kinds of quotation
marks, both stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache

from workflow.inline.han_setting import set_in_chinese
from workflow.inline.prose import VEIL
from workflow.inline.scripts import HAN
from workflow.model import Locale

Rule = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]
_NARROW, _HARD = "\u202f", "\u00a0"
_GAP = "[ \u00a0\u2009\u202f]"
_ENDS = rf"(?=[\s»”\"’')\]{VEIL[1:-1]}]|$)"
_BEFORE = rf"(?<=[^\s(\[«“,.;:!?…/|{HAN}])"
"""What punctuation stands after: a word, a closing sign, a thing that is kept."""


def typeset(line: str, locale: Locale, *, straight: str = "") -> str:
    """Return a line of text in ``locale`` with the punctuation of its language.

    ``straight`` has the straight quotation marks and apostrophes that are left as they are, for
    the source has them too (not in Chinese, which has none). The line may hold characters of
    :data:`~.prose.VEIL`.
    """
    language = locale.name.partition("_")[0]
    if language == "zh":
        return set_in_chinese(_PERCENT.sub("", line), locale.script)
    cause = _CAUSES.get(language)
    if cause is None or not cause.search(line):
        return line
    if '"' not in straight:
        line = _curled(line)
    line = _quoted(line, language)
    for pattern, replacement in _rules(language, locale.name):
        line = pattern.sub(replacement, line)
    if "'" not in straight:
        line = re.sub(r"(?<=[^\W\d_])'(?=[^\W\d_])", "’", line)
    return line


_PERCENT = re.compile(rf"(?<=\d){_GAP}(?=[%‰])")
_OPENS = re.compile(rf"[\s(\[:「“«—–’'，：{VEIL[1:-1]}{HAN}]")
_CLOSES = re.compile(rf"[\s()（\].,;:!?…」”»—–，。；：！？、{VEIL[1:-1]}{HAN}]")


def _curled(line: str) -> str:
    """Straight quotation marks in pairs, as curly ones; none where they are not clearly pairs."""
    marks = [found.start() for found in re.finditer('"', line)]
    opening = [_OPENS.match(line[at - 1 : at] or " ") for at in marks]
    closing = [_CLOSES.match(line[at + 1 : at + 2] or " ") for at in marks]
    if len(marks) % 2 or not all(opening[::2]) or not all(closing[1::2]):
        return line
    letters = list(line)
    for number, at in enumerate(marks):
        letters[at] = "”" if number % 2 else "“"
    return "".join(letters)


_QUOTES: Mapping[str, str] = {"fr": "«»"}


def _quoted(line: str, language: str) -> str:
    """Quotation marks of other languages as those of this one."""
    own = _QUOTES.get(language, "“”")
    if not any(mark in line for mark in own):
        for opening, closing in ("«»", "“”", "「」"):
            if line.count(opening) == line.count(closing):
                line = line.replace(opening, own[0]).replace(closing, own[1])
    return line


_TIDY: Sequence[tuple[str, str]] = (
    (r"(?<=\S)[ ]+([,.)\]])(?=[^\w.]|$)", r"\1"),
    (r"([(\[])[ ]+(?=\S)", r"\1"),
    (rf"(?<![{HAN}])，{_GAP}*(?=\S)", ", "),
    (rf"(?<![{HAN}])。{_GAP}*(?=\S)", ". "),
    (rf"(?<![{HAN}])。", "."),
    (rf"(?<![{HAN}])、{_GAP}*(?=\S)", ", "),
    (rf"(?<=[^\s(]){_GAP}*（(?![{HAN}])", " ("),
    (rf"(?<![{HAN}])）(?=\w)", ") "),
    (rf"(?<![{HAN}])）", ")"),
    *(
        (rf"(?<![{HAN}]){wide}{after}", sign + blank)
        for wide, sign in zip("：；！？", ":;!?", strict=True)
        for after, blank in ((rf"{_GAP}*(?=[\w«“])", " "), ("", ""))
    ),
)
"""What French and English share: no blanks inside brackets, no Chinese signs after their words."""
_FRENCH: Sequence[tuple[str, str]] = (
    (r"«[ ]*(?=[^\s\u00a0\u202f])", f"«{_HARD}"),
    (r"(?<=[^\s\u00a0\u202f])[ ]*»", f"{_HARD}»"),
    (rf"{_BEFORE}[ ]*:(?=\s|$)", f"{_HARD}:"),
    (r"(?<=\d)[ ]?(?=[%‰](?![A-Za-z0-9])|[€$£])", _HARD),
)
_HIGH = (rf"{_BEFORE}[ ]*([;!?]+){_ENDS}", rf"{_NARROW}\1")
_HIGH_IN_CANADA = (rf"{_BEFORE}{_GAP}+([;!?]+){_ENDS}", r"\1")
_ENGLISH: Sequence[tuple[str, str]] = (
    (rf"“{_GAP}+(?=\w)", "“"),
    (rf"(?<=[\w.!?,…)]){_GAP}+”", "”"),
    (rf"(?<=\S){_GAP}+([:;!?]+){_ENDS}", r"\1"),
    (rf"(?<=\d){_GAP}(?=[%‰])", ""),
)
_WIDE = "，。、（）：；！？"
_CAUSES: Mapping[str, re.Pattern[str]] = {
    "fr": re.compile(
        rf"[\"'“”「」{_WIDE}]|[^{_NARROW};!?][;!?]|[^{_HARD}]:|[{_GAP[1:-1]}][;!?,.)\]]|«[^{_HARD}]"
        rf"|[^{_HARD}]»|\d[ ]?[%‰€$£]|[(\[][ ]"
    ),
    "en": re.compile(rf"[\"'«»「」{_WIDE}]|{_GAP}[:;!?,.)\]”%‰]|[(\[“]{_GAP}"),
}
"""What a line has that any rule of its language changes."""


@cache
def _rules(language: str, locale: str) -> Sequence[Rule]:
    if language == "en":
        return _compiled((*_TIDY, *_ENGLISH))
    return _compiled((*_TIDY, *_FRENCH, _HIGH_IN_CANADA if locale == "fr_CA" else _HIGH))


def _compiled(rules: Sequence[tuple[str, str]]) -> Sequence[Rule]:
    return [(re.compile(pattern), replacement) for pattern, replacement in rules]
