"""Reading policy text: a spaCy pipeline of rule components, with a small model where installed.

spaCy is imported by the first call, not by importing this package.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

    from ingest.facts import DocumentFacts
    from ingest.sources.text import SourceDocument

__all__ = ["build_nlp", "extract"]


def build_nlp(model: str = "auto") -> Language:
    """The reading pipeline; see `ingest.nlp.pipeline.build_nlp`."""
    from ingest.nlp import pipeline

    return pipeline.build_nlp(model)


def extract(document: SourceDocument, *, nlp: Language | None = None) -> DocumentFacts:
    """The facts of one document; see `ingest.nlp.pipeline.extract`."""
    from ingest.nlp import pipeline

    return pipeline.extract(document, nlp=nlp)
