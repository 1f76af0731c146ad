"""The demonstration's event: brought in, proposed, planned, re-planned, written, reported."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.commands.event import print_meetings, print_plan, say_made
from api.commands.event_changes import print_moves
from api.commands.event_files import print_report
from api.commands.output import heading, remark, say, short, table

if TYPE_CHECKING:
    from graph.events import Plan
    from graph.events.kept import Kept
    from qilian import KnowledgeGraph

_PROPOSED = 3


def show_event(kg: KnowledgeGraph, folder: Path, script: dict[str, Any]) -> None:
    """The sample's event from its list of participants to its report."""
    from api.event_words import planned

    by = script["by"]
    kept = _brought_in(kg, folder, script)
    name = kept.name
    heading(f"{kept.event.hall.name}: who comes")
    say_made(kept, tell=say)
    heading("Candidate pairings, as they are sent out to be answered")
    names = kept.event.names
    found = kg.events.propose(name, limit=_PROPOSED)
    table(["participant", "counterpart", "reason"],
          [(names[key], names[pair.other(key)], short(pair.reason, 120))
           for key, pairs in list(found.items())[:_PROPOSED] for pair in pairs])
    plan = planned(kg.events.pair(name, by=by))
    print_plan(plan, most=script["shown"])
    _replanned(kg, name, plan, script)
    _written(planned(kg.events.get(name)), kg.events.get(name))
    _reported(kg, name, folder / script["outcomes"], by)


def remove_event(kg: KnowledgeGraph, name: str) -> None:
    """Take away what an earlier demonstration left of its event."""
    from graph.errors import NotFound

    with suppress(NotFound):
        kg.events.remove(name)


def _brought_in(kg: KnowledgeGraph, folder: Path, script: dict[str, Any]) -> Kept:
    from api.event_words import event_of
    from graph.events.read import read_participants
    from graph.events.setting import read_setting

    setting = read_setting(folder / script["setting"])
    listed = read_participants(folder / script["participants"], setting.hall, setting.rules)
    return kg.events.put(event_of(setting, listed, name=script["name"]), by=script["by"],
                         problems=listed.problems)


def _replanned(kg: KnowledgeGraph, name: str, plan: Plan, script: dict[str, Any]) -> None:
    from api.event_words import disruption_of

    heading(f"{script['absent']} leaves before slot {script['from']}")
    gone = disruption_of(plan.event, kind="absent", participant=script["absent"],
                         at=str(script["from"]))
    print_moves(kg.events.replan(name, [gone], now=script["from"] - 1, keep=True,
                                 by=script["by"]))


def _written(plan: Plan, kept: Kept) -> None:
    """The files, beside the demonstration's store."""
    from api.event_papers import write_agendas
    from graph.events.write import write, write_calendars
    from graph.paths import cache_folder

    folder = cache_folder() / "demo" / "event"
    folder.mkdir(parents=True, exist_ok=True)
    write(plan, folder / "plan.xlsx", entries=kept.calendar)
    calendars = write_calendars(plan, folder / "calendars", entries=kept.calendar)
    agendas = write_agendas(plan, folder / "agendas")
    say(f"written: plan.xlsx, {len(calendars)} calendars and {len(agendas)} agendas in {folder}")
    one = plan.participants[0]
    heading(f"The agenda of {plan.names[one.key]}")
    print_meetings(plan, plan.agenda(one.key))


def _reported(kg: KnowledgeGraph, name: str, outcomes: Path, by: str) -> None:
    from graph.events.outcomes import read_outcomes

    kept = kg.events.get(name)
    found, problems = read_outcomes(outcomes, kept.event,
                                    meetings=kept.plan.meetings if kept.plan else ())
    for problem in problems:
        remark(f"left out: {problem}")
    kg.events.publish(name, by=by)
    kg.events.record(name, found, by=by)
    heading("Afterwards")
    print_report(kg.events.get(name), kg.events.report(name))
