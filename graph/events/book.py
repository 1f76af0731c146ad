"""The events that a graph keeps: put in, scored, planned, asked about, re-planned, reported.

Each is kept under its name with its plan, and is input: it survives a rebuild, a backup and a copy.
A reader sees the events of its level and below. Every write raises the event's revision; give the
one that you read, and a write after somebody else's is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from graph.deciding import now as present
from graph.errors import InvalidRequest
from graph.events import changes, personal
from graph.events.kept import Kept, KeptLink, Listed, Revision, scoring
from graph.events.links import anchor, linked
from graph.events.model import Event, Lock, Wish
from graph.events.results import PairScore, Plan
from graph.events.shelf import Shelf
from graph.saved import person, visible_to
from graph.schema import ORGANISATIONS

if TYPE_CHECKING:
    from graph.events.given import Given
    from graph.events.outcomes import Outcome
    from graph.events.plan import Progress
    from graph.events.replan import Disruption, Replanned
    from graph.events.report import EventReport
    from graph.knowledge_graph import KnowledgeGraph

PROPOSED = 8
"""Counterparts proposed to each participant."""


class Events:
    """The events of a graph, as its reader sees them (``kg.events``).

    What is known of persons is forgotten after the event's day for that: before anything is
    written or listed, and nobody reads it any more from that day on.
    """

    def __init__(self, graph: KnowledgeGraph) -> None:
        self._graph = graph
        self._shelf = Shelf(graph)

    # --- input --------------------------------------------------------------------------------

    def put(
        self, event: Event, *, by: str, problems: Sequence[str] = (), revision: int | None = None,
    ) -> Kept:
        """Keep an event under its name, or put it in place of the one that is there.

        Bad input is left out and named in `Kept.problems`, behind the ``problems`` of its reading.
        Organisations are linked with the graph; what a person said of a link before holds. Requests
        and locks are those given: begin with ``get(name).event`` to keep what is there. A plan
        stays until `pair`. Raises `InvalidRequest` for a bad name, visibility or day, and for a
        name that is taken by an event of a higher level.
        """
        from graph.events.checks import check

        changes.check_head(event)
        event = replace(event, visibility=visible_to(self._graph, event.visibility))
        event, wrong = check(event)
        found = [*problems, *wrong]
        before = self._shelf.known(event.name)
        links = () if before is None else changes.of_the_same(before, event)
        event, reviewed = linked(self._shelf.seen(event.visibility), event, links)

        def change(kept: Kept) -> Kept:
            return changes.requested(
                replace(kept, event=event, problems=tuple(found), links=reviewed))

        if before is not None:
            return self._follow(self._change(event.name, change, by, "replaced", revision))
        if revision:
            raise InvalidRequest(f"event {event.name!r} was removed meanwhile; look at it again")
        self.forget_due()
        return self._shelf.add(change(Kept(event, (Revision(1, present(), person(by), "put in"),))))

    def get(self, name: str) -> Kept:
        """One by name; `NotFound` if there is none that this reader may see."""
        return personal.in_time(self._shelf.read(name))

    def listed(self) -> list[Listed]:
        """All that this reader may see, by name."""
        self.forget_due()
        return list(self._shelf.listed())

    def remove(self, name: str) -> Kept:
        """Take an event away with all that was planned and held in it, for good; what it was."""
        from graph.events.held import retracted

        kept = self.get(name)
        self._shelf.drop(kept.name)
        retracted(self._graph, kept.name)
        return kept

    def ask(
        self, name: str, wishes: Iterable[Wish] = (), *, by: str,
        withdrawn: Iterable[tuple[str, str]] = (), revision: int | None = None,
    ) -> Kept:
        """Take in requests and vetoes: each stands in place of what this participant asked about
        that one before; ``withdrawn`` are (who asks, about whom) of which nothing is asked any
        more. Raises `InvalidRequest` for one that names nobody or itself."""
        new = {(wish.by, wish.about): wish for wish in wishes}
        gone = {*new, *withdrawn}

        def change(kept: Kept) -> Kept:
            stay = tuple(w for w in kept.event.wishes if (w.by, w.about) not in gone)
            return changes.checked(kept, replace(kept.event, wishes=(*stay, *new.values())))

        return self._change(name, change, by, f"{len(gone)} requests", revision)

    def lock(
        self, name: str, locks: Iterable[Lock], *, by: str, revision: int | None = None
    ) -> Kept:
        """Hold meetings whatever else, each in place of what was locked of these two before.

        Raises `InvalidRequest` for one that names nobody, is outside the event, or cannot be."""
        new = {lock.pair: lock for lock in locks}

        def change(kept: Kept) -> Kept:
            stay = tuple(lock for lock in kept.event.locks if lock.pair not in new)
            return changes.checked(kept, replace(kept.event, locks=(*stay, *new.values())))

        return self._change(name, change, by, f"{len(new)} locks", revision)

    def unlock(
        self, name: str, pairs: Iterable[tuple[str, str]], *, by: str, revision: int | None = None
    ) -> Kept:
        """Let go of locked meetings of these two, in either order."""
        gone = {(min(pair), max(pair)) for pair in pairs}

        def change(kept: Kept) -> Kept:
            stay = tuple(lock for lock in kept.event.locks if lock.pair not in gone)
            return replace(kept, event=replace(kept.event, locks=stay))

        return self._change(name, change, by, f"{len(gone)} unlocked", revision)

    def link(
        self, name: str, participant: str, organisation: str, *, by: str,
        revision: int | None = None,
    ) -> Kept:
        """Say whom in the graph a participant is: an id, identifier or name; empty for nobody.

        It holds also when the list of participants is read again. Raises `NotFound` for a
        participant or an organisation that there is not."""
        graph = self._shelf.seen(self.get(name).event.visibility)
        entity = graph.entity(organisation, kinds=ORGANISATIONS).id if organisation else ""
        said = KeptLink(participant, anchor(graph, entity), "said by a person", person(by))

        def change(kept: Kept) -> Kept:
            changes.known(kept, participant)
            people = tuple(replace(p, entity=entity) if p.key == participant else p
                           for p in kept.event.participants)
            links = tuple(said if link.participant == participant else link
                          for link in kept.links)
            return replace(kept, event=replace(kept.event, participants=people), links=links)

        done = self._change(name, change, by, f"linked {participant}", revision)
        return self._follow(done)

    # --- planning -----------------------------------------------------------------------------

    def propose(self, name: str, *, limit: int = PROPOSED) -> dict[str, tuple[PairScore, ...]]:
        """Each participant's best counterparts, best first; scores the event if it is not."""
        from graph.events.propose import propose

        kept = self.get(name)
        scored = self._scored(kept)
        if scored is not kept:
            self._shelf.derive(scored)
        return propose(scored.event, scored.pairs or (), limit=limit)

    def pair(
        self, name: str, *, by: str, time_limit: float = 10.0, seed: int = 1,
        anew: bool = False, progress: Progress | None = None, revision: int | None = None,
    ) -> Kept:
        """Plan the event: who meets whom, when and where; the plan takes the old one's place.

        Pairs are scored when that was not done or the participants are others since, and with
        ``anew`` in any case, so that new evidence counts; new requests and locks need no scores.
        """
        from graph.events.from_graph import planning_told, strangers
        from graph.events.plan import plan

        self.forget_due()
        kept = self.get(name)
        changes.check_revision(kept, revision)
        scored = self._scored(kept, anew=anew, progress=progress)
        made = plan(scored.event, scored.pairs or (), time_limit=time_limit, seed=seed,
                    notes=strangers(scored.event), progress=planning_told(progress))
        return self._planned(scored, made, by, f"planned {len(made)} meetings")

    def schedule(
        self, name: str, meetings: Sequence[Given] | None = None, *, by: str,
        spread: int | None = 2, time_limit: float = 60.0, seed: int = 1,
        revision: int | None = None,
    ) -> Kept:
        """Place meetings that are given with the fewest breaks, by default those of the plan; see
        `graph.events.scheduled`. The timetable takes the old plan's place."""
        from graph.events.scheduled import schedule

        self.forget_due()
        kept = self.get(name)
        changes.check_revision(kept, revision)
        scored = self._scored(kept)
        made = schedule(
            scored.event, scored.pairs or (), meetings,
            current=changes.present_plan(scored) if kept.plan and meetings is None else None,
            spread=spread, time_limit=time_limit, seed=seed)
        return self._planned(scored, made, by, f"scheduled {len(made)} given meetings")

    def replan(
        self, name: str, disruptions: Sequence[Disruption], *, by: str = "", now: int = 0,
        weight: float | None = None, time_limit: float = 10.0, seed: int = 1,
        keep: bool = False, revision: int | None = None,
    ) -> Replanned:
        """The plan after no-shows, late arrivals, lost tables and new requests, with few changes.

        A preview, unless ``keep``: then the plan, its calendar and what happened are kept, so that
        later plans know of it. Requests, locks and vetoes since the last plan count too. ``now``
        is the first slot that is not past, ``weight`` how much a meeting that stays is worth.
        Raises `InvalidRequest` without a plan.
        """
        from graph.events.calendars import renewed
        from graph.events.replan import WEIGHT, replan

        kept = self.get(name)
        changes.check_revision(kept, revision)
        done = replan(changes.present_plan(kept), disruptions, now=now, seed=seed,
                      weight=WEIGHT if weight is None else weight, time_limit=time_limit)
        if keep:
            def change(kept: Kept) -> Kept:
                return changes.requested(replace(
                    kept, event=done.plan.event, plan=done.plan,
                    calendar=renewed(kept.calendar, done.plan)))

            what = changes.said(disruptions, len(done.moves))
            self._follow(self._change(name, change, by, what, kept.revision))
        return done

    # --- what was held ------------------------------------------------------------------------

    def publish(self, name: str, *, by: str, revision: int | None = None) -> Kept:
        """Let the graph hold the planned meetings, as targets, as a document of the organiser: see
        `graph.events.held`. Later plans and outcomes follow by themselves."""
        def change(kept: Kept) -> Kept:
            if kept.plan is None:
                raise InvalidRequest(f"event {name!r} has no plan to publish; pair it first")
            return replace(kept, published=True)

        done = self._change(name, change, by, "published", revision)
        return self._follow(done)

    def record(
        self, name: str, outcomes: Iterable[Outcome], *, by: str, revision: int | None = None
    ) -> Kept:
        """Take in which meetings were held and which not, each in place of what was recorded of
        these two before; those that were held become observed facts of the graph."""
        new = {changes.ends(outcome): outcome for outcome in outcomes}

        def change(kept: Kept) -> Kept:
            for keys in new:
                for key in keys:
                    changes.known(kept, key)
            stay = [o for o in kept.outcomes if changes.ends(o) not in new]
            every = sorted([*stay, *new.values()], key=changes.ends)
            return replace(kept, outcomes=tuple(every))

        done = self._change(name, change, by, f"{len(new)} outcomes", revision)
        return self._follow(done)

    def report(self, name: str) -> EventReport:
        """What came of it: see `graph.events.report`."""
        from graph.events.report import report

        return report(self.get(name))

    # --- forgetting ---------------------------------------------------------------------------

    def forget(
        self, name: str, participant: str = "", *, by: str, revision: int | None = None
    ) -> Kept:
        """Remove what an event knows of persons, of one participant or of all: person, contact,
        and the words of their requests, also in the plan. It cannot be undone. Older backups still
        hold them. Raises `NotFound` for a participant that there is not."""
        def change(kept: Kept) -> Kept:
            if participant:
                changes.known(kept, participant)
            return personal.without_persons(kept, participant)

        done = self._shelf.change(
            name, change, by=by, what=f"forgot {participant or 'all persons'}", revision=revision)
        self._graph.store.compact()
        return done

    def forget_due(self, today: date | None = None) -> list[str]:
        """Forget the persons of all events past their day for it, whoever may see them; the names
        of those in which there were any."""
        return self._shelf.forget_due(today)

    # --- scores and facts that follow --------------------------------------------------------

    def _scored(
        self, kept: Kept, *, anew: bool = False, progress: Progress | None = None
    ) -> Kept:
        """With scores of its pairs: those that it has, unless its participants are others now."""
        if kept.pairs is not None and not anew and kept.scored_for == scoring(kept.event):
            return kept
        from graph.events.from_graph import score_event, scoring_told

        generation = self._graph.store.generation()
        pairs = score_event(self._shelf.seen(kept.event.visibility), kept.event,
                            progress=scoring_told(progress))
        return changes.requested(replace(
            kept, pairs=tuple(pairs), scored_for=scoring(kept.event), generation=generation))

    def _planned(self, scored: Kept, plan: Plan, by: str, what: str) -> Kept:
        """Keep a plan of an event as it was read, with scores and calendar, unless somebody has
        changed it meanwhile."""
        from graph.events.calendars import renewed

        def change(kept: Kept) -> Kept:
            return replace(scored, history=kept.history, plan=plan,
                           calendar=renewed(kept.calendar, plan))

        return self._follow(self._change(scored.name, change, by, what, scored.revision))

    def _follow(self, kept: Kept) -> Kept:
        """Bring what the graph holds of the event up to date."""
        from graph.events.held import follow

        follow(self._shelf.seen(kept.event.visibility), kept)
        return kept

    def _change(
        self, name: str, change: Callable[[Kept], Kept], by: str, what: str, revision: int | None
    ) -> Kept:
        """Write, once what is due was forgotten."""
        self.forget_due()
        return self._shelf.change(name, change, by=by, what=what, revision=revision)
