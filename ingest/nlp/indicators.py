"""Component ``qilian_numbers``: indicators, the numbers that measure something.

For each quantity of a sentence: what it counts or measures (from the words around it), whether it is
a target (by the governing plan, year or modal, not by tense), its period, bound and region.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc

from ingest.facts import Bound, IndicatorFact
from ingest.nlp.draft import Draft, Found, draft_of
from ingest.nlp.lexicon import data
from ingest.nlp.measures import Series, name_of
from ingest.nlp.numbers import Quantity, ordinal, quantities
from ingest.nlp.times import TARGET, Clock

_RULES = data("measures.json")
_MIN = re.compile(rf"\b(?:{_RULES['bounds']['min']})\b[\w ]{{0,9}}\(?$", re.IGNORECASE)
_MAX = re.compile(rf"\b(?:{_RULES['bounds']['max']})\b[\w ]{{0,9}}\(?$", re.IGNORECASE)
_RANK = re.compile(
    r"\brank(?:ing|ed|s)? (?:(?:the |at |in |from |as |to |top |\w+ ){0,6}?)(?P<n>[a-z]+(?:-[a-z]+)?|\d+(?:st|nd|rd|th))\b"
    r"|\b(?:rose|moved|climbed|fell|went) from (?P<a>[a-z]+(?:-[a-z]+)?|\d+(?:st|nd|rd|th)) to (?P<b>[a-z]+(?:-[a-z]+)?|\d+(?:st|nd|rd|th))\b",
    re.IGNORECASE,
)
_DOUBLED = re.compile(r"\b(?:doubled|doubling|to double)\b", re.IGNORECASE)


@dataclass(slots=True)
class Context:
    """What the reading of one sentence needs and leaves for the next."""

    clock: Clock
    series: list[Series]
    paragraph: int = -1


@Language.factory("qilian_numbers")
def make_numbers(nlp: Language, name: str) -> Numbers:
    """The factory that spaCy calls."""
    return Numbers()


class Numbers:
    """Finds indicators."""

    def __call__(self, doc: Doc) -> Doc:
        draft = draft_of(doc)
        context = Context(Clock(draft.source.published), [])
        for turn, (start, end) in enumerate(draft.sentences):
            if turn == 0 and draft.source.title and not draft.is_tabular(start, end):
                continue
            line = draft.text.rfind("\n", 0, start)
            if line != context.paragraph:
                context.paragraph = line
                context.clock.plan_year = ""
                context.clock.current = ""
                context.series = context.series[-2:]
            context.clock.enter(draft.text, start, end)
            if draft.is_tabular(start, end):
                _tabular(draft, start, end)
            else:
                self._sentence(draft, start, end, context)
        draft.indicators = _unique(draft.indicators)
        return doc

    def _sentence(self, draft: Draft, start: int, end: int, context: Context) -> None:
        found = [q for q in quantities(draft.text, start, end) if _measures(draft, q)]
        taken: set[int] = set()
        facts: list[tuple[Quantity, IndicatorFact]] = []
        for turn, q in enumerate(found):
            before = found[turn - 1].end if turn else start
            after = found[turn + 1].start if turn + 1 < len(found) else end
            series = name_of(draft, q, found, turn, (start, end), context.series)
            if series is None:
                continue
            period = _period(draft, q, (before, after), context.clock, taken, found, turn)
            target = _is_target(draft, q, (start, end), context.clock, period)
            if target and period and (q.start, period) in context.clock.issue_years(q.start):
                period = None
            period = _default_period(period, target, context.clock, series)
            if series.growth:
                period = _growth_period(series, facts, period)
            fact = _fact(draft, q, series, period, target, (start, end))
            facts.append((q, fact))
            if not series.growth:
                context.series.append(replace(series, period=period or ""))
        draft.indicators += [fact for _, fact in facts]
        _ranks(draft, start, end, context)
        _doubled(draft, start, end, context)


def _measures(draft: Draft, q: Quantity) -> bool:
    """Whether a number measures something: not a code, a title's number, a mark of a list."""
    text = draft.text
    for found in draft.found:
        if found.start <= q.start and q.end <= found.end:
            if found.type in ("Patent", "Policy", "Enterprise", "Agency", "Person"):
                return False
            if found.type in ("Programme", "Institute", "Platform") and not q.unit:
                return False
    if re.match(r"[.)]\s", text[q.end : q.end + 2]) and (q.start == 0 or text[q.start - 1] in "\n("):
        return False
    before = text[max(0, q.start - 12) : q.start].casefold()
    if not q.unit and re.search(r"(?:demand|phase|mode|batch|no\.?|number|class|table|figure|page|chapter|article|item|\(|/|:)\s?$", before):
        return bool(re.search(r"number\s?$", before)) and False
    return not re.match(r"-?(?:th|st|nd|rd)\b|:\d|\d", text[q.end : q.end + 3])


