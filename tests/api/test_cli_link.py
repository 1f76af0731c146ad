"""Linking from the command line: names, standard input, a column of a table."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import openpyxl
import pytest

import qilian
from tests.api.command_line import ok, run, small_store
from tests.builders import REGISTER, organisation_row

TABLE = (
    "no;Applicant;amount;note\r\n"
    "007;Brine Institute;-5.20;=SUM(A1)\r\n"
    "008;Entirely Other Bureau;1e5;\r\n"
    "009;;+86 10;line\r\n"
    "010;Brine Institute;;\"two\nlines\"\r\n"
)
ADDED = ["linked name", "linked id", "score", "outcome", "next best", "next id", "next score",
         "reason"]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("QILIAN_CACHE", str(tmp_path / "cache"))
    return small_store(tmp_path)


def written(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def table(folder: Path, text: str = TABLE, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def test_a_name_is_explained(store: str) -> None:
    text = ok("link", "Brine Institute", store=store)
    assert "linked: Brine Institute (Institute, " in text
    candidate = next(line for line in text.splitlines() if line.startswith("  0.")
                     or line.startswith("  1."))
    assert "Brine Institute" in candidate
    assert any(line.strip().startswith("+") for line in text.splitlines())


def test_a_name_that_is_nobodys(store: str) -> None:
    text = ok("link", "Entirely Other Bureau", store=store)
    assert "linked:" not in text
    assert "nobody was chosen. " in text


def test_what_is_unsure_is_told_in_whole_sentences(store: str) -> None:
    text = ok("link", "Brine Academy", store=store)
    said = next(line for line in text.splitlines() if "nobody was chosen" in line)
    for words in (
        "The nearest is ", "For it: ", "Against it: ", "Nobody is chosen, because the chance ",
    ):
        assert words in said
    assert said.endswith(".")


def test_links_for_machines(store: str) -> None:
    first, second = json.loads(
        ok("link", "Wool Academy", "Entirely Other Bureau", "--json", store=store))
    assert first["outcome"] == "linked"
    assert first["chosen"]["name"] == "Wool Academy"
    assert first["candidates"][0]["parts"]
    assert second["chosen"] is None
    assert second["reason"]


def test_names_on_standard_input(store: str) -> None:
    typed = "\n  Wool Academy \n\nEntirely Other Bureau\n\n"
    text = ok("link", "-", store=store, stdin=typed)
    head, *lines = [line.split("\t") for line in text.splitlines()]
    assert head == ["name", *ADDED]
    assert [line[0] for line in lines] == ["", "Wool Academy", "", "Entirely Other Bureau"]
    assert [line[1] for line in lines] == ["", "Wool Academy", "", ""]
    assert {line[-1] for line in lines if not line[0]} == {"The text is empty."}
    data = json.loads(ok("link", "-", "--json", store=store, stdin=typed))
    assert [link["text"] for link in data] == [line[0] for line in lines]


def test_a_table_keeps_its_cells(store: str, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    result = run("link", "--file", table(tmp_path), "--column", "applicant", "--out", out,
                 store=store)
    assert result.exit_code == 0, result.output
    assert "4 rows: 2 linked" in result.output
    rows = written(out)
    assert list(rows[0]) == ["no", "Applicant", "amount", "note", *ADDED]
    assert [row["no"] for row in rows] == ["007", "008", "009", "010"]
    assert [row["amount"] for row in rows] == ["-5.20", "1e5", "'+86 10", ""]
    assert rows[0]["note"] == "'=SUM(A1)"
    assert rows[3]["note"] == "two\nlines"
    assert [row["linked name"] for row in rows] == ["Brine Institute", "", "", "Brine Institute"]
    assert rows[0]["linked id"] == rows[3]["linked id"] != ""
    assert rows[2]["reason"] == "The text is empty."
    assert rows[1]["reason"]


def test_a_workbook_with_an_identifier(store: str, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    ok("link", "--file", table(tmp_path), "--column", "Applicant", "--out", out, "--key", "org",
       store=store)
    sheet = openpyxl.load_workbook(out).active
    assert sheet is not None
    head, first, *_ = [[cell.value for cell in row] for row in sheet.iter_rows()]
    row = dict(zip(head, first, strict=True))
    assert row["no"] == "007"
    assert row["org"] == "1"
    assert row["note"] == "=SUM(A1)"
    assert sheet["D2"].data_type == "s"
    again = tmp_path / "again.csv"
    ok("link", "--file", out, "--column", "Applicant", "--out", again, store=store)
    assert {"no", "outcome", "outcome (2)"} <= set(written(again)[0])
    assert written(again)[0]["no"] == "007"


def test_a_packed_table_and_the_usual_place(store: str, tmp_path: Path) -> None:
    packed = tmp_path / "list.csv.gz"
    packed.write_bytes(gzip.compress(TABLE.encode("gb18030")))
    ok("link", "--file", packed, "--column", "Applicant", store=store)
    assert len(written(tmp_path / "list-linked.csv")) == 4


def test_regions_by_row(store: str, tmp_path: Path) -> None:
    path = table(tmp_path, "who,where\nBrine Institute,North\nBrine Institute,\n")
    out = tmp_path / "out.csv"
    ok("link", "--file", path, "--column", "who", "--region-column", "where", "--out", out,
       store=store)
    assert [row["outcome"] for row in written(out)] == ["linked", "linked"]


CODES = (
    "who;code;lei\n"
    "Some Other Name;91350100M000100Y43;\n"
    "Salt Works;91350100M000100Y44;\n"
    "Salt Works;;529900T8BM49AURSDO55\n"
    "Salt Works;92330106MA2FGH4467;\n"
    ";9135 0100 m000 100y 43;\n"
)


def test_identifiers_by_row_decide(store: str, tmp_path: Path) -> None:
    with qilian.open(store) as graph:
        graph.load(REGISTER, [organisation_row("s", "Salt Works", kind="Enterprise",
                                               identifiers=("uscc:91350100M000100Y43",))])
    path, out = table(tmp_path, CODES), tmp_path / "out.csv"
    ok("link", "--file", path, "--column", "who", "--identifier-column", "USCC=Code",
       "--identifier-column", "lei=lei", "--out", out, store=store)
    rows = written(out)
    assert [row["linked name"] for row in rows] == [
        "Salt Works", "Salt Works", "Salt Works", "", "Salt Works"]
    assert "Not used: uscc 91350100M000100Y44 the check digit should be 3" in rows[1]["reason"]
    assert rows[2]["reason"] == ""
    assert rows[3]["outcome"] == "unsure"
    assert "bears uscc:91350100M000100Y43 and not uscc:92330106MA2FGH4467" in rows[3]["reason"]
    ok("link", "--file", path, "--identifier-column", "uscc=code", "--out", out, store=store)
    assert [row["outcome"] for row in written(out)] == ["linked", "none", "none", "none", "linked"]
    assert written(out)[3]["reason"] == "Nobody in the store bears uscc:92330106MA2FGH4467."


def test_a_table_on_standard_output(store: str, tmp_path: Path) -> None:
    text = ok("link", "--file", table(tmp_path), "--column", "Applicant", "--out", "-", store=store)
    head, *rows = csv.reader(text.removeprefix("\ufeff").splitlines()[:3])
    assert head[:2] == ["no", "Applicant"]
    assert [row[4] for row in rows] == ["Brine Institute", ""]
    assert not list(tmp_path.glob("*linked*"))


def test_a_row_that_is_too_long_is_said_and_not_linked(store: str, tmp_path: Path) -> None:
    path = table(tmp_path, "who,what\nBrine Institute,a\nBrine Institute,b,c\n")
    out = tmp_path / "out.csv"
    result = run("link", "--file", path, "--column", "who", "--out", out, store=store)
    assert "row 3: has 3 cells but the header has 2" in result.output
    assert [row["outcome"] for row in written(out)] == ["linked", "none"]


def test_the_only_column_needs_no_name(store: str, tmp_path: Path) -> None:
    path = table(tmp_path, "name\nBrine Institute\nWool Academy\n")
    out = tmp_path / "out.csv"
    ok("link", "--file", path, "--out", out, store=store)
    assert [row["outcome"] for row in written(out)] == ["linked", "linked"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--column", "Owner"], "has no column 'Owner'; its columns are no, Applicant, amount"),
        ([], "say by --column which column holds the names; its columns are no, Applicant"),
        (["--column", "no", "--region-column", "place"], "has no column 'place'"),
        (["--column", "no", "--out", "x.txt"], "write to a file that ends in .xlsx or .csv"),
        (["--column", "no", "--json"], "--json goes with names"),
        (["--column", "no", "--identifier-column", "uscc"], "write scheme and column as uscc=Code"),
        (["--column", "no", "--identifier-column", "uscc=Code"], "has no column 'Code'"),
        (["--column", "no", "--kind", "patent"], "'Patent' is no kind of organisation"),
    ],
)
def test_what_is_wrong_is_said(
    options: list[str], words: str, store: str, tmp_path: Path
) -> None:
    result = run("link", "--file", table(tmp_path), *options, store=store)
    assert result.exit_code != 0
    assert words in result.stderr
    assert not list(tmp_path.glob("*linked*"))


def test_a_table_is_not_overwritten_by_itself(store: str, tmp_path: Path) -> None:
    path = table(tmp_path)
    result = run("link", "--file", path, "--column", "Applicant", "--out", path, store=store)
    assert "is the table that is read" in result.stderr
    assert path.read_text(encoding="utf-8").startswith("no;Applicant")


def test_names_and_files_do_not_mix(store: str, tmp_path: Path) -> None:
    for args in ((), ("a", "--column", "b"), ("a", "b", "--identifier", "org:1"),
                 ("a", "--file", str(table(tmp_path))), ("a", "--identifier", "x")):
        assert run("link", *args, store=store).exit_code != 0, args
