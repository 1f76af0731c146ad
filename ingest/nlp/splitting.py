"""Rows of running text cut into their items: "A, B and C", with or without a stated count."""

from __future__ import annotations

import re

_LEGAL = re.compile(
    r",? ?(?:(?:Pvt|Pte|Pty|Sdn|Private)\.? )?"
    r"(?:Ltd|LTD|Limited|Inc|LLC|LLP|Bhd|S\.A|GmbH|JSC|plc)\b"
)
"""The comma of "Co., Ltd." parts nothing."""
_LEAD = re.compile(
    r"\s*(?:(?:and|the|a|an|including|with|as|respectively|they are|both|namely|"
    r"(?:one|two|three|four|five|six|first|second|third|fourth|"
    r"the (?:first|second|third|fourth|last|other)) (?:is|are)|"
    r"first(?:ly)?,|second(?:ly)?,|third(?:ly)?,|\(?\d{1,2}[.)]|(?:the )?surrounding)\s+)*",
    re.I,
)


def split_items(text: str, start: int, end: int, count: int) -> list[tuple[int, int]]:
    """The items between two offsets, split so that their number fits the count where it can."""
    commas = pieces(text, start, end, r",")
    if not commas:
        return []
    last = commas[-1]
    parted = [*commas[:-1], *pieces(text, *last, r"\band\b")]
    options = [clean(text, commas), clean(text, parted)]
    for word in re.compile(r"\band\b").finditer(text, *last):
        once = [*commas[:-1], (last[0], word.start()), (word.end(), last[1])]
        options.append(clean(text, [p for p in once if text[slice(*p)].strip()]))
    for option in options:
        if count and len(option) == count:
            return option
    if not count:
        oxford = text[last[0] : last[1]].lstrip().startswith("and ")
        return (
            options[0]
            if oxford or len(commas) == 1 and " and " not in text[start:end]
            else options[1]
        )
    return min(options, key=lambda o: abs(len(o) - count))


def pieces(text: str, start: int, end: int, pattern: str) -> list[tuple[int, int]]:
    """The stretches between the marks of a pattern, brackets left whole."""
    row, at, depth = [], start, 0
    for mark in re.compile(pattern + r"|[()]").finditer(text, start, end):
        if mark.group() in "()":
            depth += 1 if mark.group() == "(" else -1
        elif depth <= 0 and not _LEGAL.match(text, mark.start(), end):
            row.append((at, mark.start()))
            at = mark.end()
    row.append((at, end))
    return [p for p in row if text[p[0] : p[1]].strip()]


def led_in(lead: re.Pattern[str], text: str, start: int, end: int) -> int:
    """Where the words begin behind what leads them in; ``start`` where nothing does."""
    found = lead.match(text[start:end])
    return start + found.end() if found else start


def clean(text: str, row: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The items without what leads them in ("and the", "second,") and without marks."""
    cleaned = []
    for start, end in row:
        start = led_in(_LEAD, text, start, end)
        while end > start and text[end - 1] in " .,;:":
            end -= 1
        if end > start:
            cleaned.append((start, end))
    return cleaned
