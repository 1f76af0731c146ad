"""Component ``qilian_tables``: the facts of tables, lists of demands, forms and registers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter

from spacy.language import Language
from spacy.tokens import Doc

from ingest.nlp.aliases import spread
from ingest.nlp.draft import Draft, draft_of
from ingest.nlp.edges import WEAK
from ingest.nlp.tables.amounts import add_amounts
from ingest.nlp.tables.bodies import BODIES, clear
from ingest.nlp.tables.finding import english
from ingest.nlp.tables.labels import Labels
from ingest.nlp.tables.layout import Cell, Record
from ingest.nlp.tables.rows import link_row, read_row
from ingest.nlp.tables.shapes import assigned, shape
from ingest.nlp.tables.whole import add_whole

_BARE = frozenset(("Region", "Person", "Industry", "Technology", "Platform"))
_NAME = re.compile(r"(?:[^\W\d_a-z][\w&'-]* )+" + WEAK.pattern + r"(?=$|,|\s[–—-]\s| \()")
"""A name that ends in a word for a firm ("… Winery, Town")."""
_LONGEST = 12
"""Words of a cell without a known label; what is longer is read as running text."""


@Language.factory("qilian_tables")
def make_tables(nlp: Language, name: str) -> Tables:
    """The factory that spaCy calls."""
    return Tables(english())


class Tables:
    """Reads the records that the layout of a document has."""

    def __init__(self, labels: Labels) -> None:
        self.labels = labels

    def __call__(self, doc: Doc) -> Doc:
        """Reads the document into its draft; the document itself is given on."""
        draft = draft_of(doc)
        draft.tabular += draft.layout.heads
        records = [r for r in draft.layout.records if r.kind != "total"]
        if not records:
            return doc
        topic = self._topic(draft, records)
        transfers = bool(self.labels.cue("transfer").search(draft.text[: records[0].start]))
        for record in records:
            self._named(draft, record, topic)
            assigned(draft, record, self.labels, transfers=transfers, topic=topic)
        draft.tabular += [
            (c.start, c.end) for r in draft.layout.records for c in r.cells if _is_fact(draft, c)
        ]
        _clear_bare(draft, records)
        rows = [read_row(draft, record, self.labels) for record in records]
        spread(draft)
        for row in rows:
            link_row(draft, row, self.labels)
        totals = [r for r in draft.layout.records if r.kind == "total"]
        add_amounts(draft, rows, totals, self.labels)
        add_whole(draft, rows, self.labels)
        return doc

    def _topic(self, draft: Draft, records: list[Record]) -> str:
        """What the headings and loose words of the records are about, by title and labels."""
        roles = Counter(c.role for r in records for c in r.cells if c.label)
        if roles["problem"] or roles["technology"] and roles["enterprise"]:
            return "problem"
        title = draft.sentences[0] if draft.sentences else (0, 0)
        demands = self.labels.cue("demands").search(draft.text, *title)
        return "problem" if demands and not roles["institute"] else "field"

    def _named(self, draft: Draft, record: Record, topic: str) -> None:
        """Settles what a label leaves open: a heading, "From" and "To", a body that leads."""
        for turn, cell in enumerate(record.cells):
            role = cell.role
            if role == "heading" or (role == "problem" and not cell.label):
                role = self._heading(draft, record, cell, topic)
            elif cell.label and role in ("leader", "date", "deadline", ""):
                way = self.labels.cue("way").fullmatch(f"{cell.label.casefold()} ")
                if way and record.having("patent", "title"):
                    role = "taker" if way["to"] else "holder"
                elif role == "leader" and self._is_body(draft, cell):
                    role = "host"
            record.cells[turn] = Cell(cell.start, cell.end, role, cell.label)

    def _heading(self, draft: Draft, record: Record, cell: Cell, topic: str) -> str:
        """What the words behind a bare number ("2. Alpha Ltd") or above the labels are."""
        if draft.within(cell.start, cell.end, "Patent"):
            return "patent"
        body = draft.within(cell.start, cell.end, *BODIES)
        named = body and self._is_body(draft, cell) and body[0].start <= cell.start + 4
        if named or (topic == "problem" and _NAME.match(draft.text, cell.start, cell.end)):
            asks = topic == "problem" or body[0].type == "Enterprise"
            role = "enterprise" if asks else "institute"
            return "" if record.having(role) else role
        return "problem" if cell.role == "problem" or topic == "problem" else "text"

    def _is_body(self, draft: Draft, cell: Cell) -> bool:
        return shape(draft, cell.start, cell.end, self.labels) == "body"


def _clear_bare(draft: Draft, records: list[Record]) -> None:
    """Takes out what was found in cells that name nothing: labels, dates, sums and numbers."""
    bare = ("deadline", "date", "period", "number", "class", "amount")
    for record in records:
        for cell in record.having(*bare):
            clear(draft, cell.start, cell.end, *_BARE)
    heads = sorted(draft.layout.heads)
    starts = [start for start, _ in heads]
    kept = []
    for found in draft.found:
        last = bisect_left(starts, found.end) - 1
        over = last >= 0 and heads[last][1] > found.start
        if not (over and found.type in _BARE):
            kept.append(found)
    draft.found = kept


def _is_fact(draft: Draft, cell: Cell) -> bool:
    """Whether a cell is a fact by its position; other cells are read as running text."""
    if cell.role == "text":
        return False
    return bool(cell.role) or len(draft.text[cell.start : cell.end].split()) <= _LONGEST
