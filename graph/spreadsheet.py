"""Cells that a spreadsheet shows and never runs."""

from __future__ import annotations

Cell = str | int | float
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def guarded(cell: Cell) -> Cell:
    """The cell so that a spreadsheet takes it for text (OWASP, "CSV injection")."""
    if isinstance(cell, str) and cell.startswith(_DANGEROUS):
        return "'" + cell
    return cell
