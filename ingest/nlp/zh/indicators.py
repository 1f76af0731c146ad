"""Component ``qilian_zh_numbers``: indicators of Chinese running text, forms and tables."""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from ingest.facts import IndicatorFact
from ingest.nlp.draft import Draft, draft_of
from ingest.nlp.numbers import Quantity
from ingest.nlp.zh.figures import cell_facts, fact_of
from ingest.nlp.zh.forms import RECORDS, Cells
from ingest.nlp.zh.numbers import Count, counts, ranks
from ingest.nlp.zh.series import Series, noun_behind, series_of
from ingest.nlp.zh.times import Clock
from ingest.nlp.zh.words import clause_start, zh_data

_DOUBLED = re.compile(r"翻(?P<n>一|两|二|三)?番|实现倍增")


@Language.factory("qilian_zh_numbers")
def make_numbers(nlp: Language, name: str) -> Numbers:
    """The factory that spaCy calls."""
    return Numbers()


class Numbers:
    """Finds indicators."""

    def __call__(self, doc: Doc) -> Doc:
        """Reads the document into its draft; the document itself is given on."""
        draft = draft_of(doc)
        records: list[Cells] = doc.user_data.get(RECORDS, [])
        clock, earlier = Clock(draft.source.published), list[Series]()
        clock.text = _blotted(draft)
        paragraph = -1
        for turn, (start, end) in enumerate(draft.sentences):
            found = counts(draft.text, start, end)
            draft.quantities += [
                Quantity(q.value, q.unit or _apart(q), q.start, q.end) for q in found
            ]
            if turn == 0 and draft.source.title or draft.is_tabular(start, end):
                continue
            line = draft.text.rfind("\n", 0, start)
            if line != paragraph:
                paragraph = line
                clock.paragraph()
                earlier = earlier[-1:]
            clock.enter(clock.text, start, end)
            record = next((r for r in records if r.start <= start < r.end), None)
            _sentence(draft, (start, end), found, clock, earlier, record)
            clock.leave(clock.text, start, end)
        for record in records:
            cell_facts(draft, record, clock)
        unique = {(i.name, i.value, i.unit, i.period, i.status, i.of): i for i in draft.indicators}
        draft.indicators = _told_once(sorted(unique.values(), key=lambda i: i.start))
        return doc


def _apart(q: Count) -> str:
    """The measure of people, land or weight, so that flag rules do not add it to other counts."""
    return q.measure if q.measure in _PEOPLE or q.measure in _PHYSICAL else ""


def _told_once(facts: list[IndicatorFact]) -> list[IndicatorFact]:
    """Without a figure that another states with a longer name: 成交额, 技术合同成交额."""
    return [
        fact for fact in facts
        if not any(
            other.name != fact.name and other.name.endswith(fact.name)
            and (other.value, other.unit, other.period, other.status)
            == (fact.value, fact.unit, fact.period, fact.status)
            for other in facts
        )
    ]  # fmt: skip


def _blotted(draft: Draft) -> str:
    """The text without the names of policies and programmes, which hold years and 计划."""
    chars = list(draft.text)
    for found in draft.found:
        if found.type in ("Policy", "Programme", "Patent") and not found.reference:
            chars[found.start : found.end] = "□" * (found.end - found.start)
    return "".join(chars)


def _measures(draft: Draft, q: Count) -> bool:
    """Whether a number measures something: it has a unit or measure and is in no name."""
    if not q.unit and not q.measure:
        noun = noun_behind(draft.text, q.end, min(len(draft.text), q.end + 20))
        return q.value > 1 and noun.endswith(tuple(zh_data("indicators")["nouns"]))
    if (
        q.measure in ("年", "天", "个月", "小时", "期", "批", "次", "倍", "场", "位", "种")
        and not q.unit
    ):
        return q.measure in ("倍", "次", "场", "位", "种") and not (
            q.measure == "位" and draft.text[q.start - 1 : q.start] == "第"
        )
    inside = [f for f in draft.found if f.start <= q.start and q.end <= f.end and not f.reference]
    if q.unit != "%" and any(f.type == "Problem" for f in inside):
        return False
    return not any(f.type not in ("Industry", "Technology", "Problem", "Region") for f in inside)


