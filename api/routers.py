"""All routers of the service, in the order in which their paths are tried."""

from __future__ import annotations

from api.routes import (
    documents,
    entities,
    health,
    industries,
    match,
    pages_add,
    pages_ask,
    pages_start,
    pages_things,
)

ROUTERS = (
    match.router, industries.router, entities.router, documents.router, health.router,
    pages_start.router, pages_ask.router, pages_things.router, pages_add.router,
)