def _period(
    draft: Draft, q: Quantity, between: tuple[int, int], clock: Clock, taken: set[int],
    found: list[Quantity], turn: int,
) -> str | None:  # fmt: skip
    """The stated time of a quantity; an empty text where "this year" has no known year."""
    before, after = between
    near = clock.near(draft.text, q.start, q.end, before, after)
    if near is not None:
        taken |= {at for at, y in clock.years if q.end <= at < after or before <= at < q.start}
        return near
    return clock.free(draft.text, q.start, taken)


def _is_target(
    draft: Draft, q: Quantity, sentence: tuple[int, int], clock: Clock, period: str | None
) -> bool:
    """Targets are governed by a plan, a later year or a modal before the number."""
    text = draft.text
    start = sentence[0]
    due = re.search(r"\bby (?:the end of )?(20\d\d)", text[start : sentence[1]])
    limit = clock.publication_year or (due[1] if due else "")
    if period and period.isdigit() and limit and period < limit:
        return False
    if re.search(r"\bfrom (?:about |some |nearly )?$", text[max(0, q.start - 14) : q.start]):
        return False
    clause = text[start : q.start]
    breaks = [m.end() for m in re.finditer(r";|, (?:and|but|of which|up|an increase|compared)\b|\b(?:and|but) (?=has|had|have|was|were)|\bwhich (?:has|had|was|were)", clause)]
    cue = None
    for cue_found in TARGET.finditer(clause):
        cue = cue_found
    if cue and not any(cue.end() <= b for b in breaks if not re.search(r"\b(?:will|to|strive|plan|aim|expect)\w*\b", clause[b:]) and re.search(r"\b(?:has|had|have|was|were|rose|reached|grew)\b", clause[b:])):
        year = clock.publication_year
        if not (period and year and period[-4:] < year and period.isdigit()):
            return True
    ahead = period and clock.publication_year and period[-4:] > clock.publication_year
    if ahead:
        return True
    if clock.plan_year and (period is None or period == clock.plan_year):
        return True
    return bool(re.search(r"\b(?:[Bb]y|[Pp]lan to|,? to) 20\d\d\b[^.;]*$", clause)) and bool(
        re.search(r"\b(?:reach|more than|plan|will|doubled|be)\b", text[start : sentence[1]])
    )


def _default_period(period: str | None, target: bool, clock: Clock, series: Series) -> str | None:
    if period is not None:
        clock.current = period if not target else clock.current
        return period or None
    if target:
        return clock.plan_year or None
    if clock.present and clock.publication_year:
        return clock.publication_year
    return series.period or clock.current or None


def _growth_period(
    series: Series, facts: list[tuple[Quantity, IndicatorFact]], period: str | None
) -> str | None:
    """A growth between two figures of its series takes the span of their years."""
    own = [f.period for _, f in facts if f.name == series.base and f.period and f.period.isdigit()]
    years = sorted(set(own))
    if len(years) >= 2:
        return f"{years[0]}/{years[-1]}" if series.average or len(years) == 2 else f"{years[-2]}/{years[-1]}"
    return period


def _fact(
    draft: Draft, q: Quantity, series: Series, period: str | None, target: bool,
    sentence: tuple[int, int],
) -> IndicatorFact:  # fmt: skip
    text = draft.text
    start, end = _quote_span(draft, q, series, sentence)
    a, b = draft.source.span(start, end)
    value = -q.value if series.falling else q.value
    region = series.region or (draft.seat.name if draft.seat else "")
    return IndicatorFact(
        name=series.name,
        value=value,
        unit=series.unit,
        status="target" if target else "observed",
        period=period,
        region=region,
        of=_owner(draft, q, sentence),
        bound=_bound(text, q),
        start=a,
        end=b,
        quote=draft.source.quote(a, b),
        confidence=0.7 if series.sure else 0.5,
    )


def _quote_span(draft: Draft, q: Quantity, series: Series, sentence: tuple[int, int]) -> tuple[int, int]:
    """The words that state it: the measure's words where they are near, and the number."""
    start, end = q.start, q.end
    if series.span:
        a, b = series.span
        if sentence[0] <= a and b <= sentence[1] and max(end, b) - min(start, a) < 160:
            start, end = min(start, a), max(end, b)
    return start, end


def _bound(text: str, q: Quantity) -> Bound:
    before = text[max(0, q.start - 26) : q.start]
    if _MIN.search(before) or re.match(r" (?:or more|and above|more\b(?! than))", text[q.end :]):
        return "min"
    return "max" if _MAX.search(before) else ""


def _owner(draft: Draft, q: Quantity, sentence: tuple[int, int]) -> str:
    """The body or programme that a figure is of: the nearest one named before it."""
    types = ("Enterprise", "Institute", "Programme", "Platform")
    near = [f for f in draft.within(sentence[0], q.start, *types) if q.start - f.end < 90]
    return near[-1].name if near else ""


