"""The flow keeps what it has when an edition is broken, and never lets two inputs overwrite."""

from __future__ import annotations

from pathlib import Path

import pytest

import qilian

HEADER = "number,title,applicants,publication_date\n"


@pytest.fixture
def kg(tmp_path: Path) -> qilian.KnowledgeGraph:
    return qilian.open(f"sqlite:///{tmp_path}/s.db")


def table(path: Path, *rows: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def test_a_broken_edition_removes_nothing(kg: qilian.KnowledgeGraph, tmp_path: Path) -> None:
    path = table(tmp_path / "v.csv", "QX1,A,North,2020", "QX2,B,North,2021")
    with kg:
        assert kg.ingest(path, mapping="patents").new == 2
        table(path, "QX1,A,North,not a date")
        report = kg.ingest(path, mapping="patents", complete=True)
        assert (report.removed, report.rejections) == (0, 1)
        assert any("nothing was removed" in note for note in report.notes)
        assert kg.status().counts["units"] == 2
        table(path, "QX1,A,North,2020")
        assert kg.ingest(path, mapping="patents", complete=True).removed == 1


def test_an_unreadable_document_removes_no_other(
    kg: qilian.KnowledgeGraph, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("The Institute of Salt solved a problem in 2020.")
    (tmp_path / "b.txt").write_bytes(b"\x00\x01\x02")
    with kg:
        kg.ingest(tmp_path / "a.txt")
        report = kg.ingest(tmp_path / "b.txt", complete=True)
        assert (report.removed, len(report.failed)) == (0, 1)
        assert kg.status().counts["units"] == 1


def test_two_inputs_of_one_name_do_not_overwrite(
    kg: qilian.KnowledgeGraph, tmp_path: Path
) -> None:
    one = table(tmp_path / "s1" / "pat.csv", "QX1,A,North,2020")
    two = table(tmp_path / "s2" / "pat.csv", "QX1,Other,South,2021")
    with kg:
        report = kg.ingest(one, two, mapping="patents")
        assert (report.new, report.changed) == (1, 0)
        assert "would overwrite" in report.failed[0][1]
        assert "--source" in report.failed[0][1]
        assert kg.ingest(two, mapping="patents", source="second").new == 1


def test_a_source_keeps_its_form(kg: qilian.KnowledgeGraph, tmp_path: Path) -> None:
    path = table(tmp_path / "v.csv", "QX1,A,North,2020")
    (tmp_path / "a.txt").write_text("The Institute of Salt solved a problem in 2020.")
    with kg:
        kg.ingest(path, mapping="patents")
        report = kg.ingest(tmp_path / "a.txt", source="v")
        assert "holds table already" in report.failed[0][1]


def test_a_text_that_is_too_long_says_so(kg: qilian.KnowledgeGraph, tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("lithium brine " * 25_000)
    with kg:
        report = kg.ingest(tmp_path / "long.txt")
        assert "at most 300,000 in one document" in report.failed[0][1]


def test_extracting_a_folder_and_a_table(tmp_path: Path) -> None:
    from ingest.report import Report

    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.txt").write_text("The Institute of Salt solved a problem in 2020.")
    path = table(tmp_path / "v.csv", "QX1,A,North,2020")
    report = Report()
    assert [f.document for f in qilian.extract(tmp_path / "docs", path, report=report)] == ["a.txt"]
    assert "is a table" in report.failed[0][1]


def test_a_source_is_not_shown_to_more_people_unless_that_is_said(
    kg: qilian.KnowledgeGraph, tmp_path: Path
) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text("The Institute of Salt solved a problem in 2020.")

    def level() -> str:
        return next(s.visibility for s in kg.store.sources())

    with kg:
        kg.ingest(tmp_path / "a.txt", visibility="confidential")
        report = kg.ingest(tmp_path / "b.txt")
        assert level() == "confidential"
        assert report.notes == {
            "documents: stays confidential; --visibility says otherwise": 1}
        public = kg.seen_by(0).ingest(tmp_path / "c.txt", visibility="public")
        assert "is not open here; name another" in public.failed[0][1]
        assert (level(), kg.status().counts["units"]) == ("confidential", 2)
        report = kg.ingest(tmp_path / "c.txt", visibility="internal")
        assert level() == "internal"
        assert report.notes == {"documents: was confidential, is internal now, all of it": 1}
        kg.ingest(tmp_path / "c.txt", visibility="confidential")
        assert level() == "confidential"
