"""Whom money goes to: takers of awards are members of the programme that gives them.

"NOK 9 million goes to A", "B has been granted NOK 4 million", "the rest is split between C and D";
the programme is the one that the sentence or the text before it names as giving money.
"""

from __future__ import annotations

import re
from itertools import pairwise

from ingest.facts import is_money
from ingest.nlp.clauses import Clauses
from ingest.nlp.draft import Draft, Found, folded
from ingest.nlp.grammar import Grammar
from ingest.nlp.groups import Group
from ingest.nlp.lexicon import data
from ingest.nlp.numbers import Quantity

_RULES = data("awards.json")
_GOES_TO = re.compile(rf"[^.;]{{0,60}}?\b(?:{_RULES['goes_to']})(?: the)?(?: [\w-]+){{0,2}} ?")
_TAKES = re.compile(rf"\b(?:{_RULES['takes']})\b(?: (?!from\b)[\w%,-]+){{0,6}} ?$", re.IGNORECASE)
_WHICH = re.compile(r"(?: ?[(（][^()（）]*[)）])?,? (?:which|who|that) ")
_FROM = re.compile(r"[^.;]{0,40}? from (?:the )?")
_GIVES = re.compile(rf"\b(?:{_RULES['gives']})\b", re.IGNORECASE)
_TAKERS = ("Enterprise", "Institute")
_NEAR = 30
"""Characters between a verb of giving and its taker."""


def award_relations(draft: Draft, words: Grammar, clauses: Clauses) -> None:
    """Adds MEMBER_OF for those whom a sentence gives a programme's money."""
    sums = [q for q in draft.quantities
            if clauses.start <= q.start and q.end <= clauses.end and is_money(q.unit)]  # fmt: skip
    for turn, q in enumerate(sums):
        begin = sums[turn - 1].end if turn else clauses.start
        stop = sums[turn + 1].start if turn + 1 < len(sums) else clauses.end
        takers = _receiving(draft, clauses, q, begin) or _given(draft, clauses, q, stop)
        last = max([q.end, *(t.end for t in takers)])
        if words.marks["negative"].search(draft.text, begin, last):
            continue
        programme = _giver(draft, clauses, q) if takers else None
        if not programme:
            continue
        for taker in takers:
            start, end = min(taker.start, q.start), max(taker.end, q.end)
            draft.link("MEMBER_OF", taker, programme, start, end, 0.6)


def _given(draft: Draft, clauses: Clauses, q: Quantity, stop: int) -> list[Found]:
    """ "NOK 9 million goes to A and B"."""
    goes = _GOES_TO.match(draft.text, q.end, stop)
    behind = [g for g in clauses.groups if goes and g.start - q.end >= 0 and g.end <= stop]
    near = next((g for g in behind if _bodies(g)), None) if goes else None
    return _bodies(near) if near and goes and abs(near.start - goes.end()) < _NEAR else []


def _receiving(draft: Draft, clauses: Clauses, q: Quantity, begin: int) -> list[Found]:
    """ "A has been granted NOK 9 million"."""
    takes = _TAKES.search(draft.text[begin : q.start])
    ahead = [g for g in clauses.groups if takes and g.end <= begin + takes.start()]
    told = ahead and takes and _WHICH.fullmatch(draft.text, ahead[-1].end, begin + takes.start())
    plain = (g for g in reversed(ahead) if _bodies(g) and g.mark == "")
    near = ahead[-1] if told else next(plain, None)
    other = _FROM.match(draft.text, q.end, clauses.end)
    if other and any(f.type != "Programme" for f in draft.within(other.end(), other.end() + 60)
                     if f.start <= other.end()):  # fmt: skip
        return []
    return _bodies(near) if near else []


def _bodies(group: Group) -> list[Found]:
    return [f for f in group.all(_TAKERS) if not f.embedded]


def _giver(draft: Draft, clauses: Clauses, q: Quantity) -> Found | None:
    """The programme of the sentence, else the last one named before it, where it gives money."""
    here = [
        f for f in draft.within(clauses.start, clauses.end, "Programme") if _GIVES.search(f.name)
    ]
    if here:
        return min(here, key=lambda f: abs(f.start - q.start))
    earlier = [f for f in draft.within(0, clauses.start, "Programme")]
    giving = [f for f in earlier if _GIVES.search(f.name)]
    keys = {f.key for f in giving}
    if len(keys) > 1:  # more than one: only where the last sentence speaks of it
        last = draft.sentence_at(max(0, clauses.start - 2))[0]
        giving = [f for f in giving if f.start >= last]
    return giving[-1] if giving else None


