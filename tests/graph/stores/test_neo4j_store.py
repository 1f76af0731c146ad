"""What is special to the Neo4j store; what holds for every store is in tests/contract."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote, urlsplit

import neo4j
import pytest

from graph.errors import StoreUnavailable
from graph.load import load
from graph.model import Entity
from graph.store import SCHEMA_VERSION, Change
from graph.stores import open_store
from graph.stores.neo4j_store.server import free_port
from graph.stores.neo4j_store.store import Neo4jStore
from tests.builders import REGISTER, organisation_row, patent_row

neo4j_marked = pytest.mark.neo4j


@pytest.fixture
def store(neo4j_url: str) -> Iterator[Neo4jStore]:
    store = Neo4jStore(neo4j_url)
    store.wipe()
    yield store
    store.close()


@pytest.fixture
def session(neo4j_url: str) -> Iterator[neo4j.Session]:
    """What a person who opens Neo4j has."""
    parts = urlsplit(neo4j_url)
    with (
        neo4j.GraphDatabase.driver(
            f"{parts.scheme}://{parts.hostname}:{parts.port}",
            auth=(unquote(parts.username or ""), unquote(parts.password or "")),
        ) as driver,
        driver.session() as session,
    ):
        yield session


def test_nobody_there() -> None:
    with pytest.raises(StoreUnavailable, match="cannot be reached: is Neo4j running there"):
        Neo4jStore(f"bolt://neo4j:secret-word@127.0.0.1:{free_port()}", retry_seconds=0)


@pytest.mark.parametrize("url", ["bolt://host:port", "neo4j+x://127.0.0.1", "bolt://[::1"])
def test_bad_addresses(url: str) -> None:
    with pytest.raises(StoreUnavailable) as caught:
        open_store(url)
    assert "secret" not in str(caught.value)


@neo4j_marked
def test_the_password_is_never_shown(store: Neo4jStore, neo4j_url: str) -> None:
    password = urlsplit(neo4j_url).password or ""
    assert password not in store.url
    assert password not in repr(store.info())
    assert store.info().engine.startswith("Neo4j/5")


@neo4j_marked
def test_the_password_can_stand_in_the_environment(
    store: Neo4jStore, neo4j_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = urlsplit(neo4j_url)
    bare = f"{parts.scheme}://{parts.hostname}:{parts.port}"
    with pytest.raises(StoreUnavailable, match="QILIAN_NEO4J_PASSWORD"):
        open_store(bare)
    monkeypatch.setenv("QILIAN_NEO4J_PASSWORD", unquote(parts.password or ""))
    again = open_store(bare)
    assert again.store_id() == store.store_id()
    again.close()


@neo4j_marked
@pytest.mark.parametrize(("version", "age"), [(SCHEMA_VERSION + 1, "newer"), (0, "older")])
def test_another_schema_version_is_refused(
    store: Neo4jStore, session: neo4j.Session, neo4j_url: str, version: int, age: str
) -> None:
    session.run("MATCH (s:Qilian {name: 'store'}) SET s.schema = $v", v=version).consume()
    try:
        with pytest.raises(StoreUnavailable, match=f"schema version {version}, {age}"):
            open_store(neo4j_url)
    finally:
        session.run(
            "MATCH (s:Qilian {name: 'store'}) SET s.schema = $v", v=SCHEMA_VERSION
        ).consume()


@neo4j_marked
def test_foreign_data_is_refused_and_left_alone(
    store: Neo4jStore, session: neo4j.Session, neo4j_url: str
) -> None:
    session.run("MATCH (n) DETACH DELETE n").consume()
    with pytest.raises(StoreUnavailable, match="there is no store here"):
        open_store(neo4j_url, create=False)
    session.run("CREATE (:Film {title: 'Something else'})").consume()
    try:
        with pytest.raises(StoreUnavailable, match="holds data of something else"):
            open_store(neo4j_url)
        assert session.run("MATCH (n) RETURN count(n)").single(strict=True)[0] == 1
    finally:
        store.wipe()


@neo4j_marked
def test_people_see_kinds_as_labels_and_documents_as_relationships(
    store: Neo4jStore, session: neo4j.Session
) -> None:
    load(
        store,
        REGISTER,
        [
            patent_row("P1", ["North"], date="2020-05"),
            patent_row("P2", ["North"]),
            organisation_row("o", "North", region="Gansu", legal_form="university"),
        ],
    )
    found = session.run(
        "MATCH (o:Institute {name: 'North'})-[r:APPLIED_FOR]->(p:Patent) "
        "RETURN o.legalForm, o.region, r.unit, r.date, r.status ORDER BY r.unit"
    ).values()
    assert found == [
        ["university", "Gansu", "register/P1", "2020-05", "observed"],
        ["university", "Gansu", "register/P2", "2020-05-01", "observed"],
    ]


@neo4j_marked
def test_a_kind_that_changes_takes_its_label_along(
    store: Neo4jStore, session: neo4j.Session
) -> None:
    row = organisation_row("1", "North")
    load(store, REGISTER, [row])
    (id_,) = (e.id for e in store.entities_of_kind("Institute"))
    load(store, REGISTER, [organisation_row("1", "North", kind="Agency")])
    assert store.entities([id_])[id_].kind == "Agency"
    (labels,) = session.run("MATCH (e:Entity {id: $id}) RETURN labels(e)", id=id_).values()
    assert sorted(labels[0]) == ["Agency", "Entity"]


@neo4j_marked
def test_a_failed_batch_leaves_nothing(store: Neo4jStore) -> None:
    unit = patent_row("P1", ["North"])

    def half() -> None:
        store.apply(Change(units=[unit], next_order=7))
        assert set(store.units([unit.key])) == {unit.key}
        raise KeyError("in the middle")

    generation = store.generation()
    with pytest.raises(KeyError):
        store.transact(half)
    assert store.units([unit.key]) == {}
    assert (store.generation(), store.next_order()) == (generation, 1)


@neo4j_marked
def test_writers_take_turns(store: Neo4jStore, neo4j_url: str) -> None:
    """Two writers at once number their records without a gap and lose nothing."""

    def write(source: str) -> None:
        mine = Neo4jStore(neo4j_url)
        for at in range(5):
            load(
                mine,
                replace(REGISTER, key=source),
                [patent_row(f"P{at}", [f"North {at}"], source=source)],
            )
        mine.close()

    threads = [threading.Thread(target=write, args=(source,)) for source in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    orders = [row.order for row in store.all_record_rows()]
    assert orders == list(range(1, 21))
    assert store.counts()["Institute"] == 5


@neo4j_marked
def test_values_come_back_as_they_went(store: Neo4jStore) -> None:
    thing = Entity(
        "e1",
        "Project",
        'A "name" \\ with + signs: * ?',
        ("又名",),
        ("doi:10/a b",),
        "",
        {"amount": "5 CNY", "size": 3, "budget": 2.5, "family": 2**70},
    )
    store.transact(lambda: store.apply(Change(entities=[thing], next_order=1)))
    expected = replace(thing, properties=dict(thing.properties) | {"family": str(2**70)})
    assert store.entities(["e1"]) == {"e1": expected}
    assert store.propose("with + signs: * ?") == [expected]
    assert store.propose("又名") == [expected]
    assert store.propose("* ?") == []
    assert store.entities_by_identifier(["doi:10/a b", "doi:10/a"]) == {"doi:10/a b": "e1"}
