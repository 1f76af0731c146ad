"""The facts of one document with what people decided of each, also those that they rejected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from graph.lookup import Fact, fact_of
from graph.model import Decision, FactAnchor, Flag, Unit, digest, folded
from graph.project.effective import FLAG, Standing, anchor_of, effective, flag_anchor
from graph.store import Store

State = Literal["open", "confirmed", "rejected", "corrected", "stated", "fallen"]
_STATES: dict[str, State] = {"confirm": "confirmed", "reject": "rejected", "correct": "corrected"}
PERSON = "person:"
"""Begins the extractor of a fact that a person stated or corrected."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A fact, how a decision would remember it, and the last decision about it.

    A fact has ``fallen`` when somebody said that the document does not name its thing.
    """

    fact: Fact
    anchor: FactAnchor
    decision: Decision | None
    state: State


def reviewed(store: Store, unit: Unit) -> list[Reviewed]:
    """All facts of a unit of the store, its flags last."""
    rows = {row.key: row.entity for row in store.rows_of_units([unit.key])}
    return review_of(unit, store.decisions_on([unit.key]), rows)


def review_of(
    unit: Unit, decisions: Iterable[Decision] = (), rows: Mapping[str, str] | None = None
) -> list[Reviewed]:
    """As `reviewed`, of a unit that no store needs to hold; ``rows`` are entities of records."""
    item = effective(unit, decisions)
    records = {record.key: record for record in item.all_records}
    standings = item.standings or tuple(Standing(c, None, True) for c in unit.claims)
    facts = [
        Reviewed(
            fact_of(unit, s.claim, records, rows or {}, item.valid_flags),
            anchor_of(unit, s.claim, records), s.decision, _state(s),
        )
        for s in standings
    ]
    return facts + list(_flags(unit, item.flags))


def same_fact(one: FactAnchor, other: FactAnchor) -> bool:
    """Do two anchors of one unit mean the same fact? Case and punctuation do not matter, nor a
    kind that one does not name."""
    first, second = _plain(one), _plain(other)
    return first == second or (
        "" in (one.kind, other.kind) and replace(first, kind="") == replace(second, kind=""))


def _plain(anchor: FactAnchor) -> FactAnchor:
    quote = folded(anchor.quote) if anchor.predicate == FLAG else ""
    return replace(anchor, subject=folded(anchor.subject), object=folded(anchor.object),
                   quote=quote)


def _state(standing: Standing) -> State:
    if standing.decision is None:
        return "open" if standing.holds else "fallen"
    if not standing.holds and standing.decision.kind != "reject":
        return "fallen"
    if standing.decision.kind == "state" and standing.claim.evidence.extractor.startswith(PERSON):
        return "stated"
    return _STATES.get(standing.decision.kind, "confirmed")


def _flags(unit: Unit, decided: Mapping[Flag, Decision]) -> Iterator[Reviewed]:
    for flag in unit.flags:
        decision = decided.get(flag)
        fact = Fact(
            digest(unit.key, FLAG, flag.rule, flag.locator.code()), unit.key, unit.title,
            unit.source, unit.date, "", flag.says, FLAG, "", flag.expected, "observed", "",
            flag.quote, flag.locator.code(), 1.0, measure=flag.rule, row=unit.number,
            extractor=f"flag/{flag.rule}",
        )
        state = _STATES.get(decision.kind, "confirmed") if decision else "open"
        yield Reviewed(fact, flag_anchor(unit, flag), decision, state)


