"""An industry's common problems, who states them and who could solve them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import qilian
from graph.errors import NotFound
from graph.matching.likeness import average_linkage
from graph.model import Claim, Record, Source, Unit
from tests.builders import evidence, organisation_row
from tests.graph.matching.conftest import MakeGraph


def need_row(key: str, title: str, enterprise: str, *, industry: str = "Salt",
             date: str | None = "2022-03-01") -> Unit:
    row = organisation_row(key, title, kind="Problem", date=date)
    holder = Record(f"{row.key}#enterprise:0", "Enterprise", enterprise)
    field = Record(f"{row.key}#industry:0", "Industry", industry)
    return replace(row, records=(*row.records, holder, field), claims=(
        *row.claims,
        Claim(holder.key, "HAS_PROBLEM", object=row.key, evidence=evidence("enterprise")),
        Claim(row.key, "CLASSIFIED_AS", object=field.key, evidence=evidence("industry")),
        Claim(holder.key, "OPERATES_IN", object=field.key, evidence=evidence("industry")),
    ))


def test_an_industrys_common_problems_with_their_solvers(sample: qilian.KnowledgeGraph) -> None:
    found = sample.problems("Salt-lake lithium")
    titles = " | ".join(problem.title for problem in found)
    assert all(word in titles for word in ("boron", "brine pipelines", "magnesium-to-lithium"))
    assert len(found) == 3
    for problem in found:
        assert problem.common
        assert problem.support == len(problem.holders) == 2
        assert problem.solvers is not None
        assert all(c.kind == "Institute" for c in problem.solvers)
        assert len(problem.solvers) == 3
        for statement in problem.statements:
            cells = sample.document(statement.document).cells.values()
            assert statement.text in cells
            assert any(statement.quote in cell for cell in cells)
    assert {p.support for p in found.single} == {1}
    assert sample.problems("Salt-lake lithium") == found


def test_an_industry_is_found_under_its_other_name(make: MakeGraph) -> None:
    kg = make(
        need_row("n1", "Boron in the carbonate", "One", industry="Salt-lake lithium"),
        need_row("n2", "Removal of boron from carbonate", "Two",
                 industry="salt-lake lithium industry"),
    )
    (problem,) = kg.problems("Salt-lake lithium")
    assert set(problem.holders) == {"One", "Two"}


def test_a_statement_of_nothing_in_particular_is_none(make: MakeGraph) -> None:
    kg = make(need_row("n1", "Common technical problems of the salt industry", "One"))
    found = kg.problems("Salt")
    assert (found.problems, found.single) == ((), ())
    assert "nothing states" in found.notes[0]


def test_a_problem_of_another_industry_stays_there(make: MakeGraph) -> None:
    kg = make(need_row("n1", "Scale in brine pipelines", "One"),
              need_row("n2", "Dust on solar modules", "One", industry="Sun"))
    assert [p.title for p in kg.problems("Salt").single] == ["Scale in brine pipelines"]


def test_what_a_policy_states_is_common(make: MakeGraph) -> None:
    row = organisation_row("d1", "Scale in brine pipelines", kind="Problem", source="policies",
                           date="2020-02-01")
    industry = Record(f"{row.key}#Industry:salt", "Industry", "Salt")
    kg = make(
        replace(row, records=(*row.records, industry), claims=(
            Claim(industry.key, "HAS_PROBLEM", object=row.key, evidence=evidence("name")),)),
        source=Source("policies", "Policies"),
    )
    (problem,) = kg.problems("Salt")
    assert problem.holders == ("Salt",)
    assert kg.problems("Salt", as_of="2020-02-01").problems == ()


def test_statements_count_from_their_day(make: MakeGraph) -> None:
    kg = make(need_row("n1", "Scale in brine pipelines", "One", date="2020"),
              need_row("n2", "Scale in the brine pipelines", "Two", date="2022"))
    assert len(kg.problems("Salt")) == 1
    early = kg.problems("Salt", as_of=2022)
    assert len(early) == 0
    assert [p.holders for p in early.single] == [("One",)]


def test_an_unknown_industry(sample: qilian.KnowledgeGraph) -> None:
    with pytest.raises(NotFound):
        sample.problems("Deep-sea mining of nodules")


@given(st.integers(1, 9), st.randoms(use_true_random=False))
def test_groups_do_not_depend_on_the_order(number: int, random: object) -> None:
    drawn = np.random.default_rng(random.randrange(10**6))  # type: ignore[attr-defined]
    alike = drawn.random((number, number))
    alike = (alike + alike.T) / 2
    np.fill_diagonal(alike, 1.0)
    order = drawn.permutation(number)
    plain = {frozenset(group) for group in average_linkage(alike, 0.5)}
    turned = {frozenset(order[i] for i in group)
              for group in average_linkage(alike[np.ix_(order, order)], 0.5)}
    assert plain == turned
    assert sorted(i for group in plain for i in group) == list(range(number))
