"""A unit as people's decisions leave it: facts rejected, confirmed, corrected or stated by them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from graph.model import (
    Claim,
    Decision,
    Evidence,
    FactAnchor,
    Flag,
    Record,
    TextSpan,
    Unit,
    canonical,
    folded,
)
from graph.quotes import place_in_page
from graph.schema import EDGES

JOINING = ("same", "different")
FLAG = "flag"
"""The predicate of an anchor that means a flag: its subject is the rule, its object what the text
says."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A claim as the decisions leave it, the last decision about it, and whether it counts."""

    claim: Claim
    decision: Decision | None
    holds: bool


@dataclass(frozen=True, slots=True)
class Effective:
    """The records and claims that count, and the keys of records that a decision speaks about."""

    unit: Unit
    records: tuple[Record, ...]
    claims: tuple[Claim, ...]
    apart: frozenset[str] = frozenset()
    all_records: tuple[Record, ...] = ()
    """Also those of things that somebody said the document does not name."""
    standings: tuple[Standing, ...] = ()
    """All claims, also those that do not count; empty where no decision is about a fact."""
    flags: Mapping[Flag, Decision] = field(default_factory=dict)
    """The flags that somebody decided on, with the last decision."""

    @property
    def valid_flags(self) -> tuple[Flag, ...]:
        """The flags that nobody rejected."""
        return tuple(f for f in self.unit.flags if not _rejects(self.flags.get(f)))


def effective(unit: Unit, decisions: Iterable[Decision]) -> Effective:
    """Apply the decisions anchored in this unit, oldest first; the unit itself stays as it is.

    Of two decisions about one fact the later holds.
    """
    apart: set[str] = set()
    about_facts: list[Decision] = []
    for decision in decisions:
        if decision.kind in JOINING:
            apart.update(
                record.key for anchor in decision.records if anchor.unit == unit.key
                if (record := find_record(unit, anchor.key, anchor.kind, anchor.name))
            )
        elif decision.fact and decision.fact.unit == unit.key:
            about_facts.append(decision)
    if not about_facts:
        return Effective(unit, unit.records, unit.claims, frozenset(apart), unit.records)
    work = _Decided(unit)
    for decision in about_facts:
        work.take(decision)
    standings = work.standings()
    gone = work.fallen()
    return Effective(
        unit, tuple(r for r in work.records if r.key not in gone),
        tuple(s.claim for s in standings if s.holds), frozenset(apart), tuple(work.records),
        standings, work.flags,
    )


def find_record(unit: Unit, key: str, kind: str, name: str) -> Record | None:
    """The record that an anchor means after a new reading: by kind and name, its own key first;
    where nothing has the name, by key.

    So a row's applicants in another order stay who they are, and a name that is spelled anew is
    still that of its cell.
    """
    wanted, same_name, same_key = folded(name), None, None
    for record in unit.records:
        if record.kind != kind:
            continue
        if folded(record.name) == wanted:
            if record.key == key:
                return record
            same_name = same_name or record
        elif record.key == key:
            same_key = record
    return same_name or same_key


def anchor_of(unit: Unit, claim: Claim, records: Mapping[str, Record]) -> FactAnchor:
    """How a decision remembers this fact."""
    subject = records[claim.subject]
    target = records[claim.object].name if claim.object else canonical(claim.value)
    return FactAnchor(unit.key, subject.name, claim.predicate, target, claim.status, claim.period,
                      unit.quote(claim), claim.measure, subject.kind)


def flag_anchor(unit: Unit, flag: Flag) -> FactAnchor:
    """How a decision remembers a flag."""
    return FactAnchor(unit.key, flag.rule, FLAG, flag.says, quote=flag.quote)


