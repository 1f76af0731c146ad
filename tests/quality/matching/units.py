"""The judged sets as units, built the way the readers build them, and graphs that hold them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import qilian
from graph.model import Claim, Reading, Record, Source, Unit, digest
from graph.stores import open_store
from tests.builders import evidence

HERE = Path(__file__).parent
SOURCE = Source("judged", "A judged set", form="table")
_OWNING = {"Patent": "APPLIED_FOR", "Project": "PERFORMED", "Publication": "AUTHORED"}
Row = Mapping[str, Any]


def read(name: str) -> Any:
    """One of the sets."""
    return json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))


@contextmanager
def graph_of(units: Iterable[Unit]) -> Iterator[qilian.KnowledgeGraph]:
    """A graph of its own that holds the units."""
    with TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/judged.db")
        with qilian.KnowledgeGraph(store, cache=Path(folder)) as kg:
            if refused := kg.load(SOURCE, units).rejected:
                raise ValueError(f"the set does not load: {refused[:3]}")
            yield kg


def case_units(case: Row) -> Iterator[Unit]:
    """An industry with its statements, and the works of its institutes."""
    for row in case["statements"]:
        yield statement_unit(row, case["industry"])
    for institute in case["institutes"]:
        for row in institute["works"]:
            yield work_unit(row, institute["name"], row["title"], row["abstract"])


def statement_unit(row: Row, industry: str) -> Unit:
    """A statement: of an enterprise that works in the industry, or of an agency that cares for it.

    It has no title, so that its own words are its name.
    """
    key = f"{SOURCE.key}/{row['id']}"
    firm = row["holder_kind"] == "Enterprise"
    stated = Record(key, "Problem", row["text"])
    holder = Record(f"{key}#holder:0", "Enterprise" if firm else "Agency", row["holder"])
    field = Record(f"{key}#industry:0", "Industry", industry)
    claims = (
        Claim(key, "text", value=row["text"], evidence=evidence("text")),
        Claim(holder.key, "HAS_PROBLEM" if firm else "TARGETS", object=key,
              evidence=evidence("holder")),
        Claim(holder.key, "OPERATES_IN" if firm else "TARGETS", object=field.key,
              evidence=evidence("industry")),
    )
    cells = {"text": row["text"], "holder": row["holder"], "industry": industry}
    return _unit(key, row["text"], cells, "2023-01-01", (stated, holder, field), claims)


def work_unit(row: Row, owner: str, title: str, abstract: str) -> Unit:
    """A work of an institute."""
    key = f"{SOURCE.key}/{row['id']}"
    scheme = "patent:" if row["kind"] == "Patent" else f"{row['kind'].lower()}:judged/"
    work = Record(key, row["kind"], title, identifiers=(f"{scheme}{row['id']}",))
    holder = Record(f"{key}#owner:0", "Institute", owner)
    claims = (
        Claim(key, "title", value=title, evidence=evidence("title")),
        Claim(key, "abstract", value=abstract, evidence=evidence("abstract")),
        Claim(holder.key, _OWNING[row["kind"]], object=key, evidence=evidence("owner")),
    )
    cells = {"title": title, "abstract": abstract, "owner": owner}
    return _unit(key, title, cells, row["date"], (work, holder), claims)


def _unit(
    key: str, title: str, cells: dict[str, str], date: str, records: tuple[Record, ...],
    claims: tuple[Claim, ...],
) -> Unit:
    reading = Reading(digest(*sorted(cells.items()), date), "test/1")
    return Unit(key, SOURCE.key, reading, "row", title, date, cells, "", None, "", 0, records,
                claims)
