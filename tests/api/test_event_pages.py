"""The pages of matchmaking events as a reader's program meets them, without scripts."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from fastapi.testclient import TestClient
from lxml import html

import qilian
from api.app import create_app
from api.event_words import event_of
from api.settings import Settings
from graph.events.read import participants_of
from graph.events.setting import setting_of
from tests.api.conftest import HERE
from tests.api.small_store import BRINE, INSTITUTE, NEED, PASTURE, small_store
from tests.api.test_pages import PAGE, check_page, get, words_of

NAME = "salt-day"
EVENT = f"/event/{NAME}"
COLUMNS = ("organisation", "key", "type", "person", "offers", "needs", "must", "vetoes")
ROWS = (
    (BRINE, "brine", "Enterprise", "Li Na", "brine for pilot tests", NEED, INSTITUTE, ""),
    (INSTITUTE, "salt", "Institute", "Tashi", "lithium adsorbents and membranes",
     "brine for pilot tests", "", ""),
    (PASTURE, "grass", "Institute", "Ma Lin", "seed mixtures for alpine pasture",
     "forage analysis for cattle", BRINE, "Lake"),
    ("Lake", "lake/1", "Enterprise", "Wu Jun", "forage analysis for cattle farms", NEED, "", ""),
    ("Quiet", "quiet", "Enterprise", "", "things", "", "", ""),
)
GUESTS = "\n".join(",".join(row) for row in (COLUMNS, *ROWS))
FIELDS: dict[str, Any] = {
    "name": "lake-day", "title": "Lake Day", "day": "2026-05-20", "by": "Li Wen",
    "sessions": "09:00-10:00，14:00-15:00", "tables": "2"}


def put(graph: qilian.KnowledgeGraph) -> None:
    setting = setting_of({
        "title": "Salt Lake Day", "tables": 2, "session": [
            {"start": "2026-05-20 09:00", "slots": 2}, {"start": "2026-05-20 14:00", "slots": 2}]})
    listed = participants_of(
        [(n, dict(zip(COLUMNS, row, strict=True))) for n, row in enumerate(ROWS)],
        setting.hall, name="guests")
    graph.events.put(event_of(setting, listed, name=NAME), by="Li Wen")
    graph.events.pair(NAME, by="Li Wen")


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[qilian.KnowledgeGraph]:
    """A store with an event, which the tests of this module change."""
    with small_store(tmp_path_factory.mktemp("event") / "event.db") as graph:
        put(graph)
        yield graph


def token_of(page: html.HtmlElement) -> str:
    return str(page.xpath("//input[@name='token']/@value")[0])


def send(
    client: TestClient, path: str, *, files: dict[str, Any] | None = None, status: int = 200,
    **fields: str,
) -> html.HtmlElement:
    """Press a button of a page, as somebody with a name; the page that is shown then."""
    token = token_of(get(client, "/event"))
    data = {"token": token, "by": "Li Wen", **fields}
    answer = client.post(path, data=data, files=files, headers=PAGE)
    assert answer.status_code == status, answer.text[:800]
    page = html.fromstring(answer.text)
    check_page(page, path)
    return page


def csv_file(field: str, text: str) -> dict[str, Any]:
    return {field: (f"{field}.csv", text.encode(), "text/csv")}


def button(page: html.HtmlElement, name: str, *words: str) -> str:
    """The value of the first button of this name that holds these words."""
    values = page.xpath(f"//button[@name='{name}']/@value")
    return next(str(v) for v in values if all(w in v for w in words))


# --- bringing in, planning ----------------------------------------------------------------------

def test_an_event_is_brought_in_by_fields_and_planned(client: TestClient) -> None:
    page = send(client, "/event", files=csv_file("participants", GUESTS), **FIELDS)
    assert "Lake Day" in words_of(page)
    assert "There is no plan yet" in words_of(page)
    assert "Quiet: offers: 1 word" in words_of(page)
    send(client, "/event/lake-day/plan", by=" ", status=422)
    token = token_of(page)
    answer = client.post("/event/lake-day/plan", data={"token": token, "by": "Li Wen"},
                         headers=PAGE, follow_redirects=False)
    run = answer.headers["location"]
    until = time.monotonic() + 60
    while (shown := client.get(run, headers=PAGE, follow_redirects=False)).status_code == 200:
        check_page(html.fromstring(re.sub("</?noscript>", "", shown.text)), run)
        assert time.monotonic() < until, shown.text
        time.sleep(0.05)
    assert shown.headers["location"] == "/event/lake-day"
    part = client.get(run, headers={**PAGE, "HX-Request": "true"})
    assert part.headers["HX-Redirect"] == "/event/lake-day"
    page = get(client, "/event/lake-day")
    assert page.xpath("//table[@class='board']//article")
    assert "Session 2" in words_of(page)
    assert [c.text_content() for c in page.xpath("//thead//th")] == ["Time", "Table 1", "Table 2"]


def test_an_event_is_brought_in_by_a_setting_file(client: TestClient) -> None:
    setting = 'name = "toml-day"\nstart = "2026-05-20 09:00"\nslots = 3\n[caps]\nEnterprise = 1\n'
    files = {**csv_file("participants", GUESTS), "setting": ("event.toml", setting.encode())}
    page = send(client, "/event", files=files, title="From a file")
    assert "From a file" in words_of(page)
    page = send(client, "/event", files=files, status=422)
    assert "an event 'toml-day' is there already" in words_of(page)
    assert "put in" in words_of(get(client, "/event/toml-day"))
    assert "replaced" in words_of(send(client, "/event", files=files, replace="1"))


@pytest.mark.parametrize(("field", "value", "words"), [
    ("day", "soon", "'soon 09:00' is no start"),
    ("sessions", "morning", "'morning' is no session; write 09:00-12:00, 14:00-17:00"),
    ("sessions", " ", "write when the sessions are"),
    ("zone", "Mars/North", "'Mars/North' is no time zone"),
    ("name", "Lake Day!", "is no name for an event"),
    ("name", "", "give the event a name"),
    ("personal_until", "2026-01-01", "before the event ends"),
    ("visibility", "nobody", "'nobody' is no level of readers"),
    ("by", " ", "say by whom"),
])
def test_what_is_wrong_with_a_new_event_is_said_in_its_form(
    client: TestClient, field: str, value: str, words: str
) -> None:
    page = send(client, "/event", files=csv_file("participants", GUESTS), status=422,
                **{**FIELDS, "name": "wrong-day", field: value})
    assert words in words_of(page)
    assert page.xpath("//input[@name='title']/@value") == ["Lake Day"]


def test_a_list_that_cannot_be_read_is_said(client: TestClient) -> None:
    page = send(client, "/event", files=csv_file("participants", "a,b\n1,2\n"), status=422,
                **{**FIELDS, "name": "wrong-day"})
    assert "organisation" in page.xpath("//*[@role='alert']")[0].text_content()
    page = send(client, "/event", status=422, **{**FIELDS, "name": "wrong-day"})
    assert "choose a file" in words_of(page)


def test_nothing_is_written_without_the_page_s_token(client: TestClient) -> None:
    for path in ("/event", EVENT, f"{EVENT}/plan", f"{EVENT}/replan", f"{EVENT}/report",
                 f"{EVENT}/participants", f"{EVENT}/participant/brine"):
        assert client.post(path, data={"by": "Li Wen"}, headers=PAGE).status_code == 403, path


# --- the board ----------------------------------------------------------------------------------

def test_a_meeting_is_locked_and_unlocked(client: TestClient, graph: qilian.KnowledgeGraph) -> None:
    value = button(get(client, EVENT), "lock", "brine", "salt")
    page = send(client, EVENT, lock=value)
    (lock,) = graph.events.get(NAME).event.locks
    assert lock.pair == ("brine", "salt")
    assert "Something was changed since this plan was made" in words_of(page)
    send(client, EVENT, unlock=button(page, "unlock", "brine", "salt"))
    assert graph.events.get(NAME).event.locks == ()
    page = send(client, EVENT, lock='["brine", "brine", 0, 0, 1]', status=422)
    assert page.xpath("//*[@role='alert']")
    for wrong in ("", "{}", "[", '["brine"]', '["brine", "salt", "x", 0, 1]'):
        page = send(client, EVENT, lock=wrong, status=422)
        assert "press a button of the page" in words_of(page)
    assert page.xpath("//table[@class='board']")  # the page that it was on


def test_the_plan_is_published(client: TestClient) -> None:
    page = send(client, EVENT, publish="[1]")
    assert "published" in words_of(page)
    assert not page.xpath("//button[@name='publish']")


def test_papers_and_tables_are_taken_away(client: TestClient) -> None:
    for paper in ("agendas", "tables", "proposals"):
        answer = client.get(f"{EVENT}/{paper}.html", headers=PAGE)
        assert answer.status_code == 200
        assert "style-src 'sha256-" in answer.headers["Content-Security-Policy"]
    own = client.get(f"{EVENT}/agendas.html", params={"participant": "lake/1"})
    assert BRINE not in own.text or "Lake" in own.text
    assert client.get(f"{EVENT}/secrets.html").status_code == 404
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{EVENT}/proposals.xlsx").content))
    assert book.sheetnames == ["proposals"]
    answer = client.get("/event/participants.csv")
    assert answer.content.decode("utf-8-sig").startswith("organisation,type,person")


# --- participants -------------------------------------------------------------------------------

def test_links_are_corrected(client: TestClient, graph: qilian.KnowledgeGraph) -> None:
    path = f"{EVENT}/participants"
    page = send(client, path, participant="quiet", organisation=PASTURE)
    assert graph.events.get(NAME).event.by_key["quiet"].entity == graph.entity(PASTURE).id
    assert "said by Li Wen" in words_of(page)
    send(client, path, link='["quiet", ""]')
    assert graph.events.get(NAME).event.by_key["quiet"].entity == ""
    page = send(client, path, participant="quiet", organisation="Nobody knows it", status=422)
    assert "nothing is named 'Nobody knows it'" in words_of(page)
    send(client, path, participant="quiet", status=422)
    own = f"{EVENT}/participant/quiet"
    send(client, own, organisation=PASTURE, link_go="1")
    assert graph.events.get(NAME).event.by_key["quiet"].entity == graph.entity(PASTURE).id
    send(client, own, link='[""]')
    send(client, own, link_go="1", status=422)


def test_answers_become_requests(client: TestClient, graph: qilian.KnowledgeGraph) -> None:
    text = ("participant_key,counterpart_key,answer\nsalt,brine,must\nsalt,lake/1,no\n"
            "salt,nobody,yes\n")
    page = send(client, f"{EVENT}/participants", files=csv_file("answers", text), answers_go="1")
    assert "row 4" in words_of(page)
    asks = {(w.by, w.about): w.ask for w in graph.events.get(NAME).event.wishes}
    assert (asks["salt", "brine"], asks["salt", "lake/1"]) == ("must", "veto")
    send(client, f"{EVENT}/participants", answers_go="1", status=422)


def test_a_corrected_list_keeps_requests_and_locks(
    client: TestClient, graph: qilian.KnowledgeGraph
) -> None:
    send(client, f"{EVENT}/participant/lake%2F1", counterpart="salt", what="want", note="samples")
    longer = GUESTS.replace("Quiet,quiet,Enterprise,,things", "Quiet,quiet,Enterprise,,pumps")
    send(client, f"{EVENT}/participants", files=csv_file("participants", longer), list_go="1")
    event = graph.events.get(NAME).event
    assert event.by_key["quiet"].offers == "pumps"
    assert ("lake/1", "salt", "samples") in {(w.by, w.about, w.note) for w in event.wishes}


def test_a_participant_asks_withdraws_and_vetoes(
    client: TestClient, graph: qilian.KnowledgeGraph
) -> None:
    path = f"{EVENT}/participant/quiet"
    page = send(client, path, ask='["brine", "rather not"]')
    assert f"rather not: {BRINE}" in words_of(page)
    page = send(client, path, counterpart="brine", what="veto")
    assert f"veto: {BRINE}" in words_of(page)
    page = send(client, path, withdraw='["brine"]')
    assert "It asks for nobody" in words_of(page)
    send(client, path, status=422)
    page = send(client, path, counterpart="brine", what="perhaps", status=422)
    assert "write must, want, rather not, veto" in words_of(page)
    assert client.get(f"{EVENT}/participant/nobody", headers=PAGE).status_code == 404
    assert "quiet" not in {w.by for w in graph.events.get(NAME).event.wishes}


def test_the_participant_s_form_shows_nothing_of_others(client: TestClient) -> None:
    organiser = words_of(get(client, f"{EVENT}/participant/lake%2F1"))
    assert f"{PASTURE}: veto" in organiser
    page = get(client, f"{EVENT}/participant/lake%2F1", **{"as": "participant"})
    check_page(page, "own")
    own = words_of(page)
    assert "veto" not in own
    assert not re.search(r"\b\d\.\d\d\b", own)
    assert not page.xpath("//button | //*[@class='reasons-list']")


def test_a_person_is_forgotten(client: TestClient, graph: qilian.KnowledgeGraph) -> None:
    path = f"{EVENT}/participant/grass"
    assert "cannot be undone" in words_of(send(client, path, forget="1", status=422))
    send(client, path, forget="1", sure="1")
    assert graph.events.get(NAME).event.by_key["grass"].person == ""
    assert graph.events.get(NAME).event.by_key["salt"].person == "Tashi"


# --- the day ------------------------------------------------------------------------------------

def test_planning_again_is_looked_at_and_kept(
    client: TestClient, graph: qilian.KnowledgeGraph
) -> None:
    before = graph.events.get(NAME)
    page = get(client, f"{EVENT}/replan", look="1", kind="absent", participant="brine", now="2",
               weight="1")
    check_page(page, "replan")
    assert "does not come any more" in words_of(page)
    assert graph.events.get(NAME) == before  # only looked at
    sent = str(page.xpath("//input[@name='asked']/@value")[0])
    old = send(client, f"{EVENT}/replan", asked=sent, revision=str(before.revision - 1), status=422)
    assert "somebody changed the event meanwhile" in words_of(old)
    assert "brine" in old.xpath("//select[@name='participant']/option[@selected]/@value")
    send(client, f"{EVENT}/replan", asked=sent, revision=str(before.revision))
    after = graph.events.get(NAME)
    assert after.event.by_key["brine"].free(4) == {0}
    assert after.revision == before.revision + 1


@pytest.mark.parametrize(("query", "words"), [
    ("kind=absent&participant=nobody", "nobody"),
    ("kind=late&participant=salt&at=99", "slot 99: the slots are 1 to 4"),
    ("kind=table lost&table=x", "write its number"),
    ("kind=table lost&table=9", "there is no table 9"),
    ("kind=fire", "'fire' is nothing that happens"),
    ("kind=request&participant=salt&counterpart=salt&ask=must", "cannot ask to meet itself"),
    ("weight=much", "0 to plan freely"),
    ("now=never", "is no time"),
])
def test_what_cannot_have_happened_is_said_in_place(
    client: TestClient, query: str, words: str
) -> None:
    answer = client.get(f"{EVENT}/replan?look=1&{query}", headers=PAGE)
    assert answer.status_code == 422
    page = html.fromstring(answer.text)
    assert words in page.xpath("//*[@role='alert']")[0].text_content()
    assert page.xpath("//select[@name='kind']")


def test_who_is_free_and_could_meet(client: TestClient) -> None:
    for at in ("1", "4", "14:00"):
        check_page(get(client, f"{EVENT}/free", at=at), "free")
    answer = client.get(f"{EVENT}/free?at=late", headers=PAGE)
    assert answer.status_code == 422
    assert "is no time" in answer.text


# --- afterwards ---------------------------------------------------------------------------------

def test_outcomes_are_taken_in_and_reported(
    client: TestClient, graph: qilian.KnowledgeGraph
) -> None:
    one = next(iter(graph.events.get(NAME).plan or ()))
    first, second = one.pair.keys
    text = f"first_key,second_key,held,rating\n{first},{second},yes,4\nnobody,{second},yes,\n"
    page = send(client, f"{EVENT}/report", files=csv_file("outcomes", text))
    assert "Outcomes taken in: 1" in words_of(page)
    assert "row 3" in words_of(page)
    assert graph.events.report(NAME).total.held == 1
    assert page.xpath("//svg[@class='years']")
    assert page.xpath("//rect[@class='g-held']")
    page = send(client, f"{EVENT}/report", files=csv_file("outcomes", "a,b\n1,2\n"), status=422)
    assert page.xpath("//*[@role='alert']")


def test_persons_are_forgotten_and_an_event_removed(client: TestClient) -> None:
    send(client, "/event", files=csv_file("participants", GUESTS), **{**FIELDS, "name": "gone"})
    assert "Li Na" in words_of(get(client, "/event/gone/participants"))
    check_page(get(client, "/event/gone/report"), "report")
    assert "tick that" in words_of(send(client, "/event/gone/report", remove="1", status=422))
    send(client, "/event/gone/report", forget="1", sure="1")
    assert "Li Na" not in words_of(get(client, "/event/gone/participants"))
    send(client, "/event/gone/report", remove="1", sure="1")
    assert client.get("/event/gone", headers=PAGE).status_code == 404


def test_readers_of_a_lower_level_do_not_see_it(graph: qilian.KnowledgeGraph) -> None:
    with TestClient(create_app(Settings(visibility="public"), graph=graph),
                    base_url=HERE) as public:
        assert NAME not in public.get("/event", headers=PAGE).text
        for path in ("", "/participants", "/participant/salt", "/replan", "/report",
                     "/agendas.html", "/proposals.xlsx"):
            answer = public.get(EVENT + path, headers=PAGE)
            assert answer.status_code == 404, path


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_pages_of_an_event_are_whole(client: TestClient, lang: str) -> None:
    client.cookies.set("qilian_lang", lang)
    links: set[str] = set()
    for path in ("/event", EVENT, f"{EVENT}/participants", f"{EVENT}/participant/salt",
                 f"{EVENT}/participant/salt?as=participant", f"{EVENT}/replan?look=1",
                 f"{EVENT}/free?at=2", f"{EVENT}/report"):
        answer = client.get(path, headers=PAGE)
        assert answer.status_code == 200, path
        page = html.fromstring(answer.text)
        check_page(page, path)
        links |= {str(a).partition("#")[0] for a in page.xpath("//main//a/@href")}
    assert len(links) > 30
    for link in links:
        if link.startswith("/") and "/entity/" not in link:
            assert client.get(link, headers=PAGE).status_code == 200, link
