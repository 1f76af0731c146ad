"""Component ``qilian_numbers``: indicators, the numbers that measure something.

For each quantity of a sentence: what it counts or measures (from the words around it), whether
it is a target (by the governing plan, year or modal, not by tense), its period, bound and region.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from spacy.language import Language
from spacy.tokens import Doc

from ingest.facts import IndicatorFact, is_money
from ingest.nlp.draft import Draft, Found, draft_of
from ingest.nlp.figures import fact_of
from ingest.nlp.measures import Line, Series, name_of
from ingest.nlp.measures.dollars import home_dollar
from ingest.nlp.measures.line import RULES, tokens_of
from ingest.nlp.measures.matrix import read_matrices
from ingest.nlp.measures.periods import Measured, converts, period_of, spanned, stated_time
from ingest.nlp.measures.ranks import changes, ranks
from ingest.nlp.measures.status import TARGET, compares, is_target
from ingest.nlp.measures.times import Clock
from ingest.nlp.numbers import Quantity, quantities

_MARK = re.compile(
    r"\s*(?:(?P<bullet>[-•*·–—▪●])\s|\(?(?P<letter>[a-z])\)\s|"
    r"(?P<number>\(?\d{1,2}(?:\.\d{1,2})*[.)]?)\s+(?=[A-Z\"“]))"
)
_CODE = re.compile(rf"\b(?:{RULES['codes']}) ?$|[/:#+]$|№ ?$", re.IGNORECASE)
_MODEL = re.compile(r"\b(?:the|an?|its|their|new|named|called) [A-Z][\w-]* $")
_LETTERS = re.compile(r"\b(?:[A-Z]{2}|[A-Z]\.?)\s?$")
_PART_OF_CODE = re.compile(r"-?(?:th|st|nd|rd)\b|:\d|\d|\s?°|\s?[A-Z]\d\b|[\"”'’»]")
_IDIOM = re.compile(rf"\b(?:{RULES['idioms']})\b", re.IGNORECASE)
_HEAD = 3
"""Lines that a headline with its subtitle takes."""
_PROSE = 5
"""Words from which on a cell that ends in a full stop is read as a sentence."""
_SCOPE = re.compile(r"\W*(?:by|to|before|according|plan)\b", re.IGNORECASE)
_PROPER = ("Patent", "Policy", "Enterprise", "Agency", "Person")
_WORKS = ("Programme", "Institute", "Platform")


@dataclass(slots=True)
class Context:
    """What the reading of one sentence leaves for the next."""

    clock: Clock
    series: list[Series] = field(default_factory=list)
    line: int = -1
    heading: str = ""
    """The heading just read; ``above`` is that of the present paragraph, ``since`` its time."""
    above: str = ""
    since: str = ""
    opened: str | None = None
    """The kind of mark of a line that opens a list of targets ("By 2030 we aim to:")."""


@Language.factory("qilian_numbers")
def make_numbers(nlp: Language, name: str) -> Numbers:
    """The factory that spaCy calls."""
    return Numbers()


class Numbers:
    """Finds indicators."""

    def __call__(self, doc: Doc) -> Doc:
        """Reads the document into its draft; the document itself is given on."""
        draft = draft_of(doc)
        context = Context(Clock(draft.source.published))
        context.clock.head(draft.source.title)
        for line in draft.text.split("\n")[1:_HEAD]:
            context.clock.head(line, subtitle=True)
        dollar = home_dollar(draft)
        cells, told = read_matrices(draft, context.clock.issued)
        context.series += told[-6:]
        title: tuple[tuple[int, int], list[Quantity]] | None = None
        for turn, (start, end) in enumerate(draft.sentences):
            found = [dollar(draft.text, q) for q in quantities(draft.text, start, end)]
            draft.quantities += found
            tabular = draft.is_tabular(start, end)
            _enter(draft, context, start, end)
            if turn == 0 and draft.source.title:
                title = (start, end), found
                continue
            if any(a < end and start < b for a, b in cells):
                continue
            if tabular and not _is_prose(draft, start, end):
                continue
            _sentence(draft, (start, end), found, context)
            _leave(draft, context, start, end)
        if title:
            _headline(draft, *title)
        draft.indicators = _unique(draft.indicators)
        return doc


def _is_prose(draft: Draft, start: int, end: int) -> bool:
    """Whether a cell is a sentence whose figures no reader of tables has taken."""
    words = draft.text[start:end].rstrip()
    a, b = draft.source.span(start, end)
    taken = any(i.start < b and a < i.end for i in draft.indicators)
    return words[-1:] == "." and len(words.split()) >= _PROSE and not taken


def _headline(draft: Draft, span: tuple[int, int], found: list[Quantity]) -> None:
    """Reads the figures that only the headline states."""
    told = {q.value for q in draft.quantities if q.start >= span[1]}
    only = [q for q in found if q.value not in told
            and re.search(r"\d", draft.text[q.start : q.end])]  # fmt: skip
    if only:
        context = Context(Clock(draft.source.published))
        context.clock.enter(draft.text, *span)
        _sentence(draft, span, only, context)


def _enter(draft: Draft, context: Context, start: int, end: int) -> None:
    """Moves the clock to a sentence; a new paragraph forgets, an item of a list does not."""
    clock = context.clock
    line = draft.text.rfind("\n", 0, start)
    if line != context.line:
        context.line = line
        context.above, context.heading = context.heading, ""
        clock.current, context.since = context.since, ""
        clock.ahead = ""
        context.series = context.series[-3:]
        mark = _mark(draft.text, line + 1)
        if context.opened is None or not mark or mark == context.opened:
            context.opened = None
            clock.plan_due = ""
            clock.governed = False
    clock.enter(draft.text, start, end)
    names = draft.within(start, end, "Policy", "Programme", "Patent", "Enterprise", "Institute",
                         "Platform")  # fmt: skip
    clock.times = [
        t for t in clock.times if not any(f.start <= t.start and t.end <= f.end for f in names)
    ]


def _leave(draft: Draft, context: Context, start: int, end: int) -> None:
    """Notes the due year, time or name that a sentence or heading sets for what follows it."""
    words = draft.text[start:end]
    clock = context.clock
    due = next((t for t in clock.times if t.due and t.period >= clock.issued), None)
    aims = bool(TARGET.search(words))
    heading = len(words) < 70 and words[-1:] not in ".;!?" and words[:1].isupper()
    strong = [t.period for t in clock.times if t.period and not t.weak]
    context.heading = words.strip(" :") if heading and not re.search(r"\d", words) else ""
    context.since = strong[-1] if heading and strong and not due else ""
    clock.leave()
    if aims and (heading or words.endswith(":")):
        context.opened = _mark(draft.text, draft.text.rfind("\n", 0, start) + 1)
        clock.governed = True
        ahead = due or next((t for t in clock.times if t.period > clock.issued), None)
        clock.plan_due = ahead.period[-4:] if ahead else ""
    elif due and aims and _SCOPE.match(words):
        clock.plan_due = due.period[-4:]


def _mark(text: str, at: int) -> str:
    mark = _MARK.match(text, at)
    return (mark.lastgroup or "") if mark else ""


def _sentence(draft: Draft, span: tuple[int, int], all_: list[Quantity], context: Context) -> None:
    clock = context.clock
    times = [(t.start, t.end) for t in clock.times]
    found = [q for q in all_ if not any(a <= q.start and q.end <= b for a, b in times)]
    found = [q for q in found if _measures(draft, q)]
    times += [m.span() for m in _IDIOM.finditer(draft.text, *span)]
    tokens = tokens_of(draft, *span)
    line = Line(draft, *span, tokens, found, context.series, times, heading=context.above)
    taken: set[int] = set()
    facts: list[Measured] = []
    for turn, q in enumerate(found):
        series = name_of(line, turn)
        time = stated_time(line, turn, clock, taken)
        line.previous = series
        if series is None or series.again or not series.name:
            continue
        if facts and facts[-1][0] is found[turn - 1] and converts(line, turn):
            period, target = facts[-1][2].period, facts[-1][2].status == "target"
        else:
            target = is_target(line, q.start, q.end, series=series, time=time, clock=clock)
            period = period_of(line, turn, time, series, clock, target=target)
        if target and period:
            clock.ahead = period
        facts.append((q, series, fact_of(draft, q, series, period, target, span)))
        if not series.growth:
            context.series.append(
                replace(series, period=period or "", target=target, value=q.value)
            )
        line.claimed = max(q.end, series.span[1] if series.span else 0, series.claim)
    done = spanned(line, facts, clock)
    draft.indicators += done
    draft.indicators += [*ranks(line, clock), *changes(line, clock)]
    seen = [f.period for f in done if f.period and f.status == "observed"]
    told = {t.period for t in clock.times if t.plain}
    own = [f.period for q, _, f in facts if f.period in told and not compares(line, q.start)]
    seen = ([] if clock.present else [p for p in seen if p in own]) or seen
    if seen and clock.times:
        clock.current = max(seen, key=lambda p: p[-4:])


def _measures(draft: Draft, q: Quantity) -> bool:
    """Whether a number measures something: not a code, a title's number, a mark of a list."""
    text = draft.text
    for found in draft.found:
        if found.start <= q.start and q.end <= found.end and (
            found.type in _PROPER
            or (found.type in _WORKS and not q.unit and not _counts(found, q))
        ):  # fmt: skip
            return False
    if q.unit:
        return True
    mark = _MARK.match(text, text.rfind("\n", 0, q.start) + 1)
    if mark and mark["number"] and mark.start("number") <= q.start < mark.end() and q.value < 100:
        return False
    if re.match(r"[.)]\s", text[q.end : q.end + 2]) and (
        q.start == 0 or text[q.start - 1] in "\n("
    ):
        return False
    before = text[max(0, q.start - 12) : q.start]
    digits = text[q.start].isdigit()
    if digits and _MODEL.search(text[max(0, q.start - 40) : q.start]):
        return False
    if q.value == 0 or _CODE.search(before) or (digits and _LETTERS.search(before)):
        return False
    opens = text[q.start - 1 : q.start] in ("“", '"')
    if opens and q.start - 1 > draft.sentence_at(q.start)[0] and (
        digits or re.match(r'[^"”]{1,24}["”]', text[q.end : q.end + 26])
    ):  # fmt: skip
        return False
    named = text[q.start].isupper() and q.start != draft.sentence_at(q.start)[0]
    if named and not re.search(r"[:.\n•-]\s*$", before):
        return False
    return not _PART_OF_CODE.match(text[q.end : q.end + 4])


def _counts(found: Found, q: Quantity) -> bool:
    """Whether a number only counts what was taken for a name: "4 key laboratories"."""
    return found.start == q.start and found.name.islower()


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
    if is_money(a.unit) and len(f"{a.value:.0f}".rstrip("0")) > 2 and a.status == b.status:
        return a.period == b.period or not (a.period and b.period)
    rates = a.unit in ("%", "rank", "percentage point")
    if rates or (is_money(a.unit) and a.period is None):
        return a.name == b.name and a.period == b.period and a.of == b.of and a.start == b.start
    shared = {w.rstrip("s") for w in a.name.casefold().split()} & {
        w.rstrip("s") for w in b.name.casefold().split()
    }
    status = a.status == b.status or not (a.period and b.period)
    return bool(shared) and status and (a.period == b.period or not a.period or not b.period)
