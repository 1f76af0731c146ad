"""Helpers of the reading tests: one small text in, its facts in plain tuples out."""

from __future__ import annotations

from functools import lru_cache

from spacy.language import Language

from ingest.facts import DocumentFacts
from ingest.nlp import build_nlp, extract
from ingest.sources.text import SourceDocument, text_document

TITLE = "A headline that says nothing of importance today\n\n"


@lru_cache(maxsize=2)
def pipeline(model: str = "blank") -> Language:
    return build_nlp(model)


def read(body: str, *, title: str = TITLE, model: str = "blank") -> DocumentFacts:
    return extract(document(body, title=title), nlp=pipeline(model))


def document(body: str, *, title: str = TITLE) -> SourceDocument:
    return text_document("test.txt", title + body)


def entities(facts: DocumentFacts) -> set[tuple[str, str]]:
    return {(e.type, e.name) for e in facts.entities}


def named(facts: DocumentFacts, type_: str) -> list[str]:
    return [e.name for e in facts.entities if e.type == type_]


def relations(facts: DocumentFacts) -> set[tuple[str, str, str]]:
    return {
        (r.type, facts.entity(r.subject).name, facts.entity(r.object).name) for r in facts.relations
    }


def figures(facts: DocumentFacts) -> set[tuple[float, str, str, str | None]]:
    return {(i.value, i.unit, i.status, i.period) for i in facts.indicators}
