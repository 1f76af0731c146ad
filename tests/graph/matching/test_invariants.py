"""What holds of every answer, whatever was loaded: sums, repetition, order, days, one more work."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qilian
from graph.errors import InvalidRequest
from graph.load import load
from graph.matching.features import Known, closest_meaning, closest_works
from graph.matching.owners import owned_works
from graph.matching.results import MatchResult
from graph.matching.weights import AGAINST, HAND_SET, KIND, NAME, Weights, written
from graph.model import Claim, Unit, digest
from graph.search import Hits
from graph.stores import open_store
from tests.builders import REGISTER, edge_row, evidence, organisation_row, patent_row
from tests.graph.vectoring import Meanings

WORDS = ("lithium", "brine", "wool", "dust", "membrane", "boron", "salt", "resin", "pump", "yak")
CODES = ("H01M 10/54", "C22B 26/12", "B01D 61/02", "H01M 4/04")
INSTITUTES = tuple(f"Institute of {name}" for name in ("Alders", "Birches", "Cedars"))
ENTERPRISES = tuple(f"{name} Works Co., Ltd." for name in ("Dale", "Elm", "Fen"))
AS_OF = "2015"
TRAINED = Weights({**HAND_SET, "whole_record": 0.1, "size": -2.0, "idle_years": 0.0}, "2010", 50)
few = settings(max_examples=25)
Answers = dict[str, MatchResult | str]

words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)
needs = words.map("A better way is wanted for {}".format)
"""In words: what is exactly a thing's name asks about the thing, whenever that was named."""


def days(first: int, last: int) -> st.SearchStrategy[str]:
    return st.builds("{}-{:02}".format, st.integers(first, last), st.integers(1, 12))


def works(first: int, last: int, series: str) -> st.SearchStrategy[list[Unit]]:
    """Patents of these years, with codes, of one or two owners; needs of enterprises among them."""
    patents = st.builds(
        _patent, days(first, last), words, words, st.sampled_from(CODES),
        st.lists(st.sampled_from(INSTITUTES + ENTERPRISES), min_size=1, max_size=2, unique=True))
    stated = st.builds(_statement, days(first, last), words, st.sampled_from(ENTERPRISES))
    return st.lists(st.one_of(patents, patents, stated), min_size=1, max_size=12).map(
        lambda made: [_numbered(unit, f"{series}{i}") for i, unit in enumerate(made)])


def _patent(date: str, title: str, text: str, code: str, owners: list[str]) -> Unit:
    unit = patent_row("X", owners, title=title, abstract=text, date=date)
    coded = Claim(unit.key, "codes", value=code, evidence=evidence("codes", code))
    records = tuple(replace(r, kind="Enterprise") if r.name in ENTERPRISES else r
                    for r in unit.records)
    return replace(unit, cells={**unit.cells, "codes": code}, records=records,
                   claims=(*unit.claims, coded))


def _statement(date: str, title: str, holder: str) -> Unit:
    return edge_row("X", ("Enterprise", holder), "HAS_PROBLEM", ("Problem", f"Need of {title}"),
                    text=f"{title} is wanted", date=date)


def _numbered(unit: Unit, number: str) -> Unit:
    """The unit under another key; a patent under another number."""
    key = f"{REGISTER.key}/{number}"

    def renamed(text: str) -> str:
        return text.replace(unit.key, key, 1)

    return replace(
        unit, key=key, reading=replace(unit.reading, content=digest(unit.reading.content, number)),
        records=tuple(replace(r, key=renamed(r.key), identifiers=tuple(
            i.replace("patent:X", f"patent:{number}") for i in r.identifiers))
            for r in unit.records),
        claims=tuple(replace(c, subject=renamed(c.subject), object=c.object and renamed(c.object))
                     for c in unit.claims))


