"""Forgetting a person everywhere in a store, so that nothing brings the name back by itself."""

from __future__ import annotations

import hmac
import re
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from graph.errors import InvalidRequest, NotFound
from graph.model import Claim, Record, Unit, digest, folded
from graph.project import Projector
from graph.schema import KINDS, PROPERTIES
from graph.store import Store

MASK = "█"
_KEY = "key"


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What forgetting did; older backups still hold the person and are the user's to delete."""

    units: int
    decisions: int


def forget(store: Store, names: Sequence[str]) -> Forgotten:
    """Remove a person by name, in every spelling given, from all units of the store.

    The words are overwritten at equal length, so that other facts keep their offsets; original
    bytes of the documents concerned are dropped and their hash is renewed; decisions about the
    person go; a keyed hash of the names keeps a reload from bringing them back. It cannot be
    undone. Raises `NotFound` when no unit has the name.
    """
    wanted = [name.strip() for name in names if len(folded(name)) >= 2]
    if not wanted:
        raise InvalidRequest("name the person to forget with at least two letters")
    pattern = _pattern(wanted)
    touched = [unit.key for unit in store.all_units() if _mentions(unit, pattern)]
    if not touched:
        raise NotFound(f"no document or row names {', '.join(wanted)}")
    decisions = [
        d.id for d in store.decisions()
        if any(pattern.search(a.name) for a in d.records)
        or (d.fact and pattern.search(f"{d.fact.subject}\n{d.fact.object}\n{d.fact.quote}"))
        or pattern.search(d.value)
    ]
    for at in range(0, len(touched), 500):
        batch = touched[at : at + 500]

        def write(batch: list[str] = batch, last: bool = at + 500 >= len(touched)) -> None:
            before = store.units(batch)
            change = Projector(store).change(
                [masked(unit, pattern) for unit in before.values()],
                remove=decisions if last else [],
            )
            kept = {record.key for unit in change.units for record in unit.records}
            change.erased_records = [record.id for unit in before.values()
                                     for record in unit.records if record.key not in kept]
            store.apply(change)

        store.transact(write)
    remember(store, wanted)
    store.compact()
    return Forgotten(len(touched), len(decisions))


def remember(store: Store, names: Iterable[str]) -> None:
    """Keep keyed hashes of the names: enough to recognise them, not to read them."""
    key = store.saved("forgotten").get(_KEY) or secrets.token_hex(16)
    store.save("forgotten", _KEY, key)
    for name in names:
        store.save("forgotten", _hash(key, name), str(len(name)))


class Gate:
    """Masks forgotten names in units before they are loaded again."""

    def __init__(self, store: Store) -> None:
        saved = store.saved("forgotten")
        self._key = saved.pop(_KEY, "")
        self._hashes = set(saved)

    def __call__(self, unit: Unit) -> Unit:
        """The unit without the people that were forgotten."""
        if not self._hashes:
            return unit
        names = {record.name for record in unit.records} | {
            name for record in unit.records for name in record.names
        } | {str(claim.value) for claim in unit.claims
             if claim.predicate in PROPERTIES and PROPERTIES[claim.predicate].personal}
        known = [name for name in names if name and _hash(self._key, name) in self._hashes]
        return masked(unit, _pattern(known)) if known else unit


def masked(unit: Unit, pattern: re.Pattern[str]) -> Unit:
    """The unit with the matching words overwritten and the person's records and claims gone."""
    def mask(text: str) -> str:
        return pattern.sub(lambda found: MASK * len(found.group()), text)

    gone = {
        record.key for record in unit.records
        if KINDS[record.kind].personal
        and any(pattern.search(name) for name in (record.name, *record.names))
    }
    records = tuple(_record(r, mask) for r in unit.records if r.key not in gone)
    claims = tuple(
        _claim(c, mask) for c in unit.claims if c.subject not in gone and c.object not in gone
    )
    return replace(
        unit, title=mask(unit.title), text=mask(unit.text), original=None,
        cells={column: mask(cell) for column, cell in unit.cells.items()},
        records=records, claims=claims,
        flags=tuple(replace(f, quote=mask(f.quote), says=mask(f.says), expected=mask(f.expected))
                    for f in unit.flags),
        reading=replace(unit.reading, content=digest("forgotten", unit.reading.content)),
    )


def _record(record: Record, mask: Callable[[str], str]) -> Record:
    return replace(record, name=mask(record.name), names=tuple(mask(n) for n in record.names),
                   context=mask(record.context))


def _claim(claim: Claim, mask: Callable[[str], str]) -> Claim:
    value = mask(claim.value) if isinstance(claim.value, str) else claim.value
    return replace(claim, value=value,
                   evidence=replace(claim.evidence, quote=mask(claim.evidence.quote)))


def _mentions(unit: Unit, pattern: re.Pattern[str]) -> bool:
    texts = [unit.title, unit.text, *unit.cells.values()]
    texts += [name for r in unit.records for name in (r.name, *r.names)]
    return any(pattern.search(text) for text in texts)


def _pattern(names: Sequence[str]) -> re.Pattern[str]:
    """The names as whole words, whatever the white space between their parts."""
    parts = [r"\s+".join(re.escape(word) for word in name.split()) for name in names]
    joined = "|".join(sorted(parts, key=len, reverse=True))
    return re.compile(rf"(?<![A-Za-z])(?:{joined})(?![A-Za-z])", re.IGNORECASE)


def _hash(key: str, name: str) -> str:
    return hmac.new(key.encode(), folded(name).encode(), "sha256").hexdigest()
