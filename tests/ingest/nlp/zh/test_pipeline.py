"""The Chinese pipeline behind the one entry: choice by language, spans, dates, the analyser."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.nlp import build_nlp, extract
from ingest.nlp.zh.pipeline import build_chinese
from ingest.nlp.zh.words import Segmenter
from ingest.sources.text import text_document
from tests.ingest.nlp.reading import entities
from tests.ingest.nlp.test_spans import check_spans
from tests.ingest.nlp.zh.reading import needs_lac, pipeline, read

TEXT = (
    "海西州科技局局长才仁旦周说，2020年，全州技术合同成交额“突破”26.4亿元，同比增长12.6%。"
    "青海大学（Qinghai University）与格尔木雪山镁业有限公司共建盐湖资源重点实验室；"
    "力争到2025年，建设2个基地：藏药产业基地、锂电产业基地。"
)
SPACES = st.sampled_from(["", " ", "\n", "\r\n", "\u3000", "\t", "|"])


def test_the_language_of_the_document_chooses_the_pipeline() -> None:
    document = text_document("a.txt", "标题在这里没有内容\n\n" + TEXT)
    facts = extract(document, nlp=build_nlp("blank"))
    assert facts.language == "zh"
    assert ("Institute", "青海大学") in entities(facts)


@pytest.mark.parametrize(
    "line", ["发布时间：2021-03-12", "来源：云岭日报　2021年3月12日", "2021年3月12日"]
)
def test_the_date_of_publication(line: str) -> None:
    assert read("正文没有别的日期。", date=line + "\n").published == "2021-03-12"


def test_a_date_in_the_text_is_no_date_of_publication() -> None:
    assert read("会议于2021年3月12日在云岭县召开，来自各地的代表参加了会议。").published is None


def test_an_impossible_date() -> None:
    assert read("正文。", date="发布时间：2021-13-40\n").published is None


@pytest.mark.parametrize("model", ["blank", pytest.param("lac", marks=needs_lac)])
def test_the_words_of_a_document_are_its_text(model: str) -> None:
    text = TEXT + "\n\n A1 ❀ " + "长" * 700
    doc = pipeline(model).make_doc(text)
    assert doc.text == text
    assert all(text[t.idx : t.idx + len(t)] == t.text for t in doc)


@needs_lac
def test_the_analyser_only_adds() -> None:
    plain, analysed = entities(read(TEXT)), entities(read(TEXT, model="lac"))
    assert plain <= analysed


def test_no_analyser_where_it_is_not_wanted() -> None:
    tokenizer = build_chinese("blank").tokenizer
    assert isinstance(tokenizer, Segmenter)
    assert tokenizer.lac is None


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.nlp.zh.pipeline.analyser", lambda: None)
    nlp = build_chinese()
    facts = extract(text_document("a.txt", "标题在这里没有内容\n\n" + TEXT), nlp=nlp)
    assert ("Institute", "青海大学") in entities(facts)
    with pytest.raises(OSError, match=r"qilian\[chinese\]"):
        build_chinese("lac")


@settings(max_examples=40)
@given(st.lists(SPACES, min_size=len(TEXT), max_size=len(TEXT)), st.integers(3, 40))
def test_odd_white_space(spaces: list[str], every: int) -> None:
    text = "".join(
        char + (space if turn % every == 0 else "")
        for turn, (char, space) in enumerate(zip(TEXT, spaces, strict=True))
    )
    document = text_document("odd.txt", text)
    check_spans(document, extract(document, nlp=pipeline()))


PARTS = st.sampled_from([
    "青海省", "科技局", "有限公司", "《", "》", "（", "）", "“", "”", "、", "，", "。", "：", "|",
    "\t", "\n", "2020年", "12家", "3.5亿元", "%", "增长", "到2025年", "专利", "ZL201810123456.7",
    "技术", "产业", "和", "企业名称", "预算（万元）", "以下简称", "我省", "分别", "第3位", "翻一番",
    "难题", "联系人", "王", "·",
])  # fmt: skip


@settings(max_examples=150)
@given(st.lists(PARTS, min_size=1, max_size=60))
def test_any_row_of_parts_is_read_without_a_fault(parts: list[str]) -> None:
    document = text_document("any.txt", "青海省" + "".join(parts))
    check_spans(document, extract(document, nlp=pipeline()))


def test_an_english_document_takes_the_chinese_name_in_brackets() -> None:
    document = text_document(
        "a.txt",
        "A headline that says nothing of importance today\n\nHaichuan University (海川大学) "
        "set up a laboratory in Lanzhou in 2021. The laboratory studies brine.",
    )
    facts = extract(document, nlp=build_nlp("blank"))
    (found,) = (e for e in facts.entities if e.name == "Haichuan University")
    assert "海川大学" in found.also
