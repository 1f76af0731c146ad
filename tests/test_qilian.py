"""The one module that people import."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import qilian

ROOT = Path(qilian.__file__).parent


def test_a_first_answer_in_four_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QILIAN_CACHE", str(tmp_path / "cache"))
    with qilian.open(f"sqlite:///{tmp_path}/try.db") as kg:
        report = kg.ingest(*qilian.sample())
        assert report.ok
        assert kg.ingest(*qilian.sample()).unchanged == report.new
        result = kg.match("deep removal of boron from lithium carbonate")
        assert result[0].name == "Tsoring Institute of Ion-Exchange Materials"
        network = kg.network(nodes=["Institute"])
        assert qilian.brokers(network, limit=1)[0].id in network
        assert {node for group in qilian.communities(network) for node in group} == set(network)


def test_one_table_by_path_text_or_frame(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    path = next(path for path in qilian.sample() if path.name == "institutes.csv")
    frame = pandas.read_csv(path, dtype=str, keep_default_na=False)
    counts = []
    for number, thing in enumerate((path, str(path), frame)):
        with qilian.open(f"{tmp_path}/{number}.db") as kg:
            assert kg.ingest(thing, mapping="institutes", source="institutes").ok
            counts.append(kg.status().counts)
    assert counts[0]["Institute"] == 25
    assert counts[0] == counts[1] == counts[2]


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    with qilian.open(f"{tmp_path}/dry.db") as kg:
        report = kg.ingest(qilian.sample()[0], dry_run=True)
        assert report.units > 0
        assert list(kg.store.unit_keys()) == []


def test_a_reader_of_a_lower_level_sees_less(tmp_path: Path) -> None:
    with qilian.open(f"{tmp_path}/levels.db") as kg:
        institutes = next(path for path in qilian.sample() if path.name == "institutes.csv")
        kg.ingest(institutes, visibility="internal")
        assert kg.find("University of Technology")
        assert kg.seen_by(0).find("University of Technology") == []
        assert isinstance(kg.seen_by(0), qilian.KnowledgeGraph)
    with qilian.open(f"{tmp_path}/levels.db", level=0) as kg:
        assert kg.find("University of Technology") == []


def test_facts_of_a_document_without_a_store() -> None:
    article = sorted(qilian.sample()[-1].glob("*.txt"))[0]
    [facts] = qilian.extract(article)
    assert facts.entities
    text = article.read_text(encoding="utf-8")
    assert all(text[m.start : m.end] == m.quote for m in facts.entities)


@pytest.mark.parametrize(("url", "says"), [
    ("mongodb://here", "mongodb"),
    ("sqlite:///", "name the file"),
    ("sqlite:////nowhere/at/all/x.db", "does not exist"),
])
def test_a_store_that_cannot_be_opened_says_why(url: str, says: str) -> None:
    with pytest.raises(qilian.QilianError, match=says):
        qilian.open(url)


def test_asking_of_a_store_that_is_not_there_makes_none(tmp_path: Path) -> None:
    with pytest.raises(qilian.QilianError, match="no store here"):
        qilian.open(f"{tmp_path}/none.db", create=False)
    assert list(tmp_path.iterdir()) == []


def test_the_import_is_light() -> None:
    heavy = ("spacy", "networkx", "scipy", "numpy", "neo4j", "fastapi", "pandas", "matplotlib")
    code = f"import sys, qilian; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True,
                          check=True, timeout=60)
    assert done.stdout.strip() == "[]"


def test_the_version_is_that_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert qilian.__version__ == project["version"]


def test_the_names_that_are_offered_exist() -> None:
    assert all(getattr(qilian, name) for name in qilian.__all__)
