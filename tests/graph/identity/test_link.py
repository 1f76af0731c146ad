from __future__ import annotations

import math
from pathlib import Path

import pytest

import qilian
from graph.errors import InvalidRequest
from graph.identity.features import FEATURES
from graph.identity.index_build import build_index
from graph.identity.link import link
from graph.identity.parts import Link
from graph.knowledge_graph import KnowledgeGraph
from graph.model import Cell, Claim, Entity, Evidence, Record, Source
from tests.builders import REGISTER, organisation_row

BODIES = [
    Entity("tut", "Institute", "Talin University of Technology", ("TUT", "塔林理工大学"), (),
           "Talin, Norrland, Sweden"),
    Entity("uni", "Institute", "University of Talin", (), (), "Talin, Norrland, Sweden"),
    Entity("clinic", "Institute", "Talin University Hospital", (), (), "Talin, Norrland, Sweden"),
    Entity("salt", "Institute", "Norrland Institute of Salt Chemistry", ("NISC",), (),
           "Haiyan, Norrland, Sweden"),
    Entity("n1", "Institute", "Institute of Mountain Ecology", (), (), "Turin, Italy"),
    Entity("n2", "Institute", "Institute of Mountain Ecology", (), (), "Kunming, Yunnan, China"),
    Entity("sci-q", "Agency", "Department of Science of Qarhan Province", (), (), "Qarhan, China"),
    Entity("sci-g", "Agency", "Department of Science of Ganlu Province", (), (), "Ganlu, China"),
    Entity("vega", "Enterprise", "Vega Membranes Co., Ltd.", (), (), "Haiyan, Norrland, Sweden"),
]
INDEX = build_index(BODIES, {"salt": ["uni"], "clinic": ["uni"]})


def meant(text: str, **options: str) -> str:
    found = link(INDEX, text, **options).chosen
    return found.entity if found else ""


@pytest.mark.parametrize(("text", "entity"), [
    ("School of Mining, Talin University of Technology, Talin, Sweden", "tut"),
    ("Dept. of Chem. Eng., Talin Univ. of Technol., Talin", "tut"),
    ("塔林理工大学化工学院", "tut"),
    ("Faculty of Law, University of Talin, 12 Harbour Road, 98765 Talin, Sweden", "uni"),
    ("Department of Surgery, Talin University Hospital, Talin, Sweden", "clinic"),
    ("Norrland Institute of Salt Chemistry", "salt"),
    ("Institute of Mountain Ecology, Turin, Italy", "n1"),
    ("Institute of Mountain Ecology, Kunming, P.R. China", "n2"),
    ("Department of Science of Qarhan Province", "sci-q"),
    ("Department of Science of Ganlu Province", "sci-g"),
    ("VEGA MEMBRANES COMPANY LIMITED", "vega"),
])
def test_a_string_means_an_organisation(text: str, entity: str) -> None:
    assert meant(text) == entity


@pytest.mark.parametrize("text", [
    "Talin, Sweden",
    "Department of Science",
    "Turku School of Mining, Finland",
    "Vega Bakery GmbH, Berlin, Germany",
    "",
    "?!",
])
def test_a_string_means_none(text: str) -> None:
    found = link(INDEX, text)
    assert found.chosen is None
    assert found.reason


def test_namesakes_without_a_place_are_left_open() -> None:
    found = link(INDEX, "Institute of Mountain Ecology")
    assert found.chosen is None
    assert found.reason.startswith("2 organisations fit these words: Institute of Mountain Ecology")
    assert "Turin, Italy" in found.reason


def test_a_region_beside_the_string_tells_namesakes_apart() -> None:
    assert meant("Institute of Mountain Ecology", region="Kunming, Yunnan, China") == "n2"
    assert meant("Institute of Mountain Ecology", region="Turin, Italy") == "n1"


@pytest.mark.parametrize("text", ["Vega, Kiel, Germany", "Vega, Germany", "Vega"])
def test_a_country_in_brackets_says_where_and_the_better_known_is_meant(text: str) -> None:
    branches = [Entity(country, "Enterprise", f"Vega ({country})", (), (f"ror:{country}",))
                for country in ("Sweden", "Italy", "China")]
    main = Entity("main", "Enterprise", "Vega (Germany)", (), ("ror:1", "isni:1", "wikidata:1"),
                  "Kiel, Germany")
    first = link(build_index([*branches, main], {}), text).candidates[0]
    assert first.entity == "main"


def test_another_name_of_the_same_body_speaks_for_it() -> None:
    named = link(INDEX, "Norrland Institute of Salt Chemistry (NISC), Haiyan").candidates[0]
    assert "other_name_too" in {part.feature for part in named.parts}


def test_kinds_leave_only_these() -> None:
    assert link(INDEX, "Vega Membranes Ltd, Haiyan", kinds=["Institute"]).chosen is None
    assert meant("Vega Membranes Ltd, Haiyan, Sweden") == "vega"


@pytest.mark.parametrize("text", [
    "Talin University of Technology, Talin, Sweden",
    "Talin University Hospital, University of Talin, Talin",
    "Institute of Mountain Ecology",
])
def test_points_of_the_parts_sum_to_the_log_odds(text: str) -> None:
    for candidate in link(INDEX, text).candidates:
        total = sum(part.points for part in candidate.parts)
        assert total == pytest.approx(math.log(candidate.score / (1 - candidate.score)), abs=1e-6)
        assert all(part.says for part in candidate.parts)


