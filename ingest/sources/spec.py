"""What a mapping file says, as checked and frozen parts; `ingest.sources.spec_file` reads it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from graph.model import Visibility
from graph.schema import ValueType
from ingest.sources.codes import Meaning
from ingest.sources.filters import Condition
from ingest.sources.kinds import KindWords
from ingest.sources.values import DateOrder, DecimalMark

RECORD = "record"
"""How edges and contexts call the thing that the row is about."""
Which = Literal["each", "first", "only", "parallel"]


@dataclass(frozen=True, slots=True)
class Pick:
    """Where a value comes from: the first column that is not empty, or a constant."""

    columns: tuple[str, ...] = ()
    constant: str = ""
    separator: re.Pattern[str] | None = None
    """Cuts a cell into several values."""
    pattern: re.Pattern[str] | None = None
    """Only what this finds in each value counts: its first group, else all of it."""
    joined: bool = False
    """All columns together make the value, instead of the first that is not empty."""
    glue: str = "|"
    """Stands between the parts of a joined value."""
    partial: bool = False
    """Of joined columns some may be empty."""
    meaning: Meaning | None = None
    """What a code means; values for which it gives None stay."""
    prefix: str = ""
    """Stands before each value that is not empty."""
    where: tuple[Condition, ...] = ()
    """Only those lines count beside which a line of the condition's column fulfils it."""
    lined: bool = False
    """Each line of the cell is cut on its own, and may be empty."""


@dataclass(frozen=True, slots=True)
class KindRule:
    """The kind of a thing: fixed, from a column's words, or from the words of its name."""

    kinds: tuple[str, ...]
    """All kinds that it can give; the last is the default, ``""`` where there is none."""
    pick: Pick | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    """Folded words of the column to kind (``*``: may go on); of several lines in a cell the word
    that stands first here counts."""
    words: KindWords = KindWords()
    """Tells the kind by the name, else by the credit code."""
    people: Pick | None = None
    """A column of people (inventors): a name that stands there too is a Person, and one that is
    written as a person's."""

    @property
    def default(self) -> str:
        """The kind where nothing tells another; "" means that the row is refused."""
        return self.kinds[-1]


@dataclass(frozen=True, slots=True)
class EdgePart:
    """An edge between two of the row's things (by their names in the mapping)."""

    kind: str
    start: str
    end: str
    role: Pick | None = None
    share: Pick | Literal["fractional"] | None = None
    which: Which = "each"
    at: str = ""
    """The thing under which the mapping states it: that thing's cell is its evidence."""


@dataclass(frozen=True, slots=True)
class PropertyPart:
    """A property, or with ``measure`` an indicator, of one of the row's things."""

    name: str
    type: ValueType
    pick: Pick
    order: DateOrder = ""
    unit: str = ""
    scale: int = 1
    decimal: DecimalMark = "point"
    measure: str = ""
    period: Pick | None = None
    status: Literal["observed", "target"] = "observed"


@dataclass(frozen=True, slots=True)
class ThingPart:
    """Further things that a row names: one column, one or several values."""

    name: str
    pick: Pick
    kind: KindRule
    names: tuple[Pick, ...] = ()
    identifiers: tuple[tuple[str, Pick], ...] = ()
    region: Pick | None = None
    context: str = ""
    properties: tuple[PropertyPart, ...] = ()
    beside: str = ""
    """The thing beside whose values, one a line, the lines of this thing's cells stand."""


@dataclass(frozen=True, slots=True)
class Spec:
    """A whole mapping file."""

    name: str
    about: str
    title: str
    visibility: Visibility
    licence: str
    url: str
    aliases: Mapping[str, tuple[str, ...]]
    """Name of a column in the mapping to what it may be called in a file."""
    optional: frozenset[str]
    kind: KindRule
    key: Pick | None
    label: Pick
    names: tuple[Pick, ...]
    identifiers: tuple[tuple[str, Pick], ...]
    region: Pick | None
    dates: Pick | None
    order: DateOrder
    where: tuple[Condition, ...]
    properties: tuple[PropertyPart, ...]
    things: tuple[ThingPart, ...]
    edges: tuple[EdgePart, ...]
    fingerprint: str

    def kinds_of(self, thing: str) -> tuple[str, ...]:
        """The kinds that a thing of this mapping can have; `KeyError` if it has no such thing."""
        if thing == RECORD:
            return tuple(filter(None, self.kind.kinds))
        for part in self.things:
            if part.name == thing:
                return tuple(filter(None, part.kind.kinds))
        raise KeyError(thing)
