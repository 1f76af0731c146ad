"""The figures of records: budgets (targets, due at the deadline), grants, prices and counts."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.facts import is_money
from ingest.nlp.draft import Draft, Found
from ingest.nlp.figures import fact_of
from ingest.nlp.lexicon import data
from ingest.nlp.measures import Series
from ingest.nlp.numbers import Quantity, currency, quantities, value_of
from ingest.nlp.tables.labels import Labels
from ingest.nlp.tables.layout import Cell, Record
from ingest.nlp.tables.rows import Row

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_UNIT = re.compile(
    r"(?P<before>US\$|R\$|C\$|A\$|\$|£|€|¥|₹|[A-Z]{3}|R|yuan|euros?|RMB)?\s?"
    r"(?P<scale>10[ ,]?000|1[ ,]?000|thousand|million|billion|bn|mn|m|k|万|亿|lakh|crore)?s?\s?"
    r"(?P<after>yuan|RMB|CNY|EUR|USD|GBP|euros?|dollars|US dollars|pounds|won|yen|rupees|rand)?",
)
_DUE = re.compile(
    r"\b(?:by|before|until|due|no later than|deadline|time limit)\b"
    r"[^\n.;:]{0,30}?:?[^\n.;:\d]{0,20}"
    r"(?<!\d)(?P<year>20\d\d)(?!\d)",
    re.IGNORECASE,
)
"""A deadline told in the words of another cell: "to be spent before the end of 2025"."""
_PLAIN = re.compile(r"[\d][\d ,.]*\d|\d")
_FOR = re.compile(r"\s(?P<words>(?:for|per) [^,;.(]{3,40})")
_COUNT = re.compile(r"(?:about |some |over |more than |up to |> ?|≥ ?)?[\d][\d,. ]*(?: ?%)?")


def add_amounts(draft: Draft, rows: list[Row], totals: list[Record], labels: Labels) -> None:
    """Adds the figures of all rows, and those of the rows that sum them up."""
    year = _year_of(draft, labels)
    for row in rows:
        for cell in row.record.cells:
            for q in _quantities(draft, cell, rows):
                _add(draft, row, cell, q, labels, year)
    for record in totals:
        for cell in record.cells:
            for q in _quantities(draft, cell, rows):
                name = f"{_name(cell.label)} total".strip()
                _note(draft, record, q, name, year, False, None)


def _quantities(draft: Draft, cell: Cell, rows: list[Row]) -> list[Quantity]:
    """The figures of a cell: sums of money, or plain numbers under a head that says what of."""
    text = draft.text[cell.start : cell.end]
    sums = [q for q in quantities(draft.text, cell.start, cell.end) if is_money(q.unit)]
    if cell.role not in ("amount", ""):
        return []
    if sums:
        return sums if cell.role or len(text.split()) <= 12 else []
    shares = [q for q in quantities(draft.text, cell.start, cell.end) if q.unit == "%"]
    number = _PLAIN.match(text.removeprefix("~").strip())
    unit, scale = _unit(cell.label)
    if shares:
        return shares
    if number is None or not cell.label or not _COUNT.fullmatch(text.strip(" .")):
        return []
    at = cell.start + text.index(number.group())
    value = value_of(number.group().replace(" ", "")) * scale
    if cell.role == "amount" and not unit:
        return []
    if cell.role == "" and not _counts(draft, cell, rows):
        return []
    return [Quantity(value, unit or _counted(cell.label), at, at + len(number.group()))]


def _unit(label: str) -> tuple[str, float]:
    """The currency and the scale in a head such as "Grant (R million)" or "Budget, EUR k"."""
    for part in reversed(re.findall(r"\(([^()]+)\)|(?:,| in) ([^,()]+)$", label)):
        words = (part[0] or part[1]).removeprefix("in ").strip()
        found = _UNIT.fullmatch(words)
        if words == "%":
            return "%", 1.0
        if found and (found["before"] or found["after"]):
            scale = (found["scale"] or "").replace(" ", "").replace(",", "")
            factor = float(scale) if scale.isdigit() else value_of(f"1 {scale}") if scale else 1.0
            return currency(found["before"] or found["after"]), factor
    return "", 1.0


def _counts(draft: Draft, cell: Cell, rows: list[Row]) -> bool:
    """Whether a column of plain numbers counts something: no years, codes or row numbers."""
    column = [
        draft.text[c.start : c.end] for r in rows for c in r.record.cells if c.label == cell.label
    ]
    plain = [_PLAIN.fullmatch(words.strip()) for words in column]
    values = [value_of(m.group().replace(" ", "")) for m in plain if m]
    years = sum(1900 <= v <= 2100 and v == int(v) for v in values)
    running = values == list(range(1, len(values) + 1)) and len(values) > 1
    return bool(values) and 2 * years < len(values) and not running and len(cell.label) > 2


def _counted(label: str) -> str:
    """The unit of a column: its bracket, else its last noun in the singular."""
    inside = re.search(r"\(([^()]+)\)", label)
    units: dict[str, str] = data("measures.json")["units"]
    words = (inside[1] if inside else re.split(r" (?:of|in|by|for) ", _name(label))[0]).split()
    word = words[-1].casefold() if words else "item"
    return units.get(word, word[:-1] if word.endswith("s") and not word.endswith("ss") else word)


def _name(label: str) -> str:
    return " ".join(re.sub(r"\([^()]*\)|[*_]", " ", label).casefold().split()).strip(" :,")


def _add(draft: Draft, row: Row, cell: Cell, q: Quantity, labels: Labels, year: str | None) -> None:
    label = _name(cell.label)
    planned = bool(labels.cue("planned").search(label)) or (
        "problem" in row.found and (not label or bool(labels.cue("seeking").search(label)))
    )
    period = _due(draft, row) if planned else _stated(draft, row, cell) or year
    purpose = _FOR.match(draft.text, q.end, cell.end)
    name = " ".join(
        part
        for part in (label or "amount", _whose(draft, row, labels), purpose and purpose["words"])
        if part
    )
    if not label and row.first("patent"):
        name = "price" + name.removeprefix("amount")
    first = ("patent", "enterprise") if "problem" in row.found else ("patent",)
    owner = row.first(*first, "institute", "project", "enterprise", "host", "taker")
    places = row.places or [p for body in row.bodies for p in body.places]
    _note(draft, row.record, q, name, period, planned, owner, places)


def _whose(draft: Draft, row: Row, labels: Labels) -> str:
    """What a sum is of, for the figure's name."""
    if row.first("patent"):
        nature = next((draft.text[c.start : c.end] for c in row.record.having("status")), "")
        kind = nature.casefold() if 0 < len(nature.split()) <= 3 else "licence or transfer"
        noun = "" if labels.cue("transfer_noun").search(kind) else " licence"
        return f"of the patent {kind}{noun}"
    return "of the demand" if "problem" in row.found else ""


