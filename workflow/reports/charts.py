"""Charts as values: bars in parts, drawn as SVG beside a table of the same figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, NamedTuple

from workflow.reports.screen import shortened

_ROW: Final = 44
"""Pixels that a bar takes with the line that names it."""
_LONGEST: Final = 34
"""Columns of a bar's name: what stands beside it has room on a telephone."""


class Part(NamedTuple):
    """One part of a bar, in percent of the chart's width."""

    style: str
    """A class of the page's style sheet."""
    start: str
    width: str
    told: str
    """What it is, for who points at it."""


class Bar(NamedTuple):
    """One bar and what stands above it."""

    label: str
    end: str
    """What its length stands for, in words."""
    parts: tuple[Part, ...]
    top: int
    """Pixels from the chart's upper edge."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart, ready to be drawn."""

    title: str
    told: str
    """What it shows, in a sentence."""
    legend: tuple[tuple[str, str], ...]
    """Class and name of each kind of part."""
    bars: tuple[Bar, ...]

    @property
    def height(self) -> int:
        """In pixels."""
        return _ROW * len(self.bars)


class Figures(NamedTuple):
    """What one bar is to show."""

    label: str
    end: str
    values: Sequence[float]
    """One for each name of the legend, none below 0."""


def chart(
    title: str, told: str, legend: Sequence[tuple[str, str]], figures: Sequence[Figures]
) -> Chart | None:
    """The chart of some figures; None where there is nothing to draw.

    All bars are of one scale: the longest takes the whole width. A kind with an empty class is
    left blank, as what lies before a range.
    """
    most = max((sum(each.values) for each in figures), default=0)
    if not most:
        return None
    bars = []
    for place, (label, end, values) in enumerate(figures):
        starts = [0, *accumulate(values)]
        parts = tuple(
            Part(style, _percent(start, most), _percent(value, most), f"{label}: {name}")
            for (style, name), start, value in zip(legend, starts, values, strict=False)
            if value and style
        )
        bars.append(Bar(shortened(label, _LONGEST), end, parts, _ROW * place))
    names = tuple((style, name) for style, name in legend if style)
    return Chart(title, told, names, tuple(bars))


def _percent(value: float, most: float) -> str:
    return f"{100 * value / most:.3f}%"
