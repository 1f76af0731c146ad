"""Indicators of money: the word for the sum before it, behind it, or in the verb."""

from __future__ import annotations

import re

from ingest.facts import is_money
from ingest.nlp.measures.line import BOUND, RULES, Line, Series
from ingest.nlp.measures.parts import continues, other_of, other_owner
from ingest.nlp.measures.phrases import phrase_before, phrase_behind, subject, tail_behind

_MONEY = frozenset(RULES["money"].split())
_VERBS: dict[str, str] = RULES["verbs"]
_ADVERBS = frozenset(("earlier", "also", "already", "later"))
_NOUN_VERBS = ("cost", "fund", "award")
_SUMMED = frozenset(RULES["summed"].split())
_MODALS = ("will", "to", "would", "may", "can")
_CONVERTS = re.compile(
    rf"(?: for \w+(?=,?\s*\(|,? (?:{RULES['converts']}) ))?"
    rf",?\s*\(?(?:{RULES['converts']}|{BOUND})?\s*",
    re.IGNORECASE,
)
_OF_TOTAL = re.compile(
    rf"\bof (?:the|this|that) ?(?:total|sum|amount|money)?, (?:{BOUND} )?$", re.IGNORECASE
)
_FOR = re.compile(r" ((?:for|to|from) [\w '-]{2,50})")
_AND_END = re.compile(r"(?: and)? ?$")
_FOR_AND = re.compile(r" (?:for|to|from) [\w '()-]{2,70}?(?:,| and|, and) ")
_APART = re.compile(r" ?\([^()]{2,40}\)(?= in | of )")
"""A conversion between a sum and what it is: "€4 million ($5 million) in seed money"."""
_CRITERION = re.compile(
    r"\b(?:firms|companies|enterprises|units|businesses|employers) (?:with|having|whose) "
    rf"[\w ]{{3,30}}? (?:of|is|are|exceed\w*|reach\w*) (?:{BOUND})? ?$",
    re.IGNORECASE,
)
"""A size that says which firms are meant: "firms with a turnover of more than"."""
_WHENCE = re.compile(
    r" (?:com(?:es?|ing)|go(?:es|ing)?|went|came)? ?((?:to|into|from|for) [^,;.\d]{2,40}?)"
    r"(?=[,;.]| and | is | are | was |$)"
)
_LABEL = re.compile(rf"\b([A-Z]\w+(?: \w+){{0,5}})(?::|\s?\.{{4,}})\s*(?:{BOUND} )?$")
_NEEDED = re.compile(
    r" ((?:needed|required|earmarked|available|set aside|reserved|pledged|foreseen)\b[^,.;]{0,40})"
)
_HELD = re.compile(
    rf"\s*\b(?P<of>of|worth|totalling|totaling|amounting to|valued at|at)(?: {BOUND})*\s*$",
    re.IGNORECASE,
)
_ADJACENT = re.compile(rf"\s*(?:(?:{BOUND}|of|at|is|was|were|are|:)\s*)*", re.IGNORECASE)
_CHANGED = re.compile(
    rf"\b(?:(?P<up>increased?|rose|grew|rise)|(?P<down>fell|decreased?)) (?:by|of) ?(?:{BOUND} )?$",
    re.IGNORECASE,
)
_TRADE = re.compile(
    r"\b(?:(?P<licence>licen[sc]\w+|(?:non-)?exclusive(?:ly)?)|(?P<transfer>transfer\w*)|(?P<sale>sold|sell\w*)|"
    r"(?P<purchase>bought|buys?|purchas\w+|acquir\w+)|(?P<pledge>pledg\w+))\b",
    re.IGNORECASE,
)


def money_series(line: Line, turn: int) -> Series:
    """What a sum of money is."""
    known = _said_before(line, turn)
    if known:
        return known
    q, chunk = line.found[turn], line.chunk(turn)
    if _CRITERION.search(chunk):
        return Series("", q.unit, again=True)
    label = _LABEL.search(chunk)
    if label:
        span = (line.since(turn) + label.start(1), q.end)
        return Series(_labelled(line, label[1]), q.unit, span=span, sure=True)
    found = _carried_on(line, turn) or _behind(line, turn)
    if found:
        return found
    if re.search(r"\b(?:every|for each|per) $", line.lead(q.start, 10)):
        return Series("", q.unit, again=True)
    return _held(line, turn) or _measured(line, turn) or _fallback(line, turn)


