"""A need to ranked organisations: sums, order, filters, days, evidence."""

from __future__ import annotations

from dataclasses import replace

import pytest

import qilian
from graph.errors import InvalidRequest, NotFound
from graph.matching.owners import SHARED
from graph.model import Source
from tests.builders import organisation_row, patent_row
from tests.graph.matching.conftest import MakeGraph

BRINE = "Blocking of brine pipelines by salt scale in winter"
NEEDS = (
    BRINE, "deep removal of boron from lithium carbonate", "tender yak meat",
    "cleaning of photovoltaic modules in sandy regions", "arsenic in smelting dust",
)
FOREIGN = (
    "catheter valve for newborns",
    "gene therapy for retinal disease",
    "quantum error correction codes",
    "Quantum key distribution over satellite links needs single photon detectors",
    "We need a vaccine against african swine fever for pig farms",
    "Reducing drag of ship hulls in sea water by air lubrication",
    "Deep learning for recognition of handwritten arabic letters on mobile phones",
    "Software for scheduling of nurses in hospitals",
    "A blockchain platform for cross-border payments of small banks",
    "Improving fermentation yield of penicillin in large tanks",
    "Textile fibres from bamboo with little bleaching agent",
    "Guidance of autonomous submarines under arctic ice shelves",
    "Translation of medieval latin manuscripts by machine",
)


@pytest.mark.parametrize("need", NEEDS)
def test_the_parts_sum_to_the_score_and_order_the_answer(
    sample: qilian.KnowledgeGraph, need: str
) -> None:
    result = sample.match(need, limit=30)
    assert len(result) >= 3
    for candidate in result:
        assert candidate.score == pytest.approx(sum(p.value for p in candidate.parts), abs=1e-6)
    assert [c.rank for c in result] == list(range(1, len(result) + 1))
    assert list(result) == sorted(result, key=lambda c: (-c.score, c.id))
    assert sample.match(need, limit=30) == result


@pytest.mark.parametrize(
    ("need", "solver"),
    [
        (BRINE, "Lengshan Institute of Cold-Region Process Equipment"),
        ("deep removal of boron from lithium carbonate",
         "Tsoring Institute of Ion-Exchange Materials"),
        ("partial discharge in inverters at high altitude",
         "Engineering Research Centre for High-Altitude Power Electronics"),
    ],
)
def test_the_institute_whose_works_meet_the_need_is_first(
    sample: qilian.KnowledgeGraph, need: str, solver: str
) -> None:
    first = sample.match(need, kinds=["Institute"])[0]
    assert solver in (first.name, *first.entity.names)


@pytest.mark.parametrize("need", NEEDS)
def test_evidence_is_quoted_from_its_document(sample: qilian.KnowledgeGraph, need: str) -> None:
    for candidate in sample.match(need):
        assert candidate.works
        for work in candidate.works:
            cells = sample.document(work.document).cells.values()
            assert any(work.quote in cell for cell in cells)
            assert work.title in cells
            assert all(any(person in cell for cell in cells) for person in work.people)
            assert work.place.startswith(work.document)


def test_people_behind_a_patent_are_named(sample: qilian.KnowledgeGraph) -> None:
    works = [w for c in sample.match(BRINE) for w in c.works if w.kind == "Patent"]
    assert works
    assert all(w.people for w in works)


@pytest.mark.parametrize("need", FOREIGN)
def test_a_foreign_need_gets_no_convincing_candidate(
    sample: qilian.KnowledgeGraph, need: str
) -> None:
    result = sample.match(need)
    assert not result.convincing
    assert len(result) == 0
    assert "no convincing candidate" in str(result)


def test_stated_needs_are_known_again_by_name(sample: qilian.KnowledgeGraph) -> None:
    problems = sample.store.entities_of_kind("Problem")
    answers = [sample.match(problem.name) for problem in problems]
    assert len(problems) == 20
    assert all(a.need.about == p for a, p in zip(answers, problems, strict=True))
    assert sum(a.convincing for a in answers) >= 18


