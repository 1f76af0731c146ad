"""Word files: the order of the body, tables, what is left out, places, files that are none."""

from __future__ import annotations

import datetime
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import SourceUnusable
from graph.text_places import CELL, place_of
from ingest.sources.docx import docx_document
from tests.ingest.sources.files import docx_bytes, word

NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TABLE = [["Firm", "Place", "Pumps"], ["Weihe Pump Co., Ltd.", "Lintao", "12"],
         ["Loess Valve", "Huating", "7"]]


def place(document: Any, words: str) -> str:
    return str(place_of(document.text, document.media, document.text.index(words)))


def test_paragraphs_and_tables_in_the_order_of_the_body() -> None:
    document = docx_document("a.docx", word(
        "A plan for pumps in the county", "", "Before the table.", TABLE, "After the table."))
    assert document.clean == (
        "A plan for pumps in the county\nBefore the table.\n\nFirm | Place | Pumps\n"
        "Weihe Pump Co., Ltd. | Lintao | 12\nLoess Valve | Huating | 7\n\nAfter the table.\n")
    assert place(document, "Before") == "paragraph 2"
    assert place(document, "Lintao") == "table 1, row 2, column 2"
    assert place(document, "7") == "table 1, row 3, column 3"
    assert place(document, "After") == "paragraph 3"


def test_a_merged_cell_is_read_once() -> None:
    file = docx.Document()
    table = file.add_table(rows=3, cols=3)
    for row, texts in zip(table.rows, TABLE, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    table.cell(0, 0).merge(table.cell(0, 2)).text = "Firms of the county"
    table.cell(2, 1).text = ""
    table.cell(1, 1).merge(table.cell(2, 1)).text = "Lintao"
    document = docx_document("a.docx", docx_bytes(file))
    assert document.text.split("\n") == [
        "Firms of the county", CELL.join(["Weihe Pump Co., Ltd.", "Lintao", "12"]),
        CELL.join(["Loess Valve", "", "7"])]


def test_a_frame_is_no_table_and_a_nested_table_keeps_its_rows() -> None:
    file = docx.Document()
    cell = file.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "The county built a park."
    inner = cell.add_table(rows=2, cols=2)
    for turn, words in enumerate(["Firm", "Pumps", "Weihe", "12"]):
        inner.cell(turn // 2, turn % 2).text = words
    document = docx_document("a.docx", docx_bytes(file))
    assert document.clean.strip() == "The county built a park.\n\nFirm | Pumps\nWeihe | 12"
    assert place(document, "county") == "paragraph 1"


def test_headers_and_deleted_words_are_left_out_inserted_ones_are_in() -> None:
    file = docx.Document()
    file.sections[0].header.paragraphs[0].text = "Running header"
    file.sections[0].footer.paragraphs[0].text = "Page 1"
    paragraph = file.add_paragraph("The county has ")
    for xml in (f'<w:del {NS}><w:r><w:delText>40</w:delText></w:r></w:del>',
                f'<w:ins {NS}><w:r><w:t>12 pump</w:t></w:r></w:ins>',
                f'<w:r {NS}><w:noBreakHyphen/><w:t>parks</w:t><w:br/><w:t>and wool.</w:t></w:r>'):
        paragraph._p.append(parse_xml(xml))
    assert docx_document("a.docx", docx_bytes(file)).clean == (
        "The county has 12 pump-parks\nand wool.\n")


def test_a_text_box_is_read_once_after_its_paragraph() -> None:
    file = docx.Document()
    box = f'<w:txbxContent {NS}><w:p><w:r><w:t>In the box.</w:t></w:r></w:p></w:txbxContent>'
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    file.add_paragraph("Beside the box.")._p.append(parse_xml(
        f'<w:r {NS}><mc:AlternateContent {mc}><mc:Choice Requires="wps"><w:x {NS}>{box}</w:x>'
        f'</mc:Choice><mc:Fallback><w:x>{box}</w:x></mc:Fallback></mc:AlternateContent></w:r>'))
    assert docx_document("a.docx", docx_bytes(file)).clean == "Beside the box.\nIn the box.\n"


def test_title_and_date_from_the_body_else_from_the_properties() -> None:
    file = docx.Document()
    file.add_paragraph("Office of Pumps")
    file.add_heading("Pumps", 0)
    file.add_paragraph("The county built a pump park with much money.")
    properties = file.core_properties
    properties.author, properties.title = "Somebody", "Template 7"
    properties.modified = datetime.datetime(2021, 5, 7)
    document = docx_document("a.docx", docx_bytes(file))
    assert (document.title, document.published) == ("Pumps", "2021-05-07")
    file.add_paragraph("Published: 6 May 2021")
    assert docx_document("a.docx", docx_bytes(file)).published == "2021-05-06"


def test_a_template_states_no_date() -> None:
    assert docx_document("a.docx", word("The county built a pump park.")).published is None


WORDS = st.text("ab 泵|\t\n-", max_size=12)


@settings(max_examples=40)
@given(st.lists(st.one_of(WORDS, st.lists(st.lists(WORDS, min_size=2, max_size=2),
                                         min_size=1, max_size=3)), min_size=1, max_size=5))
def test_spans_lead_back_and_every_place_is_right(blocks: list[Any]) -> None:
    expected: dict[str, str] = {}
    paragraphs = tables = 0
    marked: list[Any] = []

    def mark(text: str, place: str) -> str:
        expected[f"x{len(expected)}x"] = place
        return f"x{len(expected) - 1}x{text}"

    for block in blocks:
        if isinstance(block, str):
            paragraphs += 1
            marked.append(mark(block, f"paragraph {paragraphs}"))
            continue
        tables += 1
        marked.append([[mark(text, f"table {tables}, row {row}, column {column}")
                        for column, text in enumerate(texts, 1)]
                       for row, texts in enumerate(block, 1)])
        marked.append("")
    document = docx_document("a.docx", word(*marked))
    assert {sign: place(document, sign) for sign in expected} == expected
    for at, char in enumerate(document.clean):
        start, end = document.span(at, at + 1)
        assert char.isspace() or document.text[start:end] == char


def test_a_file_without_words_says_so() -> None:
    with pytest.raises(SourceUnusable, match=r"a\.docx: the file holds no text"):
        docx_document("a.docx", word("", " "))
