"""What a sentence measures: its words, its quantities, and the series that they are figures of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.facts import is_money
from ingest.nlp.draft import Draft, Token
from ingest.nlp.lexicon import data
from ingest.nlp.numbers import Quantity

RULES = data("measures.json")
NESTED = re.compile(rf"\b(?:{RULES['nested']})\b", re.IGNORECASE)
"""Words that say that parts of what was counted follow: "of which", "including"."""
_PARTS = re.compile(r"\s*(?:\([^()]*\))?:")
"""A colon behind a sum: "a budget of 12 million euros: 7 million from"."""
BOUND = rf"(?:{RULES['approximate']}|{RULES['bounds']['min']}|{RULES['bounds']['max']})"
"""Words between a preposition and a number, as a pattern: "about", "more than"."""
_NAMES = ("Region", "Enterprise", "Institute", "Agency", "Person", "Patent", "Policy")


@dataclass(frozen=True, slots=True)
class Series:
    """What is measured; ``base`` is the series that a growth is of."""

    name: str
    unit: str
    growth: bool = False
    average: bool = False
    falling: bool = False
    base: str = ""
    region: str = ""
    period: str = ""
    span: tuple[int, int] | None = None
    sure: bool = False
    target: bool = False
    part: bool = False
    """A part of the series before it ("28 national ones")."""
    value: float = 0.0
    again: bool = False
    """Said again: the figure adds nothing."""
    claim: int = 0
    """Up to where words behind the number belong to it."""

    @property
    def absolute(self) -> bool:
        """A count or an amount: no share, rank or growth."""
        return not self.growth and self.unit not in ("%", "rank", "percentage point")


@dataclass(slots=True)
class Line:
    """A sentence with its words, its quantities and the series measured before it."""

    draft: Draft
    start: int
    end: int
    tokens: list[Token]
    found: list[Quantity]
    earlier: list[Series]
    times: list[tuple[int, int]]
    claimed: int = 0
    """Up to where the words belong to the quantities read so far."""
    previous: Series | None = None
    """The series of the quantity before."""
    heading: str = ""
    """The heading right above, for figures that stand without a noun."""

    def text(self, start: int, end: int) -> str:
        """The words between two offsets."""
        return self.draft.text[start:end]

    def lead(self, offset: int, width: int) -> str:
        """The words of the sentence right before an offset, at most ``width`` characters."""
        return self.draft.text[max(self.start, offset - width) : offset]

    def rest(self, turn: int) -> str:
        """The words behind a quantity up to the next one."""
        return self.draft.text[self.found[turn].end : self.before_next(turn)]

    def after(self, turn: int) -> str:
        """The words behind a quantity up to the end of the sentence."""
        return self.draft.text[self.found[turn].end : self.end]

    def behind(self, offset: int) -> int:
        """The number of the first token at or behind an offset."""
        return next((n for n, t in enumerate(self.tokens) if t.start >= offset), len(self.tokens))

    def at(self, turn: int) -> int:
        """The number of a quantity's first token."""
        return self.behind(self.found[turn].start)

    def floor(self, turn: int) -> int:
        """The number of the first token that belongs to a quantity."""
        return self.behind(self.since(turn)) if turn else 0

    def since(self, turn: int) -> int:
        """Where the words that belong to a quantity begin: behind the one before it."""
        if not turn:
            return self.start
        return max(self.found[turn - 1].end, min(self.claimed, self.found[turn].start))

    def before_next(self, turn: int) -> int:
        """Where they end: at the next quantity."""
        return self.found[turn + 1].start if turn + 1 < len(self.found) else self.end

    def chunk(self, turn: int) -> str:
        """Those words up to the quantity, with the times in them blanked out."""
        return self.blanked(self.since(turn), self.found[turn].start)

    def blanked(self, start: int, end: int) -> str:
        """The words between two offsets, with the times in them blanked out."""
        words = self.text(start, end)
        for a, b in self.times:
            if start <= a and b <= end:
                words = words[: a - start] + " " * (b - a) + words[b - start :]
        return words

    def quantity_at(self, token: Token) -> bool:
        """Whether a token is part of a quantity."""
        return any(q.start <= token.start < q.end for q in self.found)

    def timed(self, token: Token) -> bool:
        """Whether a token is part of a time."""
        return any(a <= token.start < b for a, b in self.times)

    def named(self, token: Token) -> bool:
        """Whether a token is part of a body's, policy's or place's name."""
        return any(f.start <= token.start < f.end for f in self.draft.found if f.type in _NAMES)

    def all_named(self, run: range) -> bool:
        """Whether a phrase is nothing but names."""
        return all(self.named(self.tokens[n]) for n in run)

    def words_of(self, run: range) -> str:
        """The words of a run of tokens, white space folded."""
        if not run:
            return ""
        return " ".join(self.text(self.tokens[run[0]].start, self.tokens[run[-1]].end).split())

    def whole(self) -> Series | None:
        """The last count or amount before a quantity that is no part of another."""
        return next((s for s in reversed(self.earlier) if s.absolute and not s.part), None)

    def money(self) -> Series | None:
        """The last sum of money before a quantity, wholes before parts."""
        sums = [s for s in self.earlier if is_money(s.unit)]
        return next((s for s in reversed(sums) if not s.part), sums[-1] if sums else None)

    def before(self) -> tuple[int, int]:
        """The sentence before this one; an empty span when it is the first."""
        spans = [s for s in self.draft.sentences if s[1] <= self.start]
        return spans[-1] if spans else (self.start, self.start)

    def other(self, start: int, end: int) -> Line:
        """Another sentence of the same text, without its figures."""
        return Line(self.draft, start, end, tokens_of(self.draft, start, end), [], [], [])

    def nested(self, turn: int) -> bool:
        """Whether the sentence has begun to count parts before a quantity."""
        since = self.found[turn].start
        opened = any(
            q.end < since and _PARTS.match(self.draft.text, q.end, since)
            for q in self.found[:turn] if is_money(q.unit)
        )  # fmt: skip
        return opened or bool(NESTED.search(self.draft.text, self.start, since))


def tokens_of(draft: Draft, start: int, end: int) -> list[Token]:
    """The words and marks of a span, a number with its separators as one."""
    merged: list[Token] = []
    for token in draft.tokens(start, end):
        last = merged[-2:]
        if (
            len(last) == 2
            and token.text.isdigit() and len(token.text) == 3
            and last[1].text == "," and last[0].text[-1].isdigit()
            and last[0].end == last[1].start and last[1].end == token.start
        ):  # fmt: skip
            merged[-2:] = [Token(draft.text[last[0].start : token.end], last[0].start, token.end)]
        else:
            merged.append(token)
    return merged
