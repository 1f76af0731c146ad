"""Needs that cannot be answered: each is told what was done and why nothing was found, in Python,
on the command line and over HTTP; nobody is invented."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from fastapi.testclient import TestClient

import qilian
from graph.errors import QilianError
from tests.api.command_line import run
from tests.api.small_store import NEED, PASTURE

HUNDRED_PAGES = f"{NEED}. " * 5000
SECONDS = 20.0
"""Far more than it takes, even on a busy machine."""
ASKED: list[tuple[str, dict[str, Any], str]] = [
    ("  \n ", {}, "the text is empty"),
    ("🧂🔋 ?!", {}, "holds no word"),
    ("of the and", {}, "holds no word"),
    ("การแยกลิเธียมออกจากน้ำเกลือ", {}, "no work and no stated field shares a word"),
    ("盐湖" * 1000, {}, "no work and no stated field shares a word"),
    (NEED, {"exclude": ["Nobody Known"]}, "nothing is named 'Nobody Known'"),
    (NEED, {"asker": "Nobody Known"}, "nothing is named 'Nobody Known'"),
    (NEED, {"since": "2999"}, "no evidence is from 2999 on; the latest is of 2024"),
    (NEED, {"as_of": "1800"}, "no work before 1800"),
    (NEED, {"as_of": "soon"}, "as-of"),
    (NEED, {"since": "2024-13"}, "since: "),
    (NEED, {"codes": ["ZZZZ"]}, "'ZZZZ' is no IPC or CPC code"),
    (NEED, {"regions": ["Atlantis"]}, "no region is named 'Atlantis'"),
    (NEED, {"regions": ["North City"]}, "none passes: kind Institute or Enterprise, region North"),
    (NEED, {"kinds": ["Agency"]}, "none passes: kind Agency"),
    (NEED, {"min_works": 900}, "at least 900 works"),
]
_FLAGS = {"exclude": "--exclude", "asker": "--asker", "since": "--since", "as_of": "--as-of",
          "regions": "--region", "codes": "--code", "kinds": "--kind", "min_works": "--min-works"}


@pytest.mark.parametrize(("need", "options", "words"), ASKED)
def test_in_python(
    graph: qilian.KnowledgeGraph, need: str, options: dict[str, Any], words: str
) -> None:
    try:
        answer = graph.match(need, **options)
    except QilianError as err:
        told = str(err)
    else:
        assert answer.ranked == ()
        told = "; ".join(answer.notes)
        assert told in str(answer).replace("\n", "; ")
    assert words in told


@pytest.mark.parametrize(("need", "options", "words"), ASKED)
def test_on_the_command_line(
    graph: qilian.KnowledgeGraph, need: str, options: dict[str, Any], words: str
) -> None:
    args = [part for name, value in options.items()
            for part in (_FLAGS[name], value[0] if isinstance(value, list) else str(value))]
    done = run("match", need, *args, store=graph.store.info().url)
    assert words in " ".join(done.output.split())
    assert "Traceback" not in done.output
    assert "rank" not in done.stdout.split()


@pytest.mark.parametrize(("need", "options", "words"), ASKED)
def test_over_http(client: TestClient, need: str, options: dict[str, Any], words: str) -> None:
    reply = client.post("/match", json={"need": need, **options})
    assert reply.status_code in (200, 404, 422), reply.text
    assert words in json.dumps(reply.json(), ensure_ascii=False)
    if reply.status_code == 200:
        assert reply.json()["candidates"] == reply.json()["nearest"] == []


def test_a_future_day_is_told_beside_the_answer(
    graph: qilian.KnowledgeGraph, client: TestClient
) -> None:
    answer = graph.match(NEED, as_of="2999")
    assert answer.convincing
    told = "the latest evidence before 2999 is of 2024"
    assert any(told in note for note in answer.notes)
    assert told in client.post("/match", json={"need": NEED, "as_of": "2999"}).text
    assert told in run("match", NEED, "--as-of", "2999", store=graph.store.info().url).output


def test_a_hundred_pages_are_answered_or_refused_in_bounded_time(
    graph: qilian.KnowledgeGraph, client: TestClient
) -> None:
    started = time.monotonic()
    short = [c.name for c in graph.match(NEED)]
    assert [c.name for c in graph.match(HUNDRED_PAGES)] == short
    assert graph.match(" ".join(f"word{i}" for i in range(50_000))).ranked == ()
    assert graph.match("盐湖提锂" * 40_000).ranked == ()
    done = run("match", "--file", "-", "--json", store=graph.store.info().url, stdin=HUNDRED_PAGES)
    assert [c["entity"]["name"] for c in json.loads(done.stdout)["candidates"]] == short
    reply = client.post("/match", json={"need": HUNDRED_PAGES})
    assert reply.status_code == 422
    assert "20000" in reply.text.replace(",", "")
    assert time.monotonic() - started < SECONDS


@pytest.mark.parametrize("name", ["Nobody Known", "  ", "🧂"])
@pytest.mark.parametrize("question", ["partners", "served", "similar", "problems"])
def test_questions_about_nobody(
    graph: qilian.KnowledgeGraph, question: str, name: str
) -> None:
    with pytest.raises(QilianError, match="nothing is named"):
        getattr(graph, question)(name)


def test_why_not_of_nobody_and_questions_of_another_time(
    graph: qilian.KnowledgeGraph, client: TestClient
) -> None:
    with pytest.raises(QilianError, match="nothing is named 'Nobody Known'"):
        graph.why_not(NEED, "Nobody Known")
    asked = {"need": NEED, "organisation": "Nobody Known"}
    assert client.get("/match/why-not", params=asked).status_code == 404
    assert "no works before 1800" in str(graph.served(PASTURE, as_of="1800"))
    with pytest.raises(QilianError, match="before 1800"):
        graph.similar(PASTURE, as_of="1800")
