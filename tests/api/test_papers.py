"""Papers as files: what they show, what stays text, what must not be in them, and the route."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import openpyxl
import pytest
from fastapi.testclient import TestClient

import qilian
from api.app import create_app
from api.papers import FORMS, Form, form_of, rendered
from api.papers.html import policy
from api.papers.markdown import escaped
from api.papers.xlsx import Answered, sheet_name, workbook_of
from api.settings import Settings
from api.words import words
from graph.errors import InvalidRequest
from graph.matching.cautions import CAUTIONS
from tests.api.conftest import HERE
from tests.paper_store import (
    BRINE,
    CLIENT,
    HIDDEN_CLIENT,
    NEED,
    PUBLIC_NEED,
    hidden_words,
    paper_store,
)

SITE = "https://qilian.example"
ASKED = f"{HIDDEN_CLIENT}, Tashi Wangmo, tashi@obsidian.example: {NEED}"
PAPERS = Path(__file__).resolve().parents[2] / "api"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[qilian.KnowledgeGraph]:
    with paper_store(tmp_path_factory.mktemp("paper") / "s.db") as graph:
        yield graph


def told(data: bytes, form: Form) -> str:
    """Everything that a file says, in whatever place: also names of parts, attributes, tags."""
    if form == "html":
        return html.unescape(data.decode())
    if form == "md":
        return re.sub(r"\\(.)", r"\1", data.decode())
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        said = [name + html.unescape(parts.read(name).decode()) for name in parts.namelist()]
    return "\n".join(said)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_word_that_is_not_public_goes_out(
    graph: qilian.KnowledgeGraph, form: Form, language: Any
) -> None:
    secret = hidden_words(graph) | {CLIENT, "Northern Potash", "Pema Dolkar", "northern-potash"}
    inside = told(rendered(graph.paper(NEED, language=language, limit=100), form), form)
    assert len([word for word in secret if word in inside]) > 5
    for need in (NEED, PUBLIC_NEED, ASKED, f"{CLIENT} {NEED}"):
        made = graph.paper(need, audience="outgoing", language=language, limit=100,
                           client=["Tashi Wangmo", CLIENT], exclude=[HIDDEN_CLIENT])
        assert made.candidates
        said = told(rendered(made, form, site=SITE), form).casefold()
        assert [word for word in secret if word.casefold() in said] == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_such_word_goes_out_in_a_workbook_of_many(
    graph: qilian.KnowledgeGraph, language: Any
) -> None:
    secret = hidden_words(graph) | {CLIENT, "Northern Potash"}
    answers = [Answered(f"draft-88 {HIDDEN_CLIENT}", "", graph.paper(
        need, audience="outgoing", language=language, client=["Tashi Wangmo", CLIENT]))
        for need in (ASKED, PUBLIC_NEED)]
    answers.append(Answered("vault-7/v2", ASKED, None, f"{HIDDEN_CLIENT} cannot be told"))
    said = told(workbook_of(answers, language=language, outgoing=True), "xlsx").casefold()
    assert [word for word in secret if word.casefold() in said] == []


@pytest.mark.parametrize("form", FORMS)
def test_equal_papers_are_equal_files(graph: qilian.KnowledgeGraph, form: Form) -> None:
    first, second = (rendered(graph.paper(NEED), form, site=SITE) for _ in range(2))
    assert first == second


def test_workbooks_hold_no_time_of_writing(graph: qilian.KnowledgeGraph) -> None:
    with zipfile.ZipFile(io.BytesIO(rendered(graph.paper(NEED), "xlsx"))) as parts:
        assert {part.date_time[0] for part in parts.infolist()} == {1980}
        core = parts.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"1980-01-01T00:00:00Z"}
    assert "openpyxl" not in core


# --- HTML ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_is_one_file_that_runs_and_loads_nothing(
    graph: qilian.KnowledgeGraph, language: Any
) -> None:
    page = rendered(graph.paper(NEED, language=language), "html", site=SITE).decode()
    assert not re.search(r"<script|<link|<img|<iframe|@import|url\(|\bon\w+=|\bsrc=", page)
    assert set(re.findall(r'href="([^"]{1,23})', page)) == {f"{SITE}/"}
    assert "@media print" in page
    assert f'<html lang="{"zh-Hans" if language == "zh" else "en"}">' in page


def test_what_sources_say_stays_text(graph: qilian.KnowledgeGraph) -> None:
    made = graph.paper(f"<script>alert(1)</script> & {NEED}")
    page = rendered(made, "html").decode()
    assert "Granules take up lithium &lt;b&gt; &amp; release it; cost falls." in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; extraction" in page
    assert "<script" not in page
    text = rendered(made, "md").decode()
    assert r"Granules take up lithium \<b\> \& release it; cost falls." in text
    assert not re.search(r"(?<!\\)<script", text)


def test_links_lead_to_the_marked_words(graph: qilian.KnowledgeGraph) -> None:
    made = graph.paper(NEED)
    page = html.unescape(rendered(made, "html", site=f"{SITE}/").decode())
    for evidence in made.evidence:
        assert f"{SITE}/document/{quote(evidence.document, safe='/')}?words=" in page
    without = html.unescape(rendered(made, "html").decode())
    assert "href" not in without
    assert "open-register/i1, row 3" in without
    assert re.search(r"plans/lakes.txt, characters \d+–\d+", without)


def test_a_paper_without_candidates_says_so(graph: qilian.KnowledgeGraph) -> None:
    for form in FORMS:
        made = graph.paper("orbits of satellites")
        assert words("en")("paper.doubts.nothing") in told(rendered(made, form), form)


def test_what_limited_the_question_is_told(graph: qilian.KnowledgeGraph) -> None:
    made = graph.paper(NEED, kinds=("Institute",), as_of="2023", since="2019",
                       codes=("C22B 26/12",), min_works=2, alive=True, small_first=True, spread=1)
    said = told(rendered(made, "md"), "md")
    for line in ("Asked among: institutes", "Evidence from before: 2023", "Works at least: 2",
                 "Evidence from this day on: 2019", "Classes of the need: C22B 26/12",
                 "Of one parent at most: 1",
                 "Wished for: not only lapsed patents, organisations of few works first"):
        assert f"- {line}\n" in said


# --- Markdown -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("# no heading", r"\# no heading"), ("- no list", r"\- no list"),
        ("1. no list", r"1\. no list"), ("+ no list", r"\+ no list"),
        ("a [b](c)", r"a \[b\]\(c\)"), ("two\nlines", "two lines"),
        ("1 | 2", r"1 \| 2"), ("&amp; <b>", r"\&amp; \<b\>"), ("盐湖 锂", "盐湖 锂"), ("", ""),
    ],
)
def test_markdown_is_escaped(text: str, written: str) -> None:
    assert escaped(text) == written


# --- workbooks ----------------------------------------------------------------------------------


def test_formulas_stay_text(graph: qilian.KnowledgeGraph) -> None:
    book = openpyxl.load_workbook(io.BytesIO(rendered(graph.paper(f"=1+1 {NEED}"), "xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    said = {cell.value for cell in cells}
    assert {"=Membrane for brine with much magnesium", f"=1+1 {NEED}"} <= said
    assert "+A charged membrane lets lithium pass and holds magnesium." in said
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n"}  # no formula, no error


def test_a_sheet_has_a_row_a_sentence_and_links(graph: qilian.KnowledgeGraph) -> None:
    made = graph.paper(NEED)
    book = openpyxl.load_workbook(io.BytesIO(rendered(made, "xlsx", site=SITE)))
    (sheet,) = book.worksheets
    rows = list(sheet.iter_rows())
    head = next(i for i, row in enumerate(rows) if row[0].value == "rank")
    captions = [cell.value for cell in rows[head]]
    cited = list(made.evidence)
    table = rows[head + 1 : head + 1 + len(cited)]
    assert [row[captions.index("quotation")].value for row in table] == [e.quote for e in cited]
    assert all(row[captions.index("address")].hyperlink.target.startswith(SITE) for row in table)
    first = dict(zip(captions, (cell.value for cell in table[0]), strict=True))
    assert (first["rank"], first["organisation"]) == (1, made.candidates[0].name)


def test_an_overview_leads_to_every_sheet(graph: qilian.KnowledgeGraph) -> None:
    answers = [
        Answered("N-1", "", graph.paper(NEED)),
        Answered("N-2", "nothing", None, "it is empty"),
        Answered("N-3", "", graph.paper("orbits of satellites")),
        Answered("N-4", "", graph.paper(NEED)),
    ]
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(answers, language="en", outgoing=False)))
    assert len(book.sheetnames) == 4
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    overview = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert [row["number of the need"] for row in overview] == ["N-1", "N-2", "N-3", "N-4"]
    assert overview[0]["first"]
    assert BRINE in (overview[0]["first"], overview[0]["second"], overview[0]["third"])
    assert "“" in overview[0]["main evidence"]
    assert overview[1]["answer"] == "not answered: it is empty"
    assert (overview[1]["sheet"], overview[2]["answer"]) == (None, "nothing found")
    links = [cell.hyperlink.location for row in book.worksheets[0].iter_rows() for cell in row
             if cell.hyperlink]
    assert [link.removesuffix("!A1").strip("'") for link in links] == book.sheetnames[1:]


def test_names_of_sheets_are_what_excel_takes() -> None:
    titles = ["History", "a/b\\c*d?e:f[g]", "'quoted'", "x" * 80, "盐湖提锂" * 20, "🧪" * 40, ""]
    names = [sheet_name(number, title) for number, title in enumerate([*titles, "A", "a"], 1)]
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not re.search(r"[\[\]:*?/\\']", name)


# --- words, endings, the route ------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_word_that_papers_use_is_there(language: str) -> None:
    sources = [*(PAPERS / "papers").glob("*.py"), PAPERS / "templates" / "paper.html"]
    used = {key for path in sources for key in re.findall(
        r"""\bt\(f?["'](paper\.[a-z_.]+[a-z])["'][,)]""", path.read_text(encoding="utf-8"))}
    entries = words(language).entries
    assert len(used) > 30
    assert sorted(used - set(entries)) == []
    codes = set(re.findall(r'Doubt\("(\w+)"', (PAPERS.parent / "graph" / "paper.py").read_text()))
    assert {key.rsplit(".", 1)[1] for key in entries if key.startswith("paper.doubts.")} == codes
    if language == "zh":
        assert {f"explanations.{rule.__name__}" for rule in CAUTIONS} <= set(entries)


def test_fixed_words_are_of_the_language(graph: qilian.KnowledgeGraph) -> None:
    made = graph.paper(NEED, language="zh", as_of="2022")
    for evidence in made.evidence:
        assert evidence.quote in told(rendered(made, "md"), "md")
    left = re.sub(r"[“][^”]*[”]", "", told(rendered(made, "md"), "md"))
    for word in ("Patent", "patent", "row", "Score", "Evidence", "works:", "undated"):
        assert word not in left


def test_the_ending_says_the_form() -> None:
    assert [form_of(Path(f"a.{form.upper()}")) for form in FORMS] == list(FORMS)
    with pytest.raises(InvalidRequest, match=r"a\.pdf: .*\.html, \.md or \.xlsx"):
        form_of(Path("a.pdf"))


@pytest.fixture
def client(graph: qilian.KnowledgeGraph) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(), graph=graph), base_url=HERE) as client:
        yield client


