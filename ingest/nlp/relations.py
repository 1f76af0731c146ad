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
    r"\s*(?:\([^)]*\))?(?:, which [^,]{3,60},)?(?:[\w ,]{0,25}?)\b(?:jointly|"
    r"together|have joined hands|signed (?:a|an|"
    r"the)|share|cooperat\w+|collaborat\w+|will (?:scale up|work together|test|"
    r"develop))\b"
)
_BETWEEN = re.compile(
    r"(?:,|;| and| &|, and| together with| as well as|,? and with|/)?\s*(?:the |"
    r"both |then |other \d+ units )?(?:\([^)]*\))?\s*"
)


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
            _in_order_to(draft, found, (start, end))
            subjects = [f for f in found if f.type in (*BODIES, "Programme", "Region", "Policy")]
            topic = subjects or topic
        add_structure(draft)
        return doc

    def _apply(
        self, draft: Draft, rule: Rule, trigger: re.Match[str], sentence: tuple[int, int],
        found: list[Found], topic: list[Found],
    ) -> None:  # fmt: skip
        a, b = trigger.span()
        if any(f.start < a and b < f.end and f.type in _TITLES for f in found):
            return
        left, right = _ends(draft, rule, trigger, found)
        if not left and rule.topic:
            left = _from_topic(draft, rule, (sentence[0], a), found, topic)
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
            draft.link(rule.type, *ends, start, end, 0.7 if end - start < 200 else 0.5)


_TITLES = ("Policy", "Programme", "Patent")
_RESPECTIVELY = re.compile(r"\brespectively\b")


def _ends(
    draft: Draft, rule: Rule, trigger: re.Match[str], found: list[Found]
) -> tuple[list[Found], list[Found]]:
    """The mentions before and after a trigger that fit its rule."""
    a, b = trigger.span()
    first = a if rule.inside else b
    last = (b if rule.inside else a) + 1
    right = [f for f in found if f.type in rule.right and first <= f.start < b + rule.window]
    if rule.followed and not (
        right and rule.followed.search(draft.text[right[0].end : right[0].end + 40])
    ):
        return [], []
    left = [
        f for f in found if f.type in rule.left and f.end <= last and a - f.end < rule.window
    ]  # fmt: skip
    firms = [f for f in left if f.type in ("Enterprise", "Institute")]
    if firms and rule.type in ("HAS_PROBLEM", "COLLABORATES_WITH") and not rule.reverse:
        left = firms
    left = _nearest_group(draft, left, rule.group)
    right = right if rule.every else _first_group(draft, right)
    return (left[-1:], right[:1]) if rule.nearest else (left, right)


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
    draft: Draft, rule: Rule, before: tuple[int, int], found: list[Found], topic: list[Found]
) -> list[Found]:
    """The left end that the sentence before, or the whole document, supplies."""
    fit = [f for f in topic if f.type in rule.left]
    if fit and _PRONOUN.match(draft.text[slice(*before)]):
        return fit[:1]
    named = any(f.type in (*BODIES, "Programme") and f.end <= before[1] for f in found)
    if named or "Region" not in rule.left or not draft.seat:
        return fit[:1] if rule.type == "MEMBER_OF" else []
    return [draft.seat] if rule.type in ("RUNS", "TARGETS", "IMPLEMENTS") else []


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


_IN_ORDER = re.compile(r"\b(?:in order )?to (?:\w+ )?implement\b", re.IGNORECASE)


def _in_order_to(draft: Draft, found: list[Found], sentence: tuple[int, int]) -> None:
    """ "To implement P, A and B …": the bodies that act in the main clause implement it."""
    for trigger in _IN_ORDER.finditer(draft.text, *sentence):
        earlier = [f for f in found if f.type in BODIES and f.end <= trigger.start()]
        reporting = re.search(
            r"\b(?:learned|informed)\b", draft.text[sentence[0] : trigger.start()]
        )
        policies = [f for f in found if f.type == "Policy" and f.start >= trigger.end()]
        if not policies or (earlier and not reporting):
            continue
        policies = [p for p in policies if p.start - policies[0].end < 120]
        doers = ("Agency", "Region", "Programme", "Institute")
        actors = [f for f in found if f.type in doers and f.start >= policies[-1].end]
        group = _first_group(draft, actors) or [f for f in [draft.seat] if f]
        for actor in group:
            for policy in policies:
                draft.link("IMPLEMENTS", actor, policy, trigger.start(), policy.end, 0.65)
