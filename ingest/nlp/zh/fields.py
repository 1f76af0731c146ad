"""Component ``qilian_zh_fields``: industries, technologies and problems in running text.

Industries are told by their last words (…产业, …业) and in rows behind 支持, 围绕, 涵盖;
technologies by …技术 and …工艺 and by what is developed; problems in `ingest.nlp.zh.problems`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from ingest.nlp.draft import Draft, draft_of
from ingest.nlp.zh.bounds import Bounds, alternation
from ingest.nlp.zh.lists import split_items
from ingest.nlp.zh.problems import add_problems
from ingest.nlp.zh.words import HAN, note, zh_data

_RULES = zh_data("fields")
_BODIES = ("Enterprise", "Institute", "Agency", "Platform")
_ITEM = r"[^、,。;:!?《》\"()\n|和及与的\d]{2,16}?"
_TAIL = (
    r"(?:等?(?:[\d一二两三四五六七八九十]+)?(?:大|个|类|条|项)?(?:等)?"
    r"(?:特色优势|优势特色|特色|优势|重点|主导|战略性新兴|新兴|支柱|传统|关键|核心|共性|"
    r"先进|未来|前沿)*)"
)
_ROW = re.compile(
    rf"(?:{alternation(_RULES['triggers'])})(?:了|于|"
    rf"在)?(?P<list>{_ITEM}(?:、{_ITEM})*(?:(?:、|和|以及|及|与){_ITEM})?)"
    rf"{_TAIL}(?P<tail>产业链|产业集群|产业|行业|领域|方向|技术|板块|赛道|(?<=等)(?=[,。;]))"
)
_SECTOR = re.compile(
    r"(?P<core>[\u3400-\u9fffA-Za-z]{1,12}?)(?P<head>产业|行业|(?:制造|加工|农|工|牧|林|渔|"
    r"旅游|服务|物流|酿酒|酿造|纺织|建筑|采矿|冶金|种植|养殖|食品|酒|奶|畜牧|化工|草|种|"
    r"矿)业)(?!协会|学会|商会|部|局|厅|大学|学院|公司|务|余|绩|主|态|园|基地|联盟|研究院|委)"
)
_LISTED = re.compile(
    rf"(?<=[、和及与为是::])(?:{alternation(_RULES['industries'])})(?=[、和及与等,。;]|$)|"
    rf"(?:{alternation(_RULES['industries'])})(?=、|(?:和|及|"
    rf"与)(?:{alternation(_RULES['industries'])})|等)"
)
_NOT_BEHIND = _RULES["not_technology_behind"]
_TECHNIQUE = re.compile(
    rf"(?:技术(?!{_NOT_BEHIND})|工艺(?!品|美术|流程|装备|技术|参数|水平|改)|制备方法|检测方法|算法)"
)
_TOPIC = re.compile(
    r"(?:开展|从事|进行|承担|联合攻关|合作开展|共同开展)(?:了|的)?(?P<topic>[^,。;:《》\"\n|]{4"
    r",60}?)(?:等(?:[\d一二两三四五六七八九十]*项?(?:关键|核心|"
    r"共性)*技术)?)?(?:的)?(?:技术)?(?:联合)?(?:研究|研发|攻关|试验|开发|示范|"
    r"应用)(?=[,。;与和及、]|工作|并|$|,)"
)
_MADE = re.compile(
    rf"(?:研发|研制|开发|攻克|突破|掌握|拥有|引进|推广|应用|采用|转化|试制|生产)(?:出|了|的|"
    rf"并应用)?(?P<thing>[^、,。;:《》()\n|]{{2,24}}?(?:{alternation(_RULES['made'])}))(?="
    rf"[,。;、等和与及的]|$)"
)


@lru_cache(maxsize=1)
def _general() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(_RULES['general'])})*")


@lru_cache(maxsize=1)
def industries() -> frozenset[str]:
    """General names of economic sectors."""
    return frozenset(_RULES["industries"].split())


@Language.factory("qilian_zh_fields")
def make_fields(nlp: Language, name: str) -> Fields:
    """The factory that spaCy calls."""
    return Fields()


class Fields:
    """Finds industries, technologies and problems."""

    def __call__(self, doc: Doc) -> Doc:
        """Reads the document into its draft; the document itself is given on."""
        draft = draft_of(doc)
        bounds = Bounds(draft)
        for start, end in draft.sentences:
            if draft.is_tabular(start, end):
                continue
            add_problems(draft, start, end)
            _rows(draft, start, end)
            _techniques(draft, bounds, start, end)
            _topics(draft, bounds, start, end)
            _sectors(draft, bounds, start, end)
        _join(draft)
        return doc


def is_general(words: str) -> bool:
    """Whether words name no field of their own."""
    return _general().fullmatch(re.sub(r"[\d\W]", "", words)) is not None


def kind_of(words: str, tail: str = "") -> str:
    """Industry or Technology, by the words of an item and the noun that closes its row."""
    if words.endswith(tuple(_RULES["technology_ends"].split())):
        return "Technology"
    stem = re.sub(r"(?:产业|行业|领域|业)$", "", words)
    if (
        words in industries()
        or stem in industries()
        or tail in ("产业", "行业", "产业链", "产业集群")
    ):
        return "Industry"
    return "Industry" if words.endswith(tuple(_RULES["industry_ends"].split())) else "Technology"


def _free(draft: Draft, start: int, end: int) -> bool:
    """No other thing stands there; a problem may hold the words of one."""
    return not any(
        f.start < end and start < f.end for f in draft.found if f.type not in ("Region", "Problem")
    )


def _rows(draft: Draft, start: int, end: int) -> None:
    """Rows behind 支持, 围绕 and the like, closed by 产业, 领域 or 技术."""
    text = draft.text
    for found in _ROW.finditer(text, start, end):
        tail = found["tail"]
        items = split_items(text, *found.span("list"))
        if not tail and len(items) < 3:
            continue
        for a, b in items:
            words = re.sub(r"^(?:特色|重点|大力发展|发展|推进|支持)(?=.{4})", "", text[a:b])
            a = b - len(words)
            words = re.sub(r"等.*$", "", words)
            b = a + len(words)
            last = b == found.end("list")
            if len(words) < 2 or is_general(words) or draft.covered(a, b):
                continue
            kind = "Technology" if tail == "技术" else kind_of(words, tail)
            if not tail and kind == "Technology" and words not in industries():
                continue
            whole = b
            if (
                last
                and tail in ("产业", "技术", "行业")
                and found.end("list") + len(tail) == found.end()
            ):
                whole = found.end()
            note(draft, kind, a, whole, confidence=0.65)
    for found in _LISTED.finditer(text, start, end):
        if _free(draft, *found.span()):
            note(draft, "Industry", *found.span(), confidence=0.55)


def _techniques(draft: Draft, bounds: Bounds, start: int, end: int) -> None:
    """Names that end with 技术, 工艺 and the like; things that are developed."""
    text = draft.text
    for found in _TECHNIQUE.finditer(text, start, end):
        begin = _technique_start(draft, bounds, found, start)
        core = text[begin : found.start()]
        if found.group() not in ("技术", "工艺"):
            core = text[begin : found.end()]
        area = next((b for a, b in bounds.places(begin, begin + 1)), begin)
        if (
            len(core) < 2
            or is_general(text[area : begin + len(core)])
            or not _free(draft, begin, found.end())
        ):
            continue
        note(draft, "Technology", begin, found.end(), confidence=0.65)
    for found in _MADE.finditer(text, start, end):
        a, b = found.span("thing")
        a = _plain_start(text, max(a, bounds.start(b - 2)[0]), b - 2)
        if b - a >= 4 and not is_general(text[a : b - 2]) and _free(draft, a, b):
            note(draft, "Technology", a, b, confidence=0.55)


def _technique_start(draft: Draft, bounds: Bounds, found: re.Match[str], floor: int) -> int:
    """The start of a technique's name, which may hold 及 where its words stand alone."""
    for joins in (True, False):
        body = max(
            (f.end for f in draft.found if f.type in _BODIES and floor <= f.end <= found.start()),
            default=floor,
        )
        begin, _ = bounds.start(found.start(), floor=body, joins=joins)
        begin = _plain_start(draft.text, begin, found.start())
        if joins and found.start() - begin <= 18 and _free(draft, begin, found.end()):
            break
    return begin


