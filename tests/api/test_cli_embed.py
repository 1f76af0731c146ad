"""`qilian embed` on the command line: built, brought up to date, removed, and what goes wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import qilian
from tests.api.command_line import ok, run, small_store
from tests.graph.embedding.tiny_onnx import write_model


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("QILIAN_CACHE", str(tmp_path / "cache"))
    return small_store(tmp_path)


@pytest.fixture
def model(tmp_path: Path) -> str:
    for needed in ("onnxruntime", "tokenizers"):
        pytest.importorskip(
            needed, reason="the extra embed is not installed", exc_type=ImportError
        )
    write_model(tmp_path / "model")
    return str(tmp_path / "model")


def test_vectors_are_built_and_used_by_the_next_process(store: str, model: str) -> None:
    said = ok("embed", "--model", model, store=store)
    assert said.startswith(f"3 works have vectors by {model}, 3 encoded in ")
    with qilian.open(store) as kg:
        assert kg.vectors.model == model
        assert len(kg.vectors.similar("lithium")[0]) == 3
    again = json.loads(ok("embed", "--model", model, "--json", store=store))
    assert (again["works"], again["encoded"], again["unread"]) == (3, 0, 0)


def test_vectors_are_removed(store: str, model: str) -> None:
    ok("embed", "--model", model, store=store)
    assert "the vectors are removed" in ok("embed", "--model", "none", store=store)
    with qilian.open(store) as kg:
        assert kg.vectors.model == ""


def test_a_name_that_is_no_model(store: str) -> None:
    failed = run("embed", "--model", "minilmm", store=store)
    assert failed.exit_code == 2
    assert "'minilmm' is no model: choose from minilm, multilingual, static, none" in failed.output


def test_a_folder_without_a_model(store: str, model: str, tmp_path: Path) -> None:
    failed = run("embed", "--model", str(tmp_path), store=store)
    assert failed.exit_code == 3
    assert "a model's folder holds" in failed.output
