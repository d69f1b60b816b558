"""A text dump's lines, put together to blocks: paragraphs, headings, list items, menu lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from workflow.importing.plain import columns

_BULLET = re.compile(
    r"(?P<indent>[ \t]*)"
    r"(?:[-*–][ \t\u00a0]+|\+[ \t]+(?=[^\W\d])|"
    r"[•▪◦‣●○■□▸►][ \t\u00a0]*|(?P<number>\d{1,3})[.)][ \t]+)"
    r"(?P<text>\S.*)"
)
_SENTENCE = re.compile(
    r"(?:[!?。！？]|(?<!\.)\.)[\s\"'»”’)）」』\]]*"
    r"(?:\([^()]{1,12}\)|（[^（）]{1,8}）)?\s*$|^(?:\([^()]+\)|（[^（）]+）|\[[^\[\]]+\])$"
)
"""An end that no entry of a menu has, as “More…” is one; or a remark in brackets (“(AFP)”)."""
_ASTERISKS = re.compile(r"[*＊⁂※✻❦ \t\u3000]*[*＊⁂※✻❦]")
_ROWS = "-–—_=~～#•·◆◇●○■□★☆.…"
_SHORTEST_ROW = 3
_TERMINAL = re.compile(r"[.!?:;…。！？：；][\s\"'»”’)）」』\]]*$")

_WIDEST_WRAP = 120
"""Columns of the widest line that a person or program breaks by hand (100 and 120 occur)."""
_NARROWEST = 40
_NARROWEST_WIDE = 32
"""The same of the narrowest; Chinese is broken at sixteen characters as well."""
_MOSTLY_WIDE = 1.5
"""Columns a character, from which on a text is Chinese."""
_ENOUGH_BREAKS = 2
_LAST = 20
"""Characters at the end of a line in which its last mark stands."""
_LONGEST_REMARK = 100
_SET_IN = 2
"""Columns from which on a line that is set in begins a paragraph."""
_HAN = (
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Chinese characters and kana."""
_WITHOUT_SPACES = re.compile(f"[{_HAN}\u3000-\u303f\uff00-\uff60\uffe0-\uffee]")
"""Letters and marks of scripts that part no words by spaces; Korean is none of them."""
_SHARED = "“”‘’…—·"
_HAN_SPACE = re.compile(f"[{_HAN}] [A-Za-z0-9]|[A-Za-z0-9] [{_HAN}]")
_HAN_NO_SPACE = re.compile(f"[{_HAN}][A-Za-z0-9]|[A-Za-z0-9][{_HAN}]")
_FIRST_WORD = re.compile(
    rf"[\"'«»“”‘’(\[（《「『【〈]*(?:[{_HAN}][。，、；：？！”’）》」』】〉…—]*|[^\s{_HAN}]+)"
)
"""What stays together at the start of a line: a word, or one wide letter with what closes it."""


@dataclass(frozen=True, slots=True)
class Block:
    """A run of lines that belong together, on one line."""

    text: str
    """Without the bullet or number of a list item."""
    line: int
    """Line it starts on, counted from 1."""
    indent: int = 0
    """Columns before the bullet or number."""
    bullet: bool = False
    """Whether it is a list item with a bullet."""
    number: str = ""
    """The number of an item of a numbered list."""
    apart: bool = True
    """Whether it stands at the top or after a blank line."""

    @property
    def is_item(self) -> bool:
        """Whether it is an item of a list."""
        return self.bullet or self.number != ""

    @property
    def is_rule(self) -> bool:
        """Whether it is a row of signs (``* * *``) that parts what is before and after it."""
        return _ASTERISKS.fullmatch(self.text) is not None or _is_row(self.text)

    @property
    def ends_sentence(self) -> bool:
        """Whether it ends as a sentence or an introduction does (with a colon, say)."""
        return _TERMINAL.search(self.text) is not None

    @property
    def is_sentence(self) -> bool:
        """Whether it ends as a sentence does, and no entry of a menu or introduction."""
        last = self.text if len(self.text) <= _LONGEST_REMARK else self.text[-_LAST:]
        return _SENTENCE.search(last) is not None

    @property
    def introduces(self) -> bool:
        """Whether it ends with a colon."""
        return self.text.endswith((":", "："))

    def with_text(self, text: str) -> Block:
        """The same block with another text."""
        return replace(self, text=text)


def blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of ``text``: one a line, but for paragraphs broken by hand, put together.

    A line break is a soft one where the first word of the next line would not have had room on
    the line before, in dumps that were broken at some width.
    """
    lines = text.splitlines()
    wrap = _wrap(lines)
    spaced = len(_HAN_SPACE.findall(text)) > len(_HAN_NO_SPACE.findall(text))
    found: list[tuple[Block, list[str]]] = []
    previous, ruled = "", False
    for number, line in enumerate(lines, 1):
        apart, after_rule = not previous.strip(), ruled
        ruled = _is_rule(line, apart)
        item = None if ruled else _BULLET.fullmatch(line.rstrip())
        whole = item is not None or ruled or after_rule
        if found and not whole and wrap and wrap.is_soft(previous, line):
            after = line.strip()
            found[-1][1].extend((_between(previous.strip(), after, spaced=spaced), after))
        elif item:
            block = replace(_item(item, number), apart=apart)
            found.append((block, [block.text]))
        elif any(map(str.isalnum, line)) or ruled:
            found.append((Block(line.strip(), number, apart=apart), [line.strip()]))
        previous = line
    return tuple(block.with_text("".join(parts)) for block, parts in found)


def _is_rule(line: str, apart: bool) -> bool:
    """Tell whether ``line`` parts scenes: asterisks, or a row of other signs after a blank line.

    A row of signs at once below a line underlines that.
    """
    text = line.strip()
    return _ASTERISKS.fullmatch(text) is not None or (apart and _is_row(text))


def _is_row(text: str) -> bool:
    signs = text.replace(" ", "")
    return len(signs) >= _SHORTEST_ROW and signs[0] in _ROWS and signs == signs[0] * len(signs)


def _item(found: re.Match[str], line: int) -> Block:
    return Block(
        text=found["text"].strip(),
        line=line,
        indent=len(found["indent"].expandtabs(4)),
        bullet=not found["number"],
        number=found["number"] or "",
    )


def _between(before: str, after: str, *, spaced: bool) -> str:
    """Return what stands between two lines of one paragraph: the space the text would have had.

    Chinese and Japanese have none; beside Latin letters only if the text puts spaces there
    (``spaced``). Marks that both scripts share (“ ” …) are as the letters around them.
    """
    letters = before.rstrip(_SHARED)[-1:], after.lstrip(_SHARED)[:1]
    wide = [_WITHOUT_SPACES.match(letter) is not None for letter in letters]
    mixed = spaced and all(map(str.isalnum, letters)) and not all(wide)
    return "" if any(wide) and not mixed else " "


@dataclass(frozen=True, slots=True)
class _Wrap:
    """How lines were broken by hand."""

    measure: Callable[[str], int]
    """``columns``, or ``len`` where a program counted characters, wide ones too."""
    width: int

    def is_soft(self, line: str, following: str) -> bool:
        """Tell whether the break between two lines is there because the width was reached."""
        return self.width in _widths(line, following, self.measure)


def _widths(line: str, following: str, measure: Callable[[str], int]) -> range:
    """Return the widths at which ``line`` would have been broken before ``following``.

    None for a line that is set in further than the one before: that begins a paragraph.
    """
    if not line.strip() or not following.strip() or following.startswith("\u3000"):
        return range(0)
    if _indent(following) >= _indent(line) + _SET_IN and not _BULLET.fullmatch(line.rstrip()):
        return range(0)
    word = _FIRST_WORD.match(following.lstrip())
    filled = measure(line.rstrip())
    return range(filled, filled + 1 + measure(word[0] if word else ""))


def _indent(line: str) -> int:
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip(" "))


def _wrap(lines: Sequence[str]) -> _Wrap | None:
    """Return how lines were broken by hand, None where they were not.

    The width is the one at which most lines were broken: at least two, mostly not at the end of
    a sentence, as paragraphs end, and many more than there are lines that go beyond it.
    """
    wide = sum(map(columns, lines)) > _MOSTLY_WIDE * sum(map(len, lines))
    by_columns = (*_broken(lines, columns, _NARROWEST_WIDE if wide else _NARROWEST), columns)
    by_number = (*(_broken(lines, len, _NARROWEST_WIDE // 2) if wide else (0, 0)), len)
    found: Sequence[tuple[int, int, Callable[[str], int]]] = (by_columns, by_number)
    count, width, measure = max(found, key=lambda one: one[0])
    return _Wrap(measure, width) if count else None


def _broken(lines: Sequence[str], measure: Callable[[str], int], narrowest: int) -> tuple[int, int]:
    """Return how many lines were broken at the likeliest width, and that width."""
    broken: Counter[int] = Counter()
    open_ended: Counter[int] = Counter()
    for line, following in pairwise(lines):
        widths = _widths(line, following, measure)
        shown = range(widths.start, min(widths.stop, _WIDEST_WRAP + 1))
        broken.update(shown)
        if not _TERMINAL.search(line[-_LAST:]):
            open_ended.update(shown)
    wide = sorted(measure(line.rstrip()) for line in lines if _has_room(line))
    likely = [
        (count, -width)
        for width, count in broken.items()
        if width >= narrowest
        and _ENOUGH_BREAKS <= count < 2 * open_ended[width]
        and 2 * (len(wide) - bisect_right(wide, width)) <= count
    ]
    count, width = max(likely, default=(0, 0))
    return count, -width


def _has_room(line: str) -> bool:
    """Tell whether a line could have been broken: it has a space, or a wide letter."""
    return " " in line.strip() or columns(line) > len(line)
