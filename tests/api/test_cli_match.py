"""Asking from the command line: one need, a table of needs, a file of queries."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.api.command_line import ok, run, small_store

NEED = "a titanium sorbent for lithium in brine with magnesium"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("QILIAN_CACHE", str(tmp_path / "cache"))
    return small_store(tmp_path)


def names(answer: str) -> list[str]:
    return [c["entity"]["name"] for c in json.loads(answer)["candidates"]]


def test_match_names_candidates_parts_and_words(store: str) -> None:
    text = ok("match", NEED, store=store)
    lines = text.splitlines()
    header = next(line for line in lines if line.startswith("rank\t")).split("\t")
    first = lines[lines.index("\t".join(header)) + 1].split("\t")
    assert first[:3] == ["1", "Brine Institute", "Institute"]
    score, parts = re.findall(r"score ([\d.]+) = (.*)", text)[0]
    added = sum(float(number) for number in re.findall(r"-?[\d.]+(?= \+|$)", parts))
    assert (float(first[3]), float(score)) == (pytest.approx(added, abs=0.002),) * 2
    assert "2019-03-01  Patent: Lithium sorbent for brine" in text
    assert "“A titanium sorbent takes lithium from brine rich in magnesium.”" in text
    assert "register/P1" in text


def test_match_for_machines(store: str) -> None:
    answer = json.loads(ok("match", NEED, "--json", "--limit", "1", store=store))
    assert answer["convincing"] is True
    best = answer["candidates"][0]
    assert best["score"] == pytest.approx(sum(part["value"] for part in best["parts"]))
    assert best["works"][0]["document"] == "register/P1"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--exclude", "Brine Institute"], "Brine Institute"),
        (["--kind", "enterprise"], "Brine Institute"),
        (["--min-works", "3"], "Brine Institute"),
        (["--as-of", "2019"], "Brine Institute"),
    ],
)
def test_filters_leave_out(options: list[str], expected: str, store: str) -> None:
    answer = json.loads(ok("match", NEED, *options, "--json", store=store))
    shown = [c["entity"]["name"] for c in (*answer["candidates"], *answer["nearest"])]
    assert expected not in shown


def test_a_need_from_a_file_and_from_stdin(store: str, tmp_path: Path) -> None:
    file = tmp_path / "need.txt"
    file.write_text(NEED, encoding="utf-8")
    wanted = names(ok("match", NEED, "--json", store=store))
    assert names(ok("match", "--file", file, "--json", store=store)) == wanted
    assert names(ok("match", "--file", "-", "--json", store=store, stdin=NEED)) == wanted


def test_a_foreign_need_gets_no_convincing_candidate(store: str) -> None:
    text = ok("match", "orbital mechanics of a satellite and its brine", store=store)
    assert "No convincing candidate" in text


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["match"], "empty"),
        (["match", "  "], "empty"),
        (["match", NEED, "--file", "x.txt"], "not both"),
        (["match", NEED, "--batch", "q.jsonl"], "give one need, or --needs, or --batch"),
        (["match", "--batch", "q.jsonl", "--key", "org"], "--out"),
        (["match", "--batch", "q.jsonl", "--out", "a.jsonl"], "--key"),
        (["match", NEED, "--kind", "patent"], "no kind of organisation"),
        (["match", NEED, "--as-of", "31.31.2020"], "31.31.2020"),
        (["match", "--needs", "n.csv", "--out", "a.pdf"], ".xlsx"),
        (
            ["match", "--batch", "q.jsonl", "--key", "org", "--out", "a.jsonl", "--pool", "x"],
            "NAME=KINDS:MIN",
        ),
    ],
)
def test_bad_questions(args: list[str], words: str, store: str) -> None:
    result = run(*args, store=store)
    assert result.exit_code == 2
    assert words in result.stderr
    assert result.stdout == ""


def test_why_not(store: str) -> None:
    text = ok("why-not", NEED, "Wool Academy", store=store)
    assert "Wool Academy: rank 2 of 2" in text
    assert "Brine Institute" in text
    found = json.loads(ok("why-not", NEED, "Wool Academy", "--json", store=store))
    assert found["leader"]["entity"]["name"] == "Brine Institute"


# --- batch --------------------------------------------------------------------------------------


def batch(
    tmp_path: Path, store: str, *queries: dict[str, Any], options: tuple[str, ...] = ()
) -> dict[str, list[dict[str, Any]]]:
    asked, out = tmp_path / "q.jsonl", tmp_path / "a.jsonl"
    asked.write_text("".join(json.dumps(q) + "\n" for q in queries), encoding="utf-8")
    ok("match", "--batch", asked, "--key", "org", "--out", out, *options, store=store)
    answers = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    return {answer["id"]: answer["ranked"] for answer in answers}


def test_a_batch_gives_ranked_keys(tmp_path: Path, store: str) -> None:
    answers = batch(
        tmp_path,
        store,
        {"id": "a", "text": NEED, "gold": ["1"]},
        {"id": "b", "title": "Dye", "text": "a plant dye for wool carpets", "as_of": 2019},
        {"id": "c", "text": NEED, "as_of": 2010},
    )
    assert [r["key"] for r in answers["a"]] == ["1", "2"]
    assert answers["a"][0]["score"] > answers["a"][1]["score"]
    assert [r["key"] for r in answers["b"]] == ["2"]
    assert answers["c"] == []


def test_a_batch_answers_as_single_questions_do(tmp_path: Path, store: str) -> None:
    single = json.loads(ok("match", NEED, "--json", store=store))["candidates"]
    answers = batch(tmp_path, store, {"id": 1, "text": NEED})
    assert [r["score"] for r in answers[1]] == [c["score"] for c in single]


def test_pools_are_filters(tmp_path: Path, store: str) -> None:
    pools = ("--pool", "big=institute:3", "--pool", "firms=enterprise", "--pool", "all=:1")
    answers = batch(
        tmp_path,
        store,
        *({"id": pool, "pool": pool, "text": NEED} for pool in ("big", "firms", "all")),
        options=pools,
    )
    assert {pool: len(ranked) for pool, ranked in answers.items()} == {
        "big": 0,
        "firms": 0,
        "all": 2,
    }


def test_an_unknown_pool_is_refused(tmp_path: Path, store: str) -> None:
    asked = tmp_path / "q.jsonl"
    asked.write_text('{"id": 1, "text": "brine", "pool": "institutes"}\n', encoding="utf-8")
    result = run(
        "match",
        "--batch",
        asked,
        "--key",
        "org",
        "--out",
        tmp_path / "a.jsonl",
        "--pool",
        "all=:5",
        store=store,
    )
    assert (result.exit_code, "'institutes'" in result.stderr) == (2, True)
    assert not (tmp_path / "a.jsonl").exists()


def test_an_empty_query_does_not_stop_the_batch(tmp_path: Path, store: str) -> None:
    answers = batch(tmp_path, store, {"id": "x", "text": " "}, {"id": "y", "text": NEED})
    assert answers["x"] == []
    assert answers["y"] != []


@pytest.mark.parametrize("line", ["not json", "[1]", '{"id": 1}', '{"text": "x"}'])
def test_a_line_that_is_no_query(line: str, tmp_path: Path, store: str) -> None:
    asked, out = tmp_path / "q.jsonl", tmp_path / "a.jsonl"
    asked.write_text(f'{{"id": 0, "text": "brine"}}\n{line}\n', encoding="utf-8")
    result = run("match", "--batch", asked, "--key", "org", "--out", out, store=store)
    assert (result.exit_code, "line 2" in result.stderr) == (3, True)
    assert not out.exists()


# --- a table of needs ---------------------------------------------------------------------------


def needs_file(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["编号", "需求名称", "需求描述", "企业名称"])
    sheet.append(["N1", "Lithium", NEED, "Salt Works"])
    sheet.append(["N2", "Brine", NEED, "Brine Institute"])
    sheet.append(["N3", "??", "??", ""])
    book.save(tmp_path / "needs.xlsx")
    return tmp_path / "needs.xlsx"


def test_a_table_of_needs(tmp_path: Path, store: str) -> None:
    out = tmp_path / "candidates.xlsx"
    result = run("match", "--needs", needs_file(tmp_path), "--out", out, store=store)
    assert result.exit_code == 0, result.output
    assert "3 needs" in result.stderr
    sheet = openpyxl.load_workbook(out).active
    header, *rows = sheet.iter_rows(values_only=True)
    found = [dict(zip(header, row, strict=True)) for row in rows]
    assert [(r["need"], r["organisation"]) for r in found[:3]] == [
        ("N1", "Brine Institute"),
        ("N1", "Wool Academy"),
        ("N2", "Wool Academy"),
    ]
    assert "Lithium sorbent for brine" in found[0]["evidence 1"]
    assert found[-1]["need"] == "N3"
    assert found[-1]["answer"].startswith("not answered: ")


def test_a_table_of_needs_as_csv(tmp_path: Path, store: str) -> None:
    needs, out = tmp_path / "n.csv", tmp_path / "c.csv"
    needs.write_text(f"title\n{NEED}\n", encoding="utf-8")
    ok("match", "--needs", needs, "--out", out, "--limit", "1", store=store)
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(r["need"], r["organisation"]) for r in rows] == [("row 2", "Brine Institute")]


def test_a_table_without_needs(tmp_path: Path, store: str) -> None:
    needs = tmp_path / "n.csv"
    needs.write_text("alpha,beta\n1,2\n", encoding="utf-8")
    result = run("match", "--needs", needs, "--out", tmp_path / "c.csv", store=store)
    assert (result.exit_code, "需求名称" in result.stderr) == (3, True)
    assert not (tmp_path / "c.csv").exists()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["match", "\udcff lithium"], 2),
        (["match", "lithium", "--exclude", "\udcff"], 5),
        (["show", "\udcff"], 2),
    ],
)
def test_half_a_character_is_no_question(words: list[str], code: int, store: str) -> None:
    result = run(*words, store=store)
    assert (result.exit_code, type(result.exception)) == (code, SystemExit)


def test_a_query_nested_too_deep_names_its_line(store: str, tmp_path: Path) -> None:
    queries = tmp_path / "q.jsonl"
    queries.write_text("[" * 50_000 + "\n")
    result = run("match", "--batch", queries, "--key", "org", "--out", tmp_path / "a", store=store)
    assert result.exit_code == 3
    assert "line 1: is not JSON" in result.output