def _note(
    draft: Draft, record: Record, q: Quantity, name: str, period: str | None, planned: bool,
    owner: Found | None, places: list[Found] | None = None,
) -> None:  # fmt: skip
    series = Series(name, q.unit, span=None, sure=True)
    fact = fact_of(draft, q, series, period, planned, (record.start, record.end))
    region = places[0].name if places else fact.region
    draft.indicators.append(replace(fact, of=owner.name if owner else "", region=region))


def _due(draft: Draft, row: Row) -> str | None:
    """The year by which a planned sum is due: the deadline's, or the end of the period."""
    for cell in (c for role in ("deadline", "period", "date") for c in row.record.having(role)):
        years = _YEAR.findall(draft.text[cell.start : cell.end])
        if years:
            return str(years[-1])
    words = draft.text[row.record.start : row.record.end]
    found = _DUE.search(words)
    return found["year"] if found else None


def _stated(draft: Draft, row: Row, cell: Cell) -> str | None:
    """The year that a column's head gives its sums, or the one that the row is of."""
    years = _YEAR.findall(cell.label) or _YEAR.findall(draft.text, cell.start, cell.end)
    return str(years[-1]) if years else None


def _year_of(draft: Draft, labels: Labels) -> str | None:
    """The year that the text gives all sums ("grants are for the year 2023"), else the title's."""
    stated = labels.cue("year_of_sums").search(draft.text)
    if stated:
        return stated["year"]
    years = set(_YEAR.findall(draft.text[slice(*draft.sentences[0])])) if draft.sentences else set()
    return years.pop() if len(years) == 1 else None
