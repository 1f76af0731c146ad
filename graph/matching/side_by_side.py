"""Two to four organisations side by side for one need: what each has and lacks against the others.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Unpack

from graph.display import Printed
from graph.errors import InvalidRequest
from graph.matching.explain import Contest, Gap, gaps
from graph.matching.reader import Reader
from graph.matching.results import Candidate, Need
from graph.schema import ORGANISATIONS

if TYPE_CHECKING:
    from graph.matching.options import Options
    from graph.matching.reader import Graph

LEAST, MOST = 2, 4
"""So many can be read beside each other."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one of the organisations stands, with its evidence."""

    candidate: Candidate
    """Its rank is that among all candidates; 0 where it is none."""
    left_out: tuple[str, ...]
    """Why it is no candidate; empty where it is one."""
    behind: Mapping[str, tuple[Gap, ...]] = field(default_factory=dict)
    """By the id of another: the parts of the score of which that one has more, the widest gap
    first."""
    remarks: tuple[str, ...] = ()
    """What its nearest work lacks by itself."""


@dataclass(frozen=True, slots=True)
class SideBySide(Printed):
    """Organisations compared for a need, in the order in which they were named."""

    need: Need
    standings: tuple[Standing, ...]
    candidates: int
    """How many candidates the need has."""
    generation: int = 0

    def __str__(self) -> str:
        names = {s.candidate.id: s.candidate.name for s in self.standings}
        lines = []
        for standing in self.standings:
            c = standing.candidate
            place = f"rank {c.rank} of {self.candidates}" if c.rank else "no candidate"
            lines.append(f"{c.name}: {place}, {c.score:.1f} points")
            lines += [f"- {words}" for words in (*standing.left_out, *standing.remarks)]
            lines += [f"- against {names[other]}: {gap.caption} {gap.own:.1f}, not {gap.other:.1f}"
                      for other, found in standing.behind.items() for gap in found]
        return "\n".join(lines)


def compare_candidates(
    graph: Graph, need: str, organisations: Collection[str], **options: Unpack[Options]
) -> SideBySide:
    """Two to four organisations (id, identifier or name) for one need, asked as for `match`.

    Raises `NotFound` when nothing has such a name, `InvalidRequest` for another number of them or
    for what is no organisation.
    """
    lookup = Reader(graph).lookup
    named = {e.id: e for e in (lookup.entity(o, kinds=ORGANISATIONS) for o in organisations)}
    if not LEAST <= len(named) <= MOST:
        raise InvalidRequest(f"compare {LEAST} to {MOST} different organisations, not {len(named)}")
    if other := [e for e in named.values() if e.kind not in ORGANISATIONS]:
        raise InvalidRequest(f"{other[0].name} is of kind {other[0].kind}, and no organisation")
    contest = Contest(graph, need, options)
    known = contest.scored
    standings = []
    for candidate in contest.shown(list(named.values())):
        own = known.get(candidate.id)
        behind = {other: tuple(gaps(own, known[other])) for other in named
                  if own and other != candidate.id and other in known}
        standings.append(Standing(
            candidate, tuple(contest.left_out(candidate.entity)), behind,
            tuple(contest.remarks(own)) if own else ()))
    return SideBySide(contest.need, tuple(standings), len(contest.passing),
                      contest.ranking.generation)
