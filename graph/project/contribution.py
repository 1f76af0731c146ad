"""What one unit contributes: supports for edges, rows for the scorer, properties of its things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from graph.identity.patent_numbers import family_key
from graph.language.ipc import code_terms
from graph.language.tokens import kind_term, terms
from graph.model import EdgeKey, Record, Support, Value, WorkRow
from graph.project.effective import Effective
from graph.schema import EDGES, ORGANISATIONS, PROPERTIES, SELLING_ROLES, WORKS


def supports(effective: Effective, entity: Mapping[str, str], level: int) -> dict[EdgeKey, Support]:
    """The edges that the unit supports, one support an edge: its surest claim.

    ``entity`` maps record keys to entity ids. An edge from a thing to itself, which a merge can
    make of two records, is none.
    """
    found: dict[EdgeKey, Support] = {}
    unit = effective.unit
    for claim in effective.claims:
        edge = EDGES.get(claim.predicate)
        if edge is None or claim.object is None:
            continue
        start, end = entity[claim.subject], entity[claim.object]
        if start == end:
            continue
        if edge.symmetric and end < start:
            start, end = end, start
        key = (start, edge.name, end, claim.status)
        support = Support(
            unit.key, unit.source, level, unit.date, claim.evidence.confidence, claim.role,
            claim.share,
        )
        known = found.get(key)
        if known is None or _rank(support) > _rank(known):
            found[key] = support
    return found


def _rank(support: Support) -> tuple[float, str, float]:
    return support.confidence, support.role, support.share or 0.0


def properties(effective: Effective) -> dict[str, dict[str, Value]]:
    """Record key to the properties that the unit states of it and that its entity shows."""
    found: dict[str, dict[str, Value]] = defaultdict(dict)
    for claim in effective.claims:
        prop = PROPERTIES.get(claim.predicate)
        if prop is None or not prop.shown or claim.value is None:
            continue
        value = claim.value
        if prop.type == "money" and claim.unit:
            value = f"{value} {claim.unit}"
        known = found[claim.subject].get(prop.name)
        if prop.type == "list" and known is not None:
            value = f"{known}; {value}"
        found[claim.subject][prop.name] = value
    return found


def works(effective: Effective, entity: Mapping[str, str], level: int) -> list[WorkRow]:
    """A row for each work that the unit states, with its stems and its owners' shares."""
    unit = effective.unit
    rows = []
    for record in effective.records:
        if record.kind not in WORKS:
            continue
        title, body = texts(effective, record)
        words = " ".join([
            terms(title, body), *_codes(effective, record), kind_term(record.kind)])
        rows.append(WorkRow(
            record.id, entity[record.key], unit.day, level, words,
            _owners(effective, record, entity), unit.key, family=_family(effective, record),
        ))
    return rows


def _family(effective: Effective, work: Record) -> str:
    """The patent family that the unit names for the work."""
    named = (c for c in effective.claims if c.predicate == "family" and c.subject == work.key)
    return next((family_key(str(c.value), effective.unit.source) for c in named), "")


def _codes(effective: Effective, work: Record) -> list[str]:
    """The classification codes of the work as terms."""
    said = [str(c.value) for c in effective.claims
            if c.predicate == "codes" and c.subject == work.key]
    return code_terms("\n".join(said)) if said else []


def texts(effective: Effective, record: Record) -> tuple[str, str]:
    """What a unit says of a work: (its titles, its abstract and other texts)."""
    title, body = [record.name] if record.name else [], []
    for claim in effective.claims:
        prop = PROPERTIES.get(claim.predicate)
        if prop is None or not prop.weight or claim.subject != record.key:
            continue
        text = str(claim.value)
        if prop.weight == 1:
            body.append(text)
        elif text != record.name:
            title.append(text)
    return " ".join(title), "\n".join(body)


def _owners(
    effective: Effective, work: Record, entity: Mapping[str, str]
) -> tuple[tuple[str, float], ...]:
    """Owning organisations with their shares, summing to 1.

    A patent counts for those who applied for it; a later holder counts only where no applicant
    is known. A buyer's contract shows a need, not a capability.
    """
    kinds = {record.key: record.kind for record in effective.records}
    shares: dict[str, dict[str, float]] = defaultdict(dict)
    for claim in effective.claims:
        edge = EDGES.get(claim.predicate)
        if edge is None or not edge.owns or claim.object != work.key:
            continue
        if kinds[claim.subject] not in ORGANISATIONS:
            continue
        if edge.name == "PARTY_TO" and claim.role not in SELLING_ROLES:
            continue
        owner = entity[claim.subject]
        group = shares["later" if edge.name == "OWNS" else "first"]
        group[owner] = group.get(owner, 0.0) + (1.0 if claim.share is None else claim.share)
    owners = shares["first"] or shares["later"]
    total = sum(owners.values())
    if total <= 0:
        return ()
    return tuple((owner, owners[owner] / total) for owner in sorted(owners))


