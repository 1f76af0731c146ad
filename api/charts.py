"""Charts drawn on the server as SVG: where each bar stands; templates only write it out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.matching.results import Part
from graph.schema import WORKS

HEIGHT = 120
STEP = 34
BAR = 22
TOP = 18


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle of a chart, in the chart's own units."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class YearColumn:
    """A year of the chart: its stacked bars, its label and its sum."""

    year: int
    x: float
    label: bool
    total: int
    top: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class YearChart:
    """Works by year, stacked by kind."""

    width: int
    height: int
    columns: Sequence[YearColumn]
    kinds: Sequence[str]


def year_chart(years: Mapping[int, Mapping[str, int]]) -> YearChart | None:
    """The chart of an organisation's works, or None without any."""
    if not years:
        return None
    most = max(sum(counts.values()) for counts in years.values()) or 1
    every = 1 if len(years) <= 16 else 2 if len(years) <= 32 else 5
    columns = []
    for at, (year, counts) in enumerate(sorted(years.items())):
        x, y = at * STEP + (STEP - BAR) / 2, float(TOP + HEIGHT)
        bars = []
        for kind in WORKS:
            if count := counts.get(kind, 0):
                height = round(HEIGHT * count / most, 2)
                y = round(y - height, 2)
                bars.append(Bar(x, y, BAR, height, kind, count))
        total = sum(counts.values())
        label = (max(years) - year) % every == 0
        columns.append(YearColumn(year, x + BAR / 2, label, total, y, tuple(bars)))
    kinds = [kind for kind in WORKS if any(counts.get(kind) for counts in years.values())]
    return YearChart(len(years) * STEP, TOP + HEIGHT + 20, columns, kinds)


@dataclass(frozen=True, slots=True)
class PartBar:
    """One part of a score as a bar between -100 and 100; ``x`` is where it begins."""

    part: Part
    x: float
    width: float
    negative: bool


def part_bars(parts: Sequence[Part], *, scale: float) -> list[PartBar]:
    """Bars of a candidate's parts; ``scale`` is the greatest part of all candidates shown."""
    bars = []
    for part in parts:
        width = round(min(abs(part.value) / scale, 1.0) * 100, 2) if scale else 0.0
        bars.append(PartBar(part, 0.0, width, part.value < 0))
    return bars


def part_scale(parts: Sequence[Sequence[Part]]) -> float:
    """The greatest part of several candidates, so that their bars can be compared."""
    return max((abs(part.value) for some in parts for part in some), default=0.0)
