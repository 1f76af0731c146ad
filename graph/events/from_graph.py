"""An event's pairs from the evidence of the graph: one's need against another's works."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Protocol

from graph.errors import InvalidRequest
from graph.events.model import Event, Participant
from graph.events.plan import Progress as Stages
from graph.events.plan import plan
from graph.events.results import PairScore, Plan
from graph.events.scores import (
    Fit,
    Keys,
    Progress,
    WordAffinity,
    clause,
    pair_scores,
    pooled,
)
from graph.events.wishes import REQUESTS, with_wishes
from graph.events.wording import Language, say, undated
from graph.identity.parts import Link
from graph.matching.controls import group
from graph.matching.options import wanted
from graph.matching.query import read_need
from graph.matching.rank import is_convincing, rank, shown
from graph.matching.reader import Graph, Reader
from graph.matching.results import Candidate
from graph.schema import ORGANISATIONS

WORDS, EVIDENCE = 0.4, 0.6
"""What the participants say of themselves weighs less than what is on record of them."""
_LEAST = 1 / 3
"""Who scores under a third of the best for a need is no one to send there."""
_MATCHING = 0.5
"""Of the work of pairing an event, the share that is scoring."""


class Linking(Graph, Protocol):
    """A knowledge graph that also links names."""

    def link(self, text: str, *, kinds: Collection[str] = (), region: str = "") -> Link:
        """The known organisation that a string means."""


@dataclass(frozen=True, slots=True)
class LinkReview:
    """Whom one participant was taken for, to be looked through by the organiser."""

    participant: str
    organisation: str
    entity: str
    """Its id in the graph; empty where it takes part with its own words alone."""
    name: str
    candidates: tuple[tuple[str, str, float], ...]
    """(id, name, how likely, 0 to 1), best first."""
    why: str


def link_participants(
    graph: Linking, participants: Iterable[Participant], *, language: Language = "en"
) -> tuple[list[Participant], list[LinkReview]]:
    """The participants with their organisation in the graph, by the ordinary linking of names in
    a region, and for each whom it was linked to or why to nobody.

    An id that a participant has already stays, if the graph has it. An organisation that is linked
    to nobody takes part with its own words.
    """
    listed = list(participants)
    known = Reader(graph).entities(sorted({p.entity for p in listed if p.entity}))
    links: dict[tuple[str, str], Link] = {}
    linked, reviews = [], []
    for one in listed:
        if one.entity in known:
            review = LinkReview(one.key, one.organisation, one.entity, known[one.entity].name, (),
                                say(language, "link", "given"))
        else:
            name = (one.organisation, one.region)
            if name not in links:
                links[name] = graph.link(one.organisation, kinds=ORGANISATIONS, region=one.region)
            review = _review(one, links[name], language)
        linked.append(replace(one, entity=review.entity))
        reviews.append(review)
    return linked, reviews


def _review(one: Participant, link: Link, language: Language) -> LinkReview:
    chosen = link.chosen
    if chosen is not None:
        why = say(language, "link", "linked", matched=chosen.matched, score=chosen.score)
    else:
        why = link.reason or say(language, "link", "unsure")
    if one.entity:
        why = f"{say(language, 'link', 'nobody', entity=one.entity)}; {why}"
    return LinkReview(
        one.key, one.organisation, chosen.entity if chosen else "", chosen.name if chosen else "",
        tuple((c.entity, c.name, c.score) for c in link.candidates), why)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What is on record of one candidate for one need."""

    value: float
    kind: str
    fields: Mapping[str, str]
    document: str
    level: int


class EvidenceAffinity:
    """The need of one matched, as any need is, with the works of those that the graph knows; each
    different need is asked once.

    The value is the share of the score that the best of the whole graph has for this need; who is
    far from it, or has no work and no stated field that convinces by itself, is left out.
    """

    def __init__(
        self, graph: Graph, participants: Sequence[Participant], *, language: Language = "en"
    ) -> None:
        self._reader = Reader(graph)
        self._language: Language = language
        self._keys: dict[str, list[str]] = defaultdict(list)
        for one in participants:
            if one.entity:
                self._keys[one.entity].append(one.key)
        self._present = self._reader.entities(sorted(self._keys))
        self._levels = {s.key: s.level for s in self._reader.store.sources()}
        self._answers: dict[str, dict[str, tuple[_Evidence, ...]]] = {}

    def values(self, one: Participant) -> dict[str, float]:
        """The share of the best score that each participant with evidence has."""
        return {key: found[0].value for entity, found in self._answer(one.needs).items()
                for key in self._keys[entity]}

    def fits(self, one: Participant, other: Participant) -> list[Fit]:
        """The best evidence, and where that is not public the best public one, of value 0."""
        return [
            Fit(found.value, say(self._language, "notes", found.kind, one=one.organisation,
                                 other=other.organisation, **found.fields),
                found.document, found.level)
            for found in self._answer(one.needs)[other.entity]
        ]

    def _answer(self, need: str) -> dict[str, tuple[_Evidence, ...]]:
        if need not in self._answers:
            self._answers[need] = self._ask(need)
        return self._answers[need]

    def _ask(self, need: str) -> dict[str, tuple[_Evidence, ...]]:
        reader = self._reader
        try:
            asked = read_need(reader, wanted(need, {"kinds": ORGANISATIONS}))
        except InvalidRequest:
            return {}  # no word that says what is needed: nothing to look for
        ranking = rank(reader, asked)
        best = max((scored.score for scored in ranking.scored), default=0.0)
        fitting = [(scored, self._present[scored.owner]) for scored in ranking.scored
                   if scored.owner in self._present and scored.score >= _LEAST * best
                   and is_convincing(reader, ranking, [scored])]
        words = clause(need, ranking.telling)
        return {c.id: self._found(words, c, c.score / best)
                for c in shown(reader, ranking, fitting)}

    def _found(self, need: str, candidate: Candidate, value: float) -> tuple[_Evidence, ...]:
        """The reasons for a candidate: its nearest work, else a field that it states."""
        found = [
            _Evidence(value, "work", {"need": need, "title": w.title,
                                      "date": w.date or undated(self._language)},
                      w.document, self._levels.get(w.source, 2))
            for w in candidate.works
        ] or [
            _Evidence(value, "field", {"need": need, "quote": f.quote}, f.document,
                      self._levels.get(f.source, 2))
            for f in candidate.facts
        ] or [
            # nothing that says so can be shown: as private as the most private source
            _Evidence(value, "unseen", {"need": need}, "", max(self._levels.values(), default=2))
        ]
        public = next((one for one in found if one.level == 0), None)
        if public is None or found[0].level == 0:
            return (found[0],)
        return (found[0], replace(public, value=0.0))


