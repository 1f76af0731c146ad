"""Asking vectors: as of a day, for a reader's level, exactly, from several processes."""

from __future__ import annotations

import multiprocessing
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.dates import first_day
from graph.errors import StoreUnavailable
from graph.load import load, retract
from graph.store import Store
from graph.stores import open_store
from graph.vectors import Vectors, fused
from tests.graph.vectoring import CONFIDENTIAL, Meanings, asking, build, fill, patent, titles


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "vectors" / "store"


def test_nearest_works_come_first_and_words_need_not_be_shared(store: Store, root: Path) -> None:
    fill(store, patent("1", "Wool of the yak"), patent("2", "Lithium from salt"),
         patent("3", "Lithium"))
    build(store, root)
    records, cosines = asking(store, root).similar("battery")
    assert titles(store, records) == ["Lithium", "Lithium from salt", "Wool of the yak"]
    assert cosines.tolist() == sorted(cosines, reverse=True)
    assert cosines[0] == pytest.approx(1.0)
    assert cosines[2] == 0.0


def test_at_most_so_many_and_ties_by_record(store: Store, root: Path) -> None:
    fill(store, *(patent(str(i), "Lithium", date=f"20{10 + i}") for i in range(6)),
         patent("w", "Wool"))
    build(store, root)
    records, cosines = asking(store, root).similar("lithium", limit=4)
    same = [w.record for w in store.works_since(-1) if w.unit != "register/w"]
    assert records == sorted(same)[:4]
    assert len(cosines) == 4


def test_only_what_was_public_before_the_day(store: Store, root: Path) -> None:
    fill(store, patent("1", "Lithium one", date="2015-06-01"),
         patent("2", "Lithium two", date="2016"), patent("3", "Lithium three", date=None))
    build(store, root)
    vectors = asking(store, root)
    for day, wanted in (("2015-06-01", []), ("2015-06-02", ["one"]), ("2016-12-31", ["one"]),
                        ("2017-01-01", ["one", "two"])):
        found, _ = vectors.similar("lithium", before=first_day(day))
        assert sorted(titles(store, found)) == [f"Lithium {word}" for word in wanted]
    assert len(vectors.similar("lithium")[0]) == 3


def test_nothing_later_changes_a_cosine(store: Store, root: Path) -> None:
    fill(store, patent("1", "Lithium from brine", date="2012"),
         patent("2", "Salt and wool", date="2013"))
    build(store, root)
    before = first_day("2014")
    records, cosines = asking(store, root).similar("battery brine", before=before)
    fill(store, *(patent(f"later{i}", "Battery brine", date="2015") for i in range(40)))
    build(store, root)
    again, same = asking(store, root).similar("battery brine", before=before)
    assert again == records
    assert same.tolist() == cosines.tolist()


def test_each_reader_finds_what_it_may_see(store: Store, root: Path) -> None:
    fill(store, patent("1", "Lithium"))
    inner = replace(CONFIDENTIAL, key="inner", visibility="internal")
    fill(store, patent("2", "Lithium two", source="inner"), source=inner)
    fill(store, patent("3", "Lithium three", source="secret"), source=CONFIDENTIAL)
    build(store, root)
    everything, _ = asking(store, root).similar("lithium")
    for level in range(3):
        vectors = asking(store, root, level=level)
        found, _ = vectors.similar("lithium")
        assert len(vectors) == len(found) == level + 1
        hidden = [record for record in everything if record not in found]
        assert np.isnan(vectors.cosines("lithium", hidden)).all()


def test_a_source_that_becomes_confidential_is_not_found_any_more(
    store: Store, root: Path
) -> None:
    fill(store, patent("1", "Lithium"))
    build(store, root)
    public = asking(store, root, level=0)
    assert len(public.similar("lithium")[0]) == 1
    load(store, replace(CONFIDENTIAL, key="register"), [patent("1", "Lithium")])
    assert public.similar("lithium")[0] == []
    build(store, root)
    assert public.similar("lithium")[0] == []


def test_former_words_and_removed_works_are_not_found(store: Store, root: Path) -> None:
    fill(store, patent("1", "Lithium"), patent("2", "Wool"))
    fill(store, patent("3", "Lithium", source="secret"), source=CONFIDENTIAL)
    build(store, root)
    vectors = asking(store, root)
    assert (len(vectors), vectors.behind) == (3, 0)
    fill(store, patent("1", "Dust"))
    retract(store, "secret")
    assert (len(vectors), vectors.behind) == (1, 2)
    assert titles(store, vectors.similar("lithium")[0]) == ["Wool"]
    build(store, root)
    assert (len(vectors), vectors.behind) == (2, 0)


def test_cosines_of_named_works(store: Store, root: Path) -> None:
    fill(store, patent("1", "Lithium"), patent("2", "Wool"))
    build(store, root)
    vectors = asking(store, root)
    records, cosines = vectors.similar("lithium wool battery")
    asked = [records[1], "nobody", records[0]]
    found = vectors.cosines("lithium wool battery", asked)
    assert found[[0, 2]].tolist() == [cosines[1], cosines[0]]
    assert np.isnan(found[1])


