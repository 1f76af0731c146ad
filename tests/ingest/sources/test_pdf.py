"""PDF files: the order of reading, what is left out, joined words, tables, pages of words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from graph.errors import SourceUnusable
from graph.text_places import place_of
from ingest.nlp import extract
from ingest.sources.pdf import pdf_document
from tests.ingest.nlp.reading import pipeline
from tests.ingest.sources.files import CHINESE, Draw, lines, pdf, together

LEFT = ["The bureau supports new techno-", "logy firms and their many high-",
        "tech parks in the city. It grew by", "5 % in 2019, and the state-",
        "owned works grew too. An inno-", "vation fund of 3 million yuan is",
        "planned for the year after this."]
RIGHT = ["A second column speaks of wool", "and of carpets, which are sold",
         "in eleven counties of the north.", "Weavers earn 20 000 yuan each",
         "in a good year, says the office", "of statistics in its yearbook of",
         "the province for that very year."]
ROWS = [("Firm", "Place", "Sum"), ("Weihe Pump Co., Ltd.", "Lintao", "12"),
        ("Loess Valve Works", "Huating", "7")]


def heading(words: str, *, y: float = 780) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 18)
        canvas.drawCentredString(297, y, words)
        canvas.setFont("Helvetica", 11)

    return draw


def cells(*, y: float = 500, ruled: bool = False) -> Draw:
    def draw(canvas: Canvas) -> None:
        for turn, row in enumerate(ROWS):
            for x, words in zip((76, 250, 400), row, strict=True):
                canvas.drawString(x, y - 16 * turn, words)
        if ruled:
            canvas.grid([72, 245, 395, 480], [y + 12 - 16 * n for n in range(4)])

    return draw


def columns(canvas: Canvas) -> None:
    together(heading("Pumps and wool in two columns"), lines(LEFT), lines(RIGHT, x=265))(canvas)


def test_columns_are_read_one_after_the_other_and_words_joined() -> None:
    document = pdf_document("a.pdf", pdf(columns))
    assert document.text == (
        "Pumps and wool in two columns\n"
        "The bureau supports new technology firms and their many high-tech parks in the city. "
        "It grew by 5 % in 2019, and the state-owned works grew too. An innovation fund of "
        "3 million yuan is planned for the year after this.\n"
        "A second column speaks of wool and of carpets, which are sold in eleven counties of the "
        "north. Weavers earn 20 000 yuan each in a good year, says the office of statistics in "
        "its yearbook of the province for that very year.")
    assert document.title == "Pumps and wool in two columns"
    assert document.media == "application/pdf"


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages_read_the_same(turn: int) -> None:
    def turned(canvas: Canvas) -> None:
        canvas.translate(*{90: (595, 0), 180: (595, 842), 270: (0, 842)}[turn])
        canvas.rotate(turn)
        columns(canvas)

    assert pdf_document("a.pdf", pdf(turned)).text == pdf_document("a.pdf", pdf(columns)).text


@pytest.mark.parametrize("ruled", [True, False])
def test_a_table_is_read_by_its_rows(ruled: bool) -> None:
    page = together(lines(["Firms and their sums are these:"]), cells(y=700, ruled=ruled),
                    lines(["After the table the text goes on."], y=620))
    assert pdf_document("a.pdf", pdf(page)).text.split("\n") == [
        "Firms and their sums are these:", "Firm | Place | Sum", "Weihe Pump Co., Ltd. | Lintao | "
        "12", "Loess Valve Works | Huating | 7", "After the table the text goes on."]


def test_a_cell_of_several_lines_is_one_cell() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.grid([72, 245, 395], [600, 650, 680])
        lines(["Loess Valve", "Works"], x=76, y=635)(canvas)
        lines(["sells valves to", "all counties"], x=250, y=635)(canvas)
        lines(["Firm"], x=76, y=660)(canvas)
        lines(["Trade"], x=250, y=660)(canvas)

    assert pdf_document("a.pdf", pdf(draw)).text == (
        "Firm | Trade\nLoess Valve Works | sells valves to all counties")


def test_a_table_below_columns_is_no_column() -> None:
    text = pdf_document("a.pdf", pdf(together(columns, cells(y=500)))).text
    assert text.endswith("that very year.\nFirm | Place | Sum\nWeihe Pump Co., Ltd. | Lintao | 12\n"
                         "Loess Valve Works | Huating | 7")


def test_a_single_gap_makes_no_table() -> None:
    page = together(lines(["To the county office"]), lines(["6 May 2021"], x=400))
    assert "|" not in pdf_document("a.pdf", pdf(page)).text


def running(number: int, body: list[str]) -> Draw:
    return together(
        lines(["Yearbook of pumps"], x=72 if number % 2 else 400, y=810),
        lines(body), lines([f"- {number} -"], x=290, y=30))


def test_running_lines_and_page_numbers_are_left_out() -> None:
    bodies = [[f"The {name} county built a pump park in that year.", "It was opened in the spring."]
              for name in ("first", "second", "third", "fourth", "fifth")]
    document = pdf_document("a.pdf", pdf(*(running(n, b) for n, b in enumerate(bodies, 1))))
    assert "Yearbook" not in document.text
    assert "- 3 -" not in document.text
    assert document.text.count("county built") == 5
    assert document.furniture == {"running header or footer": 10}


def test_a_line_of_one_page_is_no_running_line() -> None:
    document = pdf_document("a.pdf", pdf(
        lines(["Weihe has 12 pump parks."]), lines(["Loess has 15 valve works."]),
        lines(["Huating has 300 weavers."])))
    assert [w for w in ("Weihe", "Loess", "Huating") if w in document.text] == [
        "Weihe", "Loess", "Huating"]


def test_a_sentence_over_two_pages_keeps_both_pages() -> None:
    document = pdf_document("a.pdf", pdf(
        lines(["In that year the county of Lintao built a new park for makers of inno-"], y=80),
        lines(["vative pumps, and in 2019 it spent 12 million yuan on it."])))
    assert document.clean.startswith(
        "In that year the county of Lintao built a new park for makers of innovative pumps, and")
    at = document.text.index("pumps")
    assert str(place_of(document.text, document.media, at)) == "page 2"
    assert str(place_of(document.text, document.media, at - 5)) == "page 1"


def test_chinese_lines_join_without_a_space_also_over_pages() -> None:
    first = ["临洮县科技局支持水泵制造企业与科研院所合作，全年共建成园区",
             "十二个，其中省级园区三个，产值增长百分之五，并且在"]
    second = ["二〇一九年投入一千二百万元。"]
    document = pdf_document("a.pdf", pdf(
        lines(first, font=CHINESE), lines(second, font=CHINESE)))
    assert "并且在二〇一九年投入一千二百万元。" in document.clean
    assert "园区十二个" in document.clean
    assert document.language == "zh"
    start = document.text.index("产值")
    assert document.quote(start, start + 20) == "产值增长百分之五，并且在二〇一九年投入"


def test_a_headline_alone_on_its_page_is_no_beginning_of_a_sentence() -> None:
    document = pdf_document("a.pdf", pdf(lines(["A plan for the pumps of the county"]),
                                         lines(["Lintao has 12 pump parks."])))
    assert document.text == "A plan for the pumps of the county\n\fLintao has 12 pump parks."


def test_a_watermark_is_left_out() -> None:
    def draft(canvas: Canvas) -> None:
        canvas.rotate(45)
        canvas.setFont("Helvetica", 60)
        canvas.drawString(300, 300, "DRAFT")

    text = pdf_document("a.pdf", pdf(together(lines(LEFT), draft))).text
    assert "DRAFT" not in text.replace(" ", "")


def test_the_documents_own_words_decide_a_hyphen() -> None:
    words = ["Here stands what is co-operative in writing, and also what is", "a well-known co-",
             "operative of the well-", "known county. A reelection and a re-", "election came."]
    text = pdf_document("a.pdf", pdf(lines(words))).text
    assert "a well-known co-operative of the well-known county" in text
    assert "a reelection came" in text


@pytest.mark.parametrize(
    ("pages", "said"),
    [(1, "1 page without text"), (3, "3 pages without text")],
)
def test_a_scan_says_so(pages: int, said: str) -> None:
    def picture(canvas: Canvas) -> None:
        canvas.rect(50, 50, 300, 300)

    with pytest.raises(SourceUnusable, match=f"scan.pdf: {said}.*run OCR first"):
        pdf_document("scan.pdf", pdf(*[picture] * pages))


def test_a_scanned_page_among_others_is_counted() -> None:
    document = pdf_document("a.pdf", pdf(lines(["The county built a pump park in 2019."]),
                                         lambda canvas: canvas.rect(50, 50, 300, 300)))
    assert document.furniture == {"page without text": 1}


WORDS = st.lists(
    st.sampled_from(["pumps", "valves", "of", "the", "county", "12", "yuan", "5", "%", "and"]),
    min_size=3, max_size=60)


@settings(max_examples=25)
@given(st.lists(WORDS, min_size=1, max_size=4), st.integers(20, 60))
def test_every_clean_character_is_one_of_the_text(pages: list[list[str]], width: int) -> None:
    import textwrap

    document = pdf_document("a.pdf", pdf(*(
        lines(textwrap.wrap(" ".join(words), width)) for words in pages)))
    for at, char in enumerate(document.clean):
        start, end = document.span(at, at + 1)
        assert char.isspace() or document.text[start:end] == char
    assert document.text.count("\f") <= len(pages) - 1


def test_facts_carry_their_page() -> None:
    document = pdf_document("a.pdf", pdf(
        lines(["A headline that says nothing of importance today"]),
        lines(["In 2019, the turnover of Lintao reached 12 million yuan."])))
    facts = extract(document, nlp=pipeline())
    (figure,) = facts.indicators
    assert document.text[figure.start : figure.end] == figure.quote
    assert str(place_of(document.text, document.media, figure.start)) == "page 2"
