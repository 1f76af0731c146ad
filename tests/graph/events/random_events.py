"""Random small events with everything switched on, for tests of what holds in every plan."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import cast

from hypothesis import strategies as st

from graph.events import (
    Ask,
    Event,
    Hall,
    Interpreters,
    Lock,
    PairPart,
    PairScore,
    Participant,
    Rules,
    Wish,
)

_KINDS = ("Buyer", "Seller", "Institute")
_LANGUAGES = ("zh", "en", "de")
_ASKS = ("must", "want", "rather not", "veto", "veto")


@st.composite
def events(
    draw: st.DrawFn, *, people: int = 8, locks: bool = True
) -> tuple[Event, list[PairScore]]:
    """An event of at most so many participants, and scored pairs of some of them."""
    hall = _hall(draw)
    slots = len(hall.slots)
    number = draw(st.integers(2, people))
    participants = tuple(_participant(draw, i, slots) for i in range(number))
    both = list(combinations(participants, 2))
    wishes = tuple(
        Wish(a.key, b.key, cast(Ask, draw(st.sampled_from(_ASKS))))
        for a, b in draw(st.lists(st.sampled_from(both), max_size=3, unique=True)))
    event = Event(hall, participants, _rules(draw, slots), wishes)
    if locks:
        event = replace(event, locks=_locks(draw, event))
    pairs = [
        PairScore(a.key, b.key, value, (PairPart("fit", value, "fits"),))
        for a, b in both
        if (value := draw(st.integers(-10, 100)) / 100) > -0.05
    ]
    return event, pairs


def _hall(draw: st.DrawFn) -> Hall:
    lengths = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    hall = Hall.of_sessions(
        [(f"2025-05-2{day} 09:00", length) for day, length in enumerate(lengths)],
        tables=draw(st.integers(1, 3)))
    seats = st.tuples(st.integers(0, len(hall.slots) - 1), st.integers(0, hall.tables - 1))
    return replace(hall, closed=draw(st.frozensets(seats, max_size=2)))


def _participant(draw: st.DrawFn, at: int, slots: int) -> Participant:
    # of five organisations, so that some have several delegates
    body = draw(st.sampled_from((at, at, at % 5)))
    some = st.frozensets(st.integers(0, slots - 1))
    return Participant(
        f"k{at}", f"Organisation {body}", draw(st.sampled_from(_KINDS)),
        offers=f"offer {at}",
        available=draw(st.one_of(st.none(), some)),
        cap=draw(st.integers(0, slots + 1)),
        languages=draw(st.frozensets(st.sampled_from(_LANGUAGES), max_size=2)),
        floor=draw(st.integers(0, 2)),
        session_cap=draw(st.one_of(st.none(), st.integers(0, 2))),
        booth=draw(st.sampled_from(("", "", "", f"B{at}"))),
        remote=draw(st.sampled_from((False, False, False, True))),
        group=draw(st.sampled_from(("", "", "", "G"))),
        shared=draw(st.booleans()),
    )


def _rules(draw: st.DrawFn, slots: int) -> Rules:
    kinds = [(a.casefold(), b.casefold()) for a in sorted(_KINDS) for b in sorted(_KINDS) if a <= b]
    some = st.one_of(st.none(), st.frozensets(st.integers(0, slots - 1)))
    languages = st.sampled_from(list(combinations(_LANGUAGES, 2)))
    return Rules(
        may_meet=draw(st.one_of(st.none(), st.frozensets(st.sampled_from(kinds), min_size=3))),
        session_cap=draw(st.one_of(st.none(), st.integers(1, 3))),
        floor=draw(st.integers(0, 1)),
        interpreters=tuple(
            Interpreters(draw(languages), draw(st.integers(1, 2)), draw(some))
            for _ in range(draw(st.integers(0, 2)))),
        again=draw(st.sampled_from((False, False, True))),
    )


def _locks(draw: st.DrawFn, event: Event) -> tuple[Lock, ...]:
    """Locks of pairs that may meet; together they may still be too much."""
    from graph.events.allowed import Allowed

    allowed = Allowed(event)
    can = [(a.key, b.key) for a, b in combinations(event.participants, 2)
           if allowed.hindrance(a.key, b.key) is None]
    if not can:
        return ()
    made = []
    for keys in draw(st.lists(st.sampled_from(can), max_size=3, unique=True)):
        slot = draw(st.one_of(st.none(), st.sampled_from(sorted(allowed.slots(*keys)))))
        table = draw(st.one_of(st.none(), st.none(), st.integers(0, event.hall.tables - 1)))
        made.append(Lock(*keys, slot, table))
    return tuple(made)
