"""A mapping made ready for one file: every column looked up once, every row read by closures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NoReturn

from graph.errors import RecordRejected
from graph.model import Cell, Claim, Evidence, Reading, Record, Source, Unit, digest, folded
from graph.schema import allowed
from ingest.sources.cells import (
    Placed,
    Wrong,
    beside,
    by_line,
    checked,
    dated,
    in_unit,
    pairs,
    share,
    split,
)
from ingest.sources.classes import technology_links
from ingest.sources.codes import meaning
from ingest.sources.columns import Cells, Columns, Get
from ingest.sources.filters import Condition
from ingest.sources.identified import Identified, seat
from ingest.sources.kinds import written_as_person
from ingest.sources.rows import Row
from ingest.sources.spec import (
    RECORD,
    EdgePart,
    KindRule,
    Pick,
    PropertyPart,
    Spec,
    ThingPart,
)
from ingest.sources.values import (
    is_empty,
    is_nameless,
    parse_amount,
    parse_number,
    unit_in_header,
)

Things = dict[str, list[Placed]]
"""Name of a thing in the mapping to the row's records of it, each with its positions."""
_EXAMPLES, _EXAMPLE = 5, 40
_STEERING = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""Values remembered of rows left out, and their longest length."""
State = Callable[[Cells, str, list[Claim]], None]
"""Adds the claims about a subject (its record key) that the cells state."""


@lru_cache(maxsize=100_000)
def _words(name: str) -> frozenset[str]:
    return frozenset(folded(name).split())


class RowReader:
    """Reads the rows of one file by one mapping; made by `Mapping.reader`.

    ``notes`` counts what was left out of rows that were taken otherwise; ``left_out`` has the
    conditions that left rows out, each with some values that it met.
    """

    def __init__(self, spec: Spec, present: Sequence[str], place: str) -> None:
        self.spec = spec
        self.place = place
        self.notes: dict[str, int] = {}
        self.left_out: dict[Condition, dict[str, None]] = {}
        columns = Columns(spec, present, place)
        self.columns = columns
        self._sorted = sorted(present)
        self._evidence = {column: Evidence(Cell(column)) for column in (*present, "")}
        self._key = columns.getter(spec.key)
        self._label = columns.getter(spec.label, columns.needed(spec.label, "name"))
        self._names = [(pick, get) for pick in spec.names if (get := columns.getter(pick))]
        self._identified = Identified(columns, self.note)
        self._identifiers = self._identified.of_row(spec.identifiers)
        self._region = columns.path(spec.region)
        self._date = columns.getter(spec.dates)
        self._kind = self._kinds(spec.kind, "")
        self._where = [(columns.filtered(part.column), part) for part in spec.where]
        self._states = self._properties(spec.properties)
        taken: set[str] = set()
        self._things = [
            thing for part in sorted(spec.things, key=lambda part: part.context not in ("", RECORD))
            if (thing := self._thing(part, taken))
        ]
        self._edges = [self._edge(part) for part in spec.edges]

    def unit(self, row: Row, source: Source) -> Unit | None:
        """The row as a unit; None where the mapping's filter leaves it out.

        Raises `RecordRejected` naming file, row, field and what would be right.
        """
        try:
            if row.fault:
                raise Wrong("", row.fault)
            cells, self._identified.row = self._plain(row.cells), row.number
            for column, condition in self._where:
                if not condition.holds(cell := cells.get(column, "")):
                    met = self.left_out.setdefault(condition, {})
                    if len(met) < _EXAMPLES:
                        met[cell[:_EXAMPLE]] = None
                    return None
            return self._unit(row, cells, source)
        except Wrong as err:
            self._reject(row, err.column, str(err))

    def _plain(self, cells: Cells) -> Cells:
        """The cells with blanks for signs that steer a terminal or a printer and are no text."""
        if not any(map(_STEERING.search, cells.values())):
            return cells
        self.note("a cell holds control characters; they are read as blanks")
        return {column: _STEERING.sub(" ", text).strip() for column, text in cells.items()}

    def _reject(self, row: Row, column: str, words: str) -> NoReturn:
        where = f", column {column!r}" if column else ""
        raise RecordRejected(f"{self.place}, row {row.number}{where}: {words}")

    def _unit(self, row: Row, cells: Cells, source: Source) -> Unit:
        kept: list[str] = []
        for column in self._sorted:
            if text := cells.get(column):
                kept += (column, text)
        content = digest(*kept)
        key = f"{source.key}/{self._own_key(cells) or content}"
        record = self._record(key, cells)
        claims: list[Claim] = []
        wrong: list[Wrong] = []
        for state in self._states:
            try:
                state(cells, key, claims)
            except Wrong as err:
                wrong.append(err)
        things: Things = {RECORD: [([0], record)]}
        for part in (*self._things, *self._edges):
            try:
                part(cells, things, claims)
            except Wrong as err:
                wrong.append(err)
        if wrong:
            raise Wrong.of(wrong)
        fields, links = technology_links(record, claims)
        records = (*[r for made in things.values() for _, r in made], *fields)
        return Unit(
            key, source.key, Reading(content, self.spec.fingerprint), "row", "",
            self._public_date(cells), {column: text for column, text in cells.items() if text},
            "", None, "", row.number, records, (*claims, *links),
        )

    def _own_key(self, cells: Cells) -> str:
        if self._key is None:
            return ""
        key, column = self._key(cells)
        if is_empty(key):
            raise Wrong(column, "is empty; every row needs a key of its own here")
        return checked(key, column)

    def _record(self, key: str, cells: Cells) -> Record:
        assert self._label is not None
        name, column = self._label(cells)
        name = " ".join(name.split())
        if is_empty(name):
            raise Wrong(column, "is empty; it names what the row is about")
        if is_nameless(name):
            raise Wrong(column, f"{name[:_EXAMPLE]!r} has neither letter nor digit; it names what "
                                 "the row is about")
        ids = self._identifiers(cells)
        kind = self._kind(cells, name, ids, 0, 1)
        if not kind:
            raise Wrong(column, f"nothing tells what kind of thing {name!r} is; give the mapping "
                                 "a 'default'")
        region = self._region(cells)[0] if self._region else ""
        return Record(key, kind, name, self._other_names(cells, name), ids, seat(region, ids))

    def _other_names(self, cells: Cells, name: str) -> tuple[str, ...]:
        found = [other for pick, get in self._names for other in split(pick, get(cells)[0])
                 if other != name and not is_nameless(other)]
        return tuple(dict.fromkeys(found)) if found else ()

    def _public_date(self, cells: Cells) -> str | None:
        if self._date is None:
            return None
        text, column = self._date(cells)
        return None if is_empty(text) else dated(text, column, self.spec.order)

    # --- made once for a file ---

    def _kinds(
        self, rule: KindRule, thing: str
    ) -> Callable[[Cells, str, tuple[str, ...], int, int], str]:
        """Kind of the thing at a position among many, by its cells, name and identifiers.

        A kind that its edges forbid gives the default.
        """
        default, values = rule.default, meaning(rule.values)
        get = self.columns.getter(rule.pick)
        read = beside(rule.pick, get) if rule.pick and get and thing else None
        possible = {kind for kind in rule.kinds if self._fits(kind, thing)}
        # A person among organisations is one, though no edge from there leads to people.
        possible |= {"Person"} if rule.people else set()
        people = self.columns.getter(rule.people)

        @lru_cache(maxsize=1000)
        def persons(text: str) -> frozenset[frozenset[str]]:
            assert rule.people
            return frozenset(map(_words, split(rule.people, text)))

        @lru_cache(maxsize=200_000)
        def by_name(name: str) -> str:
            told = rule.words.of_name(name)
            return "Person" if rule.people and not told and written_as_person(name) else told

        def kind_of(
            cells: Cells, name: str, ids: tuple[str, ...], position: int, many: int
        ) -> str:
            # An inventor may be written "LI, Na" here and "Li Na" there.
            if people and (text := people(cells)[0]) and _words(name) in persons(text):
                return "Person"
            text = read(self.note, cells, position, many)[0] if read else \
                get(cells)[0] if get else ""
            if coded := values(text):
                return coded
            told = by_name(name) or rule.words.of_identifiers(ids)
            return told if told in possible else default

        return kind_of if rule.words.tests or get or people else lambda *_: default

    def _fits(self, kind: str, thing: str) -> bool:
        for edge in self.spec.edges:
            if edge.start == thing:
                if not any(allowed(edge.kind, kind, e) for e in self.spec.kinds_of(edge.end)):
                    return False
            elif edge.end == thing and not any(
                allowed(edge.kind, s, kind) for s in self.spec.kinds_of(edge.start)
            ):
                return False
        return True

    def _properties(self, parts: Iterable[PropertyPart]) -> list[State]:
        return [state for part in parts if (state := self._property(part))]

    def _property(self, part: PropertyPart) -> State | None:
        get = self.columns.getter(part.pick)
        if get is None:
            return None
        name, evidence = part.name, self._evidence
        if part.type in ("money", "number"):
            return self._amount(part, get)

        def text(cells: Cells, subject: str, claims: list[Claim]) -> None:
            value, column = get(cells)
            if value and not is_empty(value):
                claims.append(Claim(subject, name, None, value, evidence=evidence[column]))

        def day(cells: Cells, subject: str, claims: list[Claim]) -> None:
            value, column = get(cells)
            if value and not is_empty(value):
                iso = dated(value, column, part.order)
                claims.append(Claim(subject, name, None, iso, evidence=evidence[column]))

        def listed(cells: Cells, subject: str, claims: list[Claim]) -> None:
            value, column = get(cells)
            for item in dict.fromkeys(split(part.pick, value)):
                if item and not is_empty(item):
                    claims.append(Claim(subject, name, None, item, evidence=evidence[column]))

        return {"date": day, "list": listed}.get(part.type, text)

    def _amount(self, part: PropertyPart, get: Get) -> State:
        evidence, money = self._evidence, part.type == "money"
        found = self.columns.of(part.pick)
        _, unit, scale = unit_in_header(found[0]) if found else ("", "", 0)
        unit, scale = part.unit or unit, part.scale if part.scale > 1 else scale or 1
        period = self.columns.getter(part.period)

        def stated(cells: Cells, subject: str, claims: list[Claim]) -> None:
            value, column = get(cells)
            if not value or is_empty(value):
                return
            try:
                amounts = (
                    parse_amount(value, unit, scale, part.decimal) if money
                    else in_unit(parse_number(value, part.decimal), unit, scale)
                )
            except ValueError as err:
                raise Wrong(column, str(err)) from err
            when = period(cells)[0] if period else ""
            for amount in amounts:
                claims.append(Claim(
                    subject, part.name, None, amount.value, amount.unit, amount.bound, "",
                    part.measure, part.status, when, "", None, evidence[column],
                ))

        return stated

    def _thing(
        self, part: ThingPart, taken: set[str]
    ) -> Callable[[Cells, Things, list[Claim]], None] | None:
        columns = self.columns
        found = columns.of(part.pick)
        get = columns.getter(part.pick, found)
        if get is None:
            return None
        place = found[0] if found and found[0] not in taken else part.name
        taken.add(place)
        kind_of, ids_of = self._kinds(part.kind, part.name), self._identified.of_thing(part)
        names = [beside(pick, g) for pick in part.names if (g := columns.getter(pick))]
        region = None
        if part.region is not None and (g := columns.getter(part.region)):
            region = beside(part.region, g)
        states = self._properties(part.properties)
        context, note = part.context, self.note
        # Line for line, a thing's context is what stands beside it.
        lined = any(other.name == context and other.beside == part.name
                    for other in self.spec.things)

        def make(cells: Cells, things: Things, claims: list[Claim]) -> None:
            made: dict[tuple[str, tuple[str, ...]], Placed] = {}
            text, column = get(cells)
            found = by_line(part.pick, text) if text else []
            many, first = len(found), dict[str, Placed]()
            unit = things[RECORD][0][1].key
            near = things.get(context, ())
            for position, (line, name) in enumerate(found):
                if not name or is_nameless(name):
                    continue
                ids = ids_of(cells, position, many)
                # The same name again is the same thing, unless an identifier says otherwise.
                if known := made.get((name, ids)) if ids else first.get(name):
                    known[0].append(line)
                    continue
                kind = kind_of(cells, name, ids, position, many)
                if not kind:
                    raise Wrong(column, f"nothing tells what kind of thing {name!r} is; give "
                                         f"the mapping's thing {part.name!r} a default kind")
                record = Record(
                    f"{unit}#{place}:{position}", kind, name,
                    tuple([o for other in names if (o := other(note, cells, position, many)[0])]),
                    ids, seat(region(note, cells, position, many)[0] if region else "", ids),
                    next((other.name for lines, other in near if other.kind != "Person"
                          and not (lined and line not in lines)), ""),
                )
                made[name, ids] = [line], record
                first.setdefault(name, made[name, ids])
                if many == 1:
                    for state in states:
                        state(cells, record.key, claims)
            things[part.name] = list(made.values())

        return make

    def _edge(self, part: EdgePart) -> Callable[[Cells, Things, list[Claim]], None]:
        role = self.columns.getter(part.role)
        fractional = part.share == "fractional"
        share_of = self.columns.getter(part.share) if isinstance(part.share, Pick) else None
        evidence_of = self._evidence_of(part.at)
        fits = lru_cache(maxsize=None)(allowed)

        def join(cells: Cells, things: Things, claims: list[Claim]) -> None:
            starts, ends = things.get(part.start), things.get(part.end)
            if not starts or not ends:
                return
            part_of = None
            if fractional:
                part_of = 1.0 / (len(starts) if part.end == RECORD else len(ends))
            elif share_of:
                part_of = share(*share_of(cells))
            what, evidence = role(cells)[0] if role else "", evidence_of(cells)
            for start, end in pairs(starts, ends, part):
                if not fits(part.kind, start.kind, end.kind):
                    self.note(f"{part.kind} does not go from {start.kind} to {end.kind}; left out")
                    continue
                claims.append(Claim(
                    start.key, part.kind, end.key, None, "", "", "", "", "observed", "", what,
                    part_of, evidence,
                ))

        return join

    def _evidence_of(self, thing: str) -> Callable[[Cells], Evidence]:
        """The cell that names a thing: of several columns the one that does in this row."""
        pick = next(part.pick for part in self.spec.things if part.name == thing)
        columns, get, evidence = self.columns.of(pick), self.columns.getter(pick), self._evidence
        if get is None or len(columns) < 2:
            always = evidence[next(iter(columns), "")]
            return lambda cells: always
        return lambda cells: evidence[get(cells)[1]]

    def note(self, words: str) -> None:
        """Count something that was left out of a row."""
        self.notes[words] = self.notes.get(words, 0) + 1
