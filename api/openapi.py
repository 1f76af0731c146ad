"""The OpenAPI document: FastAPI's own, with our one shape of errors and where the key goes."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.errors import MEDIA, ErrorAnswer

ERROR = {
    "description": "Why there is no answer.",
    "content": {MEDIA: {"schema": {"$ref": "#/components/schemas/ErrorAnswer"}}},
}


def describe(app: FastAPI) -> None:
    """Make the application describe itself so; the document is made once, at the first question."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _document(app)
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]


def _document(app: FastAPI) -> dict[str, Any]:
    made = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    for methods in made["paths"].values():
        for operation in methods.values():
            # A request that does not validate is answered in the shape of every other error.
            operation["responses"].pop("422", None)
            operation["responses"]["default"] = ERROR
    components = made.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    error = ErrorAnswer.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(error.pop("$defs", {}))
    schemas["ErrorAnswer"] = error
    components["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer"},
        "key": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
    }
    # Without a key set, no request needs one.
    made["security"] = [{}, {"bearer": []}, {"key": []}]
    return made