def _ranks(draft: Draft, start: int, end: int, context: Context) -> None:
    """Ranks: "ranking first", "rose from twenty-fourth to twenty-second"."""
    base = next((s for s in reversed(context.series) if not s.growth), None)
    for found in _RANK.finditer(draft.text, start, end):
        words = [found["n"]] if found["n"] else [found["a"], found["b"]]
        tail = re.match(r"[\w ,]*?\btop (\w+)", draft.text[found.start() : end])
        if found["n"] and not ordinal(found["n"]) and tail:
            words = [tail[1]]
        ranks = [ordinal(w) for w in words]
        if not all(ranks):
            continue
        periods = _rank_periods(context, len(ranks))
        for rank, period in zip(ranks, periods, strict=True):
            name = f"{base.name} rank" if base else "rank"
            series = Series(name, "rank", region=base.region if base else "", sure=True)
            q = Quantity(rank, "rank", found.start(), found.end())
            draft.indicators.append(_fact(draft, q, series, period, False, (start, end)))


def _rank_periods(context: Context, count: int) -> list[str | None]:
    years = sorted({s.period for s in context.series if s.period.isdigit()})
    if count == 2 and len(years) >= 2:
        return [years[0], years[-1]]
    stated = context.clock.years[0][1].rstrip("?") if context.clock.years else None
    return [stated or (years[-1] if years and count == 1 and context.clock.plan_span else None)] * count


def _doubled(draft: Draft, start: int, end: int, context: Context) -> None:
    """"doubled" is a growth of 100 %."""
    for found in _DOUBLED.finditer(draft.text, start, end):
        clause = max(draft.text.rfind(",", start, found.start()), start)
        words = re.sub(r"^[\W]*(?:the|realization of|to)\s+", "", draft.text[clause : found.start()]).strip(" ,'")
        base = words if len(words.split()) >= 2 else next((s.name for s in reversed(context.series)), "")
        if not base:
            continue
        base = " ".join(base.split()[-8:])
        target = _is_target(draft, Quantity(100, "%", found.start(), found.end()), (start, end), context.clock, None)
        year = context.clock.years[-1][1].rstrip("?") if context.clock.years else None
        series = Series(f"{base} growth", "%", growth=True, span=(clause + 1, found.end()), sure=True)
        q = Quantity(100, "%", found.start(), found.end())
        draft.indicators.append(_fact(draft, q, series, year or None, target, (start, end)))


def _tabular(draft: Draft, start: int, end: int) -> None:
    """Sums in forms and tables: budgets (targets, due at the deadline), grants, prices."""
    text = draft.text
    line = text[start:end]
    for q in quantities(text, start, end):
        if len(q.unit) != 3:
            continue
        label = re.search(r"(?:^|\s{2,}|\n)([A-Z][\w ]{2,30}?)\s?:\s+$", text[max(0, start) : q.start])
        budget = bool(re.search(r"\bbudget|investment|funds?\b", label[1], re.I)) if label else False
        if label:
            name = f"{label[1].strip().casefold()} of the demand" if budget else label[1].strip().casefold()
        else:
            name = _column(draft, q.start) or ("price of the patent licence or transfer" if any(f.type == "Patent" for f in draft.within(start, end)) else "amount")
        due = re.search(r"(?:Deadline|Due|Closing date)\s?:\s*(20\d\d)", line) if budget else None
        owner = _record_owner(draft, start, end)
        series = Series(name, q.unit, span=None, sure=True)
        fact = _fact(draft, q, series, due[1] if due else None, budget, (start, end))
        draft.indicators.append(replace(fact, of=owner.name if owner else ""))


def _column(draft: Draft, at: int) -> str:
    """The header of the column that an offset stands in."""
    line = draft.text.rfind("\n", 0, at) + 1
    turn = draft.text.count("|", line, at)
    for start, end in draft.tabular:
        if end < at and draft.text.count("|", start, end) >= max(turn, 2):
            header = [h.strip() for h in draft.text[start:end].split("|")]
            return header[turn] if turn < len(header) and not re.search(r"\d", header[turn]) else ""
    return ""


def _record_owner(draft: Draft, start: int, end: int) -> Found | None:
    here = draft.within(start, end, "Institute", "Enterprise", "Patent")
    if here:
        return here[0]
    earlier = [f for f in draft.found if f.type == "Enterprise" and f.end <= start and not f.embedded and draft.is_tabular(f.start, f.end)]
    return max(earlier, key=lambda f: f.start, default=None)


def _unique(facts: list[IndicatorFact]) -> list[IndicatorFact]:
    """Each fact once: a repetition adds nothing, a repeated count without a time neither."""
    kept: list[IndicatorFact] = []
    for fact in sorted(facts, key=lambda f: f.start):
        twin = next((k for k in kept if k.value == fact.value and k.unit == fact.unit and _same(k, fact)), None)
        if twin is None:
            kept.append(fact)
        elif twin.period is None and fact.period and twin.status == fact.status:
            kept[kept.index(twin)] = fact
    return sorted(kept, key=lambda f: f.start)


def _same(a: IndicatorFact, b: IndicatorFact) -> bool:
    if a.unit in ("%", "rank", "percentage point") or len(a.unit) == 3:
        return a.name == b.name and a.period == b.period and a.of == b.of and a.start == b.start
    shared = set(a.name.casefold().split()) & set(b.name.casefold().split())
    return bool(shared) and (a.period == b.period or a.period is None or b.period is None)
