"""Brackets, quotation marks and marks of titles in a Chinese line.

Rules: GB/T 15834-2011, 4.8 (“ ” outside, ‘ ’ inside), 4.9 (brackets), 4.15 (《 》 outside, 〈 〉
inside); for Traditional Chinese 「 」 outside, 『 』 inside (W3C clreq, 3.1; Taiwan, Ministry of
Education, 《重訂標點符號手冊》).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from workflow.inline.han_context import (
    GAP,
    VEILS,
    Change,
    Kind,
    after,
    before,
    has_han,
    is_chinese,
    is_han,
)
from workflow.inline.scripts import HAN
from workflow.model import lazy_re as re

WORKS = (
    "小说|小說|电影|電影|影片|纪录片|紀錄片|故事片|短片|歌剧|歌劇|话剧|話劇|戏剧|戲劇|歌曲|专辑|專輯|杂志|雜誌"
    "|报纸|報紙|日报|日報|周刊|週刊|期刊|诗集|詩集|诗歌|詩歌|长诗|長詩|散文|画作|畫作|油画|油畫|电视剧|電視劇"
    "|连续剧|連續劇|剧集|劇集|著作|专著|專著|回忆录|回憶錄|自传|自傳|传记|傳記|童话|童話|绘本|繪本|漫画|漫畫|动画片"
    "|音乐剧|音樂劇|芭蕾舞剧|芭蕾舞劇|交响曲|交響曲|一书|一書"
)
"""Words after which a work is named."""
_WORK = re.compile(rf"(?:{WORKS})[{VEILS}]*\Z")
_STOP = re.compile("[。！？，]")
_BRACKETS = "()（）[]［］"
_MATES: Mapping[str, str] = {")": "(（", "）": "(（", "]": "[［", "］": "[［"}
_ACCELERATOR = re.compile(r"[_&~]?[A-Za-z0-9]")
_ENUMERATOR = re.compile(r"\d{1,2}|[a-zA-Z]|[ivx]{1,4}|[一二三四五六七八九十]{1,3}")
_PART = re.compile(rf"(?:第[\d{HAN}]{{1,4}}|\d)[{HAN}]?\Z")
_STRAIGHT = '"＂'
_DOUBLE = '"＂“”„‟〝〞〟'
_CLOSING: Mapping[str, str] = {
    "”": "“„\"＂", "〞": "〝", "〟": "〝", "」": "「", "』": "『", "’": "‘", "»": "«", "›": "‹",
    "‟": "„“", "“": "„",
}  # fmt: skip
_QUOTES = re.compile("''|’’|‘‘|[\"＂“”„‟〝〞〟「」『』‘’«»‹›']")
_OWN: Mapping[str, Sequence[tuple[str, str]]] = {
    "Hans": (("“", "”"), ("‘", "’")),
    "Hant": (("「", "」"), ("『", "』")),
}
_CODE = re.compile(r"[_=/\\<>{}%$@#~|^&+*]|--|^-|^[\W\d_]*\Z|\.\w|^\S*\d\S*\Z")
"""What words in straight marks are not: options, paths, values."""


@dataclass(slots=True)
class _Pair:
    start: int
    end: int
    depth: int
    opening: str
    closing: str


def brackets(line: str, *, bare_text: bool) -> Iterator[Change]:
    """Round brackets around or after Chinese that are not the wide ones, or of two widths.

    ``bare_text``: whether it is a program's text, in which ``(F)`` is a key.
    """
    open_at: list[int] = []
    for found in re.finditer(rf"[{re.escape(_BRACKETS)}]", line):
        at, sign = found.start(), found[0]
        if sign in "(（[［":
            open_at.append(at)
            continue
        if open_at and line[open_at[-1]] in _MATES[sign]:
            yield from _bracketed(line, open_at.pop(), at, bare_text=bare_text)
        elif before(line, at) + sign in ("））", "）)", ")）"):
            yield Change("alone", at, at + 1, None)
        elif open_at and {sign, line[open_at[-1]]} & set("（）［］"):
            first = open_at.pop()
            if has_han(line[first:at]):
                yield Change("halves", first, at + 1, None)


def _bracketed(line: str, first: int, last: int, *, bare_text: bool) -> Iterator[Change]:
    shape = line[first] + line[last]
    if shape not in ("()", "(）", "（)"):
        return
    content, left = line[first + 1 : last], before(line, first)
    if shape == "()" and not _is_chinese_content(line, first, last, bare_text=bare_text):
        return
    kind: Kind = "bracket" if shape == "()" else "halves"
    if not (has_han(content) or is_chinese(left) or is_chinese(after(line, last + 1))):
        at = first if line[first] == "（" else last
        yield Change(kind, at, at + 1, "(" if at == first else ")")
        return
    for at, wide in ((first, "（"), (last, "）")):
        start, end = at, at + 1
        while start and line[start - 1] in GAP:
            start -= 1
        while end < len(line) and line[end] in GAP:
            end += 1
        if line[start:end] != wide:
            yield Change(kind, start, end, wide)


def _is_chinese_content(line: str, first: int, last: int, *, bare_text: bool) -> bool:
    """Whether narrow brackets are the Chinese sentence's: not a number's, a function's, a key's."""
    content, left = line[first + 1 : last], before(line, first)
    words = re.sub(f"[{VEILS}]", "", content)
    after_han = is_han(left)
    numbering = _ENUMERATOR.fullmatch(words) is not None and not after_han
    key = bare_text and _ACCELERATOR.fullmatch(words) is not None
    if left == "%" or not content.strip() or numbering or key:
        return False
    if has_han(words):
        return True
    part = re.fullmatch(r"\d{1,2}", words) is not None and _PART.search(line, 0, first) is not None
    return not part and (after_han or left in tuple("》”」』"))


def quotes(line: str, script: str) -> Iterator[Change]:
    """Quotation marks that are not the script's, or of the wrong level or direction."""
    own = _OWN[script]
    for pair in _paired(line):
        outer = own[pair.depth % 2]
        content = line[pair.start + len(pair.opening) : pair.end]
        if not _in_chinese(line, pair, content):
            continue
        kind: Kind = "nested" if (pair.opening, pair.closing) in own else "quote"
        first, last = pair.start + len(pair.opening), pair.end
        if pair.opening in "«‹":
            first, last = last - len(content.lstrip(GAP)), first + len(content.rstrip(GAP))
            if _WORK.search(line, 0, pair.start) and not _STOP.search(content):
                kind, outer = "title", ("《", "》")
        if pair.opening != outer[0]:
            yield Change(kind, pair.start, first, outer[0])
        if pair.closing != outer[1]:
            yield Change(kind, last, pair.end + len(pair.closing), outer[1])


