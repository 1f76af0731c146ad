"""Indicators in per cent: growth of a series, shares of a whole, rows with "respectively"."""

from __future__ import annotations

import re

from ingest.nlp.draft import Draft
from ingest.nlp.numbers import Quantity
from ingest.nlp.phrases import (
    RULES,
    Series,
    noun_behind,
    subject_before,
)

_GROWTH = re.compile(
    r"\b(?:" + "|".join(sorted(map(re.escape, RULES["growth_before"]), key=len, reverse=True))
    + r")\s*(?:of |by )?(?:nearly |about |almost |some |more than |over |above |"
r"around |remain(?:ed|s)? above |remain(?:ed|s)? |is |was |reached )*$",
    re.IGNORECASE,
)  # fmt: skip
_FALL = re.compile(
    r"\b(?:"
    + "|".join(sorted(RULES["growth_down"], key=len, reverse=True))
    + r")\s*(?:nearly |about |almost |some )?$",
    re.IGNORECASE,
)
_AVERAGE = re.compile(r"\baverage annual|annual average|per year|a year\b", re.IGNORECASE)


def percent_series(
    draft: Draft, q: Quantity, found: list[Quantity], turn: int, sentence: tuple[int, int],
    earlier: list[Series],
) -> Series | None:  # fmt: skip
    """What a percentage is of: a growth, a share, a proportion; None when it cannot be told."""
    text = draft.text
    before = text[max(sentence[0], q.start - 60) : q.start]
    falling = bool(_FALL.search(before))
    growing = bool(_GROWTH.search(before)) or falling
    chained = (
        turn
        and found[turn - 1].unit == "%"
        and text[found[turn - 1].end : q.start].strip() in ("and", ",", ", and")
    )
    if chained and not growing:
        growing = bool(
            _GROWTH.search(
                text[max(sentence[0], found[turn - 1].start - 40) : found[turn - 1].start]
            )
        )
    if growing and q.unit == "%" and not re.search(r"\b(?:from|reached)\s+$", before):
        return _growth(draft, q, found, turn, sentence, earlier, falling)
    shared = _share_row(draft, q, found, turn, sentence)
    if shared:
        return shared
    start = found[turn - 1].end if turn else sentence[0]
    tokens = draft.tokens(start, q.start)
    onward = re.fullmatch(
        r"\s*(?:in \d{4} )?to (?:more than |about |nearly |over )?", text[start : q.start]
    )
    if turn and onward and earlier:
        return Series(
            earlier[-1].name, q.unit, region=earlier[-1].region, span=(start, q.end), sure=True
        )
    noun = subject_before(draft, tokens)
    behind = re.match(
        r" of (?:the |its |all )?((?:[\w'-]+ ){0,4}[\w'-]+)", text[q.end : sentence[1]]
    )
    behind_words = (
        " ".join(t.text for t in noun_behind(draft.tokens(q.end + 4, sentence[1])))
        if behind
        else ""
    )
    name = text[noun[0].start : noun[-1].end] if noun else ""
    if not name and earlier and turn and earlier[-1].unit == "%":
        name = earlier[-1].name
    full = f"{name} share of {behind_words}" if behind_words and name else name or behind_words
    if not full:
        return None
    if not name and earlier and re.search(r"\baccount\w*", before):
        full = f"{earlier[-1].name} share"
    span = (noun[0].start if noun else q.start, q.end)
    unit = "percentage point" if q.unit == "percentage point" else "%"
    return Series(" ".join(full.split()), unit, span=span, sure=bool(name))


def _share_row(
    draft: Draft, q: Quantity, found: list[Quantity], turn: int, sentence: tuple[int, int]
) -> Series | None:
    """ "A, B, C and D accounted for 1 %, 2 %, 3 %, 4 % of X respectively"."""
    text = draft.text[sentence[0] : sentence[1]]
    if "respectively" not in text:
        return None
    row = re.search(
        r"(?P<names>[^.;]+?) (?:accounted for|account for|were|made up|is|are|was) (?=[\d.]+ ?%)",
        text,
    )
    values = [f for f in found if f.unit == "%"]
    if not row or q not in values:
        return None
    names = [n.strip() for n in re.split(r",| and ", row["names"]) if n.strip()]
    row_values = [v for v in values if v.start >= sentence[0] + row.end() - 1][: len(names)]
    if q not in row_values or len(row_values) != len(names):
        return None
    name = names[row_values.index(q)]
    whole = re.match(r"[^;.]*?% of (?:the )?([\w ]+?)(?: respectively|,|;|$)", text[row.end() :])
    full = f"{name} share" + (f" of {whole[1]}" if whole else "")
    return Series(full, "%", span=(sentence[0] + row.start("names"), q.end), sure=True)


def _growth(
    draft: Draft, q: Quantity, found: list[Quantity], turn: int, sentence: tuple[int, int],
    earlier: list[Series], falling: bool,
) -> Series | None:  # fmt: skip
    text = draft.text
    bases = [s for s in earlier if not s.growth and s.unit not in ("%", "rank")]
    lead = text[max(sentence[0], q.start - 70) : q.start]
    average = bool(_AVERAGE.search(lead))
    own = re.search(r"growth rate of (?:the )?([\w -]+?) (?:remain|is|was|reach|of|to|above)", lead)
    base: Series | None = bases[-1] if bases else None
    chained = [f for f in found if f.unit == "%"]
    row = _chain(draft, chained, q)
    if (
        row
        and len(row) > 1
        and "respectively" in text[q.end : q.end + 120] + text[row[-1].end : row[-1].end + 40]
    ):
        names = list(dict.fromkeys(s.name for s in bases))
        if len(names) >= len(row):
            wanted = names[-len(row) :][row.index(q)]
            base = next(s for s in bases if s.name == wanted)
    if own:
        base = Series(own[1], "")
    if base is None:
        start = found[turn - 1].end if turn else sentence[0]
        cut = re.sub(
            r"(?:an? |the )?(?:average )?(?:annual )?(?:increase|growth|rise|growth rate)[\w ]*$",
            "",
            text[start : q.start],
        )
        noun = subject_before(draft, draft.tokens(start, start + len(cut)))
        if not noun:
            return None
        base = Series(text[noun[0].start : noun[-1].end], "")
    name = base.name + (" average annual" if average else "") + " growth"
    return Series(
        name,
        "%",
        growth=True,
        average=average,
        falling=falling,
        base=base.name,
        region=base.region,
        span=(max(sentence[0], q.start - len(lead.split(",")[-1])), q.end),
        sure=True,
    )


def _chain(draft: Draft, values: list[Quantity], q: Quantity) -> list[Quantity]:
    """The percentages joined by "and" or commas that a percentage belongs to."""
    row = [q]
    at = values.index(q)
    while at and draft.text[values[at - 1].end : values[at].start].strip(" ,") in ("", "and"):
        at -= 1
        row.insert(0, values[at])
    at = values.index(q)
    while at + 1 < len(values) and draft.text[values[at].end : values[at + 1].start].strip(
        " ,"
    ) in ("", "and"):
        at += 1
        row.append(values[at])
    return row
