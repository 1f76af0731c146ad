"""Component ``qilian_zh_names``: bodies by the last words of their names (…有限公司, …研究所, …厅).

The head gives the type, `ingest.nlp.zh.bounds` the start. A name inside a longer one (青海大学 in
青海大学农牧学院) makes no entity by itself; general words (国家级创新平台) are no names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from ingest.nlp.draft import Draft, Found, draft_of
from ingest.nlp.zh.aliases import spread
from ingest.nlp.zh.bounds import Bounds, core_of, is_generic
from ingest.nlp.zh.words import HAN, MARKS, key_of, note, written, zh_data

BODIES = ("Enterprise", "Institute", "Agency", "Platform")
_RULES = zh_data("names")
_COUNTED_BEHIND = re.compile(
    r"(?:总数|数量|数|累计)?(?:已?达到?|增至|超过)?\d+(?:余|多)?[个家所座]"
)
_COUNTED_BEFORE = re.compile(
    r"(?:[\d.]+|[一二三四五六七八九十两多数几百]+)(?:余|多)?(?:家|个|所|座|批|类|大|条)(?:级|"
    r"国家级|省级|市级|以上)?$"
)
_LOCAL = re.compile(r"(?:自治区|自治州|自治县|省|市|州|县|区|旗|盟)(?!场|级|属|内|外|域|块|政)")
_COORDINATED = re.compile(
    rf"(?:两|三|四|五|六|\d)?(?:省区|省份|省市|省|市|州|县|地|区)(?P<core>{HAN}{{2,10}}?(?:厅|"
    rf"局|委|人民政府|委员会))"
)


@dataclass(frozen=True, slots=True)
class Head:
    """The last words of a name in the text, with the type that they give."""

    type: str
    start: int
    end: int


@lru_cache(maxsize=1)
def _heads() -> tuple[re.Pattern[str], dict[str, str]]:
    types = {w: t for t, listed in _RULES["heads"].items() for w in listed.split()}
    parts = []
    for word in sorted(types, key=len, reverse=True):
        last = next(
            (h for h in sorted(_RULES["not_before"], key=len, reverse=True) if word.endswith(h)), ""
        )
        tail = f"(?!{_RULES['not_before'][last]})" if last else ""
        parts.append(re.escape(word) + tail)
    return re.compile("|".join(parts)), types


def heads_in(text: str, start: int, end: int) -> list[Head]:
    """All heads of names between two offsets."""
    pattern, types = _heads()
    return [Head(types[m.group()], *m.span()) for m in pattern.finditer(text, start, end)]


@Language.factory("qilian_zh_names")
def make_names(nlp: Language, name: str) -> Names:
    """The factory that spaCy calls."""
    return Names()


class Names:
    """Finds enterprises, institutes, agencies and platforms."""

    def __call__(self, doc: Doc) -> Doc:
        """Reads the document into its draft; the document itself is given on."""
        draft = draft_of(doc)
        bounds = Bounds(draft)
        _coordinated(draft)
        for head in heads_in(draft.text, 0, len(draft.text)):
            _name(draft, bounds, head)
        _nest(draft)
        _analysed(draft, doc)
        for found in draft.found:
            if found.type == "Agency" and not found.reference:
                found.key = agency_key(draft, bounds, found)
        spread(draft)
        return doc


def _name(draft: Draft, bounds: Bounds, head: Head) -> None:
    """Notes the name that ends with a head, unless its words are general or counted."""
    text = draft.text
    if any(f.type == "Policy" and f.start <= head.start < f.end for f in draft.found):
        return
    if any("@" in f.key and f.end == head.end for f in draft.found):
        return
    start, stripped = bounds.start(head.start)
    start = _joined_start(draft, bounds, head, start)
    name = text[start : head.end]
    core = core_of(bounds, start, head.start)
    placed = len(core) < head.start - start
    local = _LOCAL.match(name)
    if start == head.start and not placed:
        return
    if _COUNTED_BEHIND.match(text, head.end) or _COUNTED_BEFORE.search(stripped) and not placed:
        return
    if local and re.search(r"各[^,。;]{0,12}$", text[max(0, start - 14) : start]):
        return
    if name[:1] in "))" or text[start : head.start].count("(") != text[start : head.start].count(
        ")"
    ):
        return
    if not _names_one(head.type, core, placed, bool(local), text[head.start : head.end]):
        return
    type_ = head.type
    if type_ == "Enterprise" and any(name.find(b) >= 0 for b in _RULES["bank_agencies"].split()):
        type_ = "Agency"
    drop = [
        f for f in draft.found
        if f.type in BODIES and start <= f.start and f.end <= head.end and f.start == start
    ]  # fmt: skip
    for inner in drop:
        inner.embedded = True
    note(draft, type_, start, head.end, confidence=0.8 if placed or local else 0.7)


def _joined_start(draft: Draft, bounds: Bounds, head: Head, start: int) -> int:
    """The start of a name with 与 or 和 inside it: 某大学农业与生物学院, 某市生态环境和水务局.

    It begins with a place or an institute that the words before the conjunction go on from.
    """
    wide, _ = bounds.start(head.start, joins=True)
    if wide >= start or any(a == start for a, _ in bounds.places(start, start + 1)):
        return start
    bodies = [f for f in draft.found if f.type in BODIES and wide <= f.start and f.end <= start]
    joint = start - (2 if draft.text[:start].endswith("以及") else 1)
    if head.type == "Institute" and len(bodies) == 1:
        body = bodies[0]
        return wide if body.start == wide and 2 <= joint - body.end <= 8 else start
    placed = [b for a, b in bounds.places(wide, wide + 1)]
    local = _LOCAL.match(draft.text, wide)
    opens = placed[0] if placed else local.end() if local else 0
    fits = head.type == "Agency" and not bodies and 2 <= joint - opens <= 8
    return wide if fits and opens else start


def _names_one(type_: str, core: str, placed: bool, local: bool, head: str) -> bool:
    """Whether a place and core words make a name of their own."""
    plain = re.sub(r"[\d\W]", "", core)
    if type_ == "Agency":
        bare = re.sub(r"^(?:省|市|州|县|区|自治区|国家|旗|盟|镇|乡)+", "", plain)
        if head in ("省委", "市委", "州委", "县委", "区委"):
            return placed
        if head in (
            "人民政府",
            "政府",
            "办公室",
            "委员会",
            "党委",
            "管委会",
            "领导小组",
            "管理中心",
        ):
            return placed or local or (len(bare) >= 2 and not is_generic(bare))
        named = len(plain) >= 2 and not is_generic(plain)
        return placed or named or (local and bool(bare)) or head.endswith(("部", "院", "办"))
    if head == "厂" and core.endswith("工"):
        return False
    if type_ == "Enterprise":
        return len(plain) >= 2 and not is_generic(plain)
    if head in ("大学", "学院", "医院"):
        return placed or local or (len(plain) >= 2 and not is_generic(plain))
    if placed:
        return len(plain) >= 1 or head in (
            "高新区",
            "经开区",
            "开发区",
            "科技馆",
            "工业园区",
            "科技园",
        )
    return (len(plain) >= 2 and not is_generic(plain)) or (
        local and len(plain) >= 2 and type_ == "Institute"
    )


def _nest(draft: Draft) -> None:
    """A body's name inside a longer one is embedded."""
    bodies = sorted(
        (f for f in draft.found if f.type in BODIES and "@" not in f.key),
        key=lambda f: (f.start, -f.end),
    )
    end, longest = -1, None
    for found in bodies:
        if longest and found.start >= longest.start and found.end <= end and found is not longest:
            found.embedded = found.end < end or found.embedded
        if found.end > end:
            end, longest = found.end, found
    last = [f for f in bodies if f.embedded]
    draft.found = [f for f in draft.found if not (f in last and f.type != "Institute")]