def _in_chinese(line: str, pair: _Pair, content: str) -> bool:
    if line[pair.start - 1 : pair.start] == "=":
        return False
    if has_han(content):
        return True
    if pair.opening == "‘":
        return False
    beside = before(line, pair.start), after(line, pair.end + len(pair.closing))
    if not any(map(is_chinese, beside)) or not re.sub(f"[{VEILS}]", "", content).strip():
        return False
    if pair.opening in _STRAIGHT or pair.opening == "'":
        return pair.opening != "'" and not _CODE.search(content)
    return True


def _paired(line: str) -> Sequence[_Pair]:
    """Pairs of quotation marks, outer ones first; none where they cannot be told."""
    signs = [found for found in _QUOTES.finditer(line) if not _is_apostrophe(line, found)]
    doubles = [found for found in signs if found[0] in _DOUBLE]
    if len(doubles) % 2:
        return ()
    opened = sum(found[0] in "“„〝" for found in doubles)
    closed = sum(found[0] in "”〞〟‟" for found in doubles)
    german = any(found[0] == "„" for found in doubles)
    toggled = opened != closed and not german
    state = _State(toggled=toggled)
    for found in signs:
        state.take(found)
    if state.open:
        return ()
    return sorted(state.pairs, key=lambda pair: pair.start)


@dataclass(slots=True)
class _State:
    """The quotations that are open, and those that were closed."""

    toggled: bool
    """Whether the direction of curly marks tells nothing, as they are not half and half."""
    open: list[tuple[int, str]] = field(default_factory=list)
    pairs: list[_Pair] = field(default_factory=list)

    def take(self, found: re.Match[str]) -> None:
        """Go on to the next mark."""
        sign, at = found[0], found.start()
        if self._closes(sign):
            start, opening = self.open.pop()
            self.pairs.append(_Pair(start, at, len(self.open), opening, sign))
        else:
            self.open.append((at, sign))

    def _closes(self, sign: str) -> bool:
        if not self.open:
            return False
        top = self.open[-1][1]
        if sign in _DOUBLE and top in _DOUBLE and self.toggled:
            return True
        if sign in ("'", "''", "’’", "‘‘") or sign in _STRAIGHT:
            return top == sign
        return top in _CLOSING.get(sign, "")


def _is_apostrophe(line: str, found: re.Match[str]) -> bool:
    """Whether a single mark is part of a Latin word, a foot, a minute."""
    sign, at = found[0], found.start()
    if sign not in ("'", "’"):
        return False
    left, right = line[at - 1 : at] if at else "", line[at + 1 : at + 2]
    if left.isascii() and left.isalnum() and right.isascii() and right.isalnum():
        return True
    if sign == "’" and line.count("‘", 0, at) > len(re.findall("’(?![A-Za-z])", line[:at])):
        return False
    return not any(is_chinese(each) or each in ("“", "”") for each in (left, right))


def titles(line: str) -> Iterator[Change]:
    """《 》 inside 《 》, or inside 〈 〉; one without its other; `<<` around Chinese."""
    for found in re.finditer(rf"<<(?! )([^<>]*[{HAN}][^<>]*)(?<! )>>", line):
        yield Change("title", found.start(), found.start() + 2, "《")
        yield Change("title", found.end() - 2, found.end(), "》")
    open_at: list[int] = []
    pairs: list[tuple[int, int, int]] = []
    stray: list[int] = []
    for found in re.finditer("[《》〈〉]", line):
        at = found.start()
        if found[0] in "《〈":
            open_at.append(at)
        elif open_at:
            pairs.append((open_at.pop(), at, len(open_at)))
        else:
            stray.append(at)
    if open_at or stray:
        for at in stray:
            doubled = line[at - 1 : at] == line[at]
            yield Change("title-alone", at, at + 1, "" if doubled and len(stray) == 1 else None)
        for at in open_at:
            yield Change("title-alone", at, at + 1, None)
        return
    nesting = {place for first, last, depth in pairs if depth for place in (first, last)}
    outer = [(first, last) for first, last, depth in pairs if not depth
             and any(first < place < last for place in nesting)]  # fmt: skip
    for first, last, depth in pairs:
        if depth == 0 and (first, last) not in outer:
            continue
        wanted = "〈〉" if depth % 2 else "《》"
        for at, sign in ((first, wanted[0]), (last, wanted[1])):
            if line[at] != sign:
                yield Change("title-nested", at, at + 1, sign)
