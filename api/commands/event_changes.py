"""Commands that change an event: requests, locks, links, what goes wrong on the day, forgetting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands.case import By
from api.commands.event import Name, Seconds, Seed
from api.commands.output import heading, machine, say, table
from api.commands.shared import Json, Store, opened
from graph.errors import InvalidRequest

if TYPE_CHECKING:
    from graph.events import Plan
    from graph.events.model import Event
    from graph.events.replan import Replanned
    from graph.events.results import Meeting
    from graph.events.situation import Disruption

Who = Annotated[str, typer.Argument(metavar="PARTICIPANT", show_default=False)]
Other = Annotated[str, typer.Argument(metavar="COUNTERPART", show_default=False)]
At = Annotated[
    str, typer.Option("--at", metavar="TIME", help="A slot or time: 3, 10:20, day and time.")
]
Many = list[str] | None


def ask(
    ctx: typer.Context,
    name: Name,
    participant: Who,
    counterpart: Other,
    by: By,
    what: Annotated[
        str,
        typer.Argument(metavar="WHAT", help="must, want, 'rather not', veto, or nothing."),
    ] = "want",
    note: Annotated[str, typer.Option("--note", help="Why, for the organisers.")] = "",
    store: Store = None,
) -> None:
    """Say what a participant asks about another; it counts from the next plan on."""
    from api.event_words import asked, key_of
    from graph.events.model import Wish

    with opened(ctx, store) as kg:
        event = kg.events.get(name).event
        keys = key_of(event, participant), key_of(event, counterpart)
        if what == "nothing":
            made = kg.events.ask(name, by=by, withdrawn=[keys])
        else:
            made = kg.events.ask(name, [Wish(*keys, asked(what), note)], by=by)
    say(f"{len(made.event.wishes)} requests")


def lock(
    ctx: typer.Context,
    name: Name,
    participant: Who,
    counterpart: Other,
    by: By,
    at: At = "",
    place: Annotated[int, typer.Option("--table", min=0, help="At this table, from 1.")] = 0,
    undo: Annotated[bool, typer.Option("--undo", help="Take the lock away.")] = False,
    store: Store = None,
) -> None:
    """Let a meeting be held whatever else: agreed, or in a slot, or at a table too."""
    from api.event_words import key_of, slot_of
    from graph.events.model import Lock

    with opened(ctx, store) as kg:
        event = kg.events.get(name).event
        keys = key_of(event, participant), key_of(event, counterpart)
        if undo:
            made = kg.events.unlock(name, [keys], by=by)
        else:
            made = kg.events.lock(name, [Lock(*keys, slot_of(event.hall, at) if at else None,
                                              place - 1 if place else None)], by=by)
    say(f"{len(made.event.locks)} meetings are locked")


def link(
    ctx: typer.Context,
    name: Name,
    participant: Who,
    by: By,
    organisation: Annotated[
        str, typer.Argument(metavar="[ORGANISATION]", help="Its id or name; nothing: none there.")
    ] = "",
    store: Store = None,
) -> None:
    """Correct which organisation of the graph a participant is."""
    from api.event_words import key_of

    with opened(ctx, store) as kg:
        key = key_of(kg.events.get(name).event, participant)
        made = kg.events.link(name, key, organisation, by=by)
    found = next(link for link in made.links if link.participant == key)
    say(f"{made.event.names[key]}: {found.anchor.name if found.anchor else 'not in the graph'}")


def replan(
    ctx: typer.Context,
    name: Name,
    absent: Annotated[
        Many, typer.Option("--absent", metavar="WHO[@TIME]", help="Does not come (any more).")
    ] = None,
    late: Annotated[
        Many, typer.Option("--late", metavar="WHO@TIME", help="Comes only from then on.")
    ] = None,
    lost_table: Annotated[
        Many, typer.Option("--lost-table", metavar="N[@TIME]", help="A table is lost.")
    ] = None,
    request: Annotated[
        Many,
        typer.Option("--request", metavar="WHO>WHOM[:WHAT]", help="must, want, rather not, veto."),
    ] = None,
    now: Annotated[
        str, typer.Option("--now", metavar="TIME", help="What lies before stays as it is.")
    ] = "",
    weight: Annotated[
        float | None,
        typer.Option("--weight", min=0, help="What a moved meeting costs, in meetings."),
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", help="Take the new plan.")] = False,
    time_limit: Seconds = 10.0,
    seed: Seed = 1,
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who writes, with --keep.")] = "",
    store: Store = None,
    json: Json = False,
) -> None:
    """Plan again after no-shows, late arrivals, lost tables and new requests, moving little.

    Shows the changes with their reasons; --keep makes them the plan.
    """
    from api.event_words import slot_of

    with opened(ctx, store) as kg:
        event = kg.events.get(name).event
        changes = _disruptions(event, {"absent": absent, "late": late, "table lost": lost_table,
                                       "request": request})
        found = kg.events.replan(name, changes, now=slot_of(event.hall, now) if now else 0,
                                 weight=weight, keep=keep, by=by, time_limit=time_limit, seed=seed)
    if json:
        return machine(moves_data(found))
    print_moves(found)
    say("kept as the plan" if keep else "shown only; --keep makes it the plan")


def _disruptions(event: Event, stated: dict[str, Many]) -> list[Disruption]:
    """What was said to have happened; `InvalidRequest` for one that cannot be read."""
    from api.event_words import disruption_of

    found = []
    for kind in ("absent", "late"):
        for text in stated[kind] or ():
            who, _, at = text.partition("@")
            found.append(disruption_of(event, kind=kind, participant=who, at=at.strip()))
    for text in stated["table lost"] or ():
        number, _, at = text.partition("@")
        if not number.strip().isdecimal():
            raise InvalidRequest(f"--lost-table {text!r}: write 3, or 3@10:20")
        found.append(disruption_of(event, kind="table lost", table=int(number), at=at.strip()))
    for text in stated["request"] or ():
        pair, _, what = text.partition(":")
        who, sign, whom = pair.partition(">")
        if not sign:
            raise InvalidRequest(f"--request {text!r}: write 'A>B:must'")
        found.append(disruption_of(event, kind="request", participant=who, counterpart=whom,
                                   ask=what))
    if not found:
        raise InvalidRequest("say what happened: --absent, --late, --lost-table or --request")
    return found


def print_moves(found: Replanned) -> None:
    """The changes, each with its reason."""
    plan = found.plan
    heading(f"{len(found.moves)} changes, {found.kept} meetings stay")
    table(["first", "second", "was", "is", "why"], [
        (plan.names[m.pair.first], plan.names[m.pair.second], _place(plan, m.before),
         _place(plan, m.after), m.why)
        for m in found.moves])
    say(f"no timetable could be more than {plan.gap:.1%} better")


def moves_data(found: Replanned) -> dict[str, Any]:
    """Changes for machines."""
    def place(meeting: Meeting | None) -> dict[str, Any] | None:
        return None if meeting is None else {"slot": meeting.slot, "table": meeting.table}

    return {
        "stay": found.kept, "value": found.plan.value, "bound": found.plan.bound,
        "moves": [{"first": m.pair.first, "second": m.pair.second, "before": place(m.before),
                   "after": place(m.after), "why": m.why, "told": m.told} for m in found.moves],
    }


def _place(plan: Plan, meeting: Meeting | None) -> str:
    if meeting is None:
        return "-"
    return f"{plan.hall.slots[meeting.slot].start:%m-%d %H:%M} {plan.place(meeting)}"


def free(
    ctx: typer.Context, name: Name, at: At, store: Store = None, json: Json = False,
) -> None:
    """Show who is there and free at a time, and whom each could meet then."""
    from api.event_words import planned, slot_of
    from graph.events.replan import could_meet_now, free_now

    with opened(ctx, store) as kg:
        kept = kg.events.get(name)
    plan, slot = planned(kept), slot_of(kept.event.hall, at)
    names = kept.event.names
    keys = free_now(plan, slot, event=kept.event)
    pairs = could_meet_now(plan, slot, event=kept.event)
    if json:
        return machine({"free": keys, "could_meet": [
            {"first": p.first, "second": p.second, "score": p.value, "reason": p.reason}
            for p in pairs]})
    say(f"free at {kept.event.hall.slots[slot].start:%m-%d %H:%M}: "
        f"{', '.join(names[key] for key in keys) or 'nobody'}")
    table(["first", "second", "score", "reason"],
          [(names[p.first], names[p.second], p.value, p.reason) for p in pairs])


def publish(ctx: typer.Context, name: Name, by: By, store: Store = None) -> None:
    """Make the plan a document of the graph; once held, its meetings become facts."""
    with opened(ctx, store) as kg:
        kg.events.publish(name, by=by)
    say("published")


def forget(
    ctx: typer.Context,
    by: By,
    name: Annotated[str, typer.Argument(metavar="[EVENT]", help="Else all past their day.")] = "",
    participant: Annotated[
        str, typer.Option("--participant", help="Only this one: a key or a name.")
    ] = "",
    store: Store = None,
) -> None:
    """Forget what an event knows of persons, of one or all; it cannot be undone."""
    from api.event_words import key_of

    with opened(ctx, store) as kg:
        if not name:
            done = kg.events.forget_due()
            return say(f"forgotten: {', '.join(done) or 'no event is past its day'}")
        key = key_of(kg.events.get(name).event, participant) if participant else ""
        kg.events.forget(name, key, by=by)
    say("forgotten")


def remove(ctx: typer.Context, name: Name, store: Store = None) -> None:
    """Take an event away, with its plan and the facts of its meetings."""
    with opened(ctx, store) as kg:
        kg.events.remove(name)
    say("removed")
