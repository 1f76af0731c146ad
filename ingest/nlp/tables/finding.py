"""Finds the layout of a document and parts its sentences at the edges of cells."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from ingest.facts import is_money
from ingest.nlp.lexicon import data
from ingest.nlp.numbers import quantities
from ingest.nlp.tables.blocks import add_blocks
from ingest.nlp.tables.grids import add_entries, add_grids
from ingest.nlp.tables.labels import Labels
from ingest.nlp.tables.layout import Cell, Layout, Record, Span, lines_of, trimmed
from ingest.sources.text import SourceDocument


@lru_cache(maxsize=1)
def rules() -> dict[str, Any]:
    """The rules of ``tables.json``: roles, types, links and cues."""
    return dict(data("tables.json"))


@lru_cache(maxsize=1)
def english() -> Labels:
    """The labels of English documents."""
    return Labels(rules()["roles"], rules()["cues"])


def find_layout(source: SourceDocument, labels: Labels) -> Layout:
    """The records of a document's clean text; the tabs of the file part cells, too."""
    text = with_tabs(source)
    layout = Layout()
    add_grids(layout, text, labels)
    start, end = trimmed(text, 0, text.find("\n") if "\n" in text else len(text))
    label = text[start:end].partition(":")[0]
    add_blocks(layout, text, labels, title=-1 if labels.exact(label) else start)
    add_entries(layout, text, labels)
    _add_totals(layout, text, labels)
    _add_note_numbers(layout, text)
    layout.records.sort(key=lambda record: record.start)
    return layout


def _add_totals(layout: Layout, text: str, labels: Labels) -> None:
    """ "Total: R$ 73.4 million (US$ 14.1 million)." below a table sums up its column of money."""
    heads = [
        (r.start, c.label)
        for r in layout.records
        for c in r.cells
        if c.role == "amount" and c.label
    ]
    taken = [(r.start, r.end) for r in layout.records]
    for start, end in lines_of(text) if heads else []:
        label = re.match(r"\s*([^:\n]{3,40}):\s*", text[start:end])
        if not label or not labels.cue("total").match(label[1]) or start < heads[0][0]:
            continue
        begin = start + label.end()
        stop = re.compile(r"\.(?=\s|$)|$").search(text, begin, end)
        close = stop.start() if stop else end
        sums = [q for q in quantities(text, begin, close) if is_money(q.unit)]
        rest = text[begin:close]
        for q in sums:
            rest = rest.replace(text[q.start : q.end], "", 1)
        if sums and not rest.strip(" ()") and not any(a <= start < b for a, b in taken):
            name = max((h for h in heads if h[0] < start), default=heads[0])[1]
            cell = Cell(begin, close, "amount", name)
            layout.heads.append(trimmed(text, start, begin))
            layout.records.append(Record("total", start, close, [cell]))


def _add_note_numbers(layout: Layout, text: str) -> None:
    """Numbers of notes ("1 Entry R-29 is deleted") below each other are marks and count nothing."""
    notes = list(re.finditer(r"^\s*(\d{1,2})[ \t]+(?=[\"(]?[^\W\d_a-z])", text, re.MULTILINE))
    taken = [(r.start, r.end) for r in layout.records]
    for turn, note in enumerate(notes):
        near = notes[max(0, turn - 1) : turn + 2]
        steps = {int(other[1]) - int(note[1]) for other in near} - {0}
        free = not any(a <= note.start(1) < b for a, b in taken)
        if free and steps & {1, -1} and (int(note[1]) == 1 or -1 in steps):
            layout.heads.append(note.span(1))


def with_tabs(source: SourceDocument) -> str:
    """The clean text with those tabs that the source has where the text has a space."""
    if "\t" not in source.text or source.markup:
        return source.clean
    return "".join(
        "\t" if char == " " and source.text[at] == "\t" else char
        for char, at in zip(source.clean, source.starts, strict=True)
    )


def parted(text: str, sentences: list[Span], cuts: list[int]) -> list[Span]:
    """Sentences cut at offsets; pieces that hold no word are left out."""
    result: list[Span] = []
    turn = 0
    for start, end in sentences:
        while turn < len(cuts) and cuts[turn] <= start:
            turn += 1
        edges = [start]
        while turn < len(cuts) and cuts[turn] < end:
            edges.append(cuts[turn])
            turn += 1
        pieces = [trimmed(text, a, b) for a, b in zip(edges, [*edges[1:], end], strict=True)]
        result += [p for p in pieces if len(edges) == 1 or re.search(r"\w", text[slice(*p)])]
    return result
