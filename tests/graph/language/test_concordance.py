"""Tables from codes to classes: the longest beginning, conditions, parts that sum to 1."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.language.concordance import (
    Concordance,
    Rule,
    fields,
    industries_by_hand,
    of_text,
    to_text,
)
from graph.language.ipc import codes_of
from graph.language.taxonomy import GBT, WIPO, nodes

TABLE = Concordance("nace2", "invented", (
    Rule("H01M", "27", 1.0),
    Rule("H01M10/", "27.2", 3.0), Rule("H01M10/", "38.3", 1.0),
    Rule("H01M10/54", "38.32"),
    Rule("A61K8/", "20.42", not_with="A61K31/", unless_with="A61Q"),
    Rule("A61K", "21.2"),
    Rule("C22B", "24", unless_with="B03D"),
), {"27.2": "Batteries"})  # fmt: skip


def classes(cell: str, table: Concordance = TABLE) -> dict[str, float]:
    return {share.node.code: share.share for share in table.shares(codes_of(cell))}


@pytest.mark.parametrize(("code", "expected"), [
    ("H01M 4/525", {"27": 1.0}),
    ("H01M 10/052", {"27.2": 0.75, "38.3": 0.25}),
    ("H01M 10/54", {"38.32": 1.0}),
    ("H01M 1/00", {"27": 1.0}),
    ("Y02W 30/84", {}),
])  # fmt: skip
def test_the_longest_beginning_wins(code: str, expected: dict[str, float]) -> None:
    assert classes(code) == pytest.approx(expected)


@pytest.mark.parametrize(("cell", "expected"), [
    ("A61K 8/02", {"20.42"}),
    ("A61K 8/02; A61K 31/00", {"21.2"}),
    ("A61K 8/02; A61K 31/00; A61Q 1/00", {"20.42", "21.2"}),
    ("C22B 3/00", {"24"}),
    ("C22B 3/00; B03D 1/00", set()),
])  # fmt: skip
def test_conditions_look_at_all_codes_of_the_patent(cell: str, expected: set[str]) -> None:
    assert classes(cell).keys() == expected


def test_unknown_codes_count_for_nothing() -> None:
    assert classes("H01M 10/54; Y02W 30/84") == pytest.approx({"38.32": 1.0})


def test_a_class_names_the_codes_that_led_there() -> None:
    first, *_ = fields().shares(codes_of("H01M 10/54; C22B 26/12; H01M 4/525"))
    assert (first.node.code, [code.words for code in first.codes]) == (
        "1", ["H01M 10/54", "H01M 4/525"])
    assert first.share == pytest.approx(0.75)


@pytest.mark.parametrize(("code", "field"), [
    ("H01M 4/525", "1"), ("A61K 8/02", "14"), ("A61K 36/232", "16"), ("H10B 12/00", "8"),
    ("H04N 21/44", "4"), ("H04N 1/00", "3"), ("G01N 33/48", "11"), ("G01N 3/00", "10"),
])  # fmt: skip
def test_the_fields_of_wipo(code: str, field: str) -> None:
    assert classes(code, fields()) == {field: 1.0}
    assert fields().shares(codes_of("Z99Z 1/00")) == ()


def test_the_table_made_by_hand_knows_every_field_and_only_divisions_that_there_are() -> None:
    table = industries_by_hand()
    divisions = {node.code: node.label for node in nodes(GBT)}
    assert {rule.code for rule in table.rules} <= divisions.keys()
    assert {rule.prefix for rule in table.rules} == {rule.prefix for rule in fields().rules}
    assert classes("C22B 26/12", table) == pytest.approx({c: 1 / 3 for c in ("30", "31", "32")})
    assert len(nodes(WIPO)) == 35


def test_a_table_survives_being_kept() -> None:
    assert of_text(to_text(TABLE)) == TABLE


CODES = st.sampled_from(
    ["H01M10/54", "H01M10/052", "H01M4/52", "A61K8/02", "A61K31/00", "A61Q1/00", "C22B3/00",
     "B03D1/00", "Y02W30/84", "H10B12/00"]
)  # fmt: skip


@given(st.lists(CODES, max_size=8), st.sampled_from([TABLE, fields(), industries_by_hand()]))
def test_parts_sum_to_one_or_there_are_none(cells: list[str], table: Concordance) -> None:
    shares = table.shares(codes_of("; ".join(cells)))
    assert not shares or sum(share.share for share in shares) == pytest.approx(1)
    assert all(share.share > 0 and share.codes for share in shares)


@given(st.lists(CODES, min_size=2, max_size=8, unique=True))
def test_the_order_of_further_codes_does_not_matter(cells: list[str]) -> None:
    first, *rest = cells
    assert classes("; ".join([first, *rest])) == pytest.approx(
        classes("; ".join([first, *reversed(rest)])))