def organisations() -> list[Unit]:
    """Who they are is known from the start, so that later works leave the clusters as they are."""
    made = [organisation_row(f"i{i}", name, region="North") for i, name in enumerate(INSTITUTES)]
    for i, name in enumerate(ENTERPRISES):
        made.append(organisation_row(f"e{i}", name, kind="Enterprise", region="North"))
        made.append(edge_row(f"f{i}", ("Enterprise", name), "OPERATES_IN", ("Industry", "Brine")))
    return made


@contextmanager
def graph_of(*batches: Sequence[Unit]) -> Iterator[qilian.KnowledgeGraph]:
    """A graph of units, loaded batch by batch."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        store = open_store(f"sqlite:///{folder}/s.db")
        with qilian.KnowledgeGraph(store, cache=Path(folder)) as kg:
            for batch in filter(None, batches):
                assert load(store, REGISTER, batch).rejected == []
            yield kg


def asked(kg: qilian.KnowledgeGraph, need: str, as_of: str | None = None) -> Answers:
    """Every question's answer, or why it has none, but for the store's generation."""
    firm, institute = ENTERPRISES[0], INSTITUTES[0]
    questions: dict[str, Callable[[], MatchResult]] = {
        "match": lambda: kg.match(need, as_of=as_of, limit=20),
        "by codes": lambda: kg.match(need, as_of=as_of, codes=CODES[:2], small_first=True),
        "partners": lambda: kg.partners(firm, as_of=as_of),
        "licensees": lambda: kg.licensees(need, as_of=as_of),
        "served": lambda: kg.served(institute, as_of=as_of),
        "similar": lambda: kg.similar(institute, as_of=as_of),
    }
    found: Answers = {}
    for name, question in questions.items():
        try:
            found[name] = replace(question(), generation=0)
        except InvalidRequest as err:
            found[name] = str(err)
    return found


@few
@given(works(2000, 2024, "P"), needs)
def test_the_parts_of_every_candidate_add_up(made: list[Unit], need: str) -> None:
    with graph_of(organisations(), made) as kg:
        kg.embed(Meanings())
        for name, answer in asked(kg, need).items():
            for candidate in answer.ranked if isinstance(answer, MatchResult) else ():
                added = math.fsum(part.value for part in candidate.parts)
                assert candidate.score == pytest.approx(added, abs=2e-6), name
                assert candidate.score == round(candidate.score, 6)
        ranked = kg.match(need, limit=20).ranked
        assert all((a.score, b.id) >= (b.score, a.id) for a, b in pairwise(ranked))


@few
@given(works(2000, 2024, "P"), needs, st.randoms(use_true_random=False))
def test_asked_again_and_after_another_order_of_loading_answers_are_equal(
    made: list[Unit], need: str, chance: object
) -> None:
    first = organisations()
    with graph_of(first, made) as kg:
        once = asked(kg, need)
        assert asked(kg, need) == once
        assert asked(kg, need, AS_OF) == asked(kg, need, AS_OF)
    chance.shuffle(made)  # type: ignore[attr-defined]
    half = len(made) // 2
    with graph_of(made[:half], first, made[half:]) as kg:
        again = asked(kg, need)
    for name, answer in once.items():
        assert told(again[name]) == told(answer), name


def told(answer: MatchResult | str) -> object:
    """What an answer says by names: ids are of the order in which things came."""
    if isinstance(answer, str):
        return answer
    return answer.convincing, sorted(
        (-c.score, c.name, [(p.name, p.value) for p in c.parts]) for c in answer.ranked)


ASK_IN_ANOTHER = """
import pickle, sys
from pathlib import Path
import qilian
from graph.stores import open_store
from tests.graph.matching.test_invariants import asked
kg = qilian.KnowledgeGraph(open_store(sys.argv[1]), cache=Path(sys.argv[2]))
sys.stdout.buffer.write(pickle.dumps(asked(kg, sys.argv[3])))
"""


@pytest.mark.parametrize("seed", ["1", "2"])
def test_another_process_gives_the_same_answers(seed: str, tmp_path: Path) -> None:
    import pickle

    made = [_numbered(_patent(f"{2000 + i}-05", WORDS[i % 10], " ".join(WORDS[i % 7 :]),
                              CODES[i % 4], [(INSTITUTES + ENTERPRISES)[i % 6]]), f"P{i}")
            for i in range(20)]
    with graph_of(organisations(), made) as kg:
        here = asked(kg, "lithium brine membrane")
        answered = subprocess.run(
            [sys.executable, "-c", ASK_IN_ANOTHER, kg.store.info().url, str(tmp_path),
             "lithium brine membrane"],
            capture_output=True, check=True, cwd=Path(__file__).parents[3],
            env={**os.environ, "PYTHONHASHSEED": seed})
    assert pickle.loads(answered.stdout) == here


@few
@given(works(2000, 2014, "P"), works(2015, 2024, "Q"), needs, st.booleans())
def test_what_came_later_never_changes_an_earlier_answer(
    early: list[Unit], late: list[Unit], need: str, trained: bool
) -> None:
    with graph_of(organisations(), early) as kg:
        if trained:
            kg.store.save(KIND, NAME, written(TRAINED))
        kg.embed(Meanings())
        before = asked(kg, need, AS_OF)
        load(kg.store, REGISTER, late)
        without_vectors = asked(kg, need, AS_OF)
        kg.embed(Meanings())
        assert asked(kg, need, AS_OF) == before
        assert without_vectors == before


@few
@given(works(2000, 2024, "P"), needs)
def test_weights_are_not_used_before_the_works_they_know(made: list[Unit], need: str) -> None:
    with graph_of(organisations(), made) as kg:
        by_hand = {day: asked(kg, need, day) for day in ("2009-12", "2010")}
        kg.store.save(KIND, NAME, written(TRAINED))
        for name, answer in asked(kg, need, "2009-12").items():
            plain = by_hand["2009-12"][name]
            if name in ("match", "by codes"):
                assert isinstance(answer, MatchResult)
                assert any("set by hand" in note for note in answer.notes)
            assert told(answer) == told(plain), name
        answer = kg.match(need, as_of="2010", limit=20)
        assert not any("set by hand" in note for note in answer.notes)
        for candidate in answer.ranked:
            parts = {p.name: p.value for p in candidate.parts}
            assert parts["idle_years"] == 0


scores = st.floats(0.01, 50)
shares = st.sampled_from([1.0, 0.5, 0.25])
listed = st.lists(st.tuples(scores, st.integers(720000, 738000), shares, st.floats(0, 1)),
                  min_size=1, max_size=12)


@given(listed, st.floats(1, 2), st.integers(0, 4000), st.sampled_from([1.0, 0.5]))
def test_one_more_work_at_least_as_near_and_recent_never_lowers_the_document_part(
    held: list[tuple[float, int, float, float]], nearer: float, later: int, meant: float
) -> None:
    anchor = 738000
    own = owned_works(_hits(held), anchor)["o"]
    best = own[0]
    place = int(best.record[1:])
    score, day, share, _ = held[place]
    more = (score * nearer, min(day + later, anchor), min(1.0, share * nearer), meant)
    after = owned_works(_hits([*held, more]), anchor)["o"]
    assert document_part(after) >= document_part(own) - 1e-9


def _hits(held: list[tuple[float, int, float, float]]) -> Hits:
    names = [f"r{i:03}" for i in range(len(held))]
    return Hits(names, [f"e{n}" for n in names], [h[1] for h in held], [h[0] for h in held],
                [(("o", h[2]),) for h in held], most=100.0, meant=[h[3] for h in held])


def document_part(works: list) -> float:  # type: ignore[type-arg]
    """What an owner's works count by words and meaning, each point as much."""
    known = Known("o", 100.0, None, works)
    return closest_works(known) + closest_meaning(known)


