"""From a batch of units to the change of the store: the whole thinking, once for all stores."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from graph.identity.keys import signature_of
from graph.identity.main_name import shortened
from graph.identity.people import beside
from graph.model import Decision, EdgeKey, Entity, Record, Support, Unit, Value
from graph.project import contribution
from graph.project.anchors import Anchors
from graph.project.effective import Effective, effective
from graph.project.who import Membership, membership
from graph.schema import ORGANISATIONS
from graph.store import Change, EdgeChange, RecordRow, Signature, Store


class Projector:
    """Computes what a batch changes. Use inside ``store.transact``, then ``store.apply``.

    ``redirects`` false is for a rebuild: redirects are input then and none is added. ``levels``
    holds for sources that are about to change theirs.
    """

    def __init__(
        self, store: Store, *, redirects: bool = True, levels: Mapping[str, int] | None = None
    ) -> None:
        self._store = store
        self._redirects = redirects
        self._levels = {source.key: source.level for source in store.sources()} | dict(levels or {})
        self._signatures: dict[tuple[object, ...], Signature | None] = {}

    def change(
        self,
        put: Sequence[Unit],
        drop: Collection[str] = (),
        *,
        present: Collection[str] | None = None,
        add: Sequence[Decision] = (),
        remove: Collection[str] = (),
    ) -> Change:
        """The change that puts and drops these units and adds and removes these decisions.

        ``present`` names the units of ``put`` that the store already projects (all of them may be
        asked for when it is None).
        """
        decisions = [d for d in self._store.decisions() if d.id not in remove] + list(add)
        result = Change(
            units=list(put), dropped_units=sorted(drop), decisions=list(add),
            dropped_decisions=sorted(remove), next_order=self._store.next_order(),
        )
        old_units = set(drop) | (set(present) if present is not None else {u.key for u in put})
        old_rows = self._store.rows_of_units(old_units) if old_units else []
        effectives = [effective(unit, _about(decisions, unit.key)) for unit in put]
        rows, born = self._rows(effectives, result)
        gone = self._gone(old_rows, rows)
        result.records = [*rows.values(), *(replace(r, live=False, properties={}) for r in gone)]
        anchors = Anchors(self._store, put, drop, rows)
        same, different = anchors.links(decisions)
        who = membership(
            self._store, born=self._arrivals(born, old_rows), gone=self._leavers(old_rows, rows),
            same=same, different=different,
            decided=anchors.decided(decisions, add, remove),
        )
        result.signatures = who.changed()
        result.new_signatures = who.new
        result.dropped_signatures = sorted(who.dropped)
        remapped = self._remapped(who, decisions, {u.key for u in put} | set(drop))
        records = {record.id: record for e in effectives for record in e.records}
        self._entities(result, who, rows, old_rows, records)
        self._edges_and_works(result, effectives, remapped, who, old_units)
        return result

    # --- records ------------------------------------------------------------------------------

    def _rows(
        self, effectives: list[Effective], result: Change
    ) -> tuple[dict[str, RecordRow], list[tuple[RecordRow, Signature]]]:
        """Rows of all records of the put units, in order; with their signatures where they bear
        one."""
        known = self._store.record_rows(
            [record.id for e in effectives for record in e.records]
        )
        rows: dict[str, RecordRow] = {}
        born: list[tuple[RecordRow, Signature]] = []
        for item in effectives:
            stated = contribution.properties(item)
            people = beside(item.records, item.claims)
            for record in item.records:
                signature = self._signature(
                    record, people.get(record.key, ()), record.key in item.apart)
                id_ = record.id
                old = known.get(id_)
                if old is None:
                    order = result.next_order
                    result.next_order += 1
                    result.new_records.add(id_)
                else:
                    order = old.order
                row = RecordRow(
                    id_, record.key, item.unit.key, order, signature.id if signature else "",
                    "", True, item.unit.date, stated.get(record.key, {}),
                )
                rows[id_] = row
                if signature:
                    born.append((row, signature))
        return rows, born

    def _signature(
        self, record: Record, others: tuple[str, ...], apart: bool
    ) -> Signature | None:
        if apart:
            return signature_of(record, beside=others, apart=True)
        key = (record.kind, record.name, record.names, record.identifiers, record.region,
               record.context, others)
        if key not in self._signatures:
            self._signatures[key] = signature_of(record, beside=others)
        return self._signatures[key]

    @staticmethod
    def _gone(old_rows: list[RecordRow], rows: Mapping[str, RecordRow]) -> list[RecordRow]:
        return [row for row in old_rows if row.id not in rows]

    @staticmethod
    def _arrivals(
        born: list[tuple[RecordRow, Signature]], old_rows: list[RecordRow]
    ) -> list[tuple[RecordRow, Signature]]:
        before = {row.id: row.signature for row in old_rows}
        return [(row, s) for row, s in born if before.get(row.id) != s.id]

    @staticmethod
    def _leavers(old_rows: list[RecordRow], rows: Mapping[str, RecordRow]) -> list[RecordRow]:
        return [
            row for row in old_rows
            if row.id not in rows or rows[row.id].signature != row.signature
        ]

    # --- entities -----------------------------------------------------------------------------

    def _entities(
        self, result: Change, who: Membership, rows: Mapping[str, RecordRow],
        old_rows: list[RecordRow], records: Mapping[str, Record],
    ) -> None:
        """Entities to write and to drop, and where dropped ones went."""
        groups = {group[0].entity: group for group in who.clustered}
        redescribed = self._redescribed(rows, old_rows, who) - groups.keys()
        others = self._store.signatures_of(redescribed)
        for stored in others:
            if stored.id not in who.dropped:
                signature = who.now.get(stored.id, stored)
                groups.setdefault(signature.entity, []).append(signature)
        current = self._current(groups, who)
        describing = self._describing(current.values(), rows, old_rows, who.new)
        result.entities += [entity_of(id_, group, describing) for id_, group in current.items()]
        for row in rows.values():
            if not row.signature:
                record = records[row.id]
                result.entities.append(Entity(
                    row.id, record.kind, record.name, record.names, record.identifiers,
                    record.region, row.properties,
                ))
        self._dropped(result, who, rows, old_rows)
        result.new_entities -= {stored.entity for stored in others}

    def _redescribed(
        self, rows: Mapping[str, RecordRow], old_rows: list[RecordRow], who: Membership
    ) -> set[str]:
        """Entities whose describing records changed."""
        before = {row.id: row for row in old_rows}
        changed = {
            row.signature for row in rows.values()
            if row.signature and (
                row.properties or (row.id in before and before[row.id].properties)
            )
        }
        changed |= {row.signature for row in old_rows if row.signature and row.properties}
        return {who.now[s].entity for s in changed if s in who.now and who.now[s].entity} | {
            who.before[s].entity for s in changed if s in who.before and s not in who.now
        } | {
            s.entity for s in self._store.signatures(changed - who.now.keys()).values()
            if s.id not in who.dropped
        }

    @staticmethod
    def _current(
        groups: Mapping[str, list[Signature]], who: Membership
    ) -> dict[str, list[Signature]]:
        """Groups under the entity that their signatures have now, each signature once."""
        by_entity: dict[str, dict[str, Signature]] = defaultdict(dict)
        for group in groups.values():
            for signature in group:
                current = who.now.get(signature.id, signature)
                by_entity[current.entity][current.id] = current
        return {e: [g[i] for i in sorted(g)] for e, g in sorted(by_entity.items())}

    def _describing(
        self, groups: Iterable[list[Signature]], rows: Mapping[str, RecordRow],
        old_rows: list[RecordRow], new: set[str],
    ) -> dict[str, list[RecordRow]]:
        """Signature to its live rows with properties, as the batch leaves them."""
        ids = {signature.id for group in groups for signature in group}
        replaced = {row.id for row in old_rows}
        found: dict[str, list[RecordRow]] = defaultdict(list)
        for row in self._store.rows_of_signatures(ids - new, described=True):
            if row.id not in replaced:
                found[row.signature].append(row)
        for row in rows.values():
            if row.properties and row.signature in ids:
                found[row.signature].append(row)
        return found

    def _dropped(
        self, result: Change, who: Membership, rows: Mapping[str, RecordRow],
        old_rows: list[RecordRow],
    ) -> None:
        """Entities that no record means any more, and redirects for those that others took over."""
        written = {entity.id for entity in result.entities}
        affected = [s for group in who.clustered for s in group]
        before = {who.before[s.id].entity for s in affected if s.id in who.before}
        before |= {who.before[i].entity for i in who.dropped if i in who.before}
        before |= {row.id for row in old_rows if not row.signature}
        gone = before - written - {s.entity for s in affected}
        result.dropped_entities = sorted(gone)
        heirs: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
        for signature in affected:
            old = who.before.get(signature.id)
            if old is not None and old.entity in gone:
                heirs[old.entity].append((signature.first, signature.id, signature.entity))
        for row in old_rows:
            now = rows.get(row.id)
            if now is not None and row.entity in gone:
                heir = who.now[now.signature].entity if now.signature else now.id
                heirs[row.entity].append((now.order, now.id, heir))
        if self._redirects:
            result.redirects = {old: min(new)[2] for old, new in sorted(heirs.items())}
        previously = {s.entity for s in who.before.values()} | {
            row.id for row in old_rows if not row.signature
        }
        result.new_entities = written - previously

    # --- edges and works ----------------------------------------------------------------------

    def _remapped(
        self, who: Membership, decisions: Sequence[Decision], already: set[str]
    ) -> list[Effective]:
        """Units that stay as they are but whose records moved to another entity."""
        moved = who.moved()
        if not moved:
            return []
        keys = {row.unit for row in self._store.rows_of_signatures(moved, described=False)}
        units = self._store.units(keys - already)
        return [effective(units[k], _about(decisions, k)) for k in sorted(units)]

    def _edges_and_works(
        self, result: Change, put: list[Effective], remapped: list[Effective], who: Membership,
        old_units: set[str],
    ) -> None:
        """Replace what the dirty units contribute to edges and to the scorer's rows."""
        entity = self._entity_of_records(result, remapped, who)
        touched_units = old_units | {e.unit.key for e in remapped}
        held = self._store.edge_keys_of(touched_units) if touched_units else {}
        units_of: dict[EdgeKey, set[str]] = defaultdict(set)
        for unit, keys in held.items():
            for key in keys:
                units_of[key].add(unit)
        new: dict[EdgeKey, list[Support]] = defaultdict(list)
        old_works = {
            work.record: work
            for work in (self._store.works_of_units(touched_units) if touched_units else ())
        }
        kept: set[str] = set()
        for item in [*put, *remapped]:
            level = self._levels.get(item.unit.source, 2)
            for key, support in contribution.supports(item, entity, level).items():
                new[key].append(support)
                units_of[key].add(item.unit.key)
            for work in contribution.works(item, entity, level):
                kept.add(work.record)
                known = old_works.get(work.record)
                if known is None or replace(known, generation=0) != work:
                    result.works.append(work)
        result.dropped_works = sorted(set(old_works) - kept)
        result.edges = [
            EdgeChange(key, frozenset(units_of[key]),
                       tuple(sorted(new.get(key, ()), key=lambda s: s.unit)))
            for key in sorted(units_of)
        ]

    def _entity_of_records(
        self, result: Change, remapped: list[Effective], who: Membership
    ) -> dict[str, str]:
        """Record key to present entity, for all records of the dirty units."""
        rows = [row for row in result.records if row.live]
        if remapped:
            rows += self._store.rows_of_units([e.unit.key for e in remapped])
        unknown = {row.signature for row in rows if row.signature} - who.now.keys()
        stored = self._store.signatures(unknown) if unknown else {}
        return {
            row.key: (who.now.get(row.signature) or stored[row.signature]).entity
            if row.signature else row.id
            for row in rows
        }


