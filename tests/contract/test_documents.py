"""Documents of every format on every store: text, bytes and places outlive backup and forgetting.
"""

from __future__ import annotations

from pathlib import Path

from graph.archive import backup, restore
from graph.forget import forget
from graph.knowledge_graph import KnowledgeGraph
from graph.store import Store
from ingest.run import Options, ingest
from tests.contract.conftest import OpenStore
from tests.ingest.sources.files import lines, pdf, word

FACT = "In 2019, the turnover of Lintao reached 12 million yuan."


def files(folder: Path) -> list[Path]:
    made = [folder / "plan.pdf", folder / "plan.docx"]
    made[0].write_bytes(pdf(
        lines(["A headline of no importance.", "Much was said at the meeting of the county, and",
               "the director of the Pump Institute is Zhang"]),
        lines(["Sanfeng, and he said so.", FACT])))
    made[1].write_bytes(word("A headline of no importance.", [["Firm", "Sum"], ["Weihe Pump Co., "
                             "Ltd.", "12"]], FACT))
    return made


def places(kg: KnowledgeGraph) -> set[str]:
    return {fact.place for name in ("plan.pdf", "plan.docx")
            for fact in kg.document_facts(f"documents/{name}") if fact.quote in FACT}


def test_places_outlive_backup_and_restore(
    store: Store, open_empty: OpenStore, tmp_path: Path
) -> None:
    made = files(tmp_path)
    kg = KnowledgeGraph(store)
    assert ingest(kg, made, Options()).new == 2
    assert ingest(kg, made, Options()).unchanged == 2
    before = places(kg)
    assert before == {"documents/plan.pdf, page 2", "documents/plan.docx, paragraph 2"}
    units = [kg.document(f"documents/{path.name}") for path in made]
    assert [unit.original for unit in units] == [path.read_bytes() for path in made]
    backup(store, tmp_path / "a.backup")
    again = open_empty()
    restore(again, tmp_path / "a.backup")
    assert places(KnowledgeGraph(again)) == before
    assert [KnowledgeGraph(again).document(unit.key) for unit in units] == units


def test_forgetting_a_name_over_two_pages_moves_no_page(store: Store, tmp_path: Path) -> None:
    kg = KnowledgeGraph(store)
    ingest(kg, files(tmp_path), Options())
    text = kg.document("documents/plan.pdf").text
    assert "Zhang\fSanfeng" in text
    forget(store, ["Zhang Sanfeng"], anyway=True)
    unit = kg.document("documents/plan.pdf")
    assert "█████\f███████" in unit.text
    assert (len(unit.text), unit.original) == (len(text), None)
    assert "documents/plan.pdf, page 2" in places(kg)
