"""An event's setting from a file: days, sessions, slots, tables, and the rules for all."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args

from graph.errors import InvalidRequest, SourceUnusable
from graph.events.availability import availability
from graph.events.hall import Hall
from graph.events.model import Interpreters, Rules
from graph.events.stated import Stated
from graph.events.vocabulary import language_codes
from graph.model import Visibility

_LONGEST = timedelta(hours=24)
_MOST_SLOTS = 1000


@dataclass(frozen=True, slots=True)
class Setting:
    """What an organiser lays down before anybody has registered."""

    hall: Hall
    rules: Rules = Rules()
    name: str = ""
    """Under which the event is kept; empty to name it later."""
    title: str = "Matchmaking event"
    visibility: Visibility = "internal"
    personal_until: str = ""
    """The day (``2026-12-31``) after which what it knows of persons is forgotten."""


def read_setting(path: Path) -> Setting:
    """The setting in a TOML file; ``ingest/sample/event.toml`` shows all that it can hold.

    Raises `SourceUnusable` for a file that is no TOML, `InvalidRequest` as `setting_of` does.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as err:
        raise SourceUnusable(f"{path}: cannot be opened: {err.strerror}") from err
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as err:
        raise SourceUnusable(f"{path.name}: is no TOML in UTF-8: {err}") from err
    return setting_of(data, name=path.name)


def setting_of(data: Mapping[str, object], *, name: str = "event") -> Setting:
    """The setting from what a file, a request or the command line's options say.

    Sessions stand under ``session``, each with its ``start`` and ``slots`` or ``end``; an event of
    one session has these beside the others. ``name`` is what problems are said of. Raises
    `InvalidRequest` for an unknown key, a value of another kind or no event at all, with what
    would be right. A value of None counts as not stated.
    """
    stated = Stated({key: value for key, value in data.items() if value is not None}, name)
    title = stated.text("title", "Matchmaking event", right='"Salt-lake lithium day"')
    hall = replace(_hall(stated), name=title)
    setting = Setting(
        hall, _rules(stated, hall), stated.text("name", "", right='"lithium-day"'), title,
        _visibility(stated), stated.day("personal_until"))
    stated.finish()
    last = hall.slots[-1].end.date().isoformat()
    if setting.personal_until and setting.personal_until < last:
        raise InvalidRequest(f"{name}, personal_until: {setting.personal_until} is before the "
                             f"event ends; write a day from {last} on")
    return setting


def _visibility(stated: Stated) -> Visibility:
    said = stated.text("visibility", "internal", right='"internal"')
    for known in get_args(Visibility):
        if said == known:
            level: Visibility = known
            return level
    raise stated.wrong("visibility", said, " or ".join(f'"{v}"' for v in get_args(Visibility)))


def _hall(stated: Stated) -> Hall:
    """The hall with the slots of all sessions."""
    minutes = stated.number("minutes", 20, least=1, most=480)
    pause = stated.number("pause", 5, most=480)
    tables = stated.number("tables", 4, least=1, most=5000)
    zone = stated.text("zone", "Asia/Shanghai", right='"Europe/Berlin"')
    sessions = list(stated.tables("session", right='start = "2026-09-10 09:00"  slots = 6'))
    if not sessions:
        sessions = [stated]
    elif clash := {"start", "slots", "end", "breaks"} & stated.stated:
        raise InvalidRequest(f"{stated.where}, {min(clash)}: stands beside [[session]]; write it "
                             "there")
    runs: list[tuple[str, int]] = []
    session_of: list[int] = []
    for number, session in enumerate(sessions):
        found = _runs(session, zone, minutes, pause)
        if session is not stated:
            session.finish()
        runs += found
        session_of += [number] * len(found)
    try:
        hall = Hall.of_sessions(runs, minutes=minutes, pause=pause, tables=tables, zone=zone)
    except InvalidRequest as err:
        raise InvalidRequest(f"{stated.where}: {err}") from err
    return replace(hall, slots=tuple(
        replace(slot, session=session_of[slot.session]) for slot in hall.slots))


