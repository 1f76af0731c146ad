"""Registers of organisations and works in JSON: ROR and OpenAlex, and what a broken one gives."""

from __future__ import annotations

import gzip
import json
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from graph.errors import SourceUnusable
from ingest.report import Report
from ingest.sources.mapping import load_mapping
from ingest.sources.tables import is_table, read_table
from tests.ingest.sources.registers import FORMATS, edge, joined, read, stated, thing
from tests.shared import shared


def test_an_organisation_of_ror() -> None:
    units, report, mapping = read(FORMATS / "ror.json")
    assert mapping == "ror"
    assert report.rejected == []
    assert report.counts["filtered"] == 1  # withdrawn
    fenland = units[0].records[0]
    assert (fenland.kind, fenland.name) == ("Institute", "Fenland University")
    assert fenland.names == ("FU", "Universität Fenland", "University of the Fens")
    assert fenland.identifiers == (
        "ror:0fen1an79", "grid:grid.99999.1", "isni:0000000121032683", "wikidata:Q99999",
        "fundref:501100099991", "fundref:501100099992",
    )
    assert fenland.region == "Reedham, Fenshire, United Kingdom"
    assert stated(units[0], "founded") == ["1975"]
    assert stated(units[0], "status") == ["active"]
    assert stated(units[0], "website") == ["https://fen.example"]
    assert stated(units[0], "domains") == ["fen.example"]
    assert stated(units[0], "latitude") == ["52.1"]
    assert stated(units[0], "longitude") == ["0.1"]
    assert stated(units[0], "predecessors") == ["Reedham College"]
    assert stated(units[0], "related") == ["Marsh (United Kingdom)"]


def test_parents_and_children_are_organisations_with_their_ror_id() -> None:
    unit = read(FORMATS / "ror.json")[0][0]
    assert joined(unit, "PART_OF") == [
        ("Fenland University", "Fenshire Education Trust"), ("Fen Hospital", "Fenland University")]
    assert thing(unit, "Fenshire Education Trust").identifiers == ("ror:0grand017",)
    parent = edge(unit, "PART_OF", "Fenland University")
    assert "Fenshire Education Trust" in unit.quote(parent)


def test_kinds_of_ror_follow_the_types_and_for_public_bodies_the_name() -> None:
    kinds = {unit.records[0].name: unit.records[0].kind for unit in read(FORMATS / "ror.json")[0]}
    assert kinds == {
        "Fenland University": "Institute", "Marsh (United Kingdom)": "Enterprise",
        "Fenshire Education Trust": "Institute", "Fenshire Water Department": "Agency",
        "National Institute of Ponds": "Institute",
    }


def test_a_year_before_1000_is_left_out_and_the_row_stays() -> None:
    unit = next(u for u in read(FORMATS / "ror.json")[0] if "Water" in u.records[0].name)
    assert stated(unit, "founded") == []


def test_ror_as_its_archive(tmp_path: Path) -> None:
    path = tmp_path / "dump.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("v2-ror-data.json", (FORMATS / "ror.json").read_bytes())
        archive.writestr("v2-ror-data.csv", "id,name\n1,a\n")
    assert is_table(path)
    assert len(read(path)[0]) == 5


@pytest.mark.parametrize(
    ("members", "words"),
    [(("a.csv", "b.csv"), r"it holds several \(a.csv, b.csv\)"), (("a.pdf",), "it holds none")],
)
def test_an_archive_of_other_things_is_no_table(
    tmp_path: Path, members: tuple[str, ...], words: str
) -> None:
    path = tmp_path / "dump.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for member in members:
            archive.writestr(member, "id,name\n1,a\n")
    assert not is_table(path)
    with pytest.raises(SourceUnusable, match=words):
        read_table(path)


def test_a_cut_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "dump.zip"
    path.write_bytes(b"PK\x03\x04 and then nothing")
    with pytest.raises(SourceUnusable, match="cut short"):
        read_table(path)


def test_the_whole_sample_of_ror_is_read() -> None:
    table = read_table(shared("benchmarks/organisation-linking/ror-v2-subset.json.gz"))
    mapping, report = load_mapping("ror"), Report()
    kinds: Counter[str] = Counter()
    schemes: Counter[str] = Counter()
    edges = 0
    for unit in mapping.units(table, mapping.source("ror"), report):
        kinds[unit.records[0].kind] += 1
        schemes.update({i.partition(":")[0] for i in unit.records[0].identifiers})
        edges += sum(claim.predicate == "PART_OF" for claim in unit.claims)
    assert report.counts == {"rows": 51_370, "filtered": 1_374}
    assert report.rejected == []
    assert schemes["ror"] == kinds.total() == 49_996
    assert min(schemes[scheme] for scheme in ("grid", "isni", "wikidata", "fundref")) > 10_000
    assert kinds["Institute"] > 5 * kinds["Enterprise"] > kinds["Agency"] > 1_000
    assert edges > 35_000




