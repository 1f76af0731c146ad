"""All routers of the service, in the order in which their paths are tried."""

from __future__ import annotations

from api.routes import (
    documents,
    entities,
    events,
    health,
    industries,
    match,
    pages_add,
    pages_ask,
    pages_event,
    pages_start,
    pages_things,
)

ROUTERS = (
    match.router, industries.router, entities.router, documents.router, events.router,
    health.router, pages_start.router, pages_ask.router, pages_things.router, pages_event.router,
    pages_add.router,
)
