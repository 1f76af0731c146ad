from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import SourceUnusable
from ingest.compare import KINDS, Tally, compare, read_gold, same_name
from tests.shared import shared


@dataclass
class Both:
    """An annotation, and lines of what was read."""

    gold: dict[str, Any]
    lines: list[dict[str, Any]]


def entity(id_: str, type_: str, name: str, **more: Any) -> dict[str, Any]:
    return {"kind": "entity", "id": id_, "type": type_, "name": name, **more}


def relation(type_: str, subject: str, object_: str) -> dict[str, Any]:
    return {"kind": "relation", "type": type_, "subject": subject, "object": object_}


def indicator(name: str, value: float, unit: str, **more: Any) -> dict[str, Any]:
    line = {"kind": "indicator", "name": name, "value": value, "unit": unit, "quote": name,
            "status": "observed", "period": None}
    return line | more


def both() -> Both:
    gold = {
        "document": "a.txt",
        "entities": [entity("g1", "Institute", "Salt Lake Academy", also=["the academy"]),
                     entity("g2", "Industry", "brine lithium"),
                     entity("g3", "Region", "North County", optional=True)],
        "relations": [relation("OPERATES_IN", "g1", "g2"), relation("LOCATED_IN", "g1", "g3")],
        "indicators": [indicator("output of lithium salts", 12000, "t", period="2020")],
        "flags": [],
    }
    lines = [entity("e1", "Institute", "salt lake Academy"),
             entity("e2", "Technology", "brine lithium"),
             entity("e3", "Platform", "North County"),
             relation("DEVELOPS", "e1", "e2"), relation("RUNS", "e1", "e2"),
             indicator("lithium output", 12001, "t", period="2020"),
             indicator("lithium output", 12000, "t", period="2021")]
    return Both(gold, lines)


def test_missed_and_invented_facts_of_each_kind() -> None:
    found = compare(both().gold, both().lines)
    assert found["entity"] == Tally(1.5, 2, 3, (), (2,))
    assert found["relation"].credit == 0.5
    assert [line["type"] for line in found["relation"].missed] == ["LOCATED_IN"]
    assert found["relation"].invented == (1,)
    assert found["indicator"] == Tally(1.0, 1, 2, (), (1,))
    assert found["flag"] == Tally()
    assert (found["flag"].precision, found["flag"].recall, found["flag"].f1) == (1, 1, 1)
    assert (found["entity"].precision, found["entity"].recall) == (0.5, 0.75)


def test_the_same_relation_twice_is_one_and_keeps_its_place() -> None:
    pair = both()
    pair.lines = [*pair.lines[:4], pair.lines[3], *pair.lines[4:]]
    found = compare(pair.gold, pair.lines)["relation"]
    assert (found.found, found.invented) == (2, (2,))


def test_a_value_that_a_flag_expects_is_right() -> None:
    pair = both()
    pair.lines = [indicator("lithium output", 13000, "t", period="2020")]
    assert compare(pair.gold, pair.lines)["indicator"].credit == 0
    pair.gold["flags"] = [{"rule": "x", "quote": "output of lithium salts", "expected": "13,000 t"}]
    assert compare(pair.gold, pair.lines)["indicator"].credit == 1


