"""Which technology fields and industries a patent or an organisation belongs to, on three bases.

*technology*: by the codes of patents, through concordances. *owner*: the industry that a register
states for the organisation. *text*: what documents say that it works in. The three answer other
questions, so they stand side by side and are never added up. Technology links are stored facts;
what tables of industries and owners add is worked out when it is asked for, so it is never stale.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from graph.dates import last_day
from graph.display import Printed
from graph.errors import InvalidRequest
from graph.language.concordance import Concordance, fields, industries_by_hand, of_text, to_text
from graph.language.ipc import Code, codes_of
from graph.language.taxonomy import WIPO, Node
from graph.model import Edge, Entity, Support
from graph.schema import ORGANISATIONS
from graph.store import Store
from graph.visibility import Eyes

Basis = Literal["technology", "owner", "text"]
Codes = tuple[Code, ...]
REGISTERS, DOCUMENTS = "registers", "documents"
_SAVED = "concordance"
_MOST = 10
"""Codes and documents named behind a class."""


@dataclass(frozen=True, slots=True)
class ClassShare:
    """A class with its part of what one table (or the registers, the documents) says on one basis;
    these parts sum to 1.

    ``count`` is the number of patents, each family once, or of the rows or documents that state
    it; ``codes`` are the patents' codes that led there, the most frequent first. ``name`` is empty
    where the table does not name its classes.
    """

    basis: Basis
    table: str
    scheme: str
    code: str
    name: str
    share: float
    count: int
    codes: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Classified(Printed):
    """The classes of a patent or organisation: ``works`` patents were looked at, each family once;
    ``unclassified`` of them have no code that leads to a technology field."""

    entity: Entity
    works: int
    unclassified: int
    shares: tuple[ClassShare, ...]

    def __str__(self) -> str:
        lines = [f"{self.entity.name}: {self.works} patents, {self.unclassified} without a field"]
        lines += [" ".join(filter(None, (f"{s.basis} ({s.table}): {s.share:.3f}", s.scheme, s.code,
                                         s.name))) for s in self.shares]
        return "\n".join(lines)


@dataclass(slots=True)
class _Tally:
    """Parts of classes over things that each count as one."""

    parts: dict[Node, float] = field(default_factory=lambda: defaultdict(float))
    counts: Counter[Node] = field(default_factory=Counter)
    codes: dict[Node, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    documents: dict[Node, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    things: int = 0

    def add(self, statements: Sequence[Mapping[Node, float]], *, weight: float = 1.0) -> None:
        """A thing that is told by one or several sources: their mean, so that it counts once."""
        told = [statement for statement in statements if statement]
        for statement in told:
            for node, part in statement.items():
                self.parts[node] += weight * part / sum(statement.values()) / len(told)
        self.counts.update({node for statement in told for node in statement})
        self.things += bool(told)

    def shares(self, basis: Basis, table: str) -> list[ClassShare]:
        """The classes, the largest part first."""
        total = sum(self.parts.values())

        def most(node: Node) -> tuple[str, ...]:
            counted = self.codes[node]
            return tuple(sorted(counted, key=lambda code: (-counted[code], code))[:_MOST])

        ordered = sorted(self.parts, key=lambda n: (-round(self.parts[n], 9), n.code, n.label))
        return [
            ClassShare(
                basis, table, node.scheme, node.code,
                "" if node.label == node.code else node.label, self.parts[node] / total,
                self.counts[node], most(node), tuple(self.documents[node])[:_MOST],
            )
            for node in ordered
        ]


def keep_table(store: Store, table: Concordance) -> None:
    """Keep a concordance of industries in the store; one of the same scheme is replaced.

    Raises `InvalidRequest` for WIPO's fields: they are those of stored facts.
    """
    if table.scheme == WIPO:
        raise InvalidRequest(f"{WIPO} comes with Qilian ({fields().name}); keep one of industries")
    store.save(_SAVED, table.scheme, to_text(table))


def drop_table(store: Store, scheme: str) -> None:
    """Forget the concordance of a scheme; `InvalidRequest` where none is kept."""
    if scheme not in (kept := store.saved(_SAVED)):
        raise InvalidRequest(f"no table of {scheme!r} is kept; kept: {', '.join(kept) or 'none'}")
    store.save(_SAVED, scheme, None)


def tables(store: Store) -> list[Concordance]:
    """The concordances of industries in use, by scheme: those kept, and the one made by hand
    unless one of its scheme is kept."""
    kept = {scheme: of_text(text) for scheme, text in store.saved(_SAVED).items()}
    by_hand = industries_by_hand()
    return [table for _, table in sorted({by_hand.scheme: by_hand, **kept}.items())]


def industries(
    store: Store, entity: Entity, *, level: int = 2, before: int | None = None
) -> Classified:
    """The classes of a patent, or of an organisation by its patents, its registers, its documents.

    Patents that it applied for or holds count alike, each family once and whole. ``before`` is a
    day: only what was public then counts. Raises `InvalidRequest` for other kinds of things.
    """
    if entity.kind != "Patent" and entity.kind not in ORGANISATIONS:
        raise InvalidRequest(f"{entity.name} is of kind {entity.kind}; fields are of patents "
                             "and organisations")
    reader = _Reader(store, Eyes(store, level=level), before)
    patents = [entity] if entity.kind == "Patent" else reader.patents(entity)
    families: dict[str, list[Entity]] = defaultdict(list)
    for patent in patents:
        families[str(patent.properties.get("family") or patent.id)].append(patent)
    codes = {key: reader.codes(members) for key, members in families.items()}
    tally = reader.technology(families, _by_table(fields(), codes).codes)
    shares = tally.shares("technology", fields().name)
    for table in tables(store):
        shares += _by_table(table, codes).shares("technology", table.name)
    owners = reader.owners(entity) if entity.kind == "Patent" else {entity.id: 1.0}
    shares += reader.stated(owners, registers=True).shares("owner", REGISTERS)
    told = [entity.id] if entity.kind == "Patent" else owners
    shares += reader.stated(dict.fromkeys(told, 1.0), registers=False).shares("text", DOCUMENTS)
    return Classified(entity, len(families), len(families) - tally.things, tuple(shares))


def _by_table(table: Concordance, families: Mapping[str, Sequence[Codes]]) -> _Tally:
    """Families through a table, by the codes of each of their patents."""
    tally = _Tally()
    for patents in families.values():
        found = [table.shares(codes) for codes in patents]
        tally.add([{s.node: s.share for s in shares} for shares in found])
        for node, code in dict.fromkeys((s.node, c.symbol) for f in found for s in f
                                        for c in s.codes):
            tally.codes[node][code] += 1
    return tally


def _node(entity: Entity) -> Node:
    """An industry's or field's place in a classification, or only its name."""
    for identifier in entity.identifiers:
        scheme, _, code = identifier.partition(":")
        if scheme == WIPO:
            return fields().node(code)
        if code:
            return Node(scheme, code, entity.name)
    return Node("", "", entity.name)


class _Reader:
    """Edges of a store as one reader sees them before a day."""

    def __init__(self, store: Store, eyes: Eyes, before: int | None) -> None:
        self.store = store
        self.eyes = eyes
        self.before = before
        self._registers = {s.key for s in store.sources() if s.form == "table"}

    def edges(
        self, ids: Collection[str], *kinds: str, direction: Literal["out", "in"] = "out"
    ) -> list[Edge]:
        if not ids:
            return []
        found = self.store.edges_at(sorted(ids), kinds=kinds, direction=direction)
        return list(self.eyes.edges(found, before=self.before))

    def entities(self, ids: Iterable[str]) -> dict[str, Entity]:
        there = self.store.entities(sorted(set(ids)))
        return {e.id: e for e in self.eyes.entities(there.values())}

    def patents(self, owner: Entity) -> list[Entity]:
        """What it applied for or holds."""
        edges = self.edges([owner.id], "APPLIED_FOR", "OWNS")
        found = self.entities(edge.end for edge in edges)
        return [found[id_] for id_ in sorted(found) if found[id_].kind == "Patent"]

    def owners(self, patent: Entity) -> dict[str, float]:
        """Its applicants with their shares, or its holders where no applicant is known."""
        edges = self.edges([patent.id], "APPLIED_FOR", "OWNS", direction="in")
        starts = self.entities(edge.start for edge in edges)
        edges = [e for e in edges if e.start in starts and starts[e.start].kind in ORGANISATIONS]
        edges = [e for e in edges if e.kind == "APPLIED_FOR"] or edges
        return {e.start: max(s.share or 1.0 for s in e.supports) for e in edges}

    def codes(self, patents: Sequence[Entity]) -> list[Codes]:
        """The codes of each patent, in the order in which its rows were loaded: one register has
        all of them in a row, another a row for each."""
        stated: dict[str, list[str]] = {patent.id: [] for patent in patents}
        hidden = self.eyes.hidden_units
        for row in self.store.rows_of_entities(list(stated)):
            if row.unit not in hidden and self._in_time(row.date) and "codes" in row.properties:
                stated[row.entity].append(str(row.properties["codes"]))
        return [codes_of("\n".join(texts)) for texts in stated.values()]

    def _in_time(self, date: str | None) -> bool:
        return self.before is None or (date is not None and last_day(date) < self.before)

    def technology(
        self, families: Mapping[str, Sequence[Entity]], codes: Mapping[Node, Counter[str]]
    ) -> _Tally:
        """Families by their stored links; several registers that state one patent count as one.

        ``codes`` are those behind each field.
        """
        family_of = {patent.id: key for key, members in families.items() for patent in members}
        edges = self.edges(family_of, "CLASSIFIED_AS")
        nodes = {id_: _node(e) for id_, e in self.entities(e.end for e in edges).items()}
        tally = _Tally(codes=defaultdict(Counter, codes))
        stated: dict[str, dict[str, dict[Node, float]]] = defaultdict(dict)
        for edge in edges:
            for support in edge.supports:
                if support.role == "technology" and edge.end in nodes:
                    node = nodes[edge.end]
                    told = stated[family_of[edge.start]].setdefault(support.source, {})
                    told[node] = told.get(node, 0.0) + (support.share or 1.0)
                    tally.documents[node][support.unit] = None
        for key in families:
            tally.add(list(stated.get(key, {}).values()))
        return tally

    def stated(self, owners: Mapping[str, float], *, registers: bool) -> _Tally:
        """What registers, or else documents, state of organisations, or of a patent itself."""
        edges = self.edges(owners, "OPERATES_IN", "CLASSIFIED_AS")
        ends = self.entities(edge.end for edge in edges)
        classes = self._classes_of(ends.values())
        tally = _Tally()
        for owner, weight in owners.items():
            parts: dict[Node, float] = defaultdict(float)
            for edge in edges:
                supports = self._of(edge.supports, registers) if edge.start == owner else []
                if not supports or edge.end not in ends:
                    continue
                if registers and ends[edge.end].kind != "Industry":
                    continue
                nodes = [_node(ends[edge.end])] if registers else classes[edge.end]
                for node in nodes:
                    parts[node] += (1 if registers else len(supports)) / len(nodes)
                    tally.documents[node].update(dict.fromkeys(s.unit for s in supports))
            tally.add([parts], weight=weight)
        for node, units in tally.documents.items():
            tally.counts[node] = len(units)
        return tally

    def _of(self, supports: Iterable[Support], registers: bool) -> list[Support]:
        return [s for s in supports
                if s.role != "technology" and (s.source in self._registers) == registers]

    def _classes_of(self, named: Iterable[Entity]) -> dict[str, list[Node]]:
        """The nodes that the names of texts were linked to, or the names themselves."""
        listed = list(named)
        edges = self.edges([e.id for e in listed], "CLASSIFIED_AS")
        ends = self.entities(edge.end for edge in edges)
        found: dict[str, list[Node]] = defaultdict(list)
        for edge in edges:
            if edge.end in ends:
                found[edge.start].append(_node(ends[edge.end]))
        return {e.id: found.get(e.id) or [_node(e)] for e in listed}
