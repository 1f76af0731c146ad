"""Component ``qilian_numbers``: indicators, the numbers that measure something.

For each quantity of a sentence: what it counts or measures (from the words around it), whether
it is a target (by the governing plan, year or modal, not by tense), its period, bound and region.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc

from ingest.facts import IndicatorFact
from ingest.nlp.draft import Draft, draft_of
from ingest.nlp.figures import fact_of, tabular_figures
from ingest.nlp.measures import Series, name_of
from ingest.nlp.numbers import Quantity, ordinal, quantities
from ingest.nlp.times import TARGET, Clock

_RANK = re.compile(
    r"\brank(?:ing|ed|s)? (?:(?:the |at |in |from |as |to |top |\w+ ){0,6}?)"
    r"(?P<n>[a-z]+(?:-[a-z]+)?|\d+(?:st|nd|rd|th))\b"
    r"|\b(?:rose|moved|climbed|fell|went) from (?P<a>[a-z]+(?:-[a-z]+)?|\d+(?:st|nd|"
    r"rd|th)) to (?P<b>[a-z]+(?:-[a-z]+)?|\d+(?:st|nd|rd|th))\b",
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
        """Reads the document into its draft; the document itself is given on."""
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
                tabular_figures(draft, start, end)
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
            if facts and _converts(draft, facts[-1][0], q):
                twin = facts[-1][1]
                fact = fact_of(draft, q, series, twin.period, twin.status == "target", (start, end))
                facts.append((q, fact))
                continue
            period = _period(draft, q, (before, after), context.clock, taken, found, turn)
            target = _is_target(draft, q, (start, end), context.clock, period)
            if target and period and (q.start, period) in context.clock.issue_years(q.start):
                period = None
            period = _default_period(period, target, context.clock, series)
            if series.growth:
                period = _growth_period(series, facts, period)
            fact = fact_of(draft, q, series, period, target, (start, end))
            facts.append((q, fact))
            if not series.growth:
                context.series.append(replace(series, period=period or ""))
        draft.indicators += [fact for _, fact in facts]
        _ranks(draft, start, end, context)
        _doubled(draft, start, end, context)


def _converts(draft: Draft, before: Quantity, q: Quantity) -> bool:
    """Whether a sum in brackets converts the one before it."""
    between = draft.text[before.end : q.start].strip()
    return len(before.unit) == len(q.unit) == 3 and between == "("


def _measures(draft: Draft, q: Quantity) -> bool:
    """Whether a number measures something: not a code, a title's number, a mark of a list."""
    text = draft.text
    for found in draft.found:
        if found.start <= q.start and q.end <= found.end:
            if found.type in ("Patent", "Policy", "Enterprise", "Agency", "Person"):
                return False
            if found.type in ("Programme", "Institute", "Platform") and not q.unit:
                return False
    if re.match(r"[.)]\s", text[q.end : q.end + 2]) and (
        q.start == 0 or text[q.start - 1] in "\n("
    ):
        return False
    before = text[max(0, q.start - 12) : q.start].casefold()
    if not q.unit and re.search(
        r"(?:demand|need|section|phase|mode|batch|no\.?|number|class|table|figure|page|chapter|"
        r"article|item|\(|/|:)\s?$",
        before,
    ):
        return False
    return not re.match(r"-?(?:th|st|nd|rd)\b|:\d|\d", text[q.end : q.end + 3])


