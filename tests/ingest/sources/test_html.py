"""Web pages: the article alone, and spans that lead back into the raw source."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import SourceUnusable
from ingest.facts import fact_lines
from ingest.nlp import extract
from ingest.sources.html import html_document
from ingest.sources.text import SourceDocument
from tests.ingest.nlp.reading import pipeline

PAGE = """<!doctype html><html><head><title>Pumps &amp; valves</title>
<script>var banner = "Leave <b>a</b> Reply";</script><style>p {{ color: red }}</style></head>
<body><nav><a href="/">Home</a> <a href="/n">News</a></nav>
<article><h1>Lintao opens a pump incubator for young firms</h1>
<p>The Lintao Municipal Science and Technology <b>Bur</b>eau set up the Loess Hill incubator,
which now has 37&nbsp;enterprises &mdash; mostly makers of pumps &amp; valves.{extra}</p>
<p>In 2019, turnover reached 1 billion 20 million yuan, up 12 per&#32;cent from the year before,
said the bureau on Monday at a long meeting about the industry.</p>
<table><tr><th>Firm</th><th>Patents</th></tr><tr><td>Weihe Pump Co., Ltd.</td><td>12</td></tr>
</table></article>
<footer>Copyright 2024 <a href="/about">About us</a></footer>
<div class="comments"><h3>Leave a Reply</h3>Your email address will not be published.</div>
</body></html>"""


def test_the_article_without_its_page() -> None:
    document = html_document("page.html", PAGE.format(extra=""))
    assert "37 enterprises" in document.clean
    assert "Bureau set up" in document.clean
    for gone in ("Home", "banner", "Leave", "color", "About us"):
        assert gone not in document.clean


@settings(max_examples=25)
@given(st.text(alphabet="ab <>&é'\"\n", max_size=30))
def test_spans_lead_into_the_source(extra: str) -> None:
    document = html_document("page.html", PAGE.format(extra=html.escape(" and so on. " + extra)))
    facts = extract(document, nlp=pipeline())
    assert facts.indicators
    for line in fact_lines(facts):
        raw = document.text[line["start"] : line["end"]]
        words = html.unescape(re.sub(r"<[^>]+>", "", raw))
        assert " ".join(words.split()) == line["quote"]


def test_a_name_broken_by_a_tag_is_whole() -> None:
    document = html_document("page.html", PAGE.format(extra=""))
    facts = extract(document, nlp=pipeline())
    (agency,) = [e for e in facts.entities if e.type == "Agency"]
    assert agency.name == "Lintao Municipal Science and Technology Bureau"
    assert "<b>Bur</b>eau" in document.text[agency.start : agency.end]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"just words, no markup at all", "not HTML"),
        (b"<html><body></body></html>", "no article"),
        (b"%PDF-1.7", "a PDF"),
    ],
)
def test_pages_that_are_none(content: bytes, said: str) -> None:
    with pytest.raises(SourceUnusable, match=said):
        html_document("page.html", content)


FIRST = ("The Lintao Municipal Science and Technology Bureau set up the Loess Hill incubator, "
         "which now has 37 enterprises, mostly makers of pumps and valves.")
SECOND = ("In 2019, turnover reached 1 billion 20 million yuan, up 12 per cent from the year "
          "before, said the bureau on Monday at a long meeting about the industry.")
CHINESE = ["临洮县科技局于2020年建成黄土坡孵化器，目前入驻企业37家，以水泵和阀门制造为主，"
           "带动就业2000余人。",
           "2019年，全县水泵产业产值达到10.2亿元，比上年增长12%，"
           "其中高新技术企业产值占比超过三成。"]
BODY = f"<h1>Pump incubator opens in Lintao</h1><p>{FIRST}</p><p>{SECOND}</p>"


def lines(document: SourceDocument) -> list[str]:
    return [line for line in document.clean.split("\n") if line]


def page(body: str, *, head: str = "<title>Pump incubator opens in Lintao | News</title>") -> str:
    return f"<html><head>{head}</head><body>{body}</body></html>"


def teaser(number: int) -> str:
    return (f"<div class=x><a href=/{number}><h3>Wool fair {number} draws firms</h3></a>"
            f"<span>12 June 2023</span><p>Some 300 firms signed {number} contracts "
            "at the wool fair.</p></div>")


@pytest.mark.parametrize("around", [
    "<div>{}</div>" + teaser(1) + teaser(2),
    "<div class='grid'>" + teaser(1) + teaser(2) + "</div>{}",
    "<div class='cookie-banner'><p>We use cookies to improve 14 services of our many partners.</p>"
    "</div>{}",
    "{}<form id=commentform><h3>Leave a Reply</h3><p>Your 2 addresses stay with us for ever.</p>"
    "<textarea></textarea></form>",
    "<form id=aspnet><div class=nav><a href=/>Home</a></div>{}</form>",
    "<script>var x = '<p>A bureau in a script spent 99 million yuan.</p>';</script>{}",
    "<iframe src=x></iframe><div class='card main-content'>{}</div>",
    "<!-- <p>Comments are no words of 5 pages.</p> -->{}<aside><p>Read the 9 rules.</p></aside>",
])
def test_only_the_article_is_read(around: str) -> None:
    document = html_document("a.html", page(around.format(BODY)))
    assert lines(document) in ([FIRST, SECOND], ["Pump incubator opens in Lintao", FIRST, SECOND])
    assert document.title == "Pump incubator opens in Lintao"


def test_an_article_in_a_table_of_the_page() -> None:
    document = html_document("a.html", page(
        "<table><tr><td><a href=/>Home</a></td></tr></table><table><tr><td><ul><li><a href=a>Salt 1"
        "</a><li><a href=b>Wool 2</a></ul></td><td><font size=5><b>Pump incubator opens in Lintao"
        f"</b></font><br>2021-05-06<br><br>{FIRST}<br><br>{SECOND}</td></tr></table>",
        head="<title>News</title>"))
    assert lines(document) == ["Pump incubator opens in Lintao", FIRST, SECOND]
    assert (document.title, document.published) == ("Pump incubator opens in Lintao", "2021-05-06")


def test_lists_headings_and_tables_of_an_article() -> None:
    document = html_document("a.html", page(
        f"<main><h1>Measures for pumps</h1><p>{FIRST}</p><h1>Support</h1><ul><li>build 5 test "
        "stands by 2025;</li><li>train 300 welders a year.</li></ul><table><tr><th>Firm</th>"
        f"<th>Sum</th></tr><tr><td>Weihe Pump</td><td>12</td></tr></table><h1>Results</h1>"
        f"<p>{SECOND}</p></main>", head=""))
    assert lines(document) == [
        "Measures for pumps", FIRST, "Support", "build 5 test stands by 2025;",
        "train 300 welders a year.", "Firm | Sum", "Weihe Pump | 12", "Results", SECOND]


GOVERNMENT = page(
    "<div class=nav><a>首页</a><a>政务公开</a></div>"
    "<div>当前位置：<a>首页</a> &gt; <a>县区动态</a></div>"
    "<h1>临洮县建成水泵孵化器</h1><div>发布时间：2021-05-06 10:22　来源：县科技局　"
    "浏览次数：<span>1024</span>　字号：[大 中 小]</div>"
    + "".join(f"<p>　　{words}</p>" for words in CHINESE)
    + "<div>扫一扫在手机打开当前页</div><div>【打印】【关闭】</div>"
    "<div>上一篇：<a>羊毛展销会吸引300家企业</a></div><div>下一篇：<a>盐湖规划获批9个项目</a></div>"
    "<div>主办：临洮县　网站标识码：6211240001</div>",
    head="<meta http-equiv=Content-Type content='text/html; charset=gb2312'>"
         "<title>临洮县建成水泵孵化器_临洮县人民政府</title>")


@pytest.mark.parametrize("encoding", ["gb2312", "gb18030", "utf-8"])
def test_a_chinese_government_page(encoding: str) -> None:
    document = html_document("a.html", GOVERNMENT.encode(encoding))
    found = [line.replace(",", "，") for line in lines(document)]
    assert found == ["临洮县建成水泵孵化器", *CHINESE]
    assert (document.title, document.published, document.language) == (
        "临洮县建成水泵孵化器", "2021-05-06", "zh")


def test_a_declared_encoding_is_taken() -> None:
    source = page(BODY.replace("Loess", "Łęczyca"), head="<meta charset=iso-8859-2>")
    assert "Łęczyca" in html_document("a.html", source.encode("iso-8859-2")).clean


@pytest.mark.parametrize(("head", "before", "day"), [
    ("<meta name=PubDate content='2021-05-06 10:22:31'>", "", "2021-05-06"),
    ("<meta property='article:published_time' content='2021-05-06T08:00:00+08:00'>", "",
     "2021-05-06"),
    ('<script type="application/ld+json">{"@graph": [{"datePublished": "2021-05-06"}]}</script>',
     "", "2021-05-06"),
    ("", "<time datetime='2021-05-06T10:00:00Z'>yesterday</time>", "2021-05-06"),
    ("", "<p>Published: 6 May 2021</p>", "2021-05-06"),
    ("", "<div>Published on 6 May 2021 | By staff</div>", "2021-05-06"),
    ("", "<div>发布日期：2021年5月6日 来源：县科技局 作者：办公室</div>", "2021-05-06"),
    ("", "<p>Time: 6 May 2021</p>", None),
    ("", "<p>The fair takes place on 6 May 2021.</p>", None),
    ("", "", None),
])
def test_the_day_of_publication(head: str, before: str, day: str | None) -> None:
    body = BODY.replace("</h1>", f"</h1>{before}")
    source = page(body + "<footer>Last change of this site 2024-01-02</footer>", head=head)
    assert html_document("a.html", source).published == day


def test_a_tag_with_an_angle_in_an_attribute_shows_no_attribute() -> None:
    document = html_document("a.html", page(
        BODY.replace("<p>In 2019", "<p title='5 > 4 and 3 < 4'>In 2019")))
    at = document.clean.index("In 2019")
    start, end = document.span(at, at + len(SECOND))
    assert document.quote(start, end) == SECOND
