"""The parts of a mapping that a file with only some of its columns can use."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from ingest.sources.codes import separators
from ingest.sources.shapes import Column

_HOW = ("column", "all", "any", "each")
_PICKS = ("key", "name", "region", "date")
_NAMED = ("identifiers", "properties", "indicators", "where")


def borrowed(
    raw: Mapping[str, Any], headers: Mapping[str, str], columns: Mapping[str, Column]
) -> dict[str, Any]:
    """A mapping's YAML data without what needs columns that are not among ``headers``.

    ``headers`` has the names in the mapping whose columns the file has; ``columns`` say what
    separator their values have and how their dates are written, which is taken over.
    """
    have = frozenset(headers)
    found: dict[str, Any] = {"kind": _kind(raw["kind"], have)}
    for section in _PICKS:
        if (pick := _pick(raw.get(section), have)) is not None:
            found[section] = pick
    names = raw.get("names", [])
    if kept := [pick for part in (names if isinstance(names, list) else [names])
                if (pick := _pick(part, have)) is not None]:
        found["names"] = kept
    for section in _NAMED:
        if parts := _parts(raw.get(section) or {}, have, keys=section == "where"):
            found[section] = parts
    if things := _things(raw.get("things") or {}, have, found["kind"]):
        found["things"] = things
    for part in (*found.get("properties", {}).items(), ("date", found.get("date"))):
        _dated(part, found, headers, columns)
    for thing in found.get("things", {}).values():
        column = thing.get("column")
        header = headers.get(column, "") if isinstance(column, str) else ""
        mark = columns[header].separator if header in columns else ""
        if mark and "beside" not in thing and not _cuts(thing.get("separator", ""), mark):
            thing["separator"] = mark
    return found


def _pick(value: Any, have: Collection[str]) -> Any:
    """A pick without the columns that are missing; None where nothing is left."""
    if isinstance(value, str):
        return value if value in have else None
    if isinstance(value, list):
        kept = [part for part in value if part in have]
        return kept[0] if len(kept) == 1 else kept or None
    if not isinstance(value, dict):
        return None
    if any(column not in have for column in value.get("where") or {}):
        return None
    how = next((key for key in _HOW if key in value), None)
    if how is None:
        return dict(value) if "constant" in value else None
    kept = _pick(value[how], have)
    if kept is None or (how == "all" and kept != value[how]):
        return None
    return {**value, how: kept}


def _parts(parts: Mapping[str, Any], have: Collection[str], *, keys: bool = False
           ) -> dict[str, Any]:
    """Named picks whose columns are there; with ``keys`` the names are the columns."""
    if keys:
        return {name: part for name, part in parts.items() if name in have}
    found = {}
    for name, part in parts.items():
        pick = _pick(part, have)
        if pick is None or isinstance(pick, dict) and not any(key in pick for key in _HOW):
            continue  # what is the same for each row says nothing of this file
        if isinstance(pick, dict) and "period" in pick and _pick(pick["period"], have) is None:
            del pick["period"]
        found[name] = pick
    return found


def _kind(rule: Any, have: Collection[str]) -> Any:
    if isinstance(rule, str):
        return rule
    kept = dict(rule)
    if "column" in kept and _pick(kept["column"], have) is None:
        del kept["column"]
        kept.pop("values", None)
    if "people" in kept and _pick(kept["people"], have) is None:
        del kept["people"]
    if "values" not in kept and "words" not in kept:
        return kept.get("default") or next(iter(rule["values"].values()))
    return kept


def _things(things: Mapping[str, Any], have: Collection[str], kind: Any) -> dict[str, Any]:
    kept: dict[str, dict[str, Any]] = {}
    for name, raw in things.items():
        thing = _pick(raw, have)
        if thing is None or not any(key in thing for key in _HOW):
            continue
        thing["kind"] = _kind(raw["kind"], have)
        for section in ("identifiers", "properties"):
            if section in thing and not (parts := _parts(thing[section], have)):
                del thing[section]
            elif section in thing:
                thing[section] = parts
        if "region" in thing and _pick(thing["region"], have) is None:
            del thing["region"]
        if "names" in thing:
            thing["names"] = [p for p in thing["names"] if _pick(p, have) is not None] \
                if isinstance(thing["names"], list) else thing["names"]
        kept[name] = thing
    for thing in kept.values():
        _untie(thing, kept, have)
    return kept


def _untie(thing: dict[str, Any], kept: Mapping[str, Any], have: Collection[str]) -> None:
    """Take away a thing's ties to things that are not here."""
    for key in ("context", "beside"):
        if thing.get(key, "record") not in (*kept, "record"):
            del thing[key]
    edges = thing.get("edges", [])
    left = []
    for edge in edges if isinstance(edges, list) else [edges]:
        if isinstance(edge, dict):
            if any(edge.get(end, "record") not in (*kept, "record") for end in ("to", "from")):
                continue
            edge = {key: part for key, part in edge.items()
                    if key not in ("role", "share") or not isinstance(part, dict)
                    or _pick(part, have) is not None}
            if isinstance(share := edge.get("share"), str) and share != "fractional" \
                    and share not in have:
                del edge["share"]
        left.append(edge)
    if left:
        thing["edges"] = left
    else:
        thing.pop("edges", None)


def _cuts(separator: Any, mark: str) -> bool:
    """Does a thing's separator, a mark or the name of several, cut at this mark?"""
    marks = separator if isinstance(separator, list) else [separator]
    return any(re.search(separators().get(part) or re.escape(part), mark) for part in marks if part)


def _dated(
    part: tuple[str, Any], found: dict[str, Any], headers: Mapping[str, str],
    columns: Mapping[str, Column],
) -> None:
    """Say how day and month stand in a borrowed date where its values tell."""
    name, pick = part
    if not isinstance(pick, str) or not (order := columns[headers[pick]].order):
        return
    if name == "date":
        found["date"] = {"column": pick, "order": order}
    elif name in ("filed", "granted", "founded", "deadline"):
        found["properties"][name] = {"column": pick, "order": order}
