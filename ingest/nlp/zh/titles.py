"""Component ``qilian_zh_titles``: policies, programmes and patents.

A title stands in 《》, or it is a plan named after a five-year period, a strategy, or a name that a
place opens. A programme is told by its last words (…专项, …大赛, …引导基金) or stands in quotation
marks before one. Patents are given by number, or by title as 一种… beside the word for patent.
"""

from __future__ import annotations

import re
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from ingest.nlp.draft import Draft, Found, draft_of
from ingest.nlp.zh.bounds import Bounds, alternation, core_of
from ingest.nlp.zh.words import HAN, key_of, note, written, zh_data

_RULES = zh_data("titles")
_BOOK = re.compile(r"《(?P<title>[^《》\n]{2,90})》")
_PERIOD = r"(?:\"?十[一二三四五六]五\"?|\d{4}[-—–]\d{4}年)"
_PLAN = re.compile(
    rf"{_PERIOD}(?:{HAN}{{0,18}}?)(?:规划纲要|发展规划|专项规划|规划(?!期|建|了)|发展纲要)"
)
_STRATEGY = re.compile(
    rf"(?P<core>{HAN}{{2,14}}?)战略(?!性|合作|支撑|新兴|目标|意义|高度|地位|科技|科学|研究|"
    rf"布局|部署|协议|框架|资源|定位|规划|伙伴|任务|需求|重点|决策)"
)
_REGION_TITLE = re.compile(
    r"(?:实施方案|行动方案|行动计划|实施意见|管理办法|若干措施|条例|发展规划|规划纲要)"
)
_QUOTED = re.compile(
    rf"\"(?P<name>[^\"\n。,;]{{2,24}})\"(?P<core>{HAN}{{0,10}}?)"
    r"(?P<head>专项行动|行动计划|行动|工程|计划|专项|活动|大赛|试点|项目|基金|机制|战略|制度|"
    r"奖)(?!师|书|方)"
)
_NUMBER = re.compile(
    r"(?:ZL|CN)\s?\d{6,13}(?:\.?[\dXx])?[A-Z]?\d?(?![\d])|(?<!\d)20\d{10}\.[\dXx](?!\d)"
)
_PATENT_TITLE = re.compile(r"[\"《]?(?P<title>(?:一种|用于|基于)[^\"《》,。;:()\n|]{4,60})[\"》]?")
_NEAR_PATENT = re.compile(r"专利|ZL|CN|发明")


@lru_cache(maxsize=1)
def _programme() -> re.Pattern[str]:
    parts = []
    for word in sorted(_RULES["programmes"].split(), key=len, reverse=True):
        last = next((h for h in _RULES["not_behind"] if word.endswith(h)), "")
        behind = _RULES["not_behind"].get(last, "")
        parts.append(re.escape(word) + (f"(?!{behind})" if behind else ""))
    return re.compile("|".join(parts))


@lru_cache(maxsize=1)
def _policy_end() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(_RULES['policies'])})(?:\([^()]*\))*$")


@Language.factory("qilian_zh_titles")
def make_titles(nlp: Language, name: str) -> Titles:
    """The factory that spaCy calls."""
    return Titles()


class Titles:
    """Finds policies, programmes and patents."""

    def __call__(self, doc: Doc) -> Doc:
        """Reads the document into its draft; the document itself is given on."""
        draft = draft_of(doc)
        _patents(draft)
        _books(draft)
        _plans(draft)
        _programmes(draft)
        return doc


def _add_policy(draft: Draft, start: int, end: int, confidence: float) -> Found:
    """A policy; years and 试行 behind its title are no part of its key."""
    name = written(draft, start, end)
    stem = re.sub(r"[((][^()()]*[))]$", "", name)
    return note(draft, "Policy", start, end, key=key_of(stem), confidence=confidence)


def _books(draft: Draft) -> None:
    """Titles in 《》: policies by their last words or by who issues them; 一种… is a patent."""
    text = draft.text
    issued = re.compile(rf"(?:{alternation(_RULES['issued'])})[^。]{{0,40}}$")
    for found in _BOOK.finditer(text):
        title = found["title"]
        if draft.covered(*found.span("title"), "Patent"):
            continue
        before = text[max(0, found.start() - 40) : found.start()]
        if _policy_end().search(title) and not re.search(r"协议$|备忘录$|标准$|公告$", title):
            _add_policy(draft, *found.span("title"), 0.9)
        elif (
            issued.search(before) and len(title) > 5 and not re.search(r"报$|网$|杂志$|协议", title)
        ):
            _add_policy(draft, *found.span("title"), 0.6)
    titles = {f.key: f for f in draft.found if f.type == "Policy"}
    for key, policy in list(titles.items()):
        for again in re.finditer(re.escape(policy.name), text):
            if not draft.covered(*again.span(), "Policy"):
                note(draft, "Policy", *again.span(), key=key, confidence=0.8)


def _plans(draft: Draft) -> None:
    """Plans and strategies without 《》."""
    bounds = Bounds(draft)
    for found in _PLAN.finditer(draft.text):
        if not draft.covered(*found.span(), "Policy"):
            start, _ = bounds.start(found.start())
            placed = any(a == start for a, _ in bounds.places(start, start + 1))
            _add_policy(draft, start if placed else found.start(), found.end(), 0.7)
    for found in _STRATEGY.finditer(draft.text):
        if draft.covered(*found.span(), "Policy"):
            continue
        start, _ = bounds.start(found.end() - 2)
        start = max(start, found.start())
        core = draft.text[start : found.end() - 2]
        if 3 <= len(core) <= 12 and not re.match(r"(?:发展|国家|重大|总体|重要|企业|长期)$", core):
            note(draft, "Policy", start, found.end(), confidence=0.6)
    for found in _REGION_TITLE.finditer(draft.text):
        start, _ = bounds.start(found.start())
        placed = any(a == start for a, _ in bounds.places(start, start + 1))
        core = core_of(bounds, start, found.start())
        if (
            placed
            and len(core) >= 4
            and not draft.covered(start, found.end(), "Policy", "Programme")
        ):
            _add_policy(draft, start, found.end(), 0.55)


