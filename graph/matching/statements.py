"""Who states which problem of an industry, in which words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cache

from graph.data_files import data_lines
from graph.language.tokens import tokens
from graph.matching.reader import Reader, best_sentence, record_of, sentences_of, words_of
from graph.matching.results import Statement
from graph.model import Edge, Entity

_FIELD = ("HAS_PROBLEM", "TARGETS")


@cache
def generic_stems() -> frozenset[str]:
    """Stems that say that there is a problem, not which."""
    lines = data_lines("graph.matching", "generic_words.txt")
    return frozenset(stem for line in lines for stem in tokens(line))


def family(reader: Reader, industry: Entity) -> list[Entity]:
    """The industry under all its names ("lithium", "lithium industry") and with its parts."""
    own = frozenset(tokens(industry.name)) - generic_stems()
    found = {industry.id: industry}
    if own:
        for near in reader.lookup.find(industry.name, kinds=("Industry",), limit=50):
            if frozenset(tokens(near.entity.name)) - generic_stems() == own:
                found[near.entity.id] = near.entity
    edge = list(found)
    while edge:
        parts = {e.start for e in reader.edges(edge, ("PART_OF",)) if e.end in edge}
        inner = reader.entities(sorted(parts - found.keys()))
        found |= inner
        edge = sorted(inner)
    return [found[id_] for id_ in sorted(found)]


def statements(reader: Reader, industries: Collection[Entity]) -> list[Statement]:
    """What is stated for the industries: by their enterprises, by policies, or for them as a whole.

    An enterprise's industry, and a problem's, hold without a date; a statement counts from its
    own. A problem that belongs to other industries only is not taken from an enterprise that
    works in several.
    """
    edges = _stating(reader, {industry.id for industry in industries})
    ends = reader.entities(sorted({e.start for e in edges} | {e.end for e in edges}))
    rows = reader.rows(sorted({e.end for e in edges}))
    units = reader.units(s.unit for e in edges for s in e.supports)
    subject = frozenset(t for i in industries for t in tokens(i.name)) | generic_stems()
    found = []
    for edge in edges:
        if edge.start not in ends or edge.end not in ends:
            continue
        holder = ends[edge.start]
        keys = {row.unit: row.key for row in rows.get(edge.end, ())}
        for support in edge.supports:
            item, key = units.get(support.unit), keys.get(support.unit)
            record = record_of(item, key) if item and key else None
            if item is None or key is None or record is None:
                continue
            text = words_of(item, key)
            if len(set(tokens(f"{record.name} {text}")) - subject) < 2:
                continue
            claim = next((c for c in item.claims if c.object == key), None)
            quote = best_sentence(sentences_of(item, key), dict.fromkeys(tokens(record.name), 1.0))
            found.append(Statement(
                edge.end, record.name, holder.id, holder.name, holder.kind, item.unit.date,
                item.unit.key, item.unit.source,
                quote or (item.unit.quote(claim) if claim else record.name),
            ))
    unique = {(s.problem, s.holder, s.document): s for s in found}
    return [unique[key] for key in sorted(unique)]


def _stating(reader: Reader, industries: set[str]) -> list[Edge]:
    """Edges that state a problem of the industries, before the day."""
    everywhen = Reader(reader.graph)
    about = everywhen.edges(sorted(industries), ("OPERATES_IN", "CLASSIFIED_AS", "TARGETS"))
    classified = {e.start for e in about if e.kind == "CLASSIFIED_AS"}
    members = {e.start for e in about if e.kind == "OPERATES_IN"}
    aiming = {e.start for e in about if e.kind == "TARGETS"}
    edges = {e.key: e for e in reader.edges(sorted(classified), _FIELD)}
    edges |= {e.key: e for e in reader.edges(sorted(members | industries), ("HAS_PROBLEM",))}
    edges |= {e.key: e for e in reader.edges(sorted(aiming), ("TARGETS",))}
    kinds = {e.id: e.kind for e in everywhen.entities(sorted({e.end for e in edges.values()}))
             .values()}
    stated = [e for e in edges.values() if kinds.get(e.end) == "Problem"]
    elsewhere = _elsewhere(everywhen, {e.end for e in stated} - classified, industries)
    return sorted((e for e in stated if e.end not in elsewhere), key=lambda e: e.key)


def _elsewhere(reader: Reader, problems: Iterable[str], industries: set[str]) -> set[str]:
    """Problems that are classified, but not in these industries."""
    places: dict[str, set[str]] = defaultdict(set)
    for edge in reader.edges(sorted(problems), ("CLASSIFIED_AS",)):
        places[edge.start].add(edge.end)
    ends = {end for found in places.values() for end in found}
    kinds = {e.id: e.kind for e in reader.entities(sorted(ends)).values()}
    return {
        problem for problem, found in places.items()
        if any(kinds.get(end) == "Industry" for end in found) and not found & industries
    }
