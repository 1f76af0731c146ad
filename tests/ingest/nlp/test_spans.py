"""Every fact's span is its quote, whatever the white space, line ends and marks of the file."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.facts import DocumentFacts, fact_lines
from ingest.nlp import extract
from ingest.sources.text import SourceDocument, text_document
from tests.ingest.nlp.reading import pipeline

TEXT = (
    "The Lintao Municipal Science and Technology Bureau set up the “Loess Hill” incubator. "
    "In 2019, turnover rose from 1 billion 20 million yuan in 2018 to 1 billion 530 million "
    "yuan, an increase of 50%.By 2025, 12 parks will be built. Lintao Weihe Pump Co., Ltd. and "
    "Anyuan University jointly developed vortex pump technology; the firm holds patent "
    "ZL201910000001.2. Leave a Reply"
)
WORDS = TEXT.split()
SPACES = st.sampled_from([" ", "  ", "\n", "\r\n", "\r\n\r\n", "\u00a0", "\t", " \u3000", "\n\n"])


def check_spans(document: SourceDocument, facts: DocumentFacts) -> None:
    for line in fact_lines(facts):
        start, end = line["start"], line["end"]
        assert 0 <= start < end <= len(document.text)
        words = document.text[start:end]
        if document.markup:
            words = document.markup(words)
        assert " ".join(words.split()) == line["quote"]
        assert line["quote"]


@settings(max_examples=60)
@given(st.lists(SPACES, min_size=len(WORDS), max_size=len(WORDS)), st.booleans())
def test_odd_white_space_and_a_bom(spaces: list[str], bom: bool) -> None:
    text = ("\ufeff" if bom else "") + "".join(
        word + space for word, space in zip(WORDS, spaces, strict=True)
    )
    document = text_document("odd.txt", text.encode())
    check_spans(document, extract(document, nlp=pipeline()))


def _is_ink(char: str) -> bool:
    """Whether a character is text: what has none (white space, control codes) is refused."""
    return char.isprintable() and not char.isspace()


@settings(max_examples=40)
@given(st.text(min_size=1, max_size=300).filter(lambda t: any(map(_is_ink, t))))
@example("\x1f1")
def test_any_text_is_read_without_a_fault(text: str) -> None:
    document = text_document("any.txt", text)
    check_spans(document, extract(document, nlp=pipeline()))


def test_a_file_that_never_ends_a_sentence() -> None:
    document = text_document("long.txt", "steel " * 20_000)
    check_spans(document, extract(document, nlp=pipeline()))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_do_not_change_the_facts(end: str) -> None:
    body = end.join(["A headline of some length", "", "The city of Baoji built 12 parks in 2019."])
    facts = extract(text_document("ends.txt", body), nlp=pipeline())
    assert [(i.value, i.unit, i.period) for i in facts.indicators] == [(12, "park", "2019")]
