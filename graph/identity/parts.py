"""What a score about identity is made of, and what linking a string answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """One additive part of a score: what was compared, how well it agrees, what that adds.

    ``says`` is in plain words for people; ``points`` of all parts sum to the score's log-odds.
    """

    feature: str
    value: float
    points: float
    says: str


@dataclass(frozen=True, slots=True)
class LinkCandidate:
    """A known organisation that a string may mean; ``matched`` is the name of it that was found,
    ``score`` the probability that it is right."""

    entity: str
    name: str
    kind: str
    matched: str
    score: float
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """Whom a string means: the chosen organisation or None with the reason, and all candidates
    that were considered, best first."""

    text: str
    chosen: LinkCandidate | None
    candidates: tuple[LinkCandidate, ...]
    reason: str = ""
