"""Commands of events: brought in, proposed, paired, scheduled, looked at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from api.commands.case import By
from api.commands.output import heading, machine, remark, say, short, stages, table
from api.commands.paper import Tongue
from api.commands.shared import Json, Store, opened
from graph.errors import InvalidRequest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.events import Plan
    from graph.events.fairness import Fairness
    from graph.events.given import Given
    from graph.events.kept import Kept
    from graph.events.model import Event
    from graph.events.setting import Setting
    from graph.events.sheets import Proposals
    from graph.events.wording import Language
    from graph.model import Visibility
    from qilian import KnowledgeGraph

Name = Annotated[
    str, typer.Argument(metavar="EVENT", show_default=False, help="The event's short name.")
]
Seconds = Annotated[float, typer.Option("--time-limit", min=0.1, help="Seconds for the solver.")]
Seed = Annotated[int, typer.Option("--seed", help="The same seed gives the same plan.")]
Slots = Annotated[int, typer.Option("--slots", min=1, max=200, help="Times to meet.")]
Tables = Annotated[int, typer.Option("--tables", min=0, max=2000, help="Meetings at one time.")]
Minutes = Annotated[int, typer.Option("--minutes", min=1, max=480, help="Length of a meeting.")]
Pause = Annotated[int, typer.Option("--pause", min=0, max=240, help="Minutes between two.")]
Cap = Annotated[int, typer.Option("--cap", min=1, help="Meetings of each at most.")]
Zone = Annotated[str, typer.Option("--zone", help="Time zone of the hall.")]
Level = Annotated[
    Literal["public", "internal", "confidential"] | None,
    typer.Option("--visibility", help="Who may see it; else as the setting says."),
]
_SHOWN = 3


def bring(
    ctx: typer.Context,
    name: Name,
    by: By,
    participants: Annotated[
        Path | None,
        typer.Argument(
            metavar="[PARTICIPANTS]",
            show_default=False,
            help="CSV or XLSX: organisation, offers, needs, availability, languages, wants, ...",
        ),
    ] = None,
    setting: Annotated[
        Path | None,
        typer.Option("--setting", metavar="FILE", help="TOML: sessions, tables, rules, languages."),
    ] = None,
    start: Annotated[
        str,
        typer.Option("--start", metavar="TIME", help="Without a setting: '2026-09-10 09:00'."),
    ] = "",
    slots: Slots = 8,
    tables: Tables = 4,
    minutes: Minutes = 20,
    pause: Pause = 5,
    cap: Cap = 8,
    zone: Zone = "Asia/Shanghai",
    title: Annotated[str, typer.Option("--title", help="What the event is called.")] = "",
    answers: Annotated[
        list[Path] | None,
        typer.Option("--answers", metavar="FILE", help="Proposals filled in: yes, no, must."),
    ] = None,
    outcomes: Annotated[
        list[Path] | None,
        typer.Option("--outcomes", metavar="FILE", help="Afterwards: held, no-show, rating."),
    ] = None,
    visibility: Level = None,
    store: Store = None,
    json: Json = False,
) -> None:
    """Bring in an event: participants and hall, answers to proposals, what was held.

    With PARTICIPANTS the event is made, or takes another list, and keeps its requests and locks.
    Those whose words are too thin to match are named first, then what is wrong with rows, then who
    was linked to the graph.
    """
    if not (participants or answers or outcomes):
        raise InvalidRequest("name a list of participants, --answers or --outcomes")
    plain = {"start": start, "slots": slots, "tables": tables, "minutes": minutes, "pause": pause,
             "cap": cap, "zone": zone, "title": title or name}
    with opened(ctx, store, create=True) as kg:
        if participants:
            say_made(_made(kg, name, participants, _setting(setting, plain), by=by,
                           visibility=visibility), quiet=json)
        for path in answers or ():
            _read_answers(kg, name, path, by)
        for path in outcomes or ():
            _read_outcomes(kg, name, path, by)
        kept = kg.events.get(name)
    if json:
        machine(kept_data(kept))


def _setting(file: Path | None, plain: dict[str, Any]) -> Setting | None:
    """From the file or the options; None where neither says where and when."""
    from graph.events.setting import read_setting, setting_of

    if file is not None:
        return read_setting(file)
    if not plain["start"]:
        return None
    session = {"start": plain.pop("start"), "slots": plain.pop("slots")}
    return setting_of({**plain, "session": [session]})


def _made(
    kg: KnowledgeGraph, name: str, participants: Path, setting: Setting | None, *, by: str,
    visibility: Visibility | None,
) -> Kept:
    """The event kept with a list; of one that is there the requests and locks stay, and without a
    setting its hall and rules."""
    from dataclasses import replace

    from api.event_words import event_of, read_again
    from graph.errors import NotFound
    from graph.events.read import read_participants

    try:
        there = kg.events.get(name).event
    except NotFound as err:
        if setting is None:
            raise InvalidRequest(
                "say with --setting or --start where and when the event is") from err
        listed = read_participants(participants, setting.hall, setting.rules)
        event = event_of(setting, listed, name=name, visibility=visibility)
    else:
        if setting is not None:
            there = replace(there, hall=setting.hall, rules=setting.rules,
                            personal_until=setting.personal_until)
        listed = read_participants(participants, there.hall, there.rules)
        event = replace(read_again(there, listed), visibility=visibility or there.visibility)
    return kg.events.put(event, by=by, problems=listed.problems)


def say_made(
    made: Kept, *, quiet: bool = False, tell: Callable[[str], None] = remark
) -> None:
    """Who is too thin to match, what is wrong with the list, who was linked to the graph."""
    from graph.events.thin import thin

    for participant, missing in thin(made.event.participants):
        tell(f"too thin to match: {participant.organisation}: {missing}")
    for problem in made.problems:
        tell(f"problem: {problem}")
    if quiet:
        return
    say(f"{made.event.hall.name}: {len(made.event.participants)} participants, "
        f"{len(made.event.hall.slots)} slots, {made.event.hall.tables} tables")
    heading("Who is who in the graph (correct with `event link`)")
    names = made.event.names
    table(["participant", "organisation", "linked to", "why"],
          [(link.participant, names[link.participant], link.anchor.name if link.anchor else "",
            link.words) for link in made.links])


def _read_answers(kg: KnowledgeGraph, name: str, path: Path, by: str) -> None:
    from graph.events.answers import read_answers

    wishes, problems = read_answers(path, kg.events.get(name).event)
    for problem in problems:
        remark(f"left out: {problem}")
    kg.events.ask(name, wishes, by=by)
    remark(f"{path.name}: {len(wishes)} answers")


def _read_outcomes(kg: KnowledgeGraph, name: str, path: Path, by: str) -> None:
    from graph.events.outcomes import read_outcomes

    kept = kg.events.get(name)
    found, problems = read_outcomes(path, kept.event,
                                    meetings=kept.plan.meetings if kept.plan else ())
    for problem in problems:
        remark(f"left out: {problem}")
    kg.events.record(name, found, by=by)
    remark(f"{path.name}: {sum(o.held for o in found)} of {len(found)} meetings were held")


def events(ctx: typer.Context, store: Store = None, json: Json = False) -> None:
    """List the events, by name."""
    with opened(ctx, store) as kg:
        found = kg.events.listed()
    if json:
        return machine(found)
    table(["event", "title", "begins", "participants", "meetings", "held"],
          [(e.name, e.title, e.start[:16], e.participants, e.meetings, e.held) for e in found])


def show(
    ctx: typer.Context,
    name: Name,
    participant: Annotated[
        str, typer.Option("--participant", help="One's agenda with reasons: a key or a name.")
    ] = "",
    store: Store = None,
    json: Json = False,
) -> None:
    """Show an event's plan, or one participant's agenda and what it does not get."""
    with opened(ctx, store) as kg:
        kept = kg.events.get(name)
    if json:
        return machine(kept_data(kept))
    from api.event_words import key_of, planned

    plan = planned(kept)
    if not participant:
        return print_plan(plan)
    key = key_of(kept.event, participant)
    heading(plan.names[key])
    print_meetings(plan, plan.agenda(key))
    for unmet in plan.unmet:
        if unmet.participant == key:
            say(f"not met: {plan.names.get(unmet.counterpart, 'anybody')}: {unmet.reason}")


def propose(
    ctx: typer.Context,
    name: Name,
    limit: Annotated[int, typer.Option("--limit", min=1, max=50, help="Counterparts each.")] = 8,
    out: Annotated[
        list[Path] | None,
        typer.Option("--out", metavar="FILE", help="One for all: .xlsx (with answers) or .html."),
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Option("--folder", metavar="FOLDER", help="An .xlsx and .html for each of them."),
    ] = None,
    language: Tongue = "en",
    store: Store = None,
    json: Json = False,
) -> None:
    """Give each participant its best counterparts with reasons, to be answered yes, no or must."""
    with opened(ctx, store) as kg:
        found = kg.events.propose(name, limit=limit)
        event = kg.events.get(name).event
    _write_proposals(event, found, out or (), folder, language)
    if json:
        return machine({key: [{"counterpart": p.other(key), "score": p.value, "reason": p.reason}
                              for p in pairs] for key, pairs in found.items()})
    if not out and folder is None:
        names = event.names
        table(["participant", "counterpart", "score", "reason"],
              [(names[key], names[pair.other(key)], pair.value, short(pair.reason, 200))
               for key, pairs in found.items() for pair in pairs[:_SHOWN]])


def _write_proposals(
    event: Event, found: Proposals, files: Sequence[Path], folder: Path | None, language: Language
) -> None:
    """One file for all, and files for each."""
    from api.event_papers import proposals_html, write_proposals
    from graph.events.write import file_names, in_folder, proposals_xlsx, put

    for path in files:
        if path.suffix.lower() == ".html":
            put(path, proposals_html(event, found, language=language).encode())
        elif path.suffix.lower() == ".xlsx":
            put(path, proposals_xlsx(event, found, language=language))
        else:
            raise InvalidRequest(f"{path.name}: proposals are written as .xlsx or .html")
        remark(str(path))
    if folder is not None:
        for key, file in file_names(event).items():
            if found.get(key):
                put(in_folder(folder, f"{file}.xlsx"),
                    proposals_xlsx(event, found, participant=key, language=language))
        written = write_proposals(event, found, folder, language=language)
        remark(f"{folder}: .xlsx and .html for {len(written)} participants")


def pair(
    ctx: typer.Context,
    name: Name,
    by: By,
    time_limit: Seconds = 10.0,
    seed: Seed = 1,
    store: Store = None,
    json: Json = False,
) -> None:
    """Choose who meets, place every meeting, and keep the plan with its reasons and its proof."""
    from api.event_words import planned

    with opened(ctx, store) as kg, stages() as progress:
        kept = kg.events.pair(name, time_limit=time_limit, seed=seed, by=by, progress=progress)
        made = planned(kept)
    return machine(plan_data(made)) if json else print_plan(made)


def schedule(
    ctx: typer.Context,
    name: Name,
    by: By,
    meetings: Annotated[
        Path | None,
        typer.Option(
            "--meetings", metavar="FILE",
            help="CSV or XLSX: first, second, slots, slot, after; else those of the plan.",
        ),
    ] = None,
    spread: Annotated[
        int, typer.Option("--spread", min=0, help="Breaks between most and fewest, at most.")
    ] = 2,
    time_limit: Annotated[float, typer.Option("--time-limit", min=0.1)] = 60.0,
    seed: Seed = 1,
    store: Store = None,
    json: Json = False,
) -> None:
    """Place meetings that are already given with the fewest breaks, and keep the plan."""
    from api.event_words import planned

    with opened(ctx, store) as kg:
        made = planned(kg.events.schedule(
            name, _given(kg, name, meetings), spread=spread, time_limit=time_limit, seed=seed,
            by=by))
    return machine(plan_data(made)) if json else print_plan(made)


def _given(kg: KnowledgeGraph, name: str, meetings: Path | None) -> list[Given] | None:
    """The meetings of a table; None without one: those of the plan."""
    from graph.events.given_list import read_given

    if meetings is None:
        return None
    found, problems = read_given(meetings, kg.events.get(name).event)
    for problem in problems:
        remark(f"left out: {problem}")
    return found


def print_plan(plan: Plan, *, most: int | None = None) -> None:
    """The timetable (its first ``most`` meetings), how fair it is, and what was left out."""
    from graph.events.fairness import fairness

    heading(f"{plan.hall.name}: {len(plan)} meetings; no timetable could be more than "
            f"{plan.gap:.1%} better")
    print_meetings(plan, plan.meetings[:most])
    if most is not None and len(plan) > most:
        say(f"and {len(plan) - most} more")
    print_fairness(plan, fairness(plan))
    for unmet in plan.unmet:
        if unmet.ask:
            say(f"{plan.names[unmet.participant]} asked for {plan.names[unmet.counterpart]} "
                f"({unmet.ask}): {unmet.reason}")
    for note in plan.notes:
        say(f"note: {note}")


def print_fairness(plan: Plan, figures: Fairness) -> None:
    """The figures, then by name who is worst off and who meets nobody, with why."""
    from graph.events.sheets import fairness_rows

    heading("How fair it is")
    header, *rows = fairness_rows(plan, figures)
    table([str(cell) for cell in header], rows)


def print_meetings(plan: Plan, meetings: Any) -> None:
    """Meetings as a table."""
    table(
        ["time", "place", "first", "second", "reason"],
        [
            (f"{plan.hall.slots[m.slot].start:%m-%d %H:%M}", str(plan.place(m)),
             plan.names[m.pair.first], plan.names[m.pair.second], short(m.pair.reason, 200))
            for m in meetings
        ],
    )


def plan_data(plan: Plan) -> Any:
    """A plan for machines, as its JSON file has it."""
    from graph.events.write import plan_data as data

    return data(plan)


def kept_data(kept: Kept) -> dict[str, Any]:
    """An event for machines: what it is, who was linked, what is wrong, the plan."""
    return {
        "event": kept.event.name, "title": kept.event.hall.name, "revision": kept.revision,
        "participants": kept.event.participants, "wishes": kept.event.wishes,
        "locks": kept.event.locks, "links": kept.links, "problems": kept.problems,
        "plan": plan_data(kept.plan) if kept.plan else None,
    }
