"""A string whose words are not those of a registered name, but which means one when understood.

Short forms (科技厅 for 科学技术厅), the inverted names of patent offices ("BOSCH GMBH ROBERT") and
abbreviations meet a registered name by what they mean: the same keys and the same comparison
decide here as when records are joined (`graph.identity.blocks`, `graph.identity.compare`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from graph.identity.blocks import joining_keys
from graph.identity.compare import Comparison
from graph.identity.index import NameIndex
from graph.identity.parse import parse_name
from graph.identity.registered import (
    elsewhere,
    kind_of,
    pieces_of,
    places_shared,
    readings,
    tells,
)
from graph.identity.understood import MOST_IN_BLOCK, compared
from graph.identity.words import CHINESE

_MOST_PIECES = 4
"""A string of more parts is a list, or names the body so fully that weighing its words does."""
Meant = tuple[int, Comparison]
"""The number of a registered name, and what it has in common with the string."""


def meant(
    index: NameIndex, text: str, *, kinds: Collection[int] = (), region: str = ""
) -> list[Meant]:
    """The registered names that a string is the same as, the best of each organisation that may
    be meant, best first; of a name that many places have only bodies of a place that is said.

    ``kinds`` (numbers) and ``region`` narrow as in `graph.identity.link.link`.
    """
    for name, address in _bodies(index, text):
        where = ", ".join(part for part in (address, region) if part)
        best: dict[int, Meant] = {}
        for number in sorted(_near(index, name, where)):
            organisation = int(index.arrays["name_organisation"][number])
            kind = kind_of(index, organisation)
            if (kinds and int(index.arrays["kind"][organisation]) not in kinds
                    or elsewhere(index, organisation, where)
                    or not (places_shared(index, organisation, where) or tells(name, kind))):
                continue
            found = compared((name, kind, where),
                             (index.names[number], kind, index.regions[organisation]))
            if found.outcome == "same" and (
                    organisation not in best or found.score > best[organisation][1].score):
                best[organisation] = (number, found)
        if best:
            return sorted(best.values(), key=lambda item: (-item[1].score, item[0]))
    return []


def _bodies(index: NameIndex, text: str) -> Iterator[tuple[str, str]]:
    """(name, address): the string's `readings`, then without its parts, which stand before a body
    in Latin script ("Department of Physics, X") and behind it in Chinese."""
    whole, *others = readings(index, text)
    yield whole
    if others:
        yield others[-1]
    name, address = others[-1] if others else whole
    pieces = pieces_of(name)
    for number in range(1, len(pieces) if len(pieces) <= _MOST_PIECES else 0):
        first, last = (pieces[0], pieces[-number - 1]) if CHINESE.search(name) else (
            pieces[number], pieces[-1])
        yield name[first.start() : last.end()], address


def _near(index: NameIndex, name: str, where: str) -> set[int]:
    """Numbers of the names that share a key with a string; a key of very many tells nothing, nor
    does a string of places alone."""
    parsed = parse_name(name)
    if not (parsed.core or parsed.fields or parsed.heads):
        return set()
    under = (index.names_under(key) for key in joining_keys(parsed, region=where))
    return {number for numbers in under if len(numbers) <= MOST_IN_BLOCK for number in numbers
            if not index.arrays["name_acronym"][number]}
