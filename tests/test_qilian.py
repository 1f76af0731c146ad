"""The public object: files, folders and tables in memory in; answers with evidence out."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pandas
import pytest

import qilian

SAMPLE = Path(__file__).parents[1] / "ingest" / "sample"
REGISTERS = [p for p in sorted(SAMPLE.glob("*.csv")) if p.name != "participants.csv"]


@pytest.fixture
def kg(tmp_path: Path) -> qilian.KnowledgeGraph:
    return qilian.open(f"sqlite:///{tmp_path}/s.db")


def test_the_sample_loads_without_a_rejection_and_only_once(kg: qilian.KnowledgeGraph) -> None:
    with kg:
        report = kg.ingest(*REGISTERS, SAMPLE / "policies")
        assert report.ok, report.lines()
        assert (report.units, report.new) == (446, 446)
        again = kg.ingest(*REGISTERS, SAMPLE / "policies")
        assert (again.new, again.changed, again.unchanged) == (0, 0, 446)
        status = kg.status()
        assert status.counts["Patent"] == 200
        assert status.snapshot == kg.status().snapshot


def test_a_data_frame_is_a_register(kg: qilian.KnowledgeGraph) -> None:
    frame = pandas.DataFrame([
        {"number": "QX1", "title": "Boron removal by resin", "applicants": "North Institute",
         "publication_date": "2020-05-01", "abstract": None},
        {"number": "QX2", "title": "Yak wool dyeing", "applicants": "South Institute",
         "publication_date": "2021", "abstract": float("nan")},
    ])
    with kg:
        report = kg.ingest(frame, mapping="patents", source="mine")
        assert report.ok, report.lines()
        result = kg.match("removal of boron")
        assert result[0].name == "North Institute"
        assert result[0].works[0].title == "Boron removal by resin"
        assert sum(part.value for part in result[0].parts) == pytest.approx(result[0].score)
        assert list(result.to_frame()["name"])[0] == "North Institute"


def test_a_dry_run_writes_nothing(kg: qilian.KnowledgeGraph) -> None:
    with kg:
        report = kg.ingest(SAMPLE / "patents.csv", dry_run=True)
        assert report.units == 200
        assert kg.status().counts["units"] == 0


def test_one_bad_source_stops_only_itself(kg: qilian.KnowledgeGraph, tmp_path: Path) -> None:
    bad = tmp_path / "workbook.xlsx"
    bad.write_bytes(b"no workbook")
    with kg:
        report = kg.ingest(bad, SAMPLE / "needs.csv")
        assert report.new == 20
        assert [source for source, _ in report.failed] == ["workbook.xlsx"]
        with pytest.raises(qilian.QilianError, match="public, internal, confidential"):
            kg.ingest(bad, visibility="secret")  # type: ignore[arg-type]


def test_extracting_needs_no_store() -> None:
    (facts,) = qilian.extract(SAMPLE / "policies" / "2021-04-20-salt-lake-plan.txt")
    names = {mention.name for mention in facts.entities if mention.type == "Problem"}
    assert "deep removal of boron from lithium carbonate to battery grade" in names
    assert facts.published == "2021-04-20"


def test_a_reader_of_public_sources_sees_no_other(kg: qilian.KnowledgeGraph) -> None:
    with kg:
        kg.ingest(SAMPLE / "patents.csv", visibility="confidential")
        kg.ingest(SAMPLE / "needs.csv")
        public = kg.seen_by(0)
        assert len(kg.match("lithium extraction from brine").ranked) > 3
        assert public.match("lithium extraction from brine").ranked == ()
        assert public.find("Chakmar Institute of Brine Separation Chemistry") == []
        with pytest.raises(qilian.QilianError, match="no document"):
            public.document("patents/QX2016000631B")


def test_the_named_sample_is_these_files_and_brokers_are_a_call_away(
    kg: qilian.KnowledgeGraph
) -> None:
    assert [path.name for path in qilian.sample()] == [*(p.name for p in REGISTERS), "policies"]
    with kg:
        kg.ingest(*(path for path in qilian.sample() if path.name == "projects.csv"))
        network = kg.network()
        assert qilian.brokers(network, limit=1)[0].id in network
        assert {node for group in qilian.communities(network) for node in group} == set(network)


def test_a_table_as_text_path_or_frame_gives_the_same(tmp_path: Path) -> None:
    path = SAMPLE / "institutes.csv"
    frame = pandas.read_csv(path, dtype=str, keep_default_na=False)
    counts = []
    for number, thing in enumerate((path, str(path), frame)):
        with qilian.open(f"{tmp_path}/{number}.db") as kg:
            assert kg.ingest(thing, mapping="institutes", source="institutes").ok
            counts.append(kg.status().counts)
    assert counts[0]["Institute"] == 25
    assert counts[0] == counts[1] == counts[2]


@pytest.mark.parametrize(("url", "says"), [
    ("mongodb://here", "mongodb"),
    ("sqlite:///", "name the file"),
    ("sqlite:////nowhere/at/all/x.db", "does not exist"),
])
def test_a_store_that_cannot_be_opened_says_why(url: str, says: str) -> None:
    with pytest.raises(qilian.QilianError, match=says):
        qilian.open(url)


def test_asking_a_store_that_is_not_there_makes_none(tmp_path: Path) -> None:
    with pytest.raises(qilian.QilianError, match="no store here"):
        qilian.open(f"{tmp_path}/none.db", create=False)
    assert list(tmp_path.iterdir()) == []


def test_the_import_is_light() -> None:
    heavy = ("spacy", "networkx", "scipy", "numpy", "neo4j", "fastapi", "pandas", "matplotlib")
    code = f"import sys, qilian; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=SAMPLE.parents[1], text=True,
                          capture_output=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


def test_the_version_is_that_of_the_package() -> None:
    text = (SAMPLE.parents[1] / "pyproject.toml").read_text(encoding="utf-8")
    assert qilian.__version__ == tomllib.loads(text)["project"]["version"]


def test_the_names_that_are_offered_exist() -> None:
    assert all(getattr(qilian, name) for name in qilian.__all__)


def test_everything_shows_itself_in_a_notebook(kg: qilian.KnowledgeGraph) -> None:
    with kg:
        report = kg.ingest(SAMPLE / "patents.csv", SAMPLE / "needs.csv")
        shown = [report, kg.status(), kg.match("removal of boron"),
                 kg.problems("Salt-lake lithium"),
                 kg.why_not("removal of boron", "Kunyan University of Technology")]
        for thing in shown:
            assert len(str(thing)) > 40
            assert "object at" not in str(thing)
            assert "<" in thing._repr_html_()
