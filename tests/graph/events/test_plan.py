"""Invariants of every plan, the exact optimum on small cases, and files in and out."""

from __future__ import annotations

import csv
import io
from itertools import combinations
from pathlib import Path
from typing import Any

import icalendar
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import InvalidRequest, SourceUnusable
from graph.events import (
    Hall,
    PairScore,
    Participant,
    WordAffinity,
    pair_scores,
    plan,
    read_participants,
    write,
)
from graph.events.write import ics_bytes

HALL = Hall.of("2025-05-20 09:00", slots=4, minutes=20, tables=2, zone="Asia/Shanghai")


@st.composite
def events(draw: st.DrawFn) -> tuple[list[Participant], list[PairScore], Hall]:
    number = draw(st.integers(2, 8))
    hall = Hall.of("2025-05-20 09:00", slots=draw(st.integers(1, 4)),
                   tables=draw(st.integers(1, 3)))
    slots = st.one_of(st.none(), st.frozensets(st.integers(0, 3)))
    people = [Participant(f"k{i}", f"Organisation {i}", available=draw(slots),
                          cap=draw(st.integers(0, 4))) for i in range(number)]
    pairs = [
        PairScore(a.key, b.key, draw(st.integers(1, 100)) / 100, ())
        for a, b in combinations(people, 2) if draw(st.booleans())
    ]
    return people, pairs, hall


@settings(max_examples=80)
@given(events())
def test_every_plan_keeps_the_rules(
    event: tuple[list[Participant], list[PairScore], Hall]
) -> None:
    people, pairs, hall = event
    made = plan(people, pairs, hall)
    by_key = {p.key: p for p in people}
    for key, participant in by_key.items():
        slots = [m.slot for m in made.agenda(key)]
        assert len(slots) == len(set(slots)) <= participant.cap
        assert set(slots) <= participant.free(len(hall.slots))
    places = [(m.slot, m.table) for m in made]
    assert len(places) == len(set(places))
    assert all(0 <= table < hall.tables for _, table in places)
    met = [(m.pair.first, m.pair.second) for m in made]
    assert len(met) == len(set(met))
    assert made.value <= made.bound + 1e-6
    without = {key for key in by_key if not made.agenda(key)}
    assert {u.participant for u in made.unmet if not u.counterpart} == without
    assert str(made) == str(plan(people, pairs, hall))


def best_by_hand(people: list[Participant], pairs: list[PairScore], capacity: int) -> float:
    caps = {p.key: p.cap for p in people}
    best = 0.0
    for size in range(len(pairs) + 1):
        for chosen in combinations(pairs, size):
            ends = [key for pair in chosen for key in (pair.first, pair.second)]
            if size <= capacity and all(ends.count(key) <= caps[key] for key in caps):
                best = max(best, sum(pair.value for pair in chosen))
    return best


@settings(max_examples=30)
@given(st.lists(st.integers(1, 50), min_size=6, max_size=6),
       st.lists(st.integers(1, 2), min_size=4, max_size=4))
def test_the_choice_is_the_best_there_is(values: list[int], caps: list[int]) -> None:
    people = [Participant(f"k{i}", f"O{i}", cap=cap) for i, cap in enumerate(caps)]
    pairs = [PairScore(a.key, b.key, float(v), ())
             for (a, b), v in zip(combinations(people, 2), values, strict=True)]
    hall = Hall.of("2025-05-20 09:00", slots=8, tables=4)
    made = plan(people, pairs, hall)
    assert made.value == pytest.approx(best_by_hand(people, pairs, hall.capacity))
    assert made.bound >= made.value - 1e-9


def test_words_of_needs_and_offers_score_both_ways() -> None:
    people = [
        Participant("a", "Lithium Works", needs="removal of boron from lithium carbonate",
                    offers="brine for trials"),
        Participant("b", "Resin Institute", offers="boron-selective resins; lithium carbonate",
                    needs="brine for trials"),
        Participant("c", "Yak Dairy", needs="yoghurt cultures", offers="milk"),
        Participant("d", "LITHIUM WORKS", offers="removal of boron from lithium carbonate"),
    ]
    pairs = pair_scores(people, [("words", 1.0, WordAffinity(people))])
    best = max(pairs, key=lambda p: p.value)
    assert (best.first, best.second) == ("a", "b")
    assert sum(part.value for part in best.parts) == pytest.approx(best.value)
    assert len(best.parts) == 2
    assert ("a", "d") not in {(p.first, p.second) for p in pairs}


