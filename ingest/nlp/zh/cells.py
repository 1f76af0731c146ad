"""The cells of Chinese forms and tables: their spans, and what they hold."""

from __future__ import annotations

import re

from ingest.nlp.draft import Draft, Found
from ingest.nlp.zh.lists import split_items
from ingest.nlp.zh.problems import add_problems
from ingest.nlp.zh.words import HAN, drop, key_of, note

BODIES = ("Institute", "Enterprise", "Agency", "Platform")


def plain_number(text: str) -> bool:
    """Whether a cell holds one number with its unit and nothing else."""
    return bool(
        re.fullmatch(
            r"(?:约|近|超过)?\d[\d,.]*\s?(?:[万亿千百]*)[\u3400-\u9fff%]{0,4}", text.strip()
        )
    )


def persons_of(draft: Draft, label: str, start: int, end: int) -> list[Found]:
    """The persons of a cell: those found, else the name that it begins with."""
    found = draft.within(start, end, "Person")
    if not found:
        name = re.match(
            rf"(?P<name>{HAN}{{2,4}}|{HAN}{{1,6}}·{HAN}{{1,8}})(?:\((?P<post>[^()]*)\))?(?="
            rf"[\s,、\d(]|$)",
            draft.text[start:end],
        )
        if not name:
            return []
        role = name["post"] or re.sub(r"\([^()]*\)", "", label)
        found = [note(draft, "Person", start, start + len(name["name"]), role=role, confidence=0.8)]
    return found


def problems_of(draft: Draft, start: int, end: int) -> list[Found]:
    """A short cell is a problem; a long one is read for those it states."""
    text = draft.text[start:end]
    if end - start > 30 or re.search(r"[。;]", text):
        add_problems(draft, start, end)
        found = draft.within(start, end, "Problem")
        if found:
            return found
        cut = re.search(r"[,。;]", text)
        end = start + (cut.start() if cut and cut.start() >= 6 else min(len(text), 40))
    drop(draft, start, end, "Problem", "Technology", "Industry")
    return [note(draft, "Problem", start, end, confidence=0.8)]


def bodies_of(draft: Draft, type_: str, start: int, end: int) -> list[Found]:
    """The bodies of a cell: a row of those found, else the cell as one."""
    known = draft.within(start, end, *BODIES)
    if known:
        whole = max(known, key=lambda f: f.end - f.start)
        if whole.end - whole.start >= 0.7 * (end - start):
            if type_ == "Institute" and whole.type == "Platform":
                whole.type = type_
            return [whole]
        return (
            known
            if re.search(r"[、,;]", draft.text[start:end])
            else [_whole(draft, type_, start, end)]
        )
    return [_whole(draft, type_, start, end)]


def _whole(draft: Draft, type_: str, start: int, end: int) -> Found:
    """The whole cell as a body, with what stands in its brackets left out."""
    drop(draft, start, end, *BODIES, "Industry", "Technology", "Programme")
    short = re.search(r"\([^()]*\)$", draft.text[start:end])
    stop = start + short.start() if short and short.start() > 3 else end
    return note(draft, type_, start, stop, key=key_of(draft.text[start:stop]), confidence=0.85)


def fields_of(draft: Draft, type_: str, role: str, start: int, end: int) -> list[Found]:
    """Industries and technologies of a cell; a technology's name is the whole cell."""
    drop(draft, start, end, "Technology", "Industry", "Problem", "Platform", "Programme")
    if role == "technology":
        patents = draft.within(start, end, "Patent")
        if patents:
            return patents
        return [note(draft, type_, start, end, confidence=0.85)] if end - start <= 45 else []
    spans = split_items(draft.text, start, end)
    return [note(draft, type_, a, b, confidence=0.85) for a, b in spans if b - a <= 30]


def cells_of(draft: Draft, start: int, end: int) -> list[tuple[int, int]]:
    """The cells of a line, parted by bars or by the tabs of the file; one when there are none."""
    text, source = draft.text, draft.source
    cuts = [
        i
        for i in range(start, end)
        if text[i] == "|" or text[i] in " \t" and source.text[source.starts[i]] == "\t"
    ]
    if text[start:end].lstrip().startswith("|"):
        start = cuts.pop(0) + 1
    edges = [start - 1, *cuts, end]
    spans = []
    for a, b in zip(edges, edges[1:], strict=False):
        a += 1
        while a < b and text[a].isspace():
            a += 1
        while b > a and text[b - 1].isspace():
            b -= 1
        spans.append((a, b))
    if len(spans) > 1 and spans[-1][0] >= spans[-1][1]:
        spans.pop()
    return spans