def _said_before(line: Line, turn: int) -> Series | None:
    """A conversion, a sum said again, or what "of the total" goes somewhere."""
    q, chunk, last = line.found[turn], line.chunk(turn), line.money()
    before = line.found[turn - 1] if turn else None
    if before and line.previous and is_money(before.unit) and _CONVERTS.fullmatch(chunk):
        name = line.previous.name or (last.name if last else "")
        return Series(name, q.unit, span=(before.start, q.end), sure=True)
    if (
        line.previous
        and line.previous.again
        and re.search(rf"\b(?:as|equals?|to|is|was)\s*(?:{BOUND} )?$", chunk)
    ):
        return Series(line.previous.name, q.unit, span=(q.start, q.end))
    if re.search(r"\b(?:the|this|these) $", line.lead(q.start, 6), re.IGNORECASE):
        facts = [i for i in line.draft.indicators if i.value == q.value and i.unit == q.unit]
        if facts:
            return Series(facts[-1].name, q.unit, span=(q.start, q.end), again=True)
    more = _FOR.match(line.rest(turn))
    row = before and is_money(before.unit) and _FOR_AND.fullmatch(line.text(before.end, q.start))
    if last and more and row:
        name = re.split(r" (?:for|to|from) ", last.name)[0] + f" {_AND_END.sub('', more[1])}"
        return Series(name, q.unit, span=(q.start, q.end), sure=True,
                      target=last.target, part=True)  # fmt: skip
    if _OF_TOTAL.search(chunk):
        name = f"{last.name if last else 'total'} {_whence(line, turn)}".strip()
        planned = bool(last and last.target)
        return Series(name, q.unit, span=(q.start, q.end), sure=True, target=planned, part=True)
    return None


def _onward(line: Line, turn: int) -> str:
    """The words behind a sum, and behind its conversion in brackets."""
    return re.sub(r"^ ?\([^()]{2,40}\)", "", line.after(turn))


def _whence(line: Line, turn: int) -> str:
    """Where a part of a sum goes to or comes from."""
    found = _WHENCE.match(_onward(line, turn))
    return found[1] if found else ""


def _labelled(line: Line, label: str) -> str:
    """A label's words, with the series that "Total:" sums up, or the heading above."""
    if label.casefold() not in _SUMMED:
        return label
    last = line.money()
    facts = [i.name for i in line.draft.indicators if is_money(i.unit)]
    base = last.name if last else facts[-1] if facts else line.heading
    return f"{base} total".strip()


def _carried_on(line: Line, turn: int) -> Series | None:
    """The next value of a series: "from … to 60 million yuan", "that of B was …"."""
    q, last = line.found[turn], line.money()
    owner = other_owner(line, turn)
    if owner and last:
        name = other_of(last.name, line.words_of(owner))
        return Series(name, q.unit, span=(q.start, q.end), sure=True)
    grown = line.previous if line.previous and line.previous.growth else None
    before = line.found[turn - 1].unit if turn else ""
    if not is_money(before) and (before != "%" or re.search(r"\bof the $", line.chunk(turn))):
        return None
    if not turn or not continues(line, turn) or not re.search(r"\w", line.chunk(turn)):
        return None
    if grown and (not last or grown.base != last.name):
        return Series(grown.base, q.unit, span=(q.start, q.end), sure=True)
    if not last:
        return None
    whence = _whence(line, turn) if line.nested(turn) else ""
    name = f"{last.name} {whence}".strip()
    return Series(name, q.unit, region=last.region, span=(q.start, q.end), sure=True,
                  part=bool(whence), target=bool(whence) and last.target)  # fmt: skip


