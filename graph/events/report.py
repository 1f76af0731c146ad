"""What came of an event: meetings planned, held and missed, by country and by kind, how they were
rated, and how evenly the plan serves its participants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from graph.display import Printed
from graph.errors import InvalidRequest
from graph.events.fairness import Fairness, fairness
from graph.events.kept import Kept
from graph.events.model import Ask
from graph.events.wishes import asks

if TYPE_CHECKING:
    from graph.events.outcomes import Outcome

Keys = tuple[str, str]
T = TypeVar("T", str, Keys)
NOT_STATED = "not stated"
"""Of a participant without a region or kind."""
_COUNTS = ("planned", "held", "no-show", "cancelled")


@dataclass(frozen=True, slots=True)
class Counts:
    """Meetings: in the plan; held, planned or not; not held although planned to the end, as
    somebody did not come; given up before, by another plan."""

    planned: int = 0
    held: int = 0
    missed: int = 0
    cancelled: int = 0

    @property
    def row(self) -> tuple[int, int, int, int]:
        """In the order of the tables' columns."""
        return (self.planned, self.held, self.missed, self.cancelled)


@dataclass(frozen=True, slots=True)
class Rating:
    """How the meetings of a kind of participant were rated, 1 to 5, and how many were."""

    mean: float
    rated: int


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many."""

    met: int
    of: int


@dataclass(frozen=True, slots=True)
class EventReport(Printed):
    """The figures of a kept event. A meeting counts once in a cross table, and in a table of single
    kinds or regions once for each that takes part in it."""

    event: str
    title: str
    total: Counts
    kinds: Mapping[Keys, Counts]
    """By the kinds of both ends, in the order of the alphabet."""
    regions: Mapping[Keys, Counts]
    by_kind: Mapping[str, Counts]
    by_region: Mapping[str, Counts]
    ratings: Mapping[str, Rating]
    """By kind; all meetings under an empty one."""
    participants: int
    served: Share
    """Participants with a planned meeting, of all."""
    came: Share
    """Participants with a meeting that was held, of those with a planned one."""
    musts: Share
    """Requests met by the plan, of those that must be."""
    wants: Share
    first_choices: float | None
    """See `graph.events.fairness`."""
    fairness: Fairness

    def tables(self) -> Iterator[tuple[str, list[str], list[list[Any]]]]:
        """(title, columns, rows) of each table, for people."""
        yield "Meetings by kind", ["kind", *_COUNTS], [
            [kind, *counts.row] for kind, counts in self.by_kind.items()]
        yield "Meetings between kinds", ["first", "second", *_COUNTS], [
            [*keys, *counts.row] for keys, counts in self.kinds.items()]
        yield "Meetings by country or region", ["region", *_COUNTS], [
            [region, *counts.row] for region, counts in self.by_region.items()]
        yield "Meetings between countries or regions", ["first", "second", *_COUNTS], [
            [*keys, *counts.row] for keys, counts in self.regions.items()]
        yield "Ratings by kind", ["kind", "mean", "rated"], [
            [kind or "all", round(rating.mean, 2), rating.rated]
            for kind, rating in self.ratings.items()]
        yield "Participants and requests", ["what", "met", "of"], [
            [what, share.met, share.of] for what, share in (
                ("participants with a meeting planned", self.served),
                ("of these with one held", self.came),
                ("requests: must", self.musts), ("requests: want", self.wants))]

    def rows(self) -> list[list[Any]]:
        """All counts as one table with its header: by what, the two ends (the second empty in a
        table of single ones), and the counts."""
        found: list[list[Any]] = [["by", "first", "second", *_COUNTS]]
        found.append(["all", "", "", *self.total.row])
        for by, single, cross in (("kind", self.by_kind, self.kinds),
                                  ("region", self.by_region, self.regions)):
            found += [[by, one, "", *counts.row] for one, counts in single.items()]
            found += [[by, *keys, *counts.row] for keys, counts in cross.items()]
        return found

    def to_frame(self) -> Any:
        """`rows` as a pandas data frame; needs pandas."""
        import pandas

        header, *found = self.rows()
        return pandas.DataFrame(found, columns=header)

    def __str__(self) -> str:
        total = self.total
        return "\n".join([
            f"{self.title}: {total.planned} meetings planned, {total.held} held, {total.missed} "
            f"missed, {total.cancelled} cancelled before",
            f"{self.served.met} of {self.served.of} participants have a meeting; requests met: "
            f"{self.musts.met} of {self.musts.of} must, {self.wants.met} of {self.wants.of} want",
            str(self.fairness)])


def report(kept: Kept) -> EventReport:
    """The figures of a kept event; `InvalidRequest` for one that was never planned."""
    plan = kept.plan
    if plan is None:
        raise InvalidRequest(f"event {kept.name!r} has no plan yet; pair it first")
    people = {p.key: p for p in (*plan.participants, *kept.event.participants)}
    meetings = [m for m in _meetings(kept) if people.keys() >= set(m.keys)]
    met = {m.keys for m in meetings if m.planned}
    served = {key for keys in met for key in keys}
    came = {key for m in meetings if m.outcome and m.outcome.held for key in m.keys}
    fair = fairness(plan)

    def kind(key: str) -> str:
        return people[key].kind or NOT_STATED

    def region(key: str) -> str:
        return people[key].region or NOT_STATED

    return EventReport(
        kept.name, plan.hall.name, _tally(meetings),
        _by(meetings, lambda m: [_two(map(kind, m.keys))]),
        _by(meetings, lambda m: [_two(map(region, m.keys))]),
        _by(meetings, lambda m: set(map(kind, m.keys))),
        _by(meetings, lambda m: set(map(region, m.keys))),
        _ratings(meetings, kind), len(plan.participants),
        Share(len(served), len(plan.participants)), Share(len(came & served), len(served)),
        _asked(kept, met, "must"), _asked(kept, met, "want"), fair.first_choices, fair)


@dataclass(frozen=True, slots=True)
class _Met:
    """Two participants with what became of their meeting."""

    keys: Keys
    planned: bool
    cancelled: bool
    outcome: Outcome | None


def _meetings(kept: Kept) -> list[_Met]:
    """All that was ever planned or held of an event, each two once."""
    planned = {m.pair.keys for m in kept.plan.meetings} if kept.plan else set()
    outcomes = {_two((o.first, o.second)): o for o in kept.outcomes}
    given_up = {_two((e.first, e.second)) for e in kept.calendar.values() if e.cancelled}
    return [
        _Met(keys, keys in planned, keys in given_up - planned - outcomes.keys(),
             outcomes.get(keys))
        for keys in sorted(planned | outcomes.keys() | given_up)]


def _tally(meetings: Iterable[_Met]) -> Counts:
    listed = list(meetings)
    return Counts(
        sum(m.planned for m in listed),
        sum(m.outcome is not None and m.outcome.held for m in listed),
        sum(m.outcome is not None and not m.outcome.held for m in listed),
        sum(m.cancelled for m in listed))


def _by(meetings: Iterable[_Met], groups: Callable[[_Met], Iterable[T]]) -> dict[T, Counts]:
    """Counts by group, in the order of the groups."""
    found: dict[T, list[_Met]] = defaultdict(list)
    for m in meetings:
        for one in groups(m):
            found[one].append(m)
    return {one: _tally(found[one]) for one in sorted(found)}


def _two(ends: Iterable[str]) -> Keys:
    first, second = sorted(ends)
    return first, second


def _ratings(meetings: Iterable[_Met], kind: Callable[[str], str]) -> dict[str, Rating]:
    found: dict[str, list[float]] = defaultdict(list)
    for m in meetings:
        if m.outcome and m.outcome.rating is not None:
            for one in {"", *map(kind, m.keys)}:
                found[one].append(m.outcome.rating)
    return {one: Rating(sum(found[one]) / len(found[one]), len(found[one]))
            for one in sorted(found)}


def _asked(kept: Kept, met: Collection[Keys], ask: Ask) -> Share:
    """Of today's requests, those of two who meet."""
    wished = [_two(keys) in met for keys, wish in asks(kept.event).items() if wish.ask == ask]
    return Share(sum(wished), len(wished))
