"""Cells that a spreadsheet shows and never runs."""

from __future__ import annotations

import re

Cell = str | int | float
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_NEGATIVE = re.compile(r"-\d[\d.,]*%?")


def guarded(cell: Cell) -> Cell:
    """The cell so that a spreadsheet takes it for text (OWASP, "CSV injection"); a negative
    number does no harm and stays as it is."""
    if isinstance(cell, str) and cell.startswith(_DANGEROUS) and not _NEGATIVE.fullmatch(cell):
        return "'" + cell
    return cell
