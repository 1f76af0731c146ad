"""A long document goes through the model part by part, with the same names as in one piece."""

from __future__ import annotations

import spacy
from spacy.pipeline import EntityRuler

from ingest.nlp.pipeline import _PART, _in_parts


def test_parts_find_what_the_whole_has() -> None:
    nlp = spacy.blank("en")
    ruler = EntityRuler(nlp)
    ruler.add_patterns([{"label": "GPE", "pattern": "Zaling City"}])
    line = "The firm of Zaling City sells pumps for brine.\n"
    whole = ruler(nlp.make_doc(line * 2_000))
    parts = _in_parts(nlp.make_doc(line * 2_000), ruler)
    assert len(parts) > 2 * _PART
    assert [(e.start, e.end, e.label_) for e in parts.ents] == [
        (e.start, e.end, e.label_) for e in whole.ents
    ]
    assert len(parts.ents) == 2_000


def test_a_part_ends_with_a_line() -> None:
    nlp = spacy.blank("en")
    seen = []

    def model(doc: spacy.tokens.Doc) -> spacy.tokens.Doc:
        seen.append(doc.text)
        return doc

    text = "One two three four five six seven.\n" * 3_000
    _in_parts(nlp.make_doc(text), model)
    assert "".join(seen) == text
    assert all(part.endswith("\n") for part in seen)
