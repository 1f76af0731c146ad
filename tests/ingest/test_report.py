"""The report of a run adds up and can be read by people and machines."""

from __future__ import annotations

import json

from graph.load import LoadReport
from ingest.report import KEPT, SHOWN, Report


def filled() -> Report:
    report = Report(sources=["a.csv"])
    load = LoadReport(new=3, changed=1, unchanged=2, claims=12, rejected=[("u", "too long")])
    report.loaded(load)
    report.reject("a.csv, row 4", "a.csv, row 4: 'x' is no date")
    report.note("encoding found: gb18030")
    report.note("encoding found: gb18030")
    report.count("rows", 1007)
    report.count("filtered", 1001)
    report.remove_furniture("menu", 5)
    report.fail("b.pdf", "b.pdf: looks like a picture")
    return report


def test_lines_for_people() -> None:
    assert filled().lines() == [
        "1 source, 6 units: 3 new, 1 changed, 2 unchanged, 0 removed; 12 facts",
        "rows: 1,007 read, 1,001 left out by the filter",
        "left out of documents: 5 menu",
        "note: encoding found: gb18030 (2 times)",
        "not read: b.pdf: looks like a picture",
        "2 refused:",
        "  u: too long",
        "  a.csv, row 4: 'x' is no date",
    ]


def test_a_dry_run_compares_with_no_store() -> None:
    report = Report(sources=["a"], units=16, claims=40, dry_run=True)
    assert report.lines() == ["1 source, 16 units; 40 facts"]
    both = Report()
    both.merge(report)
    assert both.dry_run


def test_reports_add_up() -> None:
    both = filled()
    both.merge(filled())
    assert (both.units, both.rejections, len(both.rejected)) == (12, 4, 4)
    assert both.furniture["menu"] == 10
    assert not both.ok
    assert Report().ok


def test_plain_data_for_machines() -> None:
    data = json.loads(json.dumps(filled().as_dict()))
    assert data["rejected"][1] == {"place": "a.csv, row 4",
                                   "reason": "a.csv, row 4: 'x' is no date"}
    assert data["failed"][0]["source"] == "b.pdf"


def test_many_rejections_are_counted_and_some_are_kept() -> None:
    report = Report()
    for number in range(KEPT + 5):
        report.reject(f"row {number}", "broken")
    assert report.rejections == KEPT + 5
    assert len(report.rejected) == KEPT
    assert report.lines()[-1] == f"  and {KEPT + 5 - SHOWN:,} more"


def test_a_reason_is_one_line_that_can_be_printed() -> None:
    report = Report()
    report.fail("a\n.txt", "a\n.txt: \x1b[31m \udcff is empty")
    report.reject("b\x00", "b\x00: \u202e no date")
    assert report.failed == [("a .txt", "a .txt: ?[31m ? is empty")]
    assert report.rejected == [("b?", "b?: ? no date")]
