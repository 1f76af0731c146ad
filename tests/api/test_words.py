from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from api.words import NAMES, preferred, words
from graph.matching.explanations import PARTS
from graph.schema import EDGES, KINDS, PROPERTIES
from ingest.sources.mapping import mappings

TEMPLATES = Path(__file__).resolve().parents[2] / "api" / "templates"
CODE = TEMPLATES.parent / "routes"


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_catalogues_say_the_same_things() -> None:
    english, chinese = words("en").entries, words("zh").entries
    # Of the score's parts English has its words from the code.
    assert {k for k in chinese if not k.startswith("explanations.")} == set(english)
    assert {k: fields(v) for k, v in english.items()} == {k: fields(chinese[k]) for k in english}


@pytest.mark.parametrize("lang", list(NAMES))
def test_every_key_that_is_used_is_there(lang: str) -> None:
    entries = words(lang).entries
    used = {
        key
        for path in (*TEMPLATES.glob("*.html"), *CODE.glob("*.py"))
        for key in re.findall(r"""\bt\(["']([a-z_.]+)["'][,)]""", path.read_text(encoding="utf-8"))
    }
    assert len(used) > 100
    assert sorted(used - set(entries)) == []


@pytest.mark.parametrize("lang", list(NAMES))
def test_every_name_of_the_schema_has_a_word(lang: str) -> None:
    entries = words(lang).entries
    wanted = [f"kinds.{k}" for k in KINDS] + [f"plurals.{k}" for k in KINDS]
    wanted += [f"edges.{e}" for e in EDGES] + [f"edge_headings.{e}.out" for e in EDGES]
    wanted += [f"edge_headings.{e.name}.in" for e in EDGES.values() if not e.symmetric]
    wanted += [f"properties.{p}" for p in PROPERTIES]
    wanted += [f"parts.{part}" for part in PARTS]
    wanted += [f"mappings.{m}" for m in mappings()]
    if lang != "en":
        wanted += [f"explanations.{part}" for part in PARTS]
    assert [key for key in wanted if key not in entries] == []


def test_english_words_of_the_schema_are_its_captions() -> None:
    english = words("en").entries
    assert {k: english[f"kinds.{k}"] for k in KINDS} == {k: v.caption for k, v in KINDS.items()}
    assert {k: english[f"edges.{k}"] for k in EDGES} == {k: v.caption for k, v in EDGES.items()}
    assert {k: english[f"properties.{k}"] for k in PROPERTIES} == {
        k: v.caption for k, v in PROPERTIES.items()}


@pytest.mark.parametrize(
    ("accept", "expected"),
    [("", "en"), ("zh", "zh"), ("zh-TW;q=0.3, en;q=0.2", "zh"), ("fr, de;q=x", "en"), ("*", "en")],
)
def test_the_preferred_language(accept: str, expected: str) -> None:
    assert preferred(accept, default="en") == expected