# --- training -----------------------------------------------------------------------------------


def taught(number: int = 260) -> list[Unit]:
    """Institutes that each keep to a field of their own, over some years."""
    made = []
    for i in range(number):
        field = i % 4
        kept = [WORDS[(field * 2 + j) % 10] for j in range(3)] * 6
        drawn = [WORDS[(i * 7 + j * j * (i % 5 + 1)) % 10] for j in range(18)]
        made.append(patent_row(
            f"T{i}", [f"Institute {'ABCD'[field]}"], title=f"{kept[0]} {drawn[1]} {i}",
            abstract=" ".join([*kept, *drawn]), date=f"{2000 + i // 20}-{i % 12 + 1:02}"))
    return made


@pytest.fixture(scope="module")
def learned() -> Iterator[qilian.KnowledgeGraph]:
    with graph_of(taught()) as kg:
        yield kg


def test_training_is_repeatable_and_keeps_to_the_allowed_directions(
    learned: qilian.KnowledgeGraph,
) -> None:
    weights = learned.train(needs=100, keep=False)
    assert weights == learned.train(needs=100, keep=False)
    assert weights.values.keys() == HAND_SET.keys()
    for name, value in weights.values.items():
        assert value <= 0 if name in AGAINST else value >= 0, name
    assert weights.of("stated_fields") == HAND_SET["stated_fields"]
    early = learned.train(before="2010", needs=100, keep=False)
    assert early.before == "2010-01-01"
    assert learned.store.saved_thing(KIND, NAME) is None


