"""Who is left out of an answer whatever its works say, each with the reason in words.

The asker's own group, those tied to it, its competitors, what is too far away, what rests on lapsed
patents. A reason is counted in the answer's notes and told by `why_not`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from graph.dates import last_day
from graph.errors import InvalidRequest
from graph.legal_status import legal_status
from graph.matching.nearness import Nearness, nearness
from graph.matching.reader import Reader
from graph.matching.results import Need
from graph.model import Entity
from graph.schema import ORGANISATIONS, OWNING

if TYPE_CHECKING:
    from graph.matching.rank import Scored

CONFLICT_YEARS = 5
NEAREST = 3
"""Works of a candidate whose legal status is looked at."""
_GROUP = ("Enterprise", "Institute")
Pair = tuple["Scored", Entity]


class Controls:
    """The controls of one question; ``reasons`` grows as candidates are looked at."""

    def __init__(self, reader: Reader, need: Need) -> None:
        self._reader = reader
        self._need = need
        self.reasons: dict[str, str] = {}
        """Who is left out, and why."""
        self._near: Nearness | None = None
        if asker := asker_of(reader, need):
            self.reasons = asker_reasons(reader, need, asker)
        if need.near:
            self._near = nearness(reader, need.near, need.within_km)

    def kept(self, pairs: Sequence[Pair]) -> list[Pair]:
        """Those that pass, in their order."""
        left = [pair for pair in pairs if pair[1].id not in self.reasons]
        if self._near is not None:
            self.reasons |= self._near.far([entity for _, entity in left])
            left = [pair for pair in left if pair[1].id not in self.reasons]
        if self._need.alive:
            self.reasons |= lapsed_only(self._reader, [scored for scored, _ in left])
            left = [pair for pair in left if pair[1].id not in self.reasons]
        return left


def asker_of(reader: Reader, need: Need) -> Entity | None:
    """The organisation that asks: the one named, else, to leave out competitors, the one whose
    need is asked.

    Raises `NotFound` for an unknown one, `InvalidRequest` for what is no organisation.
    """
    if need.asker:
        asker = reader.lookup.entity(need.asker, kinds=ORGANISATIONS)
        if asker.kind not in ORGANISATIONS:
            raise InvalidRequest(f"{asker.name} is of kind {asker.kind}, the asker is an "
                                 "organisation")
        return asker
    if need.competitors:
        return None
    if need.about is None or need.about.kind not in ORGANISATIONS:
        raise InvalidRequest("say with asker whose competitors are to be left out")
    return need.about


def asker_reasons(reader: Reader, need: Need, asker: Entity) -> dict[str, str]:
    """Who is left out for the asker's sake: the nearest relation is the reason."""
    reasons: dict[str, str] = {}
    if not need.competitors:
        reasons |= dict.fromkeys(rivals(reader, asker), f"competitor of {asker.name}")
    if not need.conflicts:
        reasons |= dict.fromkeys(
            tied(reader, asker),
            f"works together with {asker.name} in the last {CONFLICT_YEARS} years")
    reasons |= dict.fromkeys(group(reader, asker), f"of the group of {asker.name}")
    return reasons | {asker.id: "it asks itself"}


def group(reader: Reader, asker: Entity) -> set[str]:
    """The organisations of its group but itself: what it is part of, and what is part of it.

    Of an enterprise also what else its parents own; of an institute not, for the institutes of an
    academy stand for themselves. Agencies and platforms are nobody's parents here. Holds without a
    date, as all that says who an organisation is.
    """
    everywhen = Reader(reader.graph)
    above = _reached(everywhen, {asker.id}, up=True)
    tops = {asker.id, *above} if asker.kind == "Enterprise" else {asker.id}
    return (above | _reached(everywhen, tops, up=False)) - {asker.id}


def _reached(reader: Reader, start: set[str], *, up: bool) -> set[str]:
    """What lies above, or below, over edges of belonging."""
    found: set[str] = set()
    edge = start
    while edge:
        ends = {e.end if up else e.start for e in reader.edges(sorted(edge), ("PART_OF",))
                if (e.start if up else e.end) in edge}
        new = reader.entities(sorted(ends - found - start))
        edge = {e.id for e in new.values() if e.kind in (_GROUP if up else ORGANISATIONS)}
        found |= edge
    return found


def tied(reader: Reader, asker: Entity) -> set[str]:
    """Organisations in a conflict of interest: they hold or made a work together with the asker
    that became public in the five years before the day asked about (or the latest work)."""
    own = {e.end for e in reader.edges([asker.id], OWNING) if e.start == asker.id}
    since = (reader.anchor or 0) - round(CONFLICT_YEARS * 365.25)
    return {
        e.start for e in reader.edges(sorted(own), OWNING)
        if e.end in own and e.start != asker.id and e.last and last_day(e.last) >= since
    }


def rivals(reader: Reader, asker: Entity) -> set[str]:
    """Enterprises that work in one of its industries; without a date."""
    everywhen = Reader(reader.graph)
    edges = everywhen.edges([asker.id], ("OPERATES_IN",))
    fields = everywhen.entities(sorted({e.end for e in edges if e.start == asker.id}))
    industries = [e.id for e in fields.values() if e.kind == "Industry"]
    same = {e.start for e in everywhen.edges(industries, ("OPERATES_IN",)) if e.end in industries}
    found = everywhen.entities(sorted(same - {asker.id}))
    return {e.id for e in found.values() if e.kind == "Enterprise"}


def lapsed_only(reader: Reader, scored: Iterable[Scored]) -> dict[str, str]:
    """Those whose nearest three works are all patents that have lapsed, as registers say by then.

    A patent of unknown status and any other work speak for the candidate.
    """
    listed = list(scored)
    nearest = {s.owner: [w.record for w in s.known.works[:NEAREST]] for s in listed}
    gone = lapsed(reader, {record for records in nearest.values() for record in records})
    return {owner: "all its nearest works are lapsed patents"
            for owner, records in nearest.items() if records and gone.issuperset(records)}


def lapsed(reader: Reader, records: Iterable[str]) -> set[str]:
    """The records of patents that had lapsed before the day asked about."""
    found = set()
    for id_, row in reader.store.record_rows(sorted(records)).items():
        if "legal_status" not in row.properties:
            continue
        status = legal_status(str(row.properties["legal_status"]),
                              str(row.properties.get("legal_status_date", "")))
        dated = bool(status.date) and reader.in_time(last_day(status.date))
        if status.state == "lapsed" and (reader.before is None or dated):
            found.add(id_)
    return found


def notes(reasons: Mapping[str, str], candidates: Iterable[str]) -> list[str]:
    """How many of those that had something to say are left out, a line a reason."""
    counts = Counter(reasons[id_] for id_ in candidates if id_ in reasons)
    return [f"{number} left out: {reason}" for reason, number in sorted(counts.items())]
