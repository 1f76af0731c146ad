"""What is said of names written before the code was seen; every change is a visible difference."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.graph.identity.blind import measure
from tests.graph.identity.pairs import judged


def test_the_sets_are_large_and_balanced() -> None:
    counts = Counter(pair.expected for pair in measure.pairs())
    assert counts == {"same": 60, "different": 66, "unsure": 24}
    assert len(measure.answers()) == 200
    assert sum(not one.gold for one in measure.answers()) == 50


def test_what_is_said_of_each_pair_is_frozen() -> None:
    assert measure.pair_lines() == measure.PAIRS_FROZEN.read_text(encoding="utf-8").splitlines()


def test_what_is_joined_on_loading_is_frozen() -> None:
    assert measure.joined_lines() == (
        measure.JOINED_FROZEN.read_text(encoding="utf-8").splitlines())


def test_what_each_string_is_linked_to_is_frozen() -> None:
    assert measure.link_lines() == measure.LINKS_FROZEN.read_text(encoding="utf-8").splitlines()


def test_the_order_of_a_pair_makes_no_difference() -> None:
    for pair in measure.pairs():
        back = pair._replace(first=pair.second, second=pair.first,
                             first_region=pair.second_region, second_region=pair.first_region)
        assert judged(pair).outcome == judged(back).outcome
        assert judged(pair).score == pytest.approx(judged(back).score)
