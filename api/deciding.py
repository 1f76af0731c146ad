"""Decisions on facts and on pairs of things, as pages, their JSON twins and commands take them."""

from __future__ import annotations

from threading import Lock
from typing import cast

from graph.deciding import ON_PAIRS
from graph.errors import InvalidRequest, NotFound
from graph.model import Decision, DecisionKind
from ingest.report import one_line
from qilian import KnowledgeGraph

_ONE_AT_A_TIME = Lock()
"""What was decided before is looked up first: a button pressed twice decides once."""


def decided(
    graph: KnowledgeGraph, document: str, *, kind: str, by: str, why: str = "", fact: str = "",
    value: str = "", entity: str = "", words: str = "",
) -> Decision:
    """Take a decision on a fact, or for ``state`` on words that were missed.

    Raises `InvalidRequest` for what does not go together.
    """
    by, why, value = (one_line(text).strip() for text in (by, why, value))
    with _ONE_AT_A_TIME:
        if kind == "state":
            if fact or value:
                raise InvalidRequest("what was missed is stated by entity and words, not by fact")
            return graph.state(entity, words, document, by=by, why=why)
        if entity or words:
            raise InvalidRequest(f"entity and words go with state, not with {kind}")
        return graph.decide_fact(
            cast("DecisionKind", kind), fact, document, by=by, why=why, value=value)


def undone(graph: KnowledgeGraph, document: str, decision: str) -> Decision:
    """Take back a decision on a fact of this document; `NotFound` if it is about none."""
    with _ONE_AT_A_TIME:
        graph.document(document)
        known = {d.id for d in graph.store.decisions_on([document]) if d.fact}
        if decision not in known:
            raise NotFound(f"no decision {decision!r} on a fact of {document} is in force")
        return graph.undo(decision)


def decided_pair(
    graph: KnowledgeGraph, *, kind: str, first: str, second: str, by: str, why: str = "",
    score: float | None = None,
) -> Decision:
    """Take a decision on two things; without ``score``, with that of their names.

    Raises `InvalidRequest` for what does not go together, `NotFound` for what is not there.
    """
    by, why = (one_line(text).strip() for text in (by, why))
    with _ONE_AT_A_TIME:
        if score is None and kind in ON_PAIRS:
            found = graph.alike(first, second)
            score = found.score if found else None
        return graph.decide(cast("DecisionKind", kind), first, second, by=by, why=why,
                            score=None if score is None else round(score, 4))


def parted(pair: str) -> tuple[str, str]:
    """The two ids that a button sends."""
    ids = pair.split()
    if len(ids) != 2:
        raise InvalidRequest(f"{pair!r}: a pair is two ids with a space between")
    return ids[0], ids[1]


def undone_pair(graph: KnowledgeGraph, decision: str) -> Decision:
    """Take back a decision on two things; `NotFound` if it is about none."""
    with _ONE_AT_A_TIME:
        if decision not in {made.id for made in on_pairs(graph)}:
            raise NotFound(f"no decision {decision!r} on two things is in force")
        return graph.undo(decision)


def on_pairs(graph: KnowledgeGraph) -> list[Decision]:
    """The decisions on two things, the latest first."""
    return [d for d in reversed(graph.decisions()) if len(d.records) == 2]
