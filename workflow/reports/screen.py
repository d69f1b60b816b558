"""Lines for a terminal or a file: tables, widths, colours; control characters made visible."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from unicodedata import category, east_asian_width

import click

from workflow.model.controls import CONTROLS
from workflow.reports.i18n import Words

_VISIBLE = {**dict.fromkeys(CONTROLS, "\ufffd"), 9: "→", 10: "↵"}
_NARROWEST = 8
"""Columns that every cell of a table keeps, if it has so many."""
_STYLES: dict[str, dict[str, bool | str]] = {
    "good": {"fg": "green"},
    "best": {"fg": "green", "bold": True},
    "wait": {"fg": "yellow"},
    "bad": {"fg": "red", "bold": True},
    "note": {"fg": "cyan"},
    "draft": {"fg": "magenta"},
    "gone": {"fg": "red"},
    "name": {"bold": True},
    "aside": {"dim": True},
    "mark": {"underline": True},
    "found": {"fg": "yellow", "bold": True},
    "removed": {"fg": "red", "strikethrough": True},
    "added": {"fg": "green", "underline": True},
    "bad mark": {"fg": "red", "underline": True},
    "wait mark": {"fg": "yellow", "underline": True},
}


def visible(text: str) -> str:
    """``text`` with signs for control characters, one for one.

    So no catalogue can drive its reader's terminal.
    """
    return text if text.isprintable() else text.translate(_VISIBLE)


def width(text: str) -> int:
    """How many columns ``text`` takes: Chinese characters two, marks set on others none."""
    return len(text) if text.isascii() else sum(map(_width, text))


@cache
def _width(sign: str) -> int:
    if category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(sign) in "WF" else 1


def fitting(text: str, start: int, columns: int) -> int:
    """The offset after what of ``text`` from ``start`` on takes so many columns, or fewer."""
    end = start
    while end < len(text) and (columns := columns - _width(text[end])) >= 0:
        end += 1
    return end


def padded(text: str, columns: int, *, right: bool = False) -> str:
    """``text`` filled up with blanks to so many columns; ``right``: at the right edge."""
    space = " " * (columns - width(text))
    return space + text if right else text + space


def shortened(text: str, columns: int) -> str:
    """The beginning of ``text`` on one line, with “…” where it is longer than ``columns``."""
    line = visible(text)
    return line if len(line) <= columns else f"{line[: columns - 1]}…"


@dataclass(frozen=True, slots=True)
class Cell:
    """Text in a table that is shown in a style."""

    text: str
    style: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Screen:
    """Where lines are read: in which language, how wide, in colours or not."""

    words: Words
    width: int | None = None
    """Columns that a line may take; None: as many as it needs, for a file or another program."""
    colour: bool = False

    def style(self, text: str, style: str) -> str:
        """``text`` in one of the styles above, as far as colours can be shown."""
        if not (self.colour and style and text):
            return text
        return click.style(text, **_STYLES[style])  # type: ignore[arg-type]

    def table(
        self,
        columns: Sequence[str],
        rows: Sequence[Sequence[object]],
        *,
        right: Collection[str] = (),
    ) -> Iterator[str]:
        """Lines of a table; ``right`` names the columns of numbers.

        A cell is a phrase, a :class:`Cell` or anything with a ``str``. Where the lines would be
        wider than the screen, the widest columns are folded.
        """
        names = [self.words(name) for name in columns]
        cells = [[visible(self._said(cell)) for cell in row] for row in rows]
        widths = [
            max(width(name), max((width(row[place]) for row in cells), default=0))
            for place, name in enumerate(names)
        ]
        edges = [name in right for name in columns]
        fitted = self._fitted(widths)
        yield from self._row(names, fitted, edges, ["name"] * len(names))
        for row, texts in zip(rows, cells, strict=True):
            styles = [cell.style if isinstance(cell, Cell) else "" for cell in row]
            yield from self._row(texts, fitted, edges, styles)

    def _said(self, cell: object) -> str:
        text = cell.text if isinstance(cell, Cell) else cell
        return self.words(text) if isinstance(text, str) else str(text)

    def _fitted(self, widths: Sequence[int]) -> list[int]:
        """The widths cut down, the widest first, until the screen is wide enough."""
        found = list(widths)
        if self.width is None:
            return found
        while (over := sum(found) + 2 * (len(found) - 1) - self.width) > 0:
            widest = max(found)
            if widest <= _NARROWEST:
                break
            place = found.index(widest)
            next_widest = max((each for each in found if each < widest), default=0)
            found[place] = max(widest - over, next_widest - 1, _NARROWEST)
        return found

    def _row(
        self,
        texts: Sequence[str],
        widths: Sequence[int],
        edges: Sequence[bool],
        styles: Sequence[str],
    ) -> Iterator[str]:
        columns = widths if self.width is not None else (None,) * len(widths)
        folds = map(folded, texts, columns)
        for line in zip_longest(*folds, fillvalue=""):
            parts = zip(line, widths, edges, styles, strict=True)
            filled = [self._filled(*part) for part in parts]
            yield "  ".join(filled).rstrip()

    def _filled(self, text: str, columns: int, right: bool, style: str) -> str:
        space = " " * (columns - width(text))
        shown = self.style(text, style)
        return space + shown if right else shown + space


def folded(text: str, columns: int | None) -> list[str]:
    """``text`` in lines of at most so many columns, broken at blanks where there are any.

    At least one line; a single character that is wider stands alone. None: in one line.
    """
    lines: list[str] = []
    while columns is not None and width(text) > columns:
        end = max(fitting(text, 0, columns), 1)
        blank = text.rfind(" ", 0, end + 1)
        cut = blank if blank > 0 else end
        lines.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*lines, text]
