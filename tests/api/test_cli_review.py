"""The review queue at the terminal: listed in a pipe, decided with one key each."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import qilian
from api.commands.review import KEYS, Session
from graph.model import Claim, Record
from tests.api.command_line import ok, run
from tests.builders import REGISTER, evidence, organisation_row, patent_row

ONE, TWO = "Norbu Salt Lake Research Institute", "Norbu Salt Lake Research Inst. of Xining"
WOOL = "Dolma Wool Spinning Institute"


@pytest.fixture
def store(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'pairs.db'}"
    with qilian.open(url) as graph:
        graph.load(REGISTER, [
            organisation_row("1", ONE, region="Xining", founded="1999", identifiers=("org:1",)),
            organisation_row("2", WOOL, region="Xining"),
            organisation_row("3", f"{WOOL} of Xining"),
            *(patent_row(f"P{i}", [TWO], title="Sorbent") for i in range(3)),
            *(patent_row(f"W{i}", [f"{WOOL} of Xining"]) for i in range(2)),
        ])
    return url


@pytest.fixture
def graph(store: str) -> Iterator[qilian.KnowledgeGraph]:
    with qilian.open(store) as graph:
        yield graph


def session(graph: qilian.KnowledgeGraph, keys: str, **options: str) -> Session:
    """Somebody who types these keys."""
    waiting = iter(keys)
    made = Session(graph, graph.doubts(), lambda: next(waiting), **options)  # type: ignore[arg-type]
    made.run()
    assert next(waiting, None) is None, "it ended before the last key"
    return made


def test_in_a_pipe_the_pairs_are_listed(store: str) -> None:
    header, *lines = ok("review", store=store).splitlines()
    assert header.split("\t")[:4] == ["score", "would move", "first", "second"]
    assert [line.split("\t")[2] for line in lines] == [TWO, f"{WOOL} of Xining"]
    only = ok("review", "--about", WOOL, store=store).splitlines()
    assert len(only) == 2
    assert ok("review", "--kind", "agency", store=store).splitlines() == [header]
    told = json.loads(ok("review", "--json", "--limit", "1", store=store))
    assert (told["total"], told["crowded"], len(told["doubts"])) == (2, 0, 1)
    assert told["doubts"][0]["first"]["name"] == TWO
    assert "pairs in doubt" in run("review", store=store).stderr


def test_each_key_does_what_the_help_says(
    graph: qilian.KnowledgeGraph, capsys: pytest.CaptureFixture[str]
) -> None:
    session(graph, "xdu", by="Li Wen")
    assert [(d.kind, d.records[0].name, d.by) for d in graph.decisions()] == [
        ("different", TWO, "Li Wen"), ("unsure", f"{WOOL} of Xining", "Li Wen")]
    assert all(d.score is not None and 0 < d.score < 1 for d in graph.decisions())
    assert graph.doubts().total == 0
    said = capsys.readouterr().out
    for words in (ONE, "identifiers: org:1", "place: Xining", "sources: register",
                  "founded 1999", "applied for Sorbent", "core: ", "[register/1]"):
        assert words in said.replace("\n", " ") or words in said


def test_the_help_names_every_key(
    graph: qilian.KnowledgeGraph, capsys: pytest.CaptureFixture[str]
) -> None:
    session(graph, "?zq")
    said = capsys.readouterr().out
    for key in ("s", "d", "u", "space, k", "z", "q", "?"):
        assert f"\n{key} " in said
    assert "nothing to undo: " in said
    session(graph, "xq")
    assert "'x' is no key here: s same, d different" in capsys.readouterr().out
    assert graph.decisions() == []


def test_who_works_there_is_named_not_the_organisation_itself(
    graph: qilian.KnowledgeGraph, capsys: pytest.CaptureFixture[str]
) -> None:
    row = organisation_row("4", ONE, region="Xining", identifiers=("org:1",))
    person = Record("register/4#person:0", "Person", "Pema Yangzom")
    works = Claim(person.key, "WORKS_FOR", object="register/4",
                  evidence=evidence("name", person.name))
    graph.load(REGISTER, [replace(row, records=(*row.records, person), claims=(works,))])
    session(graph, "q")
    said = capsys.readouterr().out
    assert "- ← works for Pema Yangzom" in said
    assert f"works for {ONE}" not in said


def test_undo_goes_back_to_the_pair_and_q_ends(graph: qilian.KnowledgeGraph) -> None:
    session(graph, "zdzsq", by="Li Wen")
    [made] = graph.decisions()
    assert (made.kind, made.records[0].name) == ("same", TWO)
    assert graph.entity(ONE).id == graph.entity(TWO).id


def test_skipping_decides_nothing(graph: qilian.KnowledgeGraph) -> None:
    session(graph, "k ")
    assert graph.decisions() == []


def test_what_was_decided_elsewhere_meanwhile_is_said_and_passed(
    graph: qilian.KnowledgeGraph, capsys: pytest.CaptureFixture[str]
) -> None:
    waiting = Session(graph, graph.doubts(), iter("sd").__next__, "Li Wen")
    graph.decide("same", ONE, TWO, by="Somebody else")
    waiting.run()
    assert "are one thing already" in capsys.readouterr().err
    assert [d.by for d in graph.decisions()] == ["Somebody else", "Li Wen"]


def test_decisions_and_undo_say_who_when_why_and_the_score_seen(store: str) -> None:
    ok("decide", "different", ONE, TWO, "--by", "Li Wen", "--why", "two roofs", store=store)
    header, line = ok("decisions", store=store).splitlines()
    cells = dict(zip(header.split("\t"), line.split("\t"), strict=True))
    assert (cells["by"], cells["why"]) == ("Li Wen", "two roofs")
    assert 0 < float(cells["score seen"]) < 1
    undone = ok("undo", cells["id"], store=store)
    assert "decided by Li Wen" in undone
    assert "two roofs" in undone
    assert "score seen 0." in undone


def test_people_of_one_name_are_shown_only_when_asked_for(store: str) -> None:
    assert "person" not in ok("review", store=store)
    assert len(ok("review", "--kind", "person", store=store).splitlines()) == 1


def test_on_a_real_terminal_one_key_decides_and_the_name_is_asked_once(store: str) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "api.cli", "--store", store, "review"], stdin=theirs,
        stdout=theirs, stderr=theirs, env=os.environ | {"TERM": "xterm", "COLUMNS": "100"})
    os.close(theirs)
    typed = [("? help", b"d"), ("Who decides", b"Li Wen\n"), ("? help", b"u")]
    said = ""
    try:
        for words, keys in typed:
            said = _until(ours, words)
            if words == "? help":
                _waits_for_a_key(ours)
            os.write(ours, keys)
        said += _until(ours, "decisions taken")
        assert process.wait(timeout=20) == 0
    finally:
        process.kill()
        process.wait()
        os.close(ours)
    assert "2 decisions taken" in said
    with qilian.open(store) as graph:
        assert [(d.kind, d.by) for d in graph.decisions()] == [
            ("different", "Li Wen"), ("unsure", "Li Wen")]
    assert sorted(KEYS) == ["d", "s", "u"]


def _waits_for_a_key(terminal: int) -> None:
    """Until the program reads key by key; what is typed before is thrown away."""
    until = time.monotonic() + 30
    while termios.tcgetattr(terminal)[3] & termios.ICANON and time.monotonic() < until:
        time.sleep(0.02)


def _until(terminal: int, words: str) -> str:
    """What the terminal shows until these words have come."""
    said, until = "", time.monotonic() + 30
    while words not in said and time.monotonic() < until:
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                said += os.read(terminal, 65536).decode(errors="replace")
            except OSError:  # the other end is closed
                break
    assert words in said, said
    return said
