"""Pages, paragraphs and cells are found from the text alone, wherever the words stand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.text_places import CELL, DOCX, PAGE, PDF, Place, place_of

WORDS = st.text("ab |泵", max_size=5).map(str.strip)


@given(st.lists(st.text("ab \n", max_size=6), min_size=1, max_size=6))
def test_each_character_is_on_its_page(pages: list[str]) -> None:
    text = PAGE.join(pages)
    at = 0
    for number, page in enumerate(pages, 1):
        for offset in range(at, at + len(page)):
            assert place_of(text, PDF, offset) == Place("page", (number,))
        at += len(page) + len(PAGE)


@given(st.lists(st.lists(st.lists(WORDS.filter(bool), min_size=2, max_size=3), min_size=1,
                         max_size=3), min_size=1, max_size=3))
def test_each_cell_has_its_table_row_and_column(tables: list[list[list[str]]]) -> None:
    text = "First.\n\n" + "\n\n".join(
        "\n".join(CELL.join(row) for row in table) for table in tables) + "\n\nLast."
    at = len("First.\n\n")
    for number, table in enumerate(tables, 1):
        for row, cells in enumerate(table, 1):
            for column, words in enumerate(cells, 1):
                assert place_of(text, DOCX, at) == Place("cell", (number, row, column))
                at += len(words) + (len(CELL) if column < len(cells) else 1)
        at += 1
    assert place_of(text, DOCX, 0) == Place("paragraph", (1,))
    assert place_of(text, DOCX, len(text) - 1) == Place("paragraph", (2,))


def test_in_words() -> None:
    assert str(Place("page", (3,))) == "page 3"
    assert str(Place("paragraph", (12,))) == "paragraph 12"
    assert str(Place("cell", (1, 3, 2))) == "table 1, row 3, column 2"


def test_other_formats_have_offsets_alone() -> None:
    assert place_of("a\fb", "text/plain", 2) is None
    assert place_of("<p>a", "text/html", 3) is None
