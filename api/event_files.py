"""An event's plan as a file to take away: tables, calendars, data, agendas to print."""

from __future__ import annotations

from typing import Literal

from api import tables
from api.event_papers import agendas_html
from api.event_words import planned
from graph.events.kept import Kept
from graph.events.wording import Language
from graph.events.write import plan_bytes

Form = Literal["csv", "xlsx", "ics", "json", "html"]
MEDIA = {**tables.MEDIA, "ics": "text/calendar; charset=utf-8", "json": "application/json",
         "html": "text/html; charset=utf-8"}


def plan_file(
    kept: Kept, form: Form, *, participant: str = "", language: Language = "en"
) -> tuple[bytes, str]:
    """(the file, its media type); a calendar and agendas of one participant when it is named, in
    the form that is for the participant. Raises `InvalidRequest` without a plan."""
    plan = planned(kept)
    if form == "html":
        data = agendas_html(plan, participant=participant, language=language).encode()
    else:
        data = plan_bytes(plan, form, entries=kept.calendar, participant=participant,
                          language=language)
    return data, MEDIA[form]
