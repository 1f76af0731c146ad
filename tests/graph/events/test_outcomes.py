"""What became of the meetings, read from the table of meetings with columns added."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import SourceUnusable
from graph.events.hall import Hall
from graph.events.model import Event, Participant
from graph.events.outcomes import Outcome, read_outcomes
from graph.events.results import Meeting, PairScore, Plan
from graph.events.write import write

HALL = Hall.of("2025-05-20 09:00", slots=4, minutes=20, pause=10)
EVENT = Event(HALL, (Participant("a", "North"), Participant("b", "Brine Institute"),
                     Participant("s1", "Salt Works", person="Li"),
                     Participant("s2", "Salt Works", person="Wu")))
MEETINGS = (Meeting(PairScore("a", "b", 1.0), 0, 0), Meeting(PairScore("a", "s2", 1.0), 1, 1))


def read(
    path: Path, text: str, *, meetings: tuple[Meeting, ...] = ()
) -> tuple[list[Outcome], list[str]]:
    path.write_text(text, encoding="utf-8")
    return read_outcomes(path, EVENT, meetings=meetings)


def test_the_exported_meetings_with_columns_added(tmp_path: Path) -> None:
    outcomes, problems = read(
        tmp_path / "a.csv",
        "start,end,place,first_key,first,second_key,second,score,reason,held,no-show,rating,note\n"
        '2025-05-20 09:00,2025-05-20 09:20,Table 1,b,Brine Institute,a,North,1.2,x,yes,,"4,5",ok\n'
        "2025-05-20 09:30,2025-05-20 09:50,Table 2,a,North,s2,Salt Works (Wu),1,x,,Salt Works,,\n"
        "2025-05-20 10:00,2025-05-20 10:20,Table 2,s1,,b,,1,x,,both,,\n"
        "2025-05-20 10:30,2025-05-20 10:50,Table 2,s2,,b,,1,x,,,,\n", meetings=MEETINGS[:1])
    assert outcomes == [Outcome("a", "b", True, (), 4.5, "ok"), Outcome("a", "s2", False, ("s2",)),
                        Outcome("b", "s1", False, ("b", "s1"))]
    assert len([p for p in problems if "have no meeting in the plan" in p]) == len(problems) == 2


def test_by_slot_and_table_and_by_name(tmp_path: Path) -> None:
    outcomes, problems = read(
        tmp_path / "a.csv", "Slot;Table;First;Second;Rating\n2;Table 2;;;5\n"
        "2025-05-20 09:00;1;;;3\n4;1;;;3\n;;North;Salt Works;4\n", meetings=MEETINGS)
    assert outcomes == [Outcome("a", "b", True, (), 3.0), Outcome("a", "s2", True, (), 4.0)]
    assert [p.split(": ")[0] for p in problems] == [
        "a.csv, row 4, column Slot", "a.csv, row 5, column held"]


def test_what_is_wrong_is_said_and_the_rest_is_read(tmp_path: Path) -> None:
    outcomes, problems = read(
        tmp_path / "a.csv", "first_key,second_key,held,no_show,rating\n"
        "a,b,yes,a,\na,b,perhaps,,\na,b,no,,6\na,s1,yes,,0\na,a,yes,,\nz,b,yes,,\n"
        "s2,b,,North,\ns2,a,,Nobody,\nb,Salt Works,yes,,\n")
    assert outcomes == [Outcome("a", "b", False), Outcome("a", "s1", True)]
    assert [p.removeprefix("a.csv, row ").split(";")[0] for p in problems] == [
        "2, column no_show: names who did not come to a meeting that was held",
        "3, column held: 'perhaps' is no answer", "4, column rating: '6' is no rating from 1 to 5",
        "5, column rating: '0' is no rating from 1 to 5", "6, column second: is the first again",
        "7, column first_key: 'z' is no participant",
        "8, column no_show: 'North' has no part in this meeting",
        "9, column no_show: 'Nobody' is no participant",
        "10, column first: 2 pairs of delegates may be meant"]


def test_a_rating_needs_a_meeting(tmp_path: Path) -> None:
    outcomes, (problem,) = read(tmp_path / "a.csv",
                                "first_key,second_key,held,rating\na,b,no,4\n")
    assert outcomes == [Outcome("a", "b", False)]
    assert "rates a meeting that was not held" in problem


def test_a_table_of_meetings_alone_says_nothing(tmp_path: Path) -> None:
    with pytest.raises(SourceUnusable, match="no column 'held'"):
        read(tmp_path / "a.csv", "first_key,second_key\na,b\n")


def test_the_meetings_that_were_written_are_read_with_a_column_more(tmp_path: Path) -> None:
    plan = Plan(EVENT, MEETINGS, tuple(m.pair for m in MEETINGS), (), 2.0, names=EVENT.names)
    path = tmp_path / "plan.csv"
    write(plan, path)
    head, *rows = path.read_text(encoding="utf-8-sig").splitlines()
    path.write_text("\n".join([f"{head},held", *(f"{row},yes" for row in rows)]), "utf-8-sig")
    assert read_outcomes(path, EVENT, meetings=MEETINGS) == (
        [Outcome("a", "b", True), Outcome("a", "s2", True)], [])
