"""Reconciliation queries: organisations by linking, all other kinds by their names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.reconcile.vocabulary import kinds_of, types
from graph.errors import NotFound
from graph.identity.identifiers import SCHEMES, identifier, judged
from graph.identity.parts import LinkCandidate
from graph.model import Entity
from graph.schema import KINDS, ORGANISATIONS
from graph.visibility import Eyes
from qilian import KnowledgeGraph

MOST_QUERIES = 100
"""Queries of one batch at most; OpenRefine sends ten."""
MOST_CANDIDATES = 50
"""Candidates of one query at most; a higher limit is read as this one."""
_USUAL = 10
_REFERENCE = re.compile(r"[0-9a-f]{16}|[a-z][a-z0-9_-]*:\S+")
"""An id of ours, or an identifier with its scheme."""


class Reference(BaseModel):
    """A thing that was matched before, as the value of a property."""

    id: str
    name: str = ""


Scalar = str | int | float | bool | Reference


class Constraint(BaseModel):
    """What a thing should have: a property and its values."""

    pid: str
    v: Scalar | list[Scalar]

    @property
    def texts(self) -> list[str]:
        """The values as text; of a thing its name."""
        values = self.v if isinstance(self.v, list) else [self.v]
        texts = [(v.name or v.id) if isinstance(v, Reference) else str(v) for v in values]
        return [text.strip() for text in texts if text.strip()]


class Query(BaseModel):
    """One query of a batch."""

    model_config = ConfigDict(extra="forbid")

    query: str = Field("", max_length=1000)
    type: str | list[str] = []
    limit: int = Field(_USUAL, gt=0)
    properties: list[Constraint] = Field([], max_length=50)
    type_strict: Literal["any", "should", "all"] = "any"

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.query.strip() and not self.properties:
            raise ValueError("give a query, properties, or both")
        return self

    @property
    def types(self) -> list[str]:
        """The wanted types."""
        return [self.type] if isinstance(self.type, str) and self.type else list(self.type)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that a query may mean; the score is between 0 and 1."""

    id: str
    name: str
    kind: str
    score: float
    match: bool = False
    features: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Hints:
    """What the properties of a query say, as far as linking uses it."""

    region: str
    identifiers: tuple[str, ...]
    notes: tuple[str, ...]

    @classmethod
    def of(cls, constraints: Sequence[Constraint]) -> Hints:
        """From the query's properties; what is not used is noted, with the reason."""
        regions: list[str] = []
        identifiers: list[str] = []
        notes: list[str] = []
        for one in constraints:
            if one.pid == "region":
                regions += one.texts
            elif one.pid in SCHEMES or one.pid == "identifiers":
                for text in one.texts:
                    found, wrong = _identifier(one.pid, text)
                    identifiers += [] if wrong else [found]
                    notes += [wrong] if wrong else []
            else:
                notes.append(f"property {one.pid} is not used to find things")
        return cls(regions[0] if regions else "", tuple(dict.fromkeys(identifiers)),
                   tuple(dict.fromkeys(notes)))


def _identifier(pid: str, text: str) -> tuple[str, str]:
    """An identifier in its normal form, and what is wrong with it."""
    scheme, _, value = text.partition(":")
    if pid in SCHEMES and scheme != pid:
        scheme, value = pid, text
    found, wrong = judged(scheme, value)
    return found, f"{scheme} {value} {wrong}" if wrong else ""


def answer(graph: KnowledgeGraph, queries: Mapping[str, Query]) -> dict[str, Any]:
    """The result batch: candidates of each query, the best first.

    A result has ``notes`` where something of its query was not understood or not used.
    """
    found = {key: _candidates(graph, query) for key, query in queries.items()}
    ids = list(dict.fromkeys(c.id for candidates, _ in found.values() for c in candidates))
    seen = Eyes(graph.store, level=graph.level).entities(graph.store.entities(ids).values())
    entities = {entity.id: entity for entity in seen}
    return {
        key: {"result": [_shown(c, entities.get(c.id)) for c in candidates]}
        | ({"notes": notes} if notes else {})
        for key, (candidates, notes) in found.items()
    }


