"""Relations that phrases state without a verb of their own.

"A's B", "B of A", "its B", "B (A)", "an agreement between A and B", "according to the plan P, A …",
"with a grant from the fund F".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations

from ingest.nlp.clauses import Clauses
from ingest.nlp.draft import Draft, Found
from ingest.nlp.grammar import Grammar
from ingest.nlp.groups import Group, Slot

BODIES = ("Enterprise", "Institute", "Agency", "Platform")
_CARRIERS = (*BODIES, "Region", "Programme")
_MOST_PARTNERS = 8
_BRACKET = re.compile(r"[\"”’]? ?[(（](?:the )?")
_HOSTED = re.compile(r"\b(?:laborator|lab\b|cent(?:er|re)\b|station\b|joint\b)", re.IGNORECASE)
_COMMA = re.compile(r"[\"”’]?(?: ?[(（][^()（）]*[)）])?[,，]")
_NEAR = 45
"""Characters between a plan and the one who acts on it."""


def phrase_relations(draft: Draft, words: Grammar, clauses: Clauses, topic: list[Found]) -> None:
    """Adds what the phrases of one sentence state; ``topic`` is what "its" can mean."""
    phrases = _Phrases(draft, words, clauses, topic)
    phrases.genitives()
    phrases.follows()
    phrases.grants()


def each_two(bodies: list[Found]) -> list[tuple[Found, Found]]:
    """The pairs of a few bodies; more than a few are a crowd and no partners."""
    distinct = list({(f.type, f.key): f for f in bodies if f.type in BODIES}.values())
    return list(combinations(distinct, 2)) if len(distinct) <= _MOST_PARTNERS else []


@dataclass(slots=True)
class _Phrases:
    """Links the ends that one sentence's phrases relate."""

    draft: Draft
    words: Grammar
    clauses: Clauses
    topic: list[Found]

    def _pairs(self, bodies: list[Found], start: int, end: int) -> None:
        for one, other in each_two(bodies):
            self.draft.link("COLLABORATES_WITH", one, other, start, end, 0.65)

    def genitives(self) -> None:
        """ "A's B", "B of A" and a firm "with" a patent."""
        for before, group in zip(self.clauses.groups, self.clauses.groups[1:], strict=False):
            holder = before.slots[-1].of(("Enterprise", "Institute"))
            if holder and group.mark == "with":
                for patent in group.all(("Patent",)):
                    self.draft.link("DEVELOPS", holder, patent, before.start, group.end, 0.55)
            if _BRACKET.fullmatch(self.draft.text[before.end : group.start]):
                self._hosted(before.slots[-1], group.slots[0])
        for group in self.clauses.groups:
            self._own(group)
            lead = self.draft.text[max(self.clauses.start, group.start - 50) : group.start]
            if len(group.slots) > 1 and self.words.marks["pair"].search(lead):
                self._pairs(group.all(BODIES), group.start, group.end)
            for thing, owner in group.attached:
                self._owned(owner, [thing])
            if group.owner:
                self._owned(group.owner.slots[-1], group.slots)

    def _hosted(self, thing: Slot, host: Slot) -> None:
        """ "Platform A (University B)": who stands in brackets behind a work runs it."""
        work = thing.of(("Platform", "Programme", "Institute"))
        body = host.of(("Enterprise", "Institute", "Agency", "Platform"))
        if not work or not body or host.pronoun or (work.type, work.key) == (body.type, body.key):
            return
        if work.type != "Institute" or _HOSTED.search(work.name):
            self.draft.link("RUNS", body, work, work.start, body.end, 0.6)

    def _own(self, group: Group) -> None:
        """ "Its B": B of the subject, else of what the sentences before are about."""
        lead = self.draft.text[max(self.clauses.start, group.start - 20) : group.start]
        if not self.words.marks["its"].search(lead):
            return
        here = [g for g in reversed(self.clauses.groups) if g.end < group.start]
        ahead = next((g.slots[-1] for g in here if g.mark == "" and g.all(BODIES)), None)
        before = [f for f in self.topic if f.type in BODIES][:1]
        owner = ahead or (Slot(before[0].start, before[0].end, before) if before else None)
        if owner:
            self._owned(owner, group.slots)

    def grants(self) -> None:
        """ "With a grant from the fund F": the programme before it is part of F."""
        for group in self.clauses.groups:
            lead = self.draft.text[max(self.clauses.start, group.start - 90) : group.start]
            funds = group.all(("Programme",))
            under = self.words.marks["paid_under"].search(lead) and group.all(("Policy",))
            ahead = [g for g in self.clauses.groups if g.end < group.start and under]
            larger = under[0] if under else None
            for part in next((f for g in reversed(ahead) if (f := g.all(("Programme",)))), []):
                assert larger
                self.draft.link("PART_OF", part, larger, part.start, group.end, 0.6)
            if not funds or not self.words.marks["grant"].search(lead):
                continue
            here = [g for g in self.clauses.groups if g.end < group.start]
            before = [f for g in reversed(here) for f in g.all(("Programme",))]
            if not any(g.all(BODIES) for g in here):
                before += [f for f in self.topic if f.type == "Programme"]
            for fund in funds if before and before[0].key != funds[0].key else []:
                self.draft.link("PART_OF", before[0], fund, group.start, group.end, 0.55)

    def follows(self) -> None:
        """ "According to the plan P, A will …": A carries P out."""
        for group in self.clauses.groups:
            lead = self.draft.text[max(self.clauses.start, group.start - 40) : group.start]
            policies = group.all(("Policy",))
            if not policies or not self.words.marks["accordance"].search(lead):
                continue
            doer = next((g for g in self.clauses.groups if g.start >= group.end), None)
            verb = next((v for v in self.clauses.verbs if doer and v.start >= doer.end), None)
            gap = self.draft.text[group.end : doer.start] if doer else ""
            if not verb or not doer or verb.passive or not _COMMA.match(gap) or len(gap) > _NEAR:
                continue
            for policy in policies if doer in verb.subjects[:1] else []:
                for body in doer.all(_CARRIERS):
                    start = min(group.start, doer.start)
                    self.draft.link("IMPLEMENTS", body, policy, start, verb.end, 0.6)

    def _owned(self, owner: Slot, things: list[Slot]) -> None:
        for rule in self.words.genitives:
            holder = owner.of(rule.owner)
            for slot in things if holder else []:
                thing = slot.of(rule.thing)
                if thing and holder:
                    ends = (thing, holder) if rule.reverse else (holder, thing)
                    start = min(owner.start, slot.start)
                    self.draft.link(rule.type, *ends, start, max(owner.end, slot.end), 0.7)
