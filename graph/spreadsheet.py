"""Cells that a spreadsheet shows and never runs."""

from __future__ import annotations

import re

Cell = str | int | float
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_TAKEN_FOR_VALUES = re.compile(
    r"true|false|(?=\D*\d)(?:[\d\s.,:/%()eE+年月日时分秒-]+"
    r"|\d*[-/ ]?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-/ ]?\d*)",
    re.IGNORECASE)
_NEGATIVE = re.compile(r"-\d[\d.,]*%?")


def guarded(cell: Cell) -> Cell:
    """The cell so that a spreadsheet takes it for text (OWASP, "CSV injection"); a negative
    number does no harm and stays as it is."""
    if isinstance(cell, str) and cell.startswith(_DANGEROUS) and not _NEGATIVE.fullmatch(cell):
        return "'" + cell
    return cell


def intact(cell: Cell) -> Cell:
    """A text for a CSV so that a spreadsheet leaves it as it is.

    What it would take for a number, a date or a formula is otherwise spoilt when the file is
    opened: 007 becomes 7, a credit code of 18 digits loses its last three, 3-4 becomes a day. Such
    a text is written as ``="007"``, which spreadsheets show as the text itself.
    """
    if isinstance(cell, str) and _TAKEN_FOR_VALUES.fullmatch(cell):
        return f'="{cell}"'
    return guarded(cell)
