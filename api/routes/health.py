"""Is the service alive, and can it answer?"""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.deps import GraphDep
from graph.errors import StoreUnavailable
from graph.load import unfinished

router = APIRouter(tags=["health"])


class Alive(BaseModel):
    """The process answers."""

    status: str = Field("ok", examples=["ok"])


class Ready(BaseModel):
    """The store answers too."""

    status: str = Field("ok", examples=["ok"])
    engine: str = Field(examples=["SQLite 3.45.1"])
    generation: int = Field(description="Grows with each change of the store.", examples=[12])


@router.get("/healthz", operation_id="getHealth", summary="Is the process alive?")
def healthz() -> Alive:
    """Says ok while the process runs; asks nothing of the store."""
    return Alive(status="ok")


@router.get("/readyz", operation_id="getReadiness", summary="Can questions be answered?")
def readyz(graph: GraphDep) -> Ready:
    """Says ok when the store answers; 503 with the reason when it does not."""
    info = graph.store.info()
    if cut_off := unfinished(graph.store):
        raise StoreUnavailable(f"{info.url}: {cut_off}")
    return Ready(status="ok", engine=info.engine, generation=info.generation)
