"""Saved queries: a question with its options, the answer that it had, and what changed since.

They are input, kept through the store's saved things: they survive a rebuild, a backup and a copy,
and do not raise the generation, so that keeping an answer does not make it old.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any, cast

import orjson

from graph import rows
from graph.anchored import places
from graph.deciding import now
from graph.errors import InvalidRequest, NotFound
from graph.model import LEVELS, RecordAnchor, Visibility
from graph.project.anchors import anchor_of

if TYPE_CHECKING:
    from graph.knowledge_graph import KnowledgeGraph
    from graph.matching.options import Options
    from graph.matching.results import Candidate, MatchResult

KIND = "query"
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class KeptCandidate:
    """A candidate as it stood: the parts of its score, and the keys of its evidence (documents
    and rows of its works, ids of its facts)."""

    rank: int
    id: str
    name: str
    score: float
    parts: Mapping[str, float] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    anchor: RecordAnchor | None = None
    """By which it is found again: an id is that of a record, and a new reading may move it."""

    @classmethod
    def of(cls, candidate: Candidate, anchor: RecordAnchor | None) -> KeptCandidate:
        """From an answer's candidate."""
        evidence = [work.document for work in candidate.works]
        evidence += [fact.id for fact in candidate.facts]
        return cls(candidate.rank, candidate.id, candidate.name, candidate.score,
                   {part.name: part.value for part in candidate.parts},
                   tuple(dict.fromkeys(evidence)), anchor)


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer as plain data, with the state of the store that gave it."""

    store: str
    """Id of the store; a restored one has another."""
    generation: int
    convincing: bool
    candidates: tuple[KeptCandidate, ...]
    undated: int = 0
    notes: tuple[str, ...] = ()

    @classmethod
    def of(cls, result: MatchResult, graph: KnowledgeGraph) -> KeptAnswer:
        """From an answer of this graph."""
        candidates = [KeptCandidate.of(c, anchor_of(graph.store, graph.eyes.rows(c.id)))
                      for c in result.ranked]
        return cls(graph.store.store_id(), result.generation, result.convincing,
                   tuple(candidates), result.undated, result.notes)


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A question that somebody kept under a name, with the answer that it had then."""

    name: str
    need: str
    options: Mapping[str, Any]
    by: str
    at: str
    visibility: Visibility
    """Who may see it; the answer is that of a reader who sees just this much."""
    answer: KeptAnswer

    @property
    def level(self) -> int:
        """The least reader's level that sees it."""
        return LEVELS[self.visibility]


@dataclass(frozen=True, slots=True)
class Moved:
    """A candidate of both answers whose place, score or evidence is another now."""

    before: KeptCandidate
    after: KeptCandidate

    @property
    def evidence_new(self) -> tuple[str, ...]:
        """Keys that speak for it now and did not then."""
        return tuple(key for key in self.after.evidence if key not in self.before.evidence)

    @property
    def evidence_gone(self) -> tuple[str, ...]:
        """Keys that spoke for it then and do not now."""
        return tuple(key for key in self.before.evidence if key not in self.after.evidence)


@dataclass(frozen=True, slots=True)
class Rerun:
    """A saved query asked again: the answer of today, and how it differs from the kept one."""

    query: SavedQuery
    answer: KeptAnswer
    result: MatchResult
    new: tuple[KeptCandidate, ...]
    gone: tuple[KeptCandidate, ...]
    """Those that stood in the kept answer and are not among its candidates today."""
    moved: tuple[Moved, ...]

    @property
    def same_state(self) -> bool:
        """Was the same state of the same store asked? Then the answers are equal, unless the
        program or its weights are others."""
        kept = self.query.answer
        return (self.answer.store, self.answer.generation) == (kept.store, kept.generation)

    @property
    def equal(self) -> bool:
        """Is the answer the kept one, but perhaps for the generation?"""
        kept = self.query.answer
        return not (self.new or self.gone or self.moved) and (
            self.answer.convincing, self.answer.undated, self.answer.notes
        ) == (kept.convincing, kept.undated, kept.notes)