def _period(
    draft: Draft, q: Quantity, between: tuple[int, int], clock: Clock, taken: set[int],
    found: list[Quantity], turn: int,
) -> str | None:  # fmt: skip
    """The stated time of a quantity; an empty text where "this year" has no known year."""
    before, after = between
    if re.search(r"\b(?:quarter|half|first \w+ months)\b", draft.text[before : q.start]):
        return ""
    onward = turn
    while onward + 1 < len(found) and draft.text[
        found[onward].end : found[onward + 1].start
    ].strip() in ("and", ","):
        onward += 1
    end = q.end
    if onward > turn:
        end = found[onward].end
        after = (
            found[onward + 1].start if onward + 1 < len(found) else draft.sentence_at(q.start)[1]
        )
    near = clock.near(draft.text, q.start, end, before, after, taken)
    if near is not None:
        if onward == turn:
            taken |= {at for at, y in clock.years if end <= at < after and y.rstrip("?") == near}
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
    breaks = [
        m.end()
        for m in re.finditer(
            r";|, (?:and|but|of which|up|an increase|compared)\b|\b(?:and|but) "
            r"(?=has|had|have|was|were)|\bwhich (?:has|had|was|were)",
            clause,
        )
    ]
    cue = None
    for cue_found in TARGET.finditer(clause):
        cue = cue_found
    if cue and not any(
        cue.end() <= b
        for b in breaks
        if not re.search(r"\b(?:will|to|strive|plan|aim|expect)\w*\b", clause[b:])
        and re.search(r"\b(?:has|had|have|was|were|rose|reached|grew)\b", clause[b:])
    ):
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
        if not target and period.isdigit() and period >= clock.current:
            clock.current = period
        return period or None
    if target:
        return clock.plan_year or None
    if (clock.present or clock.perfect) and clock.publication_year:
        return clock.publication_year
    return series.period or clock.current or None


def _growth_period(
    series: Series, facts: list[tuple[Quantity, IndicatorFact]], period: str | None
) -> str | None:
    """A growth between two figures of its series takes the span of their years."""
    own = [f.period for _, f in facts if f.name == series.base and f.period and f.period.isdigit()]
    years = sorted(set(own))
    if len(years) >= 2:
        return (
            f"{years[0]}/{years[-1]}"
            if series.average or len(years) == 2
            else f"{years[-2]}/{years[-1]}"
        )
    return period


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
            draft.indicators.append(fact_of(draft, q, series, period, False, (start, end)))


def _rank_periods(context: Context, count: int) -> list[str | None]:
    years = sorted({s.period for s in context.series if s.period.isdigit()})
    if count == 2 and len(years) >= 2:
        return [years[0], years[-1]]
    stated = context.clock.years[0][1].rstrip("?") if context.clock.years else None
    return [
        stated or (years[-1] if years and count == 1 and context.clock.plan_span else None)
    ] * count


def _doubled(draft: Draft, start: int, end: int, context: Context) -> None:
    """ "doubled" is a growth of 100 %."""
    for found in _DOUBLED.finditer(draft.text, start, end):
        clause = max(draft.text.rfind(",", start, found.start()), start)
        words = re.sub(
            r"^[\W]*(?:the|realization of|to)\s+", "", draft.text[clause : found.start()]
        ).strip(" ,'")
        base = (
            words
            if len(words.split()) >= 2
            else next((s.name for s in reversed(context.series)), "")
        )
        if not base:
            continue
        base = " ".join(base.split()[-8:])
        target = _is_target(
            draft, Quantity(100, "%", found.start(), found.end()), (start, end), context.clock, None
        )
        year = context.clock.years[-1][1].rstrip("?") if context.clock.years else None
        series = Series(
            f"{base} growth", "%", growth=True, span=(clause + 1, found.end()), sure=True
        )
        q = Quantity(100, "%", found.start(), found.end())
        draft.indicators.append(fact_of(draft, q, series, year or None, target, (start, end)))


def _unique(facts: list[IndicatorFact]) -> list[IndicatorFact]:
    """Each fact once: a repetition adds nothing, a repeated count without a time neither."""
    kept: list[IndicatorFact] = []
    for fact in sorted(facts, key=lambda f: f.start):
        twin = next(
            (k for k in kept if k.value == fact.value and k.unit == fact.unit and _same(k, fact)),
            None,
        )
        if twin is None:
            kept.append(fact)
        elif twin.period is None and fact.period and twin.status == fact.status:
            kept[kept.index(twin)] = fact
    return sorted(kept, key=lambda f: f.start)


def _same(a: IndicatorFact, b: IndicatorFact) -> bool:
    if a.unit in ("%", "rank", "percentage point") or len(a.unit) == 3:
        return a.name == b.name and a.period == b.period and a.of == b.of and a.start == b.start
    shared = {w.rstrip("s") for w in a.name.casefold().split()} & {
        w.rstrip("s") for w in b.name.casefold().split()
    }
    return bool(shared) and (a.period == b.period or a.period is None or b.period is None)
