"""A Chinese figure as a fact with its words, time and bound; the figures of forms and tables."""

from __future__ import annotations

import re

from ingest.facts import Bound, IndicatorFact, is_money
from ingest.nlp.draft import Draft, Found
from ingest.nlp.zh.forms import Cells
from ingest.nlp.zh.numbers import Count, counts
from ingest.nlp.zh.series import Series, unit_of
from ingest.nlp.zh.times import Clock, due_year
from ingest.nlp.zh.words import zh_data

_MIN = re.compile(
    r"(?:(?<!不)超过|突破|(?<!不)超|不低于|不少于|至少|(?<!不)高于|逾|大于|多于|超出)(?:了)?$"
)
_MAX = re.compile(
    r"(?:不超过|不高于|(?<!不)低于|(?<!不)少于|最高|至多|最多|控制在|不大于|小于|上限为?|"
    r"最高不超过|最高可达)(?:了|为|给予)?$"
)
_PLANNED = re.compile(zh_data("forms")["planned"])
_SOUGHT = re.compile(r"拟|预算|计划|悬赏|意向|榜")
_GRANTED = re.compile(r"名单|认定|立项|登记|公示|备案|结果|台账")
_GUIDE = re.compile(r"指南|申报|揭榜|榜单")
_HAPPENED = re.compile(r"已|完成|累计|受理|立项|现有|达到了")
_OWNERS = ("Enterprise", "Institute", "Platform", "Programme")


def fact_of(
    draft: Draft, q: Count, series: Series, sentence: tuple[int, int], clock: Clock,
    record: Cells | None, rows: list[tuple[Count, Series]],
) -> IndicatorFact:  # fmt: skip
    """A figure as a fact with its words."""
    text = draft.text
    floor = rows[-2][0].end if len(rows) > 1 else sentence[0]
    time = clock.at(q.start, floor)
    stated = clock.text
    period = time.period if time else ""
    target = clock.is_target(
        stated, sentence[0], q.start, period, is_money(q.unit) and not _granted(draft)
    )
    if _announces(draft) and not time and not _HAPPENED.search(stated, sentence[0], q.start):
        target = True
    if record:
        label = text[record.start : q.start].rpartition("\n")[2][:12]
        target = target or bool(re.search(r"考核|预期|目标|绩效|支持|经费", label))
        due = [due_year(draft, *s) for s in record.cells.get("deadline", [])]
        period = next((d for d in due if d), period) if target else period
    if target and clock.plan_year and (not period or not clock.year or period[-4:] <= clock.year):
        period = clock.plan_year
    if target and clock.year and period and period[-4:] < clock.year:
        period = ""
    if not target and not period and not (time and not time.period):
        present = re.search(r"已(?:经)?(?!由)|现", text[sentence[0] : q.start])
        period = clock.year if present and clock.year else clock.current or clock.year
    if series.growth:
        period = _growth_period(clock, q, floor, series, period, draft)
    start, end = _quote(series, q, sentence)
    a, b = draft.source.span(start, end)
    region = _region(draft, q, sentence)
    return IndicatorFact(
        name=series.name.replace('"', ""), value=-q.value if series.falling else q.value,
        unit=series.unit or "item", status="target" if target else "observed",
        period=period or None, region=region, of=_owner(draft, q, sentence, record),
        bound=_bound(text, q), start=a, end=b, quote=draft.source.quote(a, b),
        confidence=0.7 if series.own else 0.55,
    )  # fmt: skip


def _announces(draft: Draft) -> bool:
    """Whether the document announces what is to come: a guide or a list of tasks."""
    return bool(draft.sentences) and bool(_GUIDE.search(draft.text[slice(*draft.sentences[0])]))


def _granted(draft: Draft) -> bool:
    """Whether the document lists what has been granted or registered."""
    return bool(draft.sentences) and bool(_GRANTED.search(draft.text[slice(*draft.sentences[0])]))


def _growth_period(
    clock: Clock, q: Count, floor: int, series: Series, period: str, draft: Draft
) -> str:
    """The span of a growth whose two years are stated: by 比2015年, or by the two figures."""
    since = clock.compared(q.start, floor)
    if since and since.period and period and len(period) == 4 and since.period < period:
        return f"{since.period}/{period}" if int(period) - int(since.period) >= 1 else period
    same = [
        i for i in draft.indicators if i.name == series.base and i.period and len(i.period) == 4
    ]
    years = list(dict.fromkeys(i.period or "" for i in same[-2:]))
    return f"{years[0]}/{years[1]}" if len(years) == 2 and years[0] < years[1] else period


