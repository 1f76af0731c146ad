"""Problems: what a Chinese text calls a 难题 or 瓶颈, and clauses that state a weakness."""

from __future__ import annotations

import re

from ingest.nlp.draft import Draft
from ingest.nlp.zh.bounds import alternation
from ingest.nlp.zh.words import note, zh_data

_RULES = zh_data("problems")
_P = r"(?P<p>[^,。;:!?\"《》\n|]{4,60}?)"
_NOUN = (
    r"(?:技术|关键|共性|突出|主要|现实|实际|行业|重大|核心|这一|这些|这个|这类|类|两大|三大|一系列|"
    r"等|生产|发展|长期|\d+[个项大]|[一二两三四五六七八九十]+[个项大])*"
    rf"\"?(?:{alternation(_RULES['nouns'])}|卡脖子)\"?"
)
_CALLED = (
    re.compile(
        rf"(?:针对|围绕|为解决|为破解|解决了|解决|破解了|破解|攻克了|攻克|缓解|突破了|突破|"
        rf"克服|化解|消除|面对|聚焦)(?:了)?(?:企业|行业|长期以来|目前|生产中|当前)?(?:存在的?|"
        rf"面临的?)?{_P}(?:等|的|这一|这个|这些){{0,2}}{_NOUN}"
    ),
    re.compile(
        rf"(?:存在着?|面临着?|遇到了?|遭遇|有着)(?:着|的|了)?{_P}(?:等|的|这一){{0,2}}{_NOUN}"
    ),
    re.compile(
        rf"(?:受|受到|被|因){_P}(?:等|的|这一)*(?:问题|难题|因素|瓶颈)?(?:的)?(?:制约|困扰|"
        rf"限制|影响|掣肘)"
    ),
    re.compile(
        rf"(?<![^\n,。;:!?\"| ]){_P}(?:等|的)?(?:,)?(?:仍然?是|仍|是|成为|已成为|一直是|依然是|"
        rf"成了|构成)(?:了)?(?:制约|影响|限制|困扰|阻碍|束缚|当前|我|全|该|企业|行业|一大|最大|主要|"
        rf"长期|[^,。;]){{0,30}}?{_NOUN}"
    ),
    re.compile(
        rf"(?<![^\n,。;:!?\"| ])(?:长期以来|目前|但|然而|不过|一直以来|由于)?,?{_P}(?:等)?(?:问题|"
        rf"难题)?(?:长期|一直|严重|始终)*(?:制约|困扰|阻碍|束缚)(?:着|了)?"
    ),
    re.compile(
        rf"(?:急需|亟需|亟待|迫切需要|希望)(?:尽快|加快)?(?:解决|破解|攻克|"
        rf"突破){_P}(?:等)?(?:的)?{_NOUN}"
    ),
    re.compile(
        rf"(?:难题|瓶颈|短板|问题|痛点|难点|技术需求)(?:主要)?(?:是|在于|为|表现为|有|集中在|"
        rf"包括){_P}(?=[,。;]|$)"
    ),
)
_STANDS = re.compile(
    rf"(?<![^\n,。;:!?\"| ]){_P}(?:等)?(?:问题|短板|矛盾|现象)"
    r"(?:仍然?|依然|较为|比较|十分|日益|还|尤为)*(?:突出|存在|明显|严重|凸显)"
)
_SURE = re.compile(
    rf"(?P<p>[^,。;:!?\"《》\n|、]{{2,24}}?(?:{alternation(_RULES['sure'])}))(?=[、,。;\"]|等|"
    rf"的?(?:问题|难题|短板|瓶颈|局面)|,?(?:仍|是|已|成|制约|导致|严重)|$)"
)
_CUE = re.compile(
    rf"{alternation(_RULES['nouns'])}|制约|困扰|仍然?|还存在|尚|依然|受限|卡脖子|但|然而|面临|"
    rf"解决|亟|急需"
)
_LEAD = re.compile(
    r"^(?:答|主要是|主要|一是|二是|三是|四是|五是|但|然而|不过|目前|当前|由于|因为|长期以来|一直以来|"
    r"其中|同时|此外|特别是|尤其是|还存在着?|仍存在着?|存在着?|面临着?|以及|和|有|了|的|该|"
    r"企业|行业内?|我省|我市|我州|全省|全市|一些|部分|普遍|长期|仍|还|存在的|面临的|生产中|"
    r"过程中|在|对|对于)+"
)
_WEAK = re.compile(rf"(?:{alternation(_RULES['weak'])})$")
_URGENT = re.compile(r"急需|亟需|亟待|迫切|制约|困扰|卡脖子|依赖进口")
_ASKED = re.compile(r"(?:困难|问题|不足|短板|瓶颈|难题)(?:主要)?(?:有|是|为|如下)?:")
_CLAUSE = re.compile(r"(?<![^\n,。;:!?\"| ])(?P<p>[^,。;:|\"《》\n]{4,30})(?=[,。;]|$)")
_RATE = re.compile(
    r"(?:损失|破损|损耗|次品|废品|不良|流失|腐烂|故障|返工|伤\S)率(?:超过|高达|达到?|为|"
    r"在)?\d[\d.]*%(?:以上)?$|(?:仅|不足|低于)\d[\d.]*%$"
)
_NO = re.compile(alternation(_RULES["not_problem"]))


