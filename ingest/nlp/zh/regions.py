"""Component ``qilian_zh_regions``: places by gazetteer, by type word and by reference.

The gazetteer's Chinese names stand in full (海西蒙古族藏族自治州), with a short type (海西州) or
bare (海西). Short names that are ordinary words count only beside their full form. 我省, 全市 and
自治区 mean the document's home of that level.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from graph.language.places import gazetteer
from ingest.nlp.draft import Draft, Found, draft_of
from ingest.nlp.zh.words import HAN, note, phrase_start, zh_data

_NATIONS = (
    r"(?:(?:蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|"
    r"高山|拉祜|水|"
    r"东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|"
    r"乌孜别克|"
    r"俄罗斯|鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|各)族?)+"
)
_PROVINCE = re.compile(rf"(?:省|市|(?:{_NATIONS})?自治区|特别行政区)$")
_AUTONOMOUS = re.compile(rf"{_NATIONS}自治(?P<type>州|县|旗)$")
_TYPED = re.compile(
    rf"(?P<name>{HAN}{{2,4}}?)(?P<type>自治州|自治县|市|县|区|镇|乡|盟|旗)(?!{HAN}?场|级|属|场|"
    rf"政|内|域|外)"
)
_RULES = zh_data("regions")
_NOT_PLACES = tuple(_RULES["not_places"].split())
_ORDINARY = frozenset(_RULES["ordinary"].split())
_REFERENCE = re.compile(
    r"(?<![省市州县区各族])(?:"
    + "|".join(sorted(_RULES["references"], key=len, reverse=True))
    + ")"
)
_DEPARTMENT = re.compile(
    r"(?:(?:省|市|州|县|区|自治区)?(?:人民政府|政府|委|科技|科学|财政|工业|工信|发展|发改|教育|"
    r"农业|商务|市场监))"
)
_OWN = re.compile(rf"(?<![\u3400-\u9fff])(?P<type>省|市|州|县)(?:委|{_DEPARTMENT.pattern})")
"""省科技厅 at the start of a phrase: the department of the home."""
_LOOSE = re.compile(
    r"[的将在是与和及等已共有把为对从到由]|累计|实现|召开|举行|举办|近日|今年|去年|计划|现有|"
    r"共|建成|成为|地处|力争|印发|出台|推|加"
)
"""What stands behind a place that is not the beginning of a longer name."""
_LEVELS = {
    "省": "province", "市": "city", "州": "city", "盟": "city", "自治州": "city", "县": "county",
    "自治县": "county", "区": "county", "镇": "county", "乡": "county", "旗": "county",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Area:
    """A place by its full Chinese name; ``parent`` is the full Chinese name of the next larger.

    ``key`` is that of the English reading (``qinghai|province``), so that both mean one place.
    """

    name: str
    level: str
    parent: str
    key: str


@lru_cache(maxsize=1)
def areas() -> dict[str, tuple[Area, ...]]:
    """Places by every Chinese form; homonyms together, higher levels first."""
    order = ("country", "area", "province", "city", "county")
    places = {p for group in gazetteer().values() for p in group if p.chinese}
    full = {(p.name, p.level): p.chinese for p in places}
    found: dict[str, set[Area]] = defaultdict(set)
    for place in places:
        parent = next(
            (full[place.parent, lv] for lv in order[::-1] if (place.parent, lv) in full
             and order.index(lv) < order.index(place.level)), "",
        )  # fmt: skip
        area = Area(place.chinese, place.level, parent, f"{place.name.casefold()}|{place.level}")
        for form in _forms(place.chinese, place.level):
            found[form].add(area)
    for name in _RULES["areas"]:
        full_name = _RULES["aliases"].get(name, name)
        found[name] = {Area(full_name, "area", "", f"{full_name}|area")}
    return {
        form: tuple(sorted(group, key=lambda a: (order.index(a.level), a.name, a.parent)))
        for form, group in found.items()
    }


def _forms(name: str, level: str) -> list[str]:
    """The forms of a full name: itself, with a short type, bare."""
    if level == "province":
        short = _PROVINCE.sub("", name)
        return [name, short, short + "省", short + "自治区"] if short != name else [name]
    autonomous = _AUTONOMOUS.search(name)
    if autonomous and autonomous.start() >= 2:
        short = name[: autonomous.start()]
        return [name, short + autonomous["type"], short]
    bare = re.sub(r"(?:市|县|区|地区|盟)$", "", name)
    if len(bare) >= 2 and level in ("city", "county") and not bare.endswith("自治"):
        return [name, bare]
    return [name]


@lru_cache(maxsize=1)
def _index() -> dict[str, list[str]]:
    """Forms by their first two characters, longest first."""
    index: dict[str, list[str]] = defaultdict(list)
    for form in areas():
        index[form[:2]].append(form)
    return {head: sorted(forms, key=len, reverse=True) for head, forms in index.items()}


@lru_cache(maxsize=1)
def _by_key() -> dict[str, Area]:
    """Places by key; of homonyms of one level each has its parent in the key."""
    return {key_of_area(area): area for group in areas().values() for area in group}


@lru_cache(maxsize=1)
def _twins() -> frozenset[str]:
    full = {area for group in areas().values() for area in group}
    counted = Counter(area.key for area in full)
    return frozenset(key for key, count in counted.items() if count > 1)


def key_of_area(area: Area) -> str:
    """The key of a place's occurrences."""
    return f"{area.key}<{area.parent}" if area.key in _twins() else area.key


