"""Looking up, deciding, and the store as a whole, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.api.command_line import ok, run, small_store


@pytest.fixture
def store(tmp_path: Path) -> str:
    return small_store(tmp_path)


def entity_id(store: str, name: str) -> str:
    found: str = json.loads(ok("find", name, "--json", store=store))[0]["entity"]["id"]
    return found


def test_find_by_part_of_a_name_and_kind(store: str) -> None:
    lines = ok("find", "wool", "--kind", "institutes", store=store).splitlines()
    assert [line.split("\t")[2] for line in lines] == ["name", "Wool Academy"]


def test_find_says_when_there_is_nothing(store: str) -> None:
    result = run("find", "zzzzqqq", store=store)
    assert result.exit_code == 5
    assert "zzzzqqq" in result.stderr


@pytest.mark.parametrize(("text", "words"), [("  ", "empty"), ("", "empty")])
def test_find_refuses_nothing(text: str, words: str, store: str) -> None:
    result = run("find", text, store=store)
    assert result.exit_code == 2
    assert words in result.stderr


@pytest.mark.parametrize("reference", ["Brine Institute", "org:1"])
def test_show_an_entity(reference: str, store: str) -> None:
    text = ok("show", reference, store=store)
    assert "Brine Institute" in text
    assert "region: North" in text
    assert "a salt-lake laboratory" in text
    assert "Lithium sorbent for brine" in text


def test_show_before_a_date(store: str) -> None:
    shown = json.loads(ok("show", "Brine Institute", "--as-of", "2020", "--json", store=store))
    assert [n["other"]["name"] for n in shown["neighbours"]] == ["Lithium sorbent for brine"]


def test_show_a_row_with_its_facts(store: str) -> None:
    shown = json.loads(ok("show", "register/P2", "--json", store=store))
    assert shown["document"]["cells"]["owners"] == "Brine Institute;Wool Academy"
    applied = [f for f in shown["facts"] if f["predicate"] == "APPLIED_FOR"]
    assert {f["subject_name"] for f in applied} == {"Brine Institute", "Wool Academy"}
    assert "title: Washing of wool" in ok("show", "register/P2", store=store)


def test_show_says_what_is_near(store: str) -> None:
    result = run("show", "Brine Instiute", store=store)
    assert result.exit_code == 5
    assert "nearest: Brine Institute" in result.stderr


def test_a_bad_date_is_said(store: str) -> None:
    result = run("show", "Brine Institute", "--as-of", "next year", store=store)
    assert result.exit_code == 2
    assert "next year" in result.stderr


def test_decide_same_and_undo(store: str) -> None:
    said = ok(
        "decide",
        "same",
        "Brine Institute",
        "Wool Academy",
        "--by",
        "Ann",
        "--why",
        "one house",
        store=store,
    )
    assert "Brine Institute and Wool Academy (Institute): same" in said
    assert entity_id(store, "Brine Institute") == entity_id(store, "Wool Academy")
    listed = json.loads(ok("decisions", "--json", store=store))
    assert [(d["by"], d["why"], d["kind"]) for d in listed] == [("Ann", "one house", "same")]
    assert "one house" in ok("decisions", store=store)
    assert "undone: Brine Institute" in ok("undo", listed[0]["id"], store=store)
    assert entity_id(store, "Brine Institute") != entity_id(store, "Wool Academy")
    assert run("undo", listed[0]["id"], store=store).exit_code == 5


def test_reject_and_correct_a_fact(store: str) -> None:
    facts = json.loads(ok("show", "register/i1", "--json", store=store))["facts"]
    note = next(f["id"] for f in facts if f["predicate"] == "note")
    ok(
        "decide",
        "correct",
        "register/i1",
        note,
        "--by",
        "Ann",
        "--value",
        "a brine laboratory",
        store=store,
    )
    assert "a brine laboratory" in ok("show", "Brine Institute", store=store)
    facts = json.loads(ok("show", "register/P1", "--json", store=store))["facts"]
    applied = next(f["id"] for f in facts if f["predicate"] == "APPLIED_FOR")
    ok("decide", "reject", "register/P1", applied, "--by", "Ann", store=store)
    shown = json.loads(ok("show", "Brine Institute", "--json", store=store))
    assert "Lithium sorbent for brine" not in [n["other"]["name"] for n in shown["neighbours"]]


def test_a_correction_without_a_value(store: str) -> None:
    result = run("decide", "correct", "register/i1", "x", "--by", "Ann", store=store)
    assert (result.exit_code, "value" in result.stderr) == (2, True)


def test_forget_asks_first(store: str) -> None:
    kept = run("forget", "Wool Academy", store=store, stdin="n\n")
    assert kept.exit_code == 1
    assert "cannot be undone" in kept.stderr
    assert "Wool Academy" in ok("find", "Wool Academy", store=store)


def test_forget_removes_the_words(store: str) -> None:
    refused = run("forget", "Wool Academy", "--yes", store=store)
    assert refused.exit_code == 2
    assert "no person is called Wool Academy" in refused.stderr
    done = json.loads(ok("forget", "Wool Academy", "--yes", "--anyway", "--json", store=store))
    assert done["units"] == 3
    assert "Wool Academy" not in ok("show", "register/P2", store=store)


def test_status_for_people_and_machines(store: str) -> None:
    found = json.loads(ok("status", "--json", store=store))
    assert found["counts"]["Patent"] == 3
    assert found["sources"] == [["register", 5, "2018-01-01", "2021-06-01"]]
    text = ok("status", store=store)
    assert f"snapshot {found['snapshot']}" in text
    assert "institutes without a work: 0" in text


def test_rebuild_changes_nothing_that_is_seen(store: str) -> None:
    before = ok("show", "Brine Institute", "--json", store=store)
    assert "rebuilt from 5 documents and rows" in ok("rebuild", store=store)
    assert ok("show", "Brine Institute", "--json", store=store) == before


def test_backup_and_restore(store: str, tmp_path: Path) -> None:
    file, other = tmp_path / "all.qilian", f"sqlite:///{tmp_path}/other.db"
    assert "5 documents and rows" in ok("backup", file, store=store)
    assert "5 documents and rows restored" in ok("restore", file, store=other)
    shown = ok("show", "Brine Institute", "--json", store=other)
    assert shown == ok("show", "Brine Institute", "--json", store=store)
    again = run("restore", file, store=other)
    assert (again.exit_code, "not empty" in again.stderr) == (2, True)


def test_a_damaged_backup(tmp_path: Path) -> None:
    (tmp_path / "bad").write_bytes(b"\x1f\x8b nothing")
    result = run("restore", tmp_path / "bad", store=f"sqlite:///{tmp_path}/new.db")
    assert (result.exit_code, "no whole backup" in result.stderr) == (3, True)


def test_copy_between_stores(store: str, tmp_path: Path) -> None:
    other = f"sqlite:///{tmp_path}/copy.db"
    assert "5 documents and rows copied" in ok("copy", store, other)
    assert json.loads(ok("status", "--json", store=other))["counts"]["Patent"] == 3


@pytest.mark.parametrize(
    ("place", "form", "written"),
    [
        ("g.graphml", "", ["g.graphml"]),
        ("g.gexf", "", ["g.gexf"]),
        ("tables", "csv", ["tables/edges.csv", "tables/nodes.csv"]),
        ("import", "neo4j", ["import/edges.csv", "import/nodes.csv"]),
    ],
)
def test_export(place: str, form: str, written: list[str], store: str, tmp_path: Path) -> None:
    said = ok("export", tmp_path / place, *(["--format", form] if form else []), store=store)
    assert sorted(said.splitlines()) == [str(tmp_path / name) for name in written]
    assert all((tmp_path / name).stat().st_size for name in written)


def test_export_to_an_unknown_form(store: str, tmp_path: Path) -> None:
    result = run("export", tmp_path / "g.pdf", store=store)
    assert (result.exit_code, "--format" in result.stderr) == (2, True)
    assert not (tmp_path / "g.pdf").exists()


def test_sources_and_retract(store: str) -> None:
    assert "register\tA register\tpublic\ttable\t5" in ok("sources", "--loaded", store=store)
    assert "5 documents and rows removed" in ok("retract", "register", store=store)
    assert json.loads(ok("sources", "--loaded", "--json", store=store)) == []
    missing = run("retract", "register", store=store)
    assert (missing.exit_code, "register" in missing.stderr) == (5, True)
