"""Industries and their common technical problems."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from api.deps import AsOf, GraphDep, Limit
from api.industries import industries
from api.schemas.matching import IndustryAnswer, ProblemListAnswer
from api.schemas.things import EntityAnswer

router = APIRouter(prefix="/industries", tags=["industries"])


class Industries(BaseModel):
    """A part of all industries; `next` is the `after` of the following part."""

    items: list[IndustryAnswer]
    next: str | None = Field(None, examples=["5f0a9c3e1b2d4788"])


@router.get("", operation_id="listIndustries", summary="All industries")
def list_industries(
    graph: GraphDep,
    after: Annotated[str, Query(max_length=100, description="The next of the part before.")] = "",
    limit: Limit = 50,
) -> Industries:
    """By id, with how many organisations work in each and how many problems are stated for it."""
    found = industries(graph, after=after, limit=limit)
    items = [
        IndustryAnswer(
            industry=EntityAnswer.of(c.entity), organisations=c.organisations, problems=c.problems
        )
        for c in found
    ]
    return Industries(items=items, next=found[-1].entity.id if len(found) == limit else None)


@router.get(
    "/{reference}/problems", operation_id="listProblems", summary="An industry's common problems"
)
def list_problems(
    graph: GraphDep, reference: str, as_of: AsOf = "",
    solvers: Annotated[int, Query(ge=0, le=20, description="How many for each problem.")] = 3,
) -> ProblemListAnswer:
    """Problems stated by policy or shared by two or more of its enterprises, who states them, and
    who could solve each; then those that one enterprise alone states."""
    return ProblemListAnswer.of(graph.problems(reference, as_of=as_of, solvers=solvers))
