"""What a number measures: the series of an indicator, by the kind of number."""

from __future__ import annotations

from ingest.nlp.counts import count_series
from ingest.nlp.draft import Draft
from ingest.nlp.numbers import Quantity
from ingest.nlp.phrases import Series
from ingest.nlp.shares import percent_series
from ingest.nlp.sums import money_series

__all__ = ["Series", "name_of"]


def name_of(
    draft: Draft, q: Quantity, found: list[Quantity], turn: int, sentence: tuple[int, int],
    earlier: list[Series],
) -> Series | None:  # fmt: skip
    """The series of a quantity, or None when the number measures nothing."""
    if q.unit in ("%", "percentage point"):
        return percent_series(draft, q, found, turn, sentence, earlier)
    if q.unit:
        return money_series(draft, q, found, turn, sentence, earlier)
    return count_series(draft, q, found, turn, sentence, earlier)
