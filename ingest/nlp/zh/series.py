"""What a Chinese figure measures: the words before it, or the noun that it counts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.nlp.zh.bounds import alternation
from ingest.nlp.zh.numbers import Count
from ingest.nlp.zh.words import HAN, zh_data

_RULES = zh_data("indicators")
_MARKS = ',;:。!?、\n|"》'
_TIMES = re.compile(
    r"^(?:截[至止]到?|到|至|自|从|在)?(?:(?:19|20)\d\d年?(?:[-—–至到~](?:19|"
    r"20)\d\d年?)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:年?底|末|以来|期间|间|度)?|"
    r"\"?十[一二三四五六]五\"?(?:期间|时期|末|以来)?|\d{1,2}月(?:\d{1,2}日)?|第?[一二三四]季度|"
    r"[上下]半年|近[一二两三五十\d]+年|近年来|(?:未来|今后)?[\d一二三四五六七八九十]{1,2}年(?:内|间)?(?=将|内|间|共))(?:,|的|,)?"
)
_AGO = re.compile(
    r"(?:比|较|与|同)?(?:(?:19|20)\d\d年?(?:底|末)?|上一?年|上届|上期|连续[\d一二两三四五]+年|前一年|去年|同期|"
    r"去年同期|上年同期)(?:同期)?$"
)
_LEAD = re.compile(rf"^(?:{alternation(_RULES['series_lead'])})")
_TAIL = re.compile(rf"(?:{alternation(_RULES['series_tail'])})$")
_GROWTH = re.compile(
    r"(?:同比|环比|比|较)?[^,。;、]{0,12}?(?:分别|年均|平均|再|又|净|实际|名义|"
    r"累计)*(?P<way>增长|增加|提高|提升|上升|上涨|增幅(?:为|达到?)?|增速(?:为|达到?)?|增收|"
    r"净增|新增|增产|下降|减少|降低|下滑|回落|缩短)(?:了|约|近|超过|超|幅度|达到?|不低于|"
    r"不超过|以上|为|率|到?)*$"
)
_DOWN = ("下降", "减少", "降低", "下滑", "回落", "缩短")
_OWNER = re.compile(r"^.*(?:公司|大学|研究院|研究所|合作社)(?=.{2,})")
_OPENED = re.compile(
    rf"(?:[^,。;]*,)?(?P<name>{HAN}{{3,20}}?)(?:连续|稳居|位居|居|名列|排名|保持|稳步|持续|快速|大幅)"
)
"""What a sentence opens with: 鲜切花产量连续多年居全国首位, 去年达到…."""
_CUT = re.compile(
    r"以上|以下|以内|左右|建立|落户|入驻|达到|等|参加|参与|实现|开展|给予|同比|比|较|占|成为|"
    r"被|在|已|均|共(?!享|性|同)|分别|通过|获|完成|签约|签订|进入|列入|纳入|入选|的|和|与|及|"
    r"为|是|将|从|对|(?<!方)向|由|到|至|给|进行|实施|组成|负责|揭榜|落地|引进|联合(?!体|会|"
    r"实验|研究|创新)|用于|支持|转化(?!示范|中心|平台|基地|项目|机构|基金)|共同|投入|投产|正在|先后|来自|涉及|覆盖|分布|推进|发布|布局|运行|"
    r"服务(?!平台|中心|站|机构|业)|提供|增长|增加|下降|减少|不等|不止|仍|未|没有|还"
)
_PHYSICAL = frozenset(_RULES["physical"].split())
_NOUNS = sorted(_RULES["nouns"], key=len, reverse=True)


@dataclass(frozen=True, slots=True)
class Series:
    """What a figure measures: its name and unit, whether it is a growth, where its words are."""

    name: str
    unit: str
    growth: str = ""
    """The word of the change (增长, 下降, 净增), empty for a level."""
    falling: bool = False
    span: tuple[int, int] | None = None
    own: bool = True
    """Named by its own words, not by those of the figure before it."""
    base: str = ""
    """The series that a growth is of."""
    period: str = ""
    region: str = ""


def cleaned(words: str, places: frozenset[str] = frozenset()) -> str:
    """The words of a series without times, places, verbs and adverbs around them."""
    words = re.sub(r"^\s*\d{1,2}[.、]\s*", "", words.strip(" \"'()"))
    while True:
        shorter = _TIMES.sub("", words)
        shorter = _LEAD.sub("", shorter)
        shorter = shorter.lstrip(" ,的")
        if shorter in places:
            return ""
        place = max((p for p in places if shorter.startswith(p)), key=len, default="")
        shorter = shorter[len(place) :] if len(shorter) - len(place) >= 2 else shorter
        if shorter == words:
            break
        words = shorter
    while True:
        shorter = _TAIL.sub("", _AGO.sub("", words)).rstrip(' ,("')
        if shorter == words or not shorter:
            return "" if shorter in places else shorter
        words = shorter


def noun_behind(text: str, at: int, end: int) -> str:
    """The noun that a count counts, behind its measure word."""
    run = re.compile(rf"\"?{HAN}{{0,16}}").match(text, at, end)
    words = run.group().strip('"') if run else ""
    cut = _CUT.search(words)
    words = words[: cut.start()] if cut else words
    return words if len(words) >= 1 else ""


def unit_of(noun: str, measure: str) -> str:
    """The English singular of what is counted; a measure of size or weight is its own unit."""
    if measure in _PHYSICAL:
        return str(_RULES["measures"][measure])
    for word in _NOUNS:
        if noun.endswith(word):
            return str(_RULES["nouns"][word])
    for word in _NOUNS:
        if len(word) > 1 and word in noun:
            return str(_RULES["nouns"][word])
    return str(_RULES["measures"].get(measure, ""))


def lead_of(text: str, q: Count, floor: int) -> tuple[int, str]:
    """The words of the clause before a figure, and where they begin."""
    at = q.start
    while at > floor and text[at - 1] not in _MARKS:
        at -= 1
    opened = text.rfind("(", at, q.start)
    if opened >= 0 and ")" not in text[opened : q.start]:
        at = opened + 1
    return at, text[at : q.start]


def series_of(
    text: str, q: Count, sentence: tuple[int, int], floor: int, earlier: list[Series],
    places: frozenset[str],
) -> Series | None:  # fmt: skip
    """The series of a figure, None when nothing says what it measures."""
    at, lead = lead_of(text, q, max(sentence[0], floor))
    growth = _GROWTH.search(lead)
    changed = growth and not re.search(r"(?:到|至|由|从)$", lead)
    last = next((s for s in reversed(earlier) if not s.growth), None)
    core = cleaned(lead[: growth.start("way")] if growth and changed else lead, places)
    core = _OWNER.sub("", core)
    if not core and not any(c.isdigit() for c in text[sentence[0] : at].partition("连续")[0]):
        opened = _OPENED.match(text[sentence[0] : at])
        core = cleaned(opened["name"], places) if opened else ""
    noun = noun_behind(text, q.end, sentence[1]) if not q.unit else ""
    if growth and changed:
        return _growth(q, growth["way"], core, last, noun, (at, q.end))
    if q.unit in ("%", "percentage point"):
        return _share(q, lead, core, last, (at, q.end))
    if q.unit:
        here = last if floor > sentence[0] or len(core) >= 2 else None
        return _sum(text, q, core, here, sentence, (at, q.end))
    return _number(q, core, noun, last, (at, q.end))


def _growth(
    q: Count, way: str, core: str, last: Series | None, noun: str, span: tuple[int, int]
) -> Series | None:
    base = core if len(core) >= 2 else noun or (last.name if last else "")
    if not base:
        return None
    way = re.sub(r"[为达到]", "", way)
    falling = way in _DOWN
    unit = q.unit or unit_of(base, q.measure)
    if q.unit == "%":
        return Series(f"{base}增长", "%", way, falling, span, len(core) >= 2, base)
    return Series(
        f"{base}{way}",
        unit or (last.unit if last else ""),
        way,
        falling,
        span,
        len(core) >= 2,
        base,
    )


def _share(
    q: Count, lead: str, core: str, last: Series | None, span: tuple[int, int]
) -> Series | None:
    ratio = re.search(r"占比(?:为|达到?|由|从|超过|提高到|近|约|仅|不到|不足|不低于)*$", lead)
    if ratio:
        before = cleaned(lead[: ratio.start()]) or (last.name if last else "")
        return Series(f"{before}占比", q.unit, span=span) if before else None
    whole = re.search(
        r"占(?:到|比)?(?P<whole>[^,。;]*?)的?(?:比重|比例|份额)?(?:为|达到?|由|从|超过|提高到|"
        r"近|约|以上|仅)*$",
        lead,
    )
    if whole:
        before = cleaned(lead[: whole.start()]) or (last.name if last else "")
        of = cleaned(whole["whole"])
        return Series(
            f"{before}占{of}的比重" if of else f"{before}占比", q.unit, span=span, own=True
        )
    if len(core) >= 2:
        return Series(core, q.unit, span=span)
    return Series(last.name, q.unit, span=span, own=False) if last else None


def _sum(
    text: str,
    q: Count,
    core: str,
    last: Series | None,
    sentence: tuple[int, int],
    span: tuple[int, int],
) -> Series | None:
    if len(core) >= 2 and not re.search(r"(?:公司|大学|学院|研究院|研究所|厅|局)$", core):
        return Series(core, q.unit, span=span)
    behind = re.match(
        rf"(?:的)?({HAN}{{2,10}}?)(?=[,。;、]|用于|支持|$)", text[q.end : sentence[1]]
    )
    if behind and re.search(
        r"(?:资金|经费|贷款|基金|投资|补助|奖励|奖金|合同|订单|项目|收入|产值|融资|授信|补贴|"
        r"价格|费|支持)$",
        behind[1],
    ):
        return Series(cleaned(behind[1]) or behind[1], q.unit, span=span)
    if last and last.unit == q.unit:
        return Series(last.name, q.unit, span=span, own=False)
    deal = re.search(
        r"许可|转让|受让|购买|签订|合同|贷款|融资|投资|资助|补助|奖励|经费|资金",
        text[slice(*sentence)],
    )
    return Series(f"{deal.group()}金额" if deal else "金额", q.unit, span=span, own=False)


def _number(
    q: Count, core: str, noun: str, last: Series | None, span: tuple[int, int]
) -> Series | None:
    if noun and (len(core) < 2 or any(noun.endswith(w) for w in _NOUNS) or len(noun) > 3):
        return Series(noun, unit_of(noun, q.measure), span=(q.start, q.end + len(noun)))
    if len(core) >= 2:
        unit = (
            unit_of(core, q.measure)
            if q.measure
            in (
                "家",
                "个",
                "件",
                "项",
                "名",
                "人",
                "所",
                "条",
                "次",
                "份",
                "座",
                "款",
                "位",
                "支",
                "",
            )
            else unit_of("", q.measure)
        )
        if q.measure in ("名", "人", "位") and unit not in ("person", "application", "job"):
            unit = "person"
        if not q.measure and not unit:
            return None
        if (
            last
            and last.unit.islower()
            and not any(w in core for w in _NOUNS)
            and q.measure in ("项", "家", "件")
        ):
            unit = last.unit
        return Series(core, unit or "item", span=span)
    if q.measure and last:
        return Series(
            last.name,
            last.unit if not last.unit.isupper() and last.unit != "%" else unit_of("", q.measure),
            span=span,
            own=False,
        )
    return None