def add_problems(draft: Draft, start: int, end: int, *, urgent: bool = False) -> None:
    """Notes the problems of a span; ``urgent``: a demand, in which any weakness counts."""
    text = draft.text
    for pattern in (*_CALLED, _STANDS):
        for found in pattern.finditer(text, start, end):
            _items(draft, *found.span("p"), called=True)
    asked: object = re.search(
        r"(?:不足|问题|困难|短板|难题)[^。\n]{0,6}\?[\s\S]{0,6}$", text[max(0, start - 24) : start]
    )
    line = text.rfind("\n", 0, start) + 1
    listed = re.match(r"[一二三四五六]是", text[start:end]) or start == line
    asked = asked or (listed and _ASKED.search(text, line, end))
    if urgent or asked or _URGENT.search(text, start, end):
        for found in _CLAUSE.finditer(text, start, end):
            if not draft.covered(*found.span("p"), "Problem") and (
                _WEAK.search(found["p"]) or _RATE.search(found["p"])
            ):
                _items(draft, *found.span("p"), called=False)
    if _CUE.search(text, start, end):
        for found in _SURE.finditer(text, start, end):
            if not draft.covered(*found.span("p"), "Problem"):
                _items(draft, *found.span("p"), called=False)


def _items(draft: Draft, start: int, end: int, *, called: bool) -> None:
    """The problems of a row: parted by 、 where each part states a weakness."""
    text = draft.text
    parts: list[tuple[int, int]] = []
    at = start
    for cut in re.finditer("、", text[start:end]):
        stop = start + cut.start()
        if _WEAK.search(text[at:stop]) or called and stop - at >= 4 and _WEAK.search(text[at:end]):
            parts.append((at, stop))
            at = stop + 1
    parts.append((at, end))
    for a, b in parts:
        lead = _LEAD.match(text[a:b])
        a += lead.end() if lead and lead.end() < b - a else 0
        words = re.sub(r"(?:等|的|了|这一|这)+$", "", text[a:b])
        for region in draft.found:
            if region.type == "Region" and region.start == a and region.end < a + len(words) - 4:
                words = words[region.end - a :].lstrip("的")
                a = a + (b - a - len(text[a:b])) if not words else text.index(words, a)
                break
        b = a + len(words)
        if not 4 <= len(words) <= 30 or _NO.search(words) or draft.covered(a, b, "Problem"):
            continue
        if re.match(r"(?:这|该|此|上述|以下|如下|什么|哪些|\d)", words):
            continue
        if re.search(r"(?:中|企业|行业|产业|发展|方面|领域|过程|一系列|部分)$", words):
            continue
        if not called and len(words) < 4:
            continue
        note(draft, "Problem", a, b, confidence=0.65 if called else 0.55)