def area_of(key: str) -> Area | None:
    """The place behind a region's key, None for one that only the text knows."""
    return _by_key().get(key)


def level_of(key: str) -> str:
    """The level of a region, from its key."""
    return key.partition("|")[2].partition("<")[0]


@Language.factory("qilian_zh_regions")
def make_regions(nlp: Language, name: str) -> Regions:
    """The factory that spaCy calls."""
    return Regions()


class Regions:
    """Finds places, chooses the home and resolves references to it."""

    def __call__(self, doc: Doc) -> Doc:
        """Reads the document into its draft; the document itself is given on."""
        draft = draft_of(doc)
        _named(draft)
        _typed(draft)
        _analysed(draft, doc)
        _bare(draft)
        _choose_home(draft)
        _refer(draft)
        return doc


def _note(draft: Draft, start: int, end: int, key: str, confidence: float = 0.9) -> Found:
    return note(draft, "Region", start, end, key=key, confidence=confidence)


def _unknown(name: str) -> str:
    """The key of a place that the gazetteer lacks."""
    return f"{name}|{next((lv for t, lv in _LEVELS.items() if name.endswith(t)), 'city')}"


def _named(draft: Draft) -> None:
    """Gazetteer names, longest first from the left; counties need their type word."""
    text, index = draft.text, _index()
    hits: list[tuple[int, int, str]] = []
    at = 0
    while at < len(text) - 1:
        form = next((f for f in index.get(text[at : at + 2], ()) if text.startswith(f, at)), "")
        if form and form not in _RULES["references"] and _meant_as_place(text, at, form):
            hits.append((at, at + len(form), form))
            at += len(form)
        else:
            at += 1
    named = {area.name for _, _, form in hits for area in areas()[form] if len(areas()[form]) == 1}
    full = {form for _, _, form in hits}
    for start, end, form in hits:
        group = areas()[form]
        fit = [a for a in group if a.name in full or form == a.name] or list(group)
        inside = [a for a in fit if a.parent in named] if len(fit) > 1 else []
        area = (inside or fit)[0]
        if area.level in ("county", "city") and form != area.name and not _stated(form, area, full):
            continue
        _note(draft, start, end, key_of_area(area))


def _stated(form: str, area: Area, full: set[str]) -> bool:
    """Whether a short form may stand for its place: typed, a known city, or named in full too."""
    typed = _AUTONOMOUS.search(area.name)
    if area.name in full or typed and form == area.name[: typed.start()] + typed["type"]:
        return True
    if area.level == "county":
        return len(form) >= 3
    return form not in _ORDINARY


def _meant_as_place(text: str, at: int, form: str) -> bool:
    """Not a part of another word: 上海南部 holds no 海南, 和平 no 平安."""
    behind = text[at + len(form) : at + len(form) + 2]
    if form.endswith("州") and len(form) == 2 and behind[:1] in "际":
        return False
    if form == "中国":
        return False
    return not (form in ("西北", "西南", "东北") and re.match(r"[农工师大政民高部]", behind))


def _fits(name: str) -> bool:
    return not name.endswith(_NOT_PLACES) and not re.search(
        r"[的在与和及各某两三四五六七八九十每将由从向对于为并了近个家项我该全其本记]|省|企业|"
        r"科技|工业|经济|产业|重点|技术",
        name,
    )


