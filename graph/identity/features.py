"""What speaks for and against an organisation that a string may mean: one small function each.

A feature's docstring is its explanation in plain words, as every face shows it. Values are about 0
to 1; what each adds to the log-odds is learnt, see ``data/link_weights.json``. Two kinds are here:
how the name stands in the string, and how it stands to the other organisations found there.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from graph.identity.finds import Find, String
from graph.identity.index import NameIndex
from graph.identity.meanings import bodies
from graph.identity.words import word_class
from graph.schema import ORGANISATIONS

_WHOLE = 0.97
_EQUAL = 0.5
"""Nets (`Find.net`) that differ by less are equal."""
_ENTERPRISE = ORGANISATIONS.index("Enterprise")


@dataclass(frozen=True, slots=True)
class Context:
    """All that a feature may look at: the string and every organisation found in it."""

    index: NameIndex
    string: String
    finds: Sequence[Find]
    _rivals: dict[int, list[Find]] = field(default_factory=dict)

    def rivals(self, find: Find) -> list[Find]:
        """Other organisations found in the same words, as well or better."""
        if (known := self._rivals.get(id(find))) is None:
            known = self._rivals[id(find)] = [
                other for other in self.finds if other.net >= find.net - _EQUAL
                and other.organisation != find.organisation
                and other.first <= find.last and find.first <= other.last]
        return known


Feature = Callable[[Context, Find], float]
FEATURES: dict[str, Feature] = {}


def feature(function: Feature) -> Feature:
    """Register a feature under its name."""
    FEATURES[function.__name__] = function
    return function


def values(context: Context, find: Find) -> list[float]:
    """The value of each feature for one organisation, in their order."""
    return [function(context, find) for function in FEATURES.values()]


def says(name: str) -> str:
    """A feature's explanation."""
    return (FEATURES[name].__doc__ or name).strip()


def _joined(context: Context, at: int) -> bool:
    """Does a small word ("of", "and", "für") stand between a slot and the next of its segment?"""
    slots = context.string.slots
    if not 0 <= at < len(slots) - 1:
        return False
    one, other = slots[at].word, slots[at + 1].word
    return one.segment == other.segment and any(
        c.isalpha() for c in context.string.text[one.end : other.start])


def _weight(context: Context, places: Sequence[int] | frozenset[int]) -> float:
    return sum(context.string.slots[i].weight for i in places)


def _classed(context: Context, places: Sequence[int] | frozenset[int], *classes: str) -> bool:
    slots = context.string.slots
    return any(word_class(slots[i].word.text) in classes for i in places)


@feature
def words_missing_share(context: Context, find: Find) -> float:
    """Words of the name are missing in the string."""
    return find.missing / find.total


@feature
def whole_name(context: Context, find: Find) -> float:
    """The whole name stands in the string, its words side by side."""
    return float(find.matched >= _WHOLE * find.total and not find.gap)


@feature
def belongs_to_word_before(context: Context, find: Find) -> float:
    """The word for the kind of body belongs to another word, as in "York University, Toronto"."""
    slots = context.string.slots
    return float(any(
        word_class(slots[i].word.text) == "type" and i and i - 1 not in find.used
        and slots[i - 1].word.segment == slots[i].word.segment
        and not word_class(slots[i - 1].word.text) and not _joined(context, i - 1)
        for i in find.used))


@feature
def goes_on(context: Context, find: Find) -> float:
    """The name goes on after the words found, with "of", "for" or "and"."""
    return float(_joined(context, find.last))


@feature
def other_spelling(context: Context, find: Find) -> float:
    """The words are those of another language or number than the name's."""
    return 1.0 - find.same / max(len(find.used), 1)


@feature
def only_a_place(context: Context, find: Find) -> float:
    """The words found are those of a place that the string names, not of a body."""
    whole = find.missing < 0.5 and len(find.used) > 1
    if whole or _classed(context, find.used, "type"):
        return 0.0
    slots = context.string.slots
    return float(all(i in context.string.placed or word_class(slots[i].word.text)
                     for i in find.used))


@feature
def telling(context: Context, find: Find) -> float:
    """The words found are rare ones."""
    return min(find.matched, 30.0) / 10


@feature
def little_telling(context: Context, find: Find) -> float:
    """The words found are common ones."""
    return max(0.0, 9.0 - find.matched) / 9


@feature
def alone_in_segment(context: Context, find: Find) -> float:
    """Nothing but the name, or its legal form, stands between the commas around it."""
    return float(not _weight(context, find.before) and not _weight(context, find.after))


@feature
def type_after(context: Context, find: Find) -> float:
    """A word for another kind of body ("hospital", "school") follows the name."""
    return float(_classed(context, find.after, "unit", "type"))


