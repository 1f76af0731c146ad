"""Indicators in per cent that are no growth: shares of a whole, rows of shares, rates."""

from __future__ import annotations

import re

from ingest.nlp.measures.growth import growth_series, growth_sign
from ingest.nlp.measures.line import BOUND, RULES, Line, Series
from ingest.nlp.measures.parts import continues
from ingest.nlp.measures.phrases import phrase_before, phrase_behind, subject, tail_behind

_SHARES = re.compile(
    rf"\b(?:{RULES['share_verbs']}|were|are|is|was|from)\b[^.;%]{{0,24}}$", re.IGNORECASE
)
_LEVELS = frozenset(RULES["levels"].split())
_CARRIES = re.compile(rf"\b(?:{RULES['share_verbs']})\b", re.IGNORECASE)
_NOUNS = re.compile(rf"\b(?:{RULES['share_nouns']})\b", re.IGNORECASE)
_THEM = re.compile(r" of (?:whom|which|them|these|those)\b(?: the)?", re.IGNORECASE)
_SAID = re.compile(r"\s*((?:[\w'’&-]+ ?){1,8})")
_TO = re.compile(rf"\s*(?:,? ?and (?:is|was|reached) (?:now )?)?to (?:{BOUND} )?")
_RAISED = re.compile(
    rf"\b(?:rais\w+|increas\w+|reduc\w+|lower\w*|lift\w*|improv\w+|cut) (?:it )?to (?:{BOUND} )?$",
    re.IGNORECASE,
)
_SAYS = re.compile(r"\b(?:said|had|have|has|expect\w*|plan\w*|want\w*|report\w*)\b")
_ARE = re.compile(
    r" (?:were|are|was|is|came from|come from|went to|goes? to|is reserved for|for) ",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    rf"\b(?:compared (?:with|to)|against|versus|(?:up|down) from)\s+(?:{BOUND} )?$", re.IGNORECASE
)
_CONNECTIVES = re.compile(
    r"^[\s,;]*(?:of [^,;]*[,;] ?|respectively[,;]? ?|and |while |the )*", re.IGNORECASE
)
_TRAIL = re.compile(
    rf"\s*\b(?:{RULES['share_verbs']}|was|were|is|for|by|with|from|the)$", re.IGNORECASE
)
_RESPECTIVELY = re.compile(
    r"(?P<names>[^.;]+?) (?:accounted for|account for|were|made up|is|are|was) (?=[\d.]+ ?%)"
)


def percent_series(line: Line, turn: int) -> Series | None:
    """What a percentage is of: a growth, a share, a rate; None when it cannot be told."""
    sign = growth_sign(line, turn)
    if sign:
        return growth_series(line, turn, falling=sign < 0)
    q = line.found[turn]
    grown = line.previous
    if turn and grown and grown.growth and grown.unit != q.unit and _TO.fullmatch(line.chunk(turn)):
        return Series(grown.base, q.unit, span=(q.start, q.end), sure=True)
    last = line.earlier[-1] if line.earlier else None
    alike = turn and line.found[turn - 1].unit == q.unit
    if alike and last and (continues(line, turn) or _AGAINST.search(line.chunk(turn))):
        return Series(last.name, q.unit, region=last.region, span=(q.start, q.end), sure=True)
    counted = re.fullmatch(r" of (?:the |all |its )*", line.rest(turn))
    if counted and turn + 1 < len(line.found):
        run = phrase_behind(line, line.behind(line.found[turn + 1].end))
        if run:
            return Series(
                f"share of {line.words_of(run)}", q.unit, span=(q.start, q.end), sure=True
            )
    row = _respectively(line, turn) or _for_each(line, turn)
    if row:
        return row
    them = _THEM.match(line.after(turn))
    base = line.whole()
    if them and base:
        said = _SAID.match(line.rest(turn)[them.end() :])
        name = f"share of {base.name} {said[1] if said else ''}".strip()
        return Series(name, q.unit, span=(q.start, q.end + them.end()), sure=True)
    of = tail_behind(line, line.behind(q.end), line.before_next(turn))
    if of and line.tokens[of[0]].lower == "of":
        return _share_of(line, turn, of)
    if turn and last and continues(line, turn):
        return Series(last.name, q.unit, region=last.region, span=(q.start, q.end), sure=True)
    return _row_member(line, turn) or _rate(line, turn)


def _respectively(line: Line, turn: int) -> Series | None:
    """ "A, B, C and D accounted for 1 %, 2 %, 3 %, 4 % of X respectively"."""
    text, q = line.text(line.start, line.end), line.found[turn]
    row = _RESPECTIVELY.search(text) if "respectively" in text else None
    if not row:
        return None
    names = [n.strip() for n in re.split(r",| and ", row["names"]) if n.strip()]
    values = [f for f in line.found if f.unit == "%" and f.start >= line.start + row.end() - 1]
    values = values[: len(names)]
    if q not in values or len(values) != len(names):
        return None
    whole = re.match(r"[^;.]*?% of (?:the )?([\w ]+?)(?: respectively|,|;|$)", text[row.end() :])
    name = f"{names[values.index(q)]} share" + (f" of {whole[1]}" if whole else "")
    return Series(name, "%", span=(line.start + row.start("names"), q.end), sure=True)


def _for_each(line: Line, turn: int) -> Series | None:
    """ "30 % for fruit and 20 % for cereals": one measure of several things."""
    last = line.earlier[-1] if line.earlier else None
    before = line.found[turn - 1].end if turn else line.start
    between = line.text(before, line.found[turn].start)
    joined = re.fullmatch(r"(?: of [\w '-]{2,40}?)? for [\w '-]{2,40}?(?:,| and|, and) ", between)
    tail = re.match(r" for ([\w '-]{2,40})", line.rest(turn))
    if not (turn and joined and tail and last and last.unit == "%"):
        return None
    q = line.found[turn]
    name = re.split(r" for ", last.name)[0]
    planned = last.target
    return Series(f"{name} for {tail[1]}", "%", span=(q.start, q.end), sure=True, target=planned)