def _typed(draft: Draft) -> None:
    """Places that only their type word shows (安远县), where nothing stands before their name."""
    counts: Counter[str] = Counter()
    spans: list[tuple[int, int, str]] = []
    for found in _TYPED.finditer(draft.text):
        start, end = found.span()
        if draft.covered(start, end, "Region") or not _fits(found.group()):
            continue
        begin = phrase_start(draft.text, start, 12)
        lead = draft.text[begin:start]
        previous = any(f.type == "Region" and f.end == start for f in draft.found)
        if (
            lead
            and not previous
            and not re.search(r"(?:[在由与和及向对从到赴于的]|来自|位于|落户)$", lead)
        ):
            continue
        counts[found.group()] += 1
        spans.append((start, end, found.group()))
    for start, end, name in spans:
        behind = draft.text[end : end + 8]
        sure = counts[name] > 1 or _DEPARTMENT.match(behind) or draft.text.count(name) > 1
        previous = any(f.type == "Region" and f.end == start for f in draft.found)
        if (sure or previous) and not draft.covered(start, end, "Region"):
            _note(draft, start, end, _unknown(name), 0.6)
    for name in counts:
        for again in re.finditer(re.escape(name), draft.text):
            if counts[name] > 1 and not draft.covered(*again.span(), "Region"):
                _note(draft, *again.span(), _unknown(name), 0.6)


def _bare(draft: Draft) -> None:
    """The name without its type word, of places that the text itself introduces."""
    known = {f.key for f in draft.found if f.type == "Region" and not area_of(f.key)}
    for key in known:
        name = re.sub(r"(?:自治州|自治县|省|市|州|县|区|镇|盟|旗)$", "", key.partition("|")[0])
        for again in re.finditer(re.escape(name), draft.text) if len(name) >= 2 else ():
            if not draft.covered(*again.span(), "Region"):
                _note(draft, *again.span(), key, 0.6)


def _analysed(draft: Draft, doc: Doc) -> None:
    """Places that only the analyser knows."""
    for span in doc.ents:
        start, end, name = span.start_char, span.end_char, span.text
        typed = re.fullmatch(rf"{HAN}{{2,6}}(?:市|县|州|镇|乡|村)", name)
        known = draft.covered(start, end, "Region")
        if span.label_ == "LOC" and typed and not known and _fits(name):
            _note(draft, start, end, _unknown(name), 0.6)


def _choose_home(draft: Draft) -> None:
    """The area that the document is about, and its home at each level."""
    votes: Counter[str] = Counter()
    first: dict[str, Found] = {}
    regions = sorted((f for f in draft.found if f.type == "Region"), key=lambda f: f.start)
    title = draft.sentences[0][1] if draft.sentences else 0
    for region in regions:
        first.setdefault(region.key, region)
        weight = 3 if level_of(region.key) not in ("country", "area") else 1
        if re.match(
            r"[\u3400-\u9fff]", draft.text[region.end : region.end + 1]
        ) and not _LOOSE.match(draft.text, region.end):
            weight = 1
        if _DEPARTMENT.match(draft.text, region.end):
            weight += 3
        if region.start < title:
            weight += 2
        votes[region.key] += weight
    order = list(first)
    ranked = sorted(votes, key=lambda k: (-votes[k], order.index(k)))
    for key in ranked:
        draft.home.setdefault(level_of(key), first[key])
    if ranked:
        _parents_home(draft, ranked[0], first)
    levels = [_RULES["references"][found.group()] for found in _REFERENCE.finditer(draft.text)]
    autonomous = "自治区" in draft.text and "province" in draft.home
    levels = ["province" if lv == "region" and autonomous else lv for lv in levels]
    stated = Counter(draft.home[level].key for level in levels if level in draft.home)
    for found in _OWN.finditer(draft.text):
        home = draft.home.get(_LEVELS.get(found["type"], "province"))
        if home:
            stated[home.key] += 1
    for key, count in stated.items():
        votes[key] += 3 * count
    if votes:
        draft.seat = first[max(votes, key=lambda k: (votes[k], -order.index(k)))]


def _parents_home(draft: Draft, key: str, first: dict[str, Found]) -> None:
    """The homes above the main area are those that hold it, where the text names them."""
    area = area_of(key)
    while area and area.parent:
        name = area.parent
        area = next((a for a in areas().get(name, ()) if a.name == name), None)
        if area and key_of_area(area) in first:
            draft.home[area.level] = first[key_of_area(area)]


def _refer(draft: Draft) -> None:
    """我省, 全市 and the like mean the home of their level."""
    for found in _REFERENCE.finditer(draft.text):
        level = _RULES["references"][found.group()]
        target = draft.home.get(level) or (draft.seat if level in ("region", "any") else None)
        if level == "region" and draft.seat and level_of(draft.seat.key) != "county":
            target = draft.home.get("province", draft.seat)
        if target and not draft.covered(*found.span(), "Region"):
            draft.found.append(
                Found("Region", *found.span(), target.name, target.key, 0.6, reference=True)
            )
