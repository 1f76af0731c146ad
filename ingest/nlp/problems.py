"""Problems in running text, by the cues of ``problems.json``.

What stands before a predicate is the problem ("… is the bottleneck of"), what stands behind a cue
is it ("troubled by …"), or the whole clause is ("the growth cycle is long"). Rows behind a label
("weaknesses: …") and the shares of a survey's answers name several at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.nlp.chunks import is_plain, subject_before
from ingest.nlp.draft import Draft, folded
from ingest.nlp.lexicon import data
from ingest.nlp.splitting import clean, pieces, split_items

_NAMES = ("Policy", "Programme", "Problem", "Patent", "Enterprise", "Institute", "Agency", "Person")
MOST = 14
"""Words of one problem in a row."""
_PRONOUN = re.compile(
    r"(?:by|this|that|it|to|these|those|which|but|he|she|they|we|there|such|one(?! in))\b|"
    r"(?:is|are|has|have|was|were)\b|"
    r"(?:not|no)\b(?! enough\b| access\b|[^.;]* (?:can|could|is) )",
    re.I,
)
_EDGE = re.compile(
    r"[.;:,()|\"“”\n]|\b(?:has|have|had|will|would|which|that|who|where|this|"
    r"these|said|says|and then|so that|to this end|in order|for many years|for years|"
    r"as well as|with the|per cent|to name (?:but )?a few|according to|at [£$€¥]?\d+|"
    r"and (?:only |some )?\d+|(?:is|are|remains?) (?:an?|the|our|its|one|still)|by the|"
    r"and (?:is|are|has|have|will|the|its|their))\b"
)


@dataclass(frozen=True, slots=True)
class Cues:
    """The compiled cues by what part of the sentence is the problem."""

    subject: tuple[re.Pattern[str], ...]
    clause: tuple[re.Pattern[str], ...]
    object: tuple[re.Pattern[str], ...]
    rows: tuple[re.Pattern[str], ...]
    survey: tuple[re.Pattern[str], ...]
    """What the sentence of a survey is like, and one of its answers."""
    denied: re.Pattern[str]


@lru_cache(maxsize=1)
def cues() -> Cues:
    """The cues of the data file, with its named parts written out."""
    raw = data("problems.json")
    parts: dict[str, str] = raw["parts"]

    def compiled(name: str) -> tuple[re.Pattern[str], ...]:
        rules = []
        for rule in raw[name]:
            for part, words in parts.items():
                rule = rule.replace("{" + part + "}", f"(?:{words})")
            rules.append(re.compile(rule, re.IGNORECASE))
        return tuple(rules)

    return Cues(
        compiled("subject"), compiled("clause"), compiled("object"), compiled("rows"),
        compiled("survey"), compiled("denied")[0],
    )  # fmt: skip


def find_problems(draft: Draft, start: int, end: int) -> None:
    """Adds the problems that a sentence states."""
    known = cues()
    for rule in known.rows:
        for found in rule.finditer(draft.text, start, end):
            _row(draft, found, start)
    frame, answer = known.survey
    objects = (*known.object, answer) if frame.search(draft.text, start, end) else known.object
    for rule in objects:
        for found in rule.finditer(draft.text, start, end):
            _add(draft, found.start("problem"), problem_edge(draft, *found.span("problem")), start)
    for rule in known.subject:
        for found in rule.finditer(draft.text, start, end):
            for a, b in _subjects(draft, start, found):
                _add(draft, a, b, start)
    for rule in known.clause:
        for found in rule.finditer(draft.text, start, end):
            marked = draft.text[found.end() : found.end() + 1] in ("", ",", ":", ";")
            from_ = found.end() - (4 if marked else 1)
            stop = problem_edge(draft, from_, _tail_end(draft, found, end))
            front = found.start("head") if "head" in found.re.groupindex else found.start()
            begin = subject_before(draft, start, front, row=False)
            begin = _elliptic(draft, start, front) if begin >= front else begin
            if begin < front or "head" in found.re.groupindex or _UNABLE.match(found[0]):
                _add(draft, begin, max(stop, found.end()), start)


_UNABLE = re.compile(r"\s(?:cannot|can not|can't|could not|(?:is|are|were) unable)\b")
"""A predicate that says enough without its subject: "cannot find buyers"."""
_GOES_ON = re.compile(r", (?:the|it|its|we|our|they|this|he|she|so|in order|to this end) ")


def _row(draft: Draft, found: re.Match[str], sentence: int) -> None:
    """The problems behind a label: a row of short phrases or clauses."""
    start, end = found.span("items")
    cut = _GOES_ON.search(draft.text, start, end)
    items = split_items(draft.text, start, cut.start() if cut else end, 0)
    if len(items) < 2 or any(len(draft.tokens(*item)) > MOST for item in items):
        return
    for a, b in items:
        _add(draft, a, problem_edge(draft, a, b), sentence)


def _elliptic(draft: Draft, start: int, end: int) -> int:
    """Where the clause begins whose subject two predicates share: "slag is wet and is hard …"."""
    if not draft.text[start:end].endswith(" and"):
        return end
    marks = list(re.compile(r"[.,;:] ").finditer(draft.text, start, end))
    return marks[-1].end() if marks else start


_ANAPHOR = re.compile(r", (?:this|these|it|which|that|all of (?:this|them|these))$")
_TWO = re.compile(r"\b(?:two|both|2)\b")
_LACKING = re.compile(
    r"(?:lack|shortage|absence|weak|low|high|poor|insufficient|short|slow)\b", re.I
)


def _subjects(draft: Draft, start: int, found: re.Match[str]) -> list[tuple[int, int]]:
    """The subject before a predicate; the phrases of a row are problems of their own.

    "A, this is the trouble" speaks of the clause before; "A and B are two headaches" of both.
    """
    end = found.start()
    said = _ANAPHOR.search(draft.text, max(start, end - 20), end)
    end = said.start() if said else end
    begin = subject_before(draft, start, end)
    items = split_items(draft.text, begin, end, 0)
    if len(items) > 2:
        return items
    halves = [
        p for p in pieces(draft.text, begin, end, r"\band\b") if draft.text[slice(*p)].strip()
    ]
    lacking = [bool(_LACKING.match(draft.text[a:b].strip())) for a, b in halves]
    if len(halves) == 2 and (_TWO.search(found[0]) or all(lacking)):
        return clean(draft.text, halves)
    return [(begin, end)]


def _tail_end(draft: Draft, found: re.Match[str], end: int) -> int:
    """How far the clause of a predicate goes on: to the next mark where it takes an object."""
    return end if found.groupdict().get("tail") is not None else found.end()


_YEAR = re.compile(r"\b(?:19|20)\d\d$")
_ALONE = re.compile(
    r"(?:fouling|bursts?|rot|itis|osis|icity|inity|acidity|carcity|fication|isation|ization|blooms?)$"
)
"""Ends of problems of one word: "biofouling"."""


def _add(draft: Draft, start: int, end: int, sentence: int) -> None:
    start += len(draft.text[start:end]) - len(draft.text[start:end].lstrip())
    tail = re.search(r"[ ,“\"']*(?:\b(?:and|but|or|that))?[ ,“\"']*$", draft.text[start:end])
    end -= len(tail[0]) if tail else 0
    text = draft.text[start:end]
    if end - start < 6 or len(text) > 130 or _PRONOUN.match(text) or _YEAR.search(text):
        return
    if is_plain(text) and "technical" not in text.casefold():
        return
    alone = len(text) > 8 and _ALONE.search(text)
    if (len(folded(text).split()) < 2 and not alone) or draft.covered(start, end, *_NAMES):
        return
    if cues().denied.search(draft.text, max(sentence, start - 40), start):
        return
    draft.add("Problem", start, end, confidence=0.6)


def problem_edge(draft: Draft, start: int, end: int) -> int:
    """A problem's words end before the verb or mark that goes on with the sentence."""
    cut = _EDGE.search(draft.text, start + 4, end)
    stop = cut.start() if cut else end
    return start + len(draft.text[start:stop].rstrip())
