from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from fastapi.testclient import TestClient

from api.tables import Table, as_csv, as_xlsx
from tests.api.small_store import INDUSTRY, INSTITUTE, NEED

RISKY = ["=1+1", "+1", "-1+2", "-x", "@SUM(A1)", "\tx"]
HARMLESS = ["-1", "-1,234.50", "-3%", "1-2", "x"]


def test_csv_opens_in_a_spreadsheet_and_runs_nothing() -> None:
    data = as_csv(Table("t", ["名称", "=head"], [[c, None] for c in (*RISKY, *HARMLESS)]))
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0] == ["名称", "'=head"]
    assert [row[0] for row in rows[1:]] == [*(f"'{cell}" for cell in RISKY), *HARMLESS]


def test_a_workbook_holds_texts_as_texts() -> None:
    data = as_xlsx(Table("a/b:c", ["x"], [["=1+1"], [3], [None], ["盐\x00湖"]]))
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    cells = [row[0] for row in sheet.iter_rows()]
    assert [(cell.value, cell.data_type) for cell in cells] == [
        ("x", "s"), ("=1+1", "s"), (3, "n"), (None, "n"), ("盐 湖", "s"),
    ]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "path",
    [f"/ask.{{form}}?need={NEED}", f"/industry/{INDUSTRY}/problems.{{form}}",
     f"/entity/{INSTITUTE}/works.{{form}}", "/event/participants.{form}"],
)
def test_tables_are_taken_away(client: TestClient, path: str, form: str) -> None:
    answer = client.get(path.format(form=form))
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    if form == "csv":
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
        rows = [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}


def test_the_ranking_as_a_table(client: TestClient) -> None:
    data = client.get(f"/ask.csv?need={NEED}&lang=zh").content.decode("utf-8-sig")
    head, first, *_ = csv.reader(io.StringIO(data))
    line = dict(zip(head, first, strict=True))
    assert line["机构"] == INSTITUTE
    assert line["文件"] == "register/P1"
    assert line["类别"] == "科研院所"
