"""Given meetings by hand: what is asked, what is found, what is refused, with either solver."""

from __future__ import annotations

import sys
from collections.abc import Mapping

import pytest
from hypothesis import given, settings

from graph.errors import InvalidRequest
from graph.events.given import Arranged, Given, arrange, puzzle_of
from graph.events.given_milp import linear_bound, solve_milp
from tests.graph.events.given_puzzles import Tiny, tiny

NOBODY: frozenset[int] = frozenset()
ABC = {"a": NOBODY, "b": NOBODY, "c": NOBODY}
ABCD = {**ABC, "d": NOBODY}


def arranged(
    away: Mapping[str, frozenset[int]], *meetings: Given, slots: int = 4, tables: int = 2,
    spread: int | None = 2,
) -> Arranged:
    return arrange(away, meetings, slots=slots, supplies=[[tables] * slots], spread=spread,
                   time_limit=20)


@pytest.fixture(params=["exact", "without the extra"])
def solver(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each solver in turn."""
    if request.param == "exact":
        pytest.importorskip("ortools")
    else:
        monkeypatch.setitem(sys.modules, "ortools", None)


@pytest.mark.usefixtures("solver")
def test_a_round_of_three_has_one_break_where_two_meetings_are_fixed_apart() -> None:
    made = arranged(ABC, Given("a", "b", fixed=0), Given("a", "c", fixed=2), Given("b", "c"))
    assert made.places == ((0, 0), (2, 0), (1, 0))
    assert (made.breaks, made.lower_bound, made.proven, made.infeasible) == (1, 1, True, False)


@pytest.mark.usefixtures("solver")
def test_absence_breaks_a_day() -> None:
    made = arranged({**ABC, "a": frozenset({1, 2})}, Given("a", "b"), Given("a", "c"))
    assert (made.breaks, made.proven) == (1, True)
    assert {slot for slot, _ in made.places} == {0, 3}


@pytest.mark.usefixtures("solver")
def test_sessions_hold_meetings_apart() -> None:
    early, late = frozenset({0}), frozenset({2, 3})
    made = arranged(ABC, Given("a", "b", early), Given("a", "c", late))
    assert made.places[0][0] == 0
    assert made.places[1][0] in late
    assert (made.breaks, made.proven) == (1, True)


@pytest.mark.usefixtures("solver")
def test_what_must_be_earlier_is() -> None:
    made = arranged(ABCD, Given("a", "b", after=(1,)), Given("c", "d", after=(2,)),
                    Given("a", "c"), slots=3)
    assert [slot for slot, _ in made.places] == [2, 1, 0]
    assert made.breaks == 1


@pytest.mark.usefixtures("solver")
def test_tables_are_numbered_within_each_slot() -> None:
    made = arranged(ABCD, Given("a", "b"), Given("c", "d"), slots=1)
    assert made.places == ((0, 0), (0, 1))


@pytest.mark.usefixtures("solver")
def test_a_pair_may_meet_twice() -> None:
    made = arranged(ABC, Given("a", "b"), Given("b", "a"), slots=2)
    assert {slot for slot, _ in made.places} == {0, 1}
    assert made.breaks == 0


@pytest.mark.usefixtures("solver")
@pytest.mark.parametrize(("meetings", "slots", "tables"), [
    pytest.param([Given("a", "b"), Given("a", "c")], 1, 2, id="more meetings than slots"),
    pytest.param([Given("a", "b"), Given("b", "c"), Given("a", "c")], 2, 2, id="an odd circle"),
    pytest.param([Given("a", "b"), Given("c", "d")], 1, 1, id="too few tables"),
    pytest.param([Given("a", "b"), Given("c", "d", after=(0,))], 1, 2, id="no slot after another"),
    pytest.param([Given("a", "b", frozenset({1}), 0)], 2, 1, id="fixed outside its session"),
])
def test_what_cannot_be_is_proven_so(meetings: list[Given], slots: int, tables: int) -> None:
    made = arranged(ABCD, *meetings, slots=slots, tables=tables)
    assert made.infeasible
    assert made.proven
    assert made.places == ()


@pytest.mark.usefixtures("solver")
def test_breaks_are_shared_evenly_or_not_at_all() -> None:
    apart = [Given("a", other, fixed=slot) for other, slot in (("b", 0), ("c", 2), ("d", 4))]
    assert arranged(ABCD, *apart, slots=5, spread=2).breaks == 2
    assert arranged(ABCD, *apart, slots=5, spread=1).infeasible
    assert arranged(ABCD, *apart, slots=5, spread=None).breaks == 2


@pytest.mark.usefixtures("solver")
def test_no_meetings_are_placed_at_once() -> None:
    made = arranged(ABC)
    assert (made.places, made.breaks, made.proven, made.infeasible) == ((), 0, True, False)


@pytest.mark.parametrize(("meeting", "message"), [
    (Given("a", "x"), "meeting 2: 'x' is no participant"),
    (Given("a", "a"), "meeting 2: 'a' cannot meet itself"),
    (Given("a", "c", fixed=4), "meeting 2: there is no slot 5, only 1 to 4"),
    (Given("a", "c", frozenset({-1})), "meeting 2: there is no slot 0"),
    (Given("a", "c", after=(2,)), "meeting 2: comes after meeting 3"),
    (Given("a", "c", after=(1,)), "in a circle"),
])
def test_bad_input_is_named_by_its_row(meeting: Given, message: str) -> None:
    with pytest.raises(InvalidRequest, match=message):
        arranged(ABC, Given("a", "b"), meeting)


@settings(max_examples=60, deadline=None)
@given(tiny())
def test_the_fallback_and_the_linear_bound_are_right(case: Tiny) -> None:
    puzzle = puzzle_of(case.away, case.meetings, slots=case.slots, supplies=[case.tables],
                       spread=case.spread)
    fewest = case.fewest()
    if puzzle.impossible:
        assert fewest is None
        return
    found = solve_milp(puzzle, time_limit=20)
    bound = linear_bound(puzzle, time_limit=20)
    if fewest is None:
        assert (found.slots, found.ended) == (None, True)
        return
    assert found.slots is not None
    assert case.keeps_rules(found.slots)
    assert sum(case.breaks(found.slots)) == found.lower_bound == fewest
    assert found.ended
    assert bound is not None
    assert bound <= fewest
