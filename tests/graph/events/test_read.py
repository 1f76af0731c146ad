"""Participant lists as they come: headings, encodings, and every problem by row and column."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import SourceUnusable
from graph.events.hall import Hall
from graph.events.model import Lock, Rules, Wish
from graph.events.read import Listed, participants_of, read_participants
from graph.events.setting import read_setting
from graph.events.thin import thin

HALL = Hall.of("2025-05-20 09:00", slots=6, minutes=20, pause=10, tables=2)


def listed(
    path: Path, text: str, *, rules: Rules | None = None, encoding: str = "utf-8-sig"
) -> Listed:
    path.write_bytes(text.encode(encoding))
    return read_participants(path, HALL, rules or Rules())


def test_everything_wrong_is_said_by_row_and_heading_and_the_rest_is_read(tmp_path: Path) -> None:
    found = listed(
        tmp_path / "list.csv",
        "Company,Looking for,Present,Max meetings,No,Languages\n"
        '"A, Ltd","salt\nand brine","1-2, 5",3,7,Klingon; 中文\n'
        ",boron,7,many,8,\n"
        "B,boron,11:00-10:00,x,7,\n"
        "C,boron,11:00-10:00,x,,\n"
        "D,boron,20:00-21:00,,,Elvish\n"
        "a;  ltd,boron,,,,\n",
    )
    assert [(p.organisation, p.needs, p.available, p.cap) for p in found.participants] == [
        ("A, Ltd", "salt\nand brine", {0, 1, 4}, 3), ("C", "boron", None, 8),
        ("D", "boron", frozenset(), 8), ("a; ltd", "boron", None, 8)]
    assert found.participants[0].languages == {"zh"}
    assert [p.split(": ")[0].removeprefix("list.csv, row ") for p in found.problems] == [
        "2, column Languages", "3, column Company", "4, column No", "5, column Present",
        "5, column Max meetings", "6, column Present", "6, column Languages"]
    said = "\n".join(found.problems)
    for words in ("'klingon' is no language", "'7' stands twice", "ends before it starts",
                  "counts as there for the whole event", "counts as absent",
                  "counts as speaking any", "write 5"):
        assert words in said


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters(tmp_path: Path, encoding: str, delimiter: str) -> None:
    rows = (["Liste, Stand; Mai"], ["单位名称 / Organisation", "技术需求", "国家（地区）", "姓名"],
            ["北方研究所", "卤水提锂", "中国", "李"])
    text = "\n".join(delimiter.join(row) for row in rows)
    (found,) = listed(tmp_path / "a.csv", text, encoding=encoding).participants
    assert (found.organisation, found.needs, found.region, found.person) == (
        "北方研究所", "卤水提锂", "中国", "李")


def test_a_western_export_is_not_read_as_chinese(tmp_path: Path) -> None:
    text = "Firma;Bedarf;Vorname;Nachname\nMüller Söhne GmbH;Größere Öfen für Salz;Jörg;Weiß\n"
    (found,) = listed(tmp_path / "a.csv", text, encoding="cp1252").participants
    assert (found.organisation, found.person) == ("Müller Söhne GmbH", "Jörg Weiß")


def test_an_export_of_a_matchmaking_platform(tmp_path: Path) -> None:
    found = listed(
        tmp_path / "a.csv",
        "Organisation name,First name,Last name,E-mail,Phone,Country,What we are looking for,"
        "We offer,Participant type,Availability,Languages spoken,Online,Stand no.,Colour\n"
        "Salt Works,Ada,Li,ada@example.org,+86 1,Norway,brine,resins for boron,Seller,"
        "\"morning, 12:00-13:00\",English (fluent) / Norwegian,https://meet.example.org/1,,red\n"
        "Pond Co,Bo,Wu,,,,salt,,Buyer,,en-GB and zh,no,B 7,blue\n",
    )
    one, two = found.participants
    assert (one.person, one.contact, one.region, one.kind) == (
        "Ada Li", "ada@example.org; +86 1", "Norway", "Seller")
    assert one.remote
    assert one.link == "https://meet.example.org/1"
    assert one.languages == {"en", "no"}
    assert two.languages == {"en", "zh"}
    assert (two.remote, two.booth) == (False, "B 7")
    assert found.ignored == ("Colour",)
    assert found.problems == (
        "a.csv, row 2, column Availability: '12:00-13:00' holds no slot of the event "
        "(2025-05-20 09:00 to 2025-05-20 11:50)",)


def test_the_heading_that_says_it_best_wins_and_the_other_gets_its_second_sense(
    tmp_path: Path
) -> None:
    (found,) = listed(tmp_path / "a.csv", "Name;Company;Needs\nMs Li;Salt Works;brine\n"
                      ).participants
    assert (found.organisation, found.person) == ("Salt Works", "Ms Li")


def test_tables_that_cannot_be_a_list(tmp_path: Path) -> None:
    with pytest.raises(SourceUnusable, match=r"no column 'needs'.*found Company, Phone"):
        listed(tmp_path / "a.csv", "Company,Phone\nSalt Works,1\n")
    with pytest.raises(SourceUnusable, match=r"no column 'organisation'.*found Phone, Needs"):
        listed(tmp_path / "a.csv", "Phone,Needs\n1,salt\n")
    with pytest.raises(SourceUnusable, match="has a header but no participant"):
        listed(tmp_path / "a.csv", "Company,Needs\n")
    (tmp_path / "a.xlsx").write_bytes(b"no workbook")
    with pytest.raises(SourceUnusable, match="no XLSX workbook"):
        read_participants(tmp_path / "a.xlsx", HALL)
    with pytest.raises(SourceUnusable, match="cannot be opened"):
        read_participants(tmp_path / "none.csv", HALL)


def test_a_workbook_with_what_spreadsheets_make_of_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    cover = book.active
    assert cover is not None
    cover.append(["Read me first"])
    sheet = book.create_sheet("List")
    for row in (["Event in May"], ["Company", "Needs", "Availability", "Cap"],
                ["North", "brine", None, 2.0], ["South", "salt", date(2025, 1, 4), 2],
                ["East", "salt", 3, None], ["West", "salt", date(2025, 5, 20), None]):
        sheet.append(row)
    book.save(tmp_path / "list.xlsx")
    found = read_participants(tmp_path / "list.xlsx", HALL)
    assert [(p.organisation, p.available, p.cap) for p in found.participants] == [
        ("North", None, 2), ("South", frozenset(), 2), ("East", {2}, 8),
        ("West", frozenset(range(6)), 8)]
    (problem,) = found.problems
    assert "row 4, column Availability" in problem
    assert "format the column as text" in problem


def test_one_twice_and_delegates(tmp_path: Path) -> None:
    found = listed(
        tmp_path / "a.csv",
        "Organisation,Person,Needs,Delegates,Min meetings\n"
        "North,Li,salt,share,2\nnorth ,li,salt,,\nNorth,Wu,brine,,9\nSouth,,x,,\nSouth,,y,,\n"
        "East,Xi,x,divide,\nEast,Yu,x,sometimes,\nWest,A,x,share,\nWest,B,x,own,\n",
    )
    assert [(p.organisation, p.person, p.shared, p.floor) for p in found.participants] == [
        ("North", "Li", True, 2), ("North", "Wu", True, 6), ("South", "", False, 0),
        ("East", "Xi", False, 0), ("East", "Yu", False, 0), ("West", "A", True, 0),
        ("West", "B", True, 0)]
    keys = [p.key for p in found.participants]
    assert len(set(keys)) == len(keys)
    assert keys[1] == keys[0] + "-2"
    said = [p.split(", row ")[1] for p in found.problems]
    assert said[0].startswith("3, column Organisation: 'north' with 'li' stands in row 2 already")
    assert said[1].startswith("4, column Min meetings: 9 is more than it can have")
    assert said[2].startswith("6, column Organisation: 'South' stands in row 5 already")
    assert said[3].startswith("8, column Delegates: 'sometimes' is neither")
    assert said[4].startswith("10, column Delegates: 'own', where another delegate")


def test_a_key_that_nobody_gave_stays_when_the_list_changes(tmp_path: Path) -> None:
    head = "Organisation,Person,Needs\n"
    before = listed(tmp_path / "a.csv", f"{head}North,Li,salt\nSouth,Wu,brine\n")
    after = listed(tmp_path / "a.csv", f"{head}West,,x\nSouth,Xi,boron\nNorth,Li,salt\n")
    assert {p.organisation: p.key for p in before.participants}.items() <= {
        p.organisation: p.key for p in after.participants}.items()


def test_rules_give_what_a_row_leaves_out_and_kinds_are_checked(tmp_path: Path) -> None:
    rules = Rules(may_meet=frozenset({("buyer", "seller")}), cap=5, caps={"seller": 3})
    found = listed(
        tmp_path / "a.csv",
        "Company,Type,Needs,Max per session\nA,Seller,x,2\nB,buyer,x,0\nC,Sponsor,x,\n",
        rules=rules)
    assert [(p.cap, p.session_cap) for p in found.participants] == [(3, 2), (5, None), (5, None)]
    assert found.problems == (
        "a.csv, row 3, column Max per session: '0' is no number from 1 to 999; write 5",
        "a.csv, row 4, column Type: 'Sponsor' is in no pair of the who-may-meet-whom table, so it "
        "may meet nobody; write one of buyer, seller")


def test_remote_participants_links_and_groups(tmp_path: Path) -> None:
    found = listed(
        tmp_path / "a.csv",
        "Company,Needs,Remote,Meeting link,Booth,Group\n"
        "A,x,是,,,Salt  Group\nB,x,,https://meet.example.org,Stand 1,salt group\n"
        "C,x,on site,javascript:alert(1),,\nD,x,perhaps,,,\n")
    assert [(p.remote, p.link, p.booth, p.group) for p in found.participants] == [
        (True, "", "", "Salt Group"), (True, "https://meet.example.org", "", "Salt Group"),
        (False, "", "", ""), (False, "", "", "")]
    assert [p.split(", row ")[1].split(": ")[0] for p in found.problems] == [
        "3, column Booth", "4, column Meeting link", "5, column Remote"]


def test_wishes_by_key_name_person_and_close_spelling(tmp_path: Path) -> None:
    found = listed(
        tmp_path / "a.csv",
        "No,Company,Person,Needs,Must,Wants,Rather not,Vetoes\n"
        'a,"North Lithium Co., Ltd.",Li,x,"South Brine; d",e,,West\n'
        "b,South Brine,Wu,x,North Lithium Company Limited,Nobody Inc,South Brine,\n"
        "c,South Brine,Xi,x,,South Brine (Wu); e,,\n"
        "d,West,Yu,x,Wu,,d,\n"
        "e,East Institute,,x,,'d,a',West,\n".replace("'", '"'))
    kept = {(w.by, w.about): w.ask for w in found.wishes}
    assert kept == {
        ("a", "b"): "must", ("a", "c"): "must", ("a", "d"): "veto", ("a", "e"): "want",
        ("b", "a"): "must", ("c", "e"): "want", ("d", "b"): "must",
        ("e", "d"): "want", ("e", "a"): "want"}
    said = "\n".join(found.problems)
    assert "row 2, column Must: 'd' stands under 'veto' too, which holds" in said
    assert ("row 3, column Must: 'North Lithium Company Limited' is read as "
            "'North Lithium Co., Ltd.'") in said
    assert "row 3, column Wants: 'Nobody Inc' is no participant" in said
    assert "row 3, column Rather not: 'South Brine' is the participant itself" in said
    assert "row 4, column Wants: 'South Brine (Wu)' is the participant itself" in said
    assert "row 6, column Rather not: 'West' stands under 'want' too" in said
    assert len(found.problems) == 7


def test_another_number_or_word_is_another_organisation(tmp_path: Path) -> None:
    found = listed(tmp_path / "a.csv", "Company,Needs,Must\n"
                   "Salt Plant No. 2,x,\nNorth Lithium Institute,x,\n"
                   "Pond,x,Salt Plant No. 3; South Lithium Institute\n")
    assert not found.wishes
    assert "of these perhaps: Salt Plant No. 2" in found.problems[0]
    assert "North Lithium Institute" in found.problems[1]


def test_agreed_meetings_with_places_in_words(tmp_path: Path) -> None:
    found = listed(
        tmp_path / "a.csv",
        "No,Company,Person,Needs,Agreed\n"
        "a,A,,x,B @ 3 / table 2; C\nb,B,,x,A @ 10:30; A @ 10:00\nc,C,Li,x,\nc2,C,Wu,x,a @ 9:30\n"
        "d,D,,x,A @ 7; B @ noon; D; E @ table 1\n"
        'e,E,,x,"B @ 2025-05-20 11:30, table 9; C"\n')
    assert set(found.locks) == {
        Lock("a", "b", 2, 1), Lock("c2", "a", 1), Lock("d", "a"), Lock("d", "b"), Lock("d", "e"),
        Lock("e", "b", 5), Lock("e", "c")}
    assert [p.removeprefix("a.csv, row ").split("; ")[0] for p in found.problems] == [
        "6, column Agreed: 'A @ 7': the slots are 1 to 6",
        "6, column Agreed: 'B @ noon' says no slot after the @",
        "6, column Agreed: 'D' is the participant itself",
        "6, column Agreed: 'E @ table 1' has a table and no slot",
        "7, column Agreed: 'B @ 2025-05-20 11:30, table 9': the tables are 1 to 2",
        "3, column Agreed: 'A' stands in slot 3 too, which holds",
        "7, column Agreed: 'C' has 2 delegates"]


def test_rows_that_come_otherwise() -> None:
    found = participants_of([(1, {"organisation": "A", "needs": "x", "wants": "B"}),
                             (2, {"organisation": "B", "availability": "never"})],
                            HALL, name="participants")
    assert [p.organisation for p in found.participants] == ["A", "B"]
    a, b = (p.key for p in found.participants)
    assert found.wishes == (Wish(a, b, "want"),)
    assert found.problems[0].startswith("participants, row 2, column availability: 'never'")


@settings(max_examples=100, deadline=None)
@given(st.one_of(
    st.binary(max_size=200),
    st.text(max_size=120).map(lambda t: f"Company,Needs,Availability,Agreed,Must\n{t}".encode()),
    st.lists(st.lists(st.text('AB@;:-,"1239 /\n年月日.上午是amfrom', max_size=12), min_size=1,
                      max_size=9), max_size=5).map(
        lambda rows: ("Company;Needs;Present;Agreed;Must;Languages;Cap;Floor;Remote\n"
                      + "\n".join(";".join(row) for row in rows)).encode("utf-8")),
))
def test_any_bytes_are_a_list_or_a_clear_error(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(data)
    try:
        found = read_participants(path, HALL)
    except SourceUnusable:
        return
    keys = [p.key for p in found.participants]
    assert len(keys) == len(set(keys))
    assert all(p.free(6) == p.free(99) for p in found.participants if p.available is not None)
    assert all({w.by, w.about} <= set(keys) and w.by != w.about for w in found.wishes)
    assert all({*lock.pair} <= set(keys) and len(set(lock.pair)) == 2 for lock in found.locks)
    assert len(found.participants) + len(found.problems) > 0


def test_the_sample_is_read_without_a_problem() -> None:
    folder = Path(__file__).parents[3] / "ingest" / "sample"
    setting = read_setting(folder / "event.toml")
    found = read_participants(folder / "participants.csv", setting.hall, setting.rules)
    assert found.problems == found.ignored == ()
    assert len(found.participants) == 19
    assert {w.ask for w in found.wishes} == {"must", "want", "rather not", "veto"}
    assert [lock.slot for lock in found.locks] == [4]
    assert [p.organisation for p, _ in thin(found.participants)] == [
        "Kunyan Borui Photovoltaic Glass Co., Ltd."]
