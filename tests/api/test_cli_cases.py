"""`qilian case` and `qilian saved`."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

import qilian
from tests.api.command_line import ok, run, small_store
from tests.builders import REGISTER, patent_row

NEED = "lithium from brine"
BRINE, WOOL = "Brine Institute", "Wool Academy"


@pytest.fixture
def store(tmp_path: Path) -> str:
    return small_store(tmp_path)


@pytest.fixture
def case(store: str) -> str:
    made = ok("case", "new", NEED, "--by", "Li Wen", "--client", "Northern Works",
              "--kind", "institute", "--spread", "2", "--json", store=store)
    data = json.loads(made)
    assert data["options"] == {"kinds": ["Institute"], "min_works": 1, "spread": 2}
    return str(data["id"])


def test_a_case_is_followed(store: str, case: str, tmp_path: Path) -> None:
    lines = ok("case", "mark", case, BRINE, "contacted", "--by", "Li Wen", store=store)
    assert f"{BRINE}\tInstitute\tcontacted" in lines
    ok("case", "mark", case, WOOL, "declined", "--reason", "price", "--by", "Ma", store=store)
    assert ok("case", "note", case, "call again", "--about", WOOL, "--by", "Ma",
              store=store) == f"noted: {WOOL}: call again\n"
    shown = ok("case", "show", case, store=store)
    assert "client: Northern Works" in shown
    assert "call again" in shown
    assert "1 contacted, 1 declined" in ok("case", "list", store=store)
    asked = ok("case", "ask", case, "--without", "declined", store=store)
    assert f"{BRINE}\t{case}\t{NEED}\tcontacted" in asked
    assert WOOL not in asked.split("Marks of cases")[1]
    assert f"{WOOL}\t{case}\t{NEED}\tdeclined\tprice\tMa" in ok("match", NEED, store=store)
    out = tmp_path / "cases.xlsx"
    ok("case", "export", "--out", out, "--status", "declined", store=store)
    rows = list(openpyxl.load_workbook(out).active.iter_rows(values_only=True))
    assert [row[6] for row in rows] == ["organisation", WOOL]
    assert ok("case", "undo", case, "--by", "Ma", store=store) == f"undone: {WOOL}: call again\n"
    ok("case", "remove", case, "--yes", store=store)
    assert ok("case", "list", "--json", store=store) == "[]\n"


@pytest.mark.parametrize(("args", "says"), [
    (("case", "mark", "{case}", WOOL, "declined", "--by", "a"), "say why it was declined"),
    (("case", "mark", "{case}", "Nobody", "agreed", "--by", "a"), "Nobody"),
    (("case", "undo", "{case}", "--by", "somebody else"), "has nothing to take back"),
    (("case", "new", " ", "--by", "a"), "the text is empty"),
    (("case", "new", NEED, "--by", "a", "--visibility", "secret"), "is no visibility"),
    (("case", "export", "--out", "cases.pdf"), "ends in .csv, .xlsx, .json"),
    (("case", "ask", "{case}", "--without", "liked"), "'liked' is no status"),
    (("saved", "run", "nothing"), "no query 'nothing' is kept"),
])
def test_what_makes_no_sense_is_refused(
    store: str, case: str, args: tuple[str, ...], says: str
) -> None:
    result = run(*(arg.replace("{case}", case) for arg in args), store=store)
    assert result.exit_code in (2, 5)
    assert says in result.stderr


def test_a_query_is_kept_and_run(store: str) -> None:
    ok("saved", "add", "brine", NEED, "--by", "Li Wen", "--kind", "institute", store=store)
    assert "the same state of the store" in ok("saved", "run", "brine", store=store)
    with qilian.open(store) as kg:
        kg.load(REGISTER, [patent_row("P9", ["Yak Lab"], title="Lithium from brine by sorbent")])
    lines = ok("saved", "run", "brine", "--keep", store=store)
    assert lines.startswith("1 new, 0 gone, ")
    assert "Yak Lab" in next(line for line in lines.splitlines() if "\tnew\t" in line)
    assert json.loads(ok("saved", "run", "brine", "--json", store=store))["equal"]
    assert ok("saved", "list", store=store).splitlines()[1].startswith("brine\tlithium")
    ok("saved", "remove", "brine", store=store)
    assert ok("saved", "list", "--json", store=store) == "[]\n"
