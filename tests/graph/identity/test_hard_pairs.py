"""The table of hard name pairs: never the same where a person says different."""

from __future__ import annotations

from collections import Counter

import pytest

from graph.identity.blocks import block_keys
from graph.identity.parse import parse_name
from tests.graph.identity.pairs import FROZEN, frozen_lines, hard_pairs, judged

PAIRS = hard_pairs()


def test_the_table_is_large_and_balanced() -> None:
    assert len(PAIRS) == len({(p.first, p.second, p.first_region, p.second_region) for p in PAIRS})
    counts = Counter(pair.expected for pair in PAIRS)
    assert len(PAIRS) >= 200
    assert min(counts["same"], counts["different"], counts["unsure"]) >= 25


@pytest.mark.parametrize("pair", [p for p in PAIRS if p.expected == "different"],
                         ids=lambda p: f"{p.first} | {p.second}")
def test_what_is_different_is_never_called_the_same(pair) -> None:
    found = judged(pair)
    assert found.outcome != "same", found.says


def test_nine_in_ten_are_as_a_person_says() -> None:
    right = sum(judged(pair).outcome == pair.expected for pair in PAIRS)
    assert right / len(PAIRS) >= 0.9


def test_what_is_said_of_each_pair_is_frozen() -> None:
    assert frozen_lines() == FROZEN.read_text(encoding="utf-8").splitlines()


def test_the_order_of_a_pair_makes_no_difference() -> None:
    for pair in PAIRS:
        there = judged(pair)
        back = judged(pair._replace(
            first=pair.second, second=pair.first, first_region=pair.second_region,
            second_region=pair.first_region))
        assert there.outcome == back.outcome
        assert there.score == pytest.approx(back.score)


def test_pairs_called_the_same_meet_under_a_key() -> None:
    for pair in PAIRS:
        if judged(pair).outcome == "same":
            one = block_keys(parse_name(pair.first), region=pair.first_region)
            two = block_keys(parse_name(pair.second), region=pair.second_region)
            assert set(one) & set(two), f"{pair.first} | {pair.second}"
