"""The draft of a mapping as it grows, and as the text of a file that says why each line is so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from graph.errors import RecordRejected, SourceUnusable
from graph.schema import KINDS, ORGANISATIONS
from ingest.report import one_line
from ingest.sources.columns import folded_header
from ingest.sources.mapping import fitting_mapping, mapping_of
from ingest.sources.rows import Row, Table
from ingest.sources.shapes import Column

_SHOWN = 40
"""Characters of an example."""
_SECTIONS = (
    "kind", "key", "name", "names", "identifiers", "region", "date", "where", "properties",
    "indicators", "things",
)
_NAMED = ("identifiers", "where", "properties", "indicators", "things")


@dataclass(slots=True)
class Draft:
    """A mapping as YAML data, and for each part why it stands there."""

    data: dict[str, Any] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)
    """Path of a part ("properties.abstract") to the reason."""
    headers: dict[str, str] = field(default_factory=dict)
    """Name in the mapping to header of the file, for columns that are used."""
    rest: dict[str, str] = field(default_factory=dict)
    """Header of a column that has no place to what can be said of it."""

    @property
    def needed(self) -> set[str]:
        """The columns without which no row can be read: the key, and the only column of names."""
        picks = (self.data.get("key"), self.data.get("name"))
        return {pick for pick in picks if isinstance(pick, str)}

    def put(self, section: str, name: str, value: Any, why: str) -> bool:
        """Give a part its place unless it is taken; `True` when it has it now."""
        place = self.data.setdefault(section, {})
        if name in place:
            return False
        place[name] = value
        self.why[f"{section}.{name}"] = why
        return True

    @property
    def kinds(self) -> list[str]:
        """The kinds that a row can have."""
        kind = self.data["kind"]
        if isinstance(kind, str):
            return [kind]
        found = [*dict(kind.get("values") or {}).values(), kind.get("default", "")]
        if kind.get("words"):
            found += ORGANISATIONS
        return [k for k in dict.fromkeys(found) if k in KINDS]


def about(found: Column) -> str:
    """How full a column is, and what it holds for example."""
    return (f"{found.filled:,} of {found.rows:,} filled, {found.distinct:,} different: "
            f"{examples(found, 1)}")


def examples(found: Column, most: int = 3) -> str:
    """The first different values of a column, each cut to a line's part."""
    return ", ".join(
        repr(one_line(text[:_SHOWN]) + ("…" if len(text) > _SHOWN else ""))
        for text in found.examples[:most]) or "nothing"


def written(
    draft: Draft, table: Table, rows: Sequence[Row], columns: Mapping[str, Column]
) -> str:
    """The draft as a file, with what it makes of the rows that were looked at."""
    title = Path(table.name).name.split(".")[0]
    body = "\n".join(_lines(draft, columns, title))
    return "\n".join([
        f"# Draft of a mapping for {one_line(table.name)}, made from its headers and "
        f"{len(rows):,} rows.",
        "# Check each line, then: qilian ingest FILE --mapping THIS.yml --dry-run",
        *(f"# {line}" for line in _tried(body, table, rows)), "", body, "",
    ])


def _tried(body: str, table: Table, rows: Sequence[Row]) -> Iterator[str]:
    """What the draft makes of the rows that were looked at."""
    mapping, taken, wrong = mapping_of(body, "draft"), 0, list[str]()
    reader = mapping.reader(table.columns, place="")
    for row in rows:
        try:
            taken += reader.unit(row, mapping.source("draft")) is not None
        except RecordRejected as err:
            wrong.append(one_line(str(err).lstrip(", ")))
    yield f"Of these rows it takes {taken:,} and refuses {len(wrong):,}" + (":" if wrong else ".")
    yield from (f"  {words}" for words in wrong[:3])
    try:
        known = fitting_mapping(table.columns, "").name
        yield f"The mapping {known!r} fits the file as it is: --mapping {known}"
    except SourceUnusable:
        pass


def _lines(draft: Draft, columns: Mapping[str, Column], title: str) -> Iterator[str]:
    yield from [f"title: {_yaml(title)}", "columns:"]
    for name, header in draft.headers.items():
        mark = "" if name in draft.needed else "?"
        also = [] if folded_header(name) == folded_header(header) else [header]
        yield _line(f"  {_yaml(name + mark)}: {_yaml(also)}", draft.why.get(f"columns.{name}", ""))
    for section in _SECTIONS:
        value, why = draft.data.get(section), draft.why.get(section, "")
        if section in _NAMED and value:
            yield _line(f"{section}:", why)
            for name, part in value.items():
                yield _line(_part(section, name, part), draft.why.get(f"{section}.{name}", ""))
        elif value:
            yield _line(f"{section}: {_yaml(value)}", why)
        elif why:
            yield f"# {section}: {why}"
    if draft.rest:
        yield "# Not understood; give them a place above, or leave them out:"
    for header, hint in draft.rest.items():
        yield f"#   {one_line(header)}: {hint}" + (
            f" ({examples(columns[header])})" if header in columns else "")


def _part(section: str, name: str, part: Any) -> str:
    """A named part of a section; a thing has a line for each of its own parts."""
    if section != "things":
        return f"  {_yaml(name)}: {_yaml(part)}"
    own = (f"    {key}: {_yaml(value)}" for key, value in part.items())
    return "\n".join([f"  {_yaml(name)}:", *own])


def _line(text: str, why: str) -> str:
    if not why:
        return text
    indent = text[: len(text) - len(text.lstrip())]
    fits = "\n" not in text and len(text) + len(why) < 100
    return f"{text}  # {why}" if fits else f"{indent}# {why}\n{text}"


def _yaml(value: Any) -> str:
    text: str = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=10**9,
                               sort_keys=False)
    return text.strip().removesuffix("\n...")
