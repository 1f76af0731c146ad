"""A unit as people's decisions leave it: facts rejected, confirmed or corrected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from graph.model import Claim, Decision, FactAnchor, Record, Unit, canonical, folded
from graph.schema import EDGES

JOINING = ("same", "different")


@dataclass(frozen=True, slots=True)
class Effective:
    """The records and claims that count, and the keys of records that a decision speaks about."""

    unit: Unit
    records: tuple[Record, ...]
    claims: tuple[Claim, ...]
    apart: frozenset[str] = frozenset()


def effective(unit: Unit, decisions: Iterable[Decision]) -> Effective:
    """Apply the decisions anchored in this unit, oldest first; the unit itself stays as it is."""
    records, claims = unit.records, unit.claims
    apart: set[str] = set()
    for decision in decisions:
        if decision.kind in JOINING:
            apart.update(
                record.key for anchor in decision.records if anchor.unit == unit.key
                if (record := find_record(unit, anchor.key, anchor.kind, anchor.name))
            )
        elif decision.fact and decision.fact.unit == unit.key:
            records, claims = _decide_fact(decision, records, claims)
    return Effective(unit, records, claims, frozenset(apart))


def find_record(unit: Unit, key: str, kind: str, name: str) -> Record | None:
    """The record that an anchor means after a new reading: by key, else by kind and name."""
    same_name = None
    for record in unit.records:
        if record.kind != kind:
            continue
        if record.key == key:
            return record
        if folded(record.name) == folded(name):
            same_name = same_name or record
    return same_name


def anchored(claim: Claim, names: dict[str, str], anchor: FactAnchor) -> bool:
    """Is this the fact that the anchor remembers? Offsets and extractor do not matter."""
    target = names[claim.object] if claim.object else canonical(claim.value)
    return (
        claim.predicate == anchor.predicate
        and claim.status == anchor.status
        and claim.period == anchor.period
        and claim.measure == anchor.measure
        and folded(names[claim.subject]) == folded(anchor.subject)
        and folded(target) == folded(anchor.object)
    )


def _decide_fact(
    decision: Decision, records: tuple[Record, ...], claims: tuple[Claim, ...]
) -> tuple[tuple[Record, ...], tuple[Claim, ...]]:
    """The records and claims after one decision about a fact."""
    names = {record.key: record.name for record in records}
    assert decision.fact is not None
    kept: list[Claim] = []
    for claim in claims:
        if not anchored(claim, names, decision.fact):
            kept.append(claim)
        elif decision.kind == "confirm":
            kept.append(replace(claim, evidence=replace(claim.evidence, confidence=1.0)))
        elif decision.kind == "correct":
            record, right = _corrected(decision, claim, records)
            kept.append(right)
            if record is not None:
                records = (*records, record)
    return records, tuple(kept)


def _corrected(
    decision: Decision, claim: Claim, records: tuple[Record, ...]
) -> tuple[Record | None, Claim]:
    """The right claim, and the record that it needs if the unit does not name it yet."""
    evidence = replace(claim.evidence, extractor=f"person:{decision.by}", confidence=1.0)
    if claim.predicate not in EDGES or claim.object is None:
        return None, replace(claim, value=decision.value, evidence=evidence)
    kind = next(record.kind for record in records if record.key == claim.object)
    for record in records:
        if record.kind == kind and folded(record.name) == folded(decision.value):
            return None, replace(claim, object=record.key, evidence=evidence)
    unit_key = decision.fact.unit if decision.fact else ""
    record = Record(f"{unit_key}#{kind}:{folded(decision.value)}", kind, decision.value)
    return record, replace(claim, object=record.key, evidence=evidence)
