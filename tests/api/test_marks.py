from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from api.marks import segments
from api.readable import paragraphs
from graph.lookup import Fact
from graph.quotes import place_of

FACT = Fact("", "d", "", "s", None, "", "", "name", "", "", "observed", "", "", "t0-1", 1.0)
SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), max_size=12)


def facts_at(spans: list[tuple[int, int]]) -> list[Fact]:
    return [
        replace(FACT, id=str(i), locator=f"t{start}-{start + length}")
        for i, (start, length) in enumerate(spans)
    ]


@given(length=st.integers(1, 80), spans=SPANS)
def test_segments_cover_the_text_and_carry_exactly_their_facts(
    length: int, spans: list[tuple[int, int]]
) -> None:
    cut = segments(length, facts_at(spans))
    assert [cut[0].start, cut[-1].end] == [0, length]
    assert all(a.end == b.start for a, b in zip(cut, cut[1:], strict=False))
    for segment in cut:
        covering = {
            str(i) for i, (start, size) in enumerate(spans)
            if start + size <= length and start <= segment.start and segment.end <= start + size
        }
        assert set(segment.facts) == covering


@given(text=st.text(st.sampled_from("ab c\n<&"), min_size=1, max_size=80), spans=SPANS)
def test_paragraphs_keep_all_words_of_a_text(text: str, spans: list[tuple[int, int]]) -> None:
    shown = paragraphs(text, segments(len(text), facts_at(spans)), markup=False)
    lines = [line for line in text.split("\n") if line.strip()]
    assert ["".join(s.words for s in paragraph) for paragraph in shown] == lines


def test_nested_and_overlapping_facts() -> None:
    text = "one two three four"
    cut = segments(len(text), facts_at([(0, 13), (4, 3), (8, 10)]))
    (line,) = paragraphs(text, cut, markup=False)
    assert [(s.words, s.facts) for s in line] == [
        ("one ", ("0",)), ("two", ("1", "0")), (" ", ("0",)), ("three", ("2", "0")),
        (" four", ("2",)),
    ]
    assert [fact for s in line for fact in s.opens] == ["0", "1", "2"]


def test_a_web_page_shows_what_its_reader_sees() -> None:
    page = (
        "<!doctype html><html><head><title>x</title><style>p{}</style></head><body>"
        "<h1>Head &amp; tail</h1><script>alert(1)</script><p>A <b>bold</b>\n word &lt;b&gt;</p>"
        "<table><tr><td>1</td><td>2</td></tr></table><!-- gone --></body></html>"
    )
    start = page.index("<b>bold") + 3
    fact = replace(FACT, id="f", locator=f"t{start}-{start + 4}")
    shown = paragraphs(page, segments(len(page), [fact]), markup=True)
    said = ["".join(s.words for s in paragraph) for paragraph in shown]
    assert said == ["Head & tail", "A bold word <b>", "1 | 2"]
    assert [s.words for s in shown[1] if s.facts] == ["bold"]


def test_words_are_found_across_spaces_and_tags() -> None:
    assert place_of("a bold word …", "say <i>a</i> <b>bold</b>\nword.") == (7, 29)
    assert place_of("not there", "a text") is None
    assert place_of("", "a text") is None
