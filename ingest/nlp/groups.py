"""Mentions of a sentence in coordinated groups, with the small word before each group.

"With A, the firms B and C of D built E in F" gives [with A], [B + C, of D], [E, in F].
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.nlp.draft import Draft, Found
from ingest.nlp.grammar import Grammar, Types

FAMILIES = {
    "Enterprise": "body", "Institute": "body", "Agency": "body", "Platform": "body work",
    "Programme": "work", "Policy": "work", "Industry": "field", "Technology": "field",
    "Problem": "trouble", "Patent": "field", "Region": "place", "Person": "person",
}  # fmt: skip
"""Types that a coordination may mix share a family."""


_SIDES = ("Enterprise", "Institute", "Agency")
"""What "the two sides" can be."""
_JOINTLY = 35
"""Characters behind "they" in which "jointly" says that two are meant."""
_OPENING = 45
"""Characters before a group that still opens its sentence."""


@dataclass(slots=True)
class Slot:
    """One place of the sentence with the mentions that it holds; more than one where they overlap.

    A pronoun holds none of its own: ``found`` is then what it can mean, the nearest first."""

    start: int
    end: int
    found: list[Found]
    pronoun: bool = False
    both: bool = False
    """Whether the pronoun means two ("the two sides")."""

    def of(self, types: Types) -> Found | None:
        """The mention of one of these types: the longest, of a pronoun's meanings the nearest."""
        fit = [f for f in self.found if f.type in types]
        if self.pronoun:
            return fit[0] if fit else None
        return max(fit, key=lambda f: (f.end - f.start, -types.index(f.type)), default=None)

    def every(self, types: Types) -> list[Found]:
        """That mention, with those of its type that its words name together with it."""
        one = self.of(types)
        if self.both:
            fit = {(f.type, f.key): f for f in self.found if f.type in types}
            return list(fit.values())[:2]
        if one is None or self.pronoun:
            return [one] if one else []
        span = one.start, one.end
        twins = [
            f for f in self.found
            if f.type == one.type and f.key != one.key
            and ((f.start, f.end) == span or not (one.start <= f.start and f.end <= one.end))
        ]  # fmt: skip
        return list({f.key: f for f in (one, *twins)}.values())

    @property
    def families(self) -> set[str]:
        """The families of its mentions."""
        return {family for f in self.found for family in FAMILIES[f.type].split()}


@dataclass(slots=True)
class Group:
    """Coordinated slots with the mark before them: "", "with", "by", "from", "to", "other"."""

    slots: list[Slot]
    start: int
    end: int
    mark: str = ""
    attached: list[tuple[Slot, Slot]] = field(default_factory=list)
    """A slot and what "of", "at" or "in" attaches to it."""
    opens: bool = False
    """Whether it opens its sentence ("With A, …", "Through A, …")."""
    owner: Group | None = None
    """Whose it is: "A's B"."""

    def all(self, types: Types) -> list[Found]:
        """Its mentions of these types."""
        return [f for slot in self.slots for f in slot.every(types)]


def slots_of(draft: Draft, start: int, end: int, words: Grammar, topic: list[Found]) -> list[Slot]:
    """The places of a sentence that hold mentions, pronouns among them, in reading order."""
    slots: list[Slot] = []
    for found in _plain(draft, draft.within(start, end)):
        last = slots[-1] if slots else None
        if last and found.start < last.end:
            last.found.append(found)
            last.end = max(last.end, found.end)
        elif last and _names_again(draft.text, last, found):
            last.end = draft.text.find(")", found.end) + 1 or found.end
        else:
            slots.append(Slot(found.start, found.end, [found]))
    return sorted([*slots, *_pronouns(draft, start, end, slots, words, topic)], key=_by_start)


_NAMED = ("Enterprise", "Institute", "Agency", "Platform", "Programme", "Policy")
_OF_COUNTRY = re.compile(r"[A-Z]\w+(?:an|ese|ish|ch|i)")


def _plain(draft: Draft, found: list[Found]) -> list[Found]:
    """Without what is no thing of the sentence: a field inside a name, "Dutch" before a noun."""
    named = [f for f in found if f.type in _NAMED]

    def inside(one: Found) -> bool:
        return one.type in ("Industry", "Technology") and any(
            f.start <= one.start and one.end <= f.end for f in named
        )

    def adjective(one: Found) -> bool:
        word = draft.text[one.start : one.end]
        behind = draft.text[one.end : one.end + 2]
        return bool(
            one.type == "Region" and word != one.name and _OF_COUNTRY.fullmatch(word)
            and re.fullmatch(r" \w", behind)
        )  # fmt: skip

    return [f for f in found if not inside(f) and not adjective(f)]


def _by_start(slot: Slot) -> int:
    return slot.start


def _names_again(text: str, slot: Slot, found: Found) -> bool:
    """Whether a mention in brackets is only another name of the one before them."""
    gap = text[slot.end : found.start]
    same = any((f.type, f.key) == (found.type, found.key) for f in slot.found)
    return same and gap.lstrip()[:1] in ("(", "（") and ")" not in gap


