"""Charts drawn on the server as SVG: where each bar stands; templates only write it out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
class PartScale:
    """One scale for the parts of several candidates, so that their bars can be compared."""

    below: float
    """The widest part below zero, as a positive number."""
    above: float
    """The widest part above zero."""
    whole: float
    """The highest sum of a candidate's parts above zero."""
    used: frozenset[str]
    """Names of the parts that say something of any of them; the others need no bar."""
    against: frozenset[str]
    """Names of those that count against one of them."""

    @property
    def zero(self) -> float:
        """Where zero stands between 0 and 100."""
        return self._wide(self.below)

    def _wide(self, value: float) -> float:
        span = self.below + self.above
        return round(value / span * 100, 2) if span else 0.0

    def bar(self, part: Part, place: int) -> PartBar:
        """One part from zero to the right, or to the left where it counts against."""
        width = self._wide(abs(part.value))
        return PartBar(part, round(self.zero - width, 2) if part.value < 0 else self.zero, width,
                       place)


def part_scale(candidates: Iterable[Sequence[Part]]) -> PartScale:
    """The scale of the parts of all candidates that are shown."""
    listed = list(candidates)
    values = [part.value for parts in listed for part in parts]
    sums = [sum(p.value for p in parts if p.value > 0) for parts in listed]
    used = frozenset(p.name for parts in listed for p in parts if p.value)
    against = frozenset(p.name for parts in listed for p in parts if p.value < 0)
    return PartScale(max(0.0, -min(values, default=0.0)), max(0.0, max(values, default=0.0)),
                     max(sums, default=0.0), used, against)


@dataclass(frozen=True, slots=True)
class PartBar:
    """One part of a score as a bar between 0 and 100, beginning at ``x``; ``place`` is that of the
    part among all, which gives its colour."""

    part: Part
    x: float
    width: float
    place: int

    @property
    def negative(self) -> bool:
        """Does it count against the candidate?"""
        return self.part.value < 0


def part_bars(parts: Sequence[Part], *, scale: PartScale) -> list[PartBar]:
    """Bars of a candidate's parts, each from the common zero."""
    return [scale.bar(part, place) for place, part in enumerate(parts, 1)
            if part.name in scale.used]


def stack_bars(parts: Sequence[Part], *, scale: PartScale) -> list[PartBar]:
    """A candidate's parts one behind the other. Those that count against it come last and lie over
    the end of the others, from right to left: what stays uncovered is the score."""
    bars: list[PartBar] = []
    at = 0.0
    placed = [(place, part) for place, part in enumerate(parts, 1) if part.value]
    for place, part in sorted(placed, key=lambda p: (p[1].value < 0, p[0])):
        width = round(abs(part.value) / scale.whole * 100, 2) if scale.whole else 0.0
        if part.value < 0:
            width = min(width, at)
            at -= width
            bars.append(PartBar(part, round(at, 2), width, place))
        else:
            bars.append(PartBar(part, round(at, 2), width, place))
            at += width
    return bars


def part_rows(candidates: Sequence[Sequence[Part]]) -> list[tuple[Part, list[PartBar | None]]]:
    """Each part that says something of any candidate, with its bars, a candidate beside the other;
    None for one of which nothing is said."""
    scale = part_scale(candidates)
    drawn = [{bar.part.name: bar for bar in part_bars(parts, scale=scale)} for parts in candidates]
    names = {name: bar.part for bars in drawn for name, bar in bars.items()}
    return [(part, [bars.get(name) for bars in drawn]) for name, part in names.items()]
