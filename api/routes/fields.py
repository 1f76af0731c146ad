"""Technology fields and industries of patents and organisations."""

from __future__ import annotations

from fastapi import APIRouter

from api.deps import AsOf, GraphDep
from api.schemas.classes import ClassifiedAnswer

router = APIRouter(prefix="/entities", tags=["entities"])


@router.get(
    "/{reference}/fields", operation_id="getFields", summary="Technology fields and industries"
)
def get_fields(graph: GraphDep, reference: str, as_of: AsOf = "") -> ClassifiedAnswer:
    """Of a patent or organisation: by the codes of patents, by what registers say of the
    organisation, and by what documents say. The technology of a patent is not what its applicant
    does."""
    return ClassifiedAnswer.of(graph.industries(reference, as_of=as_of))