def _behind(line: Line, turn: int) -> Series | None:
    """ "8 million yuan loan", "$184 million in research funding", "10-billion-yuan fund"."""
    q, tokens = line.found[turn], line.tokens
    apart = _APART.match(line.after(turn))
    end = q.end + apart.end() if apart else q.end
    limit = line.before_next(min(turn + bool(apart), len(line.found) - 1))
    at = line.behind(end)
    if at >= len(tokens) or tokens[at].start >= limit:
        return None
    if line.text(end, tokens[at].start).strip(" -"):
        return None
    at += tokens[at].lower in ("of", "in", "as")
    while at < len(tokens) and tokens[at].lower in ("the", "a", "an", "total"):
        at += 1
    run = phrase_behind(line, at)
    if not any(tokens[n].lower in _MONEY for n in run):
        return None
    tail = tail_behind(line, run[-1] + 1, limit)
    name = f"{line.words_of(run)} {line.words_of(tail)}".strip()
    return Series(name, q.unit, span=(q.start, tokens[run[-1]].end), sure=True)


def _held(line: Line, turn: int) -> Series | None:
    """ "a corpus of", "agreements worth", "a special fund of": the noun right before the sum."""
    q, last = line.found[turn], line.money()
    run = phrase_before(line, line.at(turn), line.floor(turn))
    end = line.tokens[run[-1]].end if run else line.since(turn)
    held = _HELD.fullmatch(line.blanked(end, q.start))
    if not held or (held["of"].casefold() == "at" and _TRADE.search(line.chunk(turn))):
        return None
    worth = held["of"].casefold() in ("worth", "valued at")
    if not run:
        name = line.previous.name if worth and line.previous else ""
    else:
        name = "" if any(line.named(line.tokens[n]) for n in run) else line.words_of(run)
    if not name:
        return None
    if name.casefold() in _SUMMED and last:
        name = f"{last.name} {name.casefold()}"
    start = line.tokens[run[0]].start if run else q.start
    return Series(f"{name} worth" if worth else name, q.unit, span=(start, q.end), sure=True)


def _measured(line: Line, turn: int) -> Series | None:
    """The word for a sum before it, "sales revenue reached"; else what its verb says."""
    q, floor, at = line.found[turn], line.floor(turn), line.at(turn)
    measured, verb = _measure_noun(line, floor, at), _verb(line, turn, floor, at)
    said = subject(line, at, floor)
    beside = measured is not None and measured[1] == at - 1
    if measured and (not verb or beside or any(line.tokens[n].lower in _MONEY for n in said)):
        first, end = measured
        name = line.words_of(range(first, end + 1))
        if name.casefold() in _SUMMED and line.money():
            return None
        if said and said[0] <= end <= said[-1] and " of " not in name and " in " not in name:
            name = line.words_of(range(first, said[-1] + 1))
        changed = _CHANGED.search(line.chunk(turn))
        if changed:
            name += " increase" if changed["up"] else " decrease"
        return Series(name, q.unit, span=(line.tokens[first].start, q.end), sure=True)
    trade = _TRADE.search(line.text(line.start, line.end))
    if trade and verb in ("payment", "expenditure"):
        what = "patent " if re.search(r"\bpatent|\bZL ?\d", line.text(line.start, line.end)) else ""
        name = f"{what}{trade.lastgroup} price"
        return Series(name, q.unit, span=(q.start, q.end), sure=True)
    if verb:
        return Series(_completed(line, turn, verb), q.unit, span=(q.start, q.end), sure=True)
    return None


def _measure_noun(line: Line, floor: int, at: int) -> tuple[int, int] | None:
    """The last phrase with a word for a sum ("sales revenue", "total budget") before a token."""
    tokens = line.tokens
    for turn in range(at - 1, floor - 1, -1):
        low = tokens[turn].lower
        noun = low in _NOUN_VERBS and turn and tokens[turn - 1].lower not in _MODALS
        verb = low in _VERBS and turn + 1 == at and not noun
        if low not in _MONEY or verb or line.named(tokens[turn]):
            continue
        run = phrase_before(line, turn + 1, floor)
        if run:
            limit = tokens[at].start if at < len(tokens) else line.end
            tail = tail_behind(line, turn + 1, limit)
            return run[0], tail[-1] if tail else turn
    return None


