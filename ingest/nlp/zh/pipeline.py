"""The Chinese pipeline: `build_chinese` makes it, `dated` gives a document its date."""

from __future__ import annotations

from dataclasses import replace

import spacy
from spacy.language import Language

from ingest.nlp.zh import (  # noqa: F401  (registers the factories)
    fields,
    forms,
    indicators,
    lists,
    names,
    persons,
    regions,
    relations,
    sentences,
    titles,
)
from ingest.nlp.zh.times import published_of
from ingest.nlp.zh.words import Segmenter, analyser
from ingest.sources.text import SourceDocument

COMPONENTS = (
    "qilian_zh_sentences",
    "qilian_zh_regions",
    "qilian_zh_titles",
    "qilian_zh_names",
    "qilian_zh_persons",
    "qilian_zh_forms",
    "qilian_zh_lists",
    "qilian_zh_fields",
    "qilian_zh_numbers",
    "qilian_zh_relations",
)


def build_chinese(model: str = "auto") -> Language:
    """The pipeline for Chinese: rules on characters, with LAC in front where it is installed.

    ``auto`` takes LAC when the extra ``chinese`` is there; ``blank`` never; ``lac`` demands it
    (``OSError`` when it is not installed).
    """
    lac = None if model == "blank" else analyser()
    if model == "lac" and lac is None:
        raise OSError("the lexical analyser LAC is not installed: pip install 'qilian[chinese]'")
    nlp = spacy.blank("zh")
    nlp.tokenizer = Segmenter(nlp.vocab, lac)
    nlp.max_length = 10_000_000
    for component in COMPONENTS:
        nlp.add_pipe(component)
    return nlp


def dated(document: SourceDocument) -> SourceDocument:
    """The document with the date of publication that a Chinese dateline or form states."""
    if document.published:
        return document
    return replace(document, published=published_of(document.clean))
