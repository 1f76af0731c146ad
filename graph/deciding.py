"""What people decide: who is who, which facts of a document hold, what its reading missed."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from graph import load as loading
from graph.errors import InvalidRequest, NotFound
from graph.model import Decision, DecisionKind, FactAnchor, RecordAnchor, folded
from graph.project.anchors import anchor_of
from graph.quotes import place_in_page
from graph.review import same_fact
from graph.schema import KINDS, ORGANISATIONS

if TYPE_CHECKING:
    from graph.knowledge_graph import KnowledgeGraph

ON_PAIRS = ("same", "different", "unsure")
ON_FACTS = ("confirm", "reject", "correct")


def decide(
    graph: KnowledgeGraph, kind: DecisionKind, first: str, second: str, *, by: str, why: str,
    score: float | None,
) -> Decision:
    """Of two things, or of what two rows name, which parts what was joined wrongly.

    The same again by the same person changes nothing.
    """
    if kind not in ON_PAIRS:
        raise InvalidRequest(f"{kind!r}: two things are same, different or unsure")
    anchors, ends = zip(*(anchored(graph, reference) for reference in (first, second)), strict=True)
    one = ends[0] == ends[1]
    if anchors[0] == anchors[1] or one and kind == "same":
        to_part = ("; to part it, give the keys of two rows that name it" if kind == "different"
                   else "")
        raise InvalidRequest(f"{first!r} and {second!r} are one thing already{to_part}")
    kinds = {anchor.kind for anchor in anchors}
    if kind == "same" and len(kinds) > 1 and not kinds <= set(ORGANISATIONS):
        raise InvalidRequest(f"a thing cannot be both {' and '.join(sorted(kinds))}")
    person = _person(by)
    for made in graph.decisions():
        if (made.kind, made.by, set(made.records)) == (kind, person, set(anchors)):
            return made
    decision = Decision(new_id(), kind, person, now(), why, anchors, score=score)
    return _decided(graph, decision, parts=one)


def joined(graph: KnowledgeGraph, decision: Decision) -> bool:
    """Do both records that a decision is about mean one thing today?"""
    rows = graph.store.rows_of_units(sorted(decision.units))
    keys = {anchor.key for anchor in decision.records}
    return len({row.entity for row in rows if row.live and row.key in keys}) < 2


def decide_fact(
    graph: KnowledgeGraph, kind: DecisionKind, fact_id: str, document: str, *, by: str, why: str,
    value: str,
) -> Decision:
    """Of one fact of a document."""
    if kind not in ON_FACTS:
        raise InvalidRequest(f"{kind!r}: a fact is confirmed, rejected or corrected")
    if kind == "correct" and not value:
        raise InvalidRequest("say the value that is right")
    for item in graph.review(document):
        if item.fact.id == fact_id:
            last, person = item.decision, _person(by)
            if last and (last.kind, last.by, last.value) == (kind, person, value):
                return last
            return _decided(graph, Decision(new_id(), kind, person, now(), why, (),
                                            item.anchor, value))
    raise InvalidRequest(f"{document} states no fact {fact_id}")


def state(
    graph: KnowledgeGraph, kind: str, words: str, document: str, *, by: str, why: str
) -> Decision:
    """That a document names a thing in these words."""
    if kind not in KINDS:
        raise InvalidRequest(f"{kind!r} is no kind; choose from {', '.join(KINDS)}")
    name = " ".join(words.split())
    if not folded(name) or place_in_page(name, graph.document(document).text) is None:
        raise InvalidRequest(f"{document} does not have the words {name!r}")
    anchor = FactAnchor(document, name, "name", name, quote=name, kind=kind)
    for item in graph.review(document):
        if item.decision and item.state not in ("rejected", "fallen") and same_fact(
                item.anchor, anchor):
            return item.decision
    return _decided(graph, Decision(new_id(), "state", _person(by), now(), why, (), anchor))


def undo(graph: KnowledgeGraph, decision_id: str) -> Decision:
    """Take one back."""
    if decision_id not in {decision.id for decision in graph.decisions()}:
        raise NotFound(f"no decision {decision_id!r} is in force")
    before = graph.store.generation()
    decision = loading.undo(graph.store, decision_id)
    if decision.records:
        graph.queue.follow(before, decision, undone=True)
    return decision


def _decided(graph: KnowledgeGraph, decision: Decision, *, parts: bool = False) -> Decision:
    """``parts``: it is about one thing, of which it may make two that nobody compared."""
    before = graph.store.generation()
    loading.decide(graph.store, decision)
    if decision.records and not parts:
        graph.queue.follow(before, decision)
    return decision


def anchored(graph: KnowledgeGraph, reference: str) -> tuple[RecordAnchor, str]:
    """By a record that the person may see: decisions name it to all who see what they are about.
    With it the entity that it means today."""
    try:
        entity = graph.entity(reference)
    except NotFound:
        if named := _in_row(graph, reference):
            return named
        raise
    if anchor := anchor_of(graph.store, graph.eyes.rows(entity.id)):
        return anchor, entity.id
    raise InvalidRequest(
        f"{entity.name} is named by a correction alone; decide on it once a document names it"
    )


def _in_row(graph: KnowledgeGraph, key: str) -> tuple[RecordAnchor, str] | None:
    """What a row is about (by the row's key), or names in a cell (``KEY#COLUMN:POSITION``)."""
    try:
        unit = graph.document(key.partition("#")[0])
    except NotFound:
        return None
    rows = {row.key: row.entity for row in graph.store.rows_of_units([unit.key]) if row.live}
    return next(((RecordAnchor(unit.key, key, record.kind, record.name), rows[key])
                 for record in unit.records if record.key == key and key in rows), None)


def now() -> str:
    """The present moment as stores keep it: ISO, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def new_id() -> str:
    """An id for something that a person made."""
    return uuid.uuid4().hex[:12]


def _person(by: str) -> str:
    if not by.strip():
        raise InvalidRequest("a decision needs the person who takes it")
    return by.strip()
