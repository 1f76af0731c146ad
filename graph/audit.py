"""How many of the facts that were read from documents are right: a random sample, judged by people.

The sample goes out as rows, is judged elsewhere, and comes back as decisions and as a precision
with its interval.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Literal

from graph.errors import InvalidRequest
from graph.lookup import Fact
from graph.model import Decision
from graph.review import PERSON, Reviewed, review_of, same_fact
from graph.schema import EDGES, KINDS
from graph.store import Store

if TYPE_CHECKING:
    from graph.knowledge_graph import KnowledgeGraph

GROUPS = ("entity", "relation", "indicator")
Z95 = 1.959963984540054
"""The standard normal deviate that leaves 2.5 % on either side."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person says of one fact of a sample; ``row`` is where they said it, ``quote`` the
    words that they saw, where they are known."""

    row: int
    document: str
    fact: str
    right: bool
    comment: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Precision:
    """How many judged facts of a kind are right, with the 95 % interval of their share."""

    kind: str
    judged: int
    right: int

    @property
    def share(self) -> float:
        """The share that is right."""
        return self.right / self.judged

    @property
    def interval(self) -> tuple[float, float]:
        """See `wilson`."""
        return wilson(self.right, self.judged)


@dataclass(frozen=True, slots=True)
class Audit:
    """What became of the judgements: decisions taken, those known before, precision by kind."""

    taken: int
    known: int
    precision: tuple[Precision, ...]


def wilson(right: int, judged: int, *, z: float = Z95) -> tuple[float, float]:
    """The score interval of a share, which keeps within 0 and 1 and holds for small samples.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal
    of the American Statistical Association 22 (1927), 209-212. ``ValueError`` for nothing judged.
    """
    if not 0 <= right <= judged or not judged:
        raise ValueError(f"{right} of {judged} is no share")
    share = right / judged
    middle = share + z * z / (2 * judged)
    spread = z * sqrt(share * (1 - share) / judged + z * z / (4 * judged * judged))
    whole = 1 + z * z / judged
    return max(0.0, (middle - spread) / whole), min(1.0, (middle + spread) / whole)


def group_of(fact: Fact) -> str:
    """What sort of fact it is for an audit: one of `GROUPS`, or empty for what is not audited."""
    if fact.predicate in EDGES:
        return "relation"
    return {"name": "entity", "indicator": "indicator"}.get(fact.predicate, "")


def kinds_of(fact: Fact) -> tuple[str, ...]:
    """By what a fact can be chosen and counted: its group, then its kind or edge."""
    group = group_of(fact)
    if not group:
        return ()
    return (group,) if group == "indicator" else (
        group, fact.kind if group == "entity" else fact.predicate)


def sample(
    store: Store, number: int, *, kinds: Collection[str] = (), seed: int = 0, level: int = 2
) -> list[Reviewed]:
    """At most ``number`` facts that were read from documents, each as likely as any other.

    ``kinds`` are groups, kinds of things or edges; facts that people stated or corrected are left
    out, those that they confirmed or rejected are not. The same store and ``seed`` give the same
    sample: algorithm R of J. S. Vitter, "Random sampling with a reservoir", ACM Transactions on
    Mathematical Software 11 (1985), 37-57. Raises `InvalidRequest` for an unknown kind.
    """
    known = (*GROUPS, *KINDS, *EDGES)
    for kind in kinds:
        if kind not in known:
            raise InvalidRequest(f"{kind!r} is no kind of fact; choose from {', '.join(known)}")
    if number < 1:
        raise InvalidRequest("a sample has at least one fact")
    chance = random.Random(seed)
    kept: list[Reviewed] = []
    for turn, item in enumerate(_read(store, set(kinds), level)):
        if turn < number:
            kept.append(item)
        elif (place := chance.randint(0, turn)) < number:
            kept[place] = item
    chance.shuffle(kept)
    return kept


def _read(store: Store, kinds: set[str], level: int) -> Iterator[Reviewed]:
    """The facts of all documents that a reader of this level may see, by document."""
    decisions: dict[str, list[Decision]] = {}
    for decision in store.decisions():
        for key in decision.units:
            decisions.setdefault(key, []).append(decision)
    for source in store.sources():
        if source.level > level:
            continue
        for unit in store.all_units(source.key):
            if unit.form != "document":
                continue
            for item in review_of(unit, decisions.get(unit.key, ())):
                of = kinds_of(item.fact)
                read = not item.fact.extractor.startswith(PERSON)
                if of and read and (not kinds or not kinds.isdisjoint(of)):
                    yield item


def find(graph: KnowledgeGraph, judgements: Sequence[Judgement]) -> dict[int, Reviewed]:
    """The judged facts by row; rows whose fact the documents do not state now are left out.

    Raises `NotFound` for a document that the store does not have.
    """
    reviews: dict[str, Mapping[str, Reviewed]] = {}
    found: dict[int, Reviewed] = {}
    for judgement in judgements:
        key = judgement.document
        if key not in reviews:
            reviews[key] = {item.fact.id: item for item in graph.review(key)}
        if judgement.fact in reviews[key]:
            found[judgement.row] = reviews[key][judgement.fact]
    return found


def judge(
    graph: KnowledgeGraph, judgements: Sequence[Judgement], found: Mapping[int, Reviewed], *,
    by: str
) -> Audit:
    """Take judgements as decisions: right confirms, wrong rejects. The same again changes nothing.

    ``found`` is what `find` gave for them.
    """
    taken = known = 0
    counts: dict[str, list[int]] = {}
    for judgement in judgements:
        item = found[judgement.row]
        kind: Literal["confirm", "reject"] = "confirm" if judgement.right else "reject"
        if _last(graph.store, item, by) == kind:
            known += 1
        else:
            graph.decide_fact(kind, judgement.fact, judgement.document, by=by,
                              why=judgement.comment)
            taken += 1
        for name in (kinds_of(item.fact) or ("other",)):
            count = counts.setdefault(name, [0, 0])
            count[0] += 1
            count[1] += judgement.right
    order = {name: at for at, name in enumerate((*GROUPS, *KINDS, *EDGES, "other"))}
    return Audit(taken, known, tuple(
        Precision(name, *counts[name]) for name in sorted(counts, key=order.__getitem__)))


def _last(store: Store, item: Reviewed, by: str) -> str:
    """What this person said last of a fact."""
    said = [
        decision.kind for decision in store.decisions_on([item.anchor.unit])
        if decision.fact and decision.by == by.strip() and same_fact(
            item.anchor, decision.fact)
    ]
    return said[-1] if said else ""
