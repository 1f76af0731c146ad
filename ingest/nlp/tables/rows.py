"""One record read: the entities of its cells by role, and the relations between them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from graph.schema import allowed
from ingest.nlp.draft import Draft, Found
from ingest.nlp.lexicon import mapping
from ingest.nlp.patents import patent_number
from ingest.nlp.tables.bodies import BODIES, Body, bodies_of, clear, persons_of, places_of
from ingest.nlp.tables.finding import rules
from ingest.nlp.tables.labels import Labels
from ingest.nlp.tables.layout import Cell, Record

_LEVELS = {"county": 3, "city": 2, "area": 1, "province": 1, "country": 0}
_ARTICLE = re.compile(r"(?:an?|the) (?=\w)", re.IGNORECASE)
_CLAUSE = re.compile(r";|(?<=[\w)])\.(?=\s+[A-Z])|\.?\s*$")
_CODE = re.compile(r"[A-Z]{1,4}[-/.]?\d{1,4}")
_QUOTED = re.compile(r"[\"'][^\"']+[\"']|[^()]+\([A-Z][\w& -]{1,14}\)")
_KNOW_HOW = re.compile(
    r"(?:know-?how|trade secret|technology|technique|process|software|copyright|design|method)"
    r"(?: \([^)]*\))?\s?[:–—-]\s+", re.IGNORECASE,
)  # fmt: skip
_MOST = 16
"""Words of a technology's name; a longer cell is cut at its first comma."""


@dataclass(slots=True)
class Row:
    """A record with the entities of its cells by role."""

    record: Record
    found: dict[str, list[Found]] = field(default_factory=dict)
    places: list[Found] = field(default_factory=list)
    bodies: list[Body] = field(default_factory=list)
    negative: bool = False
    """Its status or remarks say that nothing came of it."""

    def first(self, *roles: str) -> Found | None:
        """The first entity of the first of these roles that the record has."""
        return next((self.found[r][0] for r in roles if self.found.get(r)), None)


def read_row(draft: Draft, record: Record, labels: Labels) -> Row:
    """The row of a record whose cells all have their roles."""
    row = Row(record)
    for cell in record.having("status", "text", "period"):
        row.negative |= bool(labels.cue("negative").search(draft.text[cell.start : cell.end]))
    for cell in record.cells:
        row.found.setdefault(cell.role, []).extend(_entities(draft, row, cell, labels))
    row.found = {role: found for role, found in row.found.items() if found}
    if "institute" in row.found and "host" in row.found and "enterprise" in row.found:
        row.found.setdefault("partner", []).extend(row.found.pop("enterprise"))
    _titles(draft, row)
    _wanted(draft, row, labels)
    return row


def _entities(draft: Draft, row: Row, cell: Cell, labels: Labels) -> list[Found]:
    text = draft.text[cell.start : cell.end]
    type_ = rules()["types"].get(cell.role, "")
    if not type_ or not re.search(r"\w", text) or labels.cue("empty").fullmatch(text.strip(" .")):
        return []
    if type_ in BODIES:
        known = cell.role in ("cooperation", "issuer")
        listed = bodies_of(draft, cell.start, cell.end, type_, known=known)
        row.bodies += listed
        return [body.found for body in listed]
    if type_ == "Region":
        kind = cell.label.casefold().split()[-1:]
        level = mapping("levels").get(kind[0], "") if kind else ""
        places = places_of(draft, cell.start, cell.end, level)
        row.places += places
        return places[:1]
    if type_ == "Person":
        return persons_of(draft, cell.start, cell.end, cell.label)
    if type_ == "Patent":
        return _patents(draft, cell) or _know_how(draft, row, cell, labels)
    if type_ == "Problem":
        return [problem(draft, cell.start, cell.end)]
    if type_ == "Programme":
        return _project(draft, row, cell)
    return _fields(draft, cell, type_, labels)


def _belongings(draft: Draft, row: Row) -> None:
    """The places and industries that cells give their bodies."""
    for body in row.bodies:
        for place in body.places[:1]:
            _note(draft, row, "LOCATED_IN", body.found, place)
        for inner, outer in zip(body.places, body.places[1:], strict=False):
            _note(draft, row, "PART_OF", inner, outer)
        for industry in body.industries:
            _note(draft, row, "OPERATES_IN", body.found, industry)


