"""Signatures: what a record says of who it is, and the keys by which it can meet others."""

from __future__ import annotations

from graph.identity.names import normal_field, normal_name, normal_region
from graph.model import Record, digest
from graph.schema import KINDS
from graph.store import Signature


def identity_keys(record: Record) -> tuple[str, ...]:
    """The keys that this record shares with others that may be the same thing (blocking).

    An identifier is one key; a name is one key within its kind, and for a person within the
    organisation. Works meet only by identifier.
    """
    keys = {f"id|{record.kind}|{identifier}" for identifier in record.identifiers}
    joins = KINDS[record.kind].joins
    if joins == "identifier" or (joins == "context" and not record.context):
        return tuple(sorted(keys))
    context = normal_name(record.context) if joins == "context" else ""
    for name in (record.name, *record.names):
        if normal := _comparable(name, record.kind):
            keys.add(f"name|{record.kind}|{normal}|{context}")
    return tuple(sorted(keys))


def _comparable(name: str, kind: str) -> str:
    if kind == "Industry":
        return normal_field(name)
    if kind == "Region":
        return normal_region(name)
    return normal_name(name, legal_form=kind != "Enterprise")


def signature_of(record: Record, *, apart: bool = False) -> Signature | None:
    """The record's signature, not yet counted; None for a record that can meet no other.

    ``apart`` gives the record a signature of its own: a human decision speaks about it.
    """
    keys = identity_keys(record)
    if not keys and not apart:
        return None
    names = tuple(dict.fromkeys(name for name in record.names if name != record.name))
    identity = digest(
        "signature", record.kind, record.name, "\x1e".join(names),
        "\x1e".join(sorted(record.identifiers)), record.region, record.context,
        record.key if apart else "",
    )
    return Signature(
        identity, record.kind, record.name, names, tuple(sorted(record.identifiers)),
        record.region, keys, 0, 0, "", "",
    )


