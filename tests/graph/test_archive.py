"""Backup, restore and copy: the whole input goes over, or nothing."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from graph.archive import SAVED_KINDS, backup, copy, restore
from graph.dump import projection_lines
from graph.errors import InvalidRequest, SourceUnusable
from graph.forget import forget
from graph.knowledge_graph import KnowledgeGraph
from graph.load import load, retract
from graph.model import Source
from graph.store import Store
from graph.stores import open_store
from tests.builders import REGISTER, organisation_row, patent_row

SECRET = Source("secret", "Kept back", "confidential", "table")


@pytest.fixture
def filled(store: Store) -> Store:
    """A store with a history: a merge by decision, a retracted source, a changed row."""
    load(store, Source("gone", form="table"), [organisation_row("0", "Li Lab", source="gone")])
    load(store, REGISTER, [
        organisation_row("1", "Salt Institute", identifiers=("uscc:1",), founded="1990"),
        patent_row("P1", ["Institute of Salt", "Li Lab"], date="2019-05"),
        patent_row("P2", ["Li Lab"]),
    ])
    load(store, SECRET, [patent_row("S1", ["Salt Institute"], source="secret")])
    retract(store, "gone")
    load(store, REGISTER, [patent_row("P2", ["Li Lab", "Yak Lab"])])
    kg = KnowledgeGraph(store)
    kg.decide("same", "Salt Institute", "Institute of Salt", by="a person", why="same code")
    [fact] = [f for f in kg.document_facts("register/P2") if f.object_name == "A method"
              and f.subject_name == "Yak Lab"]
    kg.decide_fact("reject", fact.id, "register/P2", by="a person")
    for kind in set(SAVED_KINDS) - {"forgotten"}:
        store.save(kind, "brine", '{"need": "brine"}')
    return store


def content(store: Store) -> list[object]:
    return [
        list(projection_lines(store)), store.sources(), list(store.all_units()),
        store.decisions(), store.next_order(), [store.saved(kind) for kind in SAVED_KINDS],
        [(row.id, row.order, row.live) for row in store.all_record_rows()],
    ]


@pytest.fixture
def empty(tmp_path: Path) -> Store:
    return open_store(f"sqlite:///{tmp_path}/other.db")


def test_a_restored_store_is_the_same(filled: Store, empty: Store, tmp_path: Path) -> None:
    assert backup(filled, tmp_path / "b.gz") == 4
    assert restore(empty, tmp_path / "b.gz") == 4
    assert content(empty) == content(filled)
    assert empty.store_id() != filled.store_id()
    assert backup(empty, tmp_path / "again.gz") == 4
    with gzip.open(tmp_path / "b.gz") as one, gzip.open(tmp_path / "again.gz") as two:
        assert one.read() == two.read()
    empty.close()


def test_a_copied_store_is_the_same_and_goes_on_alike(filled: Store, empty: Store) -> None:
    assert copy(filled, empty) == 4
    assert content(empty) == content(filled)
    for store in (filled, empty):
        load(store, REGISTER, [organisation_row("7", "Li Lab", region="Qinghai")])
    assert list(projection_lines(empty)) == list(projection_lines(filled))
    empty.close()


def test_many_units_go_over_in_batches(
    filled: Store, empty: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.archive._BATCH", 3)
    copy(filled, empty)
    assert content(empty) == content(filled)
    empty.close()


@pytest.mark.parametrize("damage", ["cut", "bytes", "no end", "not gzip", "newer", "not ours"])
def test_a_damaged_backup_is_refused_and_leaves_nothing(
    filled: Store, empty: Store, tmp_path: Path, damage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.archive._BATCH", 2)
    path = tmp_path / "b.gz"
    backup(filled, path)
    data = path.read_bytes()
    lines = gzip.decompress(data).splitlines(keepends=True)
    path.write_bytes({
        "cut": data[: len(data) - 40],
        "bytes": data[:200] + bytes(40) + data[240:],
        "no end": gzip.compress(b"".join(lines[:-1])),
        "not gzip": b"".join(lines),
        "newer": gzip.compress(b"".join([b'["qilian-backup",99,1]\n', *lines[1:]])),
        "not ours": gzip.compress(b'{"a": 1}\n'),
    }[damage])
    with pytest.raises(SourceUnusable, match=r"b\.gz: no whole backup"):
        restore(empty, path)
    assert empty.sources() == []
    assert list(empty.unit_keys()) == []
    assert list(empty.all_record_rows()) == []
    backup(filled, path)
    assert restore(empty, path) == 4
    empty.close()


def test_a_line_that_says_nothing_is_refused(empty: Store, tmp_path: Path) -> None:
    path = tmp_path / "b.gz"
    path.write_bytes(gzip.compress(b'["qilian-backup",1,1]\n["unit","a"]\n["end"]\n'))
    with pytest.raises(SourceUnusable, match="no whole backup"):
        restore(empty, path)
    assert list(empty.unit_keys()) == []
    empty.close()


def test_a_missing_backup_is_named(empty: Store, tmp_path: Path) -> None:
    with pytest.raises(SourceUnusable, match=r"none\.gz"):
        restore(empty, tmp_path / "none.gz")
    empty.close()


def test_a_store_that_holds_something_is_never_mixed(filled: Store, tmp_path: Path) -> None:
    backup(filled, tmp_path / "b.gz")
    before = content(filled)
    with pytest.raises(InvalidRequest, match="not empty"):
        restore(filled, tmp_path / "b.gz")
    with pytest.raises(InvalidRequest, match="not empty"):
        copy(filled, filled)
    assert content(filled) == before


def test_a_backup_that_cannot_be_written_leaves_no_part(filled: Store, tmp_path: Path) -> None:
    with pytest.raises(SourceUnusable, match="cannot be written"):
        backup(filled, tmp_path / "nowhere" / "b.gz")
    (tmp_path / "taken").mkdir()
    with pytest.raises(SourceUnusable, match="cannot be written"):
        backup(filled, tmp_path / "taken")
    assert not list(tmp_path.glob("*.part"))


def test_a_copy_remembers_who_was_forgotten(filled: Store, empty: Store) -> None:
    named = organisation_row("9", "Office", contact="Zhang San")
    load(filled, REGISTER, [named])
    forget(filled, ["Zhang San"])
    copy(filled, empty)
    KnowledgeGraph(empty).load(REGISTER, [named])
    assert "Zhang San" not in str(content(empty))
    empty.close()