def entity_of(
    entity_id: str, group: list[Signature], describing: Mapping[str, list[RecordRow]]
) -> Entity:
    """The entity of a cluster: its kind and name are those of the earliest record that describes
    it (or else that names it, at last one that has only its number for a name), its properties the
    latest. An organisation's name with shortened words or full-width letters gives way to the
    earliest other one of as good a record that has none."""
    group = sorted(group, key=lambda s: (s.first, s.first_record))
    properties: dict[str, Value] = {}
    described = [row for signature in group for row in describing.get(signature.id, ())]
    first: dict[str, int] = {}
    for row in described:
        first[row.signature] = min(row.order, first.get(row.signature, row.order))
    head = min(group, key=lambda s: (_only_a_number(s), s.id not in first, first.get(s.id, 0)))
    name = head.name
    if head.kind in ORGANISATIONS and len(group) > 1 and shortened(name):
        equal = [s for s in group
                 if not _only_a_number(s) and (s.id in first) == (head.id in first)]
        name = min(equal, key=lambda s: (shortened(s.name), first.get(s.id, 0)), default=head).name
    for row in sorted(described, key=lambda r: (r.date or "", r.order)):
        properties.update(row.properties)
    names = dict.fromkeys(n for s in group for n in (s.name, *s.names) if n)
    return Entity(
        entity_id, head.kind, name, tuple(sorted(n for n in names if n != name)),
        tuple(sorted({i for s in group for i in s.identifiers})),
        next((s.region for s in group if s.region), ""),
        dict(sorted(properties.items())),
    )


def _only_a_number(signature: Signature) -> bool:
    """Does the name but repeat an identifier, as in a register's file without titles?"""
    name = _compact(signature.name)
    return any(
        name in (_compact(identifier), _compact(identifier.partition(":")[2]))
        for identifier in signature.identifiers
    )


def _compact(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _about(decisions: Iterable[Decision], unit: str) -> list[Decision]:
    return [decision for decision in decisions if unit in decision.units]