def _verb(line: Line, turn: int, floor: int, at: int) -> str:
    """The sum that the verb before a figure says, else the one of a passive verb behind it."""
    for word in range(at - 1, floor - 1, -1):
        low = line.tokens[word].lower
        if low in ("for", "at") and (low == "for" or word == at - 1):
            trade = _TRADE.search(line.text(line.start, line.found[turn].start))
            if word == at - 1 and trade and (low == "for" or trade["licence"] or trade["transfer"]):
                return f"{trade.lastgroup} price"
        elif low in _VERBS:
            modal = word and line.tokens[word - 1].lower in _MODALS
            if modal or low not in _NOUN_VERBS:
                return _VERBS[low]
    passive = re.match(
        r" (?:(?:was|were|is|are|has been|have been|will be|to be|should be|be) )?"
        r"(\w+(?<!for))(?=(?: aside)? (?:for|to|into|by|from|between|on|in|abroad|at)\b|[,.;])",
        _onward(line, turn),
    )
    return _VERBS.get(passive[1].casefold(), "") if passive else ""


def _completed(line: Line, turn: int, verb: str) -> str:
    """A verb's sum with what it is for: "investment in a production line", "cost of the plant"."""
    last = line.money()
    if verb.startswith("matching") and last:
        return f"matching {last.name}"
    if last and line.nested(turn):
        return f"{last.name} {verb}"
    tail = tail_behind(line, line.behind(line.found[turn].end), line.before_next(turn))
    run = subject(line, line.at(turn), line.floor(turn))
    bare_verb = len(run) == 1 or (run and line.tokens[run[0]].lower in _ADVERBS)
    if bare_verb and line.tokens[run[-1]].lower in _VERBS:
        run = subject(line, run[0], line.floor(turn))
    if line.words_of(run).casefold() in ("exchange", "return"):
        run = range(0)
    if verb == "cost" and len(run) > 1 and line.tokens[run[-1]].lower in ("cost", "costs"):
        run = run[:-1]
    name = verb
    if run and line.all_named(run) and len(run) <= 12:
        name = f"{verb} by {line.words_of(run)}"
    elif run and not line.all_named(run):
        name = f"{verb} of {line.words_of(run[:8])}"
    elif "patent" in line.text(line.since(turn), line.found[turn].start).casefold():
        name = f"patent {verb}"
    return f"{name} {line.words_of(tail) or _whence(line, turn)}".strip()


def _fallback(line: Line, turn: int) -> Series:
    """A sum that nothing near names: the heading, or the series before with the words beside it."""
    q, last, at = line.found[turn], line.money(), line.at(turn)
    run = phrase_before(line, at, line.floor(turn))
    beside = run and _ADJACENT.fullmatch(line.blanked(line.tokens[run[-1]].end, q.start))
    own = line.words_of(run) if beside and not any(line.named(line.tokens[n]) for n in run) else ""
    tail = line.words_of(tail_behind(line, line.behind(q.end), line.before_next(turn)))
    needed = _NEEDED.match(line.after(turn))
    if needed:
        return Series(f"money {needed[1]}", q.unit, span=(q.start, q.end + needed.end()), sure=True)
    base = line.heading if line.heading and not turn else ""
    here = last is not None and last.span is not None and last.span[0] >= line.start
    if not base and not own and not here:
        said = subject(line, at, 0)
        verb = _verb(line, turn, 0, at)
        base = _completed(line, turn, verb) if verb else ""
        base = base or ("" if line.all_named(said) else line.words_of(said))
    base = base or (last.name if last else "")
    more = _whence(line, turn) or tail
    link = f" {more.split()[0]} " if more else ""
    if link and link in f" {base}":
        base, more = (base.split(link)[0], more) if last and last.part else (base, "")
    name = " ".join(w for w in (own, base or ("" if own else "funding"), more) if w)
    part = bool(last and (own or more) and not line.heading)
    target = bool(last and last.target and line.nested(turn))
    return Series(name, q.unit, span=(q.start, q.end), sure=bool(own), part=part, target=target)
