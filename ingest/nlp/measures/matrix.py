"""Tables of indicators: a measure in each row, its values by year or by baseline and target.

"Turnover | 2021 | 2022", "Firms with new products (%); 24 (2018); 35 (2027)". A row counts only
where its heading, or a bracket in its cells, says the year or the standing of each value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.nlp.draft import Draft
from ingest.nlp.figures import fact_of
from ingest.nlp.measures.line import RULES, Series
from ingest.nlp.measures.units import is_unit, singular, unit_of_name
from ingest.nlp.numbers import Quantity, currency, quantities, value_of

_LINE = re.compile(r"[^\n]+")
_MARKS = (" | ", "\t", ";")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?:[/–-]\d{2,4})?(?!\d)")
_PLANNED = re.compile(rf"\b(?:{RULES['column_targets']})\b", re.IGNORECASE)
_SEEN = re.compile(rf"\b(?:{RULES['column_baselines']})\b", re.IGNORECASE)
_HEADING = 40
"""Characters that a column's heading has at most."""
_VALUE = re.compile(r"\W{0,3}(?P<n>\d[\d ,.]*\d|\d)\W{0,2}(?:\((?P<year>(?:19|20)\d\d)[^)]*\))?\W*")
_BRACKET = re.compile(r"\s*[(,]\s*(?P<unit>[^()]+?)\)?\s*$")
_MONEY = re.compile(
    r"(?P<sign>[A-Z]{3}|[A-Z]?\$|£|€|¥|₹)?\s*(?P<scale>thousand|million|billion|bn|mn|m|k|crore|lakh)?"
    r"\s*(?P<word>euros?|yuan|dollars)?"
)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of cells with their offsets."""

    start: int
    end: int
    cells: tuple[tuple[int, int], ...]


def read_matrices(draft: Draft, issued: str) -> tuple[list[tuple[int, int]], list[Series]]:
    """Adds the figures of a text's tables of indicators; their rows' spans and their series."""
    spans: list[tuple[int, int]] = []
    series: list[Series] = []
    head: Row | None = None
    for row in _rows(draft.text):
        fresh = head is None or row.start - head.end > 1 or len(row.cells) != len(head.cells)
        if fresh and not _values(draft.text, row):
            head = row if _tells(draft.text, row) else None
            continue
        found = [] if draft.is_tabular(row.start, row.end) else _read(draft, row, head, issued)
        if found:
            spans.append((row.start, row.end))
            series += found
        if head is not None:
            head = Row(head.start, row.end, head.cells)
    return spans, series


def _rows(text: str) -> list[Row]:
    """The lines that one separator parts into two or more cells."""
    rows = []
    for line in _LINE.finditer(text):
        mark = next((m for m in _MARKS if m in line.group()), None)
        if mark is None or len(line.group()) > 300:
            continue
        at, cells = line.start(), []
        for words in line.group().split(mark):
            cells.append((at, at + len(words)))
            at += len(words) + len(mark)
        rows.append(Row(line.start(), line.end(), tuple(cells)))
    return rows


def _tells(text: str, row: Row) -> bool:
    """Whether a heading's cells say years, or what is a baseline and what a target."""
    words = [text[a:b].strip() for a, b in row.cells[1:]]
    says = (_YEAR, _PLANNED, _SEEN)
    told = [w for w in words if len(w) < _HEADING and any(p.search(w) for p in says)]
    return bool(told) and 2 * len(told) >= len(words)


def _values(text: str, row: Row) -> bool:
    """Whether all cells but the first are numbers with their years in brackets, or plain ones."""
    label = text[slice(*row.cells[0])]
    words = [text[a:b].strip() for a, b in row.cells[1:]]
    years = all(_YEAR.fullmatch(w) for w in words if w)
    numbers = [w for w in words if _VALUE.fullmatch(w) or quantities(w, 0, len(w))]
    return bool(re.search(r"[^\W\d]{3}", label)) and not years and len(numbers) == len(words) > 0


def _read(draft: Draft, row: Row, head: Row | None, issued: str) -> list[Series]:
    text = draft.text
    if not _values(text, row):
        return []
    label = text[slice(*row.cells[0])].strip(" *•–-\t")
    name, unit, scale = _measure(label)
    result = []
    for turn, (a, b) in enumerate(row.cells[1:], start=1):
        above = text[slice(*head.cells[turn])] if head and turn < len(head.cells) else ""
        known = quantities(text, a, b)
        cell = _VALUE.fullmatch(text, a, b)
        year = (cell["year"] if cell else "") or next(iter(_YEAR.findall(above)), "")
        planned = bool(_PLANNED.search(above)) or bool(issued and year[:4] > issued)
        if not (year or planned or _SEEN.search(above)):
            continue
        if known and known[0].unit:
            q = known[0]
        elif cell:
            value = value_of(cell["n"].replace(" ", "")) * scale
            q = Quantity(value, unit, cell.start("n"), cell.end("n"))
        else:
            continue
        period = re.sub(r"[–-]", "/", year)
        told = Series(name, q.unit or unit, span=(row.start, q.end), sure=True, period=period,
                      target=planned, value=q.value)  # fmt: skip
        span = (row.start, row.end)
        draft.indicators.append(fact_of(draft, q, told, period or None, planned, span))
        result.append(told)
    return result


def _measure(label: str) -> tuple[str, str, float]:
    """A row's name, unit and scale: "Exports (EUR million)", "Irrigated area (ha)"."""
    bracket = _BRACKET.search(label)
    if bracket is None:
        return label, unit_of_name(re.sub(r" (?:per|a) \w+$", "", label)), 1.0
    name, words = label[: bracket.start()].strip(), bracket["unit"].strip()
    money = _MONEY.fullmatch(words)
    if words.startswith("%") or words.startswith("per cent"):
        return name, "%", 1.0
    if money and words:
        factor = value_of(f"1 {money['scale']}") if money["scale"] else 1.0
        return name, currency(money["sign"] or money["word"] or "") or unit_of_name(name), factor
    if is_unit(words.split()[0].casefold()):
        return name, singular(words.split()[0].casefold()), 1.0
    return label, unit_of_name(name), 1.0
