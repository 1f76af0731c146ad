"""Commands for matchmaking events: who meets whom, when and where; and that as files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands.output import heading, machine, remark, say, short, table, whole_file
from api.commands.shared import Json, Store, opened
from graph.errors import InvalidRequest

if TYPE_CHECKING:
    from graph.events import Plan
    from qilian import KnowledgeGraph

List = Annotated[
    Path,
    typer.Argument(
        metavar="PARTICIPANTS",
        show_default=False,
        help="CSV or XLSX: organisation, offers, needs, availability, max_meetings.",
    ),
]
Start = Annotated[
    str,
    typer.Option(
        "--start", metavar="TIME", show_default=False, help="First meeting, as '2026-09-10 09:00'."
    ),
]
Slots = Annotated[int, typer.Option("--slots", min=1, max=200, help="Times for meetings.")]
Tables = Annotated[int, typer.Option("--tables", min=1, max=500, help="Meetings at one time.")]
Minutes = Annotated[int, typer.Option("--minutes", min=1, max=480, help="Length of a meeting.")]
Pause = Annotated[
    int, typer.Option("--pause", min=0, max=240, help="Minutes between two meetings.")
]
Cap = Annotated[
    int, typer.Option("--cap", min=1, help="Meetings of a participant that states no cap.")
]
Zone = Annotated[str, typer.Option("--zone", help="Time zone of the hall.")]
Name = Annotated[str, typer.Option("--name", help="Name of the event.")]
Seconds = Annotated[float, typer.Option("--time-limit", min=0.1, help="Seconds for the solver.")]


@dataclass(frozen=True, slots=True)
class Setting:
    """Hall and limits of an event."""

    start: str
    slots: int = 8
    tables: int = 4
    minutes: int = 20
    pause: int = 5
    cap: int = 8
    zone: str = "Asia/Shanghai"
    name: str = "Matchmaking event"
    seconds: float = 10.0


def pair(
    ctx: typer.Context,
    participants: List,
    start: Start,
    slots: Slots = 8,
    tables: Tables = 4,
    minutes: Minutes = 20,
    pause: Pause = 5,
    cap: Cap = 8,
    zone: Zone = "Asia/Shanghai",
    name: Name = "Matchmaking event",
    time_limit: Seconds = 10.0,
    store: Store = None,
    json: Json = False,
) -> None:
    """Plan an event and print it, with the reasons.

    Pairs are scored by what the participants say and by what the store knows of their works; the
    best meetings are chosen under everyone's cap and the hall's size, and placed in slots.
    """
    setting = Setting(start, slots, tables, minutes, pause, cap, zone, name, time_limit)
    with opened(ctx, store) as kg:
        made = planned(kg, participants, setting)
    return machine(plan_data(made)) if json else print_plan(made)


def export(
    ctx: typer.Context,
    participants: List,
    start: Start,
    out: Annotated[
        list[Path] | None,
        typer.Option(
            "--out", metavar="FILE", help="A .csv, .xlsx or .ics file; repeat for several."
        ),
    ] = None,
    calendars: Annotated[
        Path | None,
        typer.Option("--calendars", metavar="FOLDER", help="An .ics file for each participant."),
    ] = None,
    slots: Slots = 8,
    tables: Tables = 4,
    minutes: Minutes = 20,
    pause: Pause = 5,
    cap: Cap = 8,
    zone: Zone = "Asia/Shanghai",
    name: Name = "Matchmaking event",
    time_limit: Seconds = 10.0,
    store: Store = None,
) -> None:
    """Plan an event and write it as tables and calendars.

    The same participants, hall and store give the same plan as `event pair`.
    """
    if not out and calendars is None:
        raise InvalidRequest("say with --out or --calendars where the plan goes")
    setting = Setting(start, slots, tables, minutes, pause, cap, zone, name, time_limit)
    with opened(ctx, store) as kg:
        made = planned(kg, participants, setting)
    from graph.events import write

    for path in out or ():
        write(made, path)
        remark(str(path))
    if calendars is not None:
        remark(f"{calendars}: {_write_calendars(made, calendars)} calendars")


def planned(kg: KnowledgeGraph, participants: Path, setting: Setting) -> Plan:
    """The plan of an event; rows that cannot be used are said on stderr and left out."""
    from graph.events import Hall, read_participants

    hall = Hall.of(
        setting.start,
        slots=setting.slots,
        minutes=setting.minutes,
        pause=setting.pause,
        tables=setting.tables,
        zone=setting.zone,
        name=setting.name,
    )
    listed, problems = read_participants(participants, hall, cap=setting.cap)
    for problem in problems:
        remark(f"left out: {problem}")
    if len(listed) < 2:
        raise InvalidRequest(f"{participants}: an event needs at least two participants")
    return kg.pair_event(listed, hall, time_limit=setting.seconds)


def print_plan(plan: Plan, *, proposals: bool = True, most: int | None = None) -> None:
    """Candidate pairings, the timetable (its first ``most`` meetings), and what was left out."""
    if proposals:
        heading("Candidate pairings")
        table(
            ["participant", "counterpart", "score", "reason"],
            [
                (p.organisation, plan.names[pair.other(p.key)], pair.value, short(pair.reason, 200))
                for p in plan.participants
                for pair in plan.proposals.get(p.key, ())[:3]
            ],
        )
    heading(f"{plan.hall.name}: {len(plan)} meetings, no plan is more than {plan.gap:.1%} better")
    table(
        ["time", "table", "first", "second", "reason"],
        [
            (
                f"{plan.hall.slots[m.slot].start:%H:%M}",
                m.table + 1,
                plan.names[m.pair.first],
                plan.names[m.pair.second],
                short(m.pair.reason, 200),
            )
            for m in plan.meetings[:most]
        ],
    )
    if most is not None and len(plan) > most:
        say(f"and {len(plan) - most} more")
    alone = [u for u in plan.unmet if not u.counterpart]
    for unmet in alone:
        say(f"meets nobody: {plan.names[unmet.participant]}: {unmet.reason}")
    for note in plan.notes:
        say(f"note: {note}")


def plan_data(plan: Plan) -> dict[str, Any]:
    """A plan for machines: its tables as rows by name."""
    from graph.events.write import agenda_rows, meeting_rows, proposal_rows, unmet_rows

    def named(rows: Sequence[Sequence[object]]) -> list[dict[str, object]]:
        return [dict(zip(map(str, rows[0]), row, strict=True)) for row in rows[1:]]

    return {
        "event": plan.hall.name,
        "value": plan.value,
        "bound": plan.bound,
        "meetings": named(meeting_rows(plan)),
        "agendas": named(agenda_rows(plan)),
        "proposals": named(proposal_rows(plan)),
        "unmet": named(unmet_rows(plan)),
        "notes": list(plan.notes),
    }


def _write_calendars(plan: Plan, folder: Path) -> int:
    from graph.events.write import ics_bytes

    written = 0
    for participant in plan.participants:
        if plan.agenda(participant.key):
            folder.mkdir(parents=True, exist_ok=True)
            with whole_file(folder / f"{_file_name(participant.organisation)}.ics") as part:
                part.write_bytes(ics_bytes(plan, participant=participant.key))
            written += 1
    return written


def _file_name(organisation: str) -> str:
    """A name that every file system takes."""
    return "".join(c if c.isalnum() or c in " -" else "_" for c in organisation)[:80].strip()
