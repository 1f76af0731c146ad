"""docs/identifiers.md: its tables are what the code does."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from graph.identity.identifiers import SCHEMES, fault, identifier
from graph.identity.vat import CHECKED
from tests.api.command_line import ok

TEXT = (Path(__file__).parents[2] / "docs" / "identifiers.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    """The first block of code in a language."""
    found = re.search(rf"^```{language}\n(.*?)^```", TEXT, flags=re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def rows(header: str) -> list[list[str]]:
    """The cells of the table below a header line."""
    lines = TEXT[TEXT.index(header) :].split("\n\n")[0].split("\n")[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_the_table_of_schemes() -> None:
    table = [(name.strip("`"), caption, example.strip("`"))
             for name, caption, example, _ in rows("| scheme |")]
    assert table == [(s.name, s.caption, s.example) for s in SCHEMES.values()]


def test_the_countries_whose_vat_numbers_have_a_check_digit() -> None:
    said = next(row[3] for row in rows("| scheme |") if row[0] == "`vat`")
    assert re.findall(r"\b[A-Z]{2}\b", said) == sorted(CHECKED)


@pytest.mark.parametrize("row", rows("| written |"))
def test_the_spellings(row: list[str]) -> None:
    written, becomes = (re.findall(r"`([^`]+)`", cell) for cell in row)
    assert {identifier("patent", text) for text in written} == {f"patent:{becomes[0]}"}


def test_things_are_found_in_any_spelling(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "institutes.csv").write_text(block("csv"), encoding="utf-8")
    loaded, *shown = [ok(*shlex.split(line)[1:]) for line in block("sh").splitlines()]
    assert "1 units: 1 new" in loaded or "1 unit" in loaded
    assert len(shown) == 3
    assert all("Lakeside Institute of Salt Chemistry" in text for text in shown)


def test_the_examples_in_the_text() -> None:
    assert "the check digit should be 3" in fault("uscc", "91350100M000100Y44")
    for text in ("ZL 2010 1 0165317.2", "CN201010165317"):
        assert identifier("patent", text) == "application:CN-201010165317.2"
    assert identifier("companies_house", "445790") == "companies_house:00445790"
    assert identifier("isni", "0000 0001 2103 2683") == "isni:0000000121032683"
