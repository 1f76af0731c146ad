"""`qilian paper`: one need, a case, a table of needs."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

import qilian
from tests.api.command_line import ok, run
from tests.paper_store import BRINE, CLIENT, HIDDEN_CLIENT, NEED, SECRET_NEED, paper_store


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("QILIAN_CACHE", str(tmp_path / "cache"))
    paper_store(tmp_path / "s.db").close()
    return f"sqlite:///{tmp_path / 's.db'}"


@pytest.mark.parametrize("ending", ["html", "md", "xlsx"])
def test_a_paper_of_each_form(ending: str, store: str, tmp_path: Path) -> None:
    out = tmp_path / f"paper.{ending}"
    result = run("paper", NEED, "--out", out, "--outgoing", "--language", "zh", store=store)
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    assert f"{out}: 2 candidates" in result.stderr
    first = out.read_bytes()
    ok("paper", NEED, "--out", out, "--outgoing", "--language", "zh", store=store)
    assert out.read_bytes() == first


def test_options_of_the_question_and_of_the_paper(store: str, tmp_path: Path) -> None:
    out = tmp_path / "paper.md"
    ok("paper", f"For Zirkon AG: {NEED}", "--out", out, "--outgoing", "--client", "Zirkon AG",
       "--kind", "institute", "--as-of", "2024", "--site", "https://qilian.example",
       store=store)
    text = out.read_text(encoding="utf-8")
    assert BRINE in text
    assert "Zirkon" not in text
    assert "Asked among: institutes" in text
    assert "Evidence from before: 2024" in text
    assert "(<https://qilian.example/document/open-register/P" in text


def test_a_case_gives_need_client_and_options(store: str, tmp_path: Path) -> None:
    with qilian.open(store) as kg:
        case = kg.cases.new(f"{CLIENT} needs {NEED}", by="Li Wen", client=CLIENT,
                            options={"as_of": "2020", "limit": 1})
        kg.cases.note(case.id, "they also asked Quartz Partners", by="Li Wen")
    out = tmp_path / "paper.md"
    ok("paper", "--case", case.id, "--out", out, "--outgoing", store=store)
    text = out.read_text(encoding="utf-8")
    assert "Evidence from before: 2020" in text
    for word in ("Potash", "Li Wen", "Quartz"):
        assert word not in text
    ok("paper", "--case", case.id, "--out", out, "--as-of", "2023", store=store)
    assert "Evidence from before: 2023" in out.read_text(encoding="utf-8")


def table_of(path: Path, rows: list[tuple[str, str, str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("need_no", "title", "text", "enterprise"), *rows])
    return path


def test_sixty_needs_in_one_workbook(store: str, tmp_path: Path) -> None:
    rows = [(f"N{n}", f"Lithium from brine: case {n % 7}", f"{NEED} {n}", CLIENT)
            for n in range(1, 58)]
    rows += [("N58", "", "the of and", ""), ("N59", "", SECRET_NEED, HIDDEN_CLIENT),
             ("N60", "", f"{NEED} for Unknown Works GmbH", "Unknown Works GmbH")]
    needs, out = table_of(tmp_path / "needs.csv", rows), tmp_path / "papers.xlsx"
    result = run("paper", "--needs", needs, "--out", out, store=store)
    assert result.exit_code == 0, result.output
    assert "need N58" in result.stderr
    assert "60 needs, " in result.stderr
    book = openpyxl.load_workbook(out)
    assert len(book.sheetnames) == 60  # the overview, and all but N58
    assert all(len(name) <= 31 for name in book.sheetnames)
    cells = [[cell.value for cell in row] for row in book["Overview"].iter_rows(min_row=2)]
    assert [row[1] for row in cells] == [f"N{n}" for n in range(1, 61)]
    assert cells[57][3].startswith("not answered: 'the of and' holds no word")
    assert all(CLIENT not in row[4:7] for row in cells[:57])
    outside = tmp_path / "out.xlsx"
    ok("paper", "--needs", needs, "--out", outside, "--outgoing", store=store)
    book = openpyxl.load_workbook(outside)
    assert len(book.sheetnames) == 59
    said = "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows()
                     for cell in row) + "\n".join(book.sheetnames)
    assert CLIENT in said  # where it is not the one who asks: a public patent names it
    for sheet in book.worksheets[1:58]:
        assert not any("Potash" in str(cell.value) for row in sheet.iter_rows() for cell in row)
    for word in ("Obsidian", "submarine", "Unknown Works", "N58"):
        assert word not in said


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["paper", NEED, "--out", "a.pdf"], 2, ".html, .md or .xlsx"),
        (["paper", NEED], 2, "--out"),
        (["paper", "--out", "a.md"], 2, "empty"),
        (["paper", " ", "--out", "a.md"], 2, "empty"),
        (["paper", "the", "--out", "a.md"], 2, "no word"),
        (["paper", NEED, "--out", "/no/such/folder/a.md"], 3, "cannot be written"),
        (["paper", NEED, "--out", "a.md", "--language", "fr"], 2, "fr"),
        (["paper", NEED, "--out", "a.md", "--site", "qilian.example"], 2, "https://"),
        (["paper", NEED, "--out", "a.md", "--exclude", "Nobody"], 5, "Nobody"),
        (["paper", NEED, "--needs", "n.csv", "--out", "a.xlsx"], 2, "give one need"),
        (["paper", "--needs", "n.csv", "--out", "a.html"], 2, "one .xlsx"),
        (["paper", "--needs", "missing.csv", "--out", "a.xlsx"], 3, "missing.csv"),
        (["paper", "--needs", "n.csv", "--out", "a.xlsx", "--as-of", "soon"], 2, "soon"),
        (["paper", "--case", "none", "--out", "a.md"], 5, "none"),
        (["paper", HIDDEN_CLIENT, "--out", "a.md", "--outgoing"], 2, "not public"),
    ],
)
def test_bad_input_leaves_no_file(
    args: list[str], code: int, words: str, store: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    table_of(tmp_path / "n.csv", [("1", "", NEED, "")])
    before = set(tmp_path.iterdir())
    result = run(*args, store=store)
    assert result.exit_code == code, result.output
    assert words in result.stderr
    made = {path for path in tmp_path.iterdir() if path.suffix in (".md", ".html", ".xlsx")}
    assert made <= before
