"""Counts without a noun of their own: parts of a series, its next value, MT's "design 28"."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.facts import is_money
from ingest.nlp.measures.line import BOUND, NESTED, RULES, Line, Series
from ingest.nlp.measures.phrases import (
    LINKS,
    is_attribute,
    is_plural,
    is_verb,
    phrase_before,
    phrase_behind,
    subject,
)
from ingest.nlp.measures.units import NOT_UNITS, counted, head_of, singular, unit_of, unit_of_name

_OF_THEM = re.compile(r" of (?:them|these|those)\b(?!,)(?P<said> [\w' -]{2,50})?(?! [\d])")
_ARTICLES = frozenset(("the", "a", "an", "its", "their", "our"))
_PLAN_IS = re.compile(
    r"\b(?:(?:plan|goal|aim|target|hope)s? (?:is|was|are)(?: for| to have)?|seeks?|wants?"
    r"|aims? (?:at|for)"
    rf"|(?:plans?|means?|intends?|hopes?|aims?|wants?) (?:for|to (?:have|hold|own|reach)))"
    rf" (?:{BOUND} )?$",
    re.IGNORECASE,
)
_MEASURED = frozenset(RULES["measured"].split())
_DROPPED = frozenset(RULES["attribute_drops"].split())
_SAME = re.compile(
    rf"(?:[\s,()’'-]|\b(?:{BOUND})\b|\b(?:{'|'.join(RULES['same'].split())}|"
    r"(?:first|second|third|next|previous|same)(?: (?:round|call|edition|batch))?)\b)*",
    re.IGNORECASE,
)
_LINKED = re.compile(
    r"\b(?P<link>of|into|in|on|as|over|at|by|no\.?|number|for|with)\s+$", re.IGNORECASE
)
_LEVEL = re.compile(
    r"\b(?:stood|stay|stays|stayed|remain\w*|total\w*|put|stands|kept) at\s+$|\btotal of\s+$",
    re.IGNORECASE,
)
_BEGINS = re.compile(r" (?:\w+ed (?:in|out|to|from|by|on|for|at)|were|was|are|have|had)\b")
_LABEL = re.compile(r"(?:^|[;,(.*•]\s*)([A-Za-z][\w '&/-]{2,40}|[A-Z][\w '&/,-]{2,70}):\s*$")
_LABEL_END = re.compile(
    r" (?:in|of|during) (?:the|this|that) year$| per [\d,]+ \w+$", re.IGNORECASE
)
_ACTS = re.compile(rf"\b(?:has|have|had)\s+(?:{BOUND} )?$", re.IGNORECASE)
_IS = re.compile(
    rf"\s*(?:(?:was|were|is|are|should|must|will|would|to|be|reach(?:ed)?|total\w*|exceed(?:ed)?|"
    rf"respectively|in|on|at|for|double|triple|grow|rise|increase|climb|fall|drop|rose|grew|fell|from|"
    rf"{BOUND})\s*)*:?\s*",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    rf"\b(?:compared (?:with|to)|against|versus|(?:up|down) from|"
    rf"same period(?: [\w ]{{4,14}})?(?: of| is| was)?) (?:{BOUND} )?$",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    rf"\s*(?:and |but )?(?:{RULES['present']})?\s*(?:it|they|this|the figure|the number) "
    rf"(?:is|was|are|were|stood at|stands at|reached|had|has)(?: {BOUND})?\s*",
    re.IGNORECASE,
)
_THAT_OF = re.compile(r"\b(?:that|those) (?:of|in|for) (?:the )?", re.IGNORECASE)


def continues(line: Line, turn: int) -> bool:
    """Whether only times and links stand between a quantity and the one before it."""
    chunk = line.chunk(turn)
    said_again = _PRONOUN.fullmatch(re.split(r"[;,]", chunk)[-1])
    return bool(turn) and bool(said_again or _SAME.fullmatch(chunk))


def noun_elsewhere(line: Line, turn: int) -> Series | None:
    """Numbers without a noun behind them: "to 330", "design 28", "patents and grants were 5, 7"."""
    q, base, grown = line.found[turn], line.whole(), line.previous
    paired = _respectively(line, turn)
    if paired:
        return paired
    label = _LABEL.search(line.text(line.since(turn), q.start))
    head = _LABEL_END.sub("", label[1]) if label else ""
    plural = [w for w in head.split() if is_plural(w.casefold())]
    if label and plural and (head.split()[-1] in plural or head.split()[-1].endswith("ed")):
        unit = unit_of_name(head) if head.split()[-1] in plural else singular(plural[-1].casefold())
        return Series(label[1], unit, span=(q.start, q.end)) if unit not in NOT_UNITS else None
    countable = base is not None and not is_money(base.unit)
    if grown and grown.growth and grown.base and continues(line, turn):
        same = base and base.name == grown.base
        unit = base.unit if same and base else unit_of_name(grown.base)
        return Series(grown.base, unit, span=(q.start, q.end))
    if countable and base and _PLAN_IS.search(line.lead(q.start, 40)):
        return Series(base.name, base.unit, span=(q.start, q.end), sure=True)
    stated = _stated(line, turn) or _that_of(line, turn)
    if stated:
        return stated
    if turn and _AGAINST.search(line.lead(q.start, 40)):
        counts = [s for s in line.earlier if s.absolute and not s.part and not is_money(s.unit)]
        if counts:
            return replace(counts[-1], span=(q.start, q.end), sure=True, period="", target=False)
    whole = phrase_before(line, line.at(turn), line.floor(turn))
    if turn and whole and line.tokens[whole[-1]].lower in _MEASURED:
        return _named_before(line, turn)
    if base and countable and not line.nested(turn) and continues(line, turn):
        return Series(base.name, base.unit, region=base.region, span=(q.start, q.end), sure=True)
    begins = q.start == line.start and _BEGINS.match(line.after(turn))
    if base and countable and (turn or line.nested(turn) or begins or _of_place(line, turn)):
        return _part_of(line, turn, base)
    return _named_before(line, turn)


def _of_place(line: Line, turn: int) -> bool:
    """ "Oakham City 1,186, the county 94": a number with nothing but a place before it."""
    at = line.at(turn)
    named = at > line.floor(turn) and line.named(line.tokens[at - 1])
    return named and bool(re.match(r"\s*[,;.]", line.after(turn)))


def of_them(line: Line, turn: int) -> Series | None:
    """ "11 of them have started": of what was counted, or of what the sentence before names."""
    q = line.found[turn]
    them = _OF_THEM.match(line.after(turn))
    if not them:
        return None
    since, end = line.before()
    counted = (
        s for s in reversed(line.earlier) if s.absolute and not s.part and not is_money(s.unit)
    )
    base = next(counted, None)
    span = (q.start, q.end + them.end())
    if base and base.span and base.span[0] >= since:
        name = f"{base.name} {(them['said'] or '').strip()}".strip()
        return Series(name, base.unit, span=span, sure=True, part=True)
    last = line.other(since, end)
    run = phrase_behind(last, int(bool(last.tokens) and last.tokens[0].lower in _ARTICLES))
    if not run or not is_plural(last.tokens[run[-1]].lower) or last.all_named(run):
        return None
    return Series(last.words_of(run), unit_of(last, run), span=(q.start, q.end), sure=True)


def _stated(line: Line, turn: int) -> Series | None:
    """ "268 are invention patents", "one is an assignment": the predicate says what is counted."""
    q, base = line.found[turn], line.whole()
    said = re.match(r" (?:are|were|is an?|was an?) ", line.rest(turn))
    run = phrase_behind(line, line.behind(q.end + said.end())) if said else range(0)
    if not run:
        return None
    last = line.tokens[run[-1]].lower
    if is_attribute(line, run) or last in ("ones", "others") or last in NOT_UNITS:
        return None
    unit = unit_of(line, run)
    name = line.words_of(run)
    if base and len(run) < 3 and base.unit != unit and base.unit in base.name:
        name = f"{name} of {base.name}"
    return Series(name, unit, span=(q.start, line.tokens[run[-1]].end), sure=True, part=True)


def _that_of(line: Line, turn: int) -> Series | None:
    """ "that of maker spaces from 40": the measure of the series before, of something else."""
    base = line.whole()
    run = other_owner(line, turn)
    if not run or base is None:
        return None
    counts = re.match(r"(?:total |the )?number\b", base.name, re.IGNORECASE)
    span = (line.tokens[run[0]].start, line.found[turn].end)
    name = other_of(base.name, line.words_of(run))
    return Series(name, unit_of(line, run) if counts else base.unit, span=span, sure=True)


def other_owner(line: Line, turn: int) -> range:
    """What follows "that of" before a quantity."""
    found = _THAT_OF.search(line.chunk(turn))
    return phrase_behind(line, line.behind(line.since(turn) + found.end())) if found else range(0)


def other_of(name: str, whose: str) -> str:
    """The name of a measure with another owner: "output of A", "B": "output of B"."""
    return f"{re.split(r' (?:of|in|for) ', name)[0]} of {whose}"


def _part_of(line: Line, turn: int, base: Series) -> Series | None:
    """A part of the series before: "26 in Yizhou", "31 under construction", "design 28"."""
    q, nested = line.found[turn], line.nested(turn)
    own, actor = _own_words(line, turn)
    extra = _attribute_behind(line, turn) if not own or nested else ""
    names = own and not actor
    if names and not nested:
        last = own.casefold().split()[-1]
        unit = (
            singular(last)
            if singular(last) != last
            else counted(own.casefold().split()) or base.unit
        )
        return Series(own, unit, region=base.region, span=(q.start, q.end), sure=True)
    before = own if names or nested else ""
    if not before and not extra and not nested and not actor:
        return None
    whole = "" if base.unit in {singular(w) for w in before.casefold().split()} else base.name
    name = " ".join(w for w in (before, whole, extra) if w)
    return Series(name, base.unit, region=base.region, span=(q.start, q.end), sure=True,
                  part=nested or bool(before or extra))  # fmt: skip


def _own_words(line: Line, turn: int) -> tuple[str, bool]:
    """The words before a number that name it ("design 28"), or who has it ("the policy aims at").

    The second value says that they are an actor's, or a place's: they do not name what is counted.
    """
    q = line.found[turn]
    cut = max([m.end() for m in NESTED.finditer(line.chunk(turn))] + [0])
    run = phrase_before(line, line.at(turn), line.behind(line.since(turn) + cut))
    if not run:
        return "", True
    between = line.blanked(line.tokens[run[-1]].end, q.start)
    thing = _IS.fullmatch(between)
    if re.fullmatch(r"\s*,\s*(?:and )?", between) and not line.all_named(run):
        return "", True
    return line.words_of(run), not thing or line.all_named(run)


def _named_before(line: Line, turn: int) -> Series | None:
    """A number behind what it counts: "the number of plants stayed at nine"."""
    chunk = line.chunk(turn)
    run = subject(line, line.at(turn), line.floor(turn))
    if not run or line.all_named(run):
        return None
    last = line.tokens[run[-1]]
    if _ACTS.search(chunk) and not is_plural(last.lower):
        return None
    if _LINKED.search(chunk) and not (_LEVEL.search(chunk) or last.lower in _MEASURED):
        return None
    unit = unit_of(line, run)
    if unit in NOT_UNITS or line.tokens[head_of(line, run)].lower in NOT_UNITS:
        return None
    if is_verb(line, run[-1]) or not unit.isascii() or not re.search(r"[a-z]", last.text):
        return None
    span = (line.tokens[run[0]].start, line.found[turn].end)
    return Series(line.words_of(run), unit, span=span, sure=True)


def _attribute_behind(line: Line, turn: int) -> str:
    """What is said of part of a series: "came from Spain", "under construction", "in Yizhou"."""
    at = line.behind(line.found[turn].end)
    stop = at
    while stop < len(line.tokens) and stop - at < 6:
        token = line.tokens[stop]
        if token.start >= line.before_next(turn) or not token.is_word or line.timed(token):
            break
        if token.lower == "and":
            break
        stop += 1
    while stop > at and line.tokens[stop - 1].lower in LINKS:
        stop -= 1
    run = [n for n in range(at, stop) if line.tokens[n].lower not in _DROPPED]
    return line.words_of(range(run[0], run[-1] + 1)).removesuffix(" and") if run else ""


def _respectively(line: Line, turn: int) -> Series | None:
    """ "A and B were 5 and 7": the first number is A's, the second B's."""
    found, q = line.found, line.found[turn]
    position = 0
    if turn + 1 < len(found) and line.text(q.end, found[turn + 1].start).strip() == "and":
        mate = found[turn + 1]
    elif turn and line.text(found[turn - 1].end, q.start).strip() == "and":
        mate, position = found[turn - 1], 1
    else:
        return None
    names = re.search(
        r"(?P<a>[A-Za-z'-]+ [A-Za-z'-]+) and "
        r"(?P<b>[A-Za-z'-]+ [A-Za-z'-]+) (?:were|are|reached|was|"
        r"is|respectively)",
        line.text(line.start, line.end),
    )
    if mate.unit or not names:
        return None
    name = names["ab"[position]]
    unit = " ".join([*name.split()[:-1], singular(name.split()[-1].casefold())])
    return Series(name, unit, span=(line.start + names.start(), max(q.end, mate.end)), sure=True)
