"""docs/asking.md: its example is read in the sample as it says, its questions are those wanted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import ingest
import qilian
from graph.language.question import WANTS, read_question
from tests.api.command_line import ok

TEXT = (Path(__file__).parents[2] / "docs" / "asking.md").read_text(encoding="utf-8")
SAMPLE = Path(ingest.__file__).parent / "sample"
WANTED = re.findall(r"^\| [^|]+ \| \*([^|*]+)\* · ([^|]+) \|$", TEXT, re.M)


def test_the_example_is_read_as_it_says(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'sample.db'}"
    with qilian.open(url) as kg:
        kg.ingest(SAMPLE / "institutes.csv", SAMPLE / "enterprises.csv", SAMPLE / "patents.csv")
    (sentence,) = re.findall(r'^qilian ask "([^"]+)"$', TEXT, re.M)
    (shown,) = re.findall(r"^(Read as\n.*?)\n```$", TEXT, re.M | re.S)
    assert shown in ok("ask", sentence, store=url)


@pytest.mark.parametrize(("english", "chinese", "want"), [
    (*row, want) for row, want in zip(WANTED, WANTS, strict=True)])
def test_each_question_is_read_as_what_its_row_says(
    english: str, chinese: str, want: str
) -> None:
    assert read_question(english).want == want
    if "…" not in chinese:
        assert read_question(chinese).want == want
