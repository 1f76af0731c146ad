"""Objects of the model as rows of parameters, rows of answers as objects, and name searches."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from graph import rows
from graph.codec import encode
from graph.language.tokens import name_tokens
from graph.model import EdgeKey, Entity, Support, Unit, WorkRow
from graph.schema import PROPERTIES, camel
from graph.store import RecordRow, Signature

Row = dict[str, Any]
_LARGEST = 2**63
_SPELLING = {name: camel(name) for name in PROPERTIES}


def unit_row(unit: Unit, edges: Iterable[EdgeKey]) -> Row:
    """A unit with its claims as one compact property, beside what people ask a unit for."""
    return {
        "key": unit.key,
        "source": unit.source,
        "content": unit.reading.content,
        "fingerprint": unit.reading.fingerprint,
        "date": unit.date,
        "title": unit.title or None,
        "payload": encode(unit),
        "edges": edge_codes(edges),
    }


def edge_codes(keys: Iterable[EdgeKey]) -> list[str] | None:
    """Edge keys as a unit keeps them."""
    return sorted("\t".join(key) for key in keys) or None


def edge_key(code: str) -> EdgeKey:
    """The inverse of `edge_codes`."""
    start, kind, end, status = code.split("\t")
    return start, kind, end, status


def record_row(row: RecordRow) -> Row:
    """A record's place; what is empty is left out."""
    return {
        "id": row.id,
        "suffix": row.key[len(row.unit) :],
        "unit": row.unit,
        "order": row.order,
        "signature": row.signature or None,
        "live": row.live,
        "date": row.date,
        "properties": rows.dumps(dict(row.properties)) if row.properties else None,
    }


def signature_row(item: Signature) -> Row:
    """A signature, what never changes of it as one compact property."""
    id_, count, first, first_record, entity, data = rows.signature_params(item)
    return {
        "id": id_,
        "count": count,
        "first": first,
        "firstRecord": first_record,
        "entity": entity,
        "data": data,
    }


def work_row(item: WorkRow, generation: int) -> Row:
    """What makes a record a work."""
    return {
        "id": item.record,
        "entity": item.entity,
        "day": item.day,
        "level": item.level,
        "tokens": item.tokens,
        "owners": rows.dumps(item.owners),
        "generation": generation,
        "family": item.family,
    }


def support_row(key: EdgeKey, support: Support) -> Row:
    """One document's statement of an edge: a relationship of its own."""
    return {
        "start": key[0],
        "kind": key[1],
        "end": key[2],
        "properties": {
            "status": key[3],
            "unit": support.unit,
            "source": support.source,
            "level": support.level,
            "date": support.date,
            "confidence": float(support.confidence),
            "role": support.role or None,
            "share": None if support.share is None else float(support.share),
        },
    }


def entity_row(item: Entity) -> Row:
    """An entity as people see it in the Neo4j browser; its properties spelled lowerCamelCase."""
    row: Row = {_SPELLING[name]: _storable(value) for name, value in item.properties.items()}
    return row | {
        "id": item.id,
        "kind": item.kind,
        "name": item.name,
        "names": list(item.names),
        "identifiers": list(item.identifiers),
        "region": item.region or None,
        "nameWords": " ".join(name_tokens("\n".join((item.name, *item.names)))),
    }


def entity(row: Row) -> Entity:
    """The inverse of `entity_row`; its properties by name."""
    return Entity(
        row["id"],
        row["kind"],
        row["name"],
        tuple(row["names"]),
        tuple(row["identifiers"]),
        row.get("region", ""),
        {name: row[key] for name, key in sorted(_SPELLING.items()) if key in row},
    )


def _storable(value: object) -> object:
    """Neo4j's whole numbers have 64 bits."""
    too_large = isinstance(value, int) and not -_LARGEST <= value < _LARGEST
    return str(value) if too_large else value


def lucene(beginnings: Iterable[str], *, every: bool, kinds: Collection[str]) -> str:
    """A query to the name index for words that begin so: ``every`` one or any, within the kinds."""
    sign = "+" if every else ""
    terms = " ".join(f"{sign}nameWords:{escaped(word)}*" for word in beginnings)
    within = " ".join(f"kind:{quoted(kind)}" for kind in sorted(kinds))
    return f"+({terms}) +({within})" if within else terms


def lucene_identifier(identifier: str) -> str:
    """A query that finds at least the entities with this identifier."""
    return f"identifiers:{quoted(identifier)}"


def quoted(text: str) -> str:
    """A term or phrase as Lucene takes it literally."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def escaped(text: str) -> str:
    """A term in which no character has a meaning of its own to Lucene."""
    return "".join(letter if letter.isalnum() else f"\\{letter}" for letter in text)
