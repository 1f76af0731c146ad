"""Questions in sentences: a table of them, what is no question, and what holds for any text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from graph.language.question import WANTS, Question, read_question

TABLE = yaml.safe_load(
    (Path(__file__).parent / "questions.yml").read_text(encoding="utf-8"))
LATEST = "2024-06-30"
FIELDS = ("want", "need", "kinds", "regions", "not_regions", "industry", "organisation",
          "exclude", "since", "as_of", "codes")
REGIONS = {"North Province": "North Province", "Tarn City": "Tarn City", "Tarn": "Tarn City",
           "岚省": "岚省", "岚": "岚省"}
ORGANISATIONS = {
    "Northern Brine Works": "Northern Brine Works", "Harbour Cells": "Harbour Cells Co., Ltd.",
    "Harbour Cells Co., Ltd": "Harbour Cells Co., Ltd.",
    "Institute of Salt Lake Chemistry": "Institute of Salt Lake Chemistry",
    "盐湖化学研究所": "Institute of Salt Lake Chemistry",
    "Lakeside University of Technology": "Lakeside University of Technology",
    "北湖锂业": "北湖锂业有限公司", "北湖锂业有限公司": "北湖锂业有限公司", "青川大学": "青川大学",
}
INDUSTRIES = {"lithium": "Salt-lake lithium", "lithium industry": "Salt-lake lithium",
              "锂": "Salt-lake lithium", "锂产业": "Salt-lake lithium",
              "wool textile": "Wool textiles", "wool textiles": "Wool textiles",
              "牦牛": "Yak products", "牦牛产业": "Yak products"}


def read(text: str, **more: Any) -> Question:
    known: dict[str, Any] = {
        "regions": lambda said: REGIONS.get(said, ""),
        "organisations": lambda said: ORGANISATIONS.get(said, ""),
        "industries": lambda said: INDUSTRIES.get(said, ""), "latest": LATEST,
    }
    return read_question(text, **(known | more))


def said(question: Question) -> dict[str, Any]:
    """What a question says, as the table writes it."""
    values = {name: getattr(question, name) for name in FIELDS}
    plain = {n: list(v) if isinstance(v, tuple) else v for n, v in values.items() if v}
    if plain["want"] == "solvers":
        del plain["want"]
    return plain


@pytest.mark.parametrize("row", TABLE, ids=[row["text"][:60] for row in TABLE])
def test_a_sentence_of_the_table(row: dict[str, Any]) -> None:
    assert said(read(row["text"])) == row["read"]


def test_the_words_of_a_field_stand_in_the_text() -> None:
    question = read("which institute in Gansu can stop scaling, evidence since 2019 (C02F 5/00)")
    words = {span.field: question.text[span.start : span.end] for span in question.spans}
    assert words == {"kinds": "institute", "regions": "Gansu", "need": "stop scaling",
                     "since": "evidence since 2019", "codes": "(C02F 5/00)"}


def test_a_text_of_many_pages_is_a_need() -> None:
    text = "The pump leaks in Gansu since 2019. " * 3000
    question = read(text)
    assert (question.need, question.regions, question.since) == (text.strip(), (), "")
    question = read(f"{text}Which institute in Hunan can help, evidence since 2020?")
    assert (question.regions, question.since) == (("Hunan",), "2020")
    assert question.need == text.strip()


def test_recent_years_count_back_from_the_latest_evidence() -> None:
    asked = "Who can stop scaling, evidence from the last 18 months?"
    assert read(asked, latest="2024-02").since == "2022-08-29"
    undated = read(asked, latest="")
    assert (undated.since, undated.need) == ("", "stop scaling")
    assert "no dated evidence" in undated.notes[0]


def test_what_is_not_understood_of_the_candidates_is_said() -> None:
    question = read("Which Martian institutes can stop scaling?")
    assert (question.kinds, question.need) == (("Institute",), "stop scaling")
    assert question.notes == ("not understood of whom you ask for: 'Martian'",)


def test_without_a_graph_names_stay_as_they_are_said() -> None:
    question = read_question("Find partners for Nowhere Works in Hunan")
    assert (question.want, question.organisation) == ("partners", "Nowhere Works")
    assert question.regions == ("Hunan",)
    question = read_question("What are the common problems of the cheese industry in Hunan?")
    assert (question.industry, question.regions) == ("cheese industry", ("Hunan",))


PIECES = [
    "which ", "who ", "institutes ", "in Gansu ", "can ", "solve ", "boron removal ", "since ",
    "2019", ", ", "? ", ". ", "not ", "partners for ", "Harbour Cells ", "before 2021 ",
    "the common problems of ", "lithium industry ", "H01M 10/54 ", "(", ")", "\n", "ß", "İ", "🙂",
    "哪些", "研究所", "能", "解决", "卤水除硼", "的", "问题", "青海", "2020年以来", "，", "。",
    "为", "找", "合作伙伴", "专利",
]


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.text(max_size=120))
def test_any_text_is_read(text: str) -> None:
    question = read(text)
    assert question.want in WANTS
    assert question.language in ("en", "zh")
    for span in question.spans:
        assert 0 <= span.start < span.end <= len(text)
    letters = iter(text)
    assert all(letter in letters for letter in question.need), "the need is part of the text"
    assert read(text) == question


@given(st.sampled_from([row["text"] for row in TABLE]))
def test_white_space_around_changes_nothing(text: str) -> None:
    assert said(read(f"  {text}\n")) == said(read(text))