@feature
def other_type(context: Context, find: Find) -> float:
    """The string lacks the name's word for the kind of body, such as "university"."""
    found = {context.string.slots[i].word.text for i in find.used}
    return float(any(word not in found and word_class(word) == "type" for word in find.texts))


@feature
def share_of_segment(context: Context, find: Find) -> float:
    """The name covers a good share of the words between the commas."""
    inside = _weight(context, find.used)
    around = _weight(context, find.before) + _weight(context, find.after) + find.gap
    return inside / ((inside + around) or 1.0)


@feature
def town(context: Context, find: Find) -> float:
    """The string names the organisation's town."""
    return max(find.town, 0.0)


@feature
def other_town(context: Context, find: Find) -> float:
    """The string names another town."""
    return float(find.town < 0 and find.area <= 0)


@feature
def country(context: Context, find: Find) -> float:
    """The string names the organisation's country."""
    return max(find.country, 0.0)


@feature
def other_country(context: Context, find: Find) -> float:
    """The string names another country."""
    return float(find.country < 0 and find.town <= 0)


@feature
def acronym(context: Context, find: Find) -> float:
    """Only an acronym was found."""
    return float(context.index.arrays["name_acronym"][find.name])


@feature
def other_name(context: Context, find: Find) -> float:
    """What was found is not the main name."""
    return float(not context.index.arrays["name_main"][find.name])


@feature
def namesakes_unplaced(context: Context, find: Find) -> float:
    """Others bear this name, and the string names no place of this one."""
    if max(find.town, find.country, find.area) > 0:
        return 0.0
    return min(math.log(int(context.index.arrays["name_alike"][find.name])), 3.0)


@feature
def better_placed_rival(context: Context, find: Find) -> float:
    """An organisation found in the same words fits the places better."""
    return float(any(other.placed > find.placed for other in context.rivals(find)))


@feature
def equal_rival(context: Context, find: Find) -> float:
    """Another organisation fits the same words and places as well."""
    return float(any(other.placed == find.placed for other in context.rivals(find)))


def _longer(context: Context, find: Find) -> list[Find]:
    return [other for other in context.finds if other.complete
            and other.organisation != find.organisation and find.used < other.used]


@feature
def inside_longer(context: Context, find: Find) -> float:
    """The words belong to another organisation's longer name."""
    return float(bool(_longer(context, find)))


@feature
def unit_of_larger(context: Context, find: Find) -> float:
    """It is a school, department or laboratory that is part of another organisation."""
    return float(bool(find.parents) and not bodies("unit").isdisjoint(find.texts))


@feature
def has_parts(context: Context, find: Find) -> float:
    """The organisation has known parts."""
    return min(math.log1p(int(context.index.arrays["parts"][find.organisation])), 3.0) / 3


@feature
def no_company(context: Context, find: Find) -> float:
    """A legal form of companies stands beside the name, and this is no company."""
    return float(context.index.arrays["kind"][find.organisation] != _ENTERPRISE
                 and _classed(context, (*find.before, *find.after), "company"))


@feature
def part_found(context: Context, find: Find) -> float:
    """A part of this organisation is named too."""
    return float(any(find.organisation in other.parents and other.complete
                     for other in context.finds))


@feature
def later_elsewhere(context: Context, find: Find) -> float:
    """Another organisation's whole name stands further on."""
    return float(any(other.complete and other.first > find.last
                     and other.organisation != find.organisation for other in context.finds))


@feature
def university(context: Context, find: Find) -> float:
    """The name is that of a university."""
    return float("university" in find.texts)


@feature
def other_name_too(context: Context, find: Find) -> float:
    """Another name of the organisation, such as its acronym, stands elsewhere in the string."""
    return float(any(other.organisation == find.organisation and other.complete
                     and find.used.isdisjoint(other.used) for other in context.finds))


@feature
def no_place(context: Context, find: Find) -> float:
    """The string names no place."""
    return float(not any(not find.used.issuperset(range(p.first, p.last + 1))
                         for p in context.string.named))


@feature
def better_known_rival(context: Context, find: Find) -> float:
    """More registers know another organisation that fits the same words and places as well."""
    known = context.index.arrays["little_known"]
    return float(any(other.placed >= find.placed and
                     known[other.organisation] < known[find.organisation]
                     for other in context.rivals(find)))


@feature
def its_school(context: Context, find: Find) -> float:
    """A school or hospital that bears its name without "university" follows."""
    return other_type(context, find) * type_after(context, find)


@feature
def inside_hospital(context: Context, find: Find) -> float:
    """The words belong to the longer name of a hospital, which may be a part of it."""
    return float("hospital" not in find.texts and any(
        "hospital" in other.texts for other in _longer(context, find)))
