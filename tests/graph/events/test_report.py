"""Figures of an event: planned, held, missed and cancelled, by kind and region, and ratings."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.events.kept import Kept, Revision
from graph.events.model import Wish
from graph.events.outcomes import Outcome
from graph.events.report import NOT_STATED, Counts, Rating, Share, report
from graph.knowledge_graph import KnowledgeGraph
from graph.stores import open_store
from tests.graph.events.builders import small_event, small_plan
from tests.graph.events.keeping import BY, NAME, salt_event, salt_graph


@pytest.fixture
def kg(tmp_path: Path) -> KnowledgeGraph:
    graph = salt_graph(open_store(f"sqlite:///{tmp_path}/s.db"), tmp_path / "cache")
    graph.events.put(salt_event(graph), by=BY)
    graph.events.pair(NAME, by=BY)
    return graph


def test_meetings_are_counted_by_kind_and_region_of_both_ends(kg: KnowledgeGraph) -> None:
    kg.events.ask(NAME, [Wish("brine", "yak", "veto"), Wish("boron", "yak", "want")], by=BY)
    kg.events.pair(NAME, by=BY)
    kg.events.record(NAME, [Outcome("brine", "salt", True, rating=5.0),
                            Outcome("boron", "yak", False, ("yak",))], by=BY)
    found = report(kg.events.get(NAME))
    assert found.total == Counts(4, 1, 1, 1)
    assert found.kinds["Enterprise", "Institute"] == Counts(1, 1, 0, 1)
    assert found.kinds["Buyer", "Institute"] == Counts(1, 0, 1, 0)
    assert found.by_kind["Institute"] == Counts(3, 1, 1, 1)
    assert found.regions["China", "China"] == Counts(1, 1, 0, 0)
    assert found.regions["Germany", NOT_STATED] == Counts(1, 0, 1, 0)
    assert found.by_region["China"] == Counts(3, 1, 0, 1)
    assert found.ratings == {"": Rating(5.0, 1), "Enterprise": Rating(5.0, 1),
                             "Institute": Rating(5.0, 1)}
    assert (found.served, found.came) == (Share(4, 4), Share(2, 4))
    assert (found.musts, found.wants) == (Share(1, 1), Share(1, 1))
    assert found.fairness.participants == 4
    kg.close()


def test_rows_and_tables_hold_every_count(kg: KnowledgeGraph) -> None:
    found = kg.events.report(NAME)
    header, every, *rest = found.rows()
    assert header == ["by", "first", "second", "planned", "held", "no-show", "cancelled"]
    assert every == ["all", "", "", *found.total.row]
    cross = [row for row in rest if row[0] == "kind" and row[2]]
    assert sum(row[3] for row in cross) == found.total.planned
    assert len(found.to_frame()) == len(rest) + 1
    titles = [title for title, _, _ in found.tables()]
    assert "Meetings between kinds" in titles
    assert all(len(row) == len(columns) for _, columns, rows in found.tables() for row in rows)
    assert "5 meetings planned, 0 held" in str(found)
    kg.close()


@settings(max_examples=30)
@given(st.lists(st.tuples(
    st.sampled_from(("007", "South", "east", "west")),
    st.sampled_from(("007", "South", "east", "west")), st.booleans(),
    st.one_of(st.none(), st.floats(1, 5))), max_size=6, unique_by=lambda o: frozenset(o[:2])))
def test_cross_tables_add_up(outcomes: list[tuple[str, str, bool, float | None]]) -> None:
    recorded = tuple(Outcome(a, b, held, (), rating) for a, b, held, rating in outcomes if a != b)
    found = report(Kept(small_event(), (Revision(1, "", BY, ""),), outcomes=recorded,
                        plan=small_plan()))
    for table in (found.kinds, found.regions):
        assert [sum(c.row[i] for c in table.values()) for i in range(4)] == list(found.total.row)
    assert found.total.held == sum(o.held for o in recorded)
    rated = [o.rating for o in recorded if o.rating is not None]
    assert ("" in found.ratings) == bool(rated)
    if rated:
        assert found.ratings[""].mean == pytest.approx(sum(rated) / len(rated))