def _patents(draft: Draft, cell: Cell) -> list[Found]:
    """Patents by number; a cell of another form of number is a patent as a whole."""
    found = draft.within(cell.start, cell.end, "Patent")
    text = draft.text[cell.start : cell.end]
    if found and (len(found) > 1 or patent_number().search(text)):
        one = found[0]
        whole = len(found) == 1 and len(text.split()) <= 6 and "(" not in text
        if whole and (one.start, one.end) != (cell.start, cell.end):
            one.start, one.end, one.name = cell.start, cell.end, " ".join(text.split())
        before = draft.text.find(" (", cell.start, one.start)
        if before > 0 and len(found) == 1:
            clear(draft, cell.start, before, "Industry", "Technology", "Problem")
            draft.add("Patent", cell.start, before, key=one.key, confidence=0.8)
        return found
    number = re.match(r"[^,;\n]*\d[^;\n(]*", text)
    if not number or len(number.group().split()) > 6:
        return []
    clear(draft, cell.start, cell.end, *BODIES, "Patent", "Technology", "Industry")
    return [
        draft.add(
            "Patent", cell.start, cell.start + len(number.group().rstrip(" .")), confidence=0.85
        )
    ]


def _know_how(draft: Draft, row: Row, cell: Cell, labels: Labels) -> list[Found]:
    """A right without a number is the technique that it covers: none of the row's patents."""
    label = _KNOW_HOW.match(draft.text, cell.start, cell.end)
    if label:
        cell = Cell(label.end(), cell.end, "technology", cell.label)
        row.found.setdefault("technology", []).extend(_fields(draft, cell, "Technology", labels))
    return []


def problem(draft: Draft, start: int, end: int) -> Found:
    """The need that a cell states: its first clause."""
    stop = _CLAUSE.search(draft.text, start, end)
    end = stop.start() if stop and stop.start() > start else end
    clear(draft, start, end, "Industry", "Technology", "Problem", "Platform", "Programme")
    return draft.add("Problem", start, end, confidence=0.85)


def _project(draft: Draft, row: Row, cell: Cell) -> list[Found]:
    """A project by name is a programme; a title in plain words is the technology it works on."""
    text = draft.text[cell.start : cell.end].strip(" .")
    known = draft.within(cell.start, cell.end, "Programme")
    if known:
        return known[:1]
    clear(draft, cell.start, cell.end, "Industry", "Technology", "Problem", "Platform")
    if _is_title(text):
        return [draft.add("Programme", cell.start, cell.end, confidence=0.75)]
    row.found.setdefault("field", []).append(
        draft.add("Technology", cell.start, cell.end, confidence=0.7)
    )
    return []


def _is_title(text: str) -> bool:
    """Whether words are a name: quoted, with an abbreviation, or a few words with capitals."""
    words = [w for w in text.split() if len(w) > 3 or w[0].isupper()]
    capitals = all(w[0].isupper() or w[0].isdigit() for w in words)
    return bool(_QUOTED.fullmatch(text)) or (0 < len(words) <= 6 and capitals)


def _fields(draft: Draft, cell: Cell, type_: str, labels: Labels) -> list[Found]:
    """Industries and technologies: the whole cell, or each of its items behind semicolons."""
    result: list[Found] = []
    for part in re.finditer(r"[^;\n]+(?:\n(?!\n)[^;\n]+)*", draft.text[cell.start : cell.end]):
        start, end = cell.start + part.start(), cell.start + part.end()
        while start < end and draft.text[start].isspace():
            start += 1
        stop = labels.cue("wanted_end").search(draft.text, start, end)
        end = stop.start() if stop and stop.start() > start + 2 else end
        article = _ARTICLE.match(draft.text, start, end)
        start = article.end() if article else start
        if len(draft.text[start:end].split()) > _MOST and "," in draft.text[start:end]:
            end = draft.text.index(",", start, end)
        patents = draft.within(start, end, "Patent")
        if patents or not re.search(r"[^\W\d_]{2}", draft.text[start:end]):
            result += patents
            continue
        clear(draft, start, end, "Industry", "Technology", "Problem", "Platform", "Programme")
        result.append(draft.add(type_, start, end, confidence=0.85))
    return result


def _titles(draft: Draft, row: Row) -> None:
    """A patent's title is another form of its number; without a number it is the patent."""
    for cell in row.record.having("title"):
        clear(draft, cell.start, cell.end, "Industry", "Technology", "Problem", *BODIES)
        patent = row.first("patent")
        if patent:
            draft.add("Patent", cell.start, cell.end, key=patent.key, confidence=0.9)
        else:
            new = draft.add("Patent", cell.start, cell.end, confidence=0.7)
            row.found.setdefault("patent", []).append(new)


def _wanted(draft: Draft, row: Row, labels: Labels) -> None:
    """What a block wants and what troubles it, where no label says so."""
    trouble: tuple[int, int] | None = None
    for start, end in _sentences(draft, row.record):
        wanted = labels.cue("wanted").search(draft.text, start, end)
        if wanted:
            cell = Cell(wanted.end(), end, "technology")
            found = _fields(draft, cell, "Technology", labels)
            row.found.setdefault("technology", []).extend(found)
        elif trouble is None and labels.cue("trouble").search(draft.text, start, end):
            trouble = (start, end)
    headed = row.record.having("problem")
    if trouble and (headed or "amount" in {c.role for c in row.record.cells}):
        _trouble(draft, row, *trouble)


