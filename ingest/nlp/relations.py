"""Component ``qilian_relations`` (stub)."""
from __future__ import annotations
from spacy.language import Language
from spacy.tokens import Doc

@Language.factory("qilian_relations")
def make_relations(nlp: Language, name: str) -> Relations:
    """The factory that spaCy calls."""
    return Relations()

class Relations:
    """Stub."""
    def __call__(self, doc: Doc) -> Doc:
        return doc
