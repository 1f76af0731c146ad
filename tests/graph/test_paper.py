"""The paper as data: everything cited stands in its document, and what goes out tells nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest

import qilian
from graph import quotes
from graph.errors import InvalidRequest, NotFound
from graph.paper import LONGEST_SHOWN, Paper, PaperCandidate, paper
from graph.paper_evidence import where_of
from graph.paper_hiding import HIDDEN
from tests.paper_store import (
    BRINE,
    CLIENT,
    CLIENT_NUMBER,
    HIDDEN_CLIENT,
    MEMBRANE,
    NEED,
    PUBLIC_NEED,
    SECRET_NEED,
    TECHNOLOGY,
    hidden_words,
    paper_store,
    plan,
)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[qilian.KnowledgeGraph]:
    with paper_store(tmp_path_factory.mktemp("paper") / "s.db") as graph:
        yield graph


def names(made: Paper) -> list[str]:
    return [candidate.name for candidate in made.candidates]


@pytest.mark.parametrize("audience", ["internal", "outgoing"])
def test_every_sentence_stands_in_its_document(
    graph: qilian.KnowledgeGraph, audience: Any
) -> None:
    made = graph.paper(NEED, audience=audience)
    cited = list(made.evidence)
    assert len(cited) >= 5
    assert all(candidate.evidence for candidate in made.candidates)
    for evidence in cited:
        unit = graph.document(evidence.document)
        texts = [unit.text, *unit.cells.values()]
        assert evidence.quote
        assert any(quotes.place_of(evidence.quote, text) for text in texts), evidence


def test_the_internal_paper_is_the_answer(graph: qilian.KnowledgeGraph) -> None:
    made, result = graph.paper(NEED), graph.match(NEED)
    assert [(c.name, c.score, c.parts) for c in made.candidates] == [
        (c.name, c.score, c.parts) for c in result.ranked]
    assert made.convincing == result.convincing
    assert (made.title, made.need, made.latest) == (NEED, NEED, "2026-01-01")
    assert made.snapshot == graph.status().snapshot
    assert "Zhelan Valley Institute" in names(made)


def test_a_named_thing_without_a_text_is_the_need(graph: qilian.KnowledgeGraph) -> None:
    for audience in ("internal", "outgoing"):
        made = graph.paper(TECHNOLOGY.lower(), audience=audience)  # type: ignore[arg-type]
        assert (made.title, made.need) == (TECHNOLOGY, TECHNOLOGY)


def test_a_document_gives_its_place_and_its_defects(graph: qilian.KnowledgeGraph) -> None:
    fact = next(e for e in graph.paper(NEED).evidence if e.predicate == "DEVELOPS")
    start, end = fact.where.span or (0, 0)
    assert plan().text[start:end] == fact.quote
    assert fact.flags == ("growth-arithmetic",)


def test_contacts_come_from_registers(graph: qilian.KnowledgeGraph) -> None:
    by_name = {c.name: c for c in graph.paper(NEED).candidates}
    assert [(e.predicate, e.title, e.where.row) for e in by_name[BRINE].contacts] == [
        ("email", "desk@brine.example", 3), ("phone", "0971-5550147", 0)]


def test_uncertain_is_told(graph: qilian.KnowledgeGraph) -> None:
    made = graph.paper(NEED, as_of="2022")
    assert ("undated", 1) in [(doubt.code, doubt.number) for doubt in made.doubts]
    codes = {c.name: [doubt.code for doubt in c.doubts] for c in made.candidates}
    assert "caution:little" in codes[MEMBRANE]
    found = graph.paper("adsorbent regeneration capacity restored lithium brine plants")
    assert "no_date" in [doubt.code for c in found.candidates for doubt in c.doubts]


def test_a_foreign_need_has_only_the_nearest(graph: qilian.KnowledgeGraph) -> None:
    made = graph.paper("orbits of satellites, seen through brine", audience="outgoing")
    assert not made.convincing
    assert "unconvincing" in [doubt.code for doubt in made.doubts]
    empty = graph.paper("orbits of satellites", audience="outgoing")
    assert (empty.candidates, [d.code for d in empty.doubts]) == ((), ["public_only", "nothing"])


# --- what goes out ------------------------------------------------------------------------------


def test_outgoing_is_ranked_as_if_there_were_public_sources_alone(
    graph: qilian.KnowledgeGraph, tmp_path: Path
) -> None:
    with paper_store(tmp_path / "public.db", public_only=True) as public:
        for need in (NEED, PUBLIC_NEED):
            made = graph.paper(need, audience="outgoing")
            alone = public.paper(need, audience="outgoing")
            assert made.candidates
            assert replace(made, snapshot="") == replace(alone, snapshot="")


def shown(made: Any) -> str:
    """All words of a paper, without the names of its fields."""
    if is_dataclass(made):
        return "\n".join(shown(getattr(made, field.name)) for field in fields(made))
    return "\n".join(map(shown, made)) if isinstance(made, tuple) else str(made)


@pytest.mark.parametrize("need", [
    NEED, PUBLIC_NEED,
    f"{HIDDEN_CLIENT} (Tashi Wangmo, tashi@obsidian.example) and Falcon Laboratory: {NEED}",
])
def test_outgoing_has_no_word_of_sources_that_are_not_public(
    graph: qilian.KnowledgeGraph, need: str
) -> None:
    secret = hidden_words(graph)
    assert {HIDDEN_CLIENT, SECRET_NEED, "vault-7/v3", "98.7654", "Falcon", "draft-88"} <= secret
    assert [word for word in secret if word in shown(graph.paper(NEED, limit=100))]
    made = shown(graph.paper(need, audience="outgoing", client=["Tashi Wangmo"], limit=100))
    assert [word for word in secret if word.casefold() in made.casefold()] == []


def test_outgoing_does_not_name_who_asks(graph: qilian.KnowledgeGraph) -> None:
    inside = graph.paper(PUBLIC_NEED, limit=100)
    assert CLIENT in shown(inside)
    assert CLIENT not in names(inside)
    for need, client in ((PUBLIC_NEED, ()), (f"{CLIENT}, {CLIENT_NUMBER}: {NEED}", (CLIENT,))):
        made = graph.paper(need, audience="outgoing", client=client, limit=100)
        for word in ("Northern Potash", CLIENT_NUMBER, "Pema Dolkar", "pema@"):
            assert word not in shown(made)
        assert HIDDEN in made.need
        assert "names_hidden" in [doubt.code for doubt in made.doubts]


def test_a_client_unknown_to_the_graph_is_hidden_too(graph: qilian.KnowledgeGraph) -> None:
    made = graph.paper(f"Zirkon AG asks: {NEED}", audience="outgoing", client=["Zirkon AG"])
    assert (made.need, made.title) == (f"{HIDDEN} asks: {NEED}",) * 2
    assert graph.paper(f"Zirkon AG asks: {NEED}", client=["Zirkon AG"]).need.startswith("Zirkon")


def test_organisations_that_bear_the_clients_name_are_no_candidates(
    graph: qilian.KnowledgeGraph
) -> None:
    assert MEMBRANE in names(graph.paper(NEED, audience="outgoing"))
    assert MEMBRANE not in names(graph.paper(NEED, audience="outgoing",
                                             client=["Membrane Institute"]))


def test_a_need_that_is_not_public_must_be_given_anew(graph: qilian.KnowledgeGraph) -> None:
    assert graph.paper(SECRET_NEED).need
    for reference in (SECRET_NEED, HIDDEN_CLIENT):
        with pytest.raises(InvalidRequest, match="not public"):
            graph.paper(reference, audience="outgoing")


def test_the_asker_may_be_confidential(graph: qilian.KnowledgeGraph) -> None:
    made = graph.paper(NEED, audience="outgoing", asker=HIDDEN_CLIENT, exclude=[HIDDEN_CLIENT])
    assert names(made) == names(graph.paper(NEED, audience="outgoing"))
    with pytest.raises(InvalidRequest, match="near whom"):
        graph.paper(NEED, audience="outgoing", near=HIDDEN_CLIENT)


# --- bad input ----------------------------------------------------------------------------------


@pytest.mark.parametrize("audience", ["internal", "outgoing"])
def test_bad_questions_are_refused(graph: qilian.KnowledgeGraph, audience: Any) -> None:
    for need, options in (
        ("", {}), (" \n", {}), ("the of and", {}), (NEED, {"as_of": "31.31.2020"}),
        (NEED, {"kinds": ("Patent",)}), (NEED, {"limit": 0}), (NEED, {"colour": "red"}),
    ):
        with pytest.raises(InvalidRequest):
            paper(graph, need, audience=audience, **options)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        graph.paper(NEED, audience=audience, exclude=["Nobody at all"])


def test_audience_and_language_are_of_those_there_are(graph: qilian.KnowledgeGraph) -> None:
    for wrong in ({"audience": "everybody"}, {"language": "fr"}):
        with pytest.raises(InvalidRequest, match="everybody|fr"):
            graph.paper(NEED, **wrong)  # type: ignore[arg-type]


def test_a_hundred_pages_are_asked_whole_and_shown_in_part(graph: qilian.KnowledgeGraph) -> None:
    long = "Extraction of lithium from brine with much magnesium is wanted. " * 5000
    made = graph.paper(long, audience="outgoing")
    assert len(made.need) < LONGEST_SHOWN + 10
    assert ("need_cut", len(long)) in [(doubt.code, doubt.number) for doubt in made.doubts]
    assert len(made.title) < 100


def test_the_same_state_gives_the_same_paper(graph: qilian.KnowledgeGraph) -> None:
    for audience in ("internal", "outgoing"):
        first, second = (graph.paper(NEED, audience=audience) for _ in range(2))  # type: ignore[arg-type]
        assert first == second


def test_words_that_a_document_has_not_are_not_cited() -> None:
    unit = plan()
    assert where_of(unit, "Output is to  grow") is not None
    assert where_of(unit, "Output is to shrink") is None
    assert where_of(unit, " ") is None


def test_a_candidate_is_plain_data(graph: qilian.KnowledgeGraph) -> None:
    first = graph.paper(NEED).candidates[0]
    assert isinstance(first, PaperCandidate)
    assert first.score == pytest.approx(sum(part.value for part in first.parts), abs=1e-5)
