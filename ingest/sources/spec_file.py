"""Reading a mapping file: every key known, every kind, edge and property one of the schema's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from typing import Any, NoReturn, cast, get_args

from graph.errors import SourceUnusable
from graph.language.concordance import EDITION
from graph.model import LEVELS, Visibility, digest
from graph.schema import EDGES, KINDS, PROPERTIES, allowed
from ingest.sources.codes import PLACES, Meaning, meaning, separators
from ingest.sources.filters import Condition, condition
from ingest.sources.kinds import KindWords, kind_words, table_of_kinds, tables_of_kinds
from ingest.sources.spec import (
    RECORD,
    EdgePart,
    KindRule,
    Pick,
    PropertyPart,
    Spec,
    ThingPart,
    Which,
)
from ingest.sources.values import (
    DateOrder,
    DecimalMark,
    rules,
)

LANGUAGE = 2
"""Grows when the same mapping file means something else than before: rows are then read anew."""
_TOP = (
    "about", "title", "visibility", "licence", "url", "columns", "kind", "key", "name", "names",
    "identifiers", "region", "date", "where", "properties", "indicators", "things",
)
_PICK = (
    "column", "all", "with", "any", "constant", "separator", "pattern", "where", "values", "prefix",
)
_THING = (
    *_PICK, "each", "beside", "kind", "names", "identifiers", "region", "context", "properties",
    "edges",
)
_EDGE = ("kind", "to", "from", "role", "share", "which")
_PROPERTY = (*_PICK, "order", "currency", "scale", "decimal")
_INDICATOR = ("column", "unit", "scale", "decimal", "period", "status")
_LIST_SEPARATORS = [";", "|", "、"]
_NEW_LINE = r"\r?\n"


def close_to(word: str, words: Iterable[str]) -> str:
    """``; did you mean 'x'?`` where one of the words is near, else nothing."""
    near = get_close_matches(word.casefold(), [w.casefold() for w in words], 1)
    match = next((w for w in words if near and w.casefold() == near[0]), "")
    return f"; did you mean {match!r}?" if match else ""


class _Reader:
    """Turns the parts of one mapping file into the parts of a `Spec`."""

    def __init__(self, place: str) -> None:
        self.place = place
        self._own: Any = None
        """The columns of the thing that is being read: what it says without a column is theirs."""

    def wrong(self, path: str, words: str) -> NoReturn:
        raise SourceUnusable(f"mapping {self.place}: {path}: {words}")

    def table(self, value: Any, path: str, keys: Iterable[str] | None = None) -> dict[str, Any]:
        """The value as a dictionary with no other keys than these."""
        if value in (None, ""):
            return {}
        if not isinstance(value, dict):
            self.wrong(path, f"must be a list of 'key: value' pairs, not {value!r}")
        if keys is not None:
            for key in value:
                if key not in keys:
                    self.wrong(path, f"unknown key {key!r}{close_to(str(key), keys)} "
                                     f"(allowed: {', '.join(keys)})")
        return {str(key): part for key, part in value.items()}

    def words(self, value: Any, path: str) -> tuple[str, ...]:
        if value in (None, ""):
            return ()
        parts = value if isinstance(value, list) else [value]
        if any(isinstance(part, (dict, list)) or part is None for part in parts):
            self.wrong(path, "must be one text or a list of texts")
        return tuple(str(part) for part in parts)

    def one_of(self, value: Any, path: str, allowed_words: Iterable[str]) -> str:
        choices = list(allowed_words)
        if value not in choices:
            self.wrong(path, f"{value!r} is not allowed{close_to(str(value), choices)} "
                             f"(choose from {', '.join(filter(None, choices))})")
        return str(value)

    def pattern(self, value: Any, path: str) -> re.Pattern[str] | None:
        if value is None:
            return None
        try:
            return re.compile(str(value))
        except re.error as err:
            self.wrong(path, f"{value!r} is no regular expression ({err})")

    def pick(self, value: Any, path: str, *, default_separator: Any = None) -> Pick:
        """``column``, ``[first, else second]``, or a table with column or constant and more."""
        if isinstance(value, (str, list)):
            value = {"column": value}
        table = self.table(value, path, _PROPERTY)
        how = next((key for key in ("all", "any") if key in table), "column")
        constant = str(table.get("constant", ""))
        columns = self.words(table.get(how, None if constant else self._own), f"{path}.{how}")
        if not columns and not constant:
            self.wrong(path, "names no column; write 'column: …' or 'constant: …'")
        if default_separator is None and "where" in table:
            default_separator = "\n"
        return Pick(
            columns, constant, self.separator(table.get("separator", default_separator)),
            self.pattern(table.get("pattern"), path), how != "column",
            str(table.get("with", "|" if how == "all" else " ")), how == "any",
            self.meaning(table.get("values"), f"{path}.values"), str(table.get("prefix", "")),
            self.conditions(table.get("where"), f"{path}.where"),
        )

    def meaning(self, value: Any, path: str) -> Meaning | None:
        """What codes mean: a table of the mapping, or the codes of places."""
        if value is None:
            return None
        if isinstance(value, str):
            return PLACES[self.one_of(value, path, PLACES)]
        return meaning({code.casefold(): str(words) for code, words
                        in self.table(value, path).items()})

    def conditions(self, value: Any, path: str) -> tuple[Condition, ...]:
        return tuple(condition(column, self.words(words, path))
                     for column, words in self.table(value, path).items())

    def separator(self, value: Any) -> re.Pattern[str] | None:
        """A pattern of the separators; full-width forms and repetitions count as the same."""
        if value is None:
            return None
        marks = value if isinstance(value, list) else [value]
        parts = [separators().get(mark) or re.escape(str(mark)) for mark in marks]
        return re.compile("|".join([*parts, _NEW_LINE]))

    def kind(self, value: Any, path: str) -> KindRule:
        if isinstance(value, str):
            return KindRule((self.one_of(value, path, KINDS),))
        table = self.table(value, path, ("column", "values", "words", "people", "default"))
        default = table.get("default", "")
        if default:
            self.one_of(default, f"{path}.default", KINDS)
        values = {
            key.casefold(): self.one_of(kind, f"{path}.values.{key}", KINDS)
            for key, kind in self.table(table.get("values"), f"{path}.values").items()
        }
        words = self.kind_words(table.get("words"), f"{path}.words")
        if bool(values) != ("column" in table) or not (values or words.tests):
            self.wrong(path, "give 'column' with 'values' (words to kind), or 'words', "
                             "and a 'default'")
        pick = self.pick({"column": table["column"]}, path) if values else None
        kinds = dict.fromkeys([*values.values(), *words.kinds])
        people = None
        if "people" in table:
            kinds["Person"] = None
            people = self.pick(table["people"], f"{path}.people", default_separator=[";"])
        kinds.pop(default, None)
        return KindRule((*kinds, default), pick, values, words, people)

    def kind_words(self, value: Any, path: str) -> KindWords:
        if isinstance(value, str):
            return table_of_kinds(self.one_of(value, path, tables_of_kinds()))
        return kind_words(
            {"kind": self.one_of(kind, f"{path}.{kind}", KINDS),
             "has": self.words(words, f"{path}.{kind}")}
            for kind, words in self.table(value, path).items()
        )

    def every(self, value: Any, path: str, separator: Any) -> tuple[Pick, ...]:
        """One pick, or each of a list in which one is written with its parts."""
        if isinstance(value, list) and any(isinstance(part, dict) for part in value):
            return self.picks(value, path, separator)
        return (self.pick(value, path, default_separator=separator),)

    def picks(self, value: Any, path: str, separator: Any = None) -> tuple[Pick, ...]:
        """Other names: a list of columns, each of which counts."""
        parts = value if isinstance(value, list) else [] if value is None else [value]
        return tuple(self.pick(part, path, default_separator=separator) for part in parts)

    def identifiers(
        self, value: Any, path: str, separator: Any = None
    ) -> tuple[tuple[str, Pick], ...]:
        return tuple(
            (scheme, pick) for scheme, part in self.table(value, path).items()
            for pick in self.every(part, f"{path}.{scheme}", separator)
        )

    def properties(self, value: Any, path: str) -> tuple[PropertyPart, ...]:
        return tuple(
            self.property(name, part, f"{path}.{name}")
            for name, part in self.table(value, path).items()
        )

    def property(self, name: str, value: Any, path: str) -> PropertyPart:
        self.one_of(name, path, PROPERTIES)
        kind = PROPERTIES[name].type
        table = self.table(value, path, _PROPERTY) if isinstance(value, dict) else {}
        marks = _LIST_SEPARATORS if kind == "list" else None
        pick = self.pick(value, path, default_separator=marks)
        return PropertyPart(
            name, kind, pick, self.order(table.get("order", ""), path),
            str(table.get("currency", "")), self.scale(table.get("scale", 1), path),
            self.decimal(table, path),
        )

    def indicators(self, value: Any, path: str) -> tuple[PropertyPart, ...]:
        parts = []
        for measure, part in self.table(value, path).items():
            here = f"{path}.{measure}"
            table = self.table(part if isinstance(part, dict) else {"column": part}, here,
                               _INDICATOR)
            status = self.one_of(table.get("status", "observed"), here, ("observed", "target"))
            parts.append(PropertyPart(
                "indicator", "number", self.pick({"column": table.get("column")}, here), "",
                str(table.get("unit", "")), self.scale(table.get("scale", 1), here),
                self.decimal(table, here),
                measure, self.pick(table["period"], here) if "period" in table else None,
                "target" if status == "target" else "observed",
            ))
        return tuple(parts)

    def decimal(self, table: Mapping[str, Any], path: str) -> DecimalMark:
        mark = self.one_of(table.get("decimal", "point"), f"{path}.decimal", get_args(DecimalMark))
        return cast(DecimalMark, mark)

    def order(self, value: Any, path: str) -> DateOrder:
        return cast(DateOrder, self.one_of(value, f"{path}.order", get_args(DateOrder)))

    def scale(self, value: Any, path: str) -> int:
        if not str(value).isdecimal() or int(value) < 1:
            self.wrong(f"{path}.scale", f"{value!r} must be a whole number such as 10000")
        return int(value)

    def thing(self, name: str, value: Any, path: str) -> ThingPart:
        if name == RECORD:
            self.wrong(path, f"{RECORD!r} is the thing that the row is about; choose another name")
        table = self.table(value, path, _THING)
        if "kind" not in table:
            self.wrong(path, f"has no 'kind' (one of {', '.join(KINDS)})")
        place = {key: table[key] for key in _PICK if key in table}
        beside = str(table.get("beside", ""))
        # What stands beside the names is cut and chosen as they are.
        marks = table.get("separator", "\n" if beside or "where" in table else None)
        main = replace(self.pick(place, path, default_separator=marks), lined=bool(beside))
        kind = self.kind(table["kind"], f"{path}.kind")
        self._own = list(main.columns)

        def side(pick: Pick) -> Pick:
            return replace(pick, where=pick.where or main.where, lined=main.lined)

        if kind.pick:
            kind = replace(kind, pick=replace(side(kind.pick), separator=main.separator))
        region = table.get("region")
        identifiers = self.identifiers(table.get("identifiers"), f"{path}.identifiers", marks)
        part = ThingPart(
            name, main, kind,
            tuple(map(side, self.picks(table.get("names"), f"{path}.names", marks))),
            tuple((scheme, side(pick)) for scheme, pick in identifiers),
            side(self.pick(region, f"{path}.region", default_separator=marks)) if region else None,
            str(table.get("context", "")),
            self.properties(table.get("properties"), f"{path}.properties"), beside,
        )
        self._own = None
        return part

    def things(self, value: Any) -> dict[str, dict[str, Any]]:
        """The things as written; one for ``each`` of several columns is one for every column."""
        found: dict[str, dict[str, Any]] = {}
        for name, part in self.table(value, "things").items():
            table = self.table(part, f"things.{name}", _THING)
            each = self.words(table.pop("each", None), f"things.{name}.each")
            found |= {f"{name} {n}": table | {"column": column}
                      for n, column in enumerate(each, start=1)} or {name: table}
        return found

    def edges(
        self, thing: str, value: Any, kinds: Mapping[str, tuple[str, ...]], path: str
    ) -> list[EdgePart]:
        parts = value if isinstance(value, list) else [] if value is None else [value]
        return [self.edge(thing, part, kinds, path) for part in parts]

    def edge(
        self, thing: str, value: Any, kinds: Mapping[str, tuple[str, ...]], path: str
    ) -> EdgePart:
        table = self.table({"kind": value} if isinstance(value, str) else value, path, _EDGE)
        kind = self.one_of(table.get("kind"), f"{path}.kind", EDGES)
        path = f"{path}.{kind}"
        if "to" in table and "from" in table:
            self.wrong(path, "give 'to' or 'from', not both: the other end is this thing")
        other = self.one_of(table.get("to", table.get("from", RECORD)), path, kinds)
        ends = {"to": (thing, other), "from": (other, thing)}
        possible = [
            way for way, (start, end) in ends.items()
            if (way in table or not {"to", "from"} & set(table)) and any(
                allowed(kind, a, b) for a in kinds[start] for b in kinds[end])
        ]
        if not possible:
            edge = EDGES[kind]
            self.wrong(path, f"cannot join {'/'.join(kinds[thing])} and {'/'.join(kinds[other])}: "
                             f"it goes from {', '.join(edge.starts)} to {', '.join(edge.ends)}")
        if len(possible) == 2 and not EDGES[kind].symmetric:
            self.wrong(path, f"may go both ways; write 'to: {other}' or 'from: {other}'")
        start, end = ends[possible[0]]
        role = table.get("role")
        share = table.get("share")
        return EdgePart(
            kind, start, end,
            None if role is None else self.pick(
                role if isinstance(role, dict) else {"constant": role}, f"{path}.role"),
            "fractional" if share == "fractional" else
            None if share is None else self.pick(share, f"{path}.share"),
            cast(Which, self.one_of(table.get("which", "each"), f"{path}.which", get_args(Which))),
            thing,
        )


def read_spec(data: Any, name: str) -> Spec:
    """The mapping that the loaded YAML says; `SourceUnusable` names the part that is wrong."""
    reader = _Reader(name)
    top = reader.table(data, "top level", _TOP)
    for needed in ("kind", "name"):
        if needed not in top:
            reader.wrong("top level", f"has no {needed!r}")
    aliases, optional = _columns(reader, top.get("columns"))
    raw_things = reader.things(top.get("things"))
    things = tuple(
        reader.thing(thing, part, f"things.{thing}") for thing, part in raw_things.items()
    )
    kind = reader.kind(top["kind"], "kind")
    kinds = {RECORD: tuple(filter(None, kind.kinds))}
    kinds |= {thing.name: tuple(filter(None, thing.kind.kinds)) for thing in things}
    edges = [
        edge for thing in things
        for edge in reader.edges(thing.name, raw_things[thing.name].get("edges"), kinds,
                                 f"things.{thing.name}.edges")
    ]
    for thing in things:
        for key, other in (("context", thing.context), ("beside", thing.beside)):
            if other:
                reader.one_of(other, f"things.{thing.name}.{key}", kinds)
    date = top.get("date")
    order = date.get("order", "") if isinstance(date, dict) else ""
    return Spec(
        name, str(top.get("about", "")), str(top.get("title", name)),
        cast(Visibility, reader.one_of(top.get("visibility", "public"), "visibility", LEVELS)),
        str(top.get("licence", "")), str(top.get("url", "")), aliases, optional, kind,
        reader.pick(top["key"], "key") if "key" in top else None, reader.pick(top["name"], "name"),
        reader.picks(top.get("names"), "names"),
        reader.identifiers(top.get("identifiers"), "identifiers"),
        reader.pick(top["region"], "region") if "region" in top else None,
        reader.pick(date, "date") if date else None, reader.order(order, "date"),
        reader.conditions(top.get("where"), "where"),
        reader.properties(top.get("properties"), "properties")
        + reader.indicators(top.get("indicators"), "indicators"),
        things, tuple(edges),
        digest(LANGUAGE, EDITION, json.dumps(data, sort_keys=True), _tables()),
    )


@cache
def _tables() -> str:
    """The tables that a mapping may name, as its fingerprint takes them in."""
    return json.dumps([tables_of_kinds(), separators(), rules()["place_codes"]])


def _columns(reader: _Reader, value: Any) -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    aliases, optional = {}, set()
    for column, others in reader.table(value, "columns").items():
        name = column.removesuffix("?")
        if name != column:
            optional.add(name)
        aliases[name] = (name, *reader.words(others, f"columns.{column}"))
    return aliases, frozenset(optional)