def _coordinated(draft: Draft) -> None:
    """甲、乙两省科技厅: one agency for each place."""
    regions = sorted((f for f in draft.found if f.type == "Region"), key=lambda f: f.start)
    for found in _COORDINATED.finditer(draft.text):
        group: list[Found] = []
        at = found.start()
        while True:
            before = next((r for r in regions if r.end == at and r not in group), None)
            if before is None:
                break
            group.insert(0, before)
            at = before.start
            if at and draft.text[at - 1] in "、和与及":
                at -= 1
            else:
                break
        if len(group) < 2 or group[-1].end > found.start("core"):
            continue
        for region in group:
            name = written(draft, region.start, region.end) + found["core"]
            note(
                draft, "Agency", region.start, found.end(), name=name,
                key=f"{_long(found['core'])}@{region.key}", confidence=0.7,
            )  # fmt: skip


def _long(core: str) -> str:
    """A department's field in its full form: 科技厅 is 科学技术厅."""
    long: dict[str, str] = _RULES["agency_long"]
    for short, full in long.items():
        if core.startswith(short) and not core.startswith(full):
            return full + core[len(short) :]
    return core


def agency_key(draft: Draft, bounds: Bounds, found: Found) -> str:
    """Department and area: 省科技厅 and 青海省科学技术厅 are one in a Qinghai document."""
    if "@" in found.key:
        return found.key
    at, region = found.start, ""
    for a, b in bounds.places(found.start, found.end):
        if a == at:
            region = next(
                f.key for f in draft.found if f.type == "Region" and (f.start, f.end) == (a, b)
            )
            at = b
    core = draft.text[at : found.end]
    levels = {"省": "province", "市": "city", "州": "city", "县": "county", "区": "region"}
    local = _LOCAL.match(core)
    if not region and local:
        level = levels.get(local.group()[-1:], "")
        level = "province" if local.group() == "自治区" else level
        home = draft.home.get(level) or draft.seat
        region = home.key if home else ""
        core = core[local.end() :]
    if core.startswith("政府"):
        core = "人民" + core
    return f"{_long(key_of(core))}@{region}"


def _analysed(draft: Draft, doc: Doc) -> None:
    """Bodies that only the analyser knows, where their last words give a type."""
    for span in doc.ents:
        start, end = span.start_char, span.end_char
        if span.label_ != "ORG" or draft.covered(start, end) or len(span.text) < 4:
            continue
        if any(mark in span.text for mark in MARKS):
            continue
        last = [h for h in heads_in(draft.text, start, end) if h.end == end]
        core = span.text[: last[0].start - start] if last else ""
        if last and len(core) >= 2 and not is_generic(core):
            note(draft, last[0].type, start, end, confidence=0.55)
