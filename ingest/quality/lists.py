"""Rules ``enumeration-count`` and ``share-over-100``: a whole against its listed parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.quality.evidence import (
    Defect,
    Enumeration,
    Evidence,
    Figure,
    cue,
    number,
    rule,
)

_ORDER = (
    ("one", "first", "firstly", "一"), ("two", "second", "secondly", "二"),
    ("three", "third", "thirdly", "三"), ("four", "fourth", "四"), ("five", "fifth", "五"),
    ("six", "sixth", "六"), ("seven", "seventh", "七"), ("eight", "eighth", "八"),
    ("nine", "ninth", "九"), ("ten", "tenth", "十"),
)  # fmt: skip
_NUMBERED = re.compile(
    r"^[ \t]*(?:\(?(\d{1,2})(?:[.)、:]|, |\s*\|)|"
    r"(?:(?:[A-Za-z]{3,12}|no\.?|[\u4e00-\u9fff]{1,4})\s?|[A-Z]-?)(\d{1,2})"
    r"(?=\s*[-–—:.、|]|(?<=[A-Z]\d) )|"
    rf"(?P<word>{'|'.join(word for words in _ORDER for word in words)})(?=[,、.:]| is ))",
    re.MULTILINE | re.IGNORECASE,
)
_PARTED = re.compile(r"[,、]|\band\b")
_EXPLAINS = re.compile(r", (?:the|an?|its|which|who|both)\s")
_LONG = re.compile(r"(?:\S+\s+){4}\S|[\u4e00-\u9fff](?:.?[\u4e00-\u9fff]){9}")
"""A sentence, where cells of a table stand as sentences too."""
_COUNTED = re.compile(r"\s*(?:(?:[\w-]+ ){0,4}?[\w-]*s\b|[项个条件家]|(?<=[项个条件家]))")
_VERB = re.compile(
    r"\b(?:(?:is|are|was|were)(?! (?:reserved|allocated|earmarked|set|devoted|assigned|for|from|"
    r"provided|paid|borne|covered))|has|have|rose|fell|grew|reached)\b"
)
_WORDS = re.compile(r"[^\W\d_][\w'&-]*")


@rule("enumeration-count")
def enumeration_count(evidence: Evidence) -> Iterator[Defect]:
    """A stated count that differs from the number of items listed for it.

    In running text it fires when the announced number and the number of items right behind it
    differ by one or two, however the row is split; rows introduced by "such as" or "including",
    which are samples, are left alone. For a numbered list it fires when the number announced in the
    sentences above it ("the following 7 demands") is not the number of its items.
    """
    for listing in evidence.lists:
        items = _items(evidence, listing)
        if (
            not listing.count
            or len(items) < 2
            or listing.count in (len(items), *_splits(evidence, listing))
        ):
            continue
        lead = evidence.text[listing.start : listing.items[0][0]].casefold()
        if not any(w in lead for w in (" are ", ", are", "namely", " is ", ":", "分别")):
            continue
        if any(w in lead for w in ("such as", "includ", "如", "包括")):
            continue
        if listing.items[0][0] <= listing.start + 160:
            yield Defect(listing.start, listing.end, str(listing.count), str(len(items)))
    yield from _numbered(evidence)


def _items(evidence: Evidence, listing: Enumeration) -> list[tuple[int, int]]:
    """The items of a list without what only explains the one before ("…, the arm of Y")."""
    return [
        item for turn, item in enumerate(listing.items)
        if not (turn and _EXPLAINS.search(evidence.text, item[0] - 6, item[0] + 6))
    ]  # fmt: skip


def _splits(evidence: Evidence, listing: Enumeration) -> set[int]:
    """Other counts that the list may mean: its pieces between semicolons."""
    end = evidence.text.find("\n", listing.items[0][0])
    pieces = re.split("[;；]", evidence.text[listing.items[0][0] : end])
    return {len(pieces)} - {1}


def _numbered(evidence: Evidence) -> Iterator[Defect]:
    """The number announced above a numbered list against its items 1, 2, 3 …"""
    marks = [(_number_of(m), m.start()) for m in _NUMBERED.finditer(evidence.text)]
    turn = 0
    while turn < len(marks):
        row = [marks[turn]]
        while turn + 1 < len(marks) and marks[turn + 1][0] == row[-1][0] + 1:
            turn += 1
            row.append(marks[turn])
        turn += 1
        if row[0][0] == 1 and len(row) >= 3:
            yield from _announced(evidence, row[0][1], len(row))


def _number_of(mark: re.Match[str]) -> int:
    """The number of a list's mark: in digits, or in words ("Two, …", "Second, …", "二、")."""
    if mark["word"]:
        return 1 + next(i for i, w in enumerate(_ORDER) if mark["word"].casefold() in w)
    return int(mark[1] or mark[2])


def _announced(evidence: Evidence, top: int, items: int) -> Iterator[Defect]:
    """The count in the sentences above a list, where it counts what is listed."""
    above = [s for s in evidence.sentences if s[0] < top and _LONG.search(evidence.text, *s)][-4:]
    for start, end in above:
        listed = cue("listed").search(evidence.text, start, end)
        for figure in evidence.within(start, min(end, top)):
            noun = _COUNTED.match(evidence.text, figure.end, min(end, top))
            if figure.unit or not float(figure.value).is_integer() or not noun:
                continue
            lead = evidence.text[max(start, figure.start - 40) : figure.start]
            last = (start, end) == above[-1] and not _WORDS.search(evidence.text, noun.end(), end)
            if cue("sample").search(lead + noun.group()) or not (listed or last):
                continue
            if 2 <= figure.value <= 60 and 1 <= abs(figure.value - items) <= 2:
                yield Defect(figure.start, noun.end(), number(figure.value), str(items))
                return