def test_candidates_come_best_first_and_never_more_than_asked() -> None:
    found = link(INDEX, "Talin University Hospital, University of Talin, Talin", limit=2)
    assert len(found.candidates) == 2
    assert found.candidates[0].score >= found.candidates[1].score
    assert link(INDEX, "University of Talin, Talin, Sweden", limit=0).candidates == ()


def test_every_feature_says_what_it_is() -> None:
    assert all(function.__doc__ for function in FEATURES.values())


# --- on a store --------------------------------------------------------------------------------


@pytest.fixture
def graph(tmp_path: Path) -> KnowledgeGraph:
    return qilian.open(f"sqlite:///{tmp_path}/a.db")


def answer(found: Link) -> str:
    return found.chosen.name if found.chosen else ""


def fill(graph: KnowledgeGraph, rows: list[tuple[str, str, str, str]]) -> None:
    graph.load(REGISTER, [
        organisation_row(key, name, region=region, identifiers=(ident,) if ident else ())
        for key, name, region, ident in rows])


ROWS = [
    ("1", "Talin University of Technology", "Talin, Sweden", "ror:05dxps055"),
    ("2", "Norrland Institute of Salt Chemistry", "Haiyan, Sweden", ""),
    ("3", "University of Talin", "Talin, Sweden", ""),
]
LINES = ["Mining, Talin Univ. of Technol., Talin, Sweden", "Norrland Institute of Salt Chemistry",
         "University of Talin, Talin", "Harbour office"]


def test_the_order_of_loading_does_not_matter(graph: KnowledgeGraph, tmp_path: Path) -> None:
    fill(graph, ROWS)
    with qilian.open(f"sqlite:///{tmp_path}/b.db") as other:
        fill(other, ROWS[::-1])
        one = [answer(found) for found in graph.link_many(LINES)]
        assert one == [answer(found) for found in other.link_many(LINES)]
    assert one[:3] == ["Talin University of Technology", "Norrland Institute of Salt Chemistry",
                       "University of Talin"]


def test_the_same_question_has_the_same_answer(graph: KnowledgeGraph) -> None:
    fill(graph, ROWS)
    assert graph.link(LINES[0]) == graph.link(LINES[0]) == next(graph.link_many(LINES))


def test_an_identifier_decides(graph: KnowledgeGraph) -> None:
    fill(graph, ROWS)
    found = graph.link("University of Talin, https://ror.org/05dxps055")
    assert answer(found) == "Talin University of Technology"
    assert found.chosen is not None
    assert found.chosen.parts[0].feature == "identifier"
    assert answer(graph.link("anything", identifiers=["ror:05dxps055"])) == answer(found)
    assert answer(graph.link("University of Talin, Talin", identifiers=["ror:03yrm5c26"])) == (
        "University of Talin")


def test_what_is_loaded_later_is_found(graph: KnowledgeGraph) -> None:
    fill(graph, ROWS[:1])
    assert graph.link("Norrland Institute of Salt Chemistry").chosen is None
    fill(graph, ROWS[1:])
    assert answer(graph.link(LINES[1])) == "Norrland Institute of Salt Chemistry"


def test_nobody_is_told_of_what_it_may_not_see(graph: KnowledgeGraph) -> None:
    secret = Source("secret", "Secret", visibility="confidential", form="table")
    graph.load(secret, [organisation_row("9", "Norrland Institute of Salt Chemistry",
                                         source="secret", identifiers=("ror:05dxps055",))])
    assert graph.link(LINES[1]).chosen
    public = graph.seen_by(0)
    for text in (LINES[1], "https://ror.org/05dxps055"):
        found = public.link(text)
        assert found.chosen is None
        assert found.candidates == ()


def test_a_name_that_only_a_hidden_source_states_is_not_used(graph: KnowledgeGraph) -> None:
    secret = Source("secret", "Secret", visibility="confidential", form="table")
    fill(graph, [("2", "Norrland Institute of Salt Chemistry", "", "ror:05dxps055")])
    graph.load(secret, [organisation_row("9", "Brine Works Haiyan", source="secret",
                                         identifiers=("ror:05dxps055",))])
    assert graph.link("Brine Works Haiyan").chosen
    assert graph.seen_by(0).link("Brine Works Haiyan").chosen is None


def test_a_part_is_known_by_its_edge(graph: KnowledgeGraph) -> None:
    row = organisation_row("4", "Norrland Institute of Salt Chemistry")
    above = Record(f"{row.key}#parent:0", "Institute", "University of Talin")
    edge = Claim(row.key, "PART_OF", object=above.key, evidence=Evidence(Cell("parent")))
    from dataclasses import replace

    graph.load(REGISTER, [replace(row, records=(*row.records, above), claims=(*row.claims, edge))])
    found = graph.link("Norrland Institute of Salt Chemistry, University of Talin")
    features = {part.feature for candidate in found.candidates for part in candidate.parts}
    assert "part_found" in features


def test_an_unknown_kind_is_refused(graph: KnowledgeGraph) -> None:
    with pytest.raises(InvalidRequest, match="no kind of organisation"):
        graph.link("Talin", kinds=["Patent"])
