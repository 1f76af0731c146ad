"""Relations by trigger words: for a language whose clauses `ingest.nlp.clauses` does not read.

A rule names the words that state a relation and the types of the ends around them; the language
says which mentions stand at its ends (`Triggers.ends`, `Triggers.from_topic`).
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from ingest.nlp.draft import Draft, Found

_TITLES = ("Policy", "Programme", "Patent")
_RESPECTIVELY = re.compile(r"\brespectively\b|分别")
_FAR = 200
"""Characters between two ends beyond which a relation is less sure."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A trigger with the ends that it relates."""

    type: str
    trigger: re.Pattern[str]
    left: tuple[str, ...]
    right: tuple[str, ...]
    window: int
    reverse: bool
    group: bool
    topic: bool
    nearest: bool
    every: bool
    inside: bool
    followed: re.Pattern[str] | None


def rule_of(raw: dict[str, Any]) -> Rule:
    """A rule from its lines in the data file."""
    followed = raw.get("followed")
    return Rule(
        raw["type"],
        re.compile(raw["trigger"]),
        tuple(raw["left"]),
        tuple(raw["right"]),
        raw.get("window", 150),
        raw.get("reverse", False),
        raw.get("group", False),
        raw.get("topic", False),
        raw.get("nearest", False),
        raw.get("all", False),
        raw.get("inside", False),
        re.compile(followed) if followed else None,
    )


class Triggers(ABC):
    """Applies trigger rules to the mentions of a sentence."""

    negative: re.Pattern[str]
    """What denies a relation when it stands between the ends."""

    @abstractmethod
    def ends(
        self, draft: Draft, rule: Rule, trigger: re.Match[str], found: list[Found]
    ) -> tuple[list[Found], list[Found]]:
        """The mentions before and after a trigger that fit its rule."""

    @abstractmethod
    def from_topic(
        self, draft: Draft, rule: Rule, before: tuple[int, int], found: list[Found],
        topic: list[Found],
    ) -> list[Found]:  # fmt: skip
        """The left end that the sentence before, or the whole document, supplies."""

    def apply(
        self, draft: Draft, rule: Rule, trigger: re.Match[str], sentence: tuple[int, int],
        found: list[Found], topic: list[Found],
    ) -> None:  # fmt: skip
        """Links the ends of one trigger, each with each; a denied one links nothing."""
        a, b = trigger.span()
        if any(f.start < a and b < f.end and f.type in _TITLES for f in found):
            return
        left, right = self.ends(draft, rule, trigger, found)
        if not left and rule.topic:
            left = self.from_topic(draft, rule, (sentence[0], a), found, topic)
        if not left or not right:
            return
        if self.negative.search(draft.text, max(sentence[0], left[-1].end), right[-1].end):
            return
        pairs = [(subject, object_) for subject in left for object_ in right]
        if len(left) == len(right) > 1 and _RESPECTIVELY.search(
            draft.text, left[-1].end, min(sentence[1], right[-1].end + 20)
        ):
            pairs = list(zip(left, right, strict=True))
        for subject, object_ in pairs:
            ends = (object_, subject) if rule.reverse else (subject, object_)
            start = max(sentence[0], min(subject.start, object_.start, a))
            end = max(object_.end, b, subject.end if subject.start >= start else b)
            draft.link(rule.type, *ends, start, end, 0.7 if end - start < _FAR else 0.5)
