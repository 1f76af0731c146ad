"""Concordances: tables that lead from a patent's IPC or CPC codes to fields and industries.

A table's row gives a class (of WIPO's 35 fields, NACE, ISIC, GB/T 4754) to all codes that begin as
it says; the longest beginning wins. A patent belongs to several classes by parts that sum to 1: the
part of each code (`graph.language.ipc.shares_of`) times the row's weight among the rows of its
beginning (the counting of Van Looy, Vereyen and Schmoch's IPC-NACE table). What a class says is
what the *technology* is used for, not what the applicant does.

Two tables come with Qilian: `fields` (WIPO's, July 2024) and `industries_by_hand` (ours, from these
fields to divisions of GB/T 4754). Others are read from files by `ingest.sources.concordances`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

import orjson

from graph.data_files import data_lines
from graph.language.ipc import Code, beginnings, shares_of
from graph.language.taxonomy import GBT, WIPO, Node, nodes, prefixes

EDITION = "wipo35@2024-07"
BY_HAND = "wipo35-gbt4754@1 (by hand)"


@dataclass(frozen=True, slots=True)
class Rule:
    """A row: codes with this beginning belong to a class, with a weight among its equals.

    It does not hold for a patent that also has a code beginning with ``not_with``, unless that
    patent has one beginning with ``unless_with`` too; ``unless_with`` alone excludes as
    ``not_with`` does.
    """

    prefix: str
    code: str
    weight: float = 1.0
    not_with: str = ""
    unless_with: str = ""

    def holds(self, symbols: Iterable[str]) -> bool:
        """Does it hold for a patent with all these codes?"""
        if not (self.not_with or self.unless_with):
            return True
        against = self._among(symbols, self.not_with)
        saved = self._among(symbols, self.unless_with)
        return not (against and not saved) if self.not_with else not saved

    @staticmethod
    def _among(symbols: Iterable[str], prefix: str) -> bool:
        return bool(prefix) and any(symbol.startswith(prefix) for symbol in symbols)


@dataclass(frozen=True, slots=True)
class Share:
    """A class of a patent: its part, and the patent's codes that led there."""

    node: Node
    share: float
    codes: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Concordance:
    """A table from codes to the classes of a ``scheme``; ``name`` says which table, which edition.

    ``labels`` holds the names of classes that the table or its tree gives.
    """

    scheme: str
    name: str
    rules: tuple[Rule, ...]
    labels: Mapping[str, str] = field(default_factory=dict)
    _by_prefix: dict[str, list[Rule]] = field(
        init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for rule in self.rules:
            self._by_prefix.setdefault(rule.prefix, []).append(rule)

    def node(self, code: str) -> Node:
        """The class with this code."""
        return Node(self.scheme, code, self.labels.get(code) or code)

    def rules_for(self, symbol: str, symbols: Sequence[str]) -> list[Rule]:
        """The rows of a code's longest beginning that hold for a patent with all these codes."""
        for beginning in beginnings(symbol):
            if found := [r for r in self._by_prefix.get(beginning, ()) if r.holds(symbols)]:
                return found
        return []

    def shares(self, codes: Sequence[Code]) -> tuple[Share, ...]:
        """The classes of a patent, the largest part first; parts sum to 1, or there are none.

        Codes that the table does not know (CPC's Y section, an index) count for nothing.
        """
        symbols = [code.symbol for code in codes]
        parts: dict[str, float] = defaultdict(float)
        behind: dict[str, list[Code]] = defaultdict(list)
        own = {code.symbol: code for code in codes}
        for symbol, part in shares_of(codes).items():
            rules = self.rules_for(symbol, symbols)
            total = sum(rule.weight for rule in rules)
            for rule in rules:
                parts[rule.code] += part * rule.weight / total
                if own[symbol] not in behind[rule.code]:
                    behind[rule.code].append(own[symbol])
        whole = sum(parts.values())
        ordered = sorted(parts, key=lambda code: (-round(parts[code], 9), code))
        return tuple(
            Share(self.node(code), parts[code] / whole, tuple(behind[code])) for code in ordered
        )


@cache
def fields() -> Concordance:
    """WIPO's IPC-technology concordance: 35 fields (Schmoch, July 2024)."""
    rules = tuple(Rule(prefix, code) for prefix, code in prefixes().items())
    return Concordance(WIPO, EDITION, rules, {n.code: n.label for n in nodes(WIPO)})


@cache
def industries_by_hand() -> Concordance:
    """From WIPO's fields on to divisions of GB/T 4754-2017: made by hand, for want of a table.

    A field with several divisions belongs to each by equal parts.
    """
    parts: dict[str, list[str]] = defaultdict(list)
    for line in data_lines("graph.language", "data/wipo35_gbt4754.tsv"):
        number, _, division = line.split("\t")
        parts[number].append(division)
    rules = tuple(
        Rule(rule.prefix, division)
        for rule in fields().rules for division in parts[rule.code]
    )
    return Concordance(GBT, BY_HAND, rules, {n.code: n.label for n in nodes(GBT)})


def to_text(table: Concordance) -> str:
    """A table as JSON text, as a store keeps it."""
    rows = [[r.prefix, r.code, r.weight, r.not_with, r.unless_with] for r in table.rules]
    content = {"scheme": table.scheme, "name": table.name, "labels": dict(table.labels),
               "rules": rows}
    return orjson.dumps(content).decode()


@lru_cache(maxsize=8)
def of_text(text: str) -> Concordance:
    """The inverse of `to_text`."""
    content: dict[str, Any] = orjson.loads(text)
    return Concordance(content["scheme"], content["name"],
                       tuple(Rule(*row) for row in content["rules"]), content["labels"])
