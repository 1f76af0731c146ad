"""Component ``qilian_zh_sentences``: sentences end at 。；！？ and at the end of a line."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from ingest.nlp.draft import Draft, draft_of
from ingest.nlp.sentences import LONGEST
from ingest.nlp.zh.words import opens

_STOP = re.compile(r"[。!?;]")
_LINE = re.compile(r"[^\n]+")


@Language.factory("qilian_zh_sentences")
def make_sentences(nlp: Language, name: str) -> Sentences:
    """The factory that spaCy calls."""
    return Sentences()


class Sentences:
    """Sets the draft's sentences."""

    def __call__(self, doc: Doc) -> Doc:
        """Reads the document into its draft; the document itself is given on."""
        draft = draft_of(doc)
        draft.sentences = [
            span for line in _LINE.finditer(draft.text) for span in _split(draft, *line.span())
        ]
        return doc


def _split(draft: Draft, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences of a line; a closing quotation mark or bracket stays with its stop."""
    text = draft.text
    parts: list[tuple[int, int]] = []
    begin = start
    for stop in _STOP.finditer(text, start, end):
        at = stop.end()
        if at <= begin:
            continue
        while at < end and (text[at] == ")" or (text[at] in "\"'" and not opens(draft, at))):
            at += 1
        parts.append((begin, at))
        begin = at
    parts.append((begin, end))
    found = []
    for a, b in parts:
        while a < b and text[a].isspace():
            a += 1
        while a < b:
            found.append((a, min(b, a + LONGEST)))
            a += LONGEST
    return found
