"""The first rows of registers as a mapping understands them, a line of a table each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from api.commands.output import heading, short, table

_LONGEST = 60


def show_rows(rows: Sequence[Mapping[str, Any]]) -> None:
    """What `ingest.preview` tells of each row, by source: the thing, its facts, further things."""
    for source, mapped in groupby(rows, key=lambda row: str(row["source"])):
        heading(f"{source}: the first rows as they would be loaded")
        table(
            ["row", "kind", "name", "identifiers", "region", "date", "facts", "further things"],
            [
                (row["row"], row["kind"], _lines([row["name"], *row["names"]]),
                 _lines(row["identifiers"]), row["region"], row["date"],
                 _lines(map(_fact, row["facts"])), _lines(map(_thing, row["things"])))
                for row in mapped
            ],
        )


def _lines(parts: Iterable[str]) -> str:
    return ";\n".join(parts)


def _fact(fact: Mapping[str, Any]) -> str:
    bound = {"min": "at least ", "max": "at most "}.get(fact["bound"], "")
    value = f"{fact['value']:,}" if isinstance(fact["value"], int) else str(fact["value"])
    unit = f" {fact['unit']}" if fact["unit"] else ""
    return f"{fact['fact']}: {bound}{short(value, _LONGEST)}{unit}"


def _thing(thing: Mapping[str, Any]) -> str:
    links = ", ".join(_link(link, thing["name"]) for link in thing["links"])
    marks = ", ".join([*thing["identifiers"], *filter(None, [thing["region"]]),
                       *map(_fact, thing["facts"])])
    return f"{thing['kind']} {thing['name']}" + f" ({marks})" * bool(marks) + \
        f" [{links}]" * bool(links)


def _link(link: Mapping[str, Any], thing: str) -> str:
    """A link as it goes from or to the thing."""
    leaves = link["from"] == thing
    role = f" as {link['role']}" if link["role"] else ""
    end = short(link["to" if leaves else "from"], _LONGEST)
    return f"{link['link']}{role} {'→' if leaves else '←'} {end}"
