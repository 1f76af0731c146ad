"""Component ``qilian_relations``: relations by trigger words, from ``relations.json``.

Each rule names the words that state a relation and the types of the ends around them. Coordinated
bodies ("A, B and C jointly …") share what is said; a clause that denies ("did not join", "came only
to listen") gives nothing. What follows from structure alone is in `ingest.nlp.structure`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from ingest.nlp.draft import Draft, Found, draft_of
from ingest.nlp.lexicon import data
from ingest.nlp.references import add_references
from ingest.nlp.structure import add_structure

BODIES = ("Enterprise", "Institute", "Agency", "Platform")
_JOINT = re.compile(
    r"\s*(?:[\w ,]{0,25}?)\b(?:jointly|together|have joined hands|signed (?:a|an|"
    r"the)|share|cooperat\w+|collaborat\w+|will (?:scale up|work together|test|"
    r"develop))\b"
)
_BETWEEN = re.compile(
    r"(?:,|;| and| &|, and| together with| as well as|,? and with|/)?\s*(?:the |"
    r"both |then |other \d+ units )?(?:\([^)]*\))?\s*"
)
_CLAUSE = re.compile(r";|,? while\b|, but\b|, although\b|\. ")


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


def _rule(raw: dict[str, Any]) -> Rule:
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


@Language.factory("qilian_relations")
def make_relations(nlp: Language, name: str) -> Relations:
    """The factory that spaCy calls."""
    return Relations()


class Relations:
    """Applies the trigger rules sentence by sentence, then the structural ones."""

    def __init__(self) -> None:
        raw = data("relations.json")
        self.rules = [_rule(rule) for rule in raw["rules"]]
        self.negative = re.compile(raw["negative"], re.IGNORECASE)

    def __call__(self, doc: Doc) -> Doc:
        """Reads the document into its draft; the document itself is given on."""
        draft = draft_of(doc)
        add_references(draft)
        topic: list[Found] = []
        for turn, (start, end) in enumerate(draft.sentences):
            if draft.is_tabular(start, end) or (turn == 0 and draft.source.title):
                continue
            found = draft.within(start, end)
            for rule in self.rules:
                for trigger in rule.trigger.finditer(draft.text, start, end):
                    self._apply(draft, rule, trigger, (start, end), found, topic)
            _jointly(draft, found, (start, end), self.negative)
            _transfers(draft, found, (start, end))
            subjects = [f for f in found if f.type in (*BODIES, "Programme", "Region", "Policy")]
            topic = subjects or topic
        add_structure(draft)
        return doc

    def _apply(
        self, draft: Draft, rule: Rule, trigger: re.Match[str], sentence: tuple[int, int],
        found: list[Found], topic: list[Found],
    ) -> None:  # fmt: skip
        a, b = trigger.span()
        if any(
            f.start < a and b < f.end and f.type in ("Policy", "Programme", "Patent") for f in found
        ):
            return
        clause = _clause(draft, a, sentence)
        if self.negative.search(draft.text, clause[0], clause[1]):
            return
        rights = [
            f
            for f in found
            if f.type in rule.right and (a if rule.inside else b) <= f.start < b + rule.window
        ]
        if rule.followed and not (
            rights and rule.followed.search(draft.text[rights[0].end : rights[0].end + 40])
        ):
            return
        lefts = [
            f
            for f in found
            if f.type in rule.left
            and f.end <= (b if rule.inside else a) + 1
            and a - f.end < rule.window
        ]
        left = _nearest_group(draft, lefts, rule.group)
        if not left and rule.topic:
            left = _from_topic(draft, rule, sentence, topic)
        if not rights or not left:
            return
        right = rights if rule.every else _first_group(draft, rights)
        if rule.nearest:
            left, right = left[-1:], rights[:1]
        for subject in left:
            for object_ in right:
                ends = (object_, subject) if rule.reverse else (subject, object_)
                start = min(subject.start, object_.start, a)
                end = max(subject.end, object_.end, b)
                near = end - start < 200
                draft.link(
                    rule.type,
                    *ends,
                    max(start, sentence[0]) if start >= sentence[0] else a,
                    end,
                    0.7 if near else 0.5,
                )


def _clause(draft: Draft, at: int, sentence: tuple[int, int]) -> tuple[int, int]:
    """The part of a sentence around an offset, between marks that part clauses."""
    start, end = sentence
    for mark in _CLAUSE.finditer(draft.text, *sentence):
        if mark.end() <= at:
            start = mark.end()
        elif mark.start() > at:
            end = mark.start()
            break
    return start, end


def _joined(draft: Draft, first: Found, second: Found) -> bool:
    """Whether only a comma or "and" stands between two mentions."""
    if second.start < first.end:
        return True
    return bool(_BETWEEN.fullmatch(draft.text[first.end : second.start]))


def _nearest_group(draft: Draft, lefts: list[Found], group: bool) -> list[Found]:
    """The mention nearest before a trigger, with those coordinated with it."""
    ordered = sorted(lefts, key=lambda f: f.end)
    if not ordered:
        return []
    chosen = [ordered[-1]]
    if group:
        for earlier in reversed(ordered[:-1]):
            if not _joined(draft, earlier, chosen[0]):
                break
            chosen.insert(0, earlier)
    return chosen


def _first_group(draft: Draft, rights: list[Found]) -> list[Found]:
    chosen = rights[:1]
    for later in rights[1:]:
        if not _joined(draft, chosen[-1], later):
            break
        chosen.append(later)
    return chosen


_PRONOUN = re.compile(
    r"^(?:It|They|This|These|The (?:project|programme|company|centre|center|firm|"
    r"base|alliance|department|region|list|campaign|plan|policy|conference|four|five|"
    r"six|\w+ other|other)|In addition|At the same time|the)\b"
)


def _from_topic(
    draft: Draft, rule: Rule, sentence: tuple[int, int], topic: list[Found]
) -> list[Found]:
    """The left end that the sentence before, or the whole document, supplies."""
    fit = [f for f in topic if f.type in rule.left]
    if fit and _PRONOUN.match(draft.text[sentence[0] : sentence[1]]):
        return fit[:1]
    if "Region" in rule.left and draft.seat and rule.type in ("RUNS", "TARGETS", "IMPLEMENTS"):
        return [draft.seat]
    return fit[:1] if rule.type in ("MEMBER_OF",) else []


def _jointly(
    draft: Draft, found: list[Found], sentence: tuple[int, int], negative: re.Pattern[str]
) -> None:
    """Coordinated bodies that act jointly collaborate, each with each."""
    bodies = [f for f in found if f.type in BODIES]
    turn = 0
    while turn < len(bodies):
        group = [bodies[turn]]
        while turn + 1 < len(bodies) and _joined(draft, group[-1], bodies[turn + 1]):
            turn += 1
            group.append(bodies[turn])
        turn += 1
        behind = draft.text[group[-1].end : min(sentence[1], group[-1].end + 45)]
        distinct = list({(f.type, f.key): f for f in group}.values())
        if len(distinct) < 2 or not _JOINT.match(behind) or negative.search(behind):
            continue
        for one, other in combinations(distinct, 2):
            draft.link("COLLABORATES_WITH", one, other, group[0].start, group[-1].end, 0.75)
    _with_agreement(draft, bodies, sentence, negative)


_AGREED = re.compile(r"\b(?:and|with) (?:the )?$|\b(?:by|is by|are by|will and) (?:the )?$")


def _with_agreement(
    draft: Draft, bodies: list[Found], sentence: tuple[int, int], negative: re.Pattern[str]
) -> None:
    """ "A … to this end and B signed an agreement", "the first is by B to cooperate"."""
    for first, second in zip(bodies, bodies[1:], strict=False):
        between = draft.text[first.end : second.start]
        behind = draft.text[second.end : second.end + 60]
        acts = re.match(
            r"[\w ,()]{0,12}?(?:signed|cooperation|cooperate|to cooperate|joint "
            r"research|jointly|develop)",
            behind,
        )
        agreed = acts and _AGREED.search(between) and not negative.search(between + behind)
        if agreed and (first.type, first.key) != (second.type, second.key):
            draft.link("COLLABORATES_WITH", first, second, first.start, second.end, 0.65)


_TRANSFER = re.compile(
    r"\b(?:transferred|transfer|licensed|sold|put|assigned)\b[^.;]*?\b(?:to)\b", re.IGNORECASE
)


def _transfers(draft: Draft, found: list[Found], sentence: tuple[int, int]) -> None:
    """ "A transferred T to B": A develops T, B takes it."""
    for trigger in _TRANSFER.finditer(draft.text, *sentence):
        owners = [
            f
            for f in found
            if f.type in ("Institute", "Enterprise") and f.end <= trigger.start() + 1
        ]
        things = [
            f
            for f in found
            if f.type in ("Technology", "Patent")
            and f.start >= trigger.start()
            and f.start < trigger.end() + 40
        ]
        takers = [
            f
            for f in found
            if f.type in ("Enterprise", "Institute")
            and trigger.start() < f.start
            and re.search(r"\bto (?:the )?$", draft.text[sentence[0] : f.start])
        ]
        if not owners or not things or not takers:
            continue
        owner, taker = owners[-1], takers[0]
        for thing in things:
            draft.link("DEVELOPS", owner, thing, owner.start, thing.end, 0.75)
            draft.link(
                "LICENSES",
                taker,
                thing,
                min(thing.start, taker.start),
                max(taker.end, thing.end),
                0.75,
            )
