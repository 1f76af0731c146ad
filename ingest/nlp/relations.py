"""Component ``qilian_relations``: what the clauses of running text state between mentions.

`ingest.nlp.clauses` gives each verb its groups, the frames of the grammar say which relation a
verb states between which types. Bodies that act jointly collaborate; a clause that denies ("did
not join", "applied in vain") gives nothing. What follows from names, places and lists alone is in
`ingest.nlp.structure`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from ingest.nlp.awards import award_relations
from ingest.nlp.clauses import Clauses, read
from ingest.nlp.collective import main_policy
from ingest.nlp.draft import Draft, Found, draft_of
from ingest.nlp.grammar import Frame, Grammar, Types, grammar
from ingest.nlp.groups import Group
from ingest.nlp.nouns import noun_relations
from ingest.nlp.phrasal import BODIES, each_two, phrase_relations
from ingest.nlp.references import add_employers, add_references
from ingest.nlp.structure import add_posts, add_structure
from ingest.nlp.units import is_title, topic_of, units_of
from ingest.nlp.verbs import Verb

_PARTNERS = ("Enterprise", "Institute", "Agency", "Platform", "Region")
_HOME = ("RUNS", "TARGETS", "IMPLEMENTS")
"""What a sentence without a subject says of the area that the document is about."""
_HELD = ("DEVELOPS", "OPERATES_IN")
"""Whoever takes a licence or a right has not made the thing itself."""
_ACTS = ("RUNS", "DEVELOPS", "OPERATES_IN", "ISSUED")
"""Those who do these together, collaborate."""
_WORKING = {"research", "invent", "create", "found", "trade"}
"""Classes of verbs whose "with A" names a partner, whatever they do."""
_RUN = ("Platform", "Programme", "Institute")
_BY_MEANS = {"research", "solve", "trade"}
"""Classes of verbs whose "by A" may name a technique."""
_RESEARCHERS = ("Enterprise", "Institute")
_TOGETHER = re.compile(
    r"\b(?:joint(?:ly)?|together|hand in hand|join(?:ed)? (?:hands|forces)|co-?operat\w+|"
    r"collaborat\w+)\b", re.IGNORECASE
)  # fmt: skip
_ALONG = re.compile(r"\b(?:together|jointly|along|hand in hand) with\b")
_JOINTLY = re.compile(r"\b(?:joint(?:ly)?|together|hand in hand)\b", re.IGNORECASE)
_AT_ONCE = re.compile(
    r"[\"”’]?(?: ?\([^)]*\))?,? (?:(?:in|also|\w+ly|close|deep|strategic|technical|long-term) )*"
)
_COOPERATION = ("cooperation", "collaboration", "partnership", "research")
"""Nouns that say of the bodies right before them that they work together."""
_HANDED = ("assigned", "granted", "handed", "sold", "transferred", "conveyed", "given", "ceded")
"""Who did this gave the thing away: only "was assigned" takes it."""
_OPENS = 3
"""Characters before a participle that still opens its sentence ("Initiated by A, …")."""
_NEXT_DOER = re.compile(r"[\"”’]?(?:[,;]|,? and|; and|, while)(?: the)? [\"“]?")
_SAME_VERB = re.compile(r"[\"”’]?,? (?:the |an? |its |on |in |for |at |to |with )*[\"“]?")
"""Around the next doer of a verb that is not said again."""
_FAR = 260
"""Characters between two ends beyond which a relation is less sure."""


@Language.factory("qilian_relations")
def make_relations(nlp: Language, name: str) -> Relations:
    """The factory that spaCy calls."""
    return Relations()


class Relations:
    """Reads the relations of each sentence, then the structural ones."""

    def __init__(self) -> None:
        self.words = grammar()

    def __call__(self, doc: Doc) -> Doc:
        """Reads the document into its draft; the document itself is given on."""
        draft = draft_of(doc)
        add_references(draft)
        add_posts(draft)
        add_employers(draft)
        read_relations(draft, self.words)
        add_structure(draft)
        _settle(draft)
        return doc


def read_relations(draft: Draft, words: Grammar) -> None:
    """Adds what the running text states, sentence by sentence; the headline is left alone."""
    topic: list[Found] = []
    for turn, (start, end) in enumerate(units_of(draft)):
        if draft.is_tabular(start, end) or (turn == 0 and is_title(draft, start, end)):
            continue
        clauses = read(draft, start, end, words, topic)
        _Sentence(draft, words, clauses, topic).verbs()
        phrase_relations(draft, words, clauses, topic)
        award_relations(draft, words, clauses)
        noun_relations(draft, words, clauses, topic)
        topic = topic_of(clauses, topic)


def _settle(draft: Draft) -> None:
    """Who takes a thing has not developed it; who has developed it is not said to work on it."""
    for more, less in (("LICENSES", "DEVELOPS"), ("DEVELOPS", "OPERATES_IN")):
        said = {(k.subject, k.object) for k in draft.links if k.type == more}
        draft.links = [
            k for k in draft.links if k.type != less or (k.subject, k.object) not in said
        ]


_BESIDE = 15
"""Characters between a verb and the noun of its subject ("growers in the tea sector lack …")."""


@dataclass(slots=True)
class _Sentence:
    """Links the ends that one sentence's verbs relate."""

    draft: Draft
    words: Grammar
    clauses: Clauses
    topic: list[Found]

    def verbs(self) -> None:
        """Applies the frames of every verb."""
        for verb in self.clauses.verbs:
            if verb.negative:
                continue
            used = False
            for class_ in sorted(verb.word.classes):
                for frame in self.words.frames.get(class_, ()):
                    used = self._apply(verb, frame) or used
            self._partners(verb, used)
            if _BY_MEANS & verb.word.classes and not verb.passive:
                self._by_means(verb)

    def _by_means(self, verb: Verb) -> None:
        """ "A treats the waste by bioleaching": a technique behind "by" is what A works with."""
        doers = self._first(verb.subjects, _RESEARCHERS) if not verb.foreign else []
        means = [g for g in self.clauses.groups if g.start >= verb.end and g.mark == "by"]
        broken = self.words.marks["break"].search(self.draft.text, verb.end, self.clauses.end)
        others = [v.start for v in self.clauses.verbs if v.start >= verb.end]
        stop = min([self.clauses.end, *others, *([broken.start()] if broken else [])])
        for group in [g for g in means if g.start < stop][:1]:
            for thing in group.all(("Technology",)):
                for doer in doers:
                    self._link("OPERATES_IN", doer, thing, verb, 0.6)

    def _apply(self, verb: Verb, frame: Frame) -> bool:
        """One frame of one verb; whether it related anything."""
        if frame.place:
            return self._sited(verb, frame)
        form = self.draft.text[verb.start : verb.end].casefold()
        if form in _HANDED and frame.type == "LICENSES" and not verb.passive:
            return False
        if verb.passive:
            subjects = self._first(verb.agents, frame.subject)
            undergoing = verb.subjects
            if frame.type == "RUNS" and undergoing and undergoing[0].all(_RUN):
                undergoing = undergoing[:1]  # another frame takes it
            objects = self._first(undergoing, frame.object)
            if subjects and not objects and verb.agents[0].end <= verb.start:
                objects = self._done(verb, frame)
            elif subjects and not objects and (named := self._named_behind(verb, frame)):
                objects = named
            elif subjects and not objects and verb.start - self.clauses.start < _OPENS:
                objects = (
                    self._done(verb, frame) or [f for f in self.topic if f.type in frame.object][:1]
                )
        else:
            subjects = self._doers(verb, frame)
            objects = self._done(verb, frame)
        if frame.type in _HELD:
            right = self.words.marks["takes_right"]
            objects = [f for f in objects
                       if not right.search(self.draft.text[verb.end : f.start])]  # fmt: skip
        thirds = self._third(verb, frame, objects)
        if frame.third and not thirds and not frame.third_optional:
            return False
        for third in thirds:
            for thing in objects:
                self._link(frame.third_type, third, thing, verb)
        if not subjects or not objects:
            return bool(thirds)
        if frame.shared:
            subjects = subjects + [
                f for g in verb.companions for f in g.all(frame.subject) if f not in subjects
            ]
        type_ = frame.future if verb.future and frame.future else frame.type
        gapped = [] if verb.passive or frame.reverse else self._gapped(verb, frame)
        others = {id(f) for pair in gapped for f in pair} | self._gapped_doers(verb)
        objects = [o for o in objects if id(o) not in others]
        pairs = [(s, o) for s in subjects for o in objects] + gapped
        if len(subjects) == len(objects) > 1 and self._respectively(verb):
            pairs = list(zip(subjects, objects, strict=True))
        for subject, object_ in pairs:
            ends = (object_, subject) if frame.reverse else (subject, object_)
            self._link(type_, *ends, verb)
        if type_ in _ACTS and not frame.reverse:
            self._together(subjects, verb, 0.55)
        return True

    def _named_behind(self, verb: Verb, frame: Frame) -> list[Found]:
        """ "Hosted by A "P" …": what stands right behind the doer, with nothing between."""
        last = verb.agents[0]
        behind = [g for g in self.clauses.groups if g.start >= last.end][:1]
        gap = self.draft.text[last.end : behind[0].start] if behind else ""
        return behind[0].all(frame.object) if behind and not gap.strip(' "“') else []

    def _gapped(self, verb: Verb, frame: Frame) -> list[tuple[Found, Found]]:
        """ "A runs P, B Q and C R": what the verb goes on to say of B and C without being said."""
        groups = [g for g in self.clauses.groups if g.start >= verb.end]
        next_ = next((v.start for v in self.clauses.verbs if v.start >= verb.end), None)
        slots = [s for g in groups for s in g.slots if next_ is None or s.end <= next_]
        pairs: list[tuple[Found, Found]] = []
        for before, doer, thing in zip(slots, slots[1:], slots[2:], strict=False):
            text = self.draft.text
            who, what = doer.of(frame.subject), thing.of(frame.object)
            apart = not doer.pronoun and not doer.of(frame.object)
            if (
                who and what and apart and before.of(frame.object)
                and _NEXT_DOER.fullmatch(text[before.end : doer.start])
                and _SAME_VERB.fullmatch(text[doer.end : thing.start])
            ):  # fmt: skip
                pairs.append((who, what))
        return pairs

    def _gapped_doers(self, verb: Verb) -> set[int]:
        """The next doers of a verb by any of its frames: none of them is what it is done to."""
        frames = [f for class_ in verb.word.classes for f in self.words.frames.get(class_, ())]
        return {id(who) for frame in frames for who, _ in self._gapped(verb, frame)}

    def _sited(self, verb: Verb, frame: Frame) -> bool:
        """ "B was founded in R": where what a verb is said of is."""
        if verb.foreign or (frame.place == "passive" and not verb.passive):
            return False
        behind = [g for g in verb.objects if g.start >= verb.end][:1]
        places = self._first([g for g in behind if g.mark == "other"], frame.object)
        bodies = self._first(verb.subjects[:1], frame.subject)
        for body in bodies if places else []:
            self._link(frame.type, body, places[0], verb)
        return bool(bodies and places)

    def _doers(self, verb: Verb, frame: Frame) -> list[Found]:
        """Who does it: the nearest fitting group, else what the sentences before are about."""
        if verb.foreign:
            return []
        found = self._first(verb.subjects[:1] if frame.own else verb.subjects, frame.subject)
        if (frame.type == "HAS_PROBLEM" or not found) and verb.ahead:
            last = verb.ahead[0]
            gap = self.draft.text[last.end : verb.start]
            if len(gap) < _BESIDE and not verb.passive and not (found and "," in gap):
                found = last.all(frame.subject) or found
        if frame.nearest:
            works = tuple(t for t in frame.subject if t not in ("Region", "Agency"))
            if verb.parallel:
                return self._first(verb.subjects, works) or found
            near = [g for g in self.clauses.groups if g.end <= verb.start and g.mark != "by"]
            near = self._of_clause(verb, frame, [*reversed(near), *verb.subjects])
            return self._first(near, works)[:1] or self._first(verb.subjects[:1], frame.subject)
        if found:
            return found
        before = verb.subjects if verb.parallel else self.clauses.groups
        near = [
            g for g in before
            if g.end <= verb.start and g.mark == "" and any(s.families & {"body"} for s in g.slots)
        ]  # fmt: skip
        if near:
            return []
        if frame.type == "TARGETS" and (policy := main_policy(self.draft)):
            return [policy]
        seat = self.draft.seat
        home = frame.type in _HOME and "Region" in frame.subject and "Institute" not in frame.object
        if home and seat:
            return [seat]
        return []

    def _of_clause(self, verb: Verb, frame: Frame, near: list[Group]) -> list[Group]:
        """Without what stands before a semicolon, where the verb has its own subject behind it."""
        begin = self.draft.text.rfind(";", self.clauses.start, verb.start)
        own = [g for g in verb.subjects[:1] if g.start > begin and g.all(frame.subject)]
        return [g for g in near if g.start > begin] if own and begin > 0 else near

    def _done(self, verb: Verb, frame: Frame) -> list[Found]:
        """What is done: the first fitting group, or all where the frame takes every one."""
        groups = [g for g in verb.objects
                  if g.mark != "with" or "with" in frame.via or self._through(verb, g)]  # fmt: skip
        if frame.third:
            groups = [g for g in groups if g.mark not in ("from", "by")]
        if frame.direct and not verb.word.nominal:
            groups = [g for g in groups if g.start < verb.end or not self._led(verb, g)]
        found = self._first(groups, frame.object)
        if not found and frame.third:
            found = self._first(verb.ahead, frame.object)
        if frame.every and found:
            more = [f for g in groups if g.start >= verb.end for f in g.all(frame.object)]
            found += [f for f in more if f not in found]
        return found

    def _through(self, verb: Verb, group: Group) -> bool:
        """Whether a verb takes a group through its own "with" ("deal with B")."""
        own = self.draft.text[verb.start : verb.end].endswith(" with")
        between = self.draft.text[verb.end : group.start]
        return own and group.start >= verb.end and len(between) < _BESIDE

    def _led(self, verb: Verb, group: Group) -> bool:
        """Whether a preposition stands between a verb and a group."""
        between = self.draft.text[verb.end : group.start]
        marks = self.words.marks
        led = group.mark in marks and marks[group.mark].search(between)
        return bool(led) and not marks["set_of"].search(between)

    def _third(self, verb: Verb, frame: Frame, objects: list[Found]) -> list[Found]:
        if not frame.third or not objects:
            return []
        groups = [g for g in verb.objects if g.mark == frame.third and g.start >= verb.end]
        groups += [g for g in verb.ahead[:1] if g.mark == frame.third
                   and not self.draft.text[g.end : verb.start].strip()]  # fmt: skip
        groups += [g for g in verb.objects[:1] if frame.third == "to" and g.start >= verb.end
                   and self.words.marks["to_use"].match(self.draft.text, g.end)]  # fmt: skip
        owners = []
        if frame.third == "from":
            owners = [g.owner for g in verb.objects if g.owner]
            owners += [Group([s], s.start, s.end) for g in verb.objects for _, s in g.attached]
        return self._first([*groups, *owners], frame.third_types)

    def _first(self, groups: list[Group], types: Types) -> list[Found]:
        for group in groups:
            found = group.all(types)
            if found:
                return found
        return []

    def _respectively(self, verb: Verb) -> bool:
        here = self.draft.text[self.clauses.start : self.clauses.end]
        return bool(re.search(r"\brespectively\b|分别", here))

    def _partners(self, verb: Verb, used: bool) -> None:
        """Bodies that do something with others, or jointly, collaborate each with each."""
        doers = verb.agents if verb.passive else [] if verb.foreign else verb.subjects
        cooperative = bool({"cooperate", "accompany"} & verb.word.classes)
        companions = [f for g in verb.companions for f in g.all(_PARTNERS)]
        told = companions and _ALONG.search(
            self.draft.text, *sorted((verb.end, companions[0].start)))  # fmt: skip
        areas = self._first(doers, ("Region",)) if cooperative or verb.together or told else []
        subjects = self._first(doers, BODIES) or areas
        if "cooperate" in verb.word.classes and verb.passive:
            companions += self._first(verb.agents, BODIES)
            subjects = self._first(verb.subjects, BODIES)
        acting = bool(_WORKING & verb.word.classes) and not verb.passive
        if companions and (used or cooperative or acting) and subjects:
            for one in subjects:
                for other in companions:
                    self._link("COLLABORATES_WITH", one, other, verb)
        mutual = "cooperate" in verb.word.classes and not companions
        if mutual and not self._at_once(verb):
            return
        if subjects and (verb.joint or mutual) and (used or cooperative or self._jointly(verb)):
            self._together([*subjects], verb, 0.7)

    def _hand_in_hand(self, verb: Verb) -> bool:
        """Whether the words beside a verb say "together": areas that only join do not."""
        if "join" in verb.word.classes:
            return False
        start, end = max(self.clauses.start, verb.start - 2 * _BESIDE), verb.end + 2 * _BESIDE
        return bool(_TOGETHER.search(self.draft.text, start, min(end, self.clauses.end)))

    def _jointly(self, verb: Verb) -> bool:
        """Whether an adverb right at a verb says that its subjects do it together."""
        start, end = max(self.clauses.start, verb.start - _BESIDE), verb.end + _BESIDE
        return bool(_JOINTLY.search(self.draft.text, start, end))

    def _at_once(self, verb: Verb) -> bool:
        """Whether "cooperation" is what the words before it do, not what they speak of."""
        form = self.draft.text[verb.start : verb.end].casefold()
        end = verb.subjects[0].end if verb.subjects else verb.start
        near = _AT_ONCE.fullmatch(self.draft.text, end, verb.start)
        return bool(near) or not form.endswith(_COOPERATION)

    def _together(self, bodies: list[Found], verb: Verb, confidence: float) -> None:
        for one, other in each_two(bodies) or (
            each_two(bodies, ("Region",)) if self._hand_in_hand(verb) else []
        ):  # fmt: skip
            self._link("COLLABORATES_WITH", one, other, verb, confidence)

    def _link(
        self, type_: str, subject: Found, object_: Found, verb: Verb, confidence: float = 0.7
    ) -> None:
        low, high = self.clauses.start, self.clauses.end
        spans = [(f.start, f.end) for f in (subject, object_) if low <= f.start and f.end <= high]
        start = min(verb.start, *(s for s, _ in spans)) if spans else verb.start
        end = max(verb.end, *(e for _, e in spans)) if spans else verb.end
        sure = confidence if end - start < _FAR and len(spans) == 2 else confidence - 0.2
        self.draft.link(type_, subject, object_, start, end, sure)
