"""One row as a mapping understands it, for people who check a mapping before they load by it."""

from __future__ import annotations

from typing import Any

from graph.model import Claim, Record, Unit


def preview(unit: Unit) -> dict[str, Any]:
    """What a row became, as plain data: the thing it is about, its facts, and further things.

    Each fact names its column; each link stands once, with the further thing that it is about.
    """
    about, *others = unit.records
    names = {record.key: record.name for record in unit.records}
    return {
        "source": unit.source, "row": unit.number, "date": unit.date, **_thing(about),
        "facts": [_fact(claim) for claim in unit.claims
                  if claim.subject == about.key and claim.object is None],
        "things": [
            {
                **_thing(record),
                "facts": [_fact(claim) for claim in unit.claims
                          if claim.subject == record.key and claim.object is None],
                "links": [
                    {"link": claim.predicate, "from": names[claim.subject],
                     "to": names[claim.object], "role": claim.role, "share": claim.share}
                    for claim in unit.claims if claim.object is not None
                    and (record.key == claim.subject or
                         record.key == claim.object and claim.subject == about.key)
                ],
            }
            for record in others
        ],
    }


def _thing(record: Record) -> dict[str, Any]:
    return {
        "kind": record.kind, "name": record.name, "names": list(record.names),
        "identifiers": list(record.identifiers), "region": record.region,
    }


def _fact(claim: Claim) -> dict[str, Any]:
    return {
        "fact": claim.measure or claim.predicate, "value": claim.value, "unit": claim.unit,
        "bound": claim.bound, "period": claim.period,
        "column": getattr(claim.evidence.locator, "column", ""),
    }