@pytest.mark.parametrize(("one", "other", "same"), [
    ("The Salt Lake Base", "salt-lake bases", True),
    ("盐湖 研究所", "盐湖研究所", True), ("Salt Lake", "Salt Works", False), ("!", "!", True),
])
def test_names(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same


@given(st.lists(st.tuples(st.sampled_from(["Region", "Industry"]),
                          st.sampled_from(["salt", "brine", "wool", "yak"])), max_size=8))
def test_a_reading_is_perfect_against_itself(things: list[tuple[str, str]]) -> None:
    lines = [entity(f"e{i}", type_, name) for i, (type_, name) in enumerate(things)]
    gold = {"document": "a", "entities": lines, "relations": [], "indicators": [], "flags": []}
    found = compare(gold, lines)["entity"]
    assert (found.precision, found.recall, found.missed, found.invented) == (1, 1, (), ())
    nothing = compare(gold, [])["entity"]
    assert len(nothing.missed) == len(lines)


def test_a_folder_of_annotations(tmp_path: Path) -> None:
    with pytest.raises(SourceUnusable, match="holds no annotation"):
        read_gold(tmp_path)
    (tmp_path / "a.json").write_text(json.dumps(both().gold), encoding="utf-8")
    assert list(read_gold(tmp_path)) == ["a.txt"]
    (tmp_path / "b.json").write_text('{"document": "b.txt"}', encoding="utf-8")
    with pytest.raises(SourceUnusable, match=r"b\.json: an annotation needs entities, relations"):
        read_gold(tmp_path)
    (tmp_path / "b.json").write_text("{", encoding="utf-8")
    with pytest.raises(SourceUnusable, match=r"b\.json: is no readable JSON"):
        read_gold(tmp_path)
    assert set(KINDS.values()) < set(both().gold)


def test_the_counts_are_those_of_the_scorer() -> None:
    """The shared evaluation has a scorer of its own: both must count alike."""
    from importlib.util import module_from_spec, spec_from_file_location

    from ingest.facts import fact_lines
    from ingest.nlp import extract
    from ingest.sources.text import read_text
    from tests.ingest.nlp.reading import pipeline

    spec = spec_from_file_location("score", shared("evaluation/score.py"))
    assert spec is not None
    assert spec.loader is not None
    score = module_from_spec(spec)
    spec.loader.exec_module(score)
    golds = read_gold(shared("evaluation/gold"))
    for name, gold in golds.items():
        facts = extract(read_text(shared(f"evaluation/documents/{name}")), nlp=pipeline())
        lines = list(fact_lines(facts))
        by_kind = {kind: [line for line in lines if line["kind"] == kind] for kind in KINDS}
        theirs = score.score_document(gold, by_kind)
        for kind, mine in compare(gold, lines).items():
            assert abs(mine.credit - theirs[kind]["credit"]) < 1e-9
            assert (mine.gold, mine.found) == (theirs[kind]["gold"], theirs[kind]["run"])
            assert list(mine.missed) == theirs[kind]["missed"]
            assert [by_kind[kind][i] for i in mine.invented] == theirs[kind]["spurious"]


@pytest.mark.parametrize(("part", "value", "said"), [
    ("document", 5, "document is no text"),
    ("entities", None, "entities is no list"),
    ("entities", ["x"], "entities, number 1: all of it is missing"),
    ("entities", [{"id": "a", "type": "Region", "name": 5}], "entities, number 1: name is"),
    ("entities", [{"id": "a", "type": "Region", "name": "A", "also": "B"}], "number 1: also is"),
    ("relations", [{"type": "RUNS", "subject": "a"}], "relations, number 1: object is"),
    ("indicators", [{"name": "a", "status": "observed", "value": "1"}], "number 1: value is"),
    ("flags", [{"rule": "a", "quote": None}], "flags, number 1: quote is"),
    ("flags", [{}] * 7, "number 5: rule, quote is missing or of a wrong kind and 2 more"),
])
def test_a_damaged_annotation_names_list_and_number(
    tmp_path: Path, part: str, value: object, said: str
) -> None:
    (tmp_path / "a.json").write_text(json.dumps({**both().gold, part: value}), encoding="utf-8")
    with pytest.raises(SourceUnusable) as caught:
        read_gold(tmp_path)
    assert said in str(caught.value)
    assert str(tmp_path / "a.json") in str(caught.value)


def test_a_document_is_annotated_once(tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(json.dumps(both().gold), encoding="utf-8")
    with pytest.raises(SourceUnusable, match=r"b\.json: another file of the folder annotates a"):
        read_gold(tmp_path)