def _pronouns(
    draft: Draft, start: int, end: int, slots: list[Slot], words: Grammar, topic: list[Found]
) -> list[Slot]:
    """ "it", "they": the subjects before them in the sentence, then what the text is about."""
    found = []
    for pronoun in words.pronouns.finditer(draft.text, start, end):
        if any(s.start < pronoun.end() and pronoun.start() < s.end for s in slots):
            continue
        here = [
            f for s in slots if s.end <= pronoun.start() for f in s.found
            if mark_of(draft.text, start, s.start, words) == ""
        ]  # fmt: skip
        word, behind = (
            pronoun.group().casefold(),
            draft.text[pronoun.end() : pronoun.end() + _JOINTLY],
        )
        both = bool(re.search("two|both|duo", word))
        both = both or (word == "they" and bool(words.marks["joint"].search(behind)))
        meant = [f for f in (*here, *topic) if not both or f.type in _SIDES]
        found.append(Slot(*pronoun.span(), meant, pronoun=True, both=both))
    return found


def groups_of(draft: Draft, start: int, slots: list[Slot], words: Grammar) -> list[Group]:
    """The slots of a sentence in groups: coordinated, with what is attached to them."""
    groups: list[Group] = []
    for slot in slots:
        last = groups[-1] if groups else None
        gap = draft.text[last.end : slot.start] if last else ""
        if (
            last
            and last.attached
            and last.attached[-1][0] is last.slots[-1]
            and ("place" in slot.families and (gap == ", " or _nested(last, gap)))
        ):
            last.end = slot.end
        elif last and _coordinated(draft.text, start, last, slot, gap, words):
            last.slots.append(slot)
            last.end = slot.end
        elif last and _attaches(last.slots[-1], slot, gap, words):
            last.attached.append((last.slots[-1], slot))
            last.end = slot.end
        else:
            owner = last if last and _possessive(gap, words) else None
            mark = owner.mark if owner else mark_of(draft.text, start, slot.start, words)
            opens = _opens(draft.text, start, slot.start, words)
            groups.append(Group([slot], slot.start, slot.end, mark, opens=opens, owner=owner))
    return groups


def _nested(group: Group, gap: str) -> bool:
    """ "A in R's S": the second area says where the first one is."""
    return gap in ("'s ", "’s ") and "place" in group.attached[-1][1].families


def _possessive(gap: str, words: Grammar) -> bool:
    """ "A's new B", but not "A's work covers B"."""
    verbs = [gap[a:b] for a, b, _ in words.verbs.within(gap, 0, len(gap))]
    return bool(words.marks["genitive"].fullmatch(gap)) and not any(v[-1] == "s" for v in verbs)


def _opens(text: str, start: int, at: int, words: Grammar) -> bool:
    """Whether nothing but a phrase ("in cooperation with") stands before an offset."""
    if at - start >= _OPENING:
        return False
    if re.match(r"\w+ing\b", text[start:at]):
        return True
    verbs = words.verbs.within(text, start, at)
    return all("cooperate" in verb.classes for _, _, verb in verbs)


_ALONG = re.compile(r"\b(?:together|along) with\b")


def _acted(text: str, start: int, group: Group, words: Grammar) -> bool:
    """Whether a verb stands before a group: what it is done "together with" is no more of it."""
    return any(not word.nominal for _, _, word in words.verbs.within(text, start, group.start))


def _coordinated(
    text: str, start: int, group: Group, slot: Slot, gap: str, words: Grammar
) -> bool:  # fmt: skip
    last = group.slots[-1]
    if group.mark not in ("", "by") and group.opens and gap.strip() in (",", ", the"):
        return False
    bodies = "body" in slot.families and group.mark == ""
    if bodies and _ALONG.search(gap) and _acted(text, start, group, words):
        return False
    if gap.startswith((",", "，")) and any(f.reference for f in slot.found):
        return False
    if slot.pronoun or last.pronoun:
        return bool(re.fullmatch(r" and(?: the)? |和|与", gap)) and bool(
            {"body"} & (slot.families | last.families)
        )
    works = [bool(s.families & {"work"}) for s in (last, slot)]
    if works[0] != works[1] and (not words.marks["and"].search(gap) or gap.startswith(",")):
        return False
    same = last.families & slot.families
    return bool(same and words.marks["between"].fullmatch(gap))


def _attaches(head: Slot, slot: Slot, gap: str, words: Grammar) -> bool:
    """ "A of B", "A at B", "A in R", "A, R": what places a body or says whose a thing is."""
    if "body" in head.families and "place" in slot.families:
        return bool(gap == ", " or words.marks["attach"].fullmatch(gap))
    if "place" in head.families and "place" in slot.families:
        return bool(gap in (", ", " ") or words.marks["attach"].fullmatch(gap))
    owner = any(f.type in ("Enterprise", "Institute", "Agency") for f in slot.found)
    if owner and "field" in head.families and words.marks["owned_by"].fullmatch(gap):
        return not slot.pronoun
    owned = head.families & {"body", "work"} or any(f.type in ("Patent",) for f in head.found)
    return bool(owner and owned and words.marks["attach"].fullmatch(gap)) and not slot.pronoun


def mark_of(text: str, start: int, at: int, words: Grammar) -> str:
    """The kind of small word that stands before an offset, "" for none."""
    before = text[max(start, at - 40) : at]
    if words.marks["people"].search(before):
        return ""
    for name in ("with", "by", "from", "to", "other"):
        if words.marks[name].search(before):
            return name
    return ""
