"""Pages as a reader's program meets them: every link leads somewhere, every field has a label."""

from __future__ import annotations

from collections import deque
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from fastapi.testclient import TestClient
from lxml import html

from tests.api.conftest import HERE
from tests.api.small_store import BRINE, INDUSTRY, INSTITUTE, NEED, PASTURE

PAGE = {"Accept": "text/html"}
MOST_PAGES = 160


def get(client: TestClient, path: str, **params: str) -> html.HtmlElement:
    answer = client.get(path, params=params, headers=PAGE)
    assert answer.status_code == 200, (path, answer.text[:500])
    return html.fromstring(answer.text)


def words_of(page: html.HtmlElement) -> str:
    return " ".join(page.text_content().split())


def check_page(page: html.HtmlElement, path: str) -> None:
    """What holds for every page, whatever it says."""
    assert page.get("lang"), path
    assert len(page.findall(".//h1")) == 1, path
    assert page.findtext(".//title").strip(), path
    for field in page.xpath("//input[not(@type='hidden')] | //textarea | //select"):
        labelled = page.xpath("//label[@for=$id]", id=field.get("id")) or field.iterancestors(
            "label")
        assert list(labelled), (path, html.tostring(field))
    inline = page.xpath("//*[@style] | //style | //script[not(@src)] | //*[@onclick]")
    own = page.xpath("//head/style") if path.startswith("/paper.html?") else []  # one file is whole
    assert inline == own, path
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids)), (path, sorted({i for i in ids if ids.count(i) > 1}))
    for address in page.xpath("//@src | //link/@href"):
        assert address.startswith("/static/"), (path, address)
    for image in page.iter("img"):
        assert image.get("alt") is not None, path


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_link_leads_somewhere(client: TestClient, lang: str) -> None:
    client.cookies.set("qilian_lang", lang)
    todo = deque(["/", f"/ask?need={NEED}", f"/why-not?need={NEED}&organisation={PASTURE}",
                  f"/compare?need={NEED}&organisation={INSTITUTE}&organisation={PASTURE}", "/saved",
                  "/document/plans/plan.txt"])
    seen: set[str] = set()
    while todo and len(seen) < MOST_PAGES:
        path = todo.popleft()
        if path in seen:
            continue
        seen.add(path)
        answer = client.get(path, headers=PAGE)
        assert answer.status_code == 200, path
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue
        page = html.fromstring(answer.text)
        check_page(page, path)
        assert page.get("lang", "").startswith(lang), path
        for link in page.xpath("//main//a/@href | //nav//a[not(@hreflang)]/@href"):
            address, fragment = urldefrag(urljoin(HERE + path, link))
            if fragment and not urlsplit(link).path and not link.startswith("?"):
                assert page.xpath("//*[@id=$id]", id=fragment), (path, link)
            assert address.startswith(HERE), (path, link)
            todo.append(address.removeprefix(HERE) or "/")
    assert len(seen) > 40


def test_the_first_page_says_what_is_there(client: TestClient) -> None:
    said = words_of(get(client, "/"))
    assert INDUSTRY in said
    assert "2 institutes" in said
    assert "Latest evidence 2024-02" in said


def test_language_by_choice_cookie_and_browser(client: TestClient) -> None:
    def lang(path: str, **headers: str) -> str:
        return html.fromstring(client.get(path, headers=PAGE | headers).text).get("lang")

    assert lang("/") == "en"
    assert lang("/", **{"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"}) == "zh-Hans"
    assert lang("/", **{"Accept-Language": "de, en;q=0.5, zh;q=0.4"}) == "en"
    assert lang("/?lang=zh") == "zh-Hans"
    assert lang("/") == "zh-Hans"


def test_an_answer_shows_parts_and_evidence(client: TestClient) -> None:
    page = get(client, "/ask", need=NEED)
    best = page.find_class("candidate")[0]
    assert INSTITUTE in words_of(best)
    assert "盐湖化学研究所" in words_of(best)
    assert len(best.xpath(".//svg[contains(@class, 'stack')]//rect")) >= 3
    assert "2019-03-01" in words_of(best)
    assert best.xpath(".//blockquote")
    assert best.xpath(".//a[starts-with(@href, '/document/register/P1?')]")


