"""Papers of an event to print or to send: agendas, sheets for the tables, proposals, changes.

Each is one HTML file that needs nothing beside it, a page of A4 for each participant or table, in
English or Chinese. All are for participants: they show what `graph.events.told` lets each one read,
never values, other people's wishes or vetoes, or evidence that is not public.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from api.event_papers import content
from api.event_papers.html import page, policy
from graph.events.sheets import Proposals, known
from graph.events.wording import Language
from graph.events.write import file_names, in_folder, put

if TYPE_CHECKING:
    from graph.events.model import Event
    from graph.events.replan import Move
    from graph.events.results import Plan

__all__ = [
    "agendas_html", "changes_html", "policy", "proposals_html", "table_sheets_html",
    "write_agendas", "write_changes", "write_proposals",
]


def agendas_html(plan: Plan, *, participant: str = "", language: Language = "en") -> str:
    """The agendas of all participants, or of one (its key): when, where, with whom, why; and what
    it asked for and does not get. Raises `NotFound` for a key that nobody has."""
    known(plan.event, participant)
    return page("agendas", content.agendas(plan, language, participant), plan.hall, language)


def table_sheets_html(plan: Plan, *, language: Language = "en") -> str:
    """What to lay on each table and booth: who sits there when. It gives no reasons, as everybody
    can read it; meetings on line stand on a sheet of their own."""
    return page("tables", content.tables(plan, language), plan.hall, language)


def proposals_html(
    event: Event, proposals: Proposals, *, participant: str = "", language: Language = "en"
) -> str:
    """The counterparts proposed to all participants, or to one, with boxes to answer in. Raises
    `NotFound` for a key that nobody has."""
    known(event, participant)
    return page("proposals", content.proposals(event, proposals, language, participant),
                event.hall, language)


def changes_html(
    plan: Plan, moves: Sequence[Move], *, participant: str = "", language: Language = "en"
) -> str:
    """For each participant whose meetings changed (or for one): what was, what is, and why."""
    known(plan.event, participant)
    return page("changes", content.changes(plan, moves, language, participant), plan.hall, language)


def write_agendas(plan: Plan, folder: Path, *, language: Language = "en") -> list[Path]:
    """A file for each participant into a folder; the files."""
    return _write("agendas", content.agendas(plan, language), plan.event, folder, language)


def write_proposals(
    event: Event, proposals: Proposals, folder: Path, *, language: Language = "en"
) -> list[Path]:
    """A file for each participant that has proposals into a folder; the files."""
    return _write("proposals", content.proposals(event, proposals, language), event, folder,
                  language)


def write_changes(
    plan: Plan, moves: Sequence[Move], folder: Path, *, language: Language = "en"
) -> list[Path]:
    """A file for each participant whose meetings changed into a folder; the files."""
    return _write("changes", content.changes(plan, moves, language), plan.event, folder, language)


def _write(
    paper: str, sheets: Sequence[content.Sheet], event: Event, folder: Path, language: Language
) -> list[Path]:
    names = file_names(event)
    written = []
    for sheet in sheets:
        path = in_folder(folder, f"{names[sheet.key]}.html")
        put(path, page(paper, [sheet], event.hall, language).encode())
        written.append(path)
    return written