class SavedQueries:
    """The saved queries of a graph, as its reader sees them (``kg.saved``)."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        self._graph = graph

    def add(
        self, name: str, need: str, *, by: str, visibility: Visibility | None = None,
        options: Mapping[str, Any] | None = None,
    ) -> SavedQuery:
        """Ask, and keep the question and its answer under a name.

        ``visibility`` is by default all that this reader may see. Raises `InvalidRequest` for a
        name that is taken, empty or too long, and for what `match` refuses.
        """
        name = " ".join(name.split())
        if not name or len(name) > _LONGEST_NAME:
            raise InvalidRequest(f"give the query a name of 1 to {_LONGEST_NAME} characters")
        if has_control(name) or not name.strip("."):
            raise InvalidRequest(
                f"{name!r} is no name: it needs a letter and no control character")
        given = checked(need, options or {})
        level = visible_to(self._graph, visibility)
        answer, _ = self._asked(need, given, LEVELS[level])
        query = SavedQuery(name, need, given, person(by), now(), level, answer)
        text = rows.dumps(asdict(query))

        def write() -> None:
            if self._graph.store.saved_thing(KIND, name) is not None:
                raise InvalidRequest(f"a query {name!r} is kept already; remove it or choose "
                                     "another name")
            self._graph.store.save(KIND, name, text)

        self._graph.store.transact(write)
        return query

    def get(self, name: str) -> SavedQuery:
        """One by name; `NotFound` if there is none that this reader may see."""
        name = name.encode(errors="replace").decode()  # half a character names nothing
        text = self._graph.store.saved_thing(KIND, name)
        query = None if text is None else _query(text)
        if query is None or query.level > self._graph.level:
            there = ", ".join(repr(query.name) for query in self.listed()[:5]) or "none"
            raise NotFound(f"no query {name!r} is kept; kept are {there}")
        return query

    def listed(self) -> list[SavedQuery]:
        """All that this reader may see, by name."""
        found = map(_query, self._graph.store.saved(KIND).values())
        return [query for query in found if query.level <= self._graph.level]

    def rerun(self, name: str, *, keep: bool = False) -> Rerun:
        """Ask again and compare; with ``keep`` the new answer takes the kept one's place."""
        query = self.get(name)
        answer, result = self._asked(query.need, query.options, query.level)
        done = compared(query, answer, result, self._present(query))
        if keep:
            def write() -> None:
                self.get(query.name)  # it may have been removed while it was asked
                self._graph.store.save(
                    KIND, query.name, rows.dumps(asdict(replace(query, answer=answer))))

            self._graph.store.transact(write)
        return done

    def remove(self, name: str) -> SavedQuery:
        """Take one away; what it was."""
        query = self.get(name)
        self._graph.store.save(KIND, query.name, None)
        return query

    def _asked(
        self, need: str, options: Mapping[str, Any], level: int
    ) -> tuple[KeptAnswer, MatchResult]:
        graph = seen_at(self._graph, level)
        result = graph.match(need, **cast("Options", options))
        return KeptAnswer.of(result, graph), result

    def _present(self, query: SavedQuery) -> dict[str, str]:
        """The present ids of kept candidates that have another now: joined with others, or after
        a new reading."""
        kept = query.answer.candidates
        today = places(self._graph, [c.anchor for c in kept if c.anchor])
        found = {c.id: today[c.anchor] for c in kept if c.anchor in today}
        return self._graph.store.redirects([c.id for c in kept if c.id not in found]) | found


def compared(
    query: SavedQuery, answer: KeptAnswer, result: MatchResult, present: Mapping[str, str]
) -> Rerun:
    """Today's answer against the kept one; ``present`` are the ids of those that have
    another since."""
    today = {candidate.id: candidate for candidate in answer.candidates}

    def differs(before: KeptCandidate, after: KeptCandidate) -> bool:
        return replace(before, id=after.id, anchor=after.anchor) != after

    then: dict[str, KeptCandidate] = {}
    for candidate in query.answer.candidates:  # of two that are one today the better counts
        then.setdefault(present.get(candidate.id, candidate.id), candidate)
    return Rerun(
        query, answer, result,
        new=tuple(c for id_, c in today.items() if id_ not in then),
        gone=tuple(c for id_, c in then.items() if id_ not in today),
        moved=tuple(Moved(then[id_], c) for id_, c in today.items()
                    if id_ in then and differs(then[id_], c)),
    )


def checked(need: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """The options as plain JSON; `InvalidRequest` for an empty need or what `match` refuses."""
    from graph.matching.options import wanted

    wanted(need, cast("Options", options))
    return {name: list(value) if isinstance(value, Collection) and not isinstance(value, str)
            else value for name, value in options.items()}


def visible_to(graph: KnowledgeGraph, visibility: Visibility | None) -> Visibility:
    """Who may see what somebody keeps: by default those who see as much as this reader.

    Raises `InvalidRequest` where it is no visibility, or more than this reader sees himself, and
    where nobody but the public reads and that was not asked for: a need is its client's.
    """
    if visibility is not None and visibility not in LEVELS:
        raise InvalidRequest(f"{visibility!r} is no visibility; choose from {', '.join(LEVELS)}")
    if visibility is None and graph.level == 0:
        raise InvalidRequest("readers here see public sources only: say visibility public if the "
                             "need may be seen by all of them")
    chosen = visibility or {level: name for name, level in LEVELS.items()}[graph.level]
    if LEVELS[chosen] > graph.level:
        raise InvalidRequest(f"what is {chosen} could not be seen here by the one who keeps it")
    return cast("Visibility", chosen)


def seen_at(graph: KnowledgeGraph, level: int) -> KnowledgeGraph:
    """The graph as a reader of a level sees it; itself where that is its own."""
    return graph if graph.level == level else graph.seen_by(level)


def has_control(text: str) -> bool:
    """Is there a character that steers a terminal, as no name has?"""
    return any(unicodedata.category(char) == "Cc" for char in text)


def person(by: str) -> str:
    """Who writes; `InvalidRequest` for nobody."""
    if not by.strip():
        raise InvalidRequest("say by whom: what is kept needs the person who keeps it")
    if has_control(by.strip()):
        raise InvalidRequest(f"{by!r} is nobody's name: it is one line without control characters")
    return by.strip()


def _query(text: str) -> SavedQuery:
    data = orjson.loads(text)
    answer = data.pop("answer")
    candidates = tuple(
        KeptCandidate(**{**c, "evidence": tuple(c["evidence"]),
                         "anchor": RecordAnchor(**c["anchor"]) if c["anchor"] else None})
        for c in answer.pop("candidates"))
    return SavedQuery(**data, answer=KeptAnswer(
        **{**answer, "candidates": candidates, "notes": tuple(answer["notes"])}))
