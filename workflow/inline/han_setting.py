"""All that is to be written otherwise in a Chinese line, found in one go.

Translations and articles are checked by it, and drafts are set by it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from workflow.inline.han_context import GAP, VEILS, Change, has_han
from workflow.inline.han_lists import lists
from workflow.inline.han_marks import marks
from workflow.inline.han_names import dots
from workflow.inline.han_pairs import brackets, quotes, titles
from workflow.inline.han_spaces import blanks, unlike
from workflow.inline.scripts import HAN
from workflow.model import lazy_re as re

_SUSPECT = re.compile(
    rf"[{GAP}\"',;:!?.()\[\]<«»‹›„‟〝〞〟‘’＂［］０-９Ａ-Ｚａ-ｚ％｡､･⋯・•‧∙⋅．―─－-]"
    r"|[，。、；：！？][，。、；：！？]|…|——[—-]|[《〈][^》〉]*[《〈]|》》|、(?=[和及与與或等])|\d[。，：]\d|「[^」]*「|··|\n[，。、；：！？”’）》」』]"
    r"|。[”」’』]+[。，]|，.{1,4}，|、[^，。]{1,6}，"
)
_HAN = rf"(?:[{HAN}{VEILS}]|(?<=[{HAN}])：(?![\d： \u00a0]))++"
_LATIN = r"[A-Za-z0-9%#$&+/=@_{}|~^°×]++"
_CALM = rf"(?:{_HAN}|{_LATIN})++"
_END = rf"(?:(?<=[{HAN}])[。？！])?"
_WORDS = re.compile(rf"{_CALM}{_END}")
_WORDS_AND_KEYS = re.compile(rf"{_CALM}(?:\([_&]?[A-Za-z0-9]\)(?:{_CALM})?+)*+{_END}")
_WORDS_APART = re.compile(
    rf"(?!.*\d %)(?:{_LATIN} )*+{_HAN}(?:(?: {_LATIN})++(?: {_HAN})?+)*+{_END}"
)
"""Texts without a sign of which anything can be said, but a colon or the mark at the end, the key
of a command, as programs name it, or one blank between all that is Chinese and all that is not."""
_INDENT = re.compile(rf"[{GAP}]*\u3000[{GAP}]*(?=[{HAN}“「《（])")
_ROUNDS = 8
"""Changes that make others apply come to rest after so many, or the line is odd."""
_QUOTE = re.compile("[\"＂“”„‟〝〞〟「」『』‘’«»‹›']")
_CURLY = {"Hans": "「『“‘”", "Hant": "“‘”『"}
"""Marks of quotations that are wrong somewhere or always."""


def is_calm(line: str, *, bare_text: bool) -> bool:
    """Whether a line or a text has nothing to be written otherwise, at a first look at its signs,
    be it alone or beside its source; ``bare_text``: see :func:`~.han_pairs.brackets`."""
    if " " in line:
        return _WORDS_APART.fullmatch(line) is not None
    return (_WORDS_AND_KEYS if bare_text else _WORDS).fullmatch(line) is not None


def changes(line: str, script: str, *, bare_text: bool = False) -> Sequence[Change]:
    """What is wrong in a line, in order, none over another.

    ``script`` is ``Hans`` or ``Hant``; ``bare_text``: see :func:`~.han_pairs.brackets`. A line
    without a Chinese character has nothing.
    """
    quoted = any(mark in line for mark in _CURLY[script])
    odd = line.count("《") != line.count("》") or ("了" in line and line.count("、") > 1)
    if not (quoted or odd or _SUSPECT.search(line)) or not has_han(line):
        return ()
    found = [*dots(line, script)]
    if any(sign in line for sign in ("(", ")", "））", "［", "］")):
        found += brackets(line, bare_text=bare_text)
    if _QUOTE.search(line):
        found += quotes(line, script)
    if "《" in line or "》" in line or "〈" in line or "<<" in line:
        found += titles(line)
    found += marks(line, script)
    if indent := _INDENT.match(line):
        found.append(Change("space", *indent.span(), ""))
    start = 0
    for each in line.split("\n"):
        found += (_moved(change, start) for change in (*lists(each, script), *blanks(each)))
        start += len(each) + 1
    if " " in line or "\u00a0" in line:
        found += unlike(line)
    return apart(found)


def _moved(change: Change, by: int) -> Change:
    return change._replace(start=change.start + by, end=change.end + by)


def apart(found: Iterable[Change]) -> Sequence[Change]:
    """Changes in order, without those that meet one that was named before."""
    kept: list[Change] = []
    for each in found:  # kept are in order: one that meets any meets a neighbour
        place = bisect_right(kept, each[1:3], key=lambda other: other[1:3])
        beside = kept[max(0, place - 1) : place + 1]
        if not any(each.start < other.end and other.start < each.end for other in beside):
            kept.insert(place, each)
    return kept


def set_in_chinese(line: str, script: str) -> str:
    """A line with all that can be told mended; as it is where mending comes to no rest."""
    better = line
    for _ in range(_ROUNDS):
        before, better = better, _set_once(better, script)
        if better == before:
            return better
    return line


def _set_once(line: str, script: str) -> str:
    done, parts = 0, list[str]()
    for each in changes(line, script):
        if each.new is not None:
            parts += (line[done : each.start], each.new)
            done = each.end
    return "".join((*parts, line[done:]))
