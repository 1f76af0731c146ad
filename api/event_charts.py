"""Charts of an event drawn on the server as SVG: where each bar stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api.charts import BAR, HEIGHT, STEP, TOP, Bar
from graph.events.report import Counts


@dataclass(frozen=True, slots=True)
class CountColumn:
    """How many participants have so many meetings."""

    meetings: int
    x: float
    bar: Bar


@dataclass(frozen=True, slots=True)
class CountChart:
    """Participants by their number of meetings."""

    width: int
    height: int
    columns: tuple[CountColumn, ...]


def count_chart(meetings: Iterable[int]) -> CountChart | None:
    """The chart of all participants' numbers of meetings, or None without any participant."""
    found = Counter(meetings)
    if not found:
        return None
    most = max(found.values())
    columns = []
    for number in range(max(found) + 1):
        x = number * STEP + (STEP - BAR) / 2
        height = round(HEIGHT * found[number] / most, 2)
        columns.append(CountColumn(number, x + BAR / 2, Bar(
            x, round(TOP + HEIGHT - height, 2), BAR, height, "none" if not number else "some",
            found[number])))
    return CountChart(len(columns) * STEP, TOP + HEIGHT + 20, tuple(columns))


@dataclass(frozen=True, slots=True)
class GroupBar:
    """What became of the meetings of a kind or region, as parts of a bar from 0 to 100."""

    name: str
    counts: Counts
    held: float
    missed: float
    """Beside those held."""
    open: float
    """Beside both: planned, and nothing is recorded of them."""


def group_bars(groups: Mapping[str, Counts]) -> list[GroupBar]:
    """A bar for each group on one scale, the largest first; nothing where nothing was planned."""
    def undecided(counts: Counts) -> int:
        return max(counts.planned - counts.held - counts.missed, 0)

    whole = max((c.held + c.missed + undecided(c) for c in groups.values()), default=0)
    if not whole:
        return []
    ordered = sorted(groups.items(), key=lambda item: (-item[1].planned, item[0]))
    return [GroupBar(name, c, *(round(n / whole * 100, 2)
                                for n in (c.held, c.missed, undecided(c))))
            for name, c in ordered]
