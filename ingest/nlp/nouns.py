"""Relations that a noun states: "A is a member of B", "B's subsidiary A", "P is the pain of A"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.nlp.clauses import Clauses
from ingest.nlp.draft import Draft, Found
from ingest.nlp.grammar import Grammar, NounFrame, Types
from ingest.nlp.groups import Group
from ingest.nlp.phrasal import each_two

_BULLET = re.compile(r"\n\s*(?:[-•*–·]|\d{1,2}[.)]|\([a-z0-9]\))\s*(?:the |The )?$")
_NEW_LINE = re.compile(r"\n\s*(?:(?:[-•*–·]|\d{1,2}[.)]|\([a-z0-9]\))\s*)?(?:[Tt]he )?[\"“]?$")
_LINES = re.compile(r";\s*\n")
_GOES_ON = re.compile(r"[^.;:]*?(?:,|、| and\b)[^.;:]*$")
_WORKS = ("Policy", "Programme", "Platform")
"""What a plan or a base is said of goes before what is said of the body behind it."""
_RESEARCHERS = ("Institute", "Enterprise")
_APPOSED = re.compile(
    r"[\"”’]?(?: ?[(（][^()（）]*[)）])?, (?:which is |also |once )?(?:an?|the|one of|another) "
)
"""Between a name and the noun that says what it is ("A, the operator of …")."""
_SUMS_UP = re.compile(
    r"\b(?:this|these|that|all this|both|all of (?:which|this|them)) (?:is|are|was|were) ", re.I
)
_PREDICATE = re.compile(r" (?:is|are|was|were) (?:now |both )?|\s?[:：]", re.IGNORECASE)
_AS = re.compile(r"(?:^|[.;] )As (?:the|an?|one of the) (?:[\w-]+ ){0,3}$")
_ITS = re.compile(r"\b(?:its|their)(?: [\w-]+){0,2} $", re.IGNORECASE)
_LICENSED = ("Patent", "Technology")
_BESIDE = 12
"""Characters between a noun and its verb."""
_NEAR = 40
"""Characters between a verb and the noun that it governs."""


def noun_relations(draft: Draft, words: Grammar, clauses: Clauses, topic: list[Found]) -> None:
    """Adds what the nouns of one sentence state between its groups."""
    slots = [s for g in clauses.groups for s in g.slots]
    _examples(draft, clauses, topic)
    for a, b, classes in words.nouns.within(draft.text, clauses.start, clauses.end):
        if any(s.start < b and a < s.end for s in slots):
            continue
        noun = _Noun(draft, words, clauses, topic, a, b)
        if "licence" in classes:
            noun.licence()
        for class_ in sorted(classes):
            for frame in words.noun_frames.get(class_, ()):
                noun.apply(frame)


_COUNTED = re.compile(
    r"\b(?:\d[\d,]*|many|several|dozens of|two|three|four|five|six|seven|eight|nine|ten)"
    r" (?:[\w-]+ ){0,3}?(?:enterprises|companies|firms|units|institutions|bodies|organi[sz]ations|"
    r"members|participants|tenants|residents|start-ups|universities|institutes|businesses|"
    r"partners)\b"
    r"(?P<told>[^.;:]{0,70}?),? (?:such as|including|among them|e\.g\.|namely)"
    r"(?: the)? ", re.IGNORECASE,
)  # fmt: skip
_ENTERED = re.compile(
    r"\b(?:join\w*|select\w*|settle\w*|station\w*|admit\w*|enter\w*|mov(?:ed|ing) in|members?|"
    r"tenants?|residents?|participa\w+|signed up|on the list|listed|named|recogni[sz]ed|take part|"
    r"took part|on board|incubated|partners)\b", re.IGNORECASE,
)  # fmt: skip
_JOINT = re.compile(r"\b(?:co-(?:construct|build|host|organi|found)|joint)", re.IGNORECASE)
_SETS = ("Platform", "Programme")


def _examples(draft: Draft, clauses: Clauses, topic: list[Found]) -> None:
    """ "23 firms have settled in P, such as A and B": the examples of a counted set are in it."""
    for counted in _COUNTED.finditer(draft.text, clauses.start, clauses.end):
        if not _ENTERED.search(counted.group()):
            continue
        first = next((g for g in clauses.groups if abs(g.start - counted.end()) < 2), None)
        here = draft.within(clauses.start, counted.end(), *_SETS)
        wholes = here[-1:] or [f for f in topic if f.type in _SETS][:1]
        for whole in wholes if first else []:
            assert first
            for body in first.all(_RESEARCHERS):
                draft.link("MEMBER_OF", body, whole, counted.start(), body.end, 0.55)


@dataclass(slots=True)
class _Noun:
    """One noun with the groups around it."""

    draft: Draft
    words: Grammar
    clauses: Clauses
    topic: list[Found]
    start: int
    end: int

    def apply(self, frame: NounFrame) -> None:
        """Links the items that the noun is said of with the whole."""
        whole, after = self._whole(frame)
        items = self._items(frame, after)
        if not items or self._denied(items):
            return
        if not whole and (frame.type == "TARGETS" or not frame.reverse):
            whole = self._led(frame.whole)
        label = self._label(frame) and all(f.start >= self.end for f in items)
        partner = frame.type == "COLLABORATES_WITH"
        if not whole and frame.type == "PART_OF" and self._its() and items[0].start >= self.end:
            whole = self._context(frame.whole, items)
        if not whole and (frame.context or label) and not (partner and not self._its()):
            whole = self._context(frame.whole, items)
        last = max(f.end for f in items)
        if frame.type == "RUNS" and _JOINT.search(self.draft.text, self.end, max(last, self.end)):
            for one, other in each_two(items):
                self._add("COLLABORATES_WITH", one, other)
        for one in whole:
            for item in items:
                self._add(frame.type, *((one, item) if frame.reverse else (item, one)))

    def licence(self) -> None:
        """ "A took a licence for B", "C gives A the rights to B", "the licence for B goes to A"."""
        things, after = self._licensed()
        last = next((v for v in reversed(self.clauses.verbs) if v.end <= self.start), None)
        if not things or (last and last.negative):
            return
        holders: list[Found] = []
        takers = self._goes_to(after)
        between = [g for g in self.clauses.groups if last and last.end <= g.start < self.start]
        near = last and self.start - max([last.end, *(g.end for g in between)]) < _NEAR
        if not takers and last and "give" in last.word.classes:
            given = [g for g in between if g.mark != "from"]
            takers = given[0].all(_RESEARCHERS) if given else []
            holders = next((f for g in last.subjects if (f := g.all(_RESEARCHERS))), [])
        elif not takers and last and near:
            takers = next((f for g in last.subjects if (f := g.all(_RESEARCHERS))), [])
        around = [g for g in self.clauses.groups if g.mark == "from"]
        owners = [f for g in around for f in g.all(_RESEARCHERS) if f not in takers]
        for thing in things:
            for type_, bodies in (("LICENSES", takers), ("DEVELOPS", [*holders, *owners])):
                for body in bodies:
                    if (body.type, body.key) != (thing.type, thing.key):
                        self._add(type_, body, thing)

    def _licensed(self) -> tuple[list[Found], int]:
        """The techniques and patents right behind the noun, and where they end."""
        things: list[Found] = []
        after = self.end
        for group in (g for g in self.clauses.groups if g.start >= self.end):
            found = [f for type_ in _LICENSED for f in group.all((type_,))]
            if group.slots[-1].pronoun:
                found = found[:1]
            if not found and all(s.families == {"place"} for s in group.slots):
                continue
            if not found or group.start - after > _NEAR + (0 if things else _NEAR):
                break
            things += found
            after = max(after, group.end)
            if group.slots[-1].pronoun:
                break
        return things, after

    def _goes_to(self, after: int) -> list[Found]:
        text = self.draft.text
        for group in (g for g in self.clauses.groups if g.start >= after):
            if self.words.marks["goes_to"].search(text[after : group.start]):
                return group.all(_RESEARCHERS)
        return []

    def _add(self, type_: str, subject: Found, object_: Found) -> None:
        low, high = self.clauses.start, self.clauses.end
        spots = [f for f in (subject, object_) if low <= f.start and f.end <= high]
        start = min([self.start, *(f.start for f in spots)])
        end = max([self.end, *(f.end for f in spots)])
        self.draft.link(type_, subject, object_, start, end, 0.65 if len(spots) == 2 else 0.5)

    def _whole(self, frame: NounFrame) -> tuple[list[Found], int]:
        """What stands behind "of", or whose noun it is; and where the words behind go on."""
        behind = next((g for g in self.clauses.groups if g.start >= self.end), None)
        if behind:
            gap = self.draft.text[self.end : behind.start]
            if self.words.marks["whole"].match(gap):
                behind = self._possessed(behind)
                found = behind.all(frame.whole)
                if found:
                    return found, behind.end
            if frame.type == "HAS_PROBLEM" and (held := self._held(frame)):
                return held
        before = self._before()
        if before:
            gap = self.draft.text[before.end : self.start]
            if frame.compound and gap == " ":
                return before.all(frame.whole), self.end
            if self.words.marks["owned"].match(gap) or before.slots[-1].pronoun:
                return before.all(frame.whole)[:1], self.end
        return [], self.end

    def _possessed(self, group: Group) -> Group:
        """In "the pain of R's industry" and "of R industry" the industry has it, not R."""
        turn = self.clauses.groups.index(group)
        for next_ in self.clauses.groups[turn + 1 : turn + 2]:
            gap = self.draft.text[group.end : next_.start]
            place = all(s.families == {"place"} for s in group.slots)
            if place and (next_.owner is group or gap == " ") and not next_.all(("Region",)):
                return next_
        return group

    def _held(self, frame: NounFrame) -> tuple[list[Found], int] | None:
        """ "Two weaknesses hold R back: a and b": whom the troubles trouble."""
        for verb in self.clauses.verbs:
            if self.end <= verb.start <= self.end + _BESIDE and "afflict" in verb.word.classes:
                objects = [g for g in verb.objects if g.start >= verb.end and g.mark == ""]
                found = objects[0].all(frame.whole) if objects else []
                return (found, objects[0].end) if found else None
        return None

    def _its(self) -> bool:
        """ "Its partners are A and B": of what the words before are about."""
        return bool(_ITS.search(self.draft.text[max(0, self.start - _NEAR) : self.start]))

    def _label(self, frame: NounFrame) -> bool:
        """ "Coordinator: A", "the host unit is A": a label speaks of what the words before name."""
        return frame.type == "RUNS" and bool(_PREDICATE.match(self.draft.text, self.end))

    def _before(self) -> Group | None:
        return next((g for g in reversed(self.clauses.groups) if g.end <= self.start), None)

    def _items(self, frame: NounFrame, after: int) -> list[Found]:
        """What the noun is said of: behind "are", ":" or the noun itself, or before "is a"."""
        text = self.draft.text
        behind = [g for g in self.clauses.groups if g.start >= after]
        lead = text[max(self.clauses.start, self.start - 60) : self.start]
        said = self.words.marks["predicate"].search(lead)
        for group in behind[:2] if not said else []:
            gap = text[after : group.start]
            led = group.mark == "other" and "Region" in frame.item
            if len(gap) < 60 and not led and self.words.marks["copula"].match(gap):
                found = [f for g in behind if g.start >= group.start for f in g.all(frame.item)]
                return found if frame.every else self._row(behind, group, frame.item)
        before = self._before()
        owned = before and self.words.marks["owned"].match(text[before.end : self.start])
        its = frame.type == "PART_OF" and self._its()
        if (owned or its) and behind and not text[self.end : behind[0].start].strip():
            return behind[0].all(frame.item)
        if frame.compound and behind and text[self.end : behind[0].start] == " ":
            return behind[0].all(frame.item)
        at = before.start if frame.compound and before and before.end == self.start - 1 else None
        lead = text[max(self.clauses.start, self.start - 60) : at or self.start]
        if _AS.search(lead):
            next_ = next((g for g in behind if ", " in text[self.end : g.start]), None)
            return next_.all(frame.item) if next_ else []
        if not self.words.marks["being"].search(lead):
            return []
        return self._said_of(frame, at or self.start, lead)

    def _said_of(self, frame: NounFrame, at: int, lead: str) -> list[Found]:
        """What a noun before an offset is said of: what it stands in apposition to, else the
        subject; all troubles of the sentence where "this is" sums them up."""
        text = self.draft.text
        ahead = [g for g in reversed(self.clauses.groups) if g.end <= at]
        if frame.type == "HAS_PROBLEM" and _SUMS_UP.search(lead):
            return [f for g in ahead for f in g.all(frame.item)]
        for group in ahead:
            led = text[group.end : group.end + 4] == " as "
            apposed = _APPOSED.match(text, group.end) and "," not in text[group.end + 2 : at]
            if group.mark in ("", "by") or led or apposed:
                one = apposed and not text[self.start : self.end].endswith("s")
                found = group.slots[-1].every(frame.item) if one else group.all(frame.item)
                if found or not all(s.families <= {"place", "field"} for s in group.slots):
                    return found
        return []

    def _row(self, behind: list[Group], first: Group, types: Types) -> list[Found]:
        """The items of a row: one coordination, or what opens each line of a list."""
        text = self.draft.text
        label = text[self.end : first.start].rstrip()[-1:] in (":", "：")
        listed = _LINES.search(text[first.start - 2 : behind[-1].end]) and label
        opens = _NEW_LINE if listed else _BULLET
        lines = [g for g in behind if opens.search(text[: g.start][-24:])]
        if first in lines:
            return [f for g in lines for f in g.all(types)]
        row = [first]
        for group in behind:
            gap = text[row[-1].end : group.start]
            verb = any(row[-1].end <= v.start < group.start for v in self.clauses.verbs)
            if (
                group.start > row[-1].start
                and len(gap) < _NEAR
                and not verb
                and (_GOES_ON.match(gap) or (label and gap.strip() in (";", "/", "|")))
            ):
                row.append(group)
        return [f for g in row for f in g.all(types)]

    def _context(self, types: Types, items: list[Found]) -> list[Found]:
        """The whole that only the words before name: the subject, else the topic."""
        here = [g for g in self.clauses.groups if g.end <= self.start]
        for verb in reversed(self.clauses.verbs):
            if verb.end <= self.start and self.start - verb.end < _NEAR:
                near = [f for g in verb.subjects for f in g.all(types) if f not in items]
                if near:
                    return near[:1]
        earlier = [f for g in reversed(here) for f in g.all(types) if f not in items]
        aims = "Policy" in types
        if aims and not earlier and any(g.all(_RESEARCHERS) for g in here):
            return []
        pool = [*earlier, *(f for f in self.topic if f.type in types)]
        works = [f for f in pool if f.type in _WORKS]
        return (works if aims and works else pool)[:1]

    def _led(self, types: Types) -> list[Found]:
        """ "With A as the lead, B was founded": what stands behind."""
        before = self._before()
        if not before or not self.draft.text[before.end : self.start].startswith(" as "):
            return []
        behind = (g.all(types) for g in self.clauses.groups if g.start >= self.end)
        return next((found for found in behind if found), [])

    def _denied(self, items: list[Found]) -> bool:
        low = max(self.clauses.start, min(f.end for f in items))
        low = low if low <= self.start else max(self.clauses.start, self.start - 60)
        return bool(self.words.marks["negative"].search(self.draft.text, low, self.end + 30))
