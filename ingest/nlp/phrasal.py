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
_TOLD_OF = re.compile(
    r"[\"”’]?(?: ?[(（][^()（）]*[)）])?, (?:which was )?(?:issued|adopted|approved|published|"
    r"released|launched|drawn up|passed|signed|introduced|agreed|unveiled)\b[^,.;]{0,80}, "
)
"""What is told of a plan before who acts on it ("the plan P, issued last year, …")."""
_COMMA = re.compile(r"[\"”’]?(?: ?[(（][^()（）]*[)）])?[,，]")
_FIELDS = ("Industry", "Technology")
_ROW = re.compile(r"[ \t]*(?:[-•*–·▪]|\d{1,2}(?:\.\d{1,2})*[.)、]?|\([a-z0-9]\))[ \t]+")
_DASH = re.compile(r"[\"”’]?(?: ?[(（][^()（）]*[)）])?\s?(?:—+|–|-{1,2}|[:：])\s?(?:the )?[\"“]?")
_COMMA_GAP = re.compile(r"[,，] ?(?:the )?(?:annual (?:output|production) of [^,;]{1,25} )?")
_PROJECT = re.compile(r"(?: [\w-]+){0,2} (?:project|production line|line|plant|base)\b")
_TO_TAKER = re.compile(r"\bto (?:the )?(?:[\w-]+-based )?(?:(?:company|firm|maker) )?[\"“]?$")
_RIGHTS = re.compile(
    r"\b(?:licen[cs]\w+|sales?|sold|sells?|transfer\w*|assign\w+|rights?)\b", re.IGNORECASE
)
_HEADING = 250
"""Characters before a sentence in which a heading may say what its rows are about."""
_THEIR = re.compile(r"\btheir\b", re.IGNORECASE)
_NEAR = 45
"""Characters between a plan and the one who acts on it."""


def phrase_relations(draft: Draft, words: Grammar, clauses: Clauses, topic: list[Found]) -> None:
    """Adds what the phrases of one sentence state; ``topic`` is what "its" can mean."""
    phrases = _Phrases(draft, words, clauses, topic)
    phrases.genitives()
    phrases.follows()
    phrases.grants()
    phrases.fields()
    phrases.transfers()


def each_two(
    bodies: list[Found], types: tuple[str, ...] = BODIES
) -> list[tuple[Found, Found]]:  # fmt: skip
    """The pairs of a few bodies; more than a few are a crowd and no partners."""
    distinct = list({(f.type, f.key): f for f in bodies if f.type in types}.values())
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

    def fields(self) -> None:
        """ "A (FIELD)", and in a list "A: FIELD" or "A, FIELD project": A works in the field."""
        text = self.draft.text
        line = text.rfind("\n", 0, self.clauses.start + 1) + 1
        listed = bool(_ROW.match(text, line))
        for before, group in zip(self.clauses.groups, self.clauses.groups[1:], strict=False):
            holder = before.slots[-1].of(("Enterprise", "Institute"))
            gap, behind = text[before.end : group.start], text[group.end : group.end + 40]
            bracket = _BRACKET.fullmatch(gap) and behind[:1] in (")", "）")
            row = listed and _DASH.fullmatch(gap)
            work = listed and _COMMA_GAP.fullmatch(gap) and _PROJECT.match(behind)
            if holder and (bracket or row or work):
                things = group.all(_FIELDS) if bracket else group.slots[0].every(_FIELDS)
                for thing in things:
                    self.draft.link("OPERATES_IN", holder, thing, before.start, group.end, 0.65)

    def transfers(self) -> None:
        """ "Patent N to A", below or behind words of licences and sales: A takes it."""
        text = self.draft.text
        begin = max(0, self.clauses.start - _HEADING)
        for turn, group in enumerate(self.clauses.groups):
            takers = group.all(("Enterprise",)) if turn else []
            led = _TO_TAKER.search(text[max(self.clauses.start, group.start - 40) : group.start])
            if not takers or not led:
                continue
            ahead: list[Found] = []
            for before in reversed(self.clauses.groups[:turn]):
                if any(s.families & {"body"} for s in before.slots):
                    break
                ahead += before.all(("Patent",))
            verb = any(g.start < v.start < group.start and not v.word.nominal
                       for g in self.clauses.groups[:turn] for v in self.clauses.verbs
                       if g.all(("Patent",)))  # fmt: skip
            if ahead and not verb and _RIGHTS.search(text, begin, group.start):
                for patent in ahead:
                    for taker in takers:
                        self.draft.link("LICENSES", taker, patent, patent.start, group.end, 0.6)

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
        bodies = [g for g in here if g.all(BODIES)]
        given = [g for g in bodies[:1] if g.mark == "to"]  # "the prize went to A for its B"
        ahead = next((g for g in (*given, *bodies) if g.mark in ("", "to")), None)
        before = [f for f in self.topic if f.type in BODIES][:1]
        own = [Slot(f.start, f.end, before) for f in before]
        both = ahead and ahead.slots if _THEIR.search(lead) else ahead and ahead.slots[-1:]
        for owner in both or own:
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
            told = _TOLD_OF.match(self.draft.text, group.end)
            low = told.end() - 2 if told else group.end
            doer = next((g for g in self.clauses.groups if g.start >= low), None)
            verb = next((v for v in self.clauses.verbs if doer and v.start >= doer.end), None)
            gap = self.draft.text[low : doer.start] if doer else ""
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
