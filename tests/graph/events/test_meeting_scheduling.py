"""The benchmark of given meetings: how instances are read, answers written, and errors caught."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.meeting_checker import problems_of, read
from benchmarks.meeting_scheduling import greedy, main, parsed

TEXT = """% three participants, five slots
nTables = 1; nMeetings = 4; nBusiness=3;
requested = [| 1, 2, 1,   % morning
 | 1, 3, 2,
 | 2, 3, 3 |
   1, 2, 3, |];
nTotalSlots = 5;
nMorningSlots = 2;
forbidden = [{0}, {0,3}, {}];
/* fixed
   comes last */
precedences = [{}, {0,3}, {}, {0}];
fixed = [0, 0, 3, 0];
"""
OTHER_FORM = (TEXT.replace("[| 1, 2, 1,", "array2d(1..4, 1..3, [1, 2, 1,").replace("\n | 1", "\n 1")
              .replace("\n | 2", "\n 2").replace("3 |\n", "3,\n").replace("|]", "])")
              .replace("{0,3}, {}]", "3..3, {}]"))
NOT_AWAY = TEXT.replace("{0,3}, {}]", "{0}, {}]")


@pytest.mark.parametrize("text", [TEXT, OTHER_FORM])
def test_instances_are_read_alike(text: str) -> None:
    instance = parsed("small", text)
    assert (instance.slots, instance.tables, len(instance.away)) == (5, 1, 3)
    assert instance.away == {"1": frozenset(), "2": frozenset({2}), "3": frozenset()}
    first, second, third, fourth = instance.meetings
    assert (first.first, first.second, first.slots) == ("1", "2", frozenset({0, 1}))
    assert (second.slots, second.after) == (frozenset({2, 3, 4}), (2,))
    assert (third.slots, third.fixed) == (None, 2)
    assert fourth.after == ()
    data = read(text)
    assert data["requested"] == [(1, 2, 1), (1, 3, 2), (2, 3, 3), (1, 2, 3)]
    assert [marked - {0} for marked in data["forbidden"]] == [set(), {3}, set()]
    assert [marked - {0} for marked in data["precedences"]] == [set(), {3}, set(), set()]


def answer(slots: list[int], breaks: int, **other: Any) -> dict[str, Any]:
    return {"meetings": [{"meeting": at, "slot": slot, "table": 1}
                         for at, slot in enumerate(slots, 1)],
            "breaks": breaks, "lower_bound": breaks, "proven": True, **other}


def test_a_right_answer_has_no_problem() -> None:
    assert problems_of(NOT_AWAY, answer([1, 4, 3, 2], 1)) == []


@pytest.mark.parametrize(("slots", "breaks", "problem"), [
    ([3, 4, 3, 2], 1, "meeting 1 in slot 3: it must be in the morning"),
    ([1, 2, 3, 5], 1, "meeting 2 in slot 2: it must be in the afternoon"),
    ([1, 5, 4, 2], 1, "meeting 3 in slot 4: it is fixed in 3"),
    ([1, 3, 3, 2], 1, "meeting 3 must be earlier"),
    ([1, 4, 3, 1], 1, "participant 1 is in two places"),
    ([1, 4, 3, 1], 1, "two meetings are at one table in one slot"),
    ([1, 4, 3, 6], 1, "there is no such slot"),
    ([1, 4, 3, 2], 0, "has 1 breaks and says 0"),
])
def test_wrong_timetables_are_caught(slots: list[int], breaks: int, problem: str) -> None:
    assert any(problem in found for found in problems_of(NOT_AWAY, answer(slots, breaks)))


def test_wrong_claims_are_caught() -> None:
    right = [1, 4, 3, 2]
    assert "participant 2 is away in slot 3" in problems_of(TEXT, answer(right, 1))
    for other, problem in (
            ({"lower_bound": 2}, "its bound is 2"), ({"lower_bound": 0}, "called proven"),
            ({"meetings": []}, "not each of the 4 meetings")):
        assert any(problem in found for found in problems_of(NOT_AWAY, answer(right, 1, **other)))
    table = answer(right, 1)
    table["meetings"][0]["table"] = 2
    assert "there is no table 2" in problems_of(NOT_AWAY, table)


def test_the_greedy_timetable_gets_stuck_or_counts_its_breaks() -> None:
    assert greedy(parsed("small", TEXT)) is None
    assert greedy(parsed("small", NOT_AWAY)) == 1


def test_uneven_breaks_are_caught() -> None:
    text = ("nBusiness=3; nTables=1; nTotalSlots=7; nMorningSlots=7;"
            "requested=[|1,2,3,|1,2,3,|1,2,3,|1,2,3|];")
    assert "one participant has 3 breaks, another 0" in problems_of(text, answer([1, 3, 5, 7], 6))


def test_a_run_writes_checked_answers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("ortools")
    (tmp_path / "small.original.dzn").write_text(NOT_AWAY, encoding="utf-8")
    (tmp_path / "away.dzn").write_text(TEXT, encoding="utf-8")
    circle = NOT_AWAY.replace("precedences = [{},", "precedences = [{2},").replace("{0,3},", "{1},")
    (tmp_path / "circle.dzn").write_text(circle, encoding="utf-8")
    out = tmp_path / "out"
    assert main(["--instances", str(tmp_path), "--out", str(out), "--plain", "5"]) == 0
    made = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in out.iterdir()}
    small = made["small.original"]
    assert small["instance"] == "small.original"
    assert (small["breaks"], small["lower_bound"], small["proven"]) == (1, 1, True)
    assert problems_of(NOT_AWAY, small) == []
    for name in ("away", "circle"):
        assert made[name].keys() == {"instance", "infeasible", "proven", "seconds"}
        assert made[name]["infeasible"]
        assert made[name]["proven"]
    assert "3 of 3 proven, 0 wrong" in capsys.readouterr().out
