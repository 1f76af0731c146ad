"""Patents in XML: OPS, DOCDB and USPTO, and what hostile or broken files give."""

from __future__ import annotations

import gzip
import tracemalloc
from pathlib import Path

import pytest

from graph.errors import SourceUnusable
from ingest.sources.tables import read_table
from tests.ingest.sources.registers import FORMATS, joined, read, stated, thing


def test_a_patent_as_ops_answers_it() -> None:
    units, report, mapping = read(FORMATS / "ops.xml")
    assert (mapping, report.rejected, len(units)) == ("docdb", [], 2)
    patent = units[0]
    assert (patent.key, patent.date) == ("r/CN-109999991-A", "2021-05-31")
    record = patent.records[0]
    assert (record.name, record.names) == ("Adsorbing salt & brine", ("盐水吸附方法",))
    assert record.identifiers[0] == "patent:CN-109999991-A"
    assert record.identifiers[1].startswith("application:CN-201910999991")
    assert stated(patent, "abstract") == ["An adsorbent takes salt2 out of brine."]
    assert stated(patent, "filed") == ["2020-01-02"]
    assert stated(patent, "family") == ["99000001"]
    assert stated(patent, "codes") == ["C22B 26/12", "B01J 20/00"]
    assert patent.cells["cpc"] == "C22B 26/12"  # Japan's FI is none
    assert patent.cells["priority_date"] == "20191102"
    assert patent.cells["priority_numbers"] == "CN201910999991\nCN201910888881"


def test_applicants_have_the_document_s_name_and_epo_s() -> None:
    patent, other = read(FORMATS / "ops.xml")[0]
    fenland = thing(patent, "Fenland University")
    assert (fenland.kind, fenland.names, fenland.region) == (
        "Institute", ("UNIV FENLAND",), "China")
    applied = [c for c in patent.claims if c.predicate == "APPLIED_FOR"]
    kinds = {record.key: record.kind for record in patent.records}
    assert [(kinds[c.subject], c.share) for c in applied] == [("Institute", 0.5), ("Person", 0.5)]
    assert joined(patent, "INVENTED") == [
        ("REED ADA", "Adsorbing salt & brine"), ("Marsh Bo", "Adsorbing salt & brine")]
    assert thing(other, "MARSH GMBH").names == ()


def test_a_patent_of_docdb_s_files() -> None:
    unit, = read(FORMATS / "docdb.xml")[0]
    assert unit.records[0].identifiers == ("patent:DE-999999-C1", "application:DE-102022999999")
    assert (unit.date, unit.records[0].name) == ("2023-03-09", "Filter")
    marsh = thing(unit, "Marsh Wassertechnik GmbH")
    assert (marsh.names, marsh.region) == (("MARSH GMBH",), "Germany")
    assert (unit.cells["ipc"], unit.cells["cpc"]) == ("C02F 1/28", "C02F 1/281")
    assert unit.cells["priority_numbers"] == "DE-102022999999-A"


def test_several_documents_in_one_file_as_uspto_has_them() -> None:
    units, report, _ = read(FORMATS / "uspto_week.xml")
    assert [unit.key for unit in units] == ["r/US-99999991-B2", "r/US-99999992-B2"]
    assert [unit.number for unit in units] == [1, 2]
    assert joined(units[0], "APPLIED_FOR") == [("Marsh Inc.", "Reed filter")]
    assert joined(units[0], "OWNS") == [("Fenland University", "Reed filter")]
    assert joined(units[0], "INVENTED") == [("Reed, Ada", "Reed filter")]
    assert units[0].cells["cpc"] == "C22B 26/12\nB01J 20/06"
    assert stated(units[0], "abstract") == ["A filter of reed."]
    assert report.rejected == []


XML = '<?xml version="1.0" encoding="UTF-8"?>'
BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
RECORD = ('<exchange-document country="EP" doc-number="{n}" kind="A1" family-id="1">'
          "<bibliographic-data><invention-title>{words}</invention-title><parties><applicants>"
          '<applicant sequence="1"><applicant-name><name>Reed Ltd</name></applicant-name>'
          "</applicant></applicants></parties></bibliographic-data></exchange-document>")


def documents(*records: str) -> str:
    return f"<exchange-documents>{''.join(records)}</exchange-documents>"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f'{XML}<!DOCTYPE x [<!ENTITY a0 "ha">{BOMB}]>{documents("&a11;")}', "declares entities"),
        (f'{XML}<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
         f'{documents(RECORD.format(n=1, words="&e;"))}', "declares entities"),
        (f'{XML}<!DOCTYPE x [<!ENTITY % p SYSTEM "http://fen.example/x.dtd">%p;]>{documents()}',
         "declares entities"),
        (f"{XML}<feed><entry/></feed>", "begins with <feed>; what is read begins with"),
        (f"{XML}{documents()}", "holds no record"),
        (f'{XML}{documents(RECORD.format(n="1" * 11_000_000, words="a"))}', "after record 0"),
        (f"{XML}{documents('<a>' * 300)}", "after record 0"),
        (f"{XML}<exchange-documents><exchange-document>&lt;", "cut short"),
    ],
    ids=["bomb", "external", "parameter", "root", "empty", "attribute", "depth", "cut"],
)
def test_hostile_and_broken_xml_is_refused(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "patents.xml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceUnusable, match=rf"^{path}: .*{words}"):
        list(read_table(path))


def test_a_declaration_in_utf_16_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "patents.xml"
    text = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e "a">]>{documents()}'
    path.write_bytes(text.encode("utf-16"))
    with pytest.raises(SourceUnusable, match="declares entities"):
        list(read_table(path))
    path.write_bytes(f'<?xml version="1.0"?>{documents(RECORD.format(n=1, words="Röhricht"))}'
                     .encode("utf-16"))
    assert read(path)[0][0].records[0].name == "Röhricht"


def test_records_before_a_break_are_whole(tmp_path: Path) -> None:
    path = tmp_path / "patents.xml"
    text = f"{XML}{documents(*(RECORD.format(n=n, words=f'title {n}') for n in range(1, 4)))}"
    path.write_text(text[:-120], encoding="utf-8")
    table = read_table(path)
    assert [next(table.rows).number, next(table.rows).number] == [1, 2]
    with pytest.raises(SourceUnusable, match=r"after record 2 the XML is broken or cut short"):
        next(table.rows)
    path.write_bytes(text.replace("title 2", "títle").encode("latin-1"))
    with pytest.raises(SourceUnusable, match=r"the XML is broken or cut short .*encod"):
        list(read_table(path))


def test_an_entity_that_nobody_declared_refuses_its_record(tmp_path: Path) -> None:
    path = tmp_path / "patents.xml"
    path.write_text(
        f'{XML}<!DOCTYPE x SYSTEM "nowhere.dtd">'
        + documents(RECORD.format(n=1, words="&ouml;"), RECORD.format(n=2, words="b")), "utf-8")
    units, report, _ = read(path)
    assert [unit.key for unit in units] == ["r/EP-2-A1"]
    assert "row 1: uses &ouml;, which the file does not explain" in report.rejected[0][1]


def test_memory_does_not_grow_with_an_xml_file(tmp_path: Path) -> None:
    path = tmp_path / "patents.xml.gz"
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as file:
        file.write(f"{XML}<exchange-documents>")
        for n in range(4_000):
            file.write(RECORD.format(n=n, words="reed " * 100))
        file.write("</exchange-documents>")
    tracemalloc.start()
    try:
        assert sum(1 for _ in read_table(path)) == 4_000
        assert tracemalloc.get_traced_memory()[1] < 2 * 2**20
    finally:
        tracemalloc.stop()