def test_weights_before_a_day_do_not_know_what_came_later() -> None:
    with graph_of([u for u in taught() if (u.date or "") < "2010"]) as kg:
        before = kg.train(before="2010", needs=100, keep=False)
        load(kg.store, REGISTER, [u for u in taught() if (u.date or "") >= "2010"])
        assert kg.train(before="2010", needs=100, keep=False) == before


def test_too_few_works_teach_nothing() -> None:
    with graph_of(taught(30)) as kg, pytest.raises(InvalidRequest, match="at least 40 are needed"):
        kg.train()
    with graph_of() as kg, pytest.raises(InvalidRequest, match="at least 40 are needed"):
        kg.train()


def test_weights_are_kept_backed_up_copied_and_taken_back(tmp_path: Path) -> None:
    with graph_of(taught()) as kg:
        plain = kg.match("lithium brine wool")
        weights = kg.train(needs=100)
        trained = kg.match("lithium brine wool")
        assert trained.ranked[0].parts != plain.ranked[0].parts
        kg.backup(tmp_path / "backup.jsonl.gz")
        with graph_of() as other, graph_of() as third:
            other.restore(tmp_path / "backup.jsonl.gz")
            kg.copy_to(third)
            kept = {g.store.saved_thing(KIND, NAME) for g in (kg, other, third)}
            assert kept == {written(weights)}
            assert told(other.match("lithium brine wool")) == told(trained)
        kg.untrain()
        assert replace(kg.match("lithium brine wool"), generation=0) == replace(
            plain, generation=0)


def test_confidence_is_a_share_and_shown_only_where_calibrated(
    learned: qilian.KnowledgeGraph,
) -> None:
    assert {c.confidence for c in learned.match("lithium brine").ranked} == {None}
    weights = learned.train(needs=200)
    assert weights.calibration is None or weights.calibration.slope >= 0
    for need in ("lithium brine", "wool yak pump", "dust"):
        sure = [c.confidence for c in learned.match(need).ranked]
        if weights.calibration is None:
            assert set(sure) == {None}
        else:
            assert all(c is not None and 0 <= c <= 1 for c in sure)
            assert sure == sorted(sure, key=lambda c: -(c or 0))
    learned.untrain()
    assert {c.confidence for c in learned.match("lithium brine").ranked} == {None}
