"""What a cell without a label is, by the shape of its words and the names found in it."""

from __future__ import annotations

import re

from ingest.facts import is_money
from ingest.nlp.draft import Draft
from ingest.nlp.edges import LEGAL
from ingest.nlp.lexicon import industries, phrases, words
from ingest.nlp.numbers import quantities
from ingest.nlp.tables.labels import Labels
from ingest.nlp.tables.layout import Cell, Record
from ingest.sources.dates import DATE

_CLASS = re.compile(r"(?:IPC:? ?|CPC:? ?)?[A-H]\d\d[A-Z](?:\s?\d+/\d+)?(?:[;,] ?[A-H]\d\d[A-Z].*)?")
_YEARS = re.compile(r"(?:19|20)\d\d(?:\s?[-–/]\s?(?:19|20)?\d\d)?")
_NUMBER = re.compile(r"\(?[A-Z]{0,4}[-/.]?\d{1,5}[.)]?")
_PERSON = re.compile(
    r"(?:(?:Dr|Prof|Mr|Ms|Mrs|Professor|Ing|Eng)\.? )*[^\W\d_][\w.'-]*(?: [^\W\d_][\w.'-]*){1,3}"
)
_TITLES = re.compile(r"(?:Dr|Prof|Mr|Ms|Mrs|Professor)\b")
_BODIES = ("Institute", "Enterprise", "Agency", "Platform")


def assigned(
    draft: Draft, record: Record, labels: Labels, *, transfers: bool, topic: str
) -> Record:
    """The record with roles for its cells without one, by their shapes and their order.

    ``transfers`` says that the document is about licences or sales, ``topic`` is the role of a
    cell of plain words behind a body ("problem" in a list of demands, else "industry" or "field").
    """
    shapes = [c.role or shape(draft, c.start, c.end, labels) for c in record.cells]
    roles: list[str] = []
    for turn, (cell, kind) in enumerate(zip(record.cells, shapes, strict=True)):
        if cell.role or (cell.label and kind not in ("patent", "money", "class")):
            roles.append(cell.role)
        elif kind == "body" and (way := labels.cue("way").match(draft.text, cell.start, cell.end)):
            roles.append("taker" if way["to"] else "holder")
            record.cells[turn] = Cell(way.end(), cell.end)
        elif kind == "body":
            roles.append(_body(draft, cell, roles, shapes, transfers=transfers))
        elif kind == "words":
            roles.append(_words(draft, cell, roles, turn, topic))
        else:
            roles.append({"money": "amount", "range": "period", "place": "city"}.get(kind, kind))
    record.cells = [
        Cell(c.start, c.end, role, c.label) for c, role in zip(record.cells, roles, strict=True)
    ]
    return record


def shape(draft: Draft, start: int, end: int, labels: Labels) -> str:
    """The shape of a cell: patent, class, range, date, money, status, body, place, leader, number
    or words."""
    text = draft.text[start:end].strip(" .;\"'")
    if any(f.end - f.start > 0.6 * (end - start) for f in draft.within(start, end, "Patent")):
        return "patent"
    if _CLASS.fullmatch(text):
        return "class"
    dates = list(DATE.finditer(text))
    if len(dates) == 2 or re.fullmatch(r"(?:19|20)\d\d\s?[-–/]\s?(?:20)?\d\d", text):
        return "range"
    if (dates and len(dates[0].group()) >= len(text) - 8) or _YEARS.fullmatch(text):
        return "date"
    sums = [q for q in quantities(draft.text, start, end) if is_money(q.unit)]
    if sums and len(text.split()) <= 10:
        return "money"
    if _NUMBER.fullmatch(text):
        return "number"
    found = draft.within(start, end, *_BODIES)
    if LEGAL.search(text) or any(f.end - f.start > 0.5 * (end - start) for f in found):
        return "body"
    if labels.cue("transfer").search(text) and len(text.split()) <= 5:
        return "status"
    places = draft.within(start, end, "Region")
    if places and sum(f.end - f.start for f in places) > 0.6 * (end - start):
        return "place"
    if _TITLES.match(text) and _PERSON.fullmatch(text):
        return "leader"
    return "words" if re.search(r"[^\W\d_]{3}", text) else "number"


def _body(draft: Draft, cell: Cell, roles: list[str], shapes: list[str], *, transfers: bool) -> str:
    text = draft.text[cell.start : cell.end]
    bodies = shapes.count("body")
    if "patent" in shapes:
        if bodies > 1:
            return "taker" if "holder" in roles else "holder"
        moved = transfers or "status" in shapes or "money" in shapes
        return "taker" if moved else "holder"
    centre = re.search("|".join((*phrases("institute_compound"), "laboratory", "centre", "center")),
                       text, re.IGNORECASE)  # fmt: skip
    first = not {"enterprise", "institute", "host"} & set(roles)
    if first and centre and not LEGAL.search(text):
        return "institute"
    if first:
        return "enterprise"
    if "institute" in roles and "host" not in roles and not LEGAL.search(text):
        return "host"
    return "partner"


def _words(draft: Draft, cell: Cell, roles: list[str], turn: int, topic: str) -> str:
    text = draft.text[cell.start : cell.end].strip(" .\"'")
    if "patent" in roles and "title" not in roles:
        return "title"
    if not {"enterprise", "institute", "host"} & set(roles):
        return ""
    low = text.casefold()
    if low in industries() or low.rpartition(" ")[2] in ("industry", "sector"):
        return "industry"
    if text[:1].isupper() and not any(w in words("technology_tail") for w in low.split()):
        return "problem" if topic == "problem" and "problem" not in roles else ""
    if topic == "problem":
        return "technology" if "problem" in roles else "problem"
    return "field" if "institute" in roles else ""
