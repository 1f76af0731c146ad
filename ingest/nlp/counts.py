"""Indicators that count: parks, patents, people, and physical units such as tonnes."""

from __future__ import annotations

import re

from ingest.nlp.draft import Draft, Token
from ingest.nlp.lexicon import words
from ingest.nlp.numbers import Quantity
from ingest.nlp.phrases import (
    RULES,
    Series,
    noun_before,
    noun_behind,
    singular,
    subject_before,
    unit_of,
)

_PHYSICAL = frozenset(RULES["physical"].split())
_NOT_NOUNS = frozenset(RULES["not_nouns"].split())
_NOT_UNITS = frozenset(RULES["not_units"].split())
_STOP = words("function", "verbs")
_OF_WHICH = re.compile(r"\bof (?:which|these|them)\b|\bincluding\b|\bAmong\b", re.IGNORECASE)


def count_series(
    draft: Draft, q: Quantity, found: list[Quantity], turn: int, sentence: tuple[int, int],
    earlier: list[Series],
) -> Series | None:  # fmt: skip
    """What a plain number counts; None when it counts nothing."""
    ranged = re.match(r"(?: to | or |-)\d+ (\w+)", draft.text[q.end : sentence[1]])
    if ranged and ranged[1].casefold() in _NOT_UNITS:
        return None
    lead = draft.text[max(sentence[0], q.start - 14) : q.start].casefold()
    if re.search(r"\b(?:first|latter|last|these|those|above|other|for) $", lead) and q.value < 10:
        return None
    following = draft.tokens(q.end, min(sentence[1], q.end + 110))
    phrase = noun_behind(following)
    if phrase:
        unit = unit_of(phrase)
        named = not draft.text[q.start].isdigit() and any(
            0 <= q.start - f.end <= 1 for f in draft.found
        )
        if named or any(
            f.type == "Region" and f.start <= phrase[-1].start < f.end for f in draft.found
        ):
            return None
        if unit in _NOT_UNITS or phrase[0].lower in _NOT_UNITS or not unit:
            return None
        if (
            phrase[-1].lower in ("ones", "others", "units")
            and earlier
            and phrase[-1].lower != "units"
        ):
            base = earlier[-1]
            name = " ".join(t.text for t in phrase[:-1]) + " " + base.name
            return Series(name.strip(), base.unit, span=(q.start, phrase[-1].end), sure=True)
        if phrase[0].lower in _PHYSICAL:
            return _physical(draft, q, found, turn, sentence, phrase[0], earlier)
        name = draft.text[phrase[0].start : phrase[-1].end]
        per = re.match(r"\s+per [\w, ]+?people", draft.text[phrase[-1].end :])
        end = phrase[-1].end + (per.end() if per else 0)
        before = re.search(
            r"relying on|of which|including", draft.text[max(sentence[0], q.start - 20) : q.start]
        )
        context = f"{name}{' per people' if per else ''}"
        return Series(" ".join(context.split()), unit, span=(q.start, end), sure=not before)
    return _noun_before(draft, q, found, turn, sentence, earlier)


def _physical(
    draft: Draft, q: Quantity, found: list[Quantity], turn: int, sentence: tuple[int, int],
    unit: Token, earlier: list[Series],
) -> Series:  # fmt: skip
    """Tonnes and kilowatts measure what is named before them, else what "of …" names."""
    start = found[turn - 1].end if turn else sentence[0]
    noun = subject_before(draft, draft.tokens(start, q.start))
    of = re.match(r" of ((?:[\w-]+ ?){1,4})", draft.text[unit.end : sentence[1]])
    same = next((s for s in reversed(earlier) if s.unit == singular(unit.lower)), None)
    name = draft.text[noun[0].start : noun[-1].end] if noun else ""
    if of:
        name = f"{of[1].strip()} {name}".strip()
    if not name and same:
        name = same.name
    span = (noun[0].start if noun else q.start, unit.end)
    return Series(name or unit.text, singular(unit.lower), span=span, sure=bool(name))


