"""Single signs in a Chinese line: full and half width, marks set twice, ellipses, dashes.

Rules: GB/T 15834-2011; W3C, Requirements for Chinese Text Layout (clreq), 3.1; for figures
GB/T 15835-2011; for Taiwan the Ministry of Education's 《重訂標點符號手冊》.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping

from workflow.inline.han_context import (
    GAP,
    VEILS,
    Change,
    after,
    before,
    follows_chinese,
    has_han,
    is_chinese,
    is_han,
)
from workflow.inline.prose import VEIL
from workflow.inline.scripts import HAN
from workflow.model import lazy_re as re

_WIDER: Mapping[str, str] = dict(zip(",;:!?.", "，；：！？。", strict=True))
_HALF_FORMS: Mapping[str, str] = {"｡": "。", "､": "、", "･": "·"}
_ABBREVIATED = re.compile(
    r"(?:^|[^A-Za-z])(?:[A-Za-z]|Inc|Ltd|Co|Corp|St|Jr|Sr|No|vol|etc|vs|pp|ed|Dr|Mrs?|Ms|Mt|art"
    r"|fig|cf|al|Bros|dept|approx|\.[A-Za-z])\Z",
    re.IGNORECASE,
)
_ONE_WORD = re.compile(rf"[{HAN}”》），：][{VEILS}]*[{GAP}]?[{VEILS}]*[A-Za-z\d+#%'’.-]{{1,30}}\Z")
"""A Latin word or a figure alone, after Chinese: the mark after it is the Chinese sentence's."""
_REFERENCE = re.compile(r"&#?\w+\Z")
_NUMBERING = re.compile(rf"[{VEILS}{GAP}]*(?:[一二三四五六七八九十]{{1,3}}|[(（]?\d+)\Z")
_NAMED_SO = re.compile(r"(?:Yahoo|Jeopardy|Kahoot|Yum|Oh|Joomla|Wham)\Z")
_SCORE_BEFORE = re.compile(r"(?:以|比分?|比数|比數|章|篇|书|書|》|约翰|太)[\d.]*\Z")
_SCORE_AFTER = re.compile(
    r"(?:大?[获獲战戰击擊]?[胜勝败敗平]|领先|領先|险胜|險勝|负|負|的比|逆转|取)"
)
_DASHES = "-－—–―─"
_SIGNS = re.compile(
    rf"""
      (?P<start>^[，。、；：！？”’）》」』]+)
    | (?P<number>(?<=\d)[。．](?=\d)
               |(?<![\d，])(?:\d{{1,2}}(?:，\d{{3}})+|\d{{3}}(?:，000)+)(?![\d，])
               |(?<![\d：:.])(?:[01]?\d|2[0-4])：[0-5]\d(?:：[0-5]\d)?(?![\d：:]))
    | (?P<full>[０-９Ａ-Ｚａ-ｚ]+(?:[．：][０-９]+)*[％]?|％)
    | (?P<half>[｡､･])
    | (?P<ellipsis>\.{{2,}}|…+|⋯+|。{{3,}}|、{{3,}}|[·・•･]{{2,}})
    | (?P<doubled>(?P<same>[，。、；：])(?P=same)
                |[，、；：][，。、；：！？]|[！？]。|。[，、；：！？])
    | (?P<dash>[{GAP}]*(?:[{_DASHES}]{{2,3}}|[―─])[{GAP}]*)
    | (?P<mark>[,;:!?.]+)
    """,
    re.VERBOSE | re.MULTILINE,
)
_OUTSIDE = re.compile("(?P<inner>。)(?P<quote>[”」’』]+)(?P<outer>[。，])")
_ETC = re.compile(
    r"(?<=[、，])[^、，。；：！？…\s]{1,10}(?:等……|……等(?![待到候我你他她着])(?=[^等]))"
)


def marks(line: str, script: str) -> Iterator[Change]:
    """Signs of a line that has Chinese in it, of the kinds above; ``script``: Hans or Hant."""
    for found in _SIGNS.finditer(line):
        change = _LOOKS[found.lastgroup or "doubled"](found, script)
        if change is not None:
            yield change
    if "”" in line or "」" in line:
        for found in _OUTSIDE.finditer(line):
            kept = found["quote"] if found["outer"] == "，" else f"。{found['quote']}"
            last = "，" if found["outer"] == "，" else ""
            yield Change("outside", *found.span(), kept + last)
    if "等" in line and "……" in line:
        for found in _ETC.finditer(line):
            yield Change("etc", *found.span(), None)


def _start(found: re.Match[str], _script: str) -> Change | None:
    return Change("start", *found.span(), None) if found.start() else None


def _number(found: re.Match[str], _script: str) -> Change | None:
    text, line = found[0], found.string
    if text in "。．":
        return Change("number", *found.span(), ".")
    if "，" in text:
        return Change("number", *found.span(), text.replace("，", ","))
    if _SCORE_BEFORE.search(line, 0, found.start()) or _SCORE_AFTER.match(line, found.end()):
        return None
    return Change("number", *found.span(), text.replace("：", ":"))


