"""Loading: units into a store in batches of whole units; the same again changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial

from graph.errors import InvalidRequest, NotFound, RecordRejected
from graph.model import Decision, Source, Unit
from graph.project import Projector
from graph.project.effective import find_record
from graph.remembered import Remembered
from graph.schema import EDGES, KINDS, PROPERTIES, allowed
from graph.store import Change, Store

BATCH_UNITS = 2000
BATCH_CLAIMS = 20_000
BATCH_SIZE = 20_000_000
"""Characters of texts and cells in a batch, so that its memory is bounded."""
MOST_CLAIMS = 20_000
STATE, REBUILDING, RESTORING = "state", "rebuilding", "restoring"
"""Saved while a rebuild or restore is under way: what is left of one tells that it was cut off."""
Progress = Callable[[int], None]


@dataclass(slots=True)
class LoadReport:
    """What a load did, in units, and what it refused with the reason."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    claims: int = 0
    rejected: list[tuple[str, str]] = field(default_factory=list)
    """(unit, reason)."""


def load(
    store: Store,
    source: Source,
    units: Iterable[Unit],
    *,
    complete: bool | Callable[[], bool] = False,
    progress: Progress | None = None,
) -> LoadReport:
    """Load the units of a source; a unit whose reading is known is left as it is.

    A new reading of a unit replaces that unit's own claims. ``complete`` says that the source is
    whole: its units that are missing now are removed, but for those refused; a function is asked
    when all units are read. ``progress`` is told the number of units
    taken in each batch.
    """
    report = LoadReport()
    finish(store)
    _register(store, source)
    with closing(Remembered()) as seen:
        for batch in _batches(_valid(units, source, report)):
            done = store.transact(partial(_load_batch, store, batch))
            report.new += done.new
            report.changed += done.changed
            report.unchanged += done.unchanged
            report.claims += done.claims
            if complete:
                for unit in batch:
                    seen.first(unit.key)
            if progress:
                progress(len(batch))
        for key, _ in report.rejected:
            seen.first(key)
        if complete() if callable(complete) else complete:
            missing = [key for key in store.unit_keys(source.key) if key not in seen]
            report.removed += drop_units(store, missing)
    return report


def _register(store: Store, source: Source) -> None:
    """Make the source known; a changed visibility reaches everything that it supports."""
    known = {known.key: known for known in store.sources()}.get(source.key)
    if known == source:
        return
    if known is not None and known.level != source.level:
        reproject(store, list(store.unit_keys(source.key)), source)  # first: it can be repeated
    store.transact(lambda: store.apply(
        Change(sources=[source], next_order=store.next_order())))


def _valid(units: Iterable[Unit], source: Source, report: LoadReport) -> Iterator[Unit]:
    for unit in units:
        try:
            if unit.source != source.key:
                raise RecordRejected(f"{unit.key} is of source {unit.source}, not {source.key}")
            check(unit)
        except RecordRejected as err:
            report.rejected.append((unit.key, str(err)))
        else:
            yield unit


def check(unit: Unit) -> None:
    """Raise `RecordRejected` unless the unit obeys `graph.schema` and the limits."""
    if len(unit.claims) > MOST_CLAIMS:
        raise RecordRejected(
            f"{unit.key}: {len(unit.claims)} facts in one document; at most {MOST_CLAIMS}: split it"
        )
    try:
        _ = unit.day
    except ValueError as err:
        raise RecordRejected(f"{unit.key}: {unit.date!r} is no date: {err}") from err
    kinds = {record.key: record.kind for record in unit.records}
    for kind in kinds.values():
        if kind not in KINDS:
            raise RecordRejected(f"{unit.key}: {kind} is no kind; choose from {', '.join(KINDS)}")
    for claim in unit.claims:
        start = kinds.get(claim.subject)
        if start is None or (claim.object is not None and claim.object not in kinds):
            raise RecordRejected(f"{unit.key}: a {claim.predicate} fact names no record of its own")
        if claim.predicate in EDGES:
            end = kinds.get(claim.object or "", "")
            if not allowed(claim.predicate, start, end):
                raise RecordRejected(
                    f"{unit.key}: {claim.predicate} does not go from {start} to {end or 'a value'}"
                )
        elif claim.predicate not in PROPERTIES and claim.predicate not in ("name", "indicator"):
            raise RecordRejected(f"{unit.key}: {claim.predicate} is no edge kind or property")
    if len(kinds) < len(unit.records):
        raise RecordRejected(f"{unit.key}: two of its records have the same key")


def _batches(units: Iterable[Unit]) -> Iterator[list[Unit]]:
    """Batches of whole units, each key once (the last one wins), about a second's work each."""
    batch: dict[str, Unit] = {}
    claims = size = 0
    for unit in units:
        batch.pop(unit.key, None)
        batch[unit.key] = unit
        claims += len(unit.claims)
        size += len(unit.text) + sum(map(len, unit.cells.values()))
        if len(batch) >= BATCH_UNITS or claims >= BATCH_CLAIMS or size >= BATCH_SIZE:
            yield list(batch.values())
            batch, claims, size = {}, 0, 0
    if batch:
        yield list(batch.values())


