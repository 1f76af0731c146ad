"""Errors as clients see them: one shape for all, RFC 9457 ``application/problem+json``.

A browser that asks for a page gets the same words as a page.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api import web
from graph.errors import (
    InvalidRequest,
    NotFound,
    QilianError,
    RecordRejected,
    SourceUnusable,
    StoreUnavailable,
)

log = logging.getLogger("qilian.api")

STATUS: dict[type[QilianError], int] = {
    InvalidRequest: 422,
    NotFound: 404,
    RecordRejected: 422,
    SourceUnusable: 422,
    StoreUnavailable: 503,
}
MEDIA = "application/problem+json"
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""Set on every answer: nothing runs or loads that is not the service's own."""


class FieldError(BaseModel):
    """One field of a request that is not as it should be."""

    field: str = Field(examples=["body.limit"])
    detail: str = Field(examples=["Input should be less than or equal to 100"])


class ErrorAnswer(BaseModel):
    """Why a request has no answer (RFC 9457)."""

    type: str = Field("about:blank", examples=["about:blank"])
    title: str = Field(examples=["Not Found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["nothing is named 'Acme'; nearest: Acma Ltd (Enterprise)"])
    instance: str = Field("", examples=["/entities/Acme"])
    errors: list[FieldError] = Field(default_factory=list)


def error_answer(
    request: Request, status: int, detail: str, *, errors: Sequence[FieldError] = (),
    headers: dict[str, str] | None = None,
) -> Response:
    """The answer to a request that has none, as JSON or, for a browser, as a page."""
    title = HTTPStatus(status).phrase
    if web.wants_page(request):
        return web.page(
            request, "error.html", status=status, headers=headers,
            number=status, detail=detail, errors=errors,
        )
    body = ErrorAnswer(
        type="about:blank", title=title, status=status, detail=detail,
        instance=request.url.path, errors=list(errors),
    )
    return JSONResponse(body.model_dump(), status, headers, media_type=MEDIA)


def install(app: FastAPI) -> None:
    """Make every error of the application answer in this shape."""
    app.add_exception_handler(QilianError, _named)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Exception, _unforeseen)


def _named(request: Request, err: Exception) -> Response:
    status = next((STATUS[cls] for cls in type(err).__mro__ if cls in STATUS), 500)
    headers = {"Retry-After": "5"} if status == 503 else None
    return error_answer(request, status, str(err), headers=headers)


def _http(request: Request, err: Exception) -> Response:
    assert isinstance(err, HTTPException)
    detail = err.detail
    if detail == HTTPStatus(err.status_code).phrase:
        detail = {
            404: f"there is nothing at {request.url.path}",
            405: f"{request.url.path} does not take {request.method}",
        }.get(err.status_code, detail)
    return error_answer(request, err.status_code, detail, headers=dict(err.headers or {}))


def _invalid(request: Request, err: Exception) -> Response:
    assert isinstance(err, RequestValidationError)
    errors = [
        FieldError(field=".".join(map(str, e["loc"])), detail=str(e["msg"])) for e in err.errors()
    ]
    detail = "; ".join(f"{e.field}: {e.detail}" for e in errors)
    return error_answer(request, 422, detail, errors=errors)


def _unforeseen(request: Request, err: Exception) -> Response:
    log.error("%s %s failed", request.method, request.url.path, exc_info=err)
    answer = error_answer(request, 500, "something failed that should not; the service's log knows")
    # This handler stands outside all middleware, so that nothing else sets the headers.
    answer.headers.update(SECURITY_HEADERS)
    return answer