def _own_words(draft: Draft, row: Row, labels: Labels) -> None:
    """What a block says in the first person of its body: "our partner", "a patent of our own"."""
    body = row.first("enterprise", "institute", "host")
    for start, end in _sentences(draft, row.record, *_TOLD) if body else []:
        assert body
        if labels.cue("ours").search(draft.text, start, end):
            for patent in draft.within(start, end, "Patent"):
                _note(draft, row, "DEVELOPS", body, patent)
        if labels.cue("partner").search(draft.text, start, end):
            for other in draft.within(start, end, *BODIES):
                if other.key != body.key:
                    _note(draft, row, "COLLABORATES_WITH", body, other)


def _trouble(draft: Draft, row: Row, start: int, end: int) -> None:
    """The sentence that states the trouble: the problem itself, or its other wording."""
    main = row.first("problem")
    if main is None:
        row.found["problem"] = [problem(draft, start, end)]
    elif not any(c.role == "problem" and c.label for c in row.record.cells):
        other = problem(draft, start, end)
        other.key, other.embedded = main.key, True


_TOLD = ("problem", "amount", "text", "technology", "deadline")
"""Roles of cells that may tell more than their fact."""


def _sentences(draft: Draft, record: Record, *roles: str) -> list[tuple[int, int]]:
    """The sentences of a block's prose, and of its cells of these roles."""
    spans = [*record.prose, *((c.start, c.end) for c in record.having(*roles))]
    return [
        (a, b) for a, b in draft.sentences
        if any(start <= a and b <= end for start, end in spans)
    ]  # fmt: skip


def _codes(draft: Draft, row: Row) -> None:
    """An entry's code ("L1") stands for its main entity wherever the text uses it."""
    main = row.first("institute", "patent", "project")
    for cell in row.record.having("number"):
        code = draft.text[cell.start : cell.end].strip(" .)(")
        if main and _CODE.fullmatch(code):
            for found in re.finditer(rf"(?<![\w-]){re.escape(code)}(?![\w-])", draft.text):
                inside = row.record.start <= found.start() < row.record.end
                if not inside and not draft.covered(*found.span()):
                    draft.add(main.type, *found.span(), key=main.key, reference=True)


def link_row(draft: Draft, row: Row, labels: Labels) -> None:
    """Adds the relations of a row, once all rows are read and all names have their keys."""
    _codes(draft, row)
    _belongings(draft, row)
    _own_words(draft, row, labels)
    for type_, subject_role, object_role in rules()["links"]:
        for subject in row.found.get(subject_role, []):
            for object_ in row.found.get(object_role, []):
                _note(draft, row, type_, subject, object_)
    body = row.first("institute", "enterprise", "host", "taker", "holder")
    _placed(draft, row, body)
    if not row.first("holder", "taker"):
        for patent in row.found.get("patent", []) if body else []:
            _note(draft, row, "DEVELOPS", body, patent)
    if not row.first("institute", "enterprise"):
        for other in [*row.found.get("partner", []), *row.found.get("cooperation", [])]:
            _note(draft, row, "COLLABORATES_WITH", row.first("host"), other)
        for thing in (f for role in ("industry", "field") for f in row.found.get(role, [])):
            _note(draft, row, "OPERATES_IN", row.first("host"), thing)
    for person in row.found.get("leader", []):
        _note(draft, row, "WORKS_FOR", person, row.first("institute", "host", "enterprise"))
    for person in row.found.get("contact", []):
        _note(draft, row, "WORKS_FOR", person, row.first("enterprise", "institute", "host"))


def _placed(draft: Draft, row: Row, body: Found | None) -> None:
    """The place of a row is that of its body (and host), and lies in the larger ones beside it."""
    places = sorted(row.places, key=lambda p: -_LEVELS.get(p.key.partition("|")[2], 2))
    if places and body:
        _note(draft, row, "LOCATED_IN", body, places[0])
        if "institute" in row.found and "host" in row.found:
            _note(draft, row, "LOCATED_IN", row.found["host"][0], places[0])
    for inner, outer in zip(places, places[1:], strict=False):
        _note(draft, row, "PART_OF", inner, outer)


def _note(draft: Draft, row: Row, type_: str, subject: Found | None, object_: Found | None) -> None:
    """A relation of a row, unless its kinds or its status forbid it."""
    if subject is None or object_ is None or not allowed(type_, subject.type, object_.type):
        return
    if row.negative and type_ not in rules()["lasting"]:
        return
    start, end = min(subject.start, object_.start), max(subject.end, object_.end)
    draft.link(type_, subject, object_, start, end, 0.85)
