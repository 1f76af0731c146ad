"""All routers of the service, in the order in which their paths are tried."""

from __future__ import annotations

from api.routes import (
    cases,
    decisions,
    documents,
    doubts,
    entities,
    event_changes,
    events,
    fields,
    figures,
    health,
    industries,
    link,
    match,
    pages_add,
    pages_ask,
    pages_cases,
    pages_event,
    pages_event_day,
    pages_event_people,
    pages_review,
    pages_start,
    pages_things,
    question,
    reconcile,
    saved,
)

ROUTERS = (
    match.router, question.router, industries.router, entities.router, decisions.router,
    doubts.router, documents.router, events.router, event_changes.router, fields.router,
    figures.router, link.router, reconcile.router, health.router, pages_start.router,
    pages_ask.router, pages_review.router, figures.pages, doubts.pages, cases.router, saved.router,
    pages_cases.router, saved.pages, pages_things.router, pages_event.router,
    pages_event_people.router, pages_event_day.router, pages_add.router,
)
