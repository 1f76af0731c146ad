"""Tables, lists of demands, forms and registers in many layouts, all of them invented."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.nlp.tables.finding import english, find_layout, parted
from ingest.nlp.tables.layout import Cover
from ingest.sources.html import html_document
from ingest.sources.text import text_document
from tests.ingest.nlp.reading import entities, named, read, relations

LAYOUTS = sorted((Path(__file__).parent / "layouts").glob("*.txt"))
"""Each holds a document, behind ``====`` its relations and behind ``----`` its figures."""


def case(path: Path) -> tuple[str, set[str], set[str]]:
    text, _, expected = path.read_text(encoding="utf-8").partition("\n====\n")
    wanted, _, sums = expected.partition("----\n")
    return text + "\n", set(wanted.splitlines()), set(sums.splitlines())


@pytest.mark.parametrize("path", LAYOUTS, ids=[path.stem for path in LAYOUTS])
def test_a_layout_gives_its_relations_and_figures(path: Path) -> None:
    text, wanted, sums = case(path)
    facts = read(text, title="")
    names = {e.id: e.name for e in facts.entities}
    found = {
        f"{r.type} | {names[r.subject]} | {names[r.object]}"
        for r in facts.relations if r.reader == "tables"
    }  # fmt: skip
    assert found == wanted
    assert sums == {
        f"{i.value:.12g} | {i.unit} | {i.status} | {i.period or ''} | {i.of}"
        for i in facts.indicators if i.reader == "tables"
    }  # fmt: skip


# --- what is said beside the cells ------------------------------------------------------------


TABLE = "Status of joint laboratories\n\nLaboratory | Host | Partner | Status\n"


@pytest.mark.parametrize("status", ["not approved", "withdrawn", "Terminated in May", "rejected"])
def test_a_negative_status_takes_the_relations(status: str) -> None:
    row = f"Seaweed Laboratory | Aber University | Kelpworks Ltd | {status}"
    facts = read(f"{TABLE}{row}\n", title="")
    assert relations(facts) == set()
    assert named(facts, "Enterprise") == ["Kelpworks Ltd"]


@pytest.mark.parametrize("status", ["approved", "in operation since May", "under construction"])
def test_any_other_status_leaves_them(status: str) -> None:
    row = f"Seaweed Laboratory | Aber University | Kelpworks Ltd | {status}"
    assert ("RUNS", "Aber University", "Seaweed Laboratory") in relations(
        read(f"{TABLE}{row}\n", title="")
    )


@pytest.mark.parametrize(
    "nothing", ["-", "–", "none", "n/a", "None (talks broke off)", "to be discussed"]
)
def test_an_empty_cell_names_nothing(nothing: str) -> None:
    facts = read(f"{TABLE}Seaweed Laboratory | Aber University | {nothing} | open\n", title="")
    assert named(facts, "Enterprise") == []


def test_a_row_of_totals_is_of_no_member() -> None:
    facts = read(
        "Grants\n\nCentre | Host | Grant\nPeat Centre | Aber University | EUR 2 million\n"
        "Moss Centre | Aber University | EUR 3 million\nTotal | | EUR 5 million\n",
        title="",
    )
    total = next(i for i in facts.indicators if i.value == 5e6)
    assert (total.of, total.name) == ("", "grant total")


def test_a_line_of_totals_takes_the_name_of_the_column() -> None:
    facts = read(
        "Grants\n\nCentre | Host | Grant\nPeat Centre | Aber University | EUR 2 million\n\n"
        "Total: EUR 2 million (US$ 2.2 million).\n",
        title="",
    )
    assert {(i.name, i.value) for i in facts.indicators} >= {("grant total", 2.2e6)}


def test_a_code_stands_for_its_row() -> None:
    facts = read(
        "Centres\n\nCode | Centre | Host\nC7 | Peat Centre | Aber University\n"
        "C8 | Moss Centre | Aber University\n\nC7 and Fenland Turf Ltd jointly developed it.\n",
        title="",
    )
    assert "C7" not in {name for _, name in entities(facts)}


def test_the_words_of_a_block_speak_for_its_firm() -> None:
    facts = read(
        "Needs of firms\n\nNeed 1 – Foam in fermenters\nCompany: Yeastworks Ltd\n"
        "Foam costs us too much yield. We have worked with Aber University since 2020. "
        "We hold patent EP3412796.\nBudget: EUR 9,000\n\n"
        "Need 2 – Dull knives\nCompany: Bladeworks Ltd\nBudget: EUR 8,000\n",
        title="",
    )
    assert relations(facts) >= {
        ("COLLABORATES_WITH", "Yeastworks Ltd", "Aber University"),
        ("DEVELOPS", "Yeastworks Ltd", "EP3412796"),
        ("HAS_PROBLEM", "Bladeworks Ltd", "Dull knives"),
    }
    (foam,) = [e for e in facts.entities if e.name == "Foam in fermenters"]
    assert foam.also == ("Foam costs us too much yield",)


def test_a_web_page_keeps_its_empty_cells() -> None:
    rows = "".join(
        f"<tr><td>{a}</td><td>{b}</td><td>{c}</td></tr>"
        for a, b, c in [
            ("Company", "Town", "Budget"),
            ("Alder Foundry Ltd", "", "EUR 30,000"),
            ("Birch Mill Ltd", "Oxley", "EUR 40,000"),
        ]
    )
    page = (
        "<html><body><article><h1>Needs of the firms in the valley</h1><p>The office has gathered "
        f"the needs of firms.</p><table>{rows}</table></article></body></html>"
    )
    (first, second) = find_layout(html_document("page.html", page), english()).records
    assert [c.role for c in first.cells] == ["enterprise", "amount"]
    assert [c.role for c in second.cells] == ["enterprise", "city", "amount"]


# --- near misses ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "The mayor spoke on Friday. Contact: Ann Lee. The budget: EUR 3 million is ours.",
        "The park has 12 firms; a school; and a garden; more will follow.\n"
        "The town has 3 mills; a port; and an inn; more will close.",
        "1. The city, the region, and the state pay EUR 3 million.\n"
        "2. The firm pays the rest, and the bank, as always, lends it.",
        "Next steps: hire staff.\n\nThe programme has three aims: more patents, jobs and exports.",
        "Source: the ministry\n\nThe plan was issued in 2019.",
        "Income\nFirst nine months of 2023: EUR 2 million came from fees, and much of it was spent "
        "on new rooms for the staff of the office in the old town.\n\nStock\n1,284 patents.",
    ],
)
def test_running_text_is_no_table(text: str) -> None:
    document = text_document("news.txt", f"A headline that says little of it\n\n{text}")
    assert find_layout(document, english()).records == []


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Name of the company", "enterprise"),
        ("Companies / institutes", "partner"),
        ("FAPESP grant", "amount"),
        ("Budget (EUR)", "amount"),
        ("LEAD ORGANISATION", "host"),
        ("Patent No.", "patent"),
        ("Marl University", ""),
        ("Joint Laboratory for Soft Robotics", ""),
        ("The city that has the largest port of all", ""),
        ("Weather", ""),
    ],
)
def test_labels_are_known_by_their_telling_words(label: str, role: str) -> None:
    assert english().role(label) == role


# --- invariants -------------------------------------------------------------------------------

SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)).map(sorted).map(tuple))
PIECES = st.sampled_from(
    ["Company: ", "Need", " | ", "\t", "; ", "\n", "\n\n", "1. ", "R-3 ", "Alpha Ltd", "EUR 5",
     "rust in pipes", "|---|", " – ", "Total", "Budget: ", "(Bonn)", "   ", ".", "2024"]
)  # fmt: skip


@given(SPANS, st.integers(0, 40), st.integers(0, 6))
def test_cover_holds_what_one_span_holds(
    spans: list[tuple[int, int]], start: int, more: int
) -> None:
    expected = any(a <= start and start + more <= b for a, b in spans)
    assert Cover(spans).holds(start, start + more) == expected


@settings(max_examples=150)
@given(st.lists(PIECES, min_size=1, max_size=40).map("".join).filter(str.strip))
def test_any_mixture_is_read_with_cells_inside_their_records(text: str) -> None:
    document = text_document("odd.txt", text)
    layout = find_layout(document, english())
    for record in layout.records:
        assert 0 <= record.start <= record.end <= len(document.clean)
        for cell in record.cells:
            assert 0 <= cell.start <= cell.end <= len(document.clean)
            assert (
                document.clean[cell.start : cell.end].strip()
                == (document.clean[cell.start : cell.end])
            )
    read(text, title="")


@given(st.text("ab |\n", max_size=40).map("a{}a".format), st.lists(st.integers(0, 40)))
def test_parting_loses_no_word(text: str, cuts: list[int]) -> None:
    pieces = parted(text, [(0, len(text))], sorted(set(cuts)))
    assert sum(text[a:b].count("a") for a, b in pieces) == text.count("a")
    assert all(a < b for a, b in pieces)
