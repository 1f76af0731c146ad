"""Indicators of money: the word for the sum before it, behind it, or in the verb."""

from __future__ import annotations

import re

from ingest.nlp.draft import Draft
from ingest.nlp.lexicon import words
from ingest.nlp.numbers import Quantity
from ingest.nlp.phrases import (
    RULES,
    Series,
)

_MONEY = frozenset(RULES["money"].split())
_STOP = words("function", "verbs")


def money_series(
    draft: Draft, q: Quantity, found: list[Quantity], turn: int, sentence: tuple[int, int],
    earlier: list[Series],
) -> Series:  # fmt: skip
    """What a sum of money is."""
    text = draft.text
    start = found[turn - 1].end if turn else sentence[0]
    if (
        turn
        and text[start : q.start].strip() in ("(", "")
        and len(found[turn - 1].unit) == 3
        and earlier
    ):
        return Series(
            earlier[-1].name,
            q.unit,
            region=earlier[-1].region,
            span=(found[turn - 1].start, q.end),
            sure=True,
        )
    behind = re.match(r" (?:of |in (?:the )?)?((?:[\w-]+ ){0,2}[\w-]+)", text[q.end : sentence[1]])
    label = re.search(r"\b([A-Z]\w+(?: \w+)?):\s*$", text[start : q.start])
    if label:
        return Series(label[1], q.unit, span=(start + label.start(1), q.end), sure=True)
    before = _measure_noun(draft, start, q.start)
    if before:
        return Series(text[before[0] : before[1]], q.unit, span=(before[0], q.end), sure=True)
    if behind:
        parts = [w for w in behind[1].split()]
        hit = next((n for n, w in enumerate(parts) if w.casefold() in _MONEY), None)
        if hit is not None:
            end = q.end + behind.start(1) + len(" ".join(parts[: hit + 1]))
            return Series(" ".join(parts[: hit + 1]), q.unit, span=(q.start, end), sure=True)
    verb = _verb(draft, start, q.start)
    if verb:
        return Series(
            verb,
            q.unit,
            span=(q.start, q.end),
            sure=True,
        )
    series = next((s for s in reversed(earlier) if len(s.unit) == 3), None)
    if series and turn:
        return Series(series.name, q.unit, region=series.region, span=(q.start, q.end))
    wide = _measure_noun(draft, sentence[0], q.start)
    if wide:
        return Series(text[wide[0] : wide[1]], q.unit, span=(wide[0], q.end))
    return Series(series.name if series else "amount of money", q.unit, span=(q.start, q.end))


def _measure_noun(draft: Draft, start: int, end: int) -> tuple[int, int] | None:
    """The last phrase with a word for a sum ("sales revenue", "total budget") before an offset."""
    tokens = draft.tokens(start, end)
    for at in range(len(tokens) - 1, -1, -1):
        token = tokens[at]
        if token.lower.rstrip("s") in _MONEY or token.lower in _MONEY:
            first = at
            while (
                first
                and tokens[first - 1].is_word
                and tokens[first - 1].lower not in _STOP
                and at - first < 5
            ):
                first -= 1
            last = at
            if at + 1 < len(tokens) and tokens[at + 1].lower == "of":
                turn = at + 2
                while (
                    turn < len(tokens)
                    and tokens[turn].is_word
                    and turn - at < 8
                    and (tokens[turn].lower not in _STOP or tokens[turn].lower == "the")
                ):
                    last, turn = turn, turn + 1
            return tokens[first].start, tokens[last].end
    return None


def _verb(draft: Draft, start: int, end: int) -> str:
    verbs: dict[str, str] = RULES["verbs"]
    for token in reversed(draft.tokens(start, end)):
        if token.lower in verbs:
            name = verbs[token.lower]
            return (
                "patent transfer price"
                if name == "price" and "transfer" in draft.text[start:end]
                else name
            )
    return ""
