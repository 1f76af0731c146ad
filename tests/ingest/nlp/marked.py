"""Relation tests apart from the reading of names: a sentence whose mentions are written in.

``{E:Marsh Pump Ltd}`` marks a mention; the letter gives its type.
"""

from __future__ import annotations

import re

from ingest.nlp.draft import Draft, folded
from ingest.nlp.grammar import grammar
from ingest.nlp.references import add_references
from ingest.nlp.relations import read_relations
from ingest.sources.text import text_document
from tests.ingest.nlp.reading import TITLE

TYPES = {
    "E": "Enterprise", "I": "Institute", "A": "Agency", "P": "Platform", "G": "Programme",
    "L": "Policy", "F": "Industry", "T": "Technology", "X": "Problem", "N": "Patent",
    "R": "Region", "M": "Person",
}  # fmt: skip
_MENTION = re.compile(r"\{(?P<type>[A-Z]):(?P<name>[^}]*)\}")


def draft_with(*sentences: str) -> Draft:
    """A draft of these sentences (one a line) with the mentions that they mark."""
    text, spans, mentions = "", [], []
    for sentence in sentences:
        start, at = len(text), 0
        for mention in _MENTION.finditer(sentence):
            text += sentence[at : mention.start()]
            at = mention.end()
            mentions.append((TYPES[mention["type"]], len(text), len(text) + len(mention["name"])))
            text += mention["name"]
        text += sentence[at:]
        spans.append((start, len(text)))
        text += "\n"
    draft = Draft(text_document("marked.txt", text), text, sentences=spans)
    draft.source = text_document("marked.txt", TITLE + text)
    for type_, start, end in mentions:
        name = text[start:end]
        draft.add(type_, start, end, key=folded(name))
    return draft


def stated(*sentences: str) -> set[tuple[str, str, str]]:
    """The relations that the sentences state: type, subject, object, by the mentions' keys."""
    draft = draft_with(*sentences)
    add_references(draft)
    read_relations(draft, grammar())
    return {(k.type, k.subject[1], k.object[1]) for k in draft.links}