def _full(found: re.Match[str], _script: str) -> Change | None:
    return Change("full", *found.span(), unicodedata.normalize("NFKC", found[0]))


def _half(found: re.Match[str], _script: str) -> Change | None:
    return Change("width", *found.span(), _HALF_FORMS[found[0]])


def _ellipsis(found: re.Match[str], script: str) -> Change | None:
    text, line = found[0], found.string
    start, end = found.span()
    if text in ("……", "…………") or (script == "Hant" and text in ("⋯⋯", "⋯⋯⋯⋯")):
        return None
    left, right = before(line, start), after(line, end)
    if text[0] == "." and (
        line[start - 1 : start] in GAP or left in ("[", "/", ",", "") or right in ("]", "/")
    ):
        return None
    if re.match(VEIL, line[start - 1 : start]) and re.match(VEIL, line[end:]):
        return None  # [...] is a link to Markdown's reader
    if not (follows_chinese(line, start) or is_han(right)):
        return None
    if text == ".." and not is_han(left):
        return None
    return Change("ellipsis", start, end, "……")


def _doubled(found: re.Match[str], _script: str) -> Change | None:
    text = found[0]
    if text[0] == text[1] or text[0] in "！？":
        return Change("doubled", *found.span(), text[0])
    return Change("doubled", *found.span(), "。" if text in ("，。", "、。", "；。") else None)


def _dash(found: re.Match[str], _script: str) -> Change | None:
    line, text = found.string, found[0].strip(GAP)
    start, end = found.span()
    left, right = before(line, start), after(line, end)
    if text == "——" or not left or not right or left in "“‘「『《":
        return None
    if text[0] == "-" and line[start] in GAP and (line[end - 1] not in GAP or text == "---"):
        return None  # an option; the line that parts front matter
    if not (is_chinese(left) or left in "”’") or not (is_chinese(right) or right in "“‘"):
        return None
    return Change("dash", start, end, "——" if len(text) > 1 else None)


def _mark(found: re.Match[str], _script: str) -> Change | None:
    text, line = found[0], found.string
    start, end = found.span()
    wide = "".join(map(_WIDER.__getitem__, text))
    if len(text) > 1 and not set(text) <= {"!", "?"}:
        return None
    if not _is_chinese_mark(text[0], line, start, end):
        return None
    while start and line[start - 1] in GAP:
        start -= 1
    while end < len(line) and line[end] in GAP:
        end += 1
    return Change("width", start, end, wide)


def _is_chinese_mark(sign: str, line: str, start: int, end: int) -> bool:
    """Whether a half-width mark stands in a Chinese sentence."""
    left, right = before(line, start), after(line, end)
    near = line[end : end + 1]
    if not left or (left in "“‘「『\"'" and right in "”’」』\"'"):
        return False
    if sign == ".":
        return _is_stop(line, start, end, left)
    if left.isdigit() and near.isdigit():
        return False
    chinese = follows_chinese(line, start)
    if left in "”’\"'" and not (is_han(right) or right in "“「《" or (not right and chinese)):
        return False
    if chinese:
        return not (sign in "!?" and near.isalpha() and near.isascii())
    return _ends_latin(sign, line, start, end)


def _ends_latin(sign: str, line: str, start: int, end: int) -> bool:
    """Whether a mark after a Latin word or a figure is that of a Chinese sentence."""
    right = after(line, end)
    if sign in "!?":
        told = not right or (is_han(right) and sign == "?")
        alone = _ONE_WORD.search(line, 0, start) is not None
        return told and alone and not _NAMED_SO.search(line, 0, start)
    if not is_han(right) or (sign == ";" and _REFERENCE.search(line, 0, start)):
        return False
    return is_han(line[end]) or has_han(line[:start])


def _is_stop(line: str, start: int, end: int, left: str) -> bool:
    """Whether a point ends a Chinese sentence."""
    near = after(line, end, spaces=False)
    ends = not after(line, end)
    if _NUMBERING.fullmatch(line, line.rfind("\n", 0, start) + 1, start):
        return False
    if is_han(left) or left in "）》”」』】":
        if not (ends or near in GAP or is_han(near) or near in "“”‘’「」『』《（）"):
            return False
        return left not in "）”" or is_chinese(before(line, line.rfind(left, 0, start)))
    if not (left.isascii() and left.isalnum()) or not (ends or is_han(near)):
        return False
    alone = _ONE_WORD.search(line, 0, start)
    return alone is not None and not _ABBREVIATED.search(line, 0, start)


_LOOKS: Mapping[str, Callable[[re.Match[str], str], Change | None]] = {
    "start": _start,
    "number": _number,
    "full": _full,
    "half": _half,
    "ellipsis": _ellipsis,
    "doubled": _doubled,
    "dash": _dash,
    "mark": _mark,
}
