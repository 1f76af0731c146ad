"""Whom in the graph the participants of a kept event are: found by name, given, or said by a
person, and found again after a new reading."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph.anchored import places
from graph.events.kept import Kept, KeptLink
from graph.events.model import Event, Participant
from graph.model import RecordAnchor
from graph.project.anchors import anchor_of

if TYPE_CHECKING:
    from graph.knowledge_graph import KnowledgeGraph


def linked(
    graph: KnowledgeGraph, event: Event, before: tuple[KeptLink, ...] = ()
) -> tuple[Event, tuple[KeptLink, ...]]:
    """The event with its participants' organisations in the graph, and the list to look through.

    ``graph`` is as the event's readers see it. What a person said ``before`` of a participant
    holds, whatever its name would be linked with.
    """
    from graph.events.from_graph import link_participants

    said = {link.participant: link for link in before if link.by}
    today = places(graph, [link.anchor for link in said.values() if link.anchor])

    def corrected(p: Participant) -> Participant:
        link = said.get(p.key)
        if link is None:
            return p
        return replace(p, entity=today.get(link.anchor, "") if link.anchor else "")

    found, reviews = link_participants(graph, event.participants)
    participants = tuple(map(corrected, found))
    links = tuple(
        said.get(p.key) or KeptLink(p.key, anchor(graph, p.entity), review.why, "",
                                    review.candidates)
        for p, review in zip(participants, reviews, strict=True))
    return replace(event, participants=participants), links


def anchor(graph: KnowledgeGraph, entity: str) -> RecordAnchor | None:
    """By which record an organisation is found again; None for none."""
    return anchor_of(graph.store, graph.eyes.rows(entity)) if entity else None


def of_today(graph: KnowledgeGraph, kept: Kept) -> Kept:
    """The event with each organisation as the graph has it now: an id is that of a record, and a
    decision or a new reading may move it. Who is in the graph no more is in it by nothing."""
    anchors = {link.participant: link.anchor for link in kept.links if link.anchor}
    today = places(graph, list(anchors.values()))
    there = {p.entity for p in kept.event.participants if p.entity}
    moved = graph.store.redirects(sorted(there)) if there else {}

    def entity(p: Participant) -> str:
        if p.key not in anchors:
            return moved.get(p.entity, p.entity)
        return today.get(anchors[p.key], "")

    participants = tuple(
        p if (now := entity(p)) == p.entity else replace(p, entity=now)
        for p in kept.event.participants)
    if participants == kept.event.participants:
        return kept
    return replace(kept, event=replace(kept.event, participants=participants))