def test_reading_names_every_problem_by_row_and_column(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(
        "Participants of the event\n单位名称,技术需求,可参会时间,洽谈场次\n"
        "北方研究所,锂,1-2,3\n南方公司,硼,25:00,3\n,铜,,\n东方厂,盐,09:00-09:50; 4,x\n西,,,\n",
        encoding="gb18030",
    )
    people, problems = read_participants(path, HALL)
    assert [(p.organisation, p.needs, p.available, p.cap) for p in people] == [
        ("北方研究所", "锂", frozenset({0, 1}), 3), ("西", "", None, 8)]
    assert [p.split(":")[0] for p in problems] == [
        "people.csv, row 4, column availability", "people.csv, row 5, column organisation",
        "people.csv, row 6, column max_meetings"]


def test_reading_a_workbook_and_times(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Company", "Looking for", "Available", "Cap"])
    sheet.append(["North", "lithium", "09:00-09:45", 2])
    book.save(tmp_path / "people.xlsx")
    (north,), problems = read_participants(tmp_path / "people.xlsx", HALL)
    assert problems == []
    assert (north.available, north.cap) == (frozenset({0, 1}), 2)


@pytest.mark.parametrize(("name", "content"), [
    ("a.csv", b"name2,need\nx,y\n"), ("b.xlsx", b"no workbook"), ("c.csv", b"\x00\x01\xff"),
    ("d.csv", b""), ("e.csv", b"organisation,needs\n"),
])
def test_a_file_that_is_no_list_says_so(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceUnusable, match=name):
        read_participants(tmp_path / name, HALL)


@pytest.mark.parametrize("start", ["tomorrow", "2025-13-01 09:00", ""])
def test_a_hall_needs_a_start(start: str) -> None:
    with pytest.raises(InvalidRequest, match="2025-05-20 09:00"):
        Hall.of(start)


def test_files_out_read_back(tmp_path: Path) -> None:
    people = [Participant("a", "=SUM(1)", cap=2), Participant("b", "Müller, 北方", cap=2),
              Participant("c", "Third", cap=2)]
    made = plan(people, [PairScore("a", "b", 1.0, ()), PairScore("b", "c", 0.5, ())], HALL)
    for name in ("p.csv", "p.xlsx", "p.ics"):
        write(made, tmp_path / name)
    text = (tmp_path / "p.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig"))))
    assert rows[1][3:5] == ["'=SUM(1)", "Müller, 北方"]
    book = openpyxl.load_workbook(tmp_path / "p.xlsx")
    assert book.sheetnames == ["meetings", "agendas", "proposals", "left out"]
    assert len(list(book["agendas"].rows)) == 5
    calendar = icalendar.Calendar.from_ical((tmp_path / "p.ics").read_bytes())
    events = [part for part in calendar.walk("VEVENT")]
    assert [str(e["LOCATION"]) for e in events] == ["Table 1", "Table 1"]
    assert str(events[0]["DTSTART"].dt.tzinfo) == "Asia/Shanghai"
    assert len({str(e["UID"]) for e in events}) == 2
    alone = icalendar.Calendar.from_ical(ics_bytes(made, participant="c"))
    assert len(alone.walk("VEVENT")) == 1
    with pytest.raises(InvalidRequest, match=r"\.csv, \.xlsx or \.ics"):
        write(made, tmp_path / "p.pdf")


@pytest.mark.parametrize(
    ("start", "more", "says"),
    [
        ("9999-12-31 23:50", {}, "begins by 9900"),
        ("2026-01-01 09:00", {"minutes": 10**11}, "at most a year"),
        ("2026-01-01 09:00", {"zone": "Asia"}, "no time zone"),
        ("2026-01-01 09:00", {"zone": "../x"}, "no time zone"),
    ],
)
def test_a_hall_that_cannot_be_is_refused(start: str, more: dict[str, Any], says: str) -> None:
    with pytest.raises(InvalidRequest, match=says):
        Hall.of(start, **more)
