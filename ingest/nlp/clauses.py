"""A shallow reading of one sentence: who does what to what, with whom and from whom.

Each verb of the grammar gets the groups of mentions (`ingest.nlp.groups`) that can be its subject
and its object, over passives, relative clauses, infinitives and subjects that are carried over
from the verb before. Types decide later which of them a relation takes, so this module knows no
relation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.nlp.draft import Draft, Found
from ingest.nlp.grammar import Grammar
from ingest.nlp.groups import Group, groups_of, slots_of
from ingest.nlp.verbs import Verb, verbs_of

_BESIDE = 30
"""Characters before a verb in which "jointly" belongs to it."""


_SPLICED = re.compile(r"[,，](?: and| while)?(?: the)? ?[\"“]?$")
_AT_ONCE = re.compile(
    r"[\"”’]?(?: ?\([^)]*\))?(?: (?:\w+ly|also|then|now|both|will|would|has|have|had|is|are|was|"
    r"were|already|to|be|been))* $"
)
"""Around the subject of a sentence that only a comma parts from the one before it."""
_WHICH_IS = re.compile(r"(?: ?[(（][^()（）]*[)）])?, (?:an?|the) (?:[\w-]+ ){0,3}")
_FIRM_COMMA = re.compile(r"(?: [\w-]+){1,4},")
"""Around what only says what the subject is ("A, a pump company, builds …")."""
_DOERS = ("Enterprise", "Institute", "Agency", "Region")
_TO_BE = re.compile(r"(?: ?\([^)]*\))?,? to be(?: \w+ly)? ")
_DIRECT = re.compile(r" (?:an? |the |its |their |new |own |\d+ )*[\"“]?")
"""Between a verb and a thing that is its object."""


@dataclass(slots=True)
class Clauses:
    """The groups and verbs of a sentence."""

    start: int
    end: int
    groups: list[Group]
    verbs: list[Verb]


def read(
    draft: Draft, start: int, end: int, words: Grammar, topic: Iterable[Found]
) -> Clauses:  # fmt: skip
    """The clauses of the sentence between two offsets; ``topic`` is what "it" can mean."""
    slots = slots_of(draft, start, end, words, list(topic))
    groups = groups_of(draft, start, slots, words)
    verbs = verbs_of(draft.text, start, end, slots, words)
    for turn, verb in enumerate(verbs):
        before = verbs[turn - 1] if turn else None
        after = next((v for v in verbs[turn + 1 :] if not _its_noun(v, verb, groups)), None)
        _Roles(draft.text, (start, end), words, groups).assign(verb, before, after)
    return Clauses(start, end, groups, verbs)


def _its_noun(noun: Verb, verb: Verb, groups: list[Group]) -> bool:
    """Whether a noun ("the development of …") is only what the verb right before it is about."""
    between = any(verb.end <= g.start and g.end <= noun.start for g in groups)
    return noun.word.nominal and not verb.word.nominal and not between


@dataclass(slots=True)
class _Roles:
    """Gives the verbs of one sentence their groups."""

    text: str
    sentence: tuple[int, int]
    words: Grammar
    groups: list[Group]

    def assign(self, verb: Verb, before: Verb | None, after: Verb | None) -> None:
        """Fills the roles of a verb whose neighbour before it is done."""
        marks = self.words.marks
        lead = self.text[max(self.sentence[0], verb.start - 40) : verb.start]
        begin = before.end if before else self.sentence[0]
        ahead = [g for g in self.groups if begin <= g.start and g.end <= verb.start]
        stop = self._stop(verb, after)
        bracket = self._bracket(verb)
        if bracket:
            ahead, stop = bracket[0], min(stop, bracket[1])
        verb.ahead = [g for g in reversed(self.groups) if g.end <= verb.start]
        behind = [g for g in self.groups if verb.end <= g.start and g.start < stop]
        infinitive = bool(marks["infinitive"].search(lead)) or verb.word.nominal
        ongoing = not verb.word.past and marks["passive"].search(lead)
        verb.future = bool(marks["future"].search(lead) or ongoing)
        last = max([begin, *(g.end for g in ahead)])
        verb.foreign = bool(before) and not infinitive and self._is_foreign(last, verb.start)
        if infinitive and not verb.future:
            done = before and "cooperate" in before.word.classes and before.word.past
            verb.future = before.future if before and done else True
        verb.passive = self._passive(
            verb, lead, ahead, bool(ahead and before and ahead[-1] in before.agents)
        ) and not self._done_to(verb, lead, behind)
        verb.agents = self._agents(verb, ahead, behind)
        verb.subjects = ahead if bracket else self._subjects(verb, before, ahead, infinitive)
        verb.parallel = bool(before and verb.word.bare and marks["parallel"].search(lead))
        if before and bracket:
            verb.carry = list(before.carry)
        elif before and verb.parallel:
            verb.subjects, verb.future = list(before.carry), before.future
        charged = before if infinitive and before and self._charges(before, verb) else None
        if charged:
            behind_it = [g for g in charged.objects if g.start >= charged.end]
            verb.subjects = charged.subjects if charged.passive else behind_it[:1]
        opens = infinitive and marks["clause_opens"].search(lead)
        purpose = self._purpose(verb) if opens else None
        if purpose:
            verb.subjects, verb.passive = [purpose], False
            behind = [g for g in behind if g.start < purpose.start]
        verb.objects = [g for g in behind if g.mark != "by"]
        doers = [g for g in behind if g.mark == "by" and self._next_to(verb, g)]
        if verb.word.nominal and doers:
            verb.passive, verb.subjects, verb.agents = True, verb.objects or verb.subjects, doers
        if not verb.passive:
            verb.objects += self._fronted(ahead, before, verb)
        verb.objects = verb.objects or (charged.ahead if charged else [])
        verb.companions = [
            g for g in (*ahead, *behind) if g.mark == "with" and self._with(g, ahead)
        ] + self._with_whom(ahead)
        if infinitive and before and not verb.companions:
            verb.companions = before.companions
        if not verb.carry:
            verb.carry = [*verb.subjects, *(verb.agents if verb.passive else [])]
        self._colour(verb, (self._clause_start(verb, begin, ahead), stop), behind)
        if infinitive and before and before.negative:
            verb.negative = True

    @staticmethod
    def _agents(verb: Verb, ahead: list[Group], behind: list[Group]) -> list[Group]:
        """Who does what a passive verb says: "by A" behind it, else the last one before it."""
        if not verb.passive:
            return []
        doers = [g for g in behind if g.mark == "by"]
        return doers or [g for g in reversed(ahead) if g.mark == "by"][:1]

    def _next_to(self, verb: Verb, doer: Group) -> bool:
        """Whether "by A" belongs to a noun ("the founding of P by A"): no comma parts them."""
        last = max([verb.end, *(g.end for g in verb.objects if g.end <= doer.start)])
        return not re.search(r"[,，]", self.text[last : doer.start])

    def _charges(self, before: Verb, verb: Verb) -> bool:
        """ "Organise A to do P": whether a verb makes its object do the next one."""
        things = [g for g in before.objects if g.start >= before.end][:1]
        body = any(f.type in _DOERS for g in things for s in g.slots for f in s.found)
        plain = "create" not in before.word.classes and "target" not in before.word.classes
        at_once = things and not verb.word.nominal and "," not in self.text[
            things[0].end : verb.start]  # fmt: skip
        return "control" in before.word.classes and bool(plain or (body and at_once))

    def _bracket(self, verb: Verb) -> tuple[list[Group], int] | None:
        """A verb that opens a bracket speaks of what stands before it: that, and the end."""
        opened = self.text.rfind("(", self.sentence[0], verb.start)
        closed = self.text.find(")", verb.end, self.sentence[1])
        own = [g for g in self.groups if opened <= g.start and g.end <= verb.start]
        if opened < 0 or closed < 0 or own or ")" in self.text[opened : verb.start]:
            return None
        near = [g for g in self.groups if g.end <= opened and opened - g.end < 3][-1:]
        return (near, closed) if near else None

    def _with_whom(self, ahead: list[Group]) -> list[Group]:
        """ "B, with which A runs a line": the body that a relative clause is about."""
        doer = next((g for g in reversed(ahead) if g.mark == ""), None)
        earlier = [g for g in self.groups if doer and g.end <= doer.start][-1:]
        return [g for g in earlier if doer and self.words.marks["with_whom"].fullmatch(
            self.text, g.end, doer.start)]  # fmt: skip

    def _is_foreign(self, last: int, start: int) -> bool:
        """Whether words between the last mention and a verb are its subject ("the staff is …")."""
        marks = self.words.marks
        other = marks["foreign"].search(self.text[last:start])
        return bool(other) and not marks["relative"].match(self.text, last, start)

    def _colour(self, verb: Verb, clause: tuple[int, int], behind: list[Group]) -> None:
        """Whether a verb's clause says "jointly", and whether it denies the verb."""
        joint = self.words.marks["joint"]
        verb.joint = bool(joint.search(self.text, *clause))
        beside = self.text[max(clause[0], verb.start - _BESIDE) : verb.end + _BESIDE // 2]
        verb.together = bool(joint.search(beside))
        verb.negative = self._denied(clause, behind)

    def _stop(self, verb: Verb, after: Verb | None) -> int:
        """Where the things behind a verb end: before the next verb and that verb's own subject."""
        broken = self.words.marks["break"].search(self.text, verb.end, self.sentence[1])
        stop = broken.start() if broken else self.sentence[1]
        if not after or after.start >= stop:
            return stop
        if after.word.nominal or self._is_infinitive(after):
            return after.start
        own = [g for g in self.groups if verb.end <= g.start and g.end <= after.start]
        if self._spliced(own, after):
            return own[-1].start
        own = [g for g in own if g.mark == ""]
        if own and (len(own) > 1 or "inert" in verb.word.classes):
            between = self.text[own[-1].end : after.start]
            ahead = self.text[verb.end : own[-1].start]
            if not re.search(r"[,，]|\b(?:which|that|who)\b", between) and re.search(
                r"[,，:]|\b(?:that|which|where|and)\b", ahead
            ):
                return own[-1].start
        return after.start

    def _spliced(self, own: list[Group], after: Verb) -> bool:
        """ "A builds P, B runs Q": whether the last group is the subject of the next verb."""
        if not own or own[-1].mark or not any(
            s.families & {"body", "place"} for s in own[-1].slots
        ):  # fmt: skip
            return False
        last = own[-1]
        agent = after.word.past and self.words.marks["agent_next"].match(self.text[after.end :])
        before = self.text[self.sentence[0] : last.start]
        return bool(
            not agent and len(own) > 1 and _SPLICED.search(before)
            and _AT_ONCE.fullmatch(self.text, last.end, after.start)
        )  # fmt: skip

    def _denied(self, clause: tuple[int, int], behind: list[Group]) -> bool:
        """Whether the words up to a verb's thing, or a "but" right behind it, deny it."""
        marks = self.words.marks
        last = min([clause[1], *(g.end for g in behind[:1])])
        names = [s for g in self.groups for s in g.slots]
        for word in marks["negative"].finditer(self.text, clause[0], last):
            if not any(s.start <= word.start() and word.end() <= s.end for s in names):
                return True
        then = marks["and_then"].search(self.text[last : min(last + 60, self.sentence[1])])
        return bool(then and marks["negative"].search(then.group()))

    def _purpose(self, verb: Verb) -> Group | None:
        """ "To do this, A …": the body behind the comma does it."""
        if verb.word.nominal:
            return None
        for group in (g for g in self.groups if g.start >= verb.end):
            comma = re.search(r"[,，]\s*(?:the )?$", self.text[verb.end : group.start])
            if (
                comma
                and group.mark == ""
                and any(s.families & {"body", "place"} for s in group.slots)
            ):
                return group
        return None

    def _is_infinitive(self, verb: Verb) -> bool:
        lead = self.text[max(self.sentence[0], verb.start - 40) : verb.start]
        return bool(self.words.marks["infinitive"].search(lead))

    def _clause_start(self, verb: Verb, begin: int, ahead: list[Group]) -> int:
        """Where the words that may deny a verb begin: behind its subject or the last break."""
        start = begin
        for broken in self.words.marks["break"].finditer(self.text, begin, verb.start):
            start = broken.start()
        return start

    def _passive(self, verb: Verb, lead: str, ahead: list[Group], taken: bool) -> bool:
        marks = self.words.marks
        follows = self.text[verb.end : verb.end + 60]
        if verb.word.past and marks["agent_next"].match(follows):
            return True
        if verb.word.past and marks["passive"].search(lead):
            return True
        return bool(ahead and ahead[-1].mark == "by" and not taken)

    def _done_to(self, verb: Verb, lead: str, behind: list[Group]) -> bool:
        """Machine translation's "A has been developed B": the verb is active."""
        own = bool({"invent", "create", "research"} & verb.word.classes)
        thing = behind[0] if own and behind and "license_in" not in verb.word.classes else None
        if not thing or thing.mark or not self.words.marks["been"].search(lead):
            return False
        body = any(s.families & {"body"} for s in thing.slots)
        return not body and bool(_DIRECT.fullmatch(self.text[verb.end : thing.start]))

    def _subjects(
        self, verb: Verb, before: Verb | None, ahead: list[Group], infinitive: bool
    ) -> list[Group]:
        """The groups before a verb that can be its subject, then those of the verb before."""
        carried = before.carry if before else []
        direct = [g for g in reversed(ahead) if g.mark == ""]
        if not ahead:
            return list(carried)
        nearest = ahead[-1]
        gap = self.text[nearest.end : verb.start]
        told = self.text[ahead[-2].end : nearest.start] if len(ahead) > 1 else ""
        if _WHICH_IS.fullmatch(told) and _FIRM_COMMA.match(gap):
            return self._subjects(verb, before, ahead[:-1], infinitive)
        if verb.passive and _TO_BE.fullmatch(gap):
            return [nearest, *direct, *carried]
        if self.words.marks["relative"].match(gap):
            verb.carry = list(carried) or direct
            return [nearest, *direct]
        reduced = verb.passive and not self.words.marks["passive"].search(
            self.text[max(self.sentence[0], verb.start - 40) : verb.start]
        )
        if reduced and nearest.mark != "by":
            verb.carry = list(carried) or direct
            return [nearest, *direct, *carried]
        own = nearest.mark == "" and bool({"place", "work"} & nearest.slots[-1].families)
        if infinitive and before and own and self.words.marks["then_to"].match(gap):
            return [*direct, *carried]
        if infinitive and before:
            return [*carried, *direct]
        if len(ahead) > 1 and direct and direct[0] is nearest:
            gap = self.text[ahead[-2].end : nearest.start]
            if self.words.marks["which_gap"].match(gap):
                verb.carry = list(carried) or direct[1:] or direct
        if nearest.slots[-1].pronoun and nearest.mark == "":
            return [nearest, *carried]
        if before and nearest in before.objects and self.words.marks["goes_on"].search(gap):
            return [*carried, *direct]
        return [*direct, *carried]

    def _fronted(self, ahead: list[Group], before: Verb | None, verb: Verb) -> list[Group]:
        """The thing that a relative clause tells of ("a plant that the firm builds"), or that
        stands before its verb's subject: never a body coordinated with it."""
        direct = [g for g in ahead if g.mark == ""]
        if not direct:
            return []
        doer = direct[-1]
        earlier = [g for g in self.groups if g.end <= doer.start][-1:]
        gaps = [self.text[g.end : doer.start] for g in earlier]
        marks = self.words.marks
        earlier = [g for g in earlier if not (g.opens and g.mark)]
        done = before.objects if before else []
        return [g for g, gap in zip(earlier, gaps, strict=False) if marks["relative_gap"].match(gap)
                and not (verb.objects and g in done and _SPLICED.fullmatch(gap))
                and ("which" in gap or not marks["accordance"].search(
                    self.text[max(0, g.start - 40) : g.start]))
                ]  # fmt: skip

    def _with(self, group: Group, ahead: list[Group]) -> bool:
        """Whether a group behind "with" does what its verb says; another subject behind it that
        does not open the clause shuts it out."""
        broken = list(self.words.marks["break"].finditer(self.text, self.sentence[0], group.start))
        ahead = [g for g in ahead if not broken or g.start >= broken[-1].start()]
        turn = ahead.index(group) if group in ahead else len(ahead)
        if any(g.mark == "" for g in ahead[:turn]) and any(g.mark == "" for g in ahead[turn + 1 :]):
            return False
        lead = self.text[max(self.sentence[0], group.start - 60) : group.start]
        cut = re.split(r"\b(?:and )?with\b", lead)[-2] if "with" in lead else lead
        behind = self.text[group.end : group.end + 40]
        return not (
            self.words.marks["aimless"].search(cut) or self.words.marks["as_other"].match(behind)
        )
