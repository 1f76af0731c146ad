from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import qilian
from graph.audit import Judgement, find, judge, sample, wilson
from graph.errors import InvalidRequest
from graph.model import Reading, Unit
from tests.api.small_store import DOCUMENTS, plan, small_store

KEY = "plans/plan.txt"


@pytest.fixture
def kg(tmp_path: Path) -> Iterator[qilian.KnowledgeGraph]:
    with small_store(tmp_path / "small.db") as graph:
        graph.load(DOCUMENTS, [copy(number) for number in range(20)])
        yield graph


def copy(number: int) -> Unit:
    unit, key = plan(), f"plans/{number}.txt"
    return replace(
        unit, key=key, reading=Reading(key, "x"),
        records=tuple(replace(r, key=r.key.replace(KEY, key)) for r in unit.records),
        claims=tuple(replace(c, subject=c.subject.replace(KEY, key),
                             object=c.object and c.object.replace(KEY, key))
                     for c in unit.claims))


def test_the_interval_of_wilson() -> None:
    # Worked out by hand: z² = 3.8415, 8 of 10 right.
    low, high = wilson(8, 10)
    assert (round(low, 4), round(high, 4)) == (0.4902, 0.9433)
    assert wilson(0, 5)[0] == 0.0
    assert wilson(5, 5)[1] == 1.0
    for right, judged in ((1, 0), (0, 0), (-1, 3), (4, 3)):
        with pytest.raises(ValueError, match="no share"):
            wilson(right, judged)


@given(judged=st.integers(1, 5000), data=st.data())
def test_the_interval_holds_the_share(judged: int, data: st.DataObject) -> None:
    right = data.draw(st.integers(0, judged))
    low, high = wilson(right, judged)
    assert 0 <= low <= right / judged + 1e-12
    assert right / judged - 1e-12 <= high <= 1
    other_low, other_high = wilson(judged - right, judged)
    assert abs(low - (1 - other_high)) < 1e-9
    assert abs(high - (1 - other_low)) < 1e-9


def test_a_sample_is_of_documents_alone_and_repeatable(kg: qilian.KnowledgeGraph) -> None:
    first = sample(kg.store, 30, seed=1)
    assert len({(i.fact.document, i.fact.id) for i in first}) == 30
    assert {i.fact.document.split("/")[0] for i in first} == {"plans"}
    assert sample(kg.store, 30, seed=1) == first
    assert sample(kg.store, 30, seed=2) != first
    assert len(sample(kg.store, 1000)) == 21 * 5
    platforms = sample(kg.store, 1000, kinds=["Platform"])
    assert {i.fact.subject_name for i in platforms} == {"Salt Lake Test Base"}
    chosen = sample(kg.store, 1000, kinds=["RUNS", "indicator"])
    assert {i.fact.predicate for i in chosen} == {"RUNS", "indicator"}
    for kinds, number in ((["Street"], 1), ([], 0)):
        with pytest.raises(InvalidRequest):
            sample(kg.store, number, kinds=kinds)


def test_rejected_facts_stay_in_the_sample_and_stated_ones_do_not_come_in(
    kg: qilian.KnowledgeGraph
) -> None:
    before = len(sample(kg.store, 1000))
    named = next(i.fact for i in kg.review(KEY) if i.fact.predicate == "name")
    kg.decide_fact("reject", named.id, KEY, by="Li Wen")
    kg.state("Region", "salt lakes", KEY, by="Li Wen")
    assert len(sample(kg.store, 1000)) == before


def test_each_fact_is_as_likely_as_any_other(kg: qilian.KnowledgeGraph) -> None:
    drawn: dict[str, int] = {}
    for seed in range(300):
        for item in sample(kg.store, 5, kinds=["RUNS"], seed=seed):
            drawn[item.fact.document] = drawn.get(item.fact.document, 0) + 1
    assert len(drawn) == 21
    # 300 draws of 5 out of 21: 71 each on average, 7.4 the standard deviation.
    assert all(40 < times < 105 for times in drawn.values())


def test_judgements_become_decisions_once(kg: qilian.KnowledgeGraph) -> None:
    facts = [item.fact for item in sample(kg.store, 6, kinds=["entity"])]
    said = [Judgement(row, f.document, f.id, row != 3, "by eye") for row, f in enumerate(facts)]
    found = find(kg, said)
    done = judge(kg, said, found, by="Li Wen")
    assert (done.taken, done.known) == (6, 0)
    assert (done.precision[0].kind, done.precision[0].judged, done.precision[0].right) == (
        "entity", 6, 5)
    assert done.precision[0].interval == wilson(5, 6)
    assert sorted(d.kind for d in kg.decisions()) == ["confirm"] * 5 + ["reject"]
    again = judge(kg, said, find(kg, said), by="Li Wen")
    assert (again.taken, again.known, again.precision) == (0, 6, done.precision)
    kg.decide_fact("reject", facts[0].id, facts[0].document, by="An Na")
    assert judge(kg, said, find(kg, said), by="Li Wen").taken == 0
    assert find(kg, [Judgement(1, KEY, "nothing", True)]) == {}
