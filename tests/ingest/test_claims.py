"""A document's unit: what it states as records and claims, accepted by the loader."""

from __future__ import annotations

from graph.codec import encode
from graph.load import check
from graph.model import TextSpan
from ingest.claims import document_unit
from ingest.nlp import extract
from tests.ingest.nlp.reading import TITLE, document, pipeline

BODY = (
    "The Lanzhou Municipal Science and Technology Bureau reported that Weihe Pump Co., Ltd. "
    "suffers from cavitation of impellers. Norland University has developed vortex pump "
    "technology and holds patent ZL201910000001.9.\n\nIn 2019, turnover reached 30 million "
    "yuan, up from 20 million yuan in 2018, an increase of 90%, said Liu Fang, director of the "
    "Lanzhou Municipal Science and Technology Bureau."
)


def test_a_unit_holds_what_the_loader_takes() -> None:
    source = document(BODY)
    unit = document_unit("policies", source, extract(source, nlp=pipeline()), name="sub/a.txt")
    check(unit)
    assert unit.key == "policies/sub/a.txt"
    assert unit.form == "document"
    assert unit.text == TITLE + BODY
    for claim in unit.claims:
        locator = claim.evidence.locator
        assert isinstance(locator, TextSpan)
        words = " ".join(unit.text[locator.start : locator.end].split())
        assert words == claim.evidence.quote
    kinds = {record.kind for record in unit.records}
    assert {"Agency", "Enterprise", "Institute", "Problem", "Patent", "Person", "Region"} <= kinds
    patent = next(r for r in unit.records if r.kind == "Patent")
    assert patent.identifiers == ("application:CN-201910000001.9",)
    person = next(r for r in unit.records if r.kind == "Person")
    assert person.context == "Lanzhou Municipal Science and Technology Bureau"


def test_every_record_has_a_name_claim_and_ids_are_unique() -> None:
    source = document(BODY)
    unit = document_unit("policies", source, extract(source, nlp=pipeline()))
    named = {claim.subject for claim in unit.claims if claim.predicate == "name"}
    nodes = {claim.object for claim in unit.claims if claim.predicate == "CLASSIFIED_AS"}
    assert named == {record.key for record in unit.records} - nodes
    ids = [claim.identity(unit.key) for claim in unit.claims]
    assert len(ids) == len(set(ids))


def test_the_same_document_again_is_the_same_unit() -> None:
    first, second = document(BODY), document(BODY)
    nlp = pipeline()
    assert document_unit("p", first, extract(first, nlp=nlp)) == document_unit(
        "p", second, extract(second, nlp=nlp)
    )


def test_indicators_and_flags_are_kept() -> None:
    source = document(BODY)
    unit = document_unit("policies", source, extract(source, nlp=pipeline()))
    sums = [c for c in unit.claims if c.predicate == "indicator" and c.unit == "CNY"]
    assert {(c.value, c.period) for c in sums} == {(30_000_000, "2019"), (20_000_000, "2018")}
    assert [flag.rule for flag in unit.flags] == ["growth-arithmetic"]


def test_a_number_beyond_64_bits_can_be_kept() -> None:
    source = document("In 2019 the output value of Qinghai Province was "
                      "99999999999999999999999 billion yuan.\n")
    unit = document_unit("policies", source, extract(source, nlp=pipeline()))
    assert encode(unit)
    check(unit)


def test_fields_are_classified_by_their_words_and_keep_their_names() -> None:
    source = document(
        "Norland University has developed vortex pump technology. The two key fields are "
        "electronic materials and electronic information materials."
    )
    unit = document_unit("policies", source, extract(source, nlp=pipeline()))
    check(unit)
    records = {record.key: record for record in unit.records}
    classes = {
        records[claim.subject].name: claim
        for claim in unit.claims if claim.predicate == "CLASSIFIED_AS"
    }  # fmt: skip
    pump = classes["vortex pump technology"]
    node = records[pump.object or ""]
    assert (node.kind, node.identifiers) == ("TechnologyField", ("wipo35:27",))
    assert pump.role == "text"
    assert pump.evidence.quote == "vortex pump technology"
    both = {classes[name].object for name in (
        "electronic materials", "electronic information materials")}  # fmt: skip
    assert len(both) == 1


def test_a_field_named_like_its_node_is_the_node() -> None:
    source = document("The two pillar industries of the county are forestry and tourism.")
    unit = document_unit("policies", source, extract(source, nlp=pipeline()))
    keys = {r.key.rpartition("#")[2] for r in unit.records if r.kind == "Industry"}
    assert keys == {"Industry:forestry", "Industry:tourism", "Industry:gbt4754-R"}
