"""Is an answer to a B2B meeting scheduling instance right? Shares no code with the scheduler.

Reads the instance (MiniZinc data) by itself, and recounts everything from the answer's slots and
tables. All numbers are from 1, as in the instance.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

SPREAD = 2
"""Breaks between whoever has most and whoever has fewest, at most."""


def problems_of(text: str, answer: Mapping[str, Any]) -> list[str]:
    """What is wrong with an answer's timetable, its number of breaks and its bound; [] if right."""
    data = read(text)
    rows = data["requested"]
    slot_of = {place["meeting"]: place["slot"] for place in answer["meetings"]}
    seats = [(place["slot"], place["table"]) for place in answer["meetings"]]
    found = []
    if sorted(place["meeting"] for place in answer["meetings"]) != list(range(1, len(rows) + 1)):
        return [f"not each of the {len(rows)} meetings stands once"]
    if len(set(seats)) < len(seats):
        found.append("two meetings are at one table in one slot")
    found += [f"there is no table {table}" for _, table in seats
              if not 1 <= table <= data["nTables"]]
    days: dict[int, list[int]] = defaultdict(list)
    for number, (first, second, session) in enumerate(rows, 1):
        slot = slot_of[number]
        found += [f"meeting {number} in slot {slot}: {why}"
                  for why in _misplaced(data, number, session, slot, slot_of)]
        for end in (first, second):
            days[end].append(slot)
            if slot in data["forbidden"][end - 1]:
                found.append(f"participant {end} is away in slot {slot}")
    found += [f"participant {end} is in two places" for end, day in days.items()
              if len(set(day)) < len(day)]
    breaks = [_gaps(days[end]) for end in range(1, data["nBusiness"] + 1)]
    if max(breaks) - min(breaks) > SPREAD:
        found.append(f"one participant has {max(breaks)} breaks, another {min(breaks)}")
    if sum(breaks) != answer["breaks"]:
        found.append(f"has {sum(breaks)} breaks and says {answer['breaks']}")
    if answer["lower_bound"] > sum(breaks):
        found.append(f"has {sum(breaks)} breaks, its bound is {answer['lower_bound']}")
    if answer["proven"] and answer["lower_bound"] != sum(breaks):
        found.append("is called proven, and its bound is lower than its breaks")
    return found


def read(text: str) -> dict[str, Any]:
    """The instance's numbers, rows of three, and lists of sets, by name."""
    tokens = list(_tokens(text))
    data: dict[str, Any] = {}
    at = 0
    while at < len(tokens):
        name, at = tokens[at], at + 2  # a name and "="
        value: list[str] = []
        while at < len(tokens) and tokens[at] != ";":
            value.append(tokens[at])
            at += 1
        at += 1
        data[name] = _value(value)
    flat = data["requested"]
    data["requested"] = [tuple(flat[i:i + 3]) for i in range(0, len(flat), 3)]
    data.setdefault("forbidden", [set()] * data["nBusiness"])
    data.setdefault("fixed", [0] * len(data["requested"]))
    data.setdefault("precedences", [set()] * len(data["requested"]))
    return data


def _misplaced(
    data: Mapping[str, Any], number: int, session: int, slot: int, slot_of: Mapping[int, int]
) -> Iterator[str]:
    if not 1 <= slot <= data["nTotalSlots"]:
        yield "there is no such slot"
    if session == 1 and slot > data["nMorningSlots"]:
        yield "it must be in the morning"
    if session == 2 and slot <= data["nMorningSlots"]:
        yield "it must be in the afternoon"
    if data["fixed"][number - 1] not in (0, slot):
        yield f"it is fixed in {data['fixed'][number - 1]}"
    for earlier in sorted(data["precedences"][number - 1] - {0}):
        if slot_of[earlier] >= slot:
            yield f"meeting {earlier} must be earlier"


def _gaps(day: list[int]) -> int:
    gaps, last = 0, None
    for slot in sorted(day):
        if last is not None and slot > last + 1:
            gaps += 1
        last = slot
    return gaps


def _tokens(text: str) -> Iterator[str]:
    """Words, numbers and signs; comments are left out."""
    while (start := text.find("/*")) >= 0:
        end = text.find("*/", start)
        text = text[:start] + " " + text[end + 2:]
    word = ""
    for line in text.splitlines():
        for sign in line.partition("%")[0] + "\n":
            if sign.isalnum() or sign == "_":
                word += sign
                continue
            if word:
                yield word
                word = ""
            if not sign.isspace():
                yield sign


def _value(tokens: list[str]) -> Any:
    """A number, a list of numbers, or a list of sets; `array2d(1..9, 1..3, [...])` as its list."""
    if "[" not in tokens:
        return int(tokens[0])
    inner = tokens[tokens.index("[") + 1:]
    if "{" not in inner and "." not in inner:
        return [int(token) for token in inner if token.isdigit()]
    sets: list[set[int]] = []
    depth = False
    for at, token in enumerate(inner):
        if token == "{":
            sets.append(set())
        if token in "{}":
            depth = token == "{"
        elif token.isdigit() and depth:
            sets[-1].add(int(token))
        elif token == "." and inner[at + 1] == ".":  # a range stands for a set
            sets.append(set(range(int(inner[at - 1]), int(inner[at + 2]) + 1)))
    return sets
