"""Patents of one family count once, by the best that was public then, on every store."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from graph.knowledge_graph import KnowledgeGraph
from graph.legal_status import LegalStatus
from graph.load import load, rebuild
from graph.matching.results import Candidate
from graph.model import Claim, Unit
from graph.store import Store
from tests.builders import REGISTER, evidence, patent_row

NEED = "boron resin for brine"
SINGLE = ("CN-1-A", "Salt Institute", "2010-05-01", "")
OTHER = ("CN-2-A", "Lake Institute", "2010-05-01", "45678901")


def patent(number: str, owner: str, date: str, family: str, *, words: str = "boron resin for brine",
           status: str = "", since: str = "") -> Unit:
    """A patent's row with its family and legal status."""
    unit = patent_row(number, [owner], title=words, date=date)
    stated = {"family": family, "legal_status": status, "legal_status_date": since}
    claims = [Claim(unit.key, name, value=value, evidence=evidence(name))
              for name, value in stated.items() if value]
    reading = replace(unit.reading, content=f"{unit.reading.content}{family}{status}{since}")
    return replace(unit, claims=(*unit.claims, *claims), reading=reading)


def by_name(graph: KnowledgeGraph, as_of: str | None = None) -> dict[str, Candidate]:
    return {c.name: c for c in graph.match(NEED, as_of=as_of).ranked}


@pytest.fixture
def graph(store: Store, tmp_path: Path) -> KnowledgeGraph:
    return KnowledgeGraph(store, cache=tmp_path)


def test_a_family_counts_as_one_patent(graph: KnowledgeGraph) -> None:
    family = [patent(*OTHER),
              patent("US-20110000002-A1", "Lake Institute", "2010-05-01", "45678901"),
              patent("EP-0000002-A1", "Lake Institute", "2010-05-01", "45678901")]
    load(graph.store, REGISTER, [patent(*SINGLE), *family])
    found = by_name(graph)
    salt, lake = found["Salt Institute"], found["Lake Institute"]
    assert [part.value for part in lake.parts] == [part.value for part in salt.parts]
    assert lake.score == pytest.approx(sum(part.value for part in lake.parts))
    assert (lake.work_count, len(lake.works)) == (1, 1)
    named = {"CN-2-A", "US-20110000002-A1", "EP-0000002-A1"}
    shown = named - set(lake.works[0].family)
    assert len(shown) == 1
    assert lake.works[0].document.endswith(shown.pop())
    assert salt.works[0].family == ()
    answer = graph.match(NEED)
    rebuild(graph.store)
    assert replace(graph.match(NEED), generation=0) == replace(answer, generation=0)


def test_the_best_member_counts(graph: KnowledgeGraph) -> None:
    load(graph.store, REGISTER, [
        patent(*SINGLE), patent(*OTHER),
        patent("CN-3-A", "Lake Institute", "2010-05-01", "45678901", words="brine")])
    lake = by_name(graph)["Lake Institute"]
    assert lake.works[0].document == "register/CN-2-A"
    assert lake.works[0].family == ("CN-3-A",)


def test_a_member_that_was_public_later_changes_nothing_before(graph: KnowledgeGraph) -> None:
    load(graph.store, REGISTER, [patent(*SINGLE), patent(*OTHER)])
    before = graph.match(NEED, as_of="2011")
    later = patent("US-20120000002-A1", "Lake Institute", "2012-03-01", "45678901")
    load(graph.store, REGISTER, [later])
    assert replace(graph.match(NEED, as_of="2011"), generation=before.generation) == before
    lake = by_name(graph, "2011")["Lake Institute"]
    assert lake.works[0].family == ()
    assert (by_name(graph)["Lake Institute"].work_count, lake.latest) == (1, "2010-05-01")
    assert by_name(graph)["Lake Institute"].latest == "2012-03-01"


def test_members_of_other_owners_count_for_these(graph: KnowledgeGraph) -> None:
    load(graph.store, REGISTER, [
        patent(*OTHER), patent("US-1-A", "Salt Institute", "2010-05-01", "45678901")])
    found = by_name(graph)
    assert found["Salt Institute"].score == found["Lake Institute"].score > 0


def test_a_register_s_own_family_numbers_mean_nothing_elsewhere(graph: KnowledgeGraph) -> None:
    load(graph.store, REGISTER, [patent("CN-4-A", "Lake Institute", "2010-05-01", "7")])
    other = replace(REGISTER, key="other")
    unit = patent("CN-5-A", "Lake Institute", "2010-05-01", "7")
    keys = {record.key: record.key.replace("register/", "other/") for record in unit.records}
    load(graph.store, other, [replace(
        unit, key="other/CN-5-A", source="other",
        records=tuple(replace(record, key=keys[record.key]) for record in unit.records),
        claims=tuple(replace(c, subject=keys[c.subject], object=keys.get(c.object or ""))
                     for c in unit.claims))])
    lake = by_name(graph)["Lake Institute"]
    assert lake.work_count == 2
    assert {work.family for work in lake.works} == {()}


def test_lists_of_members_tell_the_family(graph: KnowledgeGraph) -> None:
    listed = ("CN 2 A;;US 2011/0000002 A1", "US 20110000002 A1;; CN 2 A")
    load(graph.store, REGISTER, [
        patent("CN-2-A", "Lake Institute", "2010-05-01", listed[0]),
        patent("US-20110000002-A1", "Lake Institute", "2010-05-01", listed[1])])
    assert by_name(graph)["Lake Institute"].work_count == 1


def test_the_legal_status_is_told_with_its_words_and_as_known_then(graph: KnowledgeGraph) -> None:
    load(graph.store, REGISTER, [
        patent(*SINGLE, status="未缴年费专利权终止", since="2015-06-01"),
        patent(*OTHER, status="有权"), patent("CN-6-A", "Hill Institute", "2010-05-01", "")])
    found = {name: c.works[0].status for name, c in by_name(graph).items()}
    salt = found["Salt Institute"]
    assert salt == LegalStatus("lapsed", "未缴年费专利权终止", "2015-06-01")
    assert found["Lake Institute"] == LegalStatus("alive", "有权")
    assert found["Hill Institute"] is None
    then = {name: c.works[0].status for name, c in by_name(graph, "2015").items()}
    assert set(then.values()) == {None}
    assert by_name(graph, "2016")["Salt Institute"].works[0].status == salt
