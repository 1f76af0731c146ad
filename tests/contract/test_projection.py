"""After any sequence of input the kept projection is the rebuilt one, byte for byte."""

from __future__ import annotations

from dataclasses import replace
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.dump import projection_lines
from graph.errors import NotFound
from graph.forget import forget
from graph.load import decide, load, rebuild, retract, undo
from graph.model import (
    Claim,
    Decision,
    FactAnchor,
    Reading,
    Record,
    RecordAnchor,
    Source,
    Unit,
    digest,
)
from graph.store import Store
from graph.stores import open_store
from tests.builders import evidence, organisation_row, patent_row

SOURCES = {key: Source(key, key, form="table") for key in ("a", "b")}
NAMES = ["Salt Institute", "Institute of Salt", "Li Lab"]
REGIONS = ["", "Qinghai", "Qinghai Province", "Xining, Qinghai", "Gansu"]

names = st.sampled_from(NAMES)
regions = st.sampled_from(REGIONS)
sources = st.sampled_from(sorted(SOURCES))
identifiers = st.sampled_from([(), ("uscc:1",), ("uscc:2",)])
dates = st.sampled_from([None, "2018", "2020-05", "2021-06-01"])


def with_inventors(unit: Unit, inventors: list[str], codes: list[str]) -> Unit:
    """The unit with inventors, who can be forgotten, and with fields."""
    people = [Record(f"{unit.key}#inventors:{i}", "Person", name, context=unit.records[1].name)
              for i, name in enumerate(inventors)]
    claims = [Claim(person.key, "INVENTED", object=unit.records[0].key,
                    evidence=evidence("inventors", person.name)) for person in people]
    claims += [Claim(unit.key, "codes", value=code, evidence=evidence("codes")) for code in codes]
    cells = dict(unit.cells) | {"inventors": ";".join(inventors), "codes": ";".join(codes)}
    reading = Reading(digest(unit.reading.content, *sorted(cells.items())), "test/1")
    return replace(unit, reading=reading, cells=cells, records=(*unit.records, *people),
                   claims=(*unit.claims, *claims))


patents = st.builds(
    lambda source, number, owners, date, region, inventors, codes: with_inventors(
        patent_row(f"P{number}", owners, source=source, date=date, region=region),
        inventors, codes),
    sources, st.integers(1, 4), st.lists(names, min_size=1, max_size=2, unique=True), dates,
    regions, st.lists(st.sampled_from(["Zhang San", "Li Si", "Wang Wu"]), max_size=2, unique=True),
    st.lists(st.sampled_from(["H01M 10/54", "H01M 4/00", "C22B 7/00"]), max_size=2, unique=True),
)
organisations = st.builds(
    lambda source, key, name, region, ids, founded: organisation_row(
        str(key), name, source=source, region=region, identifiers=ids, founded=founded),
    sources, st.integers(1, 4), names, regions, identifiers, st.sampled_from(["1990", "2001"]),
)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("load"), st.lists(st.one_of(patents, organisations), max_size=4)),
        st.tuples(st.just("load"), st.lists(st.one_of(patents, organisations), max_size=4)),
        st.tuples(st.just("retract"), sources),
        st.tuples(st.just("decide"), st.tuples(
            st.sampled_from(["same", "different"]), st.integers(0, 50), st.integers(0, 50))),
        st.tuples(st.just("reject"), st.integers(0, 50)),
        st.tuples(st.just("undo"), st.integers(0, 5)),
        st.tuples(st.just("forget"), st.sampled_from(["Zhang San", "Li Si"])),
    ),
    min_size=1, max_size=8,
)


def run(store: Store, sequence: list[tuple[str, object]]) -> None:
    """Do the steps as far as they make sense at their time."""
    for number, (what, detail) in enumerate(sequence):
        if what == "load":
            assert isinstance(detail, list)
            for key, source in SOURCES.items():
                load(store, source, [unit for unit in detail if unit.source == key])
        elif what == "retract" and detail in {s.key for s in store.sources()}:
            retract(store, str(detail))
        elif what == "decide":
            _decide(store, f"d{number}", detail)
        elif what == "reject":
            _reject(store, f"d{number}", detail)
        elif what == "undo" and (known := store.decisions()):
            assert isinstance(detail, int)
            undo(store, known[detail % len(known)].id)
        elif what == "forget":
            try:
                forget(store, [str(detail)])
            except NotFound:
                continue


def _decide(store: Store, id_: str, detail: object) -> None:
    assert isinstance(detail, tuple)
    kind, first, second = detail
    units = list(store.all_units())
    records = [(u.key, r) for u in units for r in u.records if r.kind == "Institute"]
    if len(records) < 2:
        return
    one, two = records[first % len(records)], records[second % len(records)]
    if one != two:
        anchors = tuple(RecordAnchor(key, r.key, r.kind, r.name) for key, r in (one, two))
        decide(store, Decision(id_, kind, "p", "2024-01-01", "", anchors))


def _reject(store: Store, id_: str, detail: object) -> None:
    assert isinstance(detail, int)
    claims = [(u, c) for u in store.all_units() for c in u.claims if c.object]
    if claims:
        unit, claim = claims[detail % len(claims)]
        fact = FactAnchor(unit.key, unit.record(claim.subject).name, claim.predicate,
                          unit.record(claim.object or "").name, claim.status, claim.period)
        decide(store, Decision(id_, "reject", "p", "2024-01-01", "", (), fact))


def kept_and_rebuilt(
    store: Store, sequence: list[tuple[str, object]]
) -> tuple[list[str], list[str]]:
    """The projection after the steps as it was kept, and as a rebuild derives it."""
    run(store, sequence)
    kept = list(projection_lines(store))
    rebuild(store)
    return kept, list(projection_lines(store))


@settings(max_examples=100)
@given(steps)
def test_kept_projection_is_the_rebuilt_one(sequence: list[tuple[str, object]]) -> None:
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        store = open_store(f"sqlite:///{folder}/s.db")
        kept, rebuilt = kept_and_rebuilt(store, sequence)
        assert kept == rebuilt
        store.close()


@pytest.mark.neo4j
def test_both_stores_project_the_same(neo4j_url: str) -> None:
    from graph.stores.neo4j_store.store import Neo4jStore

    server = open_store(neo4j_url)
    assert isinstance(server, Neo4jStore)

    @settings(max_examples=20)
    @given(steps)
    def compare(sequence: list[tuple[str, object]]) -> None:
        server.wipe()
        with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            file = open_store(f"sqlite:///{folder}/s.db")
            kept, rebuilt = kept_and_rebuilt(server, sequence)
            assert kept == rebuilt
            assert kept_and_rebuilt(file, sequence) == (kept, rebuilt)
            file.close()

    compare()
    server.close()
