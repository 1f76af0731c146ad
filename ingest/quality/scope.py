"""Rule ``scope-mismatch``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import inf

from ingest.facts import is_money
from ingest.quality.evidence import Area, Defect, Evidence, Figure, cue, rule, table

_LEVELS = ("area", "country", "province", "city", "county")
_PARTS = ("province", "city", "county")
_MONEY = ("gdp", "research spending")
_RELATIVE = re.compile(r"\b(?:per|ratio|share|proportion)\b|每|占", re.IGNORECASE)
_SPENT = re.compile(r"\bspen[dt]\w*\s*$|投入$")
_ON = re.compile(r"\b(?:on|in) (?:R ?& ?D|research)|研发", re.IGNORECASE)
_EACH = re.compile(r"\b(?:per|each)\b|每")
_OWNER = re.compile(r"\b(?P<owner>the [a-z]+|[A-Z][a-z]+(?: [A-Z][a-z]+)?)['’]s\b|全国|我国")
_NEAR = re.compile(r"[^,;.]{0,30},? ?(?:in )?|[^,;.]{0,24},\s")
_RATIO = re.compile(
    r"(?P<spender>the [a-z]+|[A-Z][\w-]+(?: [A-Z][\w-]+)?)['’]s (?:[\w&-]+ ){0,3}?"
    r"(?:R ?& ?D|research)\b"
    r"[^.;]{0,60}?\d[\d.]* ?(?:%|per ?cent)[^.;,]{0,24}? of (?P<economy>the [a-z]+|[A-Z][\w-]+"
    r"(?: [A-Z][\w-]+)?)['’]s (?:[a-z]+ ){0,2}(?:GDP|gross domestic product)\b"
)
_FEW_WORDS = re.compile(r"\s*(?:[\w-]+ ){0,3}")
_WHOLES = {"research spending": "gdp", "research personnel": "population"}


@dataclass(frozen=True, slots=True)
class _Sized:
    """A figure of a kind whose size tells its area's level; money in US dollars."""

    kind: str
    area: Area
    value: float
    figure: Figure
    sentence: tuple[int, int]


@rule("scope-mismatch")
def scope_mismatch(evidence: Evidence) -> Iterator[Defect]:
    """A figure that can only belong to another area.

    Four cases. Research spending of one area set against the GDP of another. A target of a
    province's or city's own plan that is worded as the country's ("China's R&D spending shall reach
    2 % of GDP"), unless the words compare with the country. A figure beyond what any area of that
    level has, or below what a country has (kinds and bounds are data; the bounds lie far outside
    the largest known). A part that exceeds its whole: research spending above GDP, or research
    personnel above population, of one area.
    """
    home = next((a for a in evidence.areas if a.home), None)
    if home and home.level in _PARTS:
        yield from _worded_as_national(evidence, home)
    seen: set[int] = set()
    sized = list(_sized(evidence, home))
    found = (*_crossed(evidence, home), *_beyond(evidence, sized), *_above_whole(evidence, sized))
    for defect in found:
        if defect.start not in seen:
            seen.add(defect.start)
            yield defect


def _crossed(evidence: Evidence, home: Area | None) -> Iterator[Defect]:
    """Research spending of one area set against the GDP of another, in one breath."""
    for found in _RATIO.finditer(evidence.text):
        spender, economy = (_national(found[name]) for name in ("spender", "economy"))
        if spender != economy:
            right = found["economy"] if spender else (home.name if home else found["spender"])
            wrong = found["spender"] if spender else found["economy"]
            yield Defect(*found.span(), wrong.strip(), right.strip())


def _national(words: str) -> bool:
    """Whether an owner of a figure is a country."""
    return words.removeprefix("the ") in ("country", "nation", *table()["countries"])


def _worded_as_national(evidence: Evidence, home: Area) -> Iterator[Defect]:
    """Targets of a local plan that name the country where the area must be meant."""
    figures = evidence.figures_by_end()
    for fact in evidence.indicators:
        figure = figures.get(fact.end) if fact.status == "target" else None
        if not figure:
            continue
        start, end = next(s for s in evidence.sentences if s[0] <= figure.start < s[1])
        earlier = [f.end for f in evidence.within(start, figure.start)]
        begin = max([start, *earlier])
        later = [f.start for f in evidence.within(figure.end, end)]
        tail = evidence.text[figure.end : min([end, *later])]
        begin += _clause(evidence.text[begin : figure.start])
        clause = evidence.text[begin : figure.start]
        cut = re.search(r"[,;.]", tail)
        tail = tail[: cut.start()] if cut else tail
        owners = _OWNER.finditer(clause + tail)
        own = next((m for m in owners if not m["owner"] or _national(m["owner"])), None)
        if not own or cue("compared").search(clause.replace("share of", "")):
            continue
        stop = max(figure.end, figure.end + own.end() - len(clause))
        yield Defect(begin, stop, home.country or "the country", home.name)


def _clause(words: str) -> int:
    """Where the last clause of some words begins."""
    cut = max(words.rfind(", "), words.rfind("; "), words.rfind("，"))
    skip = cut + 2 if cut >= 0 and len(words) - cut > 12 else 0
    lead = re.match(r"[\s,;]*(?:and )?", words[skip:])
    return skip + (lead.end() if lead else 0)


def _sized(evidence: Evidence, home: Area | None) -> Iterator[_Sized]:
    """The figures whose size tells the level of their area."""
    for start, end in evidence.sentences:
        for figure in evidence.within(start, end):
            kind = _kind(evidence, figure, start, end)
            area = (_area_of(evidence, figure, start, end) or home) if kind else None
            value = _dollars(figure, kind) if kind else None
            if area and value is not None:
                yield _Sized(kind, area, value, figure, (start, end))