def _load_batch(store: Store, batch: Sequence[Unit]) -> LoadReport:
    """Load one batch; it may be run again from the start, so it counts into a report of its own."""
    known = store.readings([unit.key for unit in batch])
    put = [unit for unit in batch if known.get(unit.key) != unit.reading]
    if put:
        present = {unit.key for unit in put if unit.key in known}
        store.apply(Projector(store).change(put, present=present))
    changed = sum(unit.key in known for unit in put)
    return LoadReport(len(put) - changed, changed, len(batch) - len(put), 0,
                      sum(len(unit.claims) for unit in put))


def drop_units(store: Store, keys: Iterable[str]) -> int:
    """Remove units with everything that nothing else supports; how many there were."""
    removed = 0
    finish(store)
    for batch in _key_batches(keys):
        def drop(batch: list[str] = batch) -> int:
            there = sorted(store.readings(batch))
            if there:
                store.apply(Projector(store).change([], there))
            return len(there)

        removed += store.transact(drop)
    return removed


def retract(store: Store, source: str) -> int:
    """Remove a source with its units; how many units it had. `NotFound` if there is none."""
    known = {known.key: known for known in store.sources()}
    if source not in known:
        raise NotFound(f"no source {source!r}; there are: {', '.join(known) or 'none'}")
    removed = drop_units(store, list(store.unit_keys(source)))
    store.transact(lambda: store.apply(
        Change(dropped_sources=[source], next_order=store.next_order())))
    return removed


def reproject(store: Store, keys: Iterable[str], source: Source) -> None:
    """Work out anew what these units of a source contribute when it has this visibility."""
    for batch in _key_batches(keys):
        def again(batch: list[str] = batch) -> None:
            units = store.units(batch)
            if units:
                projector = Projector(store, levels={source.key: source.level})
                store.apply(projector.change([units[k] for k in sorted(units)]))

        store.transact(again)


def decide(store: Store, decision: Decision) -> None:
    """Take in a person's decision. Raises `NotFound` when an anchor finds no record today."""
    finish(store)

    def add() -> None:
        units = store.units(decision.units)
        for anchor in decision.records:
            unit = units.get(anchor.unit)
            if unit is None or find_record(unit, anchor.key, anchor.kind, anchor.name) is None:
                raise NotFound(f"{anchor.unit} names no {anchor.kind} {anchor.name!r}")
        put = [units[key] for key in sorted(units)]
        _decision_change(store, put, add=[decision])

    store.transact(add)


def undo(store: Store, decision_id: str) -> Decision:
    """Take a decision back; what it joined or set apart is worked out anew."""
    known = {decision.id: decision for decision in store.decisions()}
    if decision_id not in known:
        raise NotFound(f"no decision {decision_id!r} is in force")
    decision = known[decision_id]
    finish(store)

    def remove() -> None:
        units = store.units(decision.units)
        _decision_change(store, [units[key] for key in sorted(units)], remove=[decision_id])

    store.transact(remove)
    return decision


def _decision_change(
    store: Store, put: list[Unit], *, add: Sequence[Decision] = (), remove: Collection[str] = ()
) -> None:
    store.apply(Projector(store).change(put, add=add, remove=remove))


def rebuild(store: Store, *, progress: Progress | None = None) -> int:
    """Forget the projection and derive it again from the input; how many units there are.

    Use it after a change of the rules of `graph.identity`, or when in doubt. An interrupted
    rebuild is repeated; input is never touched.
    """
    def clear() -> None:
        store.save(STATE, REBUILDING, "1")
        store.clear_projection()

    store.transact(clear)
    count = 0
    for batch in _key_batches(list(store.unit_keys())):
        def again(batch: list[str] = batch) -> None:
            units = store.units(batch)
            projector = Projector(store, redirects=False)
            store.apply(projector.change([units[key] for key in sorted(units)]))

        store.transact(again)
        count += len(batch)
        if progress:
            progress(len(batch))
    store.save(STATE, REBUILDING, None)
    return count


def finish(store: Store) -> None:
    """Finish what was interrupted, before anything else is written.

    Raises `InvalidRequest` for a restore that was cut off: only its file can finish it.
    """
    state = store.saved(STATE)
    if RESTORING in state:
        raise InvalidRequest(f"{store.info().url}: {unfinished(store)}")
    if REBUILDING in state:
        rebuild(store)


def unfinished(store: Store) -> str:
    """What is under way or was cut off, so that answers lack something; empty when all is well."""
    state = store.saved(STATE)
    if RESTORING in state:
        return "a restore is not finished; if it was cut off, restore again from the same file"
    if REBUILDING in state:
        return "a rebuild is not finished; if it was cut off, `qilian rebuild` finishes it"
    return ""


def _key_batches(keys: Iterable[str]) -> Iterator[list[str]]:
    ordered = sorted(keys)
    for at in range(0, len(ordered), BATCH_UNITS):
        yield ordered[at : at + BATCH_UNITS]
