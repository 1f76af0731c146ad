"""Kept events read from a store and written to it: revisions, readers' levels, what is due."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from graph.deciding import now
from graph.errors import InvalidRequest, NotFound
from graph.events import personal
from graph.events.changes import check_revision
from graph.events.kept import (
    EVENT,
    PLAN,
    Kept,
    Listed,
    Revision,
    event_text,
    kept_of,
    listed_of,
    plan_text,
)
from graph.events.links import of_today
from graph.model import LEVELS, Visibility
from graph.saved import person, seen_at

if TYPE_CHECKING:
    from graph.knowledge_graph import KnowledgeGraph


class Shelf:
    """The kept events of a store, for a reader of the graph's level."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        self.graph = graph
        self.store = graph.store

    def seen(self, visibility: Visibility) -> KnowledgeGraph:
        """The graph as those see it who may see what is of this visibility."""
        return seen_at(self.graph, LEVELS[visibility])

    def read(self, name: str) -> Kept:
        """One by name, its organisations as the graph has them now; `NotFound` if there is none
        that this reader may see."""
        kept = self._stored(name)
        if kept is None or kept.level > self.graph.level:
            raise NotFound(f"no event {name!r} is kept; `qilian event list` lists them")
        return of_today(self.seen(kept.event.visibility), kept)

    def known(self, name: str) -> Kept | None:
        """The event with this name, if any; `InvalidRequest` where this reader may not see it."""
        kept = self._stored(name)
        if kept is not None and kept.level > self.graph.level:
            raise InvalidRequest(f"the name {name!r} is taken; choose another")
        return kept

    def listed(self) -> Iterator[Listed]:
        """All that this reader may see, by name."""
        for text in self.store.saved(EVENT).values():
            line = listed_of(text)
            if LEVELS[line.visibility] <= self.graph.level:
                yield line

    def add(self, kept: Kept) -> Kept:
        """Keep a new event; `InvalidRequest` if somebody has kept one under its name meanwhile."""
        def write() -> Kept:
            if (there := self._stored(kept.name)) is not None:
                check_revision(there, 0)
            return self._write(kept)

        return self.store.transact(write)

    def change(
        self, name: str, change: Callable[[Kept], Kept], *, by: str, what: str,
        revision: int | None = None,
    ) -> Kept:
        """Keep what ``change`` makes of the event, read and written in one transaction.

        What it leaves as it was is no new revision. With ``revision``, a write of somebody else
        after that one refuses this: `InvalidRequest`."""
        who = person(by)

        def write() -> Kept:
            kept = self.read(name)
            check_revision(kept, revision)
            made = change(kept)
            return kept if made == kept else self._write(revised(made, who, what), kept)

        return self.store.transact(write)

    def derive(self, kept: Kept) -> None:
        """Keep scores that follow from the event as it is: no new revision, and nothing if it was
        changed meanwhile."""
        def write() -> None:
            if self.read(kept.name).revision == kept.revision:
                self.store.save(PLAN, kept.name, plan_text(kept))

        self.store.transact(write)

    def drop(self, name: str) -> None:
        """Take both texts away."""
        def write() -> None:
            self.store.save(EVENT, name, None)
            self.store.save(PLAN, name, None)

        self.store.transact(write)

    def forget_due(self, today: date | None = None) -> list[str]:
        """Forget the persons of all events past their day for it, whoever may see them; the names
        of those in which there were any."""
        lines = map(listed_of, self.store.saved(EVENT).values())
        due = [line.name for line in lines if personal.is_due(line.personal_until, today)]

        def write() -> list[str]:
            return [name for name in due if self._forgotten(name)]

        done = self.store.transact(write) if due else []
        if done:
            self.store.compact()
        return done

    def _forgotten(self, name: str) -> bool:
        kept = self._stored(name)
        bare = kept and personal.without_persons(kept)
        if kept is None or bare is None or bare == kept:
            return False
        self._write(revised(bare, "nobody", "forgot all persons, as it was due"), kept)
        return True

    def _stored(self, name: str) -> Kept | None:
        name = name.encode(errors="replace").decode()  # half a character names nothing
        text = self.store.saved_thing(EVENT, name)
        return None if text is None else kept_of(text, self.store.saved_thing(PLAN, name))

    def _write(self, kept: Kept, before: Kept | None = None) -> Kept:
        """Write both texts, the long one only where it is another."""
        self.store.save(EVENT, kept.name, event_text(kept))
        if before is None or _derived(kept) != _derived(before):
            self.store.save(PLAN, kept.name, plan_text(kept))
        return kept


def revised(kept: Kept, by: str, what: str) -> Kept:
    """With one more revision."""
    last = Revision(kept.revision + 1, now(), by, what)
    return replace(kept, history=(*kept.history, last))


def _derived(kept: Kept) -> tuple[object, ...]:
    return kept.pairs, kept.plan, kept.calendar, kept.scored_for, kept.generation
