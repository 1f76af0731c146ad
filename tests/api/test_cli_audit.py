"""Sheets of facts to judge, and the file that shows facts in colour."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import html

import qilian
from tests.api.command_line import ok, run
from tests.api.small_store import small_store

ARTICLE = (
    "The city signs an agreement\n\n"
    "On May 3, 2021, Norbu Salt Lake Institute signed a cooperation agreement with Dolma Lithium "
    "Co., Ltd. in Zaling City.\n"
)


@pytest.fixture
def store(tmp_path: Path) -> str:
    small_store(tmp_path / "small.db").close()
    return f"sqlite:///{tmp_path}/small.db"


def drawn(path: Path) -> list[dict[str, str]]:
    if path.suffix == ".csv":
        return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    lines = [[str(c if c is not None else "") for c in row]
             for row in openpyxl.load_workbook(path).active.values]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def filled(path: Path, answers: list[str]) -> None:
    rows = drawn(path)
    for row, answer in zip(rows, answers, strict=True):
        row["right"], row["comment"] = answer, "by eye"
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return
    book = openpyxl.Workbook()
    book.active.append(list(rows[0]))
    for row in rows:
        book.active.append(list(row.values()))
    book.save(path)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_sheet_goes_out_and_comes_back_once(store: str, tmp_path: Path, ending: str) -> None:
    sheet = tmp_path / f"sheet.{ending}"
    ok("audit", "--sample", "4", "--kind", "entity", "--kind", "relation", "-o", sheet, store=store)
    rows = drawn(sheet)
    assert len(rows) == 4
    assert {row["document"] for row in rows} == {"plans/plan.txt"}
    assert "Northern Bureau runs Salt Lake Test Base" in {row["fact"] for row in rows}
    assert all(row["quote"] for row in rows)
    filled(sheet, ["yes", "No", "是", ""])
    said = json.loads(ok("audit", "--read", sheet, "--by", "Li Wen", "--json", store=store))
    assert (said["taken"], said["known"]) == (3, 0)
    assert sum(p["judged"] for p in said["precision"] if p["kind"] in ("entity", "relation")) == 3
    for part in said["precision"]:
        assert 0 <= part["interval"][0] <= part["share"] <= part["interval"][1] <= 1
    again = ok("audit", "--read", sheet, "--by", "Li Wen", store=store)
    assert "0 decisions taken, 3 known before" in again
    with qilian.open(store) as kg:
        assert sorted(d.kind for d in kg.decisions()) == ["confirm", "confirm", "reject"]
        assert {(d.by, d.why) for d in kg.decisions()} == {("Li Wen", "by eye")}


def test_every_bad_row_and_column_is_named_and_nothing_is_decided(
    store: str, tmp_path: Path
) -> None:
    sheet = tmp_path / "sheet.csv"
    ok("audit", "--sample", "5", "-o", sheet, store=store)
    rows = drawn(sheet)
    rows[0]["right"] = "maybe"
    rows[1] |= {"right": "yes", "document": "plans/other.txt"}
    rows[2] |= {"right": "no", "id": "0000"}
    rows[3] |= {"right": "yes", "id": ""}
    rows[4]["right"] = "yes"
    rows.append(rows[4] | {"right": "no"})
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    result = run("audit", "--read", sheet, "--by", "Li Wen", store=store)
    assert result.exit_code == 3
    for words in ("row 2, column right: 'maybe'", "row 3, column document: no document",
                  "row 4, column id: plans/plan.txt states no fact '0000'",
                  "row 5, column id: is empty", "row 7, column right: row 6 says otherwise"):
        assert words in result.stderr
    with qilian.open(store) as kg:
        assert kg.decisions() == []


@pytest.mark.parametrize(("args", "code"), [
    ((), 2), (("-o", "a.csv", "--read", "a.csv"), 2), (("-o", "sheet.txt"), 2),
    (("-o", "a.csv", "--kind", "Street"), 2), (("--read", "none.csv", "--by", "x"), 3),
    (("--read", "a.csv"), 2), (("-o", "a.csv", "--kind", "Patent"), 5),
])
def test_what_makes_no_sense_is_refused(store: str, args: tuple[str, ...], code: int) -> None:
    assert run("audit", *args, store=store).exit_code == code


def test_a_sheet_without_its_columns_is_refused(store: str, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("right,comment\nyes,a\n", encoding="utf-8")
    result = run("audit", "--read", sheet, "--by", "Li Wen", store=store)
    assert "lacks the columns document, id" in result.stderr


@pytest.mark.parametrize(("yes", "no"), [
    ("√", "×"), ("是的", "不是"), ("ＹＥＳ", "No."), ("TRUE", "false"), ("1.0", "0"),
    (" 对 ", "不对"),
])
def test_answers_are_taken_as_people_write_them(
    store: str, tmp_path: Path, yes: str, no: str
) -> None:
    sheet = tmp_path / "sheet.csv"
    ok("audit", "--sample", "2", "-o", sheet, store=store)
    filled(sheet, [yes, no])
    text = sheet.read_text(encoding="utf-8").replace("right,comment", "Right ,COMMENT", 1)
    sheet.write_text(text, encoding="gb18030")
    ok("audit", "--read", sheet, "--by", "Li Wen", store=store)
    with qilian.open(store) as kg:
        assert sorted(d.kind for d in kg.decisions()) == ["confirm", "reject"]


def test_columns_that_were_sorted_apart_are_refused(store: str, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    ok("audit", "--sample", "4", "-o", sheet, store=store)
    rows = drawn(sheet)
    other = next(row for row in rows if row["quote"] != rows[0]["quote"])
    rows[0]["id"], other["id"] = other["id"], rows[0]["id"]
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(row | {"right": "yes"} for row in rows)
    result = run("audit", "--read", sheet, "--by", "Li Wen", store=store)
    assert "row 2, column quote: is not that of the fact" in result.stderr
    assert "2 wrong cells, nothing decided" in result.stderr


def extracted(tmp_path: Path, *more: str | Path) -> html.HtmlElement:
    (tmp_path / "article.txt").write_text(ARTICLE, encoding="utf-8")
    ok("extract", tmp_path / "article.txt", "--html", tmp_path / "out.html", *more)
    return html.fromstring((tmp_path / "out.html").read_text(encoding="utf-8"))


def test_facts_in_colour_need_no_service(tmp_path: Path) -> None:
    page = extracted(tmp_path)
    assert page.xpath("//@src | //link/@href | //form") == []
    [city] = page.xpath("//mark[contains(., 'Zaling City')][contains(@class, 'b-place')]")
    line = page.get_element_by_id(f"fact-{city.get('data-lead')}")
    assert "read by regions" in line.text_content()
    assert page.find_class("s-open")
    assert "着色的事实" in extracted(tmp_path, "--language", "zh").findtext(".//h1")


def test_missed_and_invented_facts_are_shown(tmp_path: Path) -> None:
    folder = tmp_path / "gold"
    folder.mkdir()
    gold: dict[str, Any] = {
        "document": "article.txt", "relations": [], "indicators": [], "flags": [],
        "entities": [
            {"id": "e1", "type": "Region", "name": "Zaling City", "quote": "Zaling City"},
            {"id": "e2", "type": "Policy", "name": "cooperation agreement",
             "quote": "a cooperation agreement"},
            {"id": "e3", "type": "Problem", "name": "dust", "quote": "words that are not there"},
        ],
    }
    (folder / "article.json").write_text(json.dumps(gold), encoding="utf-8")
    page = extracted(tmp_path, "--gold", folder)
    missed = [" ".join(line.text_content().split()) for line in page.find_class("s-missed")
              if line.tag == "li"]
    assert len(missed) == 2
    assert any("cooperation agreement policy" in line for line in missed)
    marks = page.xpath("//mark[contains(@class, 's-missed')]")
    assert "".join(m.text_content() for m in marks) == "a cooperation agreement"
    assert [line.tag for line in page.find_class("s-matched")].count("li") == 1
    assert any("Dolma Lithium" in line.text_content() for line in page.find_class("s-invented"))
    counts = ok("extract", tmp_path / "article.txt", "--gold", folder)
    assert counts.splitlines()[0].split("\t")[0] == "kind"
    assert counts.splitlines()[1].split("\t")[1] == "3"


def test_an_extract_that_goes_nowhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text(ARTICLE, encoding="utf-8")
    assert run("extract", tmp_path / "article.txt").exit_code == 2
    assert run("extract", tmp_path / "article.txt", "--gold", tmp_path).exit_code == 3
    assert run("extract", tmp_path / "article.txt", "--html", tmp_path / "a.html",
               "--language", "fr").exit_code == 2


def test_decisions_outlive_a_newer_edition_of_the_file(tmp_path: Path) -> None:
    store, article = f"sqlite:///{tmp_path}/new.db", tmp_path / "article.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    ok("ingest", article, store=store)
    with qilian.open(store) as kg:
        [city] = [i for i in kg.review("documents/article.txt")
                  if (i.fact.predicate, i.fact.subject_name) == ("name", "Zaling City")]
        kg.decide_fact("reject", city.fact.id, "documents/article.txt", by="Li Wen")
        kg.state("Policy", "cooperation agreement", "documents/article.txt", by="Li Wen")
    assert "reject “Zaling City (Region)” in documents/article.txt" in ok("decisions", store=store)
    article.write_text(ARTICLE.replace("On May 3", "At noon on May 3"), encoding="utf-8")
    assert "1 changed" in ok("ingest", article, store=store)
    with qilian.open(store) as kg:
        states = {i.fact.subject_name: (i.state, i.fact.extractor)
                  for i in kg.review("documents/article.txt") if i.fact.predicate == "name"}
        assert states["Zaling City"] == ("rejected", "text-rules/regions")
        assert states["cooperation agreement"] == ("stated", "person:Li Wen")
        assert not kg.find("Zaling City")
