"""Networks compared with a count by hand; brokers and communities of graphs known by heart."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from random import Random
from tempfile import TemporaryDirectory

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis import brokers, communities, network
from graph.dates import first_day, last_day
from graph.errors import InvalidRequest
from graph.load import load
from graph.model import Claim, Reading, Record, Source, Unit
from graph.store import Store
from graph.stores import open_store
from tests.builders import REGISTER, evidence, patent_row

SECRET = Source("secret", "Kept back", "confidential", "table")


@dataclass(frozen=True)
class Work:
    """A patent as the oracle sees it."""

    number: int
    owners: tuple[str, ...]
    date: str | None
    secret: bool

    def unit(self) -> Unit:
        source = "secret" if self.secret else "register"
        return patent_row(f"P{self.number}", list(self.owners), date=self.date, source=source)


works = st.lists(
    st.builds(
        Work, st.integers(0, 10_000),
        st.lists(st.sampled_from("ABCDEF"), min_size=1, max_size=4, unique=True).map(
            lambda names: tuple(f"{name} Institute" for name in names)),
        st.sampled_from([None, "2018", "2019-07", "2020-03-05", "2021"]), st.booleans(),
    ),
    max_size=8, unique_by=lambda work: work.number,
)
days = st.sampled_from([None, "2018", "2019-07-31", "2020", "2020-03-05"])


def oracle(
    made: list[Work], *, fractional: bool, since: str | None, until: str | None,
    as_of: str | None, level: int,
) -> dict[frozenset[str], tuple[float, set[str]]]:
    """Pair of names to (weight, documents), counted one work at a time."""
    ties: dict[frozenset[str], tuple[float, set[str]]] = defaultdict(lambda: (0.0, set()))
    for work in made:
        if work.secret and level < 2:
            continue
        day = last_day(work.date) if work.date else None
        if any((since, until, as_of)) and day is None:
            continue
        if since and day < first_day(since) or until and day > last_day(until):
            continue
        if as_of and day >= first_day(as_of):
            continue
        for pair in combinations(work.owners, 2):
            weight, documents = ties[frozenset(pair)]
            share = 1 / (len(work.owners) - 1) if fractional else 1
            ties[frozenset(pair)] = weight + share, documents | {work.unit().key}
    return ties


def ties_of(graph: networkx.Graph) -> dict[frozenset[str], tuple[float, set[str]]]:
    name = dict(graph.nodes(data="name"))
    return {frozenset((name[a], name[b])): (data["weight"], set(data["documents"]))
            for a, b, data in graph.edges(data=True)}


@settings(max_examples=40)
@given(works, st.booleans(), days, days, days, st.sampled_from([0, 2]))
def test_a_network_is_what_one_counts_by_hand(
    made: list[Work], fractional: bool, since: str | None, until: str | None,
    as_of: str | None, level: int,
) -> None:
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        store = open_store(f"sqlite:///{folder}/s.db")
        load(store, REGISTER, [w.unit() for w in made if not w.secret])
        load(store, SECRET, [w.unit() for w in made if w.secret])
        graph = network(
            store, weight="fractional" if fractional else "full", since=since, until=until,
            before=first_day(as_of) if as_of else None, level=level)
        store.close()
    expected = oracle(made, fractional=fractional, since=since, until=until, as_of=as_of,
                      level=level)
    found = ties_of(graph)
    assert found.keys() == expected.keys()
    for pair, (weight, documents) in expected.items():
        assert found[pair] == (pytest.approx(weight, abs=1e-6), documents)


def statement(key: str, first: str, second: str, *, status: str = "observed",
              predicate: str = "COLLABORATES_WITH", kinds: tuple[str, str] = ("Institute",) * 2,
              ) -> Unit:
    """A document that says one thing about two."""
    one = Record(f"register/{key}#1", kinds[0], first)
    two = Record(f"register/{key}#2", kinds[1], second)
    claim = Claim(one.key, predicate, object=two.key, status=status,  # type: ignore[arg-type]
                  evidence=evidence("text"))
    return Unit(f"register/{key}", "register", Reading(key, "t"), date="2020",
                cells={"text": f"{first} and {second}"}, records=(one, two), claims=(claim,))


def test_what_is_said_ties_directly_and_what_is_aimed_at_does_not(store: Store) -> None:
    load(store, REGISTER, [
        statement("1", "Salt Institute", "Li Lab"),
        statement("2", "Li Lab", "Salt Institute"),
        statement("3", "Salt Institute", "Yak Institute", status="target"),
    ])
    assert ties_of(network(store)) == {
        frozenset(("Salt Institute", "Li Lab")): (2.0, {"register/1", "register/2"})}


def test_named_ties_join_those_that_share_an_end(store: Store) -> None:
    field = ("Institute", "Technology")
    load(store, REGISTER, [
        statement("1", "Salt Institute", "nanofiltration", predicate="DEVELOPS", kinds=field),
        statement("2", "Li Lab", "nanofiltration", predicate="DEVELOPS", kinds=field),
        statement("3", "Salt Institute", "Li Lab"),
    ])
    shared = network(store, ties=["DEVELOPS"])
    assert ties_of(shared) == {
        frozenset(("Salt Institute", "Li Lab")): (1.0, {"register/1", "register/2"})}
    both = network(store, nodes=("Institute", "Technology"), ties=["DEVELOPS"])
    assert {both.nodes[n]["kind"] for n in both} == {"Institute", "Technology"}
    assert both.number_of_edges() == 2


def test_only_the_kinds_asked_for_are_nodes_and_share_a_work(store: Store) -> None:
    load(store, REGISTER, [
        patent_row("1", ["Salt Institute", "Li Lab"]),
        patent_row("2", ["Salt Works Co., Ltd."], kind="Enterprise"),
    ])
    graph = network(store, nodes=["Enterprise"])
    assert [graph.nodes[n]["name"] for n in graph] == ["Salt Works Co., Ltd."]
    assert [graph.nodes[n]["works"] for n in graph] == [1]


@pytest.mark.parametrize(("wrong", "says"), [
    ({"nodes": ["Instiute"]}, "Instiute"),
    ({"ties": ["KNOWS"]}, "KNOWS"),
    ({"weight": "half"}, "full or fractional"),
    ({"since": "soon"}, "2021"),
    ({"until": "2020-13"}, "until"),
    ({"nodes": ["Problem"]}, "name edge kinds"),
])
def test_a_question_that_makes_no_sense_says_what_would(
    store: Store, wrong: dict[str, str], says: str
) -> None:
    with pytest.raises(InvalidRequest, match=says):
        network(store, **wrong)  # type: ignore[arg-type]


def test_an_empty_store_gives_an_empty_network(store: Store) -> None:
    graph = network(store)
    assert len(graph) == 0
    assert brokers(graph) == []
    assert communities(graph) == []


def test_the_middle_of_a_chain_is_its_broker() -> None:
    chain = networkx.path_graph(["a", "b", "c", "d", "e"])
    networkx.set_node_attributes(chain, {"c": "The Middle"}, "name")
    first, *others = brokers(chain, limit=3)
    assert (first.id, first.name, first.degree) == ("c", "The Middle", 2)
    assert first.betweenness == pytest.approx(4 / 6)
    assert [broker.id for broker in others] == ["b", "d"]


def test_above_the_limit_a_sample_finds_the_same_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.analysis.EXACT_BETWEENNESS", 100)
    star = networkx.star_graph([f"n{i}" for i in range(300)])
    assert brokers(star, limit=1)[0].id == "n0"
    assert brokers(star) == brokers(star)


@settings(max_examples=15)
@given(st.randoms(use_true_random=False))
def test_the_order_of_a_graph_changes_nothing(chance: Random) -> None:
    graph = networkx.les_miserables_graph()
    edges = [edge if chance.random() < 0.5 else (edge[1], edge[0], edge[2])
             for edge in graph.edges(data=True)]
    chance.shuffle(edges)
    mixed = networkx.Graph(edges)
    view = mixed.subgraph(chance.sample(sorted(mixed), len(mixed)))
    for other in (mixed, view):
        assert communities(other) == communities(graph)
        assert brokers(other) == brokers(graph)


def test_two_cliques_with_a_bridge_are_two_communities() -> None:
    graph = networkx.barbell_graph(5, 0)
    assert communities(graph) == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]]
    assert communities(graph) == communities(graph, seed=7)
