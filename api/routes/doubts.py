"""The review queue: for programs as JSON, for readers a page."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import RedirectResponse, Response

from api import web
from api.deciding import decided_pair, on_pairs, parted, undone_pair
from api.deps import GraphDep, Limit
from api.doubting import cards
from api.filters import review_url
from api.schemas.doubts import DoubtsAnswer, PairDecisionAnswer, PairRequest
from api.security import SendDep, WriteDep
from graph.errors import InvalidRequest, NotFound
from graph.schema import KINDS, ORGANISATIONS

router = APIRouter(prefix="/doubts", tags=["doubts"])
pages = APIRouter(include_in_schema=False)

SHOWN = 60
_LATELY = 10
_SAID = ("decided", "who", "choose", "nothing", "undone", "same", "different", "unsure")
Kinds = Annotated[list[str] | None, Query(
    max_length=10, description="One side at least is of these kinds; people only when named.")]
About = Annotated[str, Query(max_length=500, description="Only pairs of this one.")]


@router.get("", operation_id="getDoubts", summary="Pairs that may be one")
def doubts(graph: GraphDep, kind: Kinds = None, about: About = "",
           limit: Limit = 100) -> DoubtsAnswer:
    """Pairs on which nobody decided, ordered by what a decision is expected to change."""
    return DoubtsAnswer.of(graph.doubts(kinds=kind or (), about=about, limit=limit))


@router.post("/decisions", operation_id="decideOnPair", dependencies=[SendDep],
             summary="Say that two things are the same, different, or unsure")
def decide(graph: GraphDep, request: PairRequest) -> PairDecisionAnswer:
    """Keeps who decided, when, why and at what score; it outlives new editions of the sources.

    The same decision again by the same person changes nothing.
    """
    return PairDecisionAnswer.of(decided_pair(
        graph, kind=request.kind, first=request.first, second=request.second, by=request.by,
        why=request.why, score=request.score,
    ))


@router.get("/decisions", operation_id="getPairDecisions",
            summary="The decisions on two things, the latest first")
def decisions(graph: GraphDep, limit: Limit = 100) -> list[PairDecisionAnswer]:
    """Those in force."""
    return [PairDecisionAnswer.of(d) for d in on_pairs(graph)[:limit]]


@router.delete("/decisions/{decision}", operation_id="undoPairDecision", dependencies=[SendDep],
               summary="Take a decision on two things back")
def undo(graph: GraphDep, decision: str) -> PairDecisionAnswer:
    """What it joined or kept apart is worked out anew."""
    return PairDecisionAnswer.of(undone_pair(graph, decision))


@pages.get("/review")
def review(
    request: Request, graph: GraphDep, kind: Annotated[str, Query(max_length=50)] = "",
    about: Annotated[str, Query(max_length=500)] = "",
) -> Response:
    """The pairs with both sides beside each other."""
    kind, about = kind if kind in KINDS else "", about.strip()
    failure, found = "", None
    try:
        found = graph.doubts(kinds=[kind] if kind else (), about=about, limit=SHOWN)
    except (InvalidRequest, NotFound) as err:
        failure = str(err)
    t = web.reader_words(request)
    return web.page(
        request, "review.html", found=found, failure=failure, kind=kind, about=about,
        cards=cards(graph, found.doubts if found else ()), lately=on_pairs(graph)[:_LATELY],
        kinds=(*ORGANISATIONS, "Person"),
        script_words={"open": t.entries["doubts.open"]}
        | {key: t.entries[f"doubts.said_{key}"] for key in _SAID},
    )


@pages.post("/review", dependencies=[WriteDep])
def press(
    graph: GraphDep, by: Annotated[str, Form(max_length=100)] = "",
    same: Annotated[str, Form(max_length=100)] = "",
    different: Annotated[str, Form(max_length=100)] = "",
    unsure: Annotated[str, Form(max_length=100)] = "",
    undo: Annotated[str, Form(max_length=100)] = "",
    kind: Annotated[str, Form(max_length=50)] = "",
    about: Annotated[str, Form(max_length=500)] = "",
) -> Response:
    """Do what the button that was pressed says and show the queue again."""
    if undo:
        undone_pair(graph, undo)
    else:
        pressed = {"same": same, "different": different, "unsure": unsure}
        chosen = next((name for name, pair in pressed.items() if pair), "")
        first, second = parted(pressed.get(chosen, ""))
        decided_pair(graph, kind=chosen, first=first, second=second, by=by)
    return RedirectResponse(review_url(kind=kind, about=about), 303)
