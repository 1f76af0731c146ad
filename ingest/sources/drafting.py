"""The draft of a mapping for a table that no mapping knows, from its headers and values.

First the headers: the known mapping that recognises most of them lends the kind and the parts whose
columns the file has. Then the values: what the other columns look like gives each a place. Every
line says why it stands there, and what was not understood is listed with examples. The draft loads
as it is, and says how many of the rows looked at it takes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Any

import yaml

from graph.errors import SourceUnusable
from graph.identity.identifiers import SCHEMES
from graph.schema import EDGES, KINDS, ORGANISATIONS, PROPERTIES, WORKS, allowed
from ingest.report import one_line
from ingest.sources.borrowing import borrowed
from ingest.sources.columns import Columns, folded_header
from ingest.sources.drafted import Draft, about, examples, written
from ingest.sources.kinds import table_of_kinds
from ingest.sources.mapping import mappings
from ingest.sources.rows import Table
from ingest.sources.shapes import Column, column, says, words

LOOKED_AT = 1000
"""Rows by which a draft is made."""
_MOST_COLUMNS = 500
"""Columns that are placed; more are listed by their names alone."""
_BODY = {"words": "organisation", "default": "Enterprise"}


def draft_mapping(table: Table) -> str:
    """A mapping file for the table, as text; the first `LOOKED_AT` rows are read.

    Raises `SourceUnusable` for a table without rows.
    """
    rows = [row for row in islice(table, LOOKED_AT) if not row.fault]
    if not rows:
        raise SourceUnusable(f"{table.name}: has no row that can be read, so nothing tells what "
                             "its columns are")
    columns = {
        name: column(name, (row.cells.get(name, "") for row in rows))
        for name in table.columns[:_MOST_COLUMNS]
    }
    draft = Draft({}, rest=_unnamed(columns))
    columns = {name: found for name, found in columns.items() if name not in draft.rest}
    base = _base(columns)
    if base:
        _borrow(draft, base, columns)
    _head(draft, columns, table.name)
    for name, found in columns.items():
        if name not in draft.headers.values() and name not in draft.rest:
            _place(draft, found)
    for name in table.columns[_MOST_COLUMNS:]:
        draft.rest[name] = f"not looked at: beyond the first {_MOST_COLUMNS} columns"
    return written(draft, table, rows, columns)


def _unnamed(columns: Mapping[str, Column]) -> dict[str, str]:
    """Columns that a mapping cannot name: what tells their headers apart does not count there."""
    forms = Counter(map(folded_header, columns))
    return {name: "its header cannot be told from another's, or is none; give it a name"
            for name in columns if not folded_header(name) or forms[folded_header(name)] > 1}


# --- what known mappings say ---


def _base(columns: Mapping[str, Column]) -> str:
    """The mapping that recognises most of the headers; "" where none knows two and a name."""
    best, most = "", 0.0
    for name, mapping in mappings().items():
        spec = mapping.spec
        known = Columns(spec, tuple(columns), "")
        found = {known.find(alias) for alias in spec.aliases} - {""}
        labels = sum(bool(known.find(label)) for label in spec.label.columns)
        score = len(found) + 0.5 * bool(labels) + len(found) / (1 + len(spec.aliases))
        if len(found) >= (2 if labels else 4) and score > most:
            best, most = name, score
    return best


@cache
def _raw(name: str) -> dict[str, Any]:
    text = (files("ingest.sources") / "mappings" / f"{name}.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)
    return loaded


def _borrow(draft: Draft, base: str, columns: Mapping[str, Column]) -> None:
    """Take over the parts of a known mapping whose columns are here and look as they should."""
    spec = mappings()[base].spec
    known = Columns(spec, tuple(columns), "")
    headers = {alias: header for alias in spec.aliases if (header := known.find(alias))}
    for prop in spec.properties:
        for alias in prop.pick.columns:
            header = headers.get(alias, "")
            if header and (wrong := _unlike(columns[header], prop.type)):
                del headers[alias]
                draft.rest[header] = f"its header means {prop.name} in {base!r}, but {wrong}"
    for alias in spec.dates.columns if spec.dates else ():
        if alias in headers and (wrong := _unlike(columns[headers[alias]], "date")):
            draft.rest[headers.pop(alias)] = f"its header means the date in {base!r}, but {wrong}"
    draft.data = borrowed(_raw(base), headers, columns)
    used = _columns_in(draft.data)
    draft.headers = {alias: header for alias, header in headers.items() if alias in used}
    for header in headers.values():
        if header not in draft.headers.values():
            draft.rest.setdefault(header, f"known to {base!r}, but its place is taken")
    draft.why["kind"] = (f"as in the mapping {base!r}, which knows {len(headers)} of "
                         f"{len(columns)} columns")
    told = isinstance(kind := draft.data["kind"], dict) and "column" in kind
    if not told and set(draft.kinds) <= set(ORGANISATIONS) and "name" in draft.data:
        draft.data["kind"], draft.why["kind"] = _body(draft, columns)
    for alias, header in draft.headers.items():
        draft.why[f"columns.{alias}"] = f"known to {base!r}; {about(columns[header])}"


def _unlike(found: Column, kind: str) -> str:
    """Why values cannot be of a property's type; "" where they can."""
    if not found.filled:
        return ""
    fits = {"date": found.order is not None, "money": found.money or found.numbers,
            "number": found.numbers}.get(kind, True)
    return "" if fits else f"its values are no {kind}: {examples(found)}"


