"""When a Chinese figure holds: years, five-year plans, 去年, 目前, and what governs a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.nlp.draft import Draft
from ingest.nlp.numbers import plan_period

_TIME = re.compile(
    r"(?P<a>(?:19|20)\d\d)年?\s?[-—–~至到]+\s?(?P<b>(?:19|20)\d\d)年?(?!\d)"
    r"|\"?十(?P<plan>[一二三四五六])五\"?(?P<edge>末|期末)?"
    r"|(?P<part>(?:(?:19|20)\d\d年|今年|去年)?(?:上半年|下半年|[一二三四1-4]季度|"
    r"前[一二三]季度|第[一二三四]季度|1[-—–至]\d{1,2}月(?:份)?))"
    r"|自?(?P<since>(?:19|20)\d\d)年以来"
    r"|(?P<y>(?:19|20)\d\d)年(?:度)?(?P<month>\d{1,2}月)?(?P<day>\d{1,2}日)?(?:底|末)?"
    r"|(?P<word>今年|本年度|去年|上年|上一年|前年|明年|目前|截至目前|现有|现已|迄今|至今|当前|"
    r"如今|近三年|近五年|近年来|近两年|近几年)"
)
_SHIFT = {"今年": 0, "本年度": 0, "去年": -1, "上年": -1, "上一年": -1, "前年": -2, "明年": 1}
_PRESENT = ("目前", "截至目前", "现有", "现已", "迄今", "至今", "当前", "如今")
_PLANS = "一二三四五六"
_DATE = re.compile(r"(?P<y>(?:19|20)\d\d)\s?[-./年]\s?(?P<m>\d{1,2})\s?[-./月]\s?(?P<d>\d{1,2})日?")
_DATED = re.compile(
    r"(?:发布|发表|印发|成文|填表|更新|公布|填报|登记|制表)?(?:时间|日期)\s?[:|]?\s*"
    + _DATE.pattern
)
_STRONG = re.compile(
    r"力争|争取|将(?!军|来自)|(?<![研发人专支才动年科划产作])计划(?!单列|的)|拟(?!南|合)|(?:发展|建设|工作|主要|预期|总体|"
    r"绩效)?目标|预计|确保|规划(?!局|院|厅|展)|考核指标|预期|(?<![主重需首只])要(?!素|点|求|是|"
    r"害)|有望|打算|(?<!截至)(?<!截止)(?<!截至到)(?:到|至)20\d\d年"
)
_WEAK = re.compile(
    r"不低于|不少于|最高|给予|资助|补助|奖励|支持额度|预算|悬赏|安排|补贴|不超过|预留|拨付|每年"
)
_MEASURE = re.compile(r"[一二三四五六七八九]是|支持|鼓励|对(?=[^,。;]{2,20}的)")
"""How a measure of a policy begins."""
_LIMIT = re.compile(r"不低于|不少于|不超过|最高|至少|给予")
_DONE = re.compile(
    r"目前|截至|已(?!经?将)|去年|上年(?!的)|累计|现有|共有|实现了|达到了|完成了|共登记|同比|"
    r"共签约|此前|曾|实际(?!成交|投|到)|近年来|近三年|现已|增至|增加到|(?<=由)20\d\d年|提高到了"
)


@dataclass(frozen=True, slots=True)
class Time:
    """A stated time: its span, its period, and whether it belongs to the next figure alone."""

    start: int
    end: int
    period: str
    local: bool
    compared: bool
    of: bool
    """的 stands behind it: 上年的4亿元."""


@dataclass(slots=True)
class Clock:
    """The times of a sentence, and what earlier sentences of the paragraph leave in force."""

    published: str | None
    times: list[Time] = field(default_factory=list)
    current: str = ""
    plan_year: str = ""
    planned: bool = False
    text: str = ""
    """The text with the names of policies and programmes blotted out: their years are no times."""

    @property
    def year(self) -> str:
        """The year of publication, or an empty text."""
        return (self.published or "")[:4]

    def paragraph(self) -> None:
        """Forgets what was in force: a new paragraph begins."""
        self.current, self.plan_year, self.planned = "", "", False

    def enter(self, text: str, start: int, end: int) -> None:
        """Reads the times of the next sentence."""
        self.times = []
        for found in _TIME.finditer(text, start, end):
            period = self._period(found)
            behind = text[found.end() : found.end() + 8]
            before = text[max(start, found.start() - 2) : found.start()]
            compared = bool(re.search(r"[比较]$", before))
            local = bool(re.match(r"的[\u3400-\u9fff]{0,6}\d", behind)) or compared
            self.times.append(
                Time(found.start(), found.end(), period, local, compared, behind.startswith("的"))
            )

    def _period(self, found: re.Match[str]) -> str:
        if found["a"]:
            return f"{found['a']}/{found['b']}"
        if found["plan"]:
            period = plan_period(11 + _PLANS.index(found["plan"]))
            return period.partition("/")[2] if found["edge"] else period
        if found["since"]:
            return f"{found['since']}/{self.year}" if self.year > found["since"] else ""
        if found["y"]:
            return str(found["y"])
        word = found["word"] or ""
        if word in _SHIFT:
            return str(int(self.year) + _SHIFT[word]) if self.year else ""
        return self.year if word in _PRESENT else ""

    def at(self, q_start: int, floor: int) -> Time | None:
        """The time that holds for a figure: its own, else the last one that holds on."""
        own = [t for t in self.times if floor <= t.start < q_start and t.local]
        if own and q_start - own[-1].end <= 10 and (own[-1].of or not own[-1].compared):
            return own[-1]
        free = [t for t in self.times if t.start < q_start and not t.local]
        return free[-1] if free else None

    def compared(self, q_start: int, floor: int) -> Time | None:
        """The time that a growth is measured from: 比2015年."""
        own = [t for t in self.times if floor <= t.start < q_start and t.compared]
        return own[-1] if own else None

    def is_target(self, text: str, start: int, at: int, period: str, money: bool) -> bool:
        """Whether a figure is planned, by the last word before it that says so, and by its year."""
        if period and self.year and period[-4:] > self.year:
            return True
        strong = [m for m in _STRONG.finditer(text, start, at) if not self._past(text, start, m)]
        done = list(_DONE.finditer(text, start, at))
        if strong and not (done and done[-1].start() > strong[-1].start()):
            return True
        if done:
            return False
        past = bool(period and self.year and period[-4:] < self.year)
        if self.planned and not past and not any(t.start < at for t in self.times):
            return True
        if money and not past and _MEASURE.match(text, start):
            return True
        weak = _WEAK if money else _LIMIT
        return bool(weak.search(text, start, at + 16)) and not past

    def _past(self, text: str, start: int, found: re.Match[str]) -> bool:
        """到2020年 behind 由2015年, or of a year that is over."""
        year = re.search(r"20\d\d", found.group())
        if not year:
            return False
        over = bool(self.year) and year.group() <= self.year
        return over or bool(re.search(r"[由从][^,。;]{0,30}$", text[start : found.start()]))

    def leave(self, text: str, start: int, end: int) -> None:
        """Keeps what the sentence leaves in force for the rest of its paragraph."""
        free = [t for t in self.times if not t.local and t.period]
        for found in _STRONG.finditer(text, start, end):
            year = re.search(r"20\d\d", found.group())
            if year and not self._past(text, start, found):
                self.planned, self.plan_year = True, year.group()
                return
        if free:
            self.current = free[-1].period
            self.planned = bool(self.year and self.current[-4:] > self.year)
            self.plan_year = self.current[-4:] if self.planned else ""


def published_of(clean: str) -> str | None:
    """The date of publication in the first or last lines of a Chinese document, as ISO text."""
    lines = [line.strip() for line in clean.splitlines() if line.strip()]
    for line in lines[:12] + lines[-4:]:
        found = _DATED.search(line)
        if found:
            return _iso(found)
    for line in lines[1:6]:
        found = _DATE.search(line)
        if (
            found
            and len(line) < 60
            and re.search(r"来源|作者|编辑|发布|日期|时间|字体|记者|浏览", line)
        ):
            return _iso(found)
    for line in lines[:8] + lines[-3:]:
        found = _DATE.match(line.strip("()"))
        if found and len(line) < 60:
            return _iso(found)
    return None


def _iso(found: re.Match[str]) -> str | None:
    month, day = int(found["m"]), int(found["d"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{found['y']}-{month:02d}-{day:02d}"


def due_year(draft: Draft, start: int, end: int) -> str:
    """The last year of a deadline cell."""
    years = re.findall(r"(?:19|20)\d\d", draft.text[start:end])
    return years[-1] if years else ""
