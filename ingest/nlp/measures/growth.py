"""Indicators of growth: rates and percentage points by which a series rises or falls."""

from __future__ import annotations

import re

from ingest.nlp.measures.line import BOUND, RULES, Line, Series
from ingest.nlp.measures.parts import other_of
from ingest.nlp.measures.phrases import bare, phrase_behind, subject
from ingest.nlp.numbers import Quantity

_G = RULES["growth"]
_UP_WORD, _DOWN_WORD = rf"(?:{_G['up']})", rf"(?:{_G['down']})"
_FILL = rf"(?:\s+(?:{BOUND}|{_G['fill']}|\())*\s*\(?$"
_UP = re.compile(rf"\b{_UP_WORD}{_FILL}", re.IGNORECASE)
_DOWN = re.compile(rf"\b{_DOWN_WORD}{_FILL}", re.IGNORECASE)
_BY = re.compile(
    rf"\b(?:(?P<up>{_G['up']})|(?P<down>{_G['down']}))\b (?:the |its |their )?"
    rf"(?P<what>[^,;.%]{{1,60}}?) by (?:{BOUND} )?$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"[\s-]*(?:(?:{_G['kind']}) )*(?:(?P<up>{_G['after_up']})|(?P<down>{_G['after_down']}))\b"
    r"(?<!above)(?<!over)",
    re.IGNORECASE,
)
_THAT_IS = re.compile(rf"\b(?:or|that is|i\.e\.|namely),? by (?:{BOUND} )?$", re.IGNORECASE)
_ANY = re.compile(rf"\b(?:(?P<up>{_G['up']})|(?P<down>{_G['down']}))\b", re.IGNORECASE)
_AND_BY = re.compile(rf" (?:and|, and|,) [\w '-]{{3,50}} by (?:{BOUND} )?", re.IGNORECASE)
_PAST_MARK = re.compile(
    r"\b(?:fell|drop\w*|declin\w+|rose|climb\w+|decreas\w+|sank|slipp?\w*|reduced) (?:to )?"
    r"(?:below|above|under)\s+$",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"\(([+−–-]) ?$")
_KIND_ONLY = re.compile(r"^ (?:year[- ]on[- ]year|annually)", re.IGNORECASE)
_TO = re.compile(rf"\bto (?:{BOUND} )?$", re.IGNORECASE)
_IN = re.compile(r"^ in \w+(?: terms)?,?", re.IGNORECASE)
_ASPECT = re.compile(
    r" in ((?:real |nominal )?(?:volume|value|terms|number|area))\b", re.IGNORECASE
)
_WHOLE = re.compile(r" of (?:the|its|their|all|our|total|this|these)\b", re.IGNORECASE)
_AVERAGE = re.compile(rf"\b(?:{_G['average']})", re.IGNORECASE)
_CUT = re.compile(
    rf"\s*(?:(?:and|or|with|representing|which is|that is|\() ?)*(?:an? |the )?"
    rf"(?:(?:{_G['kind']}|\w+-year|compound) )*(?:{_G['up']}|{_G['down']})\b[\w ]*\(?$",
    re.IGNORECASE,
)
_NOUN = re.compile(
    rf"(?:\b(?:an?|the) )?(?:\b(?:{_G['kind']}|\w+-year|compound) )*"
    rf"\b(?:{_G['up']}|{_G['down']})\b[\w ]*\(?$",
    re.IGNORECASE,
)
_VERB_FIRST = re.compile(r"\s*(?:has|have|had|is|are|was|were|grew|rose|fell)\b", re.IGNORECASE)
_RELATIVE = re.compile(r", (?:which|who|whose|where)\b")
_RATE_OF = re.compile(
    r"growth (?:rate )?(?:of|in) (?:the )?([\w '&-]+?) (?:remain|is|was|reach|to|above|stood)"
)
_SHARED = re.compile(
    rf"\b(?:{RULES['share_verbs']}|were|are|is|was|from)\b[^.;,%]{{0,24}}$", re.IGNORECASE
)


def growth_sign(line: Line, turn: int) -> int:
    """1 for a rise, -1 for a fall, 0 for a share or rate."""
    q = line.found[turn]
    before = line.lead(q.start, 60)
    behind = _KIND_ONLY.sub("", line.after(turn)[:40])
    after = _AFTER.match(behind)
    if q.unit == "percentage point" and after:
        return -1 if after["down"] else 1
    if re.search(r"\b(?:from|reached)\s+$", before):
        return 0
    signed = _SIGNED.search(before)
    if signed and behind.startswith(")"):
        return -1 if signed[1] in "-−–" else 1
    if _PAST_MARK.search(before):
        return 0
    if _THAT_IS.search(before):
        verb = _ANY.search(line.text(line.start, q.start))
        return 0 if verb is None else 1 if verb["up"] else -1
    down, up = _DOWN.search(before), _UP.search(before)
    noun = re.search(r"\b(?:of|by|up|down) (?:\w+ )?$", before)
    if _WHOLE.match(behind) and not (noun and (down or up)):
        return 0
    to = _TO.search(before) and not re.search(r"\bby [\d.]+(?: ?%)? to $", before)
    if after and not to and not _SHARED.search(before[-24:]):
        return -1 if after["down"] else 1
    if to:
        return 0
    if q.unit == "percentage point" and not noun:
        return 0
    if down or up:
        return -1 if down else 1
    by = _BY.search(before)
    if by:
        return -1 if by["down"] else 1
    grown = line.previous
    since = line.found[turn - 1].end if turn else line.start
    if grown and grown.growth and _AND_BY.fullmatch(line.text(since, q.start)):
        return -1 if grown.falling else 1
    mate = line.found[turn - 1] if turn else None
    if mate and mate.unit == q.unit and _chained(line, turn):
        return growth_sign(line, turn - 1)
    return 0


