"""A graph with two institutes and an event of four organisations, for tests of what is kept."""

from __future__ import annotations

from pathlib import Path

from graph import packed
from graph.events.hall import Hall
from graph.events.model import Event, Participant, Wish
from graph.knowledge_graph import KnowledgeGraph
from graph.store import Store
from tests.builders import REGISTER, organisation_row, patent_row

NAME = "salt-days"
BY = "Li Wen"
SALT_ID = "uscc:91630000000000000X"
PERSONAL = ("Zhang San", "zhang@salt.example", "Zhang San, +86 138", "met her at the fair", "Li Si")
"""What the event knows of persons."""


def salt_graph(store: Store, cache: Path) -> KnowledgeGraph:
    """Two institutes with a work each."""
    graph = KnowledgeGraph(store, cache=cache)
    graph.load(REGISTER, [
        organisation_row("1", "Qinghai Institute of Salt Lakes", region="Xining, Qinghai",
                         identifiers=(SALT_ID,)),
        patent_row("P1", ["Qinghai Institute of Salt Lakes"], title="Lithium sorbent for brine",
                   region="Xining, Qinghai"),
        patent_row("P2", ["Lhasa Yak Laboratory"], title="Removal of boron from brine by resin"),
    ])
    return graph


def salt_event(graph: KnowledgeGraph | None = None) -> Event:
    """An event of two institutes, which ``graph`` knows, and two others; ask it for a must."""
    known = {} if graph is None else {
        name: graph.entity(name).id
        for name in ("Qinghai Institute of Salt Lakes", "Lhasa Yak Laboratory")}
    return Event(
        Hall.of("2026-09-10 09:00", slots=3, tables=2, name="Salt days"),
        (
            Participant("salt", "Qinghai Institute of Salt Lakes", "Institute",
                        offers="lithium sorbent for brine; ask Zhang San", needs="pumps for brine",
                        person="Zhang San", contact="zhang@salt.example", region="China",
                        entity=known.get("Qinghai Institute of Salt Lakes", "")),
            Participant("brine", "Golmud Brine Works", "Enterprise", offers="pumps for brine",
                        needs="a sorbent that takes lithium from brine", region="China",
                        person="Li Si", contact="Zhang San, +86 138"),
            Participant("boron", "Bremen Boron University", "Buyer", offers="boron",
                        needs="removal of boron from brine by resin", region="Germany"),
            Participant("yak", "Lhasa Yak Laboratory", "Institute", offers="resin for boron",
                        needs="lithium brine",
                        entity=known.get("Lhasa Yak Laboratory", "")),
        ),
        wishes=(Wish("brine", "salt", "must", "met her at the fair"),), name=NAME)


def raw(store: Store) -> str:
    """All that the store keeps of events, unpacked."""
    return "\n".join(
        f"{name} {packed.loads(text)!r}" for kind in ("event", "event-plan")
        for name, text in store.saved(kind).items())
