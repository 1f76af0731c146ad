"""Rows of mentions in Chinese: what is coordinated, what stands for itself, what is no subject."""

from __future__ import annotations

import re

from ingest.nlp.draft import Draft, Found
from ingest.nlp.zh.bounds import alternation
from ingest.nlp.zh.words import HAN, zh_data

BODIES = ("Enterprise", "Institute", "Agency", "Platform")
ACTORS = (*BODIES, "Region", "Programme", "Policy")
_BETWEEN = re.compile(
    r"[》\"]?(?:\([^()]{0,40}\))?[》\"]?(?:等(?:[\d一二两三四五六七八九十]+[家所个名]?)?(?:企业"
    r"|单位|高校|机构|院所|部门)?)?(?:、|/|,?(?:已|将|还|也|均|正|拟)?(?:和|与|及|以及|暨|同|会同|联合|携手|联手|"
    r"牵头联合|牵头会同|协同))?(?:等|各)?[《\"]?(?:\([^()]{0,12}\))?"
)
_NO_SUBJECT = re.compile(
    r"(?:在|依托|为|对|向|从|针对|根据|按照|经|用于|围绕|通过|面向|将|把|到|至|赴|给|落户|位于|"
    r"支持|鼓励|引导|推动|来自|被|比|较|聚焦|以|自|覆盖|服务|落实|贯彻|执行|实施|是)\"?《?$"
)
_OFFICE = re.compile(
    rf"(?:党组|党委|常务)?(?:{alternation(zh_data('persons')['posts'])}){HAN}{{2}}"
)


def standing(draft: Draft) -> list[Found]:
    """Occurrences that stand for themselves: no places inside other names, no embedded names."""
    others = [f for f in draft.found if f.type not in ("Region", "Problem") and not f.embedded]
    found = [
        f for f in draft.found
        if not f.embedded and not (
            f.type == "Region"
            and any(o.start <= f.start and f.end <= o.end and not o.reference for o in others)
        )
    ]  # fmt: skip
    return sorted(found, key=lambda f: (f.start, -f.end))


def joined(draft: Draft, first: Found, second: Found) -> bool:
    """Whether only 、 or 和 and the like stand between two mentions."""
    if second.start < first.end:
        return True
    return bool(_BETWEEN.fullmatch(draft.text, first.end, second.start))


def rowed(draft: Draft, row: list[Found], one: Found) -> bool:
    """Whether a thing belongs to the row of those before it."""
    before = [f for f in row if f.end <= one.start]
    return bool(before) and joined(draft, before[-1], one)


def first_row(draft: Draft, right: list[Found], every: bool) -> list[Found]:
    """The first thing behind a trigger with those coordinated with it."""
    chosen = right[:1]
    for later in right[1:]:
        between = draft.text[chosen[-1].end : later.start]
        near = every and len(between) <= 14 and not re.search(r"[。;,]", between)
        if not (joined(draft, chosen[-1], later) or near):
            break
        chosen.append(later)
    return chosen


def governed(draft: Draft, found: Found, *, post: bool = False) -> bool:
    """Whether a preposition before a mention, or a post behind it, makes it no subject."""
    if not post and found.type in BODIES and _OFFICE.match(draft.text, found.end):
        return True
    return bool(_NO_SUBJECT.search(draft.text[max(0, found.start - 5) : found.start]))
