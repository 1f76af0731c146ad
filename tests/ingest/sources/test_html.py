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


@settings(max_examples=25, deadline=None)
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