def _runs(session: Stated, zone: str, minutes: int, pause: int) -> list[tuple[str, int]]:
    """A session's stretches between its breaks: the start of each, and its slots."""
    start = _moment(session, session.time("start"), zone)
    day = start.date()
    breaks = [(_moment(session, f"{day} {begins}", zone), _moment(session, f"{day} {ends}", zone))
              for begins, ends in session.spans("breaks")]
    if ("slots" in session.stated) == ("end" in session.stated):
        raise InvalidRequest(f"{session.where}: give either slots = 6 or end = \"12:00\"")
    most, end = _MOST_SLOTS, start + _LONGEST
    if "slots" in session.stated:
        most = session.number("slots", 0, least=1, most=_MOST_SLOTS)
        end = start.astimezone(UTC) + timedelta(days=366)
    else:
        said = session.time("end")
        end = _moment(session, said if "-" in said else f"{day} {said}", zone)
        if not start < end <= start + _LONGEST:
            raise InvalidRequest(f"{session.where}, end: {said} is not within a day after "
                                 f"{start:%Y-%m-%d %H:%M}; write 12:00")
    runs: list[tuple[str, int]] = []
    after = None
    for moment in _starts(start, end, breaks, timedelta(minutes=minutes),
                          timedelta(minutes=pause), most):
        if moment == after:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((moment.isoformat(), 1))
        after = moment + timedelta(minutes=minutes + pause)
    if not runs:
        raise InvalidRequest(f"{session.where}: has no time for a meeting of {minutes} minutes; "
                             "end it later, or shorten its breaks")
    return runs


def _starts(
    start: datetime, end: datetime, breaks: list[tuple[datetime, datetime]], length: timedelta,
    pause: timedelta, most: int,
) -> Iterator[datetime]:
    """The moments, in UTC, at which its slots start: none reaches into a break or over the end."""
    moment, end = start.astimezone(UTC), end.astimezone(UTC)
    made = 0
    while made < most and moment + length <= end:
        through = [b for a, b in breaks if a < moment + length and moment < b]
        if through:
            moment = max(through).astimezone(UTC)
            continue
        yield moment
        made += 1
        moment += length + pause


def _moment(session: Stated, text: str, zone: str) -> datetime:
    """A time as written in the zone."""
    try:
        return Hall.of(text, slots=1, minutes=1, pause=0, zone=zone).slots[0].start
    except InvalidRequest as err:
        raise InvalidRequest(f"{session.where}: {err}") from err


def _rules(stated: Stated, hall: Hall) -> Rules:
    most = len(hall.slots)
    caps = stated.part("caps", right="Enterprise = 5")
    table = frozenset(_may_meet(entry) for entry in stated.tables(
        "may_meet", right='between = ["Enterprise", "Institute"]'))
    return Rules(
        may_meet=table or None,
        cap=stated.number("cap", Rules().cap),
        caps={kind.casefold(): caps.number(kind, 0) for kind in caps.stated},
        session_cap=stated.number("session_cap", 0, least=1) or None,
        floor=stated.number("floor", 0, most=most),
        interpreters=tuple(_interpreters(entry, hall) for entry in stated.tables(
            "interpreter", right='languages = ["zh", "en"]')),
        again=stated.flag("again"),
    )


def _may_meet(entry: Stated) -> tuple[str, str]:
    """Two types, as the rules compare them."""
    pair = entry.pair("between", right='["Enterprise", "Institute"]')
    entry.finish()
    one, other = sorted(kind.casefold() for kind in pair)
    return one, other


def _interpreters(entry: Stated, hall: Hall) -> Interpreters:
    said = entry.pair("languages", right='["zh", "en"]')
    codes: list[str] = []
    for word in said:
        found, unknown = language_codes(word)
        if unknown or len(found) != 1:
            raise entry.wrong("languages", word, "languages = [\"zh\", \"en\"]")
        codes += found
    if codes[0] == codes[1]:
        raise entry.wrong("languages", list(said), "two languages: [\"zh\", \"en\"]")
    slots: frozenset[int] | None = None
    if "slots" in entry.stated:
        text = entry.numbers_or_text("slots", right='"1-4" or [1, 2]')
        slots, problems = availability(text, hall)
        if problems:
            raise InvalidRequest(f"{entry.where}, slots: {problems[0]}")
    if "sessions" in entry.stated:
        numbers = {n - 1 for n in entry.numbers("sessions", right="[1]", most=hall.sessions)}
        there = frozenset(i for i, s in enumerate(hall.slots) if s.session in numbers)
        slots = there if slots is None else slots & there
    number = entry.number("number", 1, least=1)
    entry.finish()
    return Interpreters((codes[0], codes[1]), number, slots)