@rule("share-over-100")
def share_over_100(evidence: Evidence) -> Iterator[Defect]:
    """Shares of one whole that add up to more than 100 %, or parts that exceed their whole.

    Shares count as of one whole when they stand in one row ("A accounted for 60 %, B 30 % and C
    15 %") with nothing but names between them; half of the last digit of each is allowed for
    rounding. Answers of a survey, growth rates and rows in which each share has a verb of its own
    are left alone, as they may overlap. Parts are the counts or sums that "of which" or "including"
    introduces; they fire when their sum, or one of them, is above the whole.
    """
    for start, end in evidence.sentences:
        figures = evidence.within(start, end)
        yield from _shares(evidence, figures, start, end)
        yield from _parts(evidence, figures, end)


def _shares(evidence: Evidence, figures: list[Figure], start: int, end: int) -> Iterator[Defect]:
    turn = 0
    while turn < len(figures):
        row = [figures[turn]]
        while turn + 1 < len(figures) and _goes_on(evidence, row[-1], figures[turn + 1]):
            turn += 1
            row.append(figures[turn])
        turn += 1
        total = sum(f.value for f in row)
        slack = (
            sum(0.5 if float(f.value).is_integer() else 0.06 for f in row) if len(row) > 1 else 0
        )
        if row[0].unit == "%" and total > 100 + slack and _is_share(evidence, row, start, end):
            first = _row_start(evidence, row[0], start)
            yield Defect(
                first, row[-1].end, f"{total:g}" if len(row) > 1 else number(row[0].value), "100"
            )


def _row_start(evidence: Evidence, first: Figure, start: int) -> int:
    """Where the row's first name begins: behind the last mark before its share."""
    lead = evidence.text[start : first.start]
    cut = max(lead.rfind(mark) for mark in ",;:.")
    at = start + cut + 1 if cut >= 0 and len(lead) - cut < 90 else start
    while evidence.text[at] == " ":
        at += 1
    return at


def _goes_on(evidence: Evidence, one: Figure, other: Figure) -> bool:
    """Whether the next share stands in the same row: only a short name lies between them."""
    between = evidence.text[one.end : other.start]
    if one.unit != "%" or other.unit != "%" or len(between) > 80 or ";" in between:
        return False
    if re.search(r"\b(?:against|compared|than|from|versus|in|(?<!total )of) *$", between):
        return False
    words = _WORDS.findall(between)
    grows = cue("growth_before").search(between) or cue("average").search(between)
    return len(words) <= 10 and not grows and not cue("other_whole").search(between)


def _is_share(evidence: Evidence, row: list[Figure], start: int, end: int) -> bool:
    lead = evidence.text[max(start, row[0].start - 110) : row[0].start]
    tail = evidence.text[row[0].end : min(end, row[0].end + 30)]
    clause = lead[max(lead.rfind(m) for m in ";.") + 1 :]
    near = clause[-45:]
    if cue("growth_before").search(near[near.rfind(",") + 1 :]) or cue("other_whole").search(
        clause + tail
    ):
        return False
    if len(row) == 1:
        return bool(re.search(r"\baccount(?:s|ed|ing)? for (?:\w+ )?$|占(?:比)?(?:达)?$", near))
    between = [evidence.text[a.end : b.start] for a, b in zip(row, row[1:], strict=False)]
    verbs = any(_VERB.search(words) for words in between)
    if len(row) == 2 and re.search(r"\baccount\w* for\b|占", between[0]):
        return False  # two sentences in one, often of two wholes
    stated = cue("share").search(clause + tail) or re.match(
        r" of (?:the|this|its|all|total)\b|的", tail
    )
    return not verbs and bool(stated or len(row) >= 3)


def _parts(evidence: Evidence, figures: list[Figure], end: int) -> Iterator[Defect]:
    for turn, whole in enumerate(figures):
        if whole.unit in ("%", "percentage point", "rank") or whole.value < 2:
            continue
        following = figures[turn + 1 :]
        if not following:
            continue
        between = evidence.text[whole.end : following[0].start]
        opened = list(cue("parts").finditer(between))
        if not opened or len(between) > 120 or ";" in between:
            continue
        parts = _row_of_parts(evidence, whole, following, end)
        total = sum(f.value for f in parts)
        most = max((f.value for f in parts), default=0)
        if parts and (most > whole.value or (len(parts) > 1 and total > whole.value * 1.001)):
            stop = _noun_end(evidence.text, parts[-1].end, end)
            yield Defect(whole.start, stop, number(total), number(whole.value))


def _row_of_parts(
    evidence: Evidence, whole: Figure, following: list[Figure], end: int
) -> list[Figure]:
    """The parts behind "of which": figures of the same unit up to a new clause or another whole."""
    parts: list[Figure] = []
    at = whole.end
    for figure in following:
        between = evidence.text[at : figure.start]
        nested = parts and cue("parts").search(between)
        if (
            figure.unit != whole.unit
            or nested
            or re.search(
                r"[;。]|\b(?:while|compared|than|from|up|plans?|will|aims?|to have)\b", between
            )
        ):
            break
        if parts and not _PARTED.search(between):
            continue  # a number inside a part's name
        if parts and (len(between) > 70 or cue("growth_before").search(between)):
            break
        parts.append(figure)
        at = figure.end
    return parts


def _noun_end(text: str, at: int, end: int) -> int:
    """Where the name of what was counted last ends."""
    stop = re.compile(r"[,;.。()]|$").search(text, at, end)
    return min(stop.start() if stop else end, at + 60)