def test_a_foreign_question_is_told_so(client: TestClient) -> None:
    page = get(client, "/ask", need="error correction of superconducting qubits")
    assert "No convincing candidate" in words_of(page)
    assert page.xpath("//textarea")[0].text.startswith("error correction")


def test_a_question_from_the_form_has_an_address(client: TestClient) -> None:
    answer = client.post("/ask", data={"need": NEED, "kind": "Enterprise", "as_of": "2023"},
                         headers=PAGE)
    assert answer.url.path == "/ask"
    assert answer.url.params["as_of"] == "2023"
    assert BRINE in answer.text
    long = client.post("/ask", data={"need": f"{NEED} " * 60}, headers=PAGE)
    assert long.status_code == 200
    assert not long.url.query
    assert INSTITUTE in long.text


def test_an_organisation_says_what_is_unknown(client: TestClient) -> None:
    known = words_of(get(client, f"/entity/{INSTITUTE}"))
    for word in ("盐湖化学研究所", "12100000400000001X", "North Province", BRINE):
        assert word in known
    page = get(client, f"/entity/{PASTURE}")
    unknown = words_of(page.find_class("unknown")[0])
    assert "No identifier" in unknown
    assert "no date" in unknown
    assert page.xpath("//svg[contains(@class, 'years')]//rect")


def test_evidence_before_a_date(client: TestClient) -> None:
    page = get(client, f"/entity/{INSTITUTE}", as_of="2020")
    assert "Works 1" in words_of(page)


def test_marks_of_a_document_are_its_words(client: TestClient) -> None:
    page = get(client, "/document/plans/plan.txt")
    facts = client.get("/documents/plans/plan.txt").json()["facts"]
    assert len(facts) == 5
    for fact in facts:
        parts = page.xpath("//mark[contains(concat(' ', @data-facts, ' '), $id)]",
                           id=f" {fact['id']} ")
        assert "".join(part.text_content() for part in parts) == fact["quote"]
        assert page.xpath("//*[@id=$id]", id=f"words-{fact['id']}")
        assert page.xpath("//*[@id=$id]", id=f"fact-{fact['id']}")
    assert page.find_class("b-organisation")
    assert page.find_class("t-relation")
    assert "says 20" in words_of(page)


def test_words_that_a_reader_came_for_are_marked(client: TestClient) -> None:
    page = get(client, "/document/plans/plan.txt", words="reach 20 billion")
    assert "".join(m.text_content() for m in page.find_class("asked")) == "reach 20 billion"
    row = get(client, "/document/register/P1", words="Granules take up …")
    (mark,) = row.find_class("hit")
    assert mark.text_content() == "Granules take up"


def test_an_industry_shows_problems_and_solvers(client: TestClient) -> None:
    said = words_of(get(client, f"/industry/{INDUSTRY}"))
    assert "Lithium from brine with much magnesium stated by 2" in said
    assert INSTITUTE in said


def test_suggestions_are_a_part_of_a_page(client: TestClient) -> None:
    answer = client.get("/find?q=盐湖", headers=PAGE | {"HX-Request": "true"})
    assert "<html" not in answer.text
    assert INSTITUTE in answer.text


def test_data_are_added_by_the_page(own_client: TestClient) -> None:
    page = get(own_client, "/add")
    token = page.xpath("//input[@name='token']/@value")[0]
    rows = "id,name,region\n1,New Institute of Testing,East\n2,,East\n"
    answer = own_client.post(
        "/add", data={"token": token}, headers=PAGE,
        files={"files": ("institutes.csv", rows.encode(), "text/csv")},
    )
    page = html.fromstring(answer.text)
    check_page(page, "/add")
    assert "1 new" in words_of(page)
    assert "institutes.csv, row 3" in words_of(page)
    assert "New Institute of Testing" in words_of(get(own_client, "/find", q="new institute"))
    refused = own_client.post("/add", headers=PAGE, files={"files": ("a.csv", b"x", "text/csv")})
    assert refused.status_code == 403
