"""Blanks in a Chinese line: none between Chinese characters, none beside wide marks (W3C clreq,
3.2); beside Latin words as the writer will, but alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from workflow.inline.han_context import GAP, STAR, VEILS, Change, is_chinese
from workflow.inline.scripts import HAN
from workflow.model import lazy_re as re

_AFTER_ANY = "，。、；：！？（《〈「『【"
_BEFORE_ANY = "，。、；：！？）》〉」』】"
_BLANK = re.compile(
    rf"(?<=[{HAN}{_AFTER_ANY}）》〉」』】”’])[{GAP}]+(?=[{HAN}{_BEFORE_ANY}（《〈「『【“‘])"
    rf"|(?<![{VEILS}{GAP}])[{GAP}]+(?=[{_BEFORE_ANY}])"
    rf"|(?<=[{_AFTER_ANY}])[{GAP}]+(?![{GAP}]|[{VEILS}<]|$)"
    rf"|(?<=[{HAN}])[ \u00a0]+(?={STAR}[{HAN}])|(?<=[{HAN}]{STAR})[ \u00a0]+(?=[{HAN}])"
    rf"|(?<=[{HAN}）》”’])[{GAP}]+(?=——|……)|(?<=——|……)[{GAP}]+(?=[{HAN}（《“‘])"
    rf"|(?<=\d)[ \u00a0\u202f]+(?=[%％‰])"
)
_HEAD = re.compile(
    rf"(?:第[\d{HAN}]{{1,5}}|附[录錄件表]\S{{0,2}}|[一二三四五六七八九十]{{1,3}}、?|[{HAN}])\Z"
)
"""What a blank may follow at the start of a line: the number of a chapter, a letter of a word set
wide."""
_LIST_ITEM = re.compile(rf"[{HAN}]{{1,6}}(?:[{GAP}|｜/·]+[{HAN}]{{1,6}}){{2,}}")
_OPTION = re.compile(rf"[{GAP}]+-{{1,2}}\w")
"""What is set in columns: the options of a program."""
_VERSE = re.compile(rf"([{HAN}]{{4,8}})[{GAP}]+([{HAN}]{{4,8}})")
_ALIGNED = 2
"""Blanks in a row, at most, that are not there to set columns."""
_LABEL_NEXT = re.compile(rf"[{HAN}]{{1,6}}[：:]")
_TIGHT_AFTER = (
    "卡制机機室片版型级級类類区區座光恤超线線码碼盘盤口值端股组組班罩币幣站店粉费費盾轮輪"
)
_LATIN = r"[A-Za-z\d](?:[A-Za-z\d.+#'’&-]*[A-Za-z\d+#])?"
_EDGE = re.compile(
    rf"(?P<left>(?<=[{HAN}])[ \u00a0]?)(?P<word>{_LATIN}"
    rf"(?:[ \u00a0]{_LATIN})*)(?P<right>[ \u00a0]?(?=[{HAN}]))"
    rf"|(?P<left1>(?<=[{HAN}])[ \u00a0]?)(?P<word1>{_LATIN})"
    rf"|(?P<word2>{_LATIN})(?P<right2>[ \u00a0]?(?=[{HAN}]))"
)


def blanks(line: str) -> Iterator[Change]:
    """Blanks where Chinese has none."""
    if _LIST_ITEM.fullmatch(line.strip()) or _OPTION.match(line):
        return
    for found in _BLANK.finditer(line):
        if not _lawful(found):
            yield Change("space", found.start(), found.end(), "")


def _lawful(found: re.Match[str]) -> bool:
    line, (start, end) = found.string, found.span()
    if "\t" in found[0] or end - start > _ALIGNED:
        return True
    if line[start - 1] in "”’" and not is_chinese(line[start - 2 : start - 1]):
        return True
    if line[end : end + 1] in tuple("“‘") and not is_chinese(line[end + 1 : end + 2]):
        return True
    between = line[start - 1 : start] + line[end : end + 1]
    if len(between) < 2 or not re.fullmatch(f"[{HAN}]{{2}}", between):
        return False
    if _HEAD.fullmatch(line[:start].lstrip(GAP)) or _LABEL_NEXT.match(line, end):
        return True
    verse = _VERSE.fullmatch(line.strip())
    return verse is not None and len(verse[1]) == len(verse[2])


class Edge(NamedTuple):
    """Where a Chinese character and a Latin word meet."""

    start: int
    end: int
    spaced: bool


def edges(line: str) -> Sequence[Edge]:
    """The places where Chinese characters and Latin words meet; not those of fixed compounds
    (T恤, X光), figures and what is kept as it is.
    """
    found: list[Edge] = []
    for each in _EDGE.finditer(line):
        word = each["word"] or each["word1"] or each["word2"]
        if len(word) < 2 or not (word[0] + word[-1]).isalpha():
            continue
        for name in ("left", "left1", "right", "right2"):
            gap = each[name]
            if gap is None:
                continue
            start, end = each.span(name)
            if "right" in name and word.isupper() and line[end : end + 1] in _TIGHT_AFTER:
                continue
            found.append(Edge(start, end, gap != ""))
    return found


def unlike(line: str) -> Iterator[Change]:
    """The places of a line that meet otherwise than most; tight ones win a draw."""
    found = edges(line)
    spaced = sum(each.spaced for each in found)
    if not spaced or spaced == len(found):
        return
    rule = spaced > len(found) - spaced
    for each in found:
        if each.spaced != rule:
            yield Change("close" if rule else "apart", each.start, each.end, " " if rule else "")
