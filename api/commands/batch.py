"""A file of queries answered into a file of ranked keys, both JSON Lines."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.commands.asking import narrowed
from api.commands.output import json_lines, progress, remark
from api.commands.shared import read
from graph.errors import InvalidRequest, SourceUnusable
from graph.identity.identifiers import of_scheme

if TYPE_CHECKING:
    from graph.matching.options import Options
    from graph.matching.results import Candidate
    from qilian import KnowledgeGraph

Query = dict[str, Any]


def answer_batch(
    kg: KnowledgeGraph,
    queries: Path,
    out: Path,
    scheme: str,
    options: Options,
    pools: Mapping[str, Options],
) -> None:
    """Answer each query ``{"id", "text"}`` (with ``title``, ``cpc``, ``as_of`` and ``pool`` where
    they apply) by a line ``{"id", "ranked": [{"key", "score"}]}``, best first.

    ``key`` is the candidate's identifier of the scheme; a candidate with several gives each, on
    adjacent ranks, and one with none gives none. A query that cannot be answered is said on
    stderr and gets an empty ranking. Raises `SourceUnusable` when the files cannot be used.
    """
    asked = list(read_queries(queries))
    _check_pools(asked, pools)
    refused = keyless = 0
    with progress("matching", len(asked)) as step, json_lines(out) as write:
        for query in asked:
            ranked: list[dict[str, Any]] = []
            try:
                result = kg.match(query["text"], **narrowed(options, query, pools))
                ranked = list(keys(result.ranked, scheme))
                keyless += bool(result.ranked) and not ranked
            except InvalidRequest as err:
                refused += 1
                remark(f"{queries}, query {query['id']}: {err}")
            write({"id": query["id"], "ranked": ranked})
            step(1)
    remark(f"{out}: {len(asked):,} queries answered" + (f", {refused} refused" if refused else ""))
    if keyless:
        remark(f"{keyless} answers are empty: no candidate has an identifier {scheme}:…")


def read_queries(path: Path) -> Iterator[Query]:
    """The queries, each checked; `SourceUnusable` names the line that is none."""
    for number, line in enumerate(read(path).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            query = json.loads(line)
        except (ValueError, RecursionError) as err:
            raise SourceUnusable(f"{path}, line {number}: is not JSON: {err}") from err
        if (
            not isinstance(query, dict)
            or "id" not in query
            or not isinstance(query.get("text"), str)
        ):
            raise SourceUnusable(f'{path}, line {number}: write {{"id": …, "text": "…"}}')
        yield query


def _check_pools(queries: Iterable[Query], pools: Mapping[str, Options]) -> None:
    """A pool that the queries name and nobody defined would silently be everyone."""
    named = Counter(str(query["pool"]) for query in queries if query.get("pool"))
    for pool in sorted(set(named) - set(pools)):
        if pools:
            raise InvalidRequest(f"{named[pool]} queries name the pool {pool!r}; give it by --pool")
        remark(
            f"{named[pool]} queries name the pool {pool!r}; without --pool all filters are alike"
        )


def keys(candidates: Iterable[Candidate], scheme: str) -> Iterator[dict[str, Any]]:
    """The candidates' identifiers of a scheme, each once, with their score."""
    seen = set[str]()
    for candidate in candidates:
        for key in of_scheme(sorted(candidate.entity.identifiers), scheme):
            if key not in seen:
                seen.add(key)
                yield {"key": key, "score": candidate.score}
