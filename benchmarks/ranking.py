"""What the benchmarks share that answer queries with ranked keys of a register."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

Ranking = Sequence[tuple[str, float]]
"""Keys with their scores, best first; empty where nothing is answered."""


def options_of(doc: str, *, key: str) -> argparse.ArgumentParser:
    """The options of all of them; ``key`` is the identifier's scheme to answer with by default."""
    parser = argparse.ArgumentParser(description=doc.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--queries", type=Path, required=True)
    parser.add_argument("--answers", type=Path, required=True)
    parser.add_argument("--store", default="", help="a store URL; a temporary SQLite by default")
    parser.add_argument("--key", default=key, help="scheme of the identifier to answer with")
    return parser


def read_queries(path: Path) -> list[dict[str, Any]]:
    """The queries with their gold, a JSON object a line."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def write_answers(path: Path, answers: Iterable[tuple[Mapping[str, Any], Ranking]]) -> None:
    """The answers file: each query's ranking, a line a query."""
    lines = [json.dumps({"id": query["id"], "ranked": [{"key": k, "score": s} for k, s in ranked]})
             for query, ranked in answers]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
