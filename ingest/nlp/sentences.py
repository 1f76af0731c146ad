"""Component ``qilian_sentences``: sentences of policy texts, also badly glued or torn ones.

A line end parts sentences, except where the line breaks off without a stop and the next begins in
lower case (a torn paragraph). A stop parts them unless it belongs to an abbreviation. The edges of
cells in tables and forms part them, too.
"""

from __future__ import annotations

import re

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from ingest.nlp.draft import Draft, draft_of
from ingest.nlp.lexicon import words
from ingest.nlp.tables.finding import english, find_layout, parted

_ABBREVIATION = re.compile(
    r"(?:\b(?:Co|Ltd|Inc|Corp|No|Dr|Mr|Mrs|Ms|Prof|St|Rs|Ltda|Pvt|Jr|vs|etc|approx|"
    r"Fig|Vol|U\.S|e\.g|i\.e)"
    r"|\b[A-Z])\.$"
)
_STOP = re.compile(r'[.!?。！？][")\]]*(?=\s|$)|[。！？]')
LONGEST = 4000
"""Characters of a sentence; what goes on longer is cut."""
_LINE = re.compile(r"[^\n]+")


@Language.factory("qilian_sentences")
def make_sentences(nlp: Language, name: str) -> Sentences:
    """The factory that spaCy calls."""
    return Sentences()


class Sentences:
    """Sets the draft's sentences and the document's sentence starts."""

    def __call__(self, doc: Doc) -> Doc:
        """Reads the document into its draft; the document itself is given on."""
        draft = draft_of(doc)
        draft.layout = find_layout(draft.source, english())
        draft.sentences = parted(draft.text, split(draft), draft.layout.cuts())
        starts = {start for start, _ in draft.sentences}
        marks = [1 if t.i == 0 or t.idx in starts else -1 for t in doc]
        if marks:
            values = np.array(marks, dtype=np.int64).astype(np.uint64)
            doc.from_array(["SENT_START"], values)  # type: ignore[arg-type]
        return doc


def split(draft: Draft) -> list[tuple[int, int]]:
    """Offsets of the sentences."""
    text = draft.text
    blocks: list[tuple[int, int]] = []
    for line in _LINE.finditer(text):
        start, end = line.span()
        if not line.group().strip():
            continue
        if len(blocks) > 1 and _torn(text[blocks[-1][0] : blocks[-1][1]], line.group()):
            blocks[-1] = (blocks[-1][0], end)
        else:
            blocks.append((start, end))
    return [sentence for block in blocks for sentence in _sentences(text, *block)]


def _torn(before: str, after: str) -> bool:
    head = after.lstrip()
    if after.startswith("   ") or "|" in before or ":" in before[:40]:
        return False
    return head[:1].islower() and before.rstrip()[-1:] not in '.!?:;")。'


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    parts: list[tuple[int, int]] = []
    begin = start
    for stop in _STOP.finditer(text, start, end):
        head = text[max(begin, stop.start() - 8) : stop.start() + 1]
        following = text[stop.end() : stop.end() + 16].split()
        word = following[0] if following else ""
        if word[:1].islower():
            continue
        opens = word.casefold() in words("function") and word[:1].isupper()
        if _ABBREVIATION.search(head) and not opens:
            continue
        parts.append((begin, stop.end()))
        begin = stop.end()
    parts.append((begin, end))
    trimmed = []
    for a, b in (cut for part in parts for cut in _bounded(text, *part)):
        while a < b and text[a].isspace():
            a += 1
        if a < b:
            trimmed.append((a, b))
    return trimmed


def _bounded(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A sentence that never ends, cut at white space: time and memory stay in proportion."""
    cuts = []
    while end - start > LONGEST:
        space = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        at = space if space > 0 else start + LONGEST
        cuts.append((start, at))
        start = at
    return [*cuts, (start, end)]