def _columns_in(value: Any) -> set[str]:
    """All words of a part, among them the columns that it uses."""
    if isinstance(value, dict):
        return {word for key, part in value.items() for word in {str(key)} | _columns_in(part)}
    if isinstance(value, list):
        return {word for part in value for word in _columns_in(part)}
    return {str(value)}


# --- key, name, kind ---


def _head(draft: Draft, columns: Mapping[str, Column], place: str) -> None:
    """What no mapping can do without: the name and the kind of a row; and a key."""
    free = [c for name, c in columns.items()
            if name not in draft.headers.values() and c.filled]
    if "name" not in draft.data:
        found = max(free, key=_name_score, default=None)
        if found is None:
            raise SourceUnusable(f"{place}: no column holds a name; a mapping needs one")
        draft.data["name"] = _use(draft, found)
        draft.why["name"] = f"the column most like a name; {about(found)}"
        free.remove(found)
    if "kind" not in draft.data:
        draft.data["kind"], draft.why["kind"] = _kind(columns, draft, place)
    if "key" not in draft.data:
        unique = [c for c in free if c.unique and not c.long and not c.money]
        key = max(unique, key=_key_score, default=None)
        if key is None:
            draft.why["key"] = "no column is filled and different in all rows: a row that " \
                               "changes will be a new row"
        else:
            draft.data["key"] = _use(draft, key)
            draft.why["key"] = f"filled and different in all {key.rows:,} rows looked at"
            if _identify(draft, key):
                draft.rest.pop(key.name, None)


def _body(draft: Draft, columns: Mapping[str, Column]) -> tuple[dict[str, str], str]:
    """The kind of rows about organisations: by each name's words and credit code, whichever mapping
    knows the headers; what most of them tell holds for the others."""
    tell, names = table_of_kinds("organisation"), _columns_in(draft.data["name"])
    told: Counter[str] = Counter()
    for alias, header in draft.headers.items():
        found = columns[header]
        if alias in names:
            told.update(filter(None, map(tell.of_name, found.values)))
        elif found.scheme == "uscc":
            told.update(filter(None, (tell.of_identifiers([f"uscc:{v}"]) for v in found.values)))
    if not told:
        return {"words": "organisation", "default": draft.kinds[-1]}, draft.why["kind"]
    return ({"words": "organisation", "default": told.most_common(1)[0][0]},
            "words of the names tell the kind; the default is what most names and codes tell")