_VERBS = re.compile(
    r"^.*(?:研发|研制|开发出|开发|攻克|突破|掌握|拥有|引进|推广|应用|采用|转化|转让|开展|进行|"
    r"利用|运用|实施|购买|受让|攻关|解决|提供|推出|自主研发|针对|完成|探索|集成|示范|形成|"
    r"形成了|改进|优化|普及|输出|具备|需要|急需|亟需|寻求|征集|涉及|包括|名为|国内领先的|"
    r"领先的|先进的|成熟的)(?:了|出|并)?(?=.{3})"
)
_LEADING = re.compile(
    r"^(?:该|的|一项|一种|两项|多项|\d+项|[一二三四五六七八九十]+项|自主|成熟|先进|国际先进|"
    r"国内领先|新型(?=.{6})|等|其|多种|一系列|一批|关键|核心)+"
)


def _plain_start(text: str, begin: int, end: int) -> int:
    """Behind the verbs that govern a technique's name."""
    verb = _VERBS.match(text[begin:end])
    begin += verb.end() if verb else 0
    lead = _LEADING.match(text[begin:end])
    return begin + (lead.end() if lead and lead.end() < end - begin else 0)


def _topics(draft: Draft, bounds: Bounds, start: int, end: int) -> None:
    """What research is done on: 开展…研究, 针对…攻关."""
    text = draft.text
    for found in _TOPIC.finditer(text, start, end):
        for a, b in split_items(text, *found.span("topic")):
            a = max(a, _plain_start(text, a, b))
            words = re.sub(r"(?:等|的|技术|关键技术|关键)$", "", text[a:b])
            whole = a + len(words)
            if len(words) < 4 or is_general(words) or not _free(draft, a, whole):
                continue
            if re.search(
                r"合作|交流|调研|活动|工作|培训|服务|评价|评估|人才", words
            ) and not words.endswith("评价"):
                continue
            note(
                draft,
                kind_of(words, "技术") if words in industries() else "Technology",
                a,
                whole,
                confidence=0.55,
            )