def _sentence(
    draft: Draft, sentence: tuple[int, int], found: list[Count], clock: Clock,
    earlier: list[Series], record: Cells | None,
) -> None:  # fmt: skip
    """The indicators of a sentence, each with its series, time and status."""
    text = draft.text
    figures = [q for q in found if _measures(draft, q)]
    placed = ranks(text, *sentence)
    rows: list[tuple[Count, Series]] = []
    floor = sentence[0]
    pending: list[str] = []
    names = frozenset(f.name for f in draft.found if f.type == "Region" and len(f.name) > 1)
    for turn, q in enumerate(figures):
        if any(r.start < q.end and q.start < r.end for r in placed):
            continue
        joined = _goes_on(text, rows, q)
        series = joined or series_of(text, q, sentence, floor, earlier, names)
        apart = "分别" in text[max(0, q.start - 14) : q.start]
        if series and series.growth and apart and not joined:
            pending = _in_turn(text, figures[turn:], earlier)
        if series and series.growth and pending:
            base = pending.pop(0)
            name = f"{base}{series.name.removeprefix(series.base)}"
            series = replace(series, name=name, base=base)
        floor = q.end
        if series is None or _scale(text, figures, turn):
            continue
        rows.append((q, series))
        fact = fact_of(draft, q, series, sentence, clock, record, rows)
        draft.indicators.append(fact)
        if not series.growth:
            earlier.append(replace(series, period=fact.period or ""))
    before = earlier[: len(earlier) - sum(not s.growth for _, s in rows)]
    for q in placed:
        told = [s for c, s in rows if c.end <= q.start]
        series = _ranked(text, q, sentence, [*before, *told])
        fact = fact_of(draft, q, series, sentence, clock, record, [])
        pair = [s.period for s in earlier[-2:] if f"{s.name}排名" == series.name and s.period]
        if len(placed) == len(set(pair)) == 2:
            fact = replace(fact, period=pair[placed.index(q)])
        draft.indicators.append(fact)
    for q, series in _doubled(text, sentence, earlier):
        draft.indicators.append(fact_of(draft, q, series, sentence, clock, record, []))


def _ranked(text: str, q: Count, sentence: tuple[int, int], earlier: list[Series]) -> Series:
    """What a rank is of: the measure named before it, else the last series."""
    last = next((s for s in reversed(earlier) if not s.growth), None)
    lead = text[clause_start(text, q.start, sentence[0]) : q.start]
    own = _RANKED.sub("", lead)
    measure = len(own) >= 4 and not re.search(r"第\d", own) and _MEASURE.search(own)
    base = own if measure or last is None else last.name
    return Series(f"{base}排名", "rank", span=(q.start, q.end))


def _doubled(
    text: str, sentence: tuple[int, int], earlier: list[Series]
) -> list[tuple[Count, Series]]:
    """翻一番: a growth of 100 %."""
    found = []
    for match in _DOUBLED.finditer(text, *sentence):
        lead = text[clause_start(text, match.start(), sentence[0]) : match.start()]
        base = _TO_DOUBLE.sub("", lead) or (earlier[-1].name if earlier else "")
        value = {"两": 300.0, "二": 300.0, "三": 700.0}.get(match["n"] or "", 100.0)
        series = Series(f"{base}增长", "%", "增长", span=match.span())
        found.append((Count(value, "%", "", *match.span()), series))
    return found


def _scale(text: str, figures: list[Count], turn: int) -> bool:
    """Whether a number is only the first of a range (3—5家): the second speaks for both."""
    q = figures[turn]
    return bool(re.match(r"[-—–~至]\d", text[q.end : q.end + 2])) and not q.unit


_PEOPLE = ("名", "人", "人次", "位", "户")
_PHYSICAL = frozenset(zh_data("indicators")["physical"].split())
_RANKED = re.compile(
    r"(?:连续\d+年|在?全[国省市州]|在|的|由|从|位|居|列|排名|位居|位列|上升|提升|跃居|到|至|西部|地区|第)+$"
)
_MEASURE = re.compile(r"[额率量值数人入平力同]$")
_TO_DOUBLE = re.compile(r"(?:比\S{0,8}年|较\S{0,8}年|实现|将|力争|再|到20\d\d年,?|全[省市州])+")
_ROW = re.compile(r"\s*(?:和|、|与|及|,|以及)\s*")


def _in_turn(text: str, figures: list[Count], earlier: list[Series]) -> list[str]:
    """分别增长12.6%和20%: the series that the rates of a row belong to, in turn."""
    count = 1
    while count < len(figures) and _ROW.fullmatch(
        text, figures[count - 1].end, figures[count].start
    ):
        count += 1
    levels = [s.name for s in earlier if not s.growth]
    return levels[-count:] if count > 1 and len(levels) >= count else []


def _goes_on(text: str, rows: list[tuple[Count, Series]], q: Count) -> Series | None:
    """A figure that 和 joins to the one before it is of the same series."""
    if not rows:
        return None
    before, series = rows[-1]
    between = text[before.end : q.start].strip()
    if not _ROW.fullmatch(between) or between == "," or before.unit != q.unit:
        return None
    return replace(series, own=False)
