"""Who is who, as invariants: undo, order, growth, re-reading, redirects - whatever was loaded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from tempfile import TemporaryDirectory

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graph.dump import projection_lines
from graph.load import decide, load, rebuild, undo
from graph.model import Decision, RecordAnchor, Unit
from graph.store import Store
from graph.stores import open_store
from tests.contract.test_projection import SOURCES, organisations, patents

units = st.lists(st.one_of(patents, organisations), min_size=1, max_size=7,
                 unique_by=lambda unit: unit.key)
often = settings(max_examples=60)
choices = st.tuples(st.sampled_from(["same", "different"]), st.integers(0, 60), st.integers(0, 60))


@contextmanager
def fresh() -> Iterator[Store]:
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        store = open_store(f"sqlite:///{folder}/s.db")
        yield store
        store.close()


def put(store: Store, found: list[Unit]) -> None:
    for unit in found:
        load(store, SOURCES[unit.source], [unit])


def members(store: Store) -> dict[str, frozenset[str]]:
    """Entity to the records that mean it."""
    groups: dict[str, set[str]] = {}
    for row in store.all_record_rows():
        if row.live:
            groups.setdefault(row.entity, set()).add(row.key)
    return {entity: frozenset(keys) for entity, keys in groups.items()}


def decision(found: list[Unit], choice: tuple[str, int, int]) -> Decision:
    """A decision on two records of the units; draws without two of one kind do not count."""
    kind, first, second = choice
    records = [(u.key, r) for u in found for r in u.records
               if r.kind in ("Institute", "Person")]
    assume(records)
    one, two = records[first % len(records)], records[second % len(records)]
    assume(one != two and one[1].kind == two[1].kind)
    anchors = tuple(RecordAnchor(key, r.key, r.kind, r.name) for key, r in (one, two))
    return Decision("d", kind, "a person", "2026-01-01", "", anchors, None, "", 0.5)  # type: ignore[arg-type]


def without_redirects(store: Store) -> list[str]:
    return sorted(line for line in projection_lines(store) if "redirect" not in line)


@often
@given(units, choices)
def test_decide_and_undo_leaves_everything_as_it_was(
    found: list[Unit], choice: tuple[str, int, int]
) -> None:
    made = decision(found, choice)
    with fresh() as store:
        put(store, found)
        before = without_redirects(store)
        decide(store, made)
        undo(store, made.id)
        assert without_redirects(store) == before


@often
@given(units, st.randoms(use_true_random=False))
def test_the_order_of_loading_does_not_change_who_is_who(
    found: list[Unit], chance: object
) -> None:
    seen = set()
    for _ in range(2):
        with fresh() as store:
            put(store, found)
            seen.add(frozenset(members(store).values()))
        chance.shuffle(found)  # type: ignore[attr-defined]
    assert len(seen) == 1


@often
@given(units, choices)
def test_a_new_reading_keeps_what_people_decided(
    found: list[Unit], choice: tuple[str, int, int]
) -> None:
    made = decision(found, choice)
    with fresh() as store:
        put(store, found)
        decide(store, made)
        before = members(store)
        put(store, [replace(u, reading=replace(u.reading, fingerprint="test/2")) for u in found])
        assert members(store) == before
        assert [d.score for d in store.decisions()] == [0.5]


@often
@given(units, units)
def test_what_only_grew_keeps_its_id_and_every_redirect_ends(
    first: list[Unit], second: list[Unit]
) -> None:
    known = {unit.key for unit in first}
    with fresh() as store:
        put(store, first)
        before = members(store)
        put(store, [unit for unit in second if unit.key not in known])
        after = members(store)
        for entity, keys in before.items():
            heirs = [e for e, now in after.items() if now & keys]
            others = [e for e, then in before.items() if then & after[heirs[0]] and e != entity]
            if len(heirs) == 1 and not others:
                assert heirs == [entity]
        redirects = store.all_redirects()
        for start in redirects:
            assert set(store.redirects([start]).values()) <= set(after)
            at, steps = start, 0
            while at in redirects:
                at, steps = redirects[at], steps + 1
                assert steps <= len(redirects)
        rebuild(store)
        assert members(store) == after
