"""Punctuation as it is printed in French, English and Chinese.

Rules: for French see :mod:`.french`, for Chinese :mod:`.han_setting`; for English the Chicago
Manual of Style.
A rule changes only what its language never writes; where a line mixes two kinds of quotation
marks, both stay.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from workflow.inline.corrections import corrected
from workflow.inline.french import french_corrections
from workflow.inline.han_setting import set_in_chinese
from workflow.inline.prose import VEIL
from workflow.inline.scripts import HAN
from workflow.model import Locale
from workflow.model import lazy_re as re
from workflow.model.profile import profile_of

Rule = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]
_GAP = "[ \u00a0\u2009\u202f]"
_ENDS = rf"(?=[\s»”\"’')\]{VEIL[1:-1]}]|$)"


def typeset(line: str, locale: Locale, *, straight: str = "") -> str:
    """Return a line of text in ``locale`` with the punctuation of its language.

    ``straight`` has the straight quotation marks and apostrophes that are left as they are, for
    the source has them too (not in Chinese, which has none). The line may hold characters of
    :data:`~.prose.VEIL`.
    """
    language = locale.name.partition("_")[0]
    if language == "zh":
        return set_in_chinese(_PERCENT.sub("", line), locale.script)
    if language == "fr":
        return _french(line, locale, straight)
    if language != "en" or not _CAUSE.search(line):
        return line
    if '"' not in straight:
        line = _curled(line)
    line = _quoted(line)
    for pattern, replacement in _rules():
        line = pattern.sub(replacement, line)
    if "'" not in straight:
        line = re.sub(r"(?<=[^\W\d_])'(?=[^\W\d_])", "’", line)
    return line


def _french(line: str, locale: Locale, straight: str) -> str:
    found = [
        each
        for each in french_corrections(line, profile_of(locale) or "fr-FR")
        if each.rule in _MARKS and line[each.start : each.end].strip() not in set(straight)
    ]
    return corrected(line, found)


_MARKS = frozenset({"fr-spaces", "fr-quotes", "fr-apostrophe"})
"""Rules of French that change neither letters, figures nor sense."""
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


def _quoted(line: str) -> str:
    """Quotation marks of other languages as those of English."""
    if not any(mark in line for mark in "“”"):
        for opening, closing in ("«»", "「」"):
            if line.count(opening) == line.count(closing):
                line = line.replace(opening, "“").replace(closing, "”")
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
"""No blanks inside brackets, no Chinese signs after English words."""
_ENGLISH: Sequence[tuple[str, str]] = (
    (rf"“{_GAP}+(?=\w)", "“"),
    (rf"(?<=[\w.!?,…)]){_GAP}+”", "”"),
    (rf"(?<=\S){_GAP}+([:;!?]+){_ENDS}", r"\1"),
    (rf"(?<=\d){_GAP}(?=[%‰])", ""),
)
_WIDE = "，。、（）：；！？"
_CAUSE = re.compile(rf"[\"'«»「」{_WIDE}]|{_GAP}[:;!?,.)\]”%‰]|[(\[“]{_GAP}")
"""What a line has that any rule of English changes."""


@cache
def _rules() -> Sequence[Rule]:
    return [(re.compile(pattern), replacement) for pattern, replacement in (*_TIDY, *_ENGLISH)]
