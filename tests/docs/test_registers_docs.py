"""docs/registers.md: its tables name every importer, and the files that it says are tested."""

from __future__ import annotations

import re
from pathlib import Path

from ingest.sources.mapping import mappings

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "registers.md").read_text(encoding="utf-8")


def test_every_importer_stands_in_one_table() -> None:
    named = re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)
    assert sorted(named) == sorted(mappings())


def test_every_row_says_on_what_it_was_tested() -> None:
    rows = re.findall(r"^\| `\w+` \|.*\| ([^|]+) \|$", PAGE, re.MULTILINE)
    assert len(rows) == len(mappings())
    assert all(row.startswith(("real", "made", "sample")) for row in rows)