def test_the_page_of_an_answer_leads_to_its_papers(client: TestClient) -> None:
    page = client.get("/ask", params={"need": NEED, "as_of": "2024"}).text
    links = [html.unescape(link) for link in re.findall(r'href="(/paper\.[^"]+)"', page)]
    assert len(links) == 6
    for link in links:
        answer = client.get(link)
        assert answer.status_code == 200
        assert "Brine Institute" in told(answer.content, link[7:].split("?")[0])  # type: ignore[arg-type]
    first = client.get(links[0])
    assert first.headers["content-security-policy"] == policy()
    assert first.headers["content-disposition"] == "inline"
    assert "attachment" in client.get(links[2]).headers["content-disposition"]


def test_the_route_links_inside_and_hides_outside(client: TestClient) -> None:
    ask = {"need": PUBLIC_NEED, "kind": "any"}
    inside = client.get("/paper.html", params=ask).text
    assert f'href="{HERE}/document/open-register/' in inside
    target = html.unescape(re.findall(r'href="([^"]+)"', inside)[0])
    assert 'id="words-asked"' in client.get(target).text
    outside = client.get("/paper.html", params={**ask, "outgoing": "true", "lang": "zh"}).text
    assert "href" not in outside
    assert CLIENT not in outside
    assert "外发版本" in outside


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/paper.pdf?need=lithium", 422), ("/paper.html", 422), ("/paper.html?need=%20", 422),
        ("/paper.html?need=the", 422),
        (f"/paper.html?need={BRINE}&want=alike", 422),
        ("/paper.html?need=lithium&as_of=soon", 422),
        (f"/paper.html?need={HIDDEN_CLIENT}&outgoing=true", 422),
        ("/paper.html?need=lithium&exclude=Nobody", 404),
    ],
)
def test_bad_requests(client: TestClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