def _noun_before(
    draft: Draft, q: Quantity, found: list[Quantity], turn: int, sentence: tuple[int, int],
    earlier: list[Series],
) -> Series | None:  # fmt: skip
    """Counts that stand behind what they count: "patent applications were 2590 and 1217"."""
    start = found[turn - 1].end if turn else sentence[0]
    paired = _respectively(draft, q, found, turn, sentence)
    if paired:
        return paired
    same = next(
        (s for s in reversed(earlier) if not s.growth and s.unit not in ("%", "rank")), None
    )
    if (
        turn
        and same
        and re.fullmatch(
            r"[\s,]*(?:in \d{4} )?to (?:more than |about |nearly |over )?",
            draft.text[start : q.start],
        )
    ):
        return Series(same.name, same.unit, region=same.region, span=(start, q.end), sure=True)
    if not draft.text[q.start].isdigit() and re.search(
        r"\b(?:of|top|these|into)\s+$", draft.text[start : q.start]
    ):
        return None
    chunk = draft.text[start : q.start]
    tokens = draft.tokens(start, q.start)
    noun = noun_before(tokens)
    if noun and (noun[-1].lower in _NOT_NOUNS or draft.covered(noun[-1].start, noun[-1].end)):
        noun = []
    if noun:
        noun, unit = _over_adjunct(draft, tokens, noun)
        phrase = draft.text[noun[0].start : noun[-1].end]
        if _OF_WHICH.search(draft.text[sentence[0] : q.start]) and turn and earlier:
            unit = earlier[-1].unit if earlier[-1].unit not in ("%",) else unit
        elif earlier and turn and re.match(r"^[,;]?\s*(?:and )?(?:[\w-]+ ){1,3}$", chunk):
            unit = (
                earlier[-1].unit if len(earlier[-1].unit) != 3 and earlier[-1].unit != "%" else unit
            )
        if unit in _NOT_UNITS:
            return None
        return Series(phrase, unit, span=(noun[0].start, q.end), sure=True)
    if same and len(same.unit) != 3:
        return Series(same.name, same.unit, region=same.region, span=(q.start, q.end))
    return None


def _over_adjunct(draft: Draft, tokens: list[Token], noun: list[Token]) -> tuple[list[Token], str]:
    """The phrase and unit of what is counted where "in the zone" stands between the two."""
    at = tokens.index(noun[0])
    turn = at
    while turn and tokens[turn - 1].lower in (
        "the",
        "our",
        "this",
        "in",
        "of",
        "for",
        "by",
        "among",
    ):
        turn -= 1
    crossed = any(t.lower in ("in", "for", "among") for t in tokens[turn:at])
    if crossed and turn:
        outer = noun_before(tokens[:turn])
        if outer:
            return tokens[tokens.index(outer[0]) : tokens.index(noun[-1]) + 1], unit_of(
                outer[:1] if len(outer) == 1 else outer
            )
    return noun, unit_of(noun[-1:])


def _respectively(
    draft: Draft, q: Quantity, found: list[Quantity], turn: int, sentence: tuple[int, int]
) -> Series | None:
    """ "A and B were 5 and 7": the first number is A's, the second B's."""
    text = draft.text
    mate = None
    if (
        turn + 1 < len(found)
        and text[q.end : found[turn + 1].start].strip() == "and"
        and not found[turn + 1].unit
    ):
        mate, position, first = found[turn + 1], 0, q
    elif turn and text[found[turn - 1].end : q.start].strip() == "and" and not found[turn - 1].unit:
        mate, position, first = found[turn - 1], 1, found[turn - 1]
    if mate is None:
        return None
    names = re.search(
        r"(?P<a>[\w'-]+ [\w'-]+) and (?P<b>[\w'-]+ [\w'-]+) (?:were|are|reached|was|"
        r"is|respectively)",
        text[sentence[0] : sentence[1]],
    )
    if not names:
        return None
    name = names["ab"[position]]
    span = (sentence[0] + names.start(), max(q.end, first.end))
    return Series(name, _pair_unit(name), span=span, sure=True)


def _pair_unit(name: str) -> str:
    return " ".join([*name.split()[:-1], singular(name.split()[-1].casefold())])