_SECTOR_NOT = re.compile(r"(?:企业|规模以上工业|战略|全产业|各产业|工业产业)$")


_GOVERNS = re.compile(
    r"^(?:.*(?:困扰|制约|阻碍|束缚|壮大|做强|做大|做优|推动|推进|带动|赋能|助力|从事|主营|聚焦|围绕))?"
    r"(?:发展|培育|支持|提升|打造|特色优势|优势特色|地方|当地|影响|促进|服务|属于|属|是|新增|整个|"
    r"着|了|我国|全省|全市|企业)*(?=.{3})"
)
"""The verbs and adverbs before a sector's name."""


def _sectors(draft: Draft, bounds: Bounds, start: int, end: int) -> None:
    """…产业, …行业 and …业."""
    text = draft.text
    for found in _SECTOR.finditer(text, start, end):
        head = found.start("head")
        begin, _ = bounds.start(head)
        begin = _plain_start(text, max(begin, start), head)
        area = next((b for a, b in bounds.places(begin, begin + 1)), begin)
        begin = area if area <= head else begin
        core = text[begin:head]
        word = text[begin : found.end()]
        if (
            _SECTOR_NOT.search(core)
            or re.search(r"占|规模以上|规上|企业", core)
            or not (1 <= len(core) <= 12)
        ):
            if found["head"] not in ("农业", "工业") and begin == head and len(found["head"]) >= 3:
                core = found["head"]
            else:
                continue
        trimmed = _GOVERNS.sub("", word)
        begin = found.end() - len(trimmed)
        if trimmed in ("产业", "行业") or (
            is_general(trimmed[: -len(found["head"])])
            and trimmed not in industries()
            and trimmed != "战略性新兴产业"
        ):
            continue
        if (
            found["head"] in ("工业", "农业", "服务业")
            and len(trimmed) < 4
            or not _free(draft, begin, found.end())
        ):
            continue
        note(draft, "Industry", begin, found.end(), confidence=0.6)


def _join(draft: Draft) -> None:
    """盐湖化工 and 盐湖化工产业, 超临界萃取 and 超临界萃取技术 are one."""
    for type_, tails in (("Industry", ("产业", "行业", "业")), ("Technology", ("技术", "工艺"))):
        keys = {f.key for f in draft.found if f.type == type_}
        for found in draft.found:
            if found.type != type_:
                continue
            for tail in tails:
                stem = found.key.removesuffix(tail)
                if stem != found.key and stem in keys and len(stem) >= 2:
                    found.key = stem
                    break


def industry_of(draft: Draft, start: int, end: int) -> tuple[int, int] | None:
    """The sector words at the beginning of a base's name, or None."""
    words = draft.text[start:end]
    found = re.match(
        rf"(?P<core>[\u3400-\u9fff]{{1,14}}?)(?:产业|科技|技术|协同|示范|研发|创新|孵化|生产|"
        rf"加工|特色|现代|中试|转化|研究|成果|应用|公共|服务|区域|国家级?|绿色)*(?:基地|产业园|"
        rf"园区|园|平台|联盟|中心|示范区|{HAN}{{0,2}}集群)$",
        words,
    )
    if not found or len(found["core"]) < 1 or is_general(found["core"]):
        return None
    return start, start + len(found["core"])
