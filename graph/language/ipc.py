"""IPC and CPC codes: one form for every spelling, and how much each counts in a patent.

The form is that of print without blanks: ``H01M10/54``, a subclass alone ``H01M``. Read are codes
as registers write them: ``H01M 10/54``, ``H01M-010/54``, zero-padded ``H01M0010540000`` (WIPO
ST.8), padded with blanks, with a version and position behind: ``H01M 10/54 (2006.01)I`` or
``H01M  10/54        20060101AFI``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from graph.language.tokens import MARK

_NUMBERS = r"(?:(?P<padded>\d{10})|[ \t-]*0*(?P<group>\d{1,4})(?:[ \t]*/[ \t]*(?P<sub>\d{1,6}))?)?"
_CODE = re.compile(
    rf"(?<![A-Z0-9/.])(?P<said>(?P<head>[A-HY]\d\d[A-Z]){_NUMBERS})(?![A-Z0-9])"
    r"(?:[ \t]*\(\d{4}\.\d\d\)[ \t]*(?P<value>[IN](?![A-Z]))?"
    r"|[ \t]+\d{8}[A-Z](?P<place>[FL])(?P<worth>[IN]))?"
)
_ROW = re.compile(rf"(?P<head>[A-HY]\d\d[A-Z]){_NUMBERS}|(?P<wide>[A-HY](?:\d\d)?)")
ADDITIONAL = 0.5
"""What an additional code counts against the first or an inventive one."""


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a patent, and its position where the register states it.

    ``inventive`` is true for a first or inventive position, false for additional information, None
    where nothing is said. ``words`` are the code as written.
    """

    symbol: str
    inventive: bool | None = None
    words: str = ""

    @property
    def group(self) -> str:
        """The main group (``H01M10``), or the subclass where no group is given."""
        return self.symbol.partition("/")[0]


def codes_of(text: str) -> tuple[Code, ...]:
    """The codes that a cell holds, in their order, whatever stands between them; each once.

    What is no code of IPC or CPC (a Locarno class, a word) is left out.
    """
    found: dict[str, Code] = {}
    plain = unicodedata.normalize("NFKC", text).upper()
    written = text if len(plain) == len(text) else plain
    for match in _CODE.finditer(plain):
        symbol = _symbol(match)
        value, worth = match["value"], match["worth"]
        inventive = match["place"] == "F" or "I" in (value, worth) if value or worth else None
        known = found.get(symbol)
        if known is None or (inventive and not known.inventive):
            found[symbol] = Code(symbol, inventive, written[slice(*match.span("said"))])
    return tuple(found.values())


def code_terms(text: str) -> list[str]:
    """The codes of a text as terms that works are found by, from wide to narrow, as often as they
    stand there: subclass, main group and subgroup, each behind a sign that no word begins with."""
    found = []
    for code in codes_of(text):
        wide = [code.symbol[:4], code.group, code.symbol]
        found += [MARK + symbol for symbol in dict.fromkeys(wide)]
    return found


def prefix_of(text: str) -> str:
    """A table's row as the beginning that codes must have: ``H01M``, ``H04N3/``, ``H10``.

    ``%`` and ``*`` at the end stand for anything, ``H01M 10/00`` for the whole main group. Raises
    `ValueError` for what is no code.
    """
    plain = unicodedata.normalize("NFKC", text).upper().strip().rstrip("%*").strip()
    match = _ROW.fullmatch(plain.removesuffix("/"))
    if match is None or (plain.endswith("/") and not match["group"]):
        raise ValueError(f"{text!r} is no IPC or CPC code; write H01M, H01M 10/54 or H04N 3/%")
    symbol = match["wide"] or _symbol(match)
    return symbol.removesuffix("00") if symbol.endswith("/00") else symbol


def _symbol(match: re.Match[str]) -> str:
    if padded := match["padded"]:
        sub = padded[4:].rstrip("0")
        return f"{match['head']}{int(padded[:4])}/{sub.ljust(2, '0')}"
    group = match["group"]
    return f"{match['head']}{int(group)}/{match['sub'] or '00'}" if group else match["head"]


def beginnings(symbol: str) -> list[str]:
    """All beginnings of a code that a table's row may have, the longest first."""
    return [symbol[:end] for end in range(len(symbol), 0, -1)]


def shares_of(codes: Sequence[Code]) -> dict[str, float]:
    """What part of a patent each of its codes stands for; the parts sum to 1.

    A main group counts once, as its best code does: 1 at the first or an inventive position, 0.5
    as additional information; within a group its codes count equally. Where the register states no
    positions, the first code is the first position and all others are additional.
    """
    stated = any(code.inventive is not None for code in codes)
    weights: dict[str, float] = defaultdict(float)
    members: dict[str, list[str]] = defaultdict(list)
    for place, code in enumerate(codes):
        first = code.inventive if stated else place == 0
        weights[code.group] = max(weights[code.group], 1.0 if first else ADDITIONAL)
        members[code.group].append(code.symbol)
    total = sum(weights.values())
    return {
        symbol: weights[group] / total / len(symbols)
        for group, symbols in members.items() for symbol in symbols
    }
