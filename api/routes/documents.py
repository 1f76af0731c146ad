"""Documents and registers: sent in, and shown with the words behind each fact."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, File, Form, UploadFile

from api.deps import GraphDep
from api.schemas.reports import ReportAnswer
from api.schemas.things import DocumentAnswer
from api.security import WriteDep
from api.uploads import read_uploads
from graph.model import Visibility

router = APIRouter(prefix="/documents", tags=["documents"])

Files = Annotated[list[UploadFile], File(description="Policy texts, web pages or registers.")]


@router.post(
    "", operation_id="addDocuments", summary="Read files into the store", dependencies=[WriteDep]
)
def add_documents(
    graph: GraphDep,
    files: Files,
    mapping: Annotated[str, Form(description="Of a register; else found by its columns.")] = "",
    source: Annotated[str, Form(description="Its source; else named after the file.")] = "",
    visibility: Annotated[
        Visibility | Literal[""], Form(description="Else as it is, or as the mapping says.")
    ] = "",
    complete: Annotated[bool, Form(description="Remove what the source lacks now.")] = False,
    dry_run: Annotated[bool, Form(description="Only read, and report.")] = False,
) -> ReportAnswer:
    """The same flow as `qilian ingest`: a bad row or file is reported and the rest goes on.

    A mapping file (.yml) may be sent beside the registers that it reads. Needs the service's key,
    or the token of one of its pages as X-Qilian-Token with that page's cookie.
    """
    report = read_uploads(
        graph, files, mapping=mapping, source=source, visibility=visibility, complete=complete,
        dry_run=dry_run,
    )
    return ReportAnswer.of(report)


@router.get("/{key:path}", operation_id="getDocument", summary="A document with its facts")
def get_document(graph: GraphDep, key: str) -> DocumentAnswer:
    """The text with every fact's span, or a register's row with its cells."""
    return DocumentAnswer.of(graph.document(key), graph.document_facts(key))