def test_an_enterprise_asks_with_the_needs_it_states(sample: qilian.KnowledgeGraph) -> None:
    enterprise = "Chakmar Beitan Potash Co., Ltd."
    result = sample.match(enterprise)
    assert BRINE in result.need.text
    assert enterprise not in [c.name for c in result]
    with pytest.raises(InvalidRequest, match="states no need"):
        sample.match("Kunyan Baihu Salt Lake Industry Group Co., Ltd.")


@pytest.mark.parametrize("as_of", ["2018", "2021-06", "2022-05-01", 2016])
def test_only_what_was_public_before_the_day_counts(
    sample: qilian.KnowledgeGraph, as_of: str | int
) -> None:
    for candidate in sample.match(BRINE, as_of=as_of).ranked:
        assert candidate.works
        assert all(work.date and work.date < str(as_of) for work in candidate.works)
        assert candidate.latest
        assert candidate.latest < str(as_of)


def test_filters(sample: qilian.KnowledgeGraph) -> None:
    every = sample.match(BRINE, limit=100)
    institutes = sample.match(BRINE, kinds=["Institute"], limit=100)
    assert [c.id for c in institutes] == [c.id for c in every if c.kind == "Institute"]
    without = sample.match(BRINE, exclude=[every[0].name], limit=100)
    assert [c.id for c in without] == [c.id for c in every[1:]]
    many = sample.match(BRINE, min_works=8, limit=100)
    assert [c.id for c in many] == [c.id for c in every if c.work_count >= 8]
    assert 0 < len(many) < len(every)
    assert [c.id for c in sample.match(BRINE, limit=2)] == [c.id for c in every[:2]]


def test_a_region_holds_its_parts(sample: qilian.KnowledgeGraph) -> None:
    city = sample.match(BRINE, regions=["Chakmar City"], limit=100)
    shown = sample.match(BRINE, regions=["Chakmar City, Kunyan Province"], limit=100)
    assert [c.id for c in shown] == [c.id for c in city]
    province = sample.match(BRINE, regions=["Kunyan"], limit=100)
    assert {c.id for c in city} < {c.id for c in province}
    seats = {n.other.name for c in city for n in sample.neighbours(c.id, kinds=["LOCATED_IN"])}
    assert "Chakmar City" in seats
    with pytest.raises(NotFound, match="no region is named"):
        sample.match(BRINE, regions=["Atlantis"])


