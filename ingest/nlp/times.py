"""When a figure holds: years, five-year plans and references such as "last year" around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.nlp.lexicon import data
from ingest.nlp.numbers import YEAR, ordinal, plan_period
from ingest.sources.dates import DATE

_PLAN = re.compile(
    r"\b(?P<n>\d{1,2}(?:st|nd|rd|th)|[A-Za-z]+(?:-[a-z]+)?th)\b[\s-]*five[- ]?year", re.IGNORECASE
)
_BY = re.compile(
    r"\b(?:by|until|to|before|in) (?:the end of )?(?:the year )?(?P<y>20\d\d)\b", re.IGNORECASE
)
_SPAN = re.compile(
    r"(?:financial year|fiscal year|FY|between|from)? ?(?P<a>(?:19|20)\d\d)(?: "
    r"?[-–/] ?| to | and )(?P<b>(?:20)?\d\d)\b",
    re.IGNORECASE,
)
_LAST = re.compile(r"\blast year\b", re.IGNORECASE)
_THIS = re.compile(r"\bthis year\b", re.IGNORECASE)
_RULES = data("measures.json")
_PRESENT = re.compile(rf"\b(?:{_RULES['present']})\b", re.IGNORECASE)
TARGET = re.compile(rf"\b(?:{_RULES['target']})\b", re.IGNORECASE)


@dataclass(slots=True)
class Clock:
    """The times that a sentence states, and what earlier sentences leave in force."""

    published: str | None
    years: list[tuple[int, str]] = field(default_factory=list)
    """Offset and year (or span) of each free time expression of the sentence."""
    plan_year: str = ""
    """The due year of a plan that governs the sentences after "By 2025, …"."""
    current: str = ""
    """The year in force from an earlier sentence of the same paragraph."""
    present: bool = False
    plan_span: str = ""
    perfect: bool = False
    """The sentence reports in the present perfect and states no time."""

    @property
    def publication_year(self) -> str:
        """The year of publication, or an empty text."""
        return (self.published or "")[:4]

    def enter(self, text: str, start: int, end: int) -> None:
        """Reads the times of the next sentence."""
        self.years = []
        words = text[start:end]
        spans = []
        for span in _SPAN.finditer(text, start, end):
            if re.match(r"^(?:financial|fiscal|FY)", span.group(), re.I):
                last = span["b"] if len(span["b"]) == 4 else span["a"][:2] + span["b"]
                self.years.append((span.start(), f"{span['a']}/{last}"))
                spans.append(span.span())
        for plan in _PLAN.finditer(text, start, end):
            n = ordinal(plan["n"])
            if n >= 3:
                self.years.append((plan.start(), plan_period(n)))
                self.plan_span = plan_period(n)
        dates = [m.span() for m in DATE.finditer(text, start, end)]
        for year in YEAR.finditer(text, start, end):
            inside = any(a <= year.start() < b for a, b in spans)
            dated = any(a <= year.start() < b for a, b in dates)
            ranged = re.match(r" ?[-–] ?\d{2,4}\b", text[year.end() :]) or re.search(
                r"\d ?[-–] ?$", text[max(0, year.start() - 3) : year.start()]
            )
            part = re.search(
                r"\b(?:half|quarter) of $", text[max(0, year.start() - 12) : year.start()]
            )
            if not inside and not ranged and not part:
                self.years.append((year.start(), year.group() if not dated else year.group() + "?"))
        issued = self.publication_year
        for pattern, shift in ((_LAST, -1), (_THIS, 0)):
            for found in pattern.finditer(text, start, end):
                self.years.append((found.start(), str(int(issued) + shift) if issued else ""))
        if _PRESENT.search(words):
            self.present = True
        elif any(y and "?" not in y for _, y in self.years):
            self.present = False
        self.years.sort()
        self.perfect = not self.years and bool(re.search(r"\b(?:has|have|today)\b", words))
        due = _BY.search(words)
        if due and TARGET.search(words) and re.search(r"\b[Bb]y (?:the end of )?20", words):
            self.plan_year = due["y"] if due["y"] >= issued else self.plan_year

    def near(
        self, text: str, start: int, end: int, before: int, after: int, taken: set[int]
    ) -> str | None:
        """The time of a quantity at start-end between its neighbours; None when none is stated."""
        attached = next(
            (y for at, y in self.years if end <= at < after and _attached(text[end:at])), None
        )
        if attached is not None:
            return attached.rstrip("?")
        close = [y for at, y in self.years if before <= at < start and at not in taken]
        return close[-1].rstrip("?") if close else None

    def issue_years(self, start: int) -> set[tuple[int, str]]:
        """The years of full dates before an offset: when something was said, not when it is due."""
        sure = {y for _, y in self.years if "?" not in y}
        return {(start, y[:-1]) for at, y in self.years if y.endswith("?") and y[:-1] not in sure}

    def free(self, text: str, start: int, taken: set[int]) -> str | None:
        """The last time before an offset that no other figure has taken; else the first one."""
        earlier = [y for at, y in self.years if at < start and at not in taken]
        sure = [y for y in earlier if not y.endswith("?")]
        if sure or earlier:
            return (sure or earlier)[-1].rstrip("?")
        return None


def _attached(words: str) -> bool:
    """Whether only "in", "by" and the like stand between a figure and a year."""
    return (
        bool(
            re.fullmatch(
                r"[\s,(]*(?:(?:[\w&'-]+ ){0,5})?(?:in|of|by|at the end of|for|"
                r"during|until|since|as of|per year in|\()\s*(?:financial year |fiscal year |the "
                r"year )?",
                words,
            )
        )
        and len(words) < 48
    )
