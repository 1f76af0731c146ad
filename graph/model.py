"""Sources, units, records, claims and evidence: what goes in. Entities, edges, works: what follows.

A *source* (a register, a folder of policy documents, a person who states something) is read in
*units*: one document, or one row of a table. A unit names *records* (what it says about one thing)
and makes *claims* about them, each with its *evidence*. All else in a store - who is who, entities,
edges, works - is derived from units and human decisions, and can be rebuilt.

One claim through the types: row 7 of a patent register becomes ``Unit("patents/CN7")`` with records
``patents/CN7`` (the patent) and ``patents/CN7#applicants:0`` (an institute); ``Claim(
"patents/CN7#applicants:0", "APPLIED_FOR", object="patents/CN7", …)`` supports the edge between the
two entities that these records belong to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b
from typing import Literal

from graph.dates import last_day

Visibility = Literal["public", "internal", "confidential"]
LEVELS: dict[str, int] = {"public": 0, "internal": 1, "confidential": 2}
Value = str | float | int


def digest(*parts: object, size: int = 8) -> str:
    """A short stable hash of the parts, in hexadecimal; 16 digits unless told otherwise."""
    text = "\x1f".join("" if part is None else str(part) for part in parts)
    return blake2b(text.encode(), digest_size=size).hexdigest()


@lru_cache(maxsize=20_000)
def record_id(key: str) -> str:
    """The identifier of a record, and of the entity whose earliest record it is."""
    return digest("record", key)


@dataclass(frozen=True, slots=True)
class Source:
    """Where units come from, with who may see what they say."""

    key: str
    title: str = ""
    visibility: Visibility = "public"
    form: Literal["documents", "table", "person", "event"] = "documents"
    licence: str = ""
    url: str = ""

    @property
    def level(self) -> int:
        """The least reader's level that sees it: 0, 1 or 2."""
        return LEVELS[self.visibility]


@dataclass(frozen=True, slots=True)
class TextSpan:
    """Character offsets into the decoded file (text, HTML)."""

    start: int
    end: int

    def code(self) -> str:
        """The locator as short text, as stores keep it."""
        return f"t{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Cell:
    """A column of the unit's row; the words are in the unit's cells."""

    column: str

    def code(self) -> str:
        """The locator as short text, as stores keep it."""
        return f"c{self.column}"


Locator = TextSpan | Cell


def locator_of(code: str) -> Locator:
    """The inverse of ``Locator.code``."""
    if code.startswith("c"):
        return Cell(code[1:])
    start, _, end = code[1:].partition("-")
    return TextSpan(int(start), int(end))


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that support a claim: where they are, what they are, who read them, how surely."""

    locator: Locator
    quote: str = ""
    extractor: str = "mapping"
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Record:
    """What one unit says of who or what one thing is.

    ``key`` is the unit's key for the thing that a row is about, ``unit#column:position`` for a
    further thing that a row names, ``unit#Kind:name`` for a mention in a text.
    """

    key: str
    kind: str
    name: str
    names: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    """Each as ``scheme:value``, for example ``uscc:91630000…`` or ``patent:CN-1234567-B``."""
    region: str = ""
    """Where an organisation is, from narrow to wide ("Xining, Qinghai"); a hard field of names."""
    context: str = ""
    """For a person the organisation: without it a person is joined with nobody."""

    @property
    def id(self) -> str:
        """The record's id, from its key alone."""
        return record_id(self.key)


@dataclass(frozen=True, slots=True)
class Claim:
    """One fact about records, as one unit states it.

    ``predicate`` is an edge kind, a property of `graph.schema`, ``name``, or ``indicator`` (then
    ``measure`` says what is measured). Either ``object`` (a record key of the same unit) or
    ``value`` is set; a sum carries its currency or other ``unit``.
    """

    subject: str
    predicate: str
    object: str | None = None
    value: Value | None = None
    unit: str = ""
    bound: Literal["", "min", "max"] = ""
    region: str = ""
    measure: str = ""
    status: Literal["observed", "target"] = "observed"
    period: str = ""
    role: str = ""
    share: float | None = None
    evidence: Evidence = field(default_factory=lambda: Evidence(Cell("")))

    def identity(self, unit_key: str) -> str:
        """The claim's id: the same words read again, by whatever extractor, give the same id."""
        return digest(
            unit_key, self.subject, self.predicate, self.measure, self.object,
            canonical(self.value), self.status, self.period, self.role,
            self.evidence.locator.code(),
        )


