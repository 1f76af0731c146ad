"""Signatures: what a record says of who it is, and the keys by which it can meet others."""

from __future__ import annotations

import re
from collections.abc import Collection

from graph.identity.names import normal_field, normal_name, normal_region
from graph.identity.understood import like_keys
from graph.model import Record, digest
from graph.schema import KINDS
from graph.store import Signature

_ACRONYM = re.compile(r"[A-Z]{2,5}")


def identity_keys(record: Record, beside: Collection[str] = ()) -> tuple[str, ...]:
    """The keys that this record shares with others that may be the same thing (blocking).

    An identifier is one key, whatever kind of organisation it is said to be; a name is one key
    within its kind, for a person within the organisation with one of those ``beside``
    (`graph.identity.people`), for an organisation also by what it means
    (`graph.identity.understood`). Works meet only by identifier.
    """
    kind = KINDS[record.kind]
    group = kind.group if kind.group == "organisation" else kind.name
    keys = {f"id|{group}|{identifier}" for identifier in record.identifiers}
    if kind.joins == "identifier" or (kind.joins == "context" and not record.context):
        return tuple(sorted(keys))
    ends = [""]
    if kind.joins == "context":
        ends = [f"{normal_name(record.context)}|{other}" for other in beside]
    for name in (record.name, *record.names):
        if kind.joins == "region" and name != record.name and _ACRONYM.fullmatch(name):
            continue  # several bodies have the letters: they join nobody beside a full name
        if normal := _comparable(name, record.kind):
            keys.update(f"name|{record.kind}|{normal}|{end}" for end in ends)
            if kind.joins == "region":
                keys.update(like_keys(name, record.kind, record.region))
    return tuple(sorted(keys))


def _comparable(name: str, kind: str) -> str:
    if kind == "Industry":
        return normal_field(name)
    if kind == "Region":
        return normal_region(name)
    return normal_name(name, legal_form=kind != "Enterprise")


def signature_of(
    record: Record, *, beside: Collection[str] = (), apart: bool = False
) -> Signature | None:
    """The record's signature, not yet counted; None for a record that can meet no other.

    ``apart`` gives the record a signature of its own: a human decision speaks about it.
    """
    keys = identity_keys(record, beside)
    if not keys and not apart:
        return None
    names = tuple(dict.fromkeys(name for name in record.names if name != record.name))
    identity = digest(
        "signature", record.kind, record.name, "\x1e".join(names),
        "\x1e".join(sorted(record.identifiers)), record.region, record.context,
        "\x1e".join(beside), record.key if apart else "",
    )
    return Signature(
        identity, record.kind, record.name, names, tuple(sorted(record.identifiers)),
        record.region, keys, 0, 0, "", "",
    )


