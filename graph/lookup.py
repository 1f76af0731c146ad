"""Looking things up: by name in either script, by id, with neighbours and the facts behind them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from graph.errors import InvalidRequest, NotFound
from graph.identity.names import normal_name
from graph.identity.stated import identifiers_of
from graph.language.tokens import name_tokens
from graph.model import Claim, Edge, EdgeKey, Entity, Flag, Record, TextSpan, Unit, Value
from graph.project.effective import effective
from graph.schema import EDGES, KINDS
from graph.store import NAME_STUB, Store
from graph.text_places import Place, place_of
from graph.visibility import Eyes

_SURE = 0.9
_MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Found:
    """A name search's answer: the entity and how well its best name fits, 0 to 1."""

    entity: Entity
    score: float


@dataclass(frozen=True, slots=True)
class Fact:
    """A claim with its source, as every face shows it."""

    id: str
    document: str
    title: str
    source: str
    date: str | None
    subject: str
    subject_name: str
    predicate: str
    object: str
    """Entity id of the object, or empty for a value."""
    object_name: str
    """The object's name, or the value with its unit."""
    status: str
    period: str
    quote: str
    locator: str
    confidence: float
    role: str = ""
    measure: str = ""
    row: int = 0
    flags: tuple[str, ...] = ()
    kind: str = ""
    """The subject's kind."""
    extractor: str = ""
    """What read it: ``text-rules/COMPONENT``, ``mapping``, or ``person:NAME``."""
    value: Value | None = None
    """The plain value of a property or figure, with ``unit`` and ``bound`` ("min", "max")."""
    unit: str = ""
    bound: str = ""
    region: str = ""
    """The area that a figure is about, by name."""
    where: Place | None = None
    """In a PDF or a Word file: the page, paragraph or cell of the words."""

    @property
    def place(self) -> str:
        """Where the words are, for people: the document with its page, paragraph, cell or
        offsets, or the register's row."""
        where = f"row {self.row}" if self.locator.startswith("c") and self.row else ""
        if self.locator.startswith("t"):
            where = str(self.where or f"characters {self.locator[1:]}")
        return ", ".join(part for part in (self.document, where) if part)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An edge seen from one of its ends."""

    edge: Edge
    other: Entity
    outward: bool

    @property
    def caption(self) -> str:
        """The edge in words, as seen from this end."""
        caption = EDGES[self.edge.kind].caption
        return caption if self.outward or EDGES[self.edge.kind].symmetric else f"← {caption}"


class Lookup:
    """Answers for a reader of one visibility level (2 sees all) over one store."""

    def __init__(self, store: Store, *, level: int = 2) -> None:
        self._store = store
        self._level = level
        self.eyes = Eyes(store, level=level)

    def find(self, text: str, *, kinds: Collection[str] = (), limit: int = 10) -> list[Found]:
        """Entities by name, the best first, ties by id; parts of names and small slips are found.
        What bears the identifier that the text is comes before them.

        Raises `InvalidRequest` for an empty text or an unknown kind.
        """
        if not text.strip():
            raise InvalidRequest("say what to look for: the text is empty")
        check_kinds(kinds)
        wanted = normal_name(text, legal_form=True)
        proposed = {e.id: e for e in self._store.propose(text, kinds=kinds)}
        found = self._scored(text, wanted, proposed)
        words = text.split()
        if 1 < len(words) <= _MOST_WORDS and (not found or found[0].score < _SURE):
            for i in range(len(words)):  # a slip in one word: the others find it
                others = " ".join(words[:i] + words[i + 1 :])
                proposed |= {e.id: e for e in self._store.propose(others, kinds=kinds)}
            found = self._scored(text, wanted, proposed)
        bearers = [Found(e, 1.0) for e in self._bearers(text) if e.kind in (kinds or KINDS)]
        ids = {bearer.entity.id for bearer in bearers}
        return [*bearers, *(f for f in found if f.entity.id not in ids)][:limit]

    def _scored(
        self, text: str, wanted: str, proposed: Mapping[str, Entity]
    ) -> list[Found]:
        """Those of the proposed that this reader finds by the names that it may see."""
        stubs = tuple(word[:NAME_STUB] for word in name_tokens(text))
        found = [
            Found(e, name_score(wanted, e)) for e in self.eyes.entities(proposed.values())
            if e is proposed[e.id] or any(
                word.startswith(stubs) for name in (e.name, *e.names) for word in name_tokens(name))
        ]
        return sorted(found, key=lambda f: (-f.score, f.entity.id))

    def entity(self, reference: str, *, kinds: Collection[str] = ()) -> Entity:
        """The entity with this id (a former id is followed), identifier in any spelling, with or
        without its scheme, or exact name.

        Raises `NotFound`, with the nearest names, or when a name means several things.
        """
        reference = reference.encode(errors="replace").decode()  # half a character names nothing
        there = self._store.entities([reference])
        if not there:
            moved = self._store.redirects([reference])
            there = self._store.entities(list(moved.values()))
        seen = list(self.eyes.entities(there.values())) if there else self._bearers(reference)
        if len(seen) > 1:
            raise _ambiguous(reference, seen)
        return seen[0] if seen else self._by_name(reference, kinds)

    def _bearers(self, reference: str) -> list[Entity]:
        """Those that bear the identifier which a reference is, as far as this reader sees."""
        asked = identifiers_of(reference)
        bearers = self._store.entities_by_identifier(asked) if asked else {}
        there = self._store.entities(list(dict.fromkeys(bearers.values())))
        return [entity for entity in self.eyes.entities(there.values())
                if not set(asked).isdisjoint(entity.identifiers)]

    def _by_name(self, name: str, kinds: Collection[str]) -> Entity:
        found = self.find(name, kinds=kinds, limit=50) if name.strip() else []
        normal = normal_name(name)
        exact = [f.entity for f in found
                 if normal in {normal_name(n) for n in (f.entity.name, *f.entity.names)}]
        if len(exact) == 1:
            return exact[0]
        if exact:
            raise _ambiguous(name, exact)
        near = "; ".join(f"{f.entity.name} ({f.entity.kind})" for f in found[:3])
        raise NotFound(f"nothing is named {name!r}" + (f"; nearest: {near}" if near else ""))

    def neighbours(
        self, entity_id: str, *, kinds: Collection[str] = (), before: int | None = None,
        limit: int = 200,
    ) -> list[Neighbour]:
        """Edges at an entity as this reader sees them, by kind, then the best supported first."""
        edges = list(self.eyes.edges(self._store.edges_at([entity_id], kinds=kinds),
                                      before=before))
        edges.sort(key=lambda e: (e.kind, e.start != entity_id, -e.count, e.start, e.end))
        edges = edges[:limit]
        ends = self._store.entities({other_end(edge, entity_id) for edge in edges})
        others = {entity.id: entity for entity in self.eyes.entities(ends.values())}
        return [
            Neighbour(edge, others[other_end(edge, entity_id)], edge.start == entity_id)
            for edge in edges if other_end(edge, entity_id) in others
        ]

    def facts_of_edge(
        self, key: EdgeKey, *, before: int | None = None, limit: int = 50
    ) -> list[Fact]:
        """The facts behind an edge, the latest first."""
        edge = self._store.edges_by_key([key]).get(key)
        seen = edge and edge.seen(level=self._level, before=before)
        if not seen:
            return []
        latest = sorted(seen.supports, key=lambda s: (s.date or "", s.unit), reverse=True)
        facts = self.facts_of_units([s.unit for s in latest[:limit]])
        ends = {key[0], key[2]}
        return [f for f in facts if f.predicate == key[1] and f.status == key[3]
                and {f.subject, f.object} == ends]

    def facts_of_entity(self, entity_id: str, *, before: int | None = None,
                        limit: int = 100) -> list[Fact]:
        """What units say about an entity: its properties, names and indicators."""
        rows = self._store.rows_of_entities([entity_id], limit=limit)
        units = list(dict.fromkeys(row.unit for row in rows))
        return [
            fact for fact in self.facts_of_units(units, before=before)
            if fact.subject == entity_id and not fact.object
        ]

    def facts_of_units(self, units: Iterable[str], *, before: int | None = None) -> list[Fact]:
        """All facts of these units that this reader may see, in the order given."""
        keys = list(dict.fromkeys(units))
        levels = {source.key: source.level for source in self._store.sources()}
        loaded = self._store.units(keys)
        rows = {row.key: row.entity for row in self._store.rows_of_units(keys)}
        decisions = self._store.decisions_on(keys)
        facts: list[Fact] = []
        for key in keys:
            unit = loaded.get(key)
            if unit is None or levels.get(unit.source, 2) > self._level:
                continue
            if before is not None and (unit.day is None or unit.day >= before):
                continue
            item = effective(unit, [d for d in decisions if key in d.units])
            records = {record.key: record for record in item.records}
            facts += [fact_of(unit, claim, records, rows, item.valid_flags)
                      for claim in item.claims]
        return facts

    def document(self, key: str) -> Unit:
        """A document or row by its key; `NotFound` if there is none that this reader may see."""
        unit = self._store.units([key]).get(key)
        levels = {source.key: source.level for source in self._store.sources()}
        if unit is None or levels.get(unit.source, 2) > self._level:
            raise NotFound(f"no document {key!r}")
        return unit


def _ambiguous(reference: str, meant: Sequence[Entity]) -> NotFound:
    listed = "; ".join(f"{e.id} {e.kind} {e.name} {e.region}".strip() for e in meant[:5])
    return NotFound(f"{reference!r} means {len(meant)} things, give the id: {listed}")


def fact_of(
    unit: Unit, claim: Claim, records: Mapping[str, Record], rows: Mapping[str, str],
    flags: Iterable[Flag],
) -> Fact:
    """A claim as faces show it; ``records`` by key, ``rows`` the entities of record keys."""
    if claim.object is not None:
        target, target_name = rows.get(claim.object, ""), records[claim.object].name
    else:
        target, target_name = "", value_text(claim.value, claim.unit, claim.bound)
    subject, at = records[claim.subject], claim.evidence.locator
    return Fact(
        claim.identity(unit.key), unit.key, unit.title, unit.source, unit.date,
        rows.get(claim.subject, ""), subject.name, claim.predicate, target, target_name,
        claim.status, claim.period, unit.quote(claim), claim.evidence.locator.code(),
        claim.evidence.confidence, claim.role, claim.measure, unit.number,
        tuple(flag.rule for flag in flags
              if flag.quote and unit.quote(claim) and
              (flag.quote in unit.quote(claim) or unit.quote(claim) in flag.quote)),
        subject.kind, claim.evidence.extractor,
        claim.value, claim.unit, claim.bound, claim.region,
        place_of(unit.text, unit.media, at.start) if isinstance(at, TextSpan) else None,
    )


def value_text(value: Value | None, unit: str = "", bound: str = "") -> str:
    """A value for people: 1689000000 CNY, at least 20 %."""
    prefix = {"min": "at least ", "max": "at most "}.get(bound, "")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return f"{prefix}{value} {unit}".strip()


def other_end(edge: Edge, entity_id: str) -> str:
    """The end of the edge that is not this entity."""
    return edge.end if edge.start == entity_id else edge.start


def check_kinds(kinds: Iterable[str]) -> None:
    """Raise `InvalidRequest` for a kind that the schema does not have."""
    for kind in kinds:
        if kind not in KINDS:
            raise InvalidRequest(f"{kind!r} is no kind; choose from {', '.join(KINDS)}")


def name_score(wanted: str, entity: Entity) -> float:
    """How well the entity's best name fits a normalised text, 0 to 1; 1 only for an equal name."""
    best = 0.0
    for name in (entity.name, *entity.names):
        normal = normal_name(name, legal_form=True)
        if normal == wanted:
            return 1.0
        ratio = fuzz.WRatio(wanted, normal) / 100
        if normal.startswith(wanted):
            ratio = max(ratio, 0.9 + 0.09 * len(wanted) / len(normal))
        best = max(best, min(ratio, 0.99))
    return round(best, 6)
