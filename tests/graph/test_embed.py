"""Building vectors: only what is new or changed is encoded, and models are never mixed."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import graph.embed
from graph.dates import first_day
from graph.embed import embed
from graph.embedding import Rows
from graph.errors import StoreUnavailable
from graph.knowledge_graph import KnowledgeGraph
from graph.load import rebuild, retract
from graph.store import Store
from graph.stores import open_store
from graph.vectors import builds, read
from tests.builders import organisation_row
from tests.graph.vectoring import CONFIDENTIAL, Meanings, asking, build, fill, patent, titles


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "vectors" / "store"


def test_all_works_and_nothing_else_are_encoded(store: Store, root: Path) -> None:
    fill(store, patent("1", "Lithium from brine"), patent("2", "Wool of the yak"),
         organisation_row("i", "Salt Institute"))
    seen: list[int] = []
    model = Meanings()
    done = embed(store, root, model, progress=seen.append)
    assert (done.model, done.works, done.encoded, done.unread) == ("meanings", 2, 2, 0)
    assert done.size > 0
    assert sum(seen) == 2
    assert sorted(model.encoded) == ["Lithium from brine", "Wool of the yak"]


def test_abstracts_are_read_too(store: Store, root: Path) -> None:
    row = patent("1", "A method")
    claim = next(c for c in row.claims if c.predicate == "abstract")
    claims = tuple(c for c in row.claims if c is not claim)
    fill(store, replace(row, claims=(*claims, replace(claim, value="Dust is bound."))))
    model = Meanings()
    build(store, root, model)
    assert model.encoded == ["A method\nDust is bound."]


def test_only_what_is_new_or_changed_is_encoded_again(store: Store, root: Path) -> None:
    fill(store, patent("1", "Lithium"), patent("2", "Wool"), patent("3", "Dust"))
    build(store, root)
    model = Meanings()
    assert build(store, root, model).encoded == 0
    fill(store, patent("2", "Yak"), patent("4", "Brine"))
    done = build(store, root, model)
    assert (done.works, done.encoded) == (4, 2)
    assert sorted(model.encoded) == ["Brine", "Yak"]
    found, _ = asking(store, root).similar("yak")
    assert titles(store, found[:1]) == ["Yak"]


def test_the_same_text_is_encoded_once(store: Store, root: Path) -> None:
    fill(store, patent("1", "Lithium"), patent("2", "Lithium"))
    done = build(store, root)
    assert (done.works, done.encoded) == (2, 1)


def test_deriving_everything_again_encodes_nothing(store: Store, root: Path) -> None:
    fill(store, patent("1", "Lithium"), patent("2", "Wool"))
    build(store, root)
    rebuild(store)
    assert build(store, root).encoded == 0
    assert len(asking(store, root)) == 2


def test_removed_works_drop_out(store: Store, root: Path) -> None:
    fill(store, patent("1", "Lithium"))
    fill(store, patent("2", "Lithium", source="secret"), source=CONFIDENTIAL)
    assert build(store, root).works == 2
    retract(store, "secret")
    done = build(store, root)
    assert (done.works, done.encoded) == (1, 0)


def test_a_date_that_changes_moves_the_work(store: Store, root: Path) -> None:
    fill(store, patent("1", "Lithium", date="2010"), patent("2", "Lithium", date="2012"))
    build(store, root)
    fill(store, patent("1", "Lithium", date="2014"))
    assert build(store, root).encoded == 0
    vectors = asking(store, root)
    found, _ = vectors.similar("lithium", before=first_day("2013"))
    assert found == [w.record for w in store.works_since(-1) if w.unit == "register/2"]


def test_works_that_the_model_cannot_read_have_no_vector(store: Store, root: Path) -> None:
    fill(store, patent("1", "Lithium"), patent("2", "高镁盐湖卤水提锂方法"), patent("3", ""))
    done = build(store, root)
    assert (done.works, done.unread) == (1, 2)
    many = Meanings(languages=("en", "zh"), fingerprint="meanings/2")
    assert build(store, root, many).works == 2


def test_another_model_takes_the_place_of_the_former(store: Store, root: Path) -> None:
    fill(store, patent("1", "Lithium"))
    build(store, root)
    [first] = builds(root)
    done = build(store, root, Meanings(name="other", fingerprint="other/1"))
    assert done.encoded == 1
    [second] = builds(root)
    assert first.name[:16] != second.name[:16]
    assert [path.name for path in root.iterdir()] == [second.name]


class Stopping(Meanings):
    """A model on a machine that fails after so many pages."""

    pages = 2

    def encode(self, texts: list[str], *, longest: int) -> Rows:  # type: ignore[override]
        if not self.pages:
            raise OSError("no power")
        self.pages -= 1
        return super().encode(texts, longest=longest)


def test_an_interrupted_build_goes_on_where_it_was(
    store: Store, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graph.embed, "_PAGE", 2)
    monkeypatch.setattr(graph.embed, "_SAVE_SECONDS", 0.0)
    fill(store, *(patent(str(i), f"Lithium {i}") for i in range(6)))
    with pytest.raises(OSError, match="no power"):
        build(store, root, Stopping())
    assert asking(store, root).model == ""  # half of the works is no basis for an answer
    done = build(store, root)
    assert (done.works, done.encoded) == (6, 2)


class Removing(Meanings):
    """A model while which works somebody has the vectors removed."""

    root: Path

    def encode(self, texts: list[str], *, longest: int) -> Rows:  # type: ignore[override]
        rows = super().encode(texts, longest=longest)
        shutil.rmtree(self.root)
        return rows


def test_a_build_does_not_bring_back_what_was_removed_meanwhile(store: Store, root: Path) -> None:
    fill(store, patent("1", "Lithium"))
    model = Removing()
    model.root = root
    with pytest.raises(StoreUnavailable, match="build again"):
        build(store, root, model)
    assert not root.exists()


def test_damage_is_mended_by_the_next_build(store: Store, root: Path) -> None:
    fill(store, patent("1", "Lithium"))
    build(store, root)
    [folder] = builds(root)
    rows = bytearray((folder / "rows.npy").read_bytes())
    rows[-1] ^= 0xFF
    (folder / "rows.npy").write_bytes(bytes(rows))
    assert read(folder) is None
    assert asking(store, root).similar("lithium")[0] == []
    assert build(store, root).encoded == 1
    assert len(asking(store, root)) == 1


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["lithium", "wool", "dust", ""]))))
def test_step_by_step_is_as_all_at_once(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, str]]
) -> None:
    folder = tmp_path_factory.mktemp("steps")
    store = open_store(f"sqlite:///{folder}/s.db")
    for number, words in steps:
        fill(store, patent(str(number), words, date=f"20{10 + number}"))
        build(store, folder / "v" / "by-steps")
    build(store, folder / "v" / "by-steps")
    build(store, folder / "v" / "at-once")
    stepwise, whole = (read(builds(folder / "v" / way)[0]) for way in ("by-steps", "at-once"))
    assert stepwise is not None
    assert whole is not None
    assert stepwise.records == whole.records
    assert np.array_equal(stepwise.rows, whole.rows)
    assert np.array_equal(stepwise.day, whole.day)
    store.close()


def test_a_graph_builds_uses_and_removes_its_vectors(store: Store, tmp_path: Path) -> None:
    fill(store, patent("1", "Lithium"), patent("2", "Wool"))
    kg = KnowledgeGraph(store, cache=tmp_path / "cache")
    assert kg.vectors.model == ""
    assert kg.embed(Meanings()).works == 2
    assert kg.vectors.model == "meanings"
    assert titles(store, kg.vectors.similar("battery")[0][:1]) == ["Lithium"]
    assert kg.embed("none").works == 0
    assert kg.vectors.model == ""
    assert kg.vectors.similar("battery")[0] == []


def test_forgetting_a_person_removes_the_vectors(store: Store, tmp_path: Path) -> None:
    person = organisation_row("p", "Zhorxun Qamdo", kind="Person")
    fill(store, patent("1", "Lithium"), person)
    kg = KnowledgeGraph(store, cache=tmp_path / "cache")
    kg.embed(Meanings())
    kg.forget("Zhorxun Qamdo")
    assert kg.vectors.model == ""
    assert not list((tmp_path / "cache" / "vectors").rglob("*.npy"))