def _quote(series: Series, q: Count, sentence: tuple[int, int]) -> tuple[int, int]:
    start, end = q.start, q.end
    if series.span:
        start, end = min(start, series.span[0]), max(end, series.span[1])
    return max(sentence[0], start), min(sentence[1], end) if end <= sentence[1] else end


def _bound(text: str, q: Count) -> Bound:
    before, behind = text[max(0, q.start - 8) : q.start], text[q.end : q.end + 4]
    if _MAX.search(before) or re.match(r"以内|以下|之内", behind):
        return "max"
    return "min" if q.over or _MIN.search(before) or re.match(r"以上|及以上", behind) else ""


def _region(draft: Draft, q: Count, sentence: tuple[int, int]) -> str:
    """The last area named before a figure in its sentence, else the home."""
    near = [
        f for f in draft.found if f.type == "Region" and sentence[0] <= f.start and f.end <= q.start
    ]
    free = [f for f in near if f.reference or draft.text[f.end : q.start] in ("", "的")]
    chosen = free[-1] if free else draft.seat
    return chosen.name if chosen else ""


def _owner(draft: Draft, q: Count, sentence: tuple[int, int], record: Cells | None) -> str:
    """The body or programme that a figure is of."""
    if record:
        for role in ("enterprise", "institute", "taker", "technology"):
            for found in record.found.get(role, []):
                if found.type in _OWNERS:
                    return found.name
    near = [f for f in draft.within(sentence[0], q.start, *_OWNERS) if q.start - f.end < 60]
    return near[-1].name if near else ""


def cell_facts(draft: Draft, record: Cells, clock: Clock) -> None:
    """The figures of a record's cells: sums and counts, named by their labels."""
    for role in ("amount", "measure"):
        for span in record.cells.get(role, []):
            if draft.is_tabular(*span) or role == "amount":
                for fact in _cell_facts(draft, record, role, span, clock):
                    draft.indicators.append(fact)


def _cell_facts(
    draft: Draft, record: Cells, role: str, span: tuple[int, int], clock: Clock
) -> list[IndicatorFact]:
    label = record.labels[span]
    unit = re.search(
        r"\((?:单位:)?(?P<scale>[万亿千百]*)(?P<unit>元|美元|人|家|项|件|%|个|吨|亩)?\)", label
    )
    name = re.sub(r"\([^()]*\)|[\s:]|^其中:?", "", label)
    year = re.match(r"(20\d\d)年度?", name)
    name = name[year.end() :] if year else name
    facts: list[IndicatorFact] = []
    found = counts(draft.text, *span)
    for q in found[:1] if role == "measure" else found[:2]:
        value, money = q.value, q.unit
        measure = q.measure
        if unit and not q.unit and not q.measure:
            scale = {"万": 1e4, "亿": 1e8, "千": 1e3, "百": 1e2, "万亿": 1e12}.get(
                unit["scale"], 1.0
            )
            value *= scale
            money = {"元": "CNY", "美元": "USD", "%": "%"}.get(unit["unit"] or "", "")
            measure = "" if money else unit["unit"] or ""
        if role == "amount" and not money and not measure:
            continue
        if role == "measure" and not money and not measure:
            continue
        planned = _SOUGHT.search(label) or (_PLANNED.search(label) and not _granted(draft))
        target = role == "amount" and bool(planned)
        due = next((y for s in record.cells.get("deadline", []) if (y := due_year(draft, *s))), "")
        dated = next(
            (
                y
                for r in ("date", "year")
                for s in record.cells.get(r, [])
                if (y := due_year(draft, *s))
            ),
            "",
        )
        period = due if target else year[1] if year else dated or clock.year
        a, b = draft.source.span(q.start, q.end)
        facts.append(IndicatorFact(
            name=name, value=value, unit=money or unit_of(name, measure) or "item",
            status="target" if target else "observed", period=period or None,
            region=_cell_region(draft, record), of=_row_owner(record), bound=_bound(draft.text, q),
            start=a, end=b, quote=draft.source.quote(a, b), confidence=0.8,
        ))  # fmt: skip
    return facts


def _cell_region(draft: Draft, record: Cells) -> str:
    cities: list[Found] = record.found.get("city", [])
    chosen = cities[-1] if cities else draft.seat
    return chosen.name if chosen else ""


def _row_owner(record: Cells) -> str:
    for role in ("enterprise", "institute", "taker", "patent", "host"):
        for found in record.found.get(role, []):
            return found.name
    return ""
