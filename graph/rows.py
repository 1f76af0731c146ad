"""Objects of the model as rows and texts, and back: what stores and backups have in common."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson

from graph.errors import InvalidRequest
from graph.model import (
    Decision,
    Edge,
    EdgeKey,
    Entity,
    FactAnchor,
    RecordAnchor,
    Source,
    Support,
    WorkRow,
)
from graph.store import RecordRow, Signature

Row = tuple[Any, ...]


def dumps(value: object) -> str:
    """Compact JSON text; `InvalidRequest` for a text that cannot be written as UTF-8."""
    try:
        return orjson.dumps(value).decode()
    except orjson.JSONEncodeError as err:
        if "surrogates" not in str(err):
            raise
        raise InvalidRequest("a text holds half a character; write it as UTF-8") from err


def record_row(row: Row) -> RecordRow:
    """A row of a record; the entity is its signature's or its own id."""
    id_, suffix, unit, order, signature, entity, live, date, properties = row
    return RecordRow(
        id_, unit + suffix, unit, order, signature, entity, bool(live), date,
        orjson.loads(properties) if properties != "{}" else {},
    )


def record_params(row: RecordRow) -> Row:
    """The parameters that write it."""
    return (
        row.id, row.key[len(row.unit):], row.unit, row.order, row.signature, int(row.live),
        row.date, dumps(dict(row.properties)) if row.properties else "{}",
    )


def signature(row: Row) -> Signature:
    """A signature from its columns."""
    id_, count, first, first_record, entity, data = row
    kind, name, names, identifiers, region, keys = orjson.loads(data)
    return Signature(
        id_, kind, name, tuple(names), tuple(identifiers), region, tuple(keys), count, first,
        first_record, entity,
    )


def signature_params(item: Signature) -> Row:
    """The parameters that write it."""
    data = dumps([item.kind, item.name, item.names, item.identifiers, item.region, item.keys])
    return (item.id, item.count, item.first, item.first_record, item.entity, data)


def entity(row: Row) -> Entity:
    """An entity from its columns."""
    id_, kind, name, data = row
    content = orjson.loads(data)
    return Entity(
        id_, kind, name, tuple(content.get("names", ())), tuple(content.get("identifiers", ())),
        content.get("region", ""), content.get("properties", {}),
    )


def entity_data(item: Entity) -> str:
    """Names, identifiers, region and properties of an entity as JSON; what is empty is left out."""
    content = {
        "names": item.names, "identifiers": item.identifiers, "region": item.region,
        "properties": dict(sorted(item.properties.items())),
    }
    return dumps({key: value for key, value in content.items() if value})


def edges(rows: Iterable[Row]) -> list[Edge]:
    """Support rows as edges by key, each with its supports by unit."""
    found: dict[EdgeKey, list[Support]] = {}
    for start, kind, end, status, *rest in rows:
        found.setdefault((start, kind, end, status), []).append(Support(*rest))
    return [
        Edge(*key, tuple(sorted(found[key], key=lambda s: s.unit))) for key in sorted(found)
    ]


def work(row: Row) -> WorkRow:
    """A work from its columns."""
    record, entity_id, day, level, tokens, owners, unit, generation, family = row
    return WorkRow(
        record, entity_id, day, level, tokens,
        tuple((owner, share) for owner, share in orjson.loads(owners)), unit, generation, family,
    )


def work_params(item: WorkRow, generation: int) -> Row:
    """The parameters that write it, stamped with a generation."""
    return (
        item.record, item.entity, item.day, item.level, item.tokens, dumps(item.owners),
        item.unit, generation, item.family,
    )


def source_data(item: Source) -> str:
    """A source as JSON text."""
    return dumps([item.key, item.title, item.visibility, item.form, item.licence, item.url])


def source(data: str) -> Source:
    """The inverse of `source_data`."""
    return Source(*orjson.loads(data))


def decision_data(item: Decision) -> str:
    """A decision as JSON, also the form in which backups carry it."""
    fact = item.fact
    return dumps({
        "id": item.id, "kind": item.kind, "by": item.by, "at": item.at, "why": item.why,
        "records": [[a.unit, a.key, a.kind, a.name] for a in item.records],
        "fact": fact and [fact.unit, fact.subject, fact.predicate, fact.object, fact.status,
                          fact.period, fact.quote, fact.measure, fact.kind],
        "value": item.value, "score": item.score,
    })


def decision(data: str) -> Decision:
    """The inverse of `decision_data`."""
    content = orjson.loads(data)
    fact = content["fact"]
    return Decision(
        content["id"], content["kind"], content["by"], content["at"], content["why"],
        tuple(RecordAnchor(*anchor) for anchor in content["records"]),
        FactAnchor(*fact) if fact else None, content["value"],
        content.get("score"),
    )
