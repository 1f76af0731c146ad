"""Asking by a sentence through HTTP, on the page and from the command line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest
from fastapi.testclient import TestClient

import qilian
from api.sentence import words_of
from graph.errors import InvalidRequest, NotFound
from graph.model import Claim, Evidence, Reading, Record, Source, TextSpan, Unit, digest
from tests.api import command_line
from tests.api.small_store import BRINE, INDUSTRY, INSTITUTE, PASTURE, small_store

PLACES = Source("places", "Places", form="documents")
SENTENCE = ("Which institute in South Province can help with seed mixture for alpine pasture, "
            "evidence since 2018?")
SEEDS = "seed mixture for alpine pasture"
NEED = "extraction of lithium from brine with much magnesium"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[qilian.KnowledgeGraph]:
    """The small store with a region as a thing of its own."""
    text = "South Province"
    region = Record("places/1#Region:south province", "Region", text)
    named = Claim(region.key, "name", value=text, evidence=Evidence(TextSpan(0, len(text)), text))
    unit = Unit("places/1", PLACES.key, Reading(digest(text), "test/1"), "document", text,
                "2022-04-01", text=text, media="text/plain", records=(region,), claims=(named,))
    with small_store(tmp_path_factory.mktemp("asked") / "asked.db") as graph:
        graph.load(PLACES, [unit])
        yield graph


def test_a_sentence_is_read_with_the_words_that_say_each_field(client: TestClient) -> None:
    read = client.post("/ask/read", json={"text": SENTENCE}).json()
    assert (read["want"], read["need"], read["kinds"]) == ("solvers", SEEDS, ["Institute"])
    assert (read["regions"], read["since"], read["as_of"]) == (["South Province"], "2018", "")
    spans = {span["field"]: span["words"] for span in read["spans"]}
    assert spans["need"] == SEEDS
    assert spans["regions"] == "South Province"
    assert "since 2018" in spans["since"]
    assert client.post("/ask/read", json={"text": ""}).status_code == 422


def test_a_sentence_is_answered_and_may_be_changed(client: TestClient) -> None:
    answer = client.post("/question", json={"text": SENTENCE}).json()
    assert answer["problems"] is None
    (only,) = answer["ranking"]["candidates"] or answer["ranking"]["nearest"]
    assert only["organisation"]["name"] == PASTURE
    changes = {"since": "2021", "regions": [], "need": NEED, "limit": 1}
    edited = client.post("/question", json={"text": SENTENCE, **changes}).json()
    assert (edited["question"]["since"], edited["question"]["regions"]) == ("2021", [])
    assert {s["field"] for s in edited["question"]["spans"]} == {"kinds"}
    (only,) = edited["ranking"]["candidates"]
    assert {work["date"][:4] for work in only["works"]} <= {"2021", "2024"}
    wrong = client.post("/question", json={"text": SENTENCE, "want": "everything"})
    assert (wrong.status_code, "there are solvers" in wrong.json()["detail"]) == (422, True)


@pytest.mark.parametrize(
    ("sentence", "want", "names"),
    [
        (f"Find partners for {BRINE}", "partners", [INSTITUTE]),
        (f"organisations similar to {BRINE}", "alike", ["Lake Lithium Company"]),
        ("Who might license an adsorbent for lithium from brine?", "licensees",
         ["Lake Lithium Company"]),
        (f"Which industries could {INSTITUTE} serve?", "industries", [INDUSTRY]),
    ],
)
def test_each_question_has_its_answer(
    graph: qilian.KnowledgeGraph, sentence: str, want: str, names: list[str]
) -> None:
    asked = graph.ask(sentence)
    assert asked.question.want == want
    ranked = [c.name for c in asked.answer.ranked]  # type: ignore[union-attr]
    assert set(names) <= set(ranked)
    assert "want: " + want in str(asked)


def test_the_problems_of_an_industry_are_asked_in_a_sentence(client: TestClient) -> None:
    asked = {"text": "What are the common problems of the salt-lake lithium industry?"}
    answer = client.post("/question", json=asked).json()
    assert answer["ranking"] is None
    assert [p["title"] for p in answer["problems"]["problems"]] == [
        "Lithium from brine with much magnesium"]


def test_regions_are_left_out_and_what_is_not_used_is_said(graph: qilian.KnowledgeGraph) -> None:
    asked = graph.ask(f"Who not in South Province can help with {SEEDS}?")
    assert asked.question.not_regions == ("South Province",)
    assert PASTURE in [c.name for c in graph.match(SEEDS).ranked]
    assert PASTURE not in [c.name for c in asked.answer.ranked]  # type: ignore[union-attr]
    served = graph.ask(f"Which industries could {INSTITUTE} serve since 2020?")
    assert served.notes == ("not used for this question: since",)
    nowhere = graph.ask(f"Who not in Hunan can help with {NEED}?")
    assert nowhere.notes == ("nothing of the graph lies in Hunan",)
    assert nowhere.answer.ranked[0].name == INSTITUTE  # type: ignore[union-attr]


def test_a_date_beyond_the_evidence_is_said(graph: qilian.KnowledgeGraph) -> None:
    asked = graph.ask(f"Who can help with {NEED}, evidence since 2050?")
    said = (*asked.notes, *asked.answer.notes)
    assert said.count("no evidence is from 2050 on; the latest is of 2024-02-29") == 1
    assert asked.answer.ranked == ()  # type: ignore[union-attr]
    later = graph.ask(f"Who can help with {NEED}, before 2060?")
    assert any("before 2060" in note for note in (*later.notes, *later.answer.notes))


@pytest.mark.parametrize(
    ("sentence", "error", "words"),
    [
        ("Who can solve it?", InvalidRequest, "what has to be solved"),
        ("", InvalidRequest, "what has to be solved"),
        ("Find partners for Nowhere Works", NotFound, "nothing is named 'Nowhere Works'"),
        ("Who in Hunan can clean brine?", NotFound, "no region is named 'Hunan'"),
        ("What are the common problems of the cheese industry?", NotFound, "cheese"),
    ],
)
def test_what_cannot_be_answered_is_told(
    graph: qilian.KnowledgeGraph, sentence: str, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        graph.ask(sentence)


def test_an_unknown_edit_is_refused(graph: qilian.KnowledgeGraph) -> None:
    with pytest.raises(InvalidRequest, match="'colour' is no part of a question"):
        graph.ask(SENTENCE, colour="red")
    assert graph.ask(SENTENCE, kinds=["Enterprise"], regions=None).question.regions == ()


def test_the_page_fills_its_form_from_the_sentence(client: TestClient) -> None:
    form = {"sentence": "true", "need": SENTENCE, "kind": "Enterprise"}
    moved = client.post("/ask", data=form, follow_redirects=False)
    asked = parse_qs(urlparse(moved.headers["location"]).query)
    assert asked == {"need": [SEEDS], "kind": ["Institute"], "region": ["South Province"],
                     "since": ["2018"], "said": [SENTENCE]}
    page = client.get(moved.headers["location"]).text
    assert f">{SEEDS}</mark>" in page
    assert 'name="since" value="2018"' in page
    links = re.findall(r'href="(/ask\?[^"]+)"', page)
    assert [link for link in links if "exclude=" in link and "since=2018" in link]
    assert PASTURE in page


def test_the_page_asks_other_questions_too(client: TestClient) -> None:
    for need, shown in ((f"Find partners for {BRINE}", INSTITUTE),
                        ("What are the common problems of the salt-lake lithium industry?",
                         "Lithium from brine with much magnesium"),
                        (f"Which industries could {INSTITUTE} serve?", INDUSTRY)):
        page = client.post("/ask", data={"sentence": "true", "need": need})
        assert (page.status_code, shown in page.text) == (200, True)
    page = client.post("/ask", data={"sentence": "true", "need": "Who can solve it?"}).text
    assert "This does not say what has to be solved" in page


def test_a_plain_need_stays_a_plain_need_on_the_page(client: TestClient) -> None:
    moved = client.post("/ask", data={"sentence": "true", "need": NEED, "kind": "Institute"},
                        follow_redirects=False)
    asked = parse_qs(urlparse(moved.headers["location"]).query)
    assert (asked["need"], asked["kind"]) == ([NEED], ["Institute"])


def test_the_pieces_of_a_sentence_make_it_up(graph: qilian.KnowledgeGraph) -> None:
    read = graph.read_question(SENTENCE)
    assert "".join(piece.text for piece in words_of(read)) == SENTENCE


def test_the_command_shows_how_it_read_before_it_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QILIAN_CACHE", str(tmp_path / "cache"))
    store = command_line.small_store(tmp_path)
    sentence = "which institute can make a sorbent for lithium in brine since 2019"
    text = command_line.ok("ask", sentence, store=store)
    assert text.index("need: make a sorbent for lithium in brine") < text.index("Brine Institute")
    assert "evidence since: 2019" in text
    found = json.loads(command_line.ok("ask", sentence, "--since", "2020", "--json", store=store))
    assert found["question"]["since"] == "2020"
    assert found["answer"]["convincing"] in (True, False)
    failed = command_line.run("ask", f"Find partners for {PASTURE}", store=store)
    assert failed.exit_code == 1 or failed.exception is not None
    assert f"organisation: {PASTURE}" in failed.output