_LINE = re.compile(
    r"(?:^|\n)[ \t]*(?:[-•*–·▪]|\d{1,2}[.)]|\([a-z0-9]\))[ \t]+"
    r"(?P<place>[^\n:;.]{2,40}:[ \t]+)?(?:[Tt]he )?"
)
_FIRST = re.compile(r"\b1[.)]|\(1\)|\ba\)|\(a\)")
_SELECTED = re.compile(rf"\b(?:{_RULES['selected']})\b", re.IGNORECASE)
_FEWEST = 3
_BEFORE = 400
"""Characters before a list in which its title may say that those listed were selected."""


def listed_members(draft: Draft) -> None:
    """Bullets that open with a body each, below words that say they were selected for the
    programme of the headline: the bodies are its members, at the place that the bullet names."""
    rows = [m for m in _LINE.finditer(draft.text)
            if not draft.is_tabular(m.end(), m.end() + 1)]  # fmt: skip
    opened = [(m, _opening(draft, m)) for m in rows]
    runs: list[list[tuple[re.Match[str], list[Found]]]] = [[]]
    for (row, bodies), following in pairwise([*opened, (None, [])]):
        if bodies and row:
            runs[-1].append((row, bodies))
        gap = following[0].start() - row.end() if row and following[0] else 0
        restarts = following[0] and _FIRST.search(following[0].group())
        if not bodies or gap > _BEFORE or restarts:
            runs.append([])
    for run in runs:
        if len(run) >= _FEWEST:
            _member_lines(draft, run)


def _opening(draft: Draft, row: re.Match[str]) -> list[Found]:
    """The body that opens a bullet, with those coordinated with it."""
    end = draft.text.find("\n", row.end())
    found = draft.within(row.end(), end if end > 0 else len(draft.text), *_TAKERS)
    if not found or found[0].start != row.end():
        return []
    bodies = found[:1]
    for other in found[1:]:
        if not re.fullmatch(r"(?:,|,? and)(?: the)? ", draft.text[bodies[-1].end : other.start]):
            break
        bodies.append(other)
    return bodies


_NUMBER = re.compile(r"(?:\w{1,7}[,.、)]|\(\w{1,4}\)|[IVX]+\.?)\s+")
_HEADING_WORDS = 2


def _headed(draft: Draft, first: int) -> Found | None:
    """The programme whose name ends in the words of the heading right above a list."""
    line = draft.text[:first].rstrip().rpartition("\n")[2].strip(" :：")
    heading = folded(_NUMBER.sub("", line, count=1))
    if len(heading.split()) < _HEADING_WORDS:
        return None
    named = [f for f in draft.found if f.type == "Programme" and f.end <= first]
    return next((f for f in named if folded(f.name).endswith(heading)), None)


def _member_lines(draft: Draft, run: list[tuple[re.Match[str], list[Found]]]) -> None:
    for row, bodies in run:
        places = draft.within(row.start(), row.end(), "Region") if row["place"] else []
        for place in places[:1]:
            draft.link("LOCATED_IN", bodies[0], place, place.start, bodies[0].end, 0.7)
    title = draft.sentences[0]
    first = run[0][0].start()
    said = draft.sentence_at(max(0, first - 2))
    if len({f.key for f in draft.within(*said, "Programme")}) == 1:
        title = said
    programmes = {f.key: f for f in reversed(draft.within(*title, "Programme"))}
    headed = _headed(draft, first)
    if headed:
        programmes = {headed.key: headed}
    programmes = programmes or {f.key: f for f in draft.within(0, first, "Programme")}
    told = headed or _SELECTED.search(draft.text, max(0, first - _BEFORE), first)
    if len(programmes) != 1 or not (told or _SELECTED.search(draft.text, *title)):
        return
    for programme in programmes.values():
        for _, bodies in run:
            for body in bodies:
                draft.link("MEMBER_OF", body, programme, body.start, body.end, 0.6)