def _shown(candidate: Candidate, entity: Entity | None) -> dict[str, Any]:
    return {
        "id": candidate.id, "name": candidate.name,
        "type": [types()[candidate.kind]],
        "score": round(100 * candidate.score, 2), "match": candidate.match,
        "features": list(candidate.features),
    } | ({"description": description(entity)} if entity else {})


def description(entity: Entity) -> str:
    """A line that tells namesakes apart: kind, seat, other names, an identifier."""
    said = [KINDS[entity.kind].caption, entity.region, *entity.names[:2], *entity.identifiers[:1]]
    return " · ".join(filter(None, said))


def _candidates(graph: KnowledgeGraph, query: Query) -> tuple[list[Candidate], list[str]]:
    kinds, unknown = kinds_of(query.types, every=query.type_strict == "all")
    hints = Hints.of(query.properties)
    notes = [f"no type is called {type_!r}" for type_ in unknown] + list(hints.notes)
    if not kinds:
        return [], notes or ["nothing is of all these types"]
    most = min(query.limit, MOST_CANDIDATES)
    text = " ".join(query.query.split())
    named = list(_named(graph, [*hints.identifiers, *_references(text)], kinds))
    if text:
        others = [*_linked(graph, text, hints, kinds, most),
                  *_by_name(graph, text, kinds, most)]
        return _decided(named, others)[:most], notes
    if not hints.identifiers:
        notes.append("without a query only identifiers find things")
    return _decided(named, [])[:most], notes


def _references(text: str) -> list[str]:
    """What a query may name directly: an id of ours, or an identifier, as written and normal."""
    if not _REFERENCE.fullmatch(text):
        return []
    scheme, colon, value = text.partition(":")
    return [text, identifier(scheme, value)] if colon else [text]


def _named(
    graph: KnowledgeGraph, references: Sequence[str], kinds: Sequence[str]
) -> Iterator[Candidate]:
    """Things that bear these ids or identifiers."""
    for reference in references:
        try:
            entity = graph.entity(reference)
        except NotFound:
            continue
        if entity.kind in kinds:
            feature = {"id": "identifier", "value": 1}
            yield Candidate(entity.id, entity.name, entity.kind, 1.0, True, (feature,))


def _linked(
    graph: KnowledgeGraph, text: str, hints: Hints, kinds: Sequence[str], most: int
) -> Iterator[Candidate]:
    """Organisations; the match is the one that linking chooses."""
    wanted = [kind for kind in kinds if kind in ORGANISATIONS]
    if not wanted:
        return
    link = graph.link(text, kinds=wanted, region=hints.region, identifiers=hints.identifiers,
                      limit=most)
    chosen = link.chosen.entity if link.chosen else ""
    for c in link.candidates:
        yield Candidate(c.entity, c.name, c.kind, c.score, c.entity == chosen, features(c))


def features(candidate: LinkCandidate) -> tuple[dict[str, Any], ...]:
    """The parts of a link's score as the protocol's features, with what they add and say."""
    return tuple(
        {"id": p.feature, "value": round(p.value, 4), "points": round(p.points, 4),
         "says": p.says}
        for p in candidate.parts
    )


def _by_name(
    graph: KnowledgeGraph, text: str, kinds: Sequence[str], most: int
) -> Iterator[Candidate]:
    """Other things; the match is the only one that has this very name."""
    wanted = [kind for kind in kinds if kind not in ORGANISATIONS]
    if not wanted:
        return
    for f in graph.find(text, kinds=wanted, limit=most):
        feature = {"id": "name", "value": f.score}
        yield Candidate(f.entity.id, f.entity.name, f.entity.kind, f.score, f.score == 1.0,
                        (feature,))


def _decided(named: Sequence[Candidate], others: Sequence[Candidate]) -> list[Candidate]:
    """Each thing once, the best first. An identifier decides; where two would match, none does."""
    if named:
        others = [replace(c, match=False) for c in others]
    best: dict[str, Candidate] = {}
    for candidate in (*named, *others):
        known = best.setdefault(candidate.id, candidate)
        if candidate.score > known.score:
            best[candidate.id] = candidate
    ordered = sorted(best.values(), key=lambda c: (-c.score, not c.match, c.id))
    if sum(c.match for c in ordered) > 1:
        return [replace(c, match=False) for c in ordered]
    return ordered