def test_a_work_of_openalex() -> None:
    units, report, mapping = read(FORMATS / "openalex_works.jsonl")
    assert mapping == "openalex_works"
    assert report.counts["filtered"] == 1  # retracted
    work, bare = units
    assert (work.date, work.records[0].kind) == ("2023-04-05", "Publication")
    assert work.records[0].identifiers == ("openalex:W9000000001", "doi:10.99999/reed.1")
    assert stated(work, "abstract") == [
        "Reed beds take salt out of brine. Salt comes back in winter."]
    assert stated(work, "codes") == ["T10001", "T10002"]
    assert stated(work, "field") == ["Environmental Science"]
    assert joined(work, "CLASSIFIED_AS") == []  # told as codes
    assert [record.kind for record in bare.records] == ["Publication"]


def test_each_author_of_openalex_works_for_the_institutions_beside_him() -> None:
    work = read(FORMATS / "openalex_works.jsonl")[0][0]
    assert joined(work, "WORKS_FOR") == [
        ("Ada Reed", "Fenland University"), ("Ada Reed", "Tarn Brine Centre"),
        ("Cy Tarn", "Tarn Brine Centre"), ("Cy Tarn", "Marsh (United Kingdom)"),
    ]
    assert {name: thing(work, name).context for name in ("Ada Reed", "Bo Marsh", "Cy Tarn")} == {
        "Ada Reed": "Fenland University", "Bo Marsh": "", "Cy Tarn": "Tarn Brine Centre"}
    assert thing(work, "Ada Reed").identifiers == ("openalex:A201", "orcid:0000-0002-1111-2222")
    assert thing(work, "Tarn Brine Centre").identifiers == ("openalex:I102",)
    marsh = thing(work, "Marsh (United Kingdom)")
    assert (marsh.kind, marsh.identifiers) == ("Enterprise", ("openalex:I103", "ror:0marsh017"))
    assert edge(work, "AUTHORED", "Bo Marsh").share == pytest.approx(1 / 3)
    assert edge(work, "AUTHORED", "Tarn Brine Centre").share == pytest.approx(1 / 3)


def test_two_authors_of_one_name_stay_two_where_their_ids_say_so(tmp_path: Path) -> None:
    work = json.loads((FORMATS / "openalex_works.jsonl").read_text("utf-8").splitlines()[0])
    work["authorships"][2]["author"]["display_name"] = "Ada Reed"
    path = tmp_path / "works.jsonl"
    path.write_text(json.dumps(work), encoding="utf-8")
    unit = read(path)[0][0]
    assert [r.identifiers[0] for r in unit.records if r.name == "Ada Reed"] == [
        "openalex:A201", "openalex:A203"]


def test_a_list_from_the_interface_of_openalex(tmp_path: Path) -> None:
    lines = (FORMATS / "openalex_works.jsonl").read_text("utf-8").splitlines()
    path = tmp_path / "works.json"
    answer = {"meta": {"count": 3}, "results": [json.loads(line) for line in lines], "group_by": []}
    path.write_text(json.dumps(answer), encoding="utf-8")
    assert len(read(path)[0]) == 2


def test_an_institution_of_openalex() -> None:
    units, _, mapping = read(FORMATS / "openalex_institutions.jsonl")
    assert mapping == "openalex_institutions"
    assert [unit.records[0].kind for unit in units] == ["Institute", "Enterprise", "Agency"]
    fenland = units[0].records[0]
    assert fenland.names == ("FU", "University of the Fens", "沼泽大学", "Universität Fenland")
    assert fenland.identifiers == (
        "openalex:I101", "ror:0fen1an79", "grid:grid.99999.1", "wikidata:Q99999")
    assert fenland.region == "Reedham, Fenshire, United Kingdom"
    assert joined(units[0], "PART_OF") == [
        ("Fenland University", "Fenshire Education Trust"), ("Fen Hospital", "Fenland University")]
    assert stated(units[0], "related") == ["Marsh (United Kingdom)"]


def test_a_cut_gzip_of_each_format_names_the_file(tmp_path: Path) -> None:
    for name in ("ror.json", "openalex_works.jsonl", "ops.xml", "publications.ris"):
        path = tmp_path / f"{name}.gz"
        data = gzip.compress((FORMATS / name).read_bytes())
        path.write_bytes(data[: len(data) // 2])
        with pytest.raises(SourceUnusable, match=rf"^{path}: .*(damaged|cut short)"):
            list(read_table(path))


def test_a_broken_line_of_openalex_is_refused_and_the_rest_goes_on(tmp_path: Path) -> None:
    lines = (FORMATS / "openalex_works.jsonl").read_text("utf-8").splitlines()
    path = tmp_path / "works.jsonl"
    path.write_text("\n".join([lines[0], lines[1][:100], lines[1]]), encoding="utf-8")
    units, report, _ = read(path)
    assert len(units) == 2
    assert report.rejected[0][0] == f"{path}, row 2"


def test_a_broken_index_is_no_abstract(tmp_path: Path) -> None:
    work = json.loads((FORMATS / "openalex_works.jsonl").read_text("utf-8").splitlines()[0])
    path = tmp_path / "works.jsonl"
    for index in ({"a": ["x"]}, {"a": 12}, {"a": [[1]]}, {}):
        work["abstract_inverted_index"] = index
        path.write_text(json.dumps(work), encoding="utf-8")
        assert stated(read(path)[0][0], "abstract") == []