def test_a_question_in_a_language_that_the_model_does_not_know(store: Store, root: Path) -> None:
    fill(store, patent("1", "Lithium from brine"))
    build(store, root)
    vectors = asking(store, root)
    assert vectors.similar("高镁盐湖卤水中如何提取")[0] == []
    assert vectors.similar("  ")[0] == []
    records, _ = vectors.similar("brine (卤水)")
    assert np.isnan(vectors.cosines("卤水", records)).all()
    assert not np.isnan(vectors.cosines("brine (卤水)", records)).any()


def test_without_a_build_nothing_is_found(store: Store, root: Path) -> None:
    fill(store, patent("1", "Lithium"))
    vectors = Vectors(store, root)
    assert (vectors.model, vectors.state, len(vectors), vectors.behind) == ("", "", 0, 0)
    assert vectors.similar("lithium")[0] == []
    assert np.isnan(vectors.cosines("lithium", ["a"])).all()


def test_another_version_of_the_model_is_refused(store: Store, root: Path) -> None:
    fill(store, patent("1", "Lithium"))
    build(store, root)
    other = asking(store, root, model=Meanings(fingerprint="meanings/2"))
    with pytest.raises(StoreUnavailable, match="another version of the model meanings"):
        other.similar("lithium")


def test_a_model_that_is_not_here_is_named(store: Store, root: Path) -> None:
    fill(store, patent("1", "Lithium"))
    build(store, root)
    with pytest.raises(StoreUnavailable, match="'meanings' is no model.*--model none"):
        Vectors(store, root).similar("lithium")


def test_the_state_tells_builds_apart(store: Store, root: Path) -> None:
    fill(store, patent("1", "Lithium"))
    build(store, root)
    vectors = asking(store, root)
    first = vectors.state
    assert first == vectors.state != ""
    fill(store, patent("2", "Wool"))
    build(store, root)
    assert vectors.state != first


def test_discarding(store: Store, root: Path) -> None:
    fill(store, patent("1", "Lithium"))
    build(store, root)
    vectors, other = asking(store, root), asking(store, root)
    assert other.similar("lithium")[0]
    vectors.discard()
    assert not root.exists()
    assert vectors.similar("lithium")[0] == other.similar("lithium")[0] == []


def test_an_older_copy_of_the_store_is_not_answered_by_newer_vectors(
    store: Store, root: Path, tmp_path: Path
) -> None:
    fill(store, patent("1", "Lithium"), patent("2", "Wool"))
    fill(store, patent("3", "Dust"))
    build(store, root)
    older = open_store(f"sqlite:///{tmp_path}/older.db")
    fill(older, patent("1", "Lithium"))
    assert asking(older, root).similar("lithium")[0] == []
    older.close()


@cache
def _opened(url: str, root: Path) -> Vectors:
    return asking(open_store(url), root)


def _found(asked: tuple[str, Path, str]) -> tuple[list[str], str]:
    """What another process finds; it keeps its store and vectors open from call to call."""
    url, root, text = asked
    vectors = _opened(url, root)
    return vectors.similar(text)[0], vectors.state


def test_processes_read_at_the_same_time_and_see_each_build(store: Store, root: Path) -> None:
    fill(store, patent("1", "Lithium"))
    build(store, root)
    url = store.info().url
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        first = pool.map(_found, [(url, root, "lithium")] * 6, chunksize=1)
        fill(store, patent("2", "Lithium two"))
        build(store, root)
        second = pool.map(_found, [(url, root, "lithium")] * 6, chunksize=1)
    own = asking(store, root)
    assert {len(records) for records, _ in first} == {1}
    assert {state for _, state in second} == {own.state}
    assert all(records == own.similar("lithium")[0] for records, _ in second)


numbers = st.floats(0, 1, allow_subnormal=False)


@given(st.lists(st.tuples(numbers, st.floats(-1, 1) | st.just(float("nan"))), max_size=8))
def test_fusing_is_a_weighted_sum_of_shares_of_the_best(
    pairs: list[tuple[float, float]]
) -> None:
    lexical, cosines = [p[0] for p in pairs], [p[1] for p in pairs]
    scores = fused(lexical, cosines)
    assert len(scores) == len(pairs)
    assert all(0 <= score <= 1 + 1e-12 for score in scores)
    for i, first in enumerate(pairs):
        for j, second in enumerate(pairs):
            if first[0] >= second[0] and first[1] >= second[1]:
                assert scores[i] >= scores[j] - 1e-12


def test_fusing_by_hand() -> None:
    nan = float("nan")
    assert fused([4, 2, 0], [0.4, 0.8, nan], weight=0.35).tolist() == pytest.approx(
        [0.825, 0.675, 0.0])
    assert fused([4, 2], [nan, nan]).tolist() == [1.0, 0.5]
    assert fused([4, 2], [0.1, 0.9], weight=0).tolist() == [1.0, 0.5]
    assert fused([], []).tolist() == []


def test_texts_to_be_compared_with_each_other(store: Store, root: Path) -> None:
    vectors = asking(store, root)
    assert vectors.encoded(["lithium", "wool"]).shape == (2, 0)
    fill(store, patent("1", "Lithium"))
    build(store, root)
    rows = asking(store, root).encoded(["lithium", "battery", "卤水", "wool"])
    assert rows[0] @ rows[1] == pytest.approx(1.0)
    assert rows[0] @ rows[3] == 0.0
    assert not rows[2].any()