def score_event(
    graph: Graph, event: Event, *, competitors: bool = False, language: Language = "en",
    progress: Progress | None = None,
) -> tuple[PairScore, ...]:
    """The event's scored pairs, best first: words and evidence both ways, requests on top.

    Two of one corporate group, and two enterprises of one industry (``competitors``: True lets
    these meet), as the graph knows them, are no pair unless one of them asks for it. Pairs that
    are vetoed or can never meet stay, so that a change of wishes needs no new scoring
    (`with_wishes`). Takes some 60 ms a different need in a graph of 80,000 works.
    """
    people = pooled(event.participants)
    asked = {(min(w.by, w.about), max(w.by, w.about)) for w in event.wishes
             if w.ask in REQUESTS} | {lock.pair for lock in event.locks}
    label = {part: say(language, "parts", part, one="{one}") for part in ("words", "works")}
    pairs = pair_scores(
        people,
        [(label["words"], WORDS, WordAffinity(people, language=language)),
         (label["works"], EVIDENCE, EvidenceAffinity(graph, people, language=language))],
        wanted=asked, apart=kept_apart(graph, people, competitors=competitors) - asked,
        progress=progress)
    return with_wishes(event, pairs, language=language)


def kept_apart(
    graph: Graph, participants: Sequence[Participant], *, competitors: bool = False
) -> set[Keys]:
    """The pairs, by keys, that the graph knows to be of one corporate group, or, unless
    ``competitors`` may meet, to be enterprises that work in one industry."""
    reader = Reader(graph)
    keys: dict[str, list[str]] = defaultdict(list)
    for one in participants:
        if one.entity:
            keys[one.entity].append(one.key)
    known = reader.entities(sorted(keys))
    found = {(one, other) for one, entity in known.items()
             for other in group(reader, entity) if other in known}
    if not competitors:
        found |= _rivals(reader, [id_ for id_, e in known.items() if e.kind == "Enterprise"])
    return {(min(a, b), max(a, b)) for one, other in found for a in keys[one] for b in keys[other]}


def _rivals(reader: Reader, enterprises: Sequence[str]) -> set[tuple[str, str]]:
    """Enterprises that work in one industry."""
    edges = [e for e in reader.edges(enterprises, ("OPERATES_IN",)) if e.start in set(enterprises)]
    fields = reader.entities(sorted({e.end for e in edges}))
    members: dict[str, list[str]] = defaultdict(list)
    for edge in edges:
        if edge.end in fields and fields[edge.end].kind == "Industry":
            members[edge.end].append(edge.start)
    return {pair for same in members.values() for pair in combinations(sorted(set(same)), 2)}


def pair_event(
    graph: Linking, event: Event, *, time_limit: float = 10.0, seed: int = 1,
    progress: Stages | None = None,
) -> Plan:
    """Who meets whom, when and where: participants linked, pairs scored, chosen and placed.

    ``progress`` is told each stage with the share of the work that is done.
    """
    known, _ = link_participants(graph, event.participants)
    linked = replace(event, participants=tuple(known))
    pairs = score_event(graph, linked, progress=scoring_told(progress))
    return plan(linked, pairs, time_limit=time_limit, seed=seed, notes=strangers(linked),
                progress=planning_told(progress))


def scoring_told(progress: Stages | None) -> Progress | None:
    """Tells of the scoring of pairs as the first part of the work."""
    return progress and (lambda done, of: progress("matching needs", _MATCHING * done / of))


def planning_told(progress: Stages | None) -> Stages | None:
    """Tells of the planning as the rest of the work."""
    return progress and (
        lambda stage, share: progress(stage, _MATCHING + (1 - _MATCHING) * share))


def strangers(event: Event) -> list[str]:
    """What a plan says first: whom the graph does not know."""
    unknown = dict.fromkeys(p.organisation for p in event.participants if not p.entity)
    return [f"not known in the graph, matched by their own words alone: {', '.join(unknown)}"
            ] if unknown else []
