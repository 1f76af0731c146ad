"""What the page on classifications says is true: its tables, commands and code are run."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "classifications.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"^`(\S+\.csv)`\n\n```csv\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL))
COMMANDS = re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
CODE = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What each block of commands printed, in the page's order, and then the code."""
    folder = tmp_path_factory.mktemp("page")
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "bin").mkdir()
    program = folder / "bin" / "qilian"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m api.cli "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    environment = {
        "PATH": f"{folder / 'bin'}:{Path(sys.executable).parent}:/usr/bin:/bin",
        "PYTHONPATH": str(ROOT), "QILIAN_CACHE": str(folder / "cache"), "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
    }  # fmt: skip
    answers = []
    for command in [*(["sh", "-eu", "-c", block] for block in COMMANDS),
                    [sys.executable, "-c", *CODE]]:
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True,
                              encoding="utf-8", check=False)
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        answers.append(done.stdout)
    return answers


def test_the_page_has_its_files() -> None:
    assert list(FILES) == ["patents.csv", "tls902.csv", "alp.csv", "cnipa.csv"]
    assert (len(COMMANDS), len(CODE)) == (2, 1)


def test_fields_of_an_organisation_and_of_a_patent(printed: list[str]) -> None:
    assert "patents, each family once: 2; without a field: 0" in printed[0]
    assert "0.750\t1\tElectrical machinery, apparatus, energy\t1\tH01M10/54, " in printed[0]
    assert "0.250\t20\tMaterials, metallurgy\t1\tC22B26/12" in printed[0]
    assert "(by hand)" in printed[0]


def test_tables_of_industries(printed: list[str]) -> None:
    answer = printed[1]
    assert "By technology: tls902.csv, classes of nace2\n" in answer
    assert "By technology: alp.csv, classes of isic4\n" in answer
    assert "By technology: cnipa.csv, classes of gbt4754\n" in answer
    assert "锂离子电池制造" in answer
    assert "2720\t2720" not in answer  # the table has no names: the code stands once
    assert "By technology: wipo35-gbt4754" not in answer  # one of its scheme is kept
    assert [line.split("\t")[0] for line in answer.splitlines()[-2:]] == ["gbt4754", "nace2"]


def test_the_code(printed: list[str]) -> None:
    assert "technology tls902.csv 27.2 Manufacture of batteries and accumulators" in printed[2]
