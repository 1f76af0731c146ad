"""An industry's common problems: like statements grouped, with who states them and who can help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from graph.matching.likeness import ALIKE, Square, alike_statements, average_linkage
from graph.matching.options import Date, day_of
from graph.matching.query import statement_text
from graph.matching.rank import match
from graph.matching.reader import Graph, Reader
from graph.matching.results import CommonProblem, MatchResult, ProblemList, Statement
from graph.matching.statements import family, statements

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
) -> list[tuple[list[Statement], Square]]:
    """Statements of one problem together, with how alike they are.

    Average linkage over `alike_statements`; the order of loading plays no part.
    """
    if not stated:
        return []
    ids = sorted({s.problem for s in stated})
    entities = reader.entities(ids)
    alike = alike_statements(
        graph, [entities[id_].name for id_ in ids],
        [statement_text(reader, [entities[id_]]) for id_ in ids], before=reader.before)
    found = []
    for members in average_linkage(alike, ALIKE):
        wanted = {ids[i] for i in members}
        chosen = [s for s in stated if s.problem in wanted]
        places = [ids.index(s.problem) for s in chosen]
        found.append((chosen, alike[np.ix_(places, places)]))
    return found


def _problem(group: list[Statement], alike: Square) -> CommonProblem:
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
