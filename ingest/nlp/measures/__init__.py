"""What a number measures: the series of an indicator, by the kind of number."""

from __future__ import annotations

from ingest.nlp.measures.counts import count_series
from ingest.nlp.measures.line import Line, Series
from ingest.nlp.measures.shares import percent_series
from ingest.nlp.measures.sums import money_series

__all__ = ["Line", "Series", "name_of"]


def name_of(line: Line, turn: int) -> Series | None:
    """The series of a line's quantity, or None when the number measures nothing."""
    unit = line.found[turn].unit
    if unit in ("%", "percentage point"):
        return percent_series(line, turn)
    return money_series(line, turn) if unit else count_series(line, turn)
