"""The people behind cited works, what became of them, and whom a register names to be asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from graph.dates import last_day
from graph.matching.preferences import parents
from graph.matching.reader import Reader
from graph.matching.results import Candidate, PersonBehind, WorkEvidence
from graph.model import Claim, Edge, Entity, Record
from graph.project.effective import Effective

MADE = ("INVENTED", "AUTHORED")
_CONTACT = ("email", "phone", "contact")
_MOST_ROWS = 50
"""A register's own row of an organisation says more of who it is than mere mentions do, so that few
rows say exactly the same; what thousands say (an applicant's name) is not looked through."""
_PEOPLE_A_WORK = 6
"""Of a paper of hundreds the first are looked at."""


@dataclass(slots=True)
class Behind:
    """Persons by the work that they made, and where each was seen: (day, organisations)."""

    persons: dict[str, list[Entity]]
    seen: dict[str, list[tuple[int, frozenset[str]]]] = field(default_factory=dict)
    works: dict[str, Entity] = field(default_factory=dict)

    def told(self, candidate: Candidate) -> tuple[PersonBehind, ...]:
        """The people behind a candidate's cited works, the latest first, ties by name."""
        made: dict[str, list[WorkEvidence]] = defaultdict(list)
        known: dict[str, Entity] = {}
        for work in sorted(candidate.works, key=lambda w: (w.date or "", w.document), reverse=True):
            for person in self.persons.get(work.entity, ()):
                known[person.id] = person
                made[person.id].append(work)
        people = [
            PersonBehind(known[id_].name, id_, tuple(dict.fromkeys(w.title for w in works)),
                         works[0].date, _stated(known[id_]))
            for id_, works in made.items()
        ]
        people.sort(key=lambda p: p.name)
        people.sort(key=lambda p: p.latest or "", reverse=True)
        return (*people, *self._offering(candidate))

    def _offering(self, candidate: Candidate) -> Iterable[PersonBehind]:
        """The contact that an offer's own row names."""
        for work in candidate.works:
            entity = self.works.get(work.entity)
            if entity is not None and "contact" in entity.properties:
                yield PersonBehind(
                    str(entity.properties["contact"]), "", (work.title,), work.date,
                    _stated(entity, ("email", "phone")), "contact of the offer")

    def gone(self, reader: Reader, candidate: Candidate) -> dict[str, frozenset[str]]:
        """Person to the organisations with which alone it was seen after the candidate's cited
        works, none of them known with it before; empty where somebody was seen later with the
        candidate."""
        found: dict[str, frozenset[str]] = {}
        stayed = False
        for work in candidate.works:
            day = last_day(work.date) if work.date else None
            for person in self.persons.get(work.entity, ()) if day else ():
                seen = self.seen.get(person.id, [])
                later = [orgs for at, orgs in seen if day and at > day and orgs]
                before = {org for at, orgs in seen if day and at <= day for org in orgs}
                before -= {candidate.id}
                if any(candidate.id in orgs for orgs in later):
                    stayed = True
                elif later and all(before.isdisjoint(orgs) for orgs in later):
                    found[person.name] = frozenset().union(*later)
        if stayed or not found:
            return {}
        others = {org for orgs in found.values() for org in orgs}
        top = parents(reader, [candidate.id, *sorted(others)])
        return {name: orgs for name, orgs in found.items()
                if all(top[org] != top[candidate.id] for org in orgs)}


def people_behind(reader: Reader, candidates: Sequence[Candidate]) -> Behind:
    """Look up the people of all cited works, and where they were seen before the day.

    Only what identity holds for the same person counts: a namesake elsewhere is another person.
    """
    works = sorted({w.entity for c in candidates for w in c.works})
    made = [e for e in reader.edges(works, MADE) if e.end in works]
    starts = reader.entities(sorted({e.start for e in made}))
    persons: dict[str, list[Entity]] = defaultdict(list)
    for edge in made:
        person = starts.get(edge.start)
        if person is not None and person.kind == "Person":
            persons[edge.end].append(person)
    persons = {work: found[:_PEOPLE_A_WORK] for work, found in persons.items()}
    offers = {w.entity for c in candidates for w in c.works if w.kind == "Achievement"}
    return Behind(persons, _seen(reader, {p.id for some in persons.values() for p in some}),
                  reader.entities(sorted(offers)) if offers else {})


def _seen(reader: Reader, persons: set[str]) -> dict[str, list[tuple[int, frozenset[str]]]]:
    """When and with which organisations each person was seen, by works and by employment."""
    edges = reader.edges(sorted(persons), (*MADE, "WORKS_FOR"))
    made: dict[str, list[Edge]] = defaultdict(list)
    found: dict[str, list[tuple[int, frozenset[str]]]] = defaultdict(list)
    for edge in edges:
        if edge.kind != "WORKS_FOR":
            made[edge.end].append(edge)
        elif edge.last:
            found[edge.start].append((last_day(edge.last), frozenset({edge.end})))
    for row in reader.works(sorted(made)):
        if row.day is not None:
            for edge in made[row.entity]:
                found[edge.start].append((row.day, frozenset(owner for owner, _ in row.owners)))
    return found


def _stated(entity: Entity, names: Collection[str] = _CONTACT) -> tuple[str, ...]:
    """What registers state of how somebody is reached."""
    return tuple(str(entity.properties[name]) for name in names if name in entity.properties)


def contacts(reader: Reader, organisations: Sequence[str]) -> dict[str, tuple[PersonBehind, ...]]:
    """Organisation to the persons that its own row of a register names as contacts, with how they
    are reached. Who is asked holds without a date."""
    everywhen = Reader(reader.graph)
    signatures = {s.id: s.entity for s in reader.store.signatures_of(organisations)
                  if s.count <= _MOST_ROWS}
    rows = [row for row in reader.store.rows_of_signatures(list(signatures), described=True)
            if row.key == row.unit] if signatures else []
    units = everywhen.units(row.unit for row in rows)
    found: dict[str, dict[PersonBehind, None]] = defaultdict(dict)
    for row in rows:
        if row.unit in units:
            found[signatures[row.signature]].update(
                dict.fromkeys(_named(units[row.unit], row.key)))
    return {organisation: tuple(people) for organisation, people in found.items()}


def _named(item: Effective, key: str) -> Iterable[PersonBehind]:
    """The contacts of one row."""
    records: dict[str, Record] = {r.key: r for r in item.records if r.kind == "Person"}
    stated: dict[str, list[Claim]] = defaultdict(list)
    for claim in item.claims:
        if claim.predicate in _CONTACT:
            stated[claim.subject].append(claim)
    for claim in item.claims:
        named = claim.predicate == "WORKS_FOR" and claim.object == key and claim.role == "contact"
        if named and claim.subject in records:
            ways = tuple(str(c.value) for c in stated.get(claim.subject, ()))
            yield PersonBehind(records[claim.subject].name, "", (), item.unit.date, ways, "contact")
