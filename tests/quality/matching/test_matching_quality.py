"""The figures of matching are those that were frozen: a change shows as a difference of them."""

from __future__ import annotations

import json

import pytest

from graph.language.tokens import tokens
from tests.quality.matching.measure import (
    FIRST,
    PARTS,
    RESULTS,
    WITH_VECTORS,
    f1,
    is_here,
    judged,
    same_field,
    silent,
)
from tests.quality.matching.units import case_units, graph_of, read

ALL = {name: ("", part) for name, part in PARTS.items()} | WITH_VECTORS


@pytest.mark.parametrize("name", ALL)
def test_the_figures_are_the_frozen_ones(name: str) -> None:
    model, part = ALL[name]
    if model and not is_here(model):
        pytest.skip(f"needs the model {model}")
    frozen = json.loads(RESULTS.read_text(encoding="utf-8"))[name]
    again = f"if this is meant: python -m tests.quality.matching.measure --write --part '{name}'"
    assert part(silent) == frozen, again


def test_the_first_figures_are_kept() -> None:
    first = json.loads(FIRST.read_text(encoding="utf-8"))
    assert first.keys() <= ALL.keys()


def test_a_case_answered_as_the_judge_does_has_full_marks() -> None:
    case = {
        "id": "c", "industry": "Salt", "institutes": [
            {"id": "c-i1", "name": "Institute of Scale", "works": [
                {"id": "c-w1", "kind": "Patent", "title": "Scale in brine pipelines",
                 "abstract": "Polyaspartate keeps scale from the walls.", "date": "2020-02-02"}]},
        ],
        "statements": [
            {"id": f"c-s{i}", "holder": f"Works {i}", "holder_kind": "Enterprise", "text": text,
             "problem": problem}
            for i, (text, problem) in enumerate((
                ("Scale in our brine pipelines", "scale"),
                ("Scale grows in brine pipelines each winter", "scale"),
                ("Dust on the loading quay", "single-1"),
            ))
        ],
        "solvers": {"scale": ["c-i1"]},
    }
    with graph_of(case_units(case)) as kg:
        tally = judged(case, kg.problems("Salt"))
    assert (tally["right"], tally["found"], tally["true"]) == (1, 1, 1)
    assert (tally["problems"], tally["solved"], tally["f1"]) == (1, 1, 1)


def test_pairs_and_places() -> None:
    assert f1(0, 0, 0) == 1
    assert f1(1, 2, 2) == 0.5
    assert f1(0, 3, 0) == 0


def test_dates_of_the_set_are_the_last_that_count() -> None:
    assert same_field("as_of", "2021-12-31", "2022")
    assert same_field("as_of", "2021-12-31", "2022-01-01")
    assert not same_field("as_of", "2021-12-31", "2021-12-31")
    assert not same_field("as_of", "2021-12-31", "")
    assert same_field("since", "2019", "2019-01-01")
    assert not same_field("since", "", "2019")
    assert same_field("regions", ["A", "B"], ("B", "A"))
    assert same_field("need", "recovery of lithium", "lithium recovery")


def test_the_sets_are_whole() -> None:
    for case in read("industries"):
        labels = {row["problem"] for row in case["statements"]}
        institutes = {i["id"] for i in case["institutes"]}
        assert case["solvers"].keys() <= labels
        assert all(set(right) <= institutes for right in case["solvers"].values())
        assert all(tokens(row["text"]) for row in case["statements"])
    owners = {work["owner"] for work in read("needs_zh")["works"]}
    assert all(set(need["right"]) <= owners for need in read("needs_zh")["needs"])
