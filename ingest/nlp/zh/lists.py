"""Component ``qilian_zh_lists``: rows of things (甲、乙和丙) with the count before them."""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokens import Doc

from ingest.nlp.draft import Draft, Found, Listing, draft_of
from ingest.nlp.zh.names import heads_in
from ingest.nlp.zh.numbers import small
from ingest.nlp.zh.words import HAN, drop, note

_JOIN = re.compile(r"以及|和|及|与|暨")
_KEPT = re.compile(
    r"工业和信息化|发展和改革|人力资源和社会保障|住房和城乡建设|文化和旅游|林业和草原|"
    r"自然资源和规划|和田|共和|普及|涉及"
)
_GENERAL = re.compile(
    r"(?:应用|利用|开发|推广|示范|转化|评价|控制|管理|检测|产业化|服务|研究|集成|加工|优化|"
    r"制备|修复|保护|其?制备方法|其应用|综合利用|装备|设备)+"
)
_ANNOUNCED = re.compile(
    rf"(?P<n>\d+|[两一二三四五六七八九十]+)(?P<m>个|大|家|项|类|条|所|座|种|名|位|件|"
    rf"批)?(?P<noun>{HAN}{{0,14}}?)"
    r"(?:,?(?:分别是|分别为|即|包括|具体为|具体包括|主要包括|依次为|是|为)|:)(?P<colon>:?)"
)


@Language.factory("qilian_zh_lists")
def make_lists(nlp: Language, name: str) -> Lists:
    """The factory that spaCy calls."""
    return Lists()


class Lists:
    """Finds announced rows and makes entities of items whose noun says what they are."""

    def __call__(self, doc: Doc) -> Doc:
        """Reads the document into its draft; the document itself is given on."""
        draft = draft_of(doc)
        for start, end in draft.sentences:
            if draft.is_tabular(start, end):
                continue
            for found in _ANNOUNCED.finditer(draft.text, start, end):
                listing = _listing(draft, found, end)
                if listing:
                    draft.lists.append(listing)
        return doc


def split_items(text: str, start: int, end: int, count: int | None = None) -> list[tuple[int, int]]:
    """The items of a row: parted by 、 (else by commas), the last also by 和.

    A stated count decides where both ways of splitting the last item are possible.
    """
    mark = "、" if "、" in text[start:end] else ";" if ";" in text[start:end] else ","
    spans: list[tuple[int, int]] = []
    at = start
    for part in text[start:end].split(mark):
        lead = len(part) - len(part.lstrip())
        if part.strip():
            spans.append((at + lead, at + len(part.rstrip())))
        at += len(part) + 1
    if not spans:
        return []
    first, last = spans[-1]
    cuts = [
        m for m in _JOIN.finditer(text, first, last)
        if m.start() - first >= 2 and last - m.end() >= 2
        and not _GENERAL.fullmatch(text, m.end(), last)
        and not any(k.start() <= m.start() < k.end() for k in _KEPT.finditer(text, first, last))
    ]  # fmt: skip
    if cuts and not (count and len(spans) == count):
        cut = cuts[-1]
        spans[-1:] = [(first, cut.start()), (cut.end(), last)]
    return [(a, b) for a, b in spans if b > a]


def _listing(draft: Draft, found: re.Match[str], end: int) -> Listing | None:
    text = draft.text
    count = small(found["n"])
    if not count or count > 60:
        return None
    stop = end
    tail = re.compile(
        r"[。!?;]|,(?:其中|并|将|力争|同时|总|由|以|到|为|在|使|进一步|形成)|"
        r"等(?=[,。;\d两三四五六七八九十]|$)"
    ).search(text, found.end(), end)
    if tail:
        stop = tail.start()
    items = split_items(text, found.end(), stop, count)
    if len(items) < 2 or any(b - a > 45 for a, b in items):
        return None
    if abs(len(items) - count) > max(2, count // 2):
        return None
    listing = Listing(found.start(), stop, items, found["noun"], count)
    listing.entities = _entities(draft, listing)
    return listing


def _entities(draft: Draft, listing: Listing) -> list[Found]:
    """The entities of the items: those found, else what the noun of the row says."""
    entities: list[Found] = []
    types = {
        h.type for h in heads_in(listing.noun, 0, len(listing.noun)) if h.end == len(listing.noun)
    }
    noun = listing.noun
    if noun.endswith(("园区", "基地", "平台", "中心", "联盟", "园")):
        types = {"Platform"}
    kind = next(iter(types), "")
    if noun.endswith(("专项", "行动", "工程", "计划")):
        kind = "Programme"
    if noun.endswith(("产业", "行业", "产业集群", "产业链")):
        kind = "Industry"
    if noun.endswith(("技术", "课题", "方向", "攻关项目", "技术需求", "榜单", "项目", "成果")):
        kind = "Technology"
    if noun.endswith(("问题", "难题", "瓶颈", "短板")):
        kind = "Problem"
    for start, end in listing.items:
        inside = [
            f
            for f in draft.within(start, end)
            if f.type != "Region" and f.end - f.start > 0.6 * (end - start)
        ]
        own = [h for h in heads_in(draft.text, start, end) if h.end == end and h.type == kind]
        if kind == "Platform" and own and not any(f.end - f.start == end - start for f in inside):
            drop(draft, start, end, "Platform", "Industry", "Institute")
            entities.append(note(draft, kind, start, end, confidence=0.7))
        elif inside:
            entities.append(inside[0])
        elif kind and not draft.covered(start, end):
            entities.append(note(draft, kind, start, end, confidence=0.6))
    return entities
