"""Ranks ("ranked third", "from 24th to 22nd", "No. 3", "into the top ten") and "doubled"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.facts import IndicatorFact
from ingest.nlp.figures import fact_of
from ingest.nlp.measures.line import RULES, Line, Series
from ingest.nlp.measures.phrases import phrase_behind, subject, tail_behind
from ingest.nlp.measures.status import is_target
from ingest.nlp.measures.times import Clock, Time
from ingest.nlp.numbers import ORDINALS, Quantity, cardinal, ordinal

_TH = (
    rf"(?:(?:(?:twenty|thirty|forty|fifty)-)?(?:{'|'.join(ORDINALS)})|\w+tieth|"
    r"\d{1,3}(?:st|nd|rd|th))"
)
_RANK = re.compile(
    rf"\b(?:{RULES['rank_verbs']}) (?:(?!from\b|{RULES['rank_moves']})(?:no\.|\w+) ){{0,6}}?"
    rf"(?P<n>{_TH}|(?<=no\. )\d{{1,3}}|(?<=number )\d{{1,3}}|(?<=ranks )\d{{1,3}}|"
    r"(?<=ranked )\d{1,3})(?![\w-])"
    rf"|\b(?:{RULES['rank_moves']}) from (?:the )?(?P<a>{_TH}) (?:place |position )?"
    rf"(?:in \d{{4}} )?to (?:the )?(?P<b>{_TH})\b"
    r"|\b(?:into|among|in|to) the (?:\w+ ){0,2}?top (?P<top>[a-z]+|\d{1,3})\b"
    r"|\bNo\. ?(?P<no>\d{1,3}) (?:in|of|among|nationwide|nationally)\b"
    rf"|(?<=and )(?P<next>{_TH}) in (?:the )?\w+"
    rf"|\b(?:in )?(?P<place>{_TH}) place\b"
    rf"|\b(?:put|puts|putting|placed|placing) [\w' -]{{2,40}}? (?P<put>{_TH})"
    r" (?:in|among|of|out of)\b"
    rf"|(?P<most>{_TH})[- ](?:largest|biggest|highest|most|best|strongest)\b",
    re.IGNORECASE,
)
_CAME = re.compile(r"com(?:e|es|ing)\b|came\b", re.IGNORECASE)
_IS_THE = re.compile(r"(?:['’]s|\b(?:is|are|was|were|be|became|remains?|as|now))(?: the)? $", re.I)
"""Before "third largest" where it ranks who is spoken of."""
_AMONG = re.compile(
    r"(?: place)?,? (?:(?:in|among|of|out of|for|on|behind|nationwide|nationally)\b|with \d)"
)
"""What says that who "came first" was ranked."""
_PLACED = re.compile(
    r"\b(?:rank\w*|put\w*|won|took|takes|placed|holding|holds?|is|was|firmly|stands?|sits?)\b[^,;.]{0,30}$",
    re.IGNORECASE,
)
_TOPS = re.compile(r"[\w ,]*?\btop (\w+)")
_STEMS = {"doubl": 100.0, "tripl": 200.0, "trebl": 200.0, "quadrupl": 300.0, "halv": -50.0}
_CHANGE = re.compile(
    rf"\b(?P<verb>{'|'.join(_STEMS)})(?:ed|ing|es)\b"
    r"(?! (?:action|plan|campaign|project|programme))(?![\"”])"
    rf"|\b(?:to|will|would|should|must|can) (?P<stem>{'|'.join(_STEMS)})e\b"
    r"|\b(?:increase[ds]?|grew|grown|rose|risen|growth|rise|multiplied|up)\b[^,;.]{0,20}? "
    r"(?:by a factor of (?P<factor>\w+)|(?P<fold>\w+)[- ]?fold)",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"\bif\b[^,;.]*$|\b(?:that|which)(?: can| could| nearly| almost)? $", re.IGNORECASE
)
"""Before "halves": no change that came about, but a condition or what a thing can do."""
_BEFORE_NOUN = re.compile(
    r"^\W*(?:(?:the|realization of|to|and|has|have|had|more than|than|nearly|almost|will|while|"
    r"in \d{4})\s+)+|\s(?:has|have|had|more than|nearly|almost|will|to|be|is|are|was|were|been|"
    r"also|and|expected)\b.*$",
    re.IGNORECASE,
)
_OBJECT = re.compile(
    r" (?!to |by |in |from )(?:the |its |their )?([\w' -]{4,60}?)(?= in | by | to |[,.;]|$)"
)


def ranks(line: Line, clock: Clock) -> Iterator[IndicatorFact]:
    """The ranks that a sentence states."""
    found_ = list(_RANK.finditer(line.draft.text, line.start, line.end))
    for turn, found in enumerate(found_):
        values, bound = _values(line, found)
        if not all(values) or (found["next"] and not turn):
            continue
        if found["place"] and not _PLACED.search(line.lead(found.start(), 40)):
            continue
        if found["most"] and not _IS_THE.search(line.lead(found.start(), 24)):
            continue
        if _CAME.match(found.group()) and not _AMONG.match(line.draft.text, found.end(), line.end):
            continue
        base, name = _ranked(line, found, found_[0])
        what = Series(name, "rank", region=base.region if base else "", sure=True)
        for value, time in zip(
            values, _times(line, clock, found.start(), len(values)), strict=True
        ):
            q = Quantity(float(value), "rank", found.start(), found.end())
            target = is_target(line, q.start, q.end, series=what, time=time, clock=clock)
            if target:
                period = clock.due(time.period) if time else clock.plan_due or clock.plan_end
            else:
                latest = _latest(line, base) if base and len(values) == 1 else ""
                period = latest or (time.period if time else clock.issued)
            fact = fact_of(line.draft, q, what, period or None, target, (line.start, line.end))
            yield replace(fact, bound="max") if bound else fact


def _values(line: Line, found: re.Match[str]) -> tuple[list[int], bool]:
    """The ranks of a match; whether they are the last of a "top ten"."""
    if found["a"]:
        return [ordinal(found["a"]), ordinal(found["b"])], False
    if found["top"]:
        return [_number(found["top"])], True
    word = next(filter(None, map(found.group, ("n", "no", "next", "place", "put", "most"))))
    top = _TOPS.match(line.draft.text[found.start() : line.end])
    if found["n"] and not _number(word) and top:
        return [_number(top[1])], not ordinal(top[1])
    return [_number(word)], False


def _number(word: str) -> int:
    return int(word) if word.isdigit() else ordinal(word) or int(cardinal(word))


def _ranked(line: Line, found: re.Match[str], first: re.Match[str]) -> tuple[Series | None, str]:
    """The series of the sentence that a rank is of, and the rank's name."""
    near = [s for s in line.earlier if s.span and line.start <= s.span[0] < found.start()
            and not s.growth]  # fmt: skip
    earlier = [s for s in line.earlier if s.absolute]
    own = line.words_of(subject(line, line.behind(first.start()), 0))
    base = near[-1] if near else None
    name = base.name if base else own or (earlier[-1].name if earlier else "")
    at = line.behind(found.end())
    if found["most"]:
        what = phrase_behind(line, at)
        tail = tail_behind(line, what[-1] + 1, line.end) if what else what
        name = line.words_of(subject(line, line.behind(found.start()), 0)) or name
        return base, f"{name} rank as {line.words_of(what)} {line.words_of(tail)}".strip()
    tail = range(0) if found["next"] else tail_behind(line, at, line.end)
    return base, f"{name} rank {line.words_of(tail)}".strip()


