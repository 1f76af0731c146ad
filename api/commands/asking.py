"""The options of a question, as the command line and its files give them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from api.commands.shared import kinds_of
from graph.errors import InvalidRequest

if TYPE_CHECKING:
    from graph.matching.options import Options

_POOL = re.compile(r"([^=]+)=([^:]*)(?::(\d+))?")


def options_of(kinds: Iterable[str] | None, **given: Any) -> Options:
    """Options from those of a command: what nobody set is left to the question's defaults."""
    options: Options = {name: value for name, value in given.items() if value is not None}  # type: ignore[assignment]
    if found := kinds_of(kinds):
        options["kinds"] = found
    return options


def narrowed(
    options: Options, query: Mapping[str, Any], pools: Mapping[str, Options]
) -> Options:
    """Options with what a query of a batch says itself: title, codes (``cpc``), date and pool."""
    own: Options = {**options, **pools.get(str(query.get("pool", "")), {})}
    if query.get("title"):
        own["title"] = str(query["title"])
    if query.get("cpc"):
        own["codes"] = tuple(map(str, query["cpc"]))
    if query.get("as_of") is not None:
        own["as_of"] = str(query["as_of"])
    return own


def pools_of(words: Iterable[str]) -> dict[str, Options]:
    """Named pools from ``NAME=KINDS:MIN``, kinds with commas; both may be left out."""
    pools = {}
    for text in words:
        found = _POOL.fullmatch(text)
        if found is None:
            raise InvalidRequest(f"--pool {text}: write NAME=KINDS:MIN, as institutes=institute:3")
        name, kinds, least = found.groups()
        listed = [kind for kind in kinds.split(",") if kind.strip()]
        pools[name] = options_of(listed, min_works=int(least or 1))
    return pools