def test_who_lies_in_a_region_that_is_left_out_is_told_so(sample: qilian.KnowledgeGraph) -> None:
    inside = sample.match(BRINE, regions=["Chakmar City"], limit=100)
    others = sample.match(BRINE, regions=["Kunyan"], not_regions=["Chakmar City"], limit=100)
    assert others.convincing
    assert {c.id for c in inside}.isdisjoint(c.id for c in others)
    why = sample.why_not(
        BRINE, inside[0].id, regions=["Kunyan"], not_regions=["Chakmar City"])
    assert why.lacking[0] == "it lies in Chakmar City"
    why = sample.why_not(BRINE, inside[0].id, regions=["Lengshan City"])
    assert why.lacking[0] == "it does not lie in Lengshan City"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"need": "   "}, "the text is empty"),
        ({"need": "of the and"}, "no word"),
        ({"need": "brine", "limit": 0}, "limit"),
        ({"need": "brine", "kinds": ["Patent"]}, "no kind of organisation"),
        ({"need": "brine", "kinds": ["Robot"]}, "no kind"),
        ({"need": "brine", "as_of": "soon"}, "as-of"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(
    sample: qilian.KnowledgeGraph, arguments: dict[str, object], message: str
) -> None:
    with pytest.raises(InvalidRequest, match=message):
        sample.match(**arguments)  # type: ignore[arg-type]


def test_a_need_without_any_shared_word_says_so(sample: qilian.KnowledgeGraph) -> None:
    result = sample.match("zzyzx qwertz")
    assert result.ranked == ()
    assert "shares a word" in result.notes[0]


def test_a_shared_work_counts_a_little_less(make: MakeGraph) -> None:
    text = "a resin that removes boron"
    kg = make(
        patent_row("P1", ["Alone"], title="Resin for boron", abstract=text),
        patent_row("P2", ["Left", "Right"], title="Resin for boron", abstract=text),
    )
    closest = {c.name: c.parts[0].value for c in kg.match("boron resin")}
    assert closest["Left"] == closest["Right"] == pytest.approx(
        closest["Alone"] * 0.5**SHARED, abs=1e-4)


def test_equal_evidence_is_ordered_by_id(make: MakeGraph) -> None:
    kg = make(*(patent_row(f"P{i}", [f"Institute {i}"], title="Resin for boron")
                for i in range(6)))
    ids = [c.id for c in kg.match("boron resin")]
    assert ids == sorted(ids)
    assert len(ids) == 6


def test_a_work_that_two_registers_list_counts_once(make: MakeGraph) -> None:
    first = patent_row("P1", ["North"], title="Resin for boron")
    kg = make(first, patent_row("P2", ["South"], title="Brine pump"))
    before = kg.match("boron resin", limit=1)[0]
    kg = make(patent_row("P1", ["North"], title="Resin for boron", source="second"),
              source=Source("second", "Another register", form="table"))
    after = kg.match("boron resin", limit=1)[0]
    assert len(before.works) == len(after.works) == 1


def test_one_more_near_work_never_lowers_the_closest_works(make: MakeGraph) -> None:
    filler = [patent_row(f"F{i}", ["Other"], title=f"Brine pump {i}") for i in range(5)]
    kg = make(*filler, patent_row("P1", ["North"], title="Resin for boron"))
    once = kg.match("boron resin", as_of="2021", kinds=["Institute"])[0].parts[0].value
    kg = make(patent_row("P2", ["South"], title="Resin for boron"))
    one = kg.match("boron resin")
    kg = make(patent_row("P2", ["North"], title="Resin for boron"))
    two = kg.match("boron resin")
    assert once > 0
    assert two[0].parts[0].value > max(c.parts[0].value for c in one)


def test_undated_works_are_left_out_under_a_day_and_told(make: MakeGraph) -> None:
    kg = make(patent_row("P1", ["North"], title="Resin for boron", date=None),
              patent_row("P2", ["South"], title="Resin for boron", date="2019"))
    assert {c.name for c in kg.match("boron resin")} == {"North", "South"}
    dated = kg.match("boron resin", as_of=2021)
    assert [c.name for c in dated] == ["South"]
    assert dated.undated == 1
    assert any("without a date" in note for note in dated.notes)
    assert [c.name for c in kg.match("boron resin", as_of=2019).ranked] == []


def test_a_reader_sees_and_is_told_only_what_its_level_allows(make: MakeGraph) -> None:
    secret = Source("secret", "Confidential", visibility="confidential", form="table")
    open_work = patent_row("P1", ["North"], title="Resin for boron")
    make(open_work, patent_row("P2", ["South"], title="Brine pump"))
    kg = make(patent_row("S1", ["South"], title="Resin for boron", source="secret"),
              patent_row("S2", ["Hidden"], title="Resin for boron", source="secret"),
              source=secret)
    assert {c.name for c in kg.match("boron resin")} == {"North", "South", "Hidden"}
    public = kg.seen_by(0).match("boron resin")
    assert [c.name for c in public] == ["North"]
    assert "secret" not in repr(replace(public, need=public.need))


def test_a_stated_field_speaks_for_an_institute(make: MakeGraph) -> None:
    from graph.model import Claim, Record
    from tests.builders import evidence

    row = organisation_row("i1", "North")
    field = Record(f"{row.key}#fields:0", "TechnologyField", "boron removal")
    row = replace(row, records=(*row.records, field), claims=(
        *row.claims, Claim(row.key, "OPERATES_IN", object=field.key,
                           evidence=evidence("name", "boron removal"))))
    kg = make(row, patent_row("P1", ["North"], title="Brine pump"),
              patent_row("P2", ["South"], title="Brine pump"))
    north = kg.match("boron removal by a brine pump")[0]
    assert north.name == "North"
    parts = {p.name: p.value for p in north.parts}
    assert all(parts[name] > 0 for name in ("closest_works", "whole_record", "stated_fields"))
    assert [f.object_name for f in north.facts] == ["boron removal"]