@dataclass(frozen=True, slots=True)
class Flag:
    """A defect of the text that marks claims and never changes them."""

    rule: str
    locator: Locator
    quote: str
    says: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read and by what: the same again changes nothing."""

    content: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Unit:
    """One document, or one row of a table: what a write takes or leaves as a whole."""

    key: str
    source: str
    reading: Reading
    form: Literal["document", "row", "statement"] = "row"
    title: str = ""
    date: str | None = None
    """The day from which it counts as evidence: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``."""
    cells: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    original: bytes | None = None
    media: str = ""
    number: int = 0
    """Row number or position in the file, for people; no part of any identity."""
    records: tuple[Record, ...] = ()
    claims: tuple[Claim, ...] = ()
    flags: tuple[Flag, ...] = ()

    @property
    def day(self) -> int | None:
        """Proleptic ordinal of the last day that the date may mean, or None."""
        return last_day(self.date) if self.date else None

    def quote(self, claim: Claim) -> str:
        """The words behind a claim: its quote, or its cell."""
        if isinstance(claim.evidence.locator, Cell) and not claim.evidence.quote:
            return self.cells.get(claim.evidence.locator.column, "")
        return claim.evidence.quote

    def record(self, key: str) -> Record:
        """The record with this key; ``KeyError`` if the unit has none."""
        for record in self.records:
            if record.key == key:
                return record
        raise KeyError(key)


def canonical(value: Value | None) -> str:
    """One text for equal values, whatever their type: 3, 3.0 and "3" are one."""
    if value is None:
        return ""
    if isinstance(value, str):
        return " ".join(value.split())
    return repr(int(value)) if float(value).is_integer() else repr(float(value))


# --- derived: entities, edges and works ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing in the world: the cluster of all records that mean it.

    Its id is that of its earliest-loaded record."""

    id: str
    kind: str
    name: str
    names: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    region: str = ""
    properties: Mapping[str, Value] = field(default_factory=dict)


EdgeKey = tuple[str, str, str, str]
"""(start entity, edge kind, end entity, status)."""


@dataclass(frozen=True, slots=True)
class Support:
    """What one unit contributes to an edge; its claims are found in the unit."""

    unit: str
    source: str
    level: int
    date: str | None
    confidence: float
    role: str = ""
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge between two entities and what supports it, ordered by unit key."""

    start: str
    kind: str
    end: str
    status: str
    supports: tuple[Support, ...]

    @property
    def key(self) -> EdgeKey:
        """What identifies the edge."""
        return (self.start, self.kind, self.end, self.status)

    @property
    def count(self) -> int:
        """Units that state it."""
        return len(self.supports)

    @property
    def first(self) -> str | None:
        """The earliest date of its support."""
        return min((s.date for s in self.supports if s.date), key=last_day, default=None)

    @property
    def last(self) -> str | None:
        """The latest date of its support."""
        return max((s.date for s in self.supports if s.date), key=last_day, default=None)

    @property
    def confidence(self) -> float:
        """1 - the product over distinct sources of (1 - the best of that source)."""
        best: dict[str, float] = {}
        for support in self.supports:
            best[support.source] = max(best.get(support.source, 0.0), support.confidence)
        doubt = 1.0
        for source in sorted(best):
            doubt *= 1.0 - best[source]
        return round(1.0 - doubt, 9)

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that its support names."""
        return tuple(sorted({s.role for s in self.supports if s.role}))

    def seen(self, *, level: int = 2, before: int | None = None) -> Edge | None:
        """The edge as a reader of this level sees it before a day; None when nothing is left."""
        left = tuple(
            s
            for s in self.supports
            if s.level <= level
            and (before is None or (s.date is not None and last_day(s.date) < before))
        )
        if len(left) == len(self.supports):
            return self
        return Edge(self.start, self.kind, self.end, self.status, left) if left else None


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A work as one record states it, for `graph.search`: ``day`` is the ordinal of the last day
    that its public date may mean, ``level`` its source's visibility, ``tokens`` its stems,
    ``owners`` the owners' entities with shares that sum to 1, ``family`` its patent family's key.
    """

    record: str
    entity: str
    day: int | None
    level: int
    tokens: str
    owners: tuple[tuple[str, float], ...]
    unit: str = ""
    generation: int = 0
    family: str = ""


# --- human input --------------------------------------------------------------------------------

DecisionKind = Literal["same", "different", "unsure", "confirm", "reject", "correct", "state"]


@dataclass(frozen=True, slots=True)
class RecordAnchor:
    """A record as a decision remembers it, to be found again after each reading."""

    unit: str
    key: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class FactAnchor:
    """A fact as a decision remembers it: never by claim id, which a new reading may change."""

    unit: str
    subject: str
    predicate: str
    object: str = ""  # its name, or the canonical value
    status: str = "observed"
    period: str = ""
    quote: str = ""
    measure: str = ""
    kind: str = ""  # of the subject; empty is any


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided, who, when and why. It is input: only that person's undo removes it."""

    id: str
    kind: DecisionKind
    by: str
    at: str
    why: str = ""
    records: tuple[RecordAnchor, ...] = ()
    fact: FactAnchor | None = None
    value: str = ""
    """For ``correct``: the value, or the object's name, that is right."""
    score: float | None = None
    """For two records: how alike they seemed when the person decided."""

    @property
    def units(self) -> tuple[str, ...]:
        """The units that it speaks about."""
        keys = {anchor.unit for anchor in self.records}
        if self.fact:
            keys.add(self.fact.unit)
        return tuple(sorted(keys))


_PUNCTUATION = re.compile(r"[\W_]+")


def folded(name: str) -> str:
    """A name for comparison within one unit: case and punctuation folded, nothing understood."""
    return _PUNCTUATION.sub(" ", name.casefold()).strip()
