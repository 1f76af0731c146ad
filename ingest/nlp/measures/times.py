"""When a figure holds: years, spans, plans and references such as "last year" around it.

`Clock.enter` reads the times of a sentence, `Clock.near` says which of them a figure has. Parts of
a year (quarters, months) have no period; a financial year and a five-year plan are spans.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.nlp.measures.line import RULES
from ingest.nlp.numbers import YEAR, ordinal, plan_period
from ingest.sources.dates import DATE, MONTHS

_DATE = re.sub(r"\?P<\w+>", "?:", DATE.pattern)
_MONTH = "(?:" + "|".join(m for m in MONTHS if m != "may") + r"|(?-i:May))\.?"
_YEAR = r"(?:19[6-9]\d|20[0-6]\d)"
_DUE = re.compile(
    r"\b(?:by|until|till|to|before|towards|through to|no later than|within)"
    r"(?: the)?(?: year)?(?: end of)?(?: the year)?(?: of)? ?$",
    re.IGNORECASE,
)
_PART = (
    r"(?:first|second|third|fourth|last|1st|2nd|3rd|4th) (?:(?:\w+ )?(?:half|quarters?|months))"
    rf"(?: of (?:the year|this year|last year|{_YEAR}))?|\bQ[1-4](?: (?:of )?{_YEAR})?\b"
    rf"|\bH[12] {_YEAR}|{_MONTH}(?: ?[-–] ?| to | through ){_MONTH}(?: (?:of )?{_YEAR})?"
    rf"|same period(?: (?:of )?(?:last year|the previous year|{_YEAR}))?"
    rf"|(?:since|from) {_MONTH}(?! \d)"
)
_QUOTES = "[\"“”'‘’]*"
_KINDS: dict[str, str] = {
    "between": rf"(?:from|between) (?:{_DATE}),? (?:to|and|until) (?:{_DATE})",
    "part": _PART,
    "business": rf"year (?:to|ended|ending|up to) (?:\d{{1,2}} )?(?P<bm>{_MONTH})"
    rf"(?: \d{{1,2}},?)? (?P<by>{_YEAR})\b",
    "span": r"(?:(?:financial|fiscal) years? |FY ?|academic year |between |from )?"
    rf"(?P<s1>{_YEAR})(?:(?: ?[-–/] ?| to | and )(?P<s2>{_YEAR})|[-–/](?P<s3>\d\d))"
    r"(?![\d-]|,\d)",
    "plan": rf"(?P<end>end of (?:the )?)?{_QUOTES}"
    r"(?P<n>\d{1,2}(?:st|nd|rd|th)|[A-Za-z]+(?:-[a-z]+)?th)\b"
    rf"[\s-]*five[- ]?year(?: plan)?(?: period)?{_QUOTES}(?P<late> at the end)?",
    "date": _DATE,
    "month": rf"{_MONTH},? (?P<my>{_YEAR})\b",
    "open": rf"(?:end of|in|during|at|as of|by|since|mid-) ?(?P<om>{_MONTH})(?![\w.]| ?\d)",
    "year": YEAR.pattern + r"(?: levels?\b)?",
    "before_last": r"year before last",
    "last": r"last year(?!'s plan)",
    "inside": r"in the year(?! (?:of|to|ended|ending|before|after|when|that|\d))",
    "this": r"(?:this|current) year|end of the year|(?:whole|full) year|all year|year's end|"
    r"year[- ]end",
    "next": r"next year",
    "earlier": r"(?:a|one) year (?:earlier|before|ago)|(?:previous|preceding|prior) year"
    r"|year before|year[- ]earlier",
    "same": r"(?:same|that) year",
    "then": r"then|that (?:time|date)",
}
"""The kinds of times, each with its pattern; earlier ones win where two begin at one place."""
_SHIFTS = {"last": -1, "this": 0, "inside": 0, "next": 1, "before_last": -2}
_TIMES = re.compile(
    "|".join(rf"(?P<k_{kind}>(?<!\w)(?:{pattern}))" for kind, pattern in _KINDS.items()),
    re.IGNORECASE,
)
_PRESENT = re.compile(rf"\b(?:{RULES['present']})\b", re.IGNORECASE)
_YEARS_FOR = re.compile(
    r"\b(?:figures?|data|grants|amounts?|sums|values|prices|all)\b[^.;\d]{0,30}"
    rf"\b(?:are|is|refers? to|cover|as of|as at)\b[^.;\d]{{0,30}}(?P<y>{_YEAR})\b",
    re.IGNORECASE,
)


_SAME_PERIOD = re.compile("same period", re.IGNORECASE)
_MODAL = re.compile(r"\b(?:will|shall|is to|are to|plans? to|expected to)\b", re.IGNORECASE)
_TITLE_SPAN = re.compile(rf"{_YEAR} ?[–/-] ?({_YEAR})")
_NAMED = re.compile(
    r"(?<=[\w,] )(?!(?:In|By|To|For|Until|Till|Before|From|Since|Through|And|Or|At|On|Year|Plan|"
    r"Vision|Target|Goal)\b)[A-Z][a-z]+ $|^[A-Z][a-z]{4,} $"
)
"""A name that a year ends: "Alentejo 2030 contributes"."""
_BESIDE = re.compile(r" (?:(?:figure|level|total|value|number|result)s? of (?:about )?)?")
_TITLE_YEAR = re.compile(rf"(?<![\d/–-])(?<!by )(?<!to ){_YEAR}(?![\d/–-])")
_PLAN_NAME = re.compile(rf"\b(?:{RULES['plan_names']})\b", re.IGNORECASE)
_SCHEME = re.compile(rf"\b(?:{RULES['schemes']})\b", re.IGNORECASE)
_HEADLINE = 90
_REPORT = re.compile(rf"\b(?:{RULES['reports']})\b", re.IGNORECASE)
_ASIDE = re.compile(
    rf", (?:which was |first )?(?:{RULES['asides']}) (?:back )?in $"
    r"|, (?:which|who|whose|where) [^,;]{2,70}$",
    re.IGNORECASE,
)
_BASE = re.compile(
    r"\b(?:compared (?:with|to)|relative to|than(?: in)?|over|below|above|from)(?: the)?"
    r"(?: levels?)?(?: (?:of|in))? $",
    re.IGNORECASE,
)


_PAIR = re.compile(
    rf" (?:on|of|for|in) [\w-]+(?: [\w-]+)? and (?!\w+ed\b|(?:{RULES['done']})\b)[\w-]+ ",
    re.IGNORECASE,
)
"""Two things that one figure measures: "on research and development in"."""
_RULES_ON = re.compile(
    rf" (?!increas|decreas|rose|fell|grew|drop|doubl)"
    rf"(?:{RULES['observed']}|reali[sz]ed|achieved)\b",
    re.IGNORECASE,
)
"""A verb behind a time whose clause goes on: "the 8 firms in 2020 earned"."""


@dataclass(frozen=True, slots=True)
class Time:
    """A time that a sentence states; ``period`` is empty for a part of a year or an unknown one.

    ``weak``: a full date, which may say when something was said rather than when it holds.
    """

    start: int
    end: int
    period: str
    weak: bool = False
    due: bool = False
    part: bool = False
    base: bool = False
    """What a change is measured from: "compared with 1990"."""
    plain: bool = False
    """A year in digits."""
    aside: bool = False
    """Inside a clause that commas close: "founded in 1987,", "which will move in 2030,"."""


@dataclass(slots=True)
class Clock:
    """The times that a sentence states, and what earlier sentences leave in force."""

    published: str | None
    times: list[Time] = field(default_factory=list)
    plan_due: str = ""
    """The due year that governs the sentences and list items after "By 2025 …:"."""
    current: str = ""
    """The period in force from an earlier sentence of the same paragraph."""
    standing: str = ""
    """The year of all figures of the document, where a note says so ("grants are for 2023")."""
    stated: str = ""
    previous: str = ""
    """The last time of the sentence before, which "by then" means."""
    plan_end: str = ""
    """The last year of the five-year plan that the text is about."""
    present: bool = False
    ahead: str = ""
    """When the targets of the paragraph so far are due."""
    scheme: bool = False
    """The text is a plan or a set of measures: what it gives without a verb is planned."""
    governed: bool = False
    """Inside a list that its opening line calls targets."""

    @property
    def issued(self) -> str:
        """The year of publication, or an empty text."""
        return (self.published or "")[:4]

    def head(self, title: str, *, subtitle: bool = False) -> None:
        """Takes the year of all figures from a headline: "statistical bulletin of 2019"."""
        if subtitle and (len(title) > _HEADLINE or not _REPORT.search(title) or title[-1:] == "."):
            return
        self.scheme = self.scheme or bool(_SCHEME.search(title))
        span = _TITLE_SPAN.search(title) if _SCHEME.search(title) else None
        if span and span[1] > self.issued:
            self.plan_end = span[1]
        years = {m.group() for m in _TITLE_YEAR.finditer(title)}
        if len(years) == 1 and not _PLAN_NAME.search(title):
            year = years.pop()
            last = self.issued and int(self.issued) - int(year) == 1
            if last or (not self.issued and _REPORT.search(title)):
                self.standing = year

    def enter(self, text: str, start: int, end: int) -> None:
        """Reads the times of the next sentence."""
        self.times = []
        for found in _TIMES.finditer(text, start, end):
            time = self._time(text, found)
            if time is not None:
                self.times.append(time)
        self.present = bool(_PRESENT.search(text, start, end))
        stated = _YEARS_FOR.search(text, start, end)
        if stated:
            self.stated = stated["y"]

    def _time(self, text: str, found: re.Match[str]) -> Time | None:
        """The time of a match; None when it is none (a plan without a number, "then" alone)."""
        kind = next(k for k in _KINDS if found[f"k_{k}"] is not None)
        start, end = found.span()
        due = bool(_DUE.search(text[max(0, start - 26) : start])) and not self._past(kind, found)
        period = self._period(kind, found, due)
        if period is None:
            return None
        part = kind == "part"
        weak = kind == "date" and not _as_of(text, start)
        since = re.search(r"\bsince $", text[max(0, start - 6) : start], re.IGNORECASE)
        if since and period.isdigit() and self.issued > period:
            period = f"{period}/{self.issued}"
        lead = text[max(0, start - 30) : start]
        base = period.isdigit() and bool(_BASE.search(lead))
        said = text[max(found.pos, start - 90) : start]
        aside = text[end : end + 1] == "," and bool(_ASIDE.search(said))
        return Time(start, end, period, weak, due, part, base, kind == "year", aside)

    def _past(self, kind: str, found: re.Match[str]) -> bool:
        """Whether "by" or "up to" a month or "up to" a year ends before the publication."""
        if re.search(r"\bup to (?:the )?(?:end of )?$", found.string[: found.start()][-24:], re.I):
            return kind != "plan"
        name = found["om"] or ""
        month = MONTHS.get(name.rstrip(".").casefold(), 0)
        return 0 < month <= int((self.published or "0000-00")[5:7])

    def _period(self, kind: str, found: re.Match[str], due: bool) -> str | None:
        words = found.group()
        if kind == "part":
            return None if _SAME_PERIOD.fullmatch(words) else ""
        if kind == "between":
            first, last = re.findall(_YEAR, words)[:2]
            return str(first) if first == last else f"{first}/{last}"
        if kind == "span":
            last = found["s2"] or found["s1"][:2] + found["s3"]
            return f"{found['s1']}/{last}" if last > found["s1"] else None
        if kind == "plan":
            return self._plan(found)
        if kind == "business":
            year, last = int(found["by"]), MONTHS[found["bm"].rstrip(".").casefold()] == 12
            return str(year) if last else f"{year - 1}/{year}"
        if kind == "year" and found.group() > self.issued and _NAMED.search(
            found.string[max(found.pos, found.start() - 24) : found.start()]
        ):  # fmt: skip
            return None
        if kind in ("date", "month", "year"):
            return str(re.findall(_YEAR, words)[0])
        if kind == "then":
            return self.previous[-4:] if due and self.previous else None
        return self._relative(kind, found)

    def _plan(self, found: re.Match[str]) -> str | None:
        n = ordinal(found["n"])
        if n < 3:
            return None
        period = plan_period(n)
        self.plan_end = period[5:]
        return period[5:] if found["end"] or found["late"] else period

    def _relative(self, kind: str, found: re.Match[str]) -> str:
        """A time told from the publication or from a time before; empty where that is unknown."""
        if kind in ("earlier", "same"):
            known = [t.period for t in self.times if t.period] or [self.current]
            past = max(known, key=lambda p: p[-4:]) or (self.issued if kind == "earlier" else "")
            return "/".join(str(int(y) - (kind == "earlier")) for y in past.split("/") if y)
        if kind == "inside" and (self.current or self.standing):
            return (self.current or self.standing)[-4:]
        if kind == "this" and self.standing and not re.match(r"this|current", found.group(), re.I):
            return self.standing
        if not self.issued:
            return ""
        if kind == "open":
            month = MONTHS[found["om"].rstrip(".").casefold()]
            if _MODAL.search(found.string, max(0, found.start() - 80), found.start()):
                return self.issued
            return str(int(self.issued) - (month > int((self.published or "")[5:7])))
        return str(int(self.issued) + _SHIFTS[kind])

    def due(self, period: str) -> str:
        """When a target is due: the end of the five-year plan that it falls into."""
        return self.plan_end if "/" in period and period.endswith(self.plan_end or "-") else period

    def leave(self) -> None:
        """Keeps what the sentence just read leaves for the next."""
        if self.stated:
            self.standing, self.stated = self.stated, ""
        if self.times:
            self.previous = self.times[-1].period

    def near(
        self, text: str, span: tuple[int, int], between: tuple[int, int], taken: set[int]
    ) -> Time | None:
        """The time of a quantity between its neighbours; None when none is stated."""
        (start, end), (before, after) = span, between
        attached = next(
            (t for t in self.times
             if not t.base and end <= t.start < after and _attached(text[end : t.start])),
            None,
        )  # fmt: skip
        if attached is not None:
            if not _RULES_ON.match(text, attached.end):
                taken.add(attached.start)
            return attached
        beside = next(
            (t for t in self.times if t.plain and _BESIDE.fullmatch(text, t.end, start)), None
        )
        if beside is not None:
            return beside
        open_ = [
            t
            for t in self.times
            if t.end <= start and t.start not in taken and not t.base and not t.aside
            and not _enclosed(text[t.end : start])
        ]  # fmt: skip
        close = [t for t in open_ if before <= t.start]
        strong = [t for t in close or open_ if not t.weak]
        later = [t for t in self.times if t.start >= end]
        if not open_ and len(later) == len(self.times) == 1:
            only = later[0]
            stops = r"[;:]|\band\b" if only.start < after else r"[,;:.]|\band\b"
            apart = re.search(stops, text[end : only.start])
            if not (only.weak or only.base or only.part or only.due or only.aside or apart):
                return only
        known = strong or close or open_
        return known[-1] if known else None


def _enclosed(words: str) -> bool:
    """Whether a bracket that says more than a time closes behind it: "(last year: 18) and"."""
    return words.count(")") > words.count("(") and not words.startswith(")")


def _as_of(text: str, start: int) -> bool:
    """Whether a full date says when figures hold: "at 30 June 2023", "as on", "stock at"."""
    return bool(
        re.search(r"\b(?:as (?:of|on|at)|at|by|until|before|since|end of)(?: the)? $",
                  text[max(0, start - 14) : start], re.IGNORECASE)
    )  # fmt: skip


def _attached(words: str) -> bool:
    """Whether only the thing counted and "in", "by" and the like stand before a year."""
    apart = r"[;,:]|\b(?:but|while|the (?:second|third|other))\b"
    if len(words) > 60 or re.search(apart, words, re.IGNORECASE) or (
        re.search(r"\band\b", words, re.IGNORECASE) and not _PAIR.match(words)
    ):  # fmt: skip
        return False
    return bool(
        re.fullmatch(
            r"[\s)]*(?:[\w&./'-]+ ){0,6}?(?:in|of|by|at|on|as (?:of|on|at)|at the end of|for|from|"
            r"during|until|since|before|over|per year in|the|\()?\s*(?:the )?(?:end of |whole of )?"
            r"(?:calendar |financial |fiscal |the )?(?:year )?",
            words,
        )
    ) and bool(re.search(r"(?:\b(?:in|of|by|at|on|for|during|until|since|before|year|the)|\()\s*$",
                         words) or not words.strip())  # fmt: skip
