"""What can be asked of a matching question beside its words: one table for every face.

Questions take these as keywords (`match(graph, need, **options)`), the edges (command line, HTTP,
pages, saved queries) hand them on by name, and `wanted` checks them once.
"""

from __future__ import annotations

from collections.abc import Collection
from math import inf
from typing import TypedDict

from graph.dates import first_day
from graph.errors import InvalidRequest
from graph.language.ipc import codes_of
from graph.lookup import check_kinds
from graph.matching.results import SOLVERS, Need
from graph.schema import KINDS

Date = str | int | None


class Options(TypedDict, total=False):
    """Filters and wishes of a question; what is left out has the default of `Need`."""

    title: str
    """A title of the need, whose words count more."""
    codes: Collection[str]
    """IPC or CPC codes of the need, as ``H01M 10/54``."""
    kinds: Collection[str]
    """Candidates of these kinds; none: organisations of every kind."""
    regions: Collection[str]
    """Only organisations seated there."""
    not_regions: Collection[str]
    """No organisations seated there."""
    as_of: Date
    """Evidence counts that was public before this day, as ``2024``, ``2024-06`` or a full day."""
    since: Date
    """Only evidence from this day on counts."""
    exclude: Collection[str]
    """Organisations to leave out, by id, identifier or name."""
    min_works: int
    """Works that a candidate has at least."""
    limit: int
    """Candidates to give."""
    asker: str
    """The organisation that asks, by id, identifier or name: it, its group, and those with whom it
    has had works of late are left out."""
    competitors: bool
    """False leaves out the enterprises of the asker's industries."""
    conflicts: bool
    """True keeps those who hold a work with the asker, or share a person with it."""
    near: str
    """A place, an organisation, or ``LATITUDE, LONGITUDE``: only the province around it, or what
    lies within so many kilometres."""
    within_km: float
    """How far from ``near``."""
    alive: bool
    """True leaves out candidates whose nearest works are all lapsed patents."""
    small_first: bool
    """True prefers organisations of few works, by a part of the score."""
    spread: int
    """At most so many candidates of one parent; the others stand after."""


NAMES = frozenset(Options.__annotations__)


def wanted(text: str, options: Options) -> Need:
    """A question with its words and filters, checked but not yet understood.

    Raises `InvalidRequest` for an empty need, or an option that makes no sense or does not exist.
    """
    if unknown := sorted(options.keys() - NAMES):
        raise InvalidRequest(
            f"{unknown[0]!r} is no option of a question; there are {', '.join(sorted(NAMES))}")
    need = Need(
        text, options.get("title", ""), None,
        codes=tuple(options.get("codes", ())),
        kinds=tuple(options.get("kinds", SOLVERS)), regions=tuple(options.get("regions", ())),
        not_regions=tuple(options.get("not_regions", ())),
        exclude=tuple(options.get("exclude", ())),
        before=day_of(options.get("as_of")), as_of=written(options.get("as_of")),
        after=day_of(options.get("since"), "since"), since=written(options.get("since")),
        min_works=options.get("min_works", 1), limit=options.get("limit", 10),
        asker=options.get("asker", ""), competitors=options.get("competitors", True),
        conflicts=options.get("conflicts", False), near=options.get("near", ""),
        within_km=options.get("within_km"), alive=options.get("alive", False),
        small_first=options.get("small_first", False), spread=options.get("spread"),
    )
    check(need)
    return need


def day_of(date: Date, name: str = "as-of") -> int | None:
    """The first day that a date means, or None for none."""
    return None if date is None or date == "" else first_day(date, name)


def written(date: Date) -> str:
    """A date as it was given, '' for none."""
    return "" if date is None else str(date)


def check(asked: Need) -> None:
    """Raise `InvalidRequest` for an empty need or a filter that makes no sense."""
    if not f"{asked.text}{asked.title}".strip():
        raise InvalidRequest("say what is needed: the text is empty")
    if any("\ud800" <= char <= "\udfff" for char in f"{asked.text}{asked.title}"):
        raise InvalidRequest("the need holds half a character; write it as UTF-8")
    if wrong_codes := [code for code in asked.codes if not codes_of(code)]:
        raise InvalidRequest(f"{wrong_codes[0]!r} is no IPC or CPC code; write H01M 10/54 or H01M")
    if asked.limit < 1 or asked.min_works < 0:
        raise InvalidRequest("limit is at least 1 and min_works at least 0")
    if asked.before is not None and asked.after is not None and asked.after >= asked.before:
        raise InvalidRequest(f"no evidence is from {asked.since} on and before {asked.as_of}")
    if asked.within_km is not None and not (
            asked.near.strip() and 0 < asked.within_km < inf):
        raise InvalidRequest("within_km is a number above 0 and needs near, a place to count from")
    if asked.spread is not None and asked.spread < 1:
        raise InvalidRequest("spread is at least 1, the candidates of one parent")
    check_kinds(asked.kinds)
    if wrong := [k for k in asked.kinds if KINDS[k].group != "organisation"]:
        raise InvalidRequest(f"{wrong[0]} is no kind of organisation and cannot solve a need")