def _latest(line: Line, base: Series) -> str:
    """The last year of the figures of a series in the sentence."""
    years = [s.period for s in line.earlier if s.name == base.name and s.period]
    return max(years, key=lambda p: p[-4:], default="")


def _times(line: Line, clock: Clock, at: int, count: int) -> list[Time | None]:
    """The times of a rank, or of the two ranks of a rise."""
    dated = [s for s in line.earlier if s.period.isdigit()]
    here = {s.period for s in dated if s.span and s.span[0] >= line.start}
    years = sorted(here if len(here) > 1 else {s.period for s in dated})
    if count == 2 and len(years) >= 2:
        return [Time(at, at, y) for y in (years[0], years[-1])]
    known = [t for t in clock.times if t.period and not t.base]
    before = [t for t in known if t.start < at]
    if not before and len(known) == 1 and not re.search(r"[,;]", line.text(at, known[0].start)):
        return [known[0]] * count
    if before:
        return [before[-1]] * count
    return [Time(at, at, years[-1]) if years and clock.plan_end and count == 1 else None] * count


def changes(line: Line, clock: Clock) -> Iterator[IndicatorFact]:
    """ "doubled" is a growth of 100 %, "by a factor of three" one of 200 %, "halved" −50 %."""
    for found in _CHANGE.finditer(line.draft.text, line.start, line.end):
        factor = found["factor"] or found["fold"]
        stem = (found["verb"] or found["stem"] or "").casefold()
        change = (cardinal(factor) - 1) * 100 if factor else _STEMS[stem]
        told = not _SUPPOSED.search(line.lead(found.start(), 60))
        base = _changed(line, found) if told and change > -100 and change else ""
        if not base:
            continue
        q = Quantity(abs(change), "%", found.start(), found.end())
        series = Series(f"{base} growth", "%", growth=True, falling=change < 0, base=base,
                        span=(found.start(), found.end()), sure=True)  # fmt: skip
        time = next((t for t in reversed(clock.times) if not t.base), None)
        target = is_target(line, q.start, q.end, series=series, time=time, clock=clock)
        alike = [s.target for s in line.earlier if s.name == base and s.absolute]
        target = target or bool(found["stem"]) or alike[-1:] == [True]
        own = sorted({s.period for s in line.earlier if s.name == base and s.period.isdigit()})
        period = f"{own[-2]}/{own[-1]}" if len(own) > 1 else time.period if time else ""
        if time is None:
            period = period or (clock.plan_due if target else clock.issued)
        yield fact_of(line.draft, q, series, period or None, target, (line.start, line.end))


def _changed(line: Line, found: re.Match[str]) -> str:
    """What has doubled: the clause before the verb, its object, or the series before."""
    clause = max(line.draft.text.rfind(",", line.start, found.start()) + 1, line.start)
    words = _BEFORE_NOUN.sub("", line.text(clause, found.start())).strip(" ,'")
    behind = _OBJECT.match(line.text(found.end(), line.end))
    if found["stem"] and behind:
        return behind[1]
    if len(words.split()) >= 2 and words.split()[0].casefold() not in ("it", "which", "this"):
        return " ".join(words.split()[-9:])
    if behind and found["verb"]:
        return behind[1]
    base = next((s for s in reversed(line.earlier) if not s.growth), None)
    return base.name if base else words
