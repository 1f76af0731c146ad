"""Events from the command line: from a list of participants to the report."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pytest

from tests.api.command_line import ok, run, small_store

START = ("--start", "2026-09-10 09:00")
BY = ("--by", "Lin")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QILIAN_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("QILIAN_STORE", raising=False)


@pytest.fixture
def store(tmp_path: Path) -> str:
    return small_store(tmp_path)


@pytest.fixture
def guests(tmp_path: Path) -> Path:
    path = tmp_path / "guests.csv"
    path.write_text(
        "organisation,offers,needs,availability,max_meetings\n"
        "Brine Institute,lithium sorbents,wool for filters,,2\n"
        "Wool Academy,wool and dyes,,09:00-10:00,2\n"
        "Salt Works,brine,a sorbent for lithium in brine,,2\n"
        ",nothing,nothing,,\n",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def day(guests: Path, store: str) -> str:
    """A store with an event that is planned."""
    ok("event", "import", "salt-day", guests, *START, *BY, "--title", "Salt day", store=store)
    ok("event", "pair", "salt-day", *BY, store=store)
    return store


def test_bringing_in_says_what_is_wrong_and_who_is_known(guests: Path, store: str) -> None:
    result = run("event", "import", "salt-day", guests, *START, *BY, store=store)
    assert result.exit_code == 0, result.output
    assert "row 5" in result.stderr
    assert "Brine Institute" in result.stdout
    assert "salt-day" in ok("event", "list", store=store)


def test_a_plan_is_kept_and_shown(day: str) -> None:
    plan = json.loads(ok("event", "show", "salt-day", "--json", store=day))["plan"]
    names = {p["key"]: p["organisation"] for p in plan["participants"]}
    pairs = [{names[m["first"]], names[m["second"]]} for m in plan["meetings"]]
    assert {"Brine Institute", "Salt Works"} in pairs
    assert all(meeting["reason"] for meeting in plan["meetings"])
    text = ok("event", "show", "salt-day", store=day)
    assert "Salt day: " in text
    assert "Lithium sorbent for brine" in text
    assert "Brine Institute" in ok(
        "event", "show", "salt-day", "--participant", "Salt Works", store=day)


def test_proposals_go_out_and_answers_come_back(day: str, tmp_path: Path) -> None:
    file = tmp_path / "proposals.xlsx"
    ok("event", "propose", "salt-day", "--out", file, "--folder", tmp_path / "each", store=day)
    assert list((tmp_path / "each").glob("*.html"))
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    answer = [cell.value for cell in sheet[1]].index("answer") + 1
    sheet.cell(2, answer, "no")
    book.save(file)
    ok("event", "import", "salt-day", "--answers", file, *BY, store=day)
    kept = json.loads(ok("event", "show", "salt-day", "--json", store=day))
    assert [wish["ask"] for wish in kept["wishes"]] == ["veto"]


def test_another_list_keeps_what_was_asked_and_locked(day: str, guests: Path) -> None:
    ok("event", "ask", "salt-day", "Salt Works", "Brine Institute", "must", *BY, store=day)
    ok("event", "lock", "salt-day", "Wool Academy", "Brine Institute", *BY, store=day)
    rows = guests.read_text(encoding="utf-8").splitlines()
    guests.write_text("\n".join([*rows[:2], rows[3], "Hay Works,hay,,,"]), encoding="utf-8")
    ok("event", "import", "salt-day", guests, *BY, store=day)
    kept = json.loads(ok("event", "show", "salt-day", "--json", store=day))
    assert len(kept["participants"]) == 3
    assert kept["title"] == "Salt day"
    assert [wish["ask"] for wish in kept["wishes"]] == ["must"]
    assert kept["locks"] == []  # Wool Academy takes no part any more
    assert "free at" in ok("event", "free", "salt-day", "--at", "2", store=day)


def test_requests_locks_and_links(day: str) -> None:
    pair = ("salt-day", "Salt Works", "Brine Institute")
    ok("event", "lock", *pair, "--at", "3", "--table", "2", *BY, store=day)
    plan = json.loads(ok("event", "pair", "salt-day", *BY, "--json", store=day))
    assert (2, 1) in [(m["slot"], m["table"]) for m in plan["meetings"]]
    ok("event", "lock", *pair, "--undo", *BY, store=day)
    ok("event", "ask", *pair, "veto", *BY, store=day)
    refused = ok("event", "pair", "salt-day", *BY, store=day)
    assert "vetoed by Salt Works" in refused or "Brine Institute - Salt Works" not in refused
    assert "not in the graph" in ok("event", "link", "salt-day", "Salt Works", *BY, store=day)


def test_a_no_show_is_shown_then_kept(day: str) -> None:
    change = ("event", "replan", "salt-day", "--absent", "Brine Institute")
    assert "shown only" in ok(*change, store=day)
    assert "kept as the plan" in ok(*change, "--keep", *BY, store=day)
    text = ok("event", "free", "salt-day", "--at", "09:00", store=day)
    assert "Salt Works" in text.splitlines()[0]
    assert "Brine Institute" not in text.splitlines()[0]


def test_export_writes_tables_calendars_and_agendas(day: str, tmp_path: Path) -> None:
    out = [tmp_path / name for name in ("plan.csv", "plan.xlsx", "plan.ics", "plan.json")]
    given = [word for path in out for word in ("--out", path)]
    ok("event", "export", "salt-day", *given, "--calendars", tmp_path / "each", "--agendas",
       tmp_path / "papers", store=day)
    with out[0].open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(json.loads(out[3].read_text(encoding="utf-8"))["meetings"]) > 0
    assert openpyxl.load_workbook(out[1]).sheetnames[0] == "meetings"
    assert out[2].read_bytes().count(b"BEGIN:VEVENT") == len(rows)
    assert list((tmp_path / "each").glob("*Salt Works.ics"))
    assert list((tmp_path / "papers").glob("*Salt Works.html"))


def test_afterwards(day: str, tmp_path: Path) -> None:
    held = tmp_path / "held.csv"
    held.write_text("first,second,held,rating\nSalt Works,Brine Institute,yes,5\n",
                    encoding="utf-8")
    ok("event", "publish", "salt-day", *BY, store=day)
    ok("event", "import", "salt-day", "--outcomes", held, *BY, store=day)
    assert "Meetings by kind" in ok("event", "report", "salt-day", store=day)
    ok("event", "forget", "salt-day", *BY, store=day)
    ok("event", "remove", "salt-day", store=day)
    assert run("event", "show", "salt-day", store=day).exit_code != 0


def test_given_meetings_are_scheduled(day: str, tmp_path: Path) -> None:
    given = tmp_path / "given.csv"
    given.write_text(
        "id,first,second,slot,after\n"
        "a,Salt Works,Brine Institute,,\n"
        "b,Wool Academy,Brine Institute,2,a\n", encoding="utf-8")
    text = ok("event", "schedule", "salt-day", "--meetings", given, *BY, store=day)
    assert "0 breaks, the fewest possible" in text
    plan = json.loads(ok("event", "show", "salt-day", "--json", store=day))["plan"]
    assert [m["slot"] for m in plan["meetings"]] == [0, 1]


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["import", "x", "guests.csv", *BY, "--start", "tomorrow"], 2, "tomorrow"),
        (["import", "x", "absent.csv", *BY, *START], 3, "absent.csv"),
        (["import", "x", "guests.csv", *BY], 2, "--start"),
        (["import", "No Name", "guests.csv", *BY, *START], 2, "small letters"),
        (["import", "x", "guests.csv", *BY, *START, "--zone", "Moon/Sea"], 2, "Moon/Sea"),
        (["import", "x", "guests.csv", *BY, *START, "--tables", "0"], 2, "tables"),
        (["import", "x", *BY], 2, "participants"),
        (["show", "nobody"], 5, "nobody"),
        (["pair", "nobody", *BY], 5, "nobody"),
    ],
)
def test_events_that_cannot_be(
    args: list[str], code: int, words: str, guests: Path, store: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(guests.parent)
    result = run("event", *args, store=store)
    assert words in result.stderr, result.stderr
    assert result.exit_code == code
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["export", "salt-day"], "--out"),
        (["export", "salt-day", "--out", "plan.pdf"], ".ics"),
        (["replan", "salt-day"], "--absent"),
        (["replan", "salt-day", "--absent", "Nobody Ltd"], "Nobody Ltd"),
        (["replan", "salt-day", "--lost-table", "9"], "table"),
        (["lock", "salt-day", "Salt Works", "Salt Works", *BY], "itself"),
        (["free", "salt-day", "--at", "noon"], "noon"),
        (["free", "salt-day", "--at", "99"], "1 to 8"),
        (["ask", "salt-day", "Salt Works", "Wool Academy", "love", *BY], "must, want"),
    ],
)
def test_questions_that_cannot_be(args: list[str], words: str, day: str) -> None:
    result = run("event", *args, store=day)
    assert result.exit_code != 0
    assert words in result.stderr, result.stderr
    assert "Traceback" not in result.output
