"""Component ``qilian_numbers`` (stub)."""
from __future__ import annotations
from spacy.language import Language
from spacy.tokens import Doc

@Language.factory("qilian_numbers")
def make_numbers(nlp: Language, name: str) -> Numbers:
    """The factory that spaCy calls."""
    return Numbers()

class Numbers:
    """Stub."""
    def __call__(self, doc: Doc) -> Doc:
        return doc