def _chained(line: Line, turn: int) -> bool:
    """Whether a rate goes on the row of the one before: "5 % in volume and 10 %"."""
    between = _IN.sub("", line.text(line.found[turn - 1].end, line.found[turn].start))
    return bare(between)


def growth_series(line: Line, turn: int, *, falling: bool) -> Series | None:
    """The growth of a series: of what the clause names, else of the series before."""
    q = line.found[turn]
    lead = line.lead(q.start, 70)
    average = bool(_AVERAGE.search(lead[-40:] + line.after(turn)[:24]))
    bases = [s for s in line.earlier if s.absolute and not s.part]
    if line.previous and line.previous.part and line.previous.absolute:
        bases.append(line.previous)
    listed = _listed(line, turn, bases)
    name = listed or _own(line, turn)
    region = ""
    grown = line.previous if line.previous and line.previous.growth else None
    if not name and grown and not bases:
        name = grown.base
    if not name and bases:
        name, region = bases[-1].name, bases[-1].region
    shares = [s.name for s in line.earlier if s.unit == "%"]
    if q.unit == "percentage point":
        name = shares[-1] if shares and (not name or (bases and name == bases[-1].name)) else name
    if not name and line.earlier:
        name = line.earlier[-1].name
    if not name:
        return None
    start = max(line.start, q.start - len(lead.split(",")[-1]))
    if q.unit == "percentage point":
        full = f"{name} {'decrease' if falling else 'increase'}"
        return Series(full, q.unit, growth=True, falling=falling, base=name,
                      span=(q.start, q.end), sure=True)  # fmt: skip
    aspect = _ASPECT.match(line.after(turn))
    full = (
        f"{name}{f' in {aspect[1]}' if aspect else ''}{' average annual' if average else ''} growth"
    )
    return Series(full, q.unit, growth=True, average=average, falling=falling, base=name,
                  region=region, span=(start, q.end), sure=True)  # fmt: skip


def _listed(line: Line, turn: int, bases: list[Series]) -> str:
    """The series of a rate in a row that "respectively" closes, by its place in the row."""
    q = line.found[turn]
    row = _row(line, turn)
    if len(row) < 2:
        return ""
    if "respectively" not in line.text(row[0].start - 20, min(line.end, row[-1].end + 60)):
        return ""
    known = list(dict.fromkeys(s.name for s in bases))
    if len(known) >= len(row):
        return known[-len(row) :][row.index(q)]
    clause = re.split(r"[;:]", line.text(line.start, row[0].start))[-1]
    clause = re.sub(rf"\s*(?:{_G['verb_end']})\b[^,]*$", "", clause, flags=re.IGNORECASE)
    names = [n.strip() for n in re.split(r",\s*(?:and )?", clause) if n.strip()]
    if ", and " not in clause and names:
        names[-1:] = names[-1].rsplit(" and ", 1)
    if len(names) < len(row):
        return ""
    wanted = names[-len(row) :]
    name = wanted[row.index(q)]
    first = re.sub(r"^(?:the|In \w+|in \w+) ", "", wanted[0], flags=re.IGNORECASE)
    if name is wanted[0]:
        return first
    return other_of(first, name) if " of " in first else name


def _row(line: Line, turn: int) -> list[Quantity]:
    """The rates joined by "and" or commas that a rate belongs to."""
    unit = line.found[turn].unit
    first = last = turn
    while first and line.found[first - 1].unit == unit and _chained(line, first):
        first -= 1
    while (
        last + 1 < len(line.found)
        and line.found[last + 1].unit == unit
        and _chained(line, last + 1)
    ):
        last += 1
    return line.found[first : last + 1]


def _own(line: Line, turn: int) -> str:
    """The series that a growth names itself: "cut costs by 30%", "a 12% rise in output"."""
    q = line.found[turn]
    after = _AFTER.match(line.rest(turn))
    tail = re.match(r" (?:in|of) (?:the |its )?", line.rest(turn)[after.end() :]) if after else None
    if after and tail:
        run = phrase_behind(line, line.behind(q.end + after.end() + tail.end()))
        if run:
            return line.words_of(run)
    floor = max(line.since(turn), q.start - 90) if turn else line.start
    chunk = line.text(floor, q.start)
    rate = _RATE_OF.search(chunk)
    if rate:
        return rate[1]
    verb = _BY.search(chunk)
    if verb and not re.search(r"\b(?:of|to|was|were)$", verb["what"]):
        return verb["what"].strip()
    if turn and line.found[turn - 1].unit == q.unit and _chained(line, turn):
        return ""
    clause = re.split(r"[,;:]", chunk)[-1]
    relative = _VERB_FIRST.match(clause) and _RELATIVE.search(line.text(line.start, q.start))
    if (_CUT.match(clause) and not relative) or not re.search(r"[a-z]{3}", clause):
        return ""
    begin = q.start - len(clause)
    noun = _NOUN.search(clause)
    at = line.behind(begin + noun.start()) if noun else line.at(turn)
    words = line.words_of(subject(line, at, 0 if relative else line.behind(begin)))
    pronoun = words.casefold() in ("it", "they", "this", "which", "year", "end", "end of", "period")
    return "" if pronoun or bare(words) else words
