"""What each mapping that comes with Qilian reads: its fields, and what each of them gives."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from graph.schema import EDGES, PROPERTIES
from ingest.sources.mapping import mappings
from ingest.sources.spec import RECORD, KindRule, Pick, Spec

_KEPT = "kept with the row, to filter by"


@dataclass(frozen=True, slots=True)
class Field:
    """A column that an importer knows."""

    name: str
    needed: bool
    """Must a file have it?"""
    headers: tuple[str, ...]
    """What it may be called in a file; case, blanks and punctuation do not count."""
    gives: tuple[str, ...]
    """What its values become, in words."""


@dataclass(frozen=True, slots=True)
class Importer:
    """A register or export that can be read without a mapping of one's own."""

    name: str
    title: str
    about: str
    kinds: tuple[str, ...]
    """What a row can be."""
    url: str
    fields: tuple[Field, ...]


def importers() -> list[Importer]:
    """All importers, by name."""
    return [importer(mapping.spec) for mapping in mappings().values()]


def importer(spec: Spec) -> Importer:
    """What a mapping reads and gives."""
    gives = _gives(spec)
    fields = tuple(
        Field(name, name not in spec.optional, headers,
              tuple(dict.fromkeys(gives[name] or [_KEPT])))
        for name, headers in spec.aliases.items()
    )
    return Importer(
        spec.name, spec.title, " ".join(spec.about.split()), spec.kinds_of(RECORD), spec.url, fields
    )


def _gives(spec: Spec) -> dict[str, list[str]]:
    """Column of the mapping to what is made of it."""
    found: dict[str, list[str]] = defaultdict(list)

    def add(pick: Pick | None, words: str) -> None:
        if pick:
            for column in pick.columns:
                found[column].append(words)
            for condition in pick.where:
                found[condition.column].append("which of the values count")

    def add_kind(rule: KindRule, of: str) -> None:
        add(rule.pick, f"kind{of}")
        add(rule.people, f"who{of} is a person")

    add(spec.key, "the row's key")
    add(spec.label, "name")
    for pick in spec.names:
        add(pick, "other name")
    for scheme, pick in spec.identifiers:
        add(pick, f"identifier {scheme}")
    add(spec.region, "region")
    add(spec.dates, "day from which it counts")
    add_kind(spec.kind, "")
    for condition in spec.where:
        found[condition.column].append("which rows count")
    for prop in spec.properties:
        add(prop.pick, _property(prop.name, prop.measure))
        add(prop.period, "period of figures")
    for thing in spec.things:
        links = [edge for edge in spec.edges if thing.name in (edge.start, edge.end)]
        kinds = "/".join(filter(None, thing.kind.kinds))
        ties = ", ".join(dict.fromkeys(EDGES[edge.kind].caption for edge in links))
        add(thing.pick, f"{kinds} ({ties})" if ties else kinds)
        of = f" of {thing.name}"
        add_kind(thing.kind, of)
        for pick in thing.names:
            add(pick, f"other name{of}")
        for scheme, pick in thing.identifiers:
            add(pick, f"identifier {scheme}{of}")
        add(thing.region, f"region{of}")
        for prop in thing.properties:
            add(prop.pick, _property(prop.name, prop.measure) + of)
            add(prop.period, f"period of figures{of}")
        for edge in links:
            if edge.start == thing.name or edge.start == RECORD:
                add(edge.role, f"role{of}")
                add(edge.share if isinstance(edge.share, Pick) else None, f"share{of}")
    return found


def _property(name: str, measure: str) -> str:
    return f"figure {measure}" if measure else PROPERTIES[name].caption