def _name_score(found: Column) -> float:
    plain = not (found.order is not None or found.numbers or found.scheme or found.form)
    return (2 * plain + 2 * says(found.name, words()["name"]) + found.organisations
            + found.distinct / found.rows + found.filled / found.rows
            - 2 * found.long - bool(found.separator) - found.yes_no - found.places)


def _key_score(found: Column) -> float:
    # A check digit is the best sign; years and running numbers are the worst.
    return (3 * bool(found.scheme) + 2 * says(found.name, words()["key"])
            - (found.order is not None) - 0.5 * found.running - (found.length > 40))


def _kind(columns: Mapping[str, Column], draft: Draft, place: str) -> tuple[Any, str]:
    header = draft.headers[draft.data["name"]]
    if columns[header].organisations:
        return dict(_BODY), "the names hold words of organisations, which tell the kind"
    for where, text in (("header of the name", header), ("name of the file", place),
                        ("headers", " | ".join(columns))):
        for kind, known in words()["kinds"].items():
            if says(re.split(r"[\\/]", text)[-1] if text == place else text, known):
                return kind, f"by the {where}; else one of {', '.join(KINDS)}"
    return "Project", f"A GUESS, nothing tells it; choose from {', '.join(KINDS)}"


# --- the other columns, by their values ---


def _place(draft: Draft, found: Column) -> None:
    """Give a column its place, or say what can be said of it."""
    for place in (_identify, _contact, _named_property, _date, _codes, _region, _thing, _figure,
                  _text):
        if place(draft, found):
            return
    draft.rest[found.name] = _hint(found)


def _identify(draft: Draft, found: Column) -> bool:
    scheme = found.scheme
    if not scheme:
        return False
    kinds = SCHEMES[scheme].kinds
    fits = not kinds or set(kinds) & set(draft.kinds)
    if not fits or found.distinct < 0.9 * found.filled:
        draft.rest[found.name] = (
            f"identifiers of something else than the row ({SCHEMES[scheme].caption}); give the "
            f"thing that bears them 'identifiers: {{{scheme}: …}}'")
        return True
    return draft.put("identifiers", scheme, _use(draft, found),
                     f"the values pass the check of: {SCHEMES[scheme].caption}")


def _contact(draft: Draft, found: Column) -> bool:
    return bool(found.form) and draft.put(
        "properties", found.form, _use(draft, found), f"the values look like a {found.form}")


@cache
def _known_properties() -> dict[str, tuple[str, str]]:
    """Folded header to the property that it means in a mapping, and that mapping."""
    known: dict[str, tuple[str, str]] = {}
    for name, mapping in mappings().items():
        for prop in mapping.spec.properties:
            for alias in prop.pick.columns if not prop.measure and not prop.pick.where else ():
                for header in mapping.spec.aliases.get(alias, (alias,)):
                    known.setdefault(folded_header(header), (prop.name, name))
    return known


def _named_property(draft: Draft, found: Column) -> bool:
    name, source = _known_properties().get(folded_header(found.name), ("", ""))
    own = PROPERTIES[name].kinds if name else ()
    if not name or own and not set(own) & set(draft.kinds) or _unlike(found, PROPERTIES[name].type):
        return False
    value: Any = _use(draft, found)
    if PROPERTIES[name].type == "date" and found.order:
        value = {"column": value, "order": found.order}
    return draft.put("properties", name, value, f"the header means this in the mapping {source!r}")


def _date(draft: Draft, found: Column) -> bool:
    order = found.order
    if order is None or not (found.years or found.values and len(found.values[0]) >= 6):
        return False
    if "date" in draft.data:
        draft.rest[found.name] = "holds dates, but the row has its date already; of the " \
                                 "properties founded, filed, granted and deadline are dates"
        return True
    draft.data["date"] = {"column": _use(draft, found), "order": order} if order \
        else _use(draft, found)
    draft.why["date"] = "dates; it should be the day on which the row became public"
    return True