def _beyond(evidence: Evidence, sized: list[_Sized]) -> Iterator[Defect]:
    """Figures outside what an area of their level can have."""
    for one in sized:
        bounds = table()["scope"][one.kind].get(one.area.level)
        low, high = _limits(one.kind, one.area, bounds) if bounds else (0.0, inf)
        above = one.value > high
        if above or (one.value < low and _subject(evidence, one.area, one.sentence[0])):
            country = one.area.country or "the country"
            expected = country if above else "an area of the country"
            yield Defect(*_span(evidence, one.figure, *one.sentence), one.area.name, expected)


def _subject(evidence: Evidence, area: Area, start: int) -> bool:
    """Whether an area is what a clause is about: it begins the clause, or owns what follows."""
    lead = evidence.text[start : area.start].rstrip()
    opens = not lead or lead[-1] in ",;:" or lead.casefold().split()[-1] in ("in", "the", "while")
    return opens or evidence.text[area.end : area.end + 2] in ("'s", "’s")


def _limits(kind: str, area: Area, bounds: list[float]) -> tuple[float, float]:
    """Least and most of a kind for an area; its own country's figures where they are known.

    The shares of the country's people or economy that are least and most for the country itself,
    and most for a part of it, are data; they leave room for decades of growth.
    """
    country = table()["countries"].get(area.country or area.name)
    shares = table()["of_country"].get(kind)
    if not country or not shares:
        return (bounds[0] if area.level == "country" else 0.0), bounds[1]
    known = country[0] * 1e6 if kind == "population" else country[1] * 1e9
    least, most, part = (known * share for share in shares)
    return (least, most) if area.level == "country" else (0.0, min(bounds[1], part))


def _above_whole(evidence: Evidence, sized: list[_Sized]) -> Iterator[Defect]:
    """Research spending above GDP, research personnel above population, of one area."""
    known: dict[tuple[str, str], float] = {}
    for one in sized:
        known.setdefault((one.kind, one.area.name), one.value)
    for one in sized:
        whole = known.get((_WHOLES.get(one.kind, ""), one.area.name), inf)
        if one.value > whole:
            country = one.area.country or "the country"
            yield Defect(*_span(evidence, one.figure, *one.sentence), one.area.name, country)


def _kind(evidence: Evidence, figure: Figure, start: int, end: int) -> str:
    """What a figure measures, of the few kinds whose size tells the area; empty for others."""
    if figure.unit in ("%", "percentage point", "rank"):
        return ""
    earlier = [f.end for f in evidence.within(start, figure.start)]
    before = evidence.text[max([start, *earlier, figure.start - 70]) : figure.start]
    later = [f.start for f in evidence.within(figure.end, end)]
    after = evidence.text[figure.end : min([end, figure.end + 40, *later])]
    after = re.split(r"[,;.。]", after)[0]
    if _RELATIVE.search(before):
        return ""
    found: list[tuple[int, str]] = []
    for kind in table()["scope"]:
        if kind != "note" and (kind in _MONEY) == is_money(figure.unit):
            distance = _distance(_words_of(kind), before, after, kind)
            if distance is not None:
                found.append((distance, kind))
    return min(found)[1] if found else ""


@lru_cache(maxsize=32)
def _words_of(kind: str) -> re.Pattern[str]:
    english, chinese = table()["scope"][kind]["words"]
    return re.compile(rf"\b(?:{english})(?!\w)|{chinese}", re.IGNORECASE)


def _distance(words: re.Pattern[str], before: str, after: str, kind: str) -> int | None:
    """How far from a figure the words of its kind stand; None where they do not."""
    if kind == "research spending" and _SPENT.search(before) and _ON.search(after):
        return 0
    behind = words.search(after)
    if behind and (kind in _MONEY or _FEW_WORDS.fullmatch(after[: behind.start()])):
        return behind.start()
    ahead = list(words.finditer(before))
    if ahead and not _EACH.search(before[ahead[-1].end() :] + after[:12]):
        return len(before) - ahead[-1].end()
    return None


def _area_of(evidence: Evidence, figure: Figure, start: int, end: int) -> Area | None:
    """The area that the words around a figure name: the smallest before it, else right behind."""
    inside = [a for a in evidence.areas if start <= a.start and a.end <= end and a.level in _LEVELS]
    for found in _OWNER.finditer(evidence.text, start, figure.start):
        name = found["owner"]
        if name in table()["countries"]:
            inside.append(Area(name, name.casefold(), "country", "", "", *found.span("owner")))
    inside.sort(key=lambda a: a.start)
    before = [a for a in inside if a.end <= figure.start]
    if before:  # "X county in Y province, with 3 million people" is about the county
        return max(before, key=lambda a: (_LEVELS.index(a.level), a.start))
    behind = [a for a in inside if figure.end <= a.start <= figure.end + 40]
    if behind and _NEAR.fullmatch(evidence.text[figure.end : behind[0].start]):
        return behind[0]
    return None


def _dollars(figure: Figure, kind: str) -> float | None:
    """Money in US dollars at the weakest rate known, so that doubt never fires; counts as such."""
    if kind not in _MONEY:
        return figure.value
    rates = table()["per_dollar"].get(figure.unit)
    return figure.value / rates[1] if rates else None


def _span(evidence: Evidence, figure: Figure, start: int, end: int) -> tuple[int, int]:
    """The clause of a figure: from the last mark before it to the next one behind it."""
    lead = evidence.text[start : figure.start]
    cut = max(lead.rfind(", "), lead.rfind("; "))
    begin = start + cut + 2 if cut >= 0 and len(lead) - cut > 14 else start
    stop = re.compile(r"[,;.。]\s|[。；，]|$").search(evidence.text, figure.end, end)
    return begin, (stop.start() if stop else end)
