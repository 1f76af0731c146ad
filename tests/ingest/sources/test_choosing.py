"""Which mapping a file's columns choose."""

from __future__ import annotations

import pytest

from graph.errors import SourceUnusable
from ingest.sources.mapping import fitting_mapping, guess_mapping, mappings


@pytest.mark.parametrize("name", sorted(mappings()))
def test_each_mapping_knows_itself_by_its_own_and_other_names(name: str) -> None:
    spec = mappings()[name].spec
    assert guess_mapping(tuple(spec.aliases)) == name
    others = tuple(aliases[-1] for aliases in spec.aliases.values())
    assert guess_mapping(others) == name


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ("id,title,assignee", "patents"),  # a table of one's own, not a search's
        ("id,title,assignee,inventor/author,publication date,result link", "google_patents"),
        ("company name,company number,company status", "enterprises"),
        ("projectID,title,coordinator", "projects"),
        ("id,title,coordinator,objective", "projects"),
        ("项目编号,项目名称,承担单位", "projects"),
        ("合同登记编号,项目名称,卖方名称,买方名称", "contracts"),
        ("patent_id,patent_title,patent_date", "patents"),
        ("patent_id,patent_title,patent_date,patent_type", "patentsview_patents"),
    ],
)
def test_near_misses_go_to_the_general_mapping(columns: str, name: str | None) -> None:
    assert guess_mapping(tuple(columns.split(","))) == name


def test_no_mapping_fits() -> None:
    assert guess_mapping(("x", "y", "z")) is None
    with pytest.raises(SourceUnusable) as caught:
        fitting_mapping(("x", "y"), "a.csv")
    assert "a.csv: no mapping fits the columns x, y; none knows any" in str(caught.value)
    with pytest.raises(SourceUnusable) as caught:
        fitting_mapping(("申请（专利权）人", "y", "z"), "a.csv")
    assert "the nearest are patents (knows 1 of the columns, misses number)" in str(caught.value)


def test_headers_that_every_register_has_choose_by_the_name_of_the_file() -> None:
    assert guess_mapping(("id", "name", "region")) is None
    assert fitting_mapping(("id", "name", "region"), "Institutes.csv.gz").name == "institutes"
    assert fitting_mapping(("id", "name", "region"), "enterprises.csv").name == "enterprises"
    with pytest.raises(SourceUnusable, match="no mapping fits"):
        fitting_mapping(("id", "name", "region"), "list.csv")
    with pytest.raises(SourceUnusable, match="no mapping fits"):
        fitting_mapping(("x", "y"), "institutes.csv")