def anchored(claim: Claim, records: Mapping[str, Record], anchor: FactAnchor) -> bool:
    """Is this the fact that the anchor remembers? Offsets and extractor do not matter."""
    subject = records[claim.subject]
    target = records[claim.object].name if claim.object else canonical(claim.value)
    return (
        claim.predicate == anchor.predicate
        and claim.status == anchor.status
        and claim.period == anchor.period
        and claim.measure == anchor.measure
        and anchor.kind in ("", subject.kind)
        and folded(subject.name) == folded(anchor.subject)
        and folded(target) == folded(anchor.object)
    )


class _Decided:
    """The records, claims and flags of one unit while decisions about its facts are applied."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.records = list(unit.records)
        self.claims = list(unit.claims)
        self.decisions: dict[int, Decision] = {}
        self.flags: dict[Flag, Decision] = {}

    def take(self, decision: Decision) -> None:
        """Apply one decision."""
        anchor = decision.fact
        assert anchor is not None
        if anchor.predicate == FLAG:
            for flag in self.unit.flags:
                if _same_flag(flag, anchor):
                    self.flags[flag] = decision
            return
        by_key = {record.key: record for record in self.records}
        found = [i for i, c in enumerate(self.claims) if anchored(c, by_key, anchor)]
        if not found and decision.kind == "state":
            self._state(decision, anchor)
        for i in found:
            self.decisions[i] = decision
            if decision.kind == "correct":
                self._correct(i, decision)
            elif decision.kind in ("confirm", "state"):
                claim = self.claims[i]
                self.claims[i] = replace(claim, evidence=replace(claim.evidence, confidence=1.0))

    def _state(self, decision: Decision, anchor: FactAnchor) -> None:
        """Add what a person names and the reading missed, while the document has the words."""
        place = place_in_page(anchor.quote, self.unit.text)
        if place is not None:
            record = self._record(anchor.kind, anchor.object)
            evidence = Evidence(TextSpan(*place), anchor.quote, f"person:{decision.by}")
            self.decisions[len(self.claims)] = decision
            self.claims.append(Claim(record.key, "name", value=anchor.object, evidence=evidence))

    def _correct(self, i: int, decision: Decision) -> None:
        """Put the right value or object into a claim."""
        claim = self.claims[i]
        evidence = replace(claim.evidence, extractor=f"person:{decision.by}", confidence=1.0)
        if claim.predicate not in EDGES or claim.object is None:
            self.claims[i] = replace(claim, value=decision.value, evidence=evidence)
            return
        kind = next(record.kind for record in self.records if record.key == claim.object)
        right = self._record(kind, decision.value)
        self.claims[i] = replace(claim, object=right.key, evidence=evidence)

    def _record(self, kind: str, name: str) -> Record:
        """The record of a kind and name; a new one if the unit does not name it yet."""
        for record in self.records:
            if record.kind == kind and folded(record.name) == folded(name):
                return record
        record = Record(f"{self.unit.key}#{kind}:{folded(name)}", kind, name)
        self.records.append(record)
        return record

    def fallen(self) -> set[str]:
        """Keys of the things that a document does not name after all: whoever says that a text
        names no such thing says that of all its facts there."""
        if self.unit.form != "document":
            return set()
        return {
            claim.subject for i, claim in enumerate(self.claims)
            if claim.predicate == "name" and _rejects(self.decisions.get(i))
        }

    def standings(self) -> tuple[Standing, ...]:
        """All claims with what became of them."""
        gone = self.fallen()
        return tuple(
            Standing(claim, decision, not _rejects(decision) and gone.isdisjoint(
                (claim.subject, claim.object or "")))
            for i, claim in enumerate(self.claims) for decision in [self.decisions.get(i)]
        )


def _rejects(decision: Decision | None) -> bool:
    return decision is not None and decision.kind == "reject"


def _same_flag(flag: Flag, anchor: FactAnchor) -> bool:
    return (
        flag.rule == anchor.subject
        and folded(flag.says) == folded(anchor.object)
        and folded(flag.quote) == folded(anchor.quote)
    )
