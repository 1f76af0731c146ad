"""The filters of a question, as the command line and its files give them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from api.commands.shared import kinds_of
from graph.errors import InvalidRequest

if TYPE_CHECKING:
    from graph.matching.results import MatchResult
    from qilian import KnowledgeGraph

_POOL = re.compile(r"([^=]+)=([^:]*)(?::(\d+))?")


@dataclass(frozen=True, slots=True)
class Filters:
    """Which candidates count, on evidence from before which day, and how many are given."""

    kinds: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    as_of: str | None = None
    exclude: tuple[str, ...] = ()
    min_works: int = 1
    limit: int = 10

    def options(self) -> dict[str, Any]:
        """As arguments of `KnowledgeGraph.match`, whose default holds when no kind is set."""
        options: dict[str, Any] = {
            "regions": self.regions,
            "as_of": self.as_of,
            "exclude": self.exclude,
            "min_works": self.min_works,
            "limit": self.limit,
        }
        return options | ({"kinds": self.kinds} if self.kinds else {})

    def ask(self, kg: KnowledgeGraph, need: str, *, title: str = "") -> MatchResult:
        """Match one need under these filters."""
        return kg.match(need, title=title, **self.options())

    def narrowed(self, query: Mapping[str, Any], pools: Mapping[str, Filters]) -> Filters:
        """These filters with what a query of a batch says itself: its pool and its date."""
        pool = pools.get(str(query.get("pool", "")))
        found = (
            replace(self, kinds=pool.kinds or self.kinds, min_works=pool.min_works)
            if pool
            else self
        )
        if query.get("as_of") is not None:
            found = replace(found, as_of=str(query["as_of"]))
        return found


def filters_of(
    kinds: Iterable[str] | None,
    regions: Iterable[str] | None,
    as_of: str | None,
    exclude: Iterable[str] | None,
    min_works: int,
    limit: int = 10,
) -> Filters:
    """Filters from the options of a command."""
    found = kinds_of(kinds)
    return Filters(found, tuple(regions or ()), as_of, tuple(exclude or ()), min_works, limit)


def pools_of(words: Iterable[str]) -> dict[str, Filters]:
    """Named pools from ``NAME=KINDS:MIN``, kinds with commas; both may be left out."""
    pools = {}
    for text in words:
        found = _POOL.fullmatch(text)
        if found is None:
            raise InvalidRequest(f"--pool {text}: write NAME=KINDS:MIN, as institutes=institute:3")
        name, kinds, least = found.groups()
        listed = [kind for kind in kinds.split(",") if kind.strip()]
        pools[name] = Filters(kinds_of(listed), min_works=int(least or 1))
    return pools
