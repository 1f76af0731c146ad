"""A real server answers a hundred needs of the sample, and its other questions, as a file does;
and `why_not` agrees with the answers that it explains."""

from __future__ import annotations

import csv
import random
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

import ingest
import qilian
from graph.errors import InvalidRequest
from graph.matching.results import MatchResult
from graph.stores import open_store

SAMPLE = Path(ingest.__file__).parent / "sample"
TABLES = [p for p in sorted(SAMPLE.glob("*.csv")) if p.name != "participants.csv"]
DEMO = tomllib.loads((files("api.commands") / "demo.toml").read_text(encoding="utf-8"))
SHOWN = 10


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[qilian.KnowledgeGraph]:
    """The sample in a file."""
    folder = tmp_path_factory.mktemp("plain")
    with qilian.KnowledgeGraph(open_store(f"sqlite:///{folder}/s.db"), cache=folder) as kg:
        assert kg.ingest(*TABLES).failed == []
        yield kg


@pytest.fixture(scope="module")
def served(
    neo4j_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[qilian.KnowledgeGraph]:
    """The sample in a server, loaded once."""
    from graph.stores.neo4j_store.store import Neo4jStore

    store = open_store(neo4j_url)
    assert isinstance(store, Neo4jStore)
    store.wipe()
    with qilian.KnowledgeGraph(store, cache=tmp_path_factory.mktemp("served")) as kg:
        assert kg.ingest(*TABLES).failed == []
        yield kg


def stated() -> list[tuple[str, str]]:
    """Titles and texts of the sample's needs."""
    with (SAMPLE / "needs.csv").open(encoding="utf-8", newline="") as file:
        return [(row["title"], row["text"]) for row in csv.DictReader(file)]


def needs() -> list[tuple[str, str]]:
    """A hundred: the stated ones, and texts of works drawn from the registers."""
    works = []
    for name in ("patents", "projects", "publications", "achievements"):
        with (SAMPLE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                text = row.get("abstract") or row.get("text") or row.get("description") or ""
                works.append((row.get("title") or row.get("name") or "", text))
    listed = stated()
    return listed + random.Random(5).sample([w for w in works if all(w)], 100 - len(listed))


@pytest.mark.neo4j
def test_a_hundred_needs_have_the_same_answer(
    plain: qilian.KnowledgeGraph, served: qilian.KnowledgeGraph
) -> None:
    asked = needs()
    assert len(set(asked)) == 100
    for i, (title, text) in enumerate(asked):
        as_of = (None, "2022", "2019-06")[i % 3]
        answer = served.match(text, title=title, as_of=as_of)
        assert plain_of(answer) == plain_of(plain.match(text, title=title, as_of=as_of)), title


@pytest.mark.neo4j
def test_the_other_questions_have_the_same_answer(
    plain: qilian.KnowledgeGraph, served: qilian.KnowledgeGraph
) -> None:
    firms = sorted(e.name for e in plain.store.entities_of_kind("Enterprise"))[::8]
    institutes = sorted(e.name for e in plain.store.entities_of_kind("Institute"))[::8]
    asked = [("partners", firm) for firm in firms]
    asked += [(question, name) for name in institutes for question in ("served", "similar")]
    asked += [("licensees", text) for _, text in needs()[20:30]]
    for question, about in asked:
        assert tried(served, question, about) == tried(plain, question, about), (question, about)


def tried(kg: qilian.KnowledgeGraph, question: str, about: str) -> MatchResult | str:
    try:
        return plain_of(getattr(kg, question)(about))
    except InvalidRequest as err:
        return str(err)


def plain_of(answer: MatchResult) -> MatchResult:
    """The answer without the state of the store, which counts what was written."""
    return replace(answer, generation=0)


@pytest.mark.parametrize(
    "need", [title for title, _ in stated()] + [DEMO["asked"], DEMO["next"]["need"]])
def test_why_not_agrees_with_the_answer(plain: qilian.KnowledgeGraph, need: str) -> None:
    answer = plain.match(need, limit=100)
    assert answer.ranked
    leader = answer.ranked[0]
    for candidate in (*answer.ranked[:SHOWN], answer.ranked[-1]):
        why = plain.why_not(need, candidate.id)
        assert (why.rank, why.score, why.parts) == (
            candidate.rank, candidate.score, candidate.parts)
        assert why.leader is not None
        assert why.leader.id == leader.id
        assert bool(why.lacking) == (candidate.rank > 1), candidate.name
    told = {c.id for c in answer.ranked}
    for name in (DEMO["not_first"], DEMO["next"]["organisation"]):
        why = plain.why_not(need, name)
        assert (why.rank is None) <= (why.organisation.id not in told)
        assert why.rank == 1 or why.lacking