def _share_of(line: Line, turn: int, of: range) -> Series:
    """ "70% of the cooperatives are short of forage", "A accounts for 21% of Y"."""
    q = line.found[turn]
    whole = re.sub(r"^(?:the|its|their|our|all) ", "", line.words_of(of[1:]))
    end = line.tokens[of[-1]].end
    who = _bearer(line, turn)
    name = f"{who} share of {whole}".strip()
    if not who:
        said = _SAID.match(line.text(end, line.before_next(turn)))
        lead = subject(line, line.at(turn), line.floor(turn))
        apart = lead and "," in line.text(line.tokens[lead[-1]].end, q.start)
        if said:
            name = f"{name} {said[1].strip()}"
        elif lead and not apart and len(lead) < 7:
            name = f"{line.words_of(lead)} {name}"
    return Series(" ".join(name.split()), q.unit, span=(q.start, end), sure=True)


def _bearer(line: Line, turn: int) -> str:
    """Who accounts for a share: the words before it up to the verb."""
    q = line.found[turn]
    before = line.lead(q.start, 50).rpartition(",")[2]
    if not _SHARES.search(before) and not re.search(rf"\w+s (?:{BOUND} )?$", before):
        return ""
    floor = line.floor(turn)
    run = subject(line, line.at(turn), floor)
    if len(run) == 1 and re.search(
        r"\b(?:is|are|was|were) $", line.lead(line.tokens[run[0]].start, 6)
    ):
        return f"{line.words_of(subject(line, run[0], floor))} {line.words_of(run)}".strip()
    return line.words_of(run[-8:])


def _row_member(line: Line, turn: int) -> Series | None:
    """Shares of a row: "…, wind power 27.3 %, hydropower 19.5 %", "71% were firms"."""
    q = line.found[turn]
    whole = _whole(line, turn)
    of = f" of {whole}" if whole else ""
    said = _ARE.match(line.after(turn))
    put = said and said.group() == " for " and re.search(r"\bat $", line.lead(q.start, 4))
    run = phrase_behind(line, line.behind(q.end + said.end())) if said and not put else range(0)
    if run:
        span = (q.start, line.tokens[run[-1]].end)
        return Series(f"{line.words_of(run)} share{of}", q.unit, span=span, sure=True)
    chunk = line.text(line.since(turn), q.start)
    if turn and line.found[turn - 1].unit == "%" and line.earlier:
        words = _CONNECTIVES.sub("", chunk).strip(" ,;")
        while _TRAIL.search(words):
            words = _TRAIL.sub("", words)
        words = words or line.words_of(phrase_behind(line, line.at(turn) + 1))
        if words and len(words.split()) <= 8 and not _SAYS.search(words):
            span = (line.since(turn) + max(0, chunk.find(words)), q.end)
            return Series(f"{words} share{of}", q.unit, span=span, sure=True)
    if not _CARRIES.search(chunk) or _NOUNS.search(chunk):
        return None
    run = subject(line, line.at(turn), line.floor(turn))
    if not run:
        return None
    span = (line.tokens[run[0]].start, q.end)
    return Series(f"{line.words_of(run)} share{of}", q.unit, span=span, sure=True)


def _whole(line: Line, turn: int) -> str:
    """What the shares of a row are shares of: "of the income", "In the enterprises,"."""
    last = line.found[turn].end
    for mate in line.found[turn:]:
        if mate.unit != "%":
            break
        last = mate.end
    ahead = re.match(
        r" of (?:the |its |all |total )?([\w'& -]{3,50}?)(?= respectively|[,.;]|$| in \d)",
        line.text(last, line.end),
    )
    if ahead:
        return ahead[1]
    lead = re.search(
        r"\b(?:[Oo]f|[Ii]n|[Aa]mong|[Ff]rom) (?:the |its |all )?([\w'’& -]{3,60}?)(?: in \d{4})?, ",
        line.text(line.start, line.found[turn].start),
    )
    if lead and not re.match(r"(?:which|them|these|total|\d|addition|fact)", lead[1]):
        return lead[1]
    base = line.whole()
    return base.name if base else ""


def _rate(line: Line, turn: int) -> Series | None:
    """A rate or ratio: its subject, else the words before or behind it."""
    q = line.found[turn]
    said = re.match(
        r" (?:had|have|has|said|were|are|plan|expect|report|lack|\w{3,}ed)\b[\w '&-]{2,50}",
        line.rest(turn),
    )
    chunk = line.chunk(turn)
    if said and (turn or line.start == q.start or not re.search(r"[a-z]{3}[^,;]*$", chunk)):
        return Series(f"share that{said.group()}", q.unit, span=(q.start, q.end + said.end()))
    at, floor = line.at(turn), line.floor(turn)
    run = subject(line, at, floor) or phrase_before(line, at, floor)
    name = line.words_of(run)
    behind = phrase_behind(line, line.behind(q.end))
    if behind and line.tokens[behind[0]].start - q.end <= 1:
        name = f"{name} {line.words_of(behind)}".strip()
    shares = [s.name for s in line.earlier if s.unit == "%"]
    if shares and (name.casefold() in _LEVELS or _RAISED.search(line.lead(q.start, 40))):
        name = shares[-1]
    if not name and line.earlier:
        name = line.earlier[-1].name
    if not name:
        return None
    start = line.tokens[run[0]].start if run else q.start
    return Series(name, q.unit, span=(start, q.end), sure=bool(run))
