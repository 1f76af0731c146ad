"""Fields and technologies that organisations are said to work in, found by a need's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from graph.language.tokens import tokens
from graph.matching.reader import Reader
from graph.model import Edge
from graph.search import WorkIndex
from graph.store import entity_pages

KINDS = ("Technology", "TechnologyField")
STATING = ("OPERATES_IN", "DEVELOPS")
_LEAST_SHARE = 0.5
_MOST_FIELDS = 20
_names: WeakKeyDictionary[WorkIndex, tuple[int, dict[str, frozenset[str]]]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class StatedField:
    """An organisation's best-fitting field and the edge that states it."""

    share: float
    edge: Edge


def field_names(reader: Reader, index: WorkIndex) -> dict[str, frozenset[str]]:
    """Field entity to the stems of its name as the reader sees it; kept until the store changes."""
    generation = reader.store.generation()
    known = _names.get(index)
    if known is None or known[0] != generation:
        known = generation, dict(_named(reader))
        _names[index] = known
    return known[1]


def _named(reader: Reader) -> Iterator[tuple[str, frozenset[str]]]:
    for page in entity_pages(reader.store, KINDS):
        for entity in reader.eyes.entities(page):
            if stems := frozenset(tokens(entity.name)):
                yield entity.id, stems


def stated_fields(
    reader: Reader, index: WorkIndex, weights: Mapping[str, float]
) -> dict[str, StatedField]:
    """Organisation to its field that the need names best.

    ``weights`` says how telling each of the need's terms is. A field fits when the need has at
    least half of its name's terms; its share is what these are of all that the need tells.
    """
    total = sum(weights.values())
    fitting = []
    for field, stems in field_names(reader, index).items():
        shared = stems & weights.keys()
        if shared and len(shared) / len(stems) >= _LEAST_SHARE:
            told = sum(weights[term] for term in shared) * len(shared) / len(stems)
            fitting.append((told / total, field))
    fitting.sort(key=lambda fit: (-fit[0], fit[1]))
    found: dict[str, StatedField] = {}
    for share, edge in _stating(reader, fitting):
        known = found.get(edge.start)
        if known is None or _before(share, edge, known):
            found[edge.start] = StatedField(share, edge)
    return found


def _stating(reader: Reader, fitting: list[tuple[float, str]]) -> Iterator[tuple[float, Edge]]:
    """Edges to the first fields in which somebody is said to work: the others, hidden or stated
    later only, take no place."""
    places = _MOST_FIELDS
    for at in range(0, len(fitting), _MOST_FIELDS):
        page = {field: share for share, field in fitting[at : at + _MOST_FIELDS]}
        edges = [e for e in reader.edges(list(page), STATING) if e.end in page]
        stated = [field for field in page if any(e.end == field for e in edges)][:places]
        yield from ((page[edge.end], edge) for edge in edges if edge.end in stated)
        places -= len(stated)
        if not places:
            return


def _before(share: float, edge: Edge, known: StatedField) -> bool:
    return (-share, edge.key) < (-known.share, known.edge.key)
