"""All routers of the service, in the order in which their paths are tried."""

from __future__ import annotations

from api.routes import (
    decisions,
    documents,
    entities,
    events,
    figures,
    health,
    industries,
    match,
    pages_add,
    pages_ask,
    pages_event,
    pages_review,
    pages_start,
    pages_things,
)

ROUTERS = (
    match.router, industries.router, entities.router, decisions.router, documents.router,
    events.router, figures.router, health.router, pages_start.router, pages_ask.router,
    pages_review.router, figures.pages, pages_things.router, pages_event.router, pages_add.router,
)
