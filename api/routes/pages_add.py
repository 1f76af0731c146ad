"""Your own data: files and a mapping in, a report out."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, File, Form, Request, UploadFile
from starlette.responses import Response

from api import web
from api.deps import GraphDep
from api.security import WriteDep
from api.uploads import read_uploads
from graph.errors import InvalidRequest
from graph.model import Visibility
from ingest.report import Report
from ingest.sources.mapping import Mapping, mappings

router = APIRouter(include_in_schema=False)


def _page(
    request: Request, *, report: Report | None = None, failure: str = "", mapping: str = "",
    visibility: str = "", dry_run: bool = False, status: int = 200,
) -> Response:
    known = [
        (name, mapping.spec.title, *_columns(mapping)) for name, mapping in mappings().items()
    ]
    return web.page(
        request, "add.html", status=status, mappings=known, report=report, failure=failure,
        mapping=mapping, visibility=visibility, dry_run=dry_run,
    )


def _columns(mapping: Mapping) -> tuple[list[str], list[str]]:
    """The columns that a register of this mapping needs, and those that it may have."""
    spec = mapping.spec
    needed = [name for name in spec.aliases if name not in spec.optional]
    return needed, [name for name in spec.aliases if name in spec.optional]


@router.get("/add")
def add_form(request: Request) -> Response:
    """The form."""
    return _page(request)


@router.post("/add", dependencies=[WriteDep])
def add(
    request: Request, graph: GraphDep, files: Annotated[list[UploadFile], File()],
    mapping: Annotated[str, Form(max_length=100)] = "",
    visibility: Annotated[Visibility | Literal[""], Form()] = "",
    complete: Annotated[bool, Form()] = False, dry_run: Annotated[bool, Form()] = False,
) -> Response:
    """Read the files as the command does and show what became of them."""
    try:
        report = read_uploads(
            graph, files, mapping=mapping, visibility=visibility, complete=complete,
            dry_run=dry_run,
        )
    except InvalidRequest as err:
        return _page(
            request, failure=str(err), mapping=mapping, visibility=visibility, dry_run=dry_run,
            status=422,
        )
    return _page(
        request, report=report, mapping=mapping, visibility=visibility, dry_run=dry_run
    )
