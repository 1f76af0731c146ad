"""An industry's common problems: like statements grouped, with who states them and who can help."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from graph.language.tokens import tokens
from graph.matching.options import Date, day_of
from graph.matching.query import statement_text
from graph.matching.rank import match
from graph.matching.reader import Graph, Reader
from graph.matching.results import CommonProblem, MatchResult, ProblemList, Statement
from graph.matching.statements import family, generic_stems, statements

ALIKE = 0.25
"""Groups are joined while their statements are, on average, at least this alike (cosine)."""
TITLES_ALIKE = 0.6
"""What titles' likeness counts: a few words are easily alike."""
SOLVER_KINDS = ("Institute",)


def problems(
    graph: Graph, industry: str, *, as_of: Date = None, solvers: int = 3,
    kinds: Sequence[str] = SOLVER_KINDS,
) -> ProblemList:
    """An industry's common problems, each with its statements and the first ``solvers``.

    A problem is common when a policy or the like states it, when it is stated for the industry as
    a whole, or when two enterprises share it; the others stand apart in ``single``. Raises
    `NotFound` for an unknown industry.
    """
    everywhen, reader = Reader(graph), Reader(graph, day_of(as_of))
    entity = everywhen.lookup.entity(industry, kinds=("Industry",))
    stated = statements(reader, family(everywhen, entity))
    groups = grouped(graph, reader, stated)
    found = [_problem(group, alike) for group, alike in groups]
    found.sort(key=lambda p: (-p.support, -len(p.statements), p.title, p.statements[0].problem))
    if solvers:
        found = [
            replace(p, solvers=_solvers(graph, reader, p, as_of, solvers, kinds))
            for p in found
        ]
    common = tuple(p for p in found if p.common)
    single = tuple(p for p in found if not p.common)
    notes = () if found else (f"nothing states a problem of {entity.name}",)
    return ProblemList(entity, common, single, notes, graph.store.generation())


def grouped(
    graph: Graph, reader: Reader, stated: Sequence[Statement]
) -> list[tuple[list[Statement], npt.NDArray[np.float64]]]:
    """Statements of one problem together, with how alike they are.

    Average linkage over the cosine of their words, each as telling as it is among the works, or of
    their titles where these are more alike; the order of loading plays no part.
    """
    if not stated:
        return []
    ids = sorted({s.problem for s in stated})
    entities = reader.entities(ids)
    titles = [Counter(tokens(entities[id_].name)) for id_ in ids]
    texts = [Counter(tokens(statement_text(reader, [entities[id_]]))) for id_ in ids]
    told = graph.index.telling(
        dict.fromkeys({t for c in (*titles, *texts) for t in c}, 1.0), before=reader.before)
    told = {t: weight for t, weight in told.items() if t not in generic_stems()}
    alike = np.maximum(likeness(texts, told), TITLES_ALIKE * likeness(titles, told))
    found = []
    for members in average_linkage(alike, ALIKE):
        wanted = {ids[i] for i in members}
        chosen = [s for s in stated if s.problem in wanted]
        places = [ids.index(s.problem) for s in chosen]
        found.append((chosen, alike[np.ix_(places, places)]))
    return found


def likeness(
    counts: Sequence[Mapping[str, int]], told: Mapping[str, float]
) -> npt.NDArray[np.float64]:
    """Cosines of texts as saturated weights of the terms that tell; 1 on the diagonal."""
    place = {term: i for i, term in enumerate(sorted(told))}
    vectors = np.zeros((len(counts), len(place)))
    for row, terms in enumerate(counts):
        for term, tf in terms.items():
            if term in place:
                vectors[row, place[term]] = tf / (tf + 1.0) * told[term]
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors /= np.where(lengths > 0, lengths, 1.0)
    cosines: npt.NDArray[np.float64] = vectors @ vectors.T
    np.fill_diagonal(cosines, 1.0)
    return cosines


def average_linkage(alike: npt.NDArray[np.float64], least: float) -> list[list[int]]:
    """Groups of rows, joined while the two most alike groups are so by ``least`` on average.

    Sokal & Michener 1958 (UPGMA).
    """
    if len(alike) < 2:
        return [[i] for i in range(len(alike))]
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    distance = np.clip(1.0 - (alike + alike.T) / 2, 0.0, None).round(9)
    np.fill_diagonal(distance, 0.0)
    tree = linkage(squareform(distance, checks=False), method="average")
    labels = fcluster(tree, 1.0 - least, criterion="distance")
    groups: dict[int, list[int]] = {}
    for row, label in enumerate(labels.tolist()):
        groups.setdefault(label, []).append(row)
    return sorted(groups.values())


def _problem(group: list[Statement], alike: npt.NDArray[np.float64]) -> CommonProblem:
    """The group under the words of the statement that is most like the others."""
    nearness = alike.mean(axis=1).round(9)
    best = min(range(len(group)), key=lambda i: (-nearness[i], len(group[i].text), group[i].text))
    firms = {s.holder for s in group if s.holder_kind in ("Enterprise", "Institute")}
    official = any(s.holder_kind not in ("Enterprise", "Institute") for s in group)
    return CommonProblem(group[best].text, tuple(group), official or len(firms) > 1)


def _solvers(
    graph: Graph, reader: Reader, problem: CommonProblem, as_of: Date, number: int,
    kinds: Sequence[str],
) -> MatchResult:
    """Who can solve it: all the statements' words are the need; those who have it are left out."""
    stated = reader.entities(sorted({s.problem for s in problem.statements}))
    text = statement_text(reader, stated.values())
    holders = sorted({s.holder for s in problem.statements
                      if s.holder_kind in ("Enterprise", "Institute")})
    return match(graph, text, title=problem.title, kinds=kinds, as_of=as_of, exclude=holders,
                 limit=number)
