"""Bringing things in from the command line, good files and bad ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.command_line import ok, run

NEEDS = "need_no,title,text,enterprise,budget,stated\n"
GOOD = NEEDS + (
    "N1,Lithium from brine,Sorbents for brine rich in magnesium,Salt Works,100000,2022-05-01\n"
    "N2,Softer wool,A bath that makes wool softer,Carpet Works,50000,2022-06-01\n"
)


@pytest.fixture
def store(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/new.db"


@pytest.fixture
def needs(tmp_path: Path) -> Path:
    path = tmp_path / "needs.csv"
    path.write_text(GOOD, encoding="utf-8")
    return path


def counts(store: str) -> dict[str, int]:
    found: dict[str, int] = json.loads(ok("status", "--json", store=store))["counts"]
    return found


def test_ingest_a_table_and_again(needs: Path, store: str) -> None:
    assert "2 new" in ok("ingest", needs, store=store)
    assert counts(store)["Problem"] == 2
    again = json.loads(ok("ingest", needs, "--json", store=store))
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 2)


def test_ingest_as_a_source_that_few_may_see(needs: Path, store: str) -> None:
    ok(
        "ingest",
        needs,
        "--source",
        "hall",
        "--visibility",
        "internal",
        "--mapping",
        "needs",
        store=store,
    )
    sources = json.loads(ok("sources", "--loaded", "--json", store=store))
    assert [(s["key"], s["visibility"]) for s in sources] == [("hall", "internal")]


def test_a_whole_source_drops_what_is_missing(needs: Path, store: str) -> None:
    ok("ingest", needs, store=store)
    needs.write_text("".join(GOOD.splitlines(keepends=True)[:2]), encoding="utf-8")
    assert json.loads(ok("ingest", needs, "--json", store=store))["removed"] == 0
    assert json.loads(ok("ingest", needs, "--complete", "--json", store=store))["removed"] == 1
    assert counts(store)["Problem"] == 1


def test_a_dry_run_writes_nothing(needs: Path, store: str, tmp_path: Path) -> None:
    text = ok("ingest", needs, "--dry-run", store=store)
    assert "nothing was written" in text
    assert "2 units" in text
    assert [path.name for path in tmp_path.iterdir()] == ["needs.csv"]


def test_a_broken_row_does_not_stop_the_others(needs: Path, store: str) -> None:
    needs.write_text(GOOD + "N3,Bad date,Text,Salt Works,1,the day after\n", encoding="utf-8")
    text = ok("ingest", needs, store=store)
    assert "2 new" in text
    assert "1 refused" in text
    assert "row 4" in text
    assert "the day after" in text


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("needs.xlsx", GOOD.encode(), "needs.xlsx"),
        ("other.csv", b"alpha,beta\n1,2\n", "alpha, beta"),
        ("needs.csv.gz", GOOD.encode(), "needs.csv.gz"),
    ],
)
def test_a_bad_source_stops_only_itself(
    name: str, content: bytes, words: str, needs: Path, store: str, tmp_path: Path
) -> None:
    bad = tmp_path / "bad" / name
    bad.parent.mkdir()
    bad.write_bytes(content)
    result = run("ingest", bad, needs, store=store)
    assert result.exit_code == 3
    assert "2 new" in result.stdout
    assert "not read:" in result.stdout
    assert words in result.stdout


@pytest.mark.parametrize(
    ("options", "words", "code"),
    [
        (["--mapping", "neds"], "neds", 3),
        (["--mapping", "patents"], "needs a column 'number'", 3),
        (["--visibility", "secret"], "choose from public", 2),
    ],
)
def test_bad_options(options: list[str], words: str, code: int, needs: Path, store: str) -> None:
    result = run("ingest", needs, *options, store=store)
    assert result.exit_code == code
    assert words in result.output
    assert "Traceback" not in result.output


def test_a_file_that_is_not_there(store: str, tmp_path: Path) -> None:
    result = run("ingest", tmp_path / "absent.csv", store=store)
    assert result.exit_code == 3
    assert "absent.csv" in result.output


ARTICLE = (
    "City of Northlake supports salt-lake chemistry\n\n2021-03-04\n\n"
    "The Science and Technology Bureau of Northlake City issued the Action Plan for Salt-Lake "
    "Chemistry. The plan supports the salt-lake chemical industry. In 2020 the city had 313 "
    "patents.\n"
)


def test_extract_writes_facts_whose_spans_are_their_quotes(tmp_path: Path) -> None:
    article, out = tmp_path / "article.txt", tmp_path / "facts.jsonl"
    article.write_text(ARTICLE, encoding="utf-8")
    ok("extract", article, "--out", out)
    facts = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert {fact["document"] for fact in facts} == {"article.txt"}
    assert {"entity", "indicator"} <= {fact["kind"] for fact in facts}
    for fact in facts:
        assert " ".join(ARTICLE[fact["start"] : fact["end"]].split()) == fact["quote"]
    assert ok("extract", article, "--out", "-") == out.read_text(encoding="utf-8")


def test_extract_goes_on_after_a_bad_document(tmp_path: Path) -> None:
    article, bad, out = tmp_path / "article.txt", tmp_path / "bad.txt", tmp_path / "facts.jsonl"
    article.write_text(ARTICLE, encoding="utf-8")
    bad.write_bytes(b"%PDF-1.7 \x00\x01\x02")
    result = run("extract", bad, article, "--out", out)
    assert result.exit_code == 3
    assert "not read:" in result.stderr
    assert out.stat().st_size > 0


def test_extract_into_a_folder_that_is_not_there(tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    result = run("extract", article, "--out", tmp_path / "no" / "facts.jsonl")
    assert result.exit_code == 3
    assert "facts.jsonl" in result.stderr


LIMITED = (
    "import resource, runpy, sys\n"
    "resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))\n"
    "sys.argv = ['qilian', *sys.argv[1:]]\n"
    "runpy.run_module('api.cli', run_name='__main__')\n"
)


@pytest.mark.skipif(sys.platform == "win32", reason="files have no limit of size there")
def test_a_store_that_cannot_grow_keeps_whole_rows(tmp_path: Path, store: str) -> None:
    """A limit on the size of files stands for a full disk."""
    rows = [f"N{n},Need {n},{'words about brine ' * 40},Works {n},1,2022\n" for n in range(3000)]
    many = tmp_path / "many.csv"
    many.write_text(NEEDS + "".join(rows), encoding="utf-8")
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            LIMITED,
            "--store",
            store,
            "ingest",
            str(many),
            "--mapping",
            "needs",
        ],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 4
    assert done.stderr.startswith("qilian: ")
    assert "Traceback" not in done.stderr
    found = counts(store)
    assert found["units"] % 1000 == 0
    assert found.get("Problem", 0) == found["units"]


def test_a_folder_of_nothing_is_said(tmp_path: Path, store: str) -> None:
    (tmp_path / "nothing").mkdir()
    result = run("ingest", tmp_path / "nothing", store=store)
    assert result.exit_code == 3
    assert "nothing: the folder holds no document and no table" in result.output


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are bytes on Linux alone")
def test_a_file_whose_name_is_no_text(tmp_path: Path, store: str) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/n\xff.csv"))
    path.write_text(GOOD, encoding="utf-8")
    assert "2 new" in ok("ingest", path, store=store)
