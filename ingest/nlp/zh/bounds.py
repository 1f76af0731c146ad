"""Where a Chinese name begins: leftwards from its head to the last word that is not part of it.

Chinese writes no spaces, so a name's end is told by its head (…研究所) and its start by what stands
before it: a mark, a word that never is inside a name (由, 联合, 共建), or a place that opens it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from ingest.nlp.draft import Draft
from ingest.nlp.zh.words import MARKS, zh_data

_LONGEST = 40


def alternation(words: str | list[str]) -> str:
    """Words as one pattern, longest first."""
    listed = words.split() if isinstance(words, str) else words
    return "|".join(re.escape(w) for w in sorted(set(listed), key=len, reverse=True))


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    rules = zh_data("names")
    stop = re.compile(
        rf"(?P<kept>{alternation(rules['kept'])})|(?P<weak>以及|和|与|及)|\d+(?:余|"
        rf"多)?[个家项所座类条批]|(?<=[学院所司团厅局会府心区社室场])(?:建设|开展|研发|开发|推广|"
        rf"申报|研制|组织|实施)|{alternation(rules['stops'])}"
    )
    lead = re.compile(
        rf"(?:{alternation(rules['lead'])}|第?[\d.一二三四五六七八九十百两多数几]+余?"
        r"(?:家|个|所|名|批|项|座|条|位|大|届|期|次|类|种|件|年度?|月|日)|\d[\d.]*)"
    )
    prefix = re.compile(
        rf"(?:{alternation(rules['prefixes'])}|(?:大学|学院|科学院|研究院|研究所|集团|公司|银行))$"
    )
    return stop, lead, prefix


def run_start(draft: Draft, head: int) -> int:
    """Where the words begin that a name may be made of; quoted parts and (places) belong to it."""
    text, at = draft.text, head
    floor = max(0, head - _LONGEST)
    while at > floor:
        char = text[at - 1]
        if char == ")":
            inner = text.rfind("(", floor, at)
            if inner < 0 or at - inner > 8 or not _inside(text[inner + 1 : at - 1]):
                break
            at = inner
        elif char == '"' and draft.source.text[draft.source.starts[at - 1]] == "”":
            inner = text.rfind('"', floor, at - 1)
            if inner < 0 or at - inner > 16 or any(m in text[inner + 1 : at - 1] for m in ",。;:"):
                break
            at = inner
        elif char in MARKS:
            break
        else:
            at -= 1
    return at


def _inside(words: str) -> bool:
    return bool(re.fullmatch(r"[\u3400-\u9fff]{2,6}", words)) and not re.match(r"简称|以下", words)


class Bounds:
    """The starts of names in one draft; regions are looked up, so make it after they are found."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        spans = sorted(
            (f.start, f.end) for f in draft.found if f.type == "Region" and not f.reference
        )
        self.starts = [s for s, _ in spans]
        self.spans = spans
        self.stop, self.lead, self.prefix = _patterns()

    def places(self, start: int, end: int) -> list[tuple[int, int]]:
        """The places that begin inside a span."""
        found = []
        for turn in range(bisect_left(self.starts, start), len(self.spans)):
            if self.spans[turn][0] >= end:
                break
            found.append(self.spans[turn])
        return found

    def start(self, head: int, *, floor: int = 0, joins: bool = False) -> tuple[int, str]:
        """Where the name with its head at an offset begins, and the words stripped before it.

        With ``joins`` 和 and 及 may be inside it (铝及铝合金制备技术).
        """
        begin = max(floor, run_start(self.draft, head))
        text = self.draft.text
        cut = self._after_stops(begin, head, joins)
        cut = self._after_lead(cut, head)
        for a, _ in self.places(cut + 1, head):
            before = text[cut:a]
            known = any(b == a for _, b in self.places(max(0, cut - 1), a))
            if known or self.prefix.search(before):
                break
            cut = a
            break
        return cut, text[begin:cut]

    def _after_stops(self, begin: int, head: int, joins: bool) -> int:
        """Behind the last stop word that is neither in a kept word nor in a place."""
        cut = begin
        places = self.places(begin, head)
        for found in self.stop.finditer(self.draft.text, begin, head):
            if found["kept"] or found.end() > head or (joins and found["weak"]):
                continue
            if any(a <= found.start() < b for a, b in places):
                continue
            cut = found.end()
        return cut

    def _after_lead(self, cut: int, head: int) -> int:
        """Behind the leading words that no name begins with."""
        while cut < head:
            if any(a == cut for a, _ in self.places(cut, cut + 1)):
                return cut
            found = self.lead.match(self.draft.text, cut, head)
            if not found or not found.group():
                return cut
            cut = found.end()
        return cut


def core_of(bounds: Bounds, start: int, head: int) -> str:
    """The words of a name between the place that opens it and its head."""
    at = start
    while True:
        ends = [b for a, b in bounds.places(at, at + 1) if a == at and b <= head]
        if not ends:
            return bounds.draft.text[at:head]
        at = ends[0]


@lru_cache(maxsize=1)
def _generic() -> re.Pattern[str]:
    words = zh_data("names")["generic"]
    return re.compile(rf"(?:{alternation(words)})*")


def is_generic(core: str) -> bool:
    """Whether words are only general ones (国家级, 公共, 服务), which name nothing."""
    return _generic().fullmatch(core) is not None
