"""Addresses of publications: which institution each author names, laid out line beside line.

The Web of Science writes ``[Reed, Ada; Marsh, Bo] Fenland Univ, Dept Chem, Reedham, Norland``, the
largest body first; RIS has addresses without authors, in any order. The new columns hold, for each
author a line, the institutions, their places and the author's ORCID iD.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable
from functools import cache, lru_cache
from importlib.resources import files

import yaml

from ingest.sources.kinds import words_pattern
from ingest.sources.rows import Row, Table

INSTITUTIONS, PLACES, ORCIDS = "author institutions", "author places", "author ORCID iDs"
"""The new columns. In a line ``; `` stands between several institutions of one author."""
_MARKS = frozenset(("PT", "AU", "UT"))
"""Columns by which a table of the Web of Science is known."""
_ENTRIES = re.compile(r"\n|;\s*(?=\[)")
_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")
_FIGURES = re.compile(r"\S*\d\S*")
_STATE = re.compile(r"([A-Z]{2}) (USA)")


def of_ris(cells: dict[str, str]) -> dict[str, str]:
    """The cells of a record in RIS, with the new columns where it has addresses (``AD``)."""
    authors = _split(cells.get("AU") or cells.get("A1", ""))
    addresses = re.split(r"[\n;]", cells.get("AD", ""))
    return cells | _columns([[] for _ in authors], map(_body, addresses))


def of_web_of_science(cells: dict[str, str]) -> dict[str, str]:
    """The cells of a record of the Web of Science, with the new columns."""
    short = _split(cells.get("AU", ""))
    authors = _split(cells.get("AF", "")) or short
    at = {folded: turn for names in (short, authors) for turn, name in enumerate(names)
          if (folded := _folded(name))}
    found: list[list[tuple[str, str]]] = [[] for _ in authors]
    unassigned: list[tuple[str, str]] = []
    for entry in filter(None, map(str.strip, _ENTRIES.split(cells.get("C1", "")))):
        names, bracket, address = entry.removeprefix("[").partition("]") \
            if entry.startswith("[") else ("", "", entry)
        if not bracket:  # older exports: addresses without authors
            unassigned += map(_leading, address.split(";"))
            continue
        known = [at[name] for name in map(_folded, _split(names)) if name in at]
        for turn in known:
            found[turn].append(_leading(address))
        if not known:
            unassigned.append(_leading(address))
    return cells | _columns(found, unassigned) | {ORCIDS: _orcids(cells.get("OI", ""), authors)}


def with_affiliations(table: Table) -> Table:
    """The table, with the new columns where it is one of the Web of Science."""
    if not set(table.columns) >= _MARKS:
        return table
    table.columns = (*table.columns, INSTITUTIONS, PLACES, ORCIDS)
    table.rows = _laid_out(table.rows)
    return table


def _laid_out(rows: Generator[Row, None, None]) -> Generator[Row, None, None]:
    for row in rows:
        yield row if row.fault else Row(row.number, of_web_of_science(row.cells))


def _columns(
    found: list[list[tuple[str, str]]], unassigned: Iterable[tuple[str, str]]
) -> dict[str, str]:
    unassigned = list(dict.fromkeys(filter(lambda one: one[0], unassigned)))
    if 1 in (len(unassigned), len(found)) and not any(found):
        # The only address is everybody's, and all addresses are an only author's.
        found = [unassigned] * len(found)
    else:
        found = [*found, *([one] for one in unassigned)]
    lines = [list(dict.fromkeys(line)) for line in found]
    if not any(lines):
        return {}
    return {
        INSTITUTIONS: "\n".join("; ".join(name for name, _ in line) for line in lines),
        PLACES: "\n".join("; ".join(place for _, place in line) for line in lines),
    }


def _split(names: str) -> list[str]:
    return [" ".join(name.split()) for name in re.split(r"\n|;", names) if name.strip()]


def _folded(name: str) -> str:
    return re.sub(r"[\W_]+", " ", name.casefold()).strip()


@lru_cache(maxsize=10_000)
def _leading(address: str) -> tuple[str, str]:
    """The institution that an address begins with, and its place."""
    parts = _parts(address)
    return (parts[0], _place(parts[1:])) if parts else ("", "")


@lru_cache(maxsize=10_000)
def _body(address: str) -> tuple[str, str]:
    """The institution somewhere in an address, by its words, and its place."""
    parts = _parts(address)
    for pattern in _bodies():
        for turn, part in enumerate(parts):
            if pattern.search(_folded(part)):
                return part, _place(parts[turn + 1:])
    return _leading(address)


def _parts(address: str) -> list[str]:
    found = (" ".join(part.split()) for part in address.strip(" .;").split(","))
    return [part for part in found if part]


def _place(parts: list[str]) -> str:
    """The last two parts, narrow to wide, without postal codes."""
    plain = [" ".join(_FIGURES.sub(" ", part).split()).strip(" .") for part in parts[-2:]]
    return ", ".join(_STATE.sub(r"\1, \2", part) for part in plain if part)


def _orcids(listed: str, authors: list[str]) -> str:
    """The ORCID iD beside each author, from ``Reed, Ada/0000-0002-1111-2222; …``."""
    known = {}
    for entry in _split(listed):
        name, _, value = entry.rpartition("/")
        if found := _ORCID.search(value):
            known[_folded(name)] = found[0]
    lines = [known.get(_folded(name), "") for name in authors]
    return "\n".join(lines) if any(lines) else ""


@cache
def _bodies() -> list[re.Pattern[str]]:
    text = (files("ingest.sources") / "rules" / "affiliations.yml").read_text(encoding="utf-8")
    return [words_pattern(words) for words in yaml.safe_load(text)["bodies"]]