def _codes(draft: Draft, found: Column) -> bool:
    if not found.codes:
        return False
    value = {"column": _use(draft, found), "separator": found.separator or ";"}
    return draft.put("properties", "codes", value, "codes of the patent classification")


def _region(draft: Draft, found: Column) -> bool:
    if not found.places or found.separator:
        return False
    if not set(draft.kinds) & set(ORGANISATIONS):
        draft.rest[found.name] = "holds places; give the organisation that lies there " \
                                 "'region: …' under things"
        return True
    held = draft.data.get("region", [])
    paths = [held] if isinstance(held, str) else held
    if not isinstance(paths, list):
        return False
    draft.data["region"] = [*paths, _use(draft, found)]
    draft.why["region"] = "places; write them from narrow to wide (city, then province)"
    return True


def _thing(draft: Draft, found: Column) -> bool:
    people = found.people and not found.organisations
    if not (people or found.organisations) or found.long:
        return False
    name = _use(draft, found)
    thing: dict[str, Any] = {"column": name, "kind": "Person" if people else dict(_BODY)}
    if found.separator:
        thing["separator"] = found.separator
    edge, role, other = _edge(draft, found, people)
    if not edge:
        del draft.headers[name]
        return False
    if people and set(draft.kinds) & set(ORGANISATIONS):
        thing["context"] = "record"
    thing["edges"] = {"kind": edge, **({"role": role} if role else {}),
                      **({"from": "record"} if edge == "PART_OF" else {})}
    why = f"names of {'people' if people else 'organisations'}, told by " + (
        "the header" if people else "their words") + (f"; could also be {other}" if other else "")
    return draft.put("things", name, thing, why)


def _edge(draft: Draft, found: Column, people: bool) -> tuple[str, str, str]:
    """Edge between the row and a further thing, its role, and what else is possible."""
    kind = next((k for k in draft.kinds if k in words()["links"]), "")
    if people:
        edge = words()["people_links"].get(kind, "")
        return edge, (found.name if edge == "WORKS_FOR" else ""), ""
    links = words()["links"].get(kind, [])
    named = [link for link in links if says(found.name, link["words"])]
    link = next(iter(named or [link for link in links if not link["words"]]), None)
    if link is None:
        return "", "", ""
    others = [edge for edge in EDGES if edge != link["edge"] and allowed(edge, "Enterprise", kind)]
    return link["edge"], link.get("role", ""), ", ".join(others)


def _figure(draft: Draft, found: Column) -> bool:
    if found.running or found.years or not found.numbers and not found.money:
        return False
    name = found.name
    if found.money:
        return draft.put("properties", "amount", _use(draft, found), "sums of money; also possible "
                         "are budget, price, capital, contract_value")
    if says(name, words()["key"]) or found.share(lambda v: len(v) == len(found.values[0])) == 1:
        return False
    return draft.put("indicators", one_line(name), _use(draft, found), "figures; name their 'unit'")


def _text(draft: Draft, found: Column) -> bool:
    if not found.long:
        return False
    name = "abstract" if set(draft.kinds) & set(WORKS) else "text"
    return draft.put("properties", name, _use(draft, found), "long texts")


def _hint(found: Column) -> str:
    if not found.filled:
        return "empty in all rows looked at"
    for fits, hint in (
        (found.yes_no, "says yes or no"), (found.running, "counts the rows"),
        (found.years, "years"), (found.numbers, "numbers"), (found.places, "places"),
        (found.organisations, "organisations"), (found.people, "people"),
        (found.few, "a few values that come back"),
    ):
        if fits:
            return hint + (f"; takes some rows with --where '{found.name}={found.examples[0]}'"
                           if found.yes_no or found.few else "")
    return "texts"


def _use(draft: Draft, found: Column) -> str:
    """The column's name in the mapping; the column counts as used from now on."""
    name = one_line(found.name).rstrip("?").strip() or "column"
    while name in draft.headers and draft.headers[name] != found.name:
        name += " 2"
    draft.headers[name] = found.name
    draft.why.setdefault(f"columns.{name}", about(found))
    return name
