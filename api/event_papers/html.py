"""Sheets as one HTML file: its style within, no script, nothing that is loaded from elsewhere."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from api import web
from api.event_papers.content import Sheet
from api.words import words
from graph.events.hall import Hall
from graph.events.wording import Language


def page(paper: str, sheets: Sequence[Sheet], hall: Hall, language: Language) -> str:
    """The sheets of a paper (``agendas``, ``tables``, ``proposals``, ``changes``)."""
    t = words(language)
    title = t(f"event_paper.{paper}", event=hall.name)
    if len(sheets) == 1:
        title = f"{sheets[0].title} · {title}"
    return web.environment.get_template(f"event_{paper}.html").render(
        t=t, sheets=sheets, title=title, event=hall.name, style=_style(),
        zone=str(hall.slots[0].start.tzinfo) if hall.slots else "")


def policy() -> str:
    """The content security policy under which a service shows these papers: their style alone."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@cache
def _style() -> str:
    return (files("api.event_papers") / "event.css").read_text(encoding="utf-8")
