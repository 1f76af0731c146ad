"""Facts as the page of a document and the file of `qilian extract --html` show them, alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from api.filters import predicate
from api.marks import ASKED
from api.readable import Stretch
from api.words import Words
from graph.lookup import Fact
from graph.project.effective import FLAG
from graph.review import PERSON, Reviewed, State
from graph.schema import EDGES, KINDS

_LINES = ("relation", "property")
GROUPS = ("names", "relations", "figures", "properties", "flags")


@dataclass(frozen=True, slots=True)
class Shown:
    """A fact with what is thought of it.

    ``state`` is that of `graph.review`, or ``missed``, ``invented``, ``matched`` beside an
    annotation; ``decision`` is the id of the decision that ``by`` took.
    """

    fact: Fact
    state: str = "open"
    decision: str = ""
    by: str = ""

    @property
    def group(self) -> str:
        """Under which heading it is listed."""
        if self.fact.predicate in EDGES:
            return "relations"
        return {"name": "names", "indicator": "figures", FLAG: "flags"}.get(
            self.fact.predicate, "properties")

    @property
    def tone(self) -> str:
        """What its colour says: what sort of thing is named, or that it is no name."""
        if self.fact.predicate == "name" and self.fact.kind in KINDS:
            return KINDS[self.fact.kind].group
        return {"relations": "relation", "figures": "figure", "flags": "flag"}.get(
            self.group, "property")

    def label(self, t: Words) -> str:
        """Its kind in the reader's words."""
        fact = self.fact
        if fact.predicate == "name":
            return t.known("kinds", fact.kind)
        if fact.predicate == FLAG:
            return t.known("flags", fact.measure, fact.measure.replace("-", " "))
        return predicate(fact, t)

    def reader(self, t: Words) -> str:
        """What or who found it, in the reader's words, with how sure that is."""
        extractor = self.fact.extractor
        if extractor.startswith(PERSON):
            return t("review.by_person", name=extractor.removeprefix(PERSON))
        if not extractor:
            return ""
        sure = round(self.fact.confidence * 100)
        return t("review.by_rule", name=extractor.removeprefix("text-rules/"), sure=sure)


def script_words(t: Words) -> dict[str, str]:
    """What the script of the page says; names in braces are filled in there."""
    keys = ("decided", "open", "who", "choose", "nothing", "select",
            *(f"state_{state}" for state in get_args(State) if state != "open"))
    return {key: t.entries[f"review.{key}"] for key in keys}


def shown(found: Iterable[Reviewed]) -> list[Shown]:
    """Facts of a store with what people decided."""
    return [
        Shown(item.fact, item.state, item.decision.id, item.decision.by) if item.decision
        else Shown(item.fact, item.state)
        for item in found
    ]


def grouped(facts: Sequence[Shown]) -> list[tuple[str, list[Shown]]]:
    """Facts as they are listed: by heading, then as they come in the text."""
    groups = {key: [f for f in facts if f.group == key] for key in GROUPS}
    return [(key, sorted(group, key=_start)) for key, group in groups.items() if group]


def _start(item: Shown) -> int:
    locator = item.fact.locator
    return int(locator[1:].partition("-")[0]) if locator.startswith("t") else 0


def leading(part: Stretch, facts: Mapping[str, Shown]) -> Shown | None:
    """Of the facts of a marked stretch the one that colours it: the shortest, names and figures
    before relations, which are drawn as a line."""
    there = [facts[id_] for id_ in part.facts if id_ in facts]
    return min(there, key=lambda item: item.tone in _LINES, default=None)


def mark_class(part: Stretch, facts: Mapping[str, Shown]) -> str:
    """The classes of a marked stretch: ``b-`` the tone that colours it, ``s-`` what is thought of
    that fact, ``t-`` the tones of all."""
    first = leading(part, facts)
    classes = [f"b-{first.tone}", f"s-{first.state}"] if first else []
    classes += sorted({f"t-{facts[id_].tone}" for id_ in part.facts if id_ in facts})
    return " ".join([*classes, *([ASKED] if ASKED in part.facts else [])])



def facts_by_cell(facts: Iterable[Shown]) -> dict[str, list[Shown]]:
    """Facts of a register's row under the column that states them."""
    cells: dict[str, list[Shown]] = {}
    for item in facts:
        if item.fact.locator.startswith("c"):
            cells.setdefault(item.fact.locator[1:], []).append(item)
    return cells
