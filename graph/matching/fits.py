"""How well works answer the problems that are stated in a graph, on the scale of `match`.

A problem is the query and a work the text, as when the problem is asked; here one side is few
texts (an offer, an institute's works), so they are scored without the index.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from graph.bm25 import K1, B
from graph.language.tokens import tokens, words_in
from graph.matching.features import POINTS
from graph.matching.owners import NEXT_WORK
from graph.matching.query import weigh
from graph.matching.rank import says_enough
from graph.matching.reader import Reader, words_of
from graph.model import Edge, Entity
from graph.store import entity_pages

_MOST_PROBLEMS = 500


@dataclass(frozen=True, slots=True)
class Fit:
    """A problem and the text that answers it best: its place among the texts, and its points."""

    problem: Entity
    text: int
    points: float
    convincing: bool
    telling: Mapping[str, float]


def fits(reader: Reader, texts: Sequence[Mapping[str, int]]) -> list[Fit]:
    """The problems stated before the day that share a word with the texts (their stems, counted),
    the best answered first, ties by id.

    Of more than 500 problems those are read whose names share the most words with the texts.
    """
    postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for place, counts in enumerate(texts):
        for term, tf in counts.items():
            postings[term].append((place, tf))
    asked = dict(_problems(reader, postings.keys()))
    idf = reader.graph.index.telling(
        dict.fromkeys(sorted({t for _, terms in asked.values() for t in terms}), 1.0),
        before=reader.before)
    average = reader.graph.index.statistics(reader.before)[1] or 1.0
    norms = [K1 * (1 - B + B * sum(counts.values()) / average) for counts in texts]
    found = []
    for problem, terms in asked.values():
        told = {term: weight * idf[term] for term, weight in terms.items()}
        fit = _best(problem, told, postings, norms)
        if fit is not None:
            found.append(fit)
    return sorted(found, key=lambda f: (-f.points, f.problem.id))


def _best(
    problem: Entity, told: Mapping[str, float], postings: Mapping[str, list[tuple[int, int]]],
    norms: Sequence[float],
) -> Fit | None:
    points: dict[int, float] = defaultdict(float)
    said: dict[int, float] = defaultdict(float)
    for term, weight in told.items():
        for place, tf in postings.get(term, ()):
            points[place] += weight * tf / (tf + norms[place])
            said[place] += weight
    whole = sum(told.values())
    if not points or whole <= 0:
        return None
    best = min(points, key=lambda place: (-round(points[place], 9), place))
    scored = round(POINTS * points[best] / whole, 6)
    return Fit(problem, best, scored, says_enough(scored, said[best] / whole, len(told)), told)


def _problems(
    reader: Reader, vocabulary: Set[str]
) -> Iterator[tuple[str, tuple[Entity, dict[str, float]]]]:
    """Problem to its terms with weights, as its statements before the day have them."""
    named: list[tuple[int, Entity]] = []
    for page in entity_pages(reader.store, ("Problem",)):
        for entity in reader.eyes.entities(page):
            named.append((-len(set(tokens(entity.name)) & vocabulary), entity))
    named.sort(key=lambda n: (n[0], n[1].id))
    listed = [entity for _, entity in named[:_MOST_PROBLEMS]]
    rows = reader.rows([e.id for e in listed])
    units = reader.units(row.unit for e in listed for row in rows.get(e.id, ()))
    for entity in listed:
        stated = [row for row in rows.get(entity.id, ()) if row.unit in units]
        if stated:
            texts = dict.fromkeys(words_of(units[row.unit], row.key) for row in stated)
            yield entity.id, (entity, weigh("\n".join(texts), entity.name))


def decayed(points: Iterable[float]) -> float:
    """The best whole, each further at half of the one before, as works count for an owner."""
    ordered = sorted(points, reverse=True)
    return sum(value * NEXT_WORK**place for place, value in enumerate(ordered))


def holders(reader: Reader, problems: Collection[str]) -> dict[str, list[Edge]]:
    """Problem to the edges that say who has it, before the day."""
    found: dict[str, list[Edge]] = defaultdict(list)
    for edge in reader.edges(sorted(problems), ("HAS_PROBLEM",)):
        found[edge.end].append(edge)
    return found


def counted(stems: str) -> Counter[str]:
    """Stems of a work row, counted."""
    return Counter(words_in(stems))