def _programmes(draft: Draft) -> None:
    """Programmes in quotation marks before their head, and by their last words."""
    text, bounds = draft.text, Bounds(draft)
    for found in _QUOTED.finditer(text):
        start = found.start()
        if (
            draft.covered(start, found.end(), "Policy", "Programme", "Patent")
            or draft.source.text[draft.source.starts[start]] not in '“"'
        ):
            continue
        if (
            found["head"] in ("战略", "制度")
            or "五" in found["name"][1:3]
            and "十" in found["name"]
        ):
            continue
        begin, _ = bounds.start(start)
        placed = any(a == begin for a, _ in bounds.places(begin, begin + 1))
        end = (
            found.end()
            if found["head"] not in ("项目",) or found["core"]
            else found.end("name") + 1
        )
        key = key_of(found["name"])
        note(draft, "Programme", begin if placed else start, end, key=key, confidence=0.75)
        for again in re.finditer(re.escape(f'"{found["name"]}"'), text):
            if not draft.covered(*again.span(), "Policy", "Programme"):
                note(draft, "Programme", *again.span(), key=key, confidence=0.7)
    general = re.compile(rf"(?:{alternation(_RULES['general'])})*")
    for found in _programme().finditer(text):
        if draft.covered(*found.span(), "Policy", "Programme", "Patent"):
            continue
        start, stripped = bounds.start(found.start())
        year = re.search(r"\d{4}年度?$", stripped)
        start -= len(year.group()) if year else 0
        core = core_of(bounds, start, found.start())
        placed = len(core) < found.start() - start
        if not _programme_named(found.group(), core, placed, bool(year), general):
            continue
        end = found.end()
        if draft.covered(start, end, "Policy", "Programme"):
            continue
        stem = re.sub(r"^\d{4}年度?", "", text[start:end])
        note(draft, "Programme", start, end, key=key_of(stem), confidence=0.6)
    _join_programmes(draft)


def _programme_named(
    head: str, core: str, placed: bool, year: bool, general: re.Pattern[str]
) -> bool:
    """Whether the words before a programme's head name one."""
    plain = re.sub(r"\d{4}年度?|[\d\W]", "", core)
    if head in ("项目", "活动", "工程", "计划", "行动", "试点", "揭榜挂帅"):
        told = placed or year or head in ("工程", "计划", "行动", "试点")
        return told and head != "项目" and 4 <= len(plain) <= 16 and not general.fullmatch(plain)
    if head in ("奖", "专项", "基金") and not placed and not year:
        return len(plain) >= 4 and not general.fullmatch(plain)
    return (placed or year) or (len(plain) >= 3 and not general.fullmatch(plain))


def _join_programmes(draft: Draft) -> None:
    """A programme named again without its place or year is the same one."""
    named = {f.key: f for f in draft.found if f.type == "Programme"}
    for key in sorted(named, key=len):
        longer = [k for k in named if k != key and k.endswith(key) and len(key) >= 4]
        if longer:
            for found in draft.found:
                if found.type == "Programme" and found.key == key:
                    found.key = longer[0]
    for key, first in list(named.items()):
        stem = re.sub(r"^\d{4}年度?", "", first.name)
        forms = [stem]
        region = next(
            (f for f in draft.found if f.type == "Region" and f.start == first.start), None
        )
        if region and region.end - region.start < len(stem) - 4:
            forms.append(stem[region.end - region.start :])
        for form in forms:
            for again in re.finditer(re.escape(form), draft.text) if len(form) >= 4 else ():
                if not draft.covered(*again.span(), "Policy", "Programme"):
                    note(draft, "Programme", *again.span(), key=key, confidence=0.6)


def _patents(draft: Draft) -> None:
    """Patents by number, with the title beside them; else by title near the word for patent."""
    text = draft.text
    titles = [
        m for m in _PATENT_TITLE.finditer(text)
        if _NEAR_PATENT.search(text[max(0, m.start() - 25) : m.end() + 25])
        or draft.source.text[draft.source.starts[max(0, m.start("title") - 1)]] in "《"
    ]  # fmt: skip
    used: set[int] = set()
    for found in _NUMBER.finditer(text):
        key = key_of(found.group())
        note(draft, "Patent", *found.span(), key=key, confidence=0.95)
        near = [
            (min(abs(m.start() - found.end()), abs(found.start() - m.end())), m)
            for m in titles
            if min(abs(m.start() - found.end()), abs(found.start() - m.end())) <= 14
            and m.start() not in used
        ]
        if near:
            title = min(near, key=lambda pair: pair[0])[1]
            used.add(title.start())
            note(draft, "Patent", *_title_span(title), key=key, confidence=0.9)
    for title in titles:
        if title.start() not in used:
            note(draft, "Patent", *_title_span(title), confidence=0.7)


def _title_span(found: re.Match[str]) -> tuple[int, int]:
    """The title without what follows it in the sentence."""
    stop = re.search(
        r"(?:等\d*[件项]?)?(?:发明|实用新型|外观设计)?专利|的(?:发明|实用新型)", found["title"]
    )
    end = found.start("title") + (
        stop.start() if stop and stop.start() > 4 else len(found["title"])
    )
    return found.start("title"), end
